//! The admin face: loads scenarios, shows the truth, moves the clock, causes misfortune. On loopback like the other
//! faces, and open only when asked for. These are all its routes:
//!
//! | Request | Answer |
//! | --- | --- |
//! | `PUT /scenario` | replaces the tenant, keeps the ports; like the startup line |
//! | `GET /state` | everything as it truly is; the tenant goes on serving meanwhile |
//! | `GET /state/users/{id or UPN}` | one person as they truly are |
//! | `GET /log`, `GET /log?since=N` | the requests so far, or those with numbers above N |
//! | `DELETE /log` | forgets them; numbers and counters go on |
//! | `GET /counters` | how much was asked since the tenant was loaded |
//! | `GET /clock` | the tenant's time |
//! | `POST /clock/advance` `{"ms":60000}` | moves it forward; the time then |
//! | `GET /faults` | the faults, and how often each fitted and struck |
//! | `POST /faults` `[{…}]` or `{…}` | adds faults behind those that are there; all of them |
//! | `DELETE /faults` | takes all of them away |
//! | `POST /tokens` `{"upn":"…","scopes":[…],"expiresIn":-5}` | an access token without signing in |
//! | `POST /revocations` `{"user":"…","by":"…"}` | ends a person's sessions, as in the portal |
//! | `GET /sign-ins` | the device codes that wait for a person |
//! | `POST /sign-ins` `{"userCode":"…","user":"…","decision":"approve"}` | lets a person approve or decline one |
//! | `POST /role-requests/{id}` `{"approve":true}` | decides a request for a role that waits for approval |
//! | `GET /canaries` | every secret held or issued |
//!
//! A successful answer is 200 with JSON or 204 without. Input that makes no sense is 400, what does not exist 404,
//! both with `{"error":"field: problem"}`.

use std::sync::Arc;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::face::{Cut, HttpRequest, HttpResponse, receive, render};
use super::{Places, startup};
use crate::http::{Headers, Request, Response};
use crate::json;
use crate::scenario::{Fault, Scenario, ScenarioError};
use crate::simulator::Simulator;
use crate::snapshot::{LogEntry, SignInDecision, TokenSpec};

