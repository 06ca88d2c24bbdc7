//! Runs: many people from one list, told before, during and after.

use graph_mfa::ErrorCode;
use graph_mfa::api::{Event, PersonOutcome, PersonResult, RunStatus, RunSummary, StopReason};
use graph_mfa_e2e::{kinds_of, request, tenant_of, user_of};
use graph_mfa_test_support::{MemoryStore, TestDesk};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::HashSet;

const JOURNAL: &str = "run.jsonl";

fn upn(number: usize) -> String {
    format!("p{number}@fabrikam.example")
}

fn person(number: usize) -> Value {
    json!({ "userPrincipalName": upn(number), "displayName": format!("Person {number}"),
            "methods": [{ "kind": "phone" }, { "kind": "microsoftAuthenticator" }, { "kind": "softwareOath" }] })
}

struct Office {
    desk: TestDesk,
    store: MemoryStore,
}

impl Office {
    fn with(people: usize, change: impl FnOnce(&mut Value)) -> Self {
        let mut scenario = json!({ "users": (0..people).map(person).collect::<Vec<_>>() });
        change(&mut scenario);
        let store = MemoryStore::default();
        let given = store.clone();
        let desk = TestDesk::builder(tenant_of(&scenario))
            .host(move |builder| builder.store(given))
            .build()
            .expect("a client");
        Self { desk, store }
    }

    fn of(people: usize) -> Self {
        Self::with(people, |_| {})
    }

    fn run(&self, fields: Value) -> Result<RunSummary, graph_mfa::Error> {
        let answer = self.desk.run(request(fields))?;
        let told = serde_json::to_value(answer).expect("a response");
        Ok(serde_json::from_value(told).expect("a summary"))
    }

    fn told(&self) -> Vec<PersonResult> {
        let people = |event| match event {
            Event::RunPeople { people } => people,
            _ => Vec::new(),
        };
        self.desk.recorder.take().into_iter().flat_map(people).collect()
    }
}

fn list(people: impl IntoIterator<Item = usize>) -> String {
    let lines: Vec<_> = people.into_iter().map(upn).collect();
    format!("UserPrincipalName\n{}\n", lines.join("\n"))
}

fn reset(text: &str) -> Value {
    json!({
        "operation": "startRun",
        "input": { "from": "text", "text": text },
        "each": { "operation": "reset", "revokeSessions": true },
        "case": { "requestedBy": "Ada, service desk", "ticket": "INC-7" },
        "mostPeople": 1000,
        "file": JOURNAL,
    })
}

#[test]
fn a_list_of_people_is_reset_and_everybody_is_seen_to_be() {
    let office = Office::of(60);
    let summary = office.run(reset(&list(0..60))).expect("a run");
    assert_eq!(
        (summary.status, summary.done, summary.exit_code),
        (RunStatus::Done, 60, 0),
        "{summary:?}"
    );
    let told = office.told();
    assert_eq!(told.len(), 60);
    for number in 0..60 {
        assert!(kinds_of(&office.desk, &upn(number)).is_empty(), "{number}");
    }
    assert!(told.iter().all(|one| one.outcome == PersonOutcome::Done));
    let requests = office
        .desk
        .simulator
        .log()
        .iter()
        .filter(|entry| entry.path.ends_with("$batch"))
        .count();
    assert!(requests < 60, "{requests} batches for sixty people");
}

#[test]
fn the_journal_proves_it_and_its_head_goes_into_the_ticket() {
    let office = Office::of(3);
    let summary = office.run(reset(&list(0..3))).expect("a run");
    let verify = |head: &str| {
        let asked = json!({ "operation": "verifyJournal", "file": JOURNAL, "expectHead": head });
        serde_json::to_value(office.desk.run(request(asked)).expect("a report")).expect("JSON")
    };
    let report = verify(summary.head.as_deref().expect("a head"));
    assert_eq!(
        (&report["intact"], &report["finished"]),
        (&json!(true), &json!(true)),
        "{report}"
    );
    assert_eq!(verify(&"0".repeat(64))["intact"], false);
    assert!(
        office.store.names().iter().all(|name| name == JOURNAL),
        "the lock is gone"
    );
}

