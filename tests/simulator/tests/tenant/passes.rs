//! Temporary Access Passes: what the policy allows, and what using one does.

use std::time::Duration;

use graph_sim::{PassRefusal, PassUsability, Simulator};
use serde_json::{Value, json};

use crate::tenant::*;

fn nora_with(policy: Value) -> Simulator {
    tenant(&json!({ "policies": { "temporaryAccessPass": policy }, "users": [
        { "id": NORA, "userPrincipalName": "nora.lind@fabrikam.example" },
        { "userPrincipalName": "ann_contoso.example#EXT#@fabrikam.example" },
        { "userPrincipalName": "temp@fabrikam.example", "userType": "Guest" }] }))
}

fn passes() -> String {
    methods("v1.0", "temporaryAccessPassMethods")
}

fn code_of(desk: &Caller<'_>, body: &Value) -> String {
    let created = desk.post(&passes(), body);
    assert_eq!(created.status, 201, "{}", created.json());
    created.json()["temporaryAccessPass"].as_str().unwrap().to_owned()
}

fn reason(desk: &Caller<'_>) -> Value {
    let list = desk.get(&passes()).json();
    let pass = &list["value"][0];
    assert_eq!(
        pass["isUsable"],
        pass["methodUsabilityReason"] == "EnabledByPolicy"
    );
    pass["methodUsabilityReason"].clone()
}

#[test]
fn a_pass_is_shown_once_and_replaces_the_one_before() {
    let simulator = with_nora(json!({}));
    let desk = desk(&simulator);
    let first = desk.post(&passes(), &json!({}));
    assert_eq!(first.status, 201);
    let code = first.json()["temporaryAccessPass"].as_str().unwrap().to_owned();
    assert!(simulator.canaries().contains(&code));
    let second = desk
        .post(
            &passes(),
            &json!({ "lifetimeInMinutes": 120, "isUsableOnce": true }),
        )
        .json();
    assert_ne!(second["temporaryAccessPass"], code);
    assert_eq!(
        (&second["lifetimeInMinutes"], &second["isUsableOnce"]),
        (&json!(120), &json!(true))
    );
    assert_eq!(
        second["@odata.context"],
        format!(
            "https://graph.microsoft.com/v1.0/$metadata#users('{NORA}')/authentication/temporaryAccessPassMethods/$entity"
        )
    );
    let list = desk.get(&passes()).json();
    assert_eq!(list["value"].as_array().unwrap().len(), 1);
    assert_eq!(list["value"][0]["temporaryAccessPass"], Value::Null);
    assert!(!simulator.log().iter().any(|entry| entry.path.contains(&code)));
    assert_eq!(
        simulator.use_pass(NORA, &code),
        Err(PassRefusal::WrongCode),
        "the first is gone"
    );
}

#[test]
fn the_policy_gives_lifetime_length_and_use() {
    let simulator = nora_with(json!({ "defaultLength": 20, "defaultLifetimeInMinutes": 30,
        "minimumLifetimeInMinutes": 10, "maximumLifetimeInMinutes": 45, "isUsableOnce": true }));
    let desk = desk(&simulator);
    let pass = desk.post(&passes(), &json!({})).json();
    assert_eq!(pass["temporaryAccessPass"].as_str().unwrap().len(), 20);
    assert_eq!(
        (&pass["lifetimeInMinutes"], &pass["isUsableOnce"]),
        (&json!(30), &json!(true))
    );
    for (bad, text) in [
        (
            json!({ "lifetimeInMinutes": 9 }),
            "Invalid LifetimeInMinutes specified. The valid range between 10 and 45.",
        ),
        (
            json!({ "lifetimeInMinutes": 46 }),
            "Invalid LifetimeInMinutes specified. The valid range between 10 and 45.",
        ),
        (
            json!({ "lifetimeInMinutes": "long" }),
            "Invalid LifetimeInMinutes",
        ),
        (
            json!({ "startDateTime": "2020-01-01T00:00:00Z" }),
            "Invalid StartDateTime",
        ),
        (json!({ "startDateTime": "tomorrow" }), "Invalid StartDateTime"),
        (json!({ "isUsableOnce": false }), "Invalid IsUsableOnce"),
        (json!({ "isUsableOnce": "no" }), "isUsableOnce must be"),
    ] {
        let refused = desk.post(&passes(), &bad);
        assert_eq!(refused.status, 400, "{bad}");
        assert!(
            message(&refused).starts_with(text),
            "{bad}: {}",
            message(&refused)
        );
    }
    assert_eq!(
        desk.post(&passes(), &json!({ "lifetimeInMinutes": 45 })).status,
        201
    );
}

