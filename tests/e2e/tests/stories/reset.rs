//! The main job: somebody lost the phone, and the service desk helps.

use graph_mfa::api::{
    ActorKind, AuditAction, DefaultMark, Event, NoteCode, Outcome, Request, ResetOutcome, Response,
    StepAction, StepStatus, WhoResetRequest,
};
use graph_mfa::{Cancel, ErrorCode, EventSink};
use graph_mfa_e2e::{NORA, kinds_of, reset_request, tenant_of, user_of};
use graph_mfa_test_support::{TestDesk, run_virtual};
use graph_sim::{Simulator, TokenSpec};
use serde_json::{Value, json};

fn nora() -> Value {
    json!({
        "userPrincipalName": NORA,
        "displayName": "Nora Lind",
        "default": "push",
        "methods": [
            { "kind": "microsoftAuthenticator", "displayName": "Pixel 9" },
            { "kind": "phone", "phoneNumber": "+47 90000017" },
            { "kind": "phone", "phoneType": "alternateMobile", "phoneNumber": "+47 90000018" },
            { "kind": "fido2", "displayName": "Blue key" },
            { "kind": "hardwareOath" },
        ],
    })
}

fn desk(rules: Value) -> TestDesk {
    TestDesk::new(tenant_of(
        &json!({ "rules": rules, "users": [nora()], "generate": { "users": 40, "seed": 3 } }),
    ))
}

fn reset(desk: &TestDesk, options: Value) -> ResetOutcome {
    match desk.run(reset_request(options)) {
        Ok(Response::Reset(outcome)) => *outcome,
        other => panic!("not a reset: {other:?}"),
    }
}

#[test]
fn from_part_of_a_name_to_the_audit_record() {
    let desk = desk(json!({ "readLagMs": 20_000, "auditDelayMs": 120_000 }));

    let Ok(Response::FindUsers(found)) = desk.run(Request::FindUsers {
        text: "lind".into(),
        limit: None,
    }) else {
        panic!("the search fails");
    };
    let nora = found
        .users
        .iter()
        .find(|user| user.user_principal_name == NORA)
        .expect("Nora is found by part of her name");

    let Ok(Response::ListMethods(inspection)) = desk.run(Request::ListMethods {
        user: nora.id.clone(),
    }) else {
        panic!("the methods cannot be read");
    };
    let default: Vec<_> = inspection
        .methods
        .iter()
        .filter(|method| method.default == DefaultMark::Yes)
        .collect();
    assert_eq!(default.len(), 1);
    assert_eq!(default[0].label, "Microsoft Authenticator on Pixel 9");

    let outcome = reset(&desk, json!({ "revokeSessions": true }));
    assert_eq!(outcome.outcome, Outcome::Done);
    assert_eq!(outcome.sessions_revoked, Some(true));
    assert!(outcome.verified_at.is_some());
    let order: Vec<_> = outcome
        .plan
        .steps
        .iter()
        .map(|step| (step.action, step.label.as_str()))
        .collect();
    let expected = [
        (StepAction::Deactivate, "hardware OATH token"),
        (StepAction::Delete, "alternate mobile phone +47 ******18"),
        (StepAction::Delete, "mobile phone +47 ******17"),
        (StepAction::Delete, "Microsoft Authenticator on Pixel 9"),
    ];
    assert_eq!(order, expected);
    assert_eq!(kinds_of(&desk, NORA), ["fido2", "hardwareOath"]);
    let truth = user_of(&desk, NORA);
    let token = truth
        .methods
        .iter()
        .find(|method| method.kind == "hardwareOath")
        .expect("stays assigned");
    assert_eq!(token.properties["device"]["status"], "assigned");

    let question = WhoResetRequest {
        user: Some(NORA.into()),
        wait_up_to_ms: Some(600_000),
        ..WhoResetRequest::default()
    };
    let Ok(Response::WhoReset(answer)) = desk.run(Request::WhoReset(question)) else {
        panic!("the log cannot be read")
    };
    let told = &answer.resets[0];
    assert_eq!(told.actor.kind, ActorKind::Application);
    assert_eq!(told.target.id.as_deref(), Some(nora.id.as_str()));
    assert!(told.sessions_revoked && !told.by_portal_button);
    assert!(
        answer
            .entries
            .iter()
            .any(|entry| entry.action == AuditAction::RevokedSessions)
    );
    let deletion = answer
        .entries
        .iter()
        .find(|entry| entry.action == AuditAction::DeletedMethod)
        .expect("told");
    assert!(
        !deletion.shadow_audit_ids.is_empty(),
        "the directory's own record is joined: {deletion:?}"
    );
}

#[test]
fn stopped_half_way_it_says_what_was_not_begun_and_a_second_run_finishes() {
    let desk = desk(json!({}));
    let after_the_first = |event: &Event| matches!(event, Event::StepFinished { step: 1, .. });
    let stopped = desk.run_cancelled_when(reset_request(json!({ "revokeSessions": true })), after_the_first);
    let Ok(Response::Reset(outcome)) = stopped else {
        panic!("what was written is told: {stopped:?}")
    };
    assert_eq!(outcome.outcome, Outcome::Partial);
    assert_eq!(outcome.sessions_revoked, Some(false));
    let begun: Vec<_> = outcome.steps.iter().map(|step| step.status).collect();
    assert_eq!(
        begun,
        [
            StepStatus::Done,
            StepStatus::NotStarted,
            StepStatus::NotStarted,
            StepStatus::NotStarted
        ]
    );
    assert!(outcome.notes.iter().any(|note| note.code == NoteCode::Cancelled));
    assert_eq!(user_of(&desk, NORA).writes, 1);

    assert_eq!(
        reset(&desk, json!({ "revokeSessions": true })).outcome,
        Outcome::Done
    );
}

