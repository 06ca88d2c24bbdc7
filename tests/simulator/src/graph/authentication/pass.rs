//! Issuing Temporary Access Passes (facts 6).

use serde_json::{Map, Value};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};

use super::super::call::{Answer, Call};
use super::super::failure::Failure;
use super::read::missing;
use super::registration::{allowed_by_policy, register};
use crate::scenario::{MethodDetail, MethodKind, Pass, PassPolicy, UserType};
use crate::tenant::action;
use crate::tenant::audit::Change;
use crate::tenant::method::{Method, timestamp_text};

/// `POST …/temporaryAccessPassMethods`
pub(super) fn create(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.writable_for_others(MethodKind::TemporaryAccessPass, action::CREATE_METHODS)?;
    let body = call.body()?;
    let user = call.user(place);
    if user.user_type == UserType::Guest && user.user_principal_name.contains("#EXT#") {
        return Err(Failure::method_rule(
            "Temporary Access Pass cannot be added to an external guest user.",
        ));
    }
    allowed_by_policy(call, place, &MethodDetail::TemporaryAccessPass(Pass::default()))?;
    let policy = &call.tenant.policy.settings.temporary_access_pass;
    let lifetime = lifetime(&body, policy)?;
    let start = start(&body, call.now)?;
    let once = usable_once(&body, policy)?;
    let length = usize::try_from(policy.default_length).unwrap_or(usize::MAX);

    let id = call.tenant.new_id().to_string();
    let code = call.tenant.new_text(length);
    call.tenant.issued.remember(code.clone());
    let end = start.saturating_add(Duration::minutes(lifetime.into()));
    let method = Method {
        id: id.as_str().into(),
        created: Some(call.now),
        hidden_from: None,
        detail: MethodDetail::TemporaryAccessPass(Pass {
            temporary_access_pass: Some(code.clone()),
            start_date_time: Some(start),
            lifetime_in_minutes: lifetime,
            is_usable_once: once,
            used_date_time: None,
        }),
    };
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
    // The new pass takes the place of the one before, usable or not.
    let user = call.tenant.directory.at_mut(place);
    user.methods
        .retain(|method| method.kind() != MethodKind::TemporaryAccessPass);
    let Answer::Json(status, mut shown) = register(call, place, method, changes)? else {
        return Err(missing(call));
    };
    shown["temporaryAccessPass"] = code.into();
    Ok(Answer::Json(status, shown))
}

fn lifetime(body: &Map<String, Value>, policy: &PassPolicy) -> Result<u32, Failure> {
    let (shortest, longest) = (
        policy.minimum_lifetime_in_minutes,
        policy.maximum_lifetime_in_minutes,
    );
    let asked = match body.get("lifetimeInMinutes") {
        None | Some(Value::Null) => return Ok(policy.default_lifetime_in_minutes),
        Some(value) => value.as_u64().and_then(|minutes| u32::try_from(minutes).ok()),
    };
    asked
        .filter(|minutes| (shortest..=longest).contains(minutes))
        .ok_or_else(|| {
            Failure::method_rule(format!(
                "Invalid LifetimeInMinutes specified. The valid range between {shortest} and {longest}."
            ))
        })
}

fn start(body: &Map<String, Value>, now: OffsetDateTime) -> Result<OffsetDateTime, Failure> {
    let asked = match body.get("startDateTime") {
        None | Some(Value::Null) => return Ok(now),
        Some(value) => value
            .as_str()
            .and_then(|text| OffsetDateTime::parse(text, &Rfc3339).ok()),
    };
    // Clocks of callers are a little slow now and then.
    asked
        .filter(|start| *start >= now - Duration::minutes(1))
        .ok_or_else(|| {
            Failure::method_rule("Invalid StartDateTime specified. The start time must not lie in the past.")
        })
}

fn usable_once(body: &Map<String, Value>, policy: &PassPolicy) -> Result<bool, Failure> {
    match body.get("isUsableOnce") {
        None | Some(Value::Null) => Ok(policy.is_usable_once),
        Some(Value::Bool(false)) if policy.is_usable_once => Err(Failure::method_rule(
            "Invalid IsUsableOnce specified. The policy allows one-time passes only.",
        )),
        Some(Value::Bool(once)) => Ok(*once),
        Some(_) => Err(Failure::syntax("isUsableOnce must be a Boolean.")),
    }
}
