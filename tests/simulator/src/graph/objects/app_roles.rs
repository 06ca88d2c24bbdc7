//! Graph's application permissions as app roles, and which of them an application was granted (facts 0.2).

use serde_json::{Value, json};
use uuid::Uuid;

use crate::tenant::Tenant;
use crate::tenant::objects::ServicePrincipal;
use crate::token::GRAPH_APP_ID;

/// The tenant in which Graph itself is registered.
pub(super) const OWNER_OF_GRAPH: &str = "f8cdef31-a31e-4b4a-93e4-5f571e91255a";

/// The ids of application permissions, as published.
const PUBLISHED: &[(&str, &str)] = &[
    ("User.ReadBasic.All", "97235f07-e226-4f63-ace3-39588e11d3a1"),
    ("User.Read.All", "df021288-bdef-4463-88db-98f22de89214"),
    ("User.ReadWrite.All", "741f803b-c850-494e-b5df-cde7c675a1ca"),
    ("User.RevokeSessions.All", "77f3a031-c388-4f99-b373-dc68676a979e"),
    (
        "UserAuthenticationMethod.Read.All",
        "38d9df27-64da-44fd-b7c5-a6fbac20248f",
    ),
    (
        "UserAuthenticationMethod.ReadWrite.All",
        "50483e42-d915-4231-9639-7fdb7fd190e5",
    ),
    (
        "UserAuthMethod-Passkey.Read.All",
        "72e00c1d-3e3d-43bb-a0b9-c435611bb1d2",
    ),
    (
        "UserAuthMethod-Passkey.ReadWrite.All",
        "0400e371-7db1-4338-a269-96069eb65227",
    ),
    ("Policy.Read.All", "246dd0d5-5bd0-4def-940b-0421030a5b68"),
    (
        "Policy.ReadWrite.AuthenticationMethod",
        "29c18626-4985-4dcd-85c0-193eef327366",
    ),
    ("AuditLog.Read.All", "b0afded3-3588-46d8-8b3d-9842eff778da"),
    (
        "RoleManagement.Read.Directory",
        "483bed4a-2ad3-4361-a73b-c83ccdbdc53c",
    ),
    (
        "RoleManagement.ReadWrite.Directory",
        "9e3f62cf-ca93-4989-b6ce-bf83c28f9fe8",
    ),
    (
        "RoleAssignmentSchedule.Read.Directory",
        "d5fe8ce8-684c-4c83-a52c-46e882ce4be1",
    ),
    (
        "RoleAssignmentSchedule.ReadWrite.Directory",
        "dd199f4a-f148-40a4-a2ec-f0069cc799ec",
    ),
    (
        "RoleEligibilitySchedule.Read.Directory",
        "ff278e11-4a33-4d0c-83d2-d01dc58929a5",
    ),
    (
        "RoleEligibilitySchedule.ReadWrite.Directory",
        "fee28b28-e1f3-4841-818e-2704dc62245f",
    ),
    (
        "PrivilegedEligibilitySchedule.Read.AzureADGroup",
        "edb419d6-7edc-42a3-9345-509bfdf5d87c",
    ),
    (
        "AdministrativeUnit.Read.All",
        "134fd756-38ce-4afd-ba33-e9623dbe66c2",
    ),
    (
        "AdministrativeUnit.ReadWrite.All",
        "5eb59dd3-1da2-4329-8733-9dabdc435916",
    ),
    ("Directory.Read.All", "7ab1d382-f21e-4acd-a863-ba3e13f7da61"),
    ("GroupMember.Read.All", "98830695-27a2-44f7-8c18-0c3ebc9698f6"),
];

/// The id of an application permission; one of the tenant's own making where none is published.
fn id_of(tenant: &Tenant, permission: &str) -> Uuid {
    let published = PUBLISHED
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(permission))
        .and_then(|(_, id)| Uuid::try_parse(id).ok());
    published.unwrap_or_else(|| {
        Uuid::new_v5(
            &tenant.id,
            format!("permission {}", permission.to_lowercase()).as_bytes(),
        )
    })
}

/// `appRoles` of Graph: what is published, and whatever else applications of the tenant were granted.
pub(super) fn of_graph(tenant: &Tenant) -> Value {
    let mut names: Vec<&str> = PUBLISHED.iter().map(|(name, _)| *name).collect();
    for permission in tenant.applications.iter().flat_map(|app| &app.permissions) {
        if !names.iter().any(|known| known.eq_ignore_ascii_case(permission)) {
            names.push(permission);
        }
    }
    let role = |name: &&str| {
        json!({
            "id": id_of(tenant, name),
            "allowedMemberTypes": ["Application"],
            "description": name,
            "displayName": name,
            "isEnabled": true,
            "origin": "Application",
            "value": name,
        })
    };
    names.iter().map(role).collect()
}

/// `appRoleAssignments`: the application permissions that were granted.
pub(crate) fn granted(tenant: &Tenant, principal: &ServicePrincipal<'_>) -> Vec<Value> {
    let permissions = principal.application.map_or(&[][..], |app| &app.permissions);
    let graph = tenant.service_principal_id(GRAPH_APP_ID);
    let assignment = |permission: &String| {
        let role = id_of(tenant, permission);
        json!({
            "id": Uuid::new_v5(&principal.id, role.as_bytes()).simple().to_string(),
            "deletedDateTime": null,
            "appRoleId": role,
            "createdDateTime": null,
            "principalDisplayName": principal.name,
            "principalId": principal.id,
            "principalType": "ServicePrincipal",
            "resourceDisplayName": "Microsoft Graph",
            "resourceId": graph,
        })
    };
    permissions.iter().map(assignment).collect()
}
