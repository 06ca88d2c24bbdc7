//! `$batch`: several requests in one, with dependencies (facts 10, 5.1 for bodies, 18.3).

use std::collections::HashMap;
use std::time::Duration;

use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::access;
use super::call::Answer;
use super::failure::Failure;
use super::misfortune::{self, Instead};
use super::wire::{self, Incoming};
use crate::http::{Headers, Reply, Response};
use crate::tenant::Tenant;

const MAX_REQUESTS: usize = 20;

#[derive(Deserialize)]
struct Batch {
    requests: Vec<Inner>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Inner {
    id: Value,
    method: String,
    url: String,
    #[serde(default)]
    headers: Map<String, Value>,
    body: Option<Value>,
    #[serde(default)]
    depends_on: Vec<String>,
}

impl Inner {
    /// Ids compare without regard to case; numbers count as their text.
    fn key(&self) -> String {
        self.shown_id().to_lowercase()
    }

    fn shown_id(&self) -> String {
        match &self.id {
            Value::String(id) => id.clone(),
            other => other.to_string(),
        }
    }
}

/// Serves `POST /$batch`.
pub(crate) fn serve(tenant: &mut Tenant, incoming: &Incoming) -> Reply {
    let asked = incoming.asked(None);
    let fault = misfortune::strike(tenant, &asked);
    match misfortune::before(tenant, fault.as_ref(), &asked) {
        Some(Instead::Answer(response)) => {
            return wire::conclude_batch(tenant, incoming, Some(response), true, Duration::ZERO);
        }
        Some(Instead::Cut) => return wire::conclude_batch(tenant, incoming, None, true, Duration::ZERO),
        None => {}
    }
    let (answer, delay) = match admitted(tenant, incoming) {
        Ok(requests) => match execute(tenant, incoming, &requests) {
            Some((responses, delay)) => (Ok(Answer::Json(200, json!({ "responses": responses }))), delay),
            None => return wire::conclude_batch(tenant, incoming, None, fault.is_some(), Duration::ZERO),
        },
        Err(failure) => (Err(failure), Duration::ZERO),
    };
    let response = wire::to_response(tenant, &incoming.headers, answer);
    let (response, late) = misfortune::afterwards(tenant, fault.as_ref(), &asked, response);
    wire::conclude_batch(tenant, incoming, response, fault.is_some(), delay.max(late))
}

/// The requests, once everything about the batch as a whole is in order.
fn admitted(tenant: &Tenant, incoming: &Incoming) -> Result<Vec<Inner>, Failure> {
    if incoming.method != "POST" {
        return Err(Failure::method_not_allowed());
    }
    access::authenticate(tenant, incoming.headers.get("Authorization"))?;
    let batch: Batch = serde_json::from_slice(&incoming.body)
        .map_err(|error| Failure::syntax(format!("Invalid batch payload format: {error}.")))?;
    let requests = batch.requests;
    if requests.len() > MAX_REQUESTS {
        return Err(Failure::syntax(format!(
            "Number of batch request steps exceeds the maximum value of {MAX_REQUESTS}."
        )));
    }
    let mut places = HashMap::new();
    for (place, request) in requests.iter().enumerate() {
        if places.insert(request.key(), place).is_some() {
            return Err(Failure::syntax(
                "Request Id values must be unique within a batch.",
            ));
        }
    }
    check_dependencies(&requests, &places)?;
    Ok(requests)
}

/// The three forms: nobody depends, all who depend do so on one earlier request, or each depends on its
/// predecessor in one chain.
fn check_dependencies(requests: &[Inner], places: &HashMap<String, usize>) -> Result<(), Failure> {
    let mut dependent = Vec::new();
    for (place, request) in requests.iter().enumerate() {
        for id in &request.depends_on {
            match places.get(&id.to_lowercase()) {
                Some(earlier) if *earlier < place => {}
                _ => {
                    return Err(Failure::syntax(format!(
                        "Request {} depends on request {id}, which is not an earlier request of this batch.",
                        request.shown_id()
                    )));
                }
            }
        }
        match request.depends_on.as_slice() {
            [] => {}
            [id] => dependent.push((place, places[&id.to_lowercase()])),
            _ => {
                return Err(Failure::syntax(
                    "A request of a batch can depend on one request only.",
                ));
            }
        }
    }
    let all_on_one = dependent.windows(2).all(|pair| pair[0].1 == pair[1].1);
    let one_chain = dependent.iter().all(|(place, on)| on + 1 == *place)
        && dependent.windows(2).all(|pair| pair[0].0 + 1 == pair[1].0);
    if all_on_one || one_chain {
        Ok(())
    } else {
        Err(Failure::syntax(
            "The dependencies of a batch must be parallel, all on the same request, or one series.",
        ))
    }
}

/// Runs the requests; `None` when a connection was cut on the way.
fn execute(tenant: &mut Tenant, outer: &Incoming, requests: &[Inner]) -> Option<(Vec<Value>, Duration)> {
    let mut statuses: HashMap<String, u16> = HashMap::new();
    let mut responses = Vec::with_capacity(requests.len());
    let mut slowest = Duration::ZERO;
    for request in requests {
        let failed = request
            .depends_on
            .iter()
            .any(|id| statuses.get(&id.to_lowercase()).is_none_or(|it| *it >= 400));
        let rendered = if failed {
            json!({
                "id": request.shown_id(),
                "status": 424,
                "headers": { "Content-Type": "application/json" },
                "body": { "error": { "code": "FailedDependency", "message": "Failed dependency" } },
            })
        } else {
            match one(tenant, outer, request) {
                Reply::Answer { response, delay } => {
                    slowest = slowest.max(delay);
                    render(request, &response)
                }
                Reply::Dropped { .. } => return None,
            }
        };
        let status = rendered["status"]
            .as_u64()
            .and_then(|status| u16::try_from(status).ok())
            .unwrap_or(500);
        statuses.insert(request.key(), status);
        responses.push(rendered);
    }
    // The order of answers is arbitrary; clients match by id.
    responses.reverse();
    Some((responses, slowest))
}

fn one(tenant: &mut Tenant, outer: &Incoming, request: &Inner) -> Reply {
    let (path, query) = request.url.split_once('?').unwrap_or((&request.url, ""));
    let mut headers: Headers = request
        .headers
        .iter()
        .map(|(name, value)| {
            (
                name.clone(),
                value.as_str().map_or_else(|| value.to_string(), Into::into),
            )
        })
        .collect();
    for inherited in ["Authorization", "User-Agent"] {
        if let (None, Some(value)) = (headers.get(inherited), outer.headers.get(inherited)) {
            let value = value.to_owned();
            headers.set(inherited, value);
        }
    }
    let method = request.method.to_ascii_uppercase();
    let writes = matches!(method.as_str(), "POST" | "PATCH" | "PUT");
    let lacks_body = request.body.is_none() || headers.get("Content-Type").is_none();
    let incoming = Incoming {
        version: outer.version,
        method,
        path: format!("/{}", path.trim_start_matches('/')),
        query: query.to_owned(),
        headers,
        body: request
            .body
            .as_ref()
            .map(|body| body.to_string().into_bytes())
            .unwrap_or_default(),
        in_batch: true,
    };
    if writes && lacks_body {
        let failure = Failure::syntax(format!(
            "Write request id : {} does not contain Content-Type header or body.",
            request.shown_id()
        ));
        return wire::refuse(tenant, &incoming, &failure);
    }
    if incoming.path.eq_ignore_ascii_case("/$batch") {
        return wire::refuse(
            tenant,
            &incoming,
            &Failure::syntax("A batch cannot contain a batch."),
        );
    }
    wire::serve_one(tenant, &incoming)
}

fn render(request: &Inner, response: &Response) -> Value {
    let headers: Map<String, Value> = response
        .headers
        .iter()
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect();
    let mut rendered = json!({ "id": request.shown_id(), "status": response.status, "headers": headers });
    if !response.body.is_empty() {
        rendered["body"] = serde_json::from_slice(&response.body)
            .unwrap_or_else(|_| String::from_utf8_lossy(&response.body).into_owned().into());
    }
    rendered
}
