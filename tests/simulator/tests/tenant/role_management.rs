//! Role definitions, granting roles and taking them away by each of the service's ways, and what is written down.

use graph_sim::Simulator;
use serde_json::{Value, json};

use crate::tenant::*;

const CHIEF: &str = "chief@fabrikam.example";
const CHIEF_ID: &str = "00000000-0000-4000-8000-000000000001";
const DESK: &str = "desk@fabrikam.example";
const UNIT: &str = "0c6d8e3a-51d0-4b1c-9f63-1e6f3f0b7c55";
const GROUP: &str = "00000000-0000-4000-8000-00000000000a";
const PLAIN_GROUP: &str = "00000000-0000-4000-8000-00000000000b";
const SCOPES: &[&str] = &["RoleManagement.ReadWrite.Directory", "Directory.Read.All"];

const GLOBAL: &str = "62e90394-69f5-4237-9190-012177145e10";
const AUTHENTICATION: &str = "c4e39bd9-1100-46d3-8c65-fb160da0071f";
const PRIVILEGED_AUTHENTICATION: &str = "7be44c8a-adaf-4e2a-84d6-ab2649e08a13";
const REPORTS_READER: &str = "4a5d8f65-41da-4de4-8968-e035b65339cf";

const DEFINITIONS: &str = "/v1.0/roleManagement/directory/roleDefinitions";
const ASSIGNMENTS: &str = "/v1.0/roleManagement/directory/roleAssignments";

fn office(rest: Value) -> Simulator {
    let mut scenario = json!({
        "rules": { "auditDelayMs": 0 },
        "users": [
            { "id": NORA, "userPrincipalName": "nora.lind@fabrikam.example", "displayName": "Nora Lind" },
            { "id": CHIEF_ID, "userPrincipalName": CHIEF, "roles": ["Global Administrator"] },
            { "userPrincipalName": DESK, "roles": ["Authentication Administrator"] }],
        "groups": [
            { "id": GROUP, "displayName": "Desk staff", "isAssignableToRole": true },
            { "id": PLAIN_GROUP, "displayName": "Everybody" }],
        "administrativeUnits": [{ "id": UNIT, "displayName": "Oslo" }] });
    for (section, value) in rest.as_object().expect("sections") {
        scenario[section] = value.clone();
    }
    tenant(&scenario)
}

fn chief(simulator: &Simulator) -> Caller<'_> {
    person(simulator, CHIEF, SCOPES)
}

fn wanted(role: &str, principal: &str, scope: &str) -> Value {
    json!({ "roleDefinitionId": role, "principalId": principal, "directoryScopeId": scope })
}

fn activities(simulator: &Simulator) -> Vec<String> {
    let audits = simulator.state().audits;
    let name =
        |audit: &graph_sim::AuditState| audit.record["activityDisplayName"].as_str().unwrap().to_owned();
    audits.iter().map(name).collect()
}

#[test]
fn a_definition_says_what_the_role_may_do() {
    let simulator = office(json!({}));
    let chief = chief(&simulator);
    let privileged = chief
        .get(&format!("{DEFINITIONS}/{PRIVILEGED_AUTHENTICATION}"))
        .json();
    let actions = privileged["rolePermissions"][0]["allowedResourceActions"]
        .as_array()
        .unwrap()
        .clone();
    assert!(actions.contains(&json!(
        "microsoft.directory/users/authenticationMethods/standard/read"
    )));
    assert!(actions.contains(&json!("microsoft.directory/users/authorizationInfo/update")));
    assert_eq!(actions.len(), 20);
    let plain = chief.get(&format!("{DEFINITIONS}/{AUTHENTICATION}")).json();
    let actions = plain["rolePermissions"][0]["allowedResourceActions"]
        .as_array()
        .unwrap()
        .clone();
    assert!(actions.contains(&json!(
        "microsoft.directory/users/authenticationMethods/standard/restrictedRead"
    )));
    assert!(!actions.contains(&json!("microsoft.directory/users/authorizationInfo/update")));
    assert_eq!(plain.get("isPrivileged"), None, "beta only");
    let beta = chief
        .get(&format!(
            "/beta/roleManagement/directory/roleDefinitions/{AUTHENTICATION}"
        ))
        .json();
    assert_eq!(beta["isPrivileged"], true);
}

