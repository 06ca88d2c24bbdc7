//! Hardware tokens: activating and deactivating without taking them away (facts 2.2, 2.4, 4.1; beta only).

use super::super::call::{Answer, Call};
use super::super::failure::Failure;
use super::delete::registered_at;
use super::read::{missing, same_id};
use super::registration::{record, record_shadow};
use crate::scenario::{MethodDetail, MethodKind, TokenStatus};
use crate::tenant::audit::{self, Change};
use crate::tenant::default_method;

/// `POST …/hardwareOathMethods/{id}/activate`
pub(super) fn activate(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let body = call.body()?;
    let code = body
        .get("verificationCode")
        .and_then(serde_json::Value::as_str)
        .unwrap_or_default();
    let plausible = (6..=8).contains(&code.len()) && code.bytes().all(|byte| byte.is_ascii_digit());
    set_status(call, TokenStatus::Activated, plausible)
}

/// `POST …/hardwareOathMethods/{id}/deactivate`
pub(super) fn deactivate(call: &mut Call<'_>) -> Result<Answer, Failure> {
    set_status(call, TokenStatus::Assigned, true)
}

fn set_status(call: &mut Call<'_>, status: TokenStatus, code_is_plausible: bool) -> Result<Answer, Failure> {
    let place = call.writable(Some(MethodKind::HardwareOath))?;
    let id = call.path.segment(4).to_owned();
    let found = registered_at(call.user(place), |method| {
        method.kind() == MethodKind::HardwareOath && same_id(method, &id)
    });
    let method = found.ok_or_else(|| missing(call))?;
    if !code_is_plausible {
        return Err(Failure::method_rule(
            "The verification code is missing or not valid.",
        ));
    }
    let strong_before = audit::strong_authentication_methods(call.user(place));
    let hidden_from = call.now + call.tenant.read_lag();
    let user = call.change(place);
    let mut before = None;
    if let MethodDetail::HardwareOath(token) = &mut user.methods[method].detail {
        before = Some(std::mem::replace(&mut token.device.status, status));
    }
    let settled = default_method::settled(user);
    if settled != user.default {
        user.former_default = Some((user.default, hidden_from));
        user.default = settled;
    }
    let changes = vec![Change::new(
        "HardwareOathToken.Status",
        name(before.unwrap_or(status)),
        name(status),
    )];
    record(call, place, &audit::TOKEN_UPDATED, String::new(), changes);
    record_shadow(call, place, strong_before);
    Ok(Answer::NoContent)
}

fn name(status: TokenStatus) -> String {
    serde_json::to_value(status)
        .ok()
        .and_then(|value| value.as_str().map(Into::into))
        .unwrap_or_default()
}
