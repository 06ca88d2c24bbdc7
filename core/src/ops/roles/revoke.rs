//! Taking a role back: what somebody holds directly at that place, held or eligible; what stays is told
//! (facts 8.3, 8.7).

use super::super::reset::note;
use super::super::{Desk, permissions};
use super::assignments::of_role;
use super::catalogue;
use super::change::{Written, ends_all, write};
use super::place;
use super::targets::{self, Target};
use super::verify::verify;
use crate::api::{
    AssignmentKind, Event, Note, NoteCode, RevokeRoleRequest, RoleAssignment, RoleChangeOutcome,
    RoleChangeStatus,
};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::role_assignments::{self, Held};
use crate::graph::role_schedules::{self, Ask};
use crate::http::{Call, Run};

/// Takes the role back.
pub(in crate::ops) async fn revoke(
    desk: &Desk,
    request: &RevokeRoleRequest,
    run: &Run<'_>,
) -> Result<RoleChangeOutcome> {
    let (_, role) = catalogue::ours(&request.role)?;
    let actor = desk.pipeline.actor(run).await?;
    permissions::demand(&actor, &permissions::LIST_ROLES)?;
    permissions::demand(&actor, &permissions::ASSIGN_ROLES)?;
    let place = place::find(desk, request.administrative_unit.as_deref(), run).await?;
    let mut targets = targets::find(desk, &actor, &request.users, request.case.as_ref(), run).await?;
    let there = of_role(desk, Some(role.template_id.clone()), run).await?;
    for target in &mut targets {
        plan(target, &there.assignments, &place.scope);
    }
    let mut notes = there.gaps;
    notes.extend(last_holder(&targets, &there.assignments, &place));
    if !request.validate_only {
        run.go_on()?;
        carry_out(desk, request, &mut targets, run).await;
        let is_gone = |target: &Target, held: &[Held]| {
            let goes = &target.change.goes;
            !held.iter().any(|it| goes.iter().any(|gone| is_same(gone, it)))
        };
        notes.extend(verify(desk, &role.template_id, &mut targets, is_gone, run).await);
    }
    if targets.iter().any(|target| !target.change.goes.is_empty()) {
        notes.push(note(
            NoteCode::RoleNeedsSignIn,
            "tokens that were issued before still name the role until they expire",
            "revoke the sessions of those people where that must not wait",
        ));
    }
    Ok(RoleChangeOutcome {
        role,
        administrative_unit: place.unit,
        kind: None,
        validate_only: request.validate_only,
        people: targets.into_iter().map(|target| target.change).collect(),
        notes,
        requests_sent: run.requests_sent(),
    })
}

/// What goes and what stays: pure.
fn plan(target: &mut Target, assignments: &[RoleAssignment], scope: &str) {
    let Some(id) = target.id().map(str::to_owned) else {
        return;
    };
    let own = assignments
        .iter()
        .filter(|it| it.principal.id.eq_ignore_ascii_case(&id))
        .cloned();
    let (mut goes, stays): (Vec<_>, Vec<_>) =
        own.partition(|it| it.through.is_none() && it.directory_scope_id.eq_ignore_ascii_case(scope));
    // The eligibility goes first: nobody activates again what was just taken.
    goes.sort_by_key(|it| it.kind != AssignmentKind::Eligible);
    target.change.status = if goes.is_empty() {
        RoleChangeStatus::NotHeld
    } else {
        RoleChangeStatus::Planned
    };
    target.change.goes = goes;
    target.change.stays = stays;
    for it in &target.change.stays {
        let (message, remedy) = match &it.through {
            Some(group) => (
                format!(
                    "it stays through the group {}",
                    group.display_name.as_ref().unwrap_or(&group.id)
                ),
                "remove the person from that group, or take the role from the group",
            ),
            None => (
                match &it.administrative_unit {
                    Some(unit) => format!(
                        "it stays in the administrative unit {}",
                        unit.display_name.as_ref().unwrap_or(&unit.id)
                    ),
                    None => "it stays in the whole tenant".to_owned(),
                },
                "take it back there as well if it should go",
            ),
        };
        target
            .change
            .notes
            .push(note(NoteCode::HeldOtherwise, message, remedy));
    }
    if target.own && !target.change.goes.is_empty() {
        target.change.notes.push(note(
            NoteCode::OwnRole,
            "that is the one who is signed in: this sign-in may lose what it can do",
            "make sure that somebody else holds the role",
        ));
    }
}

