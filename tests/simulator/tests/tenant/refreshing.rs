//! Refresh tokens: how long they live, and what ends them (facts 5.1, 12.3, 13.1, 13.5).

use std::time::Duration;

use graph_sim::{Response, Simulator};
use serde_json::json;

use crate::keys::claims;
use crate::login::number;
use crate::signing_in::*;
use crate::tenant::*;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const LASTING: &str = "https://graph.microsoft.com/User.Read offline_access";

/// Nora's refresh token for the program.
fn token(simulator: &Simulator) -> String {
    let (device_code, _) = device_codes(simulator, LASTING);
    approve(simulator, NORA);
    field(&poll(simulator, &device_code), "refresh_token")
}

fn fields(token: &str) -> Vec<(&str, &str)> {
    vec![
        ("grant_type", "refresh_token"),
        ("client_id", PROGRAM),
        ("refresh_token", token),
    ]
}

fn refresh(simulator: &Simulator, token: &str) -> Response {
    redeem(simulator, &fields(token))
}

#[test]
fn each_use_gives_another_one() {
    let simulator = with(&json!({}));
    let first = token(&simulator);
    let answer = refresh(&simulator, &first);
    let second = field(&answer, "refresh_token");
    assert_ne!(first, second);
    assert!(simulator.canaries().contains(&second));
    assert_eq!(answer.json()["scope"], "https://graph.microsoft.com/User.Read");
    assert_eq!(refresh(&simulator, &second).status, 200);
    assert_eq!(
        refresh(&simulator, &first).status,
        200,
        "the former one stays good"
    );
    let (device_code, _) = device_codes(&simulator, "User.Read");
    approve(&simulator, NORA);
    assert!(
        poll(&simulator, &device_code).json()["refresh_token"].is_null(),
        "only who asks gets one"
    );
}

#[test]
fn it_asks_for_what_was_consented_to() {
    let simulator = with(&json!({}));
    let token = token(&simulator);
    let asked = |scope| redeem(&simulator, &changed(&fields(&token), &[("scope", scope)]));
    let more = asked("User.Read.All openid");
    assert_eq!(
        claims(&field(&more, "access_token"))["scp"],
        "User.Read.All openid"
    );
    assert!(more.json()["id_token"].is_string());
    let all = asked("https://graph.microsoft.com/.default");
    assert_eq!(
        all.json()["scope"],
        "https://graph.microsoft.com/User.Read https://graph.microsoft.com/User.Read.All \
         https://graph.microsoft.com/UserAuthenticationMethod.ReadWrite.All https://graph.microsoft.com/.default"
    );
    let unmet = asked("Mail.Read");
    assert_eq!((unmet.status, number(&unmet)), (400, 65_001));
    assert_eq!(unmet.json()["suberror"], "consent_required");
}

#[test]
fn it_belongs_to_its_client() {
    let simulator = with(&json!({}));
    let token = token(&simulator);
    let other = redeem(&simulator, &changed(&fields(&token), &[("client_id", PAGE)]));
    assert_eq!(
        (number(&other), &other.json()["suberror"]),
        (70_000, &json!("client_mismatch"))
    );
    assert_eq!(number(&refresh(&simulator, "0.AXnothing")), 70_000);
    assert_eq!(number(&refresh(&simulator, "nothing")), 9_002_313);
    assert_eq!(number(&redeem_in_page(&simulator, &fields(&token))), 9_002_326);
}

#[test]
fn ninety_days_without_use_end_it() {
    let simulator = with(&json!({}));
    let token = token(&simulator);
    simulator.advance(DAY * 89);
    let newer = field(&refresh(&simulator, &token), "refresh_token");
    simulator.advance(DAY * 89);
    assert_eq!(refresh(&simulator, &newer).status, 200, "each use counts");
    simulator.advance(DAY * 90);
    let ended = refresh(&simulator, &newer);
    assert_eq!((ended.status, number(&ended)), (400, 700_082));
}

