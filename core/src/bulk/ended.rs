//! What an operation's answer means for a run: how it ended for the person, that it did not end, or that it would meet
//! everybody alike.

use crate::api::{
    ErrorInfo, Note, Outcome, PersonOutcome, ResetOutcome, Response, RoleChange, RoleChangeStatus,
    StepResult, UserRef,
};
use crate::error::{Error, ErrorCode, Result};

/// What came of one person.
pub(super) enum Came {
    /// It ended, well or not.
    Ended(Box<Ended>),
    /// It was stopped on the way: a resume goes on. What was shown so far must not be lost.
    Unfinished,
    /// Everybody else would meet this too: the run stops, and a resume begins with this person again.
    Fatal(Error),
}

/// How it ended.
pub(super) struct Ended {
    pub(super) outcome: PersonOutcome,
    pub(super) user: Option<UserRef>,
    pub(super) error: Option<ErrorInfo>,
    pub(super) response: Option<Response>,
}

/// Reads what came of one person.
pub(super) fn came(answer: Result<Response>) -> Came {
    match answer {
        Ok(response) => of_response(response),
        Err(error) => of_error(error),
    }
}

fn of_error(error: Error) -> Came {
    if error.code() == ErrorCode::Cancelled {
        return Came::Unfinished;
    }
    if meets_everybody(error.code()) {
        return Came::Fatal(error);
    }
    let outcome = match error.code() {
        ErrorCode::Guarded
        | ErrorCode::PolicyRefused
        | ErrorCode::NotAllowed
        | ErrorCode::PassNotPossible
        | ErrorCode::PassExists
        | ErrorCode::TenantPolicy
        | ErrorCode::PlanOutdated => PersonOutcome::Skipped,
        _ => PersonOutcome::Failed,
    };
    Came::Ended(Box::new(Ended {
        outcome,
        user: None,
        error: Some(ErrorInfo::from(error)),
        response: None,
    }))
}

/// Whether a failure says nothing of the person: the sign-in is over, the service is out of reach, the journal is.
pub(super) const fn meets_everybody(code: ErrorCode) -> bool {
    matches!(
        code,
        ErrorCode::TokenExpired
            | ErrorCode::TokenRejected
            | ErrorCode::SignInAgain
            | ErrorCode::SignInFailed
            | ErrorCode::WrongCloud
            | ErrorCode::PermissionMissing
            | ErrorCode::PolicyInvalid
            | ErrorCode::UntrustedOrigin
            | ErrorCode::InvalidConfiguration
            | ErrorCode::Throttled
            | ErrorCode::Network
            | ErrorCode::JournalLocked
            | ErrorCode::JournalDamaged
            | ErrorCode::FileFailed
    )
}

fn of_response(response: Response) -> Came {
    let told =
        |outcome: PersonOutcome, user: Option<UserRef>, error: Option<ErrorInfo>| (outcome, user, error);
    let (outcome, user, error) = match &response {
        Response::Reset(reset) => match stopped(reset) {
            Some(came) => return came,
            None => told(from(reset.outcome), Some(reset.user.clone()), None),
        },
        // A pass that was created is told, whatever else is left: nobody may be left with neither method nor pass.
        Response::Rescue(rescue) => match stopped(&rescue.reset) {
            Some(came) if rescue.temporary_access_pass.is_none() => return came,
            _ => told(from(rescue.reset.outcome), Some(rescue.reset.user.clone()), None),
        },
        Response::RevokeSessions(revoked) => {
            let outcome = if revoked.sessions_revoked {
                PersonOutcome::Done
            } else {
                PersonOutcome::Partial
            };
            told(outcome, Some(revoked.user.clone()), None)
        }
        Response::IssuePass(pass) => told(PersonOutcome::Done, Some(pass.user.clone()), None),
        Response::SetPerUserState(state) => told(from(state.outcome), Some(state.user.clone()), None),
        Response::ListMethods(inspection) => {
            told(PersonOutcome::Done, Some(UserRef::from(&inspection.user)), None)
        }
        Response::GrantRole(change) | Response::RevokeRole(change) => match change.people.first() {
            Some(person) => match of_role(person) {
                Ok((outcome, error)) => told(outcome, user_of(person), error),
                Err(came) => return came,
            },
            None => told(PersonOutcome::Failed, None, None),
        },
        _ => told(PersonOutcome::Failed, None, None),
    };
    Came::Ended(Box::new(Ended {
        outcome,
        user,
        error,
        response: Some(response),
    }))
}

const fn from(outcome: Outcome) -> PersonOutcome {
    match outcome {
        Outcome::Done => PersonOutcome::Done,
        Outcome::Partial => PersonOutcome::Partial,
        Outcome::Failed => PersonOutcome::Failed,
    }
}

