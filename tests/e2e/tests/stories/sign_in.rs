//! Signing in, and every way in which it goes wrong: the error says what to do, and nothing was written.

use graph_mfa::api::{ClientConfig, CredentialKind, Request};
use graph_mfa::{Client, CloudName, Error, ErrorCode, Secret};
use graph_mfa_e2e::{NORA, reset_request, tenant_of, user_of};
use graph_mfa_test_support::TestDesk;
use graph_sim::{Cloud, Scenario, TokenSpec};
use serde_json::json;

const UNKNOWN_APP: &str = "11111111-2222-4333-8444-555555555555";

fn tenant() -> Scenario {
    tenant_of(
        &json!({ "users": [{ "userPrincipalName": NORA, "displayName": "Nora Lind", "methods": [{ "kind": "phone" }] }] }),
    )
}

fn get_nora() -> Request {
    Request::GetUser { user: NORA.into() }
}

fn refused(desk: &TestDesk, request: Request) -> Error {
    let error = desk.run(request).expect_err("refused");
    assert!(error.what_to_do().is_some(), "{error} says what to do");
    assert_eq!(user_of(desk, NORA).writes, 0);
    error
}

#[test]
fn an_unknown_application_and_an_unknown_tenant_are_named() {
    let app = TestDesk::builder(tenant())
        .configure(|config| config.client_id = Some(UNKNOWN_APP.into()))
        .build();
    let error = refused(&app.expect("well-formed"), get_nora());
    assert_eq!(
        (error.code(), error.service().and_then(|said| said.aadsts)),
        (ErrorCode::SignInFailed, Some(700_016))
    );
    assert!(error.message().contains(UNKNOWN_APP));

    let tenant = TestDesk::builder(tenant())
        .configure(|config| config.tenant = Some("contoso.example".into()))
        .build();
    let error = refused(&tenant.expect("well-formed"), get_nora());
    assert_eq!(error.service().and_then(|said| said.aadsts), Some(90_002));
}

#[test]
fn an_expired_token_is_told_from_a_worthless_one() {
    let expired = TestDesk::builder(tenant())
        .token(&TokenSpec {
            expires_in: Some(-60),
            ..TokenSpec::default()
        })
        .build();
    let error = refused(&expired.expect("well-formed"), reset_request(json!({})));
    assert_eq!(error.code(), ErrorCode::TokenExpired);

    let other = TokenSpec {
        audience: Some("https://vault.azure.net".into()),
        ..TokenSpec::default()
    };
    let error = refused(
        &TestDesk::builder(tenant())
            .token(&other)
            .build()
            .expect("well-formed"),
        get_nora(),
    );
    assert_eq!(error.code(), ErrorCode::TokenRejected);
}

#[test]
fn a_token_of_another_cloud_never_leaves() {
    let spec = TokenSpec {
        cloud: Some(Cloud::UsGovL4),
        ..TokenSpec::default()
    };
    let desk = TestDesk::builder(tenant())
        .token(&spec)
        .build()
        .expect("well-formed");
    let error = refused(&desk, reset_request(json!({})));
    assert_eq!(error.code(), ErrorCode::WrongCloud);
    assert!(error.message().contains("usGovL4"), "{error}");
    assert!(desk.simulator.log().is_empty(), "the token was sent");
}

#[test]
fn a_missing_permission_is_named_before_the_first_write() {
    let cases = [
        (vec!["User.Read.All"], "UserAuthenticationMethod.Read.All"),
        (
            vec!["User.Read.All", "UserAuthenticationMethod.Read.All"],
            "UserAuthenticationMethod.ReadWrite.All",
        ),
        (
            vec!["User.Read.All", "UserAuthenticationMethod.ReadWrite.All"],
            "User.RevokeSessions.All",
        ),
    ];
    for (permissions, missing) in cases {
        let reading = [
            "RoleManagement.Read.Directory",
            "PrivilegedEligibilitySchedule.Read.AzureADGroup",
        ];
        let permissions = permissions
            .into_iter()
            .chain(reading)
            .map(str::to_owned)
            .collect();
        let spec = TokenSpec {
            permissions: Some(permissions),
            ..TokenSpec::default()
        };
        let desk = TestDesk::builder(tenant())
            .token(&spec)
            .build()
            .expect("well-formed");
        let error = refused(&desk, reset_request(json!({ "revokeSessions": true })));
        assert_eq!(error.code(), ErrorCode::PermissionMissing);
        assert!(error.message().contains(missing), "{error}");
    }
}

#[test]
fn the_permission_of_one_kind_is_enough_for_that_kind() {
    let permissions = [
        "User.Read.All",
        "UserAuthenticationMethod.Read.All",
        "UserAuthMethod-Phone.ReadWrite.All",
        "RoleManagement.Read.Directory",
        "PrivilegedEligibilitySchedule.Read.AzureADGroup",
    ];
    let spec = TokenSpec {
        permissions: Some(permissions.map(str::to_owned).to_vec()),
        ..TokenSpec::default()
    };
    let desk = TestDesk::builder(tenant())
        .token(&spec)
        .build()
        .expect("well-formed");
    desk.run(reset_request(json!({}))).expect("phones only");
    assert!(user_of(&desk, NORA).methods.is_empty());
}

