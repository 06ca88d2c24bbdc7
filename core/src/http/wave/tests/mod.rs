mod faults;
mod filling;
mod pacing;
mod world;

use self::world::{Hand, Line, Part, World, echo};
use crate::error::{ErrorCode, Result};
use crate::graph::{UserKey, users};
use crate::http::{Reply, TransportError, TransportFailure, Version};
use crate::platform::Timestamp;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::time::Duration;

fn asked(reply: &Result<Reply>) -> Option<&str> {
    reply.as_ref().ok()?.body["asked"].as_str()
}

/// What a reset asks: the person, then the writes one by one, then a read.
async fn reset(hand: Hand<'_>, writes: u32) -> Vec<(String, Result<Reply>)> {
    let mut came = Vec::new();
    let reads = ["one", "two"].map(|what| hand.read(what));
    let replies = hand
        .pipeline
        .send_together(Version::Beta, &reads, &hand.run)
        .await;
    for (read, reply) in reads.iter().zip(replies.expect("answers")) {
        came.push((read.path().expect("no link").1.to_owned(), Ok(reply)));
    }
    let steps = (0..writes).map(|write| hand.write(&write.to_string()));
    for step in steps.chain([hand.read("left")]) {
        let reply = hand.send(&step).await;
        came.push((step.path().expect("no link").1.to_owned(), reply));
    }
    came
}

fn check_batches(world: &World) {
    for batch in world.seen.batches() {
        assert!((1..=20).contains(&batch.len()));
        let mut writers: Vec<_> = batch
            .iter()
            .filter(|part| part.is_write())
            .map(Part::person)
            .collect();
        let all = writers.len();
        writers.sort_unstable();
        writers.dedup();
        assert_eq!(writers.len(), all, "one write per person in a batch");
    }
}

proptest! {
    #[test]
    fn every_call_gets_its_own_answer_and_every_write_is_written_down(
        people in 1_u32..120, at_once in 1_usize..60, writes in 0_u32..4,
    ) {
        let world = World::new(echo);
        let came = world.work(people, at_once, |hand| reset(hand, writes)).expect("nothing ends it");
        prop_assert_eq!(came.len(), people as usize);
        for (path, reply) in came.iter().flatten() {
            prop_assert_eq!(asked(reply), Some(path.as_str()));
        }
        check_batches(&world);
        let lines = world.ledger.lines.lock().expect("free");
        prop_assert_eq!(lines.len(), 2 * (people * writes) as usize);
        for (place, line) in lines.iter().enumerate() {
            if let Line::Answered(person, path, status) = line {
                prop_assert_eq!(*status, Some(200));
                prop_assert!(lines[..place].contains(&Line::Begun(*person, path.clone())));
            }
        }
        let counts = world.wave.counts();
        prop_assert_eq!(counts.requests as usize, world.seen.batches().len());
        prop_assert_eq!(counts.items, people * (writes + 3));
    }
}

#[test]
fn a_run_of_one_waits_for_nobody() {
    let world = World::slow(Duration::ZERO, echo, |_, _| None);
    world.work(1, 1, |hand| reset(hand, 3)).expect("nothing ends it");
    assert_eq!(world.time.ms(), 0);
    let sizes: Vec<_> = world.seen.batches().iter().map(Vec::len).collect();
    assert_eq!(sizes, [2, 1, 1, 1, 1]);
}

#[test]
fn a_few_do_not_wait_for_those_who_pause() {
    let world = World::slow(Duration::ZERO, echo, |_, _| None);
    world
        .work(3, 3, |hand| async move {
            let clock = hand.pipeline.clock();
            let pause = Duration::from_secs(u64::from(hand.person) * 10);
            let reason = crate::api::WaitReason::ReadsLag;
            hand.run
                .pause(clock, pause, reason)
                .await
                .expect("nobody stops it");
            hand.send(&hand.read("x")).await.expect("an answer");
            assert_eq!(
                clock.now(),
                Timestamp::from_unix_ms(i64::from(hand.person) * 10_000)
            );
        })
        .expect("nothing ends it");
}

#[test]
fn what_was_proven_is_not_sent_again() {
    let world = World::new(echo);
    let at = Timestamp::from_unix_ms(7);
    let proven = Reply::proven(204, Some("r-1"), at);
    world
        .ledger
        .proven
        .lock()
        .expect("free")
        .insert("/people/0/1".to_owned(), proven);
    let came = world
        .work(1, 1, |hand| reset(hand, 3))
        .expect("nothing ends it")
        .remove(0);
    let reply = came[3].1.as_ref().expect("an answer");
    assert_eq!(
        (reply.status, reply.request_id(), reply.proven_at),
        (204, Some("r-1"), Some(at))
    );
    assert!(world.seen.parts().iter().all(|part| part.url != "/people/0/1"));
    assert_eq!(world.seen.parts().len(), 5);
}

#[test]
fn when_nothing_can_be_written_down_nothing_is_sent_any_more() {
    let world = World::new(echo);
    *world.ledger.fails_after.lock().expect("free") = Some(2);
    let ended = world
        .work(40, 40, |hand| async move {
            hand.send(&hand.write("1")).await.expect("the first two batches");
            hand.send(&hand.write("2")).await.expect("never");
        })
        .expect_err("it ends");
    assert_eq!(ended.code(), ErrorCode::FileFailed);
    let lines = world.ledger.lines.lock().expect("free");
    let begun = lines
        .iter()
        .filter(|line| matches!(line, Line::Begun(..)))
        .count();
    let answered = lines
        .iter()
        .filter(|line| matches!(line, Line::Answered(..)))
        .count();
    assert_eq!((begun, answered), (40, 40), "what was under way came to its end");
    assert_eq!(world.seen.parts().len(), 40);
}

