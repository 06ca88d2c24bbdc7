//! The one door to a person who is about to be written: read, guarded, within the permissions of the sign-in, and within
//! what the service lets it do, before the first write (design sections 5.1 to 5.3).

use super::guard::{Person, Reads};
use super::permissions::Need;
use super::{Desk, guard, inspect, permissions, preflight};
use crate::api::{Case, Note, Purpose, User};
use crate::error::Result;
use crate::graph::UserKey;
use crate::http::Run;

/// A person whom this sign-in may write.
pub(super) struct Admitted {
    pub(super) user: User,
    /// What the outcome has to tell of how they were admitted.
    pub(super) notes: Vec<Note>,
}

/// Reads the person, and makes sure that this sign-in should and may act on them. Nothing has been written.
///
/// # Errors
/// `permissionMissing` naming the permission; what the guard refuses; `notAllowed` naming the least role that may;
/// whatever prevents reading the person.
pub(super) async fn admit(
    desk: &Desk,
    user: &str,
    purpose: Purpose,
    needs: &[&Need],
    case: Option<&Case>,
    run: &Run<'_>,
) -> Result<Admitted> {
    let key = UserKey::parse(user)?;
    let actor = desk.pipeline.actor(run).await?;
    for need in needs {
        permissions::demand(&actor, need)?;
    }
    let guarded = guard::reads(desk, &actor);
    let reads = Reads {
        standing: guarded.standing || preflight::needs_standing(&actor, &[purpose]),
        ..guarded
    };
    let (user, standing, groups) = inspect::person(desk, &key, &reads, run).await?;
    let person = Person::new(&actor, &user, standing.as_ref(), &groups);
    let notes = guard::check(desk, &actor, &person, case)?;
    let ground = preflight::Ground::read(desk, &actor, &mut None, &user, standing, &[purpose], run).await?;
    preflight::refuse(&ground, purpose, &user)?;
    run.go_on()?;
    Ok(Admitted { user, notes })
}
