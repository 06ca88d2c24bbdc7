//! Who holds which role: directly, or through a group; in the whole tenant, or in a unit; from when until when
//! (facts 8.3 to 8.7).

use super::super::permissions::{self, role_with_id};
use super::super::{Desk, people};
use super::holdings::{self, Pim};
use super::names::Names;
use super::{all, catalogue, gap, is_refused, place};
use crate::api::{
    AssignmentKind, Note, Principal, PrincipalKind, RoleAssignment, RoleAssignmentList,
    RoleAssignmentsRequest, User,
};
use crate::error::Result;
use crate::graph::role_assignments::{Filter, Held};
use crate::graph::{UserKey, role_holders, roles};
use crate::http::{Run, Version};

/// Answers the question.
pub(in crate::ops) async fn list(
    desk: &Desk,
    request: &RoleAssignmentsRequest,
    run: &Run<'_>,
) -> Result<RoleAssignmentList> {
    let role = request.role.as_deref().map(catalogue::any).transpose()?;
    let key = request.user.as_deref().map(UserKey::parse).transpose()?;
    permissions::demand(&desk.pipeline.actor(run).await?, &permissions::LIST_ROLES)?;
    let mut place = None;
    if let Some(asked) = request.administrative_unit.as_deref() {
        place = Some(place::find(desk, Some(asked), run).await?);
    }
    let role = role.map(|role| role.template_id);
    let mut there = match key {
        None => of_role(desk, role, run).await?,
        Some(key) => of_person(desk, &people::get(desk, &key, run).await?, role, run).await?,
    };
    if let Some(place) = place {
        there
            .assignments
            .retain(|it| it.directory_scope_id.eq_ignore_ascii_case(&place.scope));
    }
    Ok(RoleAssignmentList {
        assignments: there.assignments,
        incomplete: !there.gaps.is_empty(),
        notes: there.gaps,
    })
}

/// What was read.
pub(super) struct There {
    pub(super) assignments: Vec<RoleAssignment>,
    pub(super) pim: Pim,
    pub(super) gaps: Vec<Note>,
}

/// Everybody who holds the role, or any role; members of groups as well.
pub(super) async fn of_role(desk: &Desk, role: Option<String>, run: &Run<'_>) -> Result<There> {
    let filter = Filter {
        role,
        principal: None,
    };
    let read = holdings::read(desk, &filter, run).await?;
    let mut gaps = read.gaps;
    let mut names = Names::default();
    let mut ids: Vec<String> = read.held.iter().map(|it| it.principal.clone()).collect();
    ids.extend(read.held.iter().filter_map(|it| it.unit().map(str::to_owned)));
    names.look_up(desk, ids, &mut gaps, run).await?;

    let mut groups: Vec<(Principal, Vec<Principal>)> = Vec::new();
    for held in &read.held {
        let holder = names.principal(&held.principal);
        if holder.kind == PrincipalKind::Group && !groups.iter().any(|(known, _)| known.id == holder.id) {
            let members = members(desk, &holder, &mut gaps, run).await?;
            groups.push((holder, members));
        }
    }
    let mut assignments = Vec::new();
    for held in &read.held {
        assignments.push(told(held, names.principal(&held.principal), None, &names));
        let group = groups
            .iter()
            .find(|(group, _)| group.id.eq_ignore_ascii_case(&held.principal));
        if let Some((group, members)) = group {
            assignments.extend(
                members
                    .iter()
                    .map(|member| told(held, member.clone(), Some(group.clone()), &names)),
            );
        }
    }
    Ok(There {
        assignments,
        pim: read.pim,
        gaps,
    })
}

/// What one person holds.
async fn of_person(desk: &Desk, user: &User, role: Option<String>, run: &Run<'_>) -> Result<There> {
    let mut gaps = Vec::new();
    let mut holders = vec![(user.id.clone(), None)];
    match all(
        desk,
        roles::assignable_groups(Version::V1, &UserKey::Id(user.id.clone())),
        &user.user_principal_name,
        run,
    )
    .await
    {
        Ok(groups) => {
            let groups = groups
                .iter()
                .filter_map(|item| role_holders::read(item, PrincipalKind::Group));
            holders.extend(groups.map(|group| (group.id.clone(), Some(group))));
        }
        Err(error) if is_refused(&error) => gaps.push(gap("the groups that hold roles", &error)),
        Err(error) => return Err(error),
    }
    let mut found: Vec<(Held, Option<Principal>)> = Vec::new();
    let mut pim = Pim::Read;
    for (principal, group) in holders {
        let filter = Filter {
            role: role.clone(),
            principal: Some(principal),
        };
        let read = holdings::read(desk, &filter, run).await?;
        pim = read.pim;
        for it in read.gaps {
            if !gaps.contains(&it) {
                gaps.push(it);
            }
        }
        found.extend(read.held.into_iter().map(|held| (held, group.clone())));
    }
    let mut names = Names::default();
    let units = found
        .iter()
        .filter_map(|(held, _)| held.unit().map(str::to_owned))
        .collect();
    names.look_up(desk, units, &mut gaps, run).await?;
    let person = principal_of(user);
    Ok(There {
        assignments: found
            .iter()
            .map(|(held, group)| told(held, person.clone(), group.clone(), &names))
            .collect(),
        pim,
        gaps,
    })
}

async fn members(
    desk: &Desk,
    group: &Principal,
    gaps: &mut Vec<Note>,
    run: &Run<'_>,
) -> Result<Vec<Principal>> {
    let name = group.display_name.as_ref().unwrap_or(&group.id);
    match all(desk, role_holders::members(&group.id)?, name, run).await {
        Ok(items) => Ok(items
            .iter()
            .filter_map(|item| role_holders::read(item, PrincipalKind::User))
            .collect()),
        Err(error) if is_refused(&error) => {
            gaps.push(gap(&format!("the members of the group {name}"), &error));
            Ok(Vec::new())
        }
        Err(error) => Err(error),
    }
}

/// A person as a holder.
pub(super) fn principal_of(user: &User) -> Principal {
    Principal {
        id: user.id.clone(),
        kind: PrincipalKind::User,
        display_name: Some(user.display_name.clone()),
        user_principal_name: Some(user.user_principal_name.clone()),
    }
}

fn told(held: &Held, principal: Principal, through: Option<Principal>, names: &Names) -> RoleAssignment {
    let role = if held.role.display_name.is_empty() {
        role_with_id(&held.role.template_id)
    } else {
        held.role.clone()
    };
    RoleAssignment {
        assignment_id: held.id.clone(),
        role,
        principal,
        through,
        administrative_unit: held.unit().map(|unit| names.unit(unit)),
        directory_scope_id: held.scope.clone(),
        kind: match (held.eligible, held.until) {
            (true, _) => AssignmentKind::Eligible,
            (false, Some(_)) => AssignmentKind::TimeBoxed,
            (false, None) => AssignmentKind::Permanent,
        },
        activated: held.activated,
        from: held.from,
        until: held.until,
    }
}
