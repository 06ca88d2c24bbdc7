//! `…/authentication/phoneMethods`: the telephone numbers, to be added and changed (facts 2.4).

use super::path::{UserKey, segment};
use crate::api::PhoneType;
use crate::error::{Error, ErrorCode, Result};
use crate::http::{Call, HttpMethod, Version};
use serde_json::{Value, json};

/// A telephone number as the service shows it to this sign-in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Phone {
    pub(crate) id: String,
    pub(crate) phone_type: String,
    /// It may be masked.
    pub(crate) number: String,
    pub(crate) sms_sign_in_state: Option<String>,
}

fn path(key: &UserKey) -> String {
    format!("{}/authentication/phoneMethods", key.path())
}

pub(crate) fn list(key: &UserKey) -> Call {
    let route = "GET /users/{user}/authentication/phoneMethods";
    Call::get(route, Version::V1, path(key))
}

/// Adds a number. There is at most one of each type.
pub(crate) fn create(key: &UserKey, phone_type: PhoneType, number: &str) -> Call {
    let route = "POST /users/{user}/authentication/phoneMethods";
    let body = json!({ "phoneNumber": number, "phoneType": phone_type.as_str() });
    Call::write(route, HttpMethod::Post, Version::V1, path(key), Some(body)).once()
}

/// Changes a number; its type stays.
///
/// # Errors
/// `unexpectedReply` when the service's id cannot be part of an address.
pub(crate) fn change(key: &UserKey, id: &str, phone_type: PhoneType, number: &str) -> Result<Call> {
    let route = "PATCH /users/{user}/authentication/phoneMethods/{id}";
    let path = format!("{}/{}", path(key), segment(id)?);
    let body = json!({ "phoneNumber": number, "phoneType": phone_type.as_str() });
    Ok(Call::write(
        route,
        HttpMethod::Patch,
        Version::V1,
        path,
        Some(body),
    ))
}

/// Reads one number.
///
/// # Errors
/// `unexpectedReply` when it has no id.
pub(crate) fn read(item: &Value) -> Result<Phone> {
    let text = |field: &str| item.get(field).and_then(Value::as_str).map(str::to_owned);
    let id = text("id").filter(|id| !id.is_empty()).ok_or_else(|| {
        Error::new(
            ErrorCode::UnexpectedReply,
            "the service listed a telephone number without its id",
        )
    })?;
    Ok(Phone {
        id,
        // Beta's documentation writes the longer name (facts 18.8).
        phone_type: text("phoneType")
            .or_else(|| text("authenticationPhoneType"))
            .unwrap_or_default(),
        number: text("phoneNumber").unwrap_or_default(),
        sms_sign_in_state: text("smsSignInState"),
    })
}
