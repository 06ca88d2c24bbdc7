//! Setting up what a script signs in as: an application of its own, one that people sign in to, a managed identity; and
//! what goes wrong with it.

use graph_mfa::ErrorCode;
use graph_mfa::api::{
    ApplicationOutcome, Event, NoteCode, Outcome, Request, Response, SetupAction, SetupStatus,
};
use graph_mfa_e2e::{NORA, tenant_of};
use graph_mfa_test_support::TestDesk;
use graph_sim::{ApplicationState, TokenSpec};
use serde_json::{Value, json};

const CHIEF: &str = "chief@fabrikam.example";
const REGISTRAR: &str = "registrar@fabrikam.example";
const MACHINE: &str = "5d0f5b6e-0d2c-4b57-9c1e-000000000042";
const DESK_PEM: &str = include_str!("../../../support/keys/desk.pem");
const OWN: [&str; 2] = ["Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All"];
const NIGHT: &str = "Night work";
/// What `listMethods` needs.
const READING: [&str; 2] = ["User.Read.All", "UserAuthenticationMethod.Read.All"];

/// A tenant with an application that may set up others, and a machine with an identity.
fn scenario(more: &Value) -> Value {
    let mut scenario = json!({
        "applications": [
            { "name": "Setup", "secret": "s3cret-of-setup", "permissions": OWN },
            { "name": "Machine", "permissions": ["User.Read.All", "Mail.Send"],
              "managedIdentity": { "kind": "user", "objectId": MACHINE } },
        ],
        "users": [
            { "userPrincipalName": NORA, "displayName": "Nora Lind", "methods": [{ "kind": "phone" }] },
            { "userPrincipalName": CHIEF, "displayName": "Chief", "roles": ["Global Administrator"] },
            { "userPrincipalName": REGISTRAR, "displayName": "Registrar", "roles": ["Cloud Application Administrator"] },
        ],
    });
    for (field, value) in more.as_object().expect("fields") {
        scenario[field] = value.clone();
    }
    scenario
}

fn desk_with(more: &Value) -> TestDesk {
    TestDesk::new(tenant_of(&scenario(more)))
}

fn desk() -> TestDesk {
    desk_with(&json!({}))
}

fn request(fields: &Value) -> Request {
    let mut request = json!({ "operation": "initializeApplication", "operations": ["listMethods"] });
    for (field, value) in fields.as_object().expect("fields") {
        request[field] = value.clone();
    }
    serde_json::from_value(request).expect("a request")
}

fn set_up(desk: &TestDesk, fields: &Value) -> ApplicationOutcome {
    match desk.run(request(fields)) {
        Ok(Response::InitializeApplication(outcome)) => *outcome,
        other => panic!("no outcome: {other:?}"),
    }
}

fn refusal(desk: &TestDesk, fields: &Value) -> graph_mfa::Error {
    let error = desk.run(request(fields)).expect_err("refused");
    assert!(error.what_to_do().is_some(), "{error} says what to do");
    assert_eq!(writes(desk), 0, "nothing was written");
    error
}

/// What the tenant has of that name.
fn applications(desk: &TestDesk, name: &str) -> Vec<ApplicationState> {
    let all = desk.simulator.state().applications;
    all.into_iter().filter(|app| app.display_name == name).collect()
}

fn only(desk: &TestDesk, name: &str) -> ApplicationState {
    let found = applications(desk, name);
    assert_eq!(found.len(), 1, "{found:?}");
    found.into_iter().next().expect("one")
}

fn writes(desk: &TestDesk) -> usize {
    desk.simulator
        .log()
        .iter()
        .filter(|entry| entry.committed)
        .count()
}

fn codes(outcome: &ApplicationOutcome) -> Vec<NoteCode> {
    outcome.notes.iter().map(|note| note.code).collect()
}

fn statuses(outcome: &ApplicationOutcome, action: SetupAction) -> Vec<SetupStatus> {
    let steps = outcome.steps.iter().filter(|step| step.action == action);
    steps.map(|step| step.status).collect()
}

fn all_are(outcome: &ApplicationOutcome, status: SetupStatus) -> bool {
    outcome.steps.iter().all(|step| step.status == status)
}

