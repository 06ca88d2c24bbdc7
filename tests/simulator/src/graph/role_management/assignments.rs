//! Role assignments: who holds which role where, and granting and taking roles (facts 8.3).

use serde_json::{Value, json};

use super::super::call::{Answer, Call};
use super::super::failure::Failure;
use super::super::filter::{Demand, Field, Operator, Record};
use super::super::filter_parser;
use super::super::page::Window;
use super::super::routes::Row;
use super::super::users::merge;
use super::{READ, authorize_write, bad_request, rules};
use crate::tenant::Tenant;
use crate::tenant::action;
use crate::tenant::objects::Object;
use crate::tenant::role::Role;
use crate::tenant::role_book::{Assignment, Entry, Scope};
use uuid::Uuid;

pub(crate) const ROUTES: &[Row] = &[
    Row::get("/roleManagement/directory/roleAssignments", list),
    Row::post("/roleManagement/directory/roleAssignments", create),
    Row::get("/roleManagement/directory/roleAssignments/{id}", get),
    Row::delete("/roleManagement/directory/roleAssignments/{id}", delete),
];

const MAX_PAGE: usize = 999;

fn list(call: &mut Call<'_>) -> Result<Answer, Failure> {
    call.require(READ)?;
    call.query
        .only(&["count", "expand", "filter", "select", "skiptoken", "top"])?;
    let filter = call.query.get("filter").map(filter_parser::parse).transpose()?;
    for (path, demand) in filter.iter().flat_map(|filter| filter.demands()) {
        let known = ["principalid", "roledefinitionid", "directoryscopeid"].contains(&path.as_str());
        if !known || demand != Demand::Test(Operator::Eq) {
            return Err(Failure::new(
                400,
                "Request_BadRequest",
                format!("Invalid filter clause on '{path}'."),
            ));
        }
    }
    let expand = expansion(call)?;
    let window = Window::of(call, MAX_PAGE, MAX_PAGE)?;
    let found = in_force(call)
        .filter(|it| filter.as_ref().is_none_or(|filter| filter.accepts(it)))
        .skip_while(|it| window.from().is_some_and(|from| it.serial < from))
        .map(|entry| (entry.serial, render(call.tenant, &entry, expand)));
    let page = window.fill(found);
    let of = match expand {
        Some(relation) => format!("roleManagement/directory/roleAssignments({relation}())"),
        None => "roleManagement/directory/roleAssignments".into(),
    };
    Ok(window.answer(call, call.context(&of), None, page))
}

fn get(call: &mut Call<'_>) -> Result<Answer, Failure> {
    call.require(READ)?;
    let id = call.path.segment(3);
    let found = call.tenant.role_book.find(id).filter(|it| is_shown(call, it));
    let found = found.ok_or_else(|| Failure::no_directory_object(id))?;
    let mut body =
        json!({ "@odata.context": call.context("roleManagement/directory/roleAssignments/$entity") });
    if let Value::Object(properties) = render(call.tenant, &found, expansion(call)?) {
        merge(&mut body, properties);
    }
    Ok(Answer::Json(200, body))
}

/// `POST …/roleAssignments`
fn create(call: &mut Call<'_>) -> Result<Answer, Failure> {
    authorize_write(call, action::GRANT_ROLES)?;
    let wanted = wanted(call)?;
    let serial = rules::grant(call, wanted)?;
    let entry = call.tenant.role_book.get(serial);
    let entry = entry.ok_or_else(|| bad_request("The role assignment does not exist."))?;
    let mut body =
        json!({ "@odata.context": call.context("roleManagement/directory/roleAssignments/$entity") });
    if let Value::Object(properties) = render(call.tenant, &entry, None) {
        merge(&mut body, properties);
    }
    Ok(Answer::Json(201, body))
}

/// `DELETE …/roleAssignments/{id}`
fn delete(call: &mut Call<'_>) -> Result<Answer, Failure> {
    authorize_write(call, action::TAKE_ROLES)?;
    let id = call.path.segment(3);
    let found = call.tenant.role_book.find(id).filter(|it| is_shown(call, it));
    let found = found.ok_or_else(|| Failure::no_directory_object(id))?;
    let serial = found.serial;
    rules::take(call, serial)?;
    Ok(Answer::NoContent)
}

