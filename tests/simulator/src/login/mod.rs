//! The login host: tokens, codes, pages on which people sign in, discovery (facts 13).

mod aadsts;
mod assertion;
mod authority;
mod authorize;
mod browser;
mod client;
mod delegated;
mod device;
mod device_page;
mod discovery;
mod exchange;
mod failure;
mod form;
mod html;
mod logout;
mod person;
mod scope;
mod token;

use serde_json::Value;

use self::exchange::Exchange;
use self::token::Edition;
use crate::front::{self, Host};
use crate::http::{Headers, Reply, Request, Response};
use crate::scenario::ScriptedAnswer;
use crate::tenant::Tenant;

pub(crate) use self::aadsts::status as aadsts_status;
pub(crate) use self::client::find as application_admitted;
pub(crate) use self::device::{decide, pending};
pub(crate) use self::failure::Failure;
pub(crate) use self::form::Form;
pub(crate) use self::scope::resource_named;

/// Serves one request to the login host.
pub(crate) fn serve(tenant: &mut Tenant, request: &Request) -> Reply {
    let exchange = Exchange::new(tenant, request);
    let id = exchange.trace_id;
    front::serve(tenant, request, id, &Login { exchange, request })
}

struct Login<'r> {
    exchange: Exchange,
    request: &'r Request,
}

impl Host for Login<'_> {
    fn answer(&self, tenant: &mut Tenant) -> Response {
        respond(tenant, &self.exchange, self.request)
    }

    fn describe(&self, scripted: &ScriptedAnswer) -> Value {
        let told = scripted
            .code
            .as_deref()
            .and_then(|code| code.strip_prefix("AADSTS")?.parse().ok());
        let number = told.unwrap_or(match scripted.status {
            429 => 90_055,
            500.. => 90_033,
            _ => 9_002_313,
        });
        Failure::of(number).body(&self.exchange)
    }
}

fn respond(tenant: &mut Tenant, exchange: &Exchange, request: &Request) -> Response {
    let path = request.url.split('?').next().unwrap_or_default();
    let lower = path.to_ascii_lowercase();
    let segments: Vec<&str> = lower.split('/').filter(|segment| !segment.is_empty()).collect();
    let method = request.method.to_ascii_uppercase();
    let json = |answer: Result<Value, Failure>| json(exchange, answer);
    match (method.as_str(), segments.as_slice()) {
        ("POST", [authority, "oauth2", "v2.0", "token"]) => {
            shared(json(token::serve(tenant, Edition::V2, authority, request)))
        }
        ("POST", [authority, "oauth2", "token"]) => {
            shared(json(token::serve(tenant, Edition::V1, authority, request)))
        }
        ("POST", [authority, "oauth2", "v2.0", "devicecode"]) => {
            json(device::serve(tenant, authority, request))
        }
        (_, [_, "oauth2", "v2.0", "token" | "devicecode"] | [_, "oauth2", "token"]) => {
            let message = format!("The endpoint only accepts POST requests. Received a {method} request.");
            json(Err(Failure::saying(900_561, message)))
        }
        ("GET" | "POST", [authority, "oauth2", "v2.0", "authorize"]) => {
            authorize::serve(tenant, exchange, authority, request)
        }
        ("GET" | "POST", [_, "oauth2", "deviceauth"]) | ("GET", ["devicelogin" | "device"]) => {
            device_page::serve(tenant, exchange, request)
        }
        ("GET", [_, "oauth2", "v2.0", "logout"]) => logout::serve(tenant, request),
        ("GET", ["common", "discovery", "instance"]) => shared(json(discovery::instance(tenant, request))),
        ("GET", [authority, "v2.0", ".well-known", "openid-configuration"]) => {
            shared(json(discovery::configuration(tenant, Edition::V2, authority)))
        }
        ("GET", [authority, ".well-known", "openid-configuration"]) => {
            shared(json(discovery::configuration(tenant, Edition::V1, authority)))
        }
        ("GET", [authority, "discovery", "v2.0", "keys"] | [authority, "discovery", "keys"]) => {
            shared(json(discovery::keys(tenant, authority)))
        }
        _ => Response {
            status: 404,
            headers: Headers::new(),
            body: Vec::new(),
        },
    }
}

fn json(exchange: &Exchange, answer: Result<Value, Failure>) -> Response {
    let (status, body) = match answer {
        Ok(body) => (200, body),
        Err(failure) => (failure.status, failure.body(exchange)),
    };
    let mut response = Response::of_json(status, &body);
    response
        .headers
        .set("client-request-id", exchange.correlation_id.to_string());
    response
}

/// What scripts of any site may read: pages in browsers redeem their codes themselves (facts 13.5).
fn shared(mut response: Response) -> Response {
    response.headers.set("Access-Control-Allow-Origin", "*");
    response
}
