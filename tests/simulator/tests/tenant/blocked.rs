//! What keeps people and applications from signing in (facts 13.7).

use graph_sim::{Request, Scenario, Simulator};
use serde_json::{Value, json};

use crate::login::number;
use crate::signing_in::*;
use crate::tenant::*;

/// What Nora is told when she signs in on another device.
fn told(sign_in: &Value) -> (u16, u64, Value) {
    let simulator = with_nora_like(sign_in);
    let (device_code, _) = device_codes(&simulator, SCOPES);
    let decision = graph_sim::SignInDecision {
        user: Some(NORA.into()),
        ..Default::default()
    };
    let _ = simulator.decide_sign_in(&decision);
    let answer = poll(&simulator, &device_code);
    (answer.status, number(&answer), answer.json())
}

#[test]
fn every_reason_has_its_number() {
    for (reason, expected) in [
        ("mfaRequired", 50_076),
        ("strongAuthenticationRequired", 50_074),
        ("mfaExpired", 50_078),
        ("registrationRequired", 50_079),
        ("enrollmentRequired", 50_072),
        ("conditionalAccess", 53_003),
        ("deviceNotCompliant", 53_000),
        ("deviceNotJoined", 53_001),
        ("applicationNotApproved", 53_002),
        ("suspiciousRegistration", 53_004),
        ("deviceNotManaged", 530_003),
        ("securityPolicy", 530_032),
        ("deviceState", 50_131),
        ("externalChallenge", 50_158),
        ("locked", 50_053),
        ("passwordExpired", 50_055),
        ("disabled", 50_057),
        ("notAssigned", 50_105),
        ("wrongCredentials", 50_126),
        ("foreignAccount", 50_020),
        ("unknown", 50_034),
        ("sessionInvalid", 50_132),
        ("sessionRevoked", 50_133),
        ("grantRevoked", 50_173),
        ("loop", 50_196),
        ("signInFrequency", 70_043),
        ("adminConsentRequired", 90_094),
        ("consentRequired", 65_001),
    ] {
        let (status, number, body) = told(&json!({ "blocks": [{ "reason": reason }] }));
        assert_eq!((status, number), (400, expected), "{reason}: {body}");
        assert_eq!(body["error"], "invalid_grant");
        assert_eq!(
            body["error_uri"],
            format!("https://login.microsoftonline.com/error?code={expected}")
        );
        let correlation = body["correlation_id"].as_str().unwrap();
        assert!(body["error_description"].as_str().unwrap().contains(correlation));
    }
}

#[test]
fn what_mfa_would_cure_names_its_claims() {
    let (_, _, body) = told(&json!({ "blocks": [{ "reason": "mfaRequired" }] }));
    assert_eq!(body["suberror"], "basic_action");
    let claims: Value = serde_json::from_str(body["claims"].as_str().unwrap()).unwrap();
    assert_eq!(claims["access_token"]["capolids"]["essential"], true);
    let own = json!({ "access_token": { "acrs": { "essential": true, "value": "c1" } } });
    let (_, _, body) = told(&json!({ "blocks": [{ "reason": "mfaRequired", "claims": own }] }));
    assert_eq!(
        serde_json::from_str::<Value>(body["claims"].as_str().unwrap()).unwrap(),
        own
    );
}

#[test]
fn passwords_and_accounts_matter() {
    assert_eq!(told(&json!({ "password": "expired" })).1, 50_055);
    assert_eq!(
        told(&json!({ "password": "expired" })).2["suberror"],
        "user_password_expired"
    );
    assert_eq!(told(&json!({ "password": "wrong" })).1, 50_126);
    let mut scenario = scenario();
    scenario["users"][0]["accountEnabled"] = false.into();
    let simulator = tenant(&scenario);
    let (device_code, _) = device_codes(&simulator, SCOPES);
    let decision = graph_sim::SignInDecision {
        user: Some(NORA.into()),
        ..Default::default()
    };
    assert!(simulator.decide_sign_in(&decision).is_err());
    assert_eq!(number(&poll(&simulator, &device_code)), 50_057);
}

