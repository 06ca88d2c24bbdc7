//! What is true in the tenant, and what was asked of it: plain values for proofs and for the admin face.
//!
//! Snapshots show the truth without read lag; reads through Graph may still show the past (facts 12.4).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use time::OffsetDateTime;

use crate::cloud::Cloud;
use crate::directory_state::{AdministrativeUnitState, ApplicationState, GroupState, RoleAssignmentState};
use crate::scenario::{Decision, DefaultMethod, Fault, PerUserMfaState};

/// Everything in the tenant.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TenantState {
    /// Tenant id.
    pub tenant_id: String,
    /// Default domain.
    pub domain: String,
    /// National cloud.
    pub cloud: Cloud,
    /// The tenant's clock.
    #[serde(with = "time::serde::rfc3339")]
    pub now: OffsetDateTime,
    /// Everybody, in order of creation, deleted people included.
    pub users: Vec<UserState>,
    /// Groups, in order of creation.
    #[serde(default)]
    pub groups: Vec<GroupState>,
    /// Administrative units, in order of creation.
    #[serde(default)]
    pub administrative_units: Vec<AdministrativeUnitState>,
    /// Every role assignment, active or not, oldest first.
    #[serde(default)]
    pub role_assignments: Vec<RoleAssignmentState>,
    /// Applications, in order of registration.
    #[serde(default)]
    pub applications: Vec<ApplicationState>,
    /// Every audit record, oldest first.
    pub audits: Vec<AuditState>,
}

/// One person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserState {
    /// Object id.
    pub id: String,
    /// Sign-in name.
    pub user_principal_name: String,
    /// Display name.
    pub display_name: String,
    /// Whether the account may sign in.
    pub account_enabled: bool,
    /// Whether the person was deleted from the directory.
    pub deleted: bool,
    /// Names of the directory roles held now in the whole tenant, directly or through a group.
    pub roles: Vec<String>,
    /// Methods registered, without the password.
    pub methods: Vec<MethodState>,
    /// The default method.
    pub default: DefaultMethod,
    /// Whether system-preferred authentication is on.
    pub system_preferred: bool,
    /// Per-user MFA state.
    pub per_user_mfa_state: PerUserMfaState,
    /// Sessions issued before this moment are invalid.
    #[serde(with = "time::serde::rfc3339")]
    pub sign_in_sessions_valid_from_date_time: OffsetDateTime,
    /// How many requests have changed this person.
    pub writes: u64,
}

/// One registered method.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MethodState {
    /// Kind, in the words of a scenario.
    pub kind: String,
    /// Id.
    pub id: String,
    /// The properties that the service shows.
    #[serde(flatten)]
    pub properties: Map<String, Value>,
}

/// One audit record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AuditState {
    /// Whether readers of the audit log see it by now.
    pub visible: bool,
    /// The record as the audit log shows it.
    pub record: Value,
}

/// One request, as the tenant saw it. Never holds a token or a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LogEntry {
    /// The first request of the tenant is number 1.
    pub number: u64,
    /// When.
    #[serde(with = "time::serde::rfc3339")]
    pub at: OffsetDateTime,
    /// Method.
    pub method: String,
    /// Path and query as sent.
    pub path: String,
    /// Status; absent when the connection was cut.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// Whether the request travelled inside a batch.
    pub in_batch: bool,
    /// The service's id of the request.
    pub request_id: String,
    /// The caller's id of the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_request_id: Option<String>,
    /// User agent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_agent: Option<String>,
    /// Whether the request asks for a change, successful or not.
    pub write: bool,
    /// Whether a change took effect, whatever the answer said.
    pub committed: bool,
    /// Whether a scripted fault struck.
    pub faulted: bool,
    /// Object id of the person that the path names, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_user_id: Option<String>,
}

/// How much was asked of the tenant since it was loaded, exactly, whatever became of the log. The token endpoint
/// counts too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Counters {
    /// Requests: batches, what was inside them, and all others.
    pub requests: u64,
    /// Batches.
    pub batches: u64,
    /// Requests inside batches.
    pub in_batches: u64,
    /// Requests that asked for a change.
    pub writes: u64,
    /// Requests that changed something.
    pub commits: u64,
    /// Requests that a fault struck.
    pub faulted: u64,
    /// Connections cut.
    pub dropped: u64,
    /// Answers by status; 429 are the throttled ones.
    pub by_status: BTreeMap<u16, u64>,
}

/// A fault, and what has become of it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FaultState {
    /// The fault.
    pub fault: Fault,
    /// How many requests it fitted.
    pub matched: u64,
    /// How many requests it struck.
    pub struck: u64,
}

/// What to put into an access token.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct TokenSpec {
    /// The application; the first one registered when absent. An unregistered id is allowed.
    pub client_id: Option<String>,
    /// Application permissions; those of the registered application when absent. Ignored with `upn`.
    pub permissions: Option<Vec<String>>,
    /// The signed-in person; absent for an application's own token.
    pub upn: Option<String>,
    /// Delegated scopes.
    pub scopes: Vec<String>,
    /// Roles in the token, by name or id; the built-in ones that the holder has now in the whole tenant when absent.
    pub wids: Option<Vec<String>>,
    /// Audience; this cloud's Graph when absent.
    pub audience: Option<String>,
    /// Seconds until expiry; may be negative.
    pub expires_in: Option<i64>,
    /// Takes the audience from another cloud.
    pub cloud: Option<Cloud>,
    /// What the client declares itself capable of; `cp1` lets Graph challenge the token once it is revoked.
    pub client_capabilities: Vec<String>,
    /// Whether the person signed in with a second factor (`amr`: `mfa`).
    pub mfa: bool,
}

/// A device code that waits for a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PendingSignIn {
    /// The code that people enter.
    pub user_code: String,
    /// Client id of the application that asked.
    pub client_id: String,
    /// Its name.
    pub application: String,
    /// The permissions that it asks for.
    pub scopes: Vec<String>,
    /// When the code ends.
    #[serde(with = "time::serde::rfc3339")]
    pub expires: OffsetDateTime,
}

/// What a person does with a device code.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct SignInDecision {
    /// The code that the application shows; may be left out while only one waits.
    pub user_code: Option<String>,
    /// User principal name or object id of the person; not needed to decline.
    pub user: Option<String>,
    /// Approve, unless said otherwise.
    pub decision: Decision,
}
