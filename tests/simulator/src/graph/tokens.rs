//! `directory/authenticationMethodDevices/hardwareOathDevices`: the tenant's inventory of hardware tokens
//! (facts 2.4, 9.4; beta only).

use serde_json::{Map, Value, json};

use super::authentication::hand_out;
use super::call::{Answer, Call};
use super::failure::Failure;
use super::policies::{may_read, may_write};
use super::routes::Row;
use super::selection;
use crate::scenario::{HardwareToken, HashFunction, MethodKind, TokenStatus};
use crate::tenant::action;
use crate::tenant::audit::{self, Activity, Change, Event, Target};
use crate::tenant::inventory::Place;
use crate::tenant::method::shown_token;
use crate::tenant::totp;

const ODATA_TYPE: &str = "#microsoft.graph.hardwareOathTokenAuthenticationMethodDevice";

/// The paths of the inventory.
pub(crate) const ROUTES: &[Row] = &[
    Row::get("/directory/authenticationMethodDevices/hardwareOathDevices", list).in_beta(),
    Row::post(
        "/directory/authenticationMethodDevices/hardwareOathDevices",
        create,
    )
    .in_beta(),
    Row::patch(
        "/directory/authenticationMethodDevices/hardwareOathDevices",
        create_many,
    )
    .in_beta(),
    Row::get(
        "/directory/authenticationMethodDevices/hardwareOathDevices/{id}",
        get,
    )
    .in_beta(),
    Row::patch(
        "/directory/authenticationMethodDevices/hardwareOathDevices/{id}",
        change,
    )
    .in_beta(),
    Row::delete(
        "/directory/authenticationMethodDevices/hardwareOathDevices/{id}",
        delete,
    )
    .in_beta(),
    Row::put(
        "/directory/authenticationMethodDevices/hardwareOathDevices/{id}/assignTo/$ref",
        assign,
    )
    .in_beta(),
];

fn list(call: &mut Call<'_>) -> Result<Answer, Failure> {
    may_read(call)?;
    call.query
        .only(&["count", "filter", "select", "skiptoken", "top"])?;
    let all = call
        .tenant
        .inventory
        .iter()
        .filter_map(|token| shown(call, token))
        .collect();
    let context = call.context("directory/authenticationMethodDevices/hardwareOathDevices");
    selection::answer(
        call,
        context,
        all,
        &["id", "serialNumber", "status", "assignedTo/id"],
    )
}

fn get(call: &mut Call<'_>) -> Result<Answer, Failure> {
    may_read(call)?;
    let token = named(call)?;
    let shown = selection::selected(call, shown(call, token).unwrap_or_default());
    Ok(Answer::Json(200, with_context(call, shown)))
}

/// One token, or many in the form of [`create_many`].
fn create(call: &mut Call<'_>) -> Result<Answer, Failure> {
    if call.body()?.contains_key("value") {
        return create_many(call);
    }
    may_write(call)?;
    let body = call.body()?;
    let token = enter(call, &body)?;
    record(call, &audit::TOKEN_CREATED, token, Vec::new());
    let shown = shown(call, token).unwrap_or_default();
    Ok(Answer::Json(201, with_context(call, shown)))
}

/// One after the other; what was added before a refusal stays.
fn create_many(call: &mut Call<'_>) -> Result<Answer, Failure> {
    may_write(call)?;
    let Some(Value::Array(items)) = call.body()?.remove("value") else {
        return Err(Failure::method_rule(
            "The required property 'value' is missing or empty.",
        ));
    };
    let mut entered = Vec::with_capacity(items.len());
    for (place, item) in items.into_iter().enumerate() {
        let Value::Object(body) = item else {
            return Err(Failure::method_rule("Every item of 'value' must be an object."));
        };
        let token = enter(call, &body).map_err(|failure| Failure {
            message: format!("Item {}: {}", place + 1, failure.message),
            ..failure
        })?;
        entered.push(token);
    }
    if let Some(first) = entered.first() {
        record(call, &audit::TOKENS_UPLOADED, *first, Vec::new());
    }
    let value: Vec<Value> = entered.iter().filter_map(|token| shown(call, *token)).collect();
    let context = call.context("directory/authenticationMethodDevices/hardwareOathDevices");
    Ok(Answer::Json(
        201,
        json!({ "@odata.context": context, "value": value }),
    ))
}

