//! Of several who want a journal, one has it.

use super::ports::{Disk, Wheel, run};
use crate::bulk::journal::lock::{BEAT, Lock};
use crate::cancel::Cancel;
use crate::error::{ErrorCode, Result};
use crate::http::Run;
use crate::platform::Clock as _;
use futures_util::future::{join, join_all};
use proptest::prelude::*;
use std::time::Duration;

async fn take<'a>(disk: &'a Disk, clock: &'a Wheel, token: &str) -> Result<Lock<'a>> {
    let cancel = Cancel::new();
    let run = Run::new(&(), &cancel);
    Lock::take(disk, clock, "j", token.to_owned(), &run).await
}

#[test]
fn who_keeps_a_lock_has_it_alone() {
    let (disk, clock) = (Disk::default(), Wheel::new());
    let began = clock.now();
    run(&clock, async {
        let mut first = take(&disk, &clock, "first").await.expect("free");
        let keeping = async {
            for _ in 0..5 {
                clock.sleep(BEAT).await;
                first.beat().await.expect("it is ours");
            }
        };
        let second = async {
            let error = take(&disk, &clock, "second")
                .await
                .map(|_| ())
                .expect_err("locked");
            assert_eq!(error.code(), ErrorCode::JournalLocked);
            assert_eq!(
                error.message(),
                "the journal j is in the hands of desk-7, process 4711 since 2026-08-20T09:00:00Z"
            );
            assert!(clock.now().since(began) <= Duration::from_secs(15), "soon");
        };
        join(keeping, second).await;
        first.release().await;
        take(&disk, &clock, "third").await.expect("free again");
    });
}

#[test]
fn a_lock_of_nobody_is_taken_over_and_its_owner_stops() {
    let (disk, clock) = (Disk::default(), Wheel::new());
    run(&clock, async {
        let mut dead = take(&disk, &clock, "dead").await.expect("free");
        let before = clock.now();
        let mut heir = take(&disk, &clock, "heir").await.expect("nobody renews it");
        assert_eq!(clock.now().since(before), Duration::from_secs(32));
        let error = dead.beat().await.expect_err("it woke up too late");
        assert_eq!(error.code(), ErrorCode::JournalLocked);
        heir.beat().await.expect("it is the heir's");
        dead.release().await;
        heir.beat().await.expect("who lost a lock does not remove it");
    });
}

#[test]
fn an_old_lock_is_taken_at_once() {
    let (disk, clock) = (Disk::default(), Wheel::new());
    run(&clock, async {
        take(&disk, &clock, "dead").await.expect("free");
        clock.advance(Duration::from_secs(3600));
        let before = clock.now();
        take(&disk, &clock, "heir").await.expect("nobody renews it");
        assert_eq!(clock.now().since(before), Duration::from_secs(2));
    });
}

#[test]
fn who_is_stopped_while_taking_over_leaves_no_lock() {
    let (disk, clock) = (Disk::default(), Wheel::new());
    run(&clock, async {
        take(&disk, &clock, "dead").await.expect("free");
        clock.advance(Duration::from_secs(3600));
        let cancel = Cancel::new();
        let run = Run::new(&(), &cancel);
        let heir = Lock::take(&disk, &clock, "j", "heir".to_owned(), &run);
        let stop = async {
            clock.sleep(Duration::from_secs(1)).await;
            cancel.cancel();
        };
        let (heir, ()) = join(heir, stop).await;
        let error = heir.map(|_| ()).expect_err("stopped");
        assert_eq!(error.code(), ErrorCode::Cancelled);
        let before = clock.now();
        take(&disk, &clock, "next").await.expect("free");
        assert_eq!(clock.now(), before, "nobody has it");
    });
}

#[test]
fn a_lock_that_cannot_be_read_is_watched_like_any_other() {
    let (disk, clock) = (Disk::with("j.lock", b"\0\0"), Wheel::new());
    run(&clock, async {
        take(&disk, &clock, "heir").await.expect("nobody renews it");
    });
}

#[test]
fn who_slept_looks_before_writing() {
    let (disk, clock) = (Disk::default(), Wheel::new());
    run(&clock, async {
        let mut asleep = take(&disk, &clock, "asleep").await.expect("free");
        asleep.keep().await.expect("it is fresh");
        take(&disk, &clock, "heir").await.expect("nobody renews it");
        let error = asleep.keep().await.expect_err("somebody else has it");
        assert_eq!(error.code(), ErrorCode::JournalLocked);
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn of_many_who_find_a_dead_lock_one_has_it(
        delays in prop::collection::vec(0_u64..40_000, 1..6), dead in any::<bool>(),
    ) {
        let (disk, clock) = (Disk::default(), Wheel::new());
        let holders = run(&clock, async {
            if dead {
                take(&disk, &clock, "dead").await.expect("free");
            }
            let each = delays.iter().enumerate().map(|(number, delay)| {
                let (disk, clock) = (&disk, &clock);
                async move {
                    clock.sleep(Duration::from_millis(*delay)).await;
                    let Ok(mut lock) = take(disk, clock, &number.to_string()).await else { return 0 };
                    // Keeps it for longer than anybody watches.
                    for _ in 0..10 {
                        clock.sleep(BEAT).await;
                        if lock.beat().await.is_err() {
                            return 0;
                        }
                    }
                    1
                }
            });
            join_all(each).await.into_iter().sum::<u32>()
        });
        prop_assert_eq!(holders, 1);
    }
}
