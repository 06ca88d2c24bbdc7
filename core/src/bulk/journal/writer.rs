//! Writing a journal: lines wait in memory in their order, and one append at a time takes all that are there. Who needs a
//! line on lasting storage waits for the append that takes it; many do so at once.

use super::chain::Head;
use super::entry::{
    Answer, Begun, Ended, Entry, Failure, Life, MethodLine, NoAnswer, PersonLine, Planned, Stopped, Totals,
    Write,
};
use super::fault;
use super::lock::{BEAT, Lock};
use super::past::Past;
use super::people::Lists;
use super::proven::Proven;
use super::{Means, route, stop_mark};
use crate::api::{AuditAction, Case, Inspection, MethodSummary, PersonResult, Plan, RunSummary, StopReason};
use crate::cancel::Cancel;
use crate::error::{Error, ErrorCode, Result};
use crate::graph::mask_text;
use crate::http::{Call, Ledger, Reply, Run};
use crate::platform::{BoxFuture, Clock, Store, StoreFault, Timestamp};
use futures_util::lock::Mutex as AsyncMutex;
use serde_json::json;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// People are written down in portions of so many bytes.
const PORTION: usize = 256 * 1024;

/// The journal of a run, open for writing. Its lock is kept by [`keep`](Self::keep), which must be polled beside the run.
pub(crate) struct Journal<'a> {
    means: Means<'a>,
    name: String,
    /// What every answer repeats.
    run: String,
    actor_id: Option<String>,
    requested_by: Option<String>,
    ticket: Option<String>,
    state: Mutex<State>,
    turn: AsyncMutex<Turn<'a>>,
}

/// Whoever has it may write: one at a time.
struct Turn<'a> {
    /// Gone while it is in use, and when it was given back.
    lock: Option<Lock<'a>>,
    /// What is being written. It stays here when whoever began it goes away, because the disk goes on with it: the next one
    /// waits for its end first.
    under_way: Option<BoxFuture<'a, Written<'a>>>,
}

/// What came of writing.
struct Written<'a> {
    lock: Option<Lock<'a>>,
    /// How many lines are on lasting storage that were not before.
    lines: Result<u32>,
}

struct State {
    /// The last line, written or waiting.
    head: Head,
    /// Lines that wait.
    waiting: Vec<u8>,
    /// The last line on lasting storage.
    stored: u32,
    /// Why nothing can be written any more.
    dead: Option<Error>,
    /// The people in hand.
    hands: HashMap<u32, Hand>,
    proven: Proven,
}

/// A person whom the run takes into its hands.
#[derive(Clone, Debug, Default)]
pub(crate) struct Person {
    /// The position in the run, from 0.
    pub(crate) index: u32,
    pub(crate) user_id: String,
    /// The person's own reason and ticket, where they are not those of the run.
    pub(crate) reason: Option<String>,
    pub(crate) ticket: Option<String>,
}

struct Hand {
    person: Person,
    /// The write that was written down last.
    write: Option<Sent>,
}

struct Sent {
    line: u32,
    at: Timestamp,
    action: AuditAction,
    method_id: Option<String>,
}

impl<'a> Journal<'a> {
    /// Makes a new journal. What it says is on lasting storage, and its lock is ours.
    ///
    /// # Errors
    /// `invalidInput` when there is such a file already, `journalLocked`, `fileFailed`.
    pub(crate) async fn begin(means: Means<'a>, name: &str, begun: Begun, run: &Run<'_>) -> Result<Self> {
        match means.store.read(name, 0, 1).await {
            Err(StoreFault::Missing) => {}
            Ok(_) => return Err(fault::unwritable(name, &StoreFault::Exists)),
            Err(why) => return Err(fault::unreadable(name, &why)),
        }
        let lock = Lock::take(means.store, means.clock, name, means.token.clone(), run).await?;
        stop_mark::remove(means.store, name).await;
        let mut begun = begun;
        begun.case = begun.case.map(masked_case);
        let journal = Self::new(
            means,
            name,
            &begun,
            begun.actor.id.clone().or_else(|| begun.actor.app_id.clone()),
        );
        let mut bytes = Vec::new();
        let written = {
            let mut state = journal.state();
            let at = journal.means.time.now();
            state.head.extend(at, &Entry::Begun(Box::new(begun)), &mut bytes)
        };
        let made = match written {
            Ok(line) => {
                journal.state().stored = line;
                let made = journal.means.store.create(name, &bytes).await;
                made.map_err(|why| fault::unwritable(name, &why))
            }
            Err(error) => Err(error),
        };
        if let Err(error) = made {
            lock.release().await;
            return Err(error);
        }
        journal.turn.lock().await.lock = Some(lock);
        Ok(journal)
    }

