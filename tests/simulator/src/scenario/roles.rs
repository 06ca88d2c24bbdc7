//! Roles of the tenant's own, and who holds which role where, in a scenario (facts 8.2, 8.3, 8.7).

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// A role of the tenant's own.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct CustomRole {
    /// Id of the definition; derived from the display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Display name; must not be empty, nor be that of another role.
    pub display_name: String,
    /// Description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// What the role allows, for example `microsoft.directory/users/authenticationMethods/delete`.
    pub allowed_resource_actions: Vec<String>,
}

/// A role in somebody's hands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct RoleAssignment {
    /// The role, by display name or id.
    pub role: String,
    /// Who holds it: a person by user principal name or id, a role-assignable group by display name or id, an
    /// application by client id or name.
    pub principal: String,
    /// Where it counts: `/` for the whole tenant, an administrative unit by display name, id or
    /// `/administrativeUnits/{id}`, or `/{id}` for one group or application. Default: `/`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// Whether the principal may only activate the role and does not hold it. Default: false.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub eligible: bool,
    /// When it begins; it always was when absent.
    #[serde(
        with = "time::serde::rfc3339::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub from: Option<OffsetDateTime>,
    /// When it ends, by the tenant's clock; it never does when absent.
    #[serde(
        with = "time::serde::rfc3339::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub until: Option<OffsetDateTime>,
}

/// On whom a role acts for which the service documents no limit: a role of the tenant's own that carries an action
/// on users.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum CustomRoleReach {
    /// On those who are no administrators of any kind.
    #[default]
    PlainUsers,
    /// On everybody.
    Everybody,
}

/// How the service refuses to grant a role that its principal has there already.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DuplicateAssignment {
    /// 400 `Request_BadRequest`.
    #[default]
    BadRequest,
    /// 409 `Request_MultipleObjectsWithSameKeyValue`.
    Conflict,
}
