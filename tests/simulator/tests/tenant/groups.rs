//! Groups: lists, members, changes, and who is refused.

use std::time::Duration;

use graph_sim::{Request, Response, Simulator};
use serde_json::{Value, json};

use crate::tenant::*;

pub(crate) const STAFF: &str = "10000000-0000-4000-8000-000000000001";
pub(crate) const SALES: &str = "10000000-0000-4000-8000-000000000002";
pub(crate) const ADMINS: &str = "10000000-0000-4000-8000-000000000003";
pub(crate) const CLUB: &str = "10000000-0000-4000-8000-000000000004";
pub(crate) const OLE: &str = "20000000-0000-4000-8000-000000000001";
const KEEPER: &str = "keeper@fabrikam.example";

/// Sales is in Staff; Nora is in Sales and Admins, Ole in Staff and owner of Sales and Admins.
pub(crate) fn company() -> Simulator {
    tenant(&json!({
        "applications": [{ "name": "Desk", "permissions": [
            "User.Read.All", "Group.ReadWrite.All", "Directory.Read.All", "AuditLog.Read.All"] }],
        "users": [
            { "id": NORA, "userPrincipalName": "nora.lind@fabrikam.example", "displayName": "Nora Lind" },
            { "id": OLE, "userPrincipalName": "ole@fabrikam.example", "displayName": "Ole Berg" },
            { "userPrincipalName": KEEPER, "roles": ["Groups Administrator"] },
            { "userPrincipalName": "boss@fabrikam.example", "roles": ["Global Administrator"] }],
        "groups": [
            { "id": STAFF, "displayName": "Staff", "description": "All of Fabrikam",
              "members": ["ole@fabrikam.example", "Sales", "Desk"] },
            { "id": SALES, "displayName": "Sales", "members": [NORA], "owners": [OLE] },
            { "id": ADMINS, "displayName": "Admins", "isAssignableToRole": true, "members": [NORA],
              "owners": [OLE, "Desk"] },
            { "id": CLUB, "displayName": "Book club", "unified": true, "members": [NORA] }],
        "administrativeUnits": [{ "displayName": "Oslo", "members": [NORA, "Staff"] }],
        "roleAssignments": [
            { "role": "Global Reader", "principal": "Admins" },
            { "role": "Reports Reader", "principal": NORA },
            { "role": "Guest Inviter", "principal": OLE, "eligible": true }] }))
}

pub(crate) fn names(response: &Response) -> Vec<String> {
    assert_eq!(response.status, 200, "{}", message(response));
    let body = response.json();
    let value = body["value"].as_array().expect("a list");
    value
        .iter()
        .map(|it| it["displayName"].as_str().unwrap_or("?").to_owned())
        .collect()
}

fn encoded(text: &str) -> String {
    text.replace(' ', "%20")
}

#[test]
fn groups_are_listed_and_found() {
    let simulator = company();
    let desk = desk(&simulator);
    assert_eq!(
        names(&desk.get("/v1.0/groups")),
        ["Staff", "Sales", "Admins", "Book club"]
    );
    let sales = desk.get(&format!("/v1.0/groups/{SALES}")).json();
    assert_eq!(sales["displayName"], "Sales");
    assert_eq!(sales["groupTypes"], json!([]));
    assert_eq!(
        sales["@odata.context"],
        "https://graph.microsoft.com/v1.0/$metadata#groups/$entity"
    );
    let selected = desk
        .get(&format!(
            "/beta/groups/{CLUB}?$select=id,mail,groupTypes,mailEnabled,securityEnabled"
        ))
        .json();
    assert_eq!(
        selected,
        json!({
            "@odata.context": "https://graph.microsoft.com/beta/$metadata#groups(id,mail,groupTypes,mailEnabled,securityEnabled)/$entity",
            "id": CLUB, "mail": "bookclub@fabrikam.example", "groupTypes": ["Unified"],
            "mailEnabled": true, "securityEnabled": false })
    );
    assert_eq!(desk.eventually("/v1.0/groups/$count").json(), 4);
    assert_eq!(desk.get("/v1.0/groups?$select=shoeSize").status, 400);
    assert_eq!(desk.get("/v1.0/groups/Sales").status, 400);
    let absent = desk.get(&format!("/v1.0/groups/{NORA}"));
    assert_eq!(
        (absent.status, code(&absent).as_str()),
        (404, "Request_ResourceNotFound")
    );
}