    /// Takes up a journal where it ends, and gives out its people on the way.
    ///
    /// # Errors
    /// `journalLocked`, `journalDamaged`, `fileFailed`; `invalidInput` where the run was never begun.
    pub(crate) async fn take_up_again<F: FnMut(PersonLine)>(
        means: Means<'a>,
        name: &str,
        life: Life,
        run: &Run<'_>,
        person: F,
    ) -> Result<(Self, Past)> {
        let found = means.store.read(name, 0, 1).await;
        found.map_err(|why| fault::unreadable(name, &why))?;
        let mut lock = Lock::take(means.store, means.clock, name, means.token.clone(), run).await?;
        stop_mark::remove(means.store, name).await;
        match Self::go_on(means, name, life, &mut lock, person).await {
            Ok((journal, past)) => {
                journal.turn.lock().await.lock = Some(lock);
                Ok((journal, past))
            }
            Err(error) => {
                lock.release().await;
                Err(error)
            }
        }
    }

    async fn go_on<F: FnMut(PersonLine)>(
        means: Means<'a>,
        name: &str,
        life: Life,
        lock: &mut Lock<'_>,
        person: F,
    ) -> Result<(Self, Past)> {
        let (mut past, proven, end) = Past::read(means.store, name, lock, person).await?;
        if end.torn {
            let cut = means.store.cut(name, end.length).await;
            cut.map_err(|why| fault::unwritable(name, &why))?;
        }
        let actor = &life.actor;
        let journal = Self::new(
            means,
            name,
            past.begun(),
            actor.id.clone().or_else(|| actor.app_id.clone()),
        );
        {
            let mut state = journal.state();
            state.head = end.head;
            state.stored = end.head.line;
            state.proven = proven;
        }
        past.resumed(journal.means.time.now(), &life);
        journal.push(Entry::Resumed(life));
        Ok((journal, past))
    }

    fn new(means: Means<'a>, name: &str, begun: &Begun, actor_id: Option<String>) -> Self {
        let case = begun.case.as_ref();
        Self {
            means,
            name: name.to_owned(),
            run: begun.run.clone(),
            actor_id,
            requested_by: case.and_then(|case| case.requested_by.clone()),
            ticket: case.and_then(|case| case.ticket.clone()),
            state: Mutex::new(State {
                head: Head::default(),
                waiting: Vec::new(),
                stored: 0,
                dead: None,
                hands: HashMap::new(),
                proven: Proven::default(),
            }),
            turn: AsyncMutex::new(Turn {
                lock: None,
                under_way: None,
            }),
        }
    }

    /// Writes down everybody whom the run is for. From then on it can be resumed.
    ///
    /// # Errors
    /// As [`commit`](Self::commit).
    pub(crate) async fn people(&self, people: impl Iterator<Item = PersonLine>) -> Result<()> {
        let mut count = 0_u32;
        let masked = people.map(|mut person| {
            if let Some(variant) = &mut person.variant {
                variant.reason = variant.reason.as_deref().map(|reason| mask_text(reason, ""));
            }
            person
        });
        for line in Lists::new(masked) {
            count = count.saturating_add(u32::try_from(line.people.len()).unwrap_or(u32::MAX));
            self.push(Entry::People(line));
            if self.state().waiting.len() >= PORTION {
                self.commit().await?;
            }
        }
        self.push(Entry::Gathered { people: count });
        self.commit().await
    }

    /// Takes a person into hand: from now on the person may be written.
    pub(crate) fn take(&self, person: Person) {
        let hand = Hand { person, write: None };
        self.state().hands.insert(hand.person.index, hand);
    }

    /// Writes down how it ended for a person. Whoever tells it to others commits it before.
    pub(crate) fn ended(&self, index: u32, result: &PersonResult) {
        let mut ended = Ended::of(index, result);
        let hand = {
            let mut state = self.state();
            state.proven.forget(index);
            state.hands.remove(&index)
        };
        if let Some(hand) = hand {
            ended.reason = hand.person.reason.map(|reason| mask_text(&reason, ""));
            ended.ticket = hand.person.ticket;
        }
        self.push(Entry::Ended(Box::new(ended)));
    }

