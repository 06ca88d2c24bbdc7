//! The contract: every value that crosses a language boundary (design invariant 6).
//!
//! JSON that is also pleasant JavaScript: no 64-bit integers, durations in `…Ms`, instants as RFC 3339 text,
//! an absent value is absent and never null. The TypeScript declarations that are generated from it
//! (`bindings/wasm/js/src/contract.ts`) are its snapshot: a change there is a change of the contract.

mod application;
mod audit;
mod bulk;
mod case;
mod config;
mod error;
mod event;
mod hardware_token;
mod method;
mod outcome;
mod pass;
mod per_user;
mod phone;
mod plan;
mod policy;
mod preflight;
mod preset;
mod report;
mod request;
mod role;
mod sign_in;
mod standing;
mod user;

pub use application::{
    ApplicationOutcome, InitializeApplicationRequest, SetupAction, SetupStatus, SetupStep,
};
pub use audit::{
    ActorKind, AuditAction, AuditActor, AuditAnswer, AuditChange, AuditCoverage, AuditEntry, AuditOrigin,
    AuditTarget, JournalLine, ResetByPerson,
};
pub use bulk::{
    BadRow, ExportProofRequest, InputFormat, JournalReport, PersonOutcome, PersonResult, PlannedPerson,
    ProofFormat, QuotaProfile, ResumeRequest, RunCount, RunEach, RunEstimate, RunInput, RunOperation,
    RunPlan, RunProgress, RunRequest, RunRow, RunStatus, RunSummary, StopReason, VerifyJournalRequest,
};
pub use case::Case;
pub use config::{ClientConfig, CredentialKind, SignatureAlgorithm, TestTenant};
pub use error::ErrorInfo;
pub use event::{Event, FileCall, JobMessage, LongList, StepStatus, WaitReason};
pub use hardware_token::{
    ActivateTokenRequest, AssignTokenRequest, HardwareToken, HardwareTokenFilter, HardwareTokenList,
    TokenCount, TokenHolder, TokenOutcome, TokenRequest, VerificationCode,
};
pub use method::{DefaultMark, DefaultMethod, Method, MethodKind, MethodSummary};
pub use outcome::{Outcome, ResetOutcome, RevokeOutcome, StepResult};
pub use pass::{
    IssuePassRequest, IssuedPass, PassDetails, PassOptions, PassPolicy, PassRemoval, PassReport, PassStatus,
    RescueOutcome,
};
pub use per_user::{PerUserState, PerUserStateOutcome, PerUserStateReport, SetPerUserStateRequest};
pub use phone::{PhoneChange, PhoneOutcome, PhoneType, SetPhoneRequest};
pub use plan::{
    Note, NoteCode, Plan, PlanStep, PlannedReset, RequestCount, Scope, Stay, StayReason, StepAction,
};
pub use policy::{PolicyFault, PolicySource};
pub use preflight::{
    LeastRole, PreflightAnswer, PreflightReason, PreflightReport, PreflightRequest, PreflightTarget,
    PreflightVerdict, Purpose,
};
pub use preset::{Preset, PresetInfo};
pub use report::{
    RegistrationReportRequest, RegistrationRow, RegistrationSummary, ReportCount, ReportStanding, RowFormat,
};
pub use request::{
    QuickRequest, QuickResponse, RemoveMethodRequest, Request, ResetRequest, Response, WhoResetRequest, Word,
};
pub use role::{
    AdministrativeUnit, AdministrativeUnitList, AssignmentKind, GrantRoleRequest, Principal, PrincipalKind,
    RevokeRoleRequest, RoleAction, RoleAssignment, RoleAssignmentList, RoleAssignmentsRequest, RoleChange,
    RoleChangeOutcome, RoleChangeStatus, RoleDescription, RoleList, UnitRef,
};
pub use sign_in::{
    OperationNeeds, PermissionGap, PermissionKind, PermissionNeed, RequiredResourceAccess, ResourceAccess,
    RoleNeed, SignInReport, SignedInAs,
};
pub use standing::{Holding, HoldingKind, Standing, Unread};
pub use user::{Inspection, RoleRef, User, UserList, UserRef};
