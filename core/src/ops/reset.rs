//! The reset of one person: inspect, guard, check permissions, plan, execute, verify, revoke (design section 5).

mod execute;

use super::guard::{Groups, Person, Reads};
use super::standing::Depth;
use super::{
    Desk, access_pass, guard, inspect, permissions, plan, preflight, presets, rescue, revoke, standing,
    verify,
};
use crate::api::{
    ErrorInfo, Event, Inspection, MethodSummary, Note, NoteCode, Outcome, Plan, PlannedReset, Purpose,
    ResetOutcome, ResetRequest, StepStatus,
};
use crate::auth::Actor;
use crate::error::{Error, ErrorCode, Result};
use crate::graph::UserKey;
use crate::http::Run;
use crate::platform::Timestamp;
pub(super) use execute::Executed;

/// Makes the plan and writes nothing. What would refuse the reset is part of the answer.
pub(super) async fn plan(desk: &Desk, request: &ResetRequest, run: &Run<'_>) -> Result<PlannedReset> {
    let request = presets::settle(request)?;
    request.pass.as_ref().map_or(Ok(()), access_pass::check_options)?;
    let mut begun = prepare(desk, &request, run).await?;
    begun.plan.planned_by = guard::planner(&begun.actor, request.case.as_ref());
    begun.know_whom_it_locks_out(desk, run).await?;
    let ground = begun.ground(desk, run).await?;
    let mut refused = begun.may_begin(desk).and_then(|()| begun.may_act(&ground)).err();
    if let Some(options) = request.pass.as_ref().filter(|_| refused.is_none()) {
        match rescue::may_issue(desk, &begun, options, run).await? {
            Ok((pass, terms)) => begun.plan.notes.extend(pass.notes(terms)),
            Err(error) => refused = Some(error),
        }
    }
    let surroundings = preflight::Surroundings::of(desk, &begun.actor, run).await?;
    let purposes = begun.purposes();
    let user = &begun.inspection.user;
    let staying = plan::staying(&begun.inspection.methods, &request);
    for note in surroundings.notes(user, &purposes, &staying, desk.pipeline.service_now()) {
        if !begun.plan.notes.iter().any(|known| known.message == note.message) {
            begun.plan.notes.push(note);
        }
    }
    let preflight = preflight::verdicts(&ground, &begun.actor, &purposes, user);
    Ok(PlannedReset {
        inspection: begun.inspection,
        plan: begun.plan,
        preflight,
        refused: refused.map(ErrorInfo::from),
    })
}

/// Requires re-registration, and proves it.
pub(super) async fn reset(desk: &Desk, request: &ResetRequest, run: &Run<'_>) -> Result<ResetOutcome> {
    let mut begun = prepare(desk, &presets::for_reset(request)?, run).await?;
    begun.admit(desk, run).await?;
    let executed = begun.execute(desk, run).await;
    Ok(begun.conclude(desk, executed, run).await)
}

/// A person who was read, before a plan is made.
pub(super) struct Inspected {
    actor: Actor,
    pub(super) inspection: Inspection,
    groups: Groups,
}

/// A reset that is planned; what it does can be asked before it is done.
pub(super) struct Begun {
    pub(super) actor: Actor,
    pub(super) inspection: Inspection,
    groups: Groups,
    pub(super) plan: Plan,
    /// Settled.
    request: ResetRequest,
    started_at: Timestamp,
}

/// Reads the person, and what decides whether that may be done to them.
pub(super) async fn inspect(
    desk: &Desk,
    user: &str,
    purposes: &[Purpose],
    run: &Run<'_>,
) -> Result<Inspected> {
    let key = UserKey::parse(user)?;
    let actor = desk.pipeline.actor(run).await?;
    permissions::demand(&actor, &permissions::READ_METHODS)?;
    let guarded = guard::reads(desk, &actor);
    let reads = Reads {
        standing: guarded.standing || preflight::needs_standing(&actor, purposes),
        ..guarded
    };
    let (inspection, groups) = inspect::inspect(desk, &key, &reads, run).await?;
    Ok(Inspected {
        actor,
        inspection,
        groups,
    })
}

/// Reads and plans; `request` is settled.
pub(super) async fn prepare(desk: &Desk, request: &ResetRequest, run: &Run<'_>) -> Result<Begun> {
    UserKey::parse(&request.user)?;
    plan::check_request(request)?;
    inspect(desk, &request.user, &purposes(request), run)
        .await?
        .plan(desk, request, run)
}

impl Inspected {
    /// Makes the plan.
    pub(super) fn plan(self, desk: &Desk, request: &ResetRequest, run: &Run<'_>) -> Result<Begun> {
        let Self {
            actor,
            inspection,
            groups,
        } = self;
        let mut plan = plan::plan_reset(&inspection, request)?;
        plan.planned_by.clone_from(&request.planned_by);
        if let Some(shared) = run.shared() {
            shared.ledger.planned(shared.person, &inspection, &plan);
        }
        run.event(Event::Planned {
            user_id: inspection.user.id.clone(),
            steps: u32::try_from(plan.steps.len()).unwrap_or(u32::MAX),
            stays: u32::try_from(plan.stays.len()).unwrap_or(u32::MAX),
        });
        Ok(Begun {
            actor,
            inspection,
            groups,
            plan,
            request: request.clone(),
            started_at: desk.pipeline.service_now(),
        })
    }
}

