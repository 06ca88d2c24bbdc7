//! Setting telephone numbers: added, changed, left alone, refused, and seen as far as the service shows them.

use graph_mfa::api::{Event, NoteCode, Outcome, PhoneChange, PhoneOutcome, Request, Response};
use graph_mfa::{Error, ErrorCode};
use graph_mfa_e2e::{NORA, request, tenant_of, user_of};
use graph_mfa_test_support::TestDesk;
use graph_sim::{Scenario, TokenSpec};
use serde_json::{Value, json};

const DESK: &str = "desk.admin@fabrikam.example";

fn tenant(methods: Value, more: Value) -> Scenario {
    let mut scenario = more;
    scenario["users"] = json!([
        { "userPrincipalName": NORA, "displayName": "Nora Lind", "methods": methods },
        { "userPrincipalName": DESK, "displayName": "Desk Admin", "roles": ["Authentication Administrator"] },
        { "userPrincipalName": "boss@fabrikam.example", "displayName": "Boss", "roles": ["Global Administrator"] },
    ]);
    tenant_of(&scenario)
}

fn desk(methods: Value) -> TestDesk {
    TestDesk::new(tenant(methods, json!({})))
}

/// Signed in as somebody whom the service shows masked numbers only.
fn agent(methods: Value) -> TestDesk {
    let spec = TokenSpec {
        upn: Some(DESK.to_owned()),
        scopes: ["User.Read.All", "UserAuthenticationMethod.ReadWrite.All"]
            .map(str::to_owned)
            .to_vec(),
        ..TokenSpec::default()
    };
    let desk = TestDesk::builder(tenant(methods, json!({}))).token(&spec);
    desk.build().expect("a client")
}

fn set(phone_type: &str, number: &str) -> Request {
    request(json!({ "operation": "setPhone", "user": NORA, "phoneType": phone_type, "number": number }))
}

fn told(answer: Result<Response, Error>) -> PhoneOutcome {
    match answer {
        Ok(Response::SetPhone(outcome)) => *outcome,
        other => panic!("not told: {other:?}"),
    }
}

fn codes(outcome: &PhoneOutcome) -> Vec<NoteCode> {
    outcome.notes.iter().map(|note| note.code).collect()
}

fn numbers(desk: &TestDesk) -> Vec<String> {
    let methods = user_of(desk, NORA).methods;
    let number = |name: &str, properties: &serde_json::Map<String, Value>| {
        properties[name].as_str().map(str::to_owned)
    };
    methods
        .iter()
        .filter_map(|method| {
            Some(format!(
                "{} {}",
                number("phoneType", &method.properties)?,
                number("phoneNumber", &method.properties)?
            ))
        })
        .collect()
}

#[test]
fn a_new_number_and_then_another_one() {
    let desk = desk(json!([]));
    let added = told(desk.run(set("mobile", "0047 900 00 017")));
    assert_eq!((added.outcome, added.change), (Outcome::Done, PhoneChange::Added));
    assert_eq!((added.before, added.number.as_str()), (None, "+47 ******17"));
    assert_eq!(numbers(&desk), ["mobile +47 90000017"]);

    let changed = told(desk.run(set("mobile", "+47 90000018")));
    assert_eq!(
        (changed.outcome, changed.change),
        (Outcome::Done, PhoneChange::Changed)
    );
    assert_eq!(changed.before.as_deref(), Some("+47 ******17"));
    assert!(changed.method_id.is_some() && changed.request_id.is_some() && changed.verified_at.is_some());
    assert_eq!(numbers(&desk), ["mobile +47 90000018"]);

    let again = told(desk.run(set("mobile", "+47 900-00-018")));
    assert_eq!(
        (again.outcome, again.change),
        (Outcome::Done, PhoneChange::Unchanged)
    );
    assert_eq!(
        user_of(&desk, NORA).writes,
        2,
        "what is there already is not written"
    );

    let everything_told = format!("{:?}", desk.recorder.take());
    assert!(
        !everything_told.contains("9000001"),
        "events mask numbers: {everything_told}"
    );
}

#[test]
fn an_alternate_number_needs_a_mobile_one_beside_it() {
    let desk = desk(json!([]));
    let error = desk
        .run(set("alternateMobile", "+47 90000018"))
        .expect_err("no mobile number");
    assert_eq!(error.code(), ErrorCode::Refused);
    assert!(error.message().contains("no mobile number"), "{error}");
    assert!(
        error
            .what_to_do()
            .expect("a remedy")
            .contains("mobile number first")
    );
    assert_eq!(user_of(&desk, NORA).writes, 0);

    told(desk.run(set("mobile", "+47 90000017")));
    let outcome = told(desk.run(set("alternateMobile", "+47 90000017")));
    assert_eq!(outcome.outcome, Outcome::Done);
    assert_eq!(codes(&outcome), [NoteCode::NumberUsedTwice]);
}

