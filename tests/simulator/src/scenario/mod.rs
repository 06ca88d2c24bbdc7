//! The scenario: the JSON document that says what is in the tenant, how it behaves and what goes wrong.
//!
//! Everything is optional. The tables of `SCENARIO.md` come from the doc comments here: `cargo xtask codegen` writes them,
//! and a test fails where they differ.

mod administrative_units;
mod application;
mod conditional_access;
mod continuous_access;
mod domain;
mod fault;
mod fault_answer;
mod groups;
mod identity;
mod method;
mod method_policy;
mod method_spec;
mod pages;
mod password_reset;
mod people;
mod pim;
mod policies;
mod quotas;
mod roles;
mod schools;
mod sign_in;

use serde::{Deserialize, Serialize};
use thiserror::Error;
use time::OffsetDateTime;
use time::macros::datetime;

pub use administrative_units::{AdministrativeUnit, MembershipType, UnitVisibility};
pub use application::{
    Application, ClientCertificate, ClientSecret, FederatedCredential, ManagedIdentity, ManagedIdentityKind,
    RedirectUris, SignInAudience,
};
pub use conditional_access::*;
pub use continuous_access::ContinuousAccess;
pub use domain::{Domain, DomainAuthentication};
pub use fault::{Fault, Place};
pub use fault_answer::{Cut, FaultAnswer, Mischief, ScriptedAnswer, TokenTrouble};
pub use groups::{Group, GroupAccess, GroupEligibility};
pub use identity::IdentityRules;
pub use method::*;
pub use method_policy::*;
pub use method_spec::MethodSpec;
pub use pages::PageRules;
pub use password_reset::SelfServicePasswordReset;
pub use people::{PerUserMfaState, Person, UserType};
pub use pim::{PendingRoleRequest, Pim};
pub use policies::*;
pub use quotas::{Limit, MethodQuota, Quotas, ResourceUnits, RetryAfter};
pub use roles::{CustomRole, CustomRoleReach, DuplicateAssignment, RoleAssignment};
pub use schools::Schools;
pub use sign_in::{
    BlockReason, Decision, DeviceCodeAnswer, PasswordState, PersonSignIn, SignInBlock, SignInFlow,
    SignInRules,
};

use crate::cloud::Cloud;
use crate::json;

/// A tenant to be simulated.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Scenario {
    /// What the tenant is about, for readers only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub about: Option<String>,
    /// Name, domain and cloud of the tenant.
    pub tenant: TenantSpec,
    /// Where the tenant's clock starts.
    #[serde(with = "time::serde::rfc3339")]
    pub now: OffsetDateTime,
    /// Behaviour that differs between tenants or is not settled.
    pub rules: Rules,
    /// Limits on requests.
    pub quotas: Quotas,
    /// When Graph learns that sessions were revoked.
    pub continuous_access: ContinuousAccess,
    /// Rules of signing in.
    pub sign_in: SignInRules,
    /// Rules of the hosts at which managed identities sign in.
    pub identity: IdentityRules,
    /// The authentication methods policy: who may register what.
    pub policies: Policies,
    /// Conditional Access policies.
    pub conditional_access: Vec<ConditionalAccessPolicy>,
    /// Verified domains; without any, the tenant has its own, `tenant.domain`.
    pub domains: Vec<Domain>,
    /// Applications that may sign in; without any, one service-desk application is registered.
    pub applications: Vec<Application>,
    /// Invented people, in addition to `users`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub generate: Option<Generate>,
    /// Invented schools, after `users` and `generate`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub schools: Option<Schools>,
    /// People, one by one.
    pub users: Vec<Person>,
    /// Hardware tokens of the inventory that nobody has; those that somebody has stand with the person.
    pub hardware_tokens: Vec<HardwareToken>,
    /// Groups.
    pub groups: Vec<Group>,
    /// Administrative units.
    pub administrative_units: Vec<AdministrativeUnit>,
    /// Roles of the tenant's own.
    pub custom_roles: Vec<CustomRole>,
    /// Rules of asking for roles by Privileged Identity Management.
    pub pim: Pim,
    /// Who holds or may activate which role, in addition to the `roles` of people and applications.
    pub role_assignments: Vec<RoleAssignment>,
    /// Who may become a member or an owner of which group, by Privileged Identity Management.
    pub group_eligibilities: Vec<GroupEligibility>,
    /// Audit records of earlier days.
    pub audits: Vec<PastEvent>,
    /// Scripted misfortune.
    pub faults: Vec<Fault>,
}

