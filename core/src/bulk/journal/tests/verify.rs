//! What is told of a journal, and what its last hash proves.

use super::ports::{Disk, Wheel, run};
use super::{JOURNAL, begin, result};
use crate::api::{JournalReport, PersonOutcome, VerifyJournalRequest};
use crate::bulk::journal::verify;
use crate::cancel::Cancel;
use crate::error::{ErrorCode, Result};
use crate::http::Run;
use futures_util::FutureExt as _;
use proptest::prelude::*;

pub(super) fn report(disk: &Disk, head: Option<&str>) -> Result<JournalReport> {
    let cancel = Cancel::new();
    let request = VerifyJournalRequest {
        file: JOURNAL.to_owned(),
        expect_head: head.map(str::to_owned),
    };
    verify::verify(disk, &request, &Run::new(&(), &cancel))
        .now_or_never()
        .expect("reading waits for nobody")
}

/// A run of three people of whom so many are done, and its last hash.
fn journal(done: u32) -> (Disk, String) {
    let (disk, clock) = (Disk::default(), Wheel::new());
    let head = run(&clock, async {
        let journal = begin(&disk, &clock, 3).await;
        for index in 0..done {
            journal.ended(index, &result(index, PersonOutcome::Done));
        }
        journal.close(&super::summary(done, 0)).await.expect("closed")
    });
    (disk, head)
}

#[test]
fn a_whole_journal_is_intact() {
    let (disk, head) = journal(3);
    let told = report(&disk, Some(&format!(" {} ", head.to_uppercase()))).expect("a report");
    assert_eq!(
        told,
        JournalReport {
            intact: true,
            first_bad_line: None,
            problem: None,
            lines: 7,
            head,
            run: Some(super::begun().run),
            each: Some(super::begun().operation),
            started_at: told.started_at,
            ended_at: told.ended_at,
            people: 3,
            done: 3,
            partial: 0,
            failed: 0,
            skipped: 0,
            finished: true,
            unfinished: 0,
        }
    );
    assert!(told.started_at.is_some() && told.started_at <= told.ended_at);
    let (disk, _) = journal(1);
    let told = report(&disk, None).expect("a report");
    assert_eq!((told.people, told.done), (3, 1));
    assert_eq!((told.intact, told.finished, told.unfinished), (true, false, 2));
}

#[test]
fn the_last_hash_shows_what_the_chain_cannot() {
    let (disk, head) = journal(3);
    let shorter: String = disk
        .text(JOURNAL)
        .lines()
        .take(6)
        .map(|line| format!("{line}\n"))
        .collect();
    let short = Disk::with(JOURNAL, shorter.as_bytes());
    assert!(report(&short, None).expect("a report").intact);
    let told = report(&short, Some(&head)).expect("a report");
    assert_eq!((told.intact, told.first_bad_line, told.lines), (false, None, 6));
    assert_eq!(
        told.problem.as_deref(),
        Some(
            "no line has the expected hash: the journal was shortened, its last line was changed, or it was written anew"
        )
    );
    let earlier = told.head;
    let told = report(&disk, Some(&earlier)).expect("a report");
    assert_eq!((told.intact, told.first_bad_line), (false, Some(7)));
    assert_eq!(
        told.problem.as_deref(),
        Some(
            "the expected hash is that of line 6, and the journal goes on behind it to line 7: the run was resumed since"
        )
    );
}

#[test]
fn damage_is_told_with_all_lines_counted() {
    let (disk, _) = journal(3);
    let text = disk.text(JOURNAL).replacen("\"done\"", "\"skipped\"", 1);
    let told = report(&Disk::with(JOURNAL, text.as_bytes()), None).expect("a report");
    assert_eq!(
        (told.intact, told.first_bad_line, told.lines),
        (false, Some(4), 7)
    );
}

#[test]
fn a_part_of_a_line_is_told_and_is_no_damage() {
    let (disk, head) = journal(3);
    let mut bytes = disk.bytes(JOURNAL);
    bytes.extend_from_slice(b"{\"n\":8,");
    let told = report(&Disk::with(JOURNAL, &bytes), Some(&head)).expect("a report");
    assert!(told.intact);
    assert!(
        told.problem
            .expect("told")
            .starts_with("the last line is not whole")
    );
    for nothing in [&b""[..], b"{\"n\":1,"] {
        let told = report(&Disk::with(JOURNAL, nothing), None).expect("a report");
        assert!(!told.intact, "nothing proves nothing");
        assert_eq!(told.problem.as_deref(), Some("there is no whole line in it"));
    }
}

#[test]
fn what_cannot_be_asked_is_refused() {
    let (disk, _) = journal(3);
    assert_eq!(
        report(&disk, Some("abc")).expect_err("no hash").code(),
        ErrorCode::InvalidInput
    );
    let error = report(&Disk::default(), None).expect_err("no file");
    assert_eq!(error.code(), ErrorCode::FileFailed);
    assert_eq!(error.message(), "there is no file run.jsonl");
}

#[test]
fn later_versions_may_say_more() {
    let (disk, _) = journal(3);
    let mut bytes = Vec::new();
    // The same lines with more in them, in a chain of their own.
    for line in disk.text(JOURNAL).lines() {
        let mut line: serde_json::Value = serde_json::from_str(line).expect("JSON");
        let before = head_hex(&bytes);
        line["previous"] = before.into();
        line["mood"] = "good".into();
        if line["type"] == "ended" && line["index"] == 2 {
            line["type"] = "reconsidered".into();
        }
        bytes.extend_from_slice(line.to_string().as_bytes());
        bytes.push(b'\n');
    }
    let told = report(&Disk::with(JOURNAL, &bytes), None).expect("a report");
    assert_eq!(told.problem, None);
    assert_eq!((told.intact, told.unfinished), (true, 1));
}

/// The hash of the last line of these.
fn head_hex(bytes: &[u8]) -> String {
    let last = bytes
        .strip_suffix(b"\n")
        .map(|bytes| bytes.rsplit(|byte| *byte == b'\n').next());
    last.flatten().map_or_else(
        || "0".repeat(64),
        |line| crate::bulk::journal::chain::Hash::of(line).hex(),
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_change_shows_to_whoever_knows_the_last_hash(at in any::<prop::sample::Index>(), by in 1_u8..) {
        let (disk, head) = journal(3);
        let mut bytes = disk.bytes(JOURNAL);
        let at = at.index(bytes.len());
        bytes[at] = bytes[at].wrapping_add(by);
        let told = report(&Disk::with(JOURNAL, &bytes), Some(&head)).expect("a report");
        prop_assert!(!told.intact);
        prop_assert!(told.problem.is_some() && told.first_bad_line.is_none_or(|line| line <= 7));
    }
}
