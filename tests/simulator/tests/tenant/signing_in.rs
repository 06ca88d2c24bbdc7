//! What the tests of signing in share: a tenant with applications of every kind, and a client.

use std::collections::BTreeMap;

use graph_sim::{Request, Response, Simulator};
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::{Value, json};

use crate::tenant::*;

pub(crate) const PROGRAM: &str = "8c7b0a4e-52f5-4f1a-9c31-2a3b64d0f001";
pub(crate) const PAGE: &str = "8c7b0a4e-52f5-4f1a-9c31-2a3b64d0f002";
pub(crate) const SERVER: &str = "8c7b0a4e-52f5-4f1a-9c31-2a3b64d0f003";
pub(crate) const LOGIN: &str = "https://login.microsoftonline.com/fabrikam.example";
pub(crate) const DESK: &str = "desk@fabrikam.example";
pub(crate) const NORA_NAME: &str = "nora.lind@fabrikam.example";
pub(crate) const SCOPES: &str =
    "https://graph.microsoft.com/User.Read https://graph.microsoft.com/User.Read.All";
pub(crate) const DEVICE_GRANT: &str = "urn:ietf:params:oauth:grant-type:device_code";

/// A program, a page in browsers and a server; Nora, and somebody of the service desk.
pub(crate) fn scenario() -> Value {
    let consented = [
        "User.Read",
        "User.Read.All",
        "UserAuthenticationMethod.ReadWrite.All",
    ];
    json!({
        "applications": [
            { "clientId": PROGRAM, "name": "Program", "publicClient": true, "delegatedPermissions": consented,
              "redirectUris": { "publicClient": ["http://localhost", "program://back"] } },
            { "clientId": PAGE, "name": "Page", "delegatedPermissions": consented,
              "redirectUris": { "spa": ["https://page.example/", "http://localhost/page"] } },
            { "clientId": SERVER, "name": "Server", "secret": "server-secret", "delegatedPermissions": consented,
              "redirectUris": { "web": ["https://server.example/back?x=1"] } },
        ],
        "users": [
            { "id": NORA, "userPrincipalName": NORA_NAME, "displayName": "Nora <Lind>" },
            { "userPrincipalName": DESK, "displayName": "Desk", "roles": ["Authentication Administrator"],
              "methods": [{ "kind": "microsoftAuthenticator" }] },
            { "userPrincipalName": "boss@fabrikam.example", "roles": ["Global Administrator"] },
        ],
    })
}

/// The same with changes on top, as JSON merge patch.
pub(crate) fn with(change: &Value) -> Simulator {
    let mut scenario = scenario();
    merge(&mut scenario, change);
    tenant(&scenario)
}

/// The same, where Nora signs in like this.
pub(crate) fn with_nora_like(sign_in: &Value) -> Simulator {
    let mut scenario = scenario();
    scenario["users"][0]["signIn"] = sign_in.clone();
    tenant(&scenario)
}

fn merge(into: &mut Value, change: &Value) {
    match change {
        Value::Object(fields) => {
            for (name, value) in fields {
                merge(&mut into[name], value);
            }
        }
        other => *into = other.clone(),
    }
}

/// A form or a query.
pub(crate) fn encoded(fields: &[(&str, &str)]) -> String {
    let pairs: Vec<String> = fields
        .iter()
        .map(|(name, value)| format!("{name}={}", utf8_percent_encode(value, NON_ALPHANUMERIC)))
        .collect();
    pairs.join("&")
}

pub(crate) fn post(
    simulator: &Simulator,
    path: &str,
    fields: &[(&str, &str)],
    headers: &[(&str, &str)],
) -> Response {
    let url = if path.starts_with("http") {
        path.to_owned()
    } else {
        format!("{LOGIN}{path}")
    };
    let mut request = Request::new("POST", url).header("Content-Type", "application/x-www-form-urlencoded");
    request.body = encoded(fields).into_bytes();
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    simulator.handle(request).into_response().expect("an answer")
}

/// Asks the token endpoint.
pub(crate) fn redeem(simulator: &Simulator, fields: &[(&str, &str)]) -> Response {
    post(simulator, "/oauth2/v2.0/token", fields, &[])
}

/// Asks the token endpoint from a script in a browser.
pub(crate) fn redeem_in_page(simulator: &Simulator, fields: &[(&str, &str)]) -> Response {
    post(
        simulator,
        "/oauth2/v2.0/token",
        fields,
        &[("Origin", "https://page.example")],
    )
}

/// Asks with changes to the fields: a field with an empty value is left out.
pub(crate) fn changed<'f>(
    fields: &[(&'f str, &'f str)],
    changes: &[(&'f str, &'f str)],
) -> Vec<(&'f str, &'f str)> {
    let mut all: BTreeMap<&str, &str> = fields.iter().copied().collect();
    all.extend(changes.iter().copied());
    all.retain(|_, value| !value.is_empty());
    all.into_iter().collect()
}

/// The fields that a redirect carries.
pub(crate) fn carried(response: &Response) -> BTreeMap<String, String> {
    let location = response.headers.get("Location").unwrap_or_default();
    let (_, fields) = location.split_once(['#', '?']).unwrap_or_default();
    fields
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| {
            (
                name.to_owned(),
                percent_decode_str(value).decode_utf8().unwrap().into_owned(),
            )
        })
        .collect()
}

/// The text of a page.
pub(crate) fn text(response: &Response) -> String {
    String::from_utf8(response.body.clone()).unwrap()
}

/// A field of an answer.
pub(crate) fn field(response: &Response, name: &str) -> String {
    let body = response.json();
    body[name]
        .as_str()
        .unwrap_or_else(|| panic!("{name} in {body}"))
        .to_owned()
}

/// Lets the program ask for a pair of codes.
pub(crate) fn device_codes(simulator: &Simulator, scope: &str) -> (String, String) {
    let answer = post(
        simulator,
        "/oauth2/v2.0/devicecode",
        &[("client_id", PROGRAM), ("scope", scope)],
        &[],
    );
    assert_eq!(answer.status, 200, "{}", answer.json());
    (field(&answer, "device_code"), field(&answer, "user_code"))
}

/// Polls for the program.
pub(crate) fn poll(simulator: &Simulator, device_code: &str) -> Response {
    redeem(
        simulator,
        &[
            ("grant_type", DEVICE_GRANT),
            ("client_id", PROGRAM),
            ("device_code", device_code),
        ],
    )
}

/// Lets a person sign in with the only code that waits.
pub(crate) fn approve(simulator: &Simulator, user: &str) {
    let decision = graph_sim::SignInDecision {
        user: Some(user.into()),
        ..Default::default()
    };
    simulator
        .decide_sign_in(&decision)
        .expect("the person may sign in");
}