impl Default for Scenario {
    fn default() -> Self {
        Self {
            about: None,
            tenant: TenantSpec::default(),
            now: datetime!(2026-08-20 09:00 UTC),
            rules: Rules::default(),
            quotas: Quotas::default(),
            continuous_access: ContinuousAccess::default(),
            sign_in: SignInRules::default(),
            identity: IdentityRules::default(),
            policies: Policies::default(),
            conditional_access: Vec::new(),
            domains: Vec::new(),
            applications: Vec::new(),
            generate: None,
            schools: None,
            users: Vec::new(),
            hardware_tokens: Vec::new(),
            groups: Vec::new(),
            administrative_units: Vec::new(),
            custom_roles: Vec::new(),
            pim: Pim::default(),
            role_assignments: Vec::new(),
            group_eligibilities: Vec::new(),
            audits: Vec::new(),
            faults: Vec::new(),
        }
    }
}

impl Scenario {
    /// Reads a scenario document.
    ///
    /// # Errors
    /// Says which field cannot be read.
    pub fn from_json(text: &str) -> Result<Self, ScenarioError> {
        json::read(text.as_bytes(), "scenario")
    }
}

/// Name, domain and cloud of the tenant.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct TenantSpec {
    /// Tenant id; derived from the domain when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Default verified domain.
    pub domain: String,
    /// Display name of the organization.
    pub name: String,
    /// National cloud.
    pub cloud: Cloud,
}

impl Default for TenantSpec {
    fn default() -> Self {
        Self {
            id: None,
            domain: "fabrikam.example".into(),
            name: "Fabrikam".into(),
            cloud: Cloud::Global,
        }
    }
}

/// Behaviour that differs between tenants, or that public sources leave open (facts 16).
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Rules {
    /// For how long a deleted method stays visible to reads, in milliseconds.
    pub read_lag_ms: u64,
    /// Whether methods that are only still visible count as "others" when the default is to be deleted.
    pub default_rule_uses_lagged_state: bool,
    /// Whether methods that can never be the default count as "others" too.
    pub passkeys_count_as_others: bool,
    /// Whether a Temporary Access Pass counts as one of the "others" too.
    pub passes_count_as_others: bool,
    /// Which entry is the default when several embody the default's value.
    pub shared_default: SharedDefault,
    /// For how long an audit record stays invisible, in milliseconds.
    pub audit_delay_ms: u64,
    /// By how much longer a record may stay invisible, in milliseconds. Half of the records take hardly longer than
    /// the shortest time, one in twenty more than two thirds of this. Scaled. The service's own figures are met by 60,000
    /// and a spread of 600,000.
    pub audit_delay_spread_ms: u64,
    /// For how many days the audit log keeps a record; 30 with a premium licence and 7 without when absent.
    pub audit_retention_days: Option<u32>,
    /// Whether the audit log refuses tenants without a premium licence, as it does some.
    pub audit_log_needs_premium: bool,
    /// Factor on read lag, audit delay, the periods of `quotas`, scripted delays and scripted `Retry-After`.
    pub delay_scale: f64,
    /// How long a password reset runs before its operation has succeeded, in milliseconds. Default: 2,000.
    pub password_reset_ms: u64,
    /// By how many intervals a code of a hardware token may be early or late when the token is activated. Default: 1.
    pub verification_code_drift: u32,
    /// Whether applications are refused when they write sign-in preferences.
    pub preferences_refused_for_applications: bool,
    /// How "not found" is spelled on authentication-method endpoints.
    pub not_found_code: String,
    /// How often a batch run renews the registration report, in milliseconds: the report tells of people as they were
    /// at the last whole multiple of this time, and does not know who came later. Scaled. With 0 the report
    /// is never behind.
    pub report_interval_ms: u64,
    /// Self-service password reset, of which the registration report tells.
    pub self_service_password_reset: SelfServicePasswordReset,
    /// For how long a new person is missing from lists, searches and counts, in milliseconds; the person's own path
    /// answers at once. Counts from `createdDateTime`. Scaled.
    pub new_user_lag_ms: u64,
    /// For how long a new application, or a new service principal, is missing where it is looked for and cannot be built
    /// upon, in milliseconds. Scaled.
    pub new_application_lag_ms: u64,
    /// The most items that the service puts on one page, whatever `$top` says. No collection takes a larger
    /// `$top` than 1000.
    pub max_page_size: usize,
    /// For how long the link to a next page can be used, in milliseconds; afterwards it is refused as expired.
    /// Scaled, but not to less than 5 seconds.
    pub page_token_lifetime_ms: u64,
    /// Short, empty and repeating pages.
    pub pages: PageRules,
    /// Whether the beta endpoint is missing, as in some national clouds.
    pub beta_unavailable: bool,
    /// Whether the tenant has a premium licence.
    pub premium: bool,
    /// Wording of the refusal to delete the default method.
    pub error_text_era: ErrorTextEra,
    /// How many entries the request log keeps, the newest; counters stay exact. Default: all of them, and 100,000
    /// behind the HTTP server.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log_limit: Option<usize>,
    /// Whether a role that somebody may only activate keeps others from acting on them like a role held.
    pub eligible_roles_protect: bool,
    /// Whether a role held in an administrative unit only, or on one object only, keeps others from acting on the
    /// holder like a role held in the whole tenant. A role in a unit of restricted management always does more.
    pub scoped_roles_protect: bool,
    /// On whom roles of the tenant's own act that carry an action on users.
    pub custom_role_reach: CustomRoleReach,
    /// How the service refuses to grant a role that its principal has there already. Default: `badRequest`.
    pub duplicate_assignment: DuplicateAssignment,
    /// Whether an application may change members of a unit of restricted management only with a role in that unit,
    /// whatever its permissions.
    pub restricted_units_bind_applications: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            read_lag_ms: 0,
            default_rule_uses_lagged_state: true,
            passkeys_count_as_others: false,
            passes_count_as_others: false,
            shared_default: SharedDefault::Last,
            audit_delay_ms: 60_000,
            audit_delay_spread_ms: 0,
            audit_retention_days: None,
            audit_log_needs_premium: true,
            delay_scale: 1.0,
            password_reset_ms: 2_000,
            verification_code_drift: 1,
            preferences_refused_for_applications: false,
            not_found_code: "resourceNotFound".into(),
            report_interval_ms: 4 * 3_600_000,
            self_service_password_reset: SelfServicePasswordReset::default(),
            new_user_lag_ms: 0,
            new_application_lag_ms: 0,
            max_page_size: 1000,
            page_token_lifetime_ms: 15 * 60_000,
            pages: PageRules::default(),
            beta_unavailable: false,
            premium: true,
            error_text_era: ErrorTextEra::Era2022,
            log_limit: None,
            eligible_roles_protect: false,
            scoped_roles_protect: true,
            custom_role_reach: CustomRoleReach::PlainUsers,
            duplicate_assignment: DuplicateAssignment::BadRequest,
            restricted_units_bind_applications: true,
        }
    }
}

