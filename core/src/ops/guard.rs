//! Protected people: a guard answers before the first write, and never asks the service to refuse for it
//! (facts 8.4: it does not refuse an application).

use super::Desk;
use crate::api::{Case, RoleRef, User};
use crate::auth::{Actor, SignInKind};
use crate::error::{Error, ErrorCode, Result};

/// Whether roles of the target must be read for this sign-in.
pub(super) fn needs_roles(actor: &Actor) -> bool {
    // A token that does not tell counts as an application's: the stricter reading harms nobody.
    actor.kind != SignInKind::Person
}

/// Refuses protected people, oneself, and people with a directory role where the service would not.
///
/// # Errors
/// `guarded`, saying why and what to do.
pub(super) fn check(
    desk: &Desk,
    actor: &Actor,
    user: &User,
    roles: Option<&[RoleRef]>,
    case: Option<&Case>,
) -> Result<()> {
    let named = |entry: &String| {
        entry.eq_ignore_ascii_case(&user.id) || entry.eq_ignore_ascii_case(&user.user_principal_name)
    };
    if actor.kind == SignInKind::Person && actor.id.as_deref() == Some(user.id.as_str()) {
        return Err(guarded(user, "is the one who is signed in")
            .remedy("change your own methods at https://mysignins.microsoft.com/security-info"));
    }
    if case
        .and_then(|case| case.override_guard.as_ref())
        .is_some_and(named)
    {
        return Ok(());
    }
    if desk.protected_users.iter().any(named) {
        return Err(guarded(user, "is on the list of protected people").remedy(
            "take this one off the list, or name the same person again in overrideGuard of the case",
        ));
    }
    if !needs_roles(actor) {
        return Ok(());
    }
    match roles {
        None => Err(guarded(
            user,
            "may be an administrator: the roles could not be read, and an application is not held back by roles",
        )
        .remedy("add the permission Directory.Read.All to the app registration, or sign in as a person")),
        Some([]) => Ok(()),
        Some(roles) => {
            let names: Vec<_> = roles.iter().map(|role| role.display_name.as_str()).collect();
            Err(guarded(
                user,
                &format!("is an administrator ({}), and an application is not held back by roles", names.join(", ")),
            )
            .remedy("sign in as a person: a Privileged Authentication Administrator may act on administrators"))
        }
    }
}

fn guarded(user: &User, why: &str) -> Error {
    Error::new(
        ErrorCode::Guarded,
        format!("{} {why}; nothing was changed", user.user_principal_name),
    )
    .about(&user.user_principal_name)
}
