//! The core's clock over the simulator's manual clock: sleeping registers a timer and takes no real time.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use graph_mfa::platform::{BoxFuture, Clock, Timestamp};
use graph_sim::Simulator;
use time::OffsetDateTime;

/// A sleep that somebody asked the clock for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slept {
    /// When it began.
    pub at: Timestamp,
    /// How long it was asked to be.
    pub length: Duration,
}

/// A clock that shows the simulator's time. [`run_virtual`](crate::run_virtual) moves it on.
///
/// Clones share the timers. The simulator must have a manual clock, as [`Simulator::new`] gives it.
#[derive(Clone, Debug)]
pub struct VirtualClock {
    simulator: Simulator,
    timers: Arc<Mutex<Timers>>,
}

/// The timers by deadline; the number keeps those of one instant in the order in which they were set.
#[derive(Debug, Default)]
struct Timers {
    pending: BTreeMap<TimerKey, Option<Waker>>,
    set_so_far: u64,
    slept: Vec<Slept>,
}

type TimerKey = (OffsetDateTime, u64);

impl VirtualClock {
    /// The clock of that tenant.
    pub fn new(simulator: Simulator) -> Self {
        Self {
            simulator,
            timers: Arc::default(),
        }
    }

    /// Every sleep that the core asked for, in order, cancelled ones included. How long the tenant takes to
    /// answer is not among them.
    pub fn slept(&self) -> Vec<Slept> {
        self.lock().slept.clone()
    }

    /// The lengths of [`slept`](Self::slept).
    pub fn sleep_lengths(&self) -> Vec<Duration> {
        self.lock().slept.iter().map(|slept| slept.length).collect()
    }

    /// Completes when the time has passed, without being recorded as a sleep.
    pub(crate) fn pass(&self, length: Duration) -> Pass {
        let mut timers = self.lock();
        let key = (self.simulator.now() + length, timers.set_so_far);
        timers.set_so_far += 1;
        timers.pending.insert(key, None);
        drop(timers);
        Pass {
            clock: self.clone(),
            key,
        }
    }

    /// Moves time to the earliest timer and wakes whoever waits for that instant, in the order in which the
    /// timers were set. False when no timer is set.
    pub(crate) fn advance_to_next_timer(&self) -> bool {
        let mut timers = self.lock();
        let Some((&(deadline, _), _)) = timers.pending.first_key_value() else {
            return false;
        };
        let now = self.simulator.now();
        if deadline > now {
            self.simulator.advance((deadline - now).unsigned_abs());
        }
        let later = timers.pending.split_off(&(deadline, u64::MAX));
        let due = std::mem::replace(&mut timers.pending, later);
        // A waker may set timers of its own.
        drop(timers);
        due.into_values().flatten().for_each(Waker::wake);
        true
    }

    /// How many timers are set.
    pub(crate) fn timers_set(&self) -> usize {
        self.lock().pending.len()
    }

    pub(crate) fn simulator(&self) -> &Simulator {
        &self.simulator
    }

    fn lock(&self) -> MutexGuard<'_, Timers> {
        self.timers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Clock for VirtualClock {
    fn now(&self) -> Timestamp {
        let milliseconds = self.simulator.now().unix_timestamp_nanos() / 1_000_000;
        Timestamp::from_unix_ms(i64::try_from(milliseconds).unwrap_or(i64::MAX))
    }

    fn sleep(&self, length: Duration) -> BoxFuture<'_, ()> {
        let at = self.now();
        self.lock().slept.push(Slept { at, length });
        Box::pin(self.pass(length))
    }
}

/// Time that passes. Dropping it removes its timer, so that time does not move for somebody who left.
#[derive(Debug)]
pub(crate) struct Pass {
    clock: VirtualClock,
    key: TimerKey,
}

impl Future for Pass {
    type Output = ();

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let (deadline, _) = self.key;
        let mut timers = self.clock.lock();
        if self.clock.simulator.now() >= deadline {
            timers.pending.remove(&self.key);
            return Poll::Ready(());
        }
        timers.pending.insert(self.key, Some(context.waker().clone()));
        Poll::Pending
    }
}

impl Drop for Pass {
    fn drop(&mut self) {
        self.clock.lock().pending.remove(&self.key);
    }
}