#[test]
fn an_agent_who_sees_masked_numbers_is_told_how_far_they_prove_it() {
    let desk = agent(json!([{ "kind": "phone", "phoneNumber": "+47 90000017" }]));
    let other = told(desk.run(set("mobile", "+47 90000018")));
    assert_eq!(
        (other.outcome, other.change),
        (Outcome::Done, PhoneChange::Changed)
    );
    assert_eq!(codes(&other), [NoteCode::NumberMasked]);

    let alike = told(desk.run(set("mobile", "+47 91111118")));
    assert_eq!(
        alike.outcome,
        Outcome::Partial,
        "the last two digits are those of the number before"
    );
    assert_eq!(alike.verified_at, None);
    assert_eq!(codes(&alike), [NoteCode::NumberMasked]);
    assert_eq!(numbers(&desk), ["mobile +47 91111118"], "and yet it happened");
}

#[test]
fn a_number_that_may_have_been_added_is_looked_for_before_it_is_added_again() {
    let path = "/users/*/authentication/phoneMethods";
    for (answer, posts) in [
        (json!({ "drop": "afterCommit" }), 1),
        (json!({ "commitThen": { "status": 504 } }), 1),
        (json!({ "drop": "beforeCommit" }), 2),
        (json!({ "status": 503 }), 2),
    ] {
        let faults = json!({ "faults": [{ "method": "POST", "path": path, "answer": answer.clone() }] });
        let desk = TestDesk::new(tenant(json!([]), faults));
        let outcome = told(desk.run(set("mobile", "+47 90000017")));
        assert_eq!(
            (outcome.outcome, outcome.change),
            (Outcome::Done, PhoneChange::Added),
            "{answer}"
        );
        assert_eq!(numbers(&desk), ["mobile +47 90000017"]);
        let sent = desk.simulator.log().iter().filter(|entry| entry.write).count();
        assert_eq!(sent, posts, "{answer}");
    }
}

#[test]
fn a_service_that_stays_silent_leaves_no_false_certainty() {
    let path = "/users/*/authentication/phoneMethods";
    let faults =
        json!({ "faults": [{ "method": "POST", "path": path, "times": 100, "answer": { "status": 503 } }] });
    let desk = TestDesk::new(tenant(json!([]), faults));
    let error = desk.run(set("mobile", "+47 90000017")).expect_err("down");
    assert_eq!(error.code(), ErrorCode::ServiceUnavailable);
    assert!(error.message().contains("not known whether"), "{error}");
    assert!(error.what_to_do().is_some() && !error.message().contains("90000017"));
    let sent = desk.simulator.log().iter().filter(|entry| entry.write).count();
    assert_eq!(sent, 3);
}

#[test]
fn what_cannot_be_a_number_is_refused_before_anything_is_sent() {
    for number in ["90000017", "+47 nine", "+47 (0)90000017", "", "+47 1"] {
        let desk = desk(json!([]));
        let error = desk.run(set("mobile", number)).expect_err(number);
        assert_eq!(error.code(), ErrorCode::InvalidInput);
        assert!(error.message().starts_with("number:"), "{error}");
        assert_eq!(desk.simulator.log().len(), 0);
    }
}

#[test]
fn refusals_say_why_and_what_to_do() {
    let policy = json!({ "faults": [{ "method": "POST", "path": "/users/*/authentication/phoneMethods", "answer": {
        "status": 400, "code": "badRequest", "body": { "error": { "code": "badRequest", "message":
            "Converged UserCredentialPolicy does not allow creating or updating this authentication method." } } } }] });
    let desk = TestDesk::new(tenant(json!([]), policy));
    let error = desk
        .run(set("mobile", "+47 90000017"))
        .expect_err("not allowed by policy");
    assert_eq!(error.code(), ErrorCode::Refused);
    assert!(error.what_to_do().expect("a remedy").contains("policy"));

    let desk = agent(json!([]));
    let boss = request(
        json!({ "operation": "setPhone", "user": "boss@fabrikam.example", "phoneType": "mobile", "number": "+47 90000017" }),
    );
    assert_eq!(
        desk.run(boss).expect_err("outranked").code(),
        ErrorCode::NotAllowed
    );
    let nobody = request(
        json!({ "operation": "setPhone", "user": "nobody@fabrikam.example", "phoneType": "mobile", "number": "+47 90000017" }),
    );
    assert_eq!(
        desk.run(nobody).expect_err("nobody").code(),
        ErrorCode::UserNotFound
    );
}

#[test]
fn stopped_between_write_and_read_it_is_not_called_done() {
    let desk = desk(json!([]));
    let written = |event: &Event| matches!(event, Event::StepFinished { .. });
    let outcome = told(desk.run_cancelled_when(set("mobile", "+47 90000017"), written));
    assert_eq!(outcome.outcome, Outcome::Partial);
    assert_eq!(codes(&outcome), [NoteCode::Cancelled]);
    assert_eq!(numbers(&desk), ["mobile +47 90000017"]);

    let read = |event: &Event| matches!(event, Event::Request { .. });
    let error = desk
        .run_cancelled_when(set("mobile", "+47 90000018"), read)
        .expect_err("stopped before the write");
    assert_eq!(error.code(), ErrorCode::Cancelled);
    assert_eq!(user_of(&desk, NORA).writes, 1);
}
