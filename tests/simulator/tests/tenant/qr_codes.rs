//! QR codes with PIN.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use graph_sim::Simulator;
use serde_json::{Value, json};

use crate::tenant::*;

fn url(below: &str) -> String {
    methods("v1.0", &format!("qrCodePinMethod{below}"))
}

fn new_method() -> Value {
    json!({
        "standardQRCode": { "startDateTime": "2026-08-20T09:00:00Z", "expireDateTime": "2027-08-20T09:00:00Z" },
        "pin": { "code": "09599786" } })
}

fn with_method() -> Simulator {
    with_nora(json!({ "methods": [{ "kind": "qrCodePin", "pin": { "code": "11112222" } }] }))
}

#[test]
fn a_method_is_made_of_a_code_and_a_pin() {
    for version in ["v1.0", "beta"] {
        let simulator = with_nora(json!({}));
        let desk = desk(&simulator);
        let method = methods(version, "qrCodePinMethod");
        assert_eq!(desk.get(&method).status, 404);
        let created = desk.put(&method, &new_method());
        assert_eq!(created.status, 201);
        let shown = created.json();
        assert_eq!(shown["standardQRCode"]["expireDateTime"], "2027-08-20T09:00:00Z");
        assert_eq!(
            shown["standardQRCode"]["lastUsedDateTime"],
            "0001-01-01T00:00:00Z"
        );
        assert_eq!(shown["temporaryQRCode"], Value::Null);
        assert_eq!(
            (&shown["pin"]["code"], &shown["pin"]["forceChangePinNextSignIn"]),
            (&json!("09599786"), &json!(true))
        );
        let image = &shown["standardQRCode"]["image"];
        assert_eq!(
            (&image["version"], &image["errorCorrectionLevel"]),
            (&json!(1), &json!("l"))
        );
        let decoded = |name: &str| {
            String::from_utf8(URL_SAFE_NO_PAD.decode(image[name].as_str().unwrap()).unwrap()).unwrap()
        };
        assert!(decoded("binaryValue").starts_with("<svg "));
        let content = decoded("rawContent");
        assert!(
            content.starts_with("ms-qrpin:v1|nora.lind@fabrikam.example|"),
            "{content}"
        );
        let canaries = simulator.canaries();
        assert!(canaries.contains(&"09599786".to_owned()));
        assert!(canaries.contains(&content.rsplit('_').next().unwrap().to_owned()));

        let read = desk.get(&method).json();
        assert_eq!(read["standardQRCode"]["image"], Value::Null, "shown once");
        assert_eq!(read["pin"]["code"], Value::Null, "shown once");
        assert_eq!(
            simulator.user(NORA).unwrap().default,
            graph_sim::DefaultMethod::None,
            "no second factor"
        );
        assert_eq!(desk.delete(&method).status, 204);
        assert_eq!(desk.get(&method).status, 404);
    }
}

#[test]
fn creation_is_refused_with_three_codes_of_its_own() {
    let simulator = with_nora(json!({}));
    let desk = desk(&simulator);
    let mut temporary = new_method();
    temporary["temporaryQRCode"] = temporary["standardQRCode"].clone();
    let with_pin = |pin: Value| {
        let mut body = new_method();
        body["pin"]["code"] = pin;
        body
    };
    for (body, expected) in [
        (json!({ "pin": { "code": "09599786" } }), "standardQRCodeRequired"),
        (temporary, "standardQRCodeRequired"),
        (with_pin(json!("1234567")), "pinTooShort"),
        (with_pin(json!("1234567a")), "pinTooShort"),
        (with_pin(json!(12_345_678)), "pinTooShort"),
        (with_pin(json!("123456789012345678901")), "badRequest"),
    ] {
        let refused = desk.put(&url(""), &body);
        assert_eq!(
            (refused.status, code(&refused).as_str()),
            (400, expected),
            "{body}"
        );
    }
    assert_eq!(desk.put(&url(""), &new_method()).status, 201);
    let again = desk.put(&url(""), &new_method());
    assert_eq!(
        (again.status, code(&again).as_str()),
        (400, "tooManyQRCodePinMethod")
    );
    assert!(message(&again).contains("delete existing QR code auth method"));
}

#[test]
fn a_method_whose_codes_have_expired_makes_room() {
    let expired =
        json!({ "startDateTime": "2025-01-01T00:00:00Z", "expireDateTime": "2026-01-01T00:00:00Z" });
    let simulator = with_nora(json!({ "methods": [{ "kind": "qrCodePin", "standardQRCode": expired }] }));
    assert_eq!(desk(&simulator).put(&url(""), &new_method()).status, 201);
    assert_eq!(simulator.user(NORA).unwrap().methods.len(), 1);
}

