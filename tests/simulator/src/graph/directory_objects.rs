//! Directory objects whatever their kind, by id (facts 1.3).

use serde_json::{Value, json};
use uuid::Uuid;

use super::call::{Answer, Call};
use super::failure::Failure;
use super::objects::kind::Kind;
use super::objects::show::{READ_GROUPS, READ_SERVICE_PRINCIPALS, READ_UNITS, Shown, is_visible};
use super::routes::Row;
use super::users::{BASIC_PERMISSION, FULL};
use crate::tenant::objects::Object;

pub(crate) const ROUTES: &[Row] = &[
    Row::get("/directoryObjects/{id}", get),
    Row::action("/directoryObjects/getByIds", get_by_ids),
];

/// As many as one call can ask for.
const MAX_IDS: usize = 1000;

fn get(call: &mut Call<'_>) -> Result<Answer, Failure> {
    authorize(call)?;
    call.query.only(&["select", "expand", "count"])?;
    let key = call.path.segment(1);
    let object = call.tenant.object(object_id(key)?);
    let object = object.ok_or_else(|| Failure::no_directory_object(key))?;
    let context = call.context("directoryObjects/$entity");
    let mut body = serde_json::Map::from_iter([("@odata.context".to_owned(), context)]);
    body.extend(Shown::of_any_kind(call).render(call, &object));
    Ok(Answer::Json(200, Value::Object(body)))
}

fn get_by_ids(call: &mut Call<'_>) -> Result<Answer, Failure> {
    authorize(call)?;
    let ids = ids_in_body(call, "ids", MAX_IDS)?;
    let types = match call.body()?.get("types") {
        Some(Value::Array(types)) => types.clone(),
        _ => Vec::new(),
    };
    let is_wanted = |object: &Object<'_>| {
        let name = Kind::of(object).name();
        let mut named = types.iter().filter_map(Value::as_str);
        types.is_empty() || named.any(|it| it.eq_ignore_ascii_case(name) || it == "directoryObject")
    };
    let shown = Shown::of_any_kind(call);
    let value = ids
        .into_iter()
        .filter_map(|id| call.tenant.object(id))
        .filter(is_wanted)
        .map(|object| {
            let mut properties = shown.render(call, &object);
            if let Object::User(user) = object
                && call.query.select().is_none()
                && is_visible(call, Kind::User, "accountEnabled")
            {
                properties.insert("accountEnabled".into(), user.account_enabled.into());
            }
            Value::Object(properties)
        })
        .collect::<Vec<_>>();
    Ok(Answer::Json(
        200,
        json!({ "@odata.context": call.context("directoryObjects"), "value": value }),
    ))
}

fn authorize(call: &Call<'_>) -> Result<(), Failure> {
    call.require(
        &[
            FULL,
            &[BASIC_PERMISSION],
            READ_GROUPS,
            READ_UNITS,
            READ_SERVICE_PRINCIPALS,
        ]
        .concat(),
    )
}

/// The ids in a parameter of an action.
pub(crate) fn ids_in_body(call: &Call<'_>, parameter: &str, maximum: usize) -> Result<Vec<Uuid>, Failure> {
    let bad = |message: String| Failure::new(400, "Request_BadRequest", message);
    let body = call.body()?;
    let Some(Value::Array(ids)) = body.get(parameter) else {
        return Err(bad(format!("The required parameter '{parameter}' is missing.")));
    };
    if ids.len() > maximum {
        return Err(bad(format!(
            "The number of {parameter} must not exceed {maximum}."
        )));
    }
    let id = |id: &Value| match id.as_str() {
        Some(text) => object_id(text),
        None => Err(bad(format!("Invalid object identifier '{id}'."))),
    };
    ids.iter().map(id).collect()
}

/// The id in a key.
pub(crate) fn object_id(key: &str) -> Result<Uuid, Failure> {
    Uuid::try_parse(key).map_err(|_| {
        Failure::new(
            400,
            "Request_BadRequest",
            format!("Invalid object identifier '{key}'."),
        )
    })
}
