//! Hardware tokens: the inventory, whom a token belongs to, and the codes that activate it.

use std::time::Duration;

use graph_sim::{DefaultMethod, Simulator};
use serde_json::{Value, json};

use crate::tenant::*;

const TOKEN: &str = "9b037532-f999-4ed9-93fd-849ffb995e11";
const OATH: &str = "8f1d3a36-2a55-4d5b-9d2f-57b1ab3c9e10";
const INVENTORY: &str = "/beta/directory/authenticationMethodDevices/hardwareOathDevices";
/// The key of RFC 6238, which gives codes for some instants.
const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
/// 1111111111 seconds after 1970, and the code of that instant.
const NOW: &str = "2005-03-18T01:58:31Z";
const CODE: &str = "050471";

/// Nora, Olav, a guest, and one token in the drawer.
fn tokens() -> Simulator {
    tenant(&json!({ "now": NOW,
        "hardwareTokens": [{ "id": TOKEN, "serialNumber": "TOTP123456", "secretKey": KEY }],
        "users": [
            { "id": NORA, "userPrincipalName": "nora.lind@fabrikam.example", "displayName": "Nora Lind" },
            { "userPrincipalName": "olav@fabrikam.example" },
            { "userPrincipalName": "ann_x.example#EXT#@fabrikam.example" }] }))
}

fn own(below: &str) -> String {
    methods("beta", &format!("hardwareOathMethods{below}"))
}

fn olavs(below: &str) -> String {
    format!("/beta/users/olav@fabrikam.example/authentication/hardwareOathMethods{below}")
}

fn spec(serial: &str) -> Value {
    json!({ "serialNumber": serial, "manufacturer": "Contoso", "model": "Hardware Token 1000",
            "secretKey": "6PJ4UKIW33NNXYZAEHQNFUFTZF7WFTFB", "timeIntervalInSeconds": 30 })
}

fn activities(simulator: &Simulator) -> Vec<String> {
    let audits = simulator.state().audits;
    audits
        .iter()
        .map(|it| it.record["activityDisplayName"].as_str().unwrap().to_owned())
        .collect()
}

