//! Signing in with a code on another device (facts 13.2).

use std::time::Duration;

use graph_sim::{Decision, Request, SignInDecision};
use serde_json::json;

use crate::keys::claims;
use crate::login::number;
use crate::signing_in::*;
use crate::tenant::NORA;

fn pause(simulator: &graph_sim::Simulator) {
    simulator.advance(Duration::from_secs(5));
}

#[test]
fn a_person_signs_in_on_another_device() {
    let simulator = with(&json!({}));
    let (device_code, user_code) =
        device_codes(&simulator, &format!("{SCOPES} openid profile offline_access"));
    assert_eq!(user_code.len(), 9);
    let waiting = simulator.pending_sign_ins();
    assert_eq!(
        (waiting[0].user_code.as_str(), waiting[0].application.as_str()),
        (user_code.as_str(), "Program")
    );
    let pending = poll(&simulator, &device_code);
    assert_eq!((pending.status, number(&pending)), (400, 70_016));
    assert_eq!(field(&pending, "error"), "authorization_pending");
    approve(&simulator, DESK);
    pause(&simulator);
    let answer = poll(&simulator, &device_code);
    assert_eq!(answer.status, 200, "{}", answer.json());
    let body = answer.json();
    assert_eq!(body["scope"], format!("{SCOPES} openid profile"));
    let lifetime = body["expires_in"].as_i64().unwrap();
    assert!((3600..=5400).contains(&lifetime) && body["ext_expires_in"] == lifetime);
    let access = claims(&field(&answer, "access_token"));
    assert_eq!(access["scp"], "User.Read User.Read.All openid profile");
    assert_eq!(
        (&access["upn"], &access["amr"]),
        (&json!(DESK), &json!(["pwd", "mfa"]))
    );
    assert_eq!(access["wids"][0], "c4e39bd9-1100-46d3-8c65-fb160da0071f");
    let url = format!("/v1.0/users/{NORA}");
    let read = simulator.handle(Request::new("GET", url).bearer(&field(&answer, "access_token")));
    assert_eq!(read.into_response().unwrap().status, 200);
    for secret in [
        &device_code,
        &field(&answer, "refresh_token"),
        &field(&answer, "id_token"),
    ] {
        assert!(simulator.canaries().contains(secret));
    }
    pause(&simulator);
    let again = poll(&simulator, &device_code);
    assert_eq!(
        (number(&again), field(&again, "error").as_str()),
        (54_005, "invalid_grant")
    );
    let log = serde_json::to_string(&simulator.log()).unwrap();
    assert!(simulator.canaries().iter().all(|secret| !log.contains(secret)));
}

#[test]
fn asking_too_often_slows_the_client_down() {
    let simulator = with(&json!({ "rules": { "delayScale": 0.01 } }));
    let (device_code, _) = device_codes(&simulator, SCOPES);
    assert_eq!(
        field(&poll(&simulator, &device_code), "error"),
        "authorization_pending"
    );
    simulator.advance(Duration::from_millis(44));
    assert_eq!(field(&poll(&simulator, &device_code), "error"), "slow_down");
    simulator.advance(Duration::from_millis(50));
    assert_eq!(
        field(&poll(&simulator, &device_code), "error"),
        "slow_down",
        "five seconds more than before"
    );
    simulator.advance(Duration::from_millis(150));
    assert_eq!(
        field(&poll(&simulator, &device_code), "error"),
        "authorization_pending"
    );
}

#[test]
fn a_tenth_of_the_interval_is_forgiven() {
    let simulator = with(&json!({}));
    let (device_code, _) = device_codes(&simulator, SCOPES);
    poll(&simulator, &device_code);
    simulator.advance(Duration::from_millis(4500));
    assert_eq!(
        field(&poll(&simulator, &device_code), "error"),
        "authorization_pending"
    );
}

#[test]
fn a_code_ends_after_fifteen_minutes() {
    let simulator = with(&json!({}));
    let (device_code, user_code) = device_codes(&simulator, SCOPES);
    simulator.advance(Duration::from_secs(899));
    assert_eq!(number(&poll(&simulator, &device_code)), 70_016);
    simulator.advance(Duration::from_secs(1));
    let over = poll(&simulator, &device_code);
    assert_eq!(
        (number(&over), field(&over, "error").as_str()),
        (70_020, "expired_token")
    );
    assert!(simulator.pending_sign_ins().is_empty());
    let late = SignInDecision {
        user_code: Some(user_code),
        user: Some(DESK.into()),
        ..Default::default()
    };
    assert!(
        simulator
            .decide_sign_in(&late)
            .unwrap_err()
            .to_string()
            .contains("AADSTS70019")
    );
}

#[test]
fn what_is_no_code_is_told_so() {
    let simulator = with(&json!({}));
    let (device_code, _) = device_codes(&simulator, SCOPES);
    let wrong = poll(&simulator, "DAQABnothing");
    assert_eq!(
        (number(&wrong), field(&wrong, "error").as_str()),
        (70_018, "bad_verification_code")
    );
    let other = redeem(
        &simulator,
        &[
            ("grant_type", DEVICE_GRANT),
            ("client_id", SERVER),
            ("client_secret", "server-secret"),
            ("device_code", &device_code),
        ],
    );
    assert_eq!(number(&other), 70_018, "another application's code");
}

