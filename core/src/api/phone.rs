//! The telephone numbers of one person: at most one of each type (facts 2.4).

use super::{Case, Note, Outcome, UserRef};
use crate::platform::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;

/// Which of a person's three phones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum PhoneType {
    /// Text messages and calls.
    Mobile,
    /// Calls only; it exists only beside a mobile number.
    AlternateMobile,
    /// Calls only; it may have an extension.
    Office,
}

impl PhoneType {
    /// The service's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Mobile => "mobile",
            Self::AlternateMobile => "alternateMobile",
            Self::Office => "office",
        }
    }

    /// The words for a service desk.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Mobile => "mobile phone",
            Self::AlternateMobile => "alternate mobile phone",
            Self::Office => "office phone",
        }
    }
}

impl fmt::Display for PhoneType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A telephone number that one person shall have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SetPhoneRequest {
    /// Whose.
    pub user: String,
    /// Which of the three.
    pub phone_type: PhoneType,
    /// The number with its country code, such as `+47 90000017`; blanks, hyphens and brackets do not count. An
    /// extension follows an `x`.
    pub number: String,
    /// The case it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<Case>,
}

/// What was done to a telephone number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum PhoneChange {
    /// There was none of this type.
    Added,
    /// There was another one.
    Changed,
    /// It was there already; nothing was written.
    Unchanged,
}

/// What came of setting a telephone number. Numbers are masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct PhoneOutcome {
    /// Whose.
    pub user: UserRef,
    /// How it ended: `done` when a read shows it.
    pub outcome: Outcome,
    /// What was done.
    pub change: PhoneChange,
    /// Which of the three.
    pub phone_type: PhoneType,
    /// The method's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method_id: Option<String>,
    /// The number before; absent when there was none of this type.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The number that was asked for.
    pub number: String,
    /// Whether the person can sign in by a text message to it, in the service's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sms_sign_in_state: Option<String>,
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
