//! The per-user MFA state of one person: reading and changing it (facts 4.3; beta only). Neither Authentication
//! Administrators nor Privileged Authentication Administrators may: it belongs to the policy.

use super::reset::note;
use super::single::Step;
use super::target::{self, Admitted};
use super::{Desk, people, permissions};
use crate::api::{
    Note, NoteCode, Outcome, PerUserState, PerUserStateOutcome, PerUserStateReport, Purpose,
    SetPerUserStateRequest, StepAction, User, UserRef,
};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::{UserKey, requirements};
use crate::http::{Reply, Run};

/// Reads the state.
pub(super) async fn get(desk: &Desk, user: &str, run: &Run<'_>) -> Result<PerUserStateReport> {
    let key = UserKey::parse(user)?;
    permissions::demand(
        &desk.pipeline.actor(run).await?,
        &permissions::READ_PER_USER_STATE,
    )?;
    let user = people::get(desk, &key, run).await?;
    let state = read(desk, &user, run).await?;
    Ok(PerUserStateReport {
        user: UserRef::from(&user),
        meaning: state.meaning().to_owned(),
        notes: recommendation(&state).into_iter().collect(),
        state,
    })
}

/// Changes the state, and sees that it did.
pub(super) async fn set(
    desk: &Desk,
    request: &SetPerUserStateRequest,
    run: &Run<'_>,
) -> Result<PerUserStateOutcome> {
    let asked = &request.state;
    check_state(asked)?;
    let needs = [
        &permissions::READ_PER_USER_STATE,
        &permissions::CHANGE_PER_USER_STATE,
    ];
    let Admitted { user, notes } = target::admit(
        desk,
        &request.user,
        Purpose::SetPerUserState,
        &needs,
        request.case.as_ref(),
        run,
    )
    .await?;
    let before = read(desk, &user, run).await?;
    let mut outcome = PerUserStateOutcome {
        user: UserRef::from(&user),
        outcome: Outcome::Done,
        asked: asked.clone(),
        state: before.clone(),
        before,
        meaning: String::new(),
        written: false,
        weakened: false,
        request_id: None,
        verified_at: None,
        notes,
    };
    if outcome.before == *asked {
        outcome.verified_at = Some(desk.pipeline.service_now());
    } else {
        run.go_on()?;
        change(desk, &user, &mut outcome, run).await?;
    }
    outcome.state.meaning().clone_into(&mut outcome.meaning);
    outcome.notes.extend(recommendation(&outcome.state));
    Ok(outcome)
}

/// Whether the state is one that can be asked for.
///
/// # Errors
/// `invalidInput`.
pub(super) fn check_state(asked: &PerUserState) -> Result<()> {
    if asked.strength().is_some() {
        return Ok(());
    }
    Err(Error::new(
        ErrorCode::InvalidInput,
        format!("state: there is no per-user MFA state `{}`", asked.as_str()),
    )
    .remedy("give disabled, enabled or enforced"))
}

async fn change(desk: &Desk, user: &User, outcome: &mut PerUserStateOutcome, run: &Run<'_>) -> Result<()> {
    let asked = outcome.asked.clone();
    let step = Step {
        desk,
        run,
        user,
        action: StepAction::SetPerUserState,
        label: format!("per-user MFA: {}", asked.as_str()),
    };
    let shows = |now: &PerUserState| {
        *now == asked || (asked == PerUserState::Enabled && *now == PerUserState::Enforced)
    };
    let call = requirements::set(&UserKey::Id(user.id.clone()), &asked);
    let happened = || async { Ok(read(desk, user, run).await? == asked) };
    let request_id = step
        .write(&call, happened, |reply| explain(desk, reply, user))
        .await?;
    let seen = step.see(|| read(desk, user, run), shows).await;
    outcome.written = true;
    outcome.request_id = request_id;
    outcome.outcome = seen.outcome();
    let seen_at = seen.at;
    outcome.verified_at = seen_at;
    outcome.notes.extend(seen.note);
    if let Some(last) = seen.last {
        outcome.state = last;
    }
    // What was accepted counts, even before a read shows it.
    let now = if seen_at.is_some() { &outcome.state } else { &asked };
    outcome.weakened = now.strength() < outcome.before.strength();
    if outcome.weakened {
        outcome.notes.push(note(
            NoteCode::Weakened,
            format!(
                "less is demanded of {} than before: {} became {}",
                user.user_principal_name,
                outcome.before.as_str(),
                now.as_str()
            ),
            "make sure that Conditional Access or security defaults demand a second factor of this person",
        ));
    }
    if asked == PerUserState::Enabled && outcome.state == PerUserState::Enforced {
        outcome.notes.push(note(
            NoteCode::BecameEnforced,
            "enabled became enforced by itself, because the person has a second factor already",
            "nothing: this is how the service works",
        ));
    }
    step.ended(outcome.outcome);
    Ok(())
}

async fn read(desk: &Desk, user: &User, run: &Run<'_>) -> Result<PerUserState> {
    let call = requirements::get(&UserKey::Id(user.id.clone()));
    let reply = desk.pipeline.send(&call, run).await?;
    if !reply.is_success() {
        return Err(explain(desk, &reply, user));
    }
    requirements::read(&reply)
}

/// A refusal in the words of this subject: the usual roles do not help here.
fn explain(desk: &Desk, reply: &Reply, user: &User) -> Error {
    let name = &user.user_principal_name;
    let (code, message, remedy) = match reply.status {
        403 => (
            ErrorCode::NotAllowed,
            format!("this sign-in may not read or change the per-user MFA state of {name}"),
            "reading takes the permission Policy.Read.All, changing takes Policy.ReadWrite.AuthenticationMethod; a person \
             who is signed in needs the role Authentication Policy Administrator as well: neither Authentication \
             Administrator nor Privileged Authentication Administrator is enough",
        ),
        404 => (
            ErrorCode::Refused,
            format!("the service does not show a per-user MFA state of {name}"),
            "only beta has it, which some national clouds lack; or the person was deleted a moment ago",
        ),
        _ => return desk.pipeline.error_of(reply, name),
    };
    Error::new(code, message)
        .about(name)
        .remedy(remedy)
        .answered(reply.answer(desk.pipeline.service_now()))
}

fn recommendation(state: &PerUserState) -> Option<Note> {
    (*state != PerUserState::Disabled).then(|| {
        note(
            NoteCode::PerUserMfaNotRecommended,
            "Microsoft recommends Conditional Access, with per-user MFA disabled",
            "once Conditional Access or security defaults demand a second factor, set the state to disabled",
        )
    })
}