fn certificate() -> &'static str {
    &DESK_PEM[DESK_PEM.find("-----BEGIN CERTIFICATE").expect("a certificate")..]
}

fn as_person(upn: &str, more: &Value) -> TestDesk {
    let spec = TokenSpec {
        upn: Some(upn.to_owned()),
        scopes: OWN.map(str::to_owned).to_vec(),
        ..TokenSpec::default()
    };
    let desk = TestDesk::builder(tenant_of(&scenario(more))).token(&spec).build();
    desk.expect("a client")
}

#[test]
fn an_application_is_registered_with_the_least_permissions_and_does_that_work_and_no_other() {
    let desk = desk();
    let outcome = set_up(&desk, &json!({ "name": NIGHT, "certificate": certificate() }));
    assert_eq!(outcome.outcome, Some(Outcome::Done), "{outcome:?}");
    assert!(all_are(&outcome, SetupStatus::Done) && outcome.written);
    assert_eq!(outcome.permissions, READING);
    assert!(outcome.superfluous.is_empty() && outcome.roles.is_empty() && outcome.notes.is_empty());
    let made = only(&desk, NIGHT);
    assert_eq!(outcome.client_id.as_ref(), Some(&made.client_id));
    assert_eq!(outcome.service_principal_id, made.service_principal_id);
    assert_eq!(made.permissions, READING);
    assert_eq!(
        (made.asked.len(), made.credentials, made.public_client),
        (2, 1, false)
    );
    assert_eq!(
        writes(&desk),
        4,
        "the registration, the service principal, two permissions"
    );

    let spec = TokenSpec {
        client_id: Some(made.client_id),
        ..TokenSpec::default()
    };
    let night = TestDesk::over(desk.simulator)
        .token(&spec)
        .build()
        .expect("a client");
    assert!(
        night
            .run(Request::ListMethods {
                user: NORA.to_owned()
            })
            .is_ok()
    );
    let audits = graph_mfa_e2e::request(json!({ "operation": "whoReset", "user": NORA }));
    let refused = night.run(audits).expect_err("another work");
    assert_eq!(refused.code(), ErrorCode::PermissionMissing);
}

#[test]
fn doing_it_again_changes_nothing_and_says_so() {
    let desk = desk();
    let wanted = json!({ "name": NIGHT, "certificate": certificate() });
    let first = set_up(&desk, &wanted);
    let before = writes(&desk);
    let again = set_up(&desk, &wanted);
    assert!(
        all_are(&again, SetupStatus::AlreadySo) && !again.written,
        "{again:?}"
    );
    assert_eq!(
        (again.outcome, again.client_id),
        (Some(Outcome::Done), first.client_id.clone())
    );
    assert_eq!(writes(&desk), before);

    // Other work adds what it needs, and takes nothing away.
    let more = set_up(
        &desk,
        &json!({ "clientId": first.client_id, "operations": ["revokeSessions"] }),
    );
    assert_eq!(
        statuses(&more, SetupAction::RegisterApplication),
        [SetupStatus::AlreadySo]
    );
    assert!(statuses(&more, SetupAction::GrantPermission).contains(&SetupStatus::Done));
    assert_eq!(more.superfluous, ["UserAuthenticationMethod.Read.All"]);
    assert!(codes(&more).contains(&NoteCode::MoreThanNeeded));
    let made = only(&desk, NIGHT);
    assert!(
        made.permissions
            .iter()
            .any(|name| name == "UserAuthenticationMethod.Read.All")
    );
    assert!(
        made.permissions
            .iter()
            .any(|name| name == "User.RevokeSessions.All")
    );
    assert_eq!(made.credentials, 1, "the certificate stays");
}

#[test]
fn a_second_certificate_leaves_the_first() {
    let desk = desk();
    set_up(&desk, &json!({ "name": NIGHT, "certificate": certificate() }));
    let other = include_str!("../../../simulator/tests/keys/expired.cert.pem");
    let outcome = set_up(&desk, &json!({ "name": NIGHT, "certificate": other }));
    assert_eq!(
        statuses(&outcome, SetupAction::AddCertificate),
        [SetupStatus::Done]
    );
    assert_eq!(only(&desk, NIGHT).credentials, 2);
}

