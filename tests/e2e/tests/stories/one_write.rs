//! What every operation that is one write promises, whatever it writes.

use graph_mfa::{ErrorCode, Result};
use graph_mfa_e2e::{NORA, request, tenant_of};
use graph_mfa_test_support::TestDesk;
use serde_json::{Value, json};

const KEY: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

fn desk() -> TestDesk {
    let scenario = json!({
        "users": [{ "userPrincipalName": NORA, "displayName": "Nora Lind", "methods": [
            { "kind": "hardwareOath", "device": { "serialNumber": "A1" } },
            { "kind": "hardwareOath", "device": { "serialNumber": "N1", "status": "assigned", "secretKey": KEY } },
        ] }],
        "hardwareTokens": [{ "serialNumber": "F1" }],
    });
    TestDesk::builder(tenant_of(&scenario))
        .configure(|config| config.protected_users.push(NORA.to_owned()))
        .build()
        .expect("a client")
}

fn writes() -> Vec<Value> {
    vec![
        json!({ "operation": "setPerUserState", "state": "enabled" }),
        json!({ "operation": "setPhone", "phoneType": "mobile", "number": "+47 90000017" }),
        json!({ "operation": "assignHardwareToken", "serialNumber": "F1" }),
        json!({ "operation": "activateHardwareToken", "serialNumber": "N1", "code": "384126" }),
        json!({ "operation": "deactivateHardwareToken", "serialNumber": "A1" }),
        json!({ "operation": "unassignHardwareToken", "serialNumber": "A1" }),
    ]
}

fn run(desk: &TestDesk, mut fields: Value, case: Option<Value>) -> Result<Value> {
    fields["user"] = NORA.into();
    if let Some(case) = case {
        fields["case"] = case;
    }
    desk.run(request(fields)).map(|response| json!(response))
}

#[test]
fn a_protected_person_is_not_written_unless_named_once_more_and_the_outcome_says_so() {
    for fields in writes() {
        let desk = desk();
        let error = run(&desk, fields.clone(), None).expect_err("protected");
        assert_eq!(error.code(), ErrorCode::Guarded, "{fields}");
        assert!(desk.simulator.log().iter().all(|entry| !entry.write));

        let outcome = run(&desk, fields.clone(), Some(json!({ "overrideGuard": NORA }))).expect("overridden");
        assert_eq!(outcome["outcome"], "done", "{outcome}");
        let notes = outcome["notes"].as_array().expect("notes");
        assert!(
            notes.iter().any(|note| note["code"] == "guardOverridden"),
            "{outcome}"
        );
        assert!(desk.simulator.log().iter().any(|entry| entry.write), "{fields}");
    }
}
