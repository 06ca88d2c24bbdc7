//! `…/authentication/requirements`, beta only: the per-user MFA state (facts 4.3).

use super::path::UserKey;
use crate::api::PerUserState;
use crate::error::{Error, ErrorCode, Result};
use crate::http::{Call, HttpMethod, Reply, Version};
use serde_json::{Value, json};

fn path(key: &UserKey) -> String {
    format!("{}/authentication/requirements", key.path())
}

pub(crate) fn get(key: &UserKey) -> Call {
    let route = "GET /users/{user}/authentication/requirements";
    Call::get(route, Version::Beta, path(key))
}

pub(crate) fn set(key: &UserKey, state: &PerUserState) -> Call {
    let route = "PATCH /users/{user}/authentication/requirements";
    let body = json!({ "perUserMfaState": state.as_str() });
    Call::write(route, HttpMethod::Patch, Version::Beta, path(key), Some(body))
}

/// Reads the state.
///
/// # Errors
/// `unexpectedReply` when the answer names none.
pub(crate) fn read(reply: &Reply) -> Result<PerUserState> {
    // Single objects have been documented inside `value` (facts 18.7).
    let body = reply.body.get("value").unwrap_or(&reply.body);
    body.get("perUserMfaState")
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty())
        .map(|text| PerUserState::from(text.to_owned()))
        .ok_or_else(|| {
            Error::new(
                ErrorCode::UnexpectedReply,
                "the service answered the per-user MFA state without naming it",
            )
            .remedy("try again; if it lasts, give the request id to Microsoft's support")
        })
}
