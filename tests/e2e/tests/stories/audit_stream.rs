//! Long questions to the audit log: streamed, paced, named, marked by a journal, and honest about what the log kept.

use graph_mfa::api::{
    AuditAction, AuditAnswer, AuditEntry, AuditOrigin, Event, LongList, NoteCode, Request, ResetByPerson,
    Response, WaitReason, WhoResetRequest,
};
use graph_mfa::{Error, ErrorCode};
use graph_mfa_e2e::{NORA, tenant_of};
use graph_mfa_test_support::TestDesk;
use graph_sim::TokenSpec;
use serde_json::{Value, json};

const DESK: &str = "desk.admin@fabrikam.example";
const KIM: &str = "kim.berg@fabrikam.example";

/// A tenant whose service desk deleted `resets` times two methods, an hour apart.
fn busy(resets: u32) -> TestDesk {
    let mut audits = Vec::new();
    for number in 0..resets {
        let (day, hour) = (1 + number / 24, number % 24);
        for (second, method) in [("05", "phone"), ("09", "microsoftAuthenticator")] {
            audits.push(json!({
                "at": format!("2026-08-{day:02}T{hour:02}:00:{second}Z"),
                "kind": "methodDeleted", "method": method, "by": DESK,
                "on": if number % 2 == 0 { NORA } else { KIM },
            }));
        }
    }
    tenant(json!({ "maxPageSize": 60, "pages": { "repeated": 2 } }), audits)
}

fn tenant(rules: Value, audits: Vec<Value>) -> TestDesk {
    TestDesk::new(tenant_of(&json!({
        "rules": rules,
        "users": [
            { "userPrincipalName": NORA, "displayName": "Nora Lind" },
            { "userPrincipalName": KIM, "displayName": "Kim Berg" },
            { "userPrincipalName": DESK, "displayName": "Desk Admin", "roles": ["Authentication Administrator"] },
        ],
        "audits": audits,
    })))
}

fn question(fields: Value) -> Request {
    Request::WhoReset(serde_json::from_value::<WhoResetRequest>(fields).expect("a question"))
}

fn ask(desk: &TestDesk, fields: Value) -> Result<AuditAnswer, Error> {
    match desk.run(question(fields))? {
        Response::WhoReset(answer) => Ok(answer),
        other => panic!("no answer: {other:?}"),
    }
}

fn streamed(events: &[Event]) -> (Vec<AuditEntry>, Vec<ResetByPerson>) {
    let (mut all, mut gathered) = (Vec::new(), Vec::new());
    for event in events {
        if let Event::AuditRows { entries, resets } = event {
            all.extend(entries.iter().cloned());
            gathered.extend(resets.iter().cloned());
        }
    }
    (all, gathered)
}

#[test]
fn a_long_period_is_streamed_under_the_quota_and_tells_the_same_as_at_once() {
    let desk = busy(300);
    let whole = ask(
        &desk,
        json!({ "since": "2026-08-01T00:00:00Z", "limit": 100_000 }),
    )
    .expect("the answer");
    desk.recorder.take();
    let began = desk.simulator.now();
    let told = ask(
        &desk,
        json!({ "since": "2026-08-01T00:00:00Z", "format": "rows" }),
    )
    .expect("the answer");
    let events = desk.recorder.take();
    let (entries, mut resets) = streamed(&events);
    resets.sort_by_key(|reset| std::cmp::Reverse(reset.at));
    assert_eq!((entries, resets), (whole.entries, whole.resets));
    assert_eq!((told.reset_count, told.entry_count), (300, 600));
    assert!(
        told.entries.is_empty() && told.resets.is_empty(),
        "nothing is told twice"
    );

    let pages = events
        .iter()
        .filter(|event| {
            matches!(
                event,
                Event::Reading {
                    list: LongList::AuditLog,
                    ..
                }
            )
        })
        .count();
    assert!(pages > 20, "{pages} pages");
    let refused = events.iter().any(|event| {
        matches!(
            event,
            Event::Request {
                status: Some(429),
                ..
            }
        )
    });
    assert!(!refused, "the client kept under the quota by itself");
    let paced = |event: &&Event| {
        matches!(
            event,
            Event::Waiting {
                reason: WaitReason::Pacing,
                ..
            }
        )
    };
    assert!(events.iter().filter(paced).count() > 3);
    let took = (desk.simulator.now() - began).whole_seconds();
    assert!(
        took < i64::try_from(pages).expect("few") * 2 + 20,
        "{took} s for {pages} pages"
    );
    let largest = events.iter().map(|event| match event {
        Event::AuditRows { entries, .. } => entries.len(),
        _ => 0,
    });
    assert!(
        largest.max() < Some(100),
        "no chunk holds more than a page and what it was joined with"
    );
}

