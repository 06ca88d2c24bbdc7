//! One method goes: the old phone's Authenticator, a key that was lost.

use graph_mfa::api::{Event, Outcome, Request, ResetOutcome, Response, StepAction};
use graph_mfa::{Error, ErrorCode};
use graph_mfa_e2e::{NORA, kinds_of, tenant_of, user_of};
use graph_mfa_test_support::TestDesk;
use serde_json::{Value, json};

const OLD: &str = "c2b6f9a4-07f5-4f0b-8e37-3f3a0c0f5d21";
const NEW: &str = "d3c7a0b5-18a6-4a1c-9f48-4a4b1d1a6e32";
const MOBILE: &str = "3179e48a-750b-4051-897c-87b9720928f7";

fn desk(faults: Value) -> TestDesk {
    let methods = json!([
        { "kind": "microsoftAuthenticator", "id": OLD, "displayName": "Pixel 4" },
        { "kind": "microsoftAuthenticator", "id": NEW, "displayName": "Pixel 9" },
        { "kind": "phone" },
        { "kind": "phone", "phoneType": "alternateMobile" },
        { "kind": "fido2", "displayName": "Blue key" },
        { "kind": "futureFactor", "id": "unheard-of" },
    ]);
    let nora = json!({ "userPrincipalName": NORA, "displayName": "Nora Lind", "default": "sms", "methods": methods });
    TestDesk::new(tenant_of(&json!({ "users": [nora], "faults": faults })))
}

fn request(mut fields: Value) -> Request {
    fields["operation"] = json!("removeMethod");
    fields["user"] = fields.get("user").cloned().unwrap_or_else(|| json!(NORA));
    serde_json::from_value(fields).expect("a request to remove a method")
}

fn removed(desk: &TestDesk, fields: Value) -> ResetOutcome {
    match desk.run(request(fields)) {
        Ok(Response::RemoveMethod(outcome)) => *outcome,
        other => panic!("nothing removed: {other:?}"),
    }
}

fn refused(fields: Value) -> Error {
    let desk = desk(json!([]));
    let error = desk.run(request(fields)).expect_err("refused");
    assert_eq!(user_of(&desk, NORA).writes, 0);
    assert!(error.what_to_do().is_some(), "{error:?}");
    error
}

#[test]
fn the_old_phone_goes_and_the_new_one_stays() {
    let desk = desk(json!([]));
    let outcome = removed(&desk, json!({ "methodId": OLD }));
    assert_eq!(outcome.outcome, Outcome::Done);
    assert_eq!(outcome.steps.len(), 1);
    let left: Vec<_> = user_of(&desk, NORA)
        .methods
        .into_iter()
        .map(|method| method.id)
        .collect();
    assert!(left.contains(&NEW.to_owned()) && !left.contains(&OLD.to_owned()));

    let key = removed(&desk, json!({ "kind": "fido2" }));
    assert_eq!(key.outcome, Outcome::Done);
    assert!(!kinds_of(&desk, NORA).contains(&"fido2".to_owned()));
}

#[test]
fn several_of_a_kind_are_listed_unless_all_are_meant() {
    let error = refused(json!({ "kind": "microsoftAuthenticator" }));
    assert_eq!(error.code(), ErrorCode::MethodAmbiguous);
    assert!(
        error.message().contains(OLD) && error.message().contains("Pixel 9"),
        "{error}"
    );
    let desk = desk(json!([]));
    let outcome = removed(&desk, json!({ "kind": "microsoftAuthenticator", "all": true }));
    assert_eq!((outcome.outcome, outcome.steps.len()), (Outcome::Done, 2));
}

#[test]
fn the_default_is_changed_first_and_the_alternate_number_holds_the_mobile_one() {
    let desk = desk(json!([]));
    let outcome = removed(&desk, json!({ "kind": "phone", "all": true }));
    assert_eq!(outcome.outcome, Outcome::Done);
    assert_eq!(outcome.plan.steps[0].action, StepAction::SetDefault);

    let outcome = removed(&self::desk(json!([])), json!({ "methodId": MOBILE }));
    assert_eq!(
        outcome.outcome,
        Outcome::Partial,
        "the alternate number stays, and so must this one"
    );
    assert!(outcome.steps.is_empty() && !outcome.notes.is_empty());
}

#[test]
fn what_cannot_be_removed_is_refused_with_a_reason() {
    let password = "28c10230-6103-485e-b985-444c60001490";
    for (fields, code) in [
        (json!({ "kind": "password" }), ErrorCode::InvalidInput),
        (json!({ "methodId": password }), ErrorCode::InvalidInput),
        (json!({ "methodId": "unheard-of" }), ErrorCode::InvalidInput),
        (json!({ "kind": "futureFactor" }), ErrorCode::InvalidInput),
        (json!({}), ErrorCode::InvalidInput),
        (
            json!({ "methodId": OLD, "kind": "phone" }),
            ErrorCode::InvalidInput,
        ),
        (json!({ "methodId": OLD, "all": true }), ErrorCode::InvalidInput),
        (json!({ "methodId": "" }), ErrorCode::InvalidInput),
        (
            json!({ "methodId": "nothing-like-it" }),
            ErrorCode::MethodNotFound,
        ),
        (json!({ "kind": "email" }), ErrorCode::MethodNotFound),
        (
            json!({ "kind": "email", "user": "nobody@fabrikam.example" }),
            ErrorCode::UserNotFound,
        ),
    ] {
        assert_eq!(refused(fields.clone()).code(), code, "{fields}");
    }
}

#[test]
fn when_the_service_refuses_or_the_caller_stops_it_says_so() {
    let forbidden = json!([{ "method": "DELETE", "path": "/users/**", "answer": { "status": 403 } }]);
    let outcome = removed(&desk(forbidden), json!({ "kind": "fido2" }));
    assert_eq!(outcome.outcome, Outcome::Failed);
    let busy = json!([{ "method": "DELETE", "path": "/users/**", "times": 2, "answer": { "status": 429 } }]);
    assert_eq!(
        removed(&desk(busy), json!({ "kind": "fido2" })).outcome,
        Outcome::Done
    );

    let desk = desk(json!([]));
    let planned = |event: &Event| matches!(event, Event::Planned { .. });
    let stopped = desk.run_cancelled_when(request(json!({ "kind": "fido2" })), planned);
    assert_eq!(
        stopped.expect_err("nothing was begun").code(),
        ErrorCode::Cancelled
    );
    assert_eq!(user_of(&desk, NORA).writes, 0);
}
