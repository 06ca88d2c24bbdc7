//! The reset of one person: inspect, guard, check permissions, plan, execute, verify, revoke (design section 5).

mod execute;

use super::{Desk, guard, inspect, permissions, plan, preflight, revoke, verify};
use crate::api::{
    ErrorInfo, Event, Inspection, MethodSummary, Note, NoteCode, Outcome, Plan, PlannedReset, Purpose,
    ResetOutcome, ResetRequest, StepStatus,
};
use crate::auth::Actor;
use crate::error::{Error, ErrorCode, Result};
use crate::graph::UserKey;
use crate::http::Run;
pub(super) use execute::Executed;

/// Makes the plan and writes nothing. What would refuse the reset is part of the answer.
pub(super) async fn plan(desk: &Desk, request: &ResetRequest, run: &Run<'_>) -> Result<PlannedReset> {
    let (actor, inspection, mut plan) = prepare(desk, request, run).await?;
    let ground = ground(desk, request, &actor, &inspection, run).await?;
    let begun = may_begin(desk, request, &actor, &inspection, &plan).and_then(|notes| {
        may_act(request, &inspection, &plan, &ground)?;
        Ok(notes)
    });
    let refused = match begun {
        Ok(notes) => {
            plan.notes.extend(notes);
            None
        }
        Err(error) => Some(ErrorInfo::from(error)),
    };
    let surroundings = preflight::Surroundings::read(desk, &actor, run).await?;
    let staying = plan::staying(&inspection.methods, request);
    let purposes = purposes(request);
    for note in surroundings.notes(&inspection.user, &purposes, &staying, desk.pipeline.service_now()) {
        if !plan.notes.iter().any(|known| known.message == note.message) {
            plan.notes.push(note);
        }
    }
    let preflight = preflight::verdicts(&ground, &actor, &purposes, &inspection.user);
    Ok(PlannedReset {
        inspection,
        plan,
        preflight,
        refused,
    })
}

/// Requires re-registration, and proves it.
pub(super) async fn reset(desk: &Desk, request: &ResetRequest, run: &Run<'_>) -> Result<ResetOutcome> {
    let (actor, inspection, mut plan) = prepare(desk, request, run).await?;
    let started_at = desk.pipeline.service_now();
    let notes = may_begin(desk, request, &actor, &inspection, &plan)?;
    plan.notes.extend(notes);
    let ground = ground(desk, request, &actor, &inspection, run).await?;
    may_act(request, &inspection, &plan, &ground)?;
    run.go_on()?;

    let key = UserKey::Id(inspection.user.id.clone());
    let executed = execute::execute(desk, &key, &plan, run).await;
    let verdict = verify::verify(desk, &key, request, &inspection, &executed, run).await;
    let mut notes = plan.notes.clone();
    notes.extend(verdict.notes);
    let mut outcome = verdict.outcome;

    let mut revocation = None;
    if request.revoke_sessions && executed.may_go_on() && !run.is_cancelled() {
        let revoked = revoke::revoke_and_see(desk, &key, &inspection.user, run).await;
        if !revoked.revoked && outcome == Outcome::Done {
            outcome = Outcome::Partial;
        }
        notes.extend(revoked.notes.clone());
        revocation = Some(revoked);
    } else if request.revoke_sessions {
        notes.push(note(
            NoteCode::RevocationFailed,
            "the sessions were not revoked, because the reset was stopped before",
            "revoke them, or run the reset again",
        ));
        outcome = if outcome == Outcome::Done {
            Outcome::Partial
        } else {
            outcome
        };
    }
    run.event(Event::Verified {
        user_id: inspection.user.id.clone(),
        outcome,
    });
    Ok(ResetOutcome {
        user: plan.user.clone(),
        outcome,
        steps: executed.steps,
        methods_before: inspection.methods.iter().map(MethodSummary::from).collect(),
        methods_after: verdict.methods_after,
        verified_at: verdict.verified_at,
        sessions_revoked: request
            .revoke_sessions
            .then(|| revocation.as_ref().is_some_and(|done| done.revoked)),
        sessions_valid_from: revocation.and_then(|done| done.valid_from),
        notes,
        requests_sent: run.requests_sent(),
        started_at,
        finished_at: desk.pipeline.service_now(),
        plan,
    })
}

