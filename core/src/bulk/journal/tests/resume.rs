//! A run that was killed: nobody is lost, nothing proven is done again, wherever it happened.

use super::ports::{Disk, Wheel, run};
use super::{JOURNAL, begin, life, means, people, result, user_id};
use crate::api::{MethodKind, PersonOutcome};
use crate::bulk::journal::{Journal, Past, Person, PersonLine, Standing, answers};
use crate::cancel::Cancel;
use crate::error::{ErrorCode, Result};
use crate::graph::{UserKey, access_pass, methods, preferences, users};
use crate::http::{Call, Ledger as _, Reply, Run};
use crate::platform::Timestamp;
use proptest::prelude::*;
use std::time::Duration;

fn delete(index: u32, id: &str) -> Call {
    methods::delete(&UserKey::Id(user_id(index)), &MethodKind::Phone, id).expect("a call")
}

fn answer(status: u16) -> Reply {
    Reply::proven(status, Some("r"), Timestamp::from_unix_ms(0))
}

fn take(journal: &Journal<'_>, index: u32) {
    journal.take(Person {
        index,
        user_id: user_id(index),
        ..Person::default()
    });
}

/// Writes something on somebody and gives it an answer.
async fn write(journal: &Journal<'_>, index: u32, call: &Call, status: u16) {
    journal.begin(&[(index, call)]).await.expect("written");
    journal.answered(index, call, Some(&answer(status)));
}

async fn resume<'a>(
    disk: &'a Disk,
    clock: &'a Wheel,
    retry_failed: bool,
) -> Result<(Journal<'a>, Past, Vec<PersonLine>)> {
    let cancel = Cancel::new();
    let run = Run::new(&(), &cancel);
    let mut people = Vec::new();
    let life = super::Life {
        retry_failed,
        ..life()
    };
    let (journal, past) = Journal::take_up_again(means(disk, clock, "two"), JOURNAL, life, &run, |person| {
        people.push(person)
    })
    .await?;
    Ok((journal, past, people))
}

#[test]
fn the_people_come_back_as_they_were() {
    let (disk, clock) = (Disk::default(), Wheel::new());
    run(&clock, async {
        begin(&disk, &clock, 1_234).await;
        let (_, past, told) = resume(&disk, &clock, false).await.expect("a run");
        let masked = people(1_234).map(|mut person| {
            if let Some(variant) = &mut person.variant {
                variant.reason = Some("new phone ******18".to_owned());
            }
            person
        });
        assert!(told.into_iter().eq(masked));
        assert_eq!(past.totals().unfinished, 1_234);
        assert_eq!(past.begun().run, super::begun().run);
    });
}

#[test]
fn what_is_proven_is_answered_from_the_journal() {
    let (disk, clock) = (Disk::default(), Wheel::new());
    let pass = |index| access_pass::create(&UserKey::Id(user_id(index)), None, None, None);
    let revoke = |index| users::revoke_sessions(&UserKey::Id(user_id(index)));
    run(&clock, async {
        let journal = begin(&disk, &clock, 4).await;
        for index in 0..3 {
            take(&journal, index);
        }
        write(&journal, 0, &delete(0, "a"), 204).await;
        write(&journal, 0, &delete(0, "b"), 404).await;
        write(&journal, 0, &delete(0, "c"), 400).await;
        write(&journal, 0, &pass(0), 201).await;
        write(&journal, 0, &revoke(0), 200).await;
        journal.begin(&[(0, &delete(0, "d"))]).await.expect("written");
        write(&journal, 1, &delete(1, "a"), 204).await;
        journal.ended(1, &result(1, PersonOutcome::Done));
        journal.commit().await.expect("written");
        drop(journal);

        let (journal, past, _) = resume(&disk, &clock, false).await.expect("a run");
        let proven = |index, call: &Call| journal.proven(index, call).map(|reply| reply.status);
        assert_eq!(proven(0, &delete(0, "a")), Some(204));
        assert_eq!(proven(0, &delete(0, "b")), Some(404), "what is not there is gone");
        assert_eq!(proven(0, &delete(0, "c")), None, "it was refused");
        assert_eq!(proven(0, &delete(0, "d")), None, "it was not answered");
        assert_eq!(proven(0, &pass(0)), None, "nobody knows it");
        assert_eq!(proven(1, &delete(1, "a")), None, "who has ended is forgotten");
        assert_eq!(proven(2, &delete(2, "a")), None);
        let revoked = journal.proven(0, &revoke(0)).expect("proven");
        assert_eq!(revoked.body["value"], true);
        assert_eq!(revoked.request_id(), Some("r"));
        assert_eq!(
            revoked.proven_at.map(|at| at.to_string()).as_deref(),
            Some("2026-08-20T09:00:00Z")
        );
        assert_eq!(
            [0, 1, 2, 3].map(|index| past.standing(index)),
            [
                Standing::InHand,
                Standing::Ended(PersonOutcome::Done),
                Standing::Waiting,
                Standing::Waiting
            ]
        );

        clock.advance(Duration::from_secs(10 * 60));
        assert_eq!(
            proven(0, &delete(0, "a")),
            None,
            "what is listed now was registered again"
        );
        assert_eq!(proven(0, &revoke(0)), Some(200), "no read would show it");
    });
}

