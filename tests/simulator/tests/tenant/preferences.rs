//! The default method, per-user MFA and sessions.

use std::time::Duration;

use graph_sim::PerUserMfaState;
use serde_json::json;

use crate::tenant::*;

#[test]
fn only_what_is_registered_can_be_preferred() {
    let simulator = with_nora(json!({ "methods": [{ "kind": "phone" }] }));
    let desk = desk(&simulator);
    let url = methods("beta", "signInPreferences");
    assert_eq!(
        desk.get(&url).json()["userPreferredMethodForSecondaryAuthentication"],
        "sms"
    );
    for (value, status) in [
        ("voiceMobile", 204),
        ("push", 400),
        ("carrierPigeon", 400),
        ("none", 400),
    ] {
        let body = json!({ "userPreferredMethodForSecondaryAuthentication": value });
        assert_eq!(desk.patch(&url, &body).status, status, "{value}");
    }
    assert_eq!(
        desk.get(&url).json()["userPreferredMethodForSecondaryAuthentication"],
        "voiceMobile"
    );
    let off = json!({ "isSystemPreferredAuthenticationMethodEnabled": false });
    assert_eq!(desk.patch(&url, &off).status, 204);
    assert!(!simulator.user(NORA).unwrap().system_preferred);
    let v1 = desk.get(&methods("v1.0", "signInPreferences"));
    assert_eq!((v1.status, code(&v1).as_str()), (400, "BadRequest"));
}

#[test]
fn some_tenants_refuse_preferences_from_applications() {
    let simulator = tenant(&json!({ "rules": { "preferencesRefusedForApplications": true },
        "users": [{ "id": NORA, "methods": [{ "kind": "phone" }] }] }));
    let body = json!({ "userPreferredMethodForSecondaryAuthentication": "voiceMobile" });
    let refused = desk(&simulator).patch(&methods("beta", "signInPreferences"), &body);
    assert_eq!((refused.status, code(&refused).as_str()), (403, "accessDenied"));
}

#[test]
fn per_user_mfa_is_enforced_once_somebody_is_registered() {
    let simulator = with_nora(json!({ "methods": [{ "kind": "phone" }] }));
    let url = methods("beta", "requirements");
    let desk = desk(&simulator);
    assert_eq!(desk.get(&url).json()["perUserMfaState"], "disabled");
    assert_eq!(
        desk.patch(&url, &json!({ "perUserMfaState": "enabled" })).status,
        204
    );
    assert_eq!(
        simulator.user(NORA).unwrap().per_user_mfa_state,
        PerUserMfaState::Enforced
    );
    assert_eq!(
        desk.patch(&url, &json!({ "perUserMfaState": "perhaps" })).status,
        400
    );
    let without = app(&simulator, &["UserAuthenticationMethod.ReadWrite.All"]);
    assert_eq!(
        without.get(&url).status,
        403,
        "the methods permission is not enough"
    );
}

#[test]
fn revoking_moves_the_date_and_says_true() {
    let simulator = with_nora(json!({}));
    simulator.advance(Duration::from_secs(60));
    let answer = desk(&simulator).post(&format!("/v1.0/users/{NORA}/revokeSignInSessions"), &json!({}));
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.json(),
        json!({ "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#Edm.Boolean", "value": true })
    );
    assert_eq!(
        simulator
            .user(NORA)
            .unwrap()
            .sign_in_sessions_valid_from_date_time,
        simulator.now()
    );
    let shown = desk(&simulator).get(&format!(
        "/v1.0/users/{NORA}?$select=signInSessionsValidFromDateTime"
    ));
    assert_eq!(
        shown.json()["signInSessionsValidFromDateTime"],
        "2026-08-20T09:01:00Z"
    );
    let ancestor = format!("users/{NORA}/invalidateAllRefreshTokens");
    assert_eq!(
        desk(&simulator)
            .post(&format!("/v1.0/{ancestor}"), &json!({}))
            .status,
        400
    );
    assert_eq!(
        desk(&simulator)
            .post(&format!("/beta/{ancestor}"), &json!({}))
            .status,
        200
    );
}
