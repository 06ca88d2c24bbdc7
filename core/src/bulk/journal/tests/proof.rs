//! What a proof shows, and what it does not.

use super::ports::{Disk, Wheel, run};
use super::{JOURNAL, begin, life, means, result, user_id};
use crate::api::{
    Event, ExportProofRequest, JournalReport, MethodSummary, Note, NoteCode, Outcome, PersonOutcome,
    PersonResult, Plan, ProofFormat, RequestCount, ResetOutcome, Response, Scope,
};
use crate::bulk::journal::entry::{Entry, Planned};
use crate::bulk::journal::{Journal, Person, proof};
use crate::cancel::Cancel;
use crate::client::EventSink;
use crate::error::{ErrorCode, Result};
use crate::graph::{UserKey, methods};
use crate::http::{Ledger as _, Reply, Run};
use crate::platform::Timestamp;
use futures_util::FutureExt as _;
use std::sync::Mutex;

#[derive(Default)]
struct Heard(Mutex<Vec<String>>);

impl EventSink for Heard {
    fn event(&self, event: Event) {
        if let Event::Text { text } = event {
            self.0.lock().expect("no panic while held").push(text);
        }
    }
}

fn export(disk: &Disk, format: ProofFormat, to: Option<&str>) -> (Result<JournalReport>, String) {
    let (cancel, heard) = (Cancel::new(), Heard::default());
    let request = ExportProofRequest {
        file: JOURNAL.to_owned(),
        format,
        expect_head: None,
        to: to.map(str::to_owned),
    };
    let report = run(
        &Wheel::new(),
        proof::export(disk, &request, &Run::new(&heard, &cancel)),
    );
    (
        report,
        heard.0.into_inner().expect("no panic while held").concat(),
    )
}

fn method(label: &str) -> MethodSummary {
    MethodSummary {
        method_id: "3179e48a-750b-4051-897c-87b9720928f7".to_owned(),
        kind: crate::api::MethodKind::Phone,
        label: label.to_owned(),
    }
}

/// A person of whom a method was deleted.
fn reset(index: u32, outcome: PersonOutcome, name: &str) -> PersonResult {
    let at = Timestamp::from_unix_ms(1_787_216_400_000);
    let mut result = result(index, outcome);
    let mut user = result.user.clone().expect("a name");
    name.clone_into(&mut user.display_name);
    result.user = Some(user.clone());
    result.response = Some(Box::new(Response::Reset(Box::new(ResetOutcome {
        user: user.clone(),
        outcome: Outcome::Done,
        plan: Plan {
            user,
            preset: None,
            scope: Scope::Weak,
            revoke_sessions: true,
            issue_pass: false,
            steps: Vec::new(),
            stays: Vec::new(),
            requests: RequestCount::default(),
            fingerprint: String::new(),
            planned_by: None,
            notes: Vec::new(),
        },
        steps: Vec::new(),
        methods_before: vec![method("mobile phone +47 ******17"), method("passkey \"=<b>\"")],
        methods_after: Some(Vec::new()),
        verified_at: Some(at),
        sessions_revoked: Some(true),
        sessions_valid_from: None,
        notes: vec![Note {
            code: NoteCode::StillListed,
            message: "a read still shows mobile phone +47 90000017".to_owned(),
            remedy: None,
        }],
        requests_sent: 7,
        started_at: at,
        finished_at: at,
    }))));
    result
}

async fn delete(journal: &Journal<'_>, index: u32, request_id: &str) {
    journal.take(Person {
        index,
        user_id: user_id(index),
        ticket: (index == 1).then(|| "INC-OWN".to_owned()),
        ..Person::default()
    });
    let kind = crate::api::MethodKind::Phone;
    let call = methods::delete(&UserKey::Id(user_id(index)), &kind, request_id).expect("a call");
    journal.begin(&[(index, &call)]).await.expect("written");
    let reply = Reply::proven(204, Some(request_id), Timestamp::from_unix_ms(0));
    journal.answered(index, &call, Some(&reply));
}

/// Five people: done in one life, done in two, failed, in hand, not begun.
fn journal() -> Disk {
    let (disk, clock) = (Disk::default(), Wheel::new());
    run(&clock, async {
        let journal = begin(&disk, &clock, 5).await;
        delete(&journal, 0, "request-0").await;
        journal.ended(
            0,
            &reset(
                0,
                PersonOutcome::Done,
                "Nora \"N\" <script>alert(1)</script> Lind & Co",
            ),
        );
        journal.take(Person {
            index: 1,
            user_id: user_id(1),
            ..Person::default()
        });
        journal.push(Entry::Planned(Planned {
            index: 1,
            user_id: user_id(1),
            methods: vec![(&method("alternate mobile phone +47 ******99")).into()],
            ..Planned::default()
        }));
        delete(&journal, 1, "request-1").await;
        journal.ended(2, &result(2, PersonOutcome::Failed));
        journal.commit().await.expect("written");
        drop(journal);
        let cancel = Cancel::new();
        let going = Run::new(&(), &cancel);
        let (journal, _) =
            Journal::take_up_again(means(&disk, &clock, "two"), JOURNAL, life(), &going, |_| {})
                .await
                .expect("a run");
        delete(&journal, 1, "request-2").await;
        journal.ended(1, &reset(1, PersonOutcome::Partial, "\u{202e}Per"));
        delete(&journal, 3, "request-3").await;
        journal.close(&super::summary(1, 1)).await.expect("closed");
    });
    disk
}

