//! Signing in as an application by certificate or by a token from elsewhere (facts 13.3).

use graph_sim::{Request, Response, Simulator};
use proptest::prelude::*;
use serde_json::{Value, json};
use time::macros::datetime;

use crate::keys::*;
use crate::login::{number, sign_in};
use crate::tenant::*;

const APP: &str = "8c7b0a4e-52f5-4f1a-9c31-2a3b64d0f001";
const OTHER: &str = "8c7b0a4e-52f5-4f1a-9c31-2a3b64d0f002";
const TOKEN: &str = "https://login.microsoftonline.com/fabrikam.example/oauth2/v2.0/token";
const TRUSTED: &str = "https://issuer.example";

fn with_certificate() -> Simulator {
    tenant(&json!({ "applications": [
        { "clientId": APP, "name": "Desk", "certificates": [{ "pem": EXPIRED_CERTIFICATE }, { "pem": DESK_CERTIFICATE }] },
        { "clientId": OTHER, "name": "Other" }] }))
}

fn with_federation() -> Simulator {
    tenant(&json!({ "applications": [
        { "clientId": APP, "name": "Runner", "federatedCredentials": [
            { "issuer": TRUSTED, "subject": "repo:desk:main", "pem": ISSUER_KEY }] },
        { "clientId": OTHER, "name": "Other" }] }))
}

fn present(simulator: &Simulator, client_id: &str, assertion: &str) -> Response {
    let form = format!(
        "grant_type=client_credentials&client_id={client_id}&scope=https://graph.microsoft.com/.default\
         &client_assertion_type=urn:ietf:params:oauth:client-assertion-type:jwt-bearer&client_assertion={assertion}"
    );
    sign_in(simulator, TOKEN, &form)
}

#[test]
fn a_certificate_buys_a_token_by_either_padding_and_either_thumbprint() {
    let simulator = with_certificate();
    let (sha256, sha1) = thumbprints(DESK_CERTIFICATE);
    for header in [
        json!({ "alg": "PS256", "x5t#S256": sha256 }),
        json!({ "alg": "RS256", "x5t": sha1 }),
        json!({ "alg": "RS256", "x5t": sha1, "x5t#S256": sha256 }),
    ] {
        let (_, claims) = assertion(APP, TOKEN, &header.to_string());
        let token = jwt(&header, &claims, Signer::Desk);
        let answer = present(&simulator, APP, &token);
        assert_eq!(answer.status, 200, "{header}: {}", answer.json());
        let access = answer.json()["access_token"].as_str().unwrap().to_owned();
        let users = simulator.handle(Request::new("GET", "/v1.0/users").bearer(&access));
        assert_eq!(
            users.into_response().unwrap().status,
            403,
            "the application has no permission"
        );
        assert!(simulator.canaries().contains(&token), "an assertion is a secret");
    }
}

#[test]
fn every_name_of_the_token_endpoint_is_an_audience() {
    let simulator = with_certificate();
    let tenant_id = simulator.connection().tenant_id;
    for audience in [
        TOKEN.to_owned(),
        format!("https://login.microsoftonline.com/{tenant_id}/oauth2/v2.0/token"),
        format!("https://login.microsoftonline.com/{tenant_id}/v2.0"),
        format!("https://LOGIN.windows.net/{tenant_id}/oauth2/token"),
        format!("https://sts.windows.net/{tenant_id}/"),
    ] {
        let (header, claims) = assertion(APP, &audience, &audience);
        let answer = present(&simulator, APP, &jwt(&header, &claims, Signer::Desk));
        assert_eq!(answer.status, 200, "{audience}: {}", answer.json());
    }
}

