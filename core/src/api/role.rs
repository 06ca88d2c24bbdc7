//! Directory roles that matter to MFA work: what they may do, who holds them, granting them and taking them back
//! (facts 8).

use super::{Case, ErrorInfo, Note, RoleRef};
use crate::platform::Timestamp;
use serde::{Deserialize, Serialize};

/// What holds a role, or may.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum PrincipalKind {
    /// A person.
    User,
    /// A role-assignable group.
    Group,
    /// An application.
    ServicePrincipal,
    /// The directory did not say.
    #[default]
    Unknown,
}

/// Who holds a role: a person, a group or an application.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Principal {
    /// The object id.
    pub id: String,
    /// What it is.
    pub kind: PrincipalKind,
    /// The name that people read; absent where it could not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// A person's sign-in name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_principal_name: Option<String>,
}

/// An administrative unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct UnitRef {
    /// The object id.
    pub id: String,
    /// The name that people read; absent where it could not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
}

/// For how long, and whether at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum AssignmentKind {
    /// Held until it is taken back.
    Permanent,
    /// Held until an instant, by Privileged Identity Management.
    TimeBoxed,
    /// Not held: may be activated when it is needed, by Privileged Identity Management.
    Eligible,
}

/// One thing that a role may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct RoleAction {
    /// The resource action, as the service spells it.
    pub action: String,
    /// What it means, in words; absent for an action that this version does not know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub meaning: Option<String>,
}

/// A role, and what it may do.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RoleDescription {
    /// The role's template id, the same in every tenant.
    pub template_id: String,
    /// The role's name.
    pub display_name: String,
    /// What it may do, action by action.
    pub actions: Vec<RoleAction>,
    /// On whom it may act, in words.
    pub acts_on: String,
    /// Whether this product grants it and takes it back.
    pub grantable: bool,
    /// Whether it can be limited to an administrative unit.
    pub can_be_scoped: bool,
    /// Whether the tenant itself said what it may do; else it is what was documented when this version was made.
    pub read_from_tenant: bool,
}

/// The roles that matter to MFA work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RoleList {
    /// The roles.
    pub roles: Vec<RoleDescription>,
    /// What a reader should know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<Note>>"))]
    pub notes: Vec<Note>,
}

/// A question about who holds which role. Without any field: every assignment of the tenant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RoleAssignmentsRequest {
    /// Only this role: its name, or its template id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// Only what this person holds, through groups too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// Only what counts in this administrative unit alone: its name or id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub administrative_unit: Option<String>,
}

/// A role in somebody's hands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct RoleAssignment {
    /// The id of the assignment, or of the eligibility.
    pub assignment_id: String,
    /// Which role.
    pub role: RoleRef,
    /// Who holds it.
    pub principal: Principal,
    /// The group that holds it, where a person does only as its member.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub through: Option<Principal>,
    /// The administrative unit in which alone it counts; absent when it counts in the whole tenant, or on one object.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub administrative_unit: Option<UnitRef>,
    /// Where it counts, as the service spells it: `/` is the whole tenant.
    pub directory_scope_id: String,
    /// For how long, and whether at once.
    pub kind: AssignmentKind,
    /// Whether it is held because somebody eligible activated it.
    pub activated: bool,
    /// From when, where that is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub from: Option<Timestamp>,
    /// Until when, where it ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub until: Option<Timestamp>,
}

/// Who holds what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RoleAssignmentList {
    /// The assignments.
    pub assignments: Vec<RoleAssignment>,
    /// Whether something could not be read, so that there may be more; the notes say what.
    pub incomplete: bool,
    /// What a reader should know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<Note>>"))]
    pub notes: Vec<Note>,
}

/// An administrative unit of the tenant: a part of it in which a role can count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct AdministrativeUnit {
    /// The object id.
    pub unit_id: String,
    /// The name that people read; the id where the name is not shown.
    pub display_name: String,
    /// Whether only holders of a role in the unit may change its members; absent where that is not shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub management_restricted: Option<bool>,
}

/// The administrative units of the tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct AdministrativeUnitList {
    /// The units, by name.
    pub units: Vec<AdministrativeUnit>,
}

/// Granting a role. Only the roles that administer authentication are granted; the reason and the ticket of the case
/// are the justification and the ticket of a request to Privileged Identity Management.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GrantRoleRequest {
    /// Which role: its name, or its template id.
    pub role: String,
    /// To whom: people, or ids of role-assignable groups.
    pub users: Vec<String>,
    /// In this administrative unit only: its name or id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub administrative_unit: Option<String>,
    /// For how long; `timeBoxed` when absent and an end is given, else `permanent`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<AssignmentKind>,
    /// How long it lasts, from now on. For more than 49 days give `until`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration_ms: Option<u32>,
    /// When it ends, instead of `durationMs`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub until: Option<Timestamp>,
    /// Only tell what would be done, and write nothing.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<bool>"))]
    pub validate_only: bool,
    /// The case it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<Case>,
}

/// Taking a role back: active and eligible assignments that somebody holds directly, at that place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RevokeRoleRequest {
    /// Which role: its name, or its template id.
    pub role: String,
    /// From whom: people, or ids of role-assignable groups.
    pub users: Vec<String>,
    /// The role in this administrative unit, and not the one in the whole tenant: the unit's name or id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub administrative_unit: Option<String>,
    /// Only tell what would be done, and write nothing.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<bool>"))]
    pub validate_only: bool,
    /// The case it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<Case>,
}

/// What became of one person's role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum RoleChangeStatus {
    /// It would be done; nothing was written, because that was asked for.
    Planned,
    /// A read after the write shows it.
    Done,
    /// The person holds it there already; nothing was written.
    AlreadyHeld,
    /// The person does not hold it there directly; nothing was written.
    NotHeld,
    /// The service wants somebody's approval first.
    PendingApproval,
    /// The service accepted it, but reads do not show it yet.
    NotSeen,
    /// It was refused or failed; the error says why.
    Failed,
    /// It was not begun.
    NotStarted,
}

/// One person's part in granting a role or taking it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct RoleChange {
    /// Whom, as the request said it.
    pub asked: String,
    /// Whom; absent when nobody was found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub principal: Option<Principal>,
    /// What became of it.
    pub status: RoleChangeStatus,
    /// When it ends, as far as is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub until: Option<Timestamp>,
    /// The assignments that go; only when a role is taken back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<RoleAssignment>>"))]
    pub goes: Vec<RoleAssignment>,
    /// The assignments of this role that stay: through groups, or elsewhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<RoleAssignment>>"))]
    pub stays: Vec<RoleAssignment>,
    /// The `request-id` of the last write.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Why it did not succeed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorInfo>,
    /// What a person should know about this one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<Note>>"))]
    pub notes: Vec<Note>,
}

/// What came of granting a role or of taking it back; with `validateOnly`, the plan of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct RoleChangeOutcome {
    /// Which role.
    pub role: RoleRef,
    /// In which administrative unit; absent for the whole tenant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub administrative_unit: Option<UnitRef>,
    /// For how long, and whether at once; absent when a role is taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<AssignmentKind>,
    /// Whether nothing was written because that was asked for.
    pub validate_only: bool,
    /// Each of those who were named, in that order.
    pub people: Vec<RoleChange>,
    /// What a person should know before saying yes, or afterwards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<Note>>"))]
    pub notes: Vec<Note>,
    /// HTTP requests sent, retries included.
    pub requests_sent: u32,
}
