//! Phones, mail addresses and other vendors' factors: what is registered, changed and refused.

use graph_sim::Simulator;
use serde_json::{Value, json};

use crate::tenant::*;

const OFFICE: &str = "e37fc753-ff3b-4958-9484-eaa9425c82bc";
const MAIL: &str = "3ddfcfc8-9383-446f-83cc-3ab9be4be18f";
const VENDOR: &str = "6a0a9c11-13a5-4a6f-9d90-5a2b5f5fd001";

/// Nora and Olav in a tenant where mobile numbers can be sign-in names.
fn sms_tenant() -> Simulator {
    tenant(&json!({
        "policies": { "sms": { "includeTargets": [{ "id": "all_users", "isUsableForSignIn": true }] } },
        "users": [{ "id": NORA, "userPrincipalName": "nora.lind@fabrikam.example" },
                  { "userPrincipalName": "olav@fabrikam.example" }] }))
}

fn reasons(simulator: &Simulator) -> Vec<String> {
    let audits = simulator.state().audits;
    let text = |record: &Value| {
        let reason = record["resultReason"].as_str().unwrap();
        if reason.is_empty() {
            record["activityDisplayName"].as_str().unwrap()
        } else {
            reason
        }
        .to_owned()
    };
    audits.iter().map(|audit| text(&audit.record)).collect()
}

#[test]
fn phones_are_registered_one_of_each_type() {
    let simulator = with_nora(json!({ "perUserMfaState": "enabled" }));
    let desk = desk(&simulator);
    let phones = methods("v1.0", "phoneMethods");
    let post = |number: &str, phone_type: &str| {
        desk.post(
            &phones,
            &json!({ "phoneNumber": number, "phoneType": phone_type }),
        )
        .status
    };
    assert_eq!(post("+47 90000018", "alternateMobile"), 400, "needs a mobile");
    for bad in [
        "+4790000017",
        "90000017",
        "+47 9000 0017",
        "+47 90000017y1",
        "+47",
        "",
        "+47 90000017x",
    ] {
        assert_eq!(post(bad, "mobile"), 400, "{bad}");
    }
    assert_eq!(post("+47 90000017", "pager"), 400);
    assert_eq!(post("+47 90000017", "mobile"), 201);
    assert_eq!(post("+47 90000019", "mobile"), 400, "there is one");
    assert_eq!(post("+47 90000018", "alternateMobile"), 201);
    assert_eq!(post("+47 22000000x12", "office"), 201);
    let nora = simulator.user(NORA).unwrap();
    assert_eq!(
        nora.default,
        graph_sim::DefaultMethod::Sms,
        "the first factor becomes the default"
    );
    assert_eq!(nora.per_user_mfa_state, graph_sim::PerUserMfaState::Enforced);

    let mobile = methods("v1.0", &format!("phoneMethods/{MOBILE}"));
    let change = |body: Value| desk.patch(&mobile, &body).status;
    assert_eq!(
        change(json!({ "phoneNumber": "+47 91111111", "phoneType": "mobile" })),
        204
    );
    assert_eq!(desk.get(&mobile).json()["phoneNumber"], "+47 91111111");
    assert_eq!(
        change(json!({ "phoneNumber": "+47 91111111", "phoneType": "office" })),
        400
    );
    assert_eq!(change(json!({ "phoneNumber": "91111111" })), 400);
    let unknown = desk.patch(
        &methods("v1.0", &format!("phoneMethods/{NORA}")),
        &json!({ "phoneNumber": "+47 91111111" }),
    );
    assert_eq!(unknown.status, 404);
    assert!(reasons(&simulator).contains(&"Admin changed phone method for user".to_owned()));
}

