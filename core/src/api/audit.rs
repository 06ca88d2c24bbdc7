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
    /// The person's password was reset or changed.
    ChangedPassword,
    /// A directory role was granted or taken.
    ChangedRole,
    /// Something else about this person.
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
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
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

/// The answer to "who reset MFA for whom, and when".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct AuditAnswer {
    /// The resets, newest first.
    pub resets: Vec<ResetByPerson>,
    /// Everything that was found, newest first.
    pub entries: Vec<AuditEntry>,
    /// The answer covers the log from here …
    #[cfg_attr(feature = "typescript", ts(as = "String"))]
    pub from: Timestamp,
    /// … to here.
    #[cfg_attr(feature = "typescript", ts(as = "String"))]
    pub to: Timestamp,
    /// What a reader should know.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<Note>>"))]
    pub notes: Vec<Note>,
}
