//! The envelope: ids of requests, versions, dates, and what tells where an answer came from.

use std::collections::BTreeSet;

use graph_sim::Request;
use serde_json::json;

use crate::tenant::*;

#[test]
fn every_answer_has_an_id_of_its_own() {
    let simulator = with_nora(json!({}));
    let desk = desk(&simulator);
    let mut ids = BTreeSet::new();
    for url in [
        "/v1.0/users",
        "/v1.0/nothing",
        "/v1.0/users/nobody",
        "/v2.0/users",
        "/v1.0/$batch",
    ] {
        for _ in 0..3 {
            let answer = simulator.handle_at(
                graph_sim::Face::Graph,
                Request::new("GET", url).bearer(&desk.token),
            );
            let answer = answer.into_response().unwrap();
            let id = answer.headers.get("request-id").unwrap().to_owned();
            assert_eq!(
                answer.headers.get("client-request-id"),
                Some(id.as_str()),
                "{url}"
            );
            if answer.status >= 400 {
                assert_eq!(
                    answer.json()["error"]["innerError"]["request-id"],
                    id.as_str(),
                    "{url}"
                );
                assert_eq!(
                    answer.json()["error"]["innerError"]["date"],
                    "2026-08-20T09:00:00",
                    "{url}"
                );
            }
            assert!(ids.insert(id), "{url}");
        }
    }
    let logged: BTreeSet<_> = simulator
        .log()
        .into_iter()
        .map(|entry| entry.request_id)
        .collect();
    assert_eq!(logged, ids);
}

#[test]
fn the_callers_id_comes_back() {
    let simulator = with_nora(json!({}));
    let id = "1b2c3d4e-0000-4000-8000-000000000001";
    for url in ["/v1.0/users", "/v1.0/users/nobody"] {
        let answer = desk(&simulator).send(Request::new("GET", url).header("Client-Request-Id", id));
        assert_eq!(answer.headers.get("client-request-id"), Some(id));
        assert_ne!(answer.headers.get("request-id"), Some(id));
        if answer.status == 404 {
            assert_eq!(answer.json()["error"]["innerError"]["client-request-id"], id);
        }
    }
    assert!(
        simulator
            .log()
            .iter()
            .all(|entry| entry.client_request_id.as_deref() == Some(id))
    );
}

#[test]
fn answers_say_when_by_whom_and_in_which_protocol() {
    let simulator = with_nora(json!({ "methods": [{ "kind": "phone" }] }));
    let desk = desk(&simulator);
    let answer = desk.get("/v1.0/users");
    assert_eq!(answer.headers.get("Date"), Some("Thu, 20 Aug 2026 09:00:00 GMT"));
    assert_eq!(answer.headers.get("OData-Version"), Some("4.0"));
    assert_eq!(answer.headers.get("Cache-Control"), Some("no-cache"));
    assert!(
        answer
            .headers
            .get("Content-Type")
            .unwrap()
            .starts_with("application/json;odata.metadata=minimal")
    );
    let diagnostics = answer.headers.get("x-ms-ags-diagnostics").unwrap();
    let diagnostics: serde_json::Value = serde_json::from_str(diagnostics).unwrap();
    assert!(diagnostics["ServerInfo"]["DataCenter"].is_string());
    let refused = desk.get("/v1.0/users/nobody");
    assert_eq!(refused.headers.get("Content-Type"), Some("application/json"));
    let deleted = desk.delete(&methods("v1.0", &format!("phoneMethods/{MOBILE}")));
    assert_eq!((deleted.status, deleted.body.len()), (204, 0));
    assert_eq!(deleted.headers.get("Content-Type"), None);
}
