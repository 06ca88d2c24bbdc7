//! The plan of a re-registration: what goes, in which order and why, and what stays.

use super::{DefaultMethod, Inspection, MethodKind, Preset, UserRef};
use serde::{Deserialize, Serialize};

/// Which methods a reset removes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum Scope {
    /// What the portal's button "Require re-register multifactor authentication" removes: phones,
    /// Authenticator, software OATH; hardware OATH is deactivated (facts 4.1).
    #[default]
    Portal,
    /// All but the password.
    Everything,
    /// Phone, OATH, Authenticator, QR code, e-mail and external methods; passkeys, Windows Hello, platform
    /// credentials and passes stay.
    Weak,
    /// The kinds that the request lists.
    Kinds,
}

/// What a step does: of the plan of a reset, or of an operation that has one step only.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum StepAction {
    /// Deletes the method.
    Delete,
    /// Deactivates a hardware token; it stays assigned to the person.
    Deactivate,
    /// Changes the default second factor, because the service refuses to delete the present one.
    SetDefault,
    /// Changes the per-user MFA state.
    SetPerUserState,
    /// Adds or changes a telephone number.
    SetPhone,
    /// Gives a hardware token to the person.
    AssignToken,
    /// Activates a hardware token.
    ActivateToken,
    /// Takes a hardware token from the person.
    UnassignToken,
}

/// One write of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct PlanStep {
    /// The position, from 1.
    pub step: u32,
    /// What it does.
    pub action: StepAction,
    /// The method that it acts on; absent for `setDefault`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method_id: Option<String>,
    /// The kind of that method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub kind: Option<MethodKind>,
    /// The new default, for `setDefault`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_method: Option<DefaultMethod>,
    /// What a service desk calls the thing acted on; numbers and addresses are masked.
    pub label: String,
    /// Why it stands at this place in the order.
    pub reason: String,
}

/// Why a method stays.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum StayReason {
    /// A password cannot be removed.
    Password,
    /// The scope does not include its kind.
    OutsideScope,
    /// The request keeps it.
    Kept,
    /// This version does not know its kind.
    UnknownKind,
    /// A hardware token that is not active: nothing to deactivate.
    AlreadyInactive,
    /// A Temporary Access Pass: the one that is issued, or the one that it replaces.
    Pass,
    /// It should go, but the service would refuse: the alternate mobile number stays, and must go first.
    Blocked,
}

/// A method that stays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Stay {
    /// The method.
    pub method_id: String,
    /// Its kind.
    #[cfg_attr(feature = "typescript", ts(as = "String"))]
    pub kind: MethodKind,
    /// What a service desk calls it; numbers and addresses are masked.
    pub label: String,
    /// Why it stays.
    pub reason: StayReason,
}

