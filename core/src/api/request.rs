//! The operations, as data: one request, one response of the same name.

use super::{
    ActivateTokenRequest, AdministrativeUnitList, ApplicationOutcome, AssignTokenRequest, AuditAnswer, Case,
    ExportProofRequest, GrantRoleRequest, HardwareTokenFilter, HardwareTokenList,
    InitializeApplicationRequest, Inspection, IssuePassRequest, IssuedPass, JournalLine, JournalReport,
    MethodKind, OperationNeeds, PassOptions, PassRemoval, PassReport, PerUserStateOutcome,
    PerUserStateReport, PermissionKind, PhoneOutcome, PlannedReset, PolicyFault, PreflightReport,
    PreflightRequest, Preset, PresetInfo, RegistrationReportRequest, RegistrationSummary,
    RequiredResourceAccess, RescueOutcome, ResetOutcome, ResumeRequest, RevokeOutcome, RevokeRoleRequest,
    RoleAssignmentList, RoleAssignmentsRequest, RoleChangeOutcome, RoleList, RoleRef, RowFormat, RunPlan,
    RunRequest, RunSummary, Scope, SetPerUserStateRequest, SetPhoneRequest, SignInReport, TokenOutcome,
    TokenRequest, User, UserList, VerifyJournalRequest,
};
use crate::platform::Timestamp;
use serde::{Deserialize, Serialize};

/// What to do. A `user` is an object id, a user principal name, or an address that one person has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(
    tag = "operation",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum Request {
    /// Signs in, and tells who is signed in and what that sign-in may do.
    CheckSignIn {
        /// Compares the permissions with what these operations need; `all` means every one. Not compared when empty.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<String>>"))]
        operations: Vec<String>,
    },
    /// Finds people by part of a name or address.
    FindUsers {
        /// What to look for; an id or a full user principal name finds that person.
        text: String,
        /// At most this many people; 25 when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        limit: Option<u32>,
    },
    /// Reads one person.
    GetUser {
        /// Whom.
        user: String,
    },
    /// Reads one person's authentication methods and which is the default.
    ListMethods {
        /// Whose.
        user: String,
    },
    /// Tells which roles matter to MFA work, what each may do, and on whom.
    ListRoles,
    /// Tells who holds which role, how, where, and until when.
    ListRoleAssignments(RoleAssignmentsRequest),
    /// Tells which administrative units there are, in which a role can be granted.
    ListAdministrativeUnits,
    /// Grants a role that administers authentication, and verifies it.
    GrantRole(GrantRoleRequest),
    /// Takes such a role back, and verifies that it is gone.
    RevokeRole(RevokeRoleRequest),
    /// Registers an application, or finds one or a managed identity, and grants it the least permissions for work.
    InitializeApplication(Box<InitializeApplicationRequest>),
    /// Makes the plan of a reset, and writes nothing.
    PlanReset(ResetRequest),
    /// Tells whether the service would let this sign-in act on people, and who may where it would not.
    Preflight(PreflightRequest),
    /// Requires re-registration: removes the methods in scope and verifies that they are gone.
    Reset(ResetRequest),
    /// Does a reset and issues a Temporary Access Pass, so that nobody is left with neither method nor pass. Sessions are
    /// revoked unless the request or its preset says otherwise.
    Rescue(ResetRequest),
    /// Removes one authentication method, and verifies that it is gone.
    RemoveMethod(RemoveMethodRequest),
    /// Issues a Temporary Access Pass.
    IssuePass(IssuePassRequest),
    /// Reads whether one person has a Temporary Access Pass, and what the policy says.
    GetPass {
        /// Whose.
        user: String,
    },
    /// Removes a Temporary Access Pass.
    RemovePass {
        /// Whose.
        user: String,
        /// The case it belongs to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        case: Option<Case>,
    },
    /// Revokes sign-in sessions.
    RevokeSessions {
        /// Whose.
        user: String,
        /// The case it belongs to.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        case: Option<Case>,
    },
    /// Reads one person's per-user MFA state.
    GetPerUserState {
        /// Whose.
        user: String,
    },
    /// Changes one person's per-user MFA state.
    SetPerUserState(SetPerUserStateRequest),
    /// Adds a telephone number to a person's methods, or changes it.
    SetPhone(SetPhoneRequest),
    /// Lists the hardware tokens of the tenant. They are told by events, page by page.
    ListHardwareTokens(HardwareTokenFilter),
    /// Gives a hardware token of the inventory to a person.
    AssignHardwareToken(AssignTokenRequest),
    /// Activates a hardware token that a person has.
    ActivateHardwareToken(ActivateTokenRequest),
    /// Deactivates a hardware token; it stays with the person.
    DeactivateHardwareToken(TokenRequest),
    /// Takes a hardware token from a person, back into the inventory.
    UnassignHardwareToken(TokenRequest),
    /// Tells who reset MFA for whom, and when.
    WhoReset(WhoResetRequest),
    /// Tells who is capable of multifactor authentication, row by row.
    RegistrationReport(RegistrationReportRequest),
    /// Tells what would come of a run, person by person, and writes nothing in the tenant. The plan can be saved.
    PlanRun(RunRequest),
    /// Does one operation for many people, with a journal ahead of each write.
    StartRun(RunRequest),
    /// Goes on with a run where its journal ends.
    ResumeRun(ResumeRequest),
    /// Tells whether a journal is as it was written.
    VerifyJournal(VerifyJournalRequest),
    /// Writes what a journal proves in a form for people.
    ExportProof(ExportProofRequest),
}

