//! A limit on what happens in any period of a length. The service may count by windows or by a bucket; who keeps under
//! the former keeps under the latter.

use super::Timestamp;
use std::collections::VecDeque;
use std::time::Duration;

pub(super) struct Window {
    most: usize,
    period: Duration,
    /// When the last ones went, oldest first.
    went: VecDeque<Timestamp>,
}

impl Window {
    pub(super) fn new(most: usize, period: Duration) -> Self {
        Self {
            most,
            period,
            went: VecDeque::with_capacity(most),
        }
    }

    /// Forgets what no longer counts. A clock that was set back leaves some in the future, which say nothing.
    pub(super) fn refill(&mut self, now: Timestamp) {
        let period = self.period;
        self.went.retain(|gone| *gone <= now && now.since(*gone) < period);
    }

    /// How many may go while so many places are left alone.
    pub(super) fn above(&self, reserve: usize) -> usize {
        self.most.saturating_sub(reserve + self.went.len())
    }

    /// How long it takes until so many may go; more than fit at all are as many as fit.
    pub(super) fn wait(&self, amount: usize, reserve: usize, now: Timestamp) -> Duration {
        let most = self.most.saturating_sub(reserve).max(1);
        let free = (self.went.len() + amount.min(most)).checked_sub(most + 1);
        free.and_then(|excess| self.went.get(excess))
            .map_or(Duration::ZERO, |gone| gone.plus(self.period).since(now))
    }

    pub(super) fn take(&mut self, amount: usize, now: Timestamp) {
        self.went.extend(std::iter::repeat_n(now, amount.min(self.most)));
    }
}
