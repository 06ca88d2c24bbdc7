//! Granting a role: planned for everybody, then written one by one, then seen (facts 8.3, 8.5, 8.7).

use super::super::reset::note;
use super::super::{Desk, permissions};
use super::assignments::of_role;
use super::catalogue::{self, Known};
use super::change::{Written, ends_all, write};
use super::grant_plan::Grant;
use super::holdings::{self, Pim};
use super::place;
use super::targets::{self, Target};
use super::term::Term;
use super::verify::{PAUSES, verify};
use crate::api::{
    AssignmentKind, Event, GrantRoleRequest, NoteCode, RoleChangeOutcome, RoleChangeStatus, RoleRef,
    WaitReason,
};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::role_assignments::{self, Filter, Held};
use crate::graph::role_schedules::{self, Ask};
use crate::http::{Call, Run};
use crate::platform::Timestamp;
use std::time::Duration;

/// How often a write is sent whose effect nobody can know.
const MOST_TRIES: usize = 3;

/// Grants the role.
pub(in crate::ops) async fn grant(
    desk: &Desk,
    request: &GrantRoleRequest,
    run: &Run<'_>,
) -> Result<RoleChangeOutcome> {
    let (known, role, term) = check(request)?;
    let actor = desk.pipeline.actor(run).await?;
    permissions::demand(&actor, &permissions::LIST_ROLES)?;
    permissions::demand(&actor, term.need())?;
    let place = place::find(desk, request.administrative_unit.as_deref(), run).await?;
    let mut targets = targets::find(desk, &actor, &request.users, request.case.as_ref(), run).await?;
    let there = of_role(desk, Some(role.template_id.clone()), run).await?;
    if term.kind != AssignmentKind::Permanent && there.pim == Pim::NotLicensed {
        return Err(Error::new(
            ErrorCode::LicenceMissing,
            "roles for a time and eligible roles need Privileged Identity Management, for which the tenant has no licence",
        )
        .about(&role.display_name)
        .remedy("grant it permanently and take it back later, or get Microsoft Entra ID P2 or ID Governance"));
    }
    let until = term.until(desk.pipeline.service_now())?;
    let grant = Grant {
        role,
        place,
        term,
        until,
        request,
    };
    for target in &mut targets {
        grant.plan(target, &there.assignments);
    }
    let mut notes = grant.warnings(known, &actor, &there);
    if !request.validate_only {
        run.go_on()?;
        grant.carry_out(desk, &mut targets, run).await;
        let holds = |target: &Target, held: &[Held]| held.iter().any(|it| grant.is_it(target, it));
        notes.extend(verify(desk, &grant.role.template_id, &mut targets, holds, run).await);
    }
    Ok(RoleChangeOutcome {
        role: grant.role,
        administrative_unit: grant.place.unit,
        kind: Some(term.kind),
        validate_only: request.validate_only,
        people: targets.into_iter().map(|target| target.change).collect(),
        notes,
        requests_sent: run.requests_sent(),
    })
}

/// What a request says, checked before anything is sent.
///
/// # Errors
/// `guarded` for other roles than those that administer authentication; `invalidInput`, naming the field.
pub(super) fn check(request: &GrantRoleRequest) -> Result<(&'static Known, RoleRef, Term)> {
    let (known, role) = catalogue::ours(&request.role)?;
    let term = Term::of(request)?;
    if request.administrative_unit.is_some() && !known.can_be_scoped {
        return Err(Error::new(
            ErrorCode::InvalidInput,
            format!(
                "administrativeUnit: {} counts in the whole tenant only",
                known.name
            ),
        )
        .about(known.name)
        .remedy("leave the administrative unit out, or choose a role that can be limited to one"));
    }
    Ok((known, role, term))
}