#[test]
fn a_certificate_assertion_that_is_wrong_is_refused_by_number() {
    let simulator = with_certificate();
    let (expired, _) = thumbprints(EXPIRED_CERTIFICATE);
    let (good, _) = thumbprints(DESK_CERTIFICATE);
    let now = datetime!(2026-08-20 09:00 UTC).unix_timestamp();
    let change = |field: &str, value: Value| {
        let (header, mut claims) = assertion(APP, TOKEN, "j");
        claims[field] = value;
        (header, claims, Signer::Desk)
    };
    let headed = |header: Value| (header, assertion(APP, TOKEN, "j").1, Signer::Desk);
    for (name, (header, claims, signer), expected) in [
        (
            "unknown thumbprint",
            headed(json!({ "alg": "PS256", "x5t#S256": "AAAA" })),
            700_027,
        ),
        (
            "two thumbprints that differ",
            headed(json!({ "alg": "PS256", "x5t#S256": good, "x5t": thumbprints(EXPIRED_CERTIFICATE).1 })),
            700_027,
        ),
        (
            "expired certificate",
            headed(json!({ "alg": "PS256", "x5t#S256": expired })),
            700_027,
        ),
        ("no thumbprint", headed(json!({ "alg": "PS256" })), 5_002_723),
        (
            "no signature",
            headed(json!({ "alg": "none", "x5t#S256": good })),
            5_002_738,
        ),
        (
            "shared secret",
            headed(json!({ "alg": "HS256", "x5t#S256": good })),
            5_002_738,
        ),
        (
            "padding that differs",
            headed(json!({ "alg": "RS384", "x5t#S256": good })),
            5_002_738,
        ),
        (
            "another key",
            (
                assertion(APP, TOKEN, "j").0,
                assertion(APP, TOKEN, "j").1,
                Signer::Issuer,
            ),
            700_027,
        ),
        ("another subject", change("sub", OTHER.into()), 700_021),
        ("another issuer", change("iss", OTHER.into()), 700_021),
        (
            "another tenant",
            change("aud", TOKEN.replace("fabrikam", "contoso").into()),
            700_023,
        ),
        (
            "another host",
            change("aud", TOKEN.replace("microsoftonline.com", "example").into()),
            700_023,
        ),
        ("over", change("exp", (now - 301).into()), 700_024),
        ("not begun", change("nbf", (now + 301).into()), 700_024),
        ("no end", change("exp", Value::Null), 50_027),
    ] {
        let refused = present(&simulator, APP, &jwt(&header, &claims, signer));
        assert_eq!(number(&refused), expected, "{name}: {}", refused.json());
        assert!([400, 401].contains(&refused.status), "{name}");
    }
    assert_eq!(number(&present(&simulator, APP, "no-token")), 50_027);
    let (header, claims) = assertion(OTHER, TOKEN, "j");
    let foreign = present(&simulator, OTHER, &jwt(&header, &claims, Signer::Desk));
    assert_eq!(
        number(&foreign),
        700_027,
        "the other application has no certificate"
    );
}

#[test]
fn clocks_may_differ_a_little() {
    let simulator = with_certificate();
    let now = datetime!(2026-08-20 09:00 UTC).unix_timestamp();
    for (nbf, exp) in [(now + 299, now + 900), (now - 900, now - 299)] {
        let (header, mut claims) = assertion(APP, TOKEN, &format!("{nbf}"));
        claims["nbf"] = nbf.into();
        claims["exp"] = exp.into();
        assert_eq!(
            present(&simulator, APP, &jwt(&header, &claims, Signer::Desk)).status,
            200
        );
    }
}

#[test]
fn an_assertion_shown_twice_is_refused_unless_the_tenant_says_otherwise() {
    let (header, claims) = assertion(APP, TOKEN, "once");
    let token = jwt(&header, &claims, Signer::Desk);
    let strict = with_certificate();
    let lenient = tenant(&json!({ "signIn": { "refuseReplayedAssertions": false },
        "applications": [{ "clientId": APP, "certificates": [{ "pem": DESK_CERTIFICATE }] }] }));
    for simulator in [&lenient, &strict] {
        assert_eq!(present(simulator, APP, &token).status, 200);
    }
    assert_eq!(present(&lenient, APP, &token).status, 200);
    assert_eq!(number(&present(&strict, APP, &token)), 50_012);
    let (header, claims) = assertion(APP, TOKEN, "twice");
    assert_eq!(
        present(&strict, APP, &jwt(&header, &claims, Signer::Desk)).status,
        200
    );
}