#[test]
fn a_block_counts_where_and_when_it_says() {
    let block = |more: Value| {
        let mut block = json!({ "reason": "conditionalAccess" });
        for (name, value) in more.as_object().unwrap() {
            block[name] = value.clone();
        }
        told(&json!({ "blocks": [block] })).0
    };
    assert_eq!(
        block(json!({ "flows": ["interactive", "silent", "refreshToken"] })),
        200
    );
    assert_eq!(block(json!({ "applications": [PAGE] })), 200);
    assert_eq!(block(json!({ "applications": [PROGRAM] })), 400);
    assert_eq!(block(json!({ "from": "2026-08-20T09:00:01Z" })), 200);
    assert_eq!(block(json!({ "until": "2026-08-20T09:00:00Z" })), 200);
    assert_eq!(block(json!({ "from": "2026-08-20T09:00:00Z" })), 400);
    assert_eq!(
        block(json!({ "from": "2026-08-20T09:00:00Z", "curedBySignIn": true })),
        200
    );
}

#[test]
fn a_block_that_begins_later_asks_for_another_sign_in() {
    let simulator = with_nora_like(&json!({ "blocks": [
        { "reason": "mfaRequired", "from": "2026-08-20T09:30:00Z", "curedBySignIn": true }] }));
    let sign_in = || {
        let (device_code, _) = device_codes(&simulator, "User.Read offline_access");
        approve(&simulator, NORA);
        field(&poll(&simulator, &device_code), "refresh_token")
    };
    let refresh = |token: &str| {
        let fields = [
            ("grant_type", "refresh_token"),
            ("client_id", PROGRAM),
            ("refresh_token", token),
        ];
        redeem(&simulator, &fields)
    };
    let before = sign_in();
    assert_eq!(refresh(&before).status, 200);
    simulator.advance(std::time::Duration::from_secs(1800));
    assert_eq!(number(&refresh(&before)), 50_076);
    assert_eq!(refresh(&sign_in()).status, 200);
}

#[test]
fn a_browser_is_told_silently_or_on_a_page() {
    let simulator = with_nora_like(&json!({ "blocks": [
        { "reason": "mfaRequired", "flows": ["silent"] }, { "reason": "notAssigned", "applications": [PAGE] }] }));
    let query = |client_id, uri, more: &str| {
        format!(
            "{LOGIN}/oauth2/v2.0/authorize?{}{more}",
            encoded(&[
                ("client_id", client_id),
                ("response_type", "code"),
                ("redirect_uri", uri),
                ("scope", "User.Read"),
                ("code_challenge", &"x".repeat(43))
            ])
        )
    };
    let open = |url: String, cookie: &str| {
        simulator
            .handle(Request::new("GET", url).header("Cookie", cookie))
            .into_response()
            .unwrap()
    };
    let in_page = open(
        query(PAGE, "https://page.example/", &format!("&person={NORA}")),
        "",
    );
    assert!(in_page.status == 400 && text(&in_page).contains("AADSTS50105"));
    let back = open(query(PROGRAM, "http://localhost", &format!("&person={NORA}")), "");
    let cookie = back
        .headers
        .get("Set-Cookie")
        .unwrap()
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let silent = carried(&open(query(PROGRAM, "http://localhost", "&prompt=none"), &cookie));
    assert_eq!(silent["error"], "interaction_required");
    assert!(silent["error_description"].starts_with("AADSTS50076") && silent.contains_key("claims"));
    let url = format!("/v1.0/users/{NORA}/revokeSignInSessions");
    app(&simulator, &["User.RevokeSessions.All"]).post(&url, &json!({}));
    let revoked = carried(&open(query(PROGRAM, "http://localhost", "&prompt=none"), &cookie));
    assert_eq!(revoked["error"], "login_required");
    assert!(revoked["error_description"].starts_with("AADSTS50133"));
}

#[test]
fn applications_can_be_kept_out_too() {
    let mut scenario = scenario();
    for (property, expected) in [("disabled", 7_000_112), ("noServicePrincipal", 7_000_229)] {
        scenario["applications"][2][property] = true.into();
        let simulator = tenant(&scenario);
        let refused = redeem(
            &simulator,
            &[
                ("grant_type", "client_credentials"),
                ("client_id", SERVER),
                ("client_secret", "server-secret"),
                ("scope", "https://graph.microsoft.com/.default"),
            ],
        );
        assert_eq!(number(&refused), expected);
        scenario["applications"][2][property] = false.into();
    }
}

