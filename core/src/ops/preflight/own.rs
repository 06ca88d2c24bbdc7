//! What the sign-in acts with. Roles in the whole tenant are in the token; roles in administrative units and roles of
//! the tenant's own are in no token and are read when the others are not enough.

use super::matrix::{Actor, Power, Reach};
use crate::auth;
use crate::auth::SignInKind;
use crate::error::Result;
use crate::graph::UserKey;
use crate::graph::roles::{self, Assignment, RoleScope, Unit};
use crate::http::{Call, Reply, Run, Version};
use crate::ops::Desk;

/// What the token says.
pub(super) fn from_token(actor: &auth::Actor) -> Actor {
    let own = actor.roles.iter().flatten();
    Actor {
        is_application: actor.kind == SignInKind::Application,
        powers: own
            .map(|role| Power {
                role: role.to_ascii_lowercase(),
                reach: Reach::Tenant,
                is_custom: false,
            })
            .collect(),
        complete: false,
    }
}

/// Reads the rest, and the units of the person acted on in the same request where they are asked for.
pub(super) async fn complete(
    desk: &Desk,
    actor: &auth::Actor,
    known: &mut Actor,
    is_tried: bool,
    units_of: Option<&str>,
    run: &Run<'_>,
) -> Result<Option<Vec<Unit>>> {
    let own = match (&actor.id, is_tried) {
        (Some(id), false) => calls(id, known.is_application)?,
        _ => Vec::new(),
    };
    let mut calls = own.clone();
    if let Some(user) = units_of {
        calls.push(roles::units_of(Version::V1, &UserKey::Id(user.to_owned())));
    }
    let replies = desk.pipeline.send_together(Version::V1, &calls, run).await?;
    let units = replies.get(own.len()).and_then(roles::read_units);
    if let [assignments, groups] = &replies[..own.len()] {
        // Without the token's word on roles in the whole tenant, the directory's counts.
        let token_tells = actor.roles.is_some() || known.is_application;
        let mut complete = add(known, assignments, token_tells);
        complete &= add_groups(desk, known, groups, token_tells, run).await?;
        known.complete = complete;
    }
    Ok(units)
}

/// The units of the person acted on; nothing when they are not shown.
pub(super) async fn units_of(desk: &Desk, user: &str, run: &Run<'_>) -> Result<Option<Vec<Unit>>> {
    let call = roles::units_of(Version::V1, &UserKey::Id(user.to_owned()));
    let reply = desk.pipeline.send(&call, run).await?;
    Ok(roles::read_units(&reply))
}

fn calls(id: &str, is_application: bool) -> Result<Vec<Call>> {
    Ok(vec![
        roles::assignments(Version::V1, id),
        if is_application {
            roles::assignable_groups_of_application(Version::V1, id)?
        } else {
            roles::assignable_groups(Version::V1, &UserKey::Id(id.to_owned()))
        },
    ])
}

/// Adds what roles in a group's hands give. Role-assignable groups cannot be nested.
async fn add_groups(
    desk: &Desk,
    known: &mut Actor,
    groups: &Reply,
    token_tells: bool,
    run: &Run<'_>,
) -> Result<bool> {
    let Some(groups) = roles::read_groups(groups) else {
        return Ok(false);
    };
    let calls: Vec<Call> = groups
        .iter()
        .map(|group| roles::assignments(Version::V1, &group.id))
        .collect();
    let replies = desk.pipeline.send_together(Version::V1, &calls, run).await?;
    let mut complete = true;
    for reply in &replies {
        complete &= add(known, reply, token_tells);
    }
    Ok(complete)
}

fn add(known: &mut Actor, reply: &Reply, token_tells: bool) -> bool {
    let Some(assignments) = roles::read_assignments(reply) else {
        return false;
    };
    let news = assignments
        .into_iter()
        .filter(|own| own.is_custom || own.scope != RoleScope::Tenant || !token_tells);
    known.powers.extend(news.map(power));
    true
}

fn power(assignment: Assignment) -> Power {
    Power {
        role: assignment.role.template_id.to_ascii_lowercase(),
        reach: match assignment.scope {
            RoleScope::Tenant => Reach::Tenant,
            RoleScope::Unit(unit) => Reach::Unit(unit),
            RoleScope::Object => Reach::Object,
        },
        is_custom: assignment.is_custom,
    }
}
