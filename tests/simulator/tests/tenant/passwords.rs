//! Resetting passwords: who may, what comes back, and the operation that is left.

use std::time::Duration;

use graph_sim::Simulator;
use serde_json::{Value, json};

use crate::tenant::*;

const PASSWORD: &str = "28c10230-6103-485e-b985-444c60001490";
const ALL: &[&str] = &["UserAuthenticationMethod.ReadWrite.All"];

fn staff() -> Simulator {
    tenant(&json!({ "users": [
        { "id": NORA, "userPrincipalName": "nora@fabrikam.example" },
        { "userPrincipalName": "synced@fabrikam.example", "onPremisesSyncEnabled": true },
        { "userPrincipalName": "ann_x.example#EXT#@fabrikam.example" },
        { "userPrincipalName": "boss@fabrikam.example", "roles": ["Global Administrator"] },
        { "userPrincipalName": "chief@fabrikam.example", "roles": ["Global Administrator"] },
        { "userPrincipalName": "helpdesk@fabrikam.example", "roles": ["Helpdesk Administrator"] },
        { "userPrincipalName": "passwords@fabrikam.example", "roles": ["Password Administrator"] },
        { "userPrincipalName": "desk@fabrikam.example", "roles": ["Authentication Administrator"] },
        { "userPrincipalName": "reader@fabrikam.example", "roles": ["Global Reader"] }] }))
}

fn reset_url(upn: &str) -> String {
    format!("/v1.0/users/{upn}/authentication/methods/{PASSWORD}/resetPassword")
}

#[test]
fn the_service_makes_a_password_and_shows_it_once() {
    let simulator = staff();
    simulator.advance(Duration::from_secs(60));
    let desk = person(&simulator, "desk@fabrikam.example", ALL);
    let answer = desk.post(&reset_url(NORA), &json!({}));
    assert_eq!(answer.status, 202);
    let password = answer.json()["newPassword"].as_str().unwrap().to_owned();
    assert_eq!(password.len(), 8);
    assert!(simulator.canaries().contains(&password));
    assert_eq!(
        answer.json()["@odata.context"],
        "https://graph.microsoft.com/v1.0/$metadata#microsoft.graph.passwordResetResponse"
    );

    let place = answer.headers.get("Location").unwrap().to_owned();
    assert!(place.starts_with(&format!(
        "https://graph.microsoft.com/v1.0/users/{NORA}/authentication/operations/"
    )));
    let running = desk.get(&place).json();
    assert_eq!(
        (&running["status"], &running["statusDetail"]),
        (&json!("running"), &Value::Null)
    );
    simulator.advance(Duration::from_secs(2));
    let done = desk.get(&place).json();
    assert_eq!(
        (&done["status"], &done["statusDetail"]),
        (&json!("succeeded"), &json!("ResetSuccess"))
    );
    assert_eq!(
        (&done["createdDateTime"], &done["lastActionDateTime"]),
        (&json!("2026-08-20T09:01:00Z"), &json!("2026-08-20T09:01:02Z"))
    );
    assert!(
        done["resourceLocation"]
            .as_str()
            .unwrap()
            .ends_with(&format!("/passwordMethods/{PASSWORD}"))
    );
    let list = desk.get(&methods("v1.0", "operations")).json();
    assert_eq!(list["value"].as_array().unwrap().len(), 1);
    assert_eq!(
        desk.get(&methods("v1.0", &format!("operations/{NORA}"))).status,
        404
    );
    assert_eq!(
        desk.get(&place.replace(NORA, "boss@fabrikam.example")).status,
        404,
        "somebody else's"
    );

    let shown = desk
        .get(&methods("v1.0", &format!("passwordMethods/{PASSWORD}")))
        .json();
    assert_eq!(
        (&shown["password"], &shown["createdDateTime"]),
        (&Value::Null, &json!("2026-08-20T09:01:00Z"))
    );
    let nora = simulator.user(NORA).unwrap();
    assert_eq!(
        nora.sign_in_sessions_valid_from_date_time,
        simulator.now() - Duration::from_secs(2),
        "sessions end"
    );
    let activities: Vec<_> = simulator
        .state()
        .audits
        .iter()
        .map(|it| it.record["activityDisplayName"].clone())
        .collect();
    assert_eq!(
        activities,
        [
            "Admin started password reset",
            "Reset user password",
            "Update StsRefreshTokenValidFrom Timestamp"
        ]
    );
}

