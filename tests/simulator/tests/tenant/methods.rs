//! Methods: lists, versions, the deletion rules of facts 3, passes, phones, hardware tokens.

use std::time::Duration;

use serde_json::{Value, json};

use crate::tenant::*;

const APP: &str = "c2b6f9a4-07f5-4f0b-8e37-3f3a0c0f5d21";
const SECOND_APP: &str = "d3b6f9a4-07f5-4f0b-8e37-3f3a0c0f5d22";
const OATH: &str = "8f1d3a36-2a55-4d5b-9d2f-57b1ab3c9e10";

fn phone(phone_type: &str) -> Value {
    json!({ "kind": "phone", "phoneType": phone_type })
}

fn authenticator(id: &str) -> Value {
    json!({ "kind": "microsoftAuthenticator", "id": id })
}

fn delete(simulator: &graph_sim::Simulator, below: &str) -> (u16, String) {
    let response = desk(simulator).delete(&methods("v1.0", below));
    (response.status, message(&response))
}

#[test]
fn the_list_is_heterogeneous_and_begins_with_the_password() {
    let simulator = with_nora(json!({ "methods": [
        phone("mobile"), authenticator(APP), { "kind": "fido2" }, { "kind": "temporaryAccessPass" },
        { "kind": "quantumAuthenticationMethod", "id": "q1", "spin": "up" }] }));
    let body = desk(&simulator).get(&methods("v1.0", "methods")).json();
    assert_eq!(
        body["@odata.context"],
        format!("https://graph.microsoft.com/v1.0/$metadata#users('{NORA}')/authentication/methods")
    );
    let value = body["value"].as_array().unwrap();
    assert_eq!(
        value[0]["@odata.type"],
        "#microsoft.graph.passwordAuthenticationMethod"
    );
    assert_eq!(value[1]["id"], MOBILE);
    assert_eq!(value[1]["createdDateTime"], Value::Null);
    assert_eq!(
        value[4]["temporaryAccessPass"],
        Value::Null,
        "a pass is shown only once"
    );
    assert_eq!(value[4]["methodUsabilityReason"], "EnabledByPolicy");
    let unknown =
        json!({ "@odata.type": "#microsoft.graph.quantumAuthenticationMethod", "id": "q1", "spin": "up" });
    assert_eq!(value[5], unknown, "unknown kinds are listed as given");
}

#[test]
fn v1_hides_what_only_beta_knows() {
    let simulator = with_nora(json!({ "methods": [
        { "kind": "hardwareOath", "id": OATH }, { "kind": "qrCodePin" },
        { "kind": "passwordlessMicrosoftAuthenticator" }] }));
    let desk = desk(&simulator);
    let v1 = desk.get(&methods("v1.0", "methods")).json();
    assert_eq!(v1["value"].as_array().unwrap().len(), 1);
    assert_eq!(desk.listed().len(), 3);

    let hidden = desk.get(&methods("v1.0", "hardwareOathMethods"));
    assert_eq!((hidden.status, code(&hidden).as_str()), (400, "BadRequest"));
    assert_eq!(
        message(&hidden),
        "Resource not found for the segment 'hardwareOathMethods'."
    );
    assert_eq!(
        desk.get(&methods("v1.0", "qrCodePinMethod")).status,
        200,
        "documented in v1.0 as well"
    );
}

#[test]
fn the_default_stays_while_others_are_there_and_goes_last() {
    let simulator = with_nora(json!({ "methods": [phone("mobile"), authenticator(APP)], "default": "push" }));
    let (status, text) = delete(&simulator, &format!("microsoftAuthenticatorMethods/{APP}"));
    assert_eq!(status, 400);
    assert_eq!(
        text,
        format!(
            "The requested authentication method id of [{APP}] matches the user's current default authentication \
             method, and cannot be deleted until the default authentication method is changed"
        )
    );
    assert_eq!(delete(&simulator, &format!("phoneMethods/{MOBILE}")).0, 204);
    assert_eq!(
        delete(&simulator, &format!("microsoftAuthenticatorMethods/{APP}")).0,
        204
    );
    let nora = simulator.user(NORA).unwrap();
    assert_eq!(nora.default, graph_sim::DefaultMethod::None);
    assert!(nora.methods.is_empty());
    assert_eq!(nora.writes, 2);
}

