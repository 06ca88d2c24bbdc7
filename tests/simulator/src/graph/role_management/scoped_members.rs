//! Roles scoped to administrative units, seen from the unit, the role or the person (facts 8.5).
//!
//! They name the role by the id that its object has in this tenant, not by its template.

use serde_json::{Value, json};
use uuid::Uuid;

use super::super::administrative_units;
use super::super::call::{Answer, Call};
use super::super::directory_objects::object_id;
use super::super::failure::Failure;
use super::super::page::Window;
use super::super::routes::Row;
use super::super::users::merge;
use super::{READ, authorize_write, bad_request, directory_roles, rules};
use crate::tenant::action;
use crate::tenant::objects::Object;
use crate::tenant::role_book::{Assignment, Entry, Scope};

pub(crate) const ROUTES: &[Row] = &[
    Row::get("/directory/administrativeUnits/{id}/scopedRoleMembers", of_unit),
    Row::post("/directory/administrativeUnits/{id}/scopedRoleMembers", create),
    Row::get("/directory/administrativeUnits/{id}/scopedRoleMembers/{id}", get),
    Row::delete(
        "/directory/administrativeUnits/{id}/scopedRoleMembers/{id}",
        delete,
    ),
    Row::get("/directoryRoles/{id}/scopedMembers", of_role),
    Row::get("/users/{id}/scopedRoleMemberOf", of_person),
];

const MAX_PAGE: usize = 999;
const CONTEXT: &str = "scopedRoleMemberships";

fn of_unit(call: &mut Call<'_>) -> Result<Answer, Failure> {
    call.require(READ)?;
    let unit = administrative_units::find(call)?.id;
    page(call, |entry| entry.assignment.scope == Scope::Unit(unit))
}

fn of_role(call: &mut Call<'_>) -> Result<Answer, Failure> {
    call.require(READ)?;
    let role = directory_roles::find(call)?.1.id;
    page(call, |entry| entry.assignment.role == role)
}

fn of_person(call: &mut Call<'_>) -> Result<Answer, Failure> {
    call.require(READ)?;
    let place = call.find_user()?;
    let person = call.user(place).id;
    page(call, |entry| entry.assignment.principal == person)
}

fn get(call: &mut Call<'_>) -> Result<Answer, Failure> {
    call.require(READ)?;
    let (_, entry) = in_path(call)?;
    Ok(single(call, 200, &entry))
}

/// `POST …/scopedRoleMembers`
fn create(call: &mut Call<'_>) -> Result<Answer, Failure> {
    authorize_write(call, action::GRANT_ROLES)?;
    let unit = administrative_units::find(call)?.id;
    let body = call.body()?;
    let text = |value: Option<&Value>, property: &str| match value {
        Some(Value::String(text)) => object_id(text),
        _ => Err(bad_request(format!(
            "A value is required for property '{property}' of resource 'ScopedRoleMembership'."
        ))),
    };
    let role_object = text(body.get("roleId"), "roleId")?;
    let member = body.get("roleMemberInfo").and_then(|info| info.get("id"));
    let principal = text(member, "roleMemberInfo.id")?;
    let mut activated = call.tenant.activated_roles();
    let role = activated
        .find(|(id, _)| *id == role_object)
        .map(|(_, role)| role.id);
    drop(activated);
    let role = role.ok_or_else(|| Failure::no_directory_object(&role_object.to_string()))?;
    let wanted = Assignment {
        principal,
        role,
        scope: Scope::Unit(unit),
        eligible: false,
        from: None,
        until: None,
    };
    let serial = rules::grant(call, wanted)?;
    let entry = call.tenant.role_book.get(serial);
    let entry = entry.ok_or_else(|| bad_request("The role assignment does not exist."))?;
    Ok(single(call, 201, &entry))
}

/// `DELETE …/scopedRoleMembers/{id}`
fn delete(call: &mut Call<'_>) -> Result<Answer, Failure> {
    authorize_write(call, action::TAKE_ROLES)?;
    let serial = in_path(call)?.1.serial;
    rules::take(call, serial)?;
    Ok(Answer::NoContent)
}

/// The membership in the path, and its unit.
fn in_path<'c>(call: &'c Call<'_>) -> Result<(Uuid, Entry<'c>), Failure> {
    let unit = administrative_units::find(call)?.id;
    let key = call.path.segment(4);
    let found =
        call.tenant.role_book.find(key).filter(|entry| {
            entry.assignment.scope == Scope::Unit(unit) && entry.assignment.is_active(call.now)
        });
    found
        .map(|entry| (unit, entry))
        .ok_or_else(|| Failure::no_directory_object(key))
}

/// The active assignments in units that fit.
fn page(call: &Call<'_>, fits: impl Fn(&Entry<'_>) -> bool) -> Result<Answer, Failure> {
    call.query.only(&["count", "select", "skiptoken", "top"])?;
    let window = Window::of(call, MAX_PAGE, MAX_PAGE)?;
    let scoped = call.tenant.role_book.iter().filter(|entry| {
        matches!(entry.assignment.scope, Scope::Unit(_))
            && entry.assignment.is_active(call.now)
            && fits(entry)
    });
    let rest = scoped.skip_while(|entry| window.from().is_some_and(|from| entry.serial < from));
    let page = window.fill(rest.map(|entry| (entry.serial, render(call, &entry))));
    Ok(window.answer(call, call.context(CONTEXT), None, page))
}

fn single(call: &Call<'_>, status: u16, entry: &Entry<'_>) -> Answer {
    let mut body = json!({ "@odata.context": call.context(&format!("{CONTEXT}/$entity")) });
    if let Value::Object(properties) = render(call, entry) {
        merge(&mut body, properties);
    }
    Answer::Json(status, body)
}

fn render(call: &Call<'_>, entry: &Entry<'_>) -> Value {
    let assignment = entry.assignment;
    let name = match call.tenant.object(assignment.principal) {
        Some(Object::User(user)) => Some(user.display_name.to_string()),
        Some(Object::Group(group)) => Some(group.display_name.to_string()),
        Some(Object::ServicePrincipal(principal)) => Some(principal.name.to_owned()),
        _ => None,
    };
    let unit = match assignment.scope {
        Scope::Unit(unit) => Some(unit),
        _ => None,
    };
    json!({
        "id": entry.id(),
        "administrativeUnitId": unit,
        "roleId": call.tenant.directory_role_id(assignment.role),
        "roleMemberInfo": { "id": assignment.principal, "displayName": name },
    })
}
