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
    (
        "Application.ReadWrite.All",
        "1bfefb4e-e0b5-418b-a88f-73c46d2cc8e9",
    ),
    (
        "AppRoleAssignment.ReadWrite.All",
        "06b708a9-e830-4db3-a914-8e69da51d44f",
    ),
];

/// The ids of delegated permissions, as published.
const SCOPES: &[(&str, &str)] = &[
    ("User.Read", "e1fe6dd8-ba31-4d61-89e7-88639da4683d"),
    ("User.ReadBasic.All", "b340eb25-3456-403f-be2f-af7a0d370277"),
    ("User.Read.All", "a154be20-db9c-4678-8ab7-66f6cc099a59"),
    ("User.ReadWrite.All", "204e0828-b5ca-4ad8-b9f3-f32a958e7cc4"),
    ("User.RevokeSessions.All", "fc30e98b-8810-4501-81f5-c20a3196387b"),
    (
        "UserAuthenticationMethod.Read",
        "1f6b61c5-2f65-4135-9c9f-31c0f8d32b52",
    ),
    (
        "UserAuthenticationMethod.ReadWrite",
        "48971fc1-70d7-4245-af77-0beb29b53ee2",
    ),
    (
        "UserAuthenticationMethod.Read.All",
        "aec28ec7-4d02-4e8c-b864-50163aea77eb",
    ),
    (
        "UserAuthenticationMethod.ReadWrite.All",
        "b7887744-6746-4312-813d-72daeaee7e2d",
    ),
    (
        "UserAuthMethod-Passkey.Read.All",
        "14195339-1fe4-48a7-a0d3-a39eb9fd8958",
    ),
    (
        "UserAuthMethod-Passkey.ReadWrite.All",
        "64930478-d0ea-4671-ad72-fe0d9821df09",
    ),
    ("Policy.Read.All", "572fea84-0151-49b2-9301-11cb16974376"),
    (
        "Policy.ReadWrite.AuthenticationMethod",
        "7e823077-d88e-468f-a337-e18f1f0e6c7c",
    ),
    ("AuditLog.Read.All", "e4c9e354-4dc5-45b8-9e7c-e1393b0b1a20"),
    (
        "RoleManagement.Read.Directory",
        "741c54c3-0c1e-44a1-818b-3f97ab4e8c83",
    ),
    (
        "RoleManagement.ReadWrite.Directory",
        "d01b97e9-cbc0-49fe-810a-750afd5527a3",
    ),
    (
        "RoleAssignmentSchedule.Read.Directory",
        "344a729c-0285-42c6-9014-f12b9b8d6129",
    ),
    (
        "RoleAssignmentSchedule.ReadWrite.Directory",
        "8c026be3-8e26-4774-9372-8d5d6f21daff",
    ),
    (
        "RoleEligibilitySchedule.Read.Directory",
        "eb0788c2-6d4e-4658-8c9e-c0fb8053f03d",
    ),
    (
        "RoleEligibilitySchedule.ReadWrite.Directory",
        "62ade113-f8e0-4bf9-a6ba-5acb31db32fd",
    ),
    (
        "AdministrativeUnit.Read.All",
        "3361d15d-be43-4de6-b441-3c746d05163d",
    ),
    (
        "AdministrativeUnit.ReadWrite.All",
        "7b8a2d34-6b3f-4542-a343-54651608ad81",
    ),
    ("Directory.Read.All", "06da0dbc-49e2-44d2-8312-53f166ab848a"),
    ("GroupMember.Read.All", "bc024368-1153-4739-b217-4326f2e966d0"),
    (
        "PrivilegedEligibilitySchedule.Read.AzureADGroup",
        "8f44f93d-ecef-46ae-a9bf-338508d44d6b",
    ),
    (
        "Application.ReadWrite.All",
        "bdfbf15f-ee85-4955-8675-146e8e5296b5",
    ),
    (
        "AppRoleAssignment.ReadWrite.All",
        "84bccea3-f856-4a8a-967b-dbe0a3d53a64",
    ),
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

/// `oauth2PermissionScopes` of Graph: what is published.
pub(super) fn scopes_of_graph() -> Value {
    let scope = |(name, id): &(&str, &str)| {
        json!({
            "id": id,
            "adminConsentDescription": name,
            "adminConsentDisplayName": name,
            "isEnabled": true,
            "type": "Admin",
            "userConsentDescription": null,
            "userConsentDisplayName": null,
            "value": name,
        })
    };
    SCOPES.iter().map(scope).collect()
}

/// The application permission with this id.
pub(crate) fn named(tenant: &Tenant, id: Uuid) -> Option<String> {
    let published = PUBLISHED.iter().map(|(name, _)| *name);
    let granted = tenant.applications.iter().flat_map(|app| &app.permissions);
    published
        .chain(granted.map(String::as_str))
        .find(|name| id_of(tenant, name) == id)
        .map(str::to_owned)
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
