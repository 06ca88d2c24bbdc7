//! Role definitions: what each role may do, and roles of the tenant's own (facts 8.1, 8.2).

use serde_json::{Map, Value, json};

use super::super::call::{Answer, Call};
use super::super::directory_objects::object_id;
use super::super::failure::Failure;
use super::super::routes::Row;
use super::super::selection;
use super::super::users::merge;
use super::super::wire::Version;
use super::{READ, authorize_write, bad_request};
use crate::tenant::action;
use crate::tenant::audit::{self, Activity, Change, Event, Target};
use crate::tenant::role::Role;

pub(crate) const ROUTES: &[Row] = &[
    Row::get("/roleManagement/directory/roleDefinitions", list),
    Row::post("/roleManagement/directory/roleDefinitions", create),
    Row::get("/roleManagement/directory/roleDefinitions/{id}", get),
    Row::patch("/roleManagement/directory/roleDefinitions/{id}", patch),
    Row::delete("/roleManagement/directory/roleDefinitions/{id}", delete),
];

const CONTEXT: &str = "roleManagement/directory/roleDefinitions";

fn list(call: &mut Call<'_>) -> Result<Answer, Failure> {
    authorize_read(call)?;
    call.query
        .only(&["count", "filter", "orderby", "select", "skiptoken", "top"])?;
    let all = call.tenant.roles.iter().map(|role| render(role, call.version));
    let filterable = [
        "id",
        "displayName",
        "isBuiltIn",
        "isEnabled",
        "templateId",
        "isPrivileged",
    ];
    selection::answer(call, call.context(CONTEXT), all.collect(), &filterable)
}

fn get(call: &mut Call<'_>) -> Result<Answer, Failure> {
    authorize_read(call)?;
    call.query.only(&["select"])?;
    let role = find(call)?;
    Ok(single(call, 200, role))
}

/// `POST …/roleDefinitions`
fn create(call: &mut Call<'_>) -> Result<Answer, Failure> {
    authorize_write(call, action::CREATE_ROLES)?;
    require_premium(call)?;
    let body = call.body()?;
    let name = name(&body)?.ok_or_else(|| {
        bad_request("A value is required for property 'displayName' of resource 'RoleDefinition'.")
    })?;
    let actions = actions(call, &body)?.ok_or_else(|| {
        bad_request("A value is required for property 'rolePermissions' of resource 'RoleDefinition'.")
    })?;
    let role = Role {
        id: call.tenant.new_id(),
        name: name.into(),
        built_in: false,
        enabled: flag(&body, "isEnabled")?.unwrap_or(true),
        description: text(&body, "description")?.map(Into::into),
        actions: actions.into(),
    };
    let id = role.id;
    if call.tenant.roles.add(role).is_err() {
        return Err(taken());
    }
    call.committed = true;
    let role = call.tenant.roles.get(id).ok_or_else(|| missing(call))?.clone();
    record(call, &audit::ROLE_DEFINED, &role);
    Ok(single(call, 201, &role))
}

/// `PATCH …/roleDefinitions/{id}`
fn patch(call: &mut Call<'_>) -> Result<Answer, Failure> {
    authorize_write(call, action::CHANGE_ROLES)?;
    let mut role = own(call)?;
    require_premium(call)?;
    let body = call.body()?;
    if let Some(name) = name(&body)? {
        role.name = name.into();
    }
    if let Some(description) = text(&body, "description")? {
        role.description = Some(description.into());
    }
    if let Some(actions) = actions(call, &body)? {
        role.actions = actions.into();
    }
    if let Some(enabled) = flag(&body, "isEnabled")? {
        role.enabled = enabled;
    }
    if !call.tenant.roles.replace(role.clone()) {
        return Err(taken());
    }
    call.committed = true;
    record(call, &audit::ROLE_REDEFINED, &role);
    Ok(Answer::NoContent)
}

/// `DELETE …/roleDefinitions/{id}`
fn delete(call: &mut Call<'_>) -> Result<Answer, Failure> {
    authorize_write(call, action::DELETE_ROLES)?;
    let role = own(call)?;
    let now = call.now;
    let held = |entry: crate::tenant::role_book::Entry<'_>| {
        entry.assignment.role == role.id && entry.assignment.until.is_none_or(|until| now < until)
    };
    if call.tenant.role_book.iter().any(held) {
        return Err(bad_request(
            "The role definition cannot be deleted because it is still assigned.",
        ));
    }
    call.tenant.roles.remove(role.id);
    call.committed = true;
    record(call, &audit::ROLE_UNDEFINED, &role);
    Ok(Answer::NoContent)
}

/// Every member may read roles; the token must say so too.
fn authorize_read(call: &Call<'_>) -> Result<(), Failure> {
    call.require(READ)
}

