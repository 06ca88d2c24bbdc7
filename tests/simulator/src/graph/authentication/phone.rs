//! Phones: registering, changing, and texts as a way to sign in (facts 2.4).

use serde_json::Value;

use super::super::call::{Answer, Call};
use super::super::failure::Failure;
use super::delete::registered_at;
use super::read::{missing, same_id};
use super::registration::{allowed_by_policy, outside_policy, record_change, register};
use crate::scenario::{MethodDetail, MethodKind, Phone, PhoneType, SmsSignInState};
use crate::tenant::action;
use crate::tenant::audit::{self, Change};
use crate::tenant::method::Method;

/// `POST …/phoneMethods`
pub(super) fn create(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.writable_with_role(MethodKind::Phone, action::CREATE_METHODS)?;
    let body = call.body()?;
    let number = phone_number(body.get("phoneNumber"))?;
    let phone_type = phone_type(body.get("phoneType"))?;
    let has = |wanted| {
        let mut methods = call.user(place).registered();
        methods.any(|method| method.phone_type() == Some(wanted))
    };
    if has(phone_type) {
        return Err(Failure::method_rule(format!(
            "A phone of this type already exists for the user. Authentication method id [{}].",
            phone_type.id()
        )));
    }
    if phone_type == PhoneType::AlternateMobile && !has(PhoneType::Mobile) {
        return Err(Failure::method_rule(
            "Cannot add alternate mobile number without a mobile number.",
        ));
    }
    let mut phone = Phone {
        phone_number: number.clone(),
        phone_type,
        sms_sign_in_state: None,
    };
    allowed_by_policy(call, place, &MethodDetail::Phone(phone.clone()))?;
    if phone_type == PhoneType::Mobile && call.tenant.policy_allows_sms_sign_in(call.user(place)) {
        phone.sms_sign_in_state = Some(claim(call, &number));
    }
    let method = Method {
        id: phone_type.id().into(),
        created: None,
        hidden_from: None,
        detail: MethodDetail::Phone(phone),
    };
    register(
        call,
        place,
        method,
        vec![Change::new("Phone.PhoneNumber", "", number)],
    )
}

/// `PATCH …/phoneMethods/{id}`
pub(super) fn change(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.writable_for_others(MethodKind::Phone, action::UPDATE_METHODS)?;
    let body = call.body()?;
    let (method, phone) = named(call, place)?;
    if let Some(wanted) = body.get("phoneType")
        && phone.phone_type != phone_type(Some(wanted))?
    {
        return Err(Failure::method_rule(
            "The type of a phone method cannot be changed.",
        ));
    }
    let number = phone_number(body.get("phoneNumber"))?;
    allowed_by_policy(call, place, &MethodDetail::Phone(phone.clone()))?;
    let mut state = phone.sms_sign_in_state;
    if matches!(
        state,
        Some(SmsSignInState::Ready | SmsSignInState::PhoneNumberNotUnique)
    ) {
        let former = call.user(place).methods[method].clone();
        release(call, &former);
        state = Some(claim(call, &number));
    }
    let strong = audit::strong_authentication_methods(call.user(place));
    let changed = Phone {
        phone_number: number.clone(),
        sms_sign_in_state: state,
        ..phone
    };
    call.change(place).methods[method].detail = MethodDetail::Phone(changed);
    let changes = vec![Change::new("Phone.PhoneNumber", phone.phone_number, number)];
    record_change(call, place, MethodKind::Phone, changes, strong);
    Ok(Answer::NoContent)
}