#[test]
fn groups_are_filtered_searched_and_sorted() {
    let simulator = company();
    let desk = desk(&simulator);
    for (filter, expected) in [
        ("isAssignableToRole eq true", vec!["Admins"]),
        ("displayName eq 'sales'", vec!["Sales"]),
        (
            "startsWith(displayName,'s') and securityEnabled eq true",
            vec!["Staff", "Sales"],
        ),
        ("groupTypes/any(c:c eq 'Unified')", vec!["Book club"]),
        ("mailEnabled eq true", vec!["Book club"]),
    ] {
        let found = desk.get(&encoded(&format!("/v1.0/groups?$filter={filter}")));
        assert_eq!(names(&found), expected, "{filter}");
    }
    for (query, expected) in [
        (
            "$filter=isAssignableToRole ne true",
            vec!["Staff", "Sales", "Book club"],
        ),
        (
            "$filter=not(startsWith(displayName,'S'))",
            vec!["Admins", "Book club"],
        ),
        (
            "$filter=securityEnabled eq true&$orderby=displayName desc",
            vec!["Staff", "Sales", "Admins"],
        ),
        ("$filter=endsWith(mail,'fabrikam.example')", vec!["Book club"]),
    ] {
        let url = encoded(&format!("/v1.0/groups?{query}"));
        for refused in [
            desk.get(&url),
            desk.eventually(&url),
            desk.get(&format!("{url}&$count=true")),
        ] {
            assert_eq!(
                (refused.status, code(&refused).as_str()),
                (400, "Request_UnsupportedQuery"),
                "{query}"
            );
        }
        let found = desk.eventually(&format!("{url}&$count=true"));
        assert_eq!(names(&found), expected, "{query}");
        assert_eq!(found.json()["@odata.count"], expected.len());
    }
    let search = "/v1.0/groups?$search=%22description:fabrikam%22";
    assert_eq!(desk.get(search).status, 400);
    assert_eq!(names(&desk.eventually(search)), ["Staff"]);
    assert_eq!(
        names(&desk.get("/v1.0/groups?$orderby=displayName&$top=2")),
        ["Admins", "Book club"]
    );
    for bad in [
        "$filter=theme eq 'x'",
        "$filter=contains(displayName,'x')",
        "$orderby=mail",
        "$skip=1",
        "$filter=shoeSize eq 4",
    ] {
        assert_eq!(
            desk.get(&encoded(&format!("/v1.0/groups?{bad}"))).status,
            400,
            "{bad}"
        );
    }
}

#[test]
fn members_are_direct_and_transitive_members_are_all() {
    let simulator = company();
    let desk = desk(&simulator);
    let of = |relation: &str| names(&desk.get(&format!("/v1.0/groups/{STAFF}/{relation}")));
    assert_eq!(of("members"), ["Ole Berg", "Sales", "Desk"]);
    assert_eq!(
        of("transitiveMembers"),
        ["Ole Berg", "Sales", "Desk", "Nora Lind"]
    );
    assert_eq!(of("members/microsoft.graph.user"), ["Ole Berg"]);
    assert_eq!(of("transitiveMembers/graph.user"), ["Ole Berg", "Nora Lind"]);
    assert_eq!(of("members/microsoft.graph.device"), Vec::<String>::new());
    let members = desk.get(&format!("/v1.0/groups/{STAFF}/members")).json();
    let types: Vec<_> = members["value"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["@odata.type"].clone())
        .collect();
    assert_eq!(
        types,
        [
            "#microsoft.graph.user",
            "#microsoft.graph.group",
            "#microsoft.graph.servicePrincipal"
        ]
    );
    let people = desk
        .get(&format!("/v1.0/groups/{STAFF}/members/microsoft.graph.user"))
        .json();
    assert_eq!(people["value"][0].get("@odata.type"), None);
    assert!(
        people["@odata.context"]
            .as_str()
            .unwrap()
            .ends_with("$metadata#users")
    );
    let count = format!("/v1.0/groups/{STAFF}/transitiveMembers/microsoft.graph.user/$count");
    assert_eq!(code(&desk.get(&count)), "Request_BadRequest");
    assert_eq!(desk.eventually(&count).json(), 2);
    let owners = desk.get(&format!("/v1.0/groups/{ADMINS}/owners"));
    assert_eq!(names(&owners), ["Ole Berg", "Desk"]);
    let filtered =
        format!("/v1.0/groups/{STAFF}/members/microsoft.graph.user?$filter=startsWith(displayName,'o')");
    assert_eq!(code(&desk.get(&filtered)), "Request_UnsupportedQuery");
    assert_eq!(
        names(&desk.eventually(&format!("{filtered}&$count=true"))),
        ["Ole Berg"]
    );
}