/// A reset that did not come to its end by itself.
fn stopped(reset: &ResetOutcome) -> Option<Came> {
    if reset.outcome == Outcome::Done {
        return None;
    }
    let fatal = |step: &StepResult| {
        let error = step.error.as_ref()?;
        meets_everybody(error.code).then(|| {
            let told = Error::new(error.code, error.message.clone());
            match &error.remedy {
                Some(remedy) => told.remedy(remedy.clone()),
                None => told,
            }
        })
    };
    if let Some(error) = reset.steps.iter().find_map(fatal) {
        return Some(Came::Fatal(error));
    }
    let cancelled = |step: &StepResult| {
        step.error
            .as_ref()
            .is_some_and(|error| error.code == ErrorCode::Cancelled)
    };
    let told = |note: &Note| note.code == crate::api::NoteCode::Cancelled;
    let open = reset.steps.iter().any(cancelled) || reset.notes.iter().any(told);
    open.then_some(Came::Unfinished)
}

fn of_role(person: &RoleChange) -> std::result::Result<(PersonOutcome, Option<ErrorInfo>), Came> {
    let outcome = match person.status {
        RoleChangeStatus::Done
        | RoleChangeStatus::AlreadyHeld
        | RoleChangeStatus::NotHeld
        | RoleChangeStatus::Planned => PersonOutcome::Done,
        RoleChangeStatus::PendingApproval | RoleChangeStatus::NotSeen => PersonOutcome::Partial,
        RoleChangeStatus::NotStarted => return Err(Came::Unfinished),
        RoleChangeStatus::Failed => {
            if let Some(error) = person.error.as_ref().filter(|it| meets_everybody(it.code)) {
                return Err(Came::Fatal(Error::new(error.code, error.message.clone())));
            }
            PersonOutcome::Failed
        }
    };
    Ok((outcome, person.error.clone()))
}

pub(super) fn user_of(person: &RoleChange) -> Option<UserRef> {
    let principal = person.principal.as_ref()?;
    Some(UserRef {
        id: principal.id.clone(),
        user_principal_name: principal.user_principal_name.clone().unwrap_or_default(),
        display_name: principal.display_name.clone().unwrap_or_default(),
    })
}

impl Ended {
    /// What the answer says beside how it ended.
    fn notes(&self) -> impl Iterator<Item = &Note> {
        let (own, common): (&[Note], &[Note]) = match &self.response {
            Some(Response::Reset(reset)) => (&reset.notes, &[]),
            Some(Response::Rescue(rescue)) => (&rescue.reset.notes, &[]),
            Some(Response::RevokeSessions(revoked)) => (&revoked.notes, &[]),
            Some(Response::SetPerUserState(state)) => (&state.notes, &[]),
            Some(Response::GrantRole(change) | Response::RevokeRole(change)) => {
                let own = change.people.first().map_or(&[][..], |person| &person.notes);
                (own, &change.notes)
            }
            _ => (&[], &[]),
        };
        own.iter().chain(common)
    }

    /// Whether something was begun and is left, which can be gone on with: nothing was refused, and no pass must be told.
    pub(super) fn leaves_something(&self) -> bool {
        let told = match &self.response {
            Some(Response::Rescue(rescue)) => rescue.temporary_access_pass.is_some(),
            Some(_) => false,
            None => true,
        };
        self.outcome != PersonOutcome::Done && self.error.is_none() && !told
    }

    /// Why it is not done, by a word that is the same for everybody to whom the same happened.
    pub(super) fn reasons(&self) -> Vec<(String, String)> {
        if self.outcome == PersonOutcome::Done {
            return Vec::new();
        }
        if let Some(error) = &self.error {
            return vec![(error.code.to_string(), error.code.meaning().trim().to_owned())];
        }
        let word = |note: &Note| {
            let code = serde_json::to_value(note.code).ok()?;
            Some((code.as_str()?.to_owned(), note.message.clone()))
        };
        let distinct = |fits: fn(&Note) -> bool| {
            let mut reasons: Vec<(String, String)> = Vec::new();
            for (code, message) in self.notes().filter(|note| fits(note)).filter_map(word) {
                if !reasons.iter().any(|(known, _)| *known == code) {
                    reasons.push((code, message));
                }
            }
            reasons
        };
        let reasons = distinct(is_a_reason);
        if reasons.is_empty() {
            // What nobody has heard of stays whatever the scope; where nothing else is left, that is why.
            return distinct(|note| note.code == crate::api::NoteCode::UnknownKind);
        }
        reasons
    }
}

/// Notes that say why something is left, and not what is good to know anyway.
const fn is_a_reason(note: &Note) -> bool {
    use crate::api::NoteCode as Code;
    matches!(
        note.code,
        Code::DefaultRefused
            | Code::AlternateMobileRefused
            | Code::StillListed
            | Code::MethodAppeared
            | Code::NotVerified
            | Code::StepFailed
            | Code::UserGone
            | Code::RevocationFailed
            | Code::RevocationNotSeen
            | Code::PassOwed
            | Code::PassLeftBehind
            | Code::PassWithdrawn
            | Code::TokenStateUnknown
            | Code::IncompleteView
            | Code::AwaitsApproval
            | Code::RoleNotSeen
            | Code::Cancelled
    )
}
