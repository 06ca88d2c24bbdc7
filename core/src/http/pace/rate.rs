//! How much of a documented limit is used: all of it, until the service says that it is too much. Refusals cut it in
//! half, answers raise it step by step.

use super::Timestamp;
use std::time::Duration;

/// The smallest part of a limit that is used.
const LEAST: f64 = 1.0 / 32.0;
/// By how much an answer raises what has no known limit: a half with a hundred answers.
const GROWTH: f64 = 1.004_06;
/// The largest multiple of a first guess.
const MOST: f64 = 512.0;
/// In-flight requests are refused together: within this time they are one refusal.
const TOGETHER: Duration = Duration::from_secs(1);

pub(super) struct Rate {
    factor: f64,
    /// How much of it is used while the service tells that the limit is near.
    ease: f64,
    /// What one answer adds.
    step: f64,
    /// Whether the limit is a guess, and may be left behind.
    explores: bool,
    /// Until when further refusals are those that are known already.
    known: Option<Timestamp>,
}

impl Rate {
    /// Of a limit that allows so many a second. From half of it, it takes half a minute to all of it.
    pub(super) const fn of(per_second: f64) -> Self {
        Self {
            factor: 1.0,
            ease: 1.0,
            step: 1.0 / (per_second * 60.0),
            explores: false,
            known: None,
        }
    }

    /// The same for a limit that is a guess.
    pub(super) const fn exploring(per_second: f64) -> Self {
        Self {
            explores: true,
            ..Self::of(per_second)
        }
    }

    /// The part of the limit that is used at the moment.
    pub(super) fn factor(&self) -> f64 {
        self.factor * self.ease
    }

    /// The service has refused, and asks to come back after a while.
    pub(super) fn refused(&mut self, now: Timestamp, wait: Duration) {
        if self.known.is_none_or(|known| now >= known) {
            let guess_holds = self.factor <= 1.0;
            let least = if guess_holds { LEAST } else { 1.0 };
            self.factor = (self.factor / 2.0).max(least);
        }
        self.known = self.known.max(Some(now.plus(wait.max(TOGETHER))));
    }

    /// The service has answered, and tells how much of the limit is used, where that is much.
    pub(super) fn answered(&mut self, used: Option<f64>) {
        self.factor = if self.explores && self.factor >= 1.0 {
            (self.factor * GROWTH).min(MOST)
        } else {
            (self.factor + self.step).min(1.0)
        };
        // Nine tenths of the pace at nine tenths of the limit, and so on.
        self.ease = used.map_or(1.0, |used| (1.8 - used).clamp(0.25, 1.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Timestamp = Timestamp::from_unix_ms(1_000_000);

    #[test]
    fn refusals_that_belong_together_cut_once_and_answers_bring_it_back() {
        let mut rate = Rate::of(20.0);
        let wait = Duration::from_secs(7);
        for ms in [0, 10, 6_999] {
            rate.refused(START.plus(Duration::from_millis(ms)), wait);
        }
        assert!((rate.factor() - 0.5).abs() < 1e-9);
        rate.refused(START.plus(wait * 2), wait);
        assert!((rate.factor() - 0.25).abs() < 1e-9);
        for _ in 0..900 {
            rate.answered(None);
        }
        assert!((rate.factor() - 1.0).abs() < 1e-9);
        for second in 100..200 {
            rate.refused(START.plus(Duration::from_secs(second * 10)), wait);
        }
        assert!((rate.factor() - LEAST).abs() < 1e-9);
    }

    #[test]
    fn a_guess_is_left_behind_and_returned_to() {
        let mut rate = Rate::exploring(0.5);
        let answers = |rate: &mut Rate, count| (0..count).for_each(|_| rate.answered(None));
        answers(&mut rate, 100);
        assert!((1.4..1.6).contains(&rate.factor()), "{}", rate.factor());
        rate.refused(START, Duration::ZERO);
        assert!(
            (rate.factor() - 1.0).abs() < 1e-9,
            "the guess before less than it"
        );
        answers(&mut rate, 10_000);
        assert!((rate.factor() - MOST).abs() < 1e-9);
    }

    #[test]
    fn near_the_limit_it_goes_gently() {
        let mut rate = Rate::of(20.0);
        for (used, expected) in [(Some(0.8), 1.0), (Some(0.9), 0.9), (Some(1.8), 0.25), (None, 1.0)] {
            rate.answered(used);
            assert!((rate.factor() - expected).abs() < 1e-9, "{used:?}");
        }
    }
}
