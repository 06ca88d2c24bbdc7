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

#[test]
fn ids_and_dependencies_compare_without_regard_to_case() {
    let simulator = with_nora(json!({}));
    let body = batch(
        &simulator,
        &json!([
        { "id": "First", "method": "GET", "url": "organization" },
        { "id": "second", "method": "GET", "url": "/Organization", "dependsOn": ["FIRST"], "headers": null },
        { "id": 3, "method": "Get", "url": "/ORGANIZATION?$select=id", "dependsOn": null }]),
    )
    .json();
    for id in ["First", "second", "3"] {
        assert_eq!(inner(&body, id)["status"], 200, "{id}");
    }
    let twice = batch(
        &simulator,
        &json!([{ "id": "a", "method": "GET", "url": "/organization" },
                { "id": "A", "method": "GET", "url": "/organization" }]),
    );
    assert_eq!((twice.status, code(&twice).as_str()), (400, "BadRequest"));
    let unnamed = batch(&simulator, &json!([{ "method": "GET", "url": "/organization" }]));
    assert_eq!(unnamed.status, 400);
}

#[test]
fn addresses_inside_are_relative_and_lead_to_no_batch() {
    let simulator = with_nora(json!({}));
    let body = batch(
        &simulator,
        &json!([
        { "id": "absolute", "method": "GET", "url": "https://graph.microsoft.com/v1.0/organization" },
        { "id": "version", "method": "GET", "url": "/v1.0/organization" },
        { "id": "batch", "method": "POST", "url": "/%24Batch?x=1", "body": { "requests": [] },
          "headers": { "Content-Type": "application/json" } },
        { "id": "sign", "method": "GET", "url": "/users/ann_contoso.example#EXT#@fabrikam.example" },
        { "id": "method", "method": "BREW", "url": "/organization" }]),
    )
    .json();
    for (id, status) in [
        ("absolute", 400),
        ("version", 400),
        ("batch", 400),
        ("sign", 404),
        ("method", 405),
    ] {
        assert_eq!(inner(&body, id)["status"], status, "{id}: {}", inner(&body, id));
    }
    assert_eq!(
        inner(&body, "batch")["body"]["error"]["message"],
        "A batch cannot contain a batch."
    );
}

#[test]
fn each_request_has_headers_of_its_own() {
    let simulator = tenant(&json!({ "users": [
        { "id": NORA, "userPrincipalName": "nora.lind@fabrikam.example" }, { "displayName": "Sean" }] }));
    let nora = person(&simulator, "nora.lind@fabrikam.example", &["User.Read"]);
    let expired = simulator
        .issue_token(&graph_sim::TokenSpec {
            expires_in: Some(-1),
            ..graph_sim::TokenSpec::default()
        })
        .unwrap();
    let body = batch(
        &simulator,
        &json!([
        { "id": "desk", "method": "GET", "url": "/users?$count=true", "headers": { "ConsistencyLevel": "eventual" } },
        { "id": "plain", "method": "GET", "url": "/users?$count=true" },
        { "id": "nora", "method": "GET", "url": "/me", "headers": { "authorization": format!("Bearer {}", nora.token) } },
        { "id": "old", "method": "GET", "url": "/me", "headers": { "Authorization": format!("Bearer {expired}") } }]),
    )
    .json();
    assert_eq!(inner(&body, "desk")["body"]["@odata.count"], 2);
    assert_eq!(inner(&body, "plain")["body"].get("@odata.count"), None);
    assert_eq!(inner(&body, "nora")["body"]["id"], NORA);
    assert_eq!(inner(&body, "old")["status"], 401);
    let headers = inner(&body, "desk")["headers"].as_object().unwrap();
    assert_eq!(headers["Cache-Control"], "no-cache");
    assert_eq!(headers["OData-Version"], "4.0");
    assert!(
        headers["Content-Type"]
            .as_str()
            .unwrap()
            .starts_with("application/json")
    );
    assert_eq!(headers.get("request-id"), None, "ids are in the bodies of errors");
    assert!(inner(&body, "old")["body"]["error"]["innerError"]["request-id"].is_string());
}

