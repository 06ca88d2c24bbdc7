//! Reading who holds which directory role (facts 8.3, 8.6).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use uuid::Uuid;

use super::call::{Answer, Call};
use super::failure::Failure;
use super::filter::{Demand, Field, Operator, Record};
use super::filter_parser;
use super::page::Window;
use super::users::merge;
use crate::tenant::Tenant;
use crate::tenant::directory::User;
use crate::tenant::role::Role;

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
    let roles = call.user(place).roles.iter().filter(|_| shows_roles);
    let value: Vec<Value> = roles
        .map(|role| {
            let mut object = json!({
                "id": directory_role_id(call.tenant, role),
                "deletedDateTime": null,
                "description": null,
                "displayName": role.name,
                "roleTemplateId": role.template_id,
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
    let all = call.tenant.directory.people().flat_map(assignments);
    let found = all
        .filter(|it| filter.as_ref().is_none_or(|filter| filter.accepts(it)))
        .enumerate()
        .skip(window.from().unwrap_or(0))
        .map(|(place, assignment)| (place, assignment.render(expand)));
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
    let mut all = call.tenant.directory.people().flat_map(assignments);
    let found = all
        .find(|assignment| assignment.id() == id)
        .ok_or_else(|| Failure::no_directory_object(id))?;
    let mut body =
        json!({ "@odata.context": call.context("roleManagement/directory/roleAssignments/$entity") });
    if let Value::Object(properties) = found.render(expansion(call)?) {
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

/// A role held tenant-wide.
struct Assignment<'a> {
    user: &'a User,
    role: &'static Role,
}

fn assignments(user: &User) -> impl Iterator<Item = Assignment<'_>> {
    user.roles.iter().map(move |role| Assignment { user, role })
}

impl Assignment<'_> {
    fn id(&self) -> String {
        let mut bytes = Vec::with_capacity(32);
        bytes.extend(
            Uuid::try_parse(self.role.template_id)
                .unwrap_or_default()
                .to_bytes_le(),
        );
        bytes.extend(self.user.id.to_bytes_le());
        format!("{}-1", URL_SAFE_NO_PAD.encode(bytes))
    }

    fn render(&self, expand: Option<&str>) -> Value {
        let mut assignment = json!({
            "id": self.id(),
            "principalId": self.user.id,
            "directoryScopeId": "/",
            "roleDefinitionId": self.role.template_id,
        });
        match expand {
            Some("principal") => {
                assignment["principal"] = json!({
                    "@odata.type": "#microsoft.graph.user",
                    "id": self.user.id,
                    "accountEnabled": self.user.account_enabled,
                    "displayName": self.user.display_name,
                    "mail": self.user.mail,
                    "userPrincipalName": self.user.user_principal_name,
                    "userType": self.user.user_type,
                });
            }
            Some(_) => {
                assignment["roleDefinition"] = json!({
                    "id": self.role.template_id,
                    "displayName": self.role.name,
                    "isBuiltIn": true,
                    "isEnabled": true,
                    "templateId": self.role.template_id,
                });
            }
            None => {}
        }
        assignment
    }
}

impl Record for Assignment<'_> {
    fn field(&self, path: &str) -> Field<'_> {
        match path {
            "principalid" => Field::Text(self.user.id.to_string().into()),
            "roledefinitionid" => Field::Text(self.role.template_id.into()),
            "directoryscopeid" => Field::Text("/".into()),
            _ => Field::Absent,
        }
    }
}

/// The id of the activated role object, which differs from tenant to tenant.
fn directory_role_id(tenant: &Tenant, role: &Role) -> Uuid {
    Uuid::new_v5(&tenant.id, role.template_id.as_bytes())
}
