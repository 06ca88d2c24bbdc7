//! Temporary Access Passes (facts 6), and the rescue: a reset that ends with one.

use super::{Case, Note, ResetOutcome, UserRef};
use crate::platform::Timestamp;
use crate::secret::Disclosed;
use serde::{Deserialize, Serialize};

/// How a pass should be. What is absent is as the tenant's policy says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PassOptions {
    /// For how many minutes it can be used: 10 to 43,200, within the limits of the policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifetime_minutes: Option<u32>,
    /// From when; at once when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub starts_at: Option<Timestamp>,
    /// Whether it works only once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usable_once: Option<bool>,
    /// Comes as close as the policy allows, instead of refusing what it does not allow.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<bool>"))]
    pub clamp: bool,
}

/// A pass for one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IssuePassRequest {
    /// For whom.
    pub user: String,
    /// For how many minutes it can be used: 10 to 43,200, within the limits of the policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lifetime_minutes: Option<u32>,
    /// From when; at once when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub starts_at: Option<Timestamp>,
    /// Whether it works only once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usable_once: Option<bool>,
    /// Comes as close as the policy allows, instead of refusing what it does not allow.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<bool>"))]
    pub clamp: bool,
    /// Replaces a pass that can still be used. A person has one at most.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<bool>"))]
    pub replace: bool,
    /// The case it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<Case>,
}

impl IssuePassRequest {
    /// How the pass should be.
    pub(crate) fn options(&self) -> PassOptions {
        PassOptions {
            lifetime_minutes: self.lifetime_minutes,
            starts_at: self.starts_at,
            usable_once: self.usable_once,
            clamp: self.clamp,
        }
    }
}

/// A pass without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct PassDetails {
    /// The id among the person's methods.
    pub method_id: String,
    /// Whether it can be used now.
    pub usable: bool,
    /// The service's word for that: `EnabledByPolicy`, `DisabledByPolicy`, `Expired`, `NotYetValid`, `OneTimeUsed`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usability: Option<String>,
    /// From when it can be used.
    #[cfg_attr(feature = "typescript", ts(as = "String"))]
    pub starts_at: Timestamp,
    /// Until when.
    #[cfg_attr(feature = "typescript", ts(as = "String"))]
    pub ends_at: Timestamp,
    /// For how many minutes.
    pub lifetime_minutes: u32,
    /// Whether it works only once.
    pub usable_once: bool,
}

impl PassDetails {
    /// Whether it can be used now or will be.
    pub fn has_a_future(&self) -> bool {
        self.usable || self.usability.as_deref() == Some("NotYetValid")
    }
}

/// What the tenant's policy says of passes (facts 6.3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct PassPolicy {
    /// Whether passes are allowed at all.
    pub enabled: bool,
    /// The shortest lifetime.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub minimum_lifetime_minutes: Option<u32>,
    /// The longest lifetime.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub maximum_lifetime_minutes: Option<u32>,
    /// The lifetime when none is asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_lifetime_minutes: Option<u32>,
    /// Whether every pass works only once.
    pub usable_once: bool,
}

/// The pass of one person, and the policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct PassReport {
    /// Whose.
    pub user: UserRef,
    /// The pass; absent when there is none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pass: Option<PassDetails>,
    /// The policy; absent when this sign-in may not read it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy: Option<PassPolicy>,
}

/// A pass that was issued. This is the only place where its secret is told, and the only time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct IssuedPass {
    /// Whose.
    pub user: UserRef,
    /// The pass itself.
    #[cfg_attr(feature = "typescript", ts(as = "String"))]
    pub temporary_access_pass: Disclosed,
    /// What can be known of it later too.
    pub pass: PassDetails,
    /// Whether another pass that could still be used made way for it.
    pub replaced: bool,
    /// The `request-id` of the creation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// What a person should know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<Note>>"))]
    pub notes: Vec<Note>,
}

/// The removal of one person's pass.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct PassRemoval {
    /// Whose.
    pub user: UserRef,
    /// Whether a read after the write shows that there is none.
    pub removed: bool,
    /// The pass that there was; absent when there was none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pass: Option<PassDetails>,
    /// What a person should know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<Note>>"))]
    pub notes: Vec<Note>,
}

/// What became of the pass of a rescue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum PassStatus {
    /// It is there, and told here.
    Issued,
    /// It was removed again before anybody knew it, because nothing had been deleted; or it went with the person.
    Withdrawn,
    /// Methods were deleted, and there is no pass: one is owed to the person.
    Owed,
    /// There may be one that nobody knows.
    LeftBehind,
}

/// A rescue: a reset, and a pass with which the person can register again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct RescueOutcome {
    /// The reset. It is never `done` without the pass.
    #[serde(flatten)]
    pub reset: ResetOutcome,
    /// What became of the pass.
    pub pass_status: PassStatus,
    /// What can be known of the pass later too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pass: Option<PassDetails>,
    /// The pass itself, when it was issued. It is told here and nowhere else.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub temporary_access_pass: Option<Disclosed>,
}