#[test]
fn definitions_are_found_by_name_and_by_being_built_in() {
    let simulator = office(json!({ "customRoles": [
        { "displayName": "Key keeper", "allowedResourceActions": ["microsoft.directory/users/authenticationMethods/delete"] }] }));
    let chief = chief(&simulator);
    let named = chief
        .get(&format!(
            "{DEFINITIONS}?$filter=displayName eq 'Reports Reader'&$select=id"
        ))
        .json();
    assert_eq!(named["value"], json!([{ "id": REPORTS_READER }]));
    let own = chief
        .get(&format!("{DEFINITIONS}?$filter=isBuiltIn eq false"))
        .json();
    assert_eq!(own["value"][0]["displayName"], "Key keeper");
    assert_eq!(own["value"].as_array().unwrap().len(), 1);
    let refused = chief.get(&format!("{DEFINITIONS}?$filter=contains(displayName,'x')"));
    assert_eq!(refused.status, 400);
}

#[test]
fn a_role_of_the_tenants_own_lives_and_dies() {
    let simulator = office(json!({}));
    let chief = chief(&simulator);
    let body = json!({ "displayName": "Key keeper", "isEnabled": true, "rolePermissions": [
        { "allowedResourceActions": ["microsoft.directory/users/authenticationMethods/delete"] }] });
    let made = chief.post(DEFINITIONS, &body);
    assert_eq!(made.status, 201, "{made:?}");
    let made = made.json();
    assert_eq!(
        (&made["isBuiltIn"], &made["isEnabled"]),
        (&json!(false), &json!(true))
    );
    let path = format!("{DEFINITIONS}/{}", made["id"].as_str().unwrap());
    assert_eq!(chief.post(DEFINITIONS, &body).status, 400, "the name is taken");
    assert_eq!(
        chief
            .patch(&path, &json!({ "description": "Takes keys away" }))
            .status,
        204
    );
    assert_eq!(chief.get(&path).json()["description"], "Takes keys away");
    assert_eq!(
        chief
            .patch(&path, &json!({ "displayName": "Reports Reader" }))
            .status,
        400
    );

    let held = chief
        .post(ASSIGNMENTS, &wanted(made["id"].as_str().unwrap(), NORA, "/"))
        .json();
    assert_eq!(chief.delete(&path).status, 400, "somebody holds it");
    let assignment = format!("{ASSIGNMENTS}/{}", held["id"].as_str().unwrap());
    assert_eq!(chief.delete(&assignment).status, 204);
    assert_eq!(chief.delete(&path).status, 204);
    assert_eq!(chief.get(&path).status, 404);
    assert_eq!(
        activities(&simulator),
        [
            "Add role definition",
            "Update role definition",
            "Add role assignment to role definition",
            "Remove role assignment from role definition",
            "Delete role definition"
        ]
    );
}

#[test]
fn a_role_of_the_tenants_own_is_refused_where_it_makes_no_sense() {
    let simulator = office(json!({}));
    let chief = chief(&simulator);
    let actions = |actions: Value| json!({ "displayName": "Own", "rolePermissions": [{ "allowedResourceActions": actions }] });
    for body in [
        json!({ "displayName": "Own" }),
        json!({ "rolePermissions": [] }),
        actions(json!([])),
        actions(json!([7])),
        actions(json!(["microsoft.directory/cats/herd"])),
        actions(json!(["microsoft.office365.supportTickets/allEntities/allTasks"])),
        json!({ "displayName": " ", "rolePermissions": [] }),
    ] {
        let answer = chief.post(DEFINITIONS, &body);
        assert_eq!(
            (answer.status, code(&answer).as_str()),
            (400, "Request_BadRequest"),
            "{body}"
        );
    }
    let built_in = format!("{DEFINITIONS}/{REPORTS_READER}");
    assert_eq!(chief.patch(&built_in, &json!({ "description": "x" })).status, 400);
    assert_eq!(chief.delete(&built_in).status, 400);
    let free = office(json!({ "rules": { "premium": false } }));
    let body = actions(json!(["microsoft.directory/users/password/update"]));
    assert_eq!(
        self::chief(&free).post(DEFINITIONS, &body).status,
        400,
        "needs a licence"
    );
    assert!(activities(&simulator).is_empty());
}

