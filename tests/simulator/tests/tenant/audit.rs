//! The audit log: what is written, when it is seen, what can be asked.

use std::time::Duration;

use serde_json::{Value, json};

use crate::tenant::*;

fn log(simulator: &graph_sim::Simulator, query: &str) -> Vec<Value> {
    let url = format!("/v1.0/auditLogs/directoryAudits?{}", query.replace(' ', "%20"));
    let answer = desk(simulator).get(&url);
    assert_eq!(answer.status, 200, "{query}: {}", message(&answer));
    answer.json()["value"].as_array().unwrap().clone()
}

#[test]
fn a_deletion_leaves_two_records_after_a_while() {
    let simulator = with_nora(json!({ "methods": [{ "kind": "phone", "phoneNumber": "+47 90000017" }] }));
    let by = "nora.lind@fabrikam.example";
    desk(&simulator).delete(&methods("v1.0", &format!("phoneMethods/{MOBILE}")));
    assert!(log(&simulator, "").is_empty(), "not yet visible to {by}");
    assert_eq!(simulator.state().audits.len(), 2);
    simulator.advance(Duration::from_secs(63));
    let records = log(&simulator, "");
    let (shadow, record) = (&records[0], &records[1]);
    assert_eq!(record["activityDisplayName"], "Admin deleted security info");
    assert_eq!(record["resultReason"], "Admin deleted phone method for user");
    assert_eq!(record["loggedByService"], "Authentication Methods");
    assert_eq!(record["initiatedBy"]["app"]["displayName"], "Service desk");
    assert_eq!(record["initiatedBy"]["user"], Value::Null);
    assert_eq!(
        record["targetResources"][0]["modifiedProperties"][0],
        json!({ "displayName": "Phone.PhoneNumber", "oldValue": "+47 90000017", "newValue": "" })
    );
    assert_eq!(shadow["activityDisplayName"], "Update user");
    assert_eq!(
        shadow["initiatedBy"]["app"]["displayName"],
        "Azure MFA StrongAuthenticationService"
    );
    assert_ne!(shadow["correlationId"], record["correlationId"]);
    assert!(shadow["id"].as_str().unwrap().starts_with("Directory_"));
    let strong = &shadow["targetResources"][0]["modifiedProperties"][0];
    assert_eq!(strong["displayName"], "StrongAuthenticationMethod");
    assert_eq!(strong["newValue"], "[]");
    let one = format!(
        "/v1.0/auditLogs/directoryAudits/{}",
        record["id"].as_str().unwrap().replace(' ', "%20")
    );
    assert_eq!(
        desk(&simulator).get(&one).json()["correlationId"],
        record["correlationId"]
    );
}

#[test]
fn an_administrator_is_named() {
    let simulator = tenant(&json!({ "rules": { "auditDelayMs": 0 }, "users": [
        { "id": NORA, "userPrincipalName": "nora.lind@fabrikam.example" },
        { "userPrincipalName": "desk@fabrikam.example", "roles": ["Authentication Administrator"] }] }));
    let desk = person(&simulator, "desk@fabrikam.example", &["User.RevokeSessions.All"]);
    assert_eq!(
        desk.post(&format!("/v1.0/users/{NORA}/revokeSignInSessions"), &json!({}))
            .status,
        200
    );
    let records = log(
        &simulator,
        "$filter=initiatedBy/user/userPrincipalName eq 'desk@fabrikam.example'",
    );
    assert_eq!(records.len(), 1);
    assert_eq!(
        records[0]["activityDisplayName"],
        "Update StsRefreshTokenValidFrom Timestamp"
    );
    assert_eq!(
        records[0]["targetResources"][0]["modifiedProperties"][0]["newValue"],
        "[\"2026-08-20T09:00:00Z\"]"
    );
}

#[test]
fn earlier_days_are_on_record() {
    let simulator = tenant(&json!({
        "users": [{ "id": NORA }, { "userPrincipalName": "desk@fabrikam.example" }],
        "audits": [
            { "at": "2026-08-18T10:00:00Z", "kind": "portalReregistration", "by": "desk@fabrikam.example", "on": NORA },
            { "at": "2026-08-19T10:00:00Z", "kind": "methodRegistered", "method": "temporaryAccessPass",
              "by": "desk@fabrikam.example", "on": NORA }] }));
    let target =
        format!("targetResources/any(t:t/id eq '{NORA}') and loggedByService eq 'Authentication Methods'");
    let records = log(&simulator, &format!("$filter={target}"));
    assert_eq!(records.len(), 2);
    assert_eq!(
        records[0]["resultReason"], "Admin registered temporary access pass method for user",
        "newest first"
    );
    assert_eq!(
        records[1]["resultReason"],
        "Admin required re-registration of MFA authentication methods."
    );
    let since = format!("$filter={target} and activityDateTime ge 2026-08-19T00:00:00Z");
    assert_eq!(log(&simulator, &since).len(), 1);
    let either = "$filter=activityDisplayName eq 'Update user' or startswith(activityDisplayName,'Admin')";
    assert_eq!(log(&simulator, either).len(), 4);
    assert_eq!(
        log(&simulator, "$orderby=activityDateTime&$top=1")[0]["resultReason"],
        records[1]["resultReason"]
    );
}

#[test]
fn what_the_log_does_not_offer_is_refused() {
    let simulator = with_nora(json!({}));
    for query in [
        "$filter=category ne 'UserManagement'",
        "$filter=not(category eq 'UserManagement')",
        "$filter=contains(activityDisplayName,'x')",
        "$filter=category eq 'A' or result eq 'success'",
        "$top=1001",
        "$count=true",
        "$orderby=category",
    ] {
        let url = format!("/v1.0/auditLogs/directoryAudits?{}", query.replace(' ', "%20"));
        assert_eq!(desk(&simulator).get(&url).status, 400, "{query}");
    }
}

#[test]
fn a_tenant_without_licence_has_no_log() {
    let simulator = tenant(&json!({ "rules": { "premium": false } }));
    let refused = desk(&simulator).get("/v1.0/auditLogs/directoryAudits");
    assert_eq!(
        code(&refused),
        "Authentication_RequestFromNonPremiumTenantOrB2CTenant"
    );
}
