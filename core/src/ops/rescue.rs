//! The rescue: a reset and a pass as one (design section 5.7). The pass is created before the first deletion and told
//! only at the very end: an unknown pass harms nobody, and nobody is left with neither method nor pass. Where nothing
//! was deleted it is taken back; where the service counts it among the methods that hold the default, it steps aside
//! and is created last.

use super::access_pass::{self, Created, Ground, Terms};
use super::reset::{self, Begun, Executed, note};
use super::{Desk, permissions, presets};
use crate::api::{
    Note, NoteCode, Outcome, PassDetails, PassOptions, PassStatus, RescueOutcome, ResetRequest, StepAction,
    StepResult, StepStatus, User,
};
use crate::error::{Error, ErrorCode, Result};
use crate::http::Run;
use crate::secret::Disclosed;

/// The pass in the course of a rescue, and what there is to say of it.
struct Held {
    status: PassStatus,
    details: Option<PassDetails>,
    pass: Option<Disclosed>,
    notes: Vec<Note>,
}

/// Does a reset and issues a pass.
pub(super) async fn rescue(desk: &Desk, request: &ResetRequest, run: &Run<'_>) -> Result<RescueOutcome> {
    let request = presets::for_rescue(request)?;
    let options = request.pass.clone().unwrap_or_default();
    access_pass::check_options(&options)?;
    let mut begun = reset::prepare(desk, &request, run).await?;
    begun.admit(desk, run).await?;
    let (ground, terms) = may_issue(desk, &begun, &options, run).await??;
    run.go_on()?;

    let user = begun.inspection.user.clone();
    let created = access_pass::create(desk, &user, &terms, &ground.present, run).await?;
    let executed = begun.execute(desk, run).await;
    let (executed, mut held) = settle(desk, &begun, executed, created, &terms, run).await;
    held.notes.extend(ground.notes(terms));

    let mut reset = begun.conclude(desk, executed, run).await;
    if held.status != PassStatus::Issued && reset.outcome == Outcome::Done {
        reset.outcome = Outcome::Partial;
    }
    reset.notes.extend(held.notes);
    reset.requests_sent = run.requests_sent();
    Ok(RescueOutcome {
        reset,
        pass_status: held.status,
        pass: held.details,
        temporary_access_pass: held.pass,
    })
}

/// Whether a pass can be issued to this person by this sign-in. The outer failure is one of reading.
pub(super) async fn may_issue(
    desk: &Desk,
    begun: &Begun,
    options: &PassOptions,
    run: &Run<'_>,
) -> Result<Result<(Ground, Terms)>> {
    let user = &begun.inspection.user;
    let allowed = permissions::demand(&begun.actor, &permissions::CHANGE_PASS)
        .and_then(|()| access_pass::check_person(user));
    if let Err(error) = allowed {
        return Ok(Err(error));
    }
    let ground = access_pass::survey(desk, user, run).await?;
    Ok(ground.terms(desk, user, options).map(|terms| (ground, terms)))
}

/// What becomes of the pass after the deletions.
async fn settle(
    desk: &Desk,
    begun: &Begun,
    executed: Executed,
    created: Created,
    terms: &Terms,
    run: &Run<'_>,
) -> (Executed, Held) {
    let user = &begun.inspection.user;
    if executed.user_gone {
        return (executed, Held::nothing(PassStatus::Withdrawn, None));
    }
    if executed.is_held_back() && !run.is_cancelled() {
        return step_aside(desk, begun, executed, created, terms, run).await;
    }
    let aborted = !executed.may_have_deleted() && (!begun.plan.steps.is_empty() || run.is_cancelled());
    let held = if aborted {
        take_back(desk, user, &created.details, run).await
    } else {
        Held::issued(created)
    };
    (executed, held)
}

