//! The pace of one client: a gate that one throttled answer closes for everybody, and the documented quotas as a
//! ceiling (facts 11; design section 6: capacity 3,000, refill 20 a second).

mod bucket;
mod cost;
mod window;

pub(crate) use cost::Cost;

use self::bucket::Bucket;
use self::window::Window;
use crate::api::WaitReason;
use crate::platform::Timestamp;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

const WRITE_CAPACITY: f64 = 3_000.0;
const WRITES_PER_SECOND: f64 = 20.0;

/// Resource units of the smallest tenants, so much in ten seconds; larger ones have more.
const UNIT_CAPACITY: f64 = 3_500.0;
const UNITS_PER_SECOND: f64 = 350.0;

/// Requests for reports and the audit log: this many in any such period.
const REPORTS: usize = 5;
const REPORTS_PERIOD: Duration = Duration::from_secs(10);

/// What a run leaves of every quota to whoever waits at a screen, in this client and in others of the same
/// application. The service sheds requests of low priority from 0.8 of a limit on.
const RESERVE: f64 = 0.2;
const REPORTS_RESERVE: usize = 1;

/// Who asks for a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// One operation, for which somebody may wait.
    Single,
    /// One of many in a run.
    OfRun,
}

/// Whether a request may go.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Turn {
    /// Now.
    Go,
    /// After a pause, which ends at `until` of the pace's own time; [`Pace::slept`] tells it that the pause is over.
    Wait {
        pause: Duration,
        reason: WaitReason,
        until: Timestamp,
    },
}

/// How much of each a run may send now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Allowance {
    pub(crate) writes: u32,
    pub(crate) reports: u32,
    pub(crate) units: u32,
}

pub(crate) struct Pace(Mutex<State>);

struct State {
    /// How far the pace's time is ahead of the clock's. Having slept is proof enough that a pause is over, whatever
    /// the clock says: a test tenant scales sleeps, not clocks.
    ahead: Duration,
    /// When a closed gate opens.
    opens: Option<Timestamp>,
    writes: Bucket,
    units: Bucket,
    reports: Window,
}

impl Pace {
    pub(crate) fn new(now: Timestamp) -> Self {
        Self(Mutex::new(State {
            ahead: Duration::ZERO,
            opens: None,
            writes: Bucket::full(WRITE_CAPACITY, WRITES_PER_SECOND, now),
            units: Bucket::full(UNIT_CAPACITY, UNITS_PER_SECOND, now),
            reports: Window::new(REPORTS, REPORTS_PERIOD),
        }))
    }

    /// The pace's own time.
    pub(crate) fn now(&self, now: Timestamp) -> Timestamp {
        now.plus(self.lock().ahead)
    }

    /// Asks for a turn.
    pub(crate) fn turn(&self, now: Timestamp, cost: Cost, class: Class) -> Turn {
        let mut state = self.lock();
        let now = state.refill(now);
        if let Some(opens) = state.opens {
            return wait(now, opens.since(now), WaitReason::Throttled);
        }
        let pause = state.wait(now, cost, class);
        if !pause.is_zero() {
            // At least a millisecond: the clock counts in those, and a shorter pause would not pass.
            return wait(now, pause.max(Duration::from_millis(1)), WaitReason::Pacing);
        }
        state.take(now, cost);
        Turn::Go
    }

    /// What a run may send now; the instant from which on it may send anything, while the gate is closed.
    pub(crate) fn allowance(&self, now: Timestamp) -> Result<Allowance, Timestamp> {
        let mut state = self.lock();
        let _ = state.refill(now);
        if let Some(opens) = state.opens {
            return Err(opens);
        }
        Ok(Allowance {
            writes: whole(state.writes.above(RESERVE)),
            units: whole(state.units.above(RESERVE)),
            reports: u32::try_from(state.reports.above(REPORTS_RESERVE)).unwrap_or(u32::MAX),
        })
    }

    /// When a run may send so much, by the pace's own time.
    pub(crate) fn when(&self, now: Timestamp, cost: Cost) -> Timestamp {
        let mut state = self.lock();
        let now = state.refill(now);
        let pause = state.wait(now, cost, Class::OfRun).max(Duration::from_millis(1));
        now.plus(pause)
    }

    /// Takes what was allowed a moment ago.
    pub(crate) fn take(&self, now: Timestamp, cost: Cost) {
        let mut state = self.lock();
        let now = state.refill(now);
        state.take(now, cost);
    }

    /// A pause that ends at `until` was slept through.
    pub(crate) fn slept(&self, now: Timestamp, until: Timestamp) {
        let mut state = self.lock();
        state.ahead = state.ahead.max(until.since(now));
    }

    /// Closes the gate for everybody; a closing that ends earlier than the present one changes nothing.
    pub(crate) fn close(&self, now: Timestamp, wait: Duration) {
        let mut state = self.lock();
        let opens = now.plus(state.ahead).plus(wait);
        state.opens = state.opens.max(Some(opens));
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Brings everything up to the moment, and gives the pace's own time.
    fn refill(&mut self, now: Timestamp) -> Timestamp {
        let now = now.plus(self.ahead);
        self.opens = self.opens.filter(|opens| now < *opens);
        self.writes.refill(now);
        self.units.refill(now);
        self.reports.refill(now);
        now
    }

    fn wait(&self, now: Timestamp, cost: Cost, class: Class) -> Duration {
        let (reserve, reports_reserve) = match class {
            Class::Single => (0.0, 0),
            Class::OfRun => (RESERVE, REPORTS_RESERVE),
        };
        // What costs nothing never waits, whatever is left.
        let of = |bucket: &Bucket, amount: u32| match amount {
            0 => Duration::ZERO,
            some => bucket.wait(f64::from(some), reserve),
        };
        let reports = match cost.reports {
            0 => Duration::ZERO,
            some => self.reports.wait(some as usize, reports_reserve, now),
        };
        of(&self.writes, cost.writes)
            .max(of(&self.units, cost.units))
            .max(reports)
    }

    fn take(&mut self, now: Timestamp, cost: Cost) {
        self.writes.take(f64::from(cost.writes));
        self.units.take(f64::from(cost.units));
        self.reports.take(cost.reports as usize, now);
    }
}

fn whole(amount: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a float saturates, and less than nothing is nothing"
    )]
    let whole = amount.floor() as u32;
    whole
}