#[test]
fn what_would_be_done_is_told_and_nothing_is_written() {
    let desk = desk();
    let plan = set_up(&desk, &json!({ "name": NIGHT, "validateOnly": true }));
    assert!(all_are(&plan, SetupStatus::Planned) && plan.validate_only && !plan.written);
    assert_eq!((plan.outcome, plan.client_id), (None, None));
    assert_eq!((writes(&desk), applications(&desk, NIGHT).len()), (0, 0));
}

#[test]
fn people_sign_in_to_a_delegated_one_once_an_administrator_has_consented() {
    let desk = desk();
    let outcome = set_up(
        &desk,
        &json!({ "name": "Desk", "kind": "delegated", "deviceCode": true, "operations": ["reset"] }),
    );
    assert_eq!(outcome.outcome, Some(Outcome::Done), "{outcome:?}");
    assert!(statuses(&outcome, SetupAction::GrantPermission).is_empty());
    assert_eq!(
        codes(&outcome),
        [NoteCode::ConsentNeeded, NoteCode::PeopleNeedRoles]
    );
    assert_eq!(outcome.roles[0].display_name, "Authentication Administrator");
    let made = only(&desk, "Desk");
    let address = format!(
        "https://login.microsoftonline.com/{}/adminconsent?client_id={}",
        desk.simulator.connection().tenant_id,
        made.client_id
    );
    assert_eq!(outcome.consent_url, Some(address));
    assert!(made.public_client && made.permissions.is_empty());
    // Delegated permissions have ids of their own.
    assert!(
        made.asked
            .iter()
            .any(|id| id == "b7887744-6746-4312-813d-72daeaee7e2d"),
        "{made:?}"
    );
    let again = set_up(
        &desk,
        &json!({ "name": "Desk", "kind": "delegated", "deviceCode": true, "operations": ["reset"] }),
    );
    assert!(all_are(&again, SetupStatus::AlreadySo));
}

#[test]
fn a_managed_identity_is_granted_permissions_and_nothing_else() {
    for key in [MACHINE, "Machine"] {
        let desk = desk();
        let outcome = set_up(&desk, &json!({ "managedIdentity": key }));
        assert_eq!(outcome.outcome, Some(Outcome::Done), "{outcome:?}");
        assert!(
            outcome.managed_identity && outcome.application_id.is_none() && outcome.consent_url.is_none()
        );
        assert_eq!(outcome.superfluous, ["Mail.Send"]);
        assert_eq!(codes(&outcome), [NoteCode::MoreThanNeeded, NoteCode::TokenKept]);
        assert_eq!(
            only(&desk, "Machine").permissions,
            ["User.Read.All", "Mail.Send", "UserAuthenticationMethod.Read.All"]
        );
        assert_eq!(writes(&desk), 1);
    }
    let error = refusal(&desk(), &json!({ "managedIdentity": "Setup" }));
    assert_eq!(error.code(), ErrorCode::ApplicationNotFound);
    assert!(error.to_string().contains("no managed identity"));
}

#[test]
fn an_application_is_never_guessed() {
    let twice = json!({ "applications": [
        { "name": "Setup", "secret": "s3cret-of-setup", "permissions": OWN },
        { "name": NIGHT, "secret": "one-secret" }, { "name": "Twice", "secret": "two-secret" },
        { "name": "Twice", "clientId": "5d0f5b6e-0d2c-4b57-9c1e-000000000007", "secret": "three-secret", "tags": ["graph-mfa"] },
    ] });
    let several = refusal(&desk_with(&twice), &json!({ "name": "Twice" }));
    assert_eq!(several.code(), ErrorCode::ApplicationAmbiguous);
    assert!(
        several
            .what_to_do()
            .expect("told")
            .contains("5d0f5b6e-0d2c-4b57-9c1e-000000000007")
    );
    let desk = desk_with(&twice);
    let foreign = refusal(&desk, &json!({ "name": NIGHT }));
    assert_eq!(foreign.code(), ErrorCode::ApplicationAmbiguous);
    let client_id = only(&desk, NIGHT).client_id;
    assert!(foreign.what_to_do().expect("told").contains(&client_id));
    let named = set_up(&desk, &json!({ "clientId": client_id }));
    assert_eq!(named.outcome, Some(Outcome::Done));
    let nobody = refusal(
        &desk_with(&twice),
        &json!({ "clientId": "5d0f5b6e-0d2c-4b57-9c1e-00000000ffff" }),
    );
    assert_eq!(nobody.code(), ErrorCode::ApplicationNotFound);
}