/// What a note is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum NoteCode {
    /// Only v1.0 answered; kinds that it does not show may exist.
    IncompleteView,
    /// A method of an unknown kind stays.
    UnknownKind,
    /// The default could not be read.
    DefaultUnknown,
    /// The service still refuses to delete the default method.
    DefaultRefused,
    /// The service refuses to delete the mobile number while the alternate one exists.
    AlternateMobileRefused,
    /// A read after the writes still shows the method.
    StillListed,
    /// A method was registered while the reset ran.
    MethodAppeared,
    /// The read after the writes failed.
    NotVerified,
    /// A step failed.
    StepFailed,
    /// The caller asked to stop.
    Cancelled,
    /// The user was deleted meanwhile.
    UserGone,
    /// The guest's own multifactor authentication lives in the home tenant.
    GuestHomeTenant,
    /// Revoking sessions was asked for and did not succeed.
    RevocationFailed,
    /// Revoking sessions was accepted, but the person does not show it yet.
    RevocationNotSeen,
    /// Sessions end within minutes; access tokens already issued live on for up to 90 minutes.
    RevocationDelay,
    /// What is deleted is also gone for self-service password reset.
    PasswordReset,
    /// Revoking sessions signs the person out of every device.
    SignsOutEverywhere,
    /// A Temporary Access Pass that can still be used makes way for the new one.
    PassReplaced,
    /// The tenant's policy for Temporary Access Passes could not be read, or whether it includes the person.
    PassPolicyNotChecked,
    /// The pass is not quite as asked for, because the policy does not allow that.
    PassClamped,
    /// The pass was removed again, because nothing was deleted.
    PassWithdrawn,
    /// Methods were deleted, and there is no pass yet.
    PassOwed,
    /// There may be a pass that nobody knows.
    PassLeftBehind,
    /// Roles of the person could not be read.
    RolesUnknown,
    /// The state of a hardware token could not be read.
    TokenStateUnknown,
    /// A Temporary Access Pass would be of no use: the person is a guest, or the account is disabled.
    PassNotPossible,
    /// The domain is federated: people may do multifactor authentication elsewhere.
    FederatedDomain,
    /// Conditional Access guards the registration of new methods, and no usable pass is planned.
    RegistrationGuarded,
    /// Whether Conditional Access guards the registration of new methods could not be read.
    RegistrationNotChecked,
    /// A method stays that was added a short time ago; in a compromise it may be the attacker's.
    RecentMethodStays,
    /// Something about roles could not be read: there may be more than is told.
    RolesIncomplete,
    /// A role with less power may be enough.
    BroaderRole,
    /// The role counts in the whole tenant where an administrative unit would do.
    WholeTenant,
    /// The role is held until it is taken back, where it could end by itself.
    PermanentRole,
    /// One sign-in may both grant roles and change authentication methods.
    GrantsAndResets,
    /// A role is in tokens issued after it was granted: people must sign in again.
    RoleNeedsSignIn,
    /// The role is held in another way as well: through a group, or elsewhere.
    HeldOtherwise,
    /// The role is held already, but for another time than was asked for.
    OtherTerm,
    /// It is the role of the one who is signed in.
    OwnRole,
    /// Nobody would hold the role there any more.
    LastHolder,
    /// The account is disabled.
    AccountDisabled,
    /// A guest would administer authentication.
    GuestRole,
    /// Somebody must approve it first.
    AwaitsApproval,
    /// The service accepted the change of a role, but reads do not show it yet.
    RoleNotSeen,
    /// Less is demanded of the person than before.
    Weakened,
    /// The service turned `enabled` into `enforced`, because the person has a second factor.
    BecameEnforced,
    /// Microsoft recommends Conditional Access instead of per-user MFA.
    PerUserMfaNotRecommended,
    /// The service shows this sign-in masked numbers only.
    NumberMasked,
    /// The same number stands twice among the person's methods.
    NumberUsedTwice,
    /// The number is somebody else's sign-in name.
    NumberNotUnique,
    /// The inventory of hardware tokens could not be read.
    InventoryUnknown,
    /// Audit records arrive with minutes of delay.
    AuditDelay,
    /// More audit records exist than were asked for.
    LimitReached,
    /// The person is protected by a guard, which the request overrode.
    GuardOverridden,
    /// The audit log does not reach back as far as was asked for.
    AuditRetention,
    /// Names of people could not be read; they are told by id.
    NamesUnknown,
    /// An application was asked for in a way in which the audit log may not know it.
    ApplicationByIdOnly,
    /// The registration report is made every few hours and does not know what changed since.
    ReportDelay,
    /// The registration report leaves people out.
    PeopleMissing,
    /// An administrator must consent before the application can do its work.
    ConsentNeeded,
    /// The application has permissions that the work it is set up for does not need.
    MoreThanNeeded,
    /// The application keeps its token for a while, and what was granted counts with the next one.
    TokenKept,
    /// Whoever signs in to the application needs a role, too.
    PeopleNeedRoles,
    /// The application may grant roles or permissions, to itself as well.
    CanGrantItself,
    /// The service counts requests for authentication methods as requests for reports, of which it allows few.
    MethodsCountAsReports,
}

/// Something that a person should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Note {
    /// What it is about.
    pub code: NoteCode,
    /// The sentence.
    pub message: String,
    /// What to do, where something can be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
}

/// How many HTTP requests something takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct RequestCount {
    /// Requests that change something.
    pub writes: u32,
    /// Requests that read: the verification, at least.
    pub reads: u32,
}

/// The plan of one person's re-registration. It is made by a pure function of what was read (design invariant 3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Plan {
    /// Whose methods.
    pub user: UserRef,
    /// The situation, where the request named one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preset: Option<Preset>,
    /// Which scope.
    pub scope: Scope,
    /// Whether sessions are revoked afterwards.
    pub revoke_sessions: bool,
    /// Whether a Temporary Access Pass is issued.
    pub issue_pass: bool,
    /// The writes, in order.
    pub steps: Vec<PlanStep>,
    /// What stays, and why.
    pub stays: Vec<Stay>,
    /// The requests that carrying it out takes when the service does not lag.
    pub requests: RequestCount,
    /// Identifies the methods that the plan was made from: a reset told to expect it stops when they changed.
    pub fingerprint: String,
    /// Who made it: the person who was signed in, or the one on whose behalf an application did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(optional))]
    pub planned_by: Option<String>,
    /// What a person should know before saying yes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<Note>>"))]
    pub notes: Vec<Note>,
}

/// A plan with what it was made from. Nothing was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct PlannedReset {
    /// What was read.
    pub inspection: Inspection,
    /// What would be done.
    pub plan: Plan,
    /// Whether the service would let this sign-in do it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(
        feature = "typescript",
        ts(optional, as = "Option<Vec<super::PreflightVerdict>>")
    )]
    pub preflight: Vec<super::PreflightVerdict>,
    /// Why the reset would be refused, if it would.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<super::ErrorInfo>,
}
