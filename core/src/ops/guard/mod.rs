//! Protected people: a guard answers before the first write, and never asks the service to refuse for it
//! (facts 8.4: it does not refuse an application). What it guards is said by the configuration and by policies.

mod demands;
mod lock_out;
mod merge;
mod person;
mod policy;
mod privileged;
mod sources;
mod words;

use super::Desk;
use super::standing::Depth;
use crate::api::{Case, Method, Note, NoteCode, Plan, ResetRequest, User};
use crate::auth::{Actor, SignInKind};
use crate::error::{Error, ErrorCode, Result};
pub(crate) use demands::planner;
pub(super) use lock_out::takes_the_last;
use person::Administrator;
pub(super) use person::{Groups, Person};
use policy::Policy;
pub(crate) use sources::Guards;
pub(super) use sources::check as check_policy;

/// Why somebody is protected, and what to do instead.
struct Protection {
    why: String,
    remedy: String,
}

/// What must be read of a person for this sign-in, beside the person.
#[derive(Default)]
pub(super) struct Reads {
    /// What the person holds.
    pub(super) standing: bool,
    /// How far that is looked into.
    pub(super) depth: Depth,
    /// Which of these groups the person is in.
    pub(super) groups: Vec<String>,
}

/// What the guard has to know of people. A policy that is invalid needs nothing: it refuses them all.
pub(super) fn reads(desk: &Desk, actor: &Actor) -> Reads {
    let depth = Depth::of(actor);
    let Ok(policy) = desk.guards.policy() else {
        return Reads {
            depth,
            ..Reads::default()
        };
    };
    let second_person = policy.require.second_person == Some(true);
    Reads {
        standing: guards_administrators(actor) || !policy.roles.is_empty() || second_person,
        depth,
        groups: policy.named_groups(),
    }
}

/// The groups that the policies name, in which people are looked for.
pub(super) fn named_groups(desk: &Desk) -> Vec<String> {
    desk.guards.policy().map(Policy::named_groups).unwrap_or_default()
}

/// A token that does not tell counts as an application's: the stricter reading harms nobody.
fn guards_administrators(actor: &Actor) -> bool {
    actor.kind != SignInKind::Person
}

/// Refuses protected people, oneself, people with a directory role where the service would not, and requests that do
/// not bring what a policy demands. What was overridden is told in notes, which belong into the outcome.
///
/// # Errors
/// `guarded`, `policyRefused` or `policyInvalid`, saying why and what to do; `invalidInput` when `overrideGuard` names
/// somebody else.
pub(super) fn check(
    desk: &Desk,
    actor: &Actor,
    person: &Person<'_>,
    case: Option<&Case>,
) -> Result<Vec<Note>> {
    let policy = desk.guards.policy()?;
    let user = person.user;
    if actor.kind == SignInKind::Person && actor.id.as_deref() == Some(user.id.as_str()) {
        return Err(guarded(user, "is the one who is signed in")
            .remedy("change your own methods at https://mysignins.microsoft.com/security-info"));
    }
    if let Some(pattern) = policy.break_glass.iter().find(|pattern| person.fits(pattern)) {
        return Err(guarded(user, &format!("is an emergency account (`{pattern}`)"))
            .remedy("change emergency accounts by hand; nothing overrides this"));
    }
    let overridden = overrides(case, person)?;
    let mut protections = protections(policy, person);
    if guards_administrators(actor) {
        protections.extend(privileged::privileged(person.standing));
    }
    let mut notes = Vec::new();
    for protection in protections {
        if !overridden {
            return Err(guarded(user, &protection.why).remedy(protection.remedy));
        }
        notes.push(told(user, &protection.why));
    }
    demands::case(policy, actor, &user.user_principal_name, case)?;
    Ok(notes)
}

/// What a write must bring that is about no person, but about something of this name.
///
/// # Errors
/// `policyRefused` or `policyInvalid`, as [`check`].
pub(super) fn check_thing(desk: &Desk, actor: &Actor, name: &str, case: Option<&Case>) -> Result<()> {
    demands::case(desk.guards.policy()?, actor, name, case)
}