fn require_premium(call: &Call<'_>) -> Result<(), Failure> {
    if call.tenant.rules.premium {
        return Ok(());
    }
    Err(bad_request(
        "The tenant needs a Microsoft Entra ID P1 or P2 license to create or change custom roles.",
    ))
}

fn find<'c>(call: &'c Call<'_>) -> Result<&'c Role, Failure> {
    let id = object_id(call.path.segment(3))?;
    call.tenant.roles.get(id).ok_or_else(|| missing(call))
}

fn missing(call: &Call<'_>) -> Failure {
    Failure::no_directory_object(call.path.segment(3))
}

/// A role of the tenant's own; the others cannot be changed.
fn own(call: &Call<'_>) -> Result<Role, Failure> {
    let role = find(call)?;
    if role.built_in {
        return Err(bad_request(
            "Built-in role definitions cannot be updated or deleted.",
        ));
    }
    Ok(role.clone())
}

fn taken() -> Failure {
    bad_request(
        "A conflicting object with one or more of the specified property values is present in the directory.",
    )
}

fn text<'b>(body: &'b Map<String, Value>, property: &str) -> Result<Option<&'b str>, Failure> {
    match body.get(property) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(bad_request(format!(
            "Invalid value specified for property '{property}' of resource 'RoleDefinition'."
        ))),
    }
}

fn name(body: &Map<String, Value>) -> Result<Option<String>, Failure> {
    match text(body, "displayName")?.map(str::trim) {
        Some("") => Err(bad_request(
            "Invalid value specified for property 'displayName' of resource 'RoleDefinition'.",
        )),
        name => Ok(name.map(str::to_owned)),
    }
}

fn flag(body: &Map<String, Value>, property: &str) -> Result<Option<bool>, Failure> {
    match body.get(property) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Bool(flag)) => Ok(Some(*flag)),
        Some(_) => Err(bad_request(format!(
            "Invalid value specified for property '{property}' of resource 'RoleDefinition'."
        ))),
    }
}

/// The actions in `rolePermissions`. A role of the tenant's own can carry what some built-in role of the directory
/// carries, and nothing that only Microsoft's other services know.
fn actions(
    call: &Call<'_>,
    body: &Map<String, Value>,
) -> Result<Option<Vec<std::borrow::Cow<'static, str>>>, Failure> {
    let Some(permissions) = body.get("rolePermissions") else {
        return Ok(None);
    };
    let lists = permissions.as_array().map(Vec::as_slice).unwrap_or_default();
    let listed = lists
        .iter()
        .filter_map(|permission| permission.get("allowedResourceActions")?.as_array())
        .flatten();
    let mut actions = Vec::new();
    for action in listed {
        let known = action.as_str().filter(|action| is_assignable(call, action));
        let known = known.ok_or_else(|| {
            bad_request(format!(
                "Action '{}' is not supported for custom role definitions.",
                action.as_str().unwrap_or_default()
            ))
        })?;
        actions.push(known.to_owned().into());
    }
    if actions.is_empty() {
        return Err(bad_request("At least one allowed resource action is required."));
    }
    Ok(Some(actions))
}

fn is_assignable(call: &Call<'_>, action: &str) -> bool {
    let names = action.to_ascii_lowercase();
    names.starts_with("microsoft.directory/")
        && !names.ends_with("/alltasks")
        && call.tenant.roles.iter().any(|role| role.carries(action))
}

fn single(call: &Call<'_>, status: u16, role: &Role) -> Answer {
    let mut body = json!({ "@odata.context": call.context(&format!("{CONTEXT}/$entity")) });
    if let Value::Object(properties) = selection::selected(call, render(role, call.version)) {
        merge(&mut body, properties);
    }
    Answer::Json(status, body)
}

/// The definition as the service shows it.
fn render(role: &Role, version: Version) -> Value {
    let mut shown = json!({
        "id": role.id,
        "description": role.description,
        "displayName": role.name,
        "isBuiltIn": role.built_in,
        "isEnabled": role.enabled,
        "templateId": role.id,
        "version": role.built_in.then_some("1"),
        "resourceScopes": ["/"],
        "rolePermissions": [{ "allowedResourceActions": role.actions, "condition": null }],
    });
    if version == Version::Beta {
        shown["isPrivileged"] = role.is_privileged().into();
    }
    shown
}

fn record(call: &mut Call<'_>, activity: &'static Activity, role: &Role) {
    let by = call.initiator();
    let targets = vec![Target::Thing {
        kind: "Role",
        id: Some(role.id.to_string()),
        display_name: role.name.to_string(),
    }];
    let changes = vec![Change::new("DisplayName", "", format!("\"{}\"", role.name))];
    let event = Event {
        activity,
        reason: "".into(),
        changes,
    };
    call.tenant.record_about(&by, targets, event);
}
