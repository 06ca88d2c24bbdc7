//! The wave: what the people of a run ask for at the same time travels together. Each of them is an operation that knows
//! nothing of the others; its calls wait in one queue, and leave in batches of twenty under the pace of the client.
//!
//! A batch leaves when it is full, when its oldest call has waited long enough, or when nobody can join it any more.

mod flight;
mod ledger;
mod queue;

#[cfg(test)]
mod tests;

pub(crate) use ledger::Ledger;

use self::flight::Crew;
use self::queue::{Answer, Item, Later, MOST_IN_A_BATCH, Moment, Place, Queue, index_of};
use super::pace::{Class, Cost, ToCome};
use super::run::cancelled;
use super::{Call, Pipeline, Reply, Run, Version};
use crate::api::{Event, WaitReason};
use crate::cancel::Cancel;
use crate::error::{Error, Result};
use crate::platform::{BoxFuture, Timestamp};
use futures_channel::oneshot;
use futures_util::future::{Either, join_all, select};
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use futures_util::task::AtomicWaker;
use std::collections::HashSet;
use std::ops::Range;
use std::pin::pin;
use std::sync::atomic::AtomicU32;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;
use std::time::Duration;

/// So many requests are under way at once. The service documents no limit; methods take it a second or more.
const MOST_IN_FLIGHT: usize = 8;

/// What makes an operation one of many: where its calls go, who it is about, and what writes its writes down.
#[derive(Clone, Copy)]
pub(crate) struct Shared<'a> {
    pub(crate) wave: &'a Wave,
    pub(crate) ledger: &'a dyn Ledger,
    pub(crate) person: u32,
}

/// What has been sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct WaveCounts {
    /// HTTP requests.
    pub(crate) requests: u32,
    /// Writes in them, refused ones too.
    pub(crate) writes: u32,
    /// What was in them.
    pub(crate) items: u32,
    /// How often the service asked to slow down.
    pub(crate) throttled: u32,
}

pub(crate) struct Wave {
    state: Mutex<State>,
    awake: AtomicWaker,
}

struct State {
    /// By version: a batch is of one.
    queues: [Queue; 2],
    next_number: u64,
    /// How many people are in hand, how many of them pause, and how many wait for an answer.
    in_hand: usize,
    resting: usize,
    waiting: usize,
    flying: usize,
    /// Of whom a write is under way.
    writing: HashSet<u32>,
    /// Whether reads of single objects may be merged: until a list is refused.
    merging: bool,
    /// What is likely to come until everybody has ended.
    to_come: Option<ToCome>,
    /// What ended everything.
    over: Option<Error>,
    counts: WaveCounts,
    /// Whether anything happened since the queues were looked at.
    changed: bool,
}

/// Calls that leave together.
struct Batch {
    version: Version,
    class: Class,
    places: Vec<Place>,
}

/// What there is to do.
enum Next<T> {
    Send(T),
    /// Nothing before that instant, unless something happens.
    Wait(Option<Timestamp>),
    /// Nothing before that instant, because the service asked to slow down.
    Closed(Timestamp),
    Over(Error),
}

impl Wave {
    pub(crate) fn new() -> Self {
        Self {
            state: Mutex::new(State {
                queues: Default::default(),
                next_number: 0,
                in_hand: 0,
                resting: 0,
                waiting: 0,
                flying: 0,
                writing: HashSet::new(),
                merging: true,
                to_come: None,
                over: None,
                counts: WaveCounts::default(),
                changed: false,
            }),
            awake: AtomicWaker::new(),
        }
    }

    /// Queues a call of a person and waits for its answer.
    ///
    /// # Errors
    /// That no answer could be had.
    pub(crate) async fn send(
        &self,
        pipeline: &Pipeline,
        call: &Call,
        shared: Shared<'_>,
        run: &Run<'_>,
    ) -> Result<Reply> {
        let proven = call
            .is_write()
            .then(|| shared.ledger.proven(shared.person, call))
            .flatten();
        if let Some(reply) = proven {
            return Ok(reply);
        }
        let answers = self
            .ask(pipeline, std::slice::from_ref(call), shared.person, run)
            .await?;
        answers
            .into_iter()
            .next()
            .map_or_else(|| Err(cancelled()), |answer| answer.result)
    }