    /// Brings everything that was written down so far to lasting storage.
    ///
    /// # Errors
    /// `fileFailed` or `journalLocked`, now and for ever after: nothing more may be done then.
    pub(crate) async fn commit(&self) -> Result<()> {
        let wanted = self.state().head.line;
        let mut turn = self.turn.lock().await;
        self.settle(&mut turn).await;
        let bytes = {
            let mut state = self.state();
            state.alive()?;
            if state.stored >= wanted {
                return Ok(());
            }
            std::mem::take(&mut state.waiting)
        };
        let (store, name, lock) = (self.means.store, self.name.clone(), turn.lock.take());
        turn.under_way = Some(Box::pin(append(store, name, bytes, lock)));
        self.settle(&mut turn).await;
        self.state().alive()
    }

    /// Waits for what is being written.
    async fn settle(&self, turn: &mut Turn<'a>) {
        let Some(under_way) = &mut turn.under_way else {
            return;
        };
        let written = under_way.await;
        turn.under_way = None;
        turn.lock = written.lock;
        let mut state = self.state();
        match written.lines {
            Ok(lines) => state.stored = state.stored.saturating_add(lines),
            Err(error) => state.die(&error),
        }
    }

    /// Keeps the lock, brings to storage what nobody waits for, and looks whether another process asks the run to stop. To be
    /// polled beside the run; it ends with the error that ends the run.
    pub(crate) async fn heartbeat(&self, clock: &dyn Clock, stop: &Cancel) -> Error {
        loop {
            clock.sleep(BEAT).await;
            self.beat().await;
            if !stop.is_cancelled() && stop_mark::found(self.means.store, &self.name).await {
                stop.cancel();
            }
            if let Err(error) = self.commit().await {
                return error;
            }
        }
    }

    async fn beat(&self) {
        let mut turn = self.turn.lock().await;
        self.settle(&mut turn).await;
        if let Some(lock) = turn.lock.take() {
            turn.under_way = Some(Box::pin(renew(lock)));
            self.settle(&mut turn).await;
        }
    }

    /// Ends this life of the run, and gives the lock back. Gives the hash of the last line.
    ///
    /// # Errors
    /// As [`commit`](Self::commit).
    pub(crate) async fn close(&self, summary: &RunSummary) -> Result<String> {
        let totals = Totals::from(summary);
        self.push(match summary.stopped {
            None if totals.unfinished == 0 => Entry::Finished(totals),
            reason => Entry::Stopped(Stopped {
                reason: reason.unwrap_or(StopReason::Error),
                error: summary.error.as_ref().map(Failure::from),
                totals,
            }),
        });
        let committed = self.commit().await;
        self.let_go().await;
        committed.map(|()| self.state().head.hash.hex())
    }

    /// Gives the lock back, and leaves the journal as it is.
    pub(crate) async fn let_go(&self) {
        let mut turn = self.turn.lock().await;
        self.settle(&mut turn).await;
        if let Some(lock) = turn.lock.take() {
            lock.release().await;
        }
    }

    /// Adds a line to those that wait. Where that fails, nothing can be written any more.
    pub(super) fn push(&self, entry: Entry) {
        let at = self.means.time.now();
        self.state().push(at, &entry);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn push(&mut self, at: Timestamp, entry: &Entry) -> u32 {
        match self.head.extend(at, entry, &mut self.waiting) {
            Ok(line) => line,
            Err(error) => {
                self.die(&error);
                self.head.line
            }
        }
    }

    fn alive(&self) -> Result<()> {
        self.dead.clone().map_or(Ok(()), Err)
    }

    /// The first reason is the one that is told.
    fn die(&mut self, error: &Error) {
        self.dead.get_or_insert_with(|| error.clone());
    }
}

impl Ledger for Journal<'_> {
    fn proven(&self, person: u32, call: &Call) -> Option<Reply> {
        let now = self.means.time.now();
        let state = self.state();
        let answer = state.proven.answer(person, &route::call_id(call), now)?;
        let mut reply = Reply::proven(answer.status, answer.request_id.as_deref(), answer.sent_at);
        if route::proves(call.route) == route::Proves::ForGood {
            // What the service answers to a revocation.
            reply.body = json!({ "value": true });
        }
        Some(reply)
    }

