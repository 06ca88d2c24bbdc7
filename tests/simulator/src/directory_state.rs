//! What is true of groups, administrative units and roles: plain values for proofs and for the admin face.

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// One group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GroupState {
    /// Object id.
    pub id: String,
    /// Display name.
    pub display_name: String,
    /// Whether roles can be assigned to the group.
    pub is_assignable_to_role: bool,
    /// Object ids of the direct members.
    pub members: Vec<String>,
    /// Object ids of the owners.
    pub owners: Vec<String>,
}

/// One administrative unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AdministrativeUnitState {
    /// Object id.
    pub id: String,
    /// Display name.
    pub display_name: String,
    /// Whether only roles scoped to the unit may change its members.
    pub is_member_management_restricted: bool,
    /// Object ids of the direct members.
    pub members: Vec<String>,
}

/// One role assignment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RoleAssignmentState {
    /// Id, as the service shapes it.
    pub id: String,
    /// Display name of the role.
    pub role: String,
    /// Id of the role's definition.
    pub role_definition_id: String,
    /// Object id of the user, group or service principal.
    pub principal_id: String,
    /// `/`, `/administrativeUnits/{id}` or `/{id}`.
    pub directory_scope_id: String,
    /// Whether the principal may only activate it.
    pub eligible: bool,
    /// Whether it has begun and not ended.
    pub current: bool,
    /// When it begins, if that was said.
    #[serde(
        default,
        with = "time::serde::rfc3339::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub from: Option<OffsetDateTime>,
    /// When it ends, if it does.
    #[serde(
        default,
        with = "time::serde::rfc3339::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub until: Option<OffsetDateTime>,
}

/// One application, and its service principal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationState {
    /// Client id.
    pub client_id: String,
    /// Display name.
    pub display_name: String,
    /// Object id of the service principal, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_principal_id: Option<String>,
    /// Whether it is a managed identity.
    pub managed_identity: bool,
    /// Application permissions that it was granted.
    pub permissions: Vec<String>,
    /// The ids of the permissions that it asks for.
    pub asked: Vec<String>,
    /// How many certificates and secrets it has.
    pub credentials: usize,
    /// Whether public client flows are allowed.
    pub public_client: bool,
    /// Words by which it is found again.
    pub tags: Vec<String>,
}
