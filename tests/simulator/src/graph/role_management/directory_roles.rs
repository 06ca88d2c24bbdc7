//! Activated directory roles and their members: the older way to the same assignments (facts 8.3, 8.5).
//!
//! A role is addressed by the id that its object has in this tenant, or by its template:
//! `/directoryRoles(roleTemplateId='…')`.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::super::call::{Answer, Call};
use super::super::directory_objects::object_id;
use super::super::failure::Failure;
use super::super::objects::kind::Kind;
use super::super::objects::list;
use super::super::references::added;
use super::super::routes::{Row, relation};
use super::{READ, authorize_write, bad_request, rules};
use crate::tenant::action;
use crate::tenant::objects::Object;
use crate::tenant::role::Role;
use crate::tenant::role_book::{Assignment, Scope};

pub(crate) const ROUTES: &[Row] = &[
    Row::get("/directoryRoles", all),
    Row::post("/directoryRoles", activate),
    Row::get("/directoryRoles/{id}", get),
    Row::post("/directoryRoles/{id}/members/$ref", add),
    Row::delete("/directoryRoles/{id}/members/{id}/$ref", remove),
    Row::get("/directoryRoles(roleTemplateId={roleTemplateId})", get),
    Row::get(
        "/directoryRoles(roleTemplateId={roleTemplateId})/members",
        members,
    ),
    Row::get("/directoryRoleTemplates", templates),
    Row::get("/directoryRoleTemplates/{id}", template),
];
pub(crate) const MEMBERS: &[Row] = relation!(
    "/directoryRoles/{id}/members",
    members,
    ["user", "group", "servicePrincipal"]
);

fn all(call: &mut Call<'_>) -> Result<Answer, Failure> {
    call.require(READ)?;
    let mut roles: Vec<_> = call.tenant.activated_roles().collect();
    roles.sort_by_key(|(id, _)| *id);
    let objects = roles.into_iter().map(|(id, role)| Object::Role(id, role));
    list::collection(call, Kind::DirectoryRole, objects.enumerate(), false)
}

fn get(call: &mut Call<'_>) -> Result<Answer, Failure> {
    call.require(READ)?;
    let (id, role) = find(call)?;
    list::single(call, &Object::Role(id, role))
}

/// `POST /directoryRoles`
fn activate(call: &mut Call<'_>) -> Result<Answer, Failure> {
    authorize_write(call, action::GRANT_ROLES)?;
    let body = call.body()?;
    let template = body.get("roleTemplateId").and_then(Value::as_str);
    let template = template.ok_or_else(|| {
        bad_request("A value is required for property 'roleTemplateId' of resource 'DirectoryRole'.")
    })?;
    let role = object_id(template)?;
    let known = call.tenant.roles.get(role).filter(|role| role.built_in);
    if known.is_none() {
        return Err(Failure::no_directory_object(template));
    }
    let id = call.tenant.directory_role_id(role);
    if call.tenant.activated_roles().any(|(known, _)| known == id) {
        return Err(bad_request(
            "A conflicting object with one or more of the specified property values is present in the directory.",
        ));
    }
    call.tenant.roles.activate(role);
    call.committed = true;
    let known = call
        .tenant
        .roles
        .get(role)
        .ok_or_else(|| Failure::no_directory_object(template))?;
    let Answer::Json(_, body) = list::single(call, &Object::Role(id, known))? else {
        return Ok(Answer::NoContent);
    };
    Ok(Answer::Json(201, body))
}

/// Who holds the role directly and in the whole tenant.
fn members(call: &mut Call<'_>) -> Result<Answer, Failure> {
    call.require(READ)?;
    let (_, role) = find(call)?;
    let holders = call.tenant.role_book.iter().filter(|entry| {
        let it = entry.assignment;
        it.role == role.id && it.scope == Scope::Tenant && it.is_active(call.now)
    });
    let objects =
        holders.filter_map(|entry| Some((entry.serial, call.tenant.object(entry.assignment.principal)?)));
    let kinds = [Kind::User, Kind::Group, Kind::ServicePrincipal];
    let lower = call.path.lower();
    let after = lower
        .iter()
        .position(|segment| *segment == "members")
        .map_or(lower.len(), |place| place + 1);
    list::relation(call, &kinds, &lower[after..], objects)
}

