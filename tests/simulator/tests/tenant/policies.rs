//! The authentication methods policy, Conditional Access and domains.

use std::time::Duration;

use serde_json::{Value, json};

use crate::tenant::*;

const POLICY: &str = "/v1.0/policies/authenticationMethodsPolicy";

fn configuration(id: &str) -> String {
    format!("{POLICY}/authenticationMethodConfigurations/{id}")
}

fn pass_policy(changes: Value) -> Value {
    let mut body = changes;
    body["@odata.type"] = "#microsoft.graph.temporaryAccessPassAuthenticationMethodConfiguration".into();
    body
}

#[test]
fn the_policy_shows_every_configuration_and_the_campaign() {
    let simulator = tenant(&json!({ "policies": {
        "temporaryAccessPass": { "defaultLength": 12, "isUsableOnce": true },
        "fido2": { "state": "disabled" },
        "registrationCampaign": { "state": "enabled", "snoozeDurationInDays": 3 } } }));
    let desk = desk(&simulator);
    let policy = desk.get(POLICY).json();
    assert_eq!(
        policy["@odata.context"],
        "https://graph.microsoft.com/v1.0/$metadata#authenticationMethodsPolicy"
    );
    let campaign = &policy["registrationEnforcement"]["authenticationMethodsRegistrationCampaign"];
    assert_eq!(campaign["state"], "enabled");
    assert_eq!(campaign["snoozeDurationInDays"], 3);
    assert_eq!(
        campaign["includeTargets"][0]["targetedAuthenticationMethod"],
        "microsoftAuthenticator"
    );
    assert_eq!(campaign.get("enforceRegistrationAfterAllowedSnoozes"), None);
    let beta = desk.get("/beta/policies/authenticationMethodsPolicy").json();
    let campaign = &beta["registrationEnforcement"]["authenticationMethodsRegistrationCampaign"];
    assert_eq!(campaign["enforceRegistrationAfterAllowedSnoozes"], true);

    let ids = |policy: &Value| -> Vec<String> {
        let all = policy["authenticationMethodConfigurations"].as_array().unwrap();
        all.iter()
            .map(|it| it["id"].as_str().unwrap().to_owned())
            .collect()
    };
    assert!(
        !ids(&policy).contains(&"HardwareOath".to_owned()),
        "v1.0 does not know the type"
    );
    assert!(ids(&beta).contains(&"HardwareOath".to_owned()));
    assert_eq!(desk.get(&configuration("hardwareOath")).status, 404);

    let pass = desk.get(&configuration("temporaryAccessPass")).json();
    assert_eq!(pass["id"], "TemporaryAccessPass");
    assert_eq!(
        pass["@odata.type"],
        "#microsoft.graph.temporaryAccessPassAuthenticationMethodConfiguration"
    );
    assert_eq!(pass["defaultLength"], 12);
    assert_eq!(pass["isUsableOnce"], true);
    assert_eq!(pass["maximumLifetimeInMinutes"], 480);
    assert_eq!(
        pass["includeTargets"],
        json!([{ "id": "all_users", "targetType": "group", "isRegistrationRequired": false }])
    );
    assert_eq!(desk.get(&configuration("Fido2")).json()["state"], "disabled");
    let sms = desk.get(&configuration("Sms")).json();
    assert_eq!(sms["includeTargets"][0]["isUsableForSignIn"], false);
    let list = desk.get(&configuration("")).json();
    assert_eq!(list["value"].as_array().unwrap().len(), ids(&policy).len());
}

