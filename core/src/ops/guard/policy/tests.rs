use super::parse;
use crate::api::QuickResponse;
use crate::api::Scope;
use crate::ops::guard::sources;
use serde_json::{Value, json};

const SCHEMA: &str = include_str!("../../../../schema/policy.schema.json");

fn whole() -> Value {
    json!({
        "$schema": "policy.schema.json",
        "protected": {
            "users": ["ceo@fabrikam.example", "11111111-aaaa-4aaa-8aaa-000000000001"],
            "groups": ["22222222-AAAA-4aaa-8aaa-000000000001"],
            "roles": ["Global Administrator"],
            "breakGlass": ["breakglass*", "*-bg@*"],
        },
        "vips": { "users": ["cfo@fabrikam.example"], "groups": ["22222222-aaaa-4aaa-8aaa-000000000002"] },
        "limits": { "peoplePerRun": 50, "scopes": ["portal", "weak"], "passLifetimeMinutes": 60 },
        "require": {
            "reason": false, "ticket": true, "requestedBy": true, "callerVerified": true,
            "callerVerifiedBy": ["callBack"], "secondPerson": true,
        },
    })
}

/// Every mistake that an author can make, with the field that the error names.
fn mistakes() -> Vec<(Value, &'static str)> {
    let many: Vec<_> = (0..201).map(|n| format!("u{n}@fabrikam.example")).collect();
    vec![
        (json!([]), ""),
        (json!("protected"), ""),
        (json!({ "$schema": 1 }), "$schema"),
        (json!({ "Protected": {} }), "Protected"),
        (json!({ "protected": [] }), "protected"),
        (json!({ "protected": { "user": [] } }), "protected.user"),
        (
            json!({ "protected": { "users": "ceo@fabrikam.example" } }),
            "protected.users",
        ),
        (
            json!({ "protected": { "users": ["a@b.example", "ceo"] } }),
            "protected.users[1]",
        ),
        (json!({ "protected": { "users": many } }), "protected.users"),
        (
            json!({ "protected": { "groups": ["Executives"] } }),
            "protected.groups[0]",
        ),
        (json!({ "protected": { "roles": [" "] } }), "protected.roles[0]"),
        (json!({ "protected": { "roles": [7] } }), "protected.roles[0]"),
        (
            json!({ "protected": { "breakGlass": ["x".repeat(257)] } }),
            "protected.breakGlass[0]",
        ),
        (json!({ "vips": { "users": ["cfo"] } }), "vips.users[0]"),
        (json!({ "vips": { "roles": [] } }), "vips.roles"),
        (json!({ "limits": { "peoplePerRun": 0 } }), "limits.peoplePerRun"),
        (
            json!({ "limits": { "peoplePerRun": 2.5 } }),
            "limits.peoplePerRun",
        ),
        (
            json!({ "limits": { "peoplePerRun": "50" } }),
            "limits.peoplePerRun",
        ),
        (
            json!({ "limits": { "passLifetimeMinutes": 5 } }),
            "limits.passLifetimeMinutes",
        ),
        (json!({ "limits": { "scopes": [] } }), "limits.scopes"),
        (
            json!({ "limits": { "scopes": ["portal", "all"] } }),
            "limits.scopes[1]",
        ),
        (json!({ "require": { "ticket": "yes" } }), "require.ticket"),
        (json!({ "require": { "tickets": true } }), "require.tickets"),
        (
            json!({ "require": { "callerVerifiedBy": [] } }),
            "require.callerVerifiedBy",
        ),
    ]
}

fn fits_the_schema(document: &Value) -> bool {
    const PLACE: &str = "https://graph-mfa.example/policy.schema.json";
    let schema = serde_json::from_str(SCHEMA).expect("JSON");
    let mut schemas = boon::Schemas::new();
    let mut compiler = boon::Compiler::new();
    compiler.add_resource(PLACE, schema).expect("a schema");
    let index = compiler.compile(PLACE, &mut schemas).expect("a schema");
    schemas.validate(document, index).is_ok()
}

#[test]
fn everything_that_a_policy_can_say_is_read() {
    let policy = parse(&whole().to_string()).expect("a policy");
    assert_eq!(policy.people_per_run(), Some(50));
    assert_eq!(policy.pass_lifetime_minutes(), Some(60));
    assert_eq!(policy.limits.scopes, Some(vec![Scope::Portal, Scope::Weak]));
    assert_eq!(policy.groups, ["22222222-aaaa-4aaa-8aaa-000000000001"]);
    assert_eq!(policy.named_groups().len(), 2);
    assert_eq!(
        (policy.require.reason, policy.require.ticket),
        (Some(false), Some(true))
    );
    assert!(policy.require.demands_verification());
    assert!(fits_the_schema(&whole()));
}

#[test]
fn a_byte_order_mark_and_an_empty_policy_are_fine() {
    assert!(parse("\u{feff}{}").is_ok_and(|policy| policy == super::Policy::default()));
    assert!(fits_the_schema(&json!({})));
}

#[test]
fn every_mistake_is_told_with_its_field_and_the_schema_refuses_it_too() {
    for (document, field) in mistakes() {
        let faults = parse(&document.to_string()).expect_err("a mistake");
        assert_eq!(faults.len(), 1, "{document}: {faults:?}");
        assert_eq!(faults[0].field, field, "{document}: {faults:?}");
        assert!(!fits_the_schema(&document), "{document} fits the schema");
    }
}

#[test]
fn all_mistakes_are_told_at_once() {
    let document = json!({ "limits": { "peoplePerRun": 0, "scopes": ["all"] }, "requires": {} });
    let faults = parse(&document.to_string()).expect_err("mistakes");
    let fields: Vec<_> = faults.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(fields, ["requires", "limits.scopes[0]", "limits.peoplePerRun"]);
}

#[test]
fn what_no_schema_can_say_is_told_too() {
    for (text, part) in [
        ("{", "is not the JSON"),
        ("", "is not the JSON"),
        (r#"{"limits":{},"limits":{}}"#, "`limits` is there twice"),
        (r#"{"vips":{"users":[],"users":[]}}"#, "`users` is there twice"),
        (r#"{"protected":{"breakGlass":["*@*"]}}"#, "everybody"),
        (
            r#"{"require":{"callerVerified":false,"callerVerifiedBy":["callBack"]}}"#,
            "callerVerifiedBy",
        ),
    ] {
        let faults = parse(text).expect_err("a mistake");
        assert!(faults[0].message.contains(part), "{text}: {faults:?}");
    }
}

#[test]
fn a_check_answers_with_sentences_or_mistakes() {
    let QuickResponse::CheckPolicy { valid, errors, says } = sources::check(&whole().to_string()) else {
        panic!("another answer");
    };
    assert!(valid && errors.is_empty());
    for part in [
        "breakglass*",
        "at most 50 people",
        "portal, weak",
        "at most 60 minutes",
        "a ticket is",
        "callBack",
    ] {
        assert!(says.iter().any(|line| line.contains(part)), "{part} in {says:?}");
    }
    assert!(!says.iter().any(|line| line.contains("a reason")), "{says:?}");
    let QuickResponse::CheckPolicy { valid, errors, says } = sources::check("[]") else {
        panic!("another answer");
    };
    assert!(!valid && says.is_empty() && errors.len() == 1);
}