#[test]
fn a_bad_row_is_told_with_its_line_and_strict_refuses_all() {
    let text = format!(
        "{}nobody@fabrikam.example\n\"\"\nP1@FABRIKAM.EXAMPLE\n",
        list(0..3)
    );
    let office = Office::of(3);
    let mut strict = reset(&text);
    strict["strict"] = json!(true);
    let error = office.run(strict).expect_err("refused");
    assert_eq!(error.code(), ErrorCode::InputRefused);
    assert!(!office.desk.simulator.log().iter().any(|entry| entry.write));
    assert!(
        office.store.names().is_empty(),
        "no journal of a run that did not begin"
    );
    office.desk.recorder.take();

    let summary = office.run(reset(&text)).expect("a run");
    assert_eq!((summary.people, summary.done), (3, 3), "{summary:?}");
    let rows: Vec<_> = office
        .desk
        .recorder
        .take()
        .into_iter()
        .flat_map(|event| match event {
            Event::BadRows { rows } => rows,
            _ => Vec::new(),
        })
        .collect();
    let lines: Vec<_> = rows.iter().map(|row| (row.line, row.duplicate)).collect();
    assert!(
        lines.contains(&(5, false)) && lines.contains(&(7, true)),
        "{rows:?}"
    );
}

#[test]
fn more_people_than_expected_are_refused_before_anything_is_written() {
    let office = Office::of(60);
    let mut unsaid = reset(&list(0..60));
    unsaid.as_object_mut().expect("an object").remove("mostPeople");
    let error = office.run(unsaid).expect_err("too many");
    assert_eq!(error.code(), ErrorCode::TooManyPeople);
    let mut few = reset(&list(0..60));
    few["mostPeople"] = json!(59);
    let error = office.run(few).expect_err("too many");
    assert_eq!(error.code(), ErrorCode::TooManyPeople);
    assert!(!office.desk.simulator.log().iter().any(|entry| entry.write));
}

#[test]
fn an_administrator_in_the_list_is_left_alone_with_the_reason() {
    let office = Office::with(4, |scenario| {
        scenario["users"][2]["roles"] = json!(["Authentication Administrator"]);
    });
    let summary = office.run(reset(&list(0..4))).expect("a run");
    assert_eq!(
        (summary.done, summary.skipped, summary.exit_code),
        (3, 1, 3),
        "{summary:?}"
    );
    assert_eq!(summary.status, RunStatus::Partial);
    assert_eq!(summary.reasons[0].what, "guarded");
    let told = office.told();
    let skipped = told
        .iter()
        .find(|one| one.outcome == PersonOutcome::Skipped)
        .expect("one");
    assert_eq!(skipped.line, 4);
    assert!(skipped.error.as_ref().expect("a reason").remedy.is_some());
    assert_eq!(user_of(&office.desk, &upn(2)).methods.len(), 3);
}

#[test]
fn an_application_says_for_whom_it_acts() {
    let office = Office::of(1);
    let mut silent = reset(&list(0..1));
    silent["case"] = json!({ "ticket": "INC-7" });
    let error = office.run(silent).expect_err("nobody asked");
    assert_eq!(
        (error.code(), error.subject()),
        (ErrorCode::InvalidInput, Some("case.requestedBy"))
    );
}

#[test]
fn whoever_stops_can_go_on_later_and_nobody_is_written_twice() {
    let office = Office::of(80);
    let asked = request(reset(&list(0..80)));
    let summary = office
        .desk
        .run_cancelled_when(asked, |event| matches!(event, Event::RunPeople { .. }))
        .expect("a run");
    let told = serde_json::to_value(summary).expect("JSON");
    assert_eq!(
        (&told["status"], &told["exitCode"]),
        (&json!("stopped"), &json!(4)),
        "{told}"
    );
    assert_eq!(told["stopped"], json!(StopReason::Cancelled));
    let summary = office
        .run(json!({ "operation": "resumeRun", "file": JOURNAL }))
        .expect("a run");
    assert_eq!(
        (summary.status, summary.done, summary.unfinished),
        (RunStatus::Done, 80, 0),
        "{summary:?}"
    );
    let deletions = office
        .desk
        .simulator
        .log()
        .iter()
        .filter(|entry| entry.method == "DELETE" && entry.status == Some(204))
        .count();
    assert_eq!(deletions, 240);
}