#[test]
fn a_configuration_is_changed_property_by_property_and_leaves_a_record() {
    let simulator = tenant(&json!({}));
    let desk = desk(&simulator);
    let url = configuration("temporaryAccessPass");
    assert_eq!(
        desk.patch(&url, &pass_policy(json!({ "maximumLifetimeInMinutes": 1440 })))
            .status,
        204
    );
    let shown = desk.get(&url).json();
    assert_eq!(shown["maximumLifetimeInMinutes"], 1440);
    assert_eq!(shown["minimumLifetimeInMinutes"], 60, "what is not named stays");
    simulator.advance(Duration::from_secs(60));
    let audits = desk
        .get("/v1.0/auditLogs/directoryAudits?$filter=activityDisplayName eq 'Authentication Methods Policy Update'")
        .json();
    let record = &audits["value"][0];
    assert_eq!(record["category"], "ApplicationManagement");
    assert_eq!(record["loggedByService"], "Authentication Methods");
    let target = &record["targetResources"][0];
    assert_eq!(
        (&target["type"], &target["displayName"]),
        (&json!("Policy"), &json!("Authentication Methods Policy"))
    );
    let change = &target["modifiedProperties"][0];
    assert!(
        change["oldValue"]
            .as_str()
            .unwrap()
            .contains("\"maximumLifetimeInMinutes\":480")
    );
    assert!(
        change["newValue"]
            .as_str()
            .unwrap()
            .contains("\"maximumLifetimeInMinutes\":1440")
    );

    assert_eq!(desk.delete(&url).status, 204);
    assert_eq!(
        desk.get(&url).json()["maximumLifetimeInMinutes"],
        480,
        "back to the default"
    );
}

#[test]
fn a_configuration_refuses_what_makes_no_sense_and_stays_as_it_was() {
    let simulator = tenant(&json!({}));
    let desk = desk(&simulator);
    let url = configuration("temporaryAccessPass");
    let before = desk.get(&url).json();
    for bad in [
        json!({ "defaultLength": 7 }),
        json!({ "defaultLength": 49 }),
        json!({ "minimumLifetimeInMinutes": 9 }),
        json!({ "maximumLifetimeInMinutes": 43_201 }),
        json!({ "maximumLifetimeInMinutes": 59 }),
        json!({ "defaultLifetimeInMinutes": 481 }),
        json!({ "isUsableOnce": "yes" }),
        json!({ "state": "perhaps" }),
        json!({ "colour": "blue" }),
        json!({ "id": "Other" }),
        json!({ "includeTargets": [{ "id": "all_users", "targetType": "user" }] }),
        json!({ "includeTargets": [{ "id": "all_users", "isUsableForSignIn": true }] }),
    ] {
        assert_eq!(desk.patch(&url, &pass_policy(bad.clone())).status, 400, "{bad}");
    }
    assert_eq!(desk.get(&url).json(), before);
    let untyped = desk.patch(&url, &json!({ "isUsableOnce": true }));
    assert_eq!(
        untyped.status, 400,
        "only the base type is known without the type's name"
    );
    assert!(
        message(&untyped)
            .contains("does not exist on type 'microsoft.graph.authenticationMethodConfiguration'")
    );
    assert_eq!(desk.patch(&url, &json!({ "state": "disabled" })).status, 204);
    let wrong =
        json!({ "@odata.type": "#microsoft.graph.smsAuthenticationMethodConfiguration", "state": "enabled" });
    assert_eq!(desk.patch(&url, &wrong).status, 400);
    for (id, odata_type, bad) in [
        ("QRCodePin", "qrCodePin", json!({ "pinLength": 21 })),
        (
            "QRCodePin",
            "qrCodePin",
            json!({ "standardQRCodeLifetimeInDays": 396 }),
        ),
    ] {
        let mut body = bad;
        body["@odata.type"] =
            format!("#microsoft.graph.{odata_type}AuthenticationMethodConfiguration").into();
        assert_eq!(desk.patch(&configuration(id), &body).status, 400, "{body}");
    }
    assert_eq!(desk.get(&configuration("Telegram")).status, 404);
}

#[test]
fn the_campaign_is_changed_through_the_policy() {
    let simulator = tenant(&json!({}));
    let desk = desk(&simulator);
    let campaign = |changes: Value| json!({ "registrationEnforcement": { "authenticationMethodsRegistrationCampaign": changes } });
    assert_eq!(
        desk.patch(
            POLICY,
            &campaign(json!({ "state": "enabled", "snoozeDurationInDays": 14 }))
        )
        .status,
        204
    );
    let shown = desk.get(POLICY).json();
    let shown = &shown["registrationEnforcement"]["authenticationMethodsRegistrationCampaign"];
    assert_eq!(
        (&shown["state"], &shown["snoozeDurationInDays"]),
        (&json!("enabled"), &json!(14))
    );
    assert_eq!(
        desk.patch(POLICY, &campaign(json!({ "snoozeDurationInDays": 15 })))
            .status,
        400
    );
    assert_eq!(desk.patch(POLICY, &json!({ "mood": "good" })).status, 400);
    let both = json!({ "reconfirmationInDays": 30, "policyMigrationState": "never" });
    assert_eq!(desk.patch(POLICY, &both).status, 400);
    assert_eq!(
        desk.get(POLICY).json()["reconfirmationInDays"],
        0,
        "all or nothing"
    );
}

