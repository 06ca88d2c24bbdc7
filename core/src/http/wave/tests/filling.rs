//! How full batches are, and how long a run takes.

use super::world::{World, echo};
use super::{check_batches, reset};
use crate::http::ToCome;

/// What the documented quota takes at least: a run leaves a fifth to others.
fn floor_ms(writes: u32) -> i64 {
    i64::from(writes.saturating_sub(2_400)) * 1_000 / 20
}

#[test]
fn a_large_run_fills_its_batches_and_keeps_up_with_the_quota() {
    let world = World::new(echo);
    let (people, writes) = (1_000, 4);
    world
        .work(people, 300, |hand| reset(hand, writes))
        .expect("nothing ends it");
    check_batches(&world);
    let counts = world.wave.counts();
    let filling = f64::from(counts.items) / f64::from(counts.requests);
    assert!(
        filling > 18.0,
        "{filling:.2} of 20 in {} requests",
        counts.requests
    );
    let (took, floor) = (world.time.ms(), floor_ms(people * writes));
    assert!(
        took < floor + 15_000,
        "{took} ms, where the quota alone takes {floor}"
    );
}

#[test]
fn writes_stay_under_the_quota_at_every_moment() {
    let world = World::new(echo);
    world
        .work(
            3_200,
            300,
            |hand| async move { hand.send(&hand.write("x")).await },
        )
        .expect("nothing ends it");
    let went: Vec<i64> = world.seen.parts().iter().map(|part| part.at).collect();
    assert_eq!(went.len(), 3_200);
    let mut level = 3_000.0_f64;
    for pair in went.windows(2) {
        #[expect(clippy::cast_precision_loss, reason = "milliseconds of minutes")]
        let passed = (pair[1] - pair[0]) as f64 / 1_000.0;
        level = (level - 1.0 + passed * 20.0).min(3_000.0);
        assert!(level >= 599.0, "a run leaves a fifth: {level}");
    }
}

#[test]
fn what_a_run_has_left_to_others_ends_it_sooner() {
    let world = World::new(echo);
    world
        .work(2_960, 300, |hand| async move {
            if hand.person == 2_400 {
                let shared = hand.run.shared().expect("one of many");
                let takes = std::time::Duration::ZERO;
                shared.wave.expect(Some(ToCome { writes: 560, takes }));
            }
            hand.send(&hand.write("x")).await
        })
        .expect("nothing ends it");
    assert_eq!(world.wave.counts().writes, 2_960);
    assert!(
        world.time.ms() < 15_000,
        "{} ms, and not as long as 560 writes take at twenty a second",
        world.time.ms()
    );
}

#[test]
fn people_who_pause_are_waited_for_a_moment_in_a_large_run() {
    let world = World::new(echo);
    world
        .work(600, 200, |hand| async move {
            hand.send(&hand.write("x")).await.expect("an answer");
            let clock = hand.pipeline.clock();
            let pause = std::time::Duration::from_millis(2_000 + u64::from(hand.person) % 100 * 30);
            let reason = crate::api::WaitReason::ReadsLag;
            hand.run
                .pause(clock, pause, reason)
                .await
                .expect("nobody stops it");
            hand.send(&hand.read("x")).await.expect("an answer");
        })
        .expect("nothing ends it");
    let counts = world.wave.counts();
    let filling = f64::from(counts.items) / f64::from(counts.requests);
    assert!(
        filling > 14.0,
        "{filling:.2} of 20 in {} requests",
        counts.requests
    );
}