/// `POST …/phoneMethods/{id}/enableSmsSignIn`
pub(super) fn enable_sms_sign_in(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.writable(MethodKind::Phone)?;
    let (method, phone) = named(call, place)?;
    if phone.phone_type != PhoneType::Mobile {
        return Err(Failure::method_rule(
            "SMS sign-in can be enabled for a phone of type mobile only.",
        ));
    }
    if !call.tenant.policy_allows_sms_sign_in(call.user(place)) {
        return Err(outside_policy(MethodKind::Phone));
    }
    if phone.sms_sign_in_state != Some(SmsSignInState::Ready) {
        let state = claim(call, &phone.phone_number);
        if state == SmsSignInState::PhoneNumberNotUnique {
            return Err(Failure::method_rule(
                "SMS sign-in cannot be enabled. The phone number is used for SMS sign-in by another user.",
            ));
        }
        set_state(call, place, method, state);
    }
    Ok(Answer::NoContent)
}

/// `POST …/phoneMethods/{id}/disableSmsSignIn`
pub(super) fn disable_sms_sign_in(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.writable(MethodKind::Phone)?;
    let (method, phone) = named(call, place)?;
    if phone.phone_type != PhoneType::Mobile {
        return Err(Failure::method_rule(
            "SMS sign-in can be disabled for a phone of type mobile only.",
        ));
    }
    let former = call.user(place).methods[method].clone();
    release(call, &former);
    set_state(call, place, method, SmsSignInState::NotEnabled);
    Ok(Answer::NoContent)
}

/// Lets somebody else sign in with the number.
pub(super) fn release(call: &mut Call<'_>, method: &Method) {
    if let Some(number) = method.sign_in_number() {
        call.tenant.sign_in_numbers.remove(number);
    }
}

/// Takes the number as a sign-in name, if nobody else has it.
fn claim(call: &mut Call<'_>, number: &str) -> SmsSignInState {
    if call.tenant.sign_in_numbers.insert(number.to_owned()) {
        SmsSignInState::Ready
    } else {
        SmsSignInState::PhoneNumberNotUnique
    }
}

fn set_state(call: &mut Call<'_>, place: usize, method: usize, state: SmsSignInState) {
    let strong = audit::strong_authentication_methods(call.user(place));
    let mut old = None;
    if let MethodDetail::Phone(phone) = &mut call.change(place).methods[method].detail {
        old = phone.sms_sign_in_state.replace(state);
    }
    let text = |state: Option<SmsSignInState>| state.map(SmsSignInState::name).unwrap_or_default();
    let changes = vec![Change::new("Phone.SmsSignInState", text(old), text(Some(state)))];
    record_change(call, place, MethodKind::Phone, changes, strong);
}

/// Position and properties of the phone in the path. Beta's actions name it below `methods`.
fn named(call: &Call<'_>, place: usize) -> Result<(usize, Phone), Failure> {
    let id = call.path.segment(4);
    let user = call.user(place);
    let found = registered_at(user, |method| same_id(method, id));
    match found.map(|method| (method, &user.methods[method].detail)) {
        Some((method, MethodDetail::Phone(phone))) => Ok((method, phone.clone())),
        _ => Err(missing(call)),
    }
}

fn phone_type(value: Option<&Value>) -> Result<PhoneType, Failure> {
    let parsed = value.and_then(|value| serde_json::from_value(value.clone()).ok());
    parsed.ok_or_else(|| Failure::method_rule("phoneType must be mobile, alternateMobile or office."))
}

/// `+<cc> <number>`, optionally with `x<extension>`.
fn phone_number(value: Option<&Value>) -> Result<String, Failure> {
    let number = value.and_then(Value::as_str).unwrap_or_default();
    let digits = |text: &str, allowed: std::ops::RangeInclusive<usize>| {
        allowed.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let well_formed = number
        .strip_prefix('+')
        .and_then(|rest| rest.split_once(' '))
        .is_some_and(|(code, rest)| {
            let (number, extension) = rest.split_once('x').unwrap_or((rest, "0"));
            digits(code, 1..=3) && digits(number.trim_end(), 4..=15) && digits(extension, 1..=8)
        });
    if well_formed {
        Ok(number.to_owned())
    } else {
        Err(Failure::method_rule(
            "Invalid phone number. Expected format: +<country code> <number>x<extension>.",
        ))
    }
}
