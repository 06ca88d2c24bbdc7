//! Roles: where they count, when they end, how they come through groups, and what a token knows of them.

use std::time::Duration;

use graph_sim::{Simulator, TokenSpec};
use serde_json::{Value, json};

use crate::tenant::*;

const DESK: &str = "desk@fabrikam.example";
const ALL: &[&str] = &[
    "UserAuthenticationMethod.ReadWrite.All",
    "User.RevokeSessions.All",
    "Policy.ReadWrite.AuthenticationMethod",
    "Policy.Read.All",
];

/// Nora with a key and a number, and somebody at the desk.
fn office(rest: Value) -> Simulator {
    let mut scenario = json!({ "users": [
        { "id": NORA, "userPrincipalName": "nora.lind@fabrikam.example", "displayName": "Nora Lind", "methods": [
            { "kind": "fido2", "id": "key" }, { "kind": "phone", "phoneNumber": "+47 90000017" }] },
        { "userPrincipalName": DESK }] });
    for (section, value) in rest.as_object().expect("sections") {
        scenario[section] = value.clone();
    }
    tenant(&scenario)
}

fn may_delete(simulator: &Simulator) -> bool {
    let desk = person(simulator, DESK, ALL);
    let answer = desk.delete(&methods("v1.0", "fido2Methods/key"));
    assert!(answer.status == 204 || code(&answer) == "accessDenied");
    answer.status == 204
}

#[test]
fn a_role_in_a_unit_reaches_its_direct_members_only() {
    for (members, reached) in [
        (json!(["nora.lind@fabrikam.example"]), true),
        (json!([DESK]), false),
        (json!(["Staff"]), false),
    ] {
        let simulator = office(json!({
            "groups": [{ "displayName": "Staff", "members": ["nora.lind@fabrikam.example"] }],
            "administrativeUnits": [{ "displayName": "Oslo", "members": members }],
            "roleAssignments": [
                { "role": "Authentication Administrator", "principal": DESK, "scope": "Oslo" }] }));
        let desk = person(&simulator, DESK, ALL);
        let seen = desk.get(&methods("v1.0", "methods"));
        assert_eq!(seen.status == 200, reached, "{members}");
        assert_eq!(
            desk.post(&format!("/v1.0/users/{NORA}/revokeSignInSessions"), &json!({}))
                .status
                == 200,
            reached
        );
        assert_eq!(may_delete(&simulator), reached, "{members}");
    }
}

#[test]
fn a_role_in_a_unit_reaches_no_administrator_of_any_kind() {
    for (held, scope, reached) in [
        ("Directory Readers", "/", false),
        ("Password Administrator", "Bergen", false),
        ("Password Administrator", "", true),
    ] {
        let mut assignments = vec![
            json!({ "role": "Privileged Authentication Administrator", "principal": DESK, "scope": "Oslo" }),
        ];
        if !scope.is_empty() {
            assignments.push(json!({ "role": held, "principal": NORA, "scope": scope }));
        }
        let simulator = office(json!({
            "administrativeUnits": [
                { "displayName": "Oslo", "members": [NORA] }, { "displayName": "Bergen" }],
            "roleAssignments": assignments }));
        assert_eq!(may_delete(&simulator), reached, "{held} in '{scope}'");
    }
}

#[test]
fn a_role_in_a_unit_protects_its_holder_where_the_rule_says_so() {
    for (protects, reached) in [(true, false), (false, true)] {
        let simulator = office(json!({
            "rules": { "scopedRolesProtect": protects },
            "administrativeUnits": [{ "displayName": "Oslo" }],
            "roleAssignments": [
                { "role": "Authentication Administrator", "principal": DESK },
                { "role": "Groups Administrator", "principal": NORA, "scope": "Oslo" }] }));
        assert_eq!(may_delete(&simulator), reached);
    }
}

#[test]
fn members_of_a_restricted_unit_are_out_of_reach_of_all_other_roles() {
    let restricted = |role: &str, scope: &str| {
        office(json!({
            "administrativeUnits": [
                { "displayName": "Executives", "isMemberManagementRestricted": true, "members": [NORA] },
                { "displayName": "Oslo", "members": [NORA] }],
            "roleAssignments": [{ "role": role, "principal": DESK, "scope": scope }] }))
    };
    for (role, scope, reached) in [
        ("Global Administrator", "/", false),
        ("Privileged Authentication Administrator", "/", false),
        ("Authentication Administrator", "Oslo", false),
        ("Authentication Administrator", "Executives", true),
    ] {
        assert_eq!(may_delete(&restricted(role, scope)), reached, "{role} in {scope}");
    }
    let simulator = restricted("Global Administrator", "/");
    let boss = person(&simulator, DESK, ALL);
    assert_eq!(
        boss.get(&methods("v1.0", "methods")).status,
        200,
        "reading is not restricted"
    );
    let refused = boss.post(&format!("/v1.0/users/{NORA}/revokeSignInSessions"), &json!({}));
    assert_eq!(code(&refused), "Authorization_RequestDenied");
    assert!(message(&refused).contains("restricted management administrative unit"));
    let patched = boss.patch(
        &methods("beta", "requirements"),
        &json!({ "perUserMfaState": "enabled" }),
    );
    assert_eq!(code(&patched), "accessDenied");
    let nora = person(
        &simulator,
        "nora.lind@fabrikam.example",
        &["UserAuthenticationMethod.ReadWrite"],
    );
    assert_eq!(
        nora.delete("/v1.0/me/authentication/fido2Methods/key").status,
        204,
        "what people do to themselves is not restricted"
    );
}