/// How many people were begun and had not ended, at most, by the journal.
fn most_in_hand(journal: &str) -> usize {
    let (mut in_hand, mut most) = (HashSet::new(), 0);
    for line in journal.lines() {
        let line: Value = serde_json::from_str(line).expect("JSON");
        match line["type"].as_str() {
            Some("write") => in_hand.insert(line["index"].to_string()),
            Some("ended") => in_hand.remove(&line["index"].to_string()),
            _ => false,
        };
        most = most.max(in_hand.len());
    }
    most
}

#[test]
fn no_more_people_are_in_hand_than_it_was_said() {
    let office = Office::of(30);
    let mut asked = reset(&list(0..30));
    asked["mostInHand"] = json!(0);
    let error = office.run(asked.clone()).expect_err("refused");
    assert_eq!(error.code(), ErrorCode::InvalidInput);
    assert!(office.store.names().is_empty());

    asked["mostInHand"] = json!(1);
    let summary = office.run(asked).expect("a run");
    assert_eq!(
        (summary.status, summary.done),
        (RunStatus::Done, 30),
        "{summary:?}"
    );
    let journal = office.store.text(JOURNAL).expect("a journal");
    assert_eq!(most_in_hand(&journal), 1);
    assert!(
        journal.contains("\"mostInHand\":1"),
        "it is written down what was asked for"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn however_few_are_in_hand_everybody_is_done(people in 1_usize..25, most in 1_usize..8) {
        let office = Office::of(people);
        let mut asked = reset(&list(0..people));
        asked["mostInHand"] = json!(most);
        let summary = office.run(asked).expect("a run");
        prop_assert_eq!((summary.status, summary.done as usize), (RunStatus::Done, people));
        prop_assert!(most_in_hand(&office.store.text(JOURNAL).expect("a journal")) <= most);
    }
}

#[test]
fn a_saved_plan_is_carried_out_later_and_spares_whoever_changed_since() {
    let office = Office::of(3);
    let mut plan = reset(&list(0..3));
    plan["operation"] = json!("planRun");
    plan["file"] = json!("plan.jsonl");
    let told = serde_json::to_value(office.desk.run(request(plan)).expect("a plan")).expect("JSON");
    assert_eq!(
        (&told["ready"], &told["estimate"]["writes"]),
        (&json!(3), &json!(12)),
        "{told}"
    );
    assert!(!office.desk.simulator.log().iter().any(|entry| entry.write));

    let alone = json!({ "operation": "removeMethod", "user": upn(1), "kind": "phone" });
    office.desk.run(request(alone)).expect("removed");
    let summary = office
        .run(json!({
            "operation": "startRun",
            "input": { "from": "plan", "path": "plan.jsonl" },
            "case": { "requestedBy": "Ada, service desk" },
            "file": JOURNAL,
        }))
        .expect("a run");
    assert_eq!((summary.done, summary.skipped), (2, 1), "{summary:?}");
    assert_eq!(summary.reasons[0].what, "planOutdated");
}

#[test]
fn a_run_of_rescues_tells_each_pass_once_and_writes_it_down_nowhere() {
    let office = Office::of(5);
    let mut asked = reset(&list(0..5));
    asked["each"] = json!({ "operation": "rescue" });
    let summary = office.run(asked).expect("a run");
    assert_eq!(summary.done, 5, "{summary:?}");
    let journal = office.store.text(JOURNAL).expect("a journal");
    for one in office.told() {
        let told = serde_json::to_value(&one).expect("JSON");
        let pass = told["response"]["temporaryAccessPass"]
            .as_str()
            .expect("a pass")
            .to_owned();
        assert!(!journal.contains(&pass));
        office
            .desk
            .simulator
            .use_pass(&one.user_id, &pass)
            .expect("it works");
    }
}

#[test]
fn a_run_ends_resumably_when_too_many_fail() {
    let office = Office::with(40, |scenario| {
        scenario["faults"] = json!([{
            "method": "DELETE", "path": "/users/*/authentication/**", "times": 100_000,
            "answer": { "status": 403 }
        }]);
    });
    let mut asked = reset(&list(0..40));
    asked["stopAfterFailures"] = json!(3);
    let summary = office.run(asked).expect("a run");
    assert_eq!(summary.status, RunStatus::Stopped, "{summary:?}");
    assert_eq!(summary.stopped, Some(StopReason::Failures));
    assert!(summary.failed >= 3 && summary.exit_code == 4);
}
