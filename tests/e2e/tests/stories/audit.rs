//! Who reset MFA for whom, and when.

use graph_mfa::api::{ActorKind, AuditAction, AuditAnswer, NoteCode, Request, Response, WhoResetRequest};
use graph_mfa_e2e::{NORA, reset_request, tenant_of};
use graph_mfa_test_support::TestDesk;
use serde_json::json;

const DESK: &str = "desk.admin@fabrikam.example";
const KIM: &str = "kim.berg@fabrikam.example";

fn desk() -> TestDesk {
    TestDesk::new(tenant_of(&json!({
        "rules": { "auditDelayMs": 180_000 },
        "users": [
            { "userPrincipalName": NORA, "displayName": "Nora Lind", "methods": [{ "kind": "phone" }] },
            { "userPrincipalName": KIM, "displayName": "Kim Berg", "methods": [{ "kind": "phone" }] },
            { "userPrincipalName": DESK, "displayName": "Desk Admin", "roles": ["Authentication Administrator"] },
        ],
        "audits": [
            { "at": "2026-08-18T10:00:00Z", "kind": "portalReregistration", "by": DESK, "on": NORA },
            { "at": "2026-08-19T10:00:00Z", "kind": "methodDeleted", "method": "phone", "by": DESK, "on": KIM },
            { "at": "2026-08-19T10:00:20Z", "kind": "methodDeleted", "method": "microsoftAuthenticator", "by": DESK, "on": KIM },
            { "at": "2026-08-19T10:01:00Z", "kind": "sessionsRevoked", "by": DESK, "on": KIM },
        ],
    })))
}

fn ask(desk: &TestDesk, question: WhoResetRequest) -> AuditAnswer {
    match desk.run(Request::WhoReset(question)) {
        Ok(Response::WhoReset(answer)) => answer,
        other => panic!("no answer: {other:?}"),
    }
}

#[test]
fn the_portals_button_is_told_from_single_deletions() {
    let desk = desk();
    let nora = ask(
        &desk,
        WhoResetRequest {
            user: Some(NORA.into()),
            ..WhoResetRequest::default()
        },
    );
    assert_eq!(nora.resets.len(), 1);
    assert!(nora.resets[0].by_portal_button && !nora.resets[0].sessions_revoked);
    assert_eq!(nora.resets[0].actor.user_principal_name.as_deref(), Some(DESK));

    let kim = ask(
        &desk,
        WhoResetRequest {
            user: Some(KIM.into()),
            ..WhoResetRequest::default()
        },
    );
    assert_eq!(kim.resets.len(), 1, "two deletions within a minute are one reset");
    assert_eq!(kim.resets[0].methods_deleted, 2);
    assert!(!kim.resets[0].by_portal_button && kim.resets[0].sessions_revoked);
}

#[test]
fn a_person_can_be_asked_for_as_the_one_who_acted() {
    let answer = ask(
        &desk(),
        WhoResetRequest {
            actor: Some(DESK.into()),
            ..WhoResetRequest::default()
        },
    );
    let mut whom: Vec<_> = answer
        .resets
        .iter()
        .filter_map(|reset| reset.target.user_principal_name.as_deref())
        .collect();
    whom.sort_unstable();
    assert_eq!(whom, [KIM, NORA]);
}

#[test]
fn everybody_can_be_asked_for_at_once_and_the_shadows_do_not_count_twice() {
    let answer = ask(&desk(), WhoResetRequest::default());
    assert_eq!(answer.resets.len(), 2);
    let deletions = answer
        .entries
        .iter()
        .filter(|entry| entry.action == AuditAction::DeletedMethod)
        .count();
    assert_eq!(deletions, 2);
}

#[test]
fn a_record_on_its_way_is_waited_for_only_when_asked() {
    let desk = desk();
    desk.run(reset_request(json!({}))).expect("reset");
    let since = serde_json::from_value(json!("2026-08-20T00:00:00Z")).expect("an instant");
    let question = WhoResetRequest {
        user: Some(NORA.into()),
        since: Some(since),
        ..WhoResetRequest::default()
    };
    let at_once = ask(&desk, question.clone());
    assert!(at_once.resets.is_empty());
    assert!(
        at_once.notes.iter().any(|note| note.code == NoteCode::AuditDelay),
        "and the answer says why"
    );

    let patient = ask(
        &desk,
        WhoResetRequest {
            wait_up_to_ms: Some(600_000),
            ..question
        },
    );
    assert_eq!(patient.resets.len(), 1);
    assert_eq!(patient.resets[0].actor.kind, ActorKind::Application);
}

#[test]
fn numbers_are_masked() {
    let answer = ask(&desk(), WhoResetRequest::default());
    let text = serde_json::to_string(&answer).expect("JSON");
    let changes = answer
        .entries
        .iter()
        .flat_map(|entry| &entry.changes)
        .filter_map(|change| change.before.as_ref());
    let numbers: Vec<_> = changes.filter(|value| value.starts_with('+')).collect();
    assert!(
        !numbers.is_empty() && numbers.iter().all(|number| number.contains('*')),
        "{numbers:?} in {text}"
    );
}
