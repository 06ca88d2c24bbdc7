//! Hardware tokens of a person: giving and taking them, activating and deactivating (facts 2.2, 2.4, 4.1, 18.9; beta
//! only). The inventory of the tenant is in `graph::tokens`.

use serde_json::{Map, Value};

use super::super::call::{Answer, Call};
use super::super::failure::Failure;
use super::super::selection;
use super::delete::registered_at;
use super::limits;
use super::read::{missing, same_id, show, with_context};
use super::registration::{allowed_by_policy, record, record_shadow, required_text, settle};
use crate::scenario::{HardwareOath, HardwareToken, MethodDetail, MethodKind, TokenStatus, UserType};
use crate::tenant::audit::{self, Change};
use crate::tenant::inventory::Place;
use crate::tenant::method::Method;
use crate::tenant::{default_method, totp};

/// `GET …/hardwareOathMethods`
pub(super) fn list(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.readable(MethodKind::HardwareOath)?;
    call.query
        .only(&["count", "filter", "select", "skiptoken", "top"])?;
    let user = call.user(place);
    let methods = user
        .listed(call.now)
        .filter(|method| method.kind() == MethodKind::HardwareOath);
    let shown = methods.map(|method| show(call, user, method)).collect();
    let context = call.context(&format!(
        "users('{}')/authentication/hardwareOathMethods",
        user.id
    ));
    let filterable = ["id", "device/id", "device/serialNumber", "device/status"];
    selection::answer(call, context, shown, &filterable)
}

/// `POST …/hardwareOathMethods`: gives a token of the inventory to the person.
pub(super) fn assign(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.writable(MethodKind::HardwareOath)?;
    let body = call.body()?;
    let token = token_of(call, &body)?;
    let id = hand_out(call, place, token)?;
    let user = call.user(place);
    let (method, _) = user.token(&id).ok_or_else(|| missing(call))?;
    let shown = with_context(
        call,
        user,
        MethodKind::HardwareOath.segment(),
        show(call, user, method),
    );
    Ok(Answer::Json(201, shown))
}

/// `POST …/hardwareOathMethods/assignAndActivate`
pub(super) fn assign_and_activate(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.writable(MethodKind::HardwareOath)?;
    let body = call.body()?;
    let token = token_of(call, &body)?;
    assign_activated(call, place, token, &body)
}

/// `POST …/hardwareOathMethods/assignAndActivateBySerialNumber`
pub(super) fn assign_and_activate_by_serial_number(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.writable(MethodKind::HardwareOath)?;
    let body = call.body()?;
    let serial = required_text(&body, "serialNumber")?;
    let token = call
        .tenant
        .inventory
        .find_serial(&serial)
        .ok_or_else(|| unknown(&serial))?;
    assign_activated(call, place, token, &body)
}

/// `POST …/hardwareOathMethods/{id}/activate`
pub(super) fn activate(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.writable(MethodKind::HardwareOath)?;
    let body = call.body()?;
    let code = required_text(&body, "verificationCode")?;
    let method = named(call, place)?;
    let token = device(call, place, method).ok_or_else(|| missing(call))?.clone();
    if token.status == Some(TokenStatus::Activated) {
        return Err(Failure::method_rule(
            "The hardware OATH token is already activated.",
        ));
    }
    if is_code(call, &token, &code) {
        set_status(call, place, method, TokenStatus::Activated, name_in(&body));
        Ok(Answer::NoContent)
    } else {
        // The token tells later that this happened.
        set_status(call, place, method, TokenStatus::FailedActivation, None);
        Err(wrong_code())
    }
}

/// `POST …/hardwareOathMethods/{id}/deactivate`
pub(super) fn deactivate(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.writable(MethodKind::HardwareOath)?;
    let method = named(call, place)?;
    set_status(call, place, method, TokenStatus::Assigned, None);
    Ok(Answer::NoContent)
}

/// Moves a token from the drawer to a person; gives its id.
pub(crate) fn hand_out(call: &mut Call<'_>, person: usize, token: usize) -> Result<String, Failure> {
    match call.tenant.inventory.at(token) {
        Place::Drawer(_) => {}
        Place::Person(holder, _) if *holder == person => {
            return Err(Failure::method_rule(
                "The hardware OATH token is already assigned to this user.",
            ));
        }
        Place::Person(..) => {
            return Err(Failure::method_rule(
                "The hardware OATH token is assigned to another user.",
            ));
        }
        Place::Nowhere => return Err(missing(call)),
    }
    if call.user(person).user_type == UserType::Guest {
        return Err(Failure::method_rule(
            "Hardware OATH tokens cannot be assigned to guest users.",
        ));
    }
    allowed_by_policy(call, person, &MethodDetail::HardwareOath(Box::default()))?;
    limits::one_more_code_source(call, person)?;
    let device = call
        .tenant
        .inventory
        .hand_out(token, person)
        .ok_or_else(|| missing(call))?;
    let id = device.id.clone();
    let changes = vec![
        Change::new("HardwareOathToken.Id", "", id.as_str()),
        Change::new(
            "HardwareOathToken.SerialNumber",
            "",
            device.serial_number.as_str(),
        ),
        Change::new(
            "HardwareOathToken.Status",
            TokenStatus::Available.name(),
            TokenStatus::Assigned.name(),
        ),
    ];
    let created = Some(call.now);
    let user = call.change(person);
    // The same token may still be listed from an earlier time.
    user.methods.retain(|known| *known.id != *id);
    user.methods.push(Method {
        id: id.as_str().into(),
        created,
        hidden_from: None,
        detail: MethodDetail::HardwareOath(Box::new(HardwareOath { device })),
    });
    record(call, person, &audit::TOKEN_ASSIGNED, String::new(), changes);
    Ok(id)
}