#[test]
fn those_of_a_page_end_a_day_after_the_sign_in() {
    let simulator = with(&json!({ "signIn": { "automatic": true } }));
    let challenge = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
    let query = encoded(&[
        ("client_id", PAGE),
        ("response_type", "code"),
        ("redirect_uri", "https://page.example/"),
        ("scope", LASTING),
        ("code_challenge", challenge),
        ("code_challenge_method", "S256"),
        ("login_hint", DESK),
    ]);
    let request = graph_sim::Request::new("GET", format!("{LOGIN}/oauth2/v2.0/authorize?{query}"));
    let back = simulator.handle(request).into_response().unwrap();
    let answer = redeem_in_page(
        &simulator,
        &[
            ("grant_type", "authorization_code"),
            ("client_id", PAGE),
            ("code", &carried(&back)["code"]),
            ("redirect_uri", "https://page.example/"),
            ("code_verifier", "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
        ],
    );
    let mut token = field(&answer, "refresh_token");
    let refresh = |token: &str| redeem_in_page(&simulator, &changed(&fields(token), &[("client_id", PAGE)]));
    for _ in 0..2 {
        simulator.advance(DAY / 3);
        token = field(&refresh(&token), "refresh_token");
    }
    let elsewhere = redeem(&simulator, &changed(&fields(&token), &[("client_id", PAGE)]));
    assert_eq!(number(&elsewhere), 9_002_327);
    simulator.advance(DAY / 3);
    let ended = refresh(&token);
    assert_eq!((ended.status, number(&ended)), (400, 700_084));
}

#[test]
fn revoking_sessions_ends_what_was_signed_in_before() {
    let simulator = with(&json!({}));
    let token_before = token(&simulator);
    let revoke = app(&simulator, &["User.RevokeSessions.All"]);
    let url = format!("/v1.0/users/{NORA}/revokeSignInSessions");
    assert_eq!(revoke.post(&url, &json!({})).status, 200);
    let ended = refresh(&simulator, &token_before);
    assert_eq!((ended.status, number(&ended)), (400, 50_173));
    assert_eq!(ended.json()["suberror"], "bad_token");
    let token_after = token(&simulator);
    assert_eq!(
        refresh(&simulator, &token_after).status,
        200,
        "a new sign-in is good, in the same instant even"
    );
}

#[test]
fn a_revocation_may_take_its_time() {
    let simulator = with(&json!({ "signIn": { "revocationDelayMs": 120_000 } }));
    let token = token(&simulator);
    let url = format!("/v1.0/users/{NORA}/revokeSignInSessions");
    app(&simulator, &["User.RevokeSessions.All"]).post(&url, &json!({}));
    simulator.advance(Duration::from_secs(119));
    assert_eq!(refresh(&simulator, &token).status, 200);
    simulator.advance(Duration::from_secs(1));
    assert_eq!(number(&refresh(&simulator, &token)), 50_173);
}

#[test]
fn clients_that_can_be_told_of_revocations_get_long_lived_tokens() {
    let simulator = with(&json!({}));
    let token = token(&simulator);
    let cp1 = r#"{"access_token":{"nbf":{"essential":true,"value":"1"},"xms_cc":{"values":["cp1"]}}}"#;
    let answer = redeem(&simulator, &changed(&fields(&token), &[("claims", cp1)]));
    let lifetime = answer.json()["expires_in"].as_i64().unwrap();
    assert!((20 * 3600..=28 * 3600).contains(&lifetime), "{lifetime}");
    let access = claims(&field(&answer, "access_token"));
    assert_eq!(access["xms_cc"], json!(["cp1"]));
    assert_eq!(
        access["exp"].as_i64().unwrap() - access["iat"].as_i64().unwrap(),
        lifetime
    );
    let lifetimes = |simulator: &Simulator| -> Vec<i64> {
        let token = self::token(simulator);
        (0..5)
            .map(|_| refresh(simulator, &token).json()["expires_in"].as_i64().unwrap())
            .collect()
    };
    assert_eq!(
        lifetimes(&with(&json!({}))),
        lifetimes(&with(&json!({}))),
        "the same seed, the same lifetimes"
    );
}

#[test]
fn roles_are_those_of_the_moment() {
    let simulator = with(&json!({}));
    let (device_code, _) = device_codes(&simulator, LASTING);
    approve(&simulator, DESK);
    let answer = poll(&simulator, &device_code);
    let wids = |answer: &Response| {
        claims(&field(answer, "access_token"))["wids"]
            .as_array()
            .unwrap()
            .len()
    };
    assert_eq!(wids(&answer), 2, "the role, and the ordinary member");
    let again = refresh(&simulator, &field(&answer, "refresh_token"));
    assert_eq!(wids(&again), 2);
}
