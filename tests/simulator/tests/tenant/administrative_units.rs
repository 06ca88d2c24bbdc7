//! Administrative units: lists, members, hidden ones, and who changes them.

use std::time::Duration;

use graph_sim::{Response, Simulator};
use serde_json::{Value, json};

use crate::tenant::*;

const OSLO: &str = "40000000-0000-4000-8000-000000000001";
const SECRET: &str = "40000000-0000-4000-8000-000000000002";
const EXECUTIVES: &str = "40000000-0000-4000-8000-000000000003";
const RULED: &str = "40000000-0000-4000-8000-000000000004";
const READ: &[&str] = &[
    "AdministrativeUnit.Read.All",
    "User.Read.All",
    "GroupMember.Read.All",
];
const WRITE: &[&str] = &["AdministrativeUnit.ReadWrite.All", "AuditLog.Read.All"];

fn company() -> Simulator {
    tenant(&json!({
        "users": [
            { "id": NORA, "userPrincipalName": "nora.lind@fabrikam.example", "displayName": "Nora Lind" },
            { "userPrincipalName": "ole@fabrikam.example", "displayName": "Ole Berg" },
            { "userPrincipalName": "roles@fabrikam.example", "roles": ["Privileged Role Administrator"] },
            { "userPrincipalName": "users@fabrikam.example", "roles": ["User Administrator"] },
            { "userPrincipalName": "boss@fabrikam.example", "roles": ["Global Administrator"] }],
        "groups": [{ "displayName": "Staff", "members": ["ole@fabrikam.example"] },
                   { "displayName": "Club", "unified": true }],
        "administrativeUnits": [
            { "id": OSLO, "displayName": "Oslo office", "description": "Everybody at the fjord",
              "members": [NORA, "Staff"] },
            { "id": SECRET, "displayName": "Secret", "visibility": "HiddenMembership", "members": [NORA] },
            { "id": EXECUTIVES, "displayName": "Executives", "isMemberManagementRestricted": true },
            { "id": RULED, "displayName": "Sales", "membershipType": "Dynamic",
              "membershipRule": "(user.department -eq \"Sales\")", "members": [NORA] }],
        "roleAssignments": [
            { "role": "User Administrator", "principal": "users@fabrikam.example", "scope": "Oslo office" }] }))
}

fn names(response: &Response) -> Vec<String> {
    assert_eq!(response.status, 200, "{}", message(response));
    let body = response.json();
    let value = body["value"].as_array().expect("a list");
    value
        .iter()
        .map(|it| it["displayName"].as_str().unwrap_or("?").to_owned())
        .collect()
}

fn unit(id: &str, below: &str) -> String {
    format!("/v1.0/directory/administrativeUnits/{id}{below}")
}

#[test]
fn units_are_listed_and_found() {
    let simulator = company();
    let reader = app(&simulator, READ);
    let all = "/v1.0/directory/administrativeUnits";
    assert_eq!(
        names(&reader.get(all)),
        ["Oslo office", "Secret", "Executives", "Sales"]
    );
    for (filter, expected) in [
        ("displayName%20eq%20'oslo%20office'", "Oslo office"),
        ("isMemberManagementRestricted%20eq%20true", "Executives"),
        ("membershipType%20eq%20'Dynamic'", "Sales"),
    ] {
        assert_eq!(names(&reader.get(&format!("{all}?$filter={filter}"))), [expected]);
    }
    let search = format!("{all}?$search=%22displayName:office%22");
    assert_eq!(code(&reader.get(&search)), "Request_UnsupportedQuery");
    assert_eq!(names(&reader.eventually(&search)), ["Oslo office"]);
    assert_eq!(names(&reader.get(&format!("{all}?$top=1"))), ["Oslo office"]);
    assert_eq!(reader.eventually(&format!("{all}/$count")).json(), 4);
    assert_eq!(
        reader.get(&unit(RULED, "")).json(),
        json!({
            "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#directory/administrativeUnits/$entity",
            "id": RULED, "deletedDateTime": null, "displayName": "Sales", "description": null,
            "isMemberManagementRestricted": false, "visibility": null, "membershipType": "Dynamic",
            "membershipRule": "(user.department -eq \"Sales\")", "membershipRuleProcessingState": "On" })
    );
    assert_eq!(reader.get(&unit(NORA, "")).status, 404);
    let nobody = app(&simulator, &["User.Read.All"]);
    for url in [all.to_owned(), unit(OSLO, ""), unit(OSLO, "/members")] {
        assert_eq!(code(&nobody.get(&url)), "Authorization_RequestDenied", "{url}");
    }
}

#[test]
fn members_are_the_direct_ones() {
    let simulator = company();
    let reader = app(&simulator, READ);
    assert_eq!(
        names(&reader.get(&unit(OSLO, "/members"))),
        ["Nora Lind", "Staff"]
    );
    assert_eq!(
        names(&reader.get(&unit(OSLO, "/members/microsoft.graph.user"))),
        ["Nora Lind"]
    );
    assert_eq!(
        names(&reader.get(&unit(OSLO, "/members/microsoft.graph.group"))),
        ["Staff"]
    );
    assert_eq!(reader.eventually(&unit(OSLO, "/members/$count")).json(), 2);
    assert_eq!(
        code(&reader.get(&unit(OSLO, "/members/$count"))),
        "Request_BadRequest"
    );
    let of = format!("/v1.0/users/{NORA}/transitiveMemberOf/microsoft.graph.administrativeUnit");
    assert_eq!(names(&reader.get(&of)), ["Oslo office", "Sales"]);
}