#[test]
fn a_directory_that_learns_late_is_waited_for() {
    let desk = desk_with(&json!({ "rules": { "newApplicationLagMs": 8_000 } }));
    let outcome = set_up(&desk, &json!({ "name": NIGHT }));
    assert_eq!(outcome.outcome, Some(Outcome::Done), "{outcome:?}");
    assert_eq!(only(&desk, NIGHT).permissions, READING);
    assert_eq!(applications(&desk, NIGHT).len(), 1, "it was registered once");
}

#[test]
fn a_directory_that_never_learns_is_told_and_found_again_later() {
    let desk = desk_with(&json!({ "rules": { "newApplicationLagMs": 600_000 } }));
    let outcome = set_up(&desk, &json!({ "name": NIGHT }));
    assert_eq!(outcome.outcome, Some(Outcome::Partial));
    assert_eq!(
        statuses(&outcome, SetupAction::AdmitApplication),
        [SetupStatus::Failed]
    );
    assert!(codes(&outcome).contains(&NoteCode::StepFailed));
    desk.simulator.advance(std::time::Duration::from_secs(600));
    let again = set_up(&desk, &json!({ "name": NIGHT }));
    assert_eq!(
        statuses(&again, SetupAction::RegisterApplication),
        [SetupStatus::AlreadySo]
    );
    assert_eq!(
        statuses(&again, SetupAction::AdmitApplication),
        [SetupStatus::NotSeen]
    );
    assert_eq!(applications(&desk, NIGHT).len(), 1);
}

#[test]
fn a_lost_answer_makes_nothing_twice() {
    for (path, kind) in [
        ("/applications", "cutAfterCommit"),
        ("/servicePrincipals", "cutAfterCommit"),
        ("/servicePrincipals", "cutBeforeCommit"),
        ("/servicePrincipals/*/appRoleAssignments", "cutAfterCommit"),
        ("/servicePrincipals/*/appRoleAssignments", "cutBeforeCommit"),
    ] {
        let faults = json!([{ "method": "POST", "path": path, "times": 1, "answer": { "kind": kind } }]);
        let desk = desk_with(&json!({ "faults": faults }));
        let outcome = set_up(&desk, &json!({ "name": NIGHT }));
        assert_eq!(outcome.outcome, Some(Outcome::Done), "{path} {kind}: {outcome:?}");
        assert_eq!(only(&desk, NIGHT).permissions, READING, "{path} {kind}");
    }
}

#[test]
fn a_registration_of_which_nobody_knows_is_not_sent_again() {
    let faults =
        json!([{ "method": "POST", "path": "/applications", "answer": { "kind": "cutBeforeCommit" } }]);
    let desk = desk_with(&json!({ "faults": faults }));
    let error = desk
        .run(request(&json!({ "name": NIGHT })))
        .expect_err("no answer");
    assert_eq!(error.code(), ErrorCode::Network);
    assert!(error.to_string().contains("not known"), "{error}");
    let sent = desk.simulator.log();
    let registering =
        |entry: &&graph_sim::LogEntry| entry.method == "POST" && entry.path.ends_with("/applications");
    assert_eq!(sent.iter().filter(registering).count(), 1);
}

#[test]
fn whoever_may_register_and_not_grant_is_told_who_consents() {
    let desk = as_person(REGISTRAR, &json!({}));
    let outcome = set_up(&desk, &json!({ "name": NIGHT }));
    assert_eq!(outcome.outcome, Some(Outcome::Partial));
    assert_eq!(
        statuses(&outcome, SetupAction::GrantPermission),
        [SetupStatus::Failed, SetupStatus::NotStarted]
    );
    assert_eq!(codes(&outcome), [NoteCode::StepFailed, NoteCode::ConsentNeeded]);
    let remedy = outcome.notes[1].remedy.as_deref().expect("told");
    assert!(remedy.contains("/adminconsent?client_id="), "{remedy}");
    assert!(only(&desk, NIGHT).permissions.is_empty());

    let chief = as_person(CHIEF, &json!({}));
    assert_eq!(
        set_up(&chief, &json!({ "name": NIGHT })).outcome,
        Some(Outcome::Done)
    );
}

