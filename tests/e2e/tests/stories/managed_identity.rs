//! The identity that Azure gives to a machine or an app signs in, at every kind of host, and says what is wrong.

use graph_mfa::api::{CredentialKind, Request, Response, SignInReport, SignedInAs};
use graph_mfa::platform::{BoxFuture, Files};
use graph_mfa::{Error, ErrorCode, Secret};
use graph_mfa_e2e::tenant_of;
use graph_mfa_test_support::{TestDesk, TestDeskBuilder};
use graph_sim::Simulator;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use std::time::Duration;

const MACHINE: &str = "8c7b0a4e-52f5-4f1a-9c31-2a3b64d0f011";
const ASSIGNED: &str = "8c7b0a4e-52f5-4f1a-9c31-2a3b64d0f013";
const HEADER: &str = "the-header-of-the-host";
const AGENT: &[(&str, &str)] = &[
    (
        "IDENTITY_ENDPOINT",
        "http://localhost:40342/metadata/identity/oauth2/token",
    ),
    ("IMDS_ENDPOINT", "http://localhost:40342"),
];

fn on(more: Value, environment: &[(&str, &str)], secret: Option<&str>) -> TestDeskBuilder {
    let mut scenario = json!({
        "identity": { "header": HEADER },
        "applications": [
            { "clientId": MACHINE, "name": "Runbook", "permissions": ["User.Read.All"], "managedIdentity": {} },
            { "clientId": ASSIGNED, "name": "Shared", "permissions": ["User.Read.All"], "managedIdentity": { "kind": "user" } },
        ],
    });
    if let (Value::Object(scenario), Value::Object(more)) = (&mut scenario, more) {
        scenario.extend(more);
    }
    let environment: Vec<_> = environment
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect();
    TestDesk::builder(tenant_of(&scenario))
        .credential(CredentialKind::ManagedIdentity, secret)
        .configure(move |config| {
            config.client_id = None;
            config.environment = environment.into_iter().collect();
        })
}

