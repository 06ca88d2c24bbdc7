//! A limit on what happens in any period of a length. The service may count by windows or by a bucket; who keeps under
//! the former keeps under the latter.

use super::Timestamp;
use super::rate::Rate;
use std::collections::VecDeque;
use std::time::Duration;

pub(super) struct Window {
    most: usize,
    period: Duration,
    rate: Rate,
    /// When the last ones went, oldest first.
    went: VecDeque<Timestamp>,
}

impl Window {
    pub(super) fn new(most: u32, period: Duration) -> Self {
        Self::with(Rate::of(f64::from(most) / period.as_secs_f64()), most, period)
    }

    /// One whose limit is not known: what is answered raises it without an end.
    pub(super) fn exploring(most: u32, period: Duration) -> Self {
        let rate = Rate::exploring(f64::from(most) / period.as_secs_f64());
        Self::with(rate, most, period)
    }

    fn with(rate: Rate, most: u32, period: Duration) -> Self {
        Self {
            most: most as usize,
            period,
            rate,
            went: VecDeque::with_capacity(most as usize),
        }
    }

    /// Forgets what no longer counts. A clock that was set back leaves some in the future, which say nothing.
    pub(super) fn refill(&mut self, now: Timestamp) {
        let period = self.period();
        self.went.retain(|gone| *gone <= now && now.since(*gone) < period);
    }

    /// How many may go while so many places are left alone.
    pub(super) fn above(&self, reserve: u32) -> u32 {
        let left = self.most.saturating_sub(reserve as usize + self.went.len());
        u32::try_from(left).unwrap_or(u32::MAX)
    }

    /// How long it takes until so many may go; more than fit at all are as many as fit.
    pub(super) fn wait(&self, amount: u32, reserve: u32, now: Timestamp) -> Duration {
        let most = self.most.saturating_sub(reserve as usize).max(1);
        let excess = (self.went.len() + (amount as usize).min(most)).checked_sub(most + 1);
        excess
            .and_then(|excess| self.went.get(excess))
            .map_or(Duration::ZERO, |gone| gone.plus(self.period()).since(now))
    }

    pub(super) fn take(&mut self, amount: u32, now: Timestamp) {
        let amount = (amount as usize).min(self.most);
        self.went.extend(std::iter::repeat_n(now, amount));
        // Older ones than fit decide nothing.
        let excess = self.went.len().saturating_sub(self.most);
        self.went.drain(..excess);
    }

    pub(super) fn refused(&mut self, now: Timestamp, wait: Duration) {
        self.rate.refused(now, wait);
    }

    pub(super) fn answered(&mut self) {
        self.rate.answered(None);
    }

    fn period(&self) -> Duration {
        self.period.div_f64(self.rate.factor())
    }
}