#[test]
fn authorities_differ() {
    let mut scenario = scenario();
    scenario["applications"][0]["signInAudience"] = "AzureADMultipleOrgs".into();
    let simulator = tenant(&scenario);
    let ask = |authority: &str, client_id| {
        let url = LOGIN.replace("fabrikam.example", authority) + "/oauth2/v2.0/devicecode";
        number(&post(
            &simulator,
            &url,
            &[("client_id", client_id), ("scope", SCOPES)],
            &[],
        ))
    };
    for authority in [
        "common",
        "organizations",
        "FABRIKAM.example",
        &simulator.connection().tenant_id,
    ] {
        assert_eq!(ask(authority, PROGRAM), 0, "{authority}");
    }
    assert_eq!(ask("common", PAGE), 50_194);
    assert_eq!(ask("consumers", PROGRAM), 700_016);
    assert_eq!(ask("contoso.example", PROGRAM), 90_002);
    let common = LOGIN.replace("fabrikam.example", "common") + "/oauth2/v2.0/token";
    for (grant, field) in [
        ("authorization_code", "code"),
        ("refresh_token", "refresh_token"),
        (DEVICE_GRANT, "device_code"),
    ] {
        let fields = [("grant_type", grant), ("client_id", PAGE), (field, "x")];
        assert_eq!(
            number(&post(&simulator, &common, &fields, &[])),
            50_194,
            "{grant}"
        );
    }
    let url = LOGIN.replace("fabrikam.example", "organizations") + "/oauth2/v2.0/token";
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", SERVER),
        ("client_secret", "server-secret"),
        ("scope", "https://graph.microsoft.com/.default"),
    ];
    assert_eq!(number(&post(&simulator, &url, &fields, &[])), 50_059);
}

#[test]
fn faults_refuse_by_number() {
    let simulator = with(&json!({ "faults": [
        { "path": "/*/oauth2/v2.0/token", "times": 1, "answer": { "aadsts": 90033 } },
        { "path": "/*/oauth2/v2.0/token", "skip": 1, "answer": { "aadsts": 90055 } }] }));
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", SERVER),
        ("client_secret", "server-secret"),
        ("scope", "https://graph.microsoft.com/.default"),
    ];
    for (status, expected) in [(503, 90_033), (429, 90_055)] {
        let refused = redeem(&simulator, &fields);
        assert_eq!((refused.status, number(&refused)), (status, expected));
        assert_eq!(field(&refused, "error"), "temporarily_unavailable");
    }
    assert_eq!(redeem(&simulator, &fields).status, 200);
}

#[test]
fn mistakes_in_the_scenario_are_named() {
    let problem = |change: &Value, nora: &Value| {
        let mut scenario = scenario();
        scenario["signIn"] = change.clone();
        scenario["users"][0]["signIn"] = nora.clone();
        match Scenario::from_json(&scenario.to_string()).and_then(Simulator::new) {
            Ok(_) => panic!("{scenario} is accepted"),
            Err(error) => error.to_string(),
        }
    };
    let none = json!({});
    for (change, nora, named) in [
        (
            json!({ "deviceCodes": [{ "user": "x" }] }),
            none.clone(),
            "signIn.deviceCodes[0].user",
        ),
        (
            json!({ "deviceCodes": [{ "user": DESK, "application": NORA }] }),
            none.clone(),
            "signIn.deviceCodes[0].application",
        ),
        (json!({ "automatik": true }), none.clone(), "automatik"),
        (none.clone(), json!({ "blocks": [{ "reason": "mood" }] }), "mood"),
        (
            none,
            json!({ "blocks": [{ "reason": "locked", "applications": [NORA] }] }),
            "signIn.blocks[0].applications",
        ),
    ] {
        let told = problem(&change, &nora);
        assert!(told.contains(named), "{named}: {told}");
    }
    let fault = json!({ "faults": [{ "path": "/x", "answer": { "aadsts": 1 } }] });
    assert!(
        Scenario::from_json(&fault.to_string())
            .unwrap_err()
            .to_string()
            .contains("aadsts")
    );
}
