//! A drawer full of hardware tokens: seeing it, giving tokens out, activating them, and taking them back.

use graph_mfa::api::{Event, HardwareToken, NoteCode, Outcome, Request, Response, TokenOutcome};
use graph_mfa::{Error, ErrorCode};
use graph_mfa_e2e::{NORA, kinds_of, request, tenant_of, user_of};
use graph_mfa_test_support::TestDesk;
use graph_sim::{Scenario, TokenSpec};
use serde_json::{Value, json};

const OLA: &str = "ola.berg@fabrikam.example";
const DESK: &str = "desk.admin@fabrikam.example";
/// What the tokens of the story show at the moment when the tenant's time begins, and thereabouts.
const CODE: &str = "384126";
const KEY: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

fn tenant(more: Value) -> Scenario {
    let mut scenario = more;
    scenario["users"] = json!([
        { "userPrincipalName": NORA, "displayName": "Nora Lind", "methods": [
            { "kind": "hardwareOath", "device": { "serialNumber": "N1", "status": "assigned", "secretKey": KEY } } ] },
        { "userPrincipalName": OLA, "displayName": "Ola Berg", "methods": [
            { "kind": "hardwareOath", "device": { "serialNumber": "O1", "secretKey": KEY } } ] },
        { "userPrincipalName": DESK, "displayName": "Desk Admin", "roles": ["Authentication Administrator"] },
    ]);
    scenario["hardwareTokens"] = json!([
        { "serialNumber": "F1", "secretKey": KEY }, { "serialNumber": "F2", "secretKey": KEY }, { "serialNumber": "F3" },
    ]);
    // Pauses and retries may take their time: the code of the story stays the right one.
    scenario["rules"]["verificationCodeDrift"] = json!(100);
    tenant_of(&scenario)
}

fn desk() -> TestDesk {
    TestDesk::new(tenant(json!({ "rules": { "maxPageSize": 2 } })))
}

fn with_faults(faults: Value) -> TestDesk {
    TestDesk::new(tenant(json!({ "faults": faults, "rules": {} })))
}

/// Signed in as somebody who may change methods, and not see the inventory.
fn agent() -> TestDesk {
    let scopes = [
        "User.Read.All",
        "UserAuthenticationMethod.ReadWrite.All",
        "Policy.Read.All",
    ];
    let spec = TokenSpec {
        upn: Some(DESK.to_owned()),
        scopes: scopes.map(str::to_owned).to_vec(),
        ..TokenSpec::default()
    };
    let desk = TestDesk::builder(tenant(json!({ "rules": {} }))).token(&spec);
    desk.build().expect("a client")
}

fn of(operation: &str, more: Value) -> Request {
    let mut fields = json!({ "operation": operation, "user": NORA });
    if let (Value::Object(fields), Value::Object(more)) = (&mut fields, more) {
        fields.extend(more);
    }
    request(fields)
}

fn told(answer: Result<Response, Error>) -> TokenOutcome {
    match answer {
        Ok(
            Response::AssignHardwareToken(outcome)
            | Response::ActivateHardwareToken(outcome)
            | Response::DeactivateHardwareToken(outcome)
            | Response::UnassignHardwareToken(outcome),
        ) => *outcome,
        other => panic!("not told: {other:?}"),
    }
}

fn tokens(desk: &TestDesk, filter: Value) -> Vec<HardwareToken> {
    let mut fields = filter;
    fields["operation"] = "listHardwareTokens".into();
    desk.recorder.take();
    let answer = desk.run(request(fields));
    let Ok(Response::ListHardwareTokens(end)) = answer else {
        panic!("no list: {answer:?}")
    };
    let pages: Vec<_> = desk
        .recorder
        .take()
        .into_iter()
        .filter_map(|event| match event {
            Event::HardwareTokens { tokens } => Some(tokens),
            _ => None,
        })
        .collect();
    let tokens: Vec<_> = pages.into_iter().flatten().collect();
    assert_eq!(end.count as usize, tokens.len());
    assert_eq!(
        end.by_status.iter().map(|known| known.count).sum::<u32>(),
        end.count
    );
    tokens
}

fn serials(tokens: &[HardwareToken]) -> Vec<&str> {
    tokens
        .iter()
        .filter_map(|token| token.serial_number.as_deref())
        .collect()
}

