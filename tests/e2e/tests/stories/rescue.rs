//! The rescue: the phone is gone, and nothing else is left to register again with.

use graph_mfa::ErrorCode;
use graph_mfa::api::{Event, NoteCode, Outcome, PassStatus, Request, RescueOutcome, Response, StepStatus};
use graph_mfa_e2e::{NORA, kinds_of, tenant_of, user_of};
use graph_mfa_test_support::TestDesk;
use serde_json::{Value, json};
use std::time::Duration;

fn desk(more: Value) -> TestDesk {
    let mut scenario = json!({
        "users": [{
            "userPrincipalName": NORA, "displayName": "Nora Lind", "default": "push",
            "methods": [{ "kind": "microsoftAuthenticator" }, { "kind": "phone" }],
        }],
    });
    if let (Value::Object(all), Value::Object(more)) = (&mut scenario, more) {
        all.extend(more);
    }
    TestDesk::new(tenant_of(&scenario))
}

fn request(operation: &str, mut fields: Value) -> Request {
    fields["operation"] = json!(operation);
    fields["user"] = json!(NORA);
    serde_json::from_value(fields).expect("a request")
}

fn outcome_of(result: Result<Response, graph_mfa::Error>) -> RescueOutcome {
    match result {
        Ok(Response::Rescue(outcome)) => *outcome,
        other => panic!("not a rescue: {other:?}"),
    }
}

fn rescue(desk: &TestDesk, fields: Value) -> RescueOutcome {
    outcome_of(desk.run(request("rescue", fields)))
}

fn told(outcome: &RescueOutcome, code: NoteCode) -> bool {
    outcome.reset.notes.iter().any(|note| note.code == code)
}

fn works(desk: &TestDesk, outcome: &RescueOutcome) -> bool {
    let pass = outcome.temporary_access_pass.as_ref().expect("told");
    desk.simulator.use_pass(NORA, pass.secret().expose()).is_ok()
}

fn phases(desk: &TestDesk) -> Vec<&'static str> {
    let name = |event: &Event| match event {
        Event::Inspected { .. } => Some("inspected"),
        Event::Planned { .. } => Some("planned"),
        Event::PassChecked { .. } => Some("passChecked"),
        Event::PassCreated { .. } => Some("passCreated"),
        Event::PassRemoved { .. } => Some("passRemoved"),
        Event::StepStarted { .. } => Some("step"),
        Event::Verified { .. } => Some("verified"),
        Event::SessionsRevoked { .. } => Some("sessionsRevoked"),
        _ => None,
    };
    let mut phases: Vec<_> = desk.recorder.take().iter().filter_map(name).collect();
    phases.dedup();
    phases
}

#[test]
fn the_pass_comes_first_and_is_told_last() {
    let desk = desk(json!({}));
    let outcome = rescue(
        &desk,
        json!({ "scope": "everything", "pass": { "lifetimeMinutes": 60 } }),
    );
    assert_eq!(
        (outcome.reset.outcome, outcome.pass_status),
        (Outcome::Done, PassStatus::Issued)
    );
    assert_eq!(outcome.reset.sessions_revoked, Some(true));
    let order = [
        "inspected",
        "planned",
        "passChecked",
        "passCreated",
        "step",
        "sessionsRevoked",
        "verified",
    ];
    assert_eq!(phases(&desk), order);
    assert_eq!(
        kinds_of(&desk, NORA),
        ["temporaryAccessPass"],
        "spared, although everything goes"
    );
    assert!(works(&desk, &outcome));
}

#[test]
fn a_second_rescue_replaces_the_pass_that_nobody_was_told() {
    let desk = desk(json!({}));
    let first = rescue(&desk, json!({}));
    desk.simulator.advance(Duration::from_secs(60));
    let second = rescue(&desk, json!({}));
    assert_eq!(
        (second.reset.outcome, second.pass_status),
        (Outcome::Done, PassStatus::Issued)
    );
    assert!(told(&second, NoteCode::PassReplaced));
    assert!(works(&desk, &second) && !works(&desk, &first));
}

#[test]
fn what_stands_against_the_pass_stands_against_the_reset() {
    let off = json!({ "policies": { "temporaryAccessPass": { "state": "disabled" } } });
    let disabled = json!({ "users": [{ "userPrincipalName": NORA, "displayName": "Nora Lind", "accountEnabled": false,
        "methods": [{ "kind": "phone" }] }] });
    let app = json!([{ "name": "Desk", "permissions": ["User.Read.All", "UserAuthenticationMethod.Read.All",
        "UserAuthMethod-Phone.ReadWrite.All", "UserAuthMethod-MicrosoftAuthApp.ReadWrite.All",
        "User.RevokeSessions.All", "Directory.Read.All", "RoleManagement.Read.Directory", "GroupMember.Read.All", "PrivilegedEligibilitySchedule.Read.AzureADGroup"] }]);
    for (tenant, code) in [
        (off, ErrorCode::TenantPolicy),
        (disabled, ErrorCode::PassNotPossible),
        (json!({ "applications": app }), ErrorCode::PermissionMissing),
    ] {
        let desk = desk(tenant);
        let error = desk.run(request("rescue", json!({}))).expect_err("refused");
        assert_eq!(error.code(), code);
        assert_eq!(user_of(&desk, NORA).writes, 0);
        let Ok(Response::PlanReset(planned)) = desk.run(request("planReset", json!({ "pass": {} }))) else {
            panic!("no plan")
        };
        assert_eq!(
            planned.refused.map(|error| error.code),
            Some(code),
            "the plan says so before"
        );
    }
}