/// The assignment in the body.
fn wanted(call: &Call<'_>) -> Result<Assignment, Failure> {
    let body = call.body()?;
    let text = |property: &str| match body.get(property) {
        Some(Value::String(text)) if !text.is_empty() => Ok(text.as_str()),
        _ => Err(bad_request(format!(
            "A value is required for property '{property}' of resource 'RoleAssignment'."
        ))),
    };
    let id = |property: &str| {
        let text = text(property)?;
        Uuid::try_parse(text).map_err(|_| invalid(property))
    };
    let scope = Scope::parse(text("directoryScopeId")?).ok_or_else(|| invalid("directoryScopeId"))?;
    Ok(Assignment {
        principal: id("principalId")?,
        role: id("roleDefinitionId")?,
        scope,
        eligible: false,
        from: None,
        until: None,
    })
}

fn invalid(property: &str) -> Failure {
    bad_request(format!(
        "Invalid value specified for property '{property}' of resource 'RoleAssignment'."
    ))
}

fn expansion(call: &Call<'_>) -> Result<Option<&'static str>, Failure> {
    match call.query.get("expand").map(str::to_ascii_lowercase).as_deref() {
        None => Ok(None),
        Some("principal") => Ok(Some("principal")),
        Some("roledefinition") => Ok(Some("roleDefinition")),
        Some(_) => Err(Failure::new(
            400,
            "Request_BadRequest",
            "Only one of principal and roleDefinition can be expanded.",
        )),
    }
}

/// The assignments that give somebody a role now.
fn in_force<'c>(call: &'c Call<'_>) -> impl Iterator<Item = Entry<'c>> {
    call.tenant.role_book.iter().filter(|entry| is_shown(call, entry))
}

fn is_shown(call: &Call<'_>, entry: &Entry<'_>) -> bool {
    entry.assignment.is_active(call.now) && call.tenant.object(entry.assignment.principal).is_some()
}

fn render(tenant: &Tenant, entry: &Entry<'_>, expand: Option<&str>) -> Value {
    let assignment = entry.assignment;
    let mut shown = json!({
        "id": entry.id(),
        "principalId": assignment.principal,
        "directoryScopeId": assignment.scope.directory_scope_id(),
        "roleDefinitionId": assignment.role,
    });
    match (
        expand,
        tenant.object(assignment.principal),
        tenant.roles.get(assignment.role),
    ) {
        (Some("principal"), Some(principal), _) => shown["principal"] = render_principal(principal),
        (Some("roleDefinition"), _, Some(role)) => {
            shown["roleDefinition"] = render_role(role);
        }
        _ => {}
    }
    shown
}

/// The role as an expansion shows it.
pub(super) fn render_role(role: &Role) -> Value {
    json!({
        "id": role.id,
        "displayName": role.name,
        "isBuiltIn": role.built_in,
        "isEnabled": role.enabled,
        "templateId": role.id,
    })
}

/// The holder as an expansion shows them.
pub(crate) fn render_principal(principal: Object<'_>) -> Value {
    match principal {
        Object::User(user) => json!({
            "@odata.type": "#microsoft.graph.user",
            "id": user.id,
            "accountEnabled": user.account_enabled,
            "displayName": user.display_name,
            "mail": user.mail,
            "userPrincipalName": user.user_principal_name,
            "userType": user.user_type,
        }),
        Object::Group(group) => json!({
            "@odata.type": "#microsoft.graph.group",
            "id": group.id,
            "displayName": group.display_name,
            "isAssignableToRole": group.is_assignable_to_role,
            "securityEnabled": group.security_enabled,
        }),
        Object::ServicePrincipal(principal) => json!({
            "@odata.type": "#microsoft.graph.servicePrincipal",
            "id": principal.id,
            "appId": principal.app_id,
            "displayName": principal.name,
        }),
        // Nothing else holds roles.
        Object::Unit(_) | Object::Role(..) => json!({ "id": principal.id() }),
    }
}

impl Record for Entry<'_> {
    fn field(&self, path: &str) -> Field<'_> {
        match path {
            "principalid" => Field::Text(self.assignment.principal.to_string().into()),
            "roledefinitionid" => Field::Text(self.assignment.role.to_string().into()),
            "directoryscopeid" => Field::Text(self.assignment.scope.directory_scope_id().into()),
            _ => Field::Absent,
        }
    }
}
