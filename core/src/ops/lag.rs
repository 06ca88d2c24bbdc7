//! How long the service lags behind writes in this tenant at this time, learned from those who waited before (facts 3.1,
//! 12.4). A run asks about a person when the answer is likely to be the right one, instead of asking again and again.

use crate::api::WaitReason;
use crate::error::Result;
use crate::http::Run;
use crate::platform::{Clock, Timestamp};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// No longer than anything was ever seen to lag; what lags longer is waited for by each person's own patience.
const LONGEST: Duration = Duration::from_secs(60);
/// Less than this is not worth a pause.
const NOTHING: Duration = Duration::from_secs(1);
/// One of so many tries whether less would do: twice as rarely each time that it does not.
const OFTEN: u32 = 16;
const RARELY: u32 = 128;

/// What the people of a run learn from each other. Each of these lags by itself: the service may still refuse what its
/// lists already allow, and the directory is not where methods are kept.
#[derive(Debug, Default)]
pub(crate) struct Lags {
    /// Until lists show what was changed.
    pub(crate) reads: Lag,
    /// Until the default may go, because what was deleted before it counts no more.
    pub(crate) default: Lag,
    /// Until the directory shows a revocation.
    pub(crate) sessions: Lag,
}

/// One lag, as it was learned so far.
#[derive(Debug)]
pub(crate) struct Lag(Mutex<Learned>);

impl Lags {
    /// How long somebody waits altogether whose writes come one after the other.
    pub(crate) fn altogether(&self) -> Duration {
        [&self.reads, &self.default, &self.sessions]
            .iter()
            .map(|lag| lag.lock().enough)
            .sum()
    }
}

#[derive(Debug)]
struct Learned {
    /// What is enough for nearly everybody.
    enough: Duration,
    /// How many wait that long between two who try less, and how many of them are left.
    between: u32,
    left: u32,
}

impl Default for Lag {
    fn default() -> Self {
        Self(Mutex::new(Learned {
            enough: Duration::ZERO,
            between: OFTEN,
            left: OFTEN,
        }))
    }
}

impl Lag {
    fn lock(&self) -> MutexGuard<'_, Learned> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Learned {
    /// How long the next one waits, and whether that is to find out if less would do.
    fn next(&mut self) -> (Duration, bool) {
        if self.enough.is_zero() {
            return (Duration::ZERO, false);
        }
        self.left = self.left.saturating_sub(1);
        if self.left > 0 {
            return (self.enough, false);
        }
        self.left = self.between;
        let less = self.enough / 2;
        (if less < NOTHING { Duration::ZERO } else { less }, true)
    }

    fn tries_again_after(&mut self, between: u32) {
        self.between = between.clamp(OFTEN, RARELY);
        self.left = self.left.min(self.between);
    }
}

/// Somebody's wait for the service to show a write.
pub(crate) struct Wait<'a> {
    lag: Option<&'a Lag>,
    /// When the write was answered.
    since: Timestamp,
    /// The pauses so far. A clock alone would not do: a test tenant scales pauses, not clocks.
    paused: Duration,
    tries_less: bool,
    /// How long it took until the last look that did not show it.
    not_within: Option<Duration>,
    first: Duration,
}

impl<'a> Wait<'a> {
    /// Waits for a write that was answered at that time as long as others had to. Without others nobody knows how long, and
    /// the first look is at once.
    ///
    /// # Errors
    /// `cancelled`.
    pub(crate) async fn begin(
        lag: Option<&'a Lag>,
        since: Timestamp,
        reason: WaitReason,
        clock: &dyn Clock,
        run: &Run<'_>,
    ) -> Result<Self> {
        let mut wait = Self::new(lag, since);
        if let Some(pause) = wait.first(clock.now()) {
            run.pause(clock, pause, reason).await?;
            wait.paused(pause);
        }
        Ok(wait)
    }

    /// A look did not show it: the next one is after a pause.
    ///
    /// # Errors
    /// `cancelled`.
    pub(crate) async fn again(
        &mut self,
        pause: Duration,
        reason: WaitReason,
        clock: &dyn Clock,
        run: &Run<'_>,
    ) -> Result<()> {
        self.not_shown(clock.now());
        run.pause(clock, pause, reason).await?;
        self.paused(pause);
        Ok(())
    }

    fn new(lag: Option<&'a Lag>, since: Timestamp) -> Self {
        let (first, tries_less) = lag.map_or((Duration::ZERO, false), |lag| lag.lock().next());
        Self {
            lag,
            since,
            paused: Duration::ZERO,
            tries_less,
            not_within: None,
            first,
        }
    }

    /// The pause before the first look, if one is worth while.
    fn first(&self, now: Timestamp) -> Option<Duration> {
        let pause = self.first.saturating_sub(now.since(self.since));
        (!pause.is_zero()).then_some(pause)
    }

    /// Such a pause is over.
    pub(crate) fn paused(&mut self, pause: Duration) {
        self.paused += pause;
    }

    /// A look did not show it.
    pub(crate) fn not_shown(&mut self, now: Timestamp) {
        self.not_within = Some(self.so_far(now));
    }