async fn prepare(desk: &Desk, request: &ResetRequest, run: &Run<'_>) -> Result<(Actor, Inspection, Plan)> {
    let key = UserKey::parse(&request.user)?;
    plan::check_request(request)?;
    let actor = desk.pipeline.actor(run).await?;
    permissions::demand(&actor, &permissions::READ_METHODS)?;
    let with_standing = preflight::needs_standing(&actor, &purposes(request));
    let inspection = inspect::inspect(desk, &key, with_standing, run).await?;
    let plan = plan::plan_reset(&inspection, request)?;
    run.event(Event::Planned {
        user_id: inspection.user.id.clone(),
        steps: u32::try_from(plan.steps.len()).unwrap_or(u32::MAX),
        stays: u32::try_from(plan.stays.len()).unwrap_or(u32::MAX),
    });
    Ok((actor, inspection, plan))
}

/// Everything that can be known before the first write. The notes belong into the plan.
fn may_begin(
    desk: &Desk,
    request: &ResetRequest,
    actor: &Actor,
    inspection: &Inspection,
    plan: &Plan,
) -> Result<Vec<Note>> {
    let notes = guard::check(
        desk,
        actor,
        &inspection.user,
        inspection.standing.as_ref(),
        request.case.as_ref(),
    )?;
    permissions::demand_for_plan(actor, plan)?;
    if request.revoke_sessions {
        permissions::demand(actor, &permissions::REVOKE_SESSIONS)?;
    }
    match &request.fingerprint {
        Some(expected) if *expected != plan.fingerprint => Err(Error::new(
            ErrorCode::PlanOutdated,
            format!(
                "the methods of {} changed since the plan was made; nothing was changed",
                plan.user.user_principal_name
            ),
        )
        .about(&plan.user.user_principal_name)
        .remedy("look at the new plan, then decide again")),
        _ => Ok(notes),
    }
}

/// What is done to the person.
fn purposes(request: &ResetRequest) -> Vec<Purpose> {
    let mut purposes = vec![Purpose::ChangeMethods];
    purposes.extend(request.revoke_sessions.then_some(Purpose::RevokeSessions));
    purposes
}

/// What decides whether the service would do it; for a person with no surprises nothing more is read.
async fn ground(
    desk: &Desk,
    request: &ResetRequest,
    actor: &Actor,
    inspection: &Inspection,
    run: &Run<'_>,
) -> Result<preflight::Ground> {
    let standing = inspection.standing.clone();
    let purposes = purposes(request);
    preflight::Ground::read(desk, actor, &mut None, &inspection.user, standing, &purposes, run).await
}

/// Whether the service would do it. A reset that has nothing to write needs no leave to write it.
fn may_act(
    request: &ResetRequest,
    inspection: &Inspection,
    plan: &Plan,
    ground: &preflight::Ground,
) -> Result<()> {
    purposes(request)
        .into_iter()
        .filter(|purpose| *purpose != Purpose::ChangeMethods || !plan.steps.is_empty())
        .try_for_each(|purpose| preflight::refuse(ground, purpose, &inspection.user))
}

impl Executed {
    /// Whether it makes sense to act on this person further.
    fn may_go_on(&self) -> bool {
        !self.user_gone
            && !self.forbidden()
            && !self
                .steps
                .iter()
                .any(|step| step.status == StepStatus::NotStarted)
    }

    fn forbidden(&self) -> bool {
        self.steps
            .iter()
            .filter_map(|step| step.error.as_ref())
            .any(|error| error.code == ErrorCode::NotAllowed)
    }
}

pub(super) fn note(code: NoteCode, message: impl Into<String>, remedy: &str) -> Note {
    Note {
        code,
        message: message.into(),
        remedy: Some(remedy.to_owned()),
    }
}
