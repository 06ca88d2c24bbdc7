//! Scripted faults: when they strike and what they leave behind.

use std::time::Duration;

use graph_sim::{Reply, Request, Simulator};
use serde_json::{Value, json};

use crate::tenant::*;

fn scripted(fault: &Value) -> Simulator {
    tenant(&json!({ "users": [{ "id": NORA, "methods": [{ "kind": "phone" }] }], "faults": [fault] }))
}

fn phone() -> String {
    methods("v1.0", &format!("phoneMethods/{MOBILE}"))
}

fn delete(simulator: &Simulator) -> Reply {
    simulator.handle(Request::new("DELETE", phone()).bearer(&desk(simulator).token))
}

fn fault(answer: &Value) -> Value {
    json!({ "method": "DELETE", "path": "/users/*/authentication/phoneMethods/*", "answer": answer })
}

#[test]
fn a_fault_strikes_after_skipping_and_so_many_times() {
    let simulator = tenant(&json!({ "users": [{ "id": NORA }], "faults": [
        { "path": "/users/*", "version": "beta", "skip": 1, "times": 2, "answer": { "status": 503 } }] }));
    let url = format!("/beta/users/{NORA}");
    let statuses: Vec<_> = (0..4).map(|_| desk(&simulator).get(&url).status).collect();
    assert_eq!(statuses, [200, 503, 503, 200]);
    assert_eq!(desk(&simulator).get(&format!("/v1.0/users/{NORA}")).status, 200);
}

#[test]
fn an_answer_instead_leaves_everything_as_it_was() {
    let simulator = scripted(&fault(&json!({ "status": 500, "body": "<html>Oops</html>" })));
    let response = delete(&simulator).into_response().unwrap();
    assert_eq!(
        (response.status, response.body.as_slice()),
        (500, b"<html>Oops</html>".as_slice())
    );
    assert_eq!(simulator.user(NORA).unwrap().methods.len(), 1);
    let log = simulator.log();
    assert!(log[0].faulted && log[0].write && !log[0].committed);
}

#[test]
fn connections_are_cut_before_or_after_the_commit() {
    let simulator = scripted(&fault(&json!({ "drop": "beforeCommit" })));
    assert_eq!(
        delete(&simulator),
        Reply::Dropped {
            delay: Duration::ZERO
        }
    );
    assert_eq!(simulator.user(NORA).unwrap().methods.len(), 1);

    let simulator = scripted(&fault(&json!({ "drop": "afterCommit" })));
    assert_eq!(
        delete(&simulator),
        Reply::Dropped {
            delay: Duration::ZERO
        }
    );
    assert!(simulator.user(NORA).unwrap().methods.is_empty());
    let log = simulator.log();
    assert!(log[0].committed && log[0].status.is_none());
}

#[test]
fn an_answer_can_be_wrong_about_what_happened() {
    let simulator = scripted(&fault(&json!({ "commitThen": { "status": 503 } })));
    assert_eq!(delete(&simulator).into_response().unwrap().status, 503);
    assert!(simulator.user(NORA).unwrap().methods.is_empty());
    assert_eq!(delete(&simulator).into_response().unwrap().status, 404);
}

#[test]
fn delays_are_told_and_scaled() {
    let mut scenario = json!({ "users": [{ "id": NORA, "methods": [{ "kind": "phone" }] }],
        "rules": { "delayScale": 0.01 } });
    scenario["faults"] = json!([fault(&json!({ "delayMs": 500 }))]);
    assert_eq!(delete(&tenant(&scenario)).delay(), Duration::from_millis(5));
}

#[test]
fn a_person_can_vanish_in_between() {
    let simulator = scripted(&fault(&json!({ "vanishUser": true })));
    assert_eq!(delete(&simulator).into_response().unwrap().status, 404);
    assert_eq!(desk(&simulator).get(&format!("/v1.0/users/{NORA}")).status, 404);
    let nora = simulator.user(NORA).unwrap();
    assert!(nora.deleted && nora.methods.len() == 1);
}

#[test]
fn a_cut_inside_a_batch_cuts_the_batch() {
    let simulator = scripted(&fault(&json!({ "drop": "afterCommit" })));
    let body = json!({ "requests": [{ "id": "1", "method": "DELETE", "url": phone().trim_start_matches("/v1.0") }] });
    let request = Request::new("POST", "/v1.0/$batch")
        .json(&body)
        .bearer(&desk(&simulator).token);
    assert_eq!(simulator.handle(request).into_response(), None);
    assert!(simulator.user(NORA).unwrap().methods.is_empty());
}

#[test]
fn the_token_endpoint_can_fail_too() {
    let simulator =
        tenant(&json!({ "faults": [{ "path": "/*/oauth2/v2.0/token", "answer": { "status": 503 } }] }));
    let request = Request::new(
        "POST",
        "https://login.microsoftonline.com/fabrikam.example/oauth2/v2.0/token",
    );
    assert_eq!(simulator.handle(request).into_response().unwrap().status, 503);
}