/// Which entry counts as the default when several embody its value (facts 3.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SharedDefault {
    /// Only the last one left.
    Last,
    /// The one that was registered first.
    First,
    /// Every one of them.
    Any,
}

/// Wording of the default-method refusal (facts 3.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ErrorTextEra {
    /// "Cannot delete default method with other methods configured. …"
    #[serde(rename = "2021")]
    Era2021,
    /// "The requested authentication method id of […] matches …"
    #[serde(rename = "2022")]
    Era2022,
}

/// How many people to invent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Generate {
    /// Number of people.
    pub users: usize,
    /// The same seed gives the same people.
    #[serde(default)]
    pub seed: u64,
}

/// Something that happened before the scenario begins and left an audit record.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PastEvent {
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// What.
    pub kind: PastEventKind,
    /// UPN or id of the administrator or of the person concerned, or client id of the application.
    pub by: String,
    /// UPN or id of the person concerned.
    pub on: String,
    /// Kind of method concerned, for events about one method.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<MethodKind>,
    /// How it ended; with success when absent. What did not succeed left no second record in the directory.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<AuditResult>,
}

/// How something in the audit log ended (facts 9.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AuditResult {
    /// It was done.
    Success,
    /// It was refused, or went wrong.
    Failure,
    /// It took too long.
    Timeout,
}

impl AuditResult {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Success => "success",
            Self::Failure => "failure",
            Self::Timeout => "timeout",
        }
    }
}

/// What a [`PastEvent`] was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PastEventKind {
    /// The portal's "Require re-register multifactor authentication".
    PortalReregistration,
    /// A method was deleted: by an administrator, or by the person when `by` and `on` are the same.
    MethodDeleted,
    /// A method was registered, likewise.
    MethodRegistered,
    /// A method was changed, likewise.
    MethodUpdated,
    /// The person's sessions were revoked.
    SessionsRevoked,
    /// The default method was changed.
    DefaultChanged,
    /// Per-user MFA was switched on.
    PerUserMfaEnabled,
    /// Per-user MFA was switched off.
    PerUserMfaDisabled,
}

/// A scenario that describes no possible tenant.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{field}: {problem}")]
pub struct ScenarioError {
    /// The field, with the person or application it belongs to.
    pub field: String,
    /// What is wrong with it.
    pub problem: String,
}

impl ScenarioError {
    pub(crate) fn new(field: impl Into<String>, problem: impl Into<String>) -> Self {
        Self {
            field: field.into(),
            problem: problem.into(),
        }
    }
}
