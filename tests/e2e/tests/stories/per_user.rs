//! Per-user MFA: who may change it is not who may change methods, and the service has a will of its own.

use graph_mfa::api::{Event, NoteCode, Outcome, PerUserState, PerUserStateOutcome, Request, Response};
use graph_mfa::{Error, ErrorCode};
use graph_mfa_e2e::{NORA, request, tenant_of, user_of};
use graph_mfa_test_support::TestDesk;
use graph_sim::TokenSpec;
use serde_json::{Value, json};

const DESK: &str = "desk.admin@fabrikam.example";

fn tenant(state: &str, methods: Value, faults: Value) -> graph_sim::Scenario {
    tenant_of(&json!({ "faults": faults, "users": [
        { "userPrincipalName": NORA, "displayName": "Nora Lind", "perUserMfaState": state, "methods": methods },
        { "userPrincipalName": DESK, "displayName": "Desk Admin", "roles": ["Authentication Administrator"] },
        { "userPrincipalName": "policy@fabrikam.example", "displayName": "Policy Admin",
          "roles": ["Authentication Policy Administrator"] },
    ]}))
}

fn desk(state: &str, methods: Value) -> TestDesk {
    TestDesk::new(tenant(state, methods, json!([])))
}

fn signed_in(upn: &str) -> TestDesk {
    let scopes = [
        "User.Read.All",
        "Policy.Read.All",
        "Policy.ReadWrite.AuthenticationMethod",
    ];
    let spec = TokenSpec {
        upn: Some(upn.to_owned()),
        scopes: scopes.map(str::to_owned).to_vec(),
        ..TokenSpec::default()
    };
    let desk = TestDesk::builder(tenant("disabled", json!([]), json!([])));
    desk.token(&spec).build().expect("a client")
}

fn set_to(state: &str) -> Request {
    request(json!({ "operation": "setPerUserState", "user": NORA, "state": state }))
}

fn told(answer: Result<Response, Error>) -> PerUserStateOutcome {
    match answer {
        Ok(Response::SetPerUserState(outcome)) => *outcome,
        other => panic!("not told: {other:?}"),
    }
}

fn codes(outcome: &PerUserStateOutcome) -> Vec<NoteCode> {
    outcome.notes.iter().map(|note| note.code).collect()
}

fn true_state(desk: &TestDesk) -> Value {
    json!(user_of(desk, NORA).per_user_mfa_state)
}

#[test]
fn from_conditional_access_back_to_per_user_and_away_again() {
    let desk = desk("disabled", json!([]));
    let enabled = told(desk.run(set_to("enabled")));
    assert_eq!((enabled.outcome, enabled.written), (Outcome::Done, true));
    assert_eq!(
        enabled.state,
        PerUserState::Enabled,
        "she has nothing registered yet"
    );
    assert!(!enabled.weakened && enabled.verified_at.is_some());
    assert_eq!(codes(&enabled), [NoteCode::PerUserMfaNotRecommended]);
    let labels: Vec<_> = desk
        .recorder
        .take()
        .into_iter()
        .filter_map(|event| match event {
            Event::StepStarted { label, .. } => Some(label),
            _ => None,
        })
        .collect();
    assert_eq!(labels, ["per-user MFA: enabled"]);

    let read = desk.run(Request::GetPerUserState { user: NORA.into() });
    let Ok(Response::GetPerUserState(report)) = read else {
        panic!("not read: {read:?}")
    };
    assert_eq!(report.state, PerUserState::Enabled);
    assert!(report.meaning.contains("register"));
    assert!(report.notes[0].message.contains("Conditional Access"));

    let disabled = told(desk.run(set_to("disabled")));
    assert_eq!(disabled.state, PerUserState::Disabled);
    assert!(disabled.weakened);
    assert_eq!(codes(&disabled), [NoteCode::Weakened]);
    assert_eq!(true_state(&desk), "disabled");
}

#[test]
fn enabled_becomes_enforced_for_who_has_a_second_factor_and_is_told_so() {
    let desk = desk("disabled", json!([{ "kind": "microsoftAuthenticator" }]));
    let outcome = told(desk.run(set_to("enabled")));
    assert_eq!(outcome.outcome, Outcome::Done);
    assert_eq!(
        (outcome.asked.clone(), outcome.state.clone()),
        (PerUserState::Enabled, PerUserState::Enforced)
    );
    assert!(
        outcome
            .notes
            .iter()
            .any(|note| note.code == NoteCode::BecameEnforced)
    );
    assert_eq!(true_state(&desk), "enforced");
}

#[test]
fn who_is_in_that_state_already_is_not_written() {
    let desk = desk("enforced", json!([{ "kind": "phone" }]));
    let outcome = told(desk.run(set_to("enforced")));
    assert_eq!((outcome.outcome, outcome.written), (Outcome::Done, false));
    assert_eq!(outcome.request_id, None);
    assert_eq!(user_of(&desk, NORA).writes, 0);
}

