//! Tokens, permissions and roles: who is refused, and in which words.

use graph_sim::{Cloud, Request, TokenSpec};
use serde_json::json;

use crate::tenant::*;

fn staff() -> graph_sim::Simulator {
    tenant(&json!({ "users": [
        { "id": NORA, "userPrincipalName": "nora.lind@fabrikam.example", "methods": [
            { "kind": "phone", "phoneNumber": "+47 90000017" }, { "kind": "fido2", "id": "k" }] },
        { "userPrincipalName": "desk@fabrikam.example", "roles": ["Authentication Administrator"] },
        { "userPrincipalName": "reader@fabrikam.example", "roles": ["Global Reader"] },
        { "userPrincipalName": "policy@fabrikam.example", "roles": ["Authentication Policy Administrator"] },
        { "userPrincipalName": "boss@fabrikam.example", "roles": ["Global Administrator"],
          "methods": [{ "kind": "fido2", "id": "k" }] },
        { "userPrincipalName": "invites@fabrikam.example", "roles": ["Guest Inviter"],
          "methods": [{ "kind": "fido2", "id": "k" }] }] }))
}

const ALL: &[&str] = &[
    "UserAuthenticationMethod.ReadWrite.All",
    "User.RevokeSessions.All",
    "User.Read.All",
];

#[test]
fn tokens_are_checked() {
    let simulator = staff();
    let url = format!("/v1.0/users/{NORA}");
    let refused = |request: Request| {
        let response = simulator.handle(request).into_response().unwrap();
        assert_eq!(
            (response.status, code(&response).as_str()),
            (401, "InvalidAuthenticationToken")
        );
        assert!(
            response
                .headers
                .get("WWW-Authenticate")
                .unwrap()
                .starts_with("Bearer realm=")
        );
        message(&response)
    };
    let token = |spec: &TokenSpec| simulator.issue_token(spec).unwrap();
    assert_eq!(refused(Request::new("GET", &url)), "Access token is empty.");
    assert!(refused(Request::new("GET", &url).bearer("nonsense")).starts_with("CompactToken parsing failed"));
    let expired = token(&TokenSpec {
        expires_in: Some(-5),
        ..TokenSpec::default()
    });
    assert_eq!(
        refused(Request::new("GET", &url).bearer(&expired)),
        "Lifetime validation failed, the token is expired."
    );
    let foreign = token(&TokenSpec {
        cloud: Some(Cloud::China),
        ..TokenSpec::default()
    });
    assert!(refused(Request::new("GET", &url).bearer(&foreign)).contains("Invalid audience."));
    let genuine = token(&TokenSpec::default());
    let (signed, _) = genuine.rsplit_once('.').unwrap();
    assert!(refused(Request::new("GET", &url).bearer(&format!("{signed}.AAAA"))).contains("signature"));
}

#[test]
fn each_workload_denies_in_its_own_words() {
    let simulator = staff();
    let nobody = app(&simulator, &["Calendars.Read"]);
    for (url, expected) in [
        (format!("/v1.0/users/{NORA}"), "Authorization_RequestDenied"),
        ("/v1.0/users".to_owned(), "Authorization_RequestDenied"),
        (methods("v1.0", "methods"), "accessDenied"),
        (methods("beta", "signInPreferences"), "accessDenied"),
        (
            "/v1.0/auditLogs/directoryAudits".to_owned(),
            "Authentication_MSGraphPermissionMissing",
        ),
        (
            "/v1.0/roleManagement/directory/roleAssignments".to_owned(),
            "Authorization_RequestDenied",
        ),
    ] {
        let refused = nobody.get(&url);
        assert_eq!(
            (refused.status, code(&refused).as_str()),
            (403, expected),
            "{url}"
        );
    }
    let revoke = nobody.post(&format!("/v1.0/users/{NORA}/revokeSignInSessions"), &json!({}));
    assert_eq!(code(&revoke), "Authorization_RequestDenied");
}