#[test]
fn whoever_the_policy_leaves_out_gets_no_pass() {
    let refusal = "Converged UserCredentialPolicy does not allow creating or updating this authentication method. \
                   AuthMethodType [TemporaryAccessPass].";
    for policy in [
        json!({ "state": "disabled" }),
        json!({ "includeTargets": [] }),
        json!({ "includeTargets": [{ "id": "temp@fabrikam.example", "targetType": "user" }] }),
        json!({ "excludeTargets": [{ "id": NORA, "targetType": "user" }] }),
        json!({ "excludeTargets": [{ "id": "all_users" }] }),
    ] {
        let simulator = nora_with(policy.clone());
        let refused = desk(&simulator).post(&passes(), &json!({}));
        assert_eq!(
            (refused.status, code(&refused).as_str()),
            (400, "badRequest"),
            "{policy}"
        );
        assert_eq!(message(&refused), refusal);
    }
    let only_nora = nora_with(
        json!({ "includeTargets": [{ "id": "NORA.lind@fabrikam.example", "targetType": "user" }] }),
    );
    assert_eq!(desk(&only_nora).post(&passes(), &json!({})).status, 201);
}

#[test]
fn a_group_stands_for_its_members_and_for_those_of_groups_within_it() {
    let with = |member: &str, policy: Value| {
        tenant(&json!({ "policies": { "temporaryAccessPass": policy },
            "groups": [{ "displayName": "Inner", "members": [member] },
                       { "displayName": "Outer", "members": ["Inner"] }],
            "users": [{ "id": NORA, "userPrincipalName": "nora.lind@fabrikam.example" },
                      { "userPrincipalName": "other@fabrikam.example" }] }))
    };
    let only = json!({ "includeTargets": [{ "id": "Outer" }] });
    let all_but = json!({ "excludeTargets": [{ "id": "Outer" }] });
    for (member, policy, status) in [
        (NORA, &only, 201),
        ("other@fabrikam.example", &only, 400),
        (NORA, &all_but, 400),
        ("other@fabrikam.example", &all_but, 201),
    ] {
        let simulator = with(member, policy.clone());
        let answer = desk(&simulator).post(&passes(), &json!({}));
        assert_eq!(answer.status, status, "{member} {policy}");
    }
}

#[test]
fn guests_from_elsewhere_get_no_pass_and_guests_at_home_do() {
    let simulator = nora_with(json!({}));
    let of = |upn: &str| {
        let url = format!("/v1.0/users/{upn}/authentication/temporaryAccessPassMethods");
        desk(&simulator).post(&url, &json!({}))
    };
    let refused = of("ann_contoso.example%23EXT%23@fabrikam.example");
    assert_eq!(refused.status, 400);
    assert_eq!(
        message(&refused),
        "Temporary Access Pass cannot be added to an external guest user."
    );
    assert_eq!(of("temp@fabrikam.example").status, 201);
}

#[test]
fn nobody_issues_a_pass_to_themselves() {
    let simulator = tenant(&json!({ "users": [
        { "userPrincipalName": "boss@fabrikam.example", "roles": ["Global Administrator"] }] }));
    let boss = person(
        &simulator,
        "boss@fabrikam.example",
        &["UserAuthenticationMethod.ReadWrite.All"],
    );
    let refused = boss.post("/v1.0/me/authentication/temporaryAccessPassMethods", &json!({}));
    assert_eq!((refused.status, code(&refused).as_str()), (403, "accessDenied"));
}

