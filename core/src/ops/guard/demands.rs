//! What a request must bring, and how far it may go, whoever it is about: reason, ticket, how the caller was verified,
//! scope, the second person.

use super::policy::Policy;
use crate::api::{Case, Scope, User};
use crate::auth::{Actor, SignInKind};
use crate::error::{Error, ErrorCode, Result};

/// Demands of the case what the policy requires.
///
/// # Errors
/// `policyRefused`, naming the field of the case.
pub(super) fn case(policy: &Policy, actor: &Actor, name: &str, case: Option<&Case>) -> Result<()> {
    let require = &policy.require;
    let acts_for_somebody = actor.kind != SignInKind::Person;
    let given = |field: fn(&Case) -> &Option<String>| {
        let text = case.and_then(|case| field(case).as_deref()).map(str::trim);
        text.filter(|text| !text.is_empty())
    };
    let verified = given(|case| &case.caller_verified);
    let demands = [
        (
            require.reason == Some(true),
            given(|case| &case.reason),
            "reason",
            "a reason",
        ),
        (
            require.ticket == Some(true),
            given(|case| &case.ticket),
            "ticket",
            "the number of a ticket",
        ),
        (
            require.requested_by == Some(true) && acts_for_somebody,
            given(|case| &case.requested_by),
            "requestedBy",
            "on whose behalf the application acts",
        ),
        (
            require.demands_verification(),
            verified,
            "callerVerified",
            "how the caller was verified",
        ),
    ];
    for (demanded, text, field, what) in demands {
        if demanded && text.is_none() {
            return Err(refused_about(name, &format!("the policy demands {what}"))
                .remedy(format!("say it in {field} of the case")));
        }
    }
    if let (Some(ways), Some(way)) = (&require.caller_verified_by, verified)
        && !ways.iter().any(|known| known.eq_ignore_ascii_case(way))
    {
        let message = format!("`{way}` is no way of verifying a caller that the policy accepts");
        return Err(refused_about(name, &message).remedy(format!(
            "verify the caller in another way, and say it in callerVerified of the case: {}",
            ways.join(", ")
        )));
    }
    Ok(())
}

/// Demands a scope that the policy allows.
///
/// # Errors
/// `policyRefused`, naming those that it allows.
pub(super) fn scope(policy: &Policy, user: &User, scope: Scope) -> Result<()> {
    match &policy.limits.scopes {
        Some(allowed) if !allowed.contains(&scope) => {
            let message = format!("the policy does not allow the scope {}", scope_names(&[scope]));
            Err(refused(user, &message).remedy(format!("it allows {}", scope_names(allowed))))
        }
        _ => Ok(()),
    }
}

/// Demands a life of a pass that the policy allows, and chooses one where none was asked for.
///
/// # Errors
/// `policyRefused`, naming the longest that it allows.
pub(super) fn pass_lifetime(
    user: &User,
    asked: Option<u32>,
    usual: Option<u32>,
    most: u32,
) -> Result<Option<u32>> {
    match (asked, usual) {
        (Some(asked), _) if asked > most => {
            let message = format!("the policy allows a pass of at most {most} minutes, and not {asked}");
            Err(refused(user, &message).remedy(format!("ask for {most} minutes or less")))
        }
        (Some(asked), _) => Ok(Some(asked)),
        (None, Some(usual)) if usual <= most => Ok(None),
        (None, _) => Ok(Some(most)),
    }
}

/// The words of the contract for scopes.
pub(super) fn scope_names(scopes: &[Scope]) -> String {
    let names: Vec<_> = scopes
        .iter()
        .map(|scope| match scope {
            Scope::Portal => "portal",
            Scope::Everything => "everything",
            Scope::Weak => "weak",
            Scope::Kinds => "kinds",
        })
        .collect();
    names.join(", ")
}

/// Demands that somebody else made the plan that is carried out. It keeps one pair of eyes from deciding alone by
/// mistake; whoever forges the plan is not kept from it.
///
/// # Errors
/// `policyRefused`, saying what to do.
pub(super) fn second_person(
    actor: &Actor,
    user: &User,
    why: &str,
    saved: Option<&str>,
    case: Option<&Case>,
) -> Result<()> {
    let Some(planned_by) = saved else {
        let message = format!("{why}, and the policy demands a plan that somebody else carries out");
        return Err(refused(user, &message).remedy(
            "save the plan, and let another person carry it out: a reset with its fingerprint and plannedBy",
        ));
    };
    let names = names_of(actor, case);
    if names.is_empty() {
        let message = format!("{why}, and it is not known who carries the plan out");
        return Err(refused(user, &message)
            .remedy("say in requestedBy of the case on whose behalf the application acts"));
    }
    if names.iter().any(|name| name.eq_ignore_ascii_case(planned_by)) {
        let message = format!("{why}, and {planned_by}, who made the plan, may not carry it out");
        return Err(refused(user, &message).remedy("let another person carry the plan out"));
    }
    Ok(())
}

/// Who makes a plan: the person who is signed in, or the one on whose behalf an application acts.
pub(crate) fn planner(actor: &Actor, case: Option<&Case>) -> Option<String> {
    names_of(actor, case).first().map(|name| (*name).to_owned())
}

fn names_of<'a>(actor: &'a Actor, case: Option<&'a Case>) -> Vec<&'a str> {
    let names = if actor.kind == SignInKind::Person {
        [actor.user_principal_name.as_deref(), actor.id.as_deref()]
    } else {
        [case.and_then(|case| case.requested_by.as_deref()), None]
    };
    let names = names.into_iter().flatten().map(str::trim);
    names.filter(|name| !name.is_empty()).collect()
}

fn refused(user: &User, why: &str) -> Error {
    refused_about(&user.user_principal_name, why)
}

fn refused_about(name: &str, why: &str) -> Error {
    Error::new(
        ErrorCode::PolicyRefused,
        format!("{why}; nothing was changed for {name}"),
    )
    .about(name)
}