#[test]
fn the_policy_gives_length_and_lifetime() {
    let policy =
        |policy: Value| tenant(&json!({ "policies": { "qrCodePin": policy }, "users": [{ "id": NORA }] }));
    let simulator = policy(json!({ "pinLength": 12, "standardQRCodeLifetimeInDays": 30 }));
    let generated = desk(&simulator)
        .put(&url(""), &json!({ "standardQRCode": {} }))
        .json();
    let pin = generated["pin"]["code"].as_str().unwrap();
    assert!(
        pin.len() == 12 && pin.bytes().all(|byte| byte.is_ascii_digit()),
        "{pin}"
    );
    assert!(simulator.canaries().contains(&pin.to_owned()));
    assert_eq!(
        generated["standardQRCode"]["expireDateTime"],
        "2026-09-19T09:00:00Z"
    );
    let simulator = policy(json!({ "pinLength": 12 }));
    let short = desk(&simulator).put(&url(""), &new_method());
    assert_eq!(code(&short), "pinTooShort");
    let off = policy(json!({ "state": "disabled" }));
    let refused = desk(&off).put(&url(""), &new_method());
    assert!(message(&refused).ends_with("AuthMethodType [QrCodePin]."));
}

#[test]
fn a_standard_code_lasts_395_days_at_most() {
    for (start, expire, status) in [
        ("2026-08-20T09:00:00Z", "2027-09-19T09:00:00Z", 201),
        ("2026-08-20T09:00:00Z", "2027-09-19T09:00:01Z", 400),
        ("2026-08-20T09:00:00Z", "2026-08-20T09:00:00Z", 400),
        ("2026-01-01T00:00:00Z", "2026-08-20T09:00:00Z", 400),
        ("2026-08-20T09:00:00Z", "next year", 400),
    ] {
        let simulator = with_nora(json!({}));
        let body = json!({ "standardQRCode": { "startDateTime": start, "expireDateTime": expire } });
        assert_eq!(
            desk(&simulator).put(&url(""), &body).status,
            status,
            "{start} to {expire}"
        );
    }
}

#[test]
fn a_lost_standard_code_is_replaced_and_the_pin_stays() {
    let simulator = with_method();
    let desk = desk(&simulator);
    let code = url("/standardQRCode");
    let before = desk.get(&code).json();
    assert_eq!(before["image"], Value::Null);
    let pin = desk.get(&url("/pin")).json();
    assert_eq!(
        desk.patch(
            &code,
            &json!({ "startDateTime": "2026-08-20T09:00:00Z", "expireDateTime": "2027-01-01T00:00:00Z" })
        )
        .status,
        400,
        "there is one"
    );
    assert_eq!(desk.delete(&code).status, 204);
    assert_eq!(desk.delete(&code).status, 404);
    assert_eq!(desk.get(&code).status, 404);
    let created = desk.patch(
        &code,
        &json!({ "startDateTime": "2026-08-20T09:00:00Z", "expireDateTime": "2027-01-01T00:00:00Z" }),
    );
    assert_eq!(created.status, 201);
    let place = created.headers.get("Location").unwrap();
    assert_eq!(
        place,
        format!("/v1.0/users/{NORA}/authentication/qrCodePinMethod/standardQRCode")
    );
    assert!(created.json()["image"]["binaryValue"].is_string());
    assert_ne!(created.json()["id"], before["id"]);
    assert_eq!(desk.get(&url("/pin")).json(), pin);

    let extended = desk.patch(&code, &json!({ "expireDateTime": "2027-03-01T00:00:00Z" }));
    assert_eq!(
        (extended.status, &extended.json()["expireDateTime"]),
        (200, &json!("2027-03-01T00:00:00Z"))
    );
    assert_eq!(extended.json()["id"], created.json()["id"]);
    assert_eq!(
        desk.patch(&code, &json!({ "expireDateTime": "2030-03-01T00:00:00Z" }))
            .status,
        400
    );
    assert_eq!(desk.patch(&code, &json!({})).status, 400);
}

