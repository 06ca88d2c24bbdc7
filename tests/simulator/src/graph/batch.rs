//! `$batch`: several requests in one, with dependencies (facts 10, 5.1 for bodies, 18.3).

use std::collections::HashMap;
use std::time::Duration;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde_json::{Map, Value, json};

use super::access;
use super::batch_request::{self, Inner};
use super::call::Answer;
use super::failure::Failure;
use super::misfortune::{self, Instead};
use super::path::Path;
use super::wire::{self, Incoming};
use crate::http::{Headers, Reply, Response};
use crate::tenant::Tenant;

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

/// The requests, once the caller may send a batch and everything about it as a whole is in order.
fn admitted(tenant: &mut Tenant, incoming: &Incoming) -> Result<Vec<Inner>, Failure> {
    if incoming.method != "POST" {
        return Err(Failure::method_not_allowed());
    }
    access::authenticate(tenant, incoming.headers.get("Authorization"))?;
    batch_request::read(&incoming.body)
}

/// Runs the requests; `None` when a connection was cut on the way.
fn execute(tenant: &mut Tenant, outer: &Incoming, requests: &[Inner]) -> Option<(Vec<Value>, Duration)> {
    let mut statuses: HashMap<String, u16> = HashMap::new();
    let mut responses = Vec::with_capacity(requests.len());
    let mut slowest = Duration::ZERO;
    for request in requests {
        let succeeded = |on: String| statuses.get(&on).is_some_and(|status| *status < 400);
        let (status, answer) = if request.depends_on().all(succeeded) {
            match one(tenant, outer, request) {
                Reply::Answer { response, delay } => {
                    slowest = slowest.max(delay);
                    (response.status, render(&request.id(), &response))
                }
                Reply::Dropped { .. } => return None,
            }
        } else {
            (424, failed_dependency(&request.id()))
        };
        statuses.insert(request.key(), status);
        responses.push(answer);
    }
    // Clients match answers by id.
    tenant.shuffle(&mut responses);
    Some((responses, slowest))
}

fn one(tenant: &mut Tenant, outer: &Incoming, request: &Inner) -> Reply {
    // What follows a number sign is no part of an address (facts 1.2).
    let url = request.url.split('#').next().unwrap_or_default();
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let mut headers: Headers = request.headers().collect();
    for inherited in ["Authorization", "User-Agent"] {
        if let (None, Some(value)) = (headers.get(inherited), outer.headers.get(inherited)) {
            let value = value.to_owned();
            headers.set(inherited, value);
        }
    }
    let body = body(request, headers.get("Content-Type"));
    let mut incoming = Incoming {
        version: outer.version,
        method: request.method.to_ascii_uppercase(),
        path: format!("/{}", path.trim_start_matches('/')),
        query: query.to_owned(),
        headers,
        body: Vec::new(),
        in_batch: true,
    };
    match admit(request, &incoming, body) {
        Ok(body) => {
            incoming.body = body;
            wire::serve_one(tenant, &incoming)
        }
        Err(failure) => wire::refuse(tenant, &incoming, &failure),
    }
}

/// The body of a request whose form is in order.
fn admit(request: &Inner, incoming: &Incoming, body: Option<Vec<u8>>) -> Result<Vec<u8>, Failure> {
    let writes = matches!(incoming.method.as_str(), "POST" | "PATCH" | "PUT");
    let lacks_body = request.body.is_none() || incoming.headers.get("Content-Type").is_none();
    if writes && lacks_body {
        return Err(Failure::syntax(format!(
            "Write request id : {} does not contain Content-Type header or body.",
            request.id()
        )));
    }
    if Path::parse(&incoming.path).is_some_and(|path| path.lower() == ["$batch"]) {
        return Err(Failure::syntax("A batch cannot contain a batch."));
    }
    body.ok_or_else(|| {
        Failure::syntax(format!(
            "The body of the request with id {} is neither JSON nor base64.",
            request.id()
        ))
    })
}

/// The bytes of a body: JSON as it is, everything else from base64.
fn body(request: &Inner, content_type: Option<&str>) -> Option<Vec<u8>> {
    match &request.body {
        None => Some(Vec::new()),
        Some(Value::String(text)) if content_type.is_some_and(|it| !is_json(it)) => {
            BASE64.decode(text.replace('-', "+").replace('_', "/")).ok()
        }
        Some(json) => Some(json.to_string().into_bytes()),
    }
}

fn is_json(content_type: &str) -> bool {
    content_type.to_ascii_lowercase().contains("json")
}

/// Base64 with or without the signs that fill it up.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The ids of requests are told in the bodies of errors, not in the headers.
const KEPT_BACK: [&str; 2] = ["request-id", "client-request-id"];

fn render(id: &str, response: &Response) -> Value {
    let headers: Map<String, Value> = response
        .headers
        .iter()
        .filter(|(name, _)| !KEPT_BACK.contains(name))
        .map(|(name, value)| (name.to_owned(), value.into()))
        .collect();
    let mut rendered = json!({ "id": id, "status": response.status, "headers": headers });
    if !response.body.is_empty() {
        let content_type = response.headers.get("Content-Type").unwrap_or_default();
        let json = serde_json::from_slice(&response.body)
            .ok()
            .filter(|_| is_json(content_type));
        rendered["body"] = json.unwrap_or_else(|| BASE64.encode(&response.body).into());
    }
    rendered
}

fn failed_dependency(id: &str) -> Value {
    json!({
        "id": id,
        "status": 424,
        "headers": { "Content-Type": "application/json" },
        "body": { "error": { "code": "FailedDependency", "message": "Failed dependency" } },
    })
}
