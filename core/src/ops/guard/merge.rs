//! Several policies at once: the stricter of each field. A policy of the machine can only be tightened.

use super::policy::{Limits, Policy, Require, Vips};
use crate::api::PolicyFault;

/// Both at once.
pub(super) fn stricter(one: &Policy, other: &Policy) -> Policy {
    Policy {
        users: union(&one.users, &other.users),
        groups: union(&one.groups, &other.groups),
        roles: union(&one.roles, &other.roles),
        break_glass: union(&one.break_glass, &other.break_glass),
        vips: Vips {
            users: union(&one.vips.users, &other.vips.users),
            groups: union(&one.vips.groups, &other.vips.groups),
        },
        limits: Limits {
            people_per_run: least(one.limits.people_per_run, other.limits.people_per_run),
            scopes: both(
                one.limits.scopes.as_deref(),
                other.limits.scopes.as_deref(),
                |a, b| a == b,
            ),
            pass_lifetime_minutes: least(
                one.limits.pass_lifetime_minutes,
                other.limits.pass_lifetime_minutes,
            ),
        },
        require: Require {
            reason: either(one.require.reason, other.require.reason),
            ticket: either(one.require.ticket, other.require.ticket),
            requested_by: either(one.require.requested_by, other.require.requested_by),
            caller_verified: either(one.require.caller_verified, other.require.caller_verified),
            caller_verified_by: both(
                one.require.caller_verified_by.as_deref(),
                other.require.caller_verified_by.as_deref(),
                |a, b| a.eq_ignore_ascii_case(b),
            ),
            second_person: either(one.require.second_person, other.require.second_person),
        },
    }
}

/// What of a policy contradicts the machine's by being looser. Saying less is not looser: the machine's holds.
pub(super) fn looser(own: &Policy, machine: &Policy) -> Vec<PolicyFault> {
    let mut faults = Vec::new();
    let mut fault = |field: &str, message: String| {
        faults.push(PolicyFault {
            field: field.to_owned(),
            message,
        });
    };
    let numbers = [
        (
            "limits.peoplePerRun",
            own.limits.people_per_run,
            machine.limits.people_per_run,
        ),
        (
            "limits.passLifetimeMinutes",
            own.limits.pass_lifetime_minutes,
            machine.limits.pass_lifetime_minutes,
        ),
    ];
    for (field, own, machine) in numbers {
        if let (Some(own), Some(machine)) = (own, machine)
            && own > machine
        {
            fault(field, format!("{own} is looser than the machine's {machine}"));
        }
    }
    if let (Some(own), Some(machine)) = (&own.limits.scopes, &machine.limits.scopes)
        && own.iter().any(|scope| !machine.contains(scope))
    {
        fault(
            "limits.scopes",
            "allows a scope that the machine's policy does not allow".to_owned(),
        );
    }
    let (own, machine) = (&own.require, &machine.require);
    let switches = [
        ("require.reason", own.reason, machine.reason),
        ("require.ticket", own.ticket, machine.ticket),
        ("require.requestedBy", own.requested_by, machine.requested_by),
        (
            "require.callerVerified",
            own.caller_verified,
            machine.caller_verified,
        ),
        ("require.secondPerson", own.second_person, machine.second_person),
    ];
    for (field, own, machine) in switches {
        if own == Some(false) && machine == Some(true) {
            fault(field, "is false, but the machine's policy demands it".to_owned());
        }
    }
    if let (Some(own), Some(machine)) = (&own.caller_verified_by, &machine.caller_verified_by)
        && let Some(way) = own
            .iter()
            .find(|way| !machine.iter().any(|known| known.eq_ignore_ascii_case(way)))
    {
        fault(
            "require.callerVerifiedBy",
            format!("accepts `{way}`, which the machine's policy does not accept"),
        );
    }
    faults
}

/// What no request could meet, because the policies leave nothing over.
pub(super) fn impossible(policy: &Policy) -> Option<&'static str> {
    if policy.limits.scopes.as_ref().is_some_and(Vec::is_empty) {
        return Some("limits.scopes: there is no scope that all policies allow");
    }
    policy
        .require
        .caller_verified_by
        .as_ref()
        .is_some_and(Vec::is_empty)
        .then_some("require.callerVerifiedBy: there is no way that all policies accept")
}

fn union(one: &[String], other: &[String]) -> Vec<String> {
    let mut all = one.to_vec();
    for entry in other {
        if !all.iter().any(|known| known.eq_ignore_ascii_case(entry)) {
            all.push(entry.clone());
        }
    }
    all
}

fn least(one: Option<u32>, other: Option<u32>) -> Option<u32> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        _ => one.or(other),
    }
}

fn either(one: Option<bool>, other: Option<bool>) -> Option<bool> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one || other),
        _ => one.or(other),
    }
}

fn both<T: Clone>(one: Option<&[T]>, other: Option<&[T]>, same: fn(&T, &T) -> bool) -> Option<Vec<T>> {
    match (one, other) {
        (Some(one), Some(other)) => {
            let shared = one.iter().filter(|it| other.iter().any(|known| same(it, known)));
            Some(shared.cloned().collect())
        }
        _ => one.or(other).map(<[T]>::to_vec),
    }
}

#[cfg(test)]
mod tests;
