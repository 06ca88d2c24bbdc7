//! The pace of one client: a gate that one throttled answer closes for everybody, and the documented quotas as a
//! ceiling (facts 11; design section 6: capacity 3,000, refill 20 a second). Below the ceiling it follows the service:
//! what is refused slows that kind down, what is answered speeds it up again.

mod bucket;
mod class;
mod cost;
mod methods;
mod rate;
mod signal;
mod window;

pub(crate) use class::{Class, ToCome};
pub(crate) use cost::Cost;
pub(crate) use signal::Signal;

use self::bucket::Bucket;
use self::class::{LAST_RESERVE, REPORTS_RESERVE, RESERVE};
use self::methods::Methods;
use self::signal::Exceeded;
use self::window::Window;
use super::retry::LONGEST_RETRY_AFTER;
use crate::api::{QuotaProfile, WaitReason};
use crate::platform::Timestamp;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

const WRITE_CAPACITY: f64 = 3_000.0;
const WRITES_PER_SECOND: f64 = 20.0;

/// Resource units of the smallest tenants, so much in ten seconds; larger ones have more.
const UNIT_CAPACITY: f64 = 3_500.0;
const UNITS_PER_SECOND: f64 = 350.0;

/// Requests for reports and the audit log: this many in any such period.
const REPORTS: u32 = 5;
const REPORTS_PERIOD: Duration = Duration::from_secs(10);

/// So long a run leaves its reserve alone to the end after somebody else was seen to write: as long as it takes until an
/// empty bucket is full.
const OTHERS_STAY: Duration = Duration::from_secs(150);
/// The service tells how much of a limit is used. So much more than we know of is somebody else's.
const OTHERS_USE: f64 = 0.05;

/// The time below which the documented quotas let no run end that needs so much.
pub(crate) fn time_of_a_run(writes: f64, units: f64) -> Duration {
    let of = |amount: f64, capacity: f64, reserve: f64, per_second: f64| {
        ((amount - capacity * (1.0 - reserve)) / per_second).max(0.0)
    };
    let seconds = of(writes, WRITE_CAPACITY, LAST_RESERVE, WRITES_PER_SECOND).max(of(
        units,
        UNIT_CAPACITY,
        RESERVE,
        UNITS_PER_SECOND,
    ));
    Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
}

/// The same where authentication methods count as reports do: so many requests for them a second.
pub(crate) fn time_of_a_run_as_reports(methods: f64) -> Duration {
    let seconds = methods * REPORTS_PERIOD.as_secs_f64() / f64::from(REPORTS - REPORTS_RESERVE);
    Duration::try_from_secs_f64(seconds).unwrap_or(Duration::MAX)
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
    pub(crate) methods: u32,
    methods_are_reports: bool,
}

impl Allowance {
    /// Whether so much may go. What nothing of is asked is never too much.
    pub(crate) const fn allows(&self, cost: Cost) -> bool {
        let reports = cost.reports + if self.methods_are_reports { cost.methods } else { 0 };
        (cost.writes == 0 || cost.writes <= self.writes)
            && (reports == 0 || reports <= self.reports)
            && (cost.methods == 0 || cost.methods <= self.methods)
            && (cost.units == 0 || cost.units <= self.units)
    }
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
    methods: Methods,
    /// Until when somebody else is taken to need the quota as well.
    others: Option<Timestamp>,
}

