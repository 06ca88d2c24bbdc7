//! Doing it: what came of each person is written down, counted and told, in this order.

use super::crew::{Next, Standing, Work};
use super::each::Each;
use super::ended::{Came, came};
use super::journal::{self, Journal};
use super::people::Person;
use super::progress::Progress;
use super::tally::Tally;
use crate::api::{Event, PersonResult, Request, Response, StopReason};
use crate::error::Result;
use crate::http::Run;

pub(super) struct CarryOut<'a, 'j> {
    pub(super) each: &'a Each,
    pub(super) journal: Option<&'a Journal<'j>>,
    pub(super) run: &'a Run<'a>,
    pub(super) progress: Progress,
    pub(super) tally: Tally,
    pub(super) most_failures: Option<u32>,
    /// People who have ended and are not told yet.
    pub(super) told: Vec<PersonResult>,
}

impl Work for CarryOut<'_, '_> {
    fn request(&self, person: &Person) -> Request {
        if let Some(journal) = self.journal {
            let special = person.special.as_ref();
            journal.take(journal::Person {
                index: person.index,
                user_id: person.id.clone(),
                reason: special.and_then(|special| special.reason.clone()),
                ticket: special.and_then(|special| special.ticket.clone()),
            });
        }
        self.each.request(person)
    }

    fn take(&mut self, person: Person, answer: Result<Response>, stopped: bool) -> Next {
        let ended = match came(answer) {
            Came::Unfinished => return Next::Go,
            // What is left then is left because of that, whatever the answer says: a resume goes on with it.
            Came::Ended(ended) if stopped && ended.leaves_something() => return Next::Go,
            Came::Fatal(error) => return Next::Stop(StopReason::Error, Some(error)),
            Came::Ended(ended) => ended,
        };
        self.tally.count(&ended);
        let result = PersonResult {
            line: person.line,
            user_id: person.id,
            user: ended.user,
            outcome: ended.outcome,
            error: ended.error,
            response: ended.response.map(Box::new),
        };
        if let Some(journal) = self.journal {
            journal.ended(person.index, &result);
        }
        self.told.push(result);
        match self.most_failures {
            Some(most) if self.tally.failed >= most => Next::Stop(StopReason::Failures, None),
            _ => Next::Go,
        }
    }

    async fn settle(&mut self, at: Standing) -> Result<()> {
        if !self.told.is_empty() {
            // What is told is on lasting storage: a pass that somebody was told is never made again by a resume.
            if let Some(journal) = self.journal {
                journal.commit().await?;
            }
            self.run.room().await;
            // Taken and told at once: whoever drops this future in between loses nobody's pass.
            let people = std::mem::take(&mut self.told);
            self.run.event(Event::RunPeople { people });
        }
        self.progress
            .tell(&self.tally, at.in_hand, at.wave, at.now, self.run);
        Ok(())
    }
}
