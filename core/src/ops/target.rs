//! The one door to a person who is about to be written: read, guarded, and within the permissions of the sign-in,
//! before the first write (design sections 5.1 to 5.3).

use super::permissions::Need;
use super::{Desk, guard, inspect, permissions};
use crate::api::{Case, Note, User};
use crate::error::Result;
use crate::graph::UserKey;
use crate::http::Run;

/// A person whom this sign-in may write.
pub(super) struct Admitted {
    pub(super) user: User,
    /// What the outcome has to tell of how they were admitted.
    pub(super) notes: Vec<Note>,
}

/// Reads the person, and makes sure that this sign-in should act on them. Nothing has been written.
///
/// # Errors
/// `permissionMissing` naming the permission; `guarded` saying why; whatever prevents reading the person.
pub(super) async fn admit(
    desk: &Desk,
    user: &str,
    needs: &[&Need],
    case: Option<&Case>,
    run: &Run<'_>,
) -> Result<Admitted> {
    let key = UserKey::parse(user)?;
    let actor = desk.pipeline.actor(run).await?;
    for need in needs {
        permissions::demand(&actor, need)?;
    }
    let (user, roles) = inspect::person(desk, &key, guard::needs_roles(&actor), run).await?;
    let notes = guard::check(desk, &actor, &user, roles.as_deref(), case)?;
    run.go_on()?;
    Ok(Admitted { user, notes })
}
