//! Who is capable of multifactor authentication: the registration report, read without ever holding the tenant.

use graph_mfa::api::{
    Event, LongList, NoteCode, RegistrationReportRequest, RegistrationRow, RegistrationSummary,
    ReportStanding, Request, Response,
};
use graph_mfa::{Cancel, Error, ErrorCode, EventSink};
use graph_mfa_e2e::{NORA, tenant_of};
use graph_mfa_test_support::{TestDesk, run_virtual};
use graph_sim::TokenSpec;
use serde_json::{Value, json};
use std::sync::Mutex;

const KIM: &str = "kim.berg@fabrikam.example";
const BEN: &str = "ben.haugen@fabrikam.example";
const ANN: &str = "ann.dahl@fabrikam.example";
const OFF: &str = "off.boarded@fabrikam.example";
const NEW: &str = "new.hire@fabrikam.example";

/// The report was made an hour before the story begins.
fn desk() -> TestDesk {
    TestDesk::new(scenario(json!({})))
}

fn scenario(rules: Value) -> graph_sim::Scenario {
    tenant_of(&json!({
        "rules": rules,
        "now": "2026-08-20T09:00:00Z",
        "applications": [{ "name": "Desk", "secret": "s3cret", "permissions": ["User.Read.All", "AuditLog.Read.All",
            "AdministrativeUnit.Read.All", "GroupMember.Read.All"] }],
        "users": [
            { "userPrincipalName": NORA, "displayName": "Nora Lind", "default": "push",
              "methods": [{ "kind": "microsoftAuthenticator" }, { "kind": "phone" }] },
            { "userPrincipalName": KIM, "displayName": "Kim Berg", "roles": ["Reports Reader"] },
            { "userPrincipalName": BEN, "displayName": "Ben Haugen", "default": "sms", "methods": [{ "kind": "phone" }] },
            { "userPrincipalName": ANN, "displayName": "Ann Dahl", "userType": "Guest" },
            { "userPrincipalName": OFF, "displayName": "Off Boarded", "accountEnabled": false },
            { "userPrincipalName": NEW, "displayName": "New Hire", "createdDateTime": "2026-08-20T08:55:00Z" },
        ],
        "groups": [
            { "displayName": "Inner", "members": [BEN] },
            { "displayName": "Outer", "members": [KIM, "Inner"] },
        ],
        "administrativeUnits": [
            { "displayName": "North", "members": [NORA, KIM, OFF, NEW] },
            { "displayName": "Twice", "members": [] },
            { "id": "6d0f4d3a-0000-4000-8000-000000000009", "displayName": "Twice", "members": [BEN] },
        ],
    }))
}

fn ask(desk: &TestDesk, fields: Value) -> Result<(RegistrationSummary, Vec<RegistrationRow>), Error> {
    desk.recorder.take();
    let request = serde_json::from_value::<RegistrationReportRequest>(fields).expect("a question");
    match desk.run(Request::RegistrationReport(request))? {
        Response::RegistrationReport(summary) => {
            let rows = desk.recorder.take().into_iter().filter_map(|event| match event {
                Event::RegistrationRows { rows } => Some(rows),
                _ => None,
            });
            Ok((*summary, rows.flatten().collect()))
        }
        other => panic!("no report: {other:?}"),
    }
}

fn names(rows: &[RegistrationRow]) -> Vec<&str> {
    let mut names: Vec<_> = rows.iter().map(|row| row.user_principal_name.as_str()).collect();
    names.sort_unstable();
    names
}

#[test]
fn everybody_is_told_with_methods_default_and_age() {
    let (summary, rows) = ask(&desk(), json!({})).expect("the report");
    assert_eq!(names(&rows), [ANN, BEN, KIM, NORA]);
    let nora = rows
        .iter()
        .find(|row| row.user_principal_name == NORA)
        .expect("Nora");
    assert_eq!(
        (nora.mfa_capable, nora.default_method.as_deref()),
        (Some(true), Some("push"))
    );
    assert!(nora.methods.contains(&"mobilePhone".to_owned()));
    assert_eq!(nora.age.as_deref(), Some("1 hour"));
    let kim = rows
        .iter()
        .find(|row| row.user_principal_name == KIM)
        .expect("Kim");
    assert_eq!(
        (kim.mfa_capable, kim.is_admin, kim.default_method.as_deref()),
        (Some(false), Some(true), None)
    );

    assert_eq!(
        (
            summary.people,
            summary.capable,
            summary.not_capable,
            summary.guests
        ),
        (4, 2, 2, 1)
    );
    assert_eq!(
        (summary.administrators, summary.administrators_not_capable),
        (1, 1)
    );
    assert_eq!(
        (summary.by_method[0].name.as_str(), summary.by_method[0].people),
        ("mobilePhone", 2)
    );
    assert!(
        summary
            .freshness
            .starts_with("the service last looked 1 hour ago"),
        "{}",
        summary.freshness
    );
    assert_eq!(summary.notes, []);
}

