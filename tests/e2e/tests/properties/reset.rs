//! What a reset promises, whoever it is for and however the service lags.

use graph_mfa::api::{NoteCode, Outcome, Request, ResetOutcome, Response, StepAction, StepStatus};
use graph_mfa_e2e::{Anybody, NORA, anybody, kinds_of, reset_request, tenant_of, user_of};
use graph_mfa_test_support::TestDesk;
use proptest::prelude::*;
use serde_json::{Value, json};

/// What the portal's button removes; a hardware token it only deactivates (facts 4.1).
const BUTTON: [&str; 5] = [
    "phone",
    "microsoftAuthenticator",
    "passwordlessMicrosoftAuthenticator",
    "softwareOath",
    "hardwareOath",
];
const WEAK: [&str; 8] = [
    "phone",
    "microsoftAuthenticator",
    "passwordlessMicrosoftAuthenticator",
    "softwareOath",
    "hardwareOath",
    "qrCodePin",
    "email",
    "external",
];
/// What may count beside the default under the stricter reading of the rule (facts 3.1, 16).
const MAY_COUNT_AS_OTHERS: [&str; 5] = [
    "fido2",
    "windowsHelloForBusiness",
    "platformCredential",
    "external",
    "passwordlessMicrosoftAuthenticator",
];

/// So many cases, unless the environment says otherwise.
pub(crate) fn cases(usual: u32) -> ProptestConfig {
    let mut config = ProptestConfig::default();
    if std::env::var_os("PROPTEST_CASES").is_none() {
        config.cases = usual;
    }
    config
}

fn desk_with(person: &Anybody, rules: Value) -> TestDesk {
    TestDesk::new(tenant_of(
        &json!({ "rules": rules, "users": [person.as_user(NORA)] }),
    ))
}

fn reset(desk: &TestDesk, request: Request) -> ResetOutcome {
    match desk.run(request) {
        Ok(Response::Reset(outcome)) => *outcome,
        other => panic!("not a reset: {other:?}"),
    }
}

fn scopes() -> impl Strategy<Value = &'static str> {
    proptest::sample::select(vec!["portal", "everything", "weak"])
}

fn goes(scope: &str, kind: &str) -> bool {
    match scope {
        "portal" => BUTTON.contains(&kind),
        "weak" => WEAK.contains(&kind),
        // An unknown kind is never removed.
        _ => kind != "futureFactor",
    }
}

/// What is truly left of what had to go. A hardware token may stay assigned under the portal's scope.
fn left_over(desk: &TestDesk, scope: &str) -> Vec<String> {
    user_of(desk, NORA)
        .methods
        .into_iter()
        .filter(|method| {
            let inactive_token = scope == "portal"
                && method.kind == "hardwareOath"
                && method.properties["device"]["status"] != "activated";
            goes(scope, &method.kind) && !inactive_token
        })
        .map(|method| method.kind)
        .collect()
}

fn others(person: &Anybody, scope: &str) -> Vec<String> {
    let mut kinds: Vec<_> = person
        .methods
        .iter()
        .filter_map(|method| method["kind"].as_str().map(str::to_owned))
        .filter(|kind| !goes(scope, kind))
        .collect();
    kinds.sort();
    kinds
}

fn truly_others(desk: &TestDesk, scope: &str) -> Vec<String> {
    kinds_of(desk, NORA)
        .into_iter()
        .filter(|kind| !goes(scope, kind))
        .collect()
}

/// Misfortune of every sort, at any request.
pub(crate) fn faults() -> impl Strategy<Value = Value> {
    let answer = prop_oneof![
        (0_u32..20_000).prop_map(
            |ms| json!({ "status": 429, "headers": { "Retry-After": format!("{}", f64::from(ms) / 1000.0) } })
        ),
        Just(json!({ "status": 429 })),
        Just(json!({ "status": 503, "body": "" })),
        Just(json!({ "status": 500, "body": "<html>UnknownError</html>" })),
        Just(
            json!({ "status": 409, "body": { "error": { "code": "Directory_ConcurrencyViolation", "message": "" } } })
        ),
        Just(
            json!({ "status": 403, "body": { "error": { "code": "accessDenied", "message": "Request Authorization failed" } } })
        ),
        Just(json!({ "drop": "beforeCommit" })),
        Just(json!({ "drop": "afterCommit" })),
        Just(json!({ "commitThen": { "status": 504 } })),
        (0_u32..120_000).prop_map(|ms| json!({ "delayMs": ms })),
        Just(json!({ "vanishUser": true })),
    ];
    let path = proptest::sample::select(vec!["**", "/$batch", "/users/*", "/users/*/authentication/**"]);
    let method = proptest::sample::select(vec!["GET", "POST", "PATCH", "DELETE"]);
    let fault = (method, path, 0_u32..8, 1_u32..4, answer).prop_map(|(method, path, skip, times, answer)| {
        json!({ "method": method, "path": path, "skip": skip, "times": times, "answer": answer })
    });
    proptest::collection::vec(fault, 0..6).prop_map(Value::Array)
}