#[test]
fn other_tools_that_use_up_the_quota_delay_the_answer_and_do_not_end_it() {
    let desk = busy(60);
    let fault = json!({ "path": "/auditLogs/directoryAudits", "skip": 2, "times": 15,
        "answer": { "status": 429, "headers": { "Retry-After": "10" } } });
    desk.simulator
        .add_faults(vec![serde_json::from_value(fault).expect("a fault")])
        .expect("it fits");
    let told = ask(
        &desk,
        json!({ "since": "2026-08-01T00:00:00Z", "format": "rows" }),
    )
    .expect("the answer");
    assert_eq!(told.reset_count, 60);
}

#[test]
fn a_question_that_is_stopped_half_way_says_so() {
    let desk = busy(300);
    let stopped = desk.run_cancelled_when(
        question(json!({ "since": "2026-08-01T00:00:00Z", "format": "rows" })),
        |event| matches!(event, Event::AuditRows { .. }),
    );
    assert_eq!(stopped.expect_err("stopped").code(), ErrorCode::Cancelled);
    let told = streamed(&desk.recorder.take()).0.len();
    assert!((20..=30).contains(&told), "what was read before is told: {told}");
}

#[test]
fn the_answer_says_for_which_time_the_log_was_complete() {
    let short = ask(&busy(400), json!({ "since": "2026-08-19T00:00:00Z" })).expect("the answer");
    assert_eq!(
        short.coverage.from,
        Some(short.from),
        "{}",
        short.coverage.explanation
    );
    assert!(
        short.coverage.to < Some(short.to),
        "the last minutes are still arriving"
    );
    assert_eq!(short.coverage.oldest_record, None, "there was no need to ask");

    let old = || {
        (1..=19)
            .map(|day| json!({ "at": format!("2026-08-{day:02}T10:00:00Z"), "kind": "sessionsRevoked", "by": DESK, "on": KIM }))
            .collect::<Vec<_>>()
    };
    let free = tenant(json!({ "premium": false, "auditLogNeedsPremium": false }), old());
    let told = ask(&free, json!({ "since": "2026-08-01T00:00:00Z" })).expect("the answer");
    assert_eq!(
        told.coverage.retention_days,
        Some(7),
        "{}",
        told.coverage.explanation
    );
    assert!(
        told.coverage.from <= told.coverage.oldest_record,
        "nothing within a week is gone"
    );
    assert!(
        told.notes
            .iter()
            .any(|note| note.code == NoteCode::AuditRetention)
    );

    let premium = tenant(json!({}), old());
    let told = ask(&premium, json!({ "since": "2026-07-01T00:00:00Z" })).expect("the answer");
    assert_eq!(
        told.coverage.retention_days, None,
        "nothing is 30 days old: the tenant may be young"
    );
    assert!(
        told.coverage.explanation.contains("unknown"),
        "{}",
        told.coverage.explanation
    );
}

#[test]
fn an_answer_that_is_cut_short_is_complete_only_from_the_cut() {
    let told = ask(&busy(300), json!({ "since": "2026-08-01T00:00:00Z", "limit": 7 })).expect("the answer");
    assert!(told.notes.iter().any(|note| note.code == NoteCode::LimitReached));
    assert!(told.coverage.from > Some(told.from));
    assert!(told.coverage.from <= told.entries.last().map(|entry| entry.at));
}

#[test]
fn whoever_is_no_longer_in_the_directory_is_still_told_of() {
    let desk = busy(4);
    let id = desk.simulator.user(NORA).expect("Nora").id;
    let fault = json!({ "path": "/users/*", "times": 1, "answer": { "vanishUser": true } });
    desk.simulator
        .add_faults(vec![serde_json::from_value(fault).expect("a fault")])
        .expect("it fits");
    desk.run(Request::GetUser {
        user: NORA.to_owned(),
    })
    .expect_err("Nora is deleted");
    let told = ask(&desk, json!({ "user": id, "since": "2026-08-01T00:00:00Z" })).expect("the answer");
    assert_eq!(told.resets.len(), 2);
    let (actor, target) = (&told.resets[0].actor, &told.resets[0].target);
    assert_eq!(
        (actor.label.as_str(), actor.in_directory),
        ("Desk Admin", Some(true))
    );
    assert_eq!(target.in_directory, Some(false));
    assert!(
        target.label.ends_with("(no longer in the directory)"),
        "{}",
        target.label
    );
    assert_eq!(target.id.as_deref(), Some(id.as_str()));
}

