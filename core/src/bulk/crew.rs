//! The people in hand: a bounded set of operations side by side, whose requests share batches. People are begun one after
//! the other, no faster than their writes can go; nothing is spawned, all of it is one future.

use super::people::{People, Person};
use crate::api::{Request, Response, StopReason};
use crate::cancel::Cancel;
use crate::error::{Error, Result};
use crate::http::{Ledger, Run, Shared, ToCome, Wave, WaveCounts};
use crate::ops::{self, Desk, Lags, Privileged};
use crate::platform::Timestamp;
use futures_util::future::{Either, FutureExt as _, select};
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use std::pin::pin;
use std::time::Duration;

/// A run begins with so many in hand, and takes two more for each who has ended: what goes wrong with everybody goes wrong
/// with few.
const FIRST_IN_HAND: usize = 20;
/// So many people are in hand at most. Most of them wait for reads to show what was written.
pub(super) const MOST_IN_HAND: usize = 300;
/// Nobody new is begun while so many writes wait for their turn: what is read too early is outdated when it is used.
const ENOUGH_WRITES: usize = 60;
/// How often the run looks after itself when nothing else happens.
const TICK: Duration = Duration::from_secs(1);
/// Whoever is in hand when a run drains has this long, in ticks, before they are stopped between two steps.
const DRAIN_TICKS: u32 = 120;

/// What is done with the people of a run.
pub(super) trait Work {
    /// What is asked for one person.
    fn request(&self, person: &Person) -> Request;

    /// Takes what came of one person; `stopped` if people had been asked to stop by then.
    fn take(&mut self, person: Person, answer: Result<Response>, stopped: bool) -> Next;

    /// Called when everything that was ready has been taken.
    ///
    /// # Errors
    /// What ends the run.
    fn settle(&mut self, at: Standing) -> impl Future<Output = Result<()>> + crate::platform::MaybeSend;
}

/// Whether the run goes on.
pub(super) enum Next {
    /// With the next.
    Go,
    /// Nobody new is begun; those in hand come to their end.
    Stop(StopReason, Option<Error>),
}

/// How the run stands at a moment.
#[derive(Clone, Copy)]
pub(super) struct Standing {
    pub(super) now: Timestamp,
    pub(super) in_hand: usize,
    pub(super) wave: WaveCounts,
}

/// How much is done at once, and when a run ends before its end.
#[derive(Clone, Copy)]
pub(super) struct Limits {
    pub(super) deadline: Option<Timestamp>,
    pub(super) in_hand: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            deadline: None,
            in_hand: MOST_IN_HAND,
        }
    }
}

/// How it went.
#[derive(Default)]
pub(super) struct Went {
    pub(super) stopped: Option<StopReason>,
    pub(super) error: Option<Error>,
    pub(super) wave: WaveCounts,
}

/// What all people of a run share.
pub(super) struct Crew<'a> {
    pub(super) desk: &'a Desk,
    pub(super) people: &'a People,
    pub(super) ledger: &'a dyn Ledger,
    pub(super) privileged: &'a Privileged,
    pub(super) limits: Limits,
    /// Raised when somebody beside the caller asks the run to stop.
    pub(super) stop: Cancel,
}

