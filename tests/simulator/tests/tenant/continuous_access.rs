//! Tokens whose holder's sessions were revoked: who is challenged, when, and how.

use std::time::Duration;

use base64::Engine as _;
use graph_sim::{Request, Response, Simulator, TokenSpec};
use serde_json::{Value, json};

use crate::tenant::*;

const NORAS: &str = "nora.lind@fabrikam.example";

fn token<'s>(simulator: &'s Simulator, upn: Option<&str>, capabilities: &[&str]) -> Caller<'s> {
    let spec = TokenSpec {
        upn: upn.map(Into::into),
        scopes: vec!["User.Read".into(), "User.RevokeSessions.All".into()],
        client_capabilities: capabilities.iter().map(|&it| it.into()).collect(),
        ..TokenSpec::default()
    };
    caller(simulator, &spec)
}

fn revoke(simulator: &Simulator) {
    let url = format!("/v1.0/users/{NORA}/revokeSignInSessions");
    assert_eq!(desk(simulator).post(&url, &json!({})).status, 200);
}

fn after(milliseconds: u64, simulator: &Simulator) {
    simulator.advance(Duration::from_millis(milliseconds));
}

/// The claims that a challenge asks for.
fn claims(response: &Response) -> Value {
    let header = response.headers.get("WWW-Authenticate").unwrap();
    let claims = header.split("claims=\"").nth(1).unwrap().trim_end_matches('"');
    let claims = base64::engine::general_purpose::STANDARD.decode(claims).unwrap();
    serde_json::from_slice(&claims).unwrap()
}

#[test]
fn a_revoked_token_is_challenged_and_a_newer_one_is_not() {
    let simulator = with_nora(json!({}));
    let nora = token(&simulator, Some(NORAS), &["cp1"]);
    after(100, &simulator);
    revoke(&simulator);
    let newer = token(&simulator, Some(NORAS), &["cp1"]);
    assert_eq!(nora.get("/v1.0/me").status, 200, "it takes a moment");
    after(1000, &simulator);
    let refused = nora.get("/v1.0/me");
    assert_eq!(
        (refused.status, code(&refused).as_str()),
        (401, "InvalidAuthenticationToken")
    );
    assert!(message(&refused).contains("TokenIssuedBeforeRevocationTimestamp"));
    let header = refused.headers.get("WWW-Authenticate").unwrap();
    assert!(
        header.starts_with(
            "Bearer realm=\"\", authorization_uri=\"https://login.microsoftonline.com/common/oauth2/authorize\", \
             client_id=\"00000003-0000-0000-c000-000000000000\", error=\"insufficient_claims\", claims=\""
        ),
        "{header}"
    );
    let moment = simulator
        .user(NORA)
        .unwrap()
        .sign_in_sessions_valid_from_date_time;
    assert_eq!(
        claims(&refused),
        json!({ "access_token": { "nbf": { "essential": true, "value": moment.unix_timestamp().to_string() } } })
    );
    assert_eq!(newer.get("/v1.0/me").status, 200);
}

#[test]
fn only_people_whose_client_understands_challenges_are_challenged() {
    let simulator = with_nora(json!({}));
    let callers = [
        token(&simulator, Some(NORAS), &[]),
        token(&simulator, Some(NORAS), &["other"]),
        token(&simulator, None, &["cp1"]),
    ];
    after(100, &simulator);
    revoke(&simulator);
    after(600_000, &simulator);
    let url = format!("/v1.0/users/{NORA}");
    assert!(callers.iter().all(|caller| caller.get(&url).status == 200));
}

#[test]
fn the_scenario_says_when_a_revocation_arrives_and_how_the_refusal_is_spelled() {
    let mut scenario = json!({ "users": [{ "id": NORA, "userPrincipalName": NORAS }],
        "rules": { "delayScale": 0.5 },
        "continuousAccess": { "propagationMs": 60_000, "code": "TokenCreatedWithOutdatedPolicies" } });
    let refused_after = |scenario: &Value| {
        let simulator = tenant(scenario);
        let nora = token(&simulator, Some(NORAS), &["CP1"]);
        after(1, &simulator);
        revoke(&simulator);
        after(29_999, &simulator);
        assert_eq!(nora.get("/v1.0/me").status, 200);
        after(1, &simulator);
        nora.get("/v1.0/me")
    };
    assert_eq!(
        code(&refused_after(&scenario)),
        "TokenCreatedWithOutdatedPolicies"
    );
    scenario["continuousAccess"]["enabled"] = false.into();
    assert_eq!(refused_after(&scenario).status, 200);
}

#[test]
fn a_batch_of_a_revoked_token_is_challenged_as_a_whole() {
    let simulator = with_nora(json!({}));
    let nora = token(&simulator, Some(NORAS), &["cp1"]);
    after(1, &simulator);
    revoke(&simulator);
    after(1000, &simulator);
    let body = json!({ "requests": [{ "id": "1", "method": "GET", "url": "/me" }] });
    let refused = nora.send(Request::new("POST", "/v1.0/$batch").json(&body));
    assert_eq!(refused.status, 401);
    assert!(claims(&refused)["access_token"]["nbf"].is_object());
}

#[test]
fn a_401_names_the_sign_in_of_the_cloud() {
    let simulator = tenant(&json!({ "tenant": { "cloud": "china" } }));
    let refused = simulator
        .handle(Request::new("GET", "/v1.0/users"))
        .into_response()
        .unwrap();
    let header = refused.headers.get("WWW-Authenticate").unwrap();
    assert!(header.contains("authorization_uri=\"https://login.chinacloudapi.cn/common/oauth2/authorize\""));
}