impl Grant<'_> {
    /// Whether this is the assignment that was to be made.
    fn is_it(&self, target: &Target, held: &Held) -> bool {
        target
            .id()
            .is_some_and(|id| held.principal.eq_ignore_ascii_case(id))
            && held.scope.eq_ignore_ascii_case(&self.place.scope)
            && held.eligible == (self.term.kind == AssignmentKind::Eligible)
    }

    fn call(&self, id: &str, from: Timestamp) -> Call {
        let (role, scope) = (self.role.template_id.as_str(), self.place.scope.as_str());
        if self.term.kind == AssignmentKind::Permanent {
            return role_assignments::create(id, role, scope);
        }
        let case = self.request.case.as_ref();
        let ask = Ask {
            principal: id,
            role,
            scope,
            justification: case.and_then(|case| case.reason.as_deref()),
            ticket: case.and_then(|case| case.ticket.as_deref()),
        };
        let eligible = self.term.kind == AssignmentKind::Eligible;
        role_schedules::assign(&ask, eligible, from, self.term.end)
    }

    /// Writes one after the other. What would fail for everybody is met once.
    async fn carry_out(&self, desk: &Desk, targets: &mut [Target], run: &Run<'_>) {
        let mut stopped = false;
        for target in targets {
            if target.change.status != RoleChangeStatus::Planned {
                continue;
            }
            if stopped || run.is_cancelled() {
                target.change.status = RoleChangeStatus::NotStarted;
                continue;
            }
            stopped = self.write(desk, target, run).await;
            run.event(Event::RoleChanged {
                principal_id: target
                    .change
                    .principal
                    .as_ref()
                    .map(|it| it.id.clone())
                    .unwrap_or_default(),
                role_id: self.role.template_id.clone(),
                status: target.change.status,
            });
        }
    }

    /// Writes for one of them; tells whether everybody else would meet the same failure.
    async fn write(&self, desk: &Desk, target: &mut Target, run: &Run<'_>) -> bool {
        let Some(id) = target.id().map(str::to_owned) else {
            return false;
        };
        let name = target.name();
        let call = self.call(&id, desk.pipeline.service_now());
        let mut doubt = false;
        let mut pauses = PAUSES.iter().take(MOST_TRIES - 1);
        loop {
            let (written, request_id) = write(desk, &call, &name, run).await;
            target.change.request_id = request_id.or(target.change.request_id.take());
            let error = match written {
                Written::Accepted => {
                    target.change.status = RoleChangeStatus::NotSeen;
                    return false;
                }
                // After a write of which nobody knew whether it happened, this says that it did.
                Written::SoAlready => {
                    target.change.status = if doubt {
                        RoleChangeStatus::NotSeen
                    } else {
                        RoleChangeStatus::AlreadyHeld
                    };
                    return false;
                }
                Written::Pending => {
                    target.change.status = RoleChangeStatus::PendingApproval;
                    target.change.notes.push(note(
                        NoteCode::AwaitsApproval,
                        "somebody must approve it first",
                        "tell those who approve requests for this role; look again afterwards",
                    ));
                    return false;
                }
                Written::Refused(error) if error.code() == ErrorCode::Cancelled => {
                    target.change.status = RoleChangeStatus::NotStarted;
                    return true;
                }
                Written::Refused(error) => {
                    target.fail(&error);
                    return ends_all(&error);
                }
                Written::Unsure(error) => error,
            };
            doubt = true;
            // It is read before it is repeated: perhaps only the answer was lost.
            match self.happened(desk, target, &id, run).await {
                Ok(true) => {
                    target.change.status = RoleChangeStatus::NotSeen;
                    return false;
                }
                Ok(false) => {}
                Err(_) => {
                    target.fail(&error);
                    return false;
                }
            }
            let Some(seconds) = pauses.next() else {
                target.fail(&error);
                return false;
            };
            let pause = Duration::from_secs(*seconds);
            if run
                .pause(desk.pipeline.clock(), pause, WaitReason::ServiceFailing)
                .await
                .is_err()
            {
                target.fail(&error);
                return true;
            }
        }
    }

    async fn happened(&self, desk: &Desk, target: &Target, id: &str, run: &Run<'_>) -> Result<bool> {
        let filter = Filter {
            role: Some(self.role.template_id.clone()),
            principal: Some(id.to_owned()),
        };
        let held = holdings::read(desk, &filter, run).await?.held;
        Ok(held.iter().any(|it| self.is_it(target, it)))
    }
}
