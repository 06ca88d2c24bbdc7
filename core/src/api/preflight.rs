//! Whether the service would let this sign-in act on these people, asked before anything is written (facts 8.4).

use super::{
    Case, ErrorInfo, MethodKind, Note, PermissionNeed, RoleRef, Scope, SignedInAs, Standing, UserRef,
};
use crate::error::{Error, ErrorCode};
use serde::{Deserialize, Serialize};

/// What is to be done to a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Purpose {
    /// Adding, changing and removing authentication methods: a reset.
    #[serde(rename = "reset")]
    ChangeMethods,
    /// Revoking sign-in sessions.
    RevokeSessions,
    /// Issuing a Temporary Access Pass.
    IssuePass,
    /// Changing the per-user MFA state.
    SetPerUserState,
}

/// A question about people who are about to be written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PreflightRequest {
    /// Whom; at most 500.
    pub users: Vec<String>,
    /// What is to be done; a reset and the revocation of sessions when absent.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<Purpose>>"))]
    pub purposes: Vec<Purpose>,
    /// Which methods the reset would remove.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Scope>"))]
    pub scope: Scope,
    /// The kinds that go, for the scope `kinds`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<String>>"))]
    pub kinds: Vec<MethodKind>,
    /// Kinds or method ids that stay, whatever the scope.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<String>>"))]
    pub keep: Vec<String>,
    /// The case it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<Case>,
}

/// Whether the service would do it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum PreflightAnswer {
    /// It would.
    Allowed,
    /// It would not, or this product does not.
    Refused,
    /// What decides could not be read. It may be tried.
    Unknown,
}

/// Why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum PreflightReason {
    /// A role of the person who is signed in allows it.
    RoleAllows,
    /// An application is bound by its permissions, and has them.
    Application,
    /// The sign-in lacks the permission.
    PermissionMissing,
    /// The person is the one who is signed in.
    OwnAccount,
    /// A guard of this product protects the person.
    Guarded,
    /// No role of the person who is signed in does this to anybody.
    RoleMissing,
    /// The person acted on holds a role or a group that outranks.
    TargetOutranks,
    /// The role is limited to administrative units that the person is not in.
    OutsideUnit,
    /// The person is in a unit of restricted management.
    RestrictedUnit,
    /// Roles of the one who is signed in could not be read.
    OwnRolesUnread,
    /// What the person acted on holds could not be read.
    TargetUnread,
    /// Only a role of the tenant's own might allow it; what such a role allows is not looked into.
    CustomRole,
}

/// A role that may do it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct LeastRole {
    /// The role.
    pub role: RoleRef,
    /// The administrative unit that it must be held in, by id; any scope that covers the person when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub administrative_unit: Option<String>,
}

/// The answer for one person and one purpose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct PreflightVerdict {
    /// What is to be done.
    pub purpose: Purpose,
    /// Whether the service would do it.
    pub answer: PreflightAnswer,
    /// Why.
    pub reason: PreflightReason,
    /// The same in a sentence.
    pub message: String,
    /// The least role with which a person may do it; absent when no role may.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least_role: Option<LeastRole>,
    /// What to do, or who may; absent when it is allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
    /// Permissions that the sign-in lacks for it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<PermissionNeed>>"))]
    pub missing_permissions: Vec<PermissionNeed>,
}

impl PreflightVerdict {
    /// What a refusal would have been as an error.
    pub(crate) fn as_error(&self, user: Option<&UserRef>) -> ErrorInfo {
        let code = match self.reason {
            PreflightReason::PermissionMissing => ErrorCode::PermissionMissing,
            PreflightReason::Guarded | PreflightReason::OwnAccount => ErrorCode::Guarded,
            _ => ErrorCode::NotAllowed,
        };
        let mut error = Error::new(code, self.message.clone());
        if let Some(user) = user {
            error = error.about(&user.user_principal_name);
        }
        if let Some(remedy) = &self.remedy {
            error = error.remedy(remedy);
        }
        ErrorInfo::from(error)
    }
}

/// The answers for one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct PreflightTarget {
    /// How the person was named in the question.
    pub asked: String,
    /// The person; absent when nobody could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<UserRef>,
    /// Why nobody could be read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorInfo>,
    /// One for each purpose.
    pub verdicts: Vec<PreflightVerdict>,
    /// What the person holds; absent when it does not decide anything here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub standing: Option<Standing>,
    /// What a person should know before saying yes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<Note>>"))]
    pub notes: Vec<Note>,
}

/// The answers for everybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct PreflightReport {
    /// On whose behalf requests are made.
    pub signed_in_as: SignedInAs,
    /// Roles in the whole tenant of the person who is signed in, as far as the token tells.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roles: Option<Vec<RoleRef>>,
    /// Permissions of the token that none of the purposes needs; absent when the token does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unneeded_permissions: Option<Vec<String>>,
    /// One for each person, in the order of the question.
    pub targets: Vec<PreflightTarget>,
    /// HTTP requests sent, retries included.
    pub requests_sent: u32,
}
