//! Applications sign in: by secret, certificate, a key that stays with the host, a federated token. Each way once as it
//! should be, then everything that goes wrong with it.

use graph_mfa::api::{CredentialKind, Request, Response, SignInReport, SignatureAlgorithm, SignedInAs};
use graph_mfa::platform::{BoxFuture, Clock, Timestamp};
use graph_mfa::{Error, ErrorCode};
use graph_mfa_e2e::{
    APP, Clerk, DESK_CERTIFICATE, ISSUER, Memory, NORA, SUBJECT, app_of, desk_document, issuer_token,
    tenant_of,
};
use graph_mfa_test_support::{TestDesk, TestDeskBuilder, VirtualClock};
use graph_sim::Scenario;
use serde_json::{Value, json};
use std::time::Duration;

/// 2026-08-20T09:00:00Z, when the tenant's time begins.
const NOW: i64 = 1_787_216_400;
const AUDIENCE: &str = "api://AzureADTokenExchange";

/// The clock of a machine that is half an hour behind.
struct Slow(VirtualClock);

impl Clock for Slow {
    fn now(&self) -> Timestamp {
        self.0.now().minus(Duration::from_secs(1800))
    }
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.0.sleep(duration)
    }
}

fn tenant(app: Value) -> Scenario {
    tenant_of(&json!({
        "applications": [app_of(app)],
        "users": [{ "userPrincipalName": NORA, "displayName": "Nora Lind", "methods": [{ "kind": "phone" }] }],
    }))
}