fn service(name: &str) -> [(&'static str, String); 1] {
    let endpoint = if name == "old" {
        "MSI_ENDPOINT"
    } else {
        "IDENTITY_ENDPOINT"
    };
    [(endpoint, "http://localhost:42356/msi/token".to_owned())]
}

fn desk(builder: TestDeskBuilder) -> TestDesk {
    builder.build().expect("well-formed")
}

fn report(desk: &TestDesk) -> Result<SignInReport, Error> {
    match desk.run(Request::CheckSignIn {
        operations: Vec::new(),
    })? {
        Response::CheckSignIn(report) => Ok(*report),
        other => panic!("{other:?}"),
    }
}

fn refused(desk: &TestDesk) -> (ErrorCode, String) {
    let error = report(desk).expect_err("refused");
    assert!(error.what_to_do().is_some(), "{error} says what to do");
    (error.code(), error.message().to_owned())
}

/// The key files that the tenant lays down, and which were read.
#[derive(Clone)]
struct KeyFiles(Simulator, Arc<Mutex<Vec<String>>>);

impl Files for KeyFiles {
    fn read<'a>(&'a self, path: &'a str, _: usize) -> BoxFuture<'a, Result<Secret, String>> {
        self.1.lock().expect("free").push(path.to_owned());
        let found = self.0.key_file(path).map(Secret::new);
        Box::pin(async { found.ok_or_else(|| "no such file".to_owned()) })
    }
}

fn with_key_files(builder: TestDeskBuilder) -> (TestDesk, KeyFiles) {
    let files = KeyFiles(builder.simulator().clone(), Arc::default());
    let given = files.clone();
    (desk(builder.host(|builder| builder.files(given))), files)
}

#[test]
fn every_kind_of_host_signs_the_machine_in() {
    let header = json!({ "IDENTITY_HEADER": HEADER }).to_string();
    let old = json!({ "MSI_SECRET": HEADER }).to_string();
    let (current, former) = (service("app service"), service("old"));
    let named = |service: &[(&'static str, String); 1]| [(service[0].0, service[0].1.clone())];
    let (current, former) = (named(&current), named(&former));
    let (agent, files) = with_key_files(on(json!({}), AGENT, None));
    for (what, desk) in [
        ("virtual machine", desk(on(json!({}), &[], None))),
        (
            "App Service",
            desk(on(json!({}), &[(current[0].0, &current[0].1)], Some(&header))),
        ),
        (
            "App Service of old",
            desk(on(json!({}), &[(former[0].0, &former[0].1)], Some(&old))),
        ),
        ("Azure Arc", agent),
    ] {
        let report = report(&desk).expect(what);
        assert_eq!(
            (report.signed_in_as, report.app_id.as_deref()),
            (SignedInAs::Application, Some(MACHINE)),
            "{what}"
        );
        assert!(report.expires_at.is_some(), "{what}");
        desk.run(Request::FindUsers {
            text: "anybody".into(),
            limit: None,
        })
        .expect(what);
    }
    assert_eq!(files.1.lock().expect("free").len(), 1, "one key for one token");
}

#[test]
fn an_identity_that_was_assigned_is_chosen_by_its_client_id() {
    let builder = on(json!({}), &[], None).configure(|config| config.client_id = Some(ASSIGNED.to_owned()));
    assert_eq!(
        report(&desk(builder)).expect("signed in").app_id.as_deref(),
        Some(ASSIGNED)
    );

    let stranger = "8c7b0a4e-52f5-4f1a-9c31-2a3b64d0f0ff";
    let builder = on(json!({}), &[], None).configure(|config| config.client_id = Some(stranger.to_owned()));
    let (code, message) = refused(&desk(builder));
    assert_eq!(code, ErrorCode::SignInFailed);
    assert!(
        message.contains("no such identity") && message.contains(stranger),
        "{message}"
    );
}

#[test]
fn a_machine_without_identity_and_a_wrong_header_are_told() {
    let nobody = json!({ "applications": [{ "name": "Desk" }] });
    let (code, message) = refused(&desk(on(nobody, &[], None)));
    assert_eq!(code, ErrorCode::SignInFailed);
    assert!(message.contains("no such identity"), "{message}");

    let wrong = json!({ "IDENTITY_HEADER": "hunter2" }).to_string();
    let service = service("app service");
    let (code, message) = refused(&desk(on(
        json!({}),
        &[(service[0].0, &service[0].1)],
        Some(&wrong),
    )));
    assert_eq!(code, ErrorCode::SignInFailed);
    assert!(
        message.contains("does not answer this process") && !message.contains("hunter2"),
        "{message}"
    );
}

#[test]
fn a_metadata_service_that_is_busy_is_asked_again_after_longer_and_longer_pauses() {
    for (status, pauses) in [
        (429, vec![2, 4, 8, 16]),
        (404, vec![2, 4, 8, 16]),
        (410, vec![2, 4, 8, 16, 20, 20]),
    ] {
        let busy = |times: usize| json!({ "faults": [{ "path": "/metadata/**", "times": times, "answer": { "status": status, "body": "" } }] });
        let patient = desk(on(busy(pauses.len()), &[], None));
        report(&patient).expect("the last question was answered");
        let slept: Vec<u64> = patient
            .clock
            .sleep_lengths()
            .iter()
            .map(Duration::as_secs)
            .collect();
        assert_eq!(slept, pauses, "{status}");

        let (code, _) = refused(&desk(on(busy(50), &[], None)));
        assert!(matches!(
            code,
            ErrorCode::Throttled | ErrorCode::ServiceUnavailable | ErrorCode::SignInFailed
        ));
    }
}

#[test]
fn where_nobody_listens_there_is_no_managed_identity() {
    let nowhere = on(
        json!({}),
        &[("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://127.0.0.1:9")],
        None,
    );
    let (code, message) = refused(&desk(nowhere));
    assert_eq!(code, ErrorCode::SignInFailed);
    assert!(message.contains("no managed identity here"), "{message}");
}

#[test]
fn a_key_file_outside_its_folder_is_not_read() {
    for path in [
        "/etc/shadow",
        "/etc/shadow.key",
        "/var/opt/azcmagent/tokens/../../../../etc/shadow.key",
        "/var/opt/azcmagent/tokens/a.txt",
        "/var/opt/azcmagent/tokens/.key",
    ] {
        let lure = json!({ "faults": [{
            "path": "/arc/**",
            "answer": { "status": 401, "headers": { "WWW-Authenticate": format!("Basic realm={path}") } },
        }]});
        let (desk, files) = with_key_files(on(lure, AGENT, None));
        let (code, message) = refused(&desk);
        assert_eq!(code, ErrorCode::SignInFailed, "{path}");
        assert!(message.contains("outside its folder"), "{message}");
        assert!(files.1.lock().expect("free").is_empty(), "{path} was read");
    }
}