    fn begin<'b>(&'b self, writes: &'b [(u32, &'b Call)]) -> BoxFuture<'b, Result<()>> {
        Box::pin(async move {
            for (person, call) in writes {
                self.write_down(*person, call)?;
            }
            self.commit().await?;
            let now = self.means.time.now();
            let mut state = self.state();
            for (person, _) in writes {
                if let Some(write) = state.hands.get_mut(person).and_then(|hand| hand.write.as_mut()) {
                    write.at = now;
                }
            }
            Ok(())
        })
    }

    fn planned(&self, person: u32, inspection: &Inspection, plan: &Plan) {
        let methods = inspection.methods.iter().map(MethodSummary::from);
        self.push(Entry::Planned(Planned {
            index: person,
            user_id: inspection.user.id.clone(),
            user_principal_name: Some(inspection.user.user_principal_name.clone()),
            methods: methods.map(|method| MethodLine::from(&method)).collect(),
            fingerprint: Some(plan.fingerprint.clone()),
        }));
    }

    fn answered(&self, person: u32, _: &Call, reply: Option<&Reply>) {
        let answered_at = self.means.time.now();
        let mut state = self.state();
        let Some(hand) = state.hands.get(&person) else {
            return;
        };
        let Some(write) = &hand.write else { return };
        let (user_id, of) = (hand.person.user_id.clone(), write.line);
        let (at, entry) = match reply {
            None => (
                answered_at,
                Entry::NoAnswer(NoAnswer {
                    index: person,
                    user_id,
                    of,
                }),
            ),
            Some(reply) => (
                write.at,
                Entry::Answer(Answer {
                    index: person,
                    user_id,
                    of,
                    action: write.action,
                    status: reply.status,
                    answered_at,
                    method_id: write.method_id.clone(),
                    request_id: reply.request_id().map(str::to_owned),
                    actor_id: self.actor_id.clone(),
                    requested_by: self.requested_by.clone(),
                    ticket: hand.person.ticket.clone().or_else(|| self.ticket.clone()),
                    run: self.run.clone(),
                }),
            ),
        };
        state.push(at, &entry);
    }
}

impl Journal<'_> {
    fn write_down(&self, person: u32, call: &Call) -> Result<()> {
        let at = self.means.time.now();
        let action = route::action(call);
        let mut state = self.state();
        let Some(hand) = state.hands.get(&person) else {
            return Err(Error::new(
                ErrorCode::Internal,
                format!("{}: the person was not taken into hand", call.route),
            ));
        };
        let entry = Entry::Write(Write {
            index: person,
            user_id: hand.person.user_id.clone(),
            route: call.route.to_owned(),
            method: call.method.as_str().to_owned(),
            action,
            method_id: call.method_id.clone(),
            call: route::call_id(call),
        });
        let line = state.push(at, &entry);
        if let Some(hand) = state.hands.get_mut(&person) {
            hand.write = Some(Sent {
                line,
                at,
                action: action.unwrap_or(AuditAction::Other),
                method_id: call.method_id.clone(),
            });
        }
        Ok(())
    }
}

/// Appends whole lines, if the lock is still ours.
async fn append<'a>(
    store: &'a dyn Store,
    name: String,
    bytes: Vec<u8>,
    lock: Option<Lock<'a>>,
) -> Written<'a> {
    let mut lock = lock;
    let kept = match &mut lock {
        Some(lock) => lock.keep().await,
        None => Ok(()),
    };
    let appended = match kept {
        Ok(()) => {
            let appended = store.append(&name, &bytes).await;
            appended.map_err(|why| fault::unwritable(&name, &why))
        }
        Err(error) => Err(error),
    };
    let lines = appended.map(|()| {
        let lines = bytes.iter().filter(|byte| **byte == b'\n').count();
        u32::try_from(lines).unwrap_or(u32::MAX)
    });
    Written { lock, lines }
}

/// Renews the lock.
async fn renew(mut lock: Lock<'_>) -> Written<'_> {
    let lines = match lock.beat().await {
        // A disk that is busy may answer the next time.
        Err(error) if error.code() == ErrorCode::FileFailed && !lock.is_stale() => Ok(0),
        beaten => beaten.map(|()| 0),
    };
    Written {
        lock: Some(lock),
        lines,
    }
}

/// A case as it is kept: what was written down in words may hold numbers.
fn masked_case(case: Case) -> Case {
    let masked = |text: Option<String>| text.map(|text| mask_text(&text, ""));
    Case {
        reason: masked(case.reason),
        caller_verified: masked(case.caller_verified),
        ..case
    }
}
