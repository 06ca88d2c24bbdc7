//! Which roles matter to MFA work, and what each may do (facts 8.2).

use super::super::{Desk, permissions};
use super::catalogue::{ROLES, describe};
use super::{all, is_refused};
use crate::api::{Note, NoteCode, RoleList};
use crate::error::Result;
use crate::graph::role_definitions::{self, Definition};
use crate::http::Run;

/// The roles, as the tenant defines them; as documented where it does not show its definitions.
pub(in crate::ops) async fn list(desk: &Desk, run: &Run<'_>) -> Result<RoleList> {
    let read = match permissions::demand(&desk.pipeline.actor(run).await?, &permissions::LIST_ROLES) {
        Ok(()) => all(desk, role_definitions::list(), "the roles", run).await,
        Err(missing) => Err(missing),
    };
    let mut notes = Vec::new();
    let defined: Vec<Definition> = match read {
        Ok(items) => items.iter().filter_map(role_definitions::read).collect(),
        Err(error) if is_refused(&error) => {
            notes.push(Note {
                code: NoteCode::RolesIncomplete,
                message: format!(
                    "the tenant's definitions could not be read, so the documented ones are shown: {error}"
                ),
                remedy: error.what_to_do().map(str::to_owned),
            });
            Vec::new()
        }
        Err(error) => return Err(error),
    };
    let roles = ROLES.iter().map(|known| {
        let own = defined.iter().find(|own| own.display_name == known.name);
        // A definition without actions tells nothing: some built-in roles are listed without them.
        let actions = own
            .map(|own| own.actions.clone())
            .filter(|actions| !actions.is_empty());
        describe(known, actions)
    });
    Ok(RoleList {
        roles: roles.collect(),
        notes,
    })
}