#[test]
fn what_is_not_json_travels_in_base64() {
    let simulator = tenant(&json!({ "users": [{ "id": NORA }], "faults": [
        { "path": "/organization", "answer": { "status": 502, "body": "<html>Ø</html>" } }] }));
    let methods = format!("/users/{NORA}/authentication/phoneMethods");
    let post = |id: &str, content_type: &str, body: Value| {
        json!({ "id": id, "method": "POST", "url": methods, "body": body,
            "headers": { "Content-Type": content_type } })
    };
    let phone = r#"{"phoneNumber":"+47 90000017","phoneType":"mobile"}"#;
    let encoded = base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, phone);
    let body = batch(
        &simulator,
        &json!([
            { "id": "count", "method": "GET", "url": "/users/$count", "headers": { "ConsistencyLevel": "eventual" } },
            { "id": "html", "method": "GET", "url": "/organization" },
            post("bytes", "application/octet-stream", json!(encoded)),
            post("rubbish", "application/octet-stream", json!("*")),
            post("text", "application/json", json!("no object"))
        ]),
    )
    .json();
    assert_eq!(inner(&body, "count")["body"], "MQ==");
    assert_eq!(inner(&body, "html")["body"], "PGh0bWw+w5g8L2h0bWw+");
    assert_eq!(inner(&body, "bytes")["status"], 201, "{}", inner(&body, "bytes"));
    assert_eq!(inner(&body, "rubbish")["status"], 400);
    assert_eq!(inner(&body, "text")["status"], 400);
}

#[test]
fn links_inside_lead_to_the_service_itself() {
    let simulator = tenant(&json!({ "generate": { "users": 5 } }));
    let body = batch(
        &simulator,
        &json!([{ "id": "1", "method": "GET", "url": "/users?$top=2&$select=id" }]),
    )
    .json();
    let link = inner(&body, "1")["body"]["@odata.nextLink"].as_str().unwrap();
    assert!(
        link.starts_with("https://graph.microsoft.com/v1.0/users?"),
        "{link}"
    );
    assert_eq!(
        desk(&simulator).get(link).json()["value"]
            .as_array()
            .unwrap()
            .len(),
        2
    );
    let stripped = link.trim_start_matches("https://graph.microsoft.com/v1.0");
    let body = batch(
        &simulator,
        &json!([{ "id": "1", "method": "GET", "url": stripped }]),
    )
    .json();
    assert_eq!(inner(&body, "1")["body"]["value"].as_array().unwrap().len(), 2);
}

#[test]
fn the_order_of_answers_is_arbitrary_and_always_the_same() {
    let order = || {
        let simulator = with_nora(json!({}));
        let requests: Vec<_> = (0..20)
            .map(|id| json!({ "id": id.to_string(), "method": "GET", "url": "/organization" }))
            .collect();
        let body = batch(&simulator, &json!(requests)).json();
        let ids = body["responses"].as_array().unwrap().iter();
        ids.map(|it| it["id"].as_str().unwrap().parse::<usize>().unwrap())
            .collect::<Vec<_>>()
    };
    let first = order();
    assert_eq!(first, order());
    let mut sorted = first.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, (0..20).collect::<Vec<_>>());
    assert_ne!(first, sorted);
    sorted.reverse();
    assert_ne!(first, sorted);
}

#[test]
fn only_the_batch_as_a_whole_is_unauthorized() {
    let simulator = with_nora(json!({}));
    let request = json!({ "requests": [{ "id": "1", "method": "GET", "url": "/organization",
        "headers": { "Authorization": format!("Bearer {}", desk(&simulator).token) } }] });
    let anonymous = graph_sim::Request::new("POST", "/v1.0/$batch").json(&request);
    let refused = simulator.handle(anonymous).into_response().unwrap();
    assert_eq!(
        (refused.status, code(&refused).as_str()),
        (401, "InvalidAuthenticationToken")
    );
    assert!(refused.headers.get("WWW-Authenticate").is_some());
    assert_eq!(simulator.log().len(), 1, "nothing inside was served");
    for nonsense in ["", "[]", "{}", "{\"requests\":", "{\"requests\":[1]}"] {
        let mut request = graph_sim::Request::new("POST", "/beta/$batch");
        request.body = nonsense.into();
        let refused = desk(&simulator).send(request);
        assert_eq!(
            (refused.status, code(&refused).as_str()),
            (400, "BadRequest"),
            "{nonsense}"
        );
    }
}
