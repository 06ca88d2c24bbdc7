//! People sign in: in a browser, or by a code on another device; they stay signed in, and are told when it is over.

use graph_mfa::api::{CredentialKind, Event, Request, Response, SignInReport, SignedInAs};
use graph_mfa::{Error, ErrorCode};
use graph_mfa_e2e::{APP, NORA, Person, app_of, tenant_of};
use graph_mfa_test_support::{TestDesk, TestDeskBuilder};
use graph_sim::Scenario;
use serde_json::{Value, json};
use std::time::Duration;

const AGENT: &str = "agent@fabrikam.example";

fn tenant(sign_in: Value, agent: Value) -> Scenario {
    let mut person = json!({ "userPrincipalName": AGENT, "displayName": "Agent", "roles": ["Authentication Administrator"] });
    if let (Value::Object(person), Value::Object(agent)) = (&mut person, agent) {
        person.extend(agent);
    }
    tenant_of(&json!({
        "applications": [app_of(json!({}))],
        "users": [
            { "userPrincipalName": NORA, "displayName": "Nora Lind", "methods": [{ "kind": "phone" }] },
            person,
        ],
        "signIn": sign_in,
    }))
}

fn in_browser(scenario: Scenario) -> (TestDeskBuilder, Person) {
    let builder = TestDesk::builder(scenario)
        .credential(CredentialKind::Browser, None)
        .configure(|config| config.login_hint = Some(AGENT.to_owned()));
    let person = Person::new(builder.simulator());
    (builder, person)
}

fn sitting_there(builder: TestDeskBuilder, person: &Person) -> TestDesk {
    let person = person.clone();
    builder
        .host(|builder| builder.browser(person))
        .build()
        .expect("well-formed")
}

fn automatic() -> Value {
    json!({ "automatic": true })
}

fn by_code(sign_in: Value, agent: Value) -> TestDesk {
    TestDesk::builder(tenant(sign_in, agent))
        .credential(CredentialKind::DeviceCode, None)
        .build()
        .expect("well-formed")
}

fn report(desk: &TestDesk) -> Result<SignInReport, Error> {
    let request = Request::CheckSignIn {
        operations: vec!["reset".to_owned()],
    };
    match desk.run(request)? {
        Response::CheckSignIn(report) => Ok(*report),
        other => panic!("{other:?}"),
    }
}

fn refused(desk: &TestDesk) -> (ErrorCode, Option<u32>, String) {
    let error = report(desk).expect_err("refused");
    assert!(error.what_to_do().is_some(), "{error} says what to do");
    (
        error.code(),
        error.service().and_then(|answer| answer.aadsts),
        error.message().to_owned(),
    )
}

fn count(desk: &TestDesk, end: &str) -> usize {
    let log = desk.simulator.log();
    log.iter().filter(|entry| entry.path.ends_with(end)).count()
}

#[test]
fn a_person_signs_in_in_the_browser_once_and_is_told_who_that_is() {
    let (builder, person) = in_browser(tenant(automatic(), json!({})));
    let desk = sitting_there(builder, &person);
    let report = report(&desk).expect("signed in");
    assert_eq!(report.signed_in_as, SignedInAs::Person);
    assert_eq!(
        (report.user_principal_name.as_deref(), report.app_id.as_deref()),
        (Some(AGENT), Some(APP))
    );
    let roles = report.roles.expect("a person has roles");
    assert_eq!(roles[0].display_name, "Authentication Administrator");
    let gap = report.gap.expect("the token tells");
    assert!(gap.missing.is_empty() && gap.missing_roles.is_empty());
    assert!(gap.unneeded.contains(&"AuditLog.Read.All".to_owned()));

    desk.run(Request::ListMethods { user: NORA.into() })
        .expect("signed in");
    assert_eq!(person.shown().len(), 1);
    let page = &person.shown()[0];
    for part in [
        "code_challenge_method=S256",
        "response_type=code",
        "nonce=",
        "state=",
        "cp1",
    ] {
        assert!(page.contains(part), "{page} lacks {part}");
    }
}