fn status_at(desk: &TestDesk, upn: &str, serial: &str) -> Option<String> {
    let methods = user_of(desk, upn).methods;
    let devices = methods
        .iter()
        .filter_map(|method| method.properties.get("device"));
    devices
        .filter(|device| device["serialNumber"] == serial)
        .find_map(|device| device["status"].as_str().map(str::to_owned))
}

#[test]
fn from_the_drawer_to_a_person_and_back() {
    let desk = desk();
    let all = tokens(&desk, json!({}));
    assert_eq!(
        all.len(),
        5,
        "two tokens a page, and all of them: {:?}",
        serials(&all)
    );
    assert_eq!(
        serials(&tokens(&desk, json!({ "status": "Available" }))),
        ["F1", "F2", "F3"]
    );
    let held = tokens(&desk, json!({ "user": OLA }));
    assert_eq!(serials(&held), ["O1"]);
    assert_eq!(
        held[0]
            .assigned_to
            .as_ref()
            .and_then(|holder| holder.display_name.as_deref()),
        Some("Ola Berg")
    );
    assert_eq!(held[0].state, "somebody has it, and its codes are accepted");

    let given = told(desk.run(of("assignHardwareToken", json!({ "serialNumber": "f1" }))));
    assert_eq!((given.outcome, given.written), (Outcome::Done, true));
    assert_eq!(given.status_before.as_deref(), Some("available"));
    assert_eq!(given.token.status.as_deref(), Some("assigned"));
    assert_eq!(status_at(&desk, NORA, "F1").as_deref(), Some("assigned"));

    let active = told(desk.run(of(
        "activateHardwareToken",
        json!({ "serialNumber": "F1", "code": "384 126" }),
    )));
    assert_eq!(
        (active.outcome, active.token.status.as_deref()),
        (Outcome::Done, Some("activated"))
    );
    let again = told(desk.run(of(
        "activateHardwareToken",
        json!({ "serialNumber": "F1", "code": CODE }),
    )));
    assert!(!again.written, "it is active already");

    let idle = told(desk.run(of(
        "deactivateHardwareToken",
        json!({ "methodId": active.token.token_id }),
    )));
    assert_eq!(
        (idle.outcome, idle.token.status.as_deref()),
        (Outcome::Done, Some("assigned"))
    );
    assert!(!told(desk.run(of("deactivateHardwareToken", json!({ "serialNumber": "F1" })))).written);

    let back = told(desk.run(of("unassignHardwareToken", json!({ "serialNumber": "F1" }))));
    assert_eq!((back.outcome, back.token.assigned_to), (Outcome::Done, None));
    assert_eq!(status_at(&desk, NORA, "F1"), None);
    assert_eq!(
        tokens(&desk, json!({ "serialNumber": "F1", "status": "available" })).len(),
        1
    );
}

#[test]
fn with_a_code_it_is_given_and_active_in_one_go() {
    let desk = desk();
    let given = told(desk.run(of(
        "assignHardwareToken",
        json!({ "serialNumber": "F2", "code": CODE }),
    )));
    assert_eq!(
        (given.outcome, given.token.status.as_deref()),
        (Outcome::Done, Some("activated"))
    );
    let own = told(desk.run(of(
        "assignHardwareToken",
        json!({ "serialNumber": "N1", "code": CODE }),
    )));
    assert_eq!(
        own.token.status.as_deref(),
        Some("activated"),
        "she had it, not active"
    );
    let known = told(desk.run(of("assignHardwareToken", json!({ "serialNumber": "F2" }))));
    assert!(!known.written, "she has it already");
    let sent = desk.simulator.log().iter().filter(|entry| entry.write).count();
    assert_eq!(sent, 2);

    let everything_told = format!("{:?}", desk.recorder.take());
    assert!(!everything_told.contains(CODE), "a code is in no event");
}

