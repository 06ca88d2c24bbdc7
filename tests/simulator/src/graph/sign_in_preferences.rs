//! `signInPreferences`: the default method, beta only (facts 3.3).

use serde_json::{Value, json};

use super::access::Subject;
use super::call::{Answer, Call};
use super::failure::Failure;
use crate::scenario::DefaultMethod;
use crate::tenant::audit::{self, Change, Event};
use crate::tenant::default_method;

pub(crate) fn get(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.readable(Subject::Everything)?;
    let user = call.user(place);
    let preferred = match user.reported_default(call.now) {
        DefaultMethod::None => Value::Null,
        value => json!(value),
    };
    Ok(Answer::Json(
        200,
        json!({
            "@odata.context": call.context(&format!("users('{}')/authentication/signInPreferences", user.id)),
            "isSystemPreferredAuthenticationMethodEnabled": user.system_preferred,
            "userPreferredMethodForSecondaryAuthentication": preferred,
        }),
    ))
}

pub(crate) fn patch(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.writable(Subject::Everything)?;
    if call.actor.is_application() && call.tenant.rules.preferences_refused_for_applications {
        return Err(Failure::methods_denied());
    }
    let body = call.body()?;
    let preferred = match body.get("userPreferredMethodForSecondaryAuthentication") {
        None => None,
        Some(value) => {
            let parsed: Option<DefaultMethod> = serde_json::from_value(value.clone()).ok();
            let parsed = parsed.filter(|value| *value != DefaultMethod::None);
            Some(parsed.ok_or_else(|| {
                Failure::method_rule(format!(
                    "The value {value} is not valid for userPreferredMethodForSecondaryAuthentication."
                ))
            })?)
        }
    };
    let system_preferred = match body.get("isSystemPreferredAuthenticationMethodEnabled") {
        None => None,
        Some(Value::Bool(enabled)) => Some(*enabled),
        Some(_) => {
            return Err(Failure::syntax(
                "isSystemPreferredAuthenticationMethodEnabled must be a Boolean.",
            ));
        }
    };
    if let Some(value) = preferred
        && !default_method::is_registered(&call.user(place).methods, value)
    {
        return Err(Failure::method_rule(
            "The preferred method is not registered for the user and cannot be set.",
        ));
    }
    let strong_before = audit::strong_authentication_methods(call.user(place));
    let user = call.change(place);
    if let Some(value) = preferred {
        user.default = value;
        user.former_default = None;
    }
    if let Some(enabled) = system_preferred {
        user.system_preferred = enabled;
    }
    let by = call.initiator();
    let event = Event {
        activity: &audit::PREFERENCES_PATCHED,
        reason: "".into(),
        changes: Vec::new(),
    };
    call.tenant.record(&by, place, event);
    let strong_after = audit::strong_authentication_methods(call.user(place));
    let shadow = vec![Change::new(
        "StrongAuthenticationMethod",
        strong_before,
        strong_after,
    )];
    call.tenant.record_shadow(place, shadow);
    Ok(Answer::NoContent)
}
