//! Administrative units in a scenario (facts 8.5).

use serde::{Deserialize, Serialize};

/// An administrative unit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct AdministrativeUnit {
    /// Object id; derived from the display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Display name; must not be empty.
    pub display_name: String,
    /// Description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether the members are hidden from those who may otherwise read units. Default: they are not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visibility: Option<UnitVisibility>,
    /// Direct members: people by user principal name or id, groups by display name or id. Members of a group that
    /// is in the unit are not in the unit.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<String>,
    /// Whether nobody but holders of a role scoped to this unit may change its members. Default: false.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_member_management_restricted: bool,
    /// Who chooses the members. Default: `Assigned`.
    pub membership_type: MembershipType,
    /// The rule of a dynamic unit, in the words of the service. It is shown and never evaluated: `members` says who
    /// fulfils it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub membership_rule: Option<String>,
}

/// Who sees the members of an administrative unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UnitVisibility {
    /// Only the members themselves and administrators.
    HiddenMembership,
}

/// Who chooses the members of an administrative unit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum MembershipType {
    /// Administrators do.
    #[default]
    Assigned,
    /// A rule does; nobody can add or remove members.
    Dynamic,
}
