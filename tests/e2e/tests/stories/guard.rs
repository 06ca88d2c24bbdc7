//! Who is protected from whom, and what a policy demands: answered before the first write.

use graph_mfa::ErrorCode;
use graph_mfa::api::{NoteCode, Outcome, Request, Response};
use graph_mfa_e2e::{NORA, reset_request, tenant_of};
use graph_mfa_test_support::TestDesk;
use serde_json::{Value, json};

fn tenant() -> graph_sim::Scenario {
    tenant_of(&json!({ "users": [
        { "userPrincipalName": NORA, "displayName": "Nora Lind", "methods": [{ "kind": "phone" }] },
    ]}))
}

fn nothing_was_written(desk: &TestDesk) {
    assert!(desk.simulator.log().iter().all(|entry| !entry.write));
}

fn revocation(case: &Value) -> Request {
    let request = json!({ "operation": "revokeSessions", "user": NORA, "case": case });
    serde_json::from_value(request).expect("a request")
}

#[test]
fn a_protected_person_is_reset_only_when_named_once_more_and_the_outcome_says_so() {
    let desk = TestDesk::builder(tenant())
        .configure(|config| config.protected_users.push(NORA.to_uppercase()))
        .build()
        .expect("a client");
    for case in [
        json!({}),
        json!({ "overrideGuard": "somebody.else@fabrikam.example" }),
    ] {
        for request in [reset_request(json!({ "case": case })), revocation(&case)] {
            let error = desk.run(request).expect_err("protected");
            assert_eq!(error.code(), ErrorCode::Guarded);
            assert!(error.what_to_do().expect("a remedy").contains("overrideGuard"));
        }
    }
    nothing_was_written(&desk);

    let case = json!({ "overrideGuard": NORA });
    let Ok(Response::Reset(reset)) = desk.run(reset_request(json!({ "case": case }))) else {
        panic!("not a reset");
    };
    assert_eq!(reset.outcome, Outcome::Done);
    let Ok(Response::RevokeSessions(revoked)) = desk.run(revocation(&case)) else {
        panic!("no revocation");
    };
    for notes in [&reset.notes, &revoked.notes] {
        assert!(
            notes.iter().any(|note| note.code == NoteCode::GuardOverridden),
            "{notes:?}"
        );
    }
}
