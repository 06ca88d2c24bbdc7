//! A token bucket: it holds so much, and refills evenly.

use super::Timestamp;
use super::rate::Rate;
use std::time::Duration;

pub(super) struct Bucket {
    capacity: f64,
    per_second: f64,
    rate: Rate,
    level: f64,
    at: Timestamp,
}

impl Bucket {
    pub(super) const fn full(capacity: f64, per_second: f64, now: Timestamp) -> Self {
        Self {
            capacity,
            per_second,
            rate: Rate::of(per_second),
            level: capacity,
            at: now,
        }
    }

    /// Brings the level up to the moment. A clock that was set back adds nothing.
    pub(super) fn refill(&mut self, now: Timestamp) {
        let refill = now.since(self.at).as_secs_f64() * self.per_second();
        self.level = (self.level + refill).min(self.capacity);
        self.at = now;
    }

    /// How much may be taken while so large a part of the capacity is left alone.
    pub(super) fn above(&self, reserve: f64) -> f64 {
        (self.level - self.capacity * reserve).max(0.0)
    }

    /// How long it takes until so much may be taken; what can never be there is waited for as long as the most is.
    pub(super) fn wait(&self, amount: f64, reserve: f64) -> Duration {
        let needed = (self.capacity * reserve + amount).min(self.capacity);
        let missing = (needed - self.level).max(0.0);
        Duration::from_secs_f64(missing / self.per_second())
    }

    /// Takes what was asked for; less than nothing gives back.
    pub(super) fn take(&mut self, amount: f64) {
        self.level = (self.level - amount).min(self.capacity);
    }

    /// The service has refused: it has less than this says, and no more than is left alone is there.
    pub(super) fn refused(&mut self, now: Timestamp, wait: Duration, reserve: f64) {
        self.rate.refused(now, wait);
        self.level = self.level.min(self.capacity * reserve);
    }

    pub(super) fn answered(&mut self, used: Option<f64>) {
        self.rate.answered(used);
    }

    /// The part of it that is used up.
    pub(super) fn used(&self) -> f64 {
        1.0 - self.level / self.capacity
    }

    /// Whether most of it is there.
    pub(super) fn is_plenty(&self) -> bool {
        self.level > self.capacity / 2.0
    }

    fn per_second(&self) -> f64 {
        self.per_second * self.rate.factor()
    }
}
