//! What is written, when it is on the disk, and what never is.

use super::ports::{Disk, Wheel, run};
use super::{JOURNAL, begin, begun, means, result, user_id};
use crate::api::{AuditAction, JournalLine, PersonOutcome};
use crate::bulk::journal::entry::Totals;
use crate::bulk::journal::{Journal, Person};
use crate::cancel::Cancel;
use crate::error::ErrorCode;
use crate::graph::{UserKey, access_pass, methods, users};
use crate::http::{Call, Ledger, Reply, Run};
use crate::platform::{Clock as _, Timestamp};
use futures_util::future::{Either, join, join_all, select};
use serde_json::{Value, json};
use std::pin::pin;
use std::time::Duration;

fn delete(index: u32) -> Call {
    let kind = crate::api::MethodKind::Phone;
    methods::delete(
        &UserKey::Id(user_id(index)),
        &kind,
        "3179e48a-750b-4051-897c-87b9720928f7",
    )
    .expect("a call")
}

fn answer(status: u16) -> Reply {
    Reply::proven(
        status,
        Some("5e9dbf05-0000-4000-8000-00000000000f"),
        Timestamp::from_unix_ms(0),
    )
}

fn lines(disk: &Disk) -> Vec<Value> {
    disk.text(JOURNAL)
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

fn take(journal: &Journal<'_>, index: u32) {
    journal.take(Person {
        index,
        user_id: user_id(index),
        ..Person::default()
    });
}

#[test]
fn a_write_is_on_the_disk_before_it_may_go_and_its_answer_after() {
    let (disk, clock) = (Disk::default(), Wheel::new());
    run(&clock, async {
        let journal = begin(&disk, &clock, 3).await;
        take(&journal, 1);
        let call = delete(1);
        journal.begin(&[(1, &call)]).await.expect("written");
        let write = lines(&disk).pop().expect("a line");
        assert_eq!(write["type"], "write");
        assert_eq!(write["userId"], user_id(1));
        assert_eq!(write["action"], "deletedMethod");
        assert_eq!(write["methodId"], "3179e48a-750b-4051-897c-87b9720928f7");
        assert_eq!(write["call"].as_str().map(str::len), Some(32));
        clock.sleep(Duration::from_secs(1)).await;
        journal.answered(1, &call, Some(&answer(204)));
        journal.ended(1, &result(1, PersonOutcome::Done));
        assert_eq!(lines(&disk).len(), 4, "an answer waits for the next write");
        let head = journal.close(&super::summary(1, 0)).await.expect("closed");
        let lines = lines(&disk);
        assert_eq!(lines[4]["of"], write["n"]);
        let line: JournalLine = serde_json::from_value(lines[4].clone()).expect("a line for whoReset");
        assert_eq!(line.action, AuditAction::DeletedMethod);
        assert_eq!(line.at.to_string(), "2026-08-20T09:00:00Z");
        assert_eq!(
            line.answered_at.map(|at| at.to_string()).as_deref(),
            Some("2026-08-20T09:00:01Z")
        );
        assert_eq!(line.requested_by.as_deref(), Some("desk.agent@fabrikam.example"));
        assert_eq!(line.ticket.as_deref(), Some("INC0012345"));
        assert_eq!(
            line.request_id.as_deref(),
            Some("5e9dbf05-0000-4000-8000-00000000000f")
        );
        assert_eq!(lines[5]["type"], "ended");
        assert_eq!(lines[6]["type"], "stopped");
        assert_eq!(head.len(), 64);
        assert!(!disk.get().files.contains_key("run.jsonl.lock"));
    });
}

#[test]
fn those_who_write_at_once_share_an_append() {
    let (disk, clock) = (Disk::default(), Wheel::new());
    run(&clock, async {
        let journal = begin(&disk, &clock, 200).await;
        let before = disk.get().appends;
        let calls: Vec<Call> = (0..200).map(delete).collect();
        let each = calls.iter().zip(0..).map(|(call, index)| {
            take(&journal, index);
            let journal = &journal;
            async move {
                journal.begin(&[(index, call)]).await.expect("written");
                journal.answered(index, call, Some(&answer(204)));
            }
        });
        join_all(each).await;
        assert_eq!(disk.get().appends - before, 2, "the first one goes alone");
        journal.commit().await.expect("written");
        assert_eq!(lines(&disk).len(), 3 + 400);
    });
}

#[test]
fn a_disk_that_fails_ends_the_run() {
    let (disk, clock) = (Disk::default(), Wheel::new());
    run(&clock, async {
        let journal = begin(&disk, &clock, 3).await;
        let fails = disk.get().appends;
        disk.get().fails = Some((fails, 17));
        let (one, other) = (delete(0), delete(1));
        take(&journal, 0);
        take(&journal, 1);
        let (first, second) = (async { journal.begin(&[(0, &one)]).await }, async {
            journal.begin(&[(1, &other)]).await
        });
        let (first, second) = join(first, second).await;
        for told in [
            first,
            second,
            journal.begin(&[(0, &one)]).await,
            journal.commit().await,
        ] {
            let error = told.expect_err("dead");
            assert_eq!(error.code(), ErrorCode::FileFailed);
            assert_eq!(error.message(), "run.jsonl cannot be written: the disk is full");
        }
        assert_eq!(
            disk.get().appends,
            fails + 1,
            "nothing is written behind a part of a line"
        );
    });
}

#[test]
fn who_goes_away_leaves_no_half_of_a_line() {
    let (disk, clock) = (Disk::default(), Wheel::new());
    run(&clock, async {
        let journal = begin(&disk, &clock, 1).await;
        take(&journal, 0);
        let call = delete(0);
        let writes = [(0, &call)];
        let mut begun = journal.begin(&writes);
        std::future::poll_fn(|context| {
            assert!(begun.as_mut().poll(context).is_pending());
            std::task::Poll::Ready(())
        })
        .await;
        drop(begun);
        assert_eq!(lines(&disk).len(), 3, "the disk is not done with it");
        journal.close(&super::summary(0, 0)).await.expect("closed");
        assert_eq!(lines(&disk)[3]["type"], "write");
        assert_eq!(lines(&disk)[4]["type"], "stopped");
    });
}

#[test]
fn a_file_that_is_there_is_not_written_over() {
    let (disk, clock) = (Disk::with(JOURNAL, b"somebody's"), Wheel::new());
    let cancel = Cancel::new();
    let going = Run::new(&(), &cancel);
    let error = run(
        &clock,
        Journal::begin(means(&disk, &clock, "one"), JOURNAL, begun(), &going),
    )
    .map(|_| ())
    .expect_err("there is one");
    assert_eq!(error.code(), ErrorCode::InvalidInput);
    assert_eq!(disk.text(JOURNAL), "somebody's");
}

#[test]
fn the_heartbeat_keeps_the_lock_and_brings_answers_to_the_disk() {
    let (disk, clock) = (Disk::default(), Wheel::new());
    run(&clock, async {
        let journal = begin(&disk, &clock, 1).await;
        take(&journal, 0);
        let call = delete(0);
        journal.begin(&[(0, &call)]).await.expect("written");
        journal.answered(0, &call, None);
        let stop = Cancel::new();
        let heartbeat = journal.heartbeat(&clock, &stop);
        let thief = async {
            clock.sleep(Duration::from_secs(25)).await;
            assert_eq!(lines(&disk).pop().expect("a line")["type"], "noAnswer");
            let lock = disk.text("run.jsonl.lock");
            assert!(lock.contains("\"beat\":2"), "{lock}");
            assert!(!stop.is_cancelled());
            let other = lock.replace("one", "other");
            disk.get()
                .files
                .insert("run.jsonl.lock".to_owned(), other.into_bytes());
        };
        let (error, ()) = join(heartbeat, thief).await;
        assert_eq!(error.code(), ErrorCode::JournalLocked);
        let told = journal.begin(&[(0, &call)]).await.expect_err("not ours");
        assert_eq!(told.code(), ErrorCode::JournalLocked);
    });
}

#[test]
fn a_file_beside_the_journal_asks_the_run_to_stop_and_one_from_before_does_not() {
    let (disk, clock) = (Disk::default(), Wheel::new());
    let ask = || {
        disk.get().files.insert("run.jsonl.stop".to_owned(), Vec::new());
    };
    ask();
    run(&clock, async {
        let journal = begin(&disk, &clock, 1).await;
        assert!(!disk.get().files.contains_key("run.jsonl.stop"));
        let stop = Cancel::new();
        let somebody = async {
            clock.sleep(Duration::from_secs(25)).await;
            assert!(!stop.is_cancelled());
            ask();
            stop.cancelled().await;
        };
        let heartbeat = pin!(journal.heartbeat(&clock, &stop));
        match select(heartbeat, pin!(somebody)).await {
            Either::Left((error, _)) => panic!("the run goes on to its end: {error}"),
            Either::Right(_) => assert!(!disk.get().files.contains_key("run.jsonl.stop")),
        }
    });
}

#[test]
fn nothing_secret_and_no_number_is_in_it() {
    let (disk, clock) = (Disk::default(), Wheel::new());
    run(&clock, async {
        let journal = begin(&disk, &clock, 3).await;
        take(&journal, 0);
        let pass = access_pass::create(&UserKey::Id(user_id(0)), None, Some(60), None);
        journal.begin(&[(0, &pass)]).await.expect("written");
        let mut created = answer(201);
        created.body = json!({ "id": "p", "temporaryAccessPass": "kJ8#secret-pass" });
        journal.answered(0, &pass, Some(&created));
        journal.ended(0, &result(0, PersonOutcome::Failed));
        let revoke = users::revoke_sessions(&UserKey::Id(user_id(1)));
        take(&journal, 1);
        journal.begin(&[(1, &revoke)]).await.expect("written");
        journal.close(&super::summary(0, 1)).await.expect("closed");
    });
    let text = disk.text(JOURNAL);
    for secret in ["kJ8#", "90000017", "90 00 00 17", "90000018"] {
        assert!(!text.contains(secret), "{text}");
    }
    assert!(text.contains("calls from +47 ******17"), "{text}");
    let lines = lines(&disk);
    assert_eq!(lines[3]["action"], "issuedPass");
    assert_eq!(lines[5]["error"]["message"], "the number +47 ******17 is in use");
    let totals: Totals = serde_json::from_value(lines.last().expect("a line").clone()).expect("totals");
    assert_eq!((totals.failed, totals.unfinished), (1, 2));
}
