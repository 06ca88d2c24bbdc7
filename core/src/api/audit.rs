//! Who did what to whose methods, from the directory audit log (facts 9).

use super::Note;
use crate::platform::Timestamp;
use serde::{Deserialize, Serialize};

/// What an audit record tells, in the words of this product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum AuditAction {
    /// An administrator pressed the portal's button "Require re-register".
    RequiredReregistration,
    /// An administrator deleted a method.
    DeletedMethod,
    /// An administrator registered a method.
    RegisteredMethod,
    /// An administrator changed a method.
    ChangedMethod,
    /// An administrator issued a Temporary Access Pass.
    IssuedPass,
    /// An administrator deleted a Temporary Access Pass.
    DeletedPass,
    /// The default second factor was changed through Graph.
    ChangedDefault,
    /// Sign-in sessions were revoked. A change of the password does this too.
    RevokedSessions,
    /// Per-user MFA was switched on or off.
    ChangedPerUserMfa,
    /// The person did it: registered, changed or deleted a method.
    DoneByThePerson,
    /// An administrator reset the password.
    ResetPassword,
    /// The person changed the password, or reset it by themselves.
    ChangedPassword,
    /// A directory role was granted.
    GrantedRole,
    /// A directory role was taken away.
    RemovedRole,
    /// A person became eligible for a directory role: they may activate it.
    MadeEligible,
    /// A person is no longer eligible for a directory role.
    RemovedEligibility,
    /// A person activated a directory role that they are eligible for.
    ActivatedRole,
    /// An activated directory role ended.
    EndedRole,
    /// Something else about a directory role, such as a request for one.
    ChangedRole,
    /// Something else about authentication methods.
    Other,
}

/// Who acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum ActorKind {
    /// A person.
    User,
    /// An application signed in as itself; the log does not know on whose behalf.
    Application,
    /// The record does not say.
    Unknown,
}

/// Where a change comes from, as far as the journal tells that came with the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum AuditOrigin {
    /// A line of the journal tells of it.
    Journal,
    /// No line of the journal tells of it, or not surely. It was done elsewhere, or written down elsewhere.
    Unknown,
}

/// Who acted, as far as the record says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct AuditActor {
    /// Person or application.
    pub kind: ActorKind,
    /// The object id of the person, or of the service principal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The person's sign-in name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_principal_name: Option<String>,
    /// The name that people read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// The application id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_id: Option<String>,
    /// Whether the directory still has them; absent when that could not be asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_directory: Option<bool>,
    /// What to call them: the best name there is, else the id; it says so when they are no longer in the directory.
    pub label: String,
}

/// On whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct AuditTarget {
    /// The person's object id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The person's sign-in name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_principal_name: Option<String>,
    /// The name that people read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// Whether the directory still has them; absent when that could not be asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_directory: Option<bool>,
    /// What to call them, as for who acted.
    pub label: String,
}

/// One changed property; numbers and addresses are masked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct AuditChange {
    /// The property, such as `Phone.PhoneNumber`.
    pub property: String,
    /// The value before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The value after.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// One thing that was done, with the descriptive record and its shadow joined (facts 9.4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct AuditEntry {
    /// The id of the descriptive record.
    pub audit_id: String,
    /// When.
    #[cfg_attr(feature = "typescript", ts(as = "String"))]
    pub at: Timestamp,
    /// What, in our words.
    pub action: AuditAction,
    /// What, in the service's words: the reason where it gives one, else the activity.
    pub description: String,
    /// Who.
    pub actor: AuditActor,
    /// On whom.
    pub target: AuditTarget,
    /// `success` or `failure`, as the service says.
    pub result: String,
    /// The directory role that it is about.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The service's own number for what belongs together; records of one change may have several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub correlation_id: Option<String>,
    /// Where it comes from; absent when no journal came with the question.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<AuditOrigin>,
    /// Who asked for it, as the journal says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_by: Option<String>,
    /// The ticket, as the journal says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
    /// The run, as the journal says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<String>,
    /// What changed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<AuditChange>>"))]
    pub changes: Vec<AuditChange>,
    /// The ids of the directory's own records of the same change.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<String>>"))]
    pub shadow_audit_ids: Vec<String>,
}

/// One reset, as the log shows it: what one actor removed from one person in one go.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct ResetByPerson {
    /// Who reset.
    pub actor: AuditActor,
    /// For whom.
    pub target: AuditTarget,
    /// When the first record of it was written.
    #[cfg_attr(feature = "typescript", ts(as = "String"))]
    pub at: Timestamp,
    /// How many methods went, as far as the log tells.
    pub methods_deleted: u32,
    /// Whether it was the portal's button.
    pub by_portal_button: bool,
    /// Whether sessions were revoked along with it.
    pub sessions_revoked: bool,
    /// The records that it is read from.
    pub audit_ids: Vec<String>,
}

/// For which time the audit log can be trusted to be whole. What lies outside is not proven not to have happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct AuditCoverage {
    /// The answer is complete from here; absent, as is `to`, when it is complete for none of the time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub from: Option<Timestamp>,
    /// The answer is complete up to here: the log lags by minutes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub to: Option<Timestamp>,
    /// The oldest record that the tenant still has; absent when there was no need to ask, or no answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub oldest_record: Option<Timestamp>,
    /// For how many days the tenant keeps its log, where the oldest record tells: 7 without a premium licence, 30
    /// with one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retention_days: Option<u32>,
    /// The same in words.
    pub explanation: String,
}

/// The answer to "who reset MFA for whom, and when".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct AuditAnswer {
    /// The resets, newest first; empty when they were streamed.
    pub resets: Vec<ResetByPerson>,
    /// Everything that was found, newest first; empty when it was streamed.
    pub entries: Vec<AuditEntry>,
    /// How many resets there are.
    pub reset_count: u32,
    /// How many entries there are.
    pub entry_count: u32,
    /// The answer covers the log from here …
    #[cfg_attr(feature = "typescript", ts(as = "String"))]
    pub from: Timestamp,
    /// … to here.
    #[cfg_attr(feature = "typescript", ts(as = "String"))]
    pub to: Timestamp,
    /// For which time the log was complete.
    pub coverage: AuditCoverage,
    /// What a reader should know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<Note>>"))]
    pub notes: Vec<Note>,
}

/// One write that was written down where it was made: the few fields of a journal that are needed to recognize its
/// record in the audit log. Other fields are passed over, so that whole lines of a journal can be given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct JournalLine {
    /// When the request was sent.
    #[cfg_attr(feature = "typescript", ts(as = "String"))]
    pub at: Timestamp,
    /// When it was answered; taken to be within a minute when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub answered_at: Option<Timestamp>,
    /// The object id of the person who was written.
    pub user_id: String,
    /// What the audit log calls it.
    pub action: AuditAction,
    /// The HTTP status of the answer. A line of a refusal tells of no change, and is passed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Who was signed in: the object id of the person or of the service principal, or the application id. Without it,
    /// only the request id can prove that a record is this write's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor_id: Option<String>,
    /// The service's id of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Who asked for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requested_by: Option<String>,
    /// The ticket.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<String>,
    /// The run that it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run: Option<String>,
}