#[test]
fn a_new_phone_answers_in_the_documented_shape() {
    let simulator = with_nora(json!({}));
    let body = json!({ "phoneNumber": "+47 90000019", "phoneType": "mobile" });
    let created = desk(&simulator).post(&methods("v1.0", "phoneMethods"), &body);
    assert_eq!(created.status, 201);
    assert_eq!(
        created.json(),
        json!({
        "@odata.context": format!("https://graph.microsoft.com/v1.0/$metadata#users('{NORA}')/authentication/phoneMethods/$entity"),
        "id": MOBILE, "phoneNumber": "+47 90000019", "phoneType": "mobile",
        "smsSignInState": "notAllowedByPolicy", "createdDateTime": null })
    );
}

#[test]
fn people_add_their_own_phone_only_by_virtue_of_a_role_and_never_change_it() {
    let simulator = tenant(&json!({ "users": [
        { "userPrincipalName": "nora@fabrikam.example", "methods": [{ "kind": "phone" }] },
        { "userPrincipalName": "boss@fabrikam.example", "roles": ["Privileged Authentication Administrator"] }] }));
    let body = json!({ "phoneNumber": "+47 22000000", "phoneType": "office" });
    let all = &[
        "UserAuthenticationMethod.ReadWrite",
        "UserAuthenticationMethod.ReadWrite.All",
    ];
    let nora = person(&simulator, "nora@fabrikam.example", all);
    let phones = "/v1.0/me/authentication/phoneMethods";
    assert_eq!(nora.post(phones, &body).status, 403);
    assert_eq!(
        nora.patch(
            &format!("{phones}/{MOBILE}"),
            &json!({ "phoneNumber": "+47 90000020" })
        )
        .status,
        403
    );
    assert_eq!(
        nora.post(
            "/v1.0/me/authentication/emailMethods",
            &json!({ "emailAddress": "n@x.example" })
        )
        .status,
        403
    );
    assert_eq!(
        nora.delete(&format!("{phones}/{MOBILE}")).status,
        204,
        "deleting is allowed"
    );
    let boss = person(&simulator, "boss@fabrikam.example", all);
    assert_eq!(boss.post(phones, &body).status, 201);
    assert_eq!(
        boss.patch(
            &format!("{phones}/{OFFICE}"),
            &json!({ "phoneNumber": "+47 22000001" })
        )
        .status,
        403
    );
    let narrow = person(
        &simulator,
        "boss@fabrikam.example",
        &["UserAuthenticationMethod.ReadWrite"],
    );
    assert_eq!(narrow.post(phones, &body).status, 403);
}

#[test]
fn the_policy_decides_which_phones_there_are() {
    let with = |policies: Value| {
        tenant(
            &json!({ "policies": policies, "users": [{ "id": NORA, "methods": [{ "kind": "phone" }] },
            { "userPrincipalName": "olav@fabrikam.example" }] }),
        )
    };
    let post = |simulator: &Simulator, upn: &str, phone_type: &str| {
        let url = format!("/v1.0/users/{upn}/authentication/phoneMethods");
        desk(simulator).post(
            &url,
            &json!({ "phoneNumber": "+47 90000021", "phoneType": phone_type }),
        )
    };
    let no_calls = with(json!({ "voice": { "state": "disabled" } }));
    assert_eq!(
        post(&no_calls, "olav@fabrikam.example", "mobile").status,
        201,
        "texts are enough"
    );
    let refused = post(&no_calls, NORA, "alternateMobile");
    assert_eq!(refused.status, 400);
    assert!(
        message(&refused).ends_with("AuthMethodType [Phone]."),
        "{}",
        message(&refused)
    );
    let no_offices = with(json!({ "voice": { "isOfficePhoneAllowed": false } }));
    assert_eq!(post(&no_offices, NORA, "office").status, 400);
    assert_eq!(post(&no_offices, NORA, "alternateMobile").status, 201);
}