#[test]
fn only_those_who_matter_are_asked_for() {
    let desk = desk();
    assert_eq!(
        names(
            &ask(&desk, json!({ "onlyNotCapable": true }))
                .expect("the report")
                .1
        ),
        [ANN, KIM]
    );
    let both = json!({ "onlyNotCapable": true, "onlyAdministrators": true });
    assert_eq!(names(&ask(&desk, both).expect("the report").1), [KIM]);
    assert_eq!(
        names(
            &ask(&desk, json!({ "method": "microsoftAuthenticatorPush" }))
                .expect("the report")
                .1
        ),
        [NORA]
    );
}

#[test]
fn of_a_unit_those_are_told_too_of_whom_the_report_does_not_know() {
    let (summary, rows) = ask(&desk(), json!({ "administrativeUnit": "North" })).expect("the report");
    assert_eq!(names(&rows), [KIM, NEW, NORA, OFF]);
    let standing = |upn: &str| {
        rows.iter()
            .find(|row| row.user_principal_name == upn)
            .map(|row| row.standing)
    };
    assert_eq!(standing(OFF), Some(ReportStanding::Disabled));
    assert_eq!(standing(NEW), Some(ReportStanding::New));
    assert_eq!(
        (
            summary.people,
            summary.unknown,
            summary.unknown_disabled,
            summary.unknown_new
        ),
        (4, 2, 1, 1)
    );
    let note = &summary.notes[0];
    assert_eq!(note.code, NoteCode::PeopleMissing);
    assert!(
        note.message.contains("2 of them: 1 disabled, 1 newer"),
        "{}",
        note.message
    );

    // Nobody knows whether they are capable: they are told with those who are not.
    let open = ask(
        &desk(),
        json!({ "administrativeUnit": "North", "onlyNotCapable": true }),
    )
    .expect("the report");
    assert_eq!(names(&open.1), [KIM, NEW, OFF]);
    // Whether they are administrators is as unknown: they are counted, not told.
    let admins = json!({ "administrativeUnit": "North", "onlyAdministrators": true });
    let (summary, rows) = ask(&desk(), admins).expect("the report");
    assert_eq!((names(&rows), summary.unknown), (vec![KIM], 2));
}

#[test]
fn a_group_is_read_with_the_groups_within() {
    let (summary, rows) = ask(&desk(), json!({ "group": "Outer" })).expect("the report");
    assert_eq!((names(&rows), summary.unknown), (vec![BEN, KIM], 0));
}

#[test]
fn thousands_of_people_are_read_in_portions_under_the_quota() {
    #[derive(Default)]
    struct Counter(Mutex<(usize, usize, usize)>);
    impl EventSink for Counter {
        fn event(&self, event: Event) {
            let mut seen = self.0.lock().expect("free");
            match event {
                Event::RegistrationRows { rows } => {
                    seen.0 += rows.len();
                    seen.1 = seen.1.max(rows.len());
                }
                Event::Request {
                    status: Some(429), ..
                } => seen.2 += 1,
                _ => {}
            }
        }
    }
    let desk = TestDesk::new(tenant_of(&json!({
        "generate": { "users": 5000, "seed": 7 }, "rules": { "maxPageSize": 240, "pages": { "repeated": 3 } },
    })));
    let counter = Counter::default();
    let began = desk.simulator.now();
    let request = Request::RegistrationReport(RegistrationReportRequest::default());
    let told = run_virtual(&desk.clock, desk.client.run(request, &counter, &Cancel::new()));
    let Ok(Response::RegistrationReport(summary)) = told else {
        panic!("no report: {told:?}");
    };
    let (rows, largest, throttled) = *counter.0.lock().expect("free");
    assert_eq!(rows, summary.people as usize, "nobody is told twice");
    assert!(
        rows > 4_000 && largest <= 240 && throttled == 0,
        "{rows} {largest} {throttled}"
    );
    let took = (desk.simulator.now() - began).whole_seconds();
    assert!((30..=50).contains(&took), "{took} s for 21 pages");
}

