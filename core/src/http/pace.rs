//! The pace of one client: a gate that one throttled answer closes for everybody, and the documented quotas of
//! writes and of reports as a ceiling (facts 11; design section 6: capacity 3,000, refill 20 a second).

use crate::api::WaitReason;
use crate::platform::Timestamp;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

const WRITE_CAPACITY: f64 = 3_000.0;
const WRITES_PER_SECOND: f64 = 20.0;

/// Requests for reports and the audit log: this many in any such period (facts 11). The service may count by windows
/// or by a bucket; who keeps under the former keeps under the latter.
const REPORTS: usize = 5;
const REPORTS_PERIOD: Duration = Duration::from_secs(10);

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

/// What a request takes from the quotas.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Cost {
    pub(crate) writes: u32,
    pub(crate) reports: u32,
}

pub(crate) struct Pace(Mutex<State>);

struct State {
    /// How far the pace's time is ahead of the clock's. Having slept is proof enough that a pause is over, whatever
    /// the clock says: a test tenant scales sleeps, not clocks.
    ahead: Duration,
    /// When a closed gate opens.
    opens: Option<Timestamp>,
    writes_left: f64,
    refilled: Timestamp,
    /// When the last requests for reports went, oldest first.
    reports: VecDeque<Timestamp>,
}

impl Pace {
    pub(crate) fn new(now: Timestamp) -> Self {
        Self(Mutex::new(State {
            ahead: Duration::ZERO,
            opens: None,
            writes_left: WRITE_CAPACITY,
            refilled: now,
            reports: VecDeque::with_capacity(REPORTS),
        }))
    }

    /// Asks for a turn.
    pub(crate) fn turn(&self, now: Timestamp, cost: Cost) -> Turn {
        let mut state = self.lock();
        let now = now.plus(state.ahead);
        if let Some(opens) = state.opens.filter(|opens| now < *opens) {
            return wait(now, opens.since(now), WaitReason::Throttled);
        }
        state.opens = None;
        let refill = now.since(state.refilled).as_secs_f64() * WRITES_PER_SECOND;
        state.writes_left = (state.writes_left + refill).min(WRITE_CAPACITY);
        state.refilled = now;
        let writes = f64::from(cost.writes);
        if state.writes_left < writes {
            let pause = Duration::from_secs_f64((writes - state.writes_left) / WRITES_PER_SECOND);
            // At least a millisecond: the clock counts in those, and a shorter pause would not pass.
            return wait(now, pause.max(Duration::from_millis(1)), WaitReason::Pacing);
        }
        // A clock that was set back leaves turns in the future, which say nothing.
        state
            .reports
            .retain(|gone| *gone <= now && now.since(*gone) < REPORTS_PERIOD);
        // No more than the quota holds can ever be asked for.
        let reports = (cost.reports as usize).min(REPORTS);
        if let Some(excess) = (state.reports.len() + reports).checked_sub(REPORTS + 1) {
            let free = state.reports[excess].plus(REPORTS_PERIOD);
            return wait(now, free.since(now), WaitReason::Pacing);
        }
        state.reports.extend(std::iter::repeat_n(now, reports));
        state.writes_left -= writes;
        Turn::Go
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
    };
    const WRITE: Cost = Cost {
        writes: 1,
        reports: 0,
    };
    const REPORT: Cost = Cost {
        writes: 0,
        reports: 1,
    };

    #[test]
    fn one_closing_holds_everybody_until_it_is_over() {
        let pace = Pace::new(START);
        pace.close(START, Duration::from_secs(7));
        let Turn::Wait {
            pause,
            reason: WaitReason::Throttled,
            until,
        } = pace.turn(START, READ)
        else {
            panic!("the gate is closed");
        };
        assert_eq!(pause, Duration::from_secs(7));
        pace.slept(START, until);
        assert_eq!(pace.turn(START, READ), Turn::Go, "who slept through it may go");
        pace.close(START, Duration::from_secs(9));
        assert!(
            matches!(pace.turn(START, READ), Turn::Wait { .. }),
            "a later closing holds again"
        );
        assert_eq!(pace.turn(START.plus(Duration::from_secs(9)), READ), Turn::Go);
    }

    #[test]
    fn writes_stay_under_the_documented_quota() {
        let pace = Pace::new(START);
        let mut now = START;
        let mut written = 0_u32;
        while now < START.plus(Duration::from_secs(300)) {
            match pace.turn(now, WRITE) {
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
            let cost = Cost { writes: 0, reports: together };
            let (mut now, mut went) = (START, Vec::new());
            for gap in gaps {
                now = now.plus(Duration::from_millis(gap));
                while let Turn::Wait { pause, reason, until } = pace.turn(now, cost) {
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
            while let Turn::Wait { pause, until, .. } = pace.turn(START, REPORT) {
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
            assert_eq!(pace.turn(START, REPORT), Turn::Go);
        }
        assert_eq!(
            pace.turn(START.minus(Duration::from_secs(3600)), REPORT),
            Turn::Go
        );
    }

    #[test]
    fn reports_do_not_hold_what_else_is_asked() {
        let pace = Pace::new(START);
        let many = Cost {
            writes: 0,
            reports: 9,
        };
        assert_eq!(
            pace.turn(START, many),
            Turn::Go,
            "more than fit are as many as fit"
        );
        assert!(matches!(pace.turn(START, REPORT), Turn::Wait { .. }));
        assert_eq!(pace.turn(START, READ), Turn::Go);
        assert_eq!(pace.turn(START, WRITE), Turn::Go);
    }
}
