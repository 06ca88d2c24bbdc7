//! What holds for every operation alike, told over one table: one request of each, which one tenant can answer.
//!
//! A new operation belongs into the table: a test sees to it.

mod busy;
mod refused;
mod stopped;

use graph_mfa::api::{PermissionKind, QuickRequest, QuickResponse, Request};
use graph_mfa_e2e::{NORA, tenant_of};
use graph_mfa_test_support::{MemoryStore, TestDesk, TestDeskBuilder};
use graph_sim::Simulator;
use serde_json::{Value, json};

/// Has a pass, and hardware tokens in every state.
const OLA: &str = "ola.berg@fabrikam.example";
/// Holds a role.
const BEN: &str = "ben.ode@fabrikam.example";
/// Holds none.
const UMA: &str = "uma.dahl@fabrikam.example";
const ROLE: &str = "Authentication Administrator";
/// The key of a token that shows [`CODE`] when the tenant's time begins.
const KEY: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const CODE: &str = "384126";

/// Operations that change nothing.
const READING: [&str; 14] = [
    "findUsers",
    "getUser",
    "listMethods",
    "listRoles",
    "listRoleAssignments",
    "listAdministrativeUnits",
    "planReset",
    "preflight",
    "getPass",
    "getPerUserState",
    "listHardwareTokens",
    "whoReset",
    "registrationReport",
    "planRun",
];
/// Operations that tell beforehand what others would meet.
const FORETELLING: [&str; 3] = ["planReset", "preflight", "planRun"];
/// Signing in asks no tenant; the stories of signing in tell what goes wrong with it.
const NO_TENANT: [&str; 1] = ["checkSignIn"];
/// These take the journal of a run that went before, and the last two ask no tenant; the stories of runs tell what goes
/// wrong with them.
const OF_JOURNALS: [&str; 3] = ["resumeRun", "verifyJournal", "exportProof"];

/// An operation, asked for.
#[derive(Clone, Debug)]
struct Asked(Value);

impl Asked {
    fn name(&self) -> &str {
        self.0["operation"].as_str().expect("a name")
    }

    /// Its name, and of a run what it does for each person.
    fn operations(&self) -> Vec<&str> {
        let each = self.0.pointer("/each/operation").and_then(Value::as_str);
        [self.name()].into_iter().chain(each).collect()
    }

    fn request(&self) -> Request {
        graph_mfa_e2e::request(self.0.clone())
    }

    /// The same of somebody else; nothing where no person is named.
    fn of(&self, somebody: &str) -> Option<Self> {
        let mut asked = self.0.clone();
        if asked.get("users").is_some() {
            asked["users"] = json!([somebody]);
        } else if asked.get("user").is_some() {
            asked["user"] = somebody.into();
        } else if asked.get("input").is_some() {
            asked["input"]["people"] = json!([{ "user": somebody }]);
        } else {
            return None;
        }
        Some(Self(asked))
    }

    /// Whether it changes something.
    fn writes(&self) -> bool {
        !READING.contains(&self.name())
    }
}

fn every_operation() -> Vec<Asked> {
    let run = |operation: &str| {
        json!({
            "operation": operation,
            "input": { "from": "people", "people": [{ "user": NORA }] },
            "each": { "operation": "reset" },
            "case": { "requestedBy": "Ada, service desk" },
            "file": "run.jsonl",
        })
    };
    let asked = [
        json!({ "operation": "findUsers", "text": "lind" }),
        json!({ "operation": "getUser", "user": NORA }),
        json!({ "operation": "listMethods", "user": NORA }),
        json!({ "operation": "listRoles" }),
        json!({ "operation": "listRoleAssignments", "user": BEN }),
        json!({ "operation": "listAdministrativeUnits" }),
        json!({ "operation": "grantRole", "role": ROLE, "users": [NORA] }),
        json!({ "operation": "revokeRole", "role": ROLE, "users": [BEN] }),
        json!({ "operation": "initializeApplication", "name": "Night work", "operations": ["listMethods"] }),
        json!({ "operation": "planReset", "user": NORA }),
        json!({ "operation": "preflight", "users": [NORA] }),
        json!({ "operation": "reset", "user": NORA }),
        json!({ "operation": "rescue", "user": NORA }),
        json!({ "operation": "removeMethod", "user": NORA, "kind": "phone" }),
        json!({ "operation": "issuePass", "user": NORA }),
        json!({ "operation": "getPass", "user": OLA }),
        json!({ "operation": "removePass", "user": OLA }),
        json!({ "operation": "revokeSessions", "user": NORA }),
        json!({ "operation": "getPerUserState", "user": NORA }),
        json!({ "operation": "setPerUserState", "user": NORA, "state": "enabled" }),
        json!({ "operation": "setPhone", "user": NORA, "phoneType": "office", "number": "+47 22000017" }),
        json!({ "operation": "listHardwareTokens", "user": OLA }),
        json!({ "operation": "assignHardwareToken", "user": NORA, "serialNumber": "F1" }),
        json!({ "operation": "activateHardwareToken", "user": OLA, "serialNumber": "N1", "code": CODE }),
        json!({ "operation": "deactivateHardwareToken", "user": OLA, "serialNumber": "A1" }),
        json!({ "operation": "unassignHardwareToken", "user": OLA, "serialNumber": "A1" }),
        json!({ "operation": "whoReset", "user": NORA }),
        json!({ "operation": "registrationReport" }),
        run("planRun"),
        run("startRun"),
    ];
    asked.map(Asked).to_vec()
}