#[test]
fn a_pass_that_may_be_there_and_was_told_to_nobody_is_remembered() {
    let (disk, clock) = (Disk::default(), Wheel::new());
    let pass = |index| access_pass::create(&UserKey::Id(user_id(index)), None, None, None);
    let take_back = |index| {
        let key = UserKey::Id(user_id(index));
        methods::delete(&key, &MethodKind::TemporaryAccessPass, "p").expect("a call")
    };
    run(&clock, async {
        let journal = begin(&disk, &clock, 8).await;
        for index in 0..8 {
            take(&journal, index);
        }
        write(&journal, 0, &pass(0), 201).await;
        journal.begin(&[(1, &pass(1))]).await.expect("written");
        write(&journal, 2, &pass(2), 504).await;
        write(&journal, 3, &pass(3), 400).await;
        write(&journal, 4, &pass(4), 201).await;
        write(&journal, 4, &take_back(4), 204).await;
        write(&journal, 5, &delete(5, "a"), 204).await;
        write(&journal, 6, &pass(6), 201).await;
        journal.ended(6, &result(6, PersonOutcome::Done));
        write(&journal, 7, &pass(7), 503).await;
        write(&journal, 7, &pass(7), 400).await;
        journal.ended(7, &result(7, PersonOutcome::Failed));
        journal.commit().await.expect("written");
        drop(journal);

        let (_, past, _) = resume(&disk, &clock, true).await.expect("a run");
        let left = [0, 1, 2, 3, 4, 5, 6, 7].map(|index| past.left_a_pass(index));
        assert_eq!(left, [true, true, true, false, false, false, false, true]);
    });
}

#[test]
fn of_two_values_the_last_one_is_proven() {
    let (disk, clock) = (Disk::default(), Wheel::new());
    let default = |value: &str| preferences::set_default(&UserKey::Id(user_id(0)), &value.to_owned().into());
    run(&clock, async {
        let journal = begin(&disk, &clock, 1).await;
        take(&journal, 0);
        write(&journal, 0, &default("sms"), 204).await;
        write(&journal, 0, &delete(0, "a"), 204).await;
        write(&journal, 0, &default("push"), 204).await;
        journal.commit().await.expect("written");
        drop(journal);
        let (journal, _, _) = resume(&disk, &clock, false).await.expect("a run");
        let proven = |call: &Call| journal.proven(0, call).is_some();
        assert_eq!(
            [
                proven(&default("sms")),
                proven(&default("push")),
                proven(&delete(0, "a"))
            ],
            [false, true, true]
        );
    });
}

#[test]
fn failures_are_tried_again_only_if_asked_for() {
    let (disk, clock) = (Disk::default(), Wheel::new());
    run(&clock, async {
        let journal = begin(&disk, &clock, 4).await;
        let outcomes = [
            PersonOutcome::Failed,
            PersonOutcome::Partial,
            PersonOutcome::Skipped,
            PersonOutcome::Done,
        ];
        for (index, outcome) in (0..).zip(outcomes) {
            take(&journal, index);
            journal.ended(index, &result(index, outcome));
        }
        journal.close(&super::summary(2, 0)).await.expect("closed");
        let (journal, past, _) = resume(&disk, &clock, false).await.expect("a run");
        assert_eq!(past.totals().unfinished, 0);
        journal.close(&super::summary(2, 0)).await.expect("closed");
        let (journal, past, _) = resume(&disk, &clock, true).await.expect("a run");
        assert_eq!(past.totals().unfinished, 2);
        journal.commit().await.expect("written");
        drop(journal);
        clock.advance(Duration::from_secs(3600));
        let (_, past, _) = resume(&disk, &clock, false).await.expect("a run");
        assert_eq!(
            past.totals().unfinished,
            2,
            "the journal remembers that they are tried again"
        );
    });
}

