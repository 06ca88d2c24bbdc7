//! What every registration shares: the policy, the default, per-user MFA, and the records (facts 2.5, 4.3, 6.4, 9.4).

use super::super::call::{Answer, Call};
use super::super::failure::Failure;
use super::read::{missing, show, with_context};
use crate::scenario::{DefaultMethod, MethodDetail, MethodKind, PerUserMfaState};
use crate::tenant::audit::{self, Change, Event};
use crate::tenant::default_method;
use crate::tenant::directory::User;
use crate::tenant::method::Method;

/// Refuses what the authentication methods policy does not allow the person.
pub(super) fn allowed_by_policy(call: &Call<'_>, place: usize, detail: &MethodDetail) -> Result<(), Failure> {
    if call.tenant.policy_allows(detail, call.user(place)) {
        Ok(())
    } else {
        Err(outside_policy(detail.kind()))
    }
}

/// The refusal of a method that the policy does not allow.
pub(super) fn outside_policy(kind: MethodKind) -> Failure {
    let mut name = kind.name().to_owned();
    name[..1].make_ascii_uppercase();
    Failure::method_rule(format!(
        "Converged UserCredentialPolicy does not allow creating or updating this authentication method. \
         AuthMethodType [{name}]."
    ))
}

/// Adds a method in place of what had its id, writes the records and answers with it.
pub(super) fn register(
    call: &mut Call<'_>,
    place: usize,
    method: Method,
    changes: Vec<Change>,
) -> Result<Answer, Failure> {
    let (id, kind) = (method.id.clone(), method.kind());
    let strong_before = audit::strong_authentication_methods(call.user(place));
    let user = call.change(place);
    user.methods.retain(|known| known.id != id);
    user.methods.push(method);
    settle(user);
    record_registration(call, place, kind, changes);
    record_shadow(call, place, strong_before);
    let user = call.user(place);
    let method = user.registered().find(|method| method.id == id);
    let method = method.ok_or_else(|| missing(call))?;
    let shown = with_context(call, user, kind.segment(), show(call, user, method));
    Ok(Answer::Json(201, shown))
}

/// The first second factor becomes the default, and completes enrolment in per-user MFA (facts 4.3).
pub(super) fn settle(user: &mut User) {
    if user.default == DefaultMethod::None {
        user.default = default_method::suggested(&user.methods);
    }
    if user.per_user_mfa_state == PerUserMfaState::Enabled && default_method::has_second_factor(user) {
        user.per_user_mfa_state = PerUserMfaState::Enforced;
    }
}

fn record_registration(call: &mut Call<'_>, place: usize, kind: MethodKind, changes: Vec<Change>) {
    let own = call.actor.is_self(call.user(place));
    let word = audit::reason_word(kind);
    let (activity, reason) = if own {
        (&audit::USER_REGISTERED, format!("User registered {word}"))
    } else {
        (
            &audit::ADMIN_REGISTERED,
            format!("Admin registered {word} method for user"),
        )
    };
    record(call, place, activity, reason, changes);
    if let Some(activity) = audit::credential_added(kind) {
        record(call, place, activity, String::new(), Vec::new());
    }
}

/// Writes down that a registered method was changed, and its shadow in the directory.
pub(super) fn record_change(
    call: &mut Call<'_>,
    place: usize,
    kind: MethodKind,
    changes: Vec<Change>,
    strong_before: String,
) {
    let own = call.actor.is_self(call.user(place));
    let word = audit::reason_word(kind);
    let (activity, reason) = if own {
        (&audit::USER_UPDATED, format!("User changed {word}"))
    } else {
        (
            &audit::ADMIN_UPDATED,
            format!("Admin changed {word} method for user"),
        )
    };
    record(call, place, activity, reason, changes);
    record_shadow(call, place, strong_before);
}

/// Writes a record about the person.
pub(super) fn record(
    call: &mut Call<'_>,
    place: usize,
    activity: &'static audit::Activity,
    reason: String,
    changes: Vec<Change>,
) {
    let by = call.initiator();
    let event = Event {
        activity,
        reason: reason.into(),
        changes,
    };
    call.tenant.record(&by, place, event);
}

/// Writes what the directory notices of a change of methods.
pub(super) fn record_shadow(call: &mut Call<'_>, place: usize, strong_before: String) {
    let strong_after = audit::strong_authentication_methods(call.user(place));
    let shadow = vec![Change::new(
        "StrongAuthenticationMethod",
        strong_before,
        strong_after,
    )];
    call.tenant.record_shadow(place, shadow);
}

/// A property of a request that must be a text with something in it.
pub(super) fn required_text(
    body: &serde_json::Map<String, serde_json::Value>,
    name: &str,
) -> Result<String, Failure> {
    match body.get(name).and_then(serde_json::Value::as_str) {
        Some(text) if !text.trim().is_empty() => Ok(text.to_owned()),
        _ => Err(Failure::method_rule(format!(
            "The required property '{name}' is missing or empty."
        ))),
    }
}