#[test]
fn a_token_from_elsewhere_is_taken_if_everything_matches() {
    let simulator = with_federation();
    let (_, claims) = assertion(TRUSTED, "api://AzureADTokenExchange", "j");
    let signed = |change: &[(&str, Value)], alg: &str, signer| {
        let mut claims = claims.clone();
        claims["sub"] = "repo:desk:main".into();
        for (field, value) in change {
            claims[*field] = value.clone();
        }
        jwt(&json!({ "alg": alg, "kid": "k1" }), &claims, signer)
    };
    let good = signed(&[], "RS256", Signer::Issuer);
    assert_eq!(present(&simulator, APP, &good).status, 200);
    let many = signed(
        &[("aud", json!(["x", "api://AzureADTokenExchange"]))],
        "RS256",
        Signer::Issuer,
    );
    assert_eq!(present(&simulator, APP, &many).status, 200);
    let now = datetime!(2026-08-20 09:00 UTC).unix_timestamp();
    for (token, status, expected) in [
        (
            signed(
                &[("iss", "https://issuer.example/".into())],
                "RS256",
                Signer::Issuer,
            ),
            401,
            700_211,
        ),
        (
            signed(
                &[("aud", "api://AzureADTokenExchangeChina".into())],
                "RS256",
                Signer::Issuer,
            ),
            401,
            700_212,
        ),
        (
            signed(&[("sub", "repo:desk:Main".into())], "RS256", Signer::Issuer),
            401,
            700_213,
        ),
        (
            signed(&[("exp", (now - 301).into())], "RS256", Signer::Issuer),
            401,
            700_024,
        ),
        (signed(&[], "RS256", Signer::Desk), 401, 50_013),
        (signed(&[], "PS256", Signer::Issuer), 400, 5_002_738),
    ] {
        let refused = present(&simulator, APP, &token);
        assert_eq!(
            (refused.status, number(&refused)),
            (status, expected),
            "{}",
            refused.json()
        );
    }
    assert_eq!(
        number(&present(&simulator, OTHER, &good)),
        70_021,
        "nothing is trusted there"
    );
}

#[test]
fn a_key_may_be_a_json_web_key_and_must_be_one() {
    let keys = |jwk: Value| {
        let scenario = json!({ "applications": [{ "name": "A", "federatedCredentials": [
            { "issuer": TRUSTED, "subject": "s", "jwk": jwk }] }] });
        let scenario = graph_sim::Scenario::from_json(&scenario.to_string()).unwrap();
        Simulator::new(scenario)
            .map(|_| ())
            .map_err(|error| error.to_string())
    };
    assert_eq!(
        keys(json!({ "kty": "EC" })),
        Err("applications[0] (A).federatedCredentials[0].jwk: is not a key of kty RSA".into())
    );
    assert!(
        keys(json!({ "kty": "RSA", "n": "AQAB", "e": "AQAB" }))
            .unwrap_err()
            .contains("2048")
    );
    assert!(
        keys(Value::Null)
            .unwrap_err()
            .contains("exactly one of jwk and pem")
    );
}

#[test]
fn secrets_end() {
    let simulator = tenant(&json!({ "applications": [{ "clientId": APP, "name": "Desk",
        "secret": "first-one", "secrets": [{ "value": "short-lived", "expires": "2026-08-20T09:01:00Z" }] }] }));
    let form = |secret: &str| {
        format!(
            "grant_type=client_credentials&client_id={APP}&client_secret={secret}\
             &scope=https://graph.microsoft.com/.default"
        )
    };
    assert_eq!(sign_in(&simulator, TOKEN, &form("first-one")).status, 200);
    assert_eq!(sign_in(&simulator, TOKEN, &form("short-lived")).status, 200);
    simulator.advance(std::time::Duration::from_secs(60));
    let ended = sign_in(&simulator, TOKEN, &form("short-lived"));
    assert_eq!((ended.status, number(&ended)), (401, 7_000_222));
    assert_eq!(sign_in(&simulator, TOKEN, &form("first-one")).status, 200);
    assert!(simulator.canaries().contains(&"short-lived".to_owned()));
    assert_eq!(simulator.connection().client_secret, "first-one");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_changed_byte_of_an_assertion_is_refused(
        federated in any::<bool>(),
        place in any::<prop::sample::Index>(),
        other in "[A-Za-z0-9_.-]",
    ) {
        let (simulator, token) = if federated {
            let (_, mut claims) = assertion(TRUSTED, "api://AzureADTokenExchange", "j");
            claims["sub"] = "repo:desk:main".into();
            (with_federation(), jwt(&json!({ "alg": "RS256" }), &claims, Signer::Issuer))
        } else {
            let (header, claims) = assertion(APP, TOKEN, "j");
            (with_certificate(), jwt(&header, &claims, Signer::Desk))
        };
        let place = place.index(token.len());
        prop_assume!(token[place..=place] != other);
        let changed = format!("{}{other}{}", &token[..place], &token[place + 1..]);
        let refused = present(&simulator, APP, &changed);
        prop_assert!(refused.status >= 400, "{changed}");
        prop_assert!(refused.json()["access_token"].is_null());
    }
}