/// A reset of one person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ResetRequest {
    /// Whom.
    pub user: String,
    /// The situation: it says scope, kinds, sessions and pass. What is given beside it may add to it, and not contradict.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preset: Option<Preset>,
    /// Which methods go; as the portal's button when neither this nor a preset says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<Scope>,
    /// The kinds that go, for the scope `kinds`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<String>>"))]
    pub kinds: Vec<MethodKind>,
    /// Kinds or method ids that stay, whatever the scope.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<String>>"))]
    pub keep: Vec<String>,
    /// Revoke the sessions afterwards. When absent, as the preset says; without a preset, if a pass is issued.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revoke_sessions: Option<bool>,
    /// The pass to issue: for `rescue` and its plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pass: Option<PassOptions>,
    /// Stop unless the plan has this fingerprint.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fingerprint: Option<String>,
    /// Who made the plan with that fingerprint, as the plan says. A policy may demand that somebody else carries it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub planned_by: Option<String>,
    /// The case it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<Case>,
}

/// The removal of one method: by its id, or by its kind where the person has one of that kind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RemoveMethodRequest {
    /// Whose.
    pub user: String,
    /// Which one, by id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method_id: Option<String>,
    /// Which one, by kind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub kind: Option<MethodKind>,
    /// Removes all of that kind, if there are several.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<bool>"))]
    pub all: bool,
    /// The case it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<Case>,
}

/// A question to the audit log.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct WhoResetRequest {
    /// On whom: also the object id of somebody who was deleted since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// By whom: a person like any `user`; or an application, by the object id of its service principal, its application
    /// id, or its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub actor: Option<String>,
    /// From when; seven days back when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub since: Option<Timestamp>,
    /// Until when; now when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub until: Option<Timestamp>,
    /// At most this many records; when absent, 500, and no limit where the answer is streamed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<u32>,
    /// The log lags by minutes: ask again for up to this long until it shows a reset. Not for a streamed answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wait_up_to_ms: Option<u32>,
    /// Tells of directory roles too: granted, removed, made eligible for, activated.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<bool>"))]
    pub include_role_changes: bool,
    /// What is known to have been done, and for whom: changes that a line surely tells of are marked, all others are
    /// marked unknown. Not marked when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub journal: Option<Vec<JournalLine>>,
    /// The names of journals of runs, which are read like the lines of `journal`; a damaged one is refused.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<String>>"))]
    pub journals: Vec<String>,
    /// Streams the answer in this format, so that a long one needs no more memory than a short one. As text, the
    /// entries are streamed and the resets are only counted. The whole answer comes at the end when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub format: Option<RowFormat>,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "operation", rename_all = "camelCase")]
pub enum Response {
    /// Who is signed in.
    CheckSignIn(Box<SignInReport>),
    /// The people found.
    FindUsers(UserList),
    /// The person.
    GetUser(User),
    /// The person's methods.
    ListMethods(Inspection),
    /// The roles.
    ListRoles(RoleList),
    /// Who holds what.
    ListRoleAssignments(RoleAssignmentList),
    /// The administrative units.
    ListAdministrativeUnits(AdministrativeUnitList),
    /// What came of granting the role.
    GrantRole(Box<RoleChangeOutcome>),
    /// What came of taking the role back.
    RevokeRole(Box<RoleChangeOutcome>),
    /// What came of setting it up.
    InitializeApplication(Box<ApplicationOutcome>),
    /// The plan.
    PlanReset(Box<PlannedReset>),
    /// Whether the service would let it happen.
    Preflight(Box<PreflightReport>),
    /// What came of the reset.
    Reset(Box<ResetOutcome>),
    /// What came of the rescue; the pass, if it was issued, is in it.
    Rescue(Box<RescueOutcome>),
    /// What came of the removal.
    RemoveMethod(Box<ResetOutcome>),
    /// The pass.
    IssuePass(Box<IssuedPass>),
    /// Whether there is a pass.
    GetPass(PassReport),
    /// What came of the removal of the pass.
    RemovePass(PassRemoval),
    /// What came of the revocation.
    RevokeSessions(RevokeOutcome),
    /// The person's per-user MFA state.
    GetPerUserState(PerUserStateReport),
    /// What came of the change.
    SetPerUserState(Box<PerUserStateOutcome>),
    /// What came of the number.
    SetPhone(Box<PhoneOutcome>),
    /// How many tokens were told.
    ListHardwareTokens(HardwareTokenList),
    /// What came of giving the token.
    AssignHardwareToken(Box<TokenOutcome>),
    /// What came of activating it.
    ActivateHardwareToken(Box<TokenOutcome>),
    /// What came of deactivating it.
    DeactivateHardwareToken(Box<TokenOutcome>),
    /// What came of taking it.
    UnassignHardwareToken(Box<TokenOutcome>),
    /// What the audit log says.
    WhoReset(AuditAnswer),
    /// The report in numbers; its rows were events.
    RegistrationReport(Box<RegistrationSummary>),
    /// The plan in numbers; its people were events.
    PlanRun(Box<RunPlan>),
    /// What came of the run; its people were events.
    StartRun(Box<RunSummary>),
    /// What came of it; its people were events.
    ResumeRun(Box<RunSummary>),
    /// Whether the journal is intact.
    VerifyJournal(JournalReport),
    /// What the proof rests on; its text was written, or was events.
    ExportProof(JournalReport),
}

