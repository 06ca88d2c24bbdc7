//! Scenarios: what is filled in, and what is refused by name.

use graph_sim::{DefaultMethod, Scenario, Simulator};
use serde_json::{Value, json};

use crate::tenant::*;

fn problem(scenario: &Value) -> String {
    match Scenario::from_json(&scenario.to_string()).and_then(Simulator::new) {
        Ok(_) => panic!("{scenario} is accepted"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn mistakes_are_named() {
    for (scenario, named) in [
        (json!({ "userz": [] }), "userz"),
        (json!({ "users": [{ "id": "x" }] }), "'x' is not a GUID"),
        (
            json!({ "users": [{ "userPrincipalName": "no at sign" }] }),
            "userPrincipalName",
        ),
        (
            json!({ "users": [{ "userPrincipalName": "a@b.c", "roles": ["King"] }] }),
            "users[0] (a@b.c).roles",
        ),
        (
            json!({ "users": [{ "userPrincipalName": "a@b.c", "default": "push" }] }),
            "users[0] (a@b.c).default",
        ),
        (
            json!({ "users": [{ "userPrincipalName": "a@b.c" }, { "userPrincipalName": "A@B.C" }] }),
            "users[1]",
        ),
        (
            json!({ "users": [{ "methods": [{ "kind": "phone", "phoneType": "alternateMobile" }] }] }),
            "mobile",
        ),
        (
            json!({ "users": [{ "methods": [{ "kind": "phone" }, { "kind": "phone" }] }] }),
            "methods[1]",
        ),
        (
            json!({ "users": [{ "methods": [{ "kind": "fido2", "modle": "x" }] }] }),
            "modle",
        ),
        (json!({ "users": [{ "methods": [{ "id": "x" }] }] }), "kind"),
        (json!({ "rules": { "delayScale": -1 } }), "rules.delayScale"),
        (json!({ "rules": { "delayScale": "fast" } }), "rules.delayScale"),
        (json!({ "rules": { "readLagMs": -1 } }), "rules.readLagMs"),
        (
            json!({ "users": [{}, { "accountEnabled": 1 }] }),
            "users[1].accountEnabled",
        ),
        (
            json!({ "quotas": { "writes": { "amount": 0, "perMs": 1 } } }),
            "quotas.writes.amount",
        ),
        (
            json!({ "quotas": { "resourceUnits": { "upTo500": { "amount": 0, "perMs": 1 } } } }),
            "quotas.resourceUnits.upTo500.amount",
        ),
        (
            json!({ "quotas": { "writes": { "amount": 1 } } }),
            "quotas.writes",
        ),
        (
            json!({ "quotas": { "retryAfter": "never" } }),
            "quotas.retryAfter",
        ),
        (
            json!({ "applications": [{ "name": "Desk", "roles": ["King"] }] }),
            "applications[0] (Desk).roles",
        ),
        (json!({ "groups": [{}] }), "groups[0].displayName"),
        (
            json!({ "groups": [{ "displayName": "Staff", "members": ["nobody"] }] }),
            "groups[0] (Staff).members",
        ),
        (
            json!({ "groups": [{ "displayName": "Staff" }, { "displayName": "Staff" }] }),
            "groups[1] (Staff).id",
        ),
        (
            json!({ "groups": [{ "displayName": "In" }, { "displayName": "Out", "isAssignableToRole": true, "members": ["In"] }] }),
            "groups[1] (Out).members",
        ),
        (
            json!({ "groups": [{ "displayName": "In", "isAssignableToRole": true }, { "displayName": "Out", "members": ["In"] }] }),
            "groups[1] (Out).members",
        ),
        (
            json!({ "groups": [{ "displayName": "A", "unified": true, "isAssignableToRole": true }] }),
            "groups[0] (A).securityEnabled",
        ),
        (
            json!({ "groups": [{ "displayName": "In" }, { "displayName": "Out", "owners": ["In"] }] }),
            "groups[1] (Out).owners",
        ),
        (
            json!({ "administrativeUnits": [{ "displayName": "Oslo", "members": ["Service desk"] }] }),
            "administrativeUnits[0] (Oslo).members",
        ),
        (
            json!({ "administrativeUnits": [{ "displayName": "Oslo", "membershipRule": "(user.city -eq \"Oslo\")" }] }),
            "administrativeUnits[0] (Oslo).membershipRule",
        ),
        (
            json!({ "customRoles": [{ "displayName": "Global Reader" }] }),
            "customRoles[0] (Global Reader)",
        ),
        (
            json!({ "customRoles": [{ "displayName": "X", "allowedResourceActions": ["all"] }] }),
            "customRoles[0] (X).allowedResourceActions",
        ),
        (
            json!({ "roleAssignments": [{ "role": "King", "principal": "Service desk" }] }),
            "roleAssignments[0].role",
        ),
        (
            json!({ "roleAssignments": [{ "role": "Global Reader", "principal": "nobody" }] }),
            "roleAssignments[0].principal",
        ),
        (
            json!({ "groups": [{ "displayName": "Staff" }],
                    "roleAssignments": [{ "role": "Global Reader", "principal": "Staff" }] }),
            "roleAssignments[0].principal",
        ),
        (
            json!({ "roleAssignments": [{ "role": "Global Reader", "principal": "Service desk", "scope": "Mars" }] }),
            "roleAssignments[0].scope",
        ),
        (
            json!({ "administrativeUnits": [{ "displayName": "Oslo" }],
                    "roleAssignments": [{ "role": "Global Reader", "principal": "Service desk", "scope": "Oslo" }] }),
            "roleAssignments[0].scope",
        ),
        (
            json!({ "roleAssignments": [{ "role": "Global Reader", "principal": "Service desk",
                    "from": "2026-08-20T10:00:00Z", "until": "2026-08-20T10:00:00Z" }] }),
            "roleAssignments[0].until",
        ),
        (
            json!({ "roleAssignments": [{ "role": "Global Reader", "principal": "Service desk" },
                                        { "role": "Global Reader", "principal": "Service desk" }] }),
            "roleAssignments[1]",
        ),
        (
            json!({ "faults": [{ "path": "/x", "answer": { "status": 500, "drop": "afterCommit" } }] }),
            "exactly one",
        ),
        (
            json!({ "audits": [{ "at": "2026-08-19T10:00:00Z", "kind": "methodDeleted", "by": "x", "on": "y" }] }),
            "audits[0].on",
        ),
    ] {
        let problem = problem(&scenario);
        assert!(problem.contains(named), "{scenario}: {problem}");
    }
}

#[test]
fn what_is_absent_is_derived_and_stays_the_same() {
    let scenario = json!({ "users": [{ "givenName": "Nora", "surname": "Lind", "methods": [
        { "kind": "fido2" }, { "kind": "phone" }, { "kind": "microsoftAuthenticator" }] }] });
    let (one, other) = (tenant(&scenario).state(), tenant(&scenario).state());
    assert_eq!(one.users, other.users);
    let nora = &one.users[0];
    assert_eq!(nora.user_principal_name, "nora.lind@fabrikam.example");
    assert_eq!(nora.default, DefaultMethod::Push);
    assert!(
        nora.methods[1].properties["phoneNumber"]
            .as_str()
            .unwrap()
            .starts_with("+47 9")
    );
}

#[test]
fn loading_replaces_everything_but_a_refused_scenario_nothing() {
    let simulator = with_nora(json!({}));
    desk(&simulator).get("/v1.0/organization");
    simulator.advance(std::time::Duration::from_secs(60));
    let bad = Scenario::from_json(r#"{ "rules": { "maxPageSize": 0 } }"#).unwrap();
    assert!(simulator.load(bad).is_err());
    assert!(simulator.user(NORA).is_some());
    simulator.load(Scenario::default()).unwrap();
    assert!(simulator.user(NORA).is_none() && simulator.log().is_empty());
    assert_eq!(simulator.now(), Scenario::default().now);
}

#[test]
fn the_example_of_the_readme_is_a_tenant() {
    let readme = include_str!("../../README.md");
    let mut examples = readme
        .split("```json\n")
        .skip(1)
        .filter_map(|part| Some(part.split_once("```")?.0));
    let scenario = examples
        .find(|json| json.contains("\"rules\""))
        .expect("a scenario");
    let simulator = Simulator::new(Scenario::from_json(scenario).unwrap()).unwrap();
    assert_eq!(
        simulator
            .user("nora.lind@fabrikam.example")
            .unwrap()
            .methods
            .len(),
        4
    );
}