#[test]
fn a_restricted_unit_binds_applications_unless_they_hold_a_role_in_it() {
    let unit =
        json!([{ "displayName": "Executives", "isMemberManagementRestricted": true, "members": [NORA] }]);
    let role = json!([{ "role": "Authentication Administrator", "principal": "Service desk", "scope": "Executives" }]);
    for (rest, reached) in [
        (json!({ "administrativeUnits": unit }), false),
        (
            json!({ "administrativeUnits": unit, "roleAssignments": role }),
            true,
        ),
        (
            json!({ "administrativeUnits": unit, "rules": { "restrictedUnitsBindApplications": false } }),
            true,
        ),
    ] {
        let simulator = office(rest);
        let answer = desk(&simulator).delete(&methods("v1.0", "fido2Methods/key"));
        assert_eq!(answer.status == 204, reached);
    }
}

#[test]
fn a_custom_role_allows_what_it_lists_on_plain_users() {
    let simulator = |actions: Value, target: Value, reach: &str| {
        office(json!({
            "rules": { "customRoleReach": reach },
            "customRoles": [{ "displayName": "Key keeper", "allowedResourceActions": actions }],
            "roleAssignments": [{ "role": "Key keeper", "principal": DESK }, target] }))
    };
    const METHODS: &str = "microsoft.directory/users/authenticationMethods";
    let read = format!("{METHODS}/standard/read");
    let delete = format!("{METHODS}/delete");
    let other = json!({ "role": "Reports Reader", "principal": DESK });
    let admin = json!({ "role": "Directory Readers", "principal": NORA });
    let can = |actions: Value, target: &Value, reach| may_delete(&simulator(actions, target.clone(), reach));
    assert!(can(json!([delete]), &other, "plainUsers"));
    assert!(can(
        json!(["microsoft.directory/users/authenticationMethods/allTasks"]),
        &other,
        "plainUsers"
    ));
    assert!(!can(json!([read]), &other, "plainUsers"));
    assert!(!can(json!([delete]), &admin, "plainUsers"));
    assert!(can(json!([delete]), &admin, "everybody"));

    let simulator = simulator(
        json!([format!("{METHODS}/standard/restrictedRead")]),
        other,
        "plainUsers",
    );
    let desk = person(&simulator, DESK, ALL);
    let number = desk.get(&methods("v1.0", &format!("phoneMethods/{MOBILE}")));
    assert_eq!(number.json()["phoneNumber"], "+47 XXXXXX17");
    let pass = desk.post(&methods("v1.0", "temporaryAccessPassMethods"), &json!({}));
    assert_eq!(code(&pass), "accessDenied");
}

#[test]
fn a_role_through_a_group_counts_like_the_persons_own() {
    let simulator = office(json!({
        "groups": [{ "displayName": "Desk", "isAssignableToRole": true, "members": [DESK] }],
        "roleAssignments": [{ "role": "Authentication Administrator", "principal": "Desk" }] }));
    assert_eq!(
        simulator.user(DESK).unwrap().roles,
        ["Authentication Administrator"]
    );
    let application = desk(&simulator);
    let roles = |relation: &str| {
        let url = format!("/v1.0/users/{DESK}/{relation}/microsoft.graph.directoryRole");
        application.get(&url).json()["value"].as_array().unwrap().len()
    };
    assert_eq!((roles("memberOf"), roles("transitiveMemberOf")), (0, 1));
    let assignments = application.get("/v1.0/roleManagement/directory/roleAssignments?$expand=principal");
    let assignment = &assignments.json()["value"][0];
    assert_eq!(assignment["principal"]["@odata.type"], "#microsoft.graph.group");
    assert_eq!(assignment["principal"]["displayName"], "Desk");
    assert!(may_delete(&simulator));
}