#[test]
fn a_pass_tells_why_it_cannot_be_used() {
    let simulator = nora_with(json!({}));
    let desk = desk(&simulator);
    let later = json!({ "startDateTime": "2026-08-20T10:00:00Z", "isUsableOnce": true });
    let pass = code_of(&desk, &later);
    assert_eq!(reason(&desk), "NotYetValid");
    let not = |reason| Err(PassRefusal::NotUsable(reason));
    assert_eq!(simulator.use_pass(NORA, &pass), not(PassUsability::NotYetValid));
    simulator.advance(Duration::from_secs(3600));
    let desk = super::tenant::desk(&simulator);
    assert_eq!(reason(&desk), "EnabledByPolicy");
    let off = json!({ "state": "disabled" });
    let policy =
        "/v1.0/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/TemporaryAccessPass";
    assert_eq!(desk.patch(policy, &off).status, 204);
    assert_eq!(reason(&desk), "DisabledByPolicy");
    assert_eq!(
        simulator.use_pass(NORA, &pass),
        not(PassUsability::DisabledByPolicy)
    );
    assert_eq!(desk.patch(policy, &json!({ "state": "enabled" })).status, 204);
    assert_eq!(simulator.use_pass(NORA, "guess"), Err(PassRefusal::WrongCode));
    let end = simulator.use_pass("nora.lind@fabrikam.example", &pass).unwrap();
    assert_eq!(end, simulator.now() + Duration::from_secs(3600));
    assert_eq!(reason(&desk), "OneTimeUsed");
    assert_eq!(simulator.use_pass(NORA, &pass), not(PassUsability::OneTimeUsed));

    let pass = code_of(&desk, &json!({ "lifetimeInMinutes": 60 }));
    assert!(simulator.use_pass(NORA, &pass).is_ok());
    assert!(simulator.use_pass(NORA, &pass).is_ok(), "many times");
    simulator.advance(Duration::from_secs(3600));
    assert_eq!(
        reason(&caller(&simulator, &graph_sim::TokenSpec::default())),
        "Expired"
    );
    assert_eq!(simulator.use_pass(NORA, &pass), not(PassUsability::Expired));
    let id = simulator.user(NORA).unwrap().methods[0].id.clone();
    let desk = caller(&simulator, &graph_sim::TokenSpec::default());
    assert_eq!(
        desk.delete(&format!("{}/{id}", passes())).status,
        204,
        "expired ones go as well"
    );
}

#[test]
fn issuing_and_deleting_a_pass_leave_their_records() {
    let simulator = nora_with(json!({}));
    let desk = desk(&simulator);
    let id = desk.post(&passes(), &json!({ "isUsableOnce": true })).json()["id"].clone();
    assert_eq!(
        desk.delete(&format!("{}/{}", passes(), id.as_str().unwrap()))
            .status,
        204
    );
    let audits = simulator.state().audits;
    let reasons: Vec<_> = audits
        .iter()
        .map(|audit| audit.record["resultReason"].clone())
        .collect();
    assert_eq!(
        reasons,
        [
            "Admin registered temporary access pass method for user",
            "",
            "Admin deleted temporary access pass method for user",
            "",
        ]
    );
    let changes = &audits[0].record["targetResources"][0]["modifiedProperties"];
    let names: Vec<_> = changes
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["displayName"].clone())
        .collect();
    assert_eq!(
        names,
        [
            "TemporaryAccessPass.Id",
            "TemporaryAccessPass.StartDateTime",
            "TemporaryAccessPass.EndDateTime",
            "TemporaryAccessPass.AccessPassUsage",
        ]
    );
    assert_eq!(changes[3]["newValue"], "Once");
}