#[test]
fn who_looks_and_goes_leaves_nothing_behind() {
    let (disk, clock) = (Disk::default(), Wheel::new());
    run(&clock, async {
        let journal = begin(&disk, &clock, 4).await;
        journal.close(&super::summary(0, 0)).await.expect("closed");
        let bytes = disk.bytes(JOURNAL);
        let (journal, _, _) = resume(&disk, &clock, true).await.expect("a run");
        journal.let_go().await;
        assert_eq!(disk.bytes(JOURNAL), bytes);
        assert_eq!(disk.get().files.len(), 1);
    });
}

#[test]
fn answers_are_found_for_who_asks_later() {
    let (disk, clock) = (Disk::default(), Wheel::new());
    run(&clock, async {
        let journal = begin(&disk, &clock, 3).await;
        for index in 0..2 {
            take(&journal, index);
            write(&journal, index, &delete(index, "a"), 204).await;
        }
        journal.close(&super::summary(0, 0)).await.expect("closed");
        let cancel = Cancel::new();
        let going = Run::new(&(), &cancel);
        for (user, count) in [
            (None, 2),
            (Some(user_id(1).to_uppercase()), 1),
            (Some(user_id(2)), 0),
        ] {
            let mut lines = Vec::new();
            answers::read(&disk, JOURNAL, user.as_deref(), &going, &mut lines)
                .await
                .expect("lines");
            assert_eq!(lines.len(), count);
            assert!(
                lines
                    .iter()
                    .all(|line| line.run == Some(super::begun().run) && line.status == Some(204))
            );
        }
        let changed = disk.text(JOURNAL).replacen("204", "400", 1);
        disk.get().files.insert(JOURNAL.to_owned(), changed.into_bytes());
        let error = answers::read(&disk, JOURNAL, None, &going, &mut Vec::new())
            .await
            .expect_err("damaged");
        assert_eq!(error.code(), ErrorCode::JournalDamaged);
    });
}

#[test]
fn a_damaged_journal_is_not_gone_on_with() {
    let (disk, clock) = (Disk::default(), Wheel::new());
    run(&clock, async {
        drop(begin(&disk, &clock, 4).await);
        let bytes = disk
            .text(JOURNAL)
            .replace("\"line\":2", "\"line\":9")
            .replace(",2,\"5b0c", ",3,\"5b0c");
        disk.get()
            .files
            .insert(JOURNAL.to_owned(), bytes.clone().into_bytes());
        let error = resume(&disk, &clock, false)
            .await
            .map(|_| ())
            .expect_err("damaged");
        assert_eq!(error.code(), ErrorCode::JournalDamaged);
        assert_eq!(
            error.message(),
            "run.jsonl is not as it was written: line 2 is not the line that line 3 was written after; line 1 is intact"
        );
        assert_eq!(disk.text(JOURNAL), bytes);
        assert!(
            !disk.get().files.contains_key("run.jsonl.lock"),
            "the lock is given back"
        );
    });
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn power_may_fail_at_any_byte(at in any::<prop::sample::Index>()) {
        let (disk, clock) = (Disk::default(), Wheel::new());
        let (wrote, sent) = run(&clock, async {
            let journal = begin(&disk, &clock, 3).await;
            let mut sent = Vec::new();
            for index in 0..3 {
                take(&journal, index);
                for id in ["a", "b"] {
                    write(&journal, index, &delete(index, id), 204).await;
                    // From here on it may have happened.
                    sent.push((disk.bytes(JOURNAL).len(), index));
                }
                journal.ended(index, &result(index, PersonOutcome::Done));
                journal.commit().await.expect("written");
            }
            (disk.bytes(JOURNAL), sent)
        });
        let kept = at.index(wrote.len() + 1);
        let disk = Disk::with(JOURNAL, &wrote[..kept]);
        run(&clock, async {
            match resume(&disk, &clock, false).await {
                Err(error) => {
                    prop_assert_eq!(error.code(), ErrorCode::InvalidInput);
                    prop_assert!(sent.iter().all(|(length, _)| *length > kept), "nothing may have been sent");
                }
                Ok((journal, past, people)) => {
                    prop_assert_eq!(people.len(), 3);
                    for index in 0..3 {
                        let begun = sent.iter().any(|(length, person)| *person == index && *length <= kept);
                        prop_assert!(!begun || past.standing(index) != Standing::Waiting);
                        for id in ["a", "b"] {
                            // Whether it is proven or not: it can be gone on with.
                            journal.proven(index, &delete(index, id));
                        }
                        take(&journal, index);
                        journal.ended(index, &result(index, PersonOutcome::Done));
                    }
                    journal.close(&super::summary(3, 0)).await.expect("closed");
                    let (_, past, _) = resume(&disk, &clock, false).await.expect("a whole journal");
                    prop_assert_eq!(past.totals().done, 3);
                }
            }
            Ok(())
        })?;
    }
}
