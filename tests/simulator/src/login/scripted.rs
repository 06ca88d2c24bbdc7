//! Scripted answers of the login host (facts 13.1, 13.7): an error without a body of its own is worded as this host
//! words its errors, not as Graph does.

use super::exchange::Exchange;
use super::failure::Failure;
use super::json_response;
use crate::http::Response;
use crate::scenario::FaultAnswer;

/// The answer to a request that met this fault, if it met one.
pub(super) fn in_own_words(response: Response, fault: Option<&FaultAnswer>, exchange: &Exchange) -> Response {
    let Some(FaultAnswer::Instead(scripted) | FaultAnswer::CommitThen(scripted)) = fault else {
        return response;
    };
    if scripted.body.is_some() || scripted.status < 400 {
        return response;
    }
    let number = match scripted.status {
        429 => 90_055,
        500.. => 90_033,
        _ => 9_002_313,
    };
    let mut own = json_response(scripted.status, &Failure::of(number).body(exchange));
    for name in scripted.headers.keys() {
        if let Some(value) = response.headers.get(name) {
            own.headers.set(name, value);
        }
    }
    own
}