fn wait(now: Timestamp, pause: Duration, reason: WaitReason) -> Turn {
    Turn::Wait {
        pause,
        reason,
        until: now.plus(pause),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const START: Timestamp = Timestamp::from_unix_ms(1_000_000);
    const READ: Cost = Cost {
        writes: 0,
        reports: 0,
        units: 1,
    };
    const WRITE: Cost = Cost {
        writes: 1,
        reports: 0,
        units: 1,
    };
    const REPORT: Cost = Cost {
        writes: 0,
        reports: 1,
        units: 0,
    };

    #[test]
    fn one_closing_holds_everybody_until_it_is_over() {
        let pace = Pace::new(START);
        pace.close(START, Duration::from_secs(7));
        let Turn::Wait {
            pause,
            reason: WaitReason::Throttled,
            until,
        } = pace.turn(START, READ, Class::Single)
        else {
            panic!("the gate is closed");
        };
        assert_eq!(pause, Duration::from_secs(7));
        pace.slept(START, until);
        assert_eq!(
            pace.turn(START, READ, Class::Single),
            Turn::Go,
            "who slept through it may go"
        );
        pace.close(START, Duration::from_secs(9));
        assert!(
            matches!(pace.turn(START, READ, Class::Single), Turn::Wait { .. }),
            "a later closing holds again"
        );
        assert_eq!(
            pace.turn(START.plus(Duration::from_secs(9)), READ, Class::Single),
            Turn::Go
        );
    }

    #[test]
    fn writes_stay_under_the_documented_quota() {
        let pace = Pace::new(START);
        let mut now = START;
        let mut written = 0_u32;
        while now < START.plus(Duration::from_secs(300)) {
            match pace.turn(now, WRITE, Class::Single) {
                Turn::Go => written += 1,
                Turn::Wait { pause, reason, .. } => {
                    assert_eq!(reason, WaitReason::Pacing);
                    now = now.plus(pause);
                }
            }
        }
        assert!(
            (8_990..=9_001).contains(&written),
            "{written} writes in 300 s: 3,000 at once, then 20 a second"
        );
    }

    proptest! {
        #[test]
        fn no_ten_seconds_hold_more_than_five_requests_for_reports(
            gaps in proptest::collection::vec(0_u64..4_000, 1..80),
            together in 1_u32..4,
        ) {
            let pace = Pace::new(START);
            let cost = Cost { writes: 0, reports: together, units: 0 };
            let (mut now, mut went) = (START, Vec::new());
            for gap in gaps {
                now = now.plus(Duration::from_millis(gap));
                while let Turn::Wait { pause, reason, until } = pace.turn(now, cost, Class::Single) {
                    prop_assert_eq!(reason, WaitReason::Pacing);
                    prop_assert!(pause > Duration::ZERO && pause <= REPORTS_PERIOD);
                    now = now.plus(pause);
                    pace.slept(now, until);
                }
                went.extend(std::iter::repeat_n(now, together as usize));
            }
            for six in went.windows(REPORTS + 1) {
                prop_assert!(six[REPORTS].since(six[0]) >= REPORTS_PERIOD);
            }
        }
    }

    #[test]
    fn a_clock_that_sleeps_shorter_than_it_says_is_believed() {
        let pace = Pace::new(START);
        let mut paused = Duration::ZERO;
        for _ in 0..25 {
            while let Turn::Wait { pause, until, .. } = pace.turn(START, REPORT, Class::Single) {
                paused += pause;
                pace.slept(START, until);
            }
        }
        assert_eq!(
            paused,
            Duration::from_secs(40),
            "five at once, then five every ten seconds"
        );
    }

    #[test]
    fn a_clock_that_is_set_back_does_not_hold_reports_for_long() {
        let pace = Pace::new(START);
        for _ in 0..REPORTS {
            assert_eq!(pace.turn(START, REPORT, Class::Single), Turn::Go);
        }
        assert_eq!(
            pace.turn(START.minus(Duration::from_secs(3600)), REPORT, Class::Single),
            Turn::Go
        );
    }

    #[test]
    fn reports_do_not_hold_what_else_is_asked() {
        let pace = Pace::new(START);
        let many = Cost {
            writes: 0,
            reports: 9,
            units: 0,
        };
        assert_eq!(
            pace.turn(START, many, Class::Single),
            Turn::Go,
            "more than fit are as many as fit"
        );
        assert!(matches!(
            pace.turn(START, REPORT, Class::Single),
            Turn::Wait { .. }
        ));
        assert_eq!(pace.turn(START, READ, Class::Single), Turn::Go);
        assert_eq!(pace.turn(START, WRITE, Class::Single), Turn::Go);
    }
}