#[test]
fn a_number_is_the_sign_in_name_of_one_person() {
    let simulator = sms_tenant();
    let desk = desk(&simulator);
    let olav = "/v1.0/users/olav@fabrikam.example/authentication/phoneMethods";
    let nora = methods("v1.0", "phoneMethods");
    let body = json!({ "phoneNumber": "+47 90000022", "phoneType": "mobile" });
    assert_eq!(desk.post(&nora, &body).json()["smsSignInState"], "ready");
    assert_eq!(
        desk.post(olav, &body).json()["smsSignInState"],
        "phoneNumberNotUnique"
    );
    let (nora, olav) = (format!("{nora}/{MOBILE}"), format!("{olav}/{MOBILE}"));
    let refused = desk.post(&format!("{olav}/enableSmsSignIn"), &json!({}));
    assert_eq!((refused.status, code(&refused).as_str()), (400, "badRequest"));

    assert_eq!(
        desk.post(&format!("{nora}/disableSmsSignIn"), &json!({})).status,
        204
    );
    assert_eq!(desk.get(&nora).json()["smsSignInState"], "notEnabled");
    assert_eq!(
        desk.post(&format!("{olav}/microsoft.graph.enableSmsSignIn"), &json!({}))
            .status,
        204
    );
    assert_eq!(desk.get(&olav).json()["smsSignInState"], "ready");
    assert_eq!(
        desk.post(&format!("{olav}/enableSmsSignIn"), &json!({})).status,
        204,
        "twice does no harm"
    );

    assert_eq!(
        desk.patch(&olav, &json!({ "phoneNumber": "+47 90000023" }))
            .status,
        204
    );
    assert_eq!(
        desk.get(&olav).json()["smsSignInState"],
        "ready",
        "the new number is taken as well"
    );
    assert_eq!(
        desk.post(&format!("{nora}/enableSmsSignIn"), &json!({})).status,
        204,
        "the old one is free"
    );
    assert_eq!(desk.delete(&nora).status, 204);
    assert_eq!(
        desk.patch(&olav, &json!({ "phoneNumber": "+47 90000022" }))
            .status,
        204
    );
    assert_eq!(
        desk.get(&olav).json()["smsSignInState"],
        "ready",
        "a deleted phone frees its number"
    );
}

#[test]
fn signing_in_by_text_takes_a_mobile_phone_and_the_policy() {
    let simulator = tenant(&json!({ "users": [{ "id": NORA, "methods": [
        { "kind": "phone" }, { "kind": "phone", "phoneType": "office" }] }] }));
    let desk = desk(&simulator);
    let act = |version: &str, below: &str| desk.post(&methods(version, below), &json!({})).status;
    assert_eq!(
        act("v1.0", &format!("phoneMethods/{MOBILE}/enableSmsSignIn")),
        400,
        "the policy does not allow it"
    );
    assert_eq!(
        act("v1.0", &format!("phoneMethods/{OFFICE}/enableSmsSignIn")),
        400
    );
    assert_eq!(
        act("v1.0", &format!("phoneMethods/{OFFICE}/disableSmsSignIn")),
        400
    );
    assert_eq!(
        act("v1.0", &format!("phoneMethods/{ALTERNATE}/enableSmsSignIn")),
        404
    );
    assert_eq!(
        act("v1.0", &format!("methods/{MOBILE}/disableSmsSignIn")),
        400,
        "no such path in v1.0"
    );
    assert_eq!(act("beta", &format!("methods/{MOBILE}/disableSmsSignIn")), 204);
    let shown =
        |id: &str| desk.get(&methods("v1.0", &format!("phoneMethods/{id}"))).json()["smsSignInState"].clone();
    assert_eq!(shown(OFFICE), "notSupported");
    let phones = app(&simulator, &["UserAuthMethod-Phone.ReadWrite.All"]);
    let url = methods("v1.0", &format!("phoneMethods/{MOBILE}/disableSmsSignIn"));
    assert_eq!(phones.post(&url, &json!({})).status, 204);
    assert_eq!(
        app(&simulator, &["UserAuthMethod-Email.ReadWrite.All"])
            .post(&url, &json!({}))
            .status,
        403
    );
}