/// What the admin face administers.
pub(super) struct Desk {
    pub(super) simulator: Simulator,
    pub(super) places: Places,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    ms: u64,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Revocation {
    user: String,
    by: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RoleDecision {
    approve: bool,
}

/// Why there is no answer.
enum Problem {
    /// The input makes no sense.
    Input(ScenarioError),
    /// There is no such thing.
    Nothing(String),
}

impl From<ScenarioError> for Problem {
    fn from(error: ScenarioError) -> Self {
        Self::Input(error)
    }
}

/// Answers one request.
pub(super) async fn answer(desk: Arc<Desk>, request: HttpRequest) -> Result<HttpResponse, Cut> {
    let request = receive(request).await?;
    // Building a large tenant takes a while; other connections go on meanwhile.
    let answered = tokio::task::spawn_blocking(move || respond(&desk, &request)).await;
    answered.map(render).map_err(|_| Cut)
}

fn respond(desk: &Desk, request: &Request) -> Response {
    let (path, query) = request.url.split_once('?').unwrap_or((&request.url, ""));
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    let (status, body) = match serve(desk, request, &segments, query) {
        Ok(body) if body.is_empty() => (204, body),
        Ok(body) => (200, body),
        Err(Problem::Input(error)) => (400, show(&json!({ "error": error.to_string() }))),
        Err(Problem::Nothing(text)) => (404, show(&json!({ "error": text }))),
    };
    let mut headers = Headers::new();
    if !body.is_empty() {
        headers.set("Content-Type", "application/json");
    }
    Response {
        status,
        headers,
        body,
    }
}

/// The body of the answer; empty where there is nothing to tell.
fn serve(desk: &Desk, request: &Request, segments: &[&str], query: &str) -> Result<Vec<u8>, Problem> {
    let simulator = &desk.simulator;
    let body = &request.body;
    Ok(match (request.method.as_str(), segments) {
        ("PUT", ["scenario"]) => {
            simulator.load(parse::<Scenario>(body, "scenario")?)?;
            show(&startup(simulator, &desk.places))
        }
        ("GET", ["state"]) => show(&simulator.state_in_portions()),
        ("GET", ["state", "users", key]) => {
            let key = percent_decode_str(key).decode_utf8_lossy();
            let user = simulator.user(&key);
            let nobody = || Problem::Nothing(format!("nobody in the tenant is '{key}'"));
            show(&user.ok_or_else(nobody)?)
        }
        ("GET", ["log"]) => {
            let entries = simulator.log_since(since(query)?);
            show(&entries.iter().map(|entry| &**entry).collect::<Vec<&LogEntry>>())
        }
        ("DELETE", ["log"]) => {
            simulator.clear_log();
            Vec::new()
        }
        ("GET", ["counters"]) => show(&simulator.counters()),
        ("GET", ["clock"]) => now(simulator),
        ("POST", ["clock", "advance"]) => {
            simulator.advance(Duration::from_millis(parse::<Advance>(body, "body")?.ms));
            now(simulator)
        }
        ("GET", ["faults"]) => show(&simulator.faults()),
        ("POST", ["faults"]) => {
            simulator.add_faults(faults(body)?)?;
            show(&simulator.faults())
        }
        ("DELETE", ["faults"]) => {
            simulator.clear_faults();
            Vec::new()
        }
        ("POST", ["tokens"]) => {
            let token = simulator.issue_token(&parse::<TokenSpec>(body, "body")?)?;
            show(&json!({ "accessToken": token }))
        }
        ("POST", ["revocations"]) => {
            let revocation = parse::<Revocation>(body, "body")?;
            simulator.revoke_sessions(&revocation.user, revocation.by.as_deref())?;
            Vec::new()
        }
        ("GET", ["sign-ins"]) => show(&simulator.pending_sign_ins()),
        ("POST", ["sign-ins"]) => {
            simulator.decide_sign_in(&parse::<SignInDecision>(body, "body")?)?;
            Vec::new()
        }
        ("POST", ["role-requests", id]) => {
            let decision = parse::<RoleDecision>(body, "body")?;
            if !simulator.decide_role_request(id, decision.approve) {
                return Err(Problem::Nothing(format!(
                    "no request '{id}' waits for a decision"
                )));
            }
            Vec::new()
        }
        ("GET", ["canaries"]) => show(&simulator.canaries()),
        _ => return Err(Problem::Nothing(format!("no {} {}", request.method, request.url))),
    })
}

/// One fault, or several.
fn faults(body: &[u8]) -> Result<Vec<Fault>, ScenarioError> {
    if body.trim_ascii_start().starts_with(b"[") {
        parse(body, "faults")
    } else {
        Ok(vec![parse(body, "fault")?])
    }
}

/// The number in `since`, the only option of the log.
fn since(query: &str) -> Result<u64, ScenarioError> {
    let mut number = 0;
    for option in query.split('&').filter(|option| !option.is_empty()) {
        let (name, value) = option.split_once('=').unwrap_or((option, ""));
        number = match name {
            "since" => value
                .parse()
                .map_err(|_| ScenarioError::new("since", format!("'{value}' is not a number")))?,
            _ => return Err(ScenarioError::new(name, "there is no such option")),
        };
    }
    Ok(number)
}

fn now(simulator: &Simulator) -> Vec<u8> {
    use time::format_description::well_known::Rfc3339;
    show(&json!({ "now": simulator.now().format(&Rfc3339).unwrap_or_default() }))
}

fn parse<T: DeserializeOwned>(body: &[u8], whole: &str) -> Result<T, ScenarioError> {
    let body = if body.is_empty() { b"{}" } else { body };
    json::read(body, whole)
}

fn show(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}