/// `POST /directoryRoles/{id}/members/$ref`
fn add(call: &mut Call<'_>) -> Result<Answer, Failure> {
    authorize_write(call, action::GRANT_ROLES)?;
    let role = find(call)?.1.id;
    let principal = added(call)?;
    if held(call, principal, role).is_some() {
        return Err(bad_request(
            "One or more added object references already exist for the following modified properties: 'members'.",
        ));
    }
    let wanted = Assignment {
        principal,
        role,
        scope: Scope::Tenant,
        eligible: false,
        from: None,
        until: None,
    };
    rules::grant(call, wanted)?;
    Ok(Answer::NoContent)
}

/// `DELETE /directoryRoles/{id}/members/{member}/$ref`
fn remove(call: &mut Call<'_>) -> Result<Answer, Failure> {
    authorize_write(call, action::TAKE_ROLES)?;
    let role = find(call)?.1.id;
    let lower = call.path.lower();
    let key = call.path.segment(lower.len().saturating_sub(2)).to_owned();
    let principal = object_id(&key)?;
    let serial = held(call, principal, role).ok_or_else(|| Failure::no_directory_object(&key))?;
    rules::take(call, serial)?;
    Ok(Answer::NoContent)
}

/// The serial number of the assignment by which somebody holds the role directly and in the whole tenant.
fn held(call: &Call<'_>, principal: Uuid, role: Uuid) -> Option<usize> {
    let mut own = call.tenant.role_book.of(principal);
    let found = own.find(|entry| {
        let it = entry.assignment;
        it.role == role && it.scope == Scope::Tenant && it.is_active(call.now)
    });
    found.map(|entry| entry.serial)
}

/// `GET /directoryRoleTemplates`
fn templates(call: &mut Call<'_>) -> Result<Answer, Failure> {
    call.require(READ)?;
    let built_in = call.tenant.roles.iter().filter(|role| role.built_in);
    let value: Vec<Value> = built_in
        .map(|role| Value::Object(render_template(role)))
        .collect();
    let context = call.context("directoryRoleTemplates");
    Ok(Answer::Json(
        200,
        json!({ "@odata.context": context, "value": value }),
    ))
}

/// `GET /directoryRoleTemplates/{id}`
fn template(call: &mut Call<'_>) -> Result<Answer, Failure> {
    call.require(READ)?;
    let key = call.path.segment(1);
    let role = call
        .tenant
        .roles
        .get(object_id(key)?)
        .filter(|role| role.built_in);
    let role = role.ok_or_else(|| Failure::no_directory_object(key))?;
    let mut body = Map::from_iter([(
        "@odata.context".to_owned(),
        call.context("directoryRoleTemplates/$entity"),
    )]);
    body.extend(render_template(role));
    Ok(Answer::Json(200, Value::Object(body)))
}

fn render_template(role: &Role) -> Map<String, Value> {
    Map::from_iter([
        ("id".to_owned(), role.id.to_string().into()),
        ("deletedDateTime".to_owned(), Value::Null),
        ("description".to_owned(), Value::Null),
        ("displayName".to_owned(), role.name.to_string().into()),
    ])
}

/// The activated role in the path.
pub(super) fn find<'c>(call: &'c Call<'_>) -> Result<(Uuid, &'c Role), Failure> {
    let named = call.path.segment(0);
    let key = match named.split_once('\'') {
        Some((_, template)) => template.trim_end_matches("')"),
        None => call.path.segment(1),
    };
    let by_template = named.contains('\'');
    let wanted = object_id(key)?;
    let mut activated = call.tenant.activated_roles();
    activated
        .find(|(id, role)| {
            if by_template {
                role.id == wanted
            } else {
                *id == wanted
            }
        })
        .ok_or_else(|| Failure::no_directory_object(key))
}