impl Pace {
    pub(crate) fn new(now: Timestamp, quota: QuotaProfile) -> Self {
        Self(Mutex::new(State {
            ahead: Duration::ZERO,
            opens: None,
            writes: Bucket::full(WRITE_CAPACITY, WRITES_PER_SECOND, now),
            units: Bucket::full(UNIT_CAPACITY, UNITS_PER_SECOND, now),
            reports: Window::new(REPORTS, REPORTS_PERIOD),
            methods: Methods::new(quota),
            others: None,
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
        if class == Class::Single && cost.writes > 0 {
            state.others_write(now);
        }
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

    /// What the requests of a run are that has this to come, if that is known.
    pub(crate) fn class_in_run(&self, now: Timestamp, to_come: Option<ToCome>) -> Class {
        let mut state = self.lock();
        let now = state.refill(now);
        let alone = state.others.is_none_or(|until| now >= until);
        if alone && to_come.is_some_and(ToCome::is_the_end) {
            Class::EndOfRun
        } else {
            Class::OfRun
        }
    }

    /// What a run may send now; the instant from which on it may send anything, while the gate is closed.
    pub(crate) fn allowance(&self, now: Timestamp, class: Class) -> Result<Allowance, Timestamp> {
        let mut state = self.lock();
        let _ = state.refill(now);
        if let Some(opens) = state.opens {
            return Err(opens);
        }
        Ok(Allowance {
            writes: whole(state.writes.above(class.reserve_of_writes())),
            units: whole(state.units.above(class.reserve_of_units())),
            reports: state.reports.above(class.reserve_of_reports()),
            methods: match state.methods.window() {
                Some(window) => window.above(class.reserve_of_reports()),
                None => u32::MAX,
            },
            methods_are_reports: matches!(state.methods, Methods::AsReports),
        })
    }

    /// When a run may send so much, by the pace's own time.
    pub(crate) fn when(&self, now: Timestamp, cost: Cost, class: Class) -> Timestamp {
        let mut state = self.lock();
        let now = state.refill(now);
        let pause = state.wait(now, cost, class).max(Duration::from_millis(1));
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

    /// Learns from an answer. `wait` is after what time the service wants to be asked again.
    pub(crate) fn learn(&self, now: Timestamp, signal: &Signal, wait: Duration) {
        let mut state = self.lock();
        let now = state.refill(now);
        match signal.exceeded {
            Some(exceeded) => state.refused(now, exceeded, signal.cost, wait),
            None if signal.is_success => state.answered(now, signal),
            None => {}
        }
    }

    /// Which limits hold for authentication methods, as configured or as learned.
    pub(crate) fn quota(&self) -> QuotaProfile {
        self.lock().methods.quota()
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
        self.methods.refill(now);
        now
    }

    fn wait(&self, now: Timestamp, cost: Cost, class: Class) -> Duration {
        // What costs nothing never waits, whatever is left.
        let of = |bucket: &Bucket, amount: u32, reserve: f64| match amount {
            0 => Duration::ZERO,
            some => bucket.wait(f64::from(some), reserve),
        };
        let within = |window: &Window, amount: u32| match amount {
            0 => Duration::ZERO,
            some => window.wait(some, class.reserve_of_reports(), now),
        };
        let methods = self.methods.window();
        of(&self.writes, cost.writes, class.reserve_of_writes())
            .max(of(&self.units, cost.units, class.reserve_of_units()))
            .max(within(&self.reports, self.reports_in(cost)))
            .max(methods.map_or(Duration::ZERO, |window| within(window, cost.methods)))
    }

    fn take(&mut self, now: Timestamp, cost: Cost) {
        self.writes.take(f64::from(cost.writes));
        self.units.take(f64::from(cost.units));
        self.reports.take(self.reports_in(cost), now);
        self.methods.take(cost.methods, now);
    }

    const fn reports_in(&self, cost: Cost) -> u32 {
        match self.methods {
            Methods::AsReports => cost.reports + cost.methods,
            Methods::AsDirectory { .. } | Methods::Learned(_) => cost.reports,
        }
    }

    fn refused(&mut self, now: Timestamp, exceeded: Exceeded, cost: Cost, wait: Duration) {
        // Also when whoever was refused gives up: the others are not to ask before.
        if wait <= LONGEST_RETRY_AFTER {
            self.opens = self.opens.max(Some(now.plus(wait)));
        }
        // We keep under the limits: somebody else does not, or they are lower than is documented.
        self.others_write(now);
        match exceeded {
            Exceeded::Writes => self.writes.refused(now, wait, RESERVE),
            Exceeded::Units => self.units.refused(now, wait, RESERVE),
            Exceeded::Unknown if self.reports_in(cost) > 0 => self.reports.refused(now, wait),
            Exceeded::Unknown if cost.methods > 0 && self.is_far_below(cost) => {
                self.methods.refused(now, wait);
            }
            Exceeded::Unknown if cost.writes > 0 => self.writes.refused(now, wait, RESERVE),
            Exceeded::Unknown => self.units.refused(now, wait, RESERVE),
        }
    }

    /// Whether the quota of the directory cannot be what was exceeded.
    fn is_far_below(&self, cost: Cost) -> bool {
        self.units.is_plenty() && (cost.writes == 0 || self.writes.is_plenty())
    }

    fn others_write(&mut self, now: Timestamp) {
        self.others = self.others.max(Some(now.plus(OTHERS_STAY)));
    }

    fn answered(&mut self, now: Timestamp, signal: &Signal) {
        let known = self.writes.used().max(self.units.used());
        if signal.used.is_some_and(|used| used > known + OTHERS_USE) {
            self.others_write(now);
        }
        if self.reports_in(signal.cost) > 0 {
            self.reports.answered();
            return;
        }
        if signal.cost.methods > 0 {
            self.methods.answered();
        }
        if let Some(units) = signal.units {
            self.units.take(f64::from(units) - f64::from(signal.cost.units));
        }
        if signal.cost.writes > 0 {
            self.writes.answered(signal.used);
        } else {
            self.units.answered(signal.used);
        }
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
        methods: 0,
        units: 1,
    };
    const WRITE: Cost = Cost {
        writes: 1,
        reports: 0,
        methods: 0,
        units: 1,
    };
    const REPORT: Cost = Cost {
        writes: 0,
        reports: 1,
        methods: 0,
        units: 0,
    };

    #[test]
    fn one_closing_holds_everybody_until_it_is_over() {
        let pace = Pace::new(START, QuotaProfile::Directory);
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
        let pace = Pace::new(START, QuotaProfile::Directory);
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
            let pace = Pace::new(START, QuotaProfile::Directory);
            let cost = Cost { writes: 0, reports: together, ..Cost::default() };
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
            let most = REPORTS as usize;
            for six in went.windows(most + 1) {
                prop_assert!(six[most].since(six[0]) >= REPORTS_PERIOD);
            }
        }
    }

    proptest! {
        #[test]
        fn whoever_asks_the_documented_quota_holds_and_a_run_leaves_a_fifth_of_it_until_its_end(
            asks in proptest::collection::vec((0_u64..3_000, 1_u32..400, class()), 1..120),
        ) {
            let pace = Pace::new(START, QuotaProfile::Directory);
            let (mut now, mut level, mut at) = (START, WRITE_CAPACITY, START);
            for (gap, writes, class) in asks {
                now = now.plus(Duration::from_millis(gap));
                let cost = Cost { writes, units: writes, ..Cost::default() };
                while let Turn::Wait { pause, reason, until } = pace.turn(now, cost, class) {
                    prop_assert_eq!(reason, WaitReason::Pacing);
                    now = now.plus(pause);
                    pace.slept(now, until);
                }
                level = (level + now.since(at).as_secs_f64() * WRITES_PER_SECOND).min(WRITE_CAPACITY);
                at = now;
                level -= f64::from(writes);
                let left = match class {
                    Class::OfRun => 600.0,
                    Class::EndOfRun => 30.0,
                    Class::Single => 0.0,
                };
                // Pauses are whole milliseconds.
                prop_assert!(level >= left - 0.1, "{level}");
            }
        }
    }

    fn class() -> impl Strategy<Value = Class> {
        proptest::sample::select(vec![Class::Single, Class::OfRun, Class::EndOfRun])
    }

    #[test]
    fn a_run_spends_its_reserve_at_its_end_unless_somebody_else_writes() {
        let signal = |exceeded, used| Signal {
            cost: WRITE,
            exceeded,
            units: None,
            used,
            is_success: true,
        };
        let to_come = |writes, seconds| {
            let takes = Duration::from_secs(seconds);
            Some(ToCome { writes, takes })
        };
        let end = |pace: &Pace, seconds| {
            let now = START.plus(Duration::from_secs(seconds));
            pace.class_in_run(now, to_come(600, 0))
        };
        let pace = Pace::new(START, QuotaProfile::Directory);
        assert_eq!(end(&pace, 0), Class::EndOfRun);
        assert_eq!(pace.class_in_run(START, to_come(601, 0)), Class::OfRun);
        assert_eq!(pace.class_in_run(START, to_come(800, 10)), Class::EndOfRun);
        assert_eq!(pace.class_in_run(START, to_come(801, 10)), Class::OfRun);
        assert_eq!(pace.class_in_run(START, None), Class::OfRun);

        let single = Pace::new(START, QuotaProfile::Directory);
        single.turn(START, READ, Class::Single);
        assert_eq!(
            end(&single, 0),
            Class::EndOfRun,
            "a read takes nothing that a run needs"
        );
        single.turn(START, WRITE, Class::Single);

        let refused = Pace::new(START, QuotaProfile::Directory);
        refused.learn(
            START,
            &signal(Some(Exceeded::Writes), None),
            Duration::from_secs(1),
        );

        let used = Pace::new(START, QuotaProfile::Directory);
        used.take(
            START,
            Cost {
                writes: 2_400,
                ..Cost::default()
            },
        );
        used.learn(START, &signal(None, Some(0.82)), Duration::ZERO);
        assert_eq!(end(&used, 0), Class::EndOfRun, "the run itself has used that");
        used.learn(START, &signal(None, Some(0.9)), Duration::ZERO);

        for pace in [single, refused, used] {
            assert_eq!((end(&pace, 0), end(&pace, 149)), (Class::OfRun, Class::OfRun));
            assert_eq!(end(&pace, 150), Class::EndOfRun);
        }
    }

    #[test]
    fn a_clock_that_sleeps_shorter_than_it_says_is_believed() {
        let pace = Pace::new(START, QuotaProfile::Directory);
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
        let pace = Pace::new(START, QuotaProfile::Directory);
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
        let pace = Pace::new(START, QuotaProfile::Directory);
        let many = Cost {
            writes: 0,
            reports: 9,
            ..Cost::default()
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