/// Puts the token of a method that is being deleted back into the drawer.
pub(super) fn take_back(call: &mut Call<'_>, method: &Method) {
    if let MethodDetail::HardwareOath(held) = &method.detail {
        call.tenant.inventory.take_back(held.device.clone());
    }
}

fn assign_activated(
    call: &mut Call<'_>,
    place: usize,
    token: usize,
    body: &Map<String, Value>,
) -> Result<Answer, Failure> {
    let code = required_text(body, "verificationCode")?;
    // With a wrong code the token stays in the drawer.
    if let Place::Drawer(held) = call.tenant.inventory.at(token)
        && !is_code(call, held, &code)
    {
        return Err(wrong_code());
    }
    let id = hand_out(call, place, token)?;
    let found = registered_at(call.user(place), |method| *method.id == *id);
    let method = found.ok_or_else(|| missing(call))?;
    set_status(call, place, method, TokenStatus::Activated, name_in(body));
    Ok(Answer::NoContent)
}

fn set_status(
    call: &mut Call<'_>,
    place: usize,
    method: usize,
    status: TokenStatus,
    display_name: Option<String>,
) {
    let strong_before = audit::strong_authentication_methods(call.user(place));
    let hidden_from = call.now + call.tenant.read_lag();
    let user = call.change(place);
    let mut before = None;
    if let MethodDetail::HardwareOath(token) = &mut user.methods[method].detail {
        before = token.device.status.replace(status);
        if display_name.is_some() {
            token.device.display_name = display_name;
        }
    }
    let settled = default_method::settled(user);
    if settled != user.default {
        user.former_default = Some((user.default, hidden_from));
        user.default = settled;
    }
    if status == TokenStatus::Activated {
        settle(user);
    }
    let changes = vec![Change::new(
        "HardwareOathToken.Status",
        before.map(TokenStatus::name).unwrap_or_default(),
        status.name(),
    )];
    record(call, place, &audit::TOKEN_UPDATED, String::new(), changes);
    if status == TokenStatus::Activated {
        record(call, place, &audit::OATH_ENABLED, String::new(), Vec::new());
    }
    record_shadow(call, place, strong_before);
}

/// The token that a request names, by id or by serial number.
fn token_of(call: &Call<'_>, body: &Map<String, Value>) -> Result<usize, Failure> {
    let device = body.get("device").and_then(Value::as_object).unwrap_or(body);
    let text = |name: &str| device.get(name).and_then(Value::as_str);
    let (found, key) = match (text("id"), text("serialNumber")) {
        (Some(id), _) => (call.tenant.inventory.find(id), id),
        (None, Some(serial)) => (call.tenant.inventory.find_serial(serial), serial),
        (None, None) => {
            return Err(Failure::method_rule(
                "The required property 'device' is missing or empty.",
            ));
        }
    };
    found.ok_or_else(|| unknown(key))
}

fn unknown(key: &str) -> Failure {
    Failure::method_rule(format!(
        "The hardware OATH token [{key}] does not exist in the tenant."
    ))
}

fn wrong_code() -> Failure {
    Failure::method_rule("The verification code is missing or not valid.")
}

fn is_code(call: &Call<'_>, token: &HardwareToken, code: &str) -> bool {
    let key = token.secret_key.as_deref().and_then(totp::key);
    key.is_some_and(|key| {
        totp::is_code(
            code,
            &key,
            token.hash_function,
            token.time_interval_in_seconds,
            call.now,
            call.tenant.rules.verification_code_drift,
        )
    })
}

fn name_in(body: &Map<String, Value>) -> Option<String> {
    let name = body.get("displayName").and_then(Value::as_str);
    name.map(Into::into)
}

fn named(call: &Call<'_>, place: usize) -> Result<usize, Failure> {
    let id = call.path.segment(4);
    let found = registered_at(call.user(place), |method| {
        method.kind() == MethodKind::HardwareOath && same_id(method, id)
    });
    found.ok_or_else(|| missing(call))
}

fn device<'c>(call: &'c Call<'_>, place: usize, method: usize) -> Option<&'c HardwareToken> {
    match &call.user(place).methods[method].detail {
        MethodDetail::HardwareOath(held) => Some(&held.device),
        _ => None,
    }
}
