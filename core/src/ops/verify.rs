//! Proof of a reset: the methods are read again until they agree, or patience ends. What is `done` is decided
//! by planning once more from the fresh read: nothing may be left to do (design invariant 4).

use super::patience::Patience;
use super::reset::Executed;
use super::reset::note;
use super::{Desk, Wait, inspect, plan};
use crate::api::{
    Event, Inspection, Method, MethodKind, MethodSummary, Note, NoteCode, Outcome, Plan, PlanStep,
    ResetRequest, StepAction, StepStatus, WaitReason,
};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::UserKey;
use crate::http::Run;
use crate::platform::Timestamp;

/// Pauses between reads; the last one repeats. A deleted method is listed for about ten seconds, at times for a
/// minute (facts 12.4).
const PAUSES: &[u64] = &[2, 3, 5, 10];

pub(super) struct Verified {
    pub(super) outcome: Outcome,
    pub(super) methods_after: Option<Vec<MethodSummary>>,
    pub(super) verified_at: Option<Timestamp>,
    pub(super) notes: Vec<Note>,
}

/// Looks whether a reset is true.
pub(super) async fn verify(
    desk: &Desk,
    key: &UserKey,
    request: &ResetRequest,
    before: &Inspection,
    executed: &Executed,
    run: &Run<'_>,
) -> Verified {
    if executed.user_gone {
        return gone(before);
    }
    let read = if executed.steps.is_empty() {
        // Nothing was written: the read that the plan was made from is the proof.
        Ok(before.clone())
    } else {
        read_until_agreed(desk, key, request, before, executed, run).await
    };
    let verified = match read {
        Ok(after) => judge(desk, request, before, executed, &after),
        Err(error) if error.code() == ErrorCode::UserNotFound => gone(before),
        Err(error) => not_verified(executed, &error),
    };
    with_step_notes(verified, executed, run)
}

/// What a fresh read leaves to do.
fn remaining(request: &ResetRequest, after: &Inspection) -> Result<Plan> {
    let mut again = plan::plan_reset(after, request)?;
    again.steps.retain(|step| step.action != StepAction::SetDefault);
    Ok(again)
}

async fn read_until_agreed(
    desk: &Desk,
    key: &UserKey,
    request: &ResetRequest,
    before: &Inspection,
    executed: &Executed,
    run: &Run<'_>,
) -> Result<Inspection> {
    let mut patience = Patience::new(desk.patience, PAUSES);
    let mut attempt = 0;
    let clock = desk.pipeline.clock();
    let lag = run.lags().map(|lags| &lags.reads);
    let mut wait = Wait::begin(lag, clock.now(), WaitReason::ReadsLag, clock, run).await?;
    loop {
        attempt += 1;
        let (methods, incomplete) =
            inspect::read_methods(desk, key, &before.user.user_principal_name, run).await?;
        let after = after(before, methods, incomplete);
        let left = remaining(request, &after)?;
        run.event(Event::Verifying {
            user_id: before.user.id.clone(),
            attempt,
            remaining: u32::try_from(left.steps.len()).unwrap_or(u32::MAX),
        });
        let lags = left
            .steps
            .iter()
            .filter_map(|step| step.method_id.as_deref())
            .any(|id| executed.removed(id));
        let Some(pause) = patience.next().filter(|_| lags) else {
            if !lags {
                wait.shown(clock.now());
            }
            return Ok(after);
        };
        wait.again(pause, WaitReason::ReadsLag, clock, run).await?;
    }
}

/// Whether a read still shows a method that was put out of the way.
fn is_still_listed(step: &PlanStep, before: &Inspection, after: &Inspection, executed: &Executed) -> bool {
    step.method_id.as_deref().is_some_and(|id| executed.removed(id)) && is_as_before(step, before, after)
}

/// Whether it is the method that was there before. A phone has always the same id (facts 2.4): a new number
/// under it is a new registration.
fn is_as_before(step: &PlanStep, before: &Inspection, after: &Inspection) -> bool {
    let find = |inspection: &Inspection| {
        let method = inspection
            .methods
            .iter()
            .find(|method| Some(&method.method_id) == step.method_id.as_ref())?;
        Some((
            method.phone_number.clone(),
            method.email_address.clone(),
            method.created_date_time,
        ))
    };
    let was = find(before);
    was.is_some() && was == find(after)
}

/// The inspection as it would read now. The default is not read again: it does not decide what is left.
fn after(before: &Inspection, methods: Vec<Method>, incomplete_view: bool) -> Inspection {
    Inspection {
        methods,
        incomplete_view,
        default_method: None,
        notes: Vec::new(),
        ..before.clone()
    }
}

