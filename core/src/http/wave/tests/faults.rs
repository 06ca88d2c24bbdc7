//! Misfortune: what is repeated, and what comes of it.

use super::world::{Line, Part, World, echo};
use super::{check_batches, cut, reset};
use crate::error::ErrorCode;
use crate::http::fake::answer;
use crate::http::{Call, TransportFailure};
use proptest::prelude::*;
use serde_json::json;
use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What happens to the n-th part that the service sees; afterwards it is well.
#[derive(Clone, Copy, Debug)]
enum Luck {
    Well,
    Throttled(u32),
    Failing,
    WritesMet,
    Missing,
}

fn luck() -> impl Strategy<Value = Luck> {
    prop_oneof![
        4 => Just(Luck::Well),
        3 => (1_u32..40).prop_map(Luck::Throttled),
        1 => Just(Luck::Failing),
        1 => Just(Luck::WritesMet),
    ]
}

fn answer_by(luck: Luck, part: &Part) -> Option<serde_json::Value> {
    match luck {
        Luck::Well => echo(part),
        Luck::Throttled(seconds) => Some(json!({
            "status": 429, "headers": { "Retry-After": seconds.to_string() }, "body": {}
        })),
        Luck::Failing => Some(json!({ "status": 503, "body": {} })),
        Luck::WritesMet => {
            Some(json!({ "status": 409, "body": { "error": { "code": "Directory_ConcurrencyViolation" } } }))
        }
        Luck::Missing => None,
    }
}

proptest! {
    #[test]
    fn whatever_happens_for_a_while_everything_comes_to_its_end(
        lucks in proptest::collection::vec(luck(), 0..400), people in 1_u32..80, at_once in 1_usize..60,
    ) {
        let next = AtomicUsize::new(0);
        let world = World::new(move |part| {
            let luck = lucks.get(next.fetch_add(1, Ordering::SeqCst)).copied();
            answer_by(luck.unwrap_or(Luck::Well), part)
        });
        let came = world.work(people, at_once, |hand| reset(hand, 2)).expect("nothing ends it");
        check_batches(&world);
        for (path, reply) in came.iter().flatten() {
            let reply = reply.as_ref().expect("an answer");
            // Six failures in a row are an answer too.
            prop_assert!(reply.status == 503 || reply.status == 409 || reply.body["asked"] == path.as_str());
        }
        let lines = world.ledger.lines.lock().expect("free");
        let begun = lines.iter().filter(|line| matches!(line, Line::Begun(..))).count();
        prop_assert_eq!(lines.len(), 2 * begun, "every write that was begun has its answer");
    }

    #[test]
    fn a_service_that_only_says_to_slow_down_is_left_alone_in_the_end(people in 1_u32..8, seconds in 1_u32..90) {
        let world = World::new(move |part| answer_by(Luck::Throttled(seconds), part));
        let came = world
            .work(people, 30, |hand| async move { hand.send(&hand.write("x")).await })
            .expect("nothing ends it");
        prop_assert!(came.iter().all(|reply| reply.as_ref().is_ok_and(|reply| reply.status == 429)));
        // Nobody is asked again before the time is over. What leaves before the answer comes cannot know.
        let batches = world.seen.batches();
        for pair in batches.windows(2) {
            let pause = pair[1][0].at - pair[0][0].at;
            prop_assert!(pause <= 200 || pause >= i64::from(seconds) * 1_000);
        }
    }
}

#[test]
fn who_was_throttled_goes_first() {
    let throttled = Mutex::new(HashMap::<u32, u32>::new());
    let world = World::new(move |part| {
        let person = part.person().expect("a person");
        let mut throttled = throttled.lock().expect("free");
        let times = throttled.entry(person).or_default();
        *times += 1;
        answer_by(
            if person < 10 && *times < 4 {
                Luck::Throttled(5)
            } else {
                Luck::Well
            },
            part,
        )
    });
    world
        .work(400, 100, |hand| async move { hand.send(&hand.write("x")).await })
        .expect("nothing ends it");
    let batches = world.seen.batches();
    let mut rounds = 0;
    for batch in &batches {
        let throttled = batch
            .iter()
            .filter(|part| part.person().is_some_and(|person| person < 10))
            .count();
        if throttled > 0 {
            rounds += 1;
            let first = batch[..throttled].iter().filter_map(Part::person).max();
            assert_eq!((throttled, first), (10, Some(9)), "all of them, in front");
        }
    }
    assert_eq!(rounds, 4);
    let at = batches.iter().rposition(|batch| batch[0].person() == Some(0));
    assert!(at < Some(batches.len() - 5), "long before the others");
}