#[test]
fn the_page_is_whole_and_everything_in_it_is_text() {
    let disk = journal();
    let (report, page) = export(&disk, ProofFormat::Html, None);
    let report = report.expect("a proof");
    assert!(page.starts_with("<!doctype html>\n<html lang=\"en\">\n"));
    assert!(page.ends_with("</body>\n</html>\n"));
    for outside in ["<script", "<img", "<link", "http:", "https:", "url(", "@import"] {
        assert!(!page.contains(outside), "{outside}");
    }
    for tag in [
        "html", "head", "body", "table", "thead", "tbody", "tr", "td", "th", "dl", "dd", "p", "ul", "li",
        "span", "div",
    ] {
        let opened = page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
    }
    assert_eq!(page.matches("<tr>").count(), 1 + 5, "the head and five people");
    for said in [
        "<title>Re-registration required for 5 people</title>",
        "the application with the service principal a1d1c0de",
        "desk.agent@fabrikam.example",
        "phone lost, calls from +47 ******17",
        "INC0012345",
        "scope: weak",
        "Nora &quot;N&quot; &lt;script&gt;alert(1)&lt;/script&gt; Lind &amp; Co",
        "\u{fffd}Per",
        "passkey &quot;=&lt;b&gt;&quot;",
        "a read still shows mobile phone +47 ******17",
        "the number +47 ******17 is in use",
        "Ticket: INC-OWN",
        "sessions revoked",
        "not begun",
        "not finished",
        "alternate mobile phone +47 ******99",
        &report.head,
    ] {
        assert!(page.contains(said), "{said}");
    }
    assert!(!page.contains("90000017"));
    let row = page
        .lines()
        .find(|line| line.contains(&user_id(1)))
        .expect("a row");
    assert!(
        row.contains("request-1") && row.contains("request-2"),
        "both lives: {row}"
    );
}

#[test]
fn the_table_has_a_row_a_person_and_calculates_nothing() {
    let disk = journal();
    let (report, table) = export(&disk, ProofFormat::Csv, Some("proof.csv"));
    report.expect("a proof");
    assert_eq!(table, "", "it is in the file");
    let table = disk.text("proof.csv");
    let lines: Vec<&str> = table.lines().collect();
    assert_eq!(lines.len(), 6);
    assert!(
        lines[0].starts_with("\"line\",\"userId\",\"userPrincipalName\""),
        "{table}"
    );
    let row = lines
        .iter()
        .find(|line| line.contains(&user_id(1)))
        .expect("a row");
    assert!(row.contains("\"request-1; request-2\""), "{row}");
    assert!(row.contains("\"alternate mobile phone +47 ******99\""), "{row}");
    assert!(row.contains("\"INC-OWN\""), "{row}");
    let (error, _) = export(&disk, ProofFormat::Csv, Some("proof.csv"));
    assert_eq!(error.expect_err("there is one").code(), ErrorCode::InvalidInput);
    assert_eq!(disk.text("proof.csv"), table, "it is not written over");
}

#[test]
fn there_is_no_proof_by_a_damaged_journal() {
    let disk = journal();
    let text = disk.text(JOURNAL).replacen("INC0012345", "INC0012346", 2);
    disk.get().files.insert(JOURNAL.to_owned(), text.into_bytes());
    let (error, told) = export(&disk, ProofFormat::Html, Some("proof.html"));
    let error = error.expect_err("damaged");
    assert_eq!(error.code(), ErrorCode::JournalDamaged);
    assert_eq!(
        error.message(),
        "run.jsonl is not as it was written: line 1 is not the line that line 2 was written after; no line of it counts"
    );
    assert_eq!(
        (told.as_str(), disk.get().files.contains_key("proof.html")),
        ("", false)
    );
}

#[test]
fn half_a_proof_does_not_stay() {
    let (disk, clock) = (Disk::default(), Wheel::new());
    run(&clock, async {
        let journal = begin(&disk, &clock, 3_000).await;
        for index in 0..3_000 {
            journal.ended(index, &result(index, PersonOutcome::Done));
        }
        journal.close(&super::summary(0, 0)).await.expect("closed");
    });
    let fails = disk.get().appends + 1;
    disk.get().fails = Some((fails, 100));
    let (error, _) = export(&disk, ProofFormat::Html, Some("proof.html"));
    assert_eq!(error.expect_err("the disk is full").code(), ErrorCode::FileFailed);
    assert!(!disk.get().files.contains_key("proof.html"));
    let (report, page) = export(&disk, ProofFormat::Html, None);
    report.expect("a proof");
    assert_eq!(page.matches("<tr>").count(), 3_001);
    assert!(page.contains("3,000 people"));
}

#[test]
fn a_run_without_its_people_has_no_proof() {
    let disk = journal();
    let first: String = disk
        .text(JOURNAL)
        .lines()
        .take(1)
        .map(|line| format!("{line}\n"))
        .collect();
    let disk = Disk::with(JOURNAL, first.as_bytes());
    let cancel = Cancel::new();
    let request = ExportProofRequest {
        file: JOURNAL.to_owned(),
        format: ProofFormat::Csv,
        expect_head: None,
        to: None,
    };
    let error = proof::export(&disk, &request, &Run::new(&(), &cancel))
        .now_or_never()
        .expect("at once")
        .expect_err("nothing");
    assert_eq!(error.code(), ErrorCode::InvalidInput);
}