#[test]
fn other_vendors_are_added_changed_and_taken_away() {
    let simulator = tenant(&json!({ "policies": { "external": [] } }));
    let desk = desk(&simulator);
    let body = json!({
        "@odata.type": "#microsoft.graph.externalAuthenticationMethodConfiguration",
        "displayName": "Adatum", "appId": "06a011bd-ec92-4404-80fb-db6d5ada8ee3", "state": "enabled",
        "openIdConnectSetting": { "clientId": "abc", "discoveryUrl": "https://adatum.example/.well-known/openid-configuration" },
        "includeTargets": [{ "id": "all_users", "targetType": "group" }] });
    let created = desk.post(&configuration(""), &body);
    assert_eq!(created.status, 201);
    let id = created.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(desk.get(&configuration(&id)).json()["displayName"], "Adatum");
    let rename = json!({ "@odata.type": "#microsoft.graph.externalAuthenticationMethodConfiguration", "displayName": "New" });
    assert_eq!(desk.patch(&configuration(&id), &rename).status, 204);
    assert_eq!(desk.get(&configuration(&id)).json()["displayName"], "New");
    assert_eq!(desk.delete(&configuration(&id)).status, 204);
    assert_eq!(desk.get(&configuration(&id)).status, 404);
    let mut nameless = body;
    nameless["displayName"] = Value::Null;
    assert_eq!(desk.post(&configuration(""), &nameless).status, 400);
    let built_in = json!({ "@odata.type": "#microsoft.graph.smsAuthenticationMethodConfiguration" });
    assert_eq!(desk.post(&configuration(""), &built_in).status, 400);
}

#[test]
fn reading_and_changing_the_policy_take_a_permission_and_a_role() {
    let simulator = tenant(&json!({ "users": [
        { "userPrincipalName": "reader@fabrikam.example", "roles": ["Global Reader"] },
        { "userPrincipalName": "policy@fabrikam.example", "roles": ["Authentication Policy Administrator"] },
        { "userPrincipalName": "desk@fabrikam.example", "roles": ["Authentication Administrator"] }] }));
    let scopes = &["Policy.ReadWrite.AuthenticationMethod"];
    let off = json!({ "state": "disabled" });
    let url = configuration("sms");
    for (who, reads, writes) in [("reader", 200, 403), ("policy", 200, 204), ("desk", 403, 403)] {
        let caller = person(&simulator, &format!("{who}@fabrikam.example"), scopes);
        assert_eq!(caller.get(POLICY).status, reads, "{who}");
        assert_eq!(caller.patch(&url, &off).status, writes, "{who}");
    }
    let narrow = app(&simulator, &["Policy.Read.AuthenticationMethod"]);
    assert_eq!(narrow.get(POLICY).status, 200);
    let refused = narrow.patch(&url, &off);
    assert_eq!((refused.status, code(&refused).as_str()), (403, "accessDenied"));
    assert_eq!(app(&simulator, &["User.Read.All"]).get(POLICY).status, 403);
}

