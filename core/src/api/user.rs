//! People, as the directory knows them.

use super::{Method, Note, Standing};
use crate::platform::Timestamp;
use serde::{Deserialize, Serialize};

/// A user of the tenant (facts 1.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct User {
    /// The object id; it never changes.
    pub id: String,
    /// The sign-in name. It can change.
    pub user_principal_name: String,
    /// The name that people read.
    pub display_name: String,
    /// The mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mail: Option<String>,
    /// `Member` or `Guest`. A guest's own multifactor authentication lives in the guest's home tenant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_type: Option<String>,
    /// Whether the account may sign in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_enabled: Option<bool>,
    /// Whether the account comes from a directory on premises.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub on_premises_synced: Option<bool>,
    /// Sign-in sessions from before this instant are invalid.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub sessions_valid_from: Option<Timestamp>,
    /// Whether the person is in an administrative unit of restricted management: only holders of a role in that unit
    /// may act on them (facts 8.4). Absent where the service does not say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub management_restricted: Option<bool>,
}

/// A user by name, where the rest does not matter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct UserRef {
    /// The object id.
    pub id: String,
    /// The sign-in name.
    pub user_principal_name: String,
    /// The name that people read.
    pub display_name: String,
}

impl From<&User> for UserRef {
    fn from(user: &User) -> Self {
        Self {
            id: user.id.clone(),
            user_principal_name: user.user_principal_name.clone(),
            display_name: user.display_name.clone(),
        }
    }
}

/// The people that a search found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct UserList {
    /// Who was found, in the service's order.
    pub users: Vec<User>,
    /// Whether the search would have found more than were asked for.
    pub more: bool,
}

/// A directory role that somebody holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RoleRef {
    /// The role's template id, the same in every tenant (facts 8.1).
    pub template_id: String,
    /// The role's name.
    pub display_name: String,
}

/// What was read about one person before deciding anything.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Inspection {
    /// The person.
    pub user: User,
    /// The person's authentication methods, the password included.
    pub methods: Vec<Method>,
    /// The default second factor (facts 3.3); absent when there is none or it could not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_method: Option<super::DefaultMethod>,
    /// Whether the service prefers the strongest method by itself; the default still decides what may be deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub system_preferred: Option<bool>,
    /// The default could not be read, so a deletion may meet a refusal.
    pub default_unknown: bool,
    /// Only v1.0 answered: kinds that v1.0 does not show may exist.
    pub incomplete_view: bool,
    /// The person's directory roles in the whole tenant; absent when they were not asked for or could not be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<RoleRef>>,
    /// What the person holds that decides who may act on them; absent when it was not asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing>,
    /// What a reader should know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<Note>>"))]
    pub notes: Vec<Note>,
}
