//! Conditional Access policies in a scenario: the few fields that a preflight reads (facts 4.2 for the user action of
//! registering security information).

use serde::{Deserialize, Serialize};

/// A Conditional Access policy, as the service shows it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ConditionalAccessPolicy {
    /// Id; derived from the position and the name when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Name.
    pub display_name: String,
    /// Whether it is in force; `enabled` when absent.
    pub state: ConditionalAccessState,
    /// When it applies.
    pub conditions: ConditionalAccessConditions,
    /// What it demands; nothing when absent.
    pub grant_controls: Option<GrantControls>,
}

/// Whether a Conditional Access policy is in force.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ConditionalAccessState {
    /// In force.
    #[default]
    Enabled,
    /// Not in force.
    Disabled,
    /// Evaluated for reports only.
    EnabledForReportingButNotEnforced,
}

/// When a Conditional Access policy applies.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ConditionalAccessConditions {
    /// Kinds of client; `all` when absent.
    pub client_app_types: Vec<String>,
    /// For which resources or actions.
    pub applications: ConditionalAccessApplications,
    /// For whom.
    pub users: ConditionalAccessUsers,
}

impl Default for ConditionalAccessConditions {
    fn default() -> Self {
        Self {
            client_app_types: vec!["all".into()],
            applications: ConditionalAccessApplications::default(),
            users: ConditionalAccessUsers::default(),
        }
    }
}

/// For which resources or actions a Conditional Access policy applies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ConditionalAccessApplications {
    /// Client ids, `All` or `None`.
    pub include_applications: Vec<String>,
    /// Client ids that are left out again.
    pub exclude_applications: Vec<String>,
    /// Actions such as `urn:user:registersecurityinfo`.
    pub include_user_actions: Vec<String>,
}

/// For whom a Conditional Access policy applies.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ConditionalAccessUsers {
    /// Object ids of people, `All`, `GuestsOrExternalUsers` or `None`.
    pub include_users: Vec<String>,
    /// Object ids of people who are left out again.
    pub exclude_users: Vec<String>,
    /// Object ids of groups.
    pub include_groups: Vec<String>,
    /// Object ids of groups that are left out again.
    pub exclude_groups: Vec<String>,
    /// Template ids of roles.
    pub include_roles: Vec<String>,
    /// Template ids of roles that are left out again.
    pub exclude_roles: Vec<String>,
}

/// What a Conditional Access policy demands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct GrantControls {
    /// `OR` or `AND`; `OR` when absent.
    pub operator: String,
    /// `mfa`, `block`, `compliantDevice` and so on.
    pub built_in_controls: Vec<String>,
}

impl Default for GrantControls {
    fn default() -> Self {
        Self {
            operator: "OR".into(),
            built_in_controls: Vec::new(),
        }
    }
}