#[test]
fn what_may_have_happened_is_not_done_twice() {
    for (failure, times, ends) in [
        (TransportFailure::Ambiguous, 1, false),
        (TransportFailure::NotSent, 6, false),
    ] {
        let world = World::with_batches(echo, move |_, _| Some(Err(cut(failure))));
        let came = world.work(1, 1, |hand| async move {
            let call = hand.write("x").once();
            hand.send(&call).await.expect_err("cut").code()
        });
        assert_eq!(came.is_err(), ends);
        assert_eq!(came.expect("nothing ends it"), [ErrorCode::Network]);
        assert_eq!(world.seen.parts().len(), times);
        let lines = world.ledger.lines.lock().expect("free");
        assert_eq!(
            lines.last(),
            Some(&Line::Answered(0, "/people/0/x".to_owned(), None))
        );
    }
}

#[test]
fn a_service_that_cannot_be_reached_ends_the_run() {
    let world = World::with_batches(echo, |_, number| {
        (number > 2).then(|| Err(cut(TransportFailure::Ambiguous)))
    });
    let ended = world.work(200, 50, |hand| reset(hand, 2));
    assert_eq!(ended.expect_err("it ends").code(), ErrorCode::Network);
}

#[test]
fn a_batch_that_is_refused_as_a_whole_is_told_to_each() {
    let world = World::with_batches(echo, |_, _| {
        Some(Ok(answer(403, &[], r#"{"error":{"code":"accessDenied"}}"#)))
    });
    let came = world
        .work(3, 3, |hand| async move {
            let alone = hand.send(&hand.write("x")).await.expect("an answer").status;
            let reads = [hand.read("a"), hand.read("b")];
            let together = hand
                .pipeline
                .send_together(crate::http::Version::Beta, &reads, &hand.run)
                .await;
            let together = together.expect_err("refused");
            (alone, together.subject().map(str::to_owned))
        })
        .expect("nothing ends it");
    assert!(came.iter().all(|one| *one == (403, Some("the batch".to_owned()))));
}

#[test]
fn an_answer_that_is_missing_is_not_overlooked() {
    let world = World::new(|part| {
        answer_by(
            if part.url.ends_with("/7/x") {
                Luck::Missing
            } else {
                Luck::Well
            },
            part,
        )
    });
    let came = world
        .work(20, 20, |hand| async move {
            hand.send(&hand.write("x")).await.map_err(|error| error.code())
        })
        .expect("nothing ends it");
    for (person, reply) in came.iter().enumerate() {
        assert_eq!(
            reply.as_ref().err(),
            (person == 7).then_some(&ErrorCode::UnexpectedReply)
        );
    }
    let lines = world.ledger.lines.lock().expect("free");
    assert!(lines.contains(&Line::Answered(7, "/people/7/x".to_owned(), None)));
}

#[test]
fn a_token_that_is_refused_and_cannot_be_renewed_ends_the_run() {
    let world = World::with_batches(echo, |_, number| {
        (number > 1).then(|| {
            Ok(answer(
                401,
                &[],
                r#"{"error":{"code":"InvalidAuthenticationToken"}}"#,
            ))
        })
    });
    let ended = world.work(60, 20, |hand| reset(hand, 1));
    assert!(ended.is_err());
    let lines = world.ledger.lines.lock().expect("free");
    let begun = lines
        .iter()
        .filter(|line| matches!(line, Line::Begun(..)))
        .count();
    assert_eq!(lines.len(), 2 * begun);
}

#[test]
fn attempts_are_counted_for_the_person() {
    let next = AtomicUsize::new(0);
    let world = World::new(move |part| {
        let first = next.fetch_add(1, Ordering::SeqCst) < 2;
        answer_by(if first { Luck::Throttled(1) } else { Luck::Well }, part)
    });
    let came = world
        .work(1, 1, |hand| async move {
            let call: Call = hand.write("x");
            hand.send(&call).await.expect("an answer");
            hand.run.requests_sent()
        })
        .expect("nothing ends it");
    assert_eq!(came, [3]);
    assert_eq!(world.wave.counts().throttled, 2);
}