#[test]
fn a_temporary_code_lasts_one_to_twelve_hours() {
    let simulator = with_method();
    let temporary = url("/temporaryQRCode");
    let to = |expire: &str| json!({ "startDateTime": "2026-08-20T09:00:00Z", "expireDateTime": expire });
    let desk = desk(&simulator);
    assert_eq!(desk.get(&temporary).status, 404);
    for (expire, status) in [
        ("2026-08-20T09:59:59Z", 400),
        ("2026-08-20T21:00:01Z", 400),
        ("2026-08-20T10:00:00Z", 201),
        ("2026-08-20T12:00:00Z", 400),
    ] {
        assert_eq!(desk.patch(&temporary, &to(expire)).status, status, "{expire}");
    }
    assert_eq!(
        desk.get(&url("")).json()["temporaryQRCode"]["expireDateTime"],
        "2026-08-20T10:00:00Z"
    );
    assert_eq!(desk.delete(&temporary).status, 204);
    assert_eq!(
        desk.patch(&temporary, &json!({})).json()["expireDateTime"],
        "2026-08-20T21:00:00Z"
    );
    simulator.advance(Duration::from_secs(13 * 3600));
    let desk = caller(&simulator, &graph_sim::TokenSpec::default());
    assert_eq!(
        desk.patch(&temporary, &json!({})).status,
        201,
        "the first has expired"
    );
}

#[test]
fn a_pin_is_reset_by_others_and_chosen_by_oneself() {
    let simulator = with_method();
    let admin = desk(&simulator);
    let reset = admin.patch(&url("/pin"), &json!({}));
    assert_eq!(reset.status, 201);
    let pin = reset.json()["code"].as_str().unwrap().to_owned();
    assert_eq!(reset.json()["forceChangePinNextSignIn"], true);
    assert_eq!(
        code(&admin.patch(&url("/pin"), &json!({ "code": "1" }))),
        "pinTooShort"
    );
    let own = "/beta/me/authentication/qrCodePinMethod/pin/updatePin";
    let nora = person(
        &simulator,
        "nora.lind@fabrikam.example",
        &["Directory.AccessAsUser.All"],
    );
    let change = |current: &str, new: &str| nora.patch(own, &json!({ "currentPin": current, "newPin": new }));
    assert_eq!(change("00000000", "56745755").status, 400, "not the current one");
    assert_eq!(code(&change(&pin, "5674575")), "pinTooShort");
    assert_eq!(change(&pin, &pin).status, 400, "the same one");
    assert_eq!(nora.patch(own, &json!({ "newPin": "56745755" })).status, 400);
    assert_eq!(change(&pin, "56745755").status, 204);
    simulator.advance(Duration::from_secs(1));
    assert_eq!(
        nora.post(own, &json!({ "currentPin": "56745755", "newPin": "11113333" }))
            .status,
        204,
        "as the beta library sends it"
    );
    let shown = admin.get(&url("/pin")).json();
    assert_eq!(
        (&shown["forceChangePinNextSignIn"], &shown["code"]),
        (&json!(false), &Value::Null)
    );
    assert_eq!(shown["updatedDateTime"], "2026-08-20T09:00:01Z");
    let other = admin.patch(
        &url("/pin/updatePin"),
        &json!({ "currentPin": "11113333", "newPin": "56745755" }),
    );
    assert_eq!(
        (other.status, code(&other).as_str()),
        (403, "accessDenied"),
        "only oneself"
    );
    let nobody = person(&simulator, "nora.lind@fabrikam.example", &["User.Read"]);
    assert_eq!(
        nobody
            .patch(own, &json!({ "currentPin": "11113333", "newPin": "56745755" }))
            .status,
        403
    );
}

#[test]
fn people_do_not_make_their_own_codes() {
    let simulator = with_method();
    let nora = person(
        &simulator,
        "nora.lind@fabrikam.example",
        &["UserAuthMethod-QR.ReadWrite"],
    );
    let me = "/v1.0/me/authentication/qrCodePinMethod";
    assert_eq!(nora.get(me).status, 200);
    assert_eq!(nora.put(me, &new_method()).status, 403);
    assert_eq!(nora.patch(&format!("{me}/pin"), &json!({})).status, 403);
    assert_eq!(
        nora.patch(&format!("{me}/temporaryQRCode"), &json!({})).status,
        403
    );
    let others = app(&simulator, &["UserAuthMethod-Phone.ReadWrite.All"]);
    assert_eq!(others.get(&url("/pin")).status, 403, "another kind's permission");
}

#[test]
fn the_list_of_all_kinds_shows_the_method_without_codes_and_pin() {
    let simulator = with_method();
    let list = desk(&simulator).get(&methods("beta", "methods")).json();
    let method = &list["value"][1];
    assert_eq!(
        method["@odata.type"],
        "#microsoft.graph.qrCodePinAuthenticationMethod"
    );
    for relation in ["pin", "standardQRCode", "temporaryQRCode"] {
        assert_eq!(method.get(relation), None, "{relation}");
    }
}
