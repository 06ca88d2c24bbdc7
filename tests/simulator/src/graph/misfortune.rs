//! What a fault does to a request, at Graph and at the token endpoint alike (facts 15.12).

use std::time::Duration;

use serde_json::Value;

use super::failure::Failure;
use super::{access, continuous_access, mischief, wire};
use crate::http::{Headers, Response};
use crate::scenario::{Cut, FaultAnswer, ScriptedAnswer, TokenTrouble};
use crate::tenant::Tenant;
use crate::tenant::fault::Asked;

/// What comes of a request instead of being executed.
pub(crate) enum Instead {
    Answer(Response),
    Cut,
}

/// What the script holds for this request; its path is still encoded.
pub(crate) fn strike(tenant: &mut Tenant, asked: &Asked<'_>) -> Option<FaultAnswer> {
    if tenant.script.is_empty() {
        return None;
    }
    let path = percent_encoding::percent_decode_str(asked.path).decode_utf8_lossy();
    let asked = Asked {
        path: &path,
        ..*asked
    };
    tenant.script.strike(&asked, &tenant.directory)
}

/// What happens before a request is executed, or instead.
pub(crate) fn before(tenant: &mut Tenant, fault: Option<&FaultAnswer>, asked: &Asked<'_>) -> Option<Instead> {
    match fault? {
        FaultAnswer::Instead(scripted) => Some(Instead::Answer(scripted_response(
            tenant,
            scripted,
            asked.headers,
        ))),
        FaultAnswer::Drop(Cut::BeforeCommit) => Some(Instead::Cut),
        FaultAnswer::Token(trouble) => {
            let failure = match trouble {
                TokenTrouble::Expired => {
                    access::unauthenticated(tenant, "Lifetime validation failed, the token is expired.")
                }
                TokenTrouble::ClaimsChallenge => {
                    continuous_access::insufficient_claims(tenant, tenant.clock.now())
                }
            };
            Some(Instead::Answer(wire::to_response(
                tenant,
                asked.headers,
                Err(failure),
            )))
        }
        FaultAnswer::VanishUser => {
            if let Some(place) = asked.target {
                tenant.directory.at_mut(place).deleted = true;
            }
            None
        }
        FaultAnswer::Drop(Cut::AfterCommit)
        | FaultAnswer::CommitThen(_)
        | FaultAnswer::Delay(_)
        | FaultAnswer::Spoil(_) => None,
    }
}

/// What becomes of the answer to a request that was executed, and how late it is; `None` when nobody gets it.
pub(crate) fn afterwards(
    tenant: &mut Tenant,
    fault: Option<&FaultAnswer>,
    asked: &Asked<'_>,
    mut response: Response,
) -> (Option<Response>, Duration) {
    match fault {
        Some(FaultAnswer::Drop(Cut::AfterCommit)) => (None, Duration::ZERO),
        Some(FaultAnswer::CommitThen(scripted)) => {
            let response = scripted_response(tenant, scripted, asked.headers);
            (Some(response), Duration::ZERO)
        }
        Some(FaultAnswer::Delay(milliseconds)) => (Some(response), tenant.scaled(*milliseconds)),
        Some(FaultAnswer::Spoil(mischief)) => {
            let fresh = tenant.new_id();
            mischief::spoil(&mut response, *mischief, fresh);
            (Some(response), Duration::ZERO)
        }
        _ => (Some(response), Duration::ZERO),
    }
}

/// The answer that a fault's script prescribes.
fn scripted_response(tenant: &mut Tenant, scripted: &ScriptedAnswer, asked: &Headers) -> Response {
    let mut headers = Headers::new();
    let body = match &scripted.body {
        Some(Value::String(text)) => {
            if !text.is_empty() {
                headers.set("Content-Type", "text/html");
            }
            text.clone().into_bytes()
        }
        Some(json) => {
            headers.set("Content-Type", "application/json");
            json.to_string().into_bytes()
        }
        None if scripted.status >= 400 => {
            let usual = wire::to_response(tenant, asked, Err(usual_error(tenant, scripted)));
            headers = usual.headers;
            usual.body
        }
        None => Vec::new(),
    };
    for (name, value) in &scripted.headers {
        let scaled = match value.parse::<f64>() {
            Ok(seconds) if name.eq_ignore_ascii_case("Retry-After") && tenant.rules.delay_scale != 1.0 => {
                let text = format!("{:.6}", seconds * tenant.rules.delay_scale);
                text.trim_end_matches('0').trim_end_matches('.').to_owned()
            }
            _ => value.clone(),
        };
        headers.set(name, scaled);
    }
    Response {
        status: scripted.status,
        headers,
        body,
    }
}

/// What the service says with a status.
fn usual_error(tenant: &Tenant, scripted: &ScriptedAnswer) -> Failure {
    let code = scripted.code.as_deref().unwrap_or(match scripted.status {
        401 => "InvalidAuthenticationToken",
        409 => "Directory_ConcurrencyViolation",
        429 => "TooManyRequests",
        503 => "serviceNotAvailable",
        _ => "UnknownError",
    });
    let message = match code {
        "InvalidAuthenticationToken" => {
            return access::unauthenticated(tenant, "Access token validation failure.");
        }
        "Directory_ConcurrencyViolation" => "The object was changed by somebody else. Please retry.",
        "Directory_ExpiredPageToken" => {
            "The specified page token value has expired and can no longer be included in your request."
        }
        "TooManyRequests" => {
            return Failure {
                throttled: Some(Box::default()),
                ..Failure::new(scripted.status, code, "Please retry again later.")
            };
        }
        "serviceNotAvailable" => "The service is temporarily unavailable.",
        _ => "",
    };
    Failure::new(scripted.status, code, message)
}
