//! Why something is done to a person, and for whom: what a service desk writes down beside it.

use serde::{Deserialize, Serialize};

/// The case that a write belongs to. Every operation that changes something on a person takes one; what of it must be
/// there is for the guard to say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Case {
    /// Why, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The number of the ticket.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
    /// Who asked for it: the agent on whose behalf an application acts. The audit log names only the application.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_by: Option<String>,
    /// How it was made sure that the caller is that person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller_verified: Option<String>,
    /// Overrides the guard for this one person, named once more by object id or user principal name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub override_guard: Option<String>,
    /// Lets an administrator's last method that resists phishing go: the id of that method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub override_lock_out: Option<String>,
}
