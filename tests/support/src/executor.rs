//! The executor of virtual time: when nothing can progress, time does.

use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, Wake, Waker};

use time::Duration;

use crate::clock::VirtualClock;

/// No operation of this product takes longer; one that does waits for something that never comes.
const LONGEST_RUN: Duration = Duration::days(8);

/// How often a future may be polled at one instant before it counts as spinning.
const MOST_POLLS_AT_ONE_INSTANT: u32 = 1_000_000;

/// Runs the future to its end on this thread. Whenever it waits, the clock moves to the earliest timer at once.
///
/// # Panics
/// When the future can never end, saying what it waits for: no timer is set and nothing woke it, it spins
/// without letting time pass, or it goes on for more than a week of virtual time.
pub fn run_virtual<F: Future>(clock: &VirtualClock, future: F) -> F::Output {
    let mut future = pin!(future);
    let woken = Arc::new(Woken::default());
    let waker = Waker::from(Arc::clone(&woken));
    let mut context = Context::from_waker(&waker);
    let latest = clock.simulator().now() + LONGEST_RUN;
    let mut polls_at_this_instant = 0_u32;
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        polls_at_this_instant += 1;
        assert!(
            polls_at_this_instant < MOST_POLLS_AT_ONE_INSTANT,
            "the future spins: it wakes itself again and again, and no time passes; {}",
            situation(clock)
        );
        while !woken.take() {
            assert!(
                clock.advance_to_next_timer(),
                "deadlock: the future waits, nothing woke it and no timer is set; {}",
                situation(clock)
            );
            assert!(
                clock.simulator().now() <= latest,
                "the future goes on for more than {} days; {}",
                LONGEST_RUN.whole_days(),
                situation(clock)
            );
            polls_at_this_instant = 0;
        }
    }
}

/// Where the run stands, for whoever reads the panic.
fn situation(clock: &VirtualClock) -> String {
    let simulator = clock.simulator();
    let last = simulator.log().pop().map_or_else(
        || "nothing was sent yet".to_owned(),
        |entry| {
            let status = entry
                .status
                .map_or_else(|| "no answer".to_owned(), |status| status.to_string());
            format!("the last request was {} {} ({status})", entry.method, entry.path)
        },
    );
    format!(
        "virtual time stands at {}, {} sleeps so far, {} timers set, {last}",
        simulator.now(),
        clock.slept().len(),
        clock.timers_set(),
    )
}

/// Whether somebody woke the future since it was last asked.
#[derive(Default)]
struct Woken(AtomicBool);

impl Woken {
    fn take(&self) -> bool {
        self.0.swap(false, Ordering::AcqRel)
    }
}

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.store(true, Ordering::Release);
    }
}

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::time::Duration;

    use futures_util::future::{Either, join, join_all, select};
    use graph_mfa::Cancel;
    use graph_mfa::platform::Clock as _;
    use graph_sim::{Scenario, Simulator};

    use super::*;
    use crate::clock::Slept;

    fn clock() -> VirtualClock {
        VirtualClock::new(Simulator::new(Scenario::default()).expect("an empty tenant"))
    }

    fn seconds(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_sleep_takes_its_length_and_nothing_more() {
        let clock = clock();
        let start = clock.now();
        run_virtual(&clock, clock.sleep(seconds(3600)));
        assert_eq!(clock.now().since(start), seconds(3600));
        assert_eq!(
            clock.slept(),
            [Slept {
                at: start,
                length: seconds(3600)
            }]
        );
    }

    #[test]
    fn sleepers_wake_in_the_order_of_their_deadlines() {
        let clock = clock();
        let woke = RefCell::new(Vec::new());
        let sleeper = |length| {
            let (clock, woke) = (&clock, &woke);
            async move {
                clock.sleep(seconds(length)).await;
                woke.borrow_mut().push(length);
            }
        };
        run_virtual(&clock, join_all([5, 1, 3].map(sleeper)));
        assert_eq!(*woke.borrow(), [1, 3, 5]);
    }

    #[test]
    fn timers_of_one_instant_fire_together_in_the_order_in_which_they_were_set() {
        let clock = clock();
        let start = clock.now();
        let woke = RefCell::new(Vec::new());
        let sleeper = |name: &'static str| {
            let (clock, woke) = (&clock, &woke);
            async move {
                clock.sleep(seconds(2)).await;
                woke.borrow_mut().push((name, clock.now().since(start)));
            }
        };
        run_virtual(&clock, join_all(["first", "second", "third"].map(sleeper)));
        let at = seconds(2);
        assert_eq!(*woke.borrow(), [("first", at), ("second", at), ("third", at)]);
    }

    #[test]
    fn a_sleep_of_nothing_ends_at_once() {
        let clock = clock();
        let start = clock.now();
        run_virtual(&clock, clock.sleep(Duration::ZERO));
        assert_eq!(clock.now(), start);
    }

    #[test]
    fn cancellation_wakes_a_sleeper_early_and_its_timer_is_gone() {
        let clock = clock();
        let start = clock.now();
        let cancel = Cancel::new();
        let sleeper = async {
            let cancelled = pin!(cancel.cancelled());
            matches!(
                select(clock.sleep(seconds(600)), cancelled).await,
                Either::Right(_)
            )
        };
        let stopper = async {
            clock.sleep(seconds(7)).await;
            cancel.cancel();
        };
        let (was_cancelled, ()) = run_virtual(&clock, join(sleeper, stopper));
        assert!(was_cancelled);
        assert_eq!(clock.now().since(start), seconds(7));
        assert_eq!(clock.timers_set(), 0);
        assert_eq!(clock.sleep_lengths(), [seconds(600), seconds(7)]);
    }

    #[test]
    #[should_panic(expected = "deadlock: the future waits, nothing woke it and no timer is set")]
    fn a_deadlock_is_reported() {
        run_virtual(&clock(), Cancel::new().cancelled());
    }

    #[test]
    #[should_panic(expected = "goes on for more than 8 days")]
    fn a_wait_without_end_is_reported() {
        let clock = clock();
        run_virtual(&clock, async {
            loop {
                clock.sleep(seconds(3600)).await;
            }
        });
    }

    #[test]
    #[should_panic(expected = "the future spins")]
    fn a_spinning_future_is_reported() {
        run_virtual(
            &clock(),
            std::future::poll_fn(|context| {
                context.waker().wake_by_ref();
                Poll::<()>::Pending
            }),
        );
    }
}