#[test]
fn hidden_members_are_shown_to_members_and_to_a_permission_of_its_own() {
    let simulator = company();
    let url = unit(SECRET, "/members");
    assert_eq!(
        code(&app(&simulator, READ).get(&url)),
        "Authorization_RequestDenied"
    );
    assert_eq!(
        app(&simulator, READ).get(&unit(SECRET, "")).status,
        200,
        "the unit itself is seen"
    );
    let permitted = app(&simulator, &[READ, &["Member.Read.Hidden"]].concat());
    assert_eq!(names(&permitted.get(&url)), ["Nora Lind"]);
    let nora = person(&simulator, "nora.lind@fabrikam.example", READ);
    assert_eq!(names(&nora.get(&url)), ["Nora Lind"]);
    let of = format!("/v1.0/users/{NORA}/transitiveMemberOf/microsoft.graph.administrativeUnit");
    assert_eq!(names(&permitted.get(&of)), ["Oslo office", "Secret", "Sales"]);
    assert_eq!(
        names(&nora.get("/v1.0/me/memberOf/microsoft.graph.administrativeUnit")),
        ["Oslo office", "Secret", "Sales"]
    );
}

#[test]
fn members_are_changed_by_role_administrators_and_the_log_tells() {
    let simulator = company();
    let ole = simulator.user("ole@fabrikam.example").unwrap().id;
    let reference = json!({ "@odata.id": format!("https://graph.microsoft.com/v1.0/users/{ole}") });
    let add =
        |who: &str, id: &str| person(&simulator, who, WRITE).post(&unit(id, "/members/$ref"), &reference);
    assert_eq!(
        code(&add("users@fabrikam.example", OSLO)),
        "Authorization_RequestDenied"
    );
    assert_eq!(add("roles@fabrikam.example", OSLO).status, 204);
    assert_eq!(
        add("roles@fabrikam.example", OSLO).status,
        400,
        "is in it already"
    );
    assert_eq!(
        add("boss@fabrikam.example", EXECUTIVES).status,
        204,
        "the unit itself is not restricted"
    );
    assert_eq!(code(&add("boss@fabrikam.example", RULED)), "Request_BadRequest");
    let unpermitted = person(&simulator, "boss@fabrikam.example", READ);
    assert_eq!(
        unpermitted.post(&unit(OSLO, "/members/$ref"), &reference).status,
        403
    );
    let application = app(&simulator, WRITE);
    let gone = application.delete(&unit(EXECUTIVES, &format!("/members/{ole}/$ref")));
    assert_eq!(gone.status, 204);
    assert_eq!(
        application
            .delete(&unit(EXECUTIVES, &format!("/members/{ole}/$ref")))
            .status,
        404
    );
    let principal = json!({ "@odata.id": application_id(&simulator) });
    assert_eq!(
        application.post(&unit(OSLO, "/members/$ref"), &principal).status,
        400
    );
    let club = &simulator.state().groups[1].id;
    let club = json!({ "@odata.id": format!("https://graph.microsoft.com/v1.0/groups/{club}") });
    assert_eq!(
        application.post(&unit(EXECUTIVES, "/members/$ref"), &club).status,
        400
    );
    assert_eq!(application.post(&unit(OSLO, "/members/$ref"), &club).status, 204);

    simulator.advance(Duration::from_secs(61));
    let audits = application.get("/v1.0/auditLogs/directoryAudits").json();
    let mut told: Vec<_> = audits["value"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            (
                it["activityDisplayName"].as_str().unwrap(),
                it["category"].as_str().unwrap(),
            )
        })
        .collect();
    told.sort_unstable();
    assert_eq!(
        told,
        [
            ("Add member to administrative unit", "AdministrativeUnit"),
            ("Add member to administrative unit", "AdministrativeUnit"),
            (
                "Add member to restricted management administrative unit",
                "AdministrativeUnit"
            ),
            (
                "Remove member from restricted management administrative unit",
                "AdministrativeUnit"
            ),
        ]
    );
}

fn application_id(simulator: &Simulator) -> String {
    let found = app(simulator, &["Application.Read.All"])
        .get("/v1.0/servicePrincipals")
        .json();
    let id = found["value"][0]["id"].as_str().unwrap().to_owned();
    format!("https://graph.microsoft.com/v1.0/servicePrincipals/{id}")
}

#[test]
fn whoever_joins_a_unit_comes_within_reach_of_its_administrators() {
    let simulator = company();
    let desk = person(&simulator, "users@fabrikam.example", &["User.RevokeSessions.All"]);
    let boss = person(&simulator, "boss@fabrikam.example", WRITE);
    // The administrator of users holds the role in the whole tenant, too; a restricted unit keeps it away.
    let revoke = || {
        desk.post(
            "/v1.0/users/ole@fabrikam.example/revokeSignInSessions",
            &json!({}),
        )
        .status
    };
    assert_eq!(revoke(), 200);
    let ole = simulator.user("ole@fabrikam.example").unwrap().id;
    let reference: Value = json!({ "@odata.id": format!("https://graph.microsoft.com/v1.0/users/{ole}") });
    assert_eq!(
        boss.post(&unit(EXECUTIVES, "/members/$ref"), &reference).status,
        204
    );
    assert_eq!(revoke(), 403);
    assert_eq!(
        boss.delete(&unit(EXECUTIVES, &format!("/members/{ole}/$ref")))
            .status,
        204
    );
    assert_eq!(revoke(), 200);
}
