//! The admin face: loads scenarios, shows the truth, moves the clock. Open only when asked for.

use std::sync::Arc;
use std::time::Duration;

use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use super::face::{Cut, HttpRequest, HttpResponse, receive, render};
use super::{Places, startup};
use crate::http::{Headers, Request, Response};
use crate::scenario::Scenario;
use crate::simulator::Simulator;
use crate::snapshot::TokenSpec;

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

/// Answers one request.
pub(super) async fn answer(desk: Arc<Desk>, request: HttpRequest) -> Result<HttpResponse, Cut> {
    let request = receive(request).await?;
    // Building a large tenant takes a while; other connections go on meanwhile.
    let answered = tokio::task::spawn_blocking(move || respond(&desk, &request)).await;
    let (status, body) = answered.map_err(|_| Cut)?;
    let mut headers = Headers::new();
    headers.set("Content-Type", "application/json");
    let body = if body.is_null() {
        Vec::new()
    } else {
        body.to_string().into_bytes()
    };
    Ok(render(Response {
        status,
        headers,
        body,
    }))
}

fn respond(desk: &Desk, request: &Request) -> (u16, Value) {
    let path = request.url.split('?').next().unwrap_or_default();
    let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
    match serve(desk, request, &segments) {
        Ok(answer) => answer,
        Err(problem) => (400, json!({ "error": problem })),
    }
}

fn serve(desk: &Desk, request: &Request, segments: &[&str]) -> Result<(u16, Value), String> {
    let simulator = &desk.simulator;
    let answer = match (request.method.as_str(), segments) {
        ("PUT", ["scenario"]) => {
            simulator
                .load(parse::<Scenario>(&request.body)?)
                .map_err(|error| error.to_string())?;
            (200, json!(startup(simulator, &desk.places)))
        }
        ("GET", ["state"]) => (200, json!(simulator.state())),
        ("GET", ["state", "users", key]) => {
            let key = percent_decode_str(key).decode_utf8_lossy();
            match simulator.user(&key) {
                Some(user) => (200, json!(user)),
                None => (
                    404,
                    json!({ "error": format!("nobody in the tenant is '{key}'") }),
                ),
            }
        }
        ("GET", ["log"]) => (200, json!(simulator.log())),
        ("DELETE", ["log"]) => {
            simulator.clear_log();
            (204, Value::Null)
        }
        ("GET", ["clock"]) => (200, now(simulator)),
        ("POST", ["clock", "advance"]) => {
            simulator.advance(Duration::from_millis(parse::<Advance>(&request.body)?.ms));
            (200, now(simulator))
        }
        ("POST", ["tokens"]) => {
            let spec = parse::<TokenSpec>(&request.body)?;
            let token = simulator.issue_token(&spec).map_err(|error| error.to_string())?;
            (200, json!({ "accessToken": token }))
        }
        ("GET", ["canaries"]) => (200, json!(simulator.canaries())),
        _ => (
            404,
            json!({ "error": format!("no {} {}", request.method, request.url) }),
        ),
    };
    Ok(answer)
}

fn now(simulator: &Simulator) -> Value {
    use time::format_description::well_known::Rfc3339;
    json!({ "now": simulator.now().format(&Rfc3339).unwrap_or_default() })
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, String> {
    let body = if body.is_empty() { b"{}" } else { body };
    serde_json::from_slice(body).map_err(|error| error.to_string())
}
