//! Per-user multifactor authentication, the older way of demanding a second factor (facts 4.3; beta only).

use super::{Case, Note, Outcome, UserRef};
use crate::platform::Timestamp;
use serde::{Deserialize, Serialize};

/// Whether a person is enrolled in per-user MFA. The states are in the order of what they demand.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum PerUserState {
    /// Not enrolled.
    Disabled,
    /// Enrolled; asked to register at the next sign-in in a browser.
    Enabled,
    /// Enrolled and registered: a second factor is demanded.
    Enforced,
    /// A state that this version does not know, by the name that the service gave it. It is shown, never set.
    Unknown(String),
}

impl PerUserState {
    /// The service's word.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Disabled => "disabled",
            Self::Enabled => "enabled",
            Self::Enforced => "enforced",
            Self::Unknown(text) => text,
        }
    }

    /// What it means for the person who is in it.
    pub const fn meaning(&self) -> &'static str {
        match self {
            Self::Disabled => {
                "per-user MFA demands nothing of this person; Conditional Access and security defaults may"
            }
            Self::Enabled => {
                "the person is asked to register at the next sign-in in a browser; old programs still get in with the \
                 password alone"
            }
            Self::Enforced => {
                "the person must use a second factor at every sign-in; old programs get in with app passwords only"
            }
            Self::Unknown(_) => "this version does not know the state",
        }
    }

    /// How much it demands; nothing for a state that is not known.
    pub(crate) const fn strength(&self) -> Option<u8> {
        match self {
            Self::Disabled => Some(0),
            Self::Enabled => Some(1),
            Self::Enforced => Some(2),
            Self::Unknown(_) => None,
        }
    }
}

impl From<String> for PerUserState {
    fn from(text: String) -> Self {
        let known = [Self::Disabled, Self::Enabled, Self::Enforced];
        known
            .into_iter()
            .find(|state| state.as_str().eq_ignore_ascii_case(&text))
            .unwrap_or(Self::Unknown(text))
    }
}

impl From<PerUserState> for String {
    fn from(state: PerUserState) -> Self {
        state.as_str().to_owned()
    }
}

/// A change of the per-user MFA state of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetPerUserStateRequest {
    /// Whose.
    pub user: String,
    /// `disabled`, `enabled` or `enforced`.
    #[cfg_attr(feature = "typescript", ts(as = "String"))]
    pub state: PerUserState,
    /// The case it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<Case>,
}

/// The per-user MFA state of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct PerUserStateReport {
    /// Whose.
    pub user: UserRef,
    /// `disabled`, `enabled` or `enforced`.
    #[cfg_attr(feature = "typescript", ts(as = "String"))]
    pub state: PerUserState,
    /// What that means for the person.
    pub meaning: String,
    /// What a person should know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<Note>>"))]
    pub notes: Vec<Note>,
}

/// What came of changing the per-user MFA state of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct PerUserStateOutcome {
    /// Whose.
    pub user: UserRef,
    /// How it ended: `done` when a read shows it.
    pub outcome: Outcome,
    /// The state that was asked for.
    #[cfg_attr(feature = "typescript", ts(as = "String"))]
    pub asked: PerUserState,
    /// The state before.
    #[cfg_attr(feature = "typescript", ts(as = "String"))]
    pub before: PerUserState,
    /// The state as the last read showed it. The service turns `enabled` into `enforced` for who has a second factor.
    #[cfg_attr(feature = "typescript", ts(as = "String"))]
    pub state: PerUserState,
    /// What that means for the person.
    pub meaning: String,
    /// Whether anything was written; not where the person was in that state already.
    pub written: bool,
    /// Whether less is demanded of the person than before.
    pub weakened: bool,
    /// The `request-id` of the change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// When the read that the outcome rests on was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub verified_at: Option<Timestamp>,
    /// What a person should know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<Note>>"))]
    pub notes: Vec<Note>,
}
