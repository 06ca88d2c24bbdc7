//! Registering applications, bringing them into the tenant, granting them permissions: who may, in which order, and how late
//! the directory learns of it.

use std::time::Duration;

use graph_sim::{Simulator, TokenSpec};
use serde_json::{Value, json};

use crate::tenant::*;

const OWN: [&str; 2] = ["Application.ReadWrite.All", "AppRoleAssignment.ReadWrite.All"];
const READ_USERS: &str = "df021288-bdef-4463-88db-98f22de89214";

fn graph(caller: &Caller<'_>) -> Value {
    let found = caller.get("/v1.0/servicePrincipals(appId='00000003-0000-0000-c000-000000000000')");
    found.json()["id"].clone()
}

/// Registers one; its body.
fn register(caller: &Caller<'_>, name: &str) -> Value {
    let answer = caller.post(
        "/v1.0/applications",
        &json!({ "displayName": name, "tags": ["mine"] }),
    );
    assert_eq!(answer.status, 201, "{answer:?}");
    answer.json()
}

#[test]
fn an_application_holds_what_it_was_granted_and_its_tokens_say_so() {
    let simulator = with_nora(json!({}));
    let setup = app(&simulator, &OWN);
    let made = register(&setup, "Night");
    let admitted = setup.post("/v1.0/servicePrincipals", &json!({ "appId": made["appId"] }));
    assert_eq!(admitted.status, 201, "{admitted:?}");
    let id = admitted.json()["id"].as_str().unwrap().to_owned();
    let assignments = format!("/v1.0/servicePrincipals/{id}/appRoleAssignments");
    let body = json!({ "principalId": id, "resourceId": graph(&setup), "appRoleId": READ_USERS });
    let granted = setup.post(&assignments, &body);
    assert_eq!(
        (granted.status, &granted.json()["appRoleId"]),
        (201, &json!(READ_USERS))
    );
    assert_eq!(
        setup.get(&assignments).json()["value"].as_array().unwrap().len(),
        1
    );

    let spec = TokenSpec {
        client_id: made["appId"].as_str().map(str::to_owned),
        ..TokenSpec::default()
    };
    let night = caller(&simulator, &spec);
    assert_eq!(night.get(&format!("/v1.0/users/{NORA}")).status, 200);
    assert_eq!(
        code(&night.get("/v1.0/applications")),
        "Authorization_RequestDenied"
    );

    // A second time everything is refused.
    let again = setup.post(&assignments, &body);
    assert!(message(&again).contains("already exists"), "{again:?}");
    let again = setup.post("/v1.0/servicePrincipals", &json!({ "appId": made["appId"] }));
    assert_eq!(again.status, 409);
    let unknown = json!({ "principalId": id, "resourceId": graph(&setup), "appRoleId": NORA });
    assert_eq!(setup.post(&assignments, &unknown).status, 400);
}

#[test]
fn a_change_keeps_what_it_does_not_name() {
    let simulator = with_nora(json!({}));
    let setup = app(&simulator, &OWN);
    let made = register(&setup, "Night");
    let url = format!("/v1.0/applications/{}", made["id"].as_str().unwrap());
    assert_eq!(
        setup
            .patch(&url, &json!({ "isFallbackPublicClient": true }))
            .status,
        204
    );
    let shown = setup.get(&url).json();
    assert_eq!(
        (
            &shown["displayName"],
            &shown["tags"],
            &shown["isFallbackPublicClient"]
        ),
        (&json!("Night"), &json!(["mine"]), &json!(true))
    );
    let broken = setup.patch(
        &url,
        &json!({ "keyCredentials": [{ "type": "AsymmetricX509Cert", "usage": "Verify", "key": "MAA=" }] }),
    );
    assert_eq!(
        (broken.status, message(&broken).as_str()),
        (400, "Key credential is invalid.")
    );
    let found = setup
        .get("/v1.0/applications?$filter=displayName%20eq%20'Night'")
        .json();
    assert_eq!(found["value"][0]["id"], made["id"]);
}

fn administrator<'s>(simulator: &'s Simulator, upn: &str) -> Caller<'s> {
    person(simulator, upn, &OWN)
}

#[test]
fn people_need_the_role_for_each_part() {
    let simulator = tenant(&json!({ "users": [
        { "userPrincipalName": "registrar@fabrikam.example", "roles": ["Cloud Application Administrator"] },
        { "userPrincipalName": "granter@fabrikam.example", "roles": ["Privileged Role Administrator"] },
    ] }));
    let registrar = administrator(&simulator, "registrar@fabrikam.example");
    let granter = administrator(&simulator, "granter@fabrikam.example");
    let refused = granter.post("/v1.0/applications", &json!({ "displayName": "Night" }));
    assert_eq!(code(&refused), "Authorization_RequestDenied");
    let made = register(&registrar, "Night");
    let admitted = registrar.post("/v1.0/servicePrincipals", &json!({ "appId": made["appId"] }));
    let id = admitted.json()["id"].as_str().unwrap().to_owned();
    let body = json!({ "principalId": id, "resourceId": graph(&granter), "appRoleId": READ_USERS });
    let assignments = format!("/v1.0/servicePrincipals/{id}/appRoleAssignments");
    assert_eq!(
        code(&registrar.post(&assignments, &body)),
        "Authorization_RequestDenied"
    );
    assert_eq!(granter.post(&assignments, &body).status, 201);
}

#[test]
fn what_is_new_is_unknown_for_a_while() {
    let simulator = tenant(&json!({ "rules": { "newApplicationLagMs": 5000 } }));
    let setup = app(&simulator, &OWN);
    let made = register(&setup, "Night");
    let url = format!("/v1.0/applications/{}", made["id"].as_str().unwrap());
    let body = json!({ "appId": made["appId"] });
    assert_eq!(setup.get(&url).status, 404);
    assert_eq!(setup.post("/v1.0/servicePrincipals", &body).status, 400);
    simulator.advance(Duration::from_secs(5));
    assert_eq!(setup.get(&url).status, 200);
    let admitted = setup.post("/v1.0/servicePrincipals", &body);
    let id = admitted.json()["id"].as_str().unwrap().to_owned();
    let assignments = format!("/v1.0/servicePrincipals/{id}/appRoleAssignments");
    let grant = json!({ "principalId": id, "resourceId": graph(&setup), "appRoleId": READ_USERS });
    assert_eq!(setup.post(&assignments, &grant).status, 404);
    simulator.advance(Duration::from_secs(5));
    assert_eq!(setup.post(&assignments, &grant).status, 201);
}
