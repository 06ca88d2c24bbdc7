//! Reading methods of a kind: devices, query options, software tokens.

use serde_json::{Value, json};

use crate::tenant::*;

#[test]
fn a_device_is_shown_where_it_is_asked_for() {
    let device = json!({ "id": "1d7ba63f-0d57-4cfd-b0a4-1e9a2a9a6a10", "displayName": "LAPTOP-114" });
    let simulator = with_nora(json!({ "methods": [
        { "kind": "windowsHelloForBusiness", "id": "hello", "device": device },
        { "kind": "platformCredential", "id": "mac" },
        { "kind": "hardwareOath", "id": "8f1d3a36-2a55-4d5b-9d2f-57b1ab3c9e10" },
        { "kind": "fido2", "id": "key" }] }));
    let desk = desk(&simulator);
    let hello = methods("v1.0", "windowsHelloForBusinessMethods/hello");
    assert_eq!(desk.get(&hello).json().get("device"), None);
    let expanded = desk.get(&format!("{hello}?$expand=device")).json();
    assert_eq!(expanded["device"]["id"], device["id"]);
    assert_eq!(expanded["device"]["displayName"], "LAPTOP-114");
    assert_eq!(
        desk.get(&format!("{hello}/device")).json()["displayName"],
        "LAPTOP-114"
    );
    let mac = methods("v1.0", "platformCredentialMethods/mac");
    assert_eq!(
        desk.get(&format!("{mac}?$expand=device")).json()["device"],
        Value::Null
    );
    assert_eq!(desk.get(&format!("{mac}/device")).status, 404);
    let token = methods("beta", "hardwareOathMethods/8f1d3a36-2a55-4d5b-9d2f-57b1ab3c9e10");
    assert_eq!(
        desk.get(&format!("{token}?$expand=device")).json()["device"]["status"],
        "activated"
    );
    assert_eq!(desk.get(&format!("{token}/device")).json()["status"], "activated");

    for refused in [
        format!("{hello}?$expand=owner"),
        methods("v1.0", "fido2Methods/key?$expand=device"),
        methods("v1.0", "windowsHelloForBusinessMethods?$expand=device"),
    ] {
        let answer = desk.get(&refused);
        assert_eq!(
            (answer.status, code(&answer).as_str()),
            (400, "BadRequest"),
            "{refused}"
        );
    }
}

#[test]
fn every_kind_with_a_path_is_listed_shown_and_deleted_under_its_own_permission() {
    let kinds = [
        (
            "microsoftAuthenticator",
            "microsoftAuthenticatorMethods",
            "MicrosoftAuthApp",
            "v1.0",
        ),
        ("fido2", "fido2Methods", "Passkey", "v1.0"),
        ("softwareOath", "softwareOathMethods", "SoftwareOATH", "v1.0"),
        ("hardwareOath", "hardwareOathMethods", "HardwareOATH", "beta"),
        ("email", "emailMethods", "Email", "v1.0"),
        (
            "windowsHelloForBusiness",
            "windowsHelloForBusinessMethods",
            "WindowsHello",
            "v1.0",
        ),
        ("temporaryAccessPass", "temporaryAccessPassMethods", "TAP", "v1.0"),
        (
            "platformCredential",
            "platformCredentialMethods",
            "PlatformCred",
            "v1.0",
        ),
        ("external", "externalAuthenticationMethods", "External", "v1.0"),
        (
            "passwordlessMicrosoftAuthenticator",
            "passwordlessMicrosoftAuthenticatorMethods",
            "MicrosoftAuthApp",
            "beta",
        ),
    ];
    for (kind, segment, granular, version) in kinds {
        let simulator = with_nora(json!({ "methods": [{ "kind": kind }] }));
        let reader = app(&simulator, &[&format!("UserAuthMethod-{granular}.Read.All")]);
        let writer = app(&simulator, &[&format!("UserAuthMethod-{granular}.ReadWrite.All")]);
        let stranger = app(&simulator, &["UserAuthMethod-Phone.ReadWrite.All"]);
        let list = reader.get(&methods(version, segment)).json();
        let id = list["value"][0]["id"]
            .as_str()
            .unwrap_or_else(|| panic!("{kind}: {list}"))
            .to_owned();
        let one = methods(version, &format!("{segment}/{id}"));
        assert_eq!(reader.get(&one).status, 200, "{kind}");
        assert_eq!(stranger.get(&one).status, 403, "{kind}");
        assert_eq!(reader.delete(&one).status, 403, "{kind}");
        assert_eq!(stranger.delete(&one).status, 403, "{kind}");
        assert_eq!(writer.delete(&one).status, 204, "{kind}");
        assert_eq!(writer.delete(&one).status, 404, "{kind}");
        if version == "beta" {
            let v1 = desk(&simulator).get(&methods("v1.0", segment));
            assert_eq!(
                (v1.status, code(&v1).as_str()),
                (400, "BadRequest"),
                "{kind} is beta only"
            );
        }
        let wrong_kind = methods("v1.0", &format!("phoneMethods/{id}"));
        assert_eq!(
            desk(&simulator).get(&wrong_kind).status,
            404,
            "{kind} is no phone"
        );
    }
}

#[test]
fn a_software_token_of_another_maker_is_registered_in_beta() {
    let simulator = with_nora(json!({ "perUserMfaState": "enabled" }));
    let desk = desk(&simulator);
    let url = methods("beta", "softwareOathMethods");
    for bad in [
        json!({}),
        json!({ "secretKey": "0189" }),
        json!({ "secretKey": "" }),
    ] {
        assert_eq!(desk.post(&url, &bad).status, 400, "{bad}");
    }
    let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    let created = desk.post(&url, &json!({ "secretKey": secret }));
    assert_eq!(
        (created.status, &created.json()["secretKey"]),
        (201, &Value::Null)
    );
    assert!(simulator.canaries().contains(&secret.to_owned()));
    let nora = simulator.user(NORA).unwrap();
    assert_eq!(nora.default, graph_sim::DefaultMethod::Oath);
    assert_eq!(nora.per_user_mfa_state, graph_sim::PerUserMfaState::Enforced);
    assert_eq!(
        desk.post(
            &methods("v1.0", "softwareOathMethods"),
            &json!({ "secretKey": secret })
        )
        .status,
        405
    );
    let reasons: Vec<_> = simulator
        .state()
        .audits
        .iter()
        .map(|it| it.record["resultReason"].clone())
        .collect();
    assert_eq!(reasons[0], "Admin registered Software OATH token method for user");
    for _ in 0..4 {
        assert_eq!(desk.post(&url, &json!({ "secretKey": secret })).status, 201);
    }
    assert!(message(&desk.post(&url, &json!({ "secretKey": secret }))).contains("already has 5"));
    let off = tenant(
        &json!({ "policies": { "softwareOath": { "state": "disabled" } }, "users": [{ "id": NORA }] }),
    );
    let refused = super::tenant::desk(&off).post(&url, &json!({ "secretKey": secret }));
    assert!(message(&refused).ends_with("AuthMethodType [SoftwareOath]."));
}
