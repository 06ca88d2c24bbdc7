//! The token endpoint.

use graph_sim::{Request, Response, Simulator};
use serde_json::json;

use crate::tenant::*;

const URL: &str = "https://login.microsoftonline.com/fabrikam.example/oauth2/v2.0/token";
const SCOPE: &str = "https%3A%2F%2Fgraph.microsoft.com%2F.default";

pub(crate) fn sign_in(simulator: &Simulator, url: &str, form: &str) -> Response {
    let mut request = Request::new("POST", url).header("Content-Type", "application/x-www-form-urlencoded");
    request.body = form.as_bytes().to_vec();
    simulator.handle(request).into_response().expect("an answer")
}

pub(crate) fn number(response: &Response) -> u64 {
    response.json()["error_codes"][0].as_u64().unwrap_or_default()
}

#[test]
fn a_secret_buys_a_token_that_graph_accepts() {
    let simulator = with_nora(json!({}));
    let us = simulator.connection();
    let form = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}&scope={SCOPE}",
        us.client_id,
        us.client_secret.replace('~', "%7E")
    );
    let first = sign_in(&simulator, URL, &form).json();
    assert_eq!(
        (&first["token_type"], &first["expires_in"]),
        (&json!("Bearer"), &json!(3599))
    );
    let token = first["access_token"].as_str().unwrap().to_owned();
    let answer = simulator.handle(Request::new("GET", format!("/v1.0/users/{NORA}")).bearer(&token));
    assert_eq!(answer.into_response().unwrap().status, 200);
    assert_ne!(
        sign_in(&simulator, URL, &form).json()["access_token"],
        token,
        "a new token each time"
    );
    assert!(simulator.canaries().contains(&token) && simulator.canaries().contains(&us.client_secret));
    let log = serde_json::to_string(&simulator.log()).unwrap();
    assert!(
        simulator.canaries().iter().all(|secret| !log.contains(secret)),
        "the log holds no secret"
    );
}

#[test]
fn credentials_may_come_as_basic() {
    use base64::Engine as _;
    let simulator = with_nora(json!({}));
    let us = simulator.connection();
    let basic =
        base64::engine::general_purpose::STANDARD.encode(format!("{}:{}", us.client_id, us.client_secret));
    let mut request = Request::new("POST", URL).header("Authorization", format!("Basic {basic}"));
    request.body = format!("grant_type=client_credentials&scope={SCOPE}").into_bytes();
    assert_eq!(simulator.handle(request).into_response().unwrap().status, 200);
}

#[test]
fn refusals_carry_their_numbers() {
    let simulator = with_nora(json!({}));
    let us = simulator.connection();
    let id = &us.client_id;
    let good = format!(
        "grant_type=client_credentials&client_id={id}&client_secret={}",
        us.client_secret
    );
    let wrong = format!("grant_type=client_credentials&client_id={id}&client_secret=no&scope={SCOPE}");
    for (url, form, status, error, expected) in [
        (URL, wrong.clone(), 401, "invalid_client", 7_000_215),
        (URL, wrong.replace(id, NORA), 400, "unauthorized_client", 700_016),
        (
            URL,
            wrong.replace("&client_secret=no", ""),
            401,
            "invalid_client",
            7_000_218,
        ),
        (
            &URL.replace("fabrikam", "nowhere"),
            format!("{good}&scope={SCOPE}"),
            400,
            "invalid_request",
            90_002,
        ),
        (
            URL,
            format!("{good}&scope=https://graph.microsoft.us/.default"),
            400,
            "invalid_resource",
            500_011,
        ),
        (
            URL,
            format!("{good}&scope=User.Read"),
            400,
            "invalid_scope",
            1_002_012,
        ),
        (URL, good, 400, "invalid_request", 90_014),
        (
            URL,
            "grant_type=password".into(),
            400,
            "unsupported_grant_type",
            70_003,
        ),
    ] {
        let refused = sign_in(&simulator, url, &form);
        assert_eq!((refused.status, number(&refused)), (status, expected), "{form}");
        let body = refused.json();
        assert_eq!(body["error"], error);
        assert!(
            body["error_description"]
                .as_str()
                .unwrap()
                .starts_with(&format!("AADSTS{expected}: "))
        );
    }
    let get = simulator
        .handle(Request::new("GET", URL))
        .into_response()
        .unwrap();
    assert_eq!(number(&get), 900_561);
}

#[test]
fn discovery_points_at_the_tenants_own_endpoints() {
    let simulator = tenant(&json!({ "tenant": { "cloud": "usGovL4" } }));
    let url = "https://login.microsoftonline.us/fabrikam.example/v2.0/.well-known/openid-configuration";
    let body = simulator
        .handle(Request::new("GET", url))
        .into_response()
        .unwrap()
        .json();
    assert!(
        body["token_endpoint"]
            .as_str()
            .unwrap()
            .starts_with("https://login.microsoftonline.us/")
    );
    assert_eq!(body["msgraph_host"], "graph.microsoft.us");
    let elsewhere = Request::new("GET", "https://graph.microsoft.com/v1.0/users");
    assert_eq!(
        simulator.handle(elsewhere).into_response(),
        None,
        "another cloud's host is not here"
    );
}

#[test]
fn the_id_that_a_client_gives_its_request_comes_back_wherever_it_was_told() {
    const ID: &str = "2f9d3b1c-6a5e-4c07-8b21-9d3e5f7a1b42";
    let simulator = with_nora(json!({}));
    let us = simulator.connection();
    let form = format!(
        "grant_type=client_credentials&client_id={}&client_secret=wrong&scope={SCOPE}",
        us.client_id
    );
    let told_in_header = {
        let mut request = Request::new("POST", URL).header("client-request-id", ID);
        request.body = form.clone().into_bytes();
        simulator.handle(request).into_response().unwrap()
    };
    let told_in_form = sign_in(&simulator, URL, &format!("{form}&client-request-id={ID}"));
    let told_in_query = sign_in(&simulator, &format!("{URL}?client-request-id={ID}"), &form);
    for response in [told_in_header, told_in_form, told_in_query] {
        let body = response.json();
        assert_eq!(body["correlation_id"], ID);
        assert!(
            body["error_description"]
                .as_str()
                .unwrap()
                .contains(&format!("Correlation ID: {ID}"))
        );
    }
    let untold = sign_in(&simulator, URL, &form).json();
    assert_eq!(untold["correlation_id"], untold["trace_id"]);
}