    /// Queues reads of a person at once and waits for all their answers.
    ///
    /// # Errors
    /// As for [`send`](Self::send), and the refusal of a batch as a whole.
    pub(crate) async fn send_together(
        &self,
        pipeline: &Pipeline,
        calls: &[Call],
        shared: Shared<'_>,
        run: &Run<'_>,
    ) -> Result<Vec<Reply>> {
        let answers = self.ask(pipeline, calls, shared.person, run).await?;
        let reply = |answer: Answer| match answer.result {
            Ok(reply) if answer.whole => Err(pipeline.error_of(&reply, "the batch")),
            result => result,
        };
        answers.into_iter().map(reply).collect()
    }

    async fn ask(
        &self,
        pipeline: &Pipeline,
        calls: &[Call],
        person: u32,
        run: &Run<'_>,
    ) -> Result<Vec<Answer>> {
        run.go_on()?;
        if calls.is_empty() {
            return Ok(Vec::new());
        }
        let now = pipeline.pace().now(pipeline.clock().now());
        let (mut asked, answers) = self.put(calls, person, now, run.cancel());
        let answers = match select(join_all(answers), pin!(run.cancelled())).await {
            Either::Left((answers, _)) => answers,
            Either::Right(((), answers)) => {
                let (withdrawn, sent) = asked.withdraw();
                // A write that is under way is let finish.
                if withdrawn == calls.len() || !calls.iter().any(Call::is_write) {
                    run.count_requests(sent);
                    return Err(cancelled());
                }
                answers.await
            }
        };
        asked.answered = true;
        let answers: Vec<Answer> = answers
            .into_iter()
            .collect::<Result<_, _>>()
            .map_err(|_| cancelled())?;
        run.count_requests(answers.iter().map(|answer| answer.sent).sum());
        let writes = answers.iter().zip(calls).filter(|(_, call)| call.is_write());
        run.count_writes(writes.map(|(answer, _)| answer.sent).sum());
        Ok(answers)
    }

    fn put(
        &self,
        calls: &[Call],
        person: u32,
        now: Timestamp,
        cancel: &Cancel,
    ) -> (Asked<'_>, Vec<oneshot::Receiver<Answer>>) {
        let mut state = self.lock();
        let open = Arc::new(AtomicU32::new(u32::try_from(calls.len()).unwrap_or(u32::MAX)));
        let first = state.next_number;
        let mut answers = Vec::with_capacity(calls.len());
        for call in calls {
            let (answer, receiver) = oneshot::channel();
            answers.push(receiver);
            let item = Item {
                number: state.next_number,
                person,
                call: call.clone(),
                cost: Cost::of(call),
                since: now,
                not_before: None,
                sent: 0,
                renewed: false,
                alone: false,
                cancel: cancel.clone(),
                answer,
                open: Arc::clone(&open),
            };
            state.next_number += 1;
            state.put(Box::new(item));
        }
        state.waiting += 1;
        let numbers = first..state.next_number;
        drop(state);
        self.wake();
        let asked = Asked {
            wave: self,
            numbers,
            answered: false,
        };
        (asked, answers)
    }

