//! Runs under limits: of the service's quotas, and of what it shows and allows at once.

use graph_mfa::api::{Event, NoteCode, QuotaProfile, RunStatus, RunSummary, WaitReason};
use graph_mfa_e2e::{request, tenant_of};
use graph_mfa_test_support::{MemoryStore, TestDesk};
use serde_json::{Value, json};

fn upn(number: usize) -> String {
    format!("p{number}@fabrikam.example")
}

fn desk(people: usize, quota: QuotaProfile, change: impl FnOnce(&mut Value)) -> TestDesk {
    let person = |number| {
        json!({ "userPrincipalName": upn(number), "default": "push",
                "methods": [{ "kind": "phone" }, { "kind": "microsoftAuthenticator" }] })
    };
    let mut scenario = json!({ "users": (0..people).map(person).collect::<Vec<_>>() });
    change(&mut scenario);
    TestDesk::builder(tenant_of(&scenario))
        .configure(|config| config.quota_profile = quota)
        .host(|builder| builder.store(MemoryStore::default()))
        .build()
        .expect("a client")
}

fn run(desk: &TestDesk, people: usize, each: &str) -> RunSummary {
    let lines: Vec<_> = (0..people).map(upn).collect();
    let asked = request(json!({
        "operation": "startRun",
        "input": { "from": "text", "text": format!("UserPrincipalName\n{}\n", lines.join("\n")) },
        "each": { "operation": each },
        "case": { "requestedBy": "Ada, service desk" },
        "mostPeople": people,
        "file": "run.jsonl",
    }));
    let answer = desk.run(asked).expect("a run");
    let summary = serde_json::from_value(serde_json::to_value(answer).expect("JSON"));
    let summary: RunSummary = summary.expect("a summary");
    assert_eq!(
        (summary.status, summary.done as usize),
        (RunStatus::Done, people),
        "{summary:?}"
    );
    summary
}

fn as_reports(scenario: &mut Value) {
    scenario["quotas"] = json!({ "authenticationMethods": "reports" });
}

/// How often the service answered that.
fn answered(desk: &TestDesk, status: u16) -> u64 {
    let counters = desk.simulator.counters();
    counters.by_status.get(&status).copied().unwrap_or_default()
}

#[test]
fn where_methods_count_as_reports_a_run_that_knows_it_is_slow_and_never_refused() {
    let desk = desk(12, QuotaProfile::Reports, as_reports);
    let began = desk.simulator.now();
    let summary = run(&desk, 12, "reset");
    assert_eq!((summary.throttled, answered(&desk, 429)), (0, 0));
    assert!(summary.notes.is_empty(), "{:?}", summary.notes);
    let events = desk.recorder.take();
    let estimate = events
        .iter()
        .find_map(|event| match event {
            Event::RunEstimated { estimate } => Some(estimate),
            _ => None,
        })
        .expect("an estimate");
    assert_eq!(estimate.quota, QuotaProfile::Reports);
    // Two reads, two deletions and a proof for each, and the reads for the estimate, at four in ten seconds.
    let took = (desk.simulator.now() - began).unsigned_abs().as_millis();
    assert!((150_000..300_000).contains(&took), "{took} ms");
    assert!(u128::from(estimate.duration_ms) <= took, "{estimate:?}");
}

#[test]
fn where_methods_count_as_reports_a_run_finds_out_and_says_so() {
    let desk = desk(30, QuotaProfile::Directory, as_reports);
    let summary = run(&desk, 30, "reset");
    let told = desk.recorder.take().into_iter().filter(|event| {
        let reason = match event {
            Event::Waiting { reason, .. } => Some(*reason),
            _ => None,
        };
        reason == Some(WaitReason::MethodsCountAsReports)
    });
    assert_eq!(told.count(), 1);
    let refused = answered(&desk, 429);
    assert!((1..200).contains(&refused), "{refused}");
    let note = summary.notes.first();
    assert!(
        note.is_some_and(|note| note.code == NoteCode::MethodsCountAsReports && note.remedy.is_some()),
        "{summary:?}"
    );
}

#[test]
fn what_is_the_same_for_everybody_is_asked_once() {
    let desk = desk(60, QuotaProfile::Directory, |_| {});
    run(&desk, 60, "rescue");
    let log = desk.simulator.log();
    let asked = |entry: &&graph_sim::LogEntry| entry.path.contains("/authenticationMethodConfigurations/");
    // Once for the estimate and once for the run at most.
    let times = log.iter().filter(asked).count();
    assert!((1..=2).contains(&times), "{times} times");
}

#[test]
fn where_the_service_lags_nearly_nobody_is_refused_the_default() {
    let desk = desk(400, QuotaProfile::Directory, |scenario| {
        scenario["rules"] = json!({ "readLagMs": 10_000 });
    });
    run(&desk, 400, "reset");
    let refused = answered(&desk, 400);
    // The first ones find out how long it takes.
    assert!(refused < 140, "{refused} refusals for 400 people");
}