#[test]
fn a_token_that_the_service_no_longer_takes_is_renewed_once() {
    let mut scenario = tenant();
    scenario.faults = tenant_of(&json!({ "faults": [
        { "method": "GET", "path": "/users/*", "answer": { "status": 401, "body": { "error": { "code": "InvalidAuthenticationToken", "message": "Lifetime validation failed, the token is expired." } } } },
    ]})).faults;
    let desk = TestDesk::new(scenario);
    desk.run(get_nora()).expect("a second token is accepted");
    let tokens = desk
        .simulator
        .log()
        .iter()
        .filter(|entry| entry.path.ends_with("/token"))
        .count();
    assert_eq!(tokens, 2);
}

#[test]
fn a_configuration_that_cannot_work_is_refused_at_once() {
    let config =
        |fields: serde_json::Value| serde_json::from_value::<ClientConfig>(fields).expect("well-formed");
    let good = json!({ "credential": "clientSecret", "tenant": "fabrikam.example", "clientId": UNKNOWN_APP });
    let with = |field: &str, value: serde_json::Value| {
        let mut changed = good.clone();
        changed[field] = value;
        config(changed)
    };
    let cases = [
        (with("tenant", json!("common")), "common"),
        (with("tenant", json!(null)), "tenant"),
        (with("clientId", json!("my app")), "my app"),
        (
            with(
                "testTenant",
                json!({ "graph": "https://graph.example", "login": "http://127.0.0.1:1" }),
            ),
            "testTenant",
        ),
        (
            with(
                "testTenant",
                json!({ "graph": "http://127.0.0.1:1", "login": "http://127.0.0.1:1", "delayScale": 7.0 }),
            ),
            "delayScale",
        ),
        (with("credential", json!("hostToken")), "hostToken"),
        (
            with("clientId", json!("1950a258-227b-4e31-a9cf-717495945fc2")),
            "Azure PowerShell",
        ),
        (with("certificate", json!("MAA=")), "certificate"),
        (with("signatureAlgorithm", json!("ps256")), "signatureAlgorithm"),
        (with("tokenFile", json!("/run/token")), "tokenFile"),
        (
            with("environment", json!({ "IDENTITY_ENDPOINT": "x" })),
            "environment",
        ),
        (with("redirectUri", json!("http://localhost")), "redirectUri"),
        (with("loginHint", json!("nora")), "loginHint"),
        (with("credential", json!("deviceCode")), "secret"),
        (with("credential", json!("clientCertificate")), "secret"),
        (with("credential", json!("browser")), "secret"),
        (with("credential", json!("hostSignature")), "secret"),
        (with("credential", json!("federatedToken")), "secret"),
        (with("credential", json!("managedIdentity")), "secret"),
    ];
    for (config, named) in cases {
        let error = Client::builder(config)
            .secret(Secret::new("s"))
            .build()
            .expect_err(named);
        assert_eq!(error.code(), ErrorCode::InvalidConfiguration);
        assert!(error.message().contains(named), "{error}");
    }
    let error = Client::builder(config(good.clone()))
        .build()
        .expect_err("no secret");
    assert!(error.message().contains("secret"));
    let without_secret = [
        (json!({ "credential": "hostSignature" }), "certificate"),
        (json!({ "credential": "federatedToken" }), "tokenFile"),
        (
            json!({ "credential": "browser", "redirectUri": "http://localhost/host" }),
            "browser",
        ),
        (json!({ "credential": "browser", "clientId": null }), "clientId"),
        (
            json!({ "credential": "deviceCode", "tenant": "organizations" }),
            "organizations",
        ),
        (
            json!({ "credential": "managedIdentity", "environment": { "IDENTITY_HEADER": "hunter2" } }),
            "environment.IDENTITY_HEADER",
        ),
        (
            json!({ "credential": "managedIdentity", "environment": { "HOME": "x" } }),
            "environment.HOME",
        ),
        (
            json!({ "credential": "federatedToken", "tokenFile": "/run/token",
                "environment": { "AZURE_AUTHORITY_HOST": "https://login.microsoftonline.us/" } }),
            "AZURE_AUTHORITY_HOST",
        ),
    ];
    for (change, named) in without_secret {
        let mut fields = good.clone();
        for (field, value) in change.as_object().expect("fields") {
            fields[field] = value.clone();
        }
        let error = Client::builder(config(fields)).build().expect_err(named);
        assert_eq!(error.code(), ErrorCode::InvalidConfiguration, "{error}");
        assert!(error.message().contains(named), "{error} does not name {named}");
        assert!(error.what_to_do().is_some(), "{error}");
    }
    let unknown =
        serde_json::from_value::<ClientConfig>(json!({ "credential": "clientSecret", "secret": "x" }));
    assert!(
        unknown
            .expect_err("a secret does not belong there")
            .to_string()
            .contains("secret")
    );
    assert_eq!(CloudName::default(), CloudName::Global);
    assert_eq!(
        CredentialKind::AccessToken,
        serde_json::from_value(json!("accessToken")).expect("a kind")
    );
}