#[test]
fn a_scenario_names_the_field_of_a_policy_that_makes_no_sense() {
    let problem = |policies: Value| {
        let scenario = graph_sim::Scenario::from_json(&json!({ "policies": policies }).to_string());
        match scenario.and_then(graph_sim::Simulator::new) {
            Ok(_) => panic!("accepted"),
            Err(error) => error.to_string(),
        }
    };
    let text = problem(json!({ "temporaryAccessPass": { "defaultLength": 4 } }));
    assert!(
        text.starts_with("policies.temporaryAccessPass.defaultLength: "),
        "{text}"
    );
    let text = problem(json!({ "registrationCampaign": { "snoozeDurationInDays": 20 } }));
    assert!(
        text.starts_with("policies.registrationCampaign.snoozeDurationInDays: "),
        "{text}"
    );
    let text =
        problem(json!({ "sms": { "includeTargets": [{ "id": "nobody@x.example", "targetType": "user" }] } }));
    assert!(text.contains("nobody@x.example"), "{text}");
    let text = problem(json!({ "external": [{ "id": "not a GUID" }] }));
    assert!(text.starts_with("policies.external.id: "), "{text}");
    let text = problem(json!({ "fax": {} }));
    assert!(text.contains("fax"), "{text}");
}

#[test]
fn conditional_access_policies_are_shown_as_the_service_shows_them() {
    let simulator = tenant(&json!({ "quotas": { "enabled": false }, "conditionalAccess": [
        { "displayName": "Register from the office",
          "conditions": { "applications": { "includeUserActions": ["urn:user:registersecurityinfo"] },
                          "users": { "includeUsers": ["All"] } },
          "grantControls": { "builtInControls": ["mfa"] } },
        { "displayName": "Off", "state": "disabled" }] }));
    let desk = desk(&simulator);
    let url = "/v1.0/identity/conditionalAccess/policies";
    let list = desk.get(url).json();
    let first = &list["value"][0];
    assert_eq!(first["state"], "enabled");
    assert_eq!(
        first["conditions"]["applications"]["includeUserActions"],
        json!(["urn:user:registersecurityinfo"])
    );
    assert_eq!(first["grantControls"]["operator"], "OR");
    assert_eq!(list["value"][1]["grantControls"], Value::Null);
    let id = first["id"].as_str().unwrap();
    assert_eq!(
        desk.get(&format!("{url}/{id}")).json()["displayName"],
        "Register from the office"
    );
    let filtered = desk
        .get(&format!(
            "{url}?$filter=state%20eq%20'disabled'&$select=displayName"
        ))
        .json();
    assert_eq!(filtered["value"], json!([{ "displayName": "Off" }]));
    assert_eq!(
        desk.get(&format!("{url}?$filter=contains(displayName,'x')"))
            .status,
        400
    );
    assert_eq!(desk.get(&format!("{url}/{NORA}")).status, 404);
    assert_eq!(app(&simulator, &["User.Read.All"]).get(url).status, 403);
}

#[test]
fn domains_tell_where_people_sign_in() {
    let simulator = tenant(&json!({ "domains": [
        { "name": "Plant.Fabrikam.example", "authenticationType": "Federated" }] }));
    let desk = desk(&simulator);
    let list = desk.get("/v1.0/domains").json();
    let found: Vec<_> = list["value"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| {
            (
                it["id"].as_str().unwrap().to_owned(),
                it["authenticationType"].clone(),
                it["isDefault"].clone(),
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            (
                "plant.fabrikam.example".to_owned(),
                json!("Federated"),
                json!(false)
            ),
            ("fabrikam.example".to_owned(), json!("Managed"), json!(true)),
        ]
    );
    let one = desk.get("/v1.0/domains/PLANT.fabrikam.example");
    assert_eq!(
        (one.status, &one.json()["authenticationType"]),
        (200, &json!("Federated"))
    );
    assert_eq!(desk.get("/v1.0/domains/contoso.example").status, 404);
    assert_eq!(
        app(&simulator, &["User.Read.All"]).get("/v1.0/domains").status,
        403
    );
    let organization = desk.get("/v1.0/organization").json();
    assert_eq!(
        organization["value"][0]["verifiedDomains"]
            .as_array()
            .unwrap()
            .len(),
        2
    );

    let twice = json!({ "domains": [{ "name": "a.example", "isDefault": true }, { "name": "b.example", "isDefault": true }] });
    let scenario = graph_sim::Scenario::from_json(&twice.to_string()).unwrap();
    assert!(
        graph_sim::Simulator::new(scenario)
            .unwrap_err()
            .to_string()
            .starts_with("domains: ")
    );
}