#[test]
fn granting_a_role_makes_its_holder_act_from_the_next_token_on() {
    let simulator = office(json!({}));
    let chief = chief(&simulator);
    let before = person(
        &simulator,
        "nora.lind@fabrikam.example",
        &["UserAuthenticationMethod.Read.All"],
    );
    let granted = chief.post(ASSIGNMENTS, &wanted(AUTHENTICATION, NORA, "/"));
    assert_eq!(granted.status, 201);
    let granted = granted.json();
    assert_eq!(
        (&granted["directoryScopeId"], &granted["principalId"]),
        (&json!("/"), &json!(NORA))
    );
    let listed = chief.get(&format!(
        "{ASSIGNMENTS}?$filter=principalId eq '{NORA}' and roleDefinitionId eq '{AUTHENTICATION}'"
    ));
    assert_eq!(listed.json()["value"][0]["id"], granted["id"]);
    let desk = format!("/v1.0/users/{DESK}/authentication/methods");
    assert_eq!(before.get(&desk).status, 403, "the token is older than the role");
    let after = person(
        &simulator,
        "nora.lind@fabrikam.example",
        &["UserAuthenticationMethod.Read.All"],
    );
    assert_eq!(after.get(&desk).status, 200);
    assert_eq!(
        simulator.user(NORA).unwrap().roles,
        ["Authentication Administrator"]
    );

    let path = format!("{ASSIGNMENTS}/{}", granted["id"].as_str().unwrap());
    assert_eq!(chief.delete(&path).status, 204);
    assert_eq!(chief.delete(&path).status, 404);
    assert_eq!(after.get(&desk).status, 200, "the token still names the role");
    assert!(simulator.user(NORA).unwrap().roles.is_empty());
    assert_eq!(
        activities(&simulator),
        ["Add member to role", "Remove member from role"]
    );
    let record = &simulator.state().audits[0].record;
    assert_eq!(record["targetResources"][0]["id"], NORA);
    let changed = |name: &str| {
        let changes = record["targetResources"][0]["modifiedProperties"]
            .as_array()
            .unwrap();
        let found = changes.iter().find(|change| change["displayName"] == name);
        found.map(|change| change["newValue"].clone())
    };
    assert_eq!(
        changed("Role.DisplayName"),
        Some(json!("\"Authentication Administrator\""))
    );
    assert_eq!(
        changed("Role.TemplateId"),
        Some(json!(format!("\"{AUTHENTICATION}\"")))
    );
}