proptest! {
    // Enough for every run; `cargo xtask soak` asks for more by PROPTEST_CASES.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..cases(64) })]

    #[test]
    fn without_lag_a_plan_meets_no_refusal(person in anybody(), scope in scopes()) {
        let desk = desk_with(&person, json!({}));
        let outcome = reset(&desk, reset_request(json!({ "scope": scope })));
        for step in &outcome.steps {
            prop_assert_eq!(step.refusals, 0, "{:?}", step);
            prop_assert_eq!(step.status, StepStatus::Done, "{:?}", step);
        }
        let unknown_left = scope == "everything" && person.has_any(&["futureFactor"]);
        prop_assert_eq!(outcome.outcome, if unknown_left { Outcome::Partial } else { Outcome::Done });
        prop_assert!(left_over(&desk, scope).is_empty());
        prop_assert_eq!(truly_others(&desk, scope), others(&person, scope));
    }

    #[test]
    fn under_lag_only_the_default_is_refused_and_it_goes_in_the_end(
        person in anybody(), scope in scopes(), lag in 0_u32..60_000,
    ) {
        let desk = desk_with(&person, json!({ "readLagMs": lag }));
        let outcome = reset(&desk, reset_request(json!({ "scope": scope })));
        for step in outcome.steps.iter().filter(|step| step.refusals > 0) {
            let position = outcome.steps.iter().position(|other| other.step == step.step).expect("there");
            prop_assert_eq!(position, outcome.steps.len() - 1, "only the last step, the default: {:?}", step);
        }
        prop_assert!(outcome.steps.iter().all(|step| step.status == StepStatus::Done), "{:?}", outcome.steps);
        prop_assert!(left_over(&desk, scope).is_empty());
        let unknown_left = scope == "everything" && person.has_any(&["futureFactor"]);
        prop_assert_eq!(outcome.outcome, if unknown_left { Outcome::Partial } else { Outcome::Done });
    }

    #[test]
    fn done_is_true_whatever_the_rules(
        person in anybody(),
        scope in scopes(),
        lag in 0_u32..90_000,
        strict in any::<bool>(),
        shared in proptest::sample::select(vec!["last", "first", "any"]),
        preferences_refused in any::<bool>(),
        era in proptest::sample::select(vec!["2021", "2022"]),
    ) {
        let rules = json!({
            "readLagMs": lag,
            "passkeysCountAsOthers": strict,
            "sharedDefault": shared,
            "preferencesRefusedForApplications": preferences_refused,
            "errorTextEra": era,
        });
        let desk = desk_with(&person, rules);
        let outcome = reset(&desk, reset_request(json!({ "scope": scope })));
        if outcome.outcome == Outcome::Done {
            prop_assert!(left_over(&desk, scope).is_empty(), "{:?}", outcome.steps);
        } else {
            prop_assert!(!outcome.notes.is_empty(), "what is not done is explained");
        }
        prop_assert_eq!(truly_others(&desk, scope), others(&person, scope), "nothing outside the scope is touched");
    }

    #[test]
    fn the_stricter_rule_makes_it_partial_and_never_wider(person in anybody()) {
        let desk = desk_with(&person, json!({ "passkeysCountAsOthers": true }));
        let outcome = reset(&desk, reset_request(json!({ "scope": "portal" })));
        let held = outcome.steps.iter().any(|step| step.status == StepStatus::Refused);
        if held {
            prop_assert!(person.has_any(&MAY_COUNT_AS_OTHERS));
            prop_assert_ne!(outcome.outcome, Outcome::Done);
            let note = outcome.notes.iter().find(|note| note.code == NoteCode::DefaultRefused);
            prop_assert!(note.is_some_and(|note| note.remedy.is_some()), "{:?}", outcome.notes);
        } else {
            prop_assert_eq!(outcome.outcome, Outcome::Done);
        }
        prop_assert_eq!(truly_others(&desk, "portal"), others(&person, "portal"));
    }

    #[test]
    fn the_portals_scope_leaves_what_the_button_leaves(person in anybody(), lag in 0_u32..60_000) {
        let desk = desk_with(&person, json!({ "readLagMs": lag }));
        let outcome = reset(&desk, reset_request(json!({})));
        for step in &outcome.plan.steps {
            let kind = step.kind.as_ref().map_or("", |kind| kind.as_str());
            match step.action {
                StepAction::SetDefault => {}
                StepAction::Delete => prop_assert!(BUTTON.contains(&kind) && kind != "hardwareOath", "{:?}", step),
                StepAction::Deactivate => prop_assert_eq!(kind, "hardwareOath"),
                other => prop_assert!(false, "no step of a reset: {:?}", other),
            }
        }
        let tokens = person.methods.iter().filter(|method| method["kind"] == "hardwareOath").count();
        let tokens_left = kinds_of(&desk, NORA).iter().filter(|kind| *kind == "hardwareOath").count();
        prop_assert_eq!(tokens, tokens_left, "a hardware token stays assigned");
    }

    #[test]
    fn a_second_run_does_nothing(person in anybody(), scope in scopes(), lag in 0_u32..60_000) {
        let desk = desk_with(&person, json!({ "readLagMs": lag }));
        let first = reset(&desk, reset_request(json!({ "scope": scope })));
        let writes = user_of(&desk, NORA).writes;
        let second = reset(&desk, reset_request(json!({ "scope": scope })));
        prop_assert_eq!(second.outcome, first.outcome);
        prop_assert!(second.plan.steps.is_empty(), "{:?}", second.plan.steps);
        prop_assert_eq!(user_of(&desk, NORA).writes, writes);
    }

    #[test]
    fn what_is_kept_stays(person in anybody(), keep in proptest::sample::subsequence(BUTTON.to_vec(), 1..3)) {
        let desk = desk_with(&person, json!({}));
        let outcome = reset(&desk, reset_request(json!({ "scope": "everything", "keep": keep })));
        // "A code" can come from an app and from a token: when one goes and the other stays, and no other value
        // is there to change the default to, the service may hold on to the one that should go.
        let held = outcome.steps.iter().any(|step| step.status == StepStatus::Refused);
        let codes = ["softwareOath", "hardwareOath", "microsoftAuthenticator"];
        let split = keep.iter().any(|kind| codes.contains(kind));
        prop_assert!(!held || split, "{:?}", outcome.steps);
        prop_assert_eq!(held, outcome.notes.iter().any(|note| note.code == NoteCode::DefaultRefused));
        let kept = |kinds: Vec<String>| kinds.into_iter().filter(|kind| keep.contains(&kind.as_str())).collect::<Vec<_>>();
        let mut before: Vec<_> =
            person.methods.iter().map(|method| method["kind"].as_str().expect("a kind").to_owned()).collect();
        before.sort();
        prop_assert_eq!(kept(kinds_of(&desk, NORA)), kept(before));
    }

    #[test]
    fn the_plan_that_is_shown_is_the_plan_that_is_carried_out(person in anybody(), scope in scopes()) {
        let desk = desk_with(&person, json!({}));
        let Request::Reset(request) = reset_request(json!({ "scope": scope })) else { unreachable!() };
        let planned = match desk.run(Request::PlanReset(request.clone())) {
            Ok(Response::PlanReset(planned)) => planned.plan,
            other => panic!("no plan: {other:?}"),
        };
        prop_assert_eq!(user_of(&desk, NORA).writes, 0, "planning writes nothing");
        let mut expecting = request;
        expecting.fingerprint = Some(planned.fingerprint.clone());
        let before = desk.simulator.log().iter().filter(|entry| entry.write).count();
        let outcome = reset(&desk, Request::Reset(expecting));
        let after = desk.simulator.log().iter().filter(|entry| entry.write).count();
        prop_assert_eq!(&outcome.plan, &planned);
        prop_assert_eq!(after - before, planned.requests.writes as usize, "the plan counts its writes truly");
    }

    #[test]
    fn whatever_goes_wrong_nothing_untrue_is_told(
        person in anybody(), scope in scopes(), lag in 0_u32..60_000, faults in faults(), revoke in any::<bool>(),
    ) {
        let desk = TestDesk::new(tenant_of(&json!({
            "rules": { "readLagMs": lag }, "users": [person.as_user(NORA)], "faults": faults,
        })));
        let sessions = user_of(&desk, NORA).sign_in_sessions_valid_from_date_time;
        match desk.run(reset_request(json!({ "scope": scope, "revokeSessions": revoke }))) {
            Ok(Response::Reset(outcome)) => {
                let truth = user_of(&desk, NORA);
                if outcome.outcome == Outcome::Done {
                    prop_assert!(!truth.deleted && left_over(&desk, scope).is_empty(), "{:?}", outcome.steps);
                }
                if outcome.sessions_revoked == Some(true) {
                    prop_assert!(truth.sign_in_sessions_valid_from_date_time > sessions);
                }
                let gone: Vec<_> = outcome.steps.iter().filter(|step| step.status == StepStatus::Done).collect();
                for step in gone.iter().filter(|step| step.action == StepAction::Delete) {
                    let id = step.method_id.as_deref().expect("a method");
                    prop_assert!(truth.deleted || truth.methods.iter().all(|method| method.id != id), "{:?}", step);
                }
                prop_assert!(outcome.outcome == Outcome::Done || !outcome.notes.is_empty());
            }
            Ok(other) => prop_assert!(false, "{:?}", other),
            Err(error) => {
                prop_assert_eq!(user_of(&desk, NORA).writes, 0, "an error means that nothing was written: {:?}", error);
                prop_assert!(error.what_to_do().is_some(), "{:?}", error);
            }
        }
        if !user_of(&desk, NORA).deleted {
            prop_assert_eq!(truly_others(&desk, scope), others(&person, scope));
        }
    }
}