impl Crew<'_> {
    /// Does the work for these people, in this order: so many are they. Ends early with what `alive` says, which is polled beside it.
    ///
    /// # Errors
    /// None of the people's: those are for the work to judge.
    pub(super) async fn work<W: Work>(
        &self,
        work: &mut W,
        todo: impl Iterator<Item = u32>,
        count: u32,
        alive: impl Future<Output = Error>,
        run: &Run<'_>,
    ) -> Went {
        let wave = Wave::new();
        let mut went = {
            let flow = pin!(self.flow(work, todo, Forecast::of(count), &wave, run));
            let serve = pin!(wave.serve(&self.desk.pipeline, self.ledger, run));
            let alive = pin!(alive);
            // People first: what they ask for at one moment is there when the wave looks.
            match select(flow, select(serve, alive)).await {
                Either::Left((went, _)) => went,
                Either::Right((Either::Left((error, _)) | Either::Right((error, _)), _)) => Went {
                    stopped: Some(StopReason::Error),
                    error: Some(error),
                    ..Went::default()
                },
            }
        };
        went.wave = wave.counts();
        let standing = Standing {
            now: self.desk.pipeline.clock().now(),
            in_hand: 0,
            wave: went.wave,
        };
        // Who had ended when the run broke off is told too.
        if let Err(error) = work.settle(standing).await {
            went.stopped = Some(StopReason::Error);
            went.error.get_or_insert(error);
        }
        run.count_requests(went.wave.requests);
        went
    }

    async fn flow<W: Work>(
        &self,
        work: &mut W,
        mut todo: impl Iterator<Item = u32>,
        mut forecast: Forecast,
        wave: &Wave,
        run: &Run<'_>,
    ) -> Went {
        let clock = self.desk.pipeline.clock();
        let lags = Lags::default();
        // People are stopped a while after the run is: whoever has begun is given time to end well.
        let stop_people = Cancel::new();
        let mut went = Went::default();
        let mut in_hand = FuturesUnordered::new();
        let mut tick = pin!(clock.sleep(TICK).fuse());
        let asked = pin!(self.stop.cancelled());
        let caller = pin!(run.cancelled());
        let mut cancelled = select(caller, asked).map(|_| ()).fuse();
        let (mut draining, mut taken) = (0, 0);
        loop {
            while went.stopped.is_none()
                && in_hand.len() < self.limits.in_hand.min(FIRST_IN_HAND + 2 * taken)
                && wave.writes_waiting() < ENOUGH_WRITES
            {
                if self
                    .limits
                    .deadline
                    .is_some_and(|deadline| clock.now() >= deadline)
                {
                    went.stopped = Some(StopReason::TimeLimit);
                    break;
                }
                let Some(index) = todo.next() else { break };
                let person = self.people.get(index);
                let request = work.request(&person);
                in_hand.push(self.one(person, request, wave, &lags, &stop_people));
            }
            if in_hand.is_empty() {
                return went;
            }
            let mut ended = Vec::new();
            futures_util::select_biased! {
                one = in_hand.select_next_some() => ended.push(one),
                () = cancelled => {
                    went.stopped.get_or_insert(StopReason::Cancelled);
                    stop_people.cancel();
                }
                () = tick => {
                    tick.set(clock.sleep(TICK).fuse());
                    draining += u32::from(went.stopped.is_some());
                    if draining == DRAIN_TICKS {
                        stop_people.cancel();
                    }
                }
            }
            while let Some(Some(one)) = in_hand.next().now_or_never() {
                ended.push(one);
            }
            taken += ended.len();
            for (person, answer, writes) in ended {
                forecast.ended(writes);
                if let Next::Stop(reason, error) = work.take(person, answer, stop_people.is_cancelled()) {
                    went.stopped.get_or_insert(reason);
                    if went.error.is_none() {
                        went.error = error;
                    }
                }
            }
            let to_come = forecast.to_come(wave.counts().writes);
            wave.expect(to_come.map(|writes| ToCome {
                writes,
                takes: lags.altogether(),
            }));
            let standing = Standing {
                now: clock.now(),
                in_hand: in_hand.len(),
                wave: wave.counts(),
            };
            if let Err(error) = work.settle(standing).await {
                went.stopped = Some(StopReason::Error);
                went.error = Some(error);
                return went;
            }
        }
    }

    /// Does the operation for one person. Tells how many writes it took, too.
    async fn one(
        &self,
        person: Person,
        request: Request,
        wave: &Wave,
        lags: &Lags,
        stop: &Cancel,
    ) -> (Person, Result<Response>, u32) {
        let shared = Shared {
            wave,
            ledger: self.ledger,
            person: person.index,
        };
        // What one of many does in detail is nobody's progress.
        let run = Run::in_wave(&(), stop, shared)
            .with_privileged(self.privileged)
            .with_lags(lags);
        let answer = ops::for_one(self.desk, request, &run).await;
        (person, answer, run.writes_sent())
    }
}

/// How many writes are to come, by what those took who have ended.
struct Forecast {
    /// Who has not ended.
    people: u32,
    ended: u32,
    writes: u32,
}

impl Forecast {
    const fn of(people: u32) -> Self {
        Self {
            people,
            ended: 0,
            writes: 0,
        }
    }

    fn ended(&mut self, writes: u32) {
        self.people = self.people.saturating_sub(1);
        self.ended += 1;
        self.writes += writes;
    }

    /// Nothing while too few have ended, or nothing was written of them: who is only read has no end to hurry to. `sent` are
    /// the writes of all, those in hand included.
    fn to_come(&self, sent: u32) -> Option<u32> {
        if (self.ended as usize) < FIRST_IN_HAND || self.writes == 0 {
            return None;
        }
        let of_those_in_hand = u64::from(sent.saturating_sub(self.writes));
        let whole = u64::from(self.people) * u64::from(self.writes) / u64::from(self.ended);
        Some(u32::try_from(whole.saturating_sub(of_those_in_hand)).unwrap_or(u32::MAX))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn who_is_only_read_has_no_end_to_hurry_to() {
        let mut forecast = Forecast::of(100);
        (0..99).for_each(|_| forecast.ended(0));
        assert_eq!(forecast.to_come(0), None);
    }

    proptest! {
        #[test]
        fn what_is_to_come_is_known_once_some_have_ended(
            people in 20_u32..3_000, writes in 1_u32..9, ended in 20_u32..3_000, in_hand in 0_u32..300,
        ) {
            let ended = ended.min(people);
            let in_hand = in_hand.min(people - ended);
            let mut forecast = Forecast::of(people);
            for one in 0..ended {
                prop_assert_eq!(forecast.to_come(0).is_some(), one >= 20);
                forecast.ended(writes);
            }
            let sent = ended * writes + in_hand * (writes / 2);
            prop_assert_eq!(forecast.to_come(sent), Some(people * writes - sent));
        }
    }
}
