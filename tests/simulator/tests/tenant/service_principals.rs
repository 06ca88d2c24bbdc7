//! Service principals: an application looks up who it is and what it was granted.

use graph_sim::Simulator;
use serde_json::json;

use crate::tenant::*;

const CLIENT: &str = "50000000-0000-4000-8000-000000000001";
const GRAPH: &str = "00000003-0000-0000-c000-000000000000";

fn two_applications() -> Simulator {
    tenant(&json!({
        "applications": [
            { "name": "Desk", "clientId": CLIENT, "roles": ["Reports Reader"],
              "permissions": ["User.Read.All", "UserAuthMethod-TAP.ReadWrite.All", "Application.Read.All"] },
            { "name": "Other" }],
        "groups": [{ "displayName": "Robots", "members": ["Desk"] }] }))
}

#[test]
fn an_application_finds_itself_by_its_client_id() {
    let simulator = two_applications();
    let desk = desk(&simulator);
    let found = desk
        .get(&format!(
            "/v1.0/servicePrincipals?$filter=appId%20eq%20'{CLIENT}'"
        ))
        .json();
    assert_eq!(found["value"].as_array().unwrap().len(), 1);
    let own = &found["value"][0];
    assert_eq!(
        (&own["appId"], &own["displayName"]),
        (&json!(CLIENT), &json!("Desk"))
    );
    assert_eq!(own["servicePrincipalType"], "Application");
    let id = own["id"].as_str().unwrap();
    assert_eq!(
        desk.get(&format!("/v1.0/servicePrincipals/{id}")).json()["appId"],
        CLIENT
    );
    let by_key = desk
        .get(&format!(
            "/beta/servicePrincipals(appId='{CLIENT}')?$select=id,appId"
        ))
        .json();
    assert_eq!(
        (&by_key["id"], by_key.as_object().unwrap().len()),
        (&own["id"], 3)
    );
    let by_name = desk
        .get("/v1.0/servicePrincipals?$filter=startswith(displayName,'o')")
        .json();
    assert_eq!(by_name["value"][0]["displayName"], "Other");
    assert_eq!(
        desk.eventually("/v1.0/servicePrincipals/$count").json(),
        3,
        "Graph is one, too"
    );
    assert_eq!(desk.get("/v1.0/servicePrincipals(appId='x')").status, 404);
    assert_eq!(
        desk.get(&format!("/v1.0/servicePrincipals/{CLIENT}")).status,
        404,
        "the client id is no key"
    );
    let nobody = app(&simulator, &["User.Read.All"]);
    for url in [
        "/v1.0/servicePrincipals".to_owned(),
        format!("/v1.0/servicePrincipals/{id}"),
        format!("/v1.0/servicePrincipals/{id}/appRoleAssignments"),
        format!("/v1.0/servicePrincipals/{id}/memberOf"),
    ] {
        assert_eq!(code(&nobody.get(&url)), "Authorization_RequestDenied", "{url}");
    }
}

#[test]
fn what_was_granted_are_roles_of_graph() {
    let simulator = two_applications();
    let desk = desk(&simulator);
    let granted = desk
        .get(&format!(
            "/v1.0/servicePrincipals(appId='{CLIENT}')/appRoleAssignments"
        ))
        .json();
    let granted = granted["value"].as_array().unwrap();
    let graph = desk
        .get(&format!("/v1.0/servicePrincipals(appId='{GRAPH}')"))
        .json();
    assert_eq!(granted[0]["appRoleId"], "df021288-bdef-4463-88db-98f22de89214");
    let names: Vec<_> = granted
        .iter()
        .map(|grant| {
            assert_eq!(
                (&grant["resourceId"], &grant["principalType"]),
                (&graph["id"], &json!("ServicePrincipal"))
            );
            let mut roles = graph["appRoles"].as_array().unwrap().iter();
            roles
                .find(|role| role["id"] == grant["appRoleId"])
                .expect("a role of Graph")["value"]
                .clone()
        })
        .collect();
    assert_eq!(
        names,
        [
            "User.Read.All",
            "UserAuthMethod-TAP.ReadWrite.All",
            "Application.Read.All"
        ]
    );
}

#[test]
fn an_application_belongs_to_groups_and_holds_roles() {
    let simulator = two_applications();
    let desk = app(&simulator, &["Directory.Read.All"]);
    let id = simulator.state().groups[0].members[0].clone();
    let of = |relation: &str| {
        let body = desk
            .get(&format!("/v1.0/servicePrincipals/{id}/{relation}"))
            .json();
        let value = body["value"].as_array().unwrap().clone();
        value
            .iter()
            .map(|it| it["displayName"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(of("memberOf"), ["Robots", "Reports Reader"]);
    assert_eq!(
        of("transitiveMemberOf/microsoft.graph.directoryRole"),
        ["Reports Reader"]
    );
    let groups = desk.post(
        &format!("/v1.0/servicePrincipals/{id}/getMemberGroups"),
        &json!({}),
    );
    assert_eq!(groups.json()["value"], json!([simulator.state().groups[0].id]));
}
