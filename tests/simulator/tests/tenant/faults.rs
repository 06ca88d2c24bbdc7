//! Scripted faults: when they strike and what they leave behind.

use std::time::Duration;

use graph_sim::{Fault, FaultAnswer, Reply, Request, Response, ScriptedAnswer, Simulator};
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
fn the_token_endpoint_can_fail_too_and_says_so_in_its_own_words() {
    for (status, number) in [(503, 90_033), (429, 90_055), (400, 9_002_313)] {
        let answer = json!({ "status": status, "headers": { "Retry-After": "3" } });
        let simulator = tenant(&json!({ "faults": [{ "path": "/*/oauth2/v2.0/token", "answer": answer }] }));
        let request = Request::new(
            "POST",
            "https://login.microsoftonline.com/fabrikam.example/oauth2/v2.0/token",
        );
        let response = simulator.handle(request).into_response().unwrap();
        assert_eq!(response.status, status);
        assert_eq!(response.headers.get("Retry-After"), Some("3"));
        assert_eq!(
            response.headers.get("x-ms-ags-diagnostic"),
            None,
            "that is Graph's"
        );
        let body = response.json();
        assert_eq!(body["error_codes"], json!([number]), "{body}");
        let description = body["error_description"].as_str().unwrap();
        assert!(
            description.starts_with(&format!("AADSTS{number}: ")),
            "{description}"
        );
        assert!(body["error"].is_string(), "a name, not Graph's envelope");
    }
}

/// The answer to the desk's reading of Nora, who has a phone, when this strikes.
fn struck(answer: &Value) -> Response {
    let simulator = scripted(&json!({ "path": "/users/**", "answer": answer }));
    desk(&simulator).get(&methods("beta", "methods"))
}

#[test]
fn kinds_known_by_name_are_what_the_service_answers() {
    for (kind, status, code_expected, message_expected) in [
        ("throttled", 429, "TooManyRequests", "Please retry again later."),
        ("internalServerError", 500, "UnknownError", ""),
        ("badGateway", 502, "UnknownError", ""),
        ("serviceUnavailable", 503, "UnknownError", ""),
        ("gatewayTimeout", 504, "UnknownError", ""),
        (
            "concurrencyViolation",
            409,
            "Directory_ConcurrencyViolation",
            "The object was changed",
        ),
        (
            "expiredPageToken",
            400,
            "Directory_ExpiredPageToken",
            "The specified page token",
        ),
        (
            "expiredToken",
            401,
            "InvalidAuthenticationToken",
            "Lifetime validation failed",
        ),
        (
            "claimsChallenge",
            401,
            "InvalidAuthenticationToken",
            "Continuous access evaluation",
        ),
    ] {
        let response = struck(&json!({ "kind": kind }));
        assert_eq!(
            (response.status, code(&response).as_str()),
            (status, code_expected),
            "{kind}"
        );
        let text = message(&response);
        assert!(
            text.starts_with(message_expected) && text.is_empty() == message_expected.is_empty(),
            "{kind}: {text}"
        );
        assert_eq!(response.headers.get("Retry-After"), None, "{kind}");
        let challenge = response.headers.get("WWW-Authenticate");
        assert_eq!(challenge.is_some(), status == 401, "{kind}");
        assert_eq!(
            challenge.is_some_and(|text| text.contains("insufficient_claims")),
            kind == "claimsChallenge"
        );
        let inner = &response.json()["error"]["innerError"];
        assert_eq!(
            inner["request-id"].as_str(),
            response.headers.get("request-id"),
            "{kind}"
        );
    }
}

#[test]
fn kinds_take_a_wait_and_another_form_of_body() {
    for (wait, told) in [(json!(3), "3"), (json!(2.128), "2.128")] {
        let response = struck(&json!({ "kind": "throttled", "retryAfter": wait }));
        assert_eq!(response.headers.get("Retry-After"), Some(told));
    }
    let html = struck(&json!({ "kind": "badGateway", "form": "html" }));
    assert_eq!(
        (html.status, html.headers.get("Content-Type")),
        (502, Some("text/html"))
    );
    assert!(html.body.starts_with(b"<html>"));
    let empty = struck(&json!({ "kind": "gatewayTimeout", "form": "empty", "retryAfter": 1 }));
    assert_eq!((empty.status, empty.headers.get("Content-Type")), (504, None));
    assert!(empty.body.is_empty());
    let coded = struck(&json!({ "status": 503, "code": "generalException" }));
    assert_eq!(code(&coded), "generalException");
}

