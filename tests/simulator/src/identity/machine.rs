//! `/metadata/identity/oauth2/token`: the metadata service of a virtual machine (facts 13.4).

use serde_json::{Value, json};

use super::choice::{self, NoChoice};
use super::{parameters, tokens};
use crate::http::{Request, Response};
use crate::login::Failure;
use crate::login::Form;
use crate::tenant::Tenant;

/// A refusal: status, error, description.
pub(super) type Refusal = (u16, String, String);

pub(super) fn answer(tenant: &mut Tenant, request: &Request, path: &[&str]) -> Response {
    respond(try_answer(tenant, request, path))
}

/// Writes what became of a request.
pub(super) fn respond(outcome: Result<Value, Refusal>) -> Response {
    match outcome {
        Ok(body) => Response::of_json(200, &body),
        Err((status, error, description)) => Response::of_json(
            status,
            &json!({ "error": error, "error_description": description }),
        ),
    }
}

pub(super) fn refusal(error: &str, description: &str) -> Refusal {
    (400, error.to_owned(), description.to_owned())
}

fn try_answer(tenant: &mut Tenant, request: &Request, path: &[&str]) -> Result<Value, Refusal> {
    let parameters = parameters(request);
    check_caller(request, &parameters)?;
    if path != ["oauth2", "token"] {
        let address = request.url.split('?').next().unwrap_or_default();
        return Err((401, "unknown_source".into(), format!("Unknown Source {address}")));
    }
    if !request.method.eq_ignore_ascii_case("GET") {
        return Err((405, "invalid_request".into(), "The method is not allowed.".into()));
    }
    let place = choice::of(tenant, &parameters, true).map_err(|problem| match problem {
        NoChoice::Nothing => refusal("invalid_request", "Identity not found"),
        NoChoice::Several => refusal(
            "invalid_request",
            "Multiple user assigned identities exist, please specify the clientId / resourceId of the identity in the \
             token request",
        ),
    })?;
    token(tenant, place, &parameters)
}

/// What tells a program on the machine from a page that a browser was lured to.
pub(super) fn check_caller(request: &Request, parameters: &Form) -> Result<(), Refusal> {
    let metadata = request.headers.get("Metadata");
    if !metadata.is_some_and(|value| value.eq_ignore_ascii_case("true")) {
        return Err(refusal(
            "bad_request_102",
            "Required metadata header not specified",
        ));
    }
    if request.headers.get("X-Forwarded-For").is_some() {
        return Err(refusal(
            "invalid_request",
            "A request with X-Forwarded-For is refused",
        ));
    }
    match parameters.get("api-version") {
        None => Err(refusal(
            "bad_request_102",
            "Required query variable 'api-version' is missing",
        )),
        Some(version) if !is_date(version) => {
            let text = format!("The api-version '{version}' is not supported");
            Err(refusal("invalid_request", &text))
        }
        Some(_) => Ok(()),
    }
}

/// Versions are dates, and none is older than the first.
fn is_date(version: &str) -> bool {
    const FIRST: &str = "2018-02-01";
    let shape = |(place, byte): (usize, u8)| match place {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    };
    version.len() == FIRST.len() && version.bytes().enumerate().all(shape) && version >= FIRST
}

/// The answer with a token.
pub(super) fn token(tenant: &mut Tenant, place: usize, parameters: &Form) -> Result<Value, Refusal> {
    let resource = parameters
        .get("resource")
        .ok_or_else(|| refusal("invalid_request", "Required query variable 'resource' is missing"))?;
    let token = tokens::token(tenant, place, resource).map_err(|failure: Failure| {
        let (error, description) = (failure.error(), failure.summary());
        refusal(error, &description)
    })?;
    let left = (token.expires - tenant.clock.now()).whole_seconds().to_string();
    Ok(json!({
        "access_token": token.access_token,
        "client_id": tenant.applications[place].client_id,
        "expires_in": left,
        "expires_on": token.expires.unix_timestamp().to_string(),
        "ext_expires_in": left,
        "not_before": token.issued.unix_timestamp().to_string(),
        "resource": resource,
        "token_type": "Bearer",
    }))
}
