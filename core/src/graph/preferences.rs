//! `…/authentication/signInPreferences`, beta only: the default second factor (facts 3.3).

use super::path::UserKey;
use crate::api::DefaultMethod;
use crate::http::{Call, HttpMethod, Reply, Version};
use serde_json::{Value, json};

/// What the preferences say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Preferences {
    pub(crate) default_method: Option<DefaultMethod>,
    pub(crate) system_preferred: Option<bool>,
}

fn path(key: &UserKey) -> String {
    format!("{}/authentication/signInPreferences", key.path())
}

pub(crate) fn get(key: &UserKey) -> Call {
    Call::get(
        "GET /users/{user}/authentication/signInPreferences",
        Version::Beta,
        path(key),
    )
}

pub(crate) fn set_default(key: &UserKey, value: &DefaultMethod) -> Call {
    Call::write(
        "PATCH /users/{user}/authentication/signInPreferences",
        HttpMethod::Patch,
        Version::Beta,
        path(key),
        Some(json!({ "userPreferredMethodForSecondaryAuthentication": value.as_str() })),
    )
}

pub(crate) fn read(reply: &Reply) -> Preferences {
    let body = &reply.body;
    Preferences {
        default_method: body
            .get("userPreferredMethodForSecondaryAuthentication")
            .and_then(Value::as_str)
            // The registration report spells "no default" in both of these ways (facts 18.5).
            .filter(|text| !text.is_empty() && *text != "none")
            .map(|text| DefaultMethod::from(text.to_owned())),
        system_preferred: body
            .get("isSystemPreferredAuthenticationMethodEnabled")
            .and_then(Value::as_bool),
    }
}
