//! Reading the audit log: every filter it offers and every one it refuses, pages of long logs, retention, and when
//! records appear.

use std::collections::BTreeSet;
use std::time::Duration;

use graph_sim::{Response, Simulator};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::tenant::*;

const DESK: &str = "a1d1a1d1-0000-4000-8000-000000000001";
const AUDITS: &str = "/v1.0/auditLogs/directoryAudits";

fn history() -> Simulator {
    tenant(&json!({
        "users": [
            { "id": NORA, "userPrincipalName": "nora.lind@fabrikam.example" },
            { "userPrincipalName": "sean@fabrikam.example" },
            { "id": DESK, "userPrincipalName": "desk@fabrikam.example", "roles": ["Authentication Administrator"] }],
        "audits": [
            { "at": "2026-08-20T08:00:00Z", "kind": "sessionsRevoked", "by": DESK, "on": "sean@fabrikam.example" },
            { "at": "2026-08-19T10:00:00Z", "kind": "methodDeleted", "method": "phone", "by": DESK, "on": NORA },
            { "at": "2026-08-19T11:00:00Z", "kind": "methodDeleted", "by": DESK, "on": NORA, "result": "failure" },
            { "at": "2026-08-18T10:00:00Z", "kind": "perUserMfaEnabled", "by": "sean@fabrikam.example", "on": NORA },
            { "at": "2026-07-25T10:00:00Z", "kind": "sessionsRevoked", "by": DESK, "on": NORA },
            { "at": "2026-07-01T10:00:00Z", "kind": "sessionsRevoked", "by": DESK, "on": NORA }]
    }))
}

fn ask(simulator: &Simulator, query: &str) -> Response {
    desk(simulator).get(&format!("{AUDITS}?{}", query.replace(' ', "%20")))
}

