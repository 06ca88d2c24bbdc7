//! What decides who may act on whom: roles, groups that can hold roles, administrative units (facts 8.3 to 8.7).
//! Lists here are read whole or not at all: a part must not pass for an ordinary person's.

use super::path::{UserKey, literal, query_value, segment};
use crate::api::RoleRef;
use crate::error::Result;
use crate::http::{Call, Reply, Version};
use serde_json::Value;

/// Active, tenant-wide roles, through groups too.
pub(crate) fn of_user(version: Version, key: &UserKey) -> Call {
    Call::get(
        "GET /users/{user}/transitiveMemberOf/microsoft.graph.directoryRole",
        version,
        format!(
            "{}/transitiveMemberOf/microsoft.graph.directoryRole?$select=displayName,roleTemplateId",
            key.path()
        ),
    )
}

/// The groups that can hold roles and that the person is a member of.
pub(crate) fn assignable_groups(version: Version, key: &UserKey) -> Call {
    let filter = query_value("isAssignableToRole eq true");
    Call::get(
        "GET /users/{user}/transitiveMemberOf/microsoft.graph.group",
        version,
        format!(
            "{}/transitiveMemberOf/microsoft.graph.group?$filter={filter}&$select=id,displayName,isAssignableToRole&$count=true",
            key.path()
        ),
    )
    .eventual()
}

/// The groups that can hold roles and that an application is a member of.
pub(crate) fn assignable_groups_of_application(version: Version, id: &str) -> Result<Call> {
    let filter = query_value("isAssignableToRole eq true");
    Ok(Call::get(
        "GET /servicePrincipals/{id}/transitiveMemberOf/microsoft.graph.group",
        version,
        format!(
            "/servicePrincipals/{}/transitiveMemberOf/microsoft.graph.group?$filter={filter}&$select=id,displayName,isAssignableToRole&$count=true",
            segment(id)?
        ),
    )
    .eventual())
}

/// Every group that can hold roles; there are no more than 500 of them in a tenant.
pub(crate) fn every_assignable_group() -> Call {
    let filter = query_value("isAssignableToRole eq true");
    Call::get(
        "GET /groups?$filter=isAssignableToRole",
        Version::V1,
        format!("/groups?$filter={filter}&$select=id,displayName,isAssignableToRole&$top=999"),
    )
}

/// The people who own a group.
pub(crate) fn owners(group: &str) -> Result<Call> {
    Ok(Call::get(
        "GET /groups/{group}/owners/microsoft.graph.user",
        Version::V1,
        format!(
            "/groups/{}/owners/microsoft.graph.user?$select=id&$top=999",
            segment(group)?
        ),
    ))
}

/// The groups that the person owns.
pub(crate) fn owned_groups(version: Version, key: &UserKey) -> Call {
    Call::get(
        "GET /users/{user}/ownedObjects/microsoft.graph.group",
        version,
        format!(
            "{}/ownedObjects/microsoft.graph.group?$select=id,displayName,isAssignableToRole&$top=999",
            key.path()
        ),
    )
}

/// A principal's own active assignments, whatever their scope.
pub(crate) fn assignments(version: Version, principal: &str) -> Call {
    let filter = query_value(&format!("principalId eq {}", literal(principal)));
    Call::get(
        "GET /roleManagement/directory/roleAssignments",
        version,
        format!("/roleManagement/directory/roleAssignments?$filter={filter}&$expand=roleDefinition"),
    )
}

/// The roles that a principal may activate.
pub(crate) fn eligibilities(version: Version, principal: &str) -> Call {
    let filter = query_value(&format!("principalId eq {}", literal(principal)));
    Call::get(
        "GET /roleManagement/directory/roleEligibilityScheduleInstances",
        version,
        format!(
            "/roleManagement/directory/roleEligibilityScheduleInstances?$filter={filter}&$expand=roleDefinition"
        ),
    )
}

/// The administrative units that the person is in.
pub(crate) fn units_of(version: Version, key: &UserKey) -> Call {
    Call::get(
        "GET /users/{user}/memberOf/microsoft.graph.administrativeUnit",
        version,
        format!(
            "{}/memberOf/microsoft.graph.administrativeUnit?$select=id,displayName,isMemberManagementRestricted",
            key.path()
        ),
    )
}

/// Every administrative unit.
pub(crate) fn every_unit() -> Call {
    Call::get(
        "GET /directory/administrativeUnits",
        Version::V1,
        "/directory/administrativeUnits?$select=id,displayName,isMemberManagementRestricted&$top=999"
            .to_owned(),
    )
}

/// One administrative unit.
///
/// # Errors
/// `unexpectedReply` for an id that is none.
pub(crate) fn unit(version: Version, id: &str) -> Result<Call> {
    Ok(Call::get(
        "GET /directory/administrativeUnits/{id}",
        version,
        format!(
            "/directory/administrativeUnits/{}?$select=id,displayName,isMemberManagementRestricted",
            segment(id)?
        ),
    ))
}

