//! Reports and logs: their paths, and who may read them: a permission, a role of the signed-in person, a licence of the tenant (facts 7.1, 9.1,
//! 12.2).

use super::call::Call;
use super::failure::Failure;
use super::routes::Row;
use super::{audits, registration_report, registration_summary};
use crate::tenant::role::{self, Role};

pub(crate) const ROUTES: &[Row] = &[
    Row::get("/auditLogs/directoryAudits", audits::list),
    Row::get("/auditLogs/directoryAudits/{id}", audits::get),
    Row::get(
        "/reports/authenticationMethods/userRegistrationDetails",
        registration_report::list,
    ),
    Row::get(
        "/reports/authenticationMethods/userRegistrationDetails/{id}",
        registration_report::get,
    ),
    Row::get(
        "/reports/authenticationMethods/usersRegisteredByFeature()",
        registration_summary::by_feature,
    ),
    Row::get(
        "/reports/authenticationMethods/usersRegisteredByMethod()",
        registration_summary::by_method,
    ),
];

/// The roles that read reports and logs.
static READERS: [&Role; 5] = [
    &role::REPORTS_READER,
    &role::SECURITY_READER,
    &role::SECURITY_ADMINISTRATOR,
    &role::GLOBAL_READER,
    &role::GLOBAL_ADMINISTRATOR,
];

/// Refuses whoever lacks every one of the permissions, or a role, or lives in a tenant without licence.
pub(crate) fn admit(call: &Call<'_>, permissions: &[&str]) -> Result<(), Failure> {
    admit_unlicensed(call, permissions)?;
    if call.tenant.rules.premium {
        Ok(())
    } else {
        Err(Failure::not_licensed())
    }
}

/// Refuses whoever lacks every one of the permissions, or a role.
pub(crate) fn admit_unlicensed(call: &Call<'_>, permissions: &[&str]) -> Result<(), Failure> {
    if !call.actor.has_any(permissions) {
        return Err(Failure::reports_denied());
    }
    if call.actor.has_role(&READERS) {
        Ok(())
    } else {
        Err(Failure::directory_denied())
    }
}
