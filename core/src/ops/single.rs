//! Operations that are one write: told as one step, sent so that it happens once, and seen before it counts
//! (design invariant 4; facts 12.2, last paragraph).

use super::patience::Patience;
use super::reset::note;
use super::{Desk, Wait};
use crate::api::{Event, Note, NoteCode, Outcome, StepAction, StepStatus, User, WaitReason};
use crate::error::{Error, ErrorCode, Result};
use crate::http::{Call, Reply, Run};
use crate::platform::Timestamp;

/// Pauses before the service is read again: reads lag (facts 12.4).
const PAUSES: &[u64] = &[1, 2, 5, 10];
/// How often a write is sent that a read has not found.
const MOST_SENDINGS: u32 = 3;

/// Who is written, and what the one step is called.
pub(super) struct Step<'a> {
    pub(super) desk: &'a Desk,
    pub(super) run: &'a Run<'a>,
    pub(super) user: &'a User,
    pub(super) action: StepAction,
    /// What a service desk calls the thing acted on; numbers are masked.
    pub(super) label: String,
}

/// What reads after the write showed.
pub(super) struct Seen<T> {
    /// What the last of them showed.
    pub(super) last: Option<T>,
    /// When the read was made that shows the write.
    pub(super) at: Option<Timestamp>,
    /// Why no read shows it.
    pub(super) note: Option<Note>,
}

impl<T> Seen<T> {
    pub(super) const fn outcome(&self) -> Outcome {
        if self.at.is_some() {
            Outcome::Done
        } else {
            Outcome::Partial
        }
    }
}

impl Step<'_> {
    /// Sends the write. Where its answer leaves open whether it happened, `happened` looks before it is sent again.
    ///
    /// Gives the id of the request, where an answer came.
    ///
    /// # Errors
    /// The refusal, as `explain` puts it; or that it is not known whether it happened.
    pub(super) async fn write<H, R>(
        &self,
        call: &Call,
        happened: H,
        explain: impl FnOnce(&Reply) -> Error,
    ) -> Result<Option<String>>
    where
        H: Fn() -> R,
        R: Future<Output = Result<bool>>,
    {
        self.run.event(Event::StepStarted {
            user_id: self.user.id.clone(),
            step: 1,
            action: self.action,
            label: self.label.clone(),
        });
        let answer = self.send(call, happened).await;
        let request_id = match &answer {
            Ok(reply) => reply.as_ref().and_then(Reply::request_id).map(str::to_owned),
            Err(error) => error.service().and_then(|answer| answer.request_id.clone()),
        };
        let accepted = answer
            .as_ref()
            .is_ok_and(|reply| reply.as_ref().is_none_or(Reply::is_success));
        self.run.event(Event::StepFinished {
            user_id: self.user.id.clone(),
            step: 1,
            status: if accepted {
                StepStatus::Done
            } else {
                StepStatus::Failed
            },
            request_id: request_id.clone(),
        });
        match answer? {
            Some(reply) if !reply.is_success() => Err(explain(&reply)),
            _ => Ok(request_id),
        }
    }

    /// The answer; nothing when none came and a read showed that it happened.
    async fn send<H, R>(&self, call: &Call, happened: H) -> Result<Option<Reply>>
    where
        H: Fn() -> R,
        R: Future<Output = Result<bool>>,
    {
        let mut patience = Patience::new(self.desk.patience, PAUSES);
        let mut sendings = 1;
        loop {
            let answer = self.desk.pipeline.send(call, self.run).await;
            let open = match &answer {
                Ok(reply) => matches!(reply.status, 408 | 500..=599),
                Err(error) => error.code() == ErrorCode::Network,
            };
            // A second sending is refused when the first one has happened after all.
            let refused_again = sendings > 1 && answer.as_ref().is_ok_and(|reply| reply.status == 400);
            if !open && !refused_again {
                return answer.map(Some);
            }
            match happened().await {
                Ok(true) => return Ok(None),
                Ok(false) if refused_again => return answer.map(Some),
                Ok(false) => {}
                Err(_) => return Err(self.unknown(answer)),
            }
            let Some(pause) = patience.next().filter(|_| sendings < MOST_SENDINGS) else {
                return Err(self.unknown(answer));
            };
            let pausing = self
                .run
                .pause(self.desk.pipeline.clock(), pause, WaitReason::ServiceFailing);
            if pausing.await.is_err() {
                return Err(self.unknown(answer));
            }
            sendings += 1;
        }
    }

    fn unknown(&self, answer: Result<Reply>) -> Error {
        let name = &self.user.user_principal_name;
        let error = match answer {
            Ok(reply) => self.desk.pipeline.error_of(&reply, name),
            Err(error) => error,
        };
        let told = Error::new(
            error.code(),
            format!(
                "{error}; it is not known whether it was done all the same: {}",
                self.label
            ),
        )
        .about(name)
        .remedy("look before you try again: the change may show in a few minutes");
        match error.service() {
            Some(service) => told.answered(service.clone()),
            None => told,
        }
    }

    /// Reads until the service shows the write, or patience ends. The write has happened: nothing here is an error.
    pub(super) async fn see<T, F, R>(&self, read: F, shows: impl Fn(&T) -> bool) -> Seen<T>
    where
        F: Fn() -> R,
        R: Future<Output = Result<T>>,
    {
        let mut patience = Patience::new(self.desk.patience, PAUSES);
        let mut seen = Seen {
            last: None,
            at: None,
            note: None,
        };
        let clock = self.desk.pipeline.clock();
        let lag = self.run.lags().map(|lags| &lags.reads);
        // Who asks to stop meanwhile is heard after the first look.
        let began = Wait::begin(lag, clock.now(), WaitReason::ReadsLag, clock, self.run).await;
        let mut wait = began.ok();
        let mut attempt = 0;
        loop {
            attempt += 1;
            let mut failed = None;
            match read().await {
                Ok(now) => {
                    let shown = shows(&now);
                    self.run.event(Event::Verifying {
                        user_id: self.user.id.clone(),
                        attempt,
                        remaining: u32::from(!shown),
                    });
                    seen.last = Some(now);
                    if shown {
                        if let Some(wait) = &wait {
                            wait.shown(clock.now());
                        }
                        seen.at = Some(self.desk.pipeline.service_now());
                        return seen;
                    }
                }
                Err(error) => failed = Some(error),
            }
            let goes_on = failed.as_ref().is_none_or(Error::is_passing);
            let pause = patience.next().filter(|_| goes_on && !self.run.is_cancelled());
            let waited = match pause {
                Some(pause) => match &mut wait {
                    Some(wait) => wait
                        .again(pause, WaitReason::ReadsLag, clock, self.run)
                        .await
                        .is_ok(),
                    None => false,
                },
                None => false,
            };
            if !waited {
                seen.note = Some(self.unseen(failed));
                return seen;
            }
        }
    }

    fn unseen(&self, failed: Option<Error>) -> Note {
        if self.run.is_cancelled() {
            return note(
                NoteCode::Cancelled,
                "the service accepted the change; it was stopped before a read showed it",
                "look again",
            );
        }
        let why = failed.map_or_else(
            || "reads do not show it yet".to_owned(),
            |error| format!("it could not be read: {error}"),
        );
        note(
            NoteCode::NotVerified,
            format!("the service accepted the change, but {why}"),
            "look again in a few minutes",
        )
    }

    /// Tells how it ended.
    pub(super) fn ended(&self, outcome: Outcome) {
        self.run.event(Event::Verified {
            user_id: self.user.id.clone(),
            outcome,
        });
    }
}
