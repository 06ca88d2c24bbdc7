//! Reading who holds which directory role (facts 8.3, 8.6).

use serde_json::{Value, json};
use uuid::Uuid;

use super::call::{Answer, Call};
use super::failure::Failure;
use super::filter::{Demand, Field, Operator, Record};
use super::filter_parser;
use super::page::Window;
use super::users::merge;
use crate::tenant::Tenant;
use crate::tenant::objects::Object;
use crate::tenant::role::Role;
use crate::tenant::role_book::{Entry, Scope};

const MAX_PAGE: usize = 999;

/// `GET /users/{u}/memberOf…` and `…/transitiveMemberOf…`, with or without a cast.
pub(crate) fn of_user(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let cast = call.path.segment(3).to_lowercase();
    let transitive = call.path.segment(2).eq_ignore_ascii_case("transitiveMemberOf");
    let place = call.find_user();
    let own = place
        .as_ref()
        .is_ok_and(|place| call.actor.is_self(call.user(*place)));
    let mut permissions = vec!["Directory.Read.All", "Directory.ReadWrite.All"];
    if transitive || !call.actor.is_application() {
        permissions.extend(["User.Read.All", "User.ReadWrite.All"]);
    }
    if own {
        permissions.push("User.Read");
    }
    call.require(&permissions)?;
    let place = place?;
    let advanced = ["filter", "count", "orderby", "search"]
        .iter()
        .any(|option| call.query.get(option).is_some());
    if advanced && !cast.is_empty() && !call.is_eventual() {
        return Err(Failure::unsupported_query("Unsupported Query."));
    }
    let shows_roles = cast.is_empty() || cast.ends_with("graph.directoryrole");
    let select = call.query.select();
    let person = call.user(place).id;
    let held = if transitive {
        call.tenant.tenant_wide_roles(person)
    } else {
        directly_held(call, person)
    };
    let roles = held.iter().filter(|_| shows_roles);
    let value: Vec<Value> = roles
        .filter_map(|id| call.tenant.roles.get(*id))
        .map(|role| {
            let mut object = json!({
                "id": directory_role_id(call.tenant, role),
                "deletedDateTime": null,
                "description": null,
                "displayName": role.name,
                "roleTemplateId": role.id,
            });
            if let (Some(names), Value::Object(properties)) = (&select, &mut object) {
                properties.retain(|name, _| names.iter().any(|wanted| wanted.eq_ignore_ascii_case(name)));
            }
            if cast.is_empty() {
                object["@odata.type"] = "#microsoft.graph.directoryRole".into();
            }
            object
        })
        .collect();
    let of = if cast.is_empty() {
        "directoryObjects"
    } else {
        "directoryRoles"
    };
    Ok(Answer::Json(
        200,
        json!({ "@odata.context": call.context(of), "value": value }),
    ))
}

/// `GET /roleManagement/directory/roleAssignments`
pub(crate) fn list_assignments(call: &mut Call<'_>) -> Result<Answer, Failure> {
    authorize(call)?;
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

/// `GET /roleManagement/directory/roleAssignments/{id}`
pub(crate) fn get_assignment(call: &mut Call<'_>) -> Result<Answer, Failure> {
    authorize(call)?;
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

fn authorize(call: &Call<'_>) -> Result<(), Failure> {
    call.require(&[
        "RoleManagement.Read.Directory",
        "RoleManagement.ReadWrite.Directory",
        "RoleManagement.Read.All",
        "Directory.Read.All",
        "Directory.ReadWrite.All",
    ])
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

/// The roles that somebody holds now in the whole tenant, without those of groups.
fn directly_held(call: &Call<'_>, person: Uuid) -> Vec<Uuid> {
    let own = call.tenant.role_book.of(person);
    own.filter(|entry| entry.assignment.scope == Scope::Tenant && entry.assignment.is_active(call.now))
        .map(|entry| entry.assignment.role)
        .collect()
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
            shown["roleDefinition"] = json!({
                "id": role.id,
                "displayName": role.name,
                "isBuiltIn": role.built_in,
                "isEnabled": true,
                "templateId": role.id,
            });
        }
        _ => {}
    }
    shown
}

fn render_principal(principal: Object<'_>) -> Value {
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
        Object::ServicePrincipal(id, app) => json!({
            "@odata.type": "#microsoft.graph.servicePrincipal",
            "id": id,
            "appId": app.client_id,
            "displayName": app.name,
        }),
        Object::Unit(unit) => json!({
            "@odata.type": "#microsoft.graph.administrativeUnit",
            "id": unit.id,
            "displayName": unit.display_name,
        }),
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

/// The id of the activated role object, which differs from tenant to tenant.
fn directory_role_id(tenant: &Tenant, role: &Role) -> Uuid {
    Uuid::new_v5(&tenant.id, role.id.to_string().as_bytes())
}