#[test]
fn what_the_permissions_do_not_reach_is_named_by_its_id_alone() {
    let simulator = company();
    let reader = app(&simulator, &["GroupMember.Read.All"]);
    let members = reader
        .get(&format!("/v1.0/groups/{STAFF}/members?$select=id,displayName"))
        .json();
    assert_eq!(
        members["value"][0],
        json!({ "@odata.type": "#microsoft.graph.user", "id": OLE, "displayName": null })
    );
    assert_eq!(members["value"][1]["displayName"], "Sales");
    let basic = app(&simulator, &["GroupMember.Read.All", "User.ReadBasic.All"]);
    let members = basic.get(&format!("/v1.0/groups/{STAFF}/members")).json();
    assert_eq!(members["value"][0]["displayName"], "Ole Berg");
    assert_eq!(members["value"][0]["jobTitle"], Value::Null);
    let nobody = app(&simulator, &["User.Read.All"]);
    for url in [
        "/v1.0/groups".to_owned(),
        "/v1.0/groups/$count".to_owned(),
        format!("/v1.0/groups/{STAFF}"),
        format!("/v1.0/groups/{STAFF}/members"),
        format!("/v1.0/groups/{STAFF}/transitiveMembers"),
        format!("/v1.0/groups/{STAFF}/owners"),
    ] {
        let refused = nobody.eventually(&url);
        assert_eq!(
            (refused.status, code(&refused).as_str()),
            (403, "Authorization_RequestDenied"),
            "{url}"
        );
    }
}

#[test]
fn members_come_and_go_and_the_log_tells() {
    let simulator = company();
    let boss = person(
        &simulator,
        "boss@fabrikam.example",
        &["Group.ReadWrite.All", "AuditLog.Read.All"],
    );
    let reference =
        |id: &str| json!({ "@odata.id": format!("https://graph.microsoft.com/v1.0/directoryObjects/{id}") });
    let members = format!("/v1.0/groups/{SALES}/members");
    assert_eq!(boss.post(&format!("{members}/$ref"), &reference(OLE)).status, 204);
    let state = |place: usize| simulator.state().groups[place].members.clone();
    assert_eq!(state(1), [NORA, OLE]);
    let again = boss.post(&format!("{members}/$ref"), &reference(OLE));
    assert_eq!((again.status, code(&again).as_str()), (400, "Request_BadRequest"));
    assert!(message(&again).contains("already exist"));
    assert_eq!(boss.delete(&format!("{members}/{NORA}/$ref")).status, 204);
    assert_eq!(state(1), [OLE]);
    assert_eq!(boss.delete(&format!("{members}/{NORA}/$ref")).status, 404);
    assert_eq!(boss.delete(&format!("{members}/{OLE}/$ref")).status, 204);
    assert_eq!(boss.post(&format!("{members}/$ref"), &json!({})).status, 400);
    let unknown = boss.post(
        &format!("{members}/$ref"),
        &reference("30000000-0000-4000-8000-000000000001"),
    );
    assert_eq!(
        (unknown.status, code(&unknown).as_str()),
        (404, "Request_ResourceNotFound")
    );
    assert_eq!(
        boss.post(&format!("{members}/$ref"), &reference(SALES)).status,
        400,
        "itself"
    );
    let committed = simulator.log().iter().filter(|entry| entry.committed).count();
    assert_eq!(committed, 3);

    simulator.advance(Duration::from_secs(61));
    let audits = boss.get("/v1.0/auditLogs/directoryAudits").json();
    let mut told: Vec<_> = audits["value"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["activityDisplayName"].as_str().unwrap())
        .collect();
    told.sort_unstable();
    assert_eq!(
        told,
        [
            "Add member to group",
            "Remove member from group",
            "Remove member from group"
        ]
    );
    let filter = "$filter=activityDisplayName%20eq%20'Add%20member%20to%20group'";
    let added = boss
        .get(&format!("/v1.0/auditLogs/directoryAudits?{filter}"))
        .json()["value"][0]
        .clone();
    assert_eq!(added["category"], "GroupManagement");
    assert_eq!(
        added["initiatedBy"]["user"]["userPrincipalName"],
        "boss@fabrikam.example"
    );
    let targets = added["targetResources"].as_array().unwrap();
    assert_eq!(
        (&targets[0]["type"], &targets[0]["id"]),
        (&json!("User"), &json!(OLE))
    );
    assert_eq!(
        (&targets[1]["type"], &targets[1]["id"]),
        (&json!("Group"), &json!(SALES))
    );
    assert_eq!(
        targets[0]["modifiedProperties"][0],
        json!({ "displayName": "Group.ObjectID", "oldValue": "", "newValue": format!("\"{SALES}\"") })
    );
}

