//! What came of it. Success is observed, never assumed (design invariant 4).

use super::{ErrorInfo, MethodKind, MethodSummary, Note, Plan, StepAction, StepStatus, UserRef};
use crate::platform::Timestamp;
use serde::{Deserialize, Serialize};

/// How a reset ended for one person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Outcome {
    /// A read after the writes shows that nothing in scope is left.
    Done,
    /// Something in scope is left, or could not be seen; the notes say what and why.
    Partial,
    /// Nothing was achieved, or the person is gone.
    Failed,
}

/// What became of one step of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct StepResult {
    /// The position in the plan, from 1.
    pub step: u32,
    /// What it was to do.
    pub action: StepAction,
    /// The method that it acted on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method_id: Option<String>,
    /// The kind of that method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub kind: Option<MethodKind>,
    /// What a service desk calls it; numbers and addresses are masked.
    pub label: String,
    /// What became of it.
    pub status: StepStatus,
    /// How many times the service refused it for now and it was tried again.
    pub refusals: u32,
    /// The `request-id` of the last answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// When the last answer came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub at: Option<Timestamp>,
    /// Why it did not succeed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorInfo>,
}

/// The reset of one person, with its proof.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct ResetOutcome {
    /// Whose methods.
    pub user: UserRef,
    /// How it ended.
    pub outcome: Outcome,
    /// What was planned.
    pub plan: Plan,
    /// What became of each step.
    pub steps: Vec<StepResult>,
    /// The methods before the first write.
    pub methods_before: Vec<MethodSummary>,
    /// The methods as the last read showed them; absent when no read succeeded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub methods_after: Option<Vec<MethodSummary>>,
    /// When the read that the outcome rests on was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub verified_at: Option<Timestamp>,
    /// Whether sessions were revoked; absent when that was not asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sessions_revoked: Option<bool>,
    /// Sessions from before this instant are invalid, as read after the revocation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub sessions_valid_from: Option<Timestamp>,
    /// What remains and why, and what to do.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<Note>>"))]
    pub notes: Vec<Note>,
    /// HTTP requests sent, retries included.
    pub requests_sent: u32,
    /// When the operation began.
    #[cfg_attr(feature = "typescript", ts(as = "String"))]
    pub started_at: Timestamp,
    /// When it ended.
    #[cfg_attr(feature = "typescript", ts(as = "String"))]
    pub finished_at: Timestamp,
}

/// The revocation of one person's sessions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct RevokeOutcome {
    /// Whose sessions.
    pub user: UserRef,
    /// Whether a read after the write shows it.
    pub sessions_revoked: bool,
    /// Sessions from before this instant are invalid, as read after the revocation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub sessions_valid_from: Option<Timestamp>,
    /// The `request-id` of the revocation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// What a person should know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<Note>>"))]
    pub notes: Vec<Note>,
}