fn names(answer: &Response) -> Vec<String> {
    assert_eq!(answer.status, 200, "{}", message(answer));
    let body = answer.json();
    let value = body["value"].as_array().unwrap();
    value
        .iter()
        .map(|it| it["activityDisplayName"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn every_documented_filter_is_answered() {
    let simulator = history();
    let all = ask(&simulator, "");
    let body = all.json();
    let (newest, second) = (&body["value"][0], &body["value"][1]);
    assert_eq!(names(&all).len(), 6, "without what is older than a month");
    assert!(body["@microsoft.graph.tips"].is_string());
    let text = |record: &Value, name: &str| record[name].as_str().unwrap().to_owned();
    for (filter, expected) in [
        ("activityDateTime ge 2026-08-20T08:00:00Z".to_owned(), 1),
        ("activityDateTime gt 2026-08-20T08:00:00Z".into(), 0),
        ("activityDateTime eq 2026-08-20T08:00:00Z".into(), 1),
        ("activityDateTime le 2026-08-18T10:00:00Z".into(), 2),
        ("activityDateTime lt 2026-08-18T10:00:00Z".into(), 1),
        (
            "activityDateTime ge 2026-08-19 and activityDateTime le 2026-08-20".into(),
            3,
        ),
        ("activityDisplayName eq 'Admin deleted security info'".into(), 2),
        ("startswith(activityDisplayName,'Update')".into(), 3),
        ("category eq 'UserManagement'".into(), 6),
        ("loggedByService eq 'Authentication Methods'".into(), 2),
        (format!("correlationId eq '{}'", text(newest, "correlationId")), 1),
        (format!("id eq '{}'", text(second, "id")), 1),
        ("result eq 'failure'".into(), 1),
        ("operationType eq 'Delete'".into(), 2),
        ("startswith(operationType,'Up')".into(), 4),
        (format!("initiatedBy/user/id eq '{DESK}'"), 4),
        ("initiatedBy/user/displayName eq 'x'".into(), 0),
        (
            "initiatedBy/user/userPrincipalName eq 'sean@fabrikam.example'".into(),
            1,
        ),
        ("startsWith(initiatedBy/user/userPrincipalName,'desk')".into(), 4),
        ("initiatedBy/app/appId eq 'x'".into(), 0),
        (
            "initiatedBy/app/displayName eq 'Azure MFA StrongAuthenticationService'".into(),
            1,
        ),
        (format!("targetResources/any(t:t/id eq '{NORA}')"), 5),
        (
            format!("targetResources/any(t:t/id eq '{NORA}') and activityDateTime ge 2026-08-19"),
            3,
        ),
        (
            format!("initiatedBy/user/id eq '{DESK}' and targetResources/any(t:t/id eq '{NORA}')"),
            3,
        ),
        (
            "targetResources/any(t:startswith(t/userPrincipalName,'sean'))".into(),
            1,
        ),
        (
            "targetResources/any(t:t/userPrincipalName eq 'nora.lind@fabrikam.example')".into(),
            5,
        ),
        ("targetResources/any(t:t/displayName eq 'x')".into(), 0),
        ("targetResources/any(t:startswith(t/displayName,'x'))".into(), 0),
        (
            "(result eq 'failure' or result eq 'timeout') and category eq 'UserManagement'".into(),
            1,
        ),
    ] {
        let found = ask(&simulator, &format!("$filter={filter}"));
        assert_eq!(names(&found).len(), expected, "{filter}");
    }
}

#[test]
fn every_other_filter_is_refused() {
    let simulator = history();
    for filter in [
        "category ne 'UserManagement'",
        "not(category eq 'UserManagement')",
        "contains(activityDisplayName,'x')",
        "endswith(activityDisplayName,'x')",
        "startswith(category,'User')",
        "category in ('UserManagement','Other')",
        "result eq 'failure' or category eq 'UserManagement'",
        "resultReason eq 'x'",
        "startswith(initiatedBy/user/displayName,'x')",
        "targetResources/any(t:t/type eq 'User')",
        "targetResources/id eq 'x'",
        "activityDateTime ge '2026-08-20T08:00:00Z'",
        "activityDisplayName ge 'A'",
        "activityDisplayName eq null",
        "activityDisplayName eq",
    ] {
        let refused = ask(&simulator, &format!("$filter={filter}"));
        assert_eq!(
            (refused.status, code(&refused).as_str()),
            (400, "BadRequest"),
            "{filter}"
        );
    }
    for query in [
        "$top=1001",
        "$top=0",
        "$count=true",
        "$search=x",
        "$skip=1",
        "$expand=x",
        "$orderby=category",
    ] {
        assert_eq!(ask(&simulator, query).status, 400, "{query}");
    }
}

#[test]
fn records_come_in_the_order_of_time_and_by_selection() {
    let simulator = history();
    let dates = |query: &str| -> Vec<String> {
        let body = ask(&simulator, query).json();
        let value = body["value"].as_array().unwrap();
        value
            .iter()
            .map(|it| it["activityDateTime"].as_str().unwrap()[5..13].to_owned())
            .collect()
    };
    let newest_first = [
        "08-20T08", "08-19T11", "08-19T10", "08-19T10", "08-18T10", "07-25T10",
    ];
    let mut oldest_first = newest_first;
    oldest_first.reverse();
    assert_eq!(dates("$orderby=activityDateTime desc"), newest_first);
    assert_eq!(dates("$orderby=activityDateTime asc"), oldest_first);
    assert_eq!(dates("$orderby=activityDateTime"), oldest_first);
    let shown = ask(&simulator, "$top=1&$select=id,activityDisplayName").json();
    assert_eq!(shown["value"][0].as_object().unwrap().len(), 2);
    assert_eq!(shown.get("@microsoft.graph.tips"), None);
}

#[test]
fn the_log_forgets_after_days_that_the_licence_or_a_rule_tells() {
    let count = |rules: Value| {
        let mut events = Vec::new();
        for day in ["2026-08-19", "2026-08-12", "2026-07-22", "2026-06-01"] {
            events.push(json!({ "at": format!("{day}T08:59:59Z"), "kind": "sessionsRevoked", "by": NORA, "on": NORA }));
        }
        let simulator = tenant(&json!({ "rules": rules, "users": [{ "id": NORA }], "audits": events }));
        let visible = simulator.state().audits.iter().filter(|it| it.visible).count();
        assert_eq!(names(&ask(&simulator, "")).len(), visible);
        visible
    };
    assert_eq!(count(json!({})), 3);
    assert_eq!(
        count(json!({ "premium": false, "auditLogNeedsPremium": false })),
        1
    );
    assert_eq!(count(json!({ "auditRetentionDays": 1 })), 0);
    assert_eq!(count(json!({ "auditRetentionDays": 365 })), 4);

    let simulator = history();
    let id = ask(&simulator, "$orderby=activityDateTime&$top=1").json()["value"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(desk(&simulator).get(&format!("{AUDITS}/{id}")).status, 200);
    simulator.advance(Duration::from_secs(5 * 24 * 3600));
    assert_eq!(desk(&simulator).get(&format!("{AUDITS}/{id}")).status, 404);
}

#[test]
fn records_appear_at_different_times_and_always_the_same() {
    let revoked = || {
        let simulator = tenant(&json!({ "users": [{ "id": NORA }],
            "rules": { "auditDelayMs": 60_000, "auditDelaySpreadMs": 600_000 } }));
        for _ in 0..40 {
            desk(&simulator).post(&format!("/v1.0/users/{NORA}/revokeSignInSessions"), &json!({}));
        }
        let mut seen = Vec::new();
        for _ in 0..12 {
            simulator.advance(Duration::from_secs(60));
            seen.push(names(&ask(&simulator, "")).len());
        }
        seen
    };
    let seen = revoked();
    assert_eq!(seen, revoked(), "always the same");
    assert!(
        seen[0] >= 1 && seen[1] > 20 && seen[1] < 40,
        "most are early, some are late: {seen:?}"
    );
    assert_eq!(seen[10], 40, "nothing is later than delay and spread");
}

#[test]
fn the_directory_tells_which_software_changed_it() {
    let simulator = tenant(&json!({ "rules": { "auditDelayMs": 0 }, "users": [
        { "id": NORA, "methods": [{ "kind": "phone" }] }] }));
    let desk = desk(&simulator);
    let revoke = graph_sim::Request::new("POST", format!("/v1.0/users/{NORA}/revokeSignInSessions"));
    desk.send(revoke.header("User-Agent", "service-desk/1.0"));
    desk.delete(&methods("v1.0", &format!("phoneMethods/{MOBILE}")));
    simulator.advance(Duration::from_secs(5));
    let body = ask(&simulator, "$orderby=activityDateTime").json();
    let details: Vec<_> = body["value"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["additionalDetails"].clone())
        .collect();
    assert_eq!(
        details,
        [
            json!([{ "key": "User-Agent", "value": "service-desk/1.0" }]),
            json!([]),
            json!([])
        ]
    );
}

#[test]
fn exactly_one_initiator_is_told() {
    let simulator = tenant(&json!({ "rules": { "auditDelayMs": 0 }, "users": [
        { "id": NORA }, { "userPrincipalName": "boss@fabrikam.example", "roles": ["Global Administrator"] }] }));
    let revoke = format!("/v1.0/users/{NORA}/revokeSignInSessions");
    person(&simulator, "boss@fabrikam.example", &["User.RevokeSessions.All"]).post(&revoke, &json!({}));
    desk(&simulator).post(&revoke, &json!({}));
    let body = ask(&simulator, "$orderby=activityDateTime").json();
    let (by_person, by_app) = (&body["value"][0]["initiatedBy"], &body["value"][1]["initiatedBy"]);
    assert_eq!((&by_person["app"], &by_app["user"]), (&Value::Null, &Value::Null));
    let keys = |object: &Value| {
        object
            .as_object()
            .unwrap()
            .keys()
            .cloned()
            .collect::<BTreeSet<_>>()
    };
    let set = |names: &[&str]| names.iter().map(|&it| it.to_owned()).collect::<BTreeSet<_>>();
    assert_eq!(
        keys(&by_person["user"]),
        set(&[
            "id",
            "displayName",
            "userPrincipalName",
            "ipAddress",
            "userType",
            "homeTenantId",
            "homeTenantName"
        ])
    );
    assert_eq!(
        keys(&by_app["app"]),
        set(&[
            "appId",
            "displayName",
            "servicePrincipalId",
            "servicePrincipalName"
        ])
    );
    assert!(by_app["app"]["servicePrincipalId"].is_string() && by_app["app"]["appId"].is_null());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// Whatever the filter and the size of the pages, following the links gives what one page gives.
    #[test]
    fn pages_of_the_log_hold_every_record_once(
        minutes in prop::collection::vec((0i64..40_000, 0usize..3, 0usize..3), 1..60),
        top in 1usize..9,
        order in prop::sample::select(vec!["asc", "desc"]),
        filter in prop::sample::select(vec![
            "category eq 'UserManagement'".to_owned(),
            format!("targetResources/any(t:t/id eq '{NORA}')"),
            format!("initiatedBy/user/id eq '{DESK}' and activityDateTime ge 2026-08-01"),
            "activityDateTime le 2026-08-15 and activityDateTime ge 2026-08-01".to_owned(),
        ]),
    ) {
        let people = [NORA, DESK, "sean@fabrikam.example"];
        let start = time::macros::datetime!(2026-08-20 08:00 UTC);
        let events: Vec<_> = minutes.iter().map(|(minutes, by, on)| {
            let at = (start - time::Duration::minutes(*minutes)).format(&time::format_description::well_known::Rfc3339);
            json!({ "at": at.unwrap(), "kind": "methodDeleted", "by": people[*by], "on": people[*on] })
        }).collect();
        let simulator = tenant(&json!({ "audits": events, "users": [
            { "id": NORA }, { "id": DESK }, { "userPrincipalName": "sean@fabrikam.example" }] }));
        let query = format!("$filter={filter}&$orderby=activityDateTime {order}");
        let ids = |page: &Value| -> Vec<String> {
            page["value"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect()
        };
        let whole = ids(&ask(&simulator, &query).json());
        let mut page = ask(&simulator, &format!("{query}&$top={top}")).json();
        let mut followed = ids(&page);
        while let Some(next) = page["@odata.nextLink"].as_str() {
            page = desk(&simulator).get(next).json();
            followed.extend(ids(&page));
        }
        prop_assert_eq!(&followed, &whole);
        let every = simulator.state().audits;
        let expected = every.iter().filter(|it| it.visible).filter(|it| {
            let record = &it.record;
            let at = record["activityDateTime"].as_str().unwrap();
            match filter.as_str() {
                "category eq 'UserManagement'" => true,
                target if target.starts_with("target") => record["targetResources"][0]["id"] == NORA,
                by if by.starts_with("initiated") => record["initiatedBy"]["user"]["id"] == DESK && at >= "2026-08-01",
                _ => ("2026-08-01".."2026-08-15T00:00:00Z").contains(&at) || at == "2026-08-15T00:00:00Z",
            }
        }).count();
        prop_assert_eq!(whole.len(), expected);
    }
}