/// The service refuses a deletion, perhaps because it counts the pass as another method (facts 3.1): without the pass
/// it is tried again, and the pass comes last.
async fn step_aside(
    desk: &Desk,
    begun: &Begun,
    executed: Executed,
    created: Created,
    terms: &Terms,
    run: &Run<'_>,
) -> (Executed, Held) {
    let user = &begun.inspection.user;
    // Whether or not this is answered: the pass that is created last replaces whatever is there.
    let aside = access_pass::withdraw(desk, user, &created.details, run).await;
    let executed = begun.retry(desk, executed, run).await;
    let held = if executed.user_gone {
        Held::nothing(PassStatus::Withdrawn, None)
    } else if !executed.may_have_deleted() {
        match aside {
            Ok(()) => Held::withdrawn(),
            Err(_) => take_back(desk, user, &created.details, run).await,
        }
    } else {
        let again = match run.go_on() {
            Ok(()) => access_pass::create(desk, user, terms, &[], run).await,
            Err(stopped) => Err(stopped),
        };
        match (again, aside) {
            (Ok(created), _) => Held::issued(created),
            (Err(error), Err(_)) => Held::left_behind(user, Some(created.details), &error),
            (Err(error), Ok(())) if error.code() == ErrorCode::PassLeftBehind => {
                Held::left_behind(user, None, &error)
            }
            (Err(error), Ok(())) => Held::owed(user, &error),
        }
    };
    (executed, held)
}

async fn take_back(desk: &Desk, user: &User, pass: &PassDetails, run: &Run<'_>) -> Held {
    match access_pass::withdraw(desk, user, pass, run).await {
        Ok(()) => Held::withdrawn(),
        Err(error) => Held::left_behind(user, Some(pass.clone()), &error),
    }
}

impl Held {
    fn issued(created: Created) -> Self {
        Self {
            status: PassStatus::Issued,
            details: Some(created.details),
            pass: Some(created.secret.into()),
            notes: Vec::new(),
        }
    }

    fn nothing(status: PassStatus, note: Option<Note>) -> Self {
        Self {
            status,
            details: None,
            pass: None,
            notes: note.into_iter().collect(),
        }
    }

    fn withdrawn() -> Self {
        let told = note(
            NoteCode::PassWithdrawn,
            "no method was deleted, so the pass was removed again before anybody knew it",
            "see why nothing was deleted, then run the rescue again",
        );
        Self::nothing(PassStatus::Withdrawn, Some(told))
    }

    fn owed(user: &User, why: &Error) -> Self {
        let told = note(
            NoteCode::PassOwed,
            format!(
                "methods of {} were deleted, and there is no pass yet: {why}",
                user.user_principal_name
            ),
            "issue a pass now, or run the rescue again",
        );
        Self::nothing(PassStatus::Owed, Some(told))
    }

    fn left_behind(user: &User, details: Option<PassDetails>, why: &Error) -> Self {
        let until = details
            .as_ref()
            .map_or_else(String::new, |pass| format!(" until {}", pass.ends_at));
        let told = note(
            NoteCode::PassLeftBehind,
            format!(
                "{} may have a pass that nobody knows{until}: {why}",
                user.user_principal_name
            ),
            "remove the pass, or run the rescue again: it replaces it",
        );
        Self {
            details,
            ..Self::nothing(PassStatus::LeftBehind, Some(told))
        }
    }
}

impl Executed {
    /// Whether a method may be gone. A step whose answer was lost counts: a pass that is told is better than none.
    fn may_have_deleted(&self) -> bool {
        let gone = |step: &StepResult| matches!(step.status, StepStatus::Done | StepStatus::AlreadyGone);
        let mut deletions = self
            .steps
            .iter()
            .filter(|step| step.action != StepAction::SetDefault);
        self.uncertain || deletions.any(gone)
    }

    /// Whether the service still refuses a deletion for now.
    fn is_held_back(&self) -> bool {
        self.steps.iter().any(|step| step.status == StepStatus::Refused)
    }
}