#[test]
fn the_refusal_repeats_its_text_and_the_ids_of_the_request() {
    let simulator = with_nora(json!({ "methods": [phone("mobile"), authenticator(APP)], "default": "push" }));
    let request = graph_sim::Request::new(
        "DELETE",
        methods("v1.0", &format!("microsoftAuthenticatorMethods/{APP}")),
    )
    .header("client-request-id", "my-own-id");
    let response = desk(&simulator).send(request);
    let error = &response.json()["error"];
    assert_eq!(error["code"], "badRequest");
    assert_eq!(error["innerError"]["message"], error["message"]);
    assert_eq!(error["innerError"]["client-request-id"], "my-own-id");
    assert_eq!(
        error["innerError"]["request-id"],
        response.headers.get("request-id").unwrap()
    );
    assert_eq!(error["innerError"]["date"], "2026-08-20T09:00:00");
    assert_eq!(response.headers.get("client-request-id"), Some("my-own-id"));
    assert_eq!(
        response.headers.get("Date"),
        Some("Thu, 20 Aug 2026 09:00:00 GMT")
    );
}

#[test]
fn older_tenants_use_the_older_text() {
    let simulator = tenant(&json!({ "rules": { "errorTextEra": "2021" }, "users": [
        { "id": NORA, "methods": [phone("mobile"), authenticator(APP)], "default": "push" }] }));
    let (_, text) = delete(&simulator, &format!("microsoftAuthenticatorMethods/{APP}"));
    assert!(
        text.starts_with("Cannot delete default method with other methods configured."),
        "{text}"
    );
}

#[test]
fn kinds_that_cannot_be_default_are_no_others_unless_the_rules_say_so() {
    let people = json!([{ "id": NORA, "methods": [authenticator(APP), { "kind": "fido2", "id": "-key_1" },
        { "kind": "email" }, { "kind": "temporaryAccessPass" }], "default": "push" }]);
    let app = format!("microsoftAuthenticatorMethods/{APP}");
    let lenient = tenant(&json!({ "users": people }));
    assert_eq!(delete(&lenient, &app).0, 204);
    let strict = tenant(&json!({ "users": people, "rules": { "passkeysCountAsOthers": true } }));
    assert_eq!(delete(&strict, &app).0, 400);
    assert_eq!(delete(&strict, "fido2Methods/-key_1").0, 204);
    assert_eq!(delete(&strict, &app).0, 204, "mail and pass never count");
}

#[test]
fn a_shared_default_is_kept_in_one_of_three_ways() {
    let with = |shared: &str| {
        tenant(
            &json!({ "rules": { "sharedDefault": shared }, "users": [{ "id": NORA, "default": "push",
            "methods": [authenticator(APP), authenticator(SECOND_APP), phone("mobile")] }] }),
        )
    };
    let (first, second) = (
        format!("microsoftAuthenticatorMethods/{APP}"),
        format!("microsoftAuthenticatorMethods/{SECOND_APP}"),
    );

    let simulator = with("last");
    assert_eq!(delete(&simulator, &first).0, 204);
    assert_eq!(delete(&simulator, &second).0, 400);

    let simulator = with("first");
    assert_eq!(delete(&simulator, &first).0, 400);
    assert_eq!(delete(&simulator, &second).0, 204);

    let simulator = with("any");
    assert_eq!(delete(&simulator, &second).0, 400);
    assert_eq!(delete(&simulator, &first).0, 400);
    assert_eq!(delete(&simulator, &format!("phoneMethods/{MOBILE}")).0, 204);
    assert_eq!(delete(&simulator, &first).0, 400, "the other app is still there");
}

#[test]
fn codes_come_from_software_then_hardware_then_the_app() {
    let simulator = with_nora(json!({ "default": "oath", "methods": [
        authenticator(APP), { "kind": "softwareOath", "id": OATH }, { "kind": "hardwareOath", "id": SECOND_APP }] }));
    assert_eq!(delete(&simulator, &format!("softwareOathMethods/{OATH}")).0, 400);
    assert_eq!(
        delete(&simulator, &format!("microsoftAuthenticatorMethods/{APP}")).0,
        204
    );
    let token = methods("beta", &format!("hardwareOathMethods/{SECOND_APP}"));
    assert_eq!(
        desk(&simulator)
            .post(&format!("{token}/deactivate"), &json!({}))
            .status,
        204
    );
    assert_eq!(
        delete(&simulator, &format!("softwareOathMethods/{OATH}")).0,
        204,
        "an inactive token is no other"
    );
}

#[test]
fn the_alternate_mobile_goes_before_the_mobile() {
    let simulator = with_nora(
        json!({ "methods": [phone("mobile"), phone("alternateMobile"), phone("office")], "default": "voiceOffice" }),
    );
    let (status, text) = delete(&simulator, &format!("phoneMethods/{MOBILE}"));
    assert_eq!(status, 400);
    assert!(
        text.contains("without first deleting alternate mobile number"),
        "{text}"
    );
    assert_eq!(delete(&simulator, &format!("phoneMethods/{ALTERNATE}")).0, 204);
    assert_eq!(delete(&simulator, &format!("phoneMethods/{MOBILE}")).0, 204);
}

