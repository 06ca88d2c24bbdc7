//! The registration report and its summaries: what they say of people, how far behind they are, who reads them.

use std::time::Duration;

use graph_sim::{Response, Simulator};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::tenant::*;

const DETAILS: &str = "/v1.0/reports/authenticationMethods/userRegistrationDetails";

fn company(rules: &Value) -> Simulator {
    tenant(&json!({ "rules": rules, "users": [
        { "id": NORA, "userPrincipalName": "nora.lind@fabrikam.example", "displayName": "Nora Lind", "methods": [
            { "kind": "phone", "phoneNumber": "+47 90000017" },
            { "kind": "microsoftAuthenticator", "id": "0f0e0d0c-0000-4000-8000-000000000001" }] },
        { "userPrincipalName": "ann_contoso.example#EXT#@fabrikam.example", "displayName": "Ann" },
        { "userPrincipalName": "boss@fabrikam.example", "displayName": "Boss", "roles": ["Global Administrator"],
          "methods": [{ "kind": "fido2" }, { "kind": "email" }], "systemPreferred": false },
        { "userPrincipalName": "reader@fabrikam.example", "displayName": "Reader", "roles": ["Reports Reader"],
          "methods": [{ "kind": "hardwareOath" }, { "kind": "phone", "phoneType": "office" }] },
        { "userPrincipalName": "gone@fabrikam.example", "accountEnabled": false, "methods": [{ "kind": "fido2" }] }] }))
}

fn rows(answer: &Response) -> Vec<Value> {
    assert_eq!(answer.status, 200, "{}", message(answer));
    answer.json()["value"].as_array().unwrap().clone()
}

fn row(caller: &Caller<'_>, id: &str) -> Value {
    caller.get(&format!("{DETAILS}/{id}")).json()
}