#[test]
fn the_role_that_resets_methods_is_refused_and_the_right_one_is_named() {
    let error = signed_in(DESK)
        .run(set_to("disabled"))
        .expect_err("not this role");
    assert_eq!(error.code(), ErrorCode::NotAllowed);
    let remedy = error.what_to_do().expect("a remedy");
    assert!(remedy.contains("Authentication Policy Administrator"), "{remedy}");
    assert!(
        remedy.contains("Policy.ReadWrite.AuthenticationMethod"),
        "{remedy}"
    );

    let right = signed_in("policy@fabrikam.example");
    assert_eq!(told(right.run(set_to("enabled"))).outcome, Outcome::Done);
}

#[test]
fn a_missing_permission_is_named_before_anything_is_written() {
    let spec = TokenSpec {
        permissions: Some(
            ["User.Read.All", "Directory.Read.All", "Policy.Read.All"]
                .map(str::to_owned)
                .to_vec(),
        ),
        ..TokenSpec::default()
    };
    let desk = TestDesk::builder(tenant("disabled", json!([]), json!([])))
        .token(&spec)
        .build();
    let desk = desk.expect("a client");
    let error = desk.run(set_to("enabled")).expect_err("not permitted");
    assert_eq!(error.code(), ErrorCode::PermissionMissing);
    assert!(error.message().contains("Policy.ReadWrite.AuthenticationMethod"));
    assert!(desk.simulator.log().iter().all(|entry| !entry.write));
}

#[test]
fn what_cannot_be_is_refused_at_once() {
    let desk = desk("disabled", json!([]));
    let error = desk.run(set_to("sometimes")).expect_err("no state");
    assert_eq!(error.code(), ErrorCode::InvalidInput);
    assert!(error.message().starts_with("state:"), "{error}");
    assert_eq!(desk.simulator.log().len(), 0, "nothing is sent");

    let nobody = request(
        json!({ "operation": "setPerUserState", "user": "nobody@fabrikam.example", "state": "enabled" }),
    );
    assert_eq!(
        desk.run(nobody).expect_err("nobody").code(),
        ErrorCode::UserNotFound
    );
}

#[test]
fn a_cloud_without_beta_is_told_from_a_person_who_does_not_exist() {
    let desk = TestDesk::new(tenant_of(&json!({ "rules": { "betaUnavailable": true },
        "users": [{ "userPrincipalName": NORA, "displayName": "Nora Lind" }] })));
    let error = desk
        .run(Request::GetPerUserState { user: NORA.into() })
        .expect_err("no beta");
    assert_eq!(error.code(), ErrorCode::Refused);
    assert!(error.what_to_do().expect("a remedy").contains("beta"));
}

#[test]
fn a_write_that_is_cut_is_looked_for_and_counts_once_it_is_seen() {
    let path = "/users/*/authentication/requirements";
    let faults = json!([{ "method": "PATCH", "path": path, "answer": { "drop": "afterCommit" } }]);
    let desk = TestDesk::new(tenant("disabled", json!([]), faults));
    let outcome = told(desk.run(set_to("enforced")));
    assert_eq!(outcome.outcome, Outcome::Done);
    assert_eq!(true_state(&desk), "enforced");
}

#[test]
fn what_no_read_shows_is_partial_and_weakening_is_told_all_the_same() {
    let path = "/users/*/authentication/requirements";
    let faults = json!([
        { "method": "GET", "path": path, "skip": 1, "times": 1000,
          "answer": { "status": 200, "body": { "perUserMfaState": "enforced" } } },
    ]);
    let desk = TestDesk::new(tenant("enforced", json!([{ "kind": "phone" }]), faults));
    let outcome = told(desk.run(set_to("disabled")));
    assert_eq!(
        (outcome.outcome, outcome.state.clone()),
        (Outcome::Partial, PerUserState::Enforced)
    );
    assert_eq!(outcome.verified_at, None);
    assert!(outcome.weakened);
    assert!(codes(&outcome).contains(&NoteCode::NotVerified));
    assert_eq!(true_state(&desk), "disabled", "and yet it happened");
}

#[test]
fn stopped_after_the_write_it_says_so() {
    let path = "/users/*/authentication/requirements";
    let faults = json!([
        { "method": "GET", "path": path, "skip": 1, "times": 1000,
          "answer": { "status": 200, "body": { "perUserMfaState": "enforced" } } },
    ]);
    let desk = TestDesk::new(tenant("enforced", json!([{ "kind": "phone" }]), faults));
    let waiting = |event: &Event| matches!(event, Event::Waiting { .. });
    let outcome = told(desk.run_cancelled_when(set_to("disabled"), waiting));
    assert_eq!(outcome.outcome, Outcome::Partial);
    assert!(codes(&outcome).contains(&NoteCode::Cancelled));
}

#[test]
fn a_busy_service_is_waited_for() {
    let path = "/users/*/authentication/requirements";
    let faults = json!([{ "method": "PATCH", "path": path, "answer": { "status": 429, "headers": { "Retry-After": "3" } } }]);
    let desk = TestDesk::new(tenant("disabled", json!([]), faults));
    assert_eq!(told(desk.run(set_to("enabled"))).outcome, Outcome::Done);
}