#[test]
fn an_application_is_found_by_its_name_and_by_either_id() {
    let scenario = json!({
        "applications": [
            { "name": "Night desk", "clientId": "6d0f4d3a-0000-4000-8000-000000000001", "secret": "s3cret-night",
              "permissions": ["User.Read.All", "AuditLog.Read.All", "Application.Read.All"] },
            { "name": "Other", "clientId": "6d0f4d3a-0000-4000-8000-000000000002", "secret": "s3cret-other" },
        ],
        "users": [{ "userPrincipalName": NORA }, { "userPrincipalName": KIM }],
        "audits": [
            { "at": "2026-08-19T10:00:00Z", "kind": "methodDeleted", "method": "phone", "on": NORA,
              "by": "6d0f4d3a-0000-4000-8000-000000000001" },
            { "at": "2026-08-19T11:00:00Z", "kind": "methodDeleted", "method": "phone", "on": KIM,
              "by": "6d0f4d3a-0000-4000-8000-000000000002" },
        ],
    });
    let desk = TestDesk::new(tenant_of(&scenario));
    let all = ask(&desk, json!({})).expect("the answer");
    let own = |entry: &&ResetByPerson| entry.actor.display_name.as_deref() == Some("Night desk");
    let principal = all.resets.iter().find(own).expect("its reset").actor.id.clone();
    for name in [
        Some("Night desk".to_owned()),
        principal,
        Some("6d0f4d3a-0000-4000-8000-000000000001".to_owned()),
    ] {
        let told = ask(&desk, json!({ "actor": name })).expect("the answer");
        assert_eq!(told.resets.len(), 1, "{name:?}");
        assert_eq!(told.resets[0].target.user_principal_name.as_deref(), Some(NORA));
    }
    let nobody = ask(&desk, json!({ "actor": "6d0f4d3a-0000-4000-8000-00000000000f" })).expect("the answer");
    assert!(nobody.resets.is_empty());
    assert!(
        nobody
            .notes
            .iter()
            .any(|note| note.code == NoteCode::ApplicationByIdOnly)
    );
}

#[test]
fn a_journal_marks_what_it_surely_tells_of_and_nothing_else() {
    let audits = vec![
        json!({ "at": "2026-08-19T10:00:02Z", "kind": "methodDeleted", "method": "phone", "by": DESK, "on": NORA }),
        json!({ "at": "2026-08-19T12:00:02Z", "kind": "methodDeleted", "method": "phone", "by": DESK, "on": NORA }),
        json!({ "at": "2026-08-19T12:00:09Z", "kind": "methodDeleted", "method": "email", "by": DESK, "on": NORA }),
        json!({ "at": "2026-08-19T14:00:02Z", "kind": "sessionsRevoked", "by": DESK, "on": NORA }),
        json!({ "at": "2026-08-19T14:00:02Z", "kind": "sessionsRevoked", "by": DESK, "on": KIM }),
    ];
    let desk = tenant(json!({}), audits);
    let (nora, actor) = (
        desk.simulator.user(NORA).expect("Nora").id,
        desk.simulator.user(DESK).expect("the desk").id,
    );
    let line = |at: &str, action: &str| {
        json!({ "at": at, "userId": nora, "actorId": actor, "action": action, "requestedBy": "anna@fabrikam.example",
                "ticket": "INC-1", "somethingElse": 1 })
    };
    // One line, and two records at its time: neither is surely the one.
    let journal = [
        line("2026-08-19T10:00:00Z", "deletedMethod"),
        line("2026-08-19T12:00:00Z", "deletedMethod"),
        line("2026-08-19T14:00:00Z", "revokedSessions"),
    ];
    for format in [None, Some("rows")] {
        let mut fields = json!({ "journal": journal });
        if let Some(format) = format {
            fields["format"] = json!(format);
        }
        desk.recorder.take();
        let told = ask(&desk, fields).expect("the answer");
        let entries = match format {
            Some(_) => streamed(&desk.recorder.take()).0,
            None => told.entries,
        };
        let origin = |at: &str, whom: &str| {
            let found = entries.iter().find(|entry| {
                entry.at.to_string().starts_with(at)
                    && entry.target.user_principal_name.as_deref() == Some(whom)
            });
            found.map(|entry| (entry.origin, entry.requested_by.as_deref()))
        };
        let anna = Some((Some(AuditOrigin::Journal), Some("anna@fabrikam.example")));
        let unknown = Some((Some(AuditOrigin::Unknown), None));
        assert_eq!(origin("2026-08-19T10:00:02", NORA), anna);
        assert_eq!(origin("2026-08-19T12:00:02", NORA), unknown);
        assert_eq!(origin("2026-08-19T12:00:09", NORA), unknown);
        assert_eq!(origin("2026-08-19T14:00:02", NORA), anna);
        assert_eq!(origin("2026-08-19T14:00:02", KIM), unknown);
    }
}

