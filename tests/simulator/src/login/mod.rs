//! The login host: tokens, discovery (facts 13, 13.1, 13.7).

mod aadsts;
mod assertion;
mod authority;
mod client;
mod discovery;
mod exchange;
mod failure;
mod form;
mod scope;
mod scripted;
mod token;

use std::time::Duration;

use serde_json::Value;

use self::exchange::Exchange;
use self::failure::Failure;
use self::token::Edition;
use crate::graph::misfortune::{self, Instead};
use crate::http::{Headers, Reply, Request, Response};
use crate::snapshot::LogEntry;
use crate::tenant::Tenant;
use crate::tenant::fault::Asked;

/// Serves one request to the login host.
pub(crate) fn serve(tenant: &mut Tenant, request: &Request) -> Reply {
    let path = request.url.split('?').next().unwrap_or_default();
    let method = request.method.to_ascii_uppercase();
    let exchange = Exchange::new(tenant, request);
    let asked = Asked {
        method: &method,
        version: "",
        path,
        headers: &request.headers,
        in_batch: false,
        target: None,
    };
    let fault = misfortune::strike(tenant, &asked);
    let (response, delay) = match misfortune::before(tenant, fault.as_ref(), &asked) {
        Some(Instead::Answer(response)) => (Some(response), Duration::ZERO),
        Some(Instead::Cut) => (None, Duration::ZERO),
        None => {
            let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
            let response = respond(tenant, &exchange, &method, &segments, request);
            misfortune::afterwards(tenant, fault.as_ref(), &asked, response)
        }
    };
    let request_id = exchange.trace_id.to_string();
    let reply = response.map(|response| {
        let mut response = scripted::in_own_words(response, fault.as_ref(), &exchange);
        response.headers.set("x-ms-request-id", request_id.as_str());
        response
            .headers
            .set("Date", httpdate::fmt_http_date(exchange.now.into()));
        response
    });
    tenant.log.push(LogEntry {
        number: 0,
        at: exchange.now,
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

fn respond(
    tenant: &mut Tenant,
    exchange: &Exchange,
    method: &str,
    segments: &[&str],
    request: &Request,
) -> Response {
    let answer = match (method, segments) {
        ("POST", [authority, "oauth2", "v2.0", "token"]) => {
            token::serve(tenant, Edition::V2, authority, request)
        }
        ("POST", [authority, "oauth2", "token"]) => token::serve(tenant, Edition::V1, authority, request),
        (_, [_, "oauth2", "v2.0", "token"] | [_, "oauth2", "token"]) => Err(Failure::saying(
            900_561,
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
        Err(failure) => (failure.status, failure.body(exchange)),
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