#[test]
fn a_kind_can_answer_for_what_was_executed() {
    let simulator = scripted(&fault(&json!({ "commitThen": { "kind": "gatewayTimeout" } })));
    assert_eq!(delete(&simulator).into_response().unwrap().status, 504);
    assert!(simulator.user(NORA).unwrap().methods.is_empty());
    for (kind, left) in [("cutBeforeCommit", 1), ("cutAfterCommit", 0)] {
        let simulator = scripted(&fault(&json!({ "kind": kind })));
        assert_eq!(delete(&simulator).into_response(), None);
        assert_eq!(simulator.user(NORA).unwrap().methods.len(), left);
    }
}

#[test]
fn answers_that_contradict_themselves_are_refused() {
    for (answer, named) in [
        (json!({ "kind": "throttled", "status": 429 }), "exactly one"),
        (json!({}), "exactly one"),
        (json!({ "kind": "nothing" }), "nothing"),
        (json!({ "drop": "afterCommit", "retryAfter": 1 }), "retryAfter"),
        (json!({ "kind": "unknownMethod", "body": {} }), "need a status"),
        (json!({ "kind": "throttled", "retryAfter": -1 }), "retryAfter"),
        (
            json!({ "kind": "badGateway", "form": "html", "body": "x" }),
            "exclude",
        ),
        (
            json!({ "commitThen": { "kind": "cutAfterCommit" } }),
            "a status, or a kind",
        ),
        (json!({ "commitThen": { "status": 500, "delayMs": 4 } }), "only"),
        (json!({ "status": 99 }), "faults[0].answer.status"),
    ] {
        let scenario = json!({ "faults": [{ "answer": answer }] }).to_string();
        let refused = graph_sim::Scenario::from_json(&scenario).and_then(Simulator::new);
        let problem = refused.expect_err("a contradiction").to_string();
        assert!(problem.contains(named), "{answer}: {problem}");
    }
    let scenario = json!({ "faults": [{ "chance": 1.5, "answer": { "status": 500 } }] }).to_string();
    let refused = graph_sim::Scenario::from_json(&scenario).and_then(Simulator::new);
    assert_eq!(refused.unwrap_err().field, "faults[0].chance");
}

#[test]
fn faults_survive_being_written_and_read() {
    for answer in [
        json!({ "kind": "throttled", "retryAfter": 2.5 }),
        json!({ "kind": "badGateway", "form": "empty" }),
        json!({ "commitThen": { "kind": "gatewayTimeout" } }),
        json!({ "kind": "claimsChallenge" }),
        json!({ "kind": "nullProperties" }),
        json!({ "delayMs": 7 }),
    ] {
        let fault: Fault = serde_json::from_value(json!({ "chance": 0.5, "answer": answer })).unwrap();
        let once = json!(fault);
        let again: Fault = serde_json::from_value(once.clone()).unwrap();
        assert_eq!(json!(again), once);
    }
}

#[test]
fn chance_strikes_the_same_requests_each_time() {
    let struck = |chance: f64, tenant_seed: u64| -> Vec<bool> {
        let simulator = tenant(
            &json!({ "users": [{ "id": NORA }], "generate": { "users": 1, "seed": tenant_seed },
            "faults": [{ "chance": chance, "answer": { "status": 503 } }] }),
        );
        let url = format!("/v1.0/users/{NORA}");
        (0..400)
            .map(|_| desk(&simulator).get(&url).status == 503)
            .collect()
    };
    let first = struck(0.2, 1);
    assert_eq!(first, struck(0.2, 1));
    assert_ne!(first, struck(0.2, 2));
    let count = first.iter().filter(|it| **it).count();
    assert!((50..110).contains(&count), "{count} of 400");
    assert!(struck(0.0, 1).iter().all(|it| !it) && struck(1.0, 1).iter().all(|it| *it));
}

#[test]
fn chance_can_be_limited_in_number() {
    let simulator = tenant(&json!({ "users": [{ "id": NORA }],
        "faults": [{ "chance": 0.5, "skip": 3, "times": 2, "answer": { "status": 503 } }] }));
    let url = format!("/v1.0/users/{NORA}");
    let statuses: Vec<_> = (0..100).map(|_| desk(&simulator).get(&url).status).collect();
    assert_eq!(statuses.iter().filter(|it| **it == 503).count(), 2);
    assert!(statuses[..3].iter().all(|it| *it == 200));
    let state = &simulator.faults()[0];
    assert_eq!((state.matched, state.struck), (100, 2));
}