/// The roles; nothing when the answer is no complete list.
pub(crate) fn read(reply: &Reply) -> Option<Vec<RoleRef>> {
    items(reply)?
        .iter()
        .map(|item| {
            let template_id = text(item, "roleTemplateId").or_else(|| text(item, "id"))?;
            Some(RoleRef {
                display_name: text(item, "displayName").unwrap_or_else(|| template_id.clone()),
                template_id,
            })
        })
        .collect()
}

/// A group.
#[derive(Clone, Debug)]
pub(crate) struct Group {
    pub(crate) id: String,
    /// The id where the name is not shown.
    pub(crate) name: String,
    /// Absent where the sign-in is not shown it.
    pub(crate) is_assignable: Option<bool>,
}

/// The groups; nothing when the answer is no complete list.
pub(crate) fn read_groups(reply: &Reply) -> Option<Vec<Group>> {
    items(reply)?.iter().map(group).collect()
}

/// A group as far as the sign-in is shown it.
pub(crate) fn group(item: &Value) -> Option<Group> {
    let id = text(item, "id")?;
    Some(Group {
        name: text(item, "displayName").unwrap_or_else(|| id.clone()),
        id,
        is_assignable: item.get("isAssignableToRole").and_then(Value::as_bool),
    })
}

/// Where an assignment counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum RoleScope {
    Tenant,
    /// One administrative unit, by id.
    Unit(String),
    /// One application or group.
    Object,
}

/// A role in somebody's hands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Assignment {
    pub(crate) role: RoleRef,
    pub(crate) scope: RoleScope,
    /// Whether it is a role of the tenant's own.
    pub(crate) is_custom: bool,
}

/// The assignments or eligibilities; nothing when the answer is no complete list.
pub(crate) fn read_assignments(reply: &Reply) -> Option<Vec<Assignment>> {
    items(reply)?.iter().map(read_assignment).collect()
}

/// One assignment or eligibility.
pub(crate) fn read_assignment(item: &Value) -> Option<Assignment> {
    let id = text(item, "roleDefinitionId")?;
    let definition = item.get("roleDefinition");
    let name = definition.and_then(|definition| text(definition, "displayName"));
    let built_in = definition.and_then(|definition| definition.get("isBuiltIn"));
    Some(Assignment {
        is_custom: built_in.and_then(Value::as_bool) == Some(false),
        role: RoleRef {
            display_name: name.unwrap_or_else(|| id.clone()),
            template_id: id,
        },
        scope: scope(item),
    })
}

/// An assignment without a scope of the directory is one of an application's own (facts 18.11).
fn scope(item: &Value) -> RoleScope {
    const UNITS: &str = "/administrativeunits/";
    let Some(scope) = text(item, "directoryScopeId").map(|scope| scope.to_ascii_lowercase()) else {
        return RoleScope::Object;
    };
    match (scope.as_str(), scope.strip_prefix(UNITS)) {
        ("/", _) => RoleScope::Tenant,
        (_, Some(unit)) => RoleScope::Unit(unit.to_owned()),
        _ => RoleScope::Object,
    }
}

/// An administrative unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unit {
    pub(crate) id: String,
    /// The id where the name is not shown.
    pub(crate) name: String,
    /// Whether only holders of a role in it may change its members; absent where that is not shown.
    pub(crate) is_restricted: Option<bool>,
}

/// The units; nothing when the answer is no complete list.
pub(crate) fn read_units(reply: &Reply) -> Option<Vec<Unit>> {
    items(reply)?.iter().map(unit_in).collect()
}

/// One unit.
pub(crate) fn read_unit(reply: &Reply) -> Option<Unit> {
    reply.is_success().then(|| unit_in(&reply.body))?
}

/// One unit of a list.
pub(crate) fn unit_in(item: &Value) -> Option<Unit> {
    let id = text(item, "id")?.to_ascii_lowercase();
    let shown_name = text(item, "displayName");
    let restricted = item.get("isMemberManagementRestricted").and_then(Value::as_bool);
    Some(Unit {
        // Null is the service's way to say no, where it shows anything of the unit at all.
        is_restricted: restricted.or(shown_name.is_some().then_some(false)),
        name: shown_name.unwrap_or_else(|| id.clone()),
        id,
    })
}

/// Whether the tenant has no licence for Privileged Identity Management (facts 8.7): nobody is eligible then.
pub(crate) fn is_unlicensed(reply: &Reply) -> bool {
    reply.error_code_is("AadPremiumLicenseRequired")
}

pub(super) fn text(item: &Value, field: &str) -> Option<String> {
    item.get(field)
        .and_then(Value::as_str)
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
}

/// The items of a complete list.
pub(super) fn items(reply: &Reply) -> Option<&Vec<Value>> {
    if !reply.is_success() || reply.body.get("@odata.nextLink").is_some() {
        return None;
    }
    reply.body.get("value")?.as_array()
}
