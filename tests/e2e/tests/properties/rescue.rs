//! What a rescue and a pass promise, whatever goes wrong and wherever it is stopped.

use super::reset::{cases, faults};
use graph_mfa::ErrorCode;
use graph_mfa::api::{Event, NoteCode, Outcome, PassStatus, Request, Response};
use graph_mfa_e2e::{Anybody, NORA, anybody, tenant_of, user_of};
use graph_mfa_test_support::TestDesk;
use proptest::prelude::*;
use serde_json::{Value, json};
use std::sync::Mutex;

fn request(operation: &str, mut fields: Value) -> Request {
    fields["operation"] = json!(operation);
    fields["user"] = json!(NORA);
    serde_json::from_value(fields).expect("a request")
}

fn tenant(person: &Anybody, lag: u32, strict: bool, faults: &Value) -> TestDesk {
    TestDesk::new(tenant_of(&json!({
        "rules": { "readLagMs": lag, "passesCountAsOthers": strict },
        "users": [person.as_user(NORA)],
        "faults": faults,
    })))
}

/// Runs to the end, or is stopped at that event.
fn run(desk: &TestDesk, request: Request, stop_at: Option<u32>) -> Result<Response, graph_mfa::Error> {
    let seen = Mutex::new(0);
    desk.run_cancelled_when(request, |_| {
        let mut seen = seen.lock().expect("one thread");
        *seen += 1;
        Some(*seen) == stop_at
    })
}

/// The ids of the passes that can truly be used.
fn usable_passes(desk: &TestDesk) -> Vec<String> {
    let user = user_of(desk, NORA);
    let passes = user
        .methods
        .into_iter()
        .filter(|method| method.kind == "temporaryAccessPass");
    if user.deleted {
        Vec::new()
    } else {
        passes.map(|method| method.id).collect()
    }
}

/// The methods that a person can sign in with, and register others by.
fn ways_in(desk: &TestDesk) -> usize {
    let methods = user_of(desk, NORA).methods;
    methods
        .iter()
        .filter(|method| !matches!(method.kind.as_str(), "email" | "temporaryAccessPass"))
        .count()
}

/// Every text but the one place in the response where the pass is told.
fn everything_else(result: &Result<Response, graph_mfa::Error>, events: &[Event]) -> String {
    let mut shown = format!("{result:?}");
    match result {
        Ok(response) => {
            let mut response = serde_json::to_value(response).expect("JSON");
            response
                .as_object_mut()
                .expect("an object")
                .remove("temporaryAccessPass");
            shown.push_str(&response.to_string());
        }
        Err(error) => shown.push_str(&format!(
            "{error} {error:#?} {}",
            json!(graph_mfa::api::ErrorInfo::from(error))
        )),
    }
    for event in events {
        shown.push_str(&format!("{event:?} {}", json!(event)));
    }
    shown
}

fn stops() -> impl Strategy<Value = Option<u32>> {
    prop_oneof![2 => Just(None), 3 => (1_u32..60).prop_map(Some)]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..cases(128) })]

    #[test]
    fn whatever_goes_wrong_nobody_is_left_with_nothing_unsaid(
        person in anybody(),
        scope in proptest::sample::select(vec!["portal", "everything", "weak"]),
        (lag, strict) in (0_u32..60_000, any::<bool>()),
        faults in faults(),
        stop_at in stops(),
    ) {
        let desk = tenant(&person, lag, strict, &faults);
        let before = usable_passes(&desk);
        let had = ways_in(&desk);
        let result = run(&desk, request("rescue", json!({ "scope": scope })), stop_at);
        let events = desk.recorder.take();

        let shown = everything_else(&result, &events);
        for canary in desk.simulator.canaries() {
            prop_assert!(!shown.contains(&canary), "a secret was shown");
        }
        let passes = usable_passes(&desk);
        let unknown = passes.iter().any(|id| !before.contains(id));
        let deleted_user = user_of(&desk, NORA).deleted;
        match result {
            Ok(Response::Rescue(outcome)) => {
                let says = |code| outcome.reset.notes.iter().any(|note| note.code == code);
                match outcome.pass_status {
                    PassStatus::Issued => {
                        let pass = outcome.temporary_access_pass.as_ref().expect("it is told");
                        let works = desk.simulator.use_pass(NORA, pass.secret().expose()).is_ok();
                        prop_assert!(works || deleted_user, "what is told works");
                    }
                    status => {
                        prop_assert!(outcome.temporary_access_pass.is_none());
                        prop_assert_ne!(outcome.reset.outcome, Outcome::Done);
                        prop_assert!(!unknown || status == PassStatus::LeftBehind, "{:?}", status);
                        prop_assert_eq!(status == PassStatus::LeftBehind, says(NoteCode::PassLeftBehind));
                        prop_assert_eq!(status == PassStatus::Owed, says(NoteCode::PassOwed));
                        let lost_all = !deleted_user && had > 0 && ways_in(&desk) == 0 && passes.is_empty();
                        prop_assert!(!lost_all || status == PassStatus::Owed, "{:?}: {:?}", status, outcome.reset.steps);
                    }
                }
            }
            Ok(other) => prop_assert!(false, "{:?}", other),
            Err(error) => {
                prop_assert!(deleted_user || ways_in(&desk) == had, "an error means that no method was deleted");
                prop_assert!(!unknown || error.code() == ErrorCode::PassLeftBehind, "{:?}", error);
                prop_assert!(error.what_to_do().is_some() || error.code() == ErrorCode::Cancelled, "{:?}", error);
            }
        }
    }

    #[test]
    fn a_pass_is_told_or_gone_or_reported(person in anybody(), faults in faults(), stop_at in stops()) {
        let desk = tenant(&person, 0, false, &faults);
        let before = usable_passes(&desk);
        let result = run(&desk, request("issuePass", json!({ "replace": true })), stop_at);
        let shown = everything_else(&result, &desk.recorder.take());
        for canary in desk.simulator.canaries() {
            prop_assert!(!shown.contains(&canary), "a secret was shown");
        }
        let unknown = usable_passes(&desk).iter().any(|id| !before.contains(id));
        match result {
            Ok(Response::IssuePass(pass)) => {
                let works = desk.simulator.use_pass(NORA, pass.temporary_access_pass.secret().expose()).is_ok();
                prop_assert!(works || user_of(&desk, NORA).deleted);
            }
            Ok(other) => prop_assert!(false, "{:?}", other),
            Err(error) => prop_assert!(!unknown || error.code() == ErrorCode::PassLeftBehind, "{:?}", error),
        }
    }

    #[test]
    fn one_method_goes_and_no_other(person in anybody(), which in any::<prop::sample::Index>(), lag in 0_u32..60_000) {
        let desk = tenant(&person, lag, false, &json!([]));
        let before: Vec<_> = user_of(&desk, NORA).methods.into_iter().map(|method| method.id).collect();
        prop_assume!(!before.is_empty());
        let id = which.get(&before).clone();
        let result = desk.run(request("removeMethod", json!({ "methodId": id })));
        let after: Vec<_> = user_of(&desk, NORA).methods.into_iter().map(|method| method.id).collect();
        let others = |ids: &[String]| ids.iter().filter(|other| **other != id).cloned().collect::<Vec<_>>();
        prop_assert_eq!(others(&before), others(&after));
        if let Ok(Response::RemoveMethod(outcome)) = result
            && outcome.outcome == Outcome::Done
        {
            prop_assert!(!after.contains(&id));
        }
    }
}