#[test]
fn what_cannot_be_granted_is_refused_in_the_services_words() {
    let unit = format!("/administrativeUnits/{UNIT}");
    let nowhere = "/administrativeUnits/00000000-0000-4000-8000-0000000000ff";
    let nobody = "00000000-0000-4000-8000-0000000000ff";
    let simulator = office(json!({}));
    let chief = chief(&simulator);
    for (body, status, words) in [
        (wanted(REPORTS_READER, NORA, &unit), 400, "single resource scope"),
        (
            wanted(AUTHENTICATION, PLAIN_GROUP, "/"),
            400,
            "isAssignableToRole",
        ),
        (wanted(AUTHENTICATION, nobody, "/"), 404, nobody),
        (wanted(nobody, NORA, "/"), 404, nobody),
        (wanted(AUTHENTICATION, NORA, nowhere), 404, "does not exist"),
        (
            wanted(AUTHENTICATION, NORA, "everywhere"),
            400,
            "directoryScopeId",
        ),
        (wanted(AUTHENTICATION, "nora", "/"), 400, "principalId"),
        (
            json!({ "roleDefinitionId": AUTHENTICATION, "principalId": NORA }),
            400,
            "directoryScopeId",
        ),
        (wanted(GLOBAL, CHIEF_ID, "/"), 400, "conflicting object"),
    ] {
        let answer = chief.post(ASSIGNMENTS, &body);
        let message = answer.json()["error"]["message"].as_str().unwrap().to_owned();
        assert_eq!(answer.status, status, "{body} {message}");
        assert!(message.contains(words), "{body} {message}");
    }
    assert!(activities(&simulator).is_empty(), "nothing was granted");
    assert_eq!(
        chief
            .post(ASSIGNMENTS, &wanted(AUTHENTICATION, NORA, &unit))
            .status,
        201
    );
    assert_eq!(
        chief.post(ASSIGNMENTS, &wanted(AUTHENTICATION, NORA, "/")).status,
        201,
        "another scope"
    );
    assert_eq!(
        chief
            .post(ASSIGNMENTS, &wanted(AUTHENTICATION, GROUP, "/"))
            .status,
        201
    );
    assert_eq!(activities(&simulator)[0], "Add scoped member to role");

    let strict = office(json!({ "rules": { "duplicateAssignment": "conflict" } }));
    let answer = self::chief(&strict).post(ASSIGNMENTS, &wanted(GLOBAL, CHIEF_ID, "/"));
    assert_eq!(
        (answer.status, code(&answer).as_str()),
        (409, "Request_MultipleObjectsWithSameKeyValue")
    );
}

#[test]
fn the_tenant_keeps_a_global_administrator() {
    let simulator = office(
        json!({ "roleAssignments": [{ "role": "Privileged Role Administrator", "principal": DESK }] }),
    );
    let of = |caller: &Caller<'_>, who: &str| {
        let list = caller
            .get(&format!("{ASSIGNMENTS}?$filter=principalId eq '{who}'"))
            .json();
        format!("{ASSIGNMENTS}/{}", list["value"][0]["id"].as_str().unwrap())
    };
    let chief = chief(&simulator);
    let path = of(&chief, CHIEF_ID);
    assert_eq!(chief.delete(&path).status, 400, "not oneself");
    let desk = person(&simulator, DESK, SCOPES);
    assert_eq!(desk.delete(&path).status, 400, "not the last one");
    assert_eq!(desk.post(ASSIGNMENTS, &wanted(GLOBAL, NORA, "/")).status, 201);
    assert_eq!(desk.delete(&path).status, 204);
}

#[test]
fn roles_are_granted_by_those_who_may() {
    let simulator = office(json!({}));
    let body = wanted(AUTHENTICATION, NORA, "/");
    let desk = person(&simulator, DESK, SCOPES);
    let refused = desk.post(ASSIGNMENTS, &body);
    assert_eq!(
        (refused.status, code(&refused).as_str()),
        (403, "Authorization_RequestDenied")
    );
    let reader = person(&simulator, CHIEF, &["RoleManagement.Read.Directory"]);
    assert_eq!(
        reader.post(ASSIGNMENTS, &body).status,
        403,
        "the token does not say so"
    );
    assert_eq!(reader.get(ASSIGNMENTS).status, 200);
    let nothing = person(&simulator, CHIEF, &["User.Read"]);
    assert_eq!(nothing.get(DEFINITIONS).status, 403);
    assert!(activities(&simulator).is_empty());
}