#[test]
fn granular_permissions_cover_their_kind_and_nothing_else() {
    let simulator = staff();
    let passkeys = app(&simulator, &["UserAuthMethod-Passkey.ReadWrite.All"]);
    assert_eq!(passkeys.get(&methods("v1.0", "fido2Methods")).status, 200);
    assert_eq!(passkeys.get(&methods("v1.0", "phoneMethods")).status, 403);
    assert_eq!(
        passkeys.get(&methods("v1.0", "methods")).status,
        403,
        "not the generic list"
    );
    let reader = app(&simulator, &["UserAuthMethod-Passkey.Read.All"]);
    assert_eq!(reader.delete(&methods("v1.0", "fido2Methods/k")).status, 403);
    assert_eq!(passkeys.delete(&methods("v1.0", "fido2Methods/k")).status, 204);
}

#[test]
fn a_basic_permission_shows_the_basic_profile() {
    let simulator = staff();
    let basic = app(&simulator, &["User.ReadBasic.All"]);
    assert_eq!(
        basic
            .get(&format!("/v1.0/users/{NORA}?$select=id,displayName"))
            .status,
        200
    );
    assert_eq!(
        basic
            .get(&format!("/v1.0/users/{NORA}?$select=accountEnabled"))
            .status,
        403
    );
    assert_eq!(
        basic.get(&format!("/v1.0/users/{NORA}")).json().get("jobTitle"),
        None
    );
}

#[test]
fn a_person_needs_a_role_and_must_outrank_the_target() {
    let simulator = staff();
    let key = |upn: &str| format!("/v1.0/users/{upn}@fabrikam.example/authentication/fido2Methods/k");
    let reader = person(&simulator, "reader@fabrikam.example", ALL);
    assert_eq!(reader.get(&methods("v1.0", "methods")).status, 200);
    assert_eq!(reader.delete(&key("nora.lind")).status, 403);
    let desk = person(&simulator, "desk@fabrikam.example", ALL);
    assert_eq!(desk.delete(&key("boss")).status, 403);
    assert_eq!(code(&desk.delete(&key("boss"))), "accessDenied");
    assert_eq!(
        desk.delete(&key("invites")).status,
        204,
        "a role that the table allows"
    );
    assert_eq!(desk.delete(&key("nora.lind")).status, 204);
    let colleague = person(&simulator, "invites@fabrikam.example", ALL);
    assert_eq!(colleague.get(&methods("v1.0", "methods")).status, 403);
    let application = app(&simulator, ALL);
    assert_eq!(
        application.delete(&key("boss")).status,
        204,
        "the table does not bind applications"
    );
}

#[test]
fn authentication_administrators_see_masked_numbers() {
    let simulator = staff();
    let number = |caller: &Caller<'_>| {
        caller
            .get(&methods("v1.0", &format!("phoneMethods/{MOBILE}")))
            .json()["phoneNumber"]
            .clone()
    };
    assert_eq!(
        number(&person(&simulator, "desk@fabrikam.example", ALL)),
        "+47 XXXXXX17"
    );
    assert_eq!(
        number(&person(&simulator, "reader@fabrikam.example", ALL)),
        "+47 90000017"
    );
    assert_eq!(number(&app(&simulator, ALL)), "+47 90000017");
}

#[test]
fn everybody_manages_their_own_methods_but_no_pass() {
    let simulator = staff();
    let nora = person(
        &simulator,
        "nora.lind@fabrikam.example",
        &["UserAuthenticationMethod.ReadWrite"],
    );
    assert_eq!(nora.get("/v1.0/me/authentication/methods").status, 200);
    assert_eq!(nora.delete("/v1.0/me/authentication/fido2Methods/k").status, 204);
    assert_eq!(
        nora.post("/v1.0/me/authentication/temporaryAccessPassMethods", &json!({}))
            .status,
        403
    );
    let other = "/v1.0/users/boss@fabrikam.example/authentication/methods";
    assert_eq!(nora.get(other).status, 403);
}

#[test]
fn per_user_mfa_is_for_policy_administrators() {
    let simulator = staff();
    let scopes = &[
        "Policy.ReadWrite.AuthenticationMethod",
        "UserAuthenticationMethod.ReadWrite.All",
    ];
    let url = methods("beta", "requirements");
    let body = json!({ "perUserMfaState": "disabled" });
    assert_eq!(
        person(&simulator, "desk@fabrikam.example", scopes)
            .patch(&url, &body)
            .status,
        403
    );
    assert_eq!(
        person(&simulator, "policy@fabrikam.example", scopes)
            .patch(&url, &body)
            .status,
        204
    );
}
