//! `requirements`: per-user MFA, beta only, and not for authentication administrators (facts 4.3).

use serde_json::json;

use super::call::{Answer, Call};
use super::failure::Failure;
use crate::scenario::PerUserMfaState;
use crate::tenant::audit::{self, Change, Event};
use crate::tenant::{action, default_method, role};

pub(crate) fn get(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let readers = [
        &role::AUTHENTICATION_POLICY_ADMINISTRATOR,
        &role::GLOBAL_ADMINISTRATOR,
        &role::GLOBAL_READER,
    ];
    let permitted = call
        .actor
        .has_any(&["Policy.Read.All", "Policy.ReadWrite.AuthenticationMethod"]);
    if !permitted || !call.actor.has_role(&readers) {
        return Err(Failure::methods_denied());
    }
    let place = call.find_user_of_methods()?;
    let user = call.user(place);
    let context = call.context(&format!("users('{}')/authentication/requirements", user.id));
    Ok(Answer::Json(
        200,
        json!({ "@odata.context": context, "perUserMfaState": user.per_user_mfa_state }),
    ))
}

pub(crate) fn patch(call: &mut Call<'_>) -> Result<Answer, Failure> {
    if !call.actor.has_any(&["Policy.ReadWrite.AuthenticationMethod"]) {
        return Err(Failure::methods_denied());
    }
    let place = call.find_user_of_methods()?;
    if !call.may_configure(action::MANAGE_STRONG_AUTHENTICATION, place) {
        return Err(Failure::methods_denied());
    }
    let wanted = call.body()?.remove("perUserMfaState");
    let wanted: Option<PerUserMfaState> = wanted.and_then(|value| serde_json::from_value(value).ok());
    let wanted = wanted
        .ok_or_else(|| Failure::method_rule("perUserMfaState must be disabled, enabled or enforced."))?;
    let state = match wanted {
        PerUserMfaState::Enabled if default_method::has_second_factor(call.user(place)) => {
            PerUserMfaState::Enforced
        }
        other => other,
    };
    let now = call.now;
    let before = std::mem::replace(&mut call.change(place).per_user_mfa_state, state);
    if before != state {
        let by = call.initiator();
        let activity = match state {
            PerUserMfaState::Disabled => &audit::PER_USER_MFA_DISABLED,
            PerUserMfaState::Enabled | PerUserMfaState::Enforced => &audit::PER_USER_MFA_ENABLED,
        };
        let old = audit::strong_authentication_requirement(before, now);
        let new = audit::strong_authentication_requirement(state, now);
        let changes = vec![Change::new("StrongAuthenticationRequirement", old, new)];
        call.tenant.record(
            &by,
            place,
            Event {
                activity,
                reason: "".into(),
                changes: changes.clone(),
            },
        );
        call.tenant.record_shadow(place, changes);
    }
    Ok(Answer::NoContent)
}