#[test]
fn directory_roles_exist_once_activated_and_lead_to_the_same_assignments() {
    let simulator = office(json!({}));
    let chief = chief(&simulator);
    let names = || {
        let roles = chief.get("/v1.0/directoryRoles").json();
        let mut names: Vec<_> = roles["value"]
            .as_array()
            .unwrap()
            .iter()
            .map(|role| role["displayName"].to_string())
            .collect();
        names.sort();
        names
    };
    assert_eq!(
        names(),
        ["\"Authentication Administrator\"", "\"Global Administrator\""]
    );
    let by_template = format!("/v1.0/directoryRoles(roleTemplateId='{REPORTS_READER}')");
    assert_eq!(chief.get(&by_template).status, 404, "nobody holds it");
    let activated = chief.post(
        "/v1.0/directoryRoles",
        &json!({ "roleTemplateId": REPORTS_READER }),
    );
    assert_eq!(activated.status, 201, "{activated:?}");
    assert_eq!(
        chief
            .post(
                "/v1.0/directoryRoles",
                &json!({ "roleTemplateId": REPORTS_READER })
            )
            .status,
        400
    );
    let id = chief.get(&by_template).json()["id"].as_str().unwrap().to_owned();
    assert_ne!(id, REPORTS_READER);

    let reference = json!({ "@odata.id": format!("https://graph.microsoft.com/v1.0/users/{NORA}") });
    let members = format!("/v1.0/directoryRoles/{id}/members");
    assert_eq!(chief.post(&format!("{members}/$ref"), &reference).status, 204);
    assert_eq!(
        chief.post(&format!("{members}/$ref"), &reference).status,
        400,
        "already there"
    );
    assert_eq!(chief.get(&members).json()["value"][0]["id"], NORA);
    assert_eq!(
        chief.get(&format!("{by_template}/members")).json()["value"][0]["id"],
        NORA
    );
    assert_eq!(simulator.user(NORA).unwrap().roles, ["Reports Reader"]);
    assert_eq!(chief.delete(&format!("{members}/{NORA}/$ref")).status, 204);
    assert_eq!(chief.delete(&format!("{members}/{NORA}/$ref")).status, 404);
    assert_eq!(chief.get(&by_template).status, 200, "it stays active");
    assert_eq!(
        activities(&simulator),
        ["Add member to role", "Remove member from role"]
    );
}

#[test]
fn scoped_members_name_the_role_by_its_object() {
    let simulator = office(json!({}));
    let chief = chief(&simulator);
    let path = format!("/v1.0/directory/administrativeUnits/{UNIT}/scopedRoleMembers");
    let body = |role: &str| json!({ "roleId": role, "roleMemberInfo": { "id": NORA } });
    assert_eq!(
        chief.post(&path, &body(AUTHENTICATION)).status,
        404,
        "the template's id is not the role's"
    );
    let role = chief
        .get(&format!(
            "/v1.0/directoryRoles(roleTemplateId='{AUTHENTICATION}')"
        ))
        .json();
    let role = role["id"].as_str().unwrap();
    let made = chief.post(&path, &body(role));
    assert_eq!(made.status, 201, "{made:?}");
    let made = made.json();
    assert_eq!(
        (
            &made["administrativeUnitId"],
            &made["roleMemberInfo"]["displayName"]
        ),
        (&json!(UNIT), &json!("Nora Lind"))
    );
    assert_eq!(chief.get(&path).json()["value"][0]["id"], made["id"]);
    for other in [
        format!("/v1.0/users/{NORA}/scopedRoleMemberOf"),
        format!("/v1.0/directoryRoles/{role}/scopedMembers"),
    ] {
        assert_eq!(chief.get(&other).json()["value"][0]["id"], made["id"], "{other}");
    }
    let memberships = chief.get(&format!(
        "/v1.0/users/{NORA}/memberOf/microsoft.graph.directoryRole"
    ));
    assert_eq!(
        memberships.json()["value"],
        json!([]),
        "scoped roles do not show there"
    );
    let one = format!("{path}/{}", made["id"].as_str().unwrap());
    assert_eq!(chief.get(&one).status, 200);
    assert_eq!(chief.delete(&one).status, 204);
    assert_eq!(chief.delete(&one).status, 404);
    assert_eq!(
        activities(&simulator),
        ["Add scoped member to role", "Remove scoped member from role"]
    );
}