#[test]
fn refusals_say_what_is_wrong_with_the_token() {
    let desk = desk();
    let fails = |request: Request| {
        let error = desk.run(request).expect_err("refused");
        assert!(error.what_to_do().is_some(), "{error}");
        assert!(!error.message().contains("000001"), "{error}");
        error
    };
    let unknown = fails(of("assignHardwareToken", json!({ "serialNumber": "NOPE" })));
    assert_eq!(unknown.code(), ErrorCode::HardwareTokenNotFound);
    assert!(unknown.message().contains("NOPE"));

    let taken = fails(of("assignHardwareToken", json!({ "serialNumber": "O1" })));
    assert_eq!(taken.code(), ErrorCode::Refused);
    assert!(taken.message().contains("Ola Berg"), "{taken}");

    let wrong = fails(of(
        "assignHardwareToken",
        json!({ "serialNumber": "F1", "code": "000001" }),
    ));
    assert_eq!(wrong.code(), ErrorCode::Refused);
    assert!(wrong.message().contains("code"), "{wrong}");
    assert_eq!(status_at(&desk, NORA, "F1"), None, "it stays in the drawer");

    let wrong = fails(of(
        "activateHardwareToken",
        json!({ "serialNumber": "N1", "code": "000001" }),
    ));
    assert!(wrong.message().contains("code"), "{wrong}");
    assert_eq!(status_at(&desk, NORA, "N1").as_deref(), Some("failedActivation"));
    let told_now = tokens(&desk, json!({ "serialNumber": "N1" }));
    assert!(told_now[0].state.contains("was wrong"));

    let elsewhere = fails(of("unassignHardwareToken", json!({ "serialNumber": "O1" })));
    assert_eq!(elsewhere.code(), ErrorCode::HardwareTokenNotFound);
    assert!(elsewhere.message().contains("Ola Berg"), "{elsewhere}");
    let free = fails(of("deactivateHardwareToken", json!({ "serialNumber": "F3" })));
    assert!(free.message().contains("nobody has it"), "{free}");
    let nothing = fails(of(
        "deactivateHardwareToken",
        json!({ "methodId": "11111111-2222-4333-8444-555555555555" }),
    ));
    assert_eq!(nothing.code(), ErrorCode::HardwareTokenNotFound);
    let nobody = fails(request(
        json!({ "operation": "assignHardwareToken", "user": "nobody@fabrikam.example", "serialNumber": "F1" }),
    ));
    assert_eq!(nobody.code(), ErrorCode::UserNotFound);
}

#[test]
fn who_has_several_must_say_which_one() {
    let desk = desk();
    told(desk.run(of("assignHardwareToken", json!({ "serialNumber": "F1" }))));
    let error = desk
        .run(of("unassignHardwareToken", json!({})))
        .expect_err("which one");
    assert_eq!(error.code(), ErrorCode::InvalidInput);
    assert!(
        error.message().contains("F1") && error.message().contains("N1"),
        "{error}"
    );
    told(desk.run(of("unassignHardwareToken", json!({ "serialNumber": "F1" }))));
    told(desk.run(of("unassignHardwareToken", json!({}))));
    assert!(kinds_of(&desk, NORA).is_empty());
}

#[test]
fn bad_input_is_refused_before_anything_is_sent() {
    let desk = desk();
    for (bad, field) in [
        (
            of("assignHardwareToken", json!({ "serialNumber": " " })),
            "serialNumber:",
        ),
        (
            of(
                "assignHardwareToken",
                json!({ "serialNumber": "F1", "code": "12" }),
            ),
            "code:",
        ),
        (of("activateHardwareToken", json!({ "code": "letters" })), "code:"),
        (
            of(
                "unassignHardwareToken",
                json!({ "serialNumber": "F1", "methodId": "x" }),
            ),
            "methodId:",
        ),
        (
            request(json!({ "operation": "listHardwareTokens", "status": "lost" })),
            "status:",
        ),
    ] {
        let error = desk.run(bad).expect_err(field);
        assert_eq!(error.code(), ErrorCode::InvalidInput, "{error}");
        assert!(error.message().starts_with(field), "{error}");
    }
    assert_eq!(desk.simulator.log().len(), 0);
}

#[test]
fn an_agent_who_may_not_see_the_inventory_gives_a_token_by_its_code() {
    let desk = agent();
    let error = desk
        .run(of("assignHardwareToken", json!({ "serialNumber": "F1" })))
        .expect_err("not seen");
    assert_eq!(error.code(), ErrorCode::NotAllowed);
    let remedy = error.what_to_do().expect("a remedy");
    assert!(
        remedy.contains("Authentication Policy Administrator") && remedy.contains("give a code"),
        "{remedy}"
    );

    let given = told(desk.run(of(
        "assignHardwareToken",
        json!({ "serialNumber": "F1", "code": CODE }),
    )));
    assert_eq!(given.outcome, Outcome::Done);
    assert!(
        given
            .notes
            .iter()
            .any(|note| note.code == NoteCode::InventoryUnknown)
    );
    assert_eq!(
        given.token.manufacturer.as_deref(),
        Some("Token2"),
        "told by the person's own list"
    );

    let list = request(json!({ "operation": "listHardwareTokens" }));
    assert_eq!(
        desk.run(list).expect_err("not seen").code(),
        ErrorCode::NotAllowed
    );
}