/// Nobody would hold the role there any more.
fn last_holder(targets: &[Target], assignments: &[RoleAssignment], place: &place::Place) -> Option<Note> {
    let goes = |it: &RoleAssignment| targets.iter().any(|target| target.change.goes.contains(it));
    let mut held = assignments
        .iter()
        .filter(|it| it.directory_scope_id.eq_ignore_ascii_case(&place.scope));
    let any_goes = targets.iter().any(|target| !target.change.goes.is_empty());
    if !any_goes || held.any(|it| !goes(it)) {
        return None;
    }
    Some(note(
        NoteCode::LastHolder,
        format!("afterwards nobody holds the role {} any more", place.told()),
        "grant it to somebody else if it is still needed there",
    ))
}

async fn carry_out(desk: &Desk, request: &RevokeRoleRequest, targets: &mut [Target], run: &Run<'_>) {
    let mut stopped = false;
    for target in targets {
        if target.change.status != RoleChangeStatus::Planned {
            continue;
        }
        if stopped || run.is_cancelled() {
            target.change.status = RoleChangeStatus::NotStarted;
            continue;
        }
        stopped = take(desk, request, target, run).await;
        let first = target.change.goes.first();
        run.event(Event::RoleChanged {
            principal_id: target
                .change
                .principal
                .as_ref()
                .map(|it| it.id.clone())
                .unwrap_or_default(),
            role_id: first.map(|it| it.role.template_id.clone()).unwrap_or_default(),
            status: target.change.status,
        });
    }
}

/// Takes everything that goes from one of them; tells whether everybody else would meet the same failure.
async fn take(desk: &Desk, request: &RevokeRoleRequest, target: &mut Target, run: &Run<'_>) -> bool {
    let name = target.name();
    for (place, it) in target.change.goes.clone().iter().enumerate() {
        let (written, request_id) = match call(request, it) {
            Ok(call) => write(desk, &call, &name, run).await,
            Err(error) => (Written::Refused(error), None),
        };
        target.change.request_id = request_id.or(target.change.request_id.take());
        match written {
            Written::Accepted | Written::SoAlready | Written::Pending => {}
            Written::Refused(error) if is_gone(&error) => {}
            Written::Refused(error) if error.code() == ErrorCode::Cancelled && place == 0 => {
                target.change.status = RoleChangeStatus::NotStarted;
                return true;
            }
            Written::Refused(error) | Written::Unsure(error) => {
                target.fail(&error);
                return ends_all(&error);
            }
        }
    }
    target.change.status = RoleChangeStatus::NotSeen;
    false
}

/// Somebody else was quicker, or an answer was lost: the read afterwards decides.
fn is_gone(error: &Error) -> bool {
    error.status() == Some(404)
}

fn call(request: &RevokeRoleRequest, it: &RoleAssignment) -> Result<Call> {
    let eligible = it.kind == AssignmentKind::Eligible;
    if !eligible && it.until.is_none() && !it.activated {
        return role_assignments::delete(&it.assignment_id);
    }
    let case = request.case.as_ref();
    let ask = Ask {
        principal: &it.principal.id,
        role: &it.role.template_id,
        scope: &it.directory_scope_id,
        justification: case.and_then(|case| case.reason.as_deref()),
        ticket: case.and_then(|case| case.ticket.as_deref()),
    };
    Ok(role_schedules::remove(&ask, eligible))
}

fn is_same(gone: &RoleAssignment, held: &Held) -> bool {
    gone.principal.id.eq_ignore_ascii_case(&held.principal)
        && gone.directory_scope_id.eq_ignore_ascii_case(&held.scope)
        && (gone.kind == AssignmentKind::Eligible) == held.eligible
}