    /// Sends what is queued, batch by batch, until it is dropped.
    ///
    /// Completes only with what would meet everybody: nobody is signed in any more, the journal cannot be written, the
    /// service cannot be reached. What was under way has come to its end by then; who still waits goes on waiting.
    pub(crate) async fn serve(&self, pipeline: &Pipeline, ledger: &dyn Ledger, outer: &Run<'_>) -> Error {
        // What was written down is sent, whether or not somebody asks to stop: people leave the queue by themselves.
        let never = Cancel::new();
        let run = &outer.despite(&never);
        let clock = pipeline.clock();
        let crew = &Crew {
            pipeline,
            ledger,
            run,
        };
        let mut flights = FuturesUnordered::new();
        let mut nap: Option<(Timestamp, BoxFuture<'_, ()>)> = None;
        let mut told = None;
        loop {
            let mut next = self.look();
            if matches!(next, Next::Send(())) {
                let mut token = pin!(pipeline.token(run));
                // What is under way goes on while somebody signs in.
                let token = std::future::poll_fn(|context| {
                    while let Poll::Ready(Some(())) = flights.poll_next_unpin(context) {}
                    token.as_mut().poll(context)
                });
                next = match token.await {
                    Ok(token) => match self.next(pipeline) {
                        Next::Send(batch) => {
                            flights.push(self.fly(batch, token, crew));
                            continue;
                        }
                        Next::Wait(until) => Next::Wait(until),
                        Next::Closed(opens) => Next::Closed(opens),
                        Next::Over(error) => Next::Over(error),
                    },
                    Err(error) => {
                        self.end(error.clone());
                        Next::Over(error)
                    }
                };
            }
            let until = match next {
                Next::Over(error) if flights.is_empty() => return error,
                Next::Wait(until) => until,
                Next::Closed(opens) => {
                    let now = pipeline.pace().now(clock.now());
                    if told.replace(opens) != Some(opens) {
                        run.event(Event::Waiting {
                            reason: WaitReason::Throttled,
                            wait_ms: u32::try_from(opens.since(now).as_millis()).unwrap_or(u32::MAX),
                        });
                    }
                    Some(opens)
                }
                Next::Over(_) | Next::Send(()) => None,
            };
            match until {
                None => nap = None,
                Some(until) if nap.as_ref().is_none_or(|(end, _)| until < *end) => {
                    let pause = until.since(pipeline.pace().now(clock.now()));
                    nap = Some((until, clock.sleep(pause.max(Duration::from_millis(1)))));
                }
                // Waking too early only means to look.
                Some(_) => {}
            }
            let slept = std::future::poll_fn(|context| {
                self.awake.register(context.waker());
                if self.lock().changed {
                    return Poll::Ready(false);
                }
                if let Poll::Ready(Some(())) = flights.poll_next_unpin(context) {
                    return Poll::Ready(false);
                }
                match &mut nap {
                    Some((_, sleep)) => sleep.as_mut().poll(context).map(|()| true),
                    None => Poll::Pending,
                }
            });
            if slept.await
                && let Some((until, _)) = nap.take()
            {
                pipeline.pace().slept(clock.now(), until);
            }
        }
    }

    /// Whether there is anything to send at all.
    fn look(&self) -> Next<()> {
        let mut state = self.lock();
        state.changed = false;
        match &state.over {
            Some(error) => Next::Over(error.clone()),
            None if state.queues.iter().all(Queue::is_empty) || state.flying >= MOST_IN_FLIGHT => {
                Next::Wait(None)
            }
            None => Next::Send(()),
        }
    }

    /// Takes what goes now.
    fn next(&self, pipeline: &Pipeline) -> Next<Batch> {
        let clock = pipeline.clock().now();
        let pace = pipeline.pace();
        let mut state = self.lock();
        if let Some(error) = &state.over {
            return Next::Over(error.clone());
        }
        let class = pace.class_in_run(clock, state.to_come);
        let allowance = match pace.allowance(clock, class) {
            Ok(allowance) => allowance,
            Err(opens) => return Next::Closed(opens),
        };
        let moment = Moment {
            now: pace.now(clock),
            allowance,
            all_here: state.all_here(),
            merging: state.merging,
            backlog: state.writes_waiting(),
        };
        let mut later = Vec::new();
        let mut first = None;
        for version in [Version::V1, Version::Beta] {
            match state.queues[index_of(version)].choose(&moment, &state.writing) {
                Ok(choice) => match &first {
                    Some((_, other)) if choice.is_younger_than(other) => {}
                    _ => first = Some((version, choice)),
                },
                Err(more) => later.extend(more),
            }
        }
        let Some((version, choice)) = first else {
            let instants = later.into_iter().map(|later| match later {
                Later::At(instant) => instant,
                Later::Allows(cost) => pace.when(clock, cost, class),
            });
            return Next::Wait(instants.min());
        };
        let queue = &mut state.queues[index_of(version)];
        pace.take(clock, queue.cost(&choice));
        let places = queue.take(&choice, moment.now);
        let writers = places.iter().flatten().filter(|item| item.call.is_write());
        for writer in writers.map(|item| item.person).collect::<Vec<_>>() {
            let alone = state.writing.insert(writer);
            debug_assert!(alone, "one write per person at a time");
        }
        state.flying += 1;
        Next::Send(Batch {
            version,
            class,
            places,
        })
    }

    /// Ends everything. Whoever waits is told nothing: what did not come to its end is unfinished, and not failed.
    fn end(&self, error: Error) {
        self.lock().over.get_or_insert(error);
        self.wake();
    }

    fn tell(&self, item: Box<Item>, result: Result<Reply>, whole: bool) {
        if item.tell(result, whole) {
            self.lock().waiting -= 1;
        }
        self.wake();
    }

    /// This is likely to come until everybody has ended, as far as can be told.
    pub(crate) fn expect(&self, to_come: Option<ToCome>) {
        let mut state = self.lock();
        let was = std::mem::replace(&mut state.to_come, to_come);
        drop(state);
        if was.is_some_and(ToCome::is_the_end) != to_come.is_some_and(ToCome::is_the_end) {
            self.wake();
        }
    }

    /// How many writes wait for their turn.
    pub(crate) fn writes_waiting(&self) -> usize {
        self.lock().writes_waiting()
    }

    pub(crate) fn counts(&self) -> WaveCounts {
        self.lock().counts
    }

    /// Somebody more is in hand, until this is dropped.
    pub(super) fn presence(&self) -> Presence<'_> {
        self.lock().in_hand += 1;
        Presence(self)
    }

