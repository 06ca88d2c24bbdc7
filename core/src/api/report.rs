//! The registration report: who is capable of multifactor authentication, by which methods (facts 7.1).

use super::Note;
use crate::platform::Timestamp;
use serde::{Deserialize, Serialize};

/// How rows travel while they are read: as events, chunk by chunk, so that nobody ever holds them all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum RowFormat {
    /// As values.
    Rows,
    /// As the text of a CSV file, its header first. No cell of it can start a formula in a spreadsheet.
    Csv,
    /// As text, one JSON object a line.
    JsonLines,
}

/// A question to the registration report.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RegistrationReportRequest {
    /// Only the people in this administrative unit: its object id or its name. The service cannot be asked for them
    /// alone: the report is read until all of them are found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub administrative_unit: Option<String>,
    /// Only the people in this group and in the groups within: its object id or its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    /// Only people who are not capable of multifactor authentication, and people of whom the report does not know.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<bool>"))]
    pub only_not_capable: bool,
    /// Only people with a directory role.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<bool>"))]
    pub only_administrators: bool,
    /// Only people who have registered this, in the report's words, such as `mobilePhone`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// How the rows travel; as values when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<RowFormat>,
}

/// What the report knows about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum ReportStanding {
    /// The report has a row about them.
    Reported,
    /// No row: the account is disabled, and the report leaves such people out.
    Disabled,
    /// No row: the account was created after the report was made.
    New,
    /// No row, and nothing explains why.
    Missing,
}

/// One person in the registration report. What the service does not say is absent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct RegistrationRow {
    /// The object id.
    pub id: String,
    /// The sign-in name.
    pub user_principal_name: String,
    /// The name that people read.
    pub display_name: String,
    /// What the report knows about them.
    pub standing: ReportStanding,
    /// Whether something is registered that the policy accepts as a second factor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mfa_capable: Option<bool>,
    /// Whether a second factor is registered, accepted or not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mfa_registered: Option<bool>,
    /// Whether they can sign in without a password.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub passwordless_capable: Option<bool>,
    /// Whether they can reset their password by themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub password_reset_capable: Option<bool>,
    /// Whether they hold a directory role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_admin: Option<bool>,
    /// `member` or `guest`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_type: Option<String>,
    /// What is registered, in the report's words; an open list.
    pub methods: Vec<String>,
    /// The default second factor that they chose, in the report's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_method: Option<String>,
    /// What the system prefers instead, where it does.
    pub system_preferred_methods: Vec<String>,
    /// When the service last looked. What they changed since is not in this row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub last_updated: Option<Timestamp>,
    /// How old that makes the row, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub age: Option<String>,
}

/// How many people have something.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ReportCount {
    /// What, in the report's words.
    pub name: String,
    /// How many people.
    pub people: u32,
}

/// The registration report in numbers. They count the rows that were given, no others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct RegistrationSummary {
    /// Rows that were given: people in the report, and people of the unit or group of whom it does not know.
    pub people: u32,
    /// Of these, capable of multifactor authentication.
    pub capable: u32,
    /// Not capable of it.
    pub not_capable: u32,
    /// Capable of signing in without a password.
    pub passwordless: u32,
    /// With a directory role.
    pub administrators: u32,
    /// With a directory role, and not capable.
    pub administrators_not_capable: u32,
    /// Guests. Their own multifactor authentication may live in their home tenant.
    pub guests: u32,
    /// People of the unit or group of whom the report does not know; 0 when the whole tenant was asked for, since the
    /// report does not tell of whom it does not know.
    pub unknown: u32,
    /// Of the unknown, those whose account is disabled.
    pub unknown_disabled: u32,
    /// Of the unknown, those whose account is newer than the report.
    pub unknown_new: u32,
    /// How many have registered what, most first.
    pub by_method: Vec<ReportCount>,
    /// How many have chosen which default, most first.
    pub by_default: Vec<ReportCount>,
    /// When the service looked at the first of them …
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub oldest: Option<Timestamp>,
    /// … and at the last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub newest: Option<Timestamp>,
    /// How fresh the report is, in words.
    pub freshness: String,
    /// What a reader should know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<Note>>"))]
    pub notes: Vec<Note>,
}
