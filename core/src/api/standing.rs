//! What somebody holds that counts when others want to act on them (facts 8.4).

use super::RoleRef;
use serde::{Deserialize, Serialize};

/// How somebody comes to hold something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum HoldingKind {
    /// A role that is active in the whole tenant, directly or through a group.
    Active,
    /// A role that is active in one administrative unit, or on one object.
    Scoped,
    /// A role that the person may activate.
    Eligible,
    /// Membership of a group that can hold roles, whether it holds one or not.
    Member,
    /// Ownership of a group that can hold roles.
    Owner,
    /// Membership of such a group that the person may activate.
    EligibleMember,
    /// Ownership of such a group that the person may activate.
    EligibleOwner,
}

/// One thing that somebody holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Holding {
    /// How.
    pub kind: HoldingKind,
    /// The role; absent for a group.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<RoleRef>,
    /// The name of the group, or its id where the name is not shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// The administrative unit that the role is limited to, by id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub administrative_unit: Option<String>,
    /// Whether that unit is one of restricted management; absent when it could not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub restricted: Option<bool>,
}

/// Something about a person that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Unread {
    /// What.
    pub what: String,
    /// The least permission with which it can be read.
    pub permission: String,
}

/// What somebody holds: roles, and groups that can hold roles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Standing {
    /// Everything that was found; nothing for an ordinary person.
    pub holdings: Vec<Holding>,
    /// What could not be read: the person may hold more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<Unread>>"))]
    pub unread: Vec<Unread>,
}

impl Holding {
    /// In words.
    #[must_use]
    pub fn words(&self) -> String {
        let role = self
            .role
            .as_ref()
            .map_or("a role", |role| role.display_name.as_str());
        let group = self.group.as_deref().unwrap_or("a group");
        match (self.kind, &self.administrative_unit) {
            (HoldingKind::Active, _) => role.to_owned(),
            (HoldingKind::Scoped, Some(_)) => format!("{role} in an administrative unit"),
            (HoldingKind::Scoped, None) => format!("{role} on one object"),
            (HoldingKind::Eligible, _) => format!("may activate {role}"),
            (HoldingKind::Member, _) => format!("member of the role-assignable group {group}"),
            (HoldingKind::Owner, _) => format!("owner of the role-assignable group {group}"),
            (HoldingKind::EligibleMember, _) => {
                format!("may become a member of the role-assignable group {group}")
            }
            (HoldingKind::EligibleOwner, _) => {
                format!("may become an owner of the role-assignable group {group}")
            }
        }
    }
}

impl Standing {
    /// Whether everything was read and nothing was found.
    #[must_use]
    pub const fn is_plain(&self) -> bool {
        self.holdings.is_empty() && self.unread.is_empty()
    }

    /// What is held, in words.
    #[must_use]
    pub fn words(&self) -> String {
        let words: Vec<_> = self.holdings.iter().map(Holding::words).collect();
        words.join(", ")
    }

    /// The least permissions with which the rest could be read, each once.
    #[must_use]
    pub fn missing_permissions(&self) -> Vec<&str> {
        let mut missing: Vec<&str> = Vec::new();
        for unread in &self.unread {
            if !missing.contains(&unread.permission.as_str()) {
                missing.push(&unread.permission);
            }
        }
        missing
    }

    /// The roles that are active in the whole tenant.
    #[must_use]
    pub fn active_roles(&self) -> Vec<RoleRef> {
        let active = self
            .holdings
            .iter()
            .filter(|held| held.kind == HoldingKind::Active);
        active.filter_map(|held| held.role.clone()).collect()
    }
}