#[test]
fn a_token_is_created_shown_changed_and_deleted() {
    let simulator = tokens();
    let desk = desk(&simulator);
    let mut body = spec("TOTP654321");
    body["displayName"] = "Token 1".into();
    let created = desk.post(INVENTORY, &body);
    assert_eq!(created.status, 201);
    let id = created.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(
        created.json(),
        json!({
        "@odata.context": "https://graph.microsoft.com/beta/$metadata#directory/authenticationMethodDevices/hardwareOathDevices/$entity",
        "@odata.type": "#microsoft.graph.hardwareOathTokenAuthenticationMethodDevice",
        "id": id, "displayName": "Token 1", "serialNumber": "TOTP654321", "manufacturer": "Contoso",
        "model": "Hardware Token 1000", "secretKey": null, "timeIntervalInSeconds": 30, "status": "available",
        "lastUsedDateTime": null, "hashFunction": "hmacsha1", "assignedTo": null })
    );
    assert!(
        simulator
            .canaries()
            .contains(&"6PJ4UKIW33NNXYZAEHQNFUFTZF7WFTFB".to_owned())
    );

    let one = format!("{INVENTORY}/{}", id.to_uppercase());
    assert_eq!(
        desk.patch(
            &one,
            &json!({ "hashFunction": "hmacsha256", "timeIntervalInSeconds": 60 })
        )
        .status,
        204
    );
    let shown = desk.get(&one).json();
    assert_eq!(
        (&shown["hashFunction"], &shown["timeIntervalInSeconds"]),
        (&json!("hmacsha256"), &json!(60))
    );
    for bad in [
        json!({ "serialNumber": "X" }),
        json!({ "status": "activated" }),
        json!({ "hashFunction": "md5" }),
    ] {
        assert_eq!(desk.patch(&one, &bad).status, 400, "{bad}");
    }
    let list = desk
        .get(&format!(
            "{INVENTORY}?$filter=serialNumber%20eq%20'TOTP123456'&$select=id"
        ))
        .json();
    assert_eq!(
        list["value"],
        json!([{ "@odata.type": "#microsoft.graph.hardwareOathTokenAuthenticationMethodDevice", "id": TOKEN }])
    );
    assert_eq!(
        desk.get(&format!("{INVENTORY}?$top=1")).json()["value"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
    assert_eq!(
        desk.get(&format!("{INVENTORY}?$filter=model%20eq%20'x'")).status,
        400
    );
    assert_eq!(desk.delete(&one).status, 204);
    assert_eq!(desk.get(&one).status, 404);
    assert_eq!(
        desk.post(INVENTORY, &body).status,
        201,
        "its serial number is free again"
    );
    assert_eq!(
        activities(&simulator),
        [
            "Create Hardware Oath Token",
            "Update Hardware Oath Token",
            "Delete Hardware Oath Token",
            "Create Hardware Oath Token",
        ]
    );
}

#[test]
fn a_token_without_what_it_needs_is_refused() {
    let simulator = tokens();
    let desk = desk(&simulator);
    for (name, bad) in [
        ("serialNumber", json!(null)),
        ("manufacturer", json!("")),
        ("model", json!(7)),
        ("secretKey", json!("not base 32!")),
        ("secretKey", json!(null)),
        ("timeIntervalInSeconds", json!(45)),
        ("timeIntervalInSeconds", json!(null)),
        ("hashFunction", json!("hmacsha512")),
        ("serialNumber", json!("totp123456")),
        ("assignTo", json!({ "id": TOKEN })),
    ] {
        let mut body = spec("TOTP1");
        body[name] = bad.clone();
        let refused = desk.post(INVENTORY, &body).status;
        assert!(
            refused == 400 || name == "assignTo" && refused == 404,
            "{name} {bad}: {refused}"
        );
    }
    assert_eq!(desk.get(INVENTORY).json()["value"].as_array().unwrap().len(), 1);
}

#[test]
fn many_tokens_are_added_at_once_and_given_to_people() {
    let simulator = tokens();
    let desk = desk(&simulator);
    let mut second = spec("TOTP2");
    second["@contentId"] = "2".into();
    second["timeIntervalInSeconds"] = "30".into();
    second["assignTo"] = json!({ "id": NORA });
    let body = json!({ "@context": "#$delta", "value": [spec("TOTP1"), second] });
    let answer = desk.patch(INVENTORY, &body);
    assert_eq!(answer.status, 201);
    let shown = answer.json();
    assert_eq!(
        (&shown["value"][0]["status"], &shown["value"][1]["status"]),
        (&json!("available"), &json!("assigned"))
    );
    assert_eq!(
        shown["value"][1]["assignedTo"],
        json!({ "id": NORA, "displayName": "Nora Lind" })
    );
    assert_eq!(
        activities(&simulator),
        ["Assign Hardware Oath Token", "Bulk upload Hardware Oath Token"]
    );
    let again = desk.patch(INVENTORY, &body);
    assert_eq!(again.status, 400);
    assert!(message(&again).starts_with("Item 1: "), "{}", message(&again));
    assert_eq!(
        desk.post(INVENTORY, &json!({ "value": [spec("TOTP3")] })).status,
        201,
        "as the documentation's example does"
    );
    assert_eq!(desk.patch(INVENTORY, &json!({ "value": 3 })).status, 400);
}

#[test]
fn the_inventory_is_for_policy_administrators_and_giving_for_authentication_administrators() {
    let simulator = tenant(
        &json!({ "hardwareTokens": [{ "id": TOKEN }], "users": [{ "id": NORA },
        { "userPrincipalName": "policy@fabrikam.example", "roles": ["Authentication Policy Administrator"] },
        { "userPrincipalName": "both@fabrikam.example", "roles": ["Authentication Policy Administrator", "Authentication Administrator"] },
        { "userPrincipalName": "reader@fabrikam.example", "roles": ["Global Reader"] }] }),
    );
    let scopes = &[
        "Policy.ReadWrite.AuthenticationMethod",
        "UserAuthenticationMethod.ReadWrite.All",
    ];
    let caller = |who: &str| person(&simulator, &format!("{who}@fabrikam.example"), scopes);
    let link = json!({ "@odata.id": format!("https://graph.microsoft.com/beta/users/{NORA}") });
    let assign = format!("{INVENTORY}/{TOKEN}/assignTo/$ref");
    assert_eq!(caller("reader").get(INVENTORY).status, 200);
    assert_eq!(caller("reader").post(INVENTORY, &spec("TOTP1")).status, 403);
    assert_eq!(caller("policy").post(INVENTORY, &spec("TOTP1")).status, 201);
    assert_eq!(
        caller("policy").put(&assign, &link).status,
        403,
        "no right to give it to somebody"
    );
    assert_eq!(caller("both").put(&assign, &link).status, 204);
    let narrow = app(&simulator, &["UserAuthenticationMethod.ReadWrite.All"]);
    assert_eq!(narrow.get(INVENTORY).status, 403);
    assert_eq!(
        desk(&simulator).get(&INVENTORY.replace("beta", "v1.0")).status,
        400,
        "beta only"
    );
}

#[test]
fn a_token_is_given_activated_and_taken_back() {
    let simulator = tokens();
    let desk = desk(&simulator);
    let given = desk.post(&own(""), &json!({ "device": { "id": TOKEN } }));
    assert_eq!(given.status, 201);
    assert_eq!(given.json()["id"], TOKEN);
    assert_eq!(given.json()["device"]["status"], "assigned");
    assert_eq!(
        simulator.user(NORA).unwrap().default,
        DefaultMethod::None,
        "not in use yet"
    );
    let in_drawer = desk.get(&format!("{INVENTORY}/{TOKEN}")).json();
    assert_eq!(
        (&in_drawer["status"], &in_drawer["assignedTo"]["id"]),
        (&json!("assigned"), &json!(NORA))
    );
    for refused in [
        desk.post(&own(""), &json!({ "device": { "id": TOKEN } })),
        desk.post(&olavs(""), &json!({ "id": TOKEN })),
        desk.patch(&format!("{INVENTORY}/{TOKEN}"), &json!({ "model": "X" })),
        desk.delete(&format!("{INVENTORY}/{TOKEN}")),
    ] {
        assert_eq!((refused.status, code(&refused).as_str()), (400, "badRequest"));
    }

    let activate = own(&format!("/{TOKEN}/activate"));
    assert_eq!(desk.post(&activate, &json!({})).status, 400, "a code is needed");
    assert_eq!(
        desk.post(&activate, &json!({ "verificationCode": "123456" }))
            .status,
        400
    );
    assert_eq!(
        desk.get(&own(&format!("/{TOKEN}"))).json()["device"]["status"],
        "failedActivation"
    );
    assert_eq!(
        desk.post(
            &activate,
            &json!({ "verificationCode": CODE, "displayName": "Key ring" })
        )
        .status,
        204
    );
    let method = desk.get(&own(&format!("/{TOKEN}"))).json();
    assert_eq!(
        (&method["device"]["status"], &method["device"]["displayName"]),
        (&json!("activated"), &json!("Key ring"))
    );
    assert_eq!(simulator.user(NORA).unwrap().default, DefaultMethod::Oath);
    assert_eq!(
        desk.post(&activate, &json!({ "verificationCode": CODE })).status,
        400,
        "it is activated"
    );
    assert_eq!(
        activities(&simulator),
        [
            "Assign Hardware Oath Token",
            "Update Hardware Oath Token",
            "Update user",
            "Update Hardware Oath Token",
            "Set user oath token metadata enabled",
            "Update user",
        ]
    );

    assert_eq!(desk.delete(&own(&format!("/{TOKEN}"))).status, 204);
    let back = desk.get(&format!("{INVENTORY}/{TOKEN}")).json();
    assert_eq!(
        (&back["status"], &back["assignedTo"]),
        (&json!("available"), &Value::Null)
    );
    assert_eq!(
        desk.post(&olavs(""), &json!({ "device": { "serialNumber": "TOTP123456" } }))
            .status,
        201,
        "for the next person"
    );
}

#[test]
fn a_code_counts_for_its_interval_and_those_around_it() {
    for (late, status) in [(0, 204), (29, 204), (58, 204), (59, 400)] {
        let simulator = tokens();
        simulator.advance(Duration::from_secs(late));
        let body = json!({ "device": { "id": TOKEN }, "verificationCode": CODE });
        let answer = desk(&simulator).post(&own("/assignAndActivate"), &body);
        assert_eq!(answer.status, status, "{late} s late");
    }
}

#[test]
fn a_token_is_given_and_activated_in_one_step_or_not_at_all() {
    let simulator = tokens();
    let desk = desk(&simulator);
    let by_serial = own("/assignAndActivateBySerialNumber");
    let body = |serial: &str, code: &str| json!({ "serialNumber": serial, "verificationCode": code, "displayName": "Mine" });
    assert_eq!(desk.post(&by_serial, &body("TOTP123456", "000000")).status, 400);
    assert_eq!(
        desk.get(&format!("{INVENTORY}/{TOKEN}")).json()["status"],
        "available",
        "it stays in the drawer"
    );
    assert_eq!(
        desk.post(&by_serial, &body("TOTP999999", CODE)).status,
        400,
        "unknown"
    );
    assert_eq!(
        desk.post(&by_serial, &json!({ "verificationCode": CODE })).status,
        400
    );
    assert_eq!(desk.post(&by_serial, &body("totp123456", CODE)).status, 204);
    assert_eq!(
        desk.get(&own("")).json()["value"][0]["device"]["status"],
        "activated"
    );
    let other = olavs("/assignAndActivateBySerialNumber");
    let refused = desk.post(&other, &body("TOTP123456", CODE));
    assert_eq!(
        (refused.status, message(&refused).as_str()),
        (400, "The hardware OATH token is assigned to another user.")
    );

    let simulator = tokens();
    let desk = super::tenant::desk(&simulator);
    let unknown = json!({ "device": { "id": NORA }, "verificationCode": CODE });
    assert_eq!(desk.post(&own("/assignAndActivate"), &unknown).status, 400);
    let known = json!({ "device": { "id": TOKEN }, "verificationCode": CODE });
    assert_eq!(
        desk.post(&own("/microsoft.graph.assignAndActivate"), &known)
            .status,
        204
    );
    let v1 = methods("v1.0", "hardwareOathMethods/assignAndActivate");
    let refused = desk.post(&v1, &known);
    assert_eq!(
        (refused.status, code(&refused).as_str()),
        (400, "BadRequest"),
        "beta only"
    );
}

#[test]
fn guests_the_policy_and_a_limit_stand_in_the_way() {
    let simulator = tokens();
    let guest = "/beta/users/ann_x.example%23EXT%23@fabrikam.example/authentication/hardwareOathMethods";
    assert_eq!(
        desk(&simulator)
            .post(guest, &json!({ "device": { "id": TOKEN } }))
            .status,
        400
    );

    let off = tenant(&json!({ "policies": { "hardwareOath": { "state": "disabled" } },
        "hardwareTokens": [{ "id": TOKEN }], "users": [{ "id": NORA }] }));
    let refused = desk(&off).post(&own(""), &json!({ "device": { "id": TOKEN } }));
    assert!(message(&refused).ends_with("AuthMethodType [HardwareOath]."));

    let kinds = [
        "microsoftAuthenticator",
        "microsoftAuthenticator",
        "softwareOath",
        "softwareOath",
        "hardwareOath",
    ];
    let many: Vec<Value> = kinds.iter().map(|kind| json!({ "kind": kind })).collect();
    let full =
        tenant(&json!({ "hardwareTokens": [{ "id": TOKEN }], "users": [{ "id": NORA, "methods": many }] }));
    let refused = desk(&full).post(&own(""), &json!({ "device": { "id": TOKEN } }));
    assert_eq!(refused.status, 400);
    assert!(
        message(&refused).contains("already has 5"),
        "{}",
        message(&refused)
    );
}

#[test]
fn people_activate_tokens_themselves() {
    let simulator = tokens();
    let nora = person(
        &simulator,
        "nora.lind@fabrikam.example",
        &["UserAuthMethod-HardwareOATH.ReadWrite"],
    );
    let body = json!({ "serialNumber": "TOTP123456", "verificationCode": CODE });
    let url = "/beta/me/authentication/hardwareOathMethods/assignAndActivateBySerialNumber";
    assert_eq!(nora.post(url, &body).status, 204);
    let olav = person(
        &simulator,
        "olav@fabrikam.example",
        &["UserAuthMethod-HardwareOATH.ReadWrite"],
    );
    assert_eq!(
        olav.post(&own(&format!("/{TOKEN}/deactivate")), &json!({}))
            .status,
        403
    );
}

#[test]
fn a_hardware_token_is_deactivated_without_being_taken_away() {
    let simulator = tenant(
        &json!({ "now": NOW, "users": [{ "id": NORA, "default": "oath", "perUserMfaState": "enabled",
        "methods": [{ "kind": "hardwareOath", "id": OATH, "device": { "secretKey": KEY } }] }] }),
    );
    let desk = desk(&simulator);
    let token = own(&format!("/{OATH}"));
    assert_eq!(desk.post(&format!("{token}/deactivate"), &json!({})).status, 204);
    assert_eq!(desk.get(&token).json()["device"]["status"], "assigned");
    assert_eq!(simulator.user(NORA).unwrap().default, DefaultMethod::None);
    assert_eq!(
        desk.post(&format!("{token}/deactivate"), &json!({})).status,
        204,
        "twice does no harm"
    );
    assert_eq!(
        desk.post(&format!("{token}/activate"), &json!({ "verificationCode": CODE }))
            .status,
        204
    );
    let nora = simulator.user(NORA).unwrap();
    assert_eq!(nora.default, DefaultMethod::Oath);
    assert_eq!(
        nora.per_user_mfa_state,
        graph_sim::PerUserMfaState::Enforced,
        "in use again, it completes enrolment"
    );
    assert_eq!(desk.delete(&token).status, 204);
}

#[test]
fn the_token_of_a_hardware_method_is_inline_in_its_own_list_only() {
    let simulator = with_nora(json!({ "methods": [{ "kind": "hardwareOath", "id": OATH }] }));
    let desk = desk(&simulator);
    let list = desk.get(&own("")).json();
    assert_eq!(list["value"][0]["device"]["status"], "activated");
    assert_eq!(list["value"][0]["device"]["secretKey"], Value::Null);
    assert_eq!(
        list["value"][0]["device"]["assignedTo"]["displayName"],
        "Nora Lind"
    );
    let filtered = desk.get(&own("?$filter=device/status%20eq%20'assigned'")).json();
    assert_eq!(filtered["value"], json!([]));
    let selected = desk.get(&own("?$select=id&$top=5")).json();
    assert_eq!(selected["value"], json!([{ "id": OATH }]));
    let generic = desk.get(&methods("beta", "methods")).json();
    assert_eq!(generic["value"][1].get("device"), None);
}

#[test]
fn a_scenario_names_the_token_that_makes_no_sense() {
    let problem = |scenario: Value| {
        let scenario = graph_sim::Scenario::from_json(&scenario.to_string()).unwrap();
        Simulator::new(scenario).unwrap_err().to_string()
    };
    for (token, text) in [
        (json!({ "timeIntervalInSeconds": 45 }), "timeIntervalInSeconds"),
        (json!({ "secretKey": "1" }), "secretKey"),
        (json!({ "status": "activated" }), "available"),
    ] {
        let problem = problem(json!({ "hardwareTokens": [token] }));
        assert!(
            problem.starts_with("hardwareTokens[0]: ") && problem.contains(text),
            "{problem}"
        );
    }
    let twice = problem(json!({ "hardwareTokens": [{ "serialNumber": "A" }, { "serialNumber": "a" }] }));
    assert_eq!(twice, "hardwareTokens[1]: another token has this serial number");
    let held = json!([{ "kind": "hardwareOath", "device": { "status": "available" } }]);
    let problem =
        problem(json!({ "users": [{ "userPrincipalName": "n@fabrikam.example", "methods": held }] }));
    assert_eq!(
        problem,
        "users[0] (n@fabrikam.example).methods: a token that somebody has is not available"
    );
}
