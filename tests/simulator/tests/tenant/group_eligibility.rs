//! Who may become a member or an owner of a group, by PIM for Groups.

use graph_sim::{Response, Scenario, Simulator};
use serde_json::{Value, json};

use crate::tenant::*;

const CHIEF: &str = "chief@fabrikam.example";
const OPERATORS: &str = "0b1f4f0a-6c52-4c56-9a8c-3f3b6a1d0001";
const READ: &[&str] = &["PrivilegedEligibilitySchedule.Read.AzureADGroup"];

fn scenario(pim: Value) -> Value {
    json!({
        "pim": pim,
        "users": [
            { "id": NORA, "userPrincipalName": "nora.lind@fabrikam.example", "displayName": "Nora Lind" },
            { "userPrincipalName": CHIEF, "roles": ["Privileged Role Administrator"] }],
        "groups": [
            { "id": OPERATORS, "displayName": "Operators", "isAssignableToRole": true },
            { "displayName": "Staff", "members": [NORA] }],
        "groupEligibilities": [
            { "group": "Operators", "principal": NORA, "until": "2027-01-01T00:00:00Z" },
            { "group": "Staff", "principal": NORA, "access": "owner" },
            { "group": "Operators", "principal": CHIEF, "access": "owner" },
            { "group": "Operators", "principal": "Staff", "until": "2026-08-01T00:00:00Z" }] })
}

fn office(pim: Value) -> Simulator {
    tenant(&scenario(pim))
}

fn ask(caller: &Caller<'_>, question: &str) -> Response {
    caller.get(&format!(
        "/v1.0/identityGovernance/privilegedAccess/group/eligibilityScheduleInstances{question}"
    ))
}

fn of(property: &str, id: &str) -> String {
    format!("?$filter={property}%20eq%20'{id}'")
}

fn shown(answer: &Response) -> Vec<(String, String)> {
    assert_eq!(answer.status, 200, "{:?}", answer.json());
    let text = |item: &Value, name: &str| item[name].as_str().expect("text").to_owned();
    let items = answer.json()["value"].as_array().expect("a list").clone();
    items
        .iter()
        .map(|item| (text(item, "accessId"), text(item, "principalId")))
        .collect()
}

#[test]
fn what_somebody_may_become_is_listed_by_principal_or_by_group() {
    let simulator = office(json!({}));
    let reader = app(&simulator, READ);
    let own = ask(&reader, &(of("principalId", NORA) + "&$expand=group"));
    assert_eq!(
        shown(&own),
        [("member".into(), NORA.into()), ("owner".into(), NORA.into())]
    );
    let first = &own.json()["value"][0];
    assert_eq!(first["groupId"], OPERATORS);
    assert_eq!(
        (
            &first["group"]["displayName"],
            &first["group"]["isAssignableToRole"]
        ),
        (&json!("Operators"), &json!(true))
    );
    assert_eq!(
        (&first["startDateTime"], &first["endDateTime"]),
        (&json!(null), &json!("2027-01-01T00:00:00Z"))
    );
    assert_eq!(
        shown(&ask(&reader, &of("groupId", OPERATORS))).len(),
        2,
        "what has ended is not listed"
    );
}

#[test]
fn a_list_of_everything_is_refused() {
    let simulator = office(json!({}));
    let answer = ask(&app(&simulator, READ), "");
    assert_eq!((answer.status, code(&answer).as_str()), (400, "BadRequest"));
    let other = ask(&app(&simulator, READ), "?$filter=accessId%20eq%20'owner'");
    assert_eq!(other.status, 400);
}

#[test]
fn a_missing_permission_is_told_from_a_missing_licence() {
    let simulator = office(json!({}));
    let answer = ask(
        &app(&simulator, &["RoleManagement.Read.Directory"]),
        &of("principalId", NORA),
    );
    assert_eq!((answer.status, code(&answer).as_str()), (403, "UnknownError"));
    assert!(
        message(&answer).contains("PermissionScopeNotGranted") && message(&answer).contains(READ[0]),
        "{}",
        message(&answer)
    );
    for scenario in [scenario(json!({ "licensed": false })), {
        let mut scenario = scenario(json!({}));
        scenario["rules"] = json!({ "premium": false });
        scenario
    }] {
        let simulator = tenant(&scenario);
        let answer = ask(&app(&simulator, READ), &of("principalId", NORA));
        assert_eq!(
            (answer.status, code(&answer).as_str()),
            (400, "AadPremiumLicenseRequired")
        );
    }
}

#[test]
fn a_person_needs_a_role_to_read_it() {
    let simulator = office(json!({}));
    assert_eq!(
        shown(&ask(&person(&simulator, CHIEF, READ), &of("principalId", NORA))).len(),
        2
    );
    let nora = person(&simulator, "nora.lind@fabrikam.example", READ);
    assert_eq!(ask(&nora, &of("principalId", CHIEF)).status, 403);
}

#[test]
fn what_is_impossible_is_refused_by_name() {
    for (entry, field) in [
        (json!({ "group": "Nobody's", "principal": NORA }), "group"),
        (json!({ "group": NORA, "principal": NORA }), "group"),
        (json!({ "group": "Operators", "principal": "ghost" }), "principal"),
        (
            json!({ "group": "Operators", "principal": "Operators" }),
            "principal",
        ),
        (
            json!({ "group": "Operators", "principal": "Service desk" }),
            "principal",
        ),
        (
            json!({ "group": "Operators", "principal": NORA,
                    "from": "2026-08-02T00:00:00Z", "until": "2026-08-01T00:00:00Z" }),
            "until",
        ),
    ] {
        let mut scenario = scenario(json!({}));
        scenario["groupEligibilities"] = json!([entry]);
        let scenario = Scenario::from_json(&scenario.to_string()).expect("a scenario");
        let refused = Simulator::new(scenario).expect_err("impossible").to_string();
        assert!(
            refused.contains(&format!("groupEligibilities[0].{field}")),
            "{refused}"
        );
    }
}