    /// Somebody in hand pauses, until this is dropped.
    pub(super) fn rest(&self) -> Rest<'_> {
        self.lock().resting += 1;
        self.wake();
        Rest(self)
    }

    fn wake(&self) {
        self.lock().changed = true;
        self.awake.wake();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn put(&mut self, item: Box<Item>) {
        let version = item.call.path().map_or(Version::V1, |(version, _)| version);
        self.queues[index_of(version)].put(item);
    }

    fn writes_waiting(&self) -> usize {
        self.queues.iter().map(Queue::writes).sum()
    }

    /// Whether nobody can join what is queued: nothing is under way, and everybody in hand waits. Those who pause may
    /// join soon, which is worth waiting for only where they could fill a batch.
    fn all_here(&self) -> bool {
        self.flying == 0
            && self.in_hand <= self.waiting + self.resting
            && (self.resting == 0 || self.in_hand <= MOST_IN_A_BATCH)
    }
}

/// Somebody in hand.
pub(crate) struct Presence<'a>(&'a Wave);

impl Drop for Presence<'_> {
    fn drop(&mut self) {
        self.0.lock().in_hand -= 1;
        self.0.wake();
    }
}

/// Somebody who pauses.
pub(super) struct Rest<'a>(&'a Wave);

impl Drop for Rest<'_> {
    fn drop(&mut self) {
        self.0.lock().resting -= 1;
        self.0.wake();
    }
}

/// Calls in the queue, or under way. Dropping it takes out what has not left.
struct Asked<'a> {
    wave: &'a Wave,
    numbers: Range<u64>,
    answered: bool,
}

impl Asked<'_> {
    /// Takes what has not left out of the queue. Tells how many calls that were, and how often they had been sent.
    fn withdraw(&self) -> (usize, u32) {
        let mut state = self.wave.lock();
        let fits = |item: &Item| self.numbers.contains(&item.number);
        let taken: Vec<Box<Item>> = state
            .queues
            .iter_mut()
            .flat_map(|queue| queue.take_where(fits))
            .collect();
        drop(state);
        let sent = taken.iter().map(|item| item.sent).sum();
        let count = taken.len();
        for item in taken {
            self.wave.tell(item, Err(cancelled()), false);
        }
        (count, sent)
    }
}

impl Drop for Asked<'_> {
    fn drop(&mut self) {
        if !self.answered {
            let _ = self.withdraw();
        }
    }
}