/// The same for a reset, and what can be said of it only when its plan is known.
///
/// # Errors
/// As [`check`].
pub(super) fn check_reset(
    desk: &Desk,
    actor: &Actor,
    person: &Person<'_>,
    request: &ResetRequest,
    methods: &[Method],
    plan: &Plan,
) -> Result<Vec<Note>> {
    let case = request.case.as_ref();
    let mut notes = check(desk, actor, person, case)?;
    let policy = desk.guards.policy()?;
    demands::scope(policy, person.user, plan.scope)?;
    if policy.require.second_person == Some(true)
        && let Some(why) = person.needs_second_person(policy)
    {
        let saved = request
            .planned_by
            .as_deref()
            .filter(|_| request.fingerprint.is_some());
        demands::second_person(actor, person.user, &why, saved, case)?;
    }
    let named = case.and_then(|case| case.override_lock_out.as_deref());
    if let Some(protection) = lock_out::protection(&person.administrator(), methods, plan) {
        if !protection.is_named(named) {
            return Err(guarded(person.user, &protection.why).remedy(protection.remedy));
        }
        notes.push(told(person.user, &protection.why));
    }
    Ok(notes)
}

/// How long a pass is to live, where a policy limits it. What was not asked for is chosen within the limit: `usual` is what
/// the tenant would choose.
///
/// # Errors
/// `policyRefused` for a longer life; `policyInvalid`.
pub(super) fn pass_lifetime(
    desk: &Desk,
    user: &User,
    asked: Option<u32>,
    usual: Option<u32>,
) -> Result<Option<u32>> {
    match desk.guards.policy()?.pass_lifetime_minutes() {
        Some(most) => demands::pass_lifetime(user, asked, usual, most),
        None => Ok(asked),
    }
}

/// Whether the guard is overridden for this person.
fn overrides(case: Option<&Case>, person: &Person<'_>) -> Result<bool> {
    let Some(name) = case.and_then(|case| case.override_guard.as_deref()) else {
        return Ok(false);
    };
    if person.is_named(name) {
        return Ok(true);
    }
    let upn = &person.user.user_principal_name;
    Err(Error::new(
        ErrorCode::InvalidInput,
        format!("overrideGuard names `{name}`, but this is {upn}; nothing was changed"),
    )
    .about(upn)
    .remedy(
        "override the guard for one person at a time, by the object id or user principal name of that person",
    ))
}

/// By which lists of the policy somebody is protected.
fn protections(policy: &Policy, person: &Person<'_>) -> Vec<Protection> {
    let mut found = Vec::new();
    let mut protect = |why: String, remedy: &str| {
        found.push(Protection {
            why,
            remedy: remedy.to_owned(),
        });
    };
    const OFF: &str =
        "take this one off the list, or name the same person again in overrideGuard of the case";
    if policy.users.iter().any(|user| person.is_named(user)) {
        protect("is on the list of protected people".to_owned(), OFF);
    }
    match person.first_group_of(&policy.groups) {
        Ok(Some(group)) => protect(format!("is in the protected group {group}"), OFF),
        Ok(None) => {}
        Err(person::Unread) => protect(
            "may be in a protected group: the groups could not be read".to_owned(),
            "add the permission GroupMember.Read.All to the app registration, or name the same person again in \
             overrideGuard of the case",
        ),
    }
    match person.first_role_of(&policy.roles) {
        Ok(Some(role)) => protect(format!("has the protected role {role}"), OFF),
        Ok(None) => {}
        Err(person::Unread) => protect(
            "may have a protected role: the roles could not be read".to_owned(),
            &format!(
                "add {} to the permissions of the app registration, or name the same person again in overrideGuard of \
                 the case",
                person.missing_permissions()
            ),
        ),
    }
    found
}

fn told(user: &User, why: &str) -> Note {
    Note {
        code: NoteCode::GuardOverridden,
        message: format!("the guard was overridden: {} {why}", user.user_principal_name),
        remedy: None,
    }
}

fn guarded(user: &User, why: &str) -> Error {
    Error::new(
        ErrorCode::Guarded,
        format!("{} {why}; nothing was changed", user.user_principal_name),
    )
    .about(&user.user_principal_name)
}