fn by(kind: CredentialKind, secret: Option<&str>) -> TestDeskBuilder {
    TestDesk::builder(tenant(json!({}))).credential(kind, secret)
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

/// The number of the refusal; it says what to do, and nobody asked Graph.
fn refused(desk: &TestDesk) -> (ErrorCode, Option<u32>, String) {
    let error = report(desk).expect_err("refused");
    assert!(error.what_to_do().is_some(), "{error} says what to do");
    let asked = desk
        .simulator
        .log()
        .iter()
        .any(|entry| entry.path.contains("organization"));
    assert!(!asked, "nothing was asked without a token");
    (
        error.code(),
        error.service().and_then(|answer| answer.aadsts),
        error.message().to_owned(),
    )
}

fn tokens_asked_for(desk: &TestDesk) -> usize {
    let log = desk.simulator.log();
    log.iter().filter(|entry| entry.path.ends_with("/token")).count()
}

#[test]
fn every_way_signs_the_same_application_in() {
    let host_signature = |algorithm| {
        by(CredentialKind::HostSignature, None)
            .configure(move |config| {
                config.certificate = Some(DESK_CERTIFICATE.to_owned());
                config.signature_algorithm = Some(algorithm);
            })
            .host(|builder| builder.signer(Clerk::Honest))
    };
    let federated = Memory::default();
    federated.write(&issuer_token(AUDIENCE, SUBJECT, NOW));
    for (way, builder) in [
        (
            "secret",
            by(CredentialKind::ClientSecret, Some("the-secret-of-the-desk")),
        ),
        (
            "certificate",
            by(CredentialKind::ClientCertificate, Some(&desk_document())),
        ),
        ("host, PS256", host_signature(SignatureAlgorithm::Ps256)),
        ("host, RS256", host_signature(SignatureAlgorithm::Rs256)),
        (
            "federated",
            by(CredentialKind::FederatedToken, None).host(move |builder| builder.assertions(federated)),
        ),
    ] {
        let desk = desk(builder);
        let report = report(&desk).expect(way);
        assert_eq!(report.signed_in_as, SignedInAs::Application, "{way}");
        assert_eq!(report.app_id.as_deref(), Some(APP));
        assert_eq!(report.tenant_id, Some(desk.simulator.connection().tenant_id));
        assert!(report.expires_at.is_some() && report.roles.is_none());
        desk.run(Request::ListMethods { user: NORA.into() }).expect(way);
        assert_eq!(tokens_asked_for(&desk), 1, "{way}: one token serves both");
    }
}

#[test]
fn a_wrong_an_expired_and_a_missing_secret_are_told_apart() {
    let wrong = desk(by(CredentialKind::ClientSecret, Some("hunter2")));
    let (code, number, message) = refused(&wrong);
    assert_eq!((code, number), (ErrorCode::SignInFailed, Some(7_000_215)));
    assert!(message.contains(APP) && !message.contains("hunter2"));

    let ended =
        json!({ "secrets": [{ "value": "old-secret-of-the-desk", "expires": "2026-08-01T00:00:00Z" }] });
    let builder = TestDesk::builder(tenant(ended));
    let ended = desk(builder.credential(CredentialKind::ClientSecret, Some("old-secret-of-the-desk")));
    assert_eq!(refused(&ended).1, Some(7_000_222));
}

#[test]
fn a_certificate_that_the_application_does_not_know_is_told() {
    let stranger = TestDesk::builder(tenant(json!({ "certificates": [] })))
        .credential(CredentialKind::ClientCertificate, Some(&desk_document()));
    let (code, number, message) = refused(&desk(stranger));
    assert_eq!((code, number), (ErrorCode::SignInFailed, Some(700_027)));
    assert!(message.contains("certificate"), "{message}");
}

#[test]
fn a_host_that_signs_with_another_key_or_not_at_all_is_told() {
    let signed_by = |clerk: Clerk| {
        desk(
            by(CredentialKind::HostSignature, None)
                .configure(|config| config.certificate = Some(DESK_CERTIFICATE.to_owned()))
                .host(|builder| builder.signer(clerk)),
        )
    };
    assert_eq!(refused(&signed_by(Clerk::Mistaken)).1, Some(700_027));
    let (_, number, message) = refused(&signed_by(Clerk::Absent));
    assert_eq!(number, None);
    assert!(message.contains("smart card"), "{message}");
}

#[test]
fn a_clock_that_is_wrong_does_not_keep_a_certificate_out() {
    let builder = by(CredentialKind::ClientCertificate, Some(&desk_document()));
    let slow = Slow(VirtualClock::new(builder.simulator().clone()));
    let desk = desk(builder.host(|builder| builder.clock(slow)));
    report(&desk).expect("the service told its time, and the second assertion was made by it");
    assert_eq!(tokens_asked_for(&desk), 2);
}

#[test]
fn a_federated_token_is_read_anew_each_time_and_its_mismatch_is_told() {
    let file = Memory::default();
    let builder = by(CredentialKind::FederatedToken, None)
        .configure(|config| {
            config.environment = [
                ("AZURE_FEDERATED_TOKEN_FILE", "/run/token"),
                ("AZURE_CLIENT_ID", APP),
                ("AZURE_AUTHORITY_HOST", "https://login.microsoftonline.com/"),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into();
            config.client_id = None;
        })
        .host({
            let file = file.clone();
            move |builder| builder.files(file)
        });
    let desk = desk(builder);
    for (subject, audience, expected) in [
        ("repo:elsewhere:main", AUDIENCE, Some(700_213)),
        (SUBJECT, "api://elsewhere", Some(700_212)),
    ] {
        file.write(&issuer_token(audience, subject, NOW));
        assert_eq!(refused(&desk).1, expected);
    }
    file.write("two words");
    assert!(refused(&desk).2.contains("/run/token"));
    file.write(&format!("{}\n", issuer_token(AUDIENCE, SUBJECT, NOW)));
    report(&desk).expect("the file was read again");
    assert_eq!(file.reads(), 4);
}

#[test]
fn an_issuer_that_is_not_trusted_is_told() {
    let token = Memory::default();
    token.write(&issuer_token(AUDIENCE, SUBJECT, NOW));
    let nobody = json!({ "federatedCredentials": [{ "issuer": format!("{ISSUER}/other"), "subject": SUBJECT, "pem": DESK_CERTIFICATE }] });
    let builder = TestDesk::builder(tenant(nobody))
        .credential(CredentialKind::FederatedToken, None)
        .host(|builder| builder.assertions(token));
    assert_eq!(refused(&desk(builder)).1, Some(700_211));
}

#[test]
fn an_application_that_is_disabled_or_not_installed_is_told() {
    for (app, expected) in [
        (json!({ "disabled": true }), 7_000_112),
        (json!({ "noServicePrincipal": true }), 7_000_229),
    ] {
        let builder = TestDesk::builder(tenant(app));
        let builder = builder.credential(CredentialKind::ClientSecret, Some("the-secret-of-the-desk"));
        assert_eq!(refused(&desk(builder)).1, Some(expected));
    }
}

#[test]
fn a_tenant_that_lives_in_another_cloud_is_told() {
    for number in [90_038, 500_011] {
        let mut scenario = tenant(json!({}));
        scenario.faults = tenant_of(&json!({ "faults": [{
            "path": "/*/oauth2/v2.0/token",
            "answer": { "status": 400, "body": { "error": "invalid_request", "error_codes": [number] } },
        }]}))
        .faults;
        let builder = TestDesk::builder(scenario)
            .credential(CredentialKind::ClientSecret, Some("the-secret-of-the-desk"));
        let (code, told, message) = refused(&desk(builder));
        assert_eq!((code, told), (ErrorCode::WrongCloud, Some(number)), "{message}");
    }
}

#[test]
fn a_token_is_renewed_before_it_ends_and_a_short_outage_is_survived() {
    let mut scenario = tenant(json!({}));
    let builder = TestDesk::builder(scenario.clone())
        .credential(CredentialKind::ClientSecret, Some("the-secret-of-the-desk"));
    let patient = desk(builder);
    report(&patient).expect("signed in");
    for (minutes, tokens) in [(50, 1), (6, 2)] {
        patient.simulator.advance(Duration::from_secs(minutes * 60));
        report(&patient).expect("signed in");
        assert_eq!(tokens_asked_for(&patient), tokens);
    }

    scenario.faults = tenant_of(&json!({ "faults": [
        { "path": "/*/oauth2/v2.0/token", "skip": 1, "times": 12, "answer": { "status": 503, "body": "" } },
    ]}))
    .faults;
    let builder =
        TestDesk::builder(scenario).credential(CredentialKind::ClientSecret, Some("the-secret-of-the-desk"));
    let unlucky = desk(builder);
    report(&unlucky).expect("signed in");
    unlucky.simulator.advance(Duration::from_secs(56 * 60));
    report(&unlucky).expect("the token that is there is still good for minutes");
}