#[test]
fn faults_pick_by_place_header_and_person() {
    let simulator = tenant(&json!({
        "users": [{ "id": NORA, "userPrincipalName": "nora.lind@fabrikam.example" }, { "userPrincipalName": "b@fabrikam.example" }],
        "faults": [
            { "only": "inside", "times": 9, "answer": { "status": 503 } },
            { "only": "outside", "headers": { "User-Agent": "Old*" }, "times": 9, "answer": { "status": 502 } },
            { "user": "Nora.Lind@fabrikam.example", "times": 9, "answer": { "status": 500 } },
        ],
    }));
    let desk = desk(&simulator);
    let status = |url: &str, agent: &str| {
        desk.send(Request::new("GET", url).header("User-Agent", agent))
            .status
    };
    assert_eq!(status("/v1.0/users/b@fabrikam.example", "New/1"), 200);
    assert_eq!(status("/v1.0/users/b@fabrikam.example", "Old/1"), 502);
    assert_eq!(status(&format!("/v1.0/users/{NORA}"), "New/1"), 500);
    assert_eq!(status(&methods("beta", "methods"), "New/1"), 500);
    let inner = json!({ "requests": [{ "id": "1", "method": "GET", "url": "/users/b@fabrikam.example" }] });
    let batch = desk.post("/v1.0/$batch", &inner);
    assert_eq!(
        (batch.status, &batch.json()["responses"][0]["status"]),
        (200, &json!(503))
    );
}

#[test]
fn answers_can_be_spoiled() {
    let list = |kind: &str| {
        struck(&json!({ "kind": kind })).json()["value"]
            .as_array()
            .unwrap()
            .clone()
    };
    let sound = struck(&json!({ "delayMs": 0 })).json()["value"]
        .as_array()
        .unwrap()
        .clone();
    assert_eq!(sound.len(), 2, "a password and a phone");
    let twice = list("duplicatedItems");
    assert_eq!((twice.len(), &twice[2]), (3, &twice[1]));
    let more = list("unknownMethod");
    assert_eq!(&more[..2], &sound[..]);
    assert_eq!(
        more[2]["@odata.type"],
        "#microsoft.graph.futureAuthenticationMethod"
    );
    let phone = |methods: Vec<Value>| {
        methods
            .into_iter()
            .find(|it| it.get("phoneType").is_some())
            .unwrap()
    };
    assert_eq!(
        phone(list("unknownEnumValues"))["phoneType"],
        "unknownFutureValue"
    );
    let extra = phone(list("extraProperties"));
    assert_eq!(
        (&extra["phoneType"], extra["futureProperty"].is_object()),
        (&json!("mobile"), true)
    );
    let nulls = phone(list("nullProperties"));
    assert_eq!(
        (&nulls["phoneNumber"], &nulls["phoneType"]),
        (&Value::Null, &json!("mobile"))
    );
}

#[test]
fn errors_can_be_spoiled() {
    let of_nobody = |kind: &str| {
        let simulator = tenant(&json!({ "faults": [{ "answer": { "kind": kind } }] }));
        desk(&simulator).get("/v1.0/users/nobody@fabrikam.example")
    };
    let spelled = of_nobody("lowerCaseInnerError").json();
    assert!(spelled["error"]["innererror"].is_object() && spelled["error"].get("innerError").is_none());
    let bare = of_nobody("missingErrorBody");
    assert_eq!(
        (bare.status, bare.body.len(), bare.headers.get("Content-Type")),
        (404, 0, None)
    );
}

#[test]
fn a_page_beyond_its_kind_is_left_alone() {
    for kind in [
        "duplicatedItems",
        "unknownMethod",
        "lowerCaseInnerError",
        "missingErrorBody",
    ] {
        let simulator = scripted(&json!({ "answer": { "kind": kind } }));
        let url = format!("/v1.0/users/{NORA}");
        assert_eq!(desk(&simulator).get(&url).json()["id"], NORA, "{kind}");
    }
}

#[test]
fn faults_can_be_added_and_taken_away_while_the_tenant_runs() {
    let simulator = scripted(&json!({ "times": 9, "answer": { "status": 503 } }));
    let down = FaultAnswer::Instead(ScriptedAnswer {
        status: 500,
        ..ScriptedAnswer::default()
    });
    simulator.add_faults(vec![Fault::new("/users/*", down)]).unwrap();
    assert_eq!(simulator.faults().len(), 2);
    let url = format!("/v1.0/users/{NORA}");
    assert_eq!(
        desk(&simulator).get(&url).status,
        503,
        "those of the scenario come first"
    );
    simulator.clear_faults();
    assert_eq!(desk(&simulator).get(&url).status, 200);
    let mut bad = Fault::new("**", FaultAnswer::VanishUser);
    bad.chance = Some(f64::NAN);
    assert_eq!(
        simulator.add_faults(vec![bad]).unwrap_err().field,
        "faults[0].chance"
    );
    assert!(simulator.faults().is_empty());
}
