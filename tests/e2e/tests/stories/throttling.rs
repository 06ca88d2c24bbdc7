//! A service that is busy, failing or far away: what is waited for, what is repeated, what is reported.

use graph_mfa::ErrorCode;
use graph_mfa::api::{Event, NoteCode, Outcome, Request, Response, WaitReason};
use graph_mfa_e2e::{NORA, reset_request, tenant_of, user_of};
use graph_mfa_test_support::TestDesk;
use serde_json::{Value, json};

fn desk(faults: Value) -> TestDesk {
    TestDesk::new(tenant_of(&json!({ "faults": faults, "users": [{
        "userPrincipalName": NORA, "displayName": "Nora Lind",
        "methods": [{ "kind": "phone" }, { "kind": "microsoftAuthenticator" }],
    }]})))
}

fn waits(desk: &TestDesk) -> Vec<(WaitReason, u32)> {
    let wait = |event| match event {
        Event::Waiting { reason, wait_ms } => Some((reason, wait_ms)),
        _ => None,
    };
    desk.recorder.take().into_iter().filter_map(wait).collect()
}

#[test]
fn a_write_that_is_throttled_waits_as_long_as_it_is_told() {
    let throttled = json!({ "status": 429, "headers": { "Retry-After": "7.5" } });
    let desk = desk(
        json!([{ "method": "DELETE", "path": "/users/*/authentication/phoneMethods/*", "answer": throttled }]),
    );
    let Ok(Response::Reset(outcome)) = desk.run(reset_request(json!({}))) else {
        panic!("not a reset")
    };
    assert_eq!(outcome.outcome, Outcome::Done);
    let (reason, wait_ms) = waits(&desk)[0];
    assert_eq!(reason, WaitReason::Throttled);
    assert!(
        (7_500..=8_250).contains(&wait_ms),
        "{wait_ms} ms: Retry-After is a floor, jitter comes on top"
    );
}

#[test]
fn an_hour_is_reported_instead_of_waited_for() {
    let throttled = json!({ "status": 429, "headers": { "Retry-After": "3600" } });
    let desk = desk(json!([{ "method": "GET", "path": "/users/*", "times": 9, "answer": throttled }]));
    let error = desk
        .run(Request::GetUser { user: NORA.into() })
        .expect_err("throttled");
    assert_eq!(error.code(), ErrorCode::Throttled);
    assert!(waits(&desk).is_empty());
}

#[test]
fn a_service_that_stays_down_is_named_with_its_request_id() {
    let desk = desk(
        json!([{ "method": "GET", "path": "/users/*", "times": 100, "answer": { "status": 503, "body": "<html>busy</html>" } }]),
    );
    let error = desk
        .run(Request::GetUser { user: NORA.into() })
        .expect_err("down");
    assert_eq!(error.code(), ErrorCode::ServiceUnavailable);
    assert!(error.service().expect("an answer").request_id.is_some());
    assert_eq!(
        desk.simulator
            .log()
            .iter()
            .filter(|entry| entry.status == Some(503))
            .count(),
        6,
        "six attempts, then it is told"
    );
}

#[test]
fn a_network_that_is_cut_is_told_from_a_service_that_fails() {
    let desk = desk(
        json!([{ "method": "GET", "path": "/users/*", "times": 100, "answer": { "drop": "beforeCommit" } }]),
    );
    let error = desk.run(Request::GetUser { user: NORA.into() }).expect_err("cut");
    assert_eq!(error.code(), ErrorCode::Network);
}

#[test]
fn two_writes_that_met_are_tried_again() {
    let met = json!({ "status": 409, "body": { "error": { "code": "Directory_ConcurrencyViolation", "message": "" } } });
    let desk = desk(json!([{ "method": "DELETE", "path": "/users/**", "answer": met }]));
    let Ok(Response::Reset(outcome)) = desk.run(reset_request(json!({}))) else {
        panic!("not a reset")
    };
    assert_eq!(outcome.outcome, Outcome::Done);
    assert!(user_of(&desk, NORA).methods.is_empty());
}

#[test]
fn a_link_to_another_origin_is_not_followed() {
    let page = json!({ "value": [], "@odata.nextLink": "https://graph.microsoft.com.evil.example/v1.0/users?$skiptoken=x" });
    let desk =
        desk(json!([{ "method": "GET", "path": "/users", "answer": { "status": 200, "body": page } }]));
    let error = desk
        .run(Request::FindUsers {
            text: "nora".into(),
            limit: None,
        })
        .expect_err("a trap");
    assert_eq!(error.code(), ErrorCode::UntrustedOrigin);
    assert!(error.message().contains("evil.example") && !error.message().contains("skiptoken"));
}

#[test]
fn a_page_may_be_empty_and_still_not_be_the_last() {
    let page = json!({ "value": [], "@odata.nextLink": "https://graph.microsoft.com/v1.0/users?$search=%22displayName:nora%22&$count=true" });
    let desk =
        desk(json!([{ "method": "GET", "path": "/users", "answer": { "status": 200, "body": page } }]));
    let Ok(Response::FindUsers(found)) = desk.run(Request::FindUsers {
        text: "nora".into(),
        limit: None,
    }) else {
        panic!("the search fails");
    };
    assert_eq!(found.users.len(), 1);
}

#[test]
fn a_default_that_cannot_be_changed_is_named_when_the_reset_does_not_get_further() {
    let desk = TestDesk::new(tenant_of(&json!({
        "users": [{
            "userPrincipalName": NORA, "displayName": "Nora Lind", "default": "push",
            "methods": [{ "kind": "phone" }, { "kind": "microsoftAuthenticator" }, { "kind": "microsoftAuthenticator" }],
        }],
        "faults": [{ "method": "PATCH", "path": "**", "times": 100, "answer": { "drop": "beforeCommit" } }],
    })));
    let Ok(Response::Reset(outcome)) = desk.run(reset_request(json!({}))) else {
        panic!("not a reset")
    };
    assert_eq!(outcome.outcome, Outcome::Failed);
    let told: Vec<_> = outcome
        .notes
        .iter()
        .map(|note| (note.code, note.remedy.is_some()))
        .collect();
    assert_eq!(told, [(NoteCode::StepFailed, true)]);
}
