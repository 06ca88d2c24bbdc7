//! What a route is to a journal: what the audit log calls it, and for how long an answer to it proves something.

use super::chain::hex;
use crate::api::AuditAction;
use crate::http::{Call, HttpMethod};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::time::Duration;

/// How long reads may lag behind a write (facts 12.4), with room. After that a read tells more than an answer of long ago:
/// what is listed again was registered again.
pub(super) const READS_LAG: Duration = Duration::from_secs(10 * 60);

/// What a good answer proves to a later life of the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proves {
    /// Nothing: what it made was told to nobody.
    Nothing,
    /// That it is done, as long as reads may not show it.
    WhileReadsLag,
    /// That it is done: no read would show it.
    ForGood,
}

const CREATE_PASS: &str = "POST /users/{user}/authentication/temporaryAccessPassMethods";
const REVOKE_SESSIONS: &str = "POST /users/{user}/revokeSignInSessions";

pub(super) fn proves(route: &str) -> Proves {
    match route {
        CREATE_PASS => Proves::Nothing,
        REVOKE_SESSIONS => Proves::ForGood,
        _ => Proves::WhileReadsLag,
    }
}

/// What the audit log calls it (facts 9.4); nothing where it has no words of its own.
pub(super) fn action(call: &Call) -> Option<AuditAction> {
    let (_, path) = call.path()?;
    Some(match call.route {
        "DELETE /users/{user}/authentication/{kind}/{id}"
            if path.contains("/temporaryAccessPassMethods/") =>
        {
            AuditAction::DeletedPass
        }
        "DELETE /users/{user}/authentication/{kind}/{id}" => AuditAction::DeletedMethod,
        CREATE_PASS => AuditAction::IssuedPass,
        REVOKE_SESSIONS => AuditAction::RevokedSessions,
        "PATCH /users/{user}/authentication/signInPreferences" => AuditAction::ChangedDefault,
        "PATCH /users/{user}/authentication/requirements" => AuditAction::ChangedPerUserMfa,
        "POST /roleManagement/directory/roleAssignments" => AuditAction::GrantedRole,
        "DELETE /roleManagement/directory/roleAssignments/{id}" => AuditAction::RemovedRole,
        "POST /roleManagement/directory/roleEligibilityScheduleRequests" if takes(call) => {
            AuditAction::RemovedEligibility
        }
        "POST /roleManagement/directory/roleEligibilityScheduleRequests" => AuditAction::MadeEligible,
        "POST /roleManagement/directory/roleAssignmentScheduleRequests" if takes(call) => {
            AuditAction::RemovedRole
        }
        "POST /roleManagement/directory/roleAssignmentScheduleRequests" => AuditAction::GrantedRole,
        _ => return None,
    })
}

/// Whether a request for a role takes it away.
fn takes(call: &Call) -> bool {
    let action = call.body.as_ref().and_then(|body| body.get("action"));
    action.and_then(Value::as_str) == Some("adminRemove")
}

/// Tells equal requests of one person. It is a hash, because bodies may hold numbers.
pub(super) fn call_id(call: &Call) -> String {
    let mut hash = Sha256::new();
    hash.update(call.method.as_str());
    hash.update(b"\n");
    if let Some((version, path)) = call.path() {
        hash.update(version.segment());
        hash.update(path);
    }
    hash.update(b"\n");
    if let Some(body) = &call.body {
        hash.update(body.to_string());
    }
    hex(&hash.finalize()[..16])
}

/// Whether an answer says that it is done: what is to be deleted and is not there is gone.
pub(super) fn is_done(method: &str, status: u16) -> bool {
    matches!(status, 200..=299) || (status == 404 && method == HttpMethod::Delete.as_str())
}