#[test]
fn roles_are_told_only_when_they_are_asked_for() {
    let desk = TestDesk::new(tenant_of(&json!({
        "applications": [{ "name": "Desk", "secret": "s3cret", "permissions":
            ["User.Read.All", "AuditLog.Read.All", "RoleManagement.ReadWrite.Directory"] }],
        "rules": { "auditDelayMs": 0 },
        "users": [{ "userPrincipalName": KIM, "displayName": "Kim Berg" }],
    })));
    let token = desk
        .simulator
        .issue_token(&TokenSpec::default())
        .expect("a token");
    let kim = desk.simulator.user(KIM).expect("Kim").id;
    let body = json!({ "principalId": kim, "roleDefinitionId": "c4e39bd9-1100-46d3-8c65-fb160da0071f", "directoryScopeId": "/" });
    let request = graph_sim::Request::new("POST", "/v1.0/roleManagement/directory/roleAssignments")
        .bearer(&token)
        .json(&body);
    drop(desk.simulator.handle(request));
    let without = ask(&desk, json!({})).expect("the answer");
    assert_eq!(without.entries, []);
    let told = ask(&desk, json!({ "includeRoleChanges": true })).expect("the answer");
    let granted: Vec<_> = told
        .entries
        .iter()
        .filter(|entry| entry.action == AuditAction::GrantedRole)
        .collect();
    assert_eq!(granted.len(), 1, "{:?}", told.entries);
    assert_eq!(granted[0].role.as_deref(), Some("Authentication Administrator"));
    assert_eq!(granted[0].target.label, "Kim Berg");
}

#[test]
fn the_text_of_an_answer_is_a_csv_file_that_calculates_nothing() {
    let desk = TestDesk::new(tenant_of(&json!({
        "users": [
            { "userPrincipalName": NORA, "displayName": "=HYPERLINK(\"https://evil.example\")",
              "methods": [{ "kind": "phone", "phoneNumber": "+47 90000017" }] },
            { "userPrincipalName": DESK, "displayName": "Desk \"D\" Admin", "roles": ["Authentication Administrator"] },
        ],
        "audits": [{ "at": "2026-08-19T10:00:00Z", "kind": "portalReregistration", "by": DESK, "on": NORA }],
    })));
    let told = ask(&desk, json!({ "format": "csv" })).expect("the answer");
    let text: String = desk
        .recorder
        .take()
        .into_iter()
        .filter_map(|event| match event {
            Event::Text { text } => Some(text),
            _ => None,
        })
        .collect();
    let lines: Vec<_> = text.lines().collect();
    assert_eq!((lines.len(), told.entry_count), (2, 1), "{text}");
    assert!(lines[0].starts_with("\"at\",\"action\","), "{text}");
    assert!(
        lines[1].contains("\"'=HYPERLINK(\"\"https://evil.example\"\")\""),
        "{text}"
    );
    assert!(
        lines[1].contains("\"Desk \"\"D\"\" Admin\"") && lines[1].contains("Phone.PhoneNumber: +47 ******"),
        "{text}"
    );
}

#[test]
fn questions_that_make_no_sense_are_refused_before_anything_is_sent() {
    let desk = busy(1);
    for (fields, field) in [
        (json!({ "format": "rows", "waitUpToMs": 5 }), "waitUpToMs"),
        (json!({ "limit": 0 }), "limit"),
        (json!({ "actor": " " }), "actor"),
        (
            json!({ "since": "2026-08-20T00:00:00Z", "until": "2026-08-19T00:00:00Z" }),
            "since",
        ),
    ] {
        let error = ask(&desk, fields).expect_err(field);
        assert_eq!(error.code(), ErrorCode::InvalidInput);
        assert!(error.message().starts_with(field), "{error}");
    }
    assert!(desk.simulator.log().is_empty());
}
