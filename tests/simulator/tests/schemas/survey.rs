//! Asks a tenant everything that it serves and compares each answer with the published description.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use graph_sim::{Request, Response, Route, Simulator, TokenSpec, routes};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Value, json};

use crate::examples;
use crate::exceptions::{Instead, Ledger};
use crate::reference::{Answered, Description, How, descriptions};

/// The window of the quotas that a survey meets (facts 11).
const QUOTA_WINDOW: Duration = Duration::from_secs(10);

/// What came of asking.
#[derive(Default)]
pub(crate) struct Survey {
    /// Differences that no exception explains, each with the first request that showed it.
    pub(crate) problems: BTreeMap<String, String>,
    /// Version, method and path of every route that was answered with success.
    pub(crate) succeeded: BTreeSet<(&'static str, &'static str, &'static str)>,
    pub(crate) ledger: Ledger,
    /// How many answers were compared.
    pub(crate) compared: usize,
}

/// One way to ask: a tenant and a token.
pub(crate) struct Caller<'s> {
    /// The most members of a collection that are asked for one by one.
    pub(crate) members: usize,
    simulator: &'s Simulator,
    token: Option<String>,
    is_person: bool,
}

impl<'s> Caller<'s> {
    pub(crate) fn new(simulator: &'s Simulator, spec: &TokenSpec) -> Self {
        let token = Some(simulator.issue_token(spec).expect("a token"));
        Self {
            members: usize::MAX,
            simulator,
            token,
            is_person: spec.upn.is_some(),
        }
    }

    pub(crate) fn anonymous(simulator: &'s Simulator) -> Self {
        Self {
            members: usize::MAX,
            simulator,
            token: None,
            is_person: false,
        }
    }

    pub(crate) fn send(&self, request: Request) -> Response {
        let request = match &self.token {
            Some(token) => request.bearer(token),
            None => request,
        };
        self.simulator.handle(request).into_response().expect("an answer")
    }

    /// Asks until the quotas let the request pass: those refusals, and the answer.
    fn get(&self, url: &str) -> Vec<Response> {
        let mut responses = Vec::new();
        loop {
            let request = Request::new("GET", url).header("ConsistencyLevel", "eventual");
            responses.push(self.send(request));
            if responses.last().is_none_or(|last| last.status != 429) {
                return responses;
            }
            self.simulator.advance(QUOTA_WINDOW);
        }
    }
}

impl Survey {
    /// Compares one answer. `path` is the route's, or its form below `/me`.
    pub(crate) fn see(
        &mut self,
        version: &'static str,
        route: &Route,
        path: &str,
        asked: &str,
        response: &Response,
    ) {
        if (200..300).contains(&response.status) {
            self.succeeded.insert((version, route.method, route.path));
        }
        let Some(description) = descriptions().and_then(|all| all.iter().find(|it| it.version == version))
        else {
            return;
        };
        self.compared += 1;
        let content_type = response.headers.get("Content-Type").unwrap_or_default();
        let body = (!response.body.is_empty()).then(|| response.json());
        if let (200..300, Some(Value::Object(body))) = (response.status, &body)
            && route.path != "/$batch"
        {
            let address = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
            let context = address("@odata.context");
            if !context.contains(&format!("/{version}/$metadata#")) {
                let what = format!("{} {path}: @odata.context is '{context}'", route.method);
                self.report(version, asked, what);
            }
            let next = address("@odata.nextLink");
            if !next.is_empty() && !next.starts_with(&format!("https://graph.microsoft.com/{version}/")) {
                let what = format!("{} {path}: @odata.nextLink is '{next}'", route.method);
                self.report(version, asked, what);
            }
        }
        let answered = Answered {
            status: response.status,
            content_type,
            body: body.as_ref(),
        };
        self.compare(description, route.method, path, asked, &answered);
    }

    fn compare(
        &mut self,
        description: &Description,
        method: &str,
        path: &str,
        asked: &str,
        answered: &Answered<'_>,
    ) {
        let mut differences = description.differences(method, path, answered);
        let mut next = 0;
        while let Some(difference) = differences.get(next) {
            next += 1;
            let operation = format!("{method} {path}");
            match self.ledger.find(description.version, difference) {
                None => {
                    let what = format!("{:?} {}", difference.how, difference.about);
                    self.report(
                        description.version,
                        &format!("{asked}: {}", difference.detail),
                        what,
                    );
                }
                Some(exception) if matches!(difference.how, How::Path | How::Method | How::Status) => {
                    let name = match (answered.status, exception.instead) {
                        (400.., _) => "microsoft.graph.ODataErrors.ODataError",
                        (_, Instead::Type(name)) => name,
                        (_, Instead::Nothing) => continue,
                        (_, Instead::ListOf(name)) => {
                            for item in answered
                                .body
                                .and_then(|it| it["value"].as_array())
                                .into_iter()
                                .flatten()
                            {
                                differences.extend(description.differences_from_type(name, &operation, item));
                            }
                            continue;
                        }
                    };
                    if let Some(body) = answered.body {
                        differences.extend(description.differences_from_type(name, &operation, body));
                    }
                }
                Some(_) => {}
            }
        }
    }