#[test]
fn a_mail_address_is_registered_once_and_changed() {
    let simulator = with_nora(json!({}));
    let desk = desk(&simulator);
    let mails = methods("v1.0", "emailMethods");
    for bad in [
        "nora",
        "nora@",
        "@x.example",
        "nora@localhost",
        "no ra@x.example",
        "a@b@x.example",
        "nora@x..example",
        " ",
    ] {
        assert_eq!(
            desk.post(&mails, &json!({ "emailAddress": bad })).status,
            400,
            "{bad}"
        );
    }
    assert_eq!(desk.post(&mails, &json!({})).status, 400);
    let created = desk.post(&mails, &json!({ "emailAddress": "nora@private.example" }));
    assert_eq!(created.status, 201);
    assert_eq!(
        (&created.json()["id"], &created.json()["emailAddress"]),
        (&json!(MAIL), &json!("nora@private.example"))
    );
    assert_eq!(
        desk.post(&mails, &json!({ "emailAddress": "more@private.example" }))
            .status,
        400,
        "there is one"
    );
    let mail = format!("{mails}/{MAIL}");
    assert_eq!(desk.patch(&mail, &json!({ "emailAddress": "nora" })).status, 400);
    assert_eq!(
        desk.patch(&mail, &json!({ "emailAddress": "n@private.example" }))
            .status,
        204
    );
    assert_eq!(desk.get(&mail).json()["emailAddress"], "n@private.example");
    assert_eq!(
        simulator.user(NORA).unwrap().default,
        graph_sim::DefaultMethod::None,
        "never a second factor"
    );
    assert_eq!(desk.delete(&mail).status, 204);
    assert_eq!(
        desk.patch(&mail, &json!({ "emailAddress": "n@private.example" }))
            .status,
        404
    );
    assert_eq!(
        reasons(&simulator),
        [
            "Admin registered email method for user",
            "Update user",
            "Admin changed email method for user",
            "Update user",
            "Admin deleted email method for user",
            "Update user",
        ]
    );
    let off = tenant(&json!({ "policies": { "email": { "state": "disabled" } }, "users": [{ "id": NORA }] }));
    let refused = super::tenant::desk(&off).post(&mails, &json!({ "emailAddress": "nora@private.example" }));
    assert!(message(&refused).ends_with("AuthMethodType [Email]."));
}

#[test]
fn an_external_method_belongs_to_a_configuration_of_the_policy() {
    let simulator = with_nora(json!({}));
    let desk = desk(&simulator);
    let url = methods("v1.0", "externalAuthenticationMethods");
    let body = |id: &str| json!({ "configurationId": id, "displayName": "Contoso Push" });
    let unknown = desk.post(&url, &body(NORA));
    assert_eq!((unknown.status, code(&unknown).as_str()), (400, "badRequest"));
    assert_eq!(
        desk.post(&url, &json!({ "configurationId": VENDOR })).status,
        400,
        "a name is required"
    );
    let created = desk.post(&url, &body(&VENDOR.to_uppercase()));
    assert_eq!(created.status, 201);
    assert_eq!(created.json()["configurationId"], VENDOR);
    assert_eq!(
        created.json()["createdDateTime"],
        "2026-08-20T09:00:00",
        "without a zone"
    );
    assert_eq!(desk.post(&url, &body(VENDOR)).status, 400, "once per person");
    let id = created.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(
        desk.get(&format!("{url}/{id}")).json()["displayName"],
        "Contoso Push"
    );
    assert_eq!(desk.delete(&format!("{url}/{id}")).status, 204);

    let off = tenant(
        &json!({ "policies": { "external": [{ "id": VENDOR, "state": "disabled" }] }, "users": [{ "id": NORA }] }),
    );
    let refused = super::tenant::desk(&off).post(&url, &body(VENDOR));
    assert!(message(&refused).ends_with("AuthMethodType [External]."));
    let narrow = app(&simulator, &["UserAuthMethod-External.Read.All"]);
    assert_eq!(narrow.post(&url, &body(VENDOR)).status, 403);
    assert_eq!(
        app(&simulator, &["UserAuthMethod-External.ReadWrite.All"])
            .post(&url, &body(VENDOR))
            .status,
        201
    );
}