/// A token that nobody has.
fn change(call: &mut Call<'_>) -> Result<Answer, Failure> {
    may_write(call)?;
    let token = named(call)?;
    let body = call.body()?;
    let old = shown(call, token).unwrap_or_default();
    let Place::Drawer(held) = call.tenant.inventory.at(token) else {
        return Err(assigned());
    };
    let mut changed = HardwareToken::clone(held);
    let mut changes = Vec::new();
    for (name, value) in body {
        match (name.as_str(), value.as_str()) {
            ("manufacturer", Some(text)) => changed.manufacturer = text.into(),
            ("model", Some(text)) => changed.model = text.into(),
            ("displayName", text) => changed.display_name = text.map(Into::into),
            ("hashFunction", _) => changed.hash_function = hash_function(Some(&value))?,
            ("timeIntervalInSeconds", _) => changed.time_interval_in_seconds = interval(Some(&value))?,
            ("@odata.type", _) => continue,
            (name, _) => {
                return Err(Failure::method_rule(format!(
                    "The property '{name}' cannot be changed."
                )));
            }
        }
        let before = old.get(&name).map(Value::to_string).unwrap_or_default();
        changes.push(Change::of(
            format!("HardwareOathToken.{name}"),
            before,
            value.to_string(),
        ));
    }
    if let Some(held) = call.tenant.inventory.in_drawer(token) {
        *held = changed;
    }
    call.committed = true;
    record(call, &audit::TOKEN_UPDATED, token, changes);
    Ok(Answer::NoContent)
}

/// A token that nobody has.
fn delete(call: &mut Call<'_>) -> Result<Answer, Failure> {
    may_write(call)?;
    let token = named(call)?;
    let target = target(call, token);
    if !call.tenant.inventory.delete(token) {
        return Err(assigned());
    }
    call.committed = true;
    write_down(call, &audit::TOKEN_DELETED, target, Vec::new());
    Ok(Answer::NoContent)
}

fn assign(call: &mut Call<'_>) -> Result<Answer, Failure> {
    may_write(call)?;
    let token = named(call)?;
    let body = call.body()?;
    let link = body
        .get("@odata.id")
        .or_else(|| body.get("odata.id"))
        .and_then(Value::as_str);
    let link =
        link.ok_or_else(|| Failure::method_rule("The required property '@odata.id' is missing or empty."))?;
    let key = link
        .trim_end_matches(['/', ')', '\''])
        .rsplit(['/', '\''])
        .next()
        .unwrap_or_default();
    let person = person(call, key)?;
    hand_out(call, person, token)?;
    Ok(Answer::NoContent)
}

/// Adds a token, and gives it to whom the request names.
fn enter(call: &mut Call<'_>, body: &Map<String, Value>) -> Result<usize, Failure> {
    let holder = holder(call, body)?;
    let token = parse(call, body)?;
    let token = add(call, token)?;
    if let Some(person) = holder
        && let Err(failure) = hand_out(call, person, token)
    {
        call.tenant.inventory.delete(token);
        return Err(failure);
    }
    call.committed = true;
    Ok(token)
}

fn add(call: &mut Call<'_>, token: HardwareToken) -> Result<usize, Failure> {
    let (id, serial) = (token.id.clone(), token.serial_number.clone());
    call.tenant.inventory.add(token).map_err(|_| {
        Failure::method_rule(format!(
            "A hardware OATH token with serial number [{serial}] already exists."
        ))
    })?;
    call.tenant
        .inventory
        .find(&id)
        .ok_or_else(|| call.no_such_method_resource("Resource not found."))
}

fn parse(call: &mut Call<'_>, body: &Map<String, Value>) -> Result<HardwareToken, Failure> {
    let required = |name: &str| match body.get(name).and_then(Value::as_str) {
        Some(text) if !text.trim().is_empty() => Ok(text.to_owned()),
        _ => Err(Failure::method_rule(format!(
            "The required property '{name}' is missing or empty."
        ))),
    };
    let secret = required("secretKey")?;
    if totp::key(&secret).is_none() {
        return Err(Failure::method_rule(
            "The secret key is not a valid base32 string.",
        ));
    }
    let token = HardwareToken {
        id: String::new(),
        display_name: body.get("displayName").and_then(Value::as_str).map(Into::into),
        serial_number: required("serialNumber")?,
        manufacturer: required("manufacturer")?,
        model: required("model")?,
        hash_function: hash_function(body.get("hashFunction"))?,
        time_interval_in_seconds: interval(body.get("timeIntervalInSeconds"))?,
        secret_key: Some(secret),
        status: Some(TokenStatus::Available),
    };
    Ok(HardwareToken {
        id: call.tenant.new_id().to_string(),
        ..token
    })
}