#[test]
fn the_deadlock_of_two_mobiles_ends_by_changing_the_default() {
    let simulator = with_nora(
        json!({ "methods": [phone("mobile"), phone("alternateMobile")], "default": "voiceAlternateMobile" }),
    );
    assert_eq!(delete(&simulator, &format!("phoneMethods/{ALTERNATE}")).0, 400);
    assert_eq!(delete(&simulator, &format!("phoneMethods/{MOBILE}")).0, 400);
    let change = json!({ "userPreferredMethodForSecondaryAuthentication": "sms" });
    assert_eq!(
        desk(&simulator)
            .patch(&methods("beta", "signInPreferences"), &change)
            .status,
        204
    );
    assert_eq!(delete(&simulator, &format!("phoneMethods/{ALTERNATE}")).0, 204);
    assert_eq!(delete(&simulator, &format!("phoneMethods/{MOBILE}")).0, 204);
}

#[test]
fn what_is_gone_is_gone_the_second_time() {
    let simulator = with_nora(json!({ "methods": [{ "kind": "email" }] }));
    let email = methods("v1.0", "emailMethods/3ddfcfc8-9383-446f-83cc-3ab9be4be18f");
    let desk = desk(&simulator);
    assert_eq!(desk.delete(&email).status, 204);
    assert!(desk.delete(&email).status == 404 && code(&desk.delete(&email)) == "resourceNotFound");
    let stranger = desk.get("/v1.0/users/nobody@fabrikam.example/authentication/methods");
    assert_eq!(
        (stranger.status, code(&stranger).as_str()),
        (404, "resourceNotFound")
    );
}

#[test]
fn reads_lag_behind_deletions_and_the_default_rule_may_too() {
    let simulator = tenant(&json!({ "rules": { "readLagMs": 10_000 }, "users": [
        { "id": NORA, "methods": [phone("mobile"), authenticator(APP)], "default": "push" }] }));
    let app = format!("microsoftAuthenticatorMethods/{APP}");
    assert_eq!(delete(&simulator, &format!("phoneMethods/{MOBILE}")).0, 204);
    assert_eq!(desk(&simulator).listed().len(), 2, "still listed");
    assert_eq!(
        simulator.user(NORA).unwrap().methods.len(),
        1,
        "the truth does not lag"
    );
    assert_eq!(
        delete(&simulator, &format!("phoneMethods/{MOBILE}")).0,
        404,
        "deletions tell the truth"
    );
    assert_eq!(delete(&simulator, &app).0, 400, "the rule still sees the phone");
    simulator.advance(Duration::from_secs(10));
    assert_eq!(delete(&simulator, &app).0, 204);
    let preferences = desk(&simulator).get(&methods("beta", "signInPreferences")).json();
    assert_eq!(
        preferences["userPreferredMethodForSecondaryAuthentication"], "push",
        "the default lags as well"
    );
    simulator.advance(Duration::from_secs(10));
    let preferences = desk(&simulator).get(&methods("beta", "signInPreferences")).json();
    assert_eq!(
        preferences["userPreferredMethodForSecondaryAuthentication"],
        Value::Null
    );
    assert!(desk(&simulator).listed().is_empty());
}

#[test]
fn there_is_no_generic_deletion_and_none_of_the_password() {
    let simulator = with_nora(json!({ "methods": [phone("mobile")] }));
    let generic = desk(&simulator).delete(&methods("v1.0", &format!("methods/{MOBILE}")));
    assert_eq!(generic.status, 404);
    assert!(message(&generic).starts_with("No HTTP resource was found that matches the request URI"));
    let password = "passwordMethods/28c10230-6103-485e-b985-444c60001490";
    assert_eq!(desk(&simulator).delete(&methods("v1.0", password)).status, 405);
    assert_eq!(desk(&simulator).get(&methods("v1.0", password)).status, 200);
}

#[test]
fn a_missing_beta_is_missing_altogether() {
    let simulator = tenant(
        &json!({ "rules": { "betaUnavailable": true, "notFoundCode": "ResourceNotFound" },
        "users": [{ "id": NORA }] }),
    );
    assert_eq!(desk(&simulator).get(&methods("beta", "methods")).status, 404);
    assert_eq!(desk(&simulator).get(&methods("v1.0", "methods")).status, 200);
    let missing = desk(&simulator).get(&methods("v1.0", "fido2Methods/x"));
    assert_eq!(code(&missing), "ResourceNotFound");
}
