//! The judge is not to be fooled: true evidence, falsified in one place, no longer passes.

use graph_mfa_conformance::{Evidence, Library, judge};
use serde_json::{Value, json};

use crate::gather::gather;

/// What the judge says of a case whose evidence was changed after the fact.
fn verdict(name: &str, falsify: impl FnOnce(&mut Evidence)) -> String {
    let case = Library::shared().case(name).expect("there is such a case");
    let (mut evidence, _) = gather(&case);
    assert_eq!(judge(&case, &evidence), [], "the evidence is true as gathered");
    falsify(&mut evidence);
    judge(&case, &evidence)
        .iter()
        .map(|difference| format!("{difference}\n"))
        .collect()
}

fn response(evidence: &mut Evidence) -> &mut Value {
    evidence.observed[0].response.as_mut().expect("it ended well")
}

const PORTAL: &str = "portal-removes-what-the-button-removes";

#[test]
fn another_outcome_is_noticed() {
    let said = verdict(PORTAL, |evidence| {
        response(evidence)["outcome"] = json!("partial")
    });
    assert!(
        said.contains(r#"response.outcome: expected "done", found "partial""#),
        "{said}"
    );
}

#[test]
fn a_done_that_is_not_true_is_noticed_even_where_no_case_asks() {
    let said = verdict("national-cloud-answers-at-its-own-hosts", |evidence| {
        let case = Library::shared()
            .case("national-cloud-answers-at-its-own-hosts")
            .expect("a case");
        let untouched = graph_sim::Simulator::new(case.scenario)
            .expect("a tenant")
            .state();
        evidence.state.users[0].methods = untouched
            .users
            .into_iter()
            .flat_map(|user| user.methods)
            .collect();
    });
    assert!(
        said.contains("response.outcome: done, but the tenant still has"),
        "{said}"
    );
    assert!(said.contains("response.methodsAfter: done, telling of"), "{said}");
}

#[test]
fn a_missing_event_and_a_wrong_order_are_noticed() {
    let said = verdict(PORTAL, |evidence| {
        evidence.observed[0].events.retain(|it| it["type"] != "verifying")
    });
    assert!(
        said.contains(r#"expected event 5, {"attempt":1,"remaining":0,"type":"verifying"}"#),
        "{said}"
    );
    let said = verdict(PORTAL, |evidence| evidence.observed[0].events.reverse());
    assert!(said.contains("events: expected event"), "{said}");
}

#[test]
fn an_event_that_should_not_be_is_noticed() {
    let said = verdict(PORTAL, |evidence| {
        evidence.observed[0]
            .events
            .insert(0, json!({"type": "waiting", "reason": "pacing", "waitMs": 1}));
    });
    assert!(
        said.contains(r#"events[0]: expected no event that fits {"type":"waiting"}"#),
        "{said}"
    );
}

#[test]
fn another_state_and_another_log_are_noticed() {
    let said = verdict(PORTAL, |evidence| {
        let began = evidence.state.now;
        let user = &mut evidence.state.users[0];
        user.sign_in_sessions_valid_from_date_time = began;
        user.writes += 1;
        evidence.log.retain(|entry| !entry.write);
    });
    assert!(
        said.contains("sessionsRevoked: expected false, found true"),
        "{said}"
    );
    assert!(said.contains("writes: expected 3, found 4"), "{said}");
    assert!(said.contains("log.writes: expected 3, found 0"), "{said}");
}

#[test]
fn an_error_in_place_of_a_response_and_the_other_way_round_are_noticed() {
    let said = verdict(PORTAL, |evidence| {
        let observed = &mut evidence.observed[0];
        observed.response = None;
        observed.error = Some(json!({"code": "internal", "message": "a mistake"}));
    });
    assert!(
        said.contains("error: expected a response, found the error"),
        "{said}"
    );
    let said = verdict("expired-token", |evidence| {
        let observed = &mut evidence.observed[0];
        observed.error = None;
        observed.response = Some(json!({"operation": "reset", "outcome": "partial"}));
    });
    assert!(
        said.contains("error: expected the error tokenExpired, found the response"),
        "{said}"
    );
}

#[test]
fn every_request_of_a_story_is_observed() {
    let said = verdict("second-run-does-nothing", |evidence| {
        evidence.observed.truncate(1)
    });
    assert!(
        said.contains("observed: expected 2 observations, found 1"),
        "{said}"
    );
}