impl Begun {
    /// Everything that is decided before the first write.
    pub(super) async fn admit(&mut self, desk: &Desk, run: &Run<'_>) -> Result<()> {
        self.know_whom_it_locks_out(desk, run).await?;
        self.may_begin(desk)?;
        self.may_act(&self.ground(desk, run).await?)?;
        run.go_on()
    }

    /// Nobody locks an administrator out, whoever is signed in: who loses the last method that resists phishing is known
    /// before.
    async fn know_whom_it_locks_out(&mut self, desk: &Desk, run: &Run<'_>) -> Result<()> {
        let Inspection {
            user,
            methods,
            standing,
            ..
        } = &mut self.inspection;
        if standing.is_none() && guard::takes_the_last(methods, &self.plan) {
            *standing = Some(standing::read(desk, &user.id, Depth::of(&self.actor), run).await?);
        }
        Ok(())
    }

    /// What is done to the person.
    fn purposes(&self) -> Vec<Purpose> {
        purposes(&self.request)
    }

    /// What decides whether the service would do it; for a person with no surprises nothing more is read.
    async fn ground(&self, desk: &Desk, run: &Run<'_>) -> Result<preflight::Ground> {
        let Inspection { user, standing, .. } = &self.inspection;
        let (actor, standing) = (&self.actor, standing.clone());
        preflight::Ground::read(desk, actor, &mut None, user, standing, &self.purposes(), run).await
    }

    /// Whether the service would do it. A reset that has nothing to write needs no leave to write it.
    fn may_act(&self, ground: &preflight::Ground) -> Result<()> {
        self.purposes()
            .into_iter()
            .filter(|purpose| *purpose != Purpose::ChangeMethods || !self.plan.steps.is_empty())
            .try_for_each(|purpose| preflight::refuse(ground, purpose, &self.inspection.user))
    }

    /// What this product itself has against it. What there is to say of it goes into the plan.
    fn may_begin(&mut self, desk: &Desk) -> Result<()> {
        let Inspection {
            user,
            methods,
            standing,
            ..
        } = &self.inspection;
        let person = Person::new(&self.actor, user, standing.as_ref(), &self.groups);
        let notes = guard::check_reset(desk, &self.actor, &person, &self.request, methods, &self.plan)?;
        permissions::demand_for_plan(&self.actor, &self.plan)?;
        if self.request.revokes() {
            permissions::demand(&self.actor, &permissions::REVOKE_SESSIONS)?;
        }
        match &self.request.fingerprint {
            Some(expected) if *expected != self.plan.fingerprint => Err(Error::new(
                ErrorCode::PlanOutdated,
                format!(
                    "the methods of {} changed since the plan was made; nothing was changed",
                    self.plan.user.user_principal_name
                ),
            )
            .about(&self.plan.user.user_principal_name)
            .remedy("look at the new plan, then decide again")),
            _ => {
                self.plan.notes.extend(notes);
                Ok(())
            }
        }
    }

    /// Does the writes of the plan.
    pub(super) async fn execute(&self, desk: &Desk, run: &Run<'_>) -> Executed {
        execute::execute(desk, &self.inspection, &self.plan, run).await
    }

    /// Tries what was refused once more, because what may have held it is gone.
    pub(super) async fn retry(&self, desk: &Desk, executed: Executed, run: &Run<'_>) -> Executed {
        execute::retry(desk, &self.inspection, &self.plan, executed, run).await
    }

    /// Verifies, revokes if asked, and tells what came of it.
    pub(super) async fn conclude(self, desk: &Desk, executed: Executed, run: &Run<'_>) -> ResetOutcome {
        let Self {
            inspection,
            plan,
            request,
            started_at,
            ..
        } = self;
        let key = UserKey::Id(inspection.user.id.clone());
        let verdict = verify::verify(desk, &key, &request, &inspection, &executed, run).await;
        let mut notes = plan.notes.clone();
        // What there was to know before saying yes is said.
        notes.retain(|note| !matches!(note.code, NoteCode::PasswordReset | NoteCode::SignsOutEverywhere));
        notes.extend(verdict.notes);
        let mut outcome = verdict.outcome;

        let mut revocation = None;
        if request.revokes() && executed.may_go_on() && !run.is_cancelled() {
            let revoked = revoke::revoke_and_see(desk, &key, &inspection.user, run).await;
            if !revoked.revoked && outcome == Outcome::Done {
                outcome = Outcome::Partial;
            }
            notes.extend(revoked.notes.clone());
            revocation = Some(revoked);
        } else if request.revokes() {
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
        ResetOutcome {
            user: plan.user.clone(),
            outcome,
            steps: executed.steps,
            methods_before: inspection.methods.iter().map(MethodSummary::from).collect(),
            methods_after: verdict.methods_after,
            verified_at: verdict.verified_at,
            sessions_revoked: request
                .revokes()
                .then(|| revocation.as_ref().is_some_and(|done| done.revoked)),
            sessions_valid_from: revocation.and_then(|done| done.valid_from),
            notes,
            requests_sent: run.requests_sent(),
            started_at,
            finished_at: desk.pipeline.service_now(),
            plan,
        }
    }
}

/// What is done to the person by a settled request.
fn purposes(request: &ResetRequest) -> Vec<Purpose> {
    let mut purposes = vec![Purpose::ChangeMethods];
    purposes.extend(request.revokes().then_some(Purpose::RevokeSessions));
    purposes.extend(request.pass.is_some().then_some(Purpose::IssuePass));
    purposes
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