#[test]
fn who_asks_to_stop_leaves_the_queue_and_what_is_under_way_is_awaited() {
    let world = World::new(echo);
    let cancel = world.cancel.clone();
    let came = world
        .work(50, 50, |hand| {
            let cancel = cancel.clone();
            async move {
                if hand.person == 49 {
                    // The first batches are under way, the rest of the people wait.
                    hand.pipeline.clock().sleep(Duration::from_millis(50)).await;
                    cancel.cancel();
                    return Ok(Reply::default());
                }
                hand.send(&hand.write("1")).await
            }
        })
        .expect("nothing ends it");
    let done = came[..49].iter().filter(|reply| reply.is_ok()).count();
    assert_eq!(done, 40, "two batches were full");
    assert!(
        came[40..49]
            .iter()
            .all(|reply| matches!(reply, Err(error) if error.code() == ErrorCode::Cancelled))
    );
    assert_eq!(world.seen.parts().len(), 40);
}

#[test]
fn what_must_be_tried_all_the_same_is_sent_after_a_stop() {
    let world = World::new(echo);
    world.cancel.cancel();
    let came = world
        .work(1, 1, |hand| async move {
            assert!(hand.send(&hand.write("1")).await.is_err());
            let never = crate::cancel::Cancel::new();
            let all_the_same = hand.run.despite(&never);
            let reply = hand.pipeline.send(&hand.write("2"), &all_the_same).await;
            (reply.map(|reply| reply.status), all_the_same.requests_sent())
        })
        .expect("nothing ends it");
    assert!(matches!(came[0], (Ok(200), 1)));
}

/// A directory of these people, by the last digits of their ids.
fn directory(known: u32, offers_lists: bool) -> impl Fn(&Part) -> Option<Value> {
    move |part| {
        let user = |number: u32| json!({ "id": id(number), "userPrincipalName": format!("{number}@x") });
        let absent = json!({ "status": 404, "body": { "error": { "code": "Request_ResourceNotFound" } } });
        let Some(filter) = part.url.strip_prefix("/users?$filter=") else {
            let asked = part.url.strip_prefix("/users/")?.split('?').next()?;
            let found = (0..known).find(|number| id(*number) == asked);
            return Some(found.map_or(absent, |number| json!({ "status": 200, "body": user(number) })));
        };
        if !offers_lists {
            return Some(
                json!({ "status": 403, "body": { "error": { "code": "Authorization_RequestDenied" } } }),
            );
        }
        let asked: Vec<u32> = (0..known)
            .filter(|number| filter.contains(&id(*number)))
            .collect();
        assert!(filter.matches("%27").count() <= 30, "no more than fifteen");
        let found: Vec<_> = asked.into_iter().rev().map(user).collect();
        Some(json!({ "status": 200, "headers": { "request-id": "list" }, "body": { "value": found } }))
    }
}

fn id(number: u32) -> String {
    format!("5b0c2f0e-8f6e-4a7f-9d0a-{number:012}")
}

fn read_users(world: &World, people: u32) -> Vec<Reply> {
    let came = world.work(people, 100, |hand| async move {
        let version = if hand.person % 2 == 0 {
            Version::V1
        } else {
            Version::Beta
        };
        let key = UserKey::Id(id(hand.person).to_uppercase());
        let reply = hand.send(&users::get(version, &key)).await.expect("an answer");
        // Merged or not, it is what one of the calls came to.
        assert!(hand.run.requests_sent() >= 1);
        reply
    });
    came.expect("nothing ends it")
}

#[test]
fn reads_of_people_are_merged_and_who_is_missing_is_asked_for_alone() {
    let world = World::new(|part| {
        directory(47, true)(&Part {
            url: part.url.to_lowercase(),
            ..part.clone()
        })
    });
    let came = read_users(&world, 50);
    for (person, reply) in came.iter().enumerate() {
        if person < 47 {
            assert_eq!(reply.status, 200);
            assert_eq!(reply.body["userPrincipalName"], format!("{person}@x"));
            assert_eq!(reply.request_id(), Some("list"));
        } else {
            assert_eq!(reply.status, 404, "the service says so itself");
        }
    }
    let parts = world.seen.parts();
    assert_eq!(
        parts.len(),
        4 + 3,
        "two lists of fifteen at most each, and the three who are missing"
    );
}

#[test]
fn a_service_that_offers_no_such_list_is_asked_one_by_one() {
    let world = World::new(|part| {
        directory(40, false)(&Part {
            url: part.url.to_lowercase(),
            ..part.clone()
        })
    });
    assert!(read_users(&world, 40).iter().all(|reply| reply.status == 200));
    let lists = world
        .seen
        .parts()
        .iter()
        .filter(|part| part.url.contains("$filter"))
        .count();
    assert!(lists <= 4, "{lists}");
}

#[test]
fn one_read_alone_is_not_merged() {
    let world = World::new(|part| {
        directory(1, true)(&Part {
            url: part.url.to_lowercase(),
            ..part.clone()
        })
    });
    assert_eq!(read_users(&world, 1)[0].request_id(), None);
    assert!(world.seen.parts()[0].url.starts_with("/users/"));
}

fn cut(failure: TransportFailure) -> TransportError {
    TransportError {
        failure,
        message: "cut".to_owned(),
    }
}
