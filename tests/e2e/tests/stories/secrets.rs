//! Secrets go where they belong and appear nowhere else.

use graph_mfa::api::{CredentialKind, Request};
use graph_mfa_e2e::{Clerk, DESK_CERTIFICATE, Memory, NORA, Person, app_of, reset_request, tenant_of};
use graph_mfa_test_support::{TestDesk, TestDeskBuilder};
use graph_sim::TokenSpec;
use proptest::prelude::*;
use serde_json::json;

/// Everything that an operation shows, in one text.
fn everything_shown(desk: &TestDesk, requests: Vec<Request>) -> String {
    let mut shown = format!("{:?}", desk.client);
    for request in requests {
        let result = desk.run(request);
        shown.push_str(&format!("{result:?}"));
        match &result {
            Ok(response) => shown.push_str(&serde_json::to_string(response).expect("JSON")),
            Err(error) => {
                shown
                    .push_str(&serde_json::to_string(&graph_mfa::api::ErrorInfo::from(error)).expect("JSON"));
                shown.push_str(&format!("{error} {error:#?}"));
            }
        }
    }
    for event in desk.recorder.take() {
        shown.push_str(&serde_json::to_string(&event).expect("JSON"));
    }
    shown
}

#[test]
fn no_secret_is_shown_whether_it_goes_well_or_not() {
    let person = json!({ "userPrincipalName": NORA, "displayName": "Nora Lind", "methods": [{ "kind": "phone" }, { "kind": "temporaryAccessPass" }] });
    let fault = json!([{ "method": "DELETE", "path": "/users/**", "times": 20, "answer": { "status": 500, "body": "" } }]);
    for faults in [json!([]), fault] {
        let scenario = tenant_of(&json!({ "users": [person], "faults": faults }));
        for expires_in in [None, Some(-5)] {
            let builder = TestDesk::builder(scenario.clone());
            let desk = match expires_in {
                None => builder,
                Some(_) => builder.token(&TokenSpec {
                    expires_in,
                    ..TokenSpec::default()
                }),
            };
            let desk = desk.build().expect("well-formed");
            let shown = everything_shown(
                &desk,
                vec![
                    Request::ListMethods { user: NORA.into() },
                    reset_request(json!({ "scope": "everything", "revokeSessions": true })),
                    Request::GetUser {
                        user: "nobody@fabrikam.example".into(),
                    },
                ],
            );
            let canaries = desk.simulator.canaries();
            assert!(canaries.len() >= 2, "the tenant has handed out secrets");
            for canary in canaries {
                assert!(!shown.contains(&canary), "a secret was shown");
            }
        }
    }
}

/// Every way to sign in, with this text wherever a secret goes.
fn with_secret(secret: &str) -> Vec<Result<TestDesk, graph_mfa::Error>> {
    let document = json!({ "pem": secret, "password": secret }).to_string();
    let pfx = json!({ "pfx": secret, "password": secret }).to_string();
    let header = json!({ "IDENTITY_HEADER": secret }).to_string();
    let scenario = || tenant_of(&json!({ "applications": [app_of(json!({}))] }));
    let begin = |kind, secret: Option<&str>| TestDesk::builder(scenario()).credential(kind, secret);
    let assertion = Memory::default();
    assertion.write(secret);
    let meddled = |builder: TestDeskBuilder| {
        let secret = secret.to_owned();
        let person = Person::new(builder.simulator()).meddled_with(move |_| secret.clone());
        builder.host(|builder| builder.browser(person))
    };
    let builders = [
        begin(CredentialKind::ClientSecret, Some(secret)),
        begin(CredentialKind::AccessToken, Some(secret)),
        begin(CredentialKind::ClientCertificate, Some(secret)),
        begin(CredentialKind::ClientCertificate, Some(&document)),
        begin(CredentialKind::ClientCertificate, Some(&pfx)),
        begin(CredentialKind::DeviceCode, Some(secret)),
        begin(CredentialKind::ManagedIdentity, Some(secret)).configure(|config| config.client_id = None),
        begin(CredentialKind::ManagedIdentity, Some(&header)).configure(|config| {
            config.client_id = None;
            let endpoint = (
                "IDENTITY_ENDPOINT".to_owned(),
                "http://localhost:42356/msi/token".to_owned(),
            );
            config.environment = [endpoint].into();
        }),
        begin(CredentialKind::FederatedToken, None).host(|builder| builder.assertions(assertion)),
        begin(CredentialKind::HostSignature, None)
            .configure(|config| config.certificate = Some(DESK_CERTIFICATE.to_owned()))
            .host(|builder| builder.signer(Clerk::Mistaken)),
        meddled(begin(CredentialKind::Browser, None)),
    ];
    builders.into_iter().map(TestDeskBuilder::build).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn whatever_the_secret_is_and_however_it_fails_it_is_not_shown(secret in "[A-Za-z0-9~._-]{12,40}|[!-~]{12,40}") {
        // What is part of a message anyway would be found there without being shown.
        let secret = format!("q9Z{secret}");
        for desk in with_secret(&secret) {
            let shown = match desk {
                Ok(desk) => everything_shown(&desk, vec![Request::CheckSignIn { operations: Vec::new() }]),
                Err(error) => format!("{error} {error:#?} {}", json!(graph_mfa::api::ErrorInfo::from(&error))),
            };
            prop_assert!(!shown.contains(&secret), "the secret was shown");
            let escaped = format!("{secret:?}");
            prop_assert!(!shown.contains(escaped.trim_matches('"')), "the secret was shown, escaped");
        }
    }
}
