//! What the login host says about itself (facts 13, 13.9).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use graph_sim::{Request, Simulator};
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use serde_json::{Value, json};

use crate::login::number;
use crate::signing_in::*;
use crate::tenant::*;

const HOST: &str = "https://login.microsoftonline.com";

fn get(simulator: &Simulator, url: &str) -> Value {
    let answer = simulator
        .handle(Request::new("GET", url))
        .into_response()
        .unwrap();
    assert_eq!(answer.status, 200, "{url}: {}", answer.json());
    assert_eq!(answer.headers.get("Access-Control-Allow-Origin"), Some("*"));
    answer.json()
}

#[test]
fn a_tenant_is_described_under_its_id() {
    let simulator = with(&json!({}));
    let id = simulator.connection().tenant_id;
    for name in ["fabrikam.example", &id, "FABRIKAM.example"] {
        let body = get(
            &simulator,
            &format!("{HOST}/{name}/v2.0/.well-known/openid-configuration"),
        );
        assert_eq!(body["issuer"], format!("{HOST}/{id}/v2.0"));
        for (endpoint, path) in [
            ("token_endpoint", "oauth2/v2.0/token"),
            ("authorization_endpoint", "oauth2/v2.0/authorize"),
            ("device_authorization_endpoint", "oauth2/v2.0/devicecode"),
            ("end_session_endpoint", "oauth2/v2.0/logout"),
            ("jwks_uri", "discovery/v2.0/keys"),
        ] {
            assert_eq!(body[endpoint], format!("{HOST}/{id}/{path}"));
        }
        assert_eq!(body["msgraph_host"], "graph.microsoft.com");
    }
    let old = get(
        &simulator,
        &format!("{HOST}/{id}/.well-known/openid-configuration"),
    );
    assert_eq!(old["issuer"], format!("https://sts.windows.net/{id}/"));
    assert_eq!(old["token_endpoint"], format!("{HOST}/{id}/oauth2/token"));
}

#[test]
fn shared_authorities_leave_the_tenant_open() {
    let simulator = with(&json!({}));
    for name in ["common", "organizations"] {
        let body = get(
            &simulator,
            &format!("{HOST}/{name}/v2.0/.well-known/openid-configuration"),
        );
        assert_eq!(body["issuer"], format!("{HOST}/{{tenantid}}/v2.0"));
        assert_eq!(body["token_endpoint"], format!("{HOST}/{name}/oauth2/v2.0/token"));
    }
    let url = format!("{HOST}/contoso.example/v2.0/.well-known/openid-configuration");
    let unknown = simulator
        .handle(Request::new("GET", url))
        .into_response()
        .unwrap();
    assert_eq!((unknown.status, number(&unknown)), (400, 90_002));
}

#[test]
fn the_hosts_of_every_cloud_are_known() {
    let simulator = with(&json!({}));
    let ask = |endpoint: &str, version: &str| {
        format!("{HOST}/common/discovery/instance?api-version={version}&authorization_endpoint={endpoint}")
    };
    let endpoint = format!("{HOST}/common/oauth2/v2.0/authorize");
    let body = get(&simulator, &ask(&endpoint, "1.1"));
    assert_eq!(
        body["tenant_discovery_endpoint"],
        format!("{HOST}/common/v2.0/.well-known/openid-configuration")
    );
    assert_eq!(body["metadata"][0]["preferred_cache"], "login.windows.net");
    assert_eq!(body["metadata"][0]["aliases"].as_array().unwrap().len(), 4);
    assert_eq!(body["metadata"].as_array().unwrap().len(), 3);
    assert!(get(&simulator, &ask(&endpoint, "1.0"))["metadata"].is_null());
    let foreign = simulator.handle(Request::new("GET", ask("https://login.example/common", "1.1")));
    let foreign = foreign.into_response().unwrap();
    assert_eq!((foreign.status, number(&foreign)), (400, 50_049));
    assert_eq!(field(&foreign, "error"), "invalid_instance");
}

#[test]
fn an_embedded_tenant_leads_to_itself() {
    let simulator = with(&json!({}));
    simulator.set_origins(graph_sim::Origins {
        graph: "http://127.0.0.1:1".into(),
        login: "http://127.0.0.1:2".into(),
    });
    let url = "http://127.0.0.1:2/common/discovery/instance?api-version=1.1&authorization_endpoint=\
               http://127.0.0.1:2/common/oauth2/v2.0/authorize";
    let body = get(&simulator, url);
    assert_eq!(body["metadata"][3]["aliases"], json!(["127.0.0.1:2"]));
    let configuration = get(&simulator, body["tenant_discovery_endpoint"].as_str().unwrap());
    assert_eq!(
        configuration["token_endpoint"],
        "http://127.0.0.1:2/common/oauth2/v2.0/token"
    );
    let codes = post(
        &simulator,
        "http://127.0.0.1:2/fabrikam.example/oauth2/v2.0/devicecode",
        &[("client_id", PROGRAM), ("scope", SCOPES)],
        &[],
    );
    assert_eq!(
        field(&codes, "verification_uri"),
        "http://127.0.0.1:2/common/oauth2/deviceauth"
    );
    assert!(field(&codes, "message").contains("http://127.0.0.1:2/common/oauth2/deviceauth"));
    let plain = with(&json!({}));
    let codes = post(
        &plain,
        "/oauth2/v2.0/devicecode",
        &[("client_id", PROGRAM), ("scope", SCOPES)],
        &[],
    );
    assert_eq!(
        field(&codes, "verification_uri"),
        "https://microsoft.com/devicelogin"
    );
}

#[test]
fn an_id_token_is_verified_with_the_published_key() {
    let simulator = with(&json!({}));
    let id = simulator.connection().tenant_id;
    let (device_code, _) = device_codes(&simulator, "openid profile email");
    approve(&simulator, NORA);
    let token = field(&poll(&simulator, &device_code), "id_token");
    let set = get(&simulator, &format!("{HOST}/{id}/discovery/v2.0/keys"));
    let key = &set["keys"][0];
    let decode = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap();
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let header: Value = serde_json::from_slice(&decode(signed.split('.').next().unwrap())).unwrap();
    assert_eq!((&header["alg"], &header["kid"]), (&json!("RS256"), &key["kid"]));
    let components = RsaPublicKeyComponents {
        n: decode(key["n"].as_str().unwrap()),
        e: decode(key["e"].as_str().unwrap()),
    };
    let verified = components.verify(&RSA_PKCS1_2048_8192_SHA256, signed.as_bytes(), &decode(signature));
    assert!(verified.is_ok());
    assert_eq!(key["issuer"], crate::keys::claims(&token)["iss"]);
    assert_eq!(crate::keys::claims(&token)["email"], NORA_NAME);
}

#[test]
fn the_older_token_endpoint_takes_a_resource() {
    let simulator = with(&json!({}));
    let fields = [
        ("grant_type", "client_credentials"),
        ("client_id", SERVER),
        ("client_secret", "server-secret"),
    ];
    let ask = |more: &[(&str, &str)]| post(&simulator, "/oauth2/token", &[&fields[..], more].concat(), &[]);
    let answer = ask(&[("resource", "https://graph.microsoft.com/")]).json();
    assert_eq!(
        (&answer["expires_in"], &answer["resource"]),
        (&json!("3599"), &json!("https://graph.microsoft.com/"))
    );
    assert_eq!(answer["expires_on"], (1_787_216_400_i64 + 3599).to_string());
    assert_eq!(number(&ask(&[])), 90_014);
    assert_eq!(
        number(&ask(&[("resource", "https://graph.microsoft.us")])),
        500_011
    );
}
