//! Privileged Identity Management in a scenario: what asking for a role demands (facts 8.7).

use serde::{Deserialize, Serialize};

/// Rules of asking for roles by Privileged Identity Management. They hold for every role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Pim {
    /// Whether the tenant has the licence for it, which goes beyond `rules.premium`. Default: true.
    pub licensed: bool,
    /// Whether a request for an active role needs a justification. Default: true.
    pub requires_justification: bool,
    /// Whether an activation needs a ticket number. Default: false.
    pub requires_ticket: bool,
    /// Whether an activation needs a token of a sign-in with a second factor. Default: false.
    pub requires_mfa: bool,
    /// Whether an activation waits for somebody's approval, which the admin face gives. Default: false.
    pub requires_approval: bool,
    /// The longest activation, in minutes. Default: 480.
    pub longest_activation_minutes: u32,
    /// The longest active assignment that an administrator can give, in minutes; without a limit when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub longest_assignment_minutes: Option<u32>,
    /// The longest eligibility that an administrator can give, in minutes; without a limit when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub longest_eligibility_minutes: Option<u32>,
    /// Requests of eligible people that wait for a decision.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub pending: Vec<PendingRoleRequest>,
}

/// A request for a role that waits for a decision when the scenario begins.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct PendingRoleRequest {
    /// Who asks: a person by user principal name or id.
    pub principal: String,
    /// The role, by display name or id. The person must be eligible for it in the whole tenant.
    pub role: String,
    /// Whether the person asks for a longer eligibility and not for activation. Default: false.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub extends_eligibility: bool,
    /// For how long, in minutes; for ever when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub minutes: Option<u32>,
    /// What the person says about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub justification: Option<String>,
}

impl Default for Pim {
    fn default() -> Self {
        Self {
            licensed: true,
            requires_justification: true,
            requires_ticket: false,
            requires_mfa: false,
            requires_approval: false,
            longest_activation_minutes: 480,
            longest_assignment_minutes: None,
            longest_eligibility_minutes: None,
            pending: Vec::new(),
        }
    }
}
