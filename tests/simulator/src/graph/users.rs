//! Users one by one: `GET /users/{u}` (facts 1.1).

use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::failure::Failure;
use super::user_properties::{self, Property, Shown};
use super::{reporting, user_values};

/// The permission that shows the basic profile.
pub(crate) const BASIC_PERMISSION: &str = "User.ReadBasic.All";
/// Permissions that show every property.
pub(crate) const FULL: &[&str] = &[
    "User.Read.All",
    "User.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];

/// The properties that the caller gets, or a refusal when the permission does not reach that far.
pub(crate) fn visible_properties(
    call: &Call<'_>,
    collection: bool,
) -> Result<Vec<&'static Property>, Failure> {
    let names = call.query.select();
    let selected = user_properties::selected(names.as_deref(), collection)?;
    if call.actor.has_any(FULL) {
        return Ok(selected);
    }
    if names.is_none() {
        return Ok(user_properties::basic());
    }
    if selected.iter().all(|property| property.shown == Shown::Basic) {
        Ok(selected)
    } else {
        Err(Failure::directory_denied())
    }
}

/// The names of properties as a context lists them.
pub(crate) fn names(properties: &[&Property]) -> String {
    let names: Vec<_> = properties.iter().map(|property| property.name).collect();
    names.join(",")
}

/// `GET /users/{u}`
pub(crate) fn get(call: &mut Call<'_>) -> Result<Answer, Failure> {
    call.query.only(&["select", "expand", "count"])?;
    let key = call.path.segment(1).to_owned();
    let about_self = call
        .tenant
        .directory
        .find(&key)
        .is_some_and(|place| call.actor.is_self(call.user(place)) && call.actor.has_any(&["User.Read"]));
    let properties = if about_self {
        user_properties::selected(call.query.select().as_deref(), false)?
    } else {
        call.require(&[FULL, &["User.ReadBasic.All"]].concat())?;
        visible_properties(call, false)?
    };
    if properties
        .iter()
        .any(|property| property.name == "signInActivity")
    {
        reporting::admit(call, &["AuditLog.Read.All"])?;
    }
    let place = call.find_user()?;
    let of = match call.query.select() {
        Some(_) => format!("users({})/$entity", names(&properties)),
        None => "users/$entity".into(),
    };
    let mut body = json!({ "@odata.context": call.context(&of) });
    merge(
        &mut body,
        user_values::render(call.tenant, call.user(place), &properties),
    );
    Ok(Answer::Json(200, body))
}

/// Adds properties to an object.
pub(crate) fn merge(object: &mut Value, properties: serde_json::Map<String, Value>) {
    if let Value::Object(object) = object {
        object.extend(properties);
    }
}
