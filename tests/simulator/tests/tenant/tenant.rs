//! What every test needs: a tenant from JSON and a caller with a token.

use std::time::Duration;

use graph_sim::{Request, Response, Scenario, Simulator, TokenSpec};
use serde_json::{Value, json};

pub(crate) const NORA: &str = "5b0c2f0e-8f6e-4a7f-9d0a-2d4c9f1e7a11";
pub(crate) const MOBILE: &str = "3179e48a-750b-4051-897c-87b9720928f7";
pub(crate) const ALTERNATE: &str = "b6332ec1-7057-4abe-9331-3d72feddfe41";

/// A tenant from a scenario document.
pub(crate) fn tenant(scenario: &Value) -> Simulator {
    let scenario = Scenario::from_json(&scenario.to_string()).expect("the scenario is read");
    Simulator::new(scenario).expect("the scenario makes sense")
}

/// A tenant with Nora in it, who has these properties.
pub(crate) fn with_nora(mut properties: Value) -> Simulator {
    properties["id"] = NORA.into();
    properties["userPrincipalName"] = "nora.lind@fabrikam.example".into();
    properties["displayName"] = "Nora Lind".into();
    tenant(&json!({ "users": [properties] }))
}

/// Somebody with a token.
pub(crate) struct Caller<'s> {
    pub(crate) simulator: &'s Simulator,
    pub(crate) token: String,
}

/// The tenant's own application, with everything a service desk needs.
pub(crate) fn desk(simulator: &Simulator) -> Caller<'_> {
    caller(simulator, &TokenSpec::default())
}

/// An application with these permissions.
pub(crate) fn app<'s>(simulator: &'s Simulator, permissions: &[&str]) -> Caller<'s> {
    let permissions = Some(permissions.iter().map(|&it| it.to_owned()).collect());
    caller(
        simulator,
        &TokenSpec {
            permissions,
            ..TokenSpec::default()
        },
    )
}

/// A person with these scopes.
pub(crate) fn person<'s>(simulator: &'s Simulator, upn: &str, scopes: &[&str]) -> Caller<'s> {
    let scopes = scopes.iter().map(|&it| it.to_owned()).collect();
    caller(
        simulator,
        &TokenSpec {
            upn: Some(upn.into()),
            scopes,
            ..TokenSpec::default()
        },
    )
}

pub(crate) fn caller<'s>(simulator: &'s Simulator, spec: &TokenSpec) -> Caller<'s> {
    Caller {
        simulator,
        token: simulator.issue_token(spec).expect("a token"),
    }
}

impl Caller<'_> {
    /// The answer to a request; one that exceeds a quota of the tenant is sent again when its time has come.
    pub(crate) fn send(&self, request: Request) -> Response {
        loop {
            let response = self.send_once(request.clone());
            let quota = response.headers.get("x-ms-throttle-scope").is_some();
            match response.headers.get("Retry-After").filter(|_| quota) {
                Some(wait) => {
                    let wait = Duration::try_from_secs_f64(wait.parse().unwrap()).unwrap();
                    self.simulator.advance(wait);
                }
                None => return response,
            }
        }
    }

    /// The first answer to a request.
    pub(crate) fn send_once(&self, request: Request) -> Response {
        self.simulator
            .handle(request.bearer(&self.token))
            .into_response()
            .expect("an answer")
    }

    pub(crate) fn get(&self, url: &str) -> Response {
        self.send(Request::new("GET", url))
    }

    pub(crate) fn eventually(&self, url: &str) -> Response {
        self.send(Request::new("GET", url).header("ConsistencyLevel", "eventual"))
    }

    pub(crate) fn delete(&self, url: &str) -> Response {
        self.send(Request::new("DELETE", url))
    }

    pub(crate) fn post(&self, url: &str, body: &Value) -> Response {
        self.send(Request::new("POST", url).json(body))
    }

    pub(crate) fn patch(&self, url: &str, body: &Value) -> Response {
        self.send(Request::new("PATCH", url).json(body))
    }

    pub(crate) fn put(&self, url: &str, body: &Value) -> Response {
        self.send(Request::new("PUT", url).json(body))
    }

    /// Nora's methods of beta, as `kind:id` of everything but the password.
    pub(crate) fn listed(&self) -> Vec<String> {
        let body = self.get(&methods("beta", "methods")).json();
        let methods = body["value"].as_array().cloned().unwrap_or_default();
        methods
            .iter()
            .filter(|method| method["@odata.type"] != "#microsoft.graph.passwordAuthenticationMethod")
            .map(|method| {
                let kind = method["@odata.type"]
                    .as_str()
                    .unwrap()
                    .trim_start_matches("#microsoft.graph.");
                format!(
                    "{}:{}",
                    kind.trim_end_matches("AuthenticationMethod"),
                    method["id"].as_str().unwrap()
                )
            })
            .collect()
    }
}

/// A path below Nora's authentication.
pub(crate) fn methods(version: &str, below: &str) -> String {
    format!("/{version}/users/{NORA}/authentication/{below}")
}

/// The error code of an answer.
pub(crate) fn code(response: &Response) -> String {
    response.json()["error"]["code"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

/// The error message of an answer.
pub(crate) fn message(response: &Response) -> String {
    response.json()["error"]["message"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}