#[test]
fn the_report_is_a_csv_file_or_lines_of_json() {
    let desk = desk();
    let text = |format: &str| {
        desk.recorder.take();
        let request =
            serde_json::from_value(json!({ "administrativeUnit": "North", "format": format })).expect("one");
        desk.run(Request::RegistrationReport(request))
            .expect("the report");
        let parts = desk.recorder.take().into_iter().filter_map(|event| match event {
            Event::Text { text } => Some(text),
            _ => None,
        });
        parts.collect::<String>()
    };
    let csv = text("csv");
    assert_eq!(csv.matches("\r\n").count(), 5, "{csv}");
    assert!(csv.starts_with("\"userPrincipalName\",\"displayName\","), "{csv}");
    assert!(csv.contains("\"mobilePhone; "), "{csv}");
    let lines = text("jsonLines");
    let rows: Vec<RegistrationRow> = lines
        .lines()
        .map(|line| serde_json::from_str(line).expect("a row"))
        .collect();
    assert_eq!(names(&rows), [KIM, NEW, NORA, OFF]);
}

#[test]
fn what_prevents_the_report_is_told() {
    let code = |desk: &TestDesk, fields: Value| ask(desk, fields).expect_err("refused").code();
    let free = TestDesk::new(scenario(json!({ "premium": false })));
    let error = ask(&free, json!({})).expect_err("refused");
    assert_eq!(error.code(), ErrorCode::LicenceMissing);
    assert!(error.what_to_do().is_some_and(|remedy| remedy.contains("P1")));

    let desk = desk();
    assert_eq!(
        code(&desk, json!({ "administrativeUnit": "South" })),
        ErrorCode::ScopeNotFound
    );
    let nobody = "6d0f4d3a-0000-4000-8000-00000000000f";
    assert_eq!(code(&desk, json!({ "group": nobody })), ErrorCode::ScopeNotFound);
    assert_eq!(
        code(&desk, json!({ "administrativeUnit": "Twice" })),
        ErrorCode::ScopeAmbiguous
    );
    desk.simulator.clear_log();
    for (fields, field) in [
        (
            json!({ "administrativeUnit": "North", "group": "Outer" }),
            "group",
        ),
        (json!({ "group": "  " }), "group"),
        (json!({ "method": "mobilePhone' or isAdmin eq true" }), "method"),
    ] {
        let error = ask(&desk, fields).expect_err(field);
        assert_eq!(error.code(), ErrorCode::InvalidInput);
        assert!(error.message().starts_with(field), "{error}");
    }
    assert!(desk.simulator.log().is_empty(), "nothing was sent");
}

#[test]
fn whoever_may_not_read_reports_is_told_the_role() {
    let spec: TokenSpec =
        serde_json::from_value(json!({ "upn": NORA, "scopes": ["AuditLog.Read.All"] })).expect("a token");
    let desk = TestDesk::builder(scenario(json!({})))
        .token(&spec)
        .build()
        .expect("a client");
    let error = ask(&desk, json!({})).expect_err("refused");
    assert_eq!(error.code(), ErrorCode::NotAllowed);
    assert!(
        error
            .what_to_do()
            .is_some_and(|remedy| remedy.contains("Reports Reader"))
    );
    let spec: TokenSpec =
        serde_json::from_value(json!({ "upn": KIM, "scopes": ["User.Read.All"] })).expect("a token");
    let desk = TestDesk::builder(scenario(json!({})))
        .token(&spec)
        .build()
        .expect("a client");
    assert_eq!(
        ask(&desk, json!({})).expect_err("refused").code(),
        ErrorCode::PermissionMissing
    );
}

#[test]
fn a_report_that_is_stopped_half_way_says_so() {
    let desk = TestDesk::new(tenant_of(
        &json!({ "generate": { "users": 900, "seed": 7 }, "rules": { "maxPageSize": 200 } }),
    ));
    let stopped = desk.run_cancelled_when(
        Request::RegistrationReport(RegistrationReportRequest::default()),
        |event| {
            matches!(
                event,
                Event::Reading {
                    list: LongList::RegistrationReport,
                    pages: 3,
                    ..
                }
            )
        },
    );
    assert_eq!(stopped.expect_err("stopped").code(), ErrorCode::Cancelled);
}
