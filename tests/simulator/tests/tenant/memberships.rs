//! What people and applications belong to: groups, roles and units, direct and transitive, and objects by id.

use graph_sim::Response;
use serde_json::{Value, json};

use crate::groups::{ADMINS, CLUB, OLE, SALES, STAFF, company, names};
use crate::tenant::*;

fn ids(response: &Response) -> Vec<String> {
    assert_eq!(response.status, 200, "{}", message(response));
    let body = response.json();
    let value = body["value"].as_array().expect("a list");
    value.iter().map(|it| it.as_str().unwrap().to_owned()).collect()
}

#[test]
fn memberships_are_groups_roles_and_units() {
    let simulator = company();
    let desk = desk(&simulator);
    let of = |relation: &str| names(&desk.get(&format!("/v1.0/users/{NORA}/{relation}")));
    assert_eq!(
        of("memberOf"),
        ["Sales", "Admins", "Book club", "Reports Reader", "Oslo"]
    );
    assert_eq!(
        of("transitiveMemberOf"),
        [
            "Sales",
            "Admins",
            "Book club",
            "Staff",
            "Reports Reader",
            "Global Reader",
            "Oslo"
        ]
    );
    assert_eq!(of("memberOf/microsoft.graph.administrativeUnit"), ["Oslo"]);
    assert_eq!(
        of("transitiveMemberOf/microsoft.graph.directoryRole"),
        ["Reports Reader", "Global Reader"]
    );
    let assignable = format!(
        "/v1.0/users/{NORA}/transitiveMemberOf/microsoft.graph.group?$count=true&$filter=isAssignableToRole%20eq%20true"
    );
    assert_eq!(code(&desk.get(&assignable)), "Request_UnsupportedQuery");
    assert_eq!(names(&desk.eventually(&assignable)), ["Admins"]);
    assert_eq!(
        names(&desk.get("/v1.0/users/ole@fabrikam.example/transitiveMemberOf")),
        ["Staff"],
        "neither the unit of a group nor a role that could be activated"
    );
    assert_eq!(
        names(&desk.get(&format!("/v1.0/users/{OLE}/ownedObjects"))),
        ["Sales", "Admins"]
    );
    assert_eq!(
        names(&desk.get(&format!("/v1.0/users/{OLE}/ownedObjects/microsoft.graph.group"))),
        ["Sales", "Admins"]
    );
    assert!(
        names(&desk.get(&format!(
            "/v1.0/users/{OLE}/ownedObjects/microsoft.graph.application"
        )))
        .is_empty()
    );
}

#[test]
fn people_see_what_they_belong_to_themselves() {
    let simulator = company();
    let nora = person(&simulator, "nora.lind@fabrikam.example", &["User.Read"]);
    let roles =
        nora.get("/v1.0/me/memberOf/microsoft.graph.directoryRole?$select=displayName,roleTemplateId");
    assert_eq!(names(&roles), ["Reports Reader"]);
    let all = nora.get("/v1.0/me/memberOf?$select=id,displayName").json();
    assert_eq!(
        all["value"][0],
        json!({ "@odata.type": "#microsoft.graph.group", "id": SALES, "displayName": null }),
        "the permission reaches no groups"
    );
    assert_eq!(nora.get(&format!("/v1.0/users/{OLE}/memberOf")).status, 403);
    assert_eq!(nora.get(&format!("/v1.0/users/{OLE}/ownedObjects")).status, 403);
    assert_eq!(nora.get("/v1.0/me/ownedObjects").status, 200);
    let application = app(&simulator, &["User.Read.All"]);
    assert_eq!(
        application.get(&format!("/v1.0/users/{NORA}/memberOf")).status,
        403
    );
    assert_eq!(
        application
            .get(&format!("/v1.0/users/{NORA}/transitiveMemberOf"))
            .status,
        200
    );
}

#[test]
fn memberships_are_checked_and_listed_by_id() {
    let simulator = company();
    let nora = person(&simulator, "nora.lind@fabrikam.example", &["User.Read"]);
    let asked = json!({ "groupIds": [STAFF, ADMINS, OLE] });
    let checked = nora.post("/v1.0/me/checkMemberGroups", &asked);
    assert_eq!(ids(&checked), [STAFF, ADMINS]);
    assert!(
        checked.json()["@odata.context"]
            .as_str()
            .unwrap()
            .ends_with("$metadata#Collection(Edm.String)")
    );
    let desk = desk(&simulator);
    let of = |action: &str, body: &Value| desk.post(&format!("/v1.0/users/{NORA}/{action}"), body);
    assert_eq!(
        ids(&of("getMemberGroups", &json!({ "securityEnabledOnly": true }))),
        [SALES, ADMINS, STAFF]
    );
    assert_eq!(
        ids(&of("getMemberGroups", &json!({ "securityEnabledOnly": false }))),
        [SALES, ADMINS, CLUB, STAFF]
    );
    let objects = ids(&of("getMemberObjects", &json!({ "securityEnabledOnly": false })));
    assert_eq!(objects.len(), 7, "four groups, two roles, one unit");
    assert_eq!(
        ids(&of("checkMemberObjects", &json!({ "ids": objects }))),
        objects
    );
    assert_eq!(
        of("checkMemberGroups", &json!({ "groupIds": vec![STAFF; 21] })).status,
        400
    );
    assert_eq!(of("checkMemberGroups", &json!({})).status, 400);
    assert_eq!(of("checkMemberGroups", &json!({ "groupIds": ["x"] })).status, 400);
    assert_eq!(
        of("getMemberGroups", &json!({ "securityEnabledOnly": "yes" })).status,
        400
    );
    let log = simulator.log();
    assert!(
        log.iter().all(|entry| !entry.write && !entry.committed),
        "questions, not writes"
    );
}

#[test]
fn objects_of_every_kind_are_found_by_id() {
    let simulator = company();
    let desk = desk(&simulator);
    let unit = simulator.state().administrative_units[0].id.clone();
    let principal = desk
        .get("/v1.0/servicePrincipals?$filter=displayName%20eq%20'Desk'")
        .json()["value"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let all = json!({ "ids": [NORA, STAFF, unit, principal, "30000000-0000-4000-8000-000000000001"] });
    let found = desk.post("/v1.0/directoryObjects/getByIds", &all);
    assert_eq!(names(&found), ["Nora Lind", "Staff", "Oslo", "Desk"]);
    assert_eq!(found.json()["value"][0]["accountEnabled"], true);
    let typed = json!({ "ids": all["ids"], "types": ["group", "servicePrincipal"] });
    assert_eq!(
        names(&desk.post("/v1.0/directoryObjects/getByIds", &typed)),
        ["Staff", "Desk"]
    );
    let one = desk.get(&format!("/v1.0/directoryObjects/{STAFF}")).json();
    assert_eq!(one["@odata.type"], "#microsoft.graph.group");
    assert_eq!(one["displayName"], "Staff");
    assert_eq!(
        desk.get("/v1.0/directoryObjects/30000000-0000-4000-8000-000000000001")
            .status,
        404
    );
    let nobody = app(&simulator, &["Calendars.Read"]);
    assert_eq!(nobody.get(&format!("/v1.0/directoryObjects/{STAFF}")).status, 403);
}
