//! The token endpoint: client credentials and discovery (facts 13, 13.1, 13.3, 13.7).

mod discovery;
mod failure;
mod form;
mod token_endpoint;

use std::time::Duration;

use serde_json::Value;

use self::failure::Failure;
use crate::graph::{scripted_response, strike};
use crate::http::{Headers, Reply, Request, Response};
use crate::scenario::{Cut, FaultAnswer};
use crate::snapshot::LogEntry;
use crate::tenant::Tenant;

/// Serves one request to the login host.
pub(crate) fn serve(tenant: &mut Tenant, request: &Request) -> Reply {
    let path = request.url.split('?').next().unwrap_or_default();
    let method = request.method.to_ascii_uppercase();
    let fault = strike(tenant, &method, "", path);
    let mut delay = Duration::ZERO;
    let response = match &fault {
        Some(FaultAnswer::Instead(scripted)) => Some(scripted_response(tenant, scripted)),
        Some(FaultAnswer::Drop(Cut::BeforeCommit)) => None,
        _ => {
            let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
            let response = respond(tenant, &method, &segments, request);
            match &fault {
                Some(FaultAnswer::Drop(Cut::AfterCommit)) => None,
                Some(FaultAnswer::CommitThen(scripted)) => Some(scripted_response(tenant, scripted)),
                Some(FaultAnswer::Delay(milliseconds)) => {
                    delay = tenant.scaled(*milliseconds);
                    Some(response)
                }
                _ => Some(response),
            }
        }
    };
    let request_id = tenant.new_id().to_string();
    let reply = response.map(|mut response| {
        response.headers.set("x-ms-request-id", request_id.as_str());
        response
            .headers
            .set("Date", httpdate::fmt_http_date(tenant.clock.now().into()));
        response
    });
    tenant.log.push(LogEntry {
        at: tenant.clock.now(),
        method,
        // Queries of the login host can carry codes and hints about people; none is needed for a proof.
        path: path.to_owned(),
        status: reply.as_ref().map(|response| response.status),
        in_batch: false,
        request_id,
        client_request_id: request.headers.get("client-request-id").map(Into::into),
        user_agent: request.headers.get("User-Agent").map(Into::into),
        write: false,
        committed: false,
        faulted: fault.is_some(),
        target_user_id: None,
    });
    match reply {
        Some(response) => Reply::Answer { response, delay },
        None => Reply::Dropped { delay },
    }
}

fn respond(tenant: &mut Tenant, method: &str, segments: &[&str], request: &Request) -> Response {
    let answer = match (method, segments) {
        ("POST", [authority, "oauth2", "v2.0", "token"]) => token_endpoint::serve(tenant, authority, request),
        (_, [_, "oauth2", "v2.0", "token"]) => Err(Failure::new(
            400,
            900_561,
            "invalid_request",
            format!("The endpoint only accepts POST requests. Received a {method} request."),
        )),
        ("GET", ["common", "discovery", "instance"]) => Ok(discovery::instance(tenant)),
        ("GET", [authority, "v2.0", ".well-known", "openid-configuration"]) => {
            discovery::openid_configuration(tenant, authority)
        }
        _ => {
            return Response {
                status: 404,
                headers: Headers::new(),
                body: Vec::new(),
            };
        }
    };
    let (status, body) = match answer {
        Ok(body) => (200, body),
        Err(failure) => (failure.status, failure.body(tenant)),
    };
    json_response(status, &body)
}

fn json_response(status: u16, body: &Value) -> Response {
    let mut headers = Headers::new();
    headers.set("Content-Type", "application/json; charset=utf-8");
    headers.set("Cache-Control", "no-store, no-cache");
    Response {
        status,
        headers,
        body: body.to_string().into_bytes(),
    }
}

/// Makes sure that the authority in a path is this tenant.
fn require_tenant(tenant: &Tenant, authority: &str) -> Result<(), Failure> {
    if authority.eq_ignore_ascii_case(&tenant.domain)
        || authority.eq_ignore_ascii_case(&tenant.id.to_string())
    {
        return Ok(());
    }
    Err(Failure::new(
        400,
        90_002,
        "invalid_request",
        format!(
            "Tenant '{authority}' not found. Check to make sure you have the correct tenant ID and are signing into \
             the correct cloud. Check with your subscription administrator, this may happen if there are no active \
             subscriptions for the tenant."
        ),
    ))
}
