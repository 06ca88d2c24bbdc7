//! Directory roles: what they may do, who holds them, and granting and taking them away (facts 8.1 to 8.3, 8.5, 8.7).

mod assignments;
mod definitions;
mod directory_roles;
mod rules;
mod schedules;
mod scoped_members;

pub(crate) use self::assignments::ROUTES as ASSIGNMENTS;
pub(super) use self::assignments::render_principal;
pub(crate) use self::definitions::ROUTES as DEFINITIONS;
pub(crate) use self::directory_roles::{MEMBERS as DIRECTORY_ROLE_MEMBERS, ROUTES as DIRECTORY_ROLES};
pub(super) use self::schedules::require_licence;
pub(crate) use self::schedules::{
    ASSIGNMENTS as ASSIGNMENT_SCHEDULES, ELIGIBILITIES as ELIGIBILITY_SCHEDULES, decide,
};
pub(crate) use self::scoped_members::ROUTES as SCOPED_MEMBERS;

use super::call::Call;
use super::failure::Failure;

/// Permissions to read roles and who holds them.
const READ: &[&str] = &[
    "RoleManagement.Read.Directory",
    "RoleManagement.ReadWrite.Directory",
    "RoleManagement.Read.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];

/// Permission to change roles and who holds them.
const WRITE: &[&str] = &["RoleManagement.ReadWrite.Directory"];

fn bad_request(message: impl Into<String>) -> Failure {
    Failure::new(400, "Request_BadRequest", message)
}

/// Denies unless token and role allow the action on the tenant's roles.
fn authorize_write(call: &Call<'_>, action: &str) -> Result<(), Failure> {
    call.require(WRITE)?;
    call.authorize_management(action, call.tenant.id)
}