#[test]
fn stopped_before_the_first_write_nothing_happened() {
    let desk = desk(json!({}));
    let once_planned = |event: &Event| matches!(event, Event::Planned { .. });
    let error = desk
        .run_cancelled_when(reset_request(json!({})), once_planned)
        .expect_err("stopped");
    assert_eq!(error.code(), ErrorCode::Cancelled);
    assert_eq!(user_of(&desk, NORA).writes, 0);
}

/// Registers a phone for Nora as soon as the first deletion was answered, as an attacker or a hasty Nora would.
struct Meddler(Simulator);

impl EventSink for Meddler {
    fn event(&self, event: Event) {
        if matches!(event, Event::StepFinished { step: 3, .. }) {
            let token = self.0.issue_token(&TokenSpec::default()).expect("a token");
            let path = format!("/v1.0/users/{NORA}/authentication/phoneMethods");
            let body = json!({ "phoneType": "mobile", "phoneNumber": "+47 90000099" });
            let request = graph_sim::Request::new("POST", &path).bearer(&token).json(&body);
            let status = self
                .0
                .handle(request)
                .into_response()
                .map(|response| response.status);
            assert_eq!(status, Some(201));
        }
    }
}

#[test]
fn a_method_that_appears_meanwhile_is_not_called_done() {
    let desk = desk(json!({}));
    let meddler = Meddler(desk.simulator.clone());
    let run = desk
        .client
        .run(reset_request(json!({})), &meddler, &Cancel::new())
        .await_virtually(&desk);
    let Ok(Response::Reset(outcome)) = run else {
        panic!("not a reset: {run:?}")
    };
    assert_eq!(outcome.outcome, Outcome::Partial);
    assert!(
        outcome
            .notes
            .iter()
            .any(|note| note.code == NoteCode::MethodAppeared && note.message.contains("+47 ******99"))
    );
}

trait Virtually: Future + Sized {
    fn await_virtually(self, desk: &TestDesk) -> Self::Output {
        run_virtual(&desk.clock, self)
    }
}
impl<F: Future> Virtually for F {}

#[test]
fn only_a_read_makes_it_done() {
    let mut scenario = json!({ "users": [nora()], "faults": [
        // Every read after the first fails, so that nothing can be proven.
        { "method": "GET", "path": "/users/*/authentication/methods", "skip": 1, "times": 100, "answer": { "status": 503 } },
    ]});
    scenario["rules"] = json!({});
    let desk = TestDesk::new(tenant_of(&scenario));
    let outcome = reset(&desk, json!({}));
    assert_eq!(outcome.outcome, Outcome::Partial);
    assert_eq!(outcome.methods_after, None);
    assert!(
        outcome
            .notes
            .iter()
            .any(|note| note.code == NoteCode::NotVerified && note.remedy.is_some())
    );
    assert_eq!(
        kinds_of(&desk, NORA),
        ["fido2", "hardwareOath"],
        "and yet it happened"
    );
}

#[test]
fn a_revocation_that_cannot_be_seen_is_not_reported_as_done() {
    let user = json!({ "id": "5b0c2f0e-8f6e-4a7f-9d0a-2d4c9f1e7a11", "userPrincipalName": NORA, "displayName": "Nora Lind",
        "signInSessionsValidFromDateTime": "2020-01-01T00:00:00Z" });
    let desk = TestDesk::new(tenant_of(&json!({ "users": [nora()], "faults": [
        // The service says yes and does nothing.
        { "method": "POST", "path": "/users/*/revokeSignInSessions", "answer": { "status": 200, "body": { "value": true } } },
        { "method": "GET", "path": "/users/*", "version": "v1.0", "skip": 1, "times": 100, "answer": { "status": 200, "body": user } },
    ]})));
    let Ok(Response::RevokeSessions(outcome)) = desk.run(Request::RevokeSessions {
        user: NORA.into(),
        case: None,
    }) else {
        panic!("the revocation fails");
    };
    assert!(!outcome.sessions_revoked);
    assert!(
        outcome
            .notes
            .iter()
            .any(|note| note.code == NoteCode::RevocationNotSeen)
    );
}

#[test]
fn a_person_who_is_deleted_meanwhile_is_told_from_one_who_never_was() {
    let vanishes = json!({ "method": "POST", "path": "/users/*/revokeSignInSessions", "answer": { "vanishUser": true } });
    let desk = TestDesk::new(tenant_of(&json!({ "users": [nora()], "faults": [vanishes] })));
    let error = desk
        .run(Request::RevokeSessions {
            user: NORA.into(),
            case: None,
        })
        .expect_err("she is gone");
    assert_eq!(error.code(), ErrorCode::UserGone);
    assert!(error.message().contains(NORA) && error.what_to_do().is_some());
}
