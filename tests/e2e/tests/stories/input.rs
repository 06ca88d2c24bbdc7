//! Bad input: the error names the thing and the remedy, before any write, and mostly before any request.

use graph_mfa::api::{Request, WhoResetRequest};
use graph_mfa::{Error, ErrorCode};
use graph_mfa_e2e::{NORA, reset_request, tenant_of};
use graph_mfa_test_support::TestDesk;
use serde_json::json;

fn desk() -> TestDesk {
    let twin = |upn: &str| json!({ "userPrincipalName": upn, "displayName": "Kim Berg", "otherMails": ["kim@private.example"], "methods": [{ "kind": "phone" }] });
    TestDesk::new(tenant_of(&json!({ "users": [
        { "userPrincipalName": NORA, "displayName": "Nora Lind", "methods": [{ "kind": "phone" }] },
        twin("kim.berg@fabrikam.example"),
        twin("kim.berg2@fabrikam.example"),
    ]})))
}

fn fails(request: Request) -> (Error, usize) {
    let desk = desk();
    let error = desk.run(request).expect_err("a mistake");
    assert!(error.what_to_do().is_some(), "{error} says what to do");
    assert!(
        desk.simulator.log().iter().all(|entry| !entry.write),
        "{error}: something was written"
    );
    (error, desk.simulator.log().len())
}

fn fails_before_sending(request: Request, fragment: &str) {
    let (error, requests) = fails(request);
    assert_eq!(error.code(), ErrorCode::InvalidInput, "{error}");
    assert!(error.message().contains(fragment), "{error} names {fragment}");
    assert_eq!(requests, 0, "{error}: nothing is sent");
}

#[test]
fn what_cannot_be_meant_is_refused_before_anything_is_sent() {
    let reset = |options| reset_request(options);
    fails_before_sending(reset(json!({ "scope": "kinds" })), "kinds");
    fails_before_sending(reset(json!({ "scope": "portal", "kinds": ["phone"] })), "kinds");
    fails_before_sending(
        reset(json!({ "scope": "kinds", "kinds": ["password"] })),
        "`password`",
    );
    fails_before_sending(
        reset(json!({ "scope": "kinds", "kinds": ["carrierPigeon"] })),
        "`carrierPigeon`",
    );
    fails_before_sending(reset(json!({ "keep": [" "] })), "keep");
    for user in [
        "nora",
        "nora*@fabrikam.example",
        "nora lind@fabrikam.example",
        "nora@",
        "",
    ] {
        fails_before_sending(Request::GetUser { user: user.into() }, user);
        fails_before_sending(
            Request::RevokeSessions {
                user: user.into(),
                case: None,
            },
            user,
        );
    }
    fails_before_sending(
        Request::FindUsers {
            text: "n".into(),
            limit: None,
        },
        "too short",
    );
    fails_before_sending(
        Request::FindUsers {
            text: "nora".into(),
            limit: Some(0),
        },
        "limit",
    );
    let instant = |text: &str| serde_json::from_value(json!(text)).expect("an instant");
    let question = WhoResetRequest {
        since: Some(instant("2026-08-20T09:00:00Z")),
        until: Some(instant("2026-08-19T09:00:00Z")),
        ..WhoResetRequest::default()
    };
    fails_before_sending(Request::WhoReset(question), "since");
}

#[test]
fn a_person_who_is_not_there_is_named() {
    for user in ["nobody@fabrikam.example", "00000000-0000-4000-8000-000000000000"] {
        let (error, _) = fails(Request::ListMethods { user: user.into() });
        assert_eq!(error.code(), ErrorCode::UserNotFound);
        assert!(error.message().contains(user), "{error}");
    }
}

#[test]
fn an_address_that_two_people_have_is_not_guessed() {
    let (error, _) = fails(Request::RevokeSessions {
        user: "kim@private.example".into(),
        case: None,
    });
    assert_eq!(error.code(), ErrorCode::UserAmbiguous);
    assert!(
        error.message().contains("kim.berg@fabrikam.example")
            && error.message().contains("kim.berg2@fabrikam.example")
    );
}