    fn report(&mut self, version: &str, asked: &str, what: String) {
        self.problems
            .entry(format!("{version} {what}"))
            .or_insert_with(|| asked.to_owned());
    }

    /// Asks every GET route for everything that the tenant has, as `/users/…` and as `/me/…`.
    pub(crate) fn read_everything(&mut self, caller: &Caller<'_>) {
        for (version, route, path) in requests_of_every_route() {
            if route.method == "GET" && (caller.is_person || !path.starts_with("/me")) {
                for below in Reader::new(caller, version).addresses(&path) {
                    let url = format!("/{version}{below}");
                    for response in caller.get(&url) {
                        self.see(version, &route, &path, &format!("GET {url}"), &response);
                    }
                }
            }
        }
    }

    /// Asks for the same in batches, each of which holds as many requests as it can.
    pub(crate) fn read_in_batches(&mut self, caller: &Caller<'_>) {
        for version in ["v1.0", "beta"] {
            let mut reader = Reader::new(caller, version);
            let mut wanted = Vec::new();
            for (_, route, path) in requests_of_every_route().filter(|(of, ..)| *of == version) {
                if route.method == "GET" && !path.starts_with("/me") {
                    let addresses = reader.addresses(&path).into_iter();
                    wanted.extend(addresses.map(|below| (route, path.clone(), below)));
                }
            }
            for some in wanted.chunks(20) {
                self.read_batch(caller, version, some);
            }
        }
    }

    fn read_batch(&mut self, caller: &Caller<'_>, version: &'static str, wanted: &[(Route, String, String)]) {
        let requests: Vec<Value> = wanted
            .iter()
            .enumerate()
            .map(|(place, (_, _, below))| json!({ "id": place.to_string(), "method": "GET", "url": below }))
            .collect();
        let request =
            Request::new("POST", format!("/{version}/$batch")).json(&json!({ "requests": requests }));
        let batch = caller.send(request).json();
        for answer in batch["responses"].as_array().into_iter().flatten() {
            let place: usize = answer["id"]
                .as_str()
                .and_then(|id| id.parse().ok())
                .expect("our id");
            let (route, path, below) = &wanted[place];
            let headers = answer["headers"].as_object().into_iter().flatten();
            let response = Response {
                status: answer["status"]
                    .as_u64()
                    .and_then(|it| it.try_into().ok())
                    .expect("a status"),
                headers: headers
                    .filter_map(|(name, value)| Some((name.as_str(), value.as_str()?)))
                    .collect(),
                body: answer
                    .get("body")
                    .map(|body| body.to_string().into_bytes())
                    .unwrap_or_default(),
            };
            self.see(
                version,
                route,
                path,
                &format!("GET {below} in a batch"),
                &response,
            );
        }
    }

    /// Sends every example to a fresh tenant, for one thing after the other until it succeeds.
    pub(crate) fn write_everything(&mut self, fresh: &dyn Fn() -> Simulator, callers: &[TokenSpec]) {
        for (version, route, path) in requests_of_every_route() {
            if route.method == "GET" {
                continue;
            }
            'route: for spec in callers
                .iter()
                .filter(|spec| spec.upn.is_some() || !path.starts_with("/me"))
            {
                let addresses = Reader::new(&Caller::new(&fresh(), spec), version).addresses(&path);
                for below in addresses {
                    for example in examples::bodies(route.method, route.path) {
                        let simulator = fresh();
                        let url = format!("/{version}{below}");
                        let body = example.body(&|question| {
                            let request = Request::new("GET", format!("{url}{question}"));
                            Caller::new(&simulator, spec).send(request).json()
                        });
                        let asked = format!("{} {url} {body}", route.method);
                        let request = Request::new(route.method, &url).json(&body);
                        let response = Caller::new(&simulator, spec).send(request);
                        self.see(version, &route, &path, &asked, &response);
                        if response.status < 300 {
                            break 'route;
                        }
                    }
                }
            }
        }
    }