    /// A look showed it.
    pub(crate) fn shown(&self, now: Timestamp) {
        let Some(lag) = self.lag else { return };
        let took = self.so_far(now);
        let mut learned = lag.lock();
        let enough = learned.enough;
        match self.not_within {
            // Less has done, for this one: half of that is given up.
            None if self.tries_less && self.first.is_zero() => {
                learned.enough = Duration::ZERO;
                learned.tries_again_after(OFTEN);
            }
            None if self.tries_less && took < enough => {
                learned.enough = (enough + took) / 2;
                learned.tries_again_after(OFTEN);
            }
            Some(_) if self.tries_less => {
                learned.enough = if took < enough {
                    (enough + took) / 2
                } else {
                    enough
                };
                let between = learned.between * 2;
                learned.tries_again_after(between);
            }
            // What was thought to be enough was not. Not all the way there: one straggler does not make everybody wait as
            // long. Who had waited for less, because less was known then, says nothing about it.
            Some(not_within) if not_within >= enough => {
                let more = took.saturating_sub(enough).mul_f64(0.75);
                learned.enough = (enough + more).min(LONGEST);
                learned.tries_again_after(OFTEN);
            }
            Some(_) | None => {}
        }
    }

    fn so_far(&self, now: Timestamp) -> Duration {
        self.paused.max(now.since(self.since))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const START: Timestamp = Timestamp::from_unix_ms(1_000_000);
    const PAUSES: [u64; 4] = [2, 3, 5, 10];

    /// Somebody's wait, while so many others wait beside them.
    struct One<'a> {
        wait: Wait<'a>,
        looks_at: Timestamp,
        shows_at: Timestamp,
        looks: usize,
    }

    /// How often people look, when so many wait side by side and each sees the write after a lag of their own.
    fn looks(lag: &Lag, lags: impl IntoIterator<Item = Duration>, at_once: usize) -> usize {
        let mut todo = lags.into_iter();
        let (mut now, mut looks) = (START, 0);
        let mut waiting: Vec<One<'_>> = Vec::new();
        loop {
            while waiting.len() < at_once
                && let Some(lag_of_one) = todo.next()
            {
                // One after the other, as writes go.
                now = now.plus(Duration::from_millis(50));
                let mut wait = Wait::new(Some(lag), now);
                let first = wait.first(now).unwrap_or_default();
                wait.paused(first);
                waiting.push(One {
                    wait,
                    looks_at: now.plus(first),
                    shows_at: now.plus(lag_of_one),
                    looks: 0,
                });
            }
            let Some(next) = (0..waiting.len()).min_by_key(|one| waiting[*one].looks_at) else {
                return looks;
            };
            now = now.max(waiting[next].looks_at);
            looks += 1;
            let one = &mut waiting[next];
            one.looks += 1;
            if now >= one.shows_at {
                one.wait.shown(now);
                waiting.swap_remove(next);
            } else {
                one.wait.not_shown(now);
                let pause = Duration::from_secs(PAUSES[(one.looks - 1).min(PAUSES.len() - 1)]);
                one.wait.paused(pause);
                one.looks_at = now.plus(pause);
            }
        }
    }

    fn enough(lag: &Lag) -> Duration {
        lag.lock().enough
    }

    #[test]
    fn where_nothing_lags_nobody_waits() {
        let lag = Lag::default();
        assert_eq!(looks(&lag, vec![Duration::ZERO; 1_000], 50), 1_000);
        assert_eq!(enough(&lag), Duration::ZERO);
        assert_eq!(Wait::new(Some(&lag), START).first(START), None);
        assert_eq!(Wait::new(None, START).first(START), None);
    }

    #[test]
    fn what_lags_no_more_is_waited_for_no_more() {
        for (at_once, most) in [(5, 0), (50, 6)] {
            let lag = Lag::default();
            looks(&lag, vec![Duration::from_secs(12); 300], at_once);
            assert!(enough(&lag) >= Duration::from_secs(12));
            looks(&lag, vec![Duration::ZERO; 800], at_once);
            // Where everybody waits for a turn, a pause that is no longer than that is not noticed.
            assert!(enough(&lag) <= Duration::from_secs(most), "{:?}", enough(&lag));
        }
    }

    #[test]
    fn who_waited_for_a_turn_anyway_does_not_wait_again() {
        let lag = Lag::default();
        looks(&lag, vec![Duration::from_secs(10); 300], 50);
        let wait = Wait::new(Some(&lag), START);
        let whole = wait.first(START).expect("a pause");
        let later = START.plus(Duration::from_secs(4));
        assert_eq!(
            wait.first(later),
            Some(whole.saturating_sub(Duration::from_secs(4)))
        );
        assert_eq!(wait.first(START.plus(Duration::from_secs(60))), None);
    }

    proptest! {
        #[test]
        fn a_lag_is_learned_and_costs_little_more_than_one_look_each(seconds in 1_u64..40, at_once in 1_usize..150) {
            let lag = Lag::default();
            let people = 2_000 + 3 * at_once;
            let looks = looks(&lag, vec![Duration::from_secs(seconds); people], at_once);
            // Those who begin before anything is known look several times.
            let most = people + people / 20 + 10 * at_once;
            prop_assert!(looks < most, "{looks} looks for {people} people, {at_once} at once");
        }

        #[test]
        fn a_lag_that_differs_from_one_to_the_other_costs_a_third_more_at_most(
            tenths in proptest::collection::vec(30_u64..150, 2_000), at_once in 1_usize..100,
        ) {
            let lag = Lag::default();
            let lags = tenths.iter().map(|tenths| Duration::from_millis(tenths * 100));
            let looks = looks(&lag, lags, at_once);
            prop_assert!(looks < 2_660 + 6 * at_once, "{looks} looks for 2,000 people, {at_once} at once");
        }

        #[test]
        fn nobody_waits_longer_than_anything_ever_lagged(after in proptest::collection::vec(0_u64..600, 0..100)) {
            let lag = Lag::default();
            looks(&lag, after.into_iter().map(Duration::from_secs), 7);
            prop_assert!(enough(&lag) <= LONGEST);
        }
    }
}