#[test]
fn a_person_stays_signed_in_without_a_page_until_the_sign_in_is_revoked() {
    let (builder, person) = in_browser(tenant(automatic(), json!({})));
    let desk = sitting_there(builder, &person);
    report(&desk).expect("signed in");
    for _ in 0..3 {
        desk.simulator.advance(Duration::from_secs(30 * 3600));
        report(&desk).expect("renewed");
    }
    assert_eq!((person.shown().len(), count(&desk, "/token")), (1, 4));

    desk.simulator.revoke_sessions(AGENT, None).expect("she exists");
    desk.simulator.advance(Duration::from_secs(30 * 3600));
    for _ in 0..2 {
        let (code, _, message) = refused(&desk);
        assert_eq!(code, ErrorCode::SignInAgain);
        assert!(message.contains("has ended"), "{message}");
    }
    assert_eq!(
        person.shown().len(),
        1,
        "a script that runs at night does not wait for a person"
    );
}

#[test]
fn an_outage_does_not_end_a_sign_in() {
    for (status, body) in [
        (503, ""),
        (200, "<html>the proxy's page</html>"),
        (403, "<html></html>"),
    ] {
        let mut scenario = tenant(automatic(), json!({}));
        scenario.faults = tenant_of(&json!({ "faults": [{
            "path": "/*/oauth2/v2.0/token",
            "skip": 1,
            "times": if status == 503 { 6 } else { 1 },
            "answer": { "status": status, "body": body },
        }]}))
        .faults;
        let (builder, person) = in_browser(scenario);
        let desk = sitting_there(builder, &person);
        report(&desk).expect("signed in");
        desk.simulator.advance(Duration::from_secs(30 * 3600));
        assert_ne!(refused(&desk).0, ErrorCode::SignInAgain, "{status}");
        report(&desk).expect("the outage is over, and nobody had to sign in again");
        assert_eq!(person.shown().len(), 1);
    }
}

#[test]
fn a_challenge_is_passed_on_once_and_then_reported() {
    let claims = r#"{"access_token":{"nbf":{"essential":true,"value":"1787216400"}}}"#;
    let encoded = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, claims);
    let challenge = format!("Bearer error=\"insufficient_claims\", claims=\"{encoded}\"");
    for (times, again) in [(1, false), (2, true)] {
        let mut scenario = tenant(automatic(), json!({}));
        scenario.faults = tenant_of(&json!({ "faults": [{
            "path": "/organization",
            "times": times,
            "answer": { "status": 401, "headers": { "WWW-Authenticate": challenge } },
        }]}))
        .faults;
        let (builder, person) = in_browser(scenario);
        let desk = sitting_there(builder, &person);
        let outcome = report(&desk);
        assert_eq!(count(&desk, "/token"), 2, "the challenge was passed on once");
        assert_eq!(person.shown().len(), 1);
        match outcome {
            Ok(_) => assert!(!again),
            Err(error) => assert!(again && error.code() == ErrorCode::SignInAgain, "{error}"),
        }
    }
}

#[test]
fn what_comes_back_from_the_browser_must_belong_to_this_sign_in() {
    for (what, meddle) in [
        ("another state", "&state=" as &str),
        ("another place", "localhost:5001"),
    ] {
        let (builder, person) = in_browser(tenant(automatic(), json!({})));
        let person = person.meddled_with(move |address| address.replace(meddle, "&nothing="));
        let desk = sitting_there(builder, &person);
        assert_eq!(refused(&desk).0, ErrorCode::SignInFailed, "{what}");
        assert_eq!(
            count(&desk, "/token"),
            0,
            "{what}: the code was not sent anywhere"
        );
    }
}

#[test]
fn a_code_that_was_used_before_is_refused() {
    let (builder, person) = in_browser(tenant(automatic(), json!({})));
    let first = std::sync::Mutex::new(None::<String>);
    let person = person.meddled_with(move |address| {
        // The second time, the code of the first comes back with the new state.
        let code = |text: &str| {
            text.split("code=")
                .nth(1)
                .and_then(|rest| rest.split('&').next())
                .map(str::to_owned)
        };
        let mut kept = first.lock().expect("free");
        match kept.as_ref() {
            None => {
                *kept = code(&address);
                address
            }
            Some(old) => address.replace(&code(&address).expect("a code"), old),
        }
    });
    let simulator = builder.simulator().clone();
    let desk = sitting_there(builder, &person);
    report(&desk).expect("the first time");
    // Another client of the same tenant, with the same meddler in between.
    let other = TestDesk::over(simulator)
        .credential(CredentialKind::Browser, None)
        .configure(|config| config.login_hint = Some(AGENT.to_owned()))
        .seed(2);
    let (code, number, _) = refused(&sitting_there(other, &person));
    // The verifier is another one, too; whichever is noticed first, the person begins anew.
    assert_eq!(code, ErrorCode::SignInFailed);
    assert!(matches!(number, Some(54_005 | 501_481)), "{number:?}");
}

