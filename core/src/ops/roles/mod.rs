//! Delegating the roles that administer authentication: what they may do, who holds them, granting and taking them back
//! (facts 8).

mod assignments;
mod catalogue;
mod change;
mod grant;
mod grant_plan;
mod holdings;
mod list;
mod names;
mod place;
mod revoke;
mod targets;
mod term;
mod units;
mod verify;
mod words;

pub(super) use assignments::list as assignments;
pub(super) use grant::grant;
pub(super) use list::list;
pub(super) use revoke::revoke;
pub(super) use units::list as units;

use crate::api::GrantRoleRequest;
use crate::api::Note;
use crate::api::NoteCode;
use crate::error::{Error, ErrorCode};
use crate::graph::Pages;
use crate::http::{Call, Run};
use serde_json::Value;

/// Whether such a grant makes sense, whoever is meant.
///
/// # Errors
/// `guarded` for other roles than those that administer authentication; `invalidInput`, naming the field.
pub(super) fn check_grant(request: &GrantRoleRequest) -> crate::error::Result<()> {
    grant::check(request).map(drop)
}

/// Whether it is a role that is granted and taken back here.
///
/// # Errors
/// `guarded` for others; `invalidInput` for what is no role.
pub(super) fn check_role(role: &str) -> crate::error::Result<()> {
    catalogue::ours(role).map(drop)
}

/// Every item of a list.
async fn all(
    desk: &super::Desk,
    call: Call,
    subject: &str,
    run: &Run<'_>,
) -> crate::error::Result<Vec<Value>> {
    let mut pages = Pages::new(&desk.pipeline, run, call, subject);
    let mut items = Vec::new();
    while let Some(page) = pages.next().await? {
        items.extend(page);
    }
    Ok(items)
}

/// Something that could not be read, so that there may be more than is told.
fn gap(what: &str, error: &Error) -> Note {
    Note {
        code: NoteCode::RolesIncomplete,
        message: format!("{what} could not be read: {error}"),
        remedy: Some(
            "add the permissions that listRoleAssignments needs to the app registration, then connect again"
                .to_owned(),
        ),
    }
}

/// Whether the service refused to show it; anything else is no reason to go on without.
fn is_refused(error: &Error) -> bool {
    matches!(error.code(), ErrorCode::NotAllowed | ErrorCode::PermissionMissing)
}

/// The same failure with what helps where roles are concerned: the service says no more than that it denies it.
fn told(error: Error) -> Error {
    if error.code() == ErrorCode::NotAllowed {
        return error.remedy(
            "a person needs the role Privileged Role Administrator in the whole tenant, and the app registration the \
             permission RoleManagement.ReadWrite.Directory; to read, RoleManagement.Read.Directory is enough",
        );
    }
    error
}
