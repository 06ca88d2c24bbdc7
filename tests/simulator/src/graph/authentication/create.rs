//! Registering for somebody: phones and Temporary Access Passes (facts 2.4, 6).

use serde_json::Value;
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

use super::super::call::{Answer, Call};
use super::super::failure::Failure;
use super::delete::registered_at;
use super::read::{missing, same_id, show, with_context};
use crate::scenario::{
    DefaultMethod, MethodDetail, MethodKind, Pass, PerUserMfaState, Phone, PhoneType, UserType,
};
use crate::tenant::audit::{self, Change, Event};
use crate::tenant::default_method;
use crate::tenant::directory::User;
use crate::tenant::method::{Method, timestamp_text};

/// The tenant's pass policy (facts 6.3, defaults).
const PASS_LIFETIME_MINUTES: std::ops::RangeInclusive<u32> = 60..=480;
const PASS_DEFAULT_LIFETIME_MINUTES: u32 = 60;
const PASS_LENGTH: usize = 8;

/// `POST …/phoneMethods`
pub(super) fn phone(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.writable(Some(MethodKind::Phone))?;
    let body = call.body()?;
    let number = phone_number(body.get("phoneNumber"))?;
    let phone_type = phone_type(body.get("phoneType"))?;
    let has = |wanted| {
        call.user(place)
            .registered()
            .any(|method| method.phone_type() == Some(wanted))
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
    let sms = if phone_type == PhoneType::Mobile {
        "notEnabled"
    } else {
        "notSupported"
    };
    let detail = MethodDetail::Phone(Phone {
        phone_number: number.clone(),
        phone_type,
        sms_sign_in_state: sms.into(),
    });
    let method = Method {
        id: phone_type.id().into(),
        created: None,
        hidden_from: None,
        detail,
    };
    let strong_before = register(call, place, method);
    let changes = vec![Change::new("Phone.PhoneNumber", "", number)];
    record(
        call,
        place,
        &audit::ADMIN_REGISTERED,
        "Admin registered phone method for user",
        changes,
        strong_before,
    );
    created(call, place, phone_type.id(), MethodKind::Phone)
}

/// `PATCH …/phoneMethods/{id}`
pub(super) fn change_phone(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.writable(Some(MethodKind::Phone))?;
    let body = call.body()?;
    let id = call.path.segment(4).to_owned();
    let found = registered_at(call.user(place), |method| {
        method.kind() == MethodKind::Phone && same_id(method, &id)
    });
    let method = found.ok_or_else(|| missing(call))?;
    if let Some(wanted) = body.get("phoneType")
        && call.user(place).methods[method].phone_type() != Some(phone_type(Some(wanted))?)
    {
        return Err(Failure::method_rule(
            "The type of a phone method cannot be changed.",
        ));
    }
    let number = phone_number(body.get("phoneNumber"))?;
    let strong = audit::strong_authentication_methods(call.user(place));
    let mut old = String::new();
    if let MethodDetail::Phone(phone) = &mut call.change(place).methods[method].detail {
        old = std::mem::replace(&mut phone.phone_number, number.clone());
    }
    let changes = vec![Change::new("Phone.PhoneNumber", old, number)];
    record(
        call,
        place,
        &audit::ADMIN_UPDATED,
        "Admin changed phone method for user",
        changes,
        strong,
    );
    Ok(Answer::NoContent)
}

/// `POST …/temporaryAccessPassMethods`
pub(super) fn pass(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.writable(Some(MethodKind::TemporaryAccessPass))?;
    let body = call.body()?;
    let user = call.user(place);
    if user.user_type == UserType::Guest && user.user_principal_name.contains("#EXT#") {
        return Err(Failure::method_rule(
            "Converged UserCredentialPolicy does not allow creating or updating this authentication method. AuthMethodType [TemporaryAccessPass].",
        ));
    }
    let lifetime = match body.get("lifetimeInMinutes") {
        None | Some(Value::Null) => PASS_DEFAULT_LIFETIME_MINUTES,
        Some(value) => value
            .as_u64()
            .and_then(|minutes| u32::try_from(minutes).ok())
            .filter(|minutes| PASS_LIFETIME_MINUTES.contains(minutes))
            .ok_or_else(|| {
                Failure::method_rule(
                    "The lifetime of the Temporary Access Pass is outside the limits of the policy.",
                )
            })?,
    };
    let start = match body.get("startDateTime") {
        None | Some(Value::Null) => call.now,
        Some(value) => value
            .as_str()
            .and_then(|text| OffsetDateTime::parse(text, &Rfc3339).ok())
            .filter(|start| *start >= call.now - Duration::minutes(1))
            .ok_or_else(|| {
                Failure::method_rule(
                    "The start time of the Temporary Access Pass is not valid or lies in the past.",
                )
            })?,
    };
    let once = match body.get("isUsableOnce") {
        None | Some(Value::Null) => false,
        Some(Value::Bool(once)) => *once,
        Some(_) => return Err(Failure::syntax("isUsableOnce must be a Boolean.")),
    };
    let id = call.tenant.new_id().to_string();
    let code = call.tenant.new_text(PASS_LENGTH);
    call.tenant.issued.remember(code.clone());
    let detail = MethodDetail::TemporaryAccessPass(Pass {
        temporary_access_pass: Some(code.clone()),
        start_date_time: Some(start),
        lifetime_in_minutes: lifetime,
        is_usable_once: once,
    });
    let method = Method {
        id: id.as_str().into(),
        created: Some(call.now),
        hidden_from: None,
        detail,
    };
    let strong_before = audit::strong_authentication_methods(call.user(place));
    let changed = call.change(place);
    changed
        .methods
        .retain(|method| method.kind() != MethodKind::TemporaryAccessPass);
    changed.methods.push(method);
    let end = start.saturating_add(Duration::minutes(lifetime.into()));
    let changes = vec![
        Change::new("TemporaryAccessPass.Id", "", id.as_str()),
        Change::new("TemporaryAccessPass.StartDateTime", "", timestamp_text(start)),
        Change::new("TemporaryAccessPass.EndDateTime", "", timestamp_text(end)),
        Change::new(
            "TemporaryAccessPass.AccessPassUsage",
            "",
            if once { "Once" } else { "Multiple" },
        ),
    ];
    let reason = "Admin registered temporary access pass method for user";
    record(
        call,
        place,
        &audit::ADMIN_REGISTERED,
        reason,
        changes,
        strong_before,
    );
    let Answer::Json(status, mut body) = created(call, place, &id, MethodKind::TemporaryAccessPass)? else {
        return Err(missing(call));
    };
    body["temporaryAccessPass"] = code.into();
    Ok(Answer::Json(status, body))
}

/// Adds a method and gives back what the directory knew of second factors before.
fn register(call: &mut Call<'_>, place: usize, method: Method) -> String {
    let strong_before = audit::strong_authentication_methods(call.user(place));
    let user = call.change(place);
    user.methods.retain(|known| known.id != method.id);
    user.methods.push(method);
    settle_after_registration(user);
    strong_before
}

/// The first second factor becomes the default, and completes enrolment in per-user MFA (facts 4.3).
fn settle_after_registration(user: &mut User) {
    if user.default == DefaultMethod::None {
        user.default = default_method::suggested(&user.methods);
    }
    if user.per_user_mfa_state == PerUserMfaState::Enabled && default_method::has_second_factor(user) {
        user.per_user_mfa_state = PerUserMfaState::Enforced;
    }
}

fn record(
    call: &mut Call<'_>,
    place: usize,
    activity: &'static audit::Activity,
    reason: &'static str,
    changes: Vec<Change>,
    strong_before: String,
) {
    let by = call.initiator();
    let own = call.actor.is_self(call.user(place));
    let (activity, reason) = match (own, activity) {
        (true, it) if *it == audit::ADMIN_REGISTERED => (
            &audit::USER_REGISTERED,
            reason.replacen("Admin", "User", 1).into(),
        ),
        (true, it) if *it == audit::ADMIN_UPDATED => {
            (&audit::USER_UPDATED, reason.replacen("Admin", "User", 1).into())
        }
        (_, it) => (it, reason.into()),
    };
    call.tenant.record(
        &by,
        place,
        Event {
            activity,
            reason,
            changes,
        },
    );
    let strong_after = audit::strong_authentication_methods(call.user(place));
    let shadow = vec![Change::new(
        "StrongAuthenticationMethod",
        strong_before,
        strong_after,
    )];
    call.tenant.record_shadow(place, shadow);
}

fn created(call: &Call<'_>, place: usize, id: &str, kind: MethodKind) -> Result<Answer, Failure> {
    let user = call.user(place);
    let method = user
        .registered()
        .find(|method| *method.id == *id)
        .ok_or_else(|| missing(call))?;
    let shown = with_context(call, user, kind.segment(), show(call, user, method));
    Ok(Answer::Json(201, shown))
}

fn phone_type(value: Option<&Value>) -> Result<PhoneType, Failure> {
    let parsed = value.and_then(|value| serde_json::from_value(value.clone()).ok());
    parsed.ok_or_else(|| Failure::method_rule("phoneType must be mobile, alternateMobile or office."))
}

/// `+<cc> <number>`, optionally with `x<extension>` (facts 2.4).
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
