//! `$batch`: independence, dependencies, bodies, refusals.

use graph_sim::Response;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::tenant::*;

fn batch(simulator: &graph_sim::Simulator, requests: &Value) -> Response {
    desk(simulator).post("/v1.0/$batch", &json!({ "requests": requests }))
}

fn inner<'a>(body: &'a Value, id: &str) -> &'a Value {
    body["responses"]
        .as_array()
        .unwrap()
        .iter()
        .find(|response| response["id"] == id)
        .expect("an answer")
}

#[test]
fn answers_are_matched_by_id() {
    let simulator = with_nora(json!({ "methods": [{ "kind": "phone" }] }));
    let url = format!("/users/{NORA}?$select=id");
    let body = batch(&simulator, &json!([
        { "id": "1", "method": "GET", "url": url },
        { "id": "2", "method": "get", "url": url.trim_start_matches('/') },
        { "id": "3", "method": "DELETE", "url": format!("/users/{NORA}/authentication/phoneMethods/{MOBILE}") },
        { "id": "4", "method": "GET", "url": "/users/nobody@fabrikam.example" }]))
    .json();
    assert_eq!(inner(&body, "1")["body"]["id"], NORA);
    assert_eq!(inner(&body, "2")["status"], 200);
    assert_eq!(inner(&body, "3")["status"], 204);
    assert_eq!(inner(&body, "3").get("body"), None);
    assert_eq!(
        inner(&body, "4")["body"]["error"]["code"],
        "Request_ResourceNotFound"
    );
    let log = simulator.log();
    assert_eq!(log.iter().filter(|entry| entry.in_batch).count(), 4);
    assert!(log[2].write && log[2].committed && log[2].target_user_id.as_deref() == Some(NORA));
}

#[test]
fn writes_need_a_body_and_its_type() {
    let simulator = with_nora(json!({}));
    let url = format!("/users/{NORA}/revokeSignInSessions");
    let body = batch(&simulator, &json!([
        { "id": "a", "method": "POST", "url": url },
        { "id": "b", "method": "POST", "url": url, "body": {} },
        { "id": "c", "method": "POST", "url": url, "body": {}, "headers": { "Content-Type": "application/json" } }]))
    .json();
    assert_eq!(
        (&inner(&body, "a")["status"], &inner(&body, "b")["status"]),
        (&json!(400), &json!(400))
    );
    assert!(
        inner(&body, "a")["body"]["error"]["message"]
            .as_str()
            .unwrap()
            .contains("Content-Type header or body")
    );
    assert_eq!(inner(&body, "c")["body"]["value"], true);
}

#[test]
fn a_failed_dependency_fails_what_depends_on_it() {
    let simulator = with_nora(json!({}));
    let body = batch(
        &simulator,
        &json!([
        { "id": "1", "method": "GET", "url": "/users/nobody@fabrikam.example" },
        { "id": "2", "method": "GET", "url": "/organization", "dependsOn": ["1"] },
        { "id": "3", "method": "GET", "url": "/organization", "dependsOn": ["2"] }]),
    )
    .json();
    assert_eq!(inner(&body, "2")["status"], 424);
    assert_eq!(inner(&body, "2")["body"]["error"]["code"], "FailedDependency");
    assert_eq!(inner(&body, "3")["status"], 424);
}

#[test]
fn a_batch_that_cannot_be_understood_is_refused_as_a_whole() {
    let simulator = with_nora(json!({}));
    let get =
        |id: &str, on: Value| json!({ "id": id, "method": "GET", "url": "/organization", "dependsOn": on });
    let none = || json!([]);
    let many: Vec<_> = (0..21).map(|id| get(&id.to_string(), none())).collect();
    for requests in [
        json!(many),
        json!([get("a", none()), get("A", none())]),
        json!([get("1", json!(["2"])), get("2", none())]),
        json!([get("1", json!(["9"]))]),
        json!([get("1", none()), get("2", none()), get("3", json!(["1", "2"]))]),
        json!([
            get("1", none()),
            get("2", json!(["1"])),
            get("3", none()),
            get("4", json!(["3"]))
        ]),
        json!("nothing"),
    ] {
        let refused = batch(&simulator, &requests);
        assert_eq!(
            (refused.status, code(&refused).as_str()),
            (400, "BadRequest"),
            "{requests}"
        );
    }
    assert_eq!(
        batch(
            &simulator,
            &json!([get("1", none()), get("2", json!(["1"])), get("3", json!(["1"]))])
        )
        .status,
        200
    );
    let anonymous = graph_sim::Request::new("POST", "/v1.0/$batch").json(&json!({ "requests": [] }));
    assert_eq!(simulator.handle(anonymous).into_response().unwrap().status, 401);
    assert_eq!(desk(&simulator).get("/v1.0/$batch").status, 405);
}

#[test]
fn beta_actions_are_not_allowed_rather_than_unknown() {
    let simulator = with_nora(json!({}));
    let body = batch(&simulator, &json!([{ "id": "1", "method": "POST", "body": {},
        "headers": { "Content-Type": "application/json" }, "url": format!("/users/{NORA}/invalidateAllRefreshTokens") }]))
    .json();
    assert_eq!(inner(&body, "1")["status"], 405);
    assert_eq!(inner(&body, "1")["body"]["error"]["code"], "Request_BadRequest");
}

#[test]
fn throttled_requests_carry_their_own_headers() {
    let simulator = tenant(
        &json!({ "users": [{ "id": NORA }], "rules": { "delayScale": 0.001 }, "faults": [
        { "method": "GET", "path": "/users/*", "answer": { "status": 429, "headers": { "Retry-After": "4" } } }] }),
    );
    let url = format!("/users/{NORA}");
    let body = batch(
        &simulator,
        &json!([
        { "id": "1", "method": "GET", "url": url }, { "id": "2", "method": "GET", "url": url }]),
    )
    .json();
    assert_eq!(inner(&body, "1")["status"], 429);
    assert_eq!(inner(&body, "1")["headers"]["Retry-After"], "0.004");
    assert_eq!(inner(&body, "1")["body"]["error"]["code"], "TooManyRequests");
    assert_eq!(inner(&body, "2")["status"], 200);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    /// Whatever depends on a failure, directly or through others, is 424; everything else is served.
    #[test]
    fn failures_travel_along_chains_and_no_further(length in 1usize..20, broken in 0usize..20) {
        let simulator = with_nora(json!({}));
        let requests: Vec<_> = (0..length).map(|place| {
            let url = if place == broken { "/users/nobody@fabrikam.example" } else { "/organization" };
            let on = if place == 0 { json!([]) } else { json!([(place - 1).to_string()]) };
            json!({ "id": place.to_string(), "method": "GET", "url": url, "dependsOn": on })
        }).collect();
        let body = batch(&simulator, &json!(requests)).json();
        for place in 0..length {
            let expected = match place.cmp(&broken) {
                std::cmp::Ordering::Less => 200,
                std::cmp::Ordering::Equal => 404,
                std::cmp::Ordering::Greater => 424,
            };
            prop_assert_eq!(&inner(&body, &place.to_string())["status"], &json!(expected));
        }
    }
}