    /// Sends every route what has to be refused: no token, no permission, no such thing, no such body.
    pub(crate) fn be_refused(&mut self, simulator: &Simulator, powerful: &[TokenSpec]) {
        let powerless = TokenSpec {
            permissions: Some(vec!["Calendars.Read".into()]),
            ..TokenSpec::default()
        };
        let mut callers = vec![Caller::anonymous(simulator), Caller::new(simulator, &powerless)];
        callers.extend(powerful.iter().map(|spec| Caller::new(simulator, spec)));
        for (version, route, path) in requests_of_every_route() {
            for caller in &callers {
                let url = format!(
                    "/{version}{}",
                    path.replace("{id}", "0d6a2b4e-1111-4222-8333-444455556666")
                );
                let mut request = Request::new(route.method, &url).header("Content-Type", "application/json");
                request.body = b"[".into();
                let response = caller.send(request);
                self.see(
                    version,
                    &route,
                    &path,
                    &format!("{} {url} [", route.method),
                    &response,
                );
            }
        }
    }
}

/// Version, route and path of everything that can be asked; what is below a person is also below `/me`.
fn requests_of_every_route() -> impl Iterator<Item = (&'static str, Route, String)> {
    routes().flat_map(|route| {
        let own = route
            .path
            .strip_prefix("/users/{id}")
            .map(|below| format!("/me{below}"));
        let paths = [Some(route.path.to_owned()), own];
        let versions = route.versions.iter().copied();
        versions.flat_map(move |version| {
            paths
                .clone()
                .into_iter()
                .flatten()
                .map(move |path| (version, route, path))
        })
    })
}

/// Finds the addresses of what there is.
struct Reader<'c, 's> {
    caller: &'c Caller<'s>,
    version: &'static str,
    lists: BTreeMap<String, Vec<String>>,
}

impl<'c, 's> Reader<'c, 's> {
    fn new(caller: &'c Caller<'s>, version: &'static str) -> Self {
        Self {
            caller,
            version,
            lists: BTreeMap::new(),
        }
    }

    /// The path with every key that the tenant has in place of the braces.
    fn addresses(&mut self, path: &str) -> Vec<String> {
        let mut addresses = vec![String::new()];
        for segment in path[1..].split('/') {
            let mut longer = Vec::new();
            for address in addresses {
                if segment.starts_with('{') {
                    let keys = self.keys(&address);
                    longer.extend(keys.into_iter().map(|key| format!("{address}/{key}")));
                } else {
                    longer.push(format!("{address}/{}", with_arguments(segment)));
                }
            }
            addresses = longer;
        }
        if let Some(question) = question_of(path) {
            for address in &mut addresses {
                address.push_str(question);
            }
        }
        addresses
    }

    fn keys(&mut self, list: &str) -> Vec<String> {
        if let Some(known) = self.lists.get(list) {
            return known.clone();
        }
        // Objects of every kind are in no collection of their own.
        let collection = if list == "/directoryObjects" {
            "/groups"
        } else {
            list
        };
        let mut keys = Vec::new();
        let mut next = Some(format!("/{}{collection}", self.version));
        while let Some(page) = next.take_if(|_| keys.len() < self.caller.members) {
            let responses = self.caller.get(&page);
            let body = responses.last().expect("an answer").json();
            let ids = body["value"]
                .as_array()
                .into_iter()
                .flatten()
                .filter_map(|it| it["id"].as_str());
            keys.extend(ids.map(|id| utf8_percent_encode(id, NON_ALPHANUMERIC).to_string()));
            let link = body["@odata.nextLink"].as_str();
            next = link.map(|link| link.trim_start_matches("https://graph.microsoft.com").to_owned());
        }
        keys.truncate(self.caller.members);
        self.lists.insert(list.to_owned(), keys.clone());
        keys
    }
}

/// What a collection must be asked that answers nothing without it.
fn question_of(path: &str) -> Option<&'static str> {
    (path == "/identityGovernance/privilegedAccess/group/eligibilityScheduleInstances").then_some(
        "?$filter=principalId%20eq%20'5b0c2f0e-8f6e-4a7f-9d0a-2d4c9f1e7a11'&$expand=group,principal",
    )
}

/// A function's name with a value for each of its parameters.
fn with_arguments(segment: &str) -> String {
    let mut filled = segment.to_owned();
    for (parameter, argument) in [
        ("{challengeTimeoutInMinutes}", "5"),
        ("{on}", "'principal'"),
        ("{roleTemplateId}", "'c4e39bd9-1100-46d3-8c65-fb160da0071f'"),
        ("{appId}", "'00000003-0000-0000-c000-000000000000'"),
    ] {
        filled = filled.replace(parameter, argument);
    }
    assert!(
        !filled.contains('{'),
        "{segment}: the survey knows no value for the parameter"
    );
    filled
}