fn hash_function(value: Option<&Value>) -> Result<HashFunction, Failure> {
    match value {
        None | Some(Value::Null) => Ok(HashFunction::HmacSha1),
        Some(value) => serde_json::from_value(value.clone())
            .map_err(|_| Failure::method_rule("hashFunction must be hmacsha1 or hmacsha256.")),
    }
}

/// A number, which the documentation also writes as text.
fn interval(value: Option<&Value>) -> Result<u32, Failure> {
    let seconds = match value {
        Some(Value::String(text)) => text.parse().ok(),
        Some(value) => value.as_u64(),
        None => None,
    };
    match seconds {
        Some(30) => Ok(30),
        Some(60) => Ok(60),
        _ => Err(Failure::method_rule("timeIntervalInSeconds must be 30 or 60.")),
    }
}

/// Who is to have the token, if the request says so. Giving it away takes the rights of giving.
fn holder(call: &mut Call<'_>, body: &Map<String, Value>) -> Result<Option<usize>, Failure> {
    let Some(to) = body.get("assignTo").filter(|to| !to.is_null()) else {
        return Ok(None);
    };
    let key = to
        .get("id")
        .and_then(Value::as_str)
        .unwrap_or_default()
        .to_owned();
    person(call, &key).map(Some)
}

fn person(call: &mut Call<'_>, key: &str) -> Result<usize, Failure> {
    let place = call.tenant.directory.find(key);
    let place = place.ok_or_else(|| {
        call.no_such_method_resource(format!("The user [{key}] does not exist in the tenant."))
    })?;
    let permitted = call
        .actor
        .may_write_methods(MethodKind::HardwareOath.into(), false);
    if permitted && call.may_change(action::CREATE_METHODS, place) {
        Ok(place)
    } else {
        Err(Failure::methods_denied())
    }
}

/// The token in the path.
fn named(call: &Call<'_>) -> Result<usize, Failure> {
    let found = call.tenant.inventory.find(call.path.segment(3));
    found.ok_or_else(|| call.no_such_method_resource("Resource not found."))
}

fn shown(call: &Call<'_>, token: usize) -> Option<Value> {
    let mut shown = match call.tenant.inventory.at(token) {
        Place::Drawer(token) => shown_token(token, None),
        Place::Person(person, id) => {
            let holder = call.user(*person);
            let (_, token) = holder.token(id)?;
            shown_token(token, Some(holder))
        }
        Place::Nowhere => return None,
    };
    shown["@odata.type"] = ODATA_TYPE.into();
    Some(shown)
}

fn with_context(call: &Call<'_>, mut shown: Value) -> Value {
    shown["@odata.context"] =
        call.context("directory/authenticationMethodDevices/hardwareOathDevices/$entity");
    shown
}

fn assigned() -> Failure {
    Failure::method_rule("The hardware OATH token is assigned to a user. Remove the assignment first.")
}

fn target(call: &Call<'_>, token: usize) -> Target {
    let shown = shown(call, token).unwrap_or_default();
    let text = |name: &str| shown[name].as_str().unwrap_or_default().to_owned();
    Target::Thing {
        kind: "Other",
        id: Some(text("id")),
        display_name: text("serialNumber"),
    }
}

fn record(call: &mut Call<'_>, activity: &'static Activity, token: usize, changes: Vec<Change>) {
    let target = target(call, token);
    write_down(call, activity, target, changes);
}

fn write_down(call: &mut Call<'_>, activity: &'static Activity, target: Target, changes: Vec<Change>) {
    let by = call.initiator();
    let event = Event {
        activity,
        reason: "".into(),
        changes,
    };
    call.tenant.record_about(&by, vec![target], event);
}