#[test]
fn public_client_flows_must_be_allowed() {
    let simulator = with(&json!({}));
    let ask = |client_id| {
        post(
            &simulator,
            "/oauth2/v2.0/devicecode",
            &[("client_id", client_id), ("scope", SCOPES)],
            &[],
        )
    };
    let code = field(&ask(SERVER), "device_code");
    let fields = [
        ("grant_type", DEVICE_GRANT),
        ("client_id", SERVER),
        ("device_code", code.as_str()),
    ];
    let refused = redeem(&simulator, &fields);
    assert_eq!((refused.status, number(&refused)), (401, 7_000_218));
    let pending = redeem(
        &simulator,
        &changed(&fields, &[("client_secret", "server-secret")]),
    );
    assert_eq!(number(&pending), 70_016, "a secret stands in");
    assert_eq!(
        number(&post(
            &simulator,
            "/oauth2/v2.0/devicecode",
            &[("client_id", PROGRAM)],
            &[]
        )),
        900_144
    );
    let get = simulator.handle(Request::new("GET", format!("{LOGIN}/oauth2/v2.0/devicecode")));
    assert_eq!(number(&get.into_response().unwrap()), 900_561);
}

#[test]
fn a_person_may_decline() {
    let simulator = with(&json!({}));
    let (device_code, user_code) = device_codes(&simulator, SCOPES);
    let decline = SignInDecision {
        user_code: Some(user_code),
        decision: Decision::Decline,
        ..Default::default()
    };
    simulator.decide_sign_in(&decline).unwrap();
    let declined = poll(&simulator, &device_code);
    assert_eq!(
        (declined.status, field(&declined, "error").as_str()),
        (400, "authorization_declined")
    );
    assert!(simulator.decide_sign_in(&decline).is_err(), "it is over");
}

#[test]
fn somebody_may_answer_by_themselves() {
    let rule = |decision: &str| {
        json!({ "signIn": { "deviceCodes": [
            { "user": "boss@fabrikam.example", "application": PAGE },
            { "user": DESK, "afterPolls": 2, "decision": decision }] } })
    };
    for (decision, last) in [("approve", None), ("decline", Some("authorization_declined"))] {
        let simulator = with(&rule(decision));
        let (device_code, _) = device_codes(&simulator, SCOPES);
        for _ in 0..2 {
            assert_eq!(
                field(&poll(&simulator, &device_code), "error"),
                "authorization_pending"
            );
            pause(&simulator);
        }
        let answer = poll(&simulator, &device_code);
        assert_eq!(answer.json()["error"].as_str(), last);
        if last.is_none() {
            assert_eq!(claims(&field(&answer, "access_token"))["upn"], DESK);
        }
    }
}

#[test]
fn who_is_blocked_ends_the_wait() {
    let simulator = with_nora_like(&json!({ "blocks": [
        { "reason": "conditionalAccess", "flows": ["deviceCode"] }] }));
    let (device_code, _) = device_codes(&simulator, SCOPES);
    let decision = SignInDecision {
        user: Some(NORA.into()),
        ..Default::default()
    };
    let told = simulator.decide_sign_in(&decision).unwrap_err().to_string();
    assert!(told.contains("AADSTS53003"), "{told}");
    let refused = poll(&simulator, &device_code);
    assert_eq!((refused.status, number(&refused)), (400, 53_003));
    let body = refused.json();
    assert_eq!(
        (&body["error"], &body["suberror"]),
        (&json!("invalid_grant"), &json!("message_only"))
    );
    assert!(body["claims"].as_str().unwrap().contains("capolids"));
}

#[test]
fn the_page_works_without_scripts() {
    let simulator = with(&json!({}));
    let (device_code, user_code) = device_codes(&simulator, SCOPES);
    let page = format!("{LOGIN}/oauth2/deviceauth").replace("fabrikam.example", "common");
    let shown = simulator
        .handle(Request::new("GET", format!("{page}?otc={user_code}")))
        .into_response()
        .unwrap();
    assert_eq!(shown.status, 200);
    assert!(
        text(&shown).contains(&format!("value=\"{user_code}\""))
            && text(&shown).contains("<label for=\"otc\">")
    );
    let wrong = post(&simulator, &page, &[("otc", "AAA")], &[]);
    assert!(wrong.status == 400 && text(&wrong).contains("AADSTS70018"));
    let spoken = format!(" {}-{} ", user_code[..4].to_lowercase(), &user_code[4..]);
    let people = text(&post(&simulator, &page, &[("otc", &spoken)], &[]));
    assert!(people.contains("<strong>Program</strong>") && people.contains("User.Read.All"));
    assert!(people.contains("Nora &lt;Lind&gt;") && !people.contains("<Lind>"));
    let found = text(&post(
        &simulator,
        &page,
        &[("otc", &spoken), ("find", "desk")],
        &[],
    ));
    assert!(found.contains(DESK) && !found.contains("Nora"));
    let done = post(&simulator, &page, &[("otc", &spoken), ("person", NORA)], &[]);
    assert!(text(&done).contains("You have signed in"), "{}", text(&done));
    assert_eq!(
        claims(&field(&poll(&simulator, &device_code), "access_token"))["oid"],
        NORA
    );
    let (device_code, user_code) = device_codes(&simulator, SCOPES);
    post(
        &simulator,
        &page,
        &[("otc", &user_code), ("decision", "decline")],
        &[],
    );
    assert_eq!(
        field(&poll(&simulator, &device_code), "error"),
        "authorization_declined"
    );
}

#[test]
fn the_grant_goes_by_its_older_name_too() {
    let simulator = with(&json!({}));
    let (device_code, _) = device_codes(&simulator, SCOPES);
    approve(&simulator, DESK);
    let answer = redeem(
        &simulator,
        &[
            ("grant_type", "device_code"),
            ("client_id", PROGRAM),
            ("device_code", &device_code),
        ],
    );
    assert_eq!(answer.status, 200, "{}", answer.json());
}