fn judge(
    desk: &Desk,
    request: &ResetRequest,
    before: &Inspection,
    executed: &Executed,
    after: &Inspection,
) -> Verified {
    let mut notes = Vec::new();
    let left = match remaining(request, after) {
        Ok(left) => left,
        Err(error) => return not_verified(executed, &error),
    };
    for step in &left.steps {
        if is_still_listed(step, before, after, executed) {
            notes.push(note(
                NoteCode::StillListed,
                format!("{}: deleted, but the service still lists it", step.label),
                "look again in a few minutes; if it is still there, run the reset again",
            ));
        } else if !is_as_before(step, before, after) {
            notes.push(note(
                NoteCode::MethodAppeared,
                format!("{}: was registered while the reset ran", step.label),
                "ask the person; in a compromise reset the password first, then run the reset again",
            ));
        }
    }
    let unmet: Vec<_> = left
        .stays
        .iter()
        .filter(|stay| plan::is_unmet(request.scope(), stay))
        .collect();
    let blind = after.incomplete_view && plan::reaches_hidden_kinds(request);
    if blind && !before.incomplete_view {
        notes.push(note(
            NoteCode::IncompleteView,
            "the read after the writes did not show every kind of method",
            "look again later",
        ));
    }
    let stateless = |method: &&Method| {
        method.kind == MethodKind::HardwareOath
            && method.device_status.is_none()
            && left
                .steps
                .iter()
                .any(|step| step.method_id.as_ref() == Some(&method.method_id))
    };
    if after.methods.iter().any(|method| stateless(&method)) {
        notes.push(note(
            NoteCode::TokenStateUnknown,
            "whether the hardware token is inactive could not be read",
            "look at the token in the portal",
        ));
    }
    let changed = executed.steps.iter().any(|step| step.status == StepStatus::Done);
    let outcome = if left.steps.is_empty() && unmet.is_empty() && !blind {
        Outcome::Done
    } else if changed || left.steps.is_empty() {
        Outcome::Partial
    } else {
        Outcome::Failed
    };
    Verified {
        outcome,
        methods_after: Some(after.methods.iter().map(MethodSummary::from).collect()),
        verified_at: Some(desk.pipeline.service_now()),
        notes,
    }
}

fn gone(before: &Inspection) -> Verified {
    Verified {
        outcome: Outcome::Failed,
        methods_after: None,
        verified_at: None,
        notes: vec![note(
            NoteCode::UserGone,
            format!(
                "{} no longer exists: the user was deleted while the reset ran",
                before.user.user_principal_name
            ),
            "look under deleted users in the portal if that was a mistake",
        )],
    }
}

fn not_verified(executed: &Executed, error: &Error) -> Verified {
    let changed = executed.steps.iter().any(|step| step.status == StepStatus::Done);
    Verified {
        outcome: if changed {
            Outcome::Partial
        } else {
            Outcome::Failed
        },
        methods_after: None,
        verified_at: None,
        notes: vec![note(
            NoteCode::NotVerified,
            format!("the methods could not be read after the writes: {error}"),
            "list the methods, and run the reset again if something is left",
        )],
    }
}

/// Adds what the steps themselves have to say.
fn with_step_notes(mut verified: Verified, executed: &Executed, run: &Run<'_>) -> Verified {
    if verified.outcome == Outcome::Done {
        return verified;
    }
    for step in &executed.steps {
        let said = step.error.as_ref().map_or("", |error| error.message.as_str());
        match step.status {
            StepStatus::Refused if said.to_ascii_lowercase().contains("alternate mobile number") => {
                verified.notes.push(note(
                    NoteCode::AlternateMobileRefused,
                    format!("{}: the service keeps it as long as the alternate number exists", step.label),
                    "remove the alternate number first, or let the person change the default method",
                ));
            }
            StepStatus::Refused => verified.notes.push(note(
                NoteCode::DefaultRefused,
                format!("{}: the service still refuses to delete it, because it is the default method and others exist", step.label),
                "run the reset again in a few minutes; if it is refused again, the methods that stay count as others: \
                 remove them too (a wider scope), or have the default changed in the portal",
            )),
            StepStatus::Failed => verified.notes.push(Note {
                code: NoteCode::StepFailed,
                message: format!("{}: {said}", step.label),
                remedy: step.error.as_ref().and_then(|error| error.remedy.clone()),
            }),
            _ => {}
        }
    }
    if run.is_cancelled() {
        verified.notes.push(note(
            NoteCode::Cancelled,
            "the reset was stopped before its end because the caller asked for it",
            "run the reset again: it does only what is left",
        ));
    }
    verified
}
