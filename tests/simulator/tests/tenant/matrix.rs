//! Who may act on whom: every cell of `tests/data/who-may-act-on-whom.json`, by requests.

use std::collections::BTreeMap;

use graph_sim::{Response, Simulator};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::tenant::*;

const ACTING: &str = "acting@fabrikam.example";
const TARGET: &str = "target@fabrikam.example";
const SCOPES: &[&str] = &[
    "UserAuthenticationMethod.ReadWrite.All",
    "User.RevokeSessions.All",
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    target: String,
    holds: Holds,
    cells: BTreeMap<String, Cell>,
}

#[derive(Default, Deserialize)]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
struct Holds {
    guest: bool,
    roles: Vec<String>,
    eligible_roles: Vec<String>,
    custom_role: bool,
    member_of_role_assignable_group: bool,
    owner_of_role_assignable_group: bool,
    group_roles: Vec<String>,
    restricted_unit_roles: Vec<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Cell {
    password_reset: bool,
    revoke_sessions: bool,
    authentication_methods: bool,
    temporary_access_pass: bool,
}

fn table() -> Vec<Row> {
    let rows: Vec<Row> = serde_json::from_str(include_str!("../../../data/who-may-act-on-whom.json"))
        .expect("the table is read");
    assert!(rows.len() >= 30 && rows.iter().all(|row| row.cells.len() == 6));
    rows
}

/// A tenant with the person of the row and one who acts.
fn tenant_of(row: &Row, acting: &str) -> Simulator {
    let holds = &row.holds;
    let mut roles = holds.roles.clone();
    if holds.custom_role {
        roles.push("Meter reader".into());
    }
    let people = |included: bool| if included { vec![TARGET] } else { Vec::new() };
    let assignment = |principal: &'static str, scope: &'static str, eligible: bool| move |role: &String| json!({ "role": role, "principal": principal, "scope": scope, "eligible": eligible });
    let assignments: Vec<Value> = holds
        .eligible_roles
        .iter()
        .map(assignment(TARGET, "/", true))
        .chain(holds.group_roles.iter().map(assignment("Admins", "/", false)))
        .chain(
            holds
                .restricted_unit_roles
                .iter()
                .map(assignment(TARGET, "Executives", false)),
        )
        .collect();
    tenant(&json!({
        "users": [
            { "userPrincipalName": ACTING, "roles": [acting] },
            { "userPrincipalName": TARGET, "roles": roles,
              "userType": if holds.guest { "Guest" } else { "Member" },
              "methods": [{ "kind": "fido2", "id": "key" }] }],
        "groups": [{ "displayName": "Admins", "isAssignableToRole": true,
            "members": people(holds.member_of_role_assignable_group),
            "owners": people(holds.owner_of_role_assignable_group) }],
        "administrativeUnits": [{ "displayName": "Executives", "isMemberManagementRestricted": true }],
        "customRoles": [{ "displayName": "Meter reader",
            "allowedResourceActions": ["microsoft.directory/applications/standard/read"] }],
        "roleAssignments": assignments }))
}

type Attempt = fn(&Caller<'_>) -> Response;

/// The operations, each with the answer when it is allowed and the code when it is not.
const OPERATIONS: [(&str, Attempt, u16, &str); 4] = [
    (
        "authenticationMethods",
        |caller| caller.delete(&format!("/v1.0/users/{TARGET}/authentication/fido2Methods/key")),
        204,
        "accessDenied",
    ),
    (
        "revokeSessions",
        |caller| caller.post(&format!("/v1.0/users/{TARGET}/revokeSignInSessions"), &json!({})),
        200,
        "Authorization_RequestDenied",
    ),
    (
        "temporaryAccessPass",
        |caller| {
            let url = format!("/v1.0/users/{TARGET}/authentication/temporaryAccessPassMethods");
            caller.post(&url, &json!({}))
        },
        201,
        "accessDenied",
    ),
    (
        "passwordReset",
        |caller| {
            let password = "28c10230-6103-485e-b985-444c60001490";
            let url = format!("/v1.0/users/{TARGET}/authentication/methods/{password}/resetPassword");
            caller.post(&url, &json!({}))
        },
        202,
        "accessDenied",
    ),
];

impl Cell {
    fn allows(&self, operation: &str) -> bool {
        match operation {
            "authenticationMethods" => self.authentication_methods,
            "revokeSessions" => self.revoke_sessions,
            "passwordReset" => self.password_reset,
            _ => self.temporary_access_pass,
        }
    }
}

#[test]
fn every_cell_of_the_table_is_as_expected() {
    let mut differing = Vec::new();
    for row in table() {
        for (acting, cell) in &row.cells {
            let simulator = tenant_of(&row, acting);
            let caller = person(&simulator, ACTING, SCOPES);
            for (operation, attempt, done, refused) in OPERATIONS {
                let answer = attempt(&caller);
                let expected = if cell.allows(operation) {
                    (done, String::new())
                } else {
                    (403, refused.to_owned())
                };
                let found = (
                    answer.status,
                    if answer.status < 300 {
                        String::new()
                    } else {
                        code(&answer)
                    },
                );
                if found != expected {
                    differing.push(format!(
                        "{acting} on {}: {operation} is {found:?} instead of {expected:?}",
                        row.target
                    ));
                }
            }
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

#[test]
fn the_table_does_not_bind_applications() {
    for row in table() {
        let simulator = tenant_of(&row, "Reports Reader");
        let application = app(&simulator, SCOPES);
        for (operation, attempt, done, _) in OPERATIONS {
            // No application resets passwords, whoever the target is (facts 2.4).
            let expected = if operation == "passwordReset" { 403 } else { done };
            assert_eq!(
                attempt(&application).status,
                expected,
                "{operation} on {}",
                row.target
            );
        }
    }
}

#[test]
fn a_role_without_the_scope_and_a_scope_without_the_role_are_not_enough() {
    let rows = table();
    let simulator = tenant_of(&rows[0], "Global Administrator");
    let unscoped = person(&simulator, ACTING, &["User.Read"]);
    let simulator = tenant_of(&rows[0], "Reports Reader");
    let powerless = person(&simulator, ACTING, SCOPES);
    for (operation, attempt, _, refused) in OPERATIONS {
        for caller in [&unscoped, &powerless] {
            let answer = attempt(caller);
            assert_eq!(
                (answer.status, code(&answer).as_str()),
                (403, refused),
                "{operation}"
            );
        }
    }
}

#[test]
fn eligible_roles_protect_where_the_rule_says_so() {
    let mut scenario = json!({
        "users": [
            { "userPrincipalName": ACTING, "roles": ["Authentication Administrator"] },
            { "userPrincipalName": TARGET, "methods": [{ "kind": "fido2", "id": "key" }] }],
        "roleAssignments": [{ "role": "Security Reader", "principal": TARGET, "eligible": true }] });
    let (_, delete, done, _) = OPERATIONS[0];
    for (protects, status) in [(true, 403), (false, done)] {
        scenario["rules"] = json!({ "eligibleRolesProtect": protects });
        let simulator = tenant(&scenario);
        assert_eq!(
            delete(&person(&simulator, ACTING, SCOPES)).status,
            status,
            "{protects}"
        );
    }
}