/// The tenant in which all of this is possible, for an application with these permissions.
fn tenant(permissions: &[String], faults: &Value) -> TestDeskBuilder {
    TestDesk::builder(tenant_of(&json!({
        "applications": [{ "name": "Desk", "secret": "secret-of-the-desk", "permissions": permissions }],
        "faults": faults,
        // Pauses may take their time: the code of a token stays the right one.
        "rules": { "verificationCodeDrift": 100 },
        "users": [
            { "userPrincipalName": NORA, "displayName": "Nora Lind",
              "methods": [{ "kind": "phone" }, { "kind": "microsoftAuthenticator" }] },
            { "userPrincipalName": OLA, "displayName": "Ola Berg", "methods": [
                { "kind": "temporaryAccessPass" },
                { "kind": "hardwareOath", "device": { "serialNumber": "A1", "secretKey": KEY } },
                { "kind": "hardwareOath", "device": { "serialNumber": "N1", "status": "assigned", "secretKey": KEY } },
            ] },
            { "userPrincipalName": BEN, "displayName": "Ben Ode", "roles": [ROLE] },
            { "userPrincipalName": UMA, "displayName": "Uma Dahl" },
        ],
        "hardwareTokens": [{ "serialNumber": "F1", "secretKey": KEY }],
    })))
    .host(|builder| builder.store(MemoryStore::default()))
}

/// The same, and nothing is missing.
fn desk(faults: &Value) -> TestDesk {
    tenant(&least(&["all"]), faults).build().expect("a client")
}

/// What operations need, as the product tells whoever sets up an application.
fn needs(operations: &[&str]) -> QuickResponse {
    let question = QuickRequest::Permissions {
        operations: operations.iter().map(|name| (*name).to_owned()).collect(),
        kind: Some(PermissionKind::Application),
    };
    graph_mfa::quick(question).expect("operations")
}

/// The least permissions of operations, or of `all`.
fn least(operations: &[&str]) -> Vec<String> {
    match needs(operations) {
        QuickResponse::Permissions { least, .. } => least,
        other => panic!("no permissions: {other:?}"),
    }
}

/// How many writes took effect in the tenant.
fn writes(tenant: &Simulator) -> usize {
    tenant.log().iter().filter(|entry| entry.committed).count()
}

#[test]
fn the_table_has_every_operation_that_asks_the_tenant() {
    let table = every_operation();
    for name in Request::OPERATIONS {
        let told = table.iter().any(|asked| asked.name() == *name);
        assert_ne!(
            told,
            NO_TENANT.contains(name) || OF_JOURNALS.contains(name),
            "{name}"
        );
    }
}

#[test]
fn every_operation_does_its_work_with_the_least_permissions_that_are_told_for_it() {
    for asked in every_operation() {
        let desk = tenant(&least(&asked.operations()), &json!([]))
            .build()
            .expect("a client");
        let answer = desk.run(asked.request());
        assert!(answer.is_ok(), "{asked:?}: {answer:?}");
        assert_eq!(writes(&desk.simulator) > 0, asked.writes(), "{asked:?}");
    }
}