#[test]
fn a_token_that_may_have_been_given_is_looked_for_before_it_is_given_again() {
    for (path, more) in [
        (
            "/users/*/authentication/hardwareOathMethods",
            json!({ "serialNumber": "F1" }),
        ),
        (
            "/users/*/authentication/hardwareOathMethods/assignAndActivateBySerialNumber",
            json!({ "serialNumber": "F1", "code": CODE }),
        ),
        (
            "/users/*/authentication/hardwareOathMethods/*/activate",
            json!({ "serialNumber": "N1", "code": CODE }),
        ),
    ] {
        for (answer, posts) in [
            (json!({ "drop": "afterCommit" }), 1),
            (json!({ "status": 502 }), 2),
        ] {
            let desk = with_faults(json!([{ "method": "POST", "path": path, "answer": answer }]));
            let outcome = told(desk.run(of("assignHardwareToken", more.clone())));
            assert_eq!(outcome.outcome, Outcome::Done, "{path}");
            let sent = desk.simulator.log().iter().filter(|entry| entry.write).count();
            assert_eq!(sent, posts, "{path}");
        }
    }
}

#[test]
fn a_service_that_does_not_filter_is_read_whole() {
    let path = "/directory/authenticationMethodDevices/hardwareOathDevices";
    let desk = with_faults(json!([{ "method": "GET", "path": path, "answer": { "status": 400 } }]));
    assert_eq!(serials(&tokens(&desk, json!({ "serialNumber": "F2" }))), ["F2"]);
}

#[test]
fn a_token_that_is_the_default_is_not_taken_without_saying_how() {
    let scenario = json!({ "users": [{ "userPrincipalName": NORA, "displayName": "Nora Lind", "default": "oath",
        "methods": [{ "kind": "hardwareOath", "device": { "serialNumber": "N1" } }, { "kind": "phone" }] }] });
    let desk = TestDesk::new(tenant_of(&scenario));
    let error = desk
        .run(of("unassignHardwareToken", json!({})))
        .expect_err("it is the default");
    assert_eq!(error.code(), ErrorCode::Refused);
    assert!(error.message().contains("default"), "{error}");
    assert!(error.what_to_do().expect("a remedy").contains("default"));
}

#[test]
fn reads_that_lag_are_waited_for_and_stopping_is_told() {
    let scenario = |lag: u32| {
        TestDesk::new(tenant_of(&json!({ "rules": { "readLagMs": lag }, "users": [
            { "userPrincipalName": NORA, "displayName": "Nora Lind", "methods": [{ "kind": "hardwareOath" }] } ] })))
    };
    let desk = scenario(8_000);
    assert_eq!(
        told(desk.run(of("unassignHardwareToken", json!({})))).outcome,
        Outcome::Done
    );

    let desk = scenario(8_000);
    let waiting = |event: &Event| matches!(event, Event::Waiting { .. });
    let stopped = told(desk.run_cancelled_when(of("unassignHardwareToken", json!({})), waiting));
    assert_eq!(stopped.outcome, Outcome::Partial);
    assert!(stopped.notes.iter().any(|note| note.code == NoteCode::Cancelled));
    assert!(kinds_of(&desk, NORA).is_empty(), "and yet it happened");

    let desk = scenario(86_400_000);
    let unseen = told(desk.run(of("unassignHardwareToken", json!({}))));
    assert_eq!((unseen.outcome, unseen.verified_at), (Outcome::Partial, None));
    assert!(unseen.notes.iter().any(|note| note.code == NoteCode::NotVerified));
}

#[test]
fn a_cloud_without_beta_has_no_tokens_to_show() {
    let desk = TestDesk::new(tenant(json!({ "rules": { "betaUnavailable": true } })));
    for request in [
        request(json!({ "operation": "listHardwareTokens" })),
        of("unassignHardwareToken", json!({})),
    ] {
        let error = desk.run(request).expect_err("no beta");
        assert_eq!(error.code(), ErrorCode::Refused);
        assert!(error.what_to_do().expect("a remedy").contains("beta"), "{error}");
    }
}
