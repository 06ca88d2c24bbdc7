//! Who is signed in, what that sign-in may do, and what the operations need.

use super::RoleRef;
use crate::cloud::CloudName;
use crate::platform::Timestamp;
use serde::{Deserialize, Serialize};

/// On whose behalf requests are made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum SignedInAs {
    /// A person, limited by delegated permissions and by roles.
    Person,
    /// An application as itself, limited by application permissions only.
    Application,
    /// The token does not tell.
    Unknown,
}

/// Which of the two kinds of permission.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum PermissionKind {
    /// For an application that a person is signed in to.
    Delegated,
    /// For an application as itself.
    Application,
}

/// A need that any one of these permissions meets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PermissionNeed {
    /// What it is needed for, as a clause that begins with "to".
    pub what: String,
    /// The permissions, the least first.
    pub any_of: Vec<String>,
}

/// A need that any one of these directory roles of a person meets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RoleNeed {
    /// What it is needed for, as a clause that begins with "to".
    pub what: String,
    /// The roles, the least first.
    pub any_of: Vec<RoleRef>,
}

/// What one operation needs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct OperationNeeds {
    /// The name of the operation.
    pub operation: String,
    /// Delegated or application permissions: their names are the same.
    pub permissions: Vec<PermissionNeed>,
    /// What a person needs besides.
    pub roles: Vec<RoleNeed>,
}

/// One permission in the manifest of an app registration.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ResourceAccess {
    /// The id of the permission.
    pub id: String,
    /// `Scope` for a delegated permission, `Role` for an application permission.
    #[serde(rename = "type")]
    pub kind: String,
}

/// What an app registration's manifest says about one resource.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RequiredResourceAccess {
    /// The application id of the resource: Microsoft Graph.
    pub resource_app_id: String,
    /// The permissions.
    pub resource_access: Vec<ResourceAccess>,
}

/// What a sign-in lacks for some operations, and what it has beyond them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PermissionGap {
    /// Needs that no permission of the token meets.
    pub missing: Vec<PermissionNeed>,
    /// Needs that no tenant-wide role of the person meets. A role for one administrative unit does not show in a token.
    pub missing_roles: Vec<RoleNeed>,
    /// Permissions of the token that none of the operations needs.
    pub unneeded: Vec<String>,
}

/// Who is signed in, as far as the token tells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct SignInReport {
    /// Person or application.
    pub signed_in_as: SignedInAs,
    /// The object id of the person, or of the application's service principal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The person's sign-in name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_principal_name: Option<String>,
    /// The application's client id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_id: Option<String>,
    /// The application's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_display_name: Option<String>,
    /// The tenant's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<String>,
    /// The tenant's name; absent where the sign-in may not read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant_display_name: Option<String>,
    /// The national cloud.
    pub cloud: CloudName,
    /// When the access token ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub expires_at: Option<Timestamp>,
    /// The person's active, tenant-wide directory roles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<RoleRef>>,
    /// The permissions in the token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permissions: Option<Vec<String>>,
    /// Compared with what the operations need that were asked about; absent when the token does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gap: Option<PermissionGap>,
}
