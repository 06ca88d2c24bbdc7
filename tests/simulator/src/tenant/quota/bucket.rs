//! A token bucket in whole numbers: the same schedule always gives the same answers, to the nanosecond (facts 11).

use crate::scenario::Limit;

/// A limit with its time scaled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pace {
    amount: i128,
    /// In how many nanoseconds an empty bucket becomes full.
    period: i128,
}

impl Pace {
    /// The limit on a scaled clock; none when it refills at once.
    #[expect(clippy::cast_possible_truncation, reason = "a float saturates")]
    pub(crate) fn of(limit: Limit, scale: f64) -> Option<Self> {
        // Ten years are for ever, and keep products within their type.
        const LONGEST: f64 = 10.0 * 365.0 * 86_400.0 * 1e9;
        #[expect(clippy::cast_precision_loss, reason = "rounding is wanted")]
        let period = (limit.per_ms as f64 * 1e6 * scale).min(LONGEST).round() as i128;
        (period > 0).then_some(Self {
            amount: i128::from(limit.amount),
            period,
        })
    }
}

/// The order in which requests are shed (facts 11, `x-ms-throttle-priority`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Priority {
    Low,
    #[default]
    Normal,
    High,
}

/// What is left of a limit. Levels are counted in tokens times nanoseconds of the period, so that nothing is rounded.
#[derive(Clone, Debug)]
pub(crate) struct Bucket {
    pace: Pace,
    level: i128,
    /// When the level was right, in nanoseconds since the epoch, like all instants here.
    read_at: i128,
    refusals: Option<Refusals>,
}

/// A time of refusals: begins with the first, and ends at an instant that impatience postpones.
#[derive(Clone, Debug)]
struct Refusals {
    /// When enough is there for the first one.
    until: i128,
    /// What was asked for in the meantime, at most 0.8 of the limit.
    counted: i128,
}

impl Bucket {
    /// A full bucket.
    pub(crate) fn full(pace: Pace, now: i128) -> Self {
        Self {
            pace,
            level: pace.amount * pace.period,
            read_at: now,
            refusals: None,
        }
    }

    /// Whether a request of this cost may pass. Takes nothing yet.
    pub(crate) fn passes(&mut self, now: i128, cost: u32, priority: Priority) -> bool {
        self.refill(now);
        if self.refusals.as_ref().is_some_and(|it| self.end_of(it) <= now) {
            self.refusals = None;
        }
        let waiting = self.refusals.is_some() && priority != Priority::High;
        !waiting && self.wait(cost, priority) == 0
    }

    /// Takes what a request costs.
    pub(crate) fn take(&mut self, cost: u32) {
        self.level -= self.worth(cost);
    }

    /// Gives back what a request turned out not to cost.
    pub(crate) fn give_back(&mut self, cost: u32) {
        self.level = (self.level + self.worth(cost)).min(self.pace.amount * self.pace.period);
    }

    /// Counts a request that did not pass, and tells after how many nanoseconds it may come back: requests made
    /// while throttled count. One of low priority begins nothing, because others may still pass.
    pub(crate) fn refuse(&mut self, now: i128, cost: u32, priority: Priority) -> i128 {
        let most = self.pace.amount * 4 / 5;
        let wait = self.wait(cost, Priority::Normal);
        match &mut self.refusals {
            Some(refusals) => refusals.counted = (refusals.counted + i128::from(cost)).min(most),
            None if wait > 0 => {
                let until = now + wait;
                self.refusals = Some(Refusals { until, counted: 0 });
            }
            None => {}
        }
        let end = match &self.refusals {
            Some(refusals) if priority != Priority::High => self.end_of(refusals) - now,
            _ => 0,
        };
        end.max(self.wait(cost, priority))
    }

    /// The part of the limit that is used up, 1.0 when all is; up to 1.8 with what was refused.
    #[expect(clippy::cast_precision_loss, reason = "a share for a header")]
    pub(crate) fn used(&self) -> f64 {
        let full = self.pace.amount * self.pace.period;
        let refused = self.refusals.as_ref().map_or(0, |refusals| refusals.counted);
        (full - self.level + refused * self.pace.period) as f64 / full as f64
    }

    fn refill(&mut self, now: i128) {
        let elapsed = (now - self.read_at).max(0);
        let full = self.pace.amount * self.pace.period;
        self.level = (self.level + elapsed.saturating_mul(self.pace.amount)).min(full);
        self.read_at = self.read_at.max(now);
    }

    /// The level from which a request may pass. What costs more than a full bucket waits for a full one.
    fn needed(&self, cost: u32, priority: Priority) -> i128 {
        let full = self.pace.amount * self.pace.period;
        let reserve = if priority == Priority::Low { full / 5 } else { 0 };
        (self.worth(cost) + reserve).min(full)
    }

    fn worth(&self, cost: u32) -> i128 {
        i128::from(cost).min(self.pace.amount) * self.pace.period
    }

    /// After how many nanoseconds enough is there.
    fn wait(&self, cost: u32, priority: Priority) -> i128 {
        let missing = (self.needed(cost, priority) - self.level).max(0);
        (missing + self.pace.amount - 1) / self.pace.amount
    }

    fn end_of(&self, refusals: &Refusals) -> i128 {
        refusals.until + refusals.counted * self.pace.period / self.pace.amount
    }
}
