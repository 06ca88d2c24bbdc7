//! Groups in a scenario (facts 8.3, 8.4, 15.1).

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

/// A group. Without further notice it is a security group.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Group {
    /// Object id; derived from the display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Display name; must not be empty.
    pub display_name: String,
    /// Description.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Direct members: people by user principal name or id, applications by client id or name, groups by display
    /// name or id.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub members: Vec<String>,
    /// Owners: people by user principal name or id, applications by client id or name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<String>,
    /// Whether roles can be assigned to the group. Such a group is a security group, holds no groups, and is in none.
    /// Default: false.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub is_assignable_to_role: bool,
    /// Whether it is a Microsoft 365 group, with a mail address. Default: false.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unified: bool,
    /// Whether it can be given access to resources. Default: true, but false for a Microsoft 365 group.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security_enabled: Option<bool>,
}

/// The right to become a member or an owner of a group, by PIM for Groups.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct GroupEligibility {
    /// The group, by display name or id; roles need not be assignable to it.
    pub group: String,
    /// Who may: a person by user principal name or id, another group by display name or id.
    pub principal: String,
    /// What they may become. Default: `member`.
    pub access: GroupAccess,
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

/// What somebody may become in a group.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum GroupAccess {
    /// A member.
    #[default]
    Member,
    /// An owner.
    Owner,
}

impl GroupAccess {
    /// As `accessId` spells it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Owner => "owner",
        }
    }
}