#[test]
fn a_redirect_address_that_is_not_registered_shows_no_page() {
    let (builder, person) = in_browser(tenant(automatic(), json!({})));
    let person = person.coming_back_to("http://127.0.0.1:5001/elsewhere");
    let desk = sitting_there(builder, &person);
    assert!(refused(&desk).2.contains("closed the page"));
}

#[test]
fn conditional_access_and_refused_consent_are_told_in_the_browser() {
    let blocked = json!({ "signIn": { "blocks": [{ "reason": "conditionalAccess" }] } });
    let (builder, person) = in_browser(tenant(automatic(), blocked));
    let desk = sitting_there(builder, &person);
    let (code, number, message) = refused(&desk);
    assert_eq!((code, number), (ErrorCode::SignInFailed, Some(53_003)));
    assert!(message.contains("Conditional Access"), "{message}");
}

#[test]
fn a_person_signs_in_by_a_code_that_is_told_as_an_event() {
    let answered = json!({ "deviceCodes": [{ "user": AGENT, "afterPolls": 3 }] });
    let desk = by_code(answered, json!({}));
    let report = report(&desk).expect("signed in");
    assert_eq!(report.user_principal_name.as_deref(), Some(AGENT));
    let told = desk.recorder.take();
    let Some(Event::DeviceCode {
        user_code,
        verification_uri,
        expires_at,
    }) = told
        .iter()
        .find(|event| matches!(event, Event::DeviceCode { .. }))
    else {
        panic!("the code was not told: {told:?}")
    };
    assert!(!user_code.is_empty() && verification_uri.starts_with("http"));
    assert_eq!(expires_at.to_string(), "2026-08-20T09:15:00Z");
    assert_eq!(count(&desk, "/devicecode"), 1);
}

#[test]
fn a_declined_an_expired_and_a_cancelled_code_end_the_sign_in() {
    let declined = json!({ "deviceCodes": [{ "user": AGENT, "decision": "decline" }] });
    let (code, _, message) = refused(&by_code(declined, json!({})));
    assert_eq!(code, ErrorCode::SignInFailed);
    assert!(message.contains("declined"), "{message}");

    let (code, _, message) = refused(&by_code(json!({}), json!({})));
    assert_eq!(code, ErrorCode::SignInFailed);
    assert!(
        message.contains("expired") || message.contains("in time"),
        "{message}"
    );

    let desk = by_code(json!({}), json!({}));
    let stopped = desk.run_cancelled_when(Request::GetUser { user: NORA.into() }, |event| {
        matches!(event, Event::DeviceCode { .. })
    });
    assert_eq!(stopped.expect_err("stopped").code(), ErrorCode::Cancelled);
}

#[test]
fn a_service_that_asks_to_slow_down_is_asked_more_slowly() {
    let slow = json!({ "deviceCodes": [{ "user": AGENT, "afterPolls": 2 }] });
    let mut scenario = tenant(slow, json!({}));
    scenario.faults = tenant_of(&json!({ "faults": [{
        "path": "/*/oauth2/v2.0/token",
        "answer": { "status": 400, "body": { "error": "slow_down", "error_description": "too fast" } },
    }]}))
    .faults;
    let desk = TestDesk::builder(scenario)
        .credential(CredentialKind::DeviceCode, None)
        .build()
        .expect("well-formed");
    report(&desk).expect("signed in");
    let pauses: Vec<u64> = desk.clock.sleep_lengths().iter().map(Duration::as_secs).collect();
    assert_eq!(pauses[..2], [5, 10], "five seconds, then ten");
}

#[test]
fn an_application_that_allows_no_public_client_is_told() {
    let mut scenario = tenant(json!({}), json!({}));
    scenario.applications =
        tenant_of(&json!({ "applications": [app_of(json!({ "publicClient": false }))] })).applications;
    let desk = TestDesk::builder(scenario)
        .credential(CredentialKind::DeviceCode, None)
        .build()
        .expect("well-formed");
    let error = report(&desk).expect_err("refused");
    assert_eq!(error.service().and_then(|answer| answer.aadsts), Some(7_000_218));
    assert!(
        error
            .what_to_do()
            .expect("a remedy")
            .contains("public client flows")
    );
}