#[test]
fn a_chosen_password_has_to_be_complex() {
    let simulator = staff();
    let desk = person(&simulator, "desk@fabrikam.example", ALL);
    for (password, status) in [
        ("Cuyo5459", 202),
        ("lower-case-4", 202),
        ("short1A", 400),
        ("alllowercase1", 400),
        ("12345678", 400),
        ("", 400),
    ] {
        let answer = desk.post(&reset_url(NORA), &json!({ "newPassword": password }));
        assert_eq!(answer.status, status, "{password}");
        assert_eq!(
            answer.json().get("newPassword"),
            None,
            "what the caller knows is not repeated"
        );
    }
    assert_eq!(
        desk.post(&reset_url(NORA), &json!({ "newPassword": 12_345_678 }))
            .status,
        400
    );
    let synced = reset_url("synced@fabrikam.example");
    assert_eq!(desk.post(&synced, &json!({})).status, 400, "a password is needed");
    assert_eq!(
        desk.post(&synced, &json!({ "newPassword": "Cuyo5459" })).status,
        202
    );
    let guest = reset_url("ann_x.example%23EXT%23@fabrikam.example");
    assert_eq!(
        desk.post(&guest, &json!({ "newPassword": "Cuyo5459" })).status,
        400,
        "at home elsewhere"
    );
}

#[test]
fn both_paths_lead_to_the_password_and_to_no_other_method() {
    let simulator = staff();
    let desk = person(&simulator, "desk@fabrikam.example", ALL);
    let other = methods("v1.0", &format!("passwordMethods/{PASSWORD}/resetPassword"));
    assert_eq!(desk.post(&other, &json!({})).status, 202);
    let cast = methods(
        "beta",
        &format!("methods/{PASSWORD}/microsoft.graph.resetPassword"),
    );
    assert_eq!(desk.post(&cast, &json!({})).status, 202);
    let phone = methods("v1.0", &format!("methods/{MOBILE}/resetPassword"));
    assert_eq!(desk.post(&phone, &json!({})).status, 404);
}

#[test]
fn the_table_of_roles_says_who_resets_whom() {
    let simulator = staff();
    for (who, whom, status) in [
        ("desk", "nora", 202),
        ("desk", "helpdesk", 403),
        ("helpdesk", "nora", 202),
        ("helpdesk", "reader", 403),
        ("passwords", "nora", 202),
        ("passwords", "helpdesk", 403),
        ("reader", "nora", 403),
        ("desk", "boss", 403),
        ("chief", "boss", 202),
        ("boss", "boss", 403),
    ] {
        let caller = person(&simulator, &format!("{who}@fabrikam.example"), ALL);
        let answer = caller.post(&reset_url(&format!("{whom}@fabrikam.example")), &json!({}));
        assert_eq!(answer.status, status, "{who} resets {whom}");
    }
}

#[test]
fn applications_reset_no_passwords() {
    let simulator = staff();
    let refused = desk(&simulator).post(&reset_url(NORA), &json!({}));
    assert_eq!((refused.status, code(&refused).as_str()), (403, "accessDenied"));
    assert_eq!(desk(&simulator).get(&methods("v1.0", "operations")).status, 403);
}

#[test]
fn a_granular_permission_covers_the_password() {
    let simulator = staff();
    let narrow = |scope: &str| person(&simulator, "desk@fabrikam.example", &[scope]);
    assert_eq!(
        narrow("UserAuthMethod-Password.ReadWrite.All")
            .post(&reset_url(NORA), &json!({}))
            .status,
        202
    );
    assert_eq!(
        narrow("UserAuthMethod-Password.Read.All")
            .post(&reset_url(NORA), &json!({}))
            .status,
        403
    );
    assert_eq!(
        narrow("UserAuthMethod-Password.Read.All")
            .get(&methods("v1.0", "passwordMethods"))
            .status,
        200
    );
    assert_eq!(
        narrow("UserAuthMethod-Phone.Read.All")
            .get(&methods("v1.0", "passwordMethods"))
            .status,
        403
    );
}