#[test]
fn a_sign_in_without_the_permissions_or_roles_writes_nothing() {
    let nobody = as_person(NORA, &json!({}));
    let error = refusal(&nobody, &json!({ "name": NIGHT }));
    assert_eq!(error.code(), ErrorCode::NotAllowed);
    assert!(
        error
            .what_to_do()
            .expect("told")
            .contains("Cloud Application Administrator")
    );
    let half = desk_with(&json!({ "applications": [
        { "name": "Half", "secret": "half-secret", "permissions": ["Application.ReadWrite.All"] }] }));
    let error = refusal(&half, &json!({ "name": NIGHT }));
    assert_eq!(error.code(), ErrorCode::PermissionMissing);
    assert_eq!(error.subject(), Some("AppRoleAssignment.ReadWrite.All"));
    // Delegated permissions are for an administrator to consent to.
    assert!(
        half.run(request(&json!({ "name": NIGHT, "kind": "delegated" })))
            .is_ok()
    );
}

#[test]
fn what_is_no_certificate_is_refused_before_anything_is_sent() {
    let desk = desk();
    let error = refusal(&desk, &json!({ "name": NIGHT, "certificate": DESK_PEM }));
    assert_eq!(error.code(), ErrorCode::InvalidInput);
    assert!(error.to_string().contains("private key"));
    assert!(desk.simulator.log().is_empty());
}

#[test]
fn work_that_can_grant_anything_is_told_and_never_part_of_everything() {
    let desk = desk();
    let plan = |operations: Value| {
        set_up(
            &desk,
            &json!({ "name": NIGHT, "operations": operations, "validateOnly": true }),
        )
    };
    let all = plan(json!(["all"]));
    assert!(
        !all.permissions
            .iter()
            .any(|name| name == "AppRoleAssignment.ReadWrite.All")
    );
    assert!(codes(&all).contains(&NoteCode::CanGrantItself), "it grants roles");
    assert!(!codes(&plan(json!(["reset"]))).contains(&NoteCode::CanGrantItself));
}

#[test]
fn whoever_stops_half_way_can_go_on_later() {
    let desk = desk();
    let admitted = |event: &Event| {
        matches!(
            event,
            Event::ApplicationChanged {
                action: SetupAction::AdmitApplication,
                ..
            }
        )
    };
    let outcome = match desk.run_cancelled_when(request(&json!({ "name": NIGHT })), admitted) {
        Ok(Response::InitializeApplication(outcome)) => *outcome,
        other => panic!("no outcome: {other:?}"),
    };
    assert_eq!(
        (outcome.outcome, codes(&outcome)[0]),
        (Some(Outcome::Partial), NoteCode::Cancelled)
    );
    assert_eq!(
        statuses(&outcome, SetupAction::GrantPermission),
        [SetupStatus::NotStarted, SetupStatus::NotStarted]
    );
    let rest = set_up(&desk, &json!({ "name": NIGHT }));
    assert_eq!(rest.outcome, Some(Outcome::Done));
    assert_eq!(only(&desk, NIGHT).permissions, READING);
}

#[test]
fn a_permission_that_this_cloud_lacks_is_named_before_the_first_write() {
    let answer =
        json!({ "status": 200, "body": { "id": "5d0f5b6e-0d2c-4b57-9c1e-000000000003", "appRoles": [] } });
    let faults = json!([{ "method": "GET", "path": "/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')", "answer": answer }]);
    let desk = desk_with(&json!({ "faults": faults }));
    let error = refusal(&desk, &json!({ "name": NIGHT }));
    assert_eq!(
        (error.code(), error.subject()),
        (ErrorCode::PermissionUnknown, Some("User.Read.All"))
    );
}
