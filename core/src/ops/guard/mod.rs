//! Protected people: a guard answers before the first write, and never asks the service to refuse for it
//! (facts 8.4: it does not refuse an application).

mod privileged;

use super::Desk;
use crate::api::{Case, Note, NoteCode, Standing, User};
use crate::auth::{Actor, SignInKind};
use crate::error::{Error, ErrorCode, Result};

/// Why somebody is protected, and what to do instead.
struct Protection {
    why: String,
    remedy: String,
}

/// Whether this sign-in is kept from administrators by the guard alone.
fn guards_administrators(actor: &Actor) -> bool {
    // A token that does not tell counts as an application's: the stricter reading harms nobody.
    actor.kind != SignInKind::Person
}

/// Refuses protected people, oneself, and people with a directory role where the service would not. What was
/// overridden is told in notes, which belong into the outcome.
///
/// # Errors
/// `guarded`, saying why and what to do.
pub(super) fn check(
    desk: &Desk,
    actor: &Actor,
    user: &User,
    standing: Option<&Standing>,
    case: Option<&Case>,
) -> Result<Vec<Note>> {
    let named = |entry: &String| {
        entry.eq_ignore_ascii_case(&user.id) || entry.eq_ignore_ascii_case(&user.user_principal_name)
    };
    if actor.kind == SignInKind::Person && actor.id.as_deref() == Some(user.id.as_str()) {
        return Err(guarded(user, "is the one who is signed in")
            .remedy("change your own methods at https://mysignins.microsoft.com/security-info"));
    }
    let protection = if desk.protected_users.iter().any(named) {
        Some(Protection {
            why: "is on the list of protected people".to_owned(),
            remedy: "take this one off the list, or name the same person again in overrideGuard of the case"
                .to_owned(),
        })
    } else if guards_administrators(actor) {
        privileged::privileged(standing)
    } else {
        None
    };
    let Some(protection) = protection else {
        return Ok(Vec::new());
    };
    if case
        .and_then(|case| case.override_guard.as_ref())
        .is_some_and(named)
    {
        return Ok(vec![Note {
            code: NoteCode::GuardOverridden,
            message: format!(
                "the guard was overridden: {} {}",
                user.user_principal_name, protection.why
            ),
            remedy: None,
        }]);
    }
    Err(guarded(user, &protection.why).remedy(protection.remedy))
}

fn guarded(user: &User, why: &str) -> Error {
    Error::new(
        ErrorCode::Guarded,
        format!("{} {why}; nothing was changed", user.user_principal_name),
    )
    .about(&user.user_principal_name)
}