#[test]
fn a_token_keeps_the_roles_it_was_issued_with() {
    let simulator = office(json!({ "roleAssignments": [
        { "role": "Authentication Administrator", "principal": DESK, "until": "2026-08-20T09:10:00Z" },
        { "role": "Global Reader", "principal": DESK, "from": "2026-08-20T09:10:00Z" }] }));
    let early = person(&simulator, DESK, ALL);
    assert_eq!(
        simulator.user(DESK).unwrap().roles,
        ["Authentication Administrator"]
    );
    simulator.advance(Duration::from_secs(600));
    assert_eq!(simulator.user(DESK).unwrap().roles, ["Global Reader"]);
    let late = person(&simulator, DESK, ALL);
    assert_eq!(
        code(&late.delete(&methods("v1.0", "fido2Methods/key"))),
        "accessDenied"
    );
    assert_eq!(
        late.get(&methods("v1.0", &format!("phoneMethods/{MOBILE}")))
            .json()["phoneNumber"],
        "+47 90000017"
    );
    assert_eq!(early.delete(&methods("v1.0", "fido2Methods/key")).status, 204);
    simulator.advance(Duration::from_secs(3600));
    assert_eq!(early.get(&methods("v1.0", "methods")).status, 401);
}

#[test]
fn a_role_in_a_unit_ends_at_once() {
    let simulator = office(json!({
        "administrativeUnits": [{ "displayName": "Oslo", "members": [NORA] }],
        "roleAssignments": [{ "role": "Authentication Administrator", "principal": DESK, "scope": "Oslo",
            "until": "2026-08-20T09:10:00Z" }] }));
    let desk = person(&simulator, DESK, ALL);
    assert_eq!(desk.get(&methods("v1.0", "methods")).status, 200);
    simulator.advance(Duration::from_secs(600));
    assert_eq!(code(&desk.get(&methods("v1.0", "methods"))), "accessDenied");
    let state = simulator.state();
    assert!(!state.role_assignments[0].current);
    let listed = crate::tenant::desk(&simulator).get("/v1.0/roleManagement/directory/roleAssignments");
    assert_eq!(listed.json()["value"], json!([]));
}

#[test]
fn eligibility_gives_nothing() {
    let simulator = office(json!({ "roleAssignments": [
        { "role": "Global Administrator", "principal": DESK, "eligible": true }] }));
    assert!(simulator.user(DESK).unwrap().roles.is_empty());
    assert!(simulator.state().role_assignments[0].eligible);
    assert!(!may_delete(&simulator));
    let listed = desk(&simulator).get("/v1.0/roleManagement/directory/roleAssignments");
    assert_eq!(listed.json()["value"], json!([]));
}

#[test]
fn assignments_of_one_principal_have_different_ids() {
    let simulator = office(json!({
        "administrativeUnits": [{ "displayName": "Oslo" }],
        "roleAssignments": [
            { "role": "User Administrator", "principal": DESK },
            { "role": "User Administrator", "principal": DESK, "scope": "Oslo" },
            { "role": "Helpdesk Administrator", "principal": "Service desk" }] }));
    let desk = desk(&simulator);
    let all = "/v1.0/roleManagement/directory/roleAssignments";
    let listed = desk.get(all).json()["value"].as_array().unwrap().clone();
    assert_eq!(listed.len(), 3);
    for assignment in &listed {
        let one = desk.get(&format!("{all}/{}", assignment["id"].as_str().unwrap()));
        assert_eq!(one.json()["directoryScopeId"], assignment["directoryScopeId"]);
        assert_eq!(one.json()["principalId"], assignment["principalId"]);
    }
    let unit = &simulator.state().administrative_units[0].id;
    let scope = format!("/administrativeUnits/{unit}");
    assert_eq!(listed[1]["directoryScopeId"], scope);
    let filtered = desk.get(&format!("{all}?$filter=directoryScopeId%20eq%20'{scope}'"));
    assert_eq!(filtered.json()["value"], json!([listed[1]]));
    assert_eq!(desk.get(&format!("{all}/nonsense")).status, 404);
}

#[test]
fn an_application_that_holds_a_role_has_it_in_its_token() {
    let simulator = tenant(&json!({ "applications": [{ "name": "Desk", "roles": ["Global Reader"] }] }));
    let token = simulator.issue_token(&TokenSpec::default()).unwrap();
    let claims = token.split('.').nth(1).unwrap();
    let claims = base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, claims).unwrap();
    let claims: Value = serde_json::from_slice(&claims).unwrap();
    assert_eq!(claims["wids"], json!(["f2ef992c-3afb-46b9-b7cf-a126ee74c451"]));
    let listed = simulator.state().role_assignments;
    assert_eq!(listed[0].principal_id, claims["oid"]);
}

#[test]
fn per_user_mfa_can_be_read_by_a_global_reader_and_changed_by_no_authentication_administrator() {
    for (role, read, write) in [
        ("Global Reader", true, false),
        ("Authentication Administrator", false, false),
        ("Privileged Authentication Administrator", false, false),
        ("Authentication Policy Administrator", true, true),
        ("Global Administrator", true, true),
    ] {
        let simulator = office(json!({ "roleAssignments": [{ "role": role, "principal": DESK }] }));
        let desk = person(&simulator, DESK, ALL);
        let url = methods("beta", "requirements");
        assert_eq!(desk.get(&url).status == 200, read, "{role} reads");
        let written = desk.patch(&url, &json!({ "perUserMfaState": "enabled" }));
        assert_eq!(written.status == 204, write, "{role} writes");
    }
}