#[test]
fn members_are_changed_by_who_may() {
    let reference = json!({ "@odata.id": format!("https://graph.microsoft.com/v1.0/users/{OLE}") });
    let plain: &[&str] = &["GroupMember.ReadWrite.All"];
    let with_roles: &[&str] = &["GroupMember.ReadWrite.All", "RoleManagement.ReadWrite.Directory"];
    for (who, scopes, group, status) in [
        (KEEPER, plain, SALES, 204),
        (KEEPER, &["GroupMember.Read.All"], SALES, 403),
        ("nora.lind@fabrikam.example", plain, SALES, 403),
        ("ole@fabrikam.example", plain, SALES, 204),
        ("ole@fabrikam.example", plain, STAFF, 403),
        (KEEPER, with_roles, ADMINS, 403),
        ("boss@fabrikam.example", plain, ADMINS, 403),
        ("boss@fabrikam.example", with_roles, ADMINS, 204),
        ("ole@fabrikam.example", with_roles, ADMINS, 204),
    ] {
        let simulator = company();
        // Ole is in Staff already.
        let url = format!("/v1.0/groups/{group}/members/$ref");
        let answer = person(&simulator, who, scopes).post(&url, &reference);
        assert_eq!(answer.status, status, "{who} {scopes:?}: {}", message(&answer));
        if status == 403 {
            assert_eq!(code(&answer), "Authorization_RequestDenied");
        }
    }
    let simulator = company();
    let application = app(&simulator, plain);
    assert_eq!(
        application
            .post(&format!("/v1.0/groups/{SALES}/members/$ref"), &reference)
            .status,
        204
    );
    assert_eq!(
        application
            .post(&format!("/v1.0/groups/{ADMINS}/members/$ref"), &reference)
            .status,
        403
    );
    let nested = json!({ "@odata.id": format!("https://graph.microsoft.com/v1.0/groups/{ADMINS}") });
    assert_eq!(
        application
            .post(&format!("/v1.0/groups/{SALES}/members/$ref"), &nested)
            .status,
        400
    );
    let methods = application.send(Request::new("PUT", format!("/v1.0/groups/{SALES}/members/$ref")));
    assert_eq!(methods.status, 405);
}

#[test]
fn a_group_in_a_restricted_unit_is_changed_with_a_role_in_it_only() {
    let simulator = tenant(&json!({
        "users": [
            { "id": OLE, "userPrincipalName": "ole@fabrikam.example" },
            { "userPrincipalName": KEEPER },
            { "userPrincipalName": "boss@fabrikam.example", "roles": ["Global Administrator"] }],
        "groups": [{ "id": SALES, "displayName": "Sales", "owners": [OLE] }],
        "administrativeUnits": [
            { "displayName": "Executives", "isMemberManagementRestricted": true, "members": ["Sales"] }],
        "roleAssignments": [{ "role": "Groups Administrator", "principal": KEEPER, "scope": "Executives" }] }));
    let scopes = &["GroupMember.ReadWrite.All"];
    let url = format!("/v1.0/groups/{SALES}/members/$ref");
    let reference = json!({ "@odata.id": format!("https://graph.microsoft.com/v1.0/users/{OLE}") });
    for refused in [
        person(&simulator, "boss@fabrikam.example", scopes).post(&url, &reference),
        person(&simulator, "ole@fabrikam.example", scopes).post(&url, &reference),
        app(&simulator, scopes).post(&url, &reference),
    ] {
        assert_eq!(code(&refused), "Authorization_RequestDenied");
        assert!(message(&refused).contains("restricted management administrative unit"));
    }
    assert_eq!(
        person(&simulator, KEEPER, scopes).post(&url, &reference).status,
        204
    );
}

#[test]
fn long_lists_come_in_pages_that_bear_changes() {
    let people: Vec<Value> = (0..25)
        .map(|n| json!({ "userPrincipalName": format!("p{n:02}@fabrikam.example") }))
        .collect();
    let members: Vec<String> = (0..25).map(|n| format!("p{n:02}@fabrikam.example")).collect();
    let simulator = tenant(&json!({ "users": people,
        "groups": [{ "id": STAFF, "displayName": "Staff", "members": members }] }));
    let application = app(&simulator, &["User.Read.All", "Group.ReadWrite.All"]);
    let first = application.get(&format!(
        "/v1.0/groups/{STAFF}/members?$top=10&$select=id,displayName"
    ));
    assert_eq!(names(&first)[9], "p09");
    let next = first.json()["@odata.nextLink"].as_str().unwrap().to_owned();
    for place in [3, 10] {
        let member = &simulator.state().groups[0].members[place].clone();
        let gone = application.delete(&format!("/v1.0/groups/{STAFF}/members/{member}/$ref"));
        assert_eq!(gone.status, 204);
    }
    let second = application.get(&next);
    assert_eq!(names(&second).first().map(String::as_str), Some("p10"));
    assert!(!names(&second).contains(&"p11".to_owned()), "who left is gone");
}
