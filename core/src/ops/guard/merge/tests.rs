use super::super::policy::{Limits, Policy, Require, Vips, parse};
use super::{impossible, looser, stricter};
use crate::api::{PolicySource, Scope};
use crate::error::ErrorCode;
use crate::ops::guard::Guards;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use serde_json::{Value, json};

fn names() -> impl Strategy<Value = Vec<String>> {
    subsequence(vec!["a", "b", "c"], 0..=3).prop_map(|names| names.into_iter().map(str::to_owned).collect())
}

fn switch() -> impl Strategy<Value = Option<bool>> {
    select(vec![None, Some(false), Some(true)])
}

prop_compose! {
    fn any_policy()(
        (users, groups, roles, break_glass) in (names(), names(), names(), names()),
        (vip_users, vip_groups) in (names(), names()),
        people_per_run in proptest::option::of(1..5_u32),
        scopes in proptest::option::of(subsequence(vec![Scope::Portal, Scope::Everything, Scope::Weak], 1..=3)),
        pass_lifetime_minutes in proptest::option::of(10..14_u32),
        (reason, ticket, requested_by, second_person) in (switch(), switch(), switch(), switch()),
        verified in switch(),
        ways in proptest::option::of(names().prop_filter("one way", |ways| !ways.is_empty())),
    ) -> Policy {
        // As the reader leaves it: a list of ways demands one of them.
        let caller_verified = if ways.is_some() { Some(true) } else { verified };
        Policy {
            users, groups, roles, break_glass,
            vips: Vips { users: vip_users, groups: vip_groups },
            limits: Limits { people_per_run, scopes, pass_lifetime_minutes },
            require: Require { reason, ticket, requested_by, caller_verified, caller_verified_by: ways, second_person },
        }
    }
}

/// Lists as sets: their order is nobody's concern.
fn sorted(mut policy: Policy) -> Policy {
    for list in [
        &mut policy.users,
        &mut policy.groups,
        &mut policy.roles,
        &mut policy.break_glass,
        &mut policy.vips.users,
        &mut policy.vips.groups,
    ] {
        list.sort();
    }
    if let Some(ways) = &mut policy.require.caller_verified_by {
        ways.sort();
    }
    if let Some(scopes) = &mut policy.limits.scopes {
        scopes.sort_by_key(|scope| format!("{scope:?}"));
    }
    policy
}

proptest! {
    #[test]
    fn the_order_of_policies_does_not_matter(one in any_policy(), two in any_policy(), three in any_policy()) {
        prop_assert_eq!(sorted(stricter(&one, &two)), sorted(stricter(&two, &one)));
        prop_assert_eq!(
            sorted(stricter(&stricter(&one, &two), &three)),
            sorted(stricter(&one, &stricter(&two, &three)))
        );
        prop_assert_eq!(stricter(&one, &one), one);
    }

    #[test]
    fn what_is_in_force_is_never_looser_than_any_of_them(one in any_policy(), two in any_policy()) {
        let both = stricter(&one, &two);
        prop_assert_eq!(looser(&both, &one), vec![]);
        for (own, all) in [(&one.users, &both.users), (&one.break_glass, &both.break_glass), (&one.vips.groups, &both.vips.groups)] {
            prop_assert!(own.iter().all(|entry| all.contains(entry)));
        }
        prop_assert!(one.limits.people_per_run.is_none() || both.people_per_run() <= one.people_per_run());
        prop_assert!(!one.require.demands_verification() || both.require.demands_verification());
    }

    #[test]
    fn a_policy_that_says_nothing_changes_nothing(one in any_policy()) {
        prop_assert_eq!(looser(&Policy::default(), &one), vec![]);
        prop_assert!(impossible(&one).is_none());
        prop_assert_eq!(stricter(&one, &Policy::default()), one);
    }
}

fn source(machine_wide: bool, text: &Value) -> PolicySource {
    PolicySource {
        name: if machine_wide { "machine" } else { "own" }.to_owned(),
        machine_wide,
        text: Some(text.to_string()),
    }
}

#[test]
fn a_machine_wide_policy_can_only_be_tightened() {
    let machine = json!({
        "limits": { "peoplePerRun": 20, "scopes": ["portal", "weak"], "passLifetimeMinutes": 60 },
        "require": { "reason": true, "ticket": true, "requestedBy": true, "callerVerifiedBy": ["callBack"], "secondPerson": true },
    });
    for (own, field) in [
        (json!({ "limits": { "peoplePerRun": 21 } }), "limits.peoplePerRun"),
        (
            json!({ "limits": { "passLifetimeMinutes": 61 } }),
            "limits.passLifetimeMinutes",
        ),
        (
            json!({ "limits": { "scopes": ["portal", "everything"] } }),
            "limits.scopes",
        ),
        (json!({ "require": { "reason": false } }), "require.reason"),
        (json!({ "require": { "ticket": false } }), "require.ticket"),
        (
            json!({ "require": { "requestedBy": false } }),
            "require.requestedBy",
        ),
        (
            json!({ "require": { "callerVerified": false } }),
            "require.callerVerified",
        ),
        (
            json!({ "require": { "callerVerifiedBy": ["callBack", "guess"] } }),
            "require.callerVerifiedBy",
        ),
        (
            json!({ "require": { "secondPerson": false } }),
            "require.secondPerson",
        ),
    ] {
        for sources in [
            [source(true, &machine), source(false, &own)],
            [source(false, &own), source(true, &machine)],
        ] {
            let guards = Guards::new(&[], &sources);
            let error = guards.policy().expect_err("looser");
            assert_eq!(error.code(), ErrorCode::PolicyInvalid);
            assert_eq!(error.subject(), Some("own"));
            assert!(error.message().contains(field), "{field} in {error}");
        }
    }
    let own = json!({ "limits": { "peoplePerRun": 5, "scopes": ["weak"] }, "protected": { "users": ["ceo@fabrikam.example"] } });
    let guards = Guards::new(
        &["cfo@fabrikam.example".to_owned()],
        &[source(true, &machine), source(false, &own)],
    );
    let policy = guards.policy().expect("stricter");
    assert_eq!(policy.people_per_run(), Some(5));
    assert_eq!(policy.limits.scopes, Some(vec![Scope::Weak]));
    assert_eq!(policy.users, ["cfo@fabrikam.example", "ceo@fabrikam.example"]);
    assert_eq!(policy.require.ticket, Some(true));
}

#[test]
fn policies_that_leave_nothing_over_stop_all_writes() {
    let scopes = |scope: &str| source(false, &json!({ "limits": { "scopes": [scope] } }));
    let ways = |way: &str| source(false, &json!({ "require": { "callerVerifiedBy": [way] } }));
    for sources in [
        [scopes("weak"), scopes("portal")],
        [ways("callBack"), ways("badge")],
    ] {
        let guards = Guards::new(&[], &sources);
        assert_eq!(
            guards.policy().expect_err("impossible").code(),
            ErrorCode::PolicyInvalid
        );
    }
}

#[test]
fn a_policy_that_cannot_be_read_stops_all_writes() {
    let unread = PolicySource {
        text: None,
        ..source(true, &json!({}))
    };
    let guards = Guards::new(&[], &[unread]);
    let error = guards.policy().expect_err("unread");
    assert_eq!(error.code(), ErrorCode::PolicyInvalid);
    assert!(error.message().contains("machine could not be read"), "{error}");
    assert!(parse("").is_err());
}