#[test]
fn the_report_tells_what_people_have_registered() {
    let simulator = company(&json!({}));
    let rows = rows(&desk(&simulator).get(DETAILS));
    let names: Vec<_> = rows
        .iter()
        .map(|row| row["userDisplayName"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        ["Nora Lind", "Ann", "Boss", "Reader"],
        "without those who are disabled"
    );
    assert_eq!(
        rows[0],
        json!({
            "id": NORA, "userPrincipalName": "nora.lind@fabrikam.example", "userDisplayName": "Nora Lind",
            "userType": "member", "isAdmin": false,
            "isSsprRegistered": true, "isSsprEnabled": true, "isSsprCapable": true,
            "isMfaRegistered": true, "isMfaCapable": true, "isPasswordlessCapable": false,
            "methodsRegistered": ["mobilePhone", "microsoftAuthenticatorPush", "softwareOneTimePasscode"],
            "isSystemPreferredAuthenticationMethodEnabled": true,
            "systemPreferredAuthenticationMethods": ["push"],
            "userPreferredMethodForSecondaryAuthentication": "push",
            "lastUpdatedDateTime": "2026-08-20T08:00:00Z"
        })
    );
    assert_eq!(rows[1]["userType"], "guest");
    assert_eq!(
        (
            &rows[1]["methodsRegistered"],
            &rows[1]["userPreferredMethodForSecondaryAuthentication"]
        ),
        (&json!([]), &json!(""))
    );
    assert_eq!(
        (
            &rows[2]["isAdmin"],
            &rows[2]["isPasswordlessCapable"],
            &rows[2]["methodsRegistered"]
        ),
        (
            &json!(true),
            &json!(true),
            &json!(["email", "passKeyDeviceBound"])
        )
    );
    assert_eq!(
        (
            &rows[2]["systemPreferredAuthenticationMethods"],
            &rows[2]["isSsprRegistered"]
        ),
        (&json!([]), &json!(false)),
        "a passkey counts for no password reset"
    );
    assert_eq!(rows[2]["userPreferredMethodForSecondaryAuthentication"], "none");
    assert_eq!(
        rows[3]["methodsRegistered"],
        json!(["officePhone", "hardwareOneTimePasscode"])
    );
    let nora = row(&desk(&simulator), NORA);
    assert_eq!(nora["defaultMfaMethod"], "microsoftAuthenticatorPush");
    assert_eq!(desk(&simulator).get(&format!("{DETAILS}/{MOBILE}")).status, 404);
}

#[test]
fn the_report_is_behind_until_the_next_run() {
    let simulator = company(&json!({}));
    simulator.advance(Duration::from_secs(60));
    assert_eq!(
        desk(&simulator)
            .delete(&methods("v1.0", &format!("phoneMethods/{MOBILE}")))
            .status,
        204
    );
    simulator.advance(Duration::from_secs(2 * 3600));
    let nora = row(&desk(&simulator), NORA);
    assert_eq!(nora["methodsRegistered"][0], "mobilePhone", "as at 8 o'clock");
    assert_eq!(nora["lastUpdatedDateTime"], "2026-08-20T08:00:00Z");
    simulator.advance(Duration::from_secs(3600));
    let nora = row(&desk(&simulator), NORA);
    assert_eq!(
        nora["methodsRegistered"],
        json!(["microsoftAuthenticatorPush", "softwareOneTimePasscode"])
    );
    assert_eq!(nora["lastUpdatedDateTime"], "2026-08-20T12:00:00Z");
    assert_eq!(nora["isSsprRegistered"], false);
}

#[test]
fn a_run_finds_what_was_there_at_its_time_even_if_nobody_looked() {
    let simulator = company(&json!({ "reportIntervalMs": 3_600_000 }));
    desk(&simulator).delete(&methods("v1.0", &format!("phoneMethods/{MOBILE}")));
    simulator.advance(Duration::from_secs(2 * 3600));
    let app = methods(
        "v1.0",
        "microsoftAuthenticatorMethods/0f0e0d0c-0000-4000-8000-000000000001",
    );
    assert_eq!(desk(&simulator).delete(&app).status, 204);
    let nora = row(&desk(&simulator), NORA);
    assert_eq!(
        nora["methodsRegistered"],
        json!(["microsoftAuthenticatorPush", "softwareOneTimePasscode"]),
        "the run at 11 found the phone gone and the app there"
    );
}

#[test]
fn those_who_leave_stay_in_the_report_and_those_who_come_are_late() {
    let simulator = tenant(&json!({ "users": [
        { "id": NORA, "userPrincipalName": "nora.lind@fabrikam.example" },
        { "userPrincipalName": "new@fabrikam.example", "createdDateTime": "2026-08-20T08:30:00Z" }],
        "faults": [{ "path": format!("/users/{NORA}"), "answer": { "vanishUser": true } }] }));
    assert_eq!(desk(&simulator).get(&format!("/v1.0/users/{NORA}")).status, 404);
    let names = |answer: &Response| -> Vec<Value> {
        rows(answer)
            .iter()
            .map(|row| row["userPrincipalName"].clone())
            .collect()
    };
    assert_eq!(
        names(&desk(&simulator).get(DETAILS)),
        ["nora.lind@fabrikam.example"]
    );
    simulator.advance(Duration::from_secs(3 * 3600));
    assert_eq!(names(&desk(&simulator).get(DETAILS)), ["new@fabrikam.example"]);
}

#[test]
fn the_interval_is_a_rule_and_scaled() {
    for (rules, expected) in [
        (json!({ "reportIntervalMs": 0 }), "2026-08-20T09:30:00Z"),
        (json!({ "reportIntervalMs": 3_600_000 }), "2026-08-20T09:00:00Z"),
        (
            json!({ "reportIntervalMs": 7_200_000, "delayScale": 0.125 }),
            "2026-08-20T09:30:00Z",
        ),
    ] {
        let simulator = company(&rules);
        simulator.advance(Duration::from_secs(1800));
        assert_eq!(
            row(&desk(&simulator), NORA)["lastUpdatedDateTime"],
            expected,
            "{rules}"
        );
    }
    let simulator = company(&json!({ "reportIntervalMs": 0 }));
    desk(&simulator).delete(&methods("v1.0", &format!("phoneMethods/{MOBILE}")));
    assert_eq!(
        row(&desk(&simulator), NORA)["methodsRegistered"][0],
        "microsoftAuthenticatorPush"
    );
}

#[test]
fn the_report_can_be_filtered_sorted_and_paged() {
    let simulator = company(&json!({}));
    let desk = desk(&simulator);
    let ask = |query: &str| desk.get(&format!("{DETAILS}?{}", query.replace(' ', "%20")));
    for (filter, expected) in [
        ("userType eq 'guest'", vec!["Ann"]),
        ("isMfaRegistered eq false and isAdmin eq false", vec!["Ann"]),
        ("isAdmin eq true", vec!["Boss", "Reader"]),
        ("isPasswordlessCapable eq true", vec!["Boss"]),
        ("isSsprCapable eq false", vec!["Ann", "Boss"]),
        ("startswith(userPrincipalName,'NORA')", vec!["Nora Lind"]),
        ("userDisplayName eq 'boss'", vec!["Boss"]),
        ("methodsRegistered/any(m:m eq 'officePhone')", vec!["Reader"]),
        (
            "methodsRegistered/any(m:m eq 'email') or methodsRegistered/any(m:m eq 'mobilePhone')",
            vec!["Nora Lind", "Boss"],
        ),
        (
            "systemPreferredAuthenticationMethods/any(m:m eq 'push')",
            vec!["Nora Lind"],
        ),
        (
            "userPreferredMethodForSecondaryAuthentication eq 'push'",
            vec!["Nora Lind"],
        ),
        (
            "userPreferredMethodForSecondaryAuthentication/any(m:m eq 'push')",
            vec!["Nora Lind"],
        ),
        (
            "isSystemPreferredAuthenticationMethodEnabled eq false",
            vec!["Boss"],
        ),
    ] {
        let found = rows(&ask(&format!("$filter={filter}")));
        let names: Vec<_> = found
            .iter()
            .map(|row| row["userDisplayName"].as_str().unwrap())
            .collect();
        assert_eq!(names, expected, "{filter}");
    }
    for refused in [
        "$filter=isAdmin ne true",
        "$filter=not(isAdmin eq true)",
        "$filter=contains(userDisplayName,'o')",
        "$filter=lastUpdatedDateTime ge 2026-08-20",
        "$filter=id eq 'x'",
        "$orderby=isAdmin",
        "$search=%22displayName:nora%22",
        "$top=1001",
    ] {
        assert_eq!(ask(refused).status, 400, "{refused}");
    }
    let first = ask("$orderby=userDisplayName desc&$top=3&$select=userDisplayName").json();
    assert_eq!(
        first["value"],
        json!([{ "userDisplayName": "Reader" }, { "userDisplayName": "Nora Lind" }, { "userDisplayName": "Boss" }])
    );
    let second = desk.get(first["@odata.nextLink"].as_str().unwrap()).json();
    assert_eq!(second["value"], json!([{ "userDisplayName": "Ann" }]));
    assert_eq!(second.get("@odata.nextLink"), None);
}

#[test]
fn reading_the_report_takes_a_permission_a_role_and_a_licence() {
    let simulator = company(&json!({}));
    let denied = app(&simulator, &["User.Read.All", "Directory.Read.All"]).get(DETAILS);
    assert_eq!(
        (denied.status, code(&denied).as_str()),
        (403, "Authentication_MSGraphPermissionMissing")
    );
    let nora = person(&simulator, "nora.lind@fabrikam.example", &["AuditLog.Read.All"]);
    assert_eq!(code(&nora.get(DETAILS)), "Authorization_RequestDenied");
    let reader = person(&simulator, "reader@fabrikam.example", &["AuditLog.Read.All"]);
    assert_eq!(reader.get(DETAILS).status, 200);
    assert_eq!(reader.delete(&format!("{DETAILS}/{NORA}")).status, 405);
    let free = company(&json!({ "premium": false }));
    let refused = desk(&free).get(DETAILS);
    assert_eq!(
        (refused.status, code(&refused).as_str()),
        (403, "Authentication_RequestFromNonPremiumTenantOrB2CTenant")
    );
}

#[test]
fn summaries_count_for_people_only() {
    let simulator = company(&json!({}));
    let reader = person(&simulator, "reader@fabrikam.example", &["AuditLog.Read.All"]);
    let base = "/v1.0/reports/authenticationMethods";
    let counts = |function: &str, of: &str, name: &str| -> Vec<(String, u64)> {
        let answer = reader.get(&format!("{base}/{function}"));
        assert_eq!(answer.status, 200, "{function}: {}", message(&answer));
        let body = answer.json();
        let counts = body[of].as_array().unwrap().iter();
        counts
            .map(|it| {
                (
                    it[name].as_str().unwrap().to_owned(),
                    it["userCount"].as_u64().unwrap(),
                )
            })
            .collect()
    };
    let methods = |function: &str| counts(function, "userRegistrationMethodCounts", "authenticationMethod");
    let features = |function: &str| counts(function, "userRegistrationFeatureCounts", "feature");
    let all = methods("usersRegisteredByMethod(includedUserTypes='all',includedUserRoles='all')");
    assert!(all.contains(&("password".into(), 4)) && all.contains(&("mobilePhone".into(), 1)));
    assert_eq!(all, methods("usersRegisteredByMethod()"));
    assert_eq!(all, methods("UsersRegisteredByMethod"));
    assert_eq!(
        methods("usersRegisteredByMethod(includedUserRoles='admin',includedUserTypes='member')"),
        [
            ("password", 2),
            ("officePhone", 1),
            ("email", 1),
            ("hardwareOneTimePasscode", 1),
            ("passKeyDeviceBound", 1)
        ]
        .map(|(name, count)| (name.to_owned(), count))
    );
    assert_eq!(
        features("usersRegisteredByFeature(includedUserTypes='all',includedUserRoles='all')"),
        [
            ("ssprRegistered", 2),
            ("ssprEnabled", 4),
            ("ssprCapable", 2),
            ("passwordlessCapable", 1),
            ("mfaCapable", 3)
        ]
        .map(|(name, count)| (name.to_owned(), count))
    );
    let privileged = format!(
        "{base}/usersRegisteredByFeature(includedUserTypes='all',includedUserRoles='privilegedAdmin')"
    );
    let body = reader.get(&privileged).json();
    assert_eq!(
        (&body["totalUserCount"], &body["userRoles"]),
        (&json!(1), &json!("privilegedAdmin"))
    );
    let guests = reader.get(&format!(
        "{base}/usersRegisteredByFeature(includedUserTypes='guest',includedUserRoles='user')"
    ));
    assert_eq!(guests.json()["totalUserCount"], 1);
    for wrong in [
        "includedUserTypes='robot'",
        "includedUserRoles='king'",
        "others='all'",
    ] {
        assert_eq!(
            reader
                .get(&format!("{base}/usersRegisteredByMethod({wrong})"))
                .status,
            400,
            "{wrong}"
        );
    }
    let refused = desk(&simulator).get(&privileged);
    assert_eq!(
        (refused.status, code(&refused).as_str()),
        (403, "Authentication_MSGraphPermissionMissing")
    );
}

#[test]
fn the_policy_of_password_resets_is_the_tenants() {
    let simulator =
        company(&json!({ "selfServicePasswordReset": { "enabled": false, "methodsRequired": 1 } }));
    let rows = rows(&desk(&simulator).get(DETAILS));
    let told =
        |row: &Value| ["isSsprRegistered", "isSsprEnabled", "isSsprCapable"].map(|name| row[name] == true);
    assert_eq!(told(&rows[0]), [true, false, false]);
    assert_eq!(
        told(&rows[2]),
        [false, true, false],
        "administrators may, and need two"
    );
    assert_eq!(told(&rows[3]), [true, true, true]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever happens between two runs, the report says what was true at the last one.
    #[test]
    fn the_report_is_the_truth_of_the_last_run(
        steps in prop::collection::vec((0usize..12, 0u64..5_000), 1..24),
    ) {
        let simulator = tenant(&json!({ "rules": { "reportIntervalMs": 3_600_000 },
            "generate": { "users": 12, "seed": 11 } }));
        let people = simulator.state().users;
        let truth = || -> Vec<usize> {
            let state = simulator.state();
            state.users.iter().map(|user| user.methods.iter().filter(|it| it.kind == "phone").count()).collect()
        };
        let mut expected = truth();
        let mut hour = simulator.now().unix_timestamp() / 3600;
        for (who, seconds) in steps {
            simulator.advance(Duration::from_secs(seconds));
            if simulator.now().unix_timestamp() / 3600 != hour {
                hour = simulator.now().unix_timestamp() / 3600;
                expected = truth();
            }
            let id = &people[who].id;
            let phones = "/authentication/phoneMethods";
            let office = format!("/v1.0/users/{id}{phones}/e37fc753-ff3b-4958-9484-eaa9425c82bc");
            if desk(&simulator).delete(&office).status != 204 {
                let phone = json!({ "phoneNumber": "+47 22000000", "phoneType": "office" });
                desk(&simulator).post(&format!("/v1.0/users/{id}{phones}"), &phone);
            }
            for row in rows(&desk(&simulator).get(DETAILS)) {
                let place = people.iter().position(|user| row["id"] == user.id.as_str()).unwrap();
                let told = row["methodsRegistered"].as_array().unwrap().iter();
                let phones = told.filter(|name| name.as_str().unwrap().ends_with("Phone")).count();
                prop_assert_eq!(phones, expected[place], "{}", row);
            }
        }
    }
}