/// A question that needs neither a client nor the network.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(
    tag = "call",
    rename_all = "camelCase",
    rename_all_fields = "camelCase",
    deny_unknown_fields
)]
pub enum QuickRequest {
    /// What this version is and can do.
    Describe,
    /// The plan of a reset from an inspection that was read before.
    Plan {
        /// What was read.
        inspection: Box<Inspection>,
        /// What is asked for; its user is not looked up again.
        request: Box<ResetRequest>,
    },
    /// Whether a guard policy is valid, and what it says.
    CheckPolicy {
        /// The document.
        text: String,
    },
    /// What operations need of a sign-in: permissions and roles.
    Permissions {
        /// Which operations; every one when empty or `all`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<String>>"))]
        operations: Vec<String>,
        /// Which permissions the manifest asks for; both kinds when absent.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        kind: Option<PermissionKind>,
    },
}

/// The answer to a [`QuickRequest`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(tag = "call", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum QuickResponse {
    /// What this version is and can do.
    Describe {
        /// The version of the product.
        version: String,
        /// The operations of [`Request`].
        operations: Vec<String>,
        /// Every error code with its meaning.
        error_codes: Vec<Word>,
        /// Every kind of method that is known, with its name for a service desk.
        method_kinds: Vec<Word>,
        /// The presets of a reset, with what each stands for.
        presets: Vec<PresetInfo>,
        /// The variables of a host's environment that belong into `ClientConfig.environment`.
        environment: Vec<String>,
        /// Those that belong into the secret argument.
        secret_environment: Vec<String>,
    },
    /// The plan.
    Plan {
        /// What would be done.
        plan: Box<super::Plan>,
    },
    /// Whether the policy is valid.
    CheckPolicy {
        /// Whether it is.
        valid: bool,
        /// Every mistake in it.
        errors: Vec<PolicyFault>,
        /// What it says, one sentence for each of its fields; nothing when it is not valid.
        says: Vec<String>,
    },
    /// What the operations need.
    Permissions {
        /// Each operation by itself.
        operations: Vec<OperationNeeds>,
        /// The fewest and least permissions that are enough for all of them, delegated or application.
        least: Vec<String>,
        /// The fewest and least roles with which a person can do all of them.
        roles: Vec<RoleRef>,
        /// What the manifest of the app registration says to ask for them.
        required_resource_access: Vec<RequiredResourceAccess>,
    },
}

/// A stable word and what it means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct Word {
    /// The word, as the contract spells it.
    pub word: String,
    /// What it means.
    pub meaning: String,
}

impl Request {
    /// The names of all operations.
    pub const OPERATIONS: &'static [&'static str] = &[
        "checkSignIn",
        "findUsers",
        "getUser",
        "listMethods",
        "listRoles",
        "listRoleAssignments",
        "listAdministrativeUnits",
        "grantRole",
        "revokeRole",
        "initializeApplication",
        "planReset",
        "preflight",
        "reset",
        "rescue",
        "removeMethod",
        "issuePass",
        "getPass",
        "removePass",
        "revokeSessions",
        "getPerUserState",
        "setPerUserState",
        "setPhone",
        "listHardwareTokens",
        "assignHardwareToken",
        "activateHardwareToken",
        "deactivateHardwareToken",
        "unassignHardwareToken",
        "whoReset",
        "registrationReport",
        "planRun",
        "startRun",
        "resumeRun",
        "verifyJournal",
        "exportProof",
    ];
}