#[test]
fn stopped_before_the_first_deletion_the_pass_is_taken_back() {
    let desk = desk(json!({}));
    let created = |event: &Event| matches!(event, Event::PassCreated { .. });
    let outcome = outcome_of(desk.run_cancelled_when(request("rescue", json!({})), created));
    assert_eq!(
        (outcome.reset.outcome, outcome.pass_status),
        (Outcome::Failed, PassStatus::Withdrawn)
    );
    assert!(outcome.temporary_access_pass.is_none() && told(&outcome, NoteCode::PassWithdrawn));
    assert_eq!(kinds_of(&desk, NORA), ["microsoftAuthenticator", "phone"]);
}

#[test]
fn a_pass_that_cannot_be_taken_back_is_reported() {
    let refused =
        json!([{ "method": "DELETE", "path": "/users/**", "times": 100, "answer": { "status": 403 } }]);
    let desk = desk(json!({ "faults": refused }));
    let outcome = rescue(&desk, json!({}));
    assert_eq!(
        (outcome.reset.outcome, outcome.pass_status),
        (Outcome::Failed, PassStatus::LeftBehind)
    );
    assert!(outcome.temporary_access_pass.is_none() && told(&outcome, NoteCode::PassLeftBehind));
    assert!(
        outcome.pass.is_some_and(|pass| pass.usable),
        "it says which, and until when"
    );
}

#[test]
fn stopped_after_the_first_deletion_the_pass_is_told() {
    let desk = desk(json!({}));
    let deleted = |event: &Event| {
        matches!(
            event,
            Event::StepFinished {
                step: 1,
                status: StepStatus::Done,
                ..
            }
        )
    };
    let outcome = outcome_of(desk.run_cancelled_when(request("rescue", json!({})), deleted));
    assert_eq!(
        (outcome.reset.outcome, outcome.pass_status),
        (Outcome::Partial, PassStatus::Issued)
    );
    assert_eq!(outcome.reset.sessions_revoked, Some(false));
    assert!(works(&desk, &outcome));
}

#[test]
fn where_the_pass_holds_the_default_it_steps_aside_and_comes_last() {
    let strict = json!({ "passesCountAsOthers": true });
    let desk = desk(json!({ "rules": strict }));
    let outcome = rescue(&desk, json!({}));
    assert_eq!(
        (outcome.reset.outcome, outcome.pass_status),
        (Outcome::Done, PassStatus::Issued)
    );
    let order = [
        "inspected",
        "planned",
        "passChecked",
        "passCreated",
        "step",
        "passRemoved",
        "step",
        "passCreated",
        "sessionsRevoked",
        "verified",
    ];
    assert_eq!(phases(&desk), order);
    assert_eq!(kinds_of(&desk, NORA), ["temporaryAccessPass"]);
    assert!(works(&desk, &outcome));
}

#[test]
fn a_pass_that_could_not_come_last_is_owed() {
    let rules = json!({ "passesCountAsOthers": true });
    let refused = json!([{ "method": "POST", "path": "/users/*/authentication/**", "skip": 1, "times": 100, "answer": { "status": 403 } }]);
    let desk = desk(json!({ "rules": rules, "faults": refused }));
    let outcome = rescue(&desk, json!({}));
    assert_eq!(
        (outcome.reset.outcome, outcome.pass_status),
        (Outcome::Partial, PassStatus::Owed)
    );
    assert!(outcome.temporary_access_pass.is_none() && told(&outcome, NoteCode::PassOwed));
    assert!(
        kinds_of(&desk, NORA).is_empty(),
        "she has nothing, and it is said"
    );
    desk.simulator.clear_faults();
    assert!(
        works(&desk, &rescue(&desk, json!({}))),
        "a second rescue makes it good"
    );
}

#[test]
fn presets_say_what_goes_and_what_a_desk_should_know() {
    let people = json!([{ "userPrincipalName": NORA, "displayName": "Nora Lind", "methods": [
        { "kind": "microsoftAuthenticator" }, { "kind": "softwareOath" }, { "kind": "phone" },
        { "kind": "hardwareOath", "device": { "status": "assigned" } }, { "kind": "fido2" }, { "kind": "email" },
    ] }]);
    let left = |operation: &str, fields: Value| {
        let desk = desk(json!({ "users": people }));
        let done = match desk.run(request(operation, fields)) {
            Ok(Response::Reset(outcome)) => outcome.outcome,
            Ok(Response::Rescue(outcome)) => outcome.reset.outcome,
            other => panic!("{other:?}"),
        };
        assert_eq!(done, Outcome::Done);
        kinds_of(&desk, NORA)
    };
    assert_eq!(
        left("reset", json!({ "preset": "newPhone" })),
        ["email", "fido2", "hardwareOath", "phone"]
    );
    assert_eq!(
        left("reset", json!({ "preset": "lostPhone" })),
        ["email", "fido2", "hardwareOath"]
    );
    assert_eq!(
        left("reset", json!({ "preset": "lostPhone", "keep": ["phone"] })),
        ["email", "fido2", "hardwareOath", "phone"]
    );
    assert_eq!(
        left("rescue", json!({ "preset": "compromised" })),
        ["temporaryAccessPass"]
    );

    let desk = desk(json!({ "users": people }));
    let Ok(Response::PlanReset(planned)) = desk.run(request("planReset", json!({ "preset": "compromised" })))
    else {
        panic!("no plan")
    };
    assert!(planned.plan.revoke_sessions && planned.plan.issue_pass);
    let says = |words: &str| planned.plan.notes.iter().any(|note| note.message.contains(words));
    assert!(says("self-service password reset") && says("every device"));
    let error = desk
        .run(request("reset", json!({ "preset": "compromised" })))
        .expect_err("it includes a pass");
    assert_eq!(error.code(), ErrorCode::InvalidInput);
    assert!(error.what_to_do().is_some_and(|what| what.contains("rescue")));
}
