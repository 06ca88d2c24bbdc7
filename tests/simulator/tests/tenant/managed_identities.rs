//! Managed identities at the hosts that hand out their tokens (facts 13.4).

use std::time::Duration;

use graph_sim::{Face, Request, Response, Simulator};
use serde_json::{Value, json};

use crate::keys::claims;
use crate::tenant::*;

const SYSTEM: &str = "8c7b0a4e-52f5-4f1a-9c31-2a3b64d0f011";
const OBJECT: &str = "8c7b0a4e-52f5-4f1a-9c31-2a3b64d0f012";
const USER: &str = "8c7b0a4e-52f5-4f1a-9c31-2a3b64d0f013";
const RESOURCE: &str = "resource=https://graph.microsoft.com";
const HEADER: &str = "let-me-in";

fn with(change: &Value) -> Simulator {
    let mut scenario = json!({
        "identity": { "header": HEADER },
        "applications": [
            { "clientId": SYSTEM, "name": "Runbook", "permissions": ["User.Read.All"],
              "managedIdentity": { "objectId": OBJECT } },
            { "clientId": USER, "name": "Shared", "permissions": ["AuditLog.Read.All"],
              "managedIdentity": { "kind": "user", "resourceId": "/subscriptions/s/identities/shared" } },
        ],
        "users": [{ "id": NORA }],
    });
    for (name, value) in change.as_object().unwrap() {
        scenario[name] = value.clone();
    }
    tenant(&scenario)
}

fn ask(simulator: &Simulator, url: &str, headers: &[(&str, &str)]) -> Response {
    let mut request = Request::new("GET", url);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    simulator.handle(request).into_response().unwrap()
}

fn on_machine(simulator: &Simulator, query: &str) -> Response {
    let url = format!("http://169.254.169.254/metadata/identity/oauth2/token?api-version=2018-02-01&{query}");
    ask(simulator, &url, &[("Metadata", "true")])
}

fn in_service(simulator: &Simulator, query: &str) -> Response {
    let origin = simulator.connection().identity.unwrap();
    let url = format!("{origin}/msi/token?api-version=2019-08-01&{query}");
    ask(simulator, &url, &[("X-IDENTITY-HEADER", HEADER)])
}

fn error(response: &Response) -> (u16, String) {
    (
        response.status,
        response.json()["error"].as_str().unwrap_or_default().to_owned(),
    )
}

fn id_of(response: &Response) -> String {
    assert_eq!(response.status, 200, "{}", response.json());
    let claims = claims(response.json()["access_token"].as_str().unwrap());
    claims["appid"].as_str().unwrap().to_owned()
}

#[test]
fn a_virtual_machine_gives_tokens_and_numbers_as_text() {
    let simulator = with(&json!({}));
    let answer = on_machine(&simulator, RESOURCE);
    let body = answer.json();
    assert_eq!(answer.status, 200, "{body}");
    assert_eq!(
        (&body["client_id"], &body["expires_in"]),
        (&json!(SYSTEM), &json!("86400"))
    );
    assert_eq!(
        (&body["not_before"], &body["expires_on"]),
        (&json!("1787216400"), &json!("1787302800"))
    );
    assert_eq!(
        (&body["resource"], &body["token_type"]),
        (&json!("https://graph.microsoft.com"), &json!("Bearer"))
    );
    let token = body["access_token"].as_str().unwrap();
    let claims = claims(token);
    assert_eq!(
        (&claims["oid"], &claims["idtyp"]),
        (&json!(OBJECT), &json!("app"))
    );
    let read = simulator.handle(Request::new("GET", format!("/v1.0/users/{NORA}")).bearer(token));
    assert_eq!(read.into_response().unwrap().status, 200);
    assert!(simulator.canaries().contains(&token.to_owned()));
    assert!(
        simulator.log()[0]
            .path
            .ends_with("/metadata/identity/oauth2/token"),
        "the log has no query"
    );
}

#[test]
fn a_virtual_machine_refuses_what_is_no_program_on_it() {
    let simulator = with(&json!({}));
    let url = |rest: &str| format!("/metadata/identity/oauth2/token?{rest}");
    let good = url(&format!("api-version=2018-02-01&{RESOURCE}"));
    let metadata = ("Metadata", "true");
    for (url, headers, status, expected) in [
        (good.clone(), &[][..], 400, "bad_request_102"),
        (good.clone(), &[("Metadata", "false")], 400, "bad_request_102"),
        (
            good.clone(),
            &[metadata, ("X-Forwarded-For", "10.0.0.1")],
            400,
            "invalid_request",
        ),
        (url(RESOURCE), &[metadata], 400, "bad_request_102"),
        (
            url(&format!("api-version=2017-12-01&{RESOURCE}")),
            &[metadata],
            400,
            "invalid_request",
        ),
        (
            url(&format!("api-version=latest&{RESOURCE}")),
            &[metadata],
            400,
            "invalid_request",
        ),
        (url("api-version=2018-02-01"), &[metadata], 400, "invalid_request"),
        (
            url("api-version=2018-02-01&resource=https://graph.microsoft.us"),
            &[metadata],
            400,
            "invalid_resource",
        ),
        (
            good.replace("token", "tokens"),
            &[metadata],
            401,
            "unknown_source",
        ),
        (
            format!("{good}&client_id={NORA}"),
            &[metadata],
            400,
            "invalid_request",
        ),
    ] {
        let refused = ask(&simulator, &url, headers);
        assert_eq!(
            error(&refused),
            (status, expected.to_owned()),
            "{url}: {}",
            refused.json()
        );
    }
    let post = Request::new("POST", &good).header("Metadata", "true");
    assert_eq!(simulator.handle(post).into_response().unwrap().status, 405);
    assert_eq!(
        ask(&simulator, "http://169.254.169.254/latest/meta-data", &[]).status,
        404
    );
}

#[test]
fn identities_are_named_in_several_ways() {
    let simulator = with(&json!({}));
    let shared = "%2Fsubscriptions%2Fs%2Fidentities%2FShared";
    for (query, expected) in [
        (String::new(), SYSTEM),
        (format!("client_id={USER}"), USER),
        (format!("object_id={OBJECT}"), SYSTEM),
        (format!("principal_id={OBJECT}"), SYSTEM),
        (format!("msi_res_id={shared}"), USER),
        (format!("mi_res_id={shared}"), USER),
    ] {
        assert_eq!(
            id_of(&on_machine(&simulator, &format!("{RESOURCE}&{query}"))),
            expected,
            "{query}"
        );
        assert_eq!(
            id_of(&in_service(&simulator, &format!("{RESOURCE}&{query}"))),
            expected,
            "{query}"
        );
    }
}

#[test]
fn without_an_identity_of_its_own_a_host_guesses_or_gives_up() {
    let user = |name: &str| json!({ "name": name, "managedIdentity": { "kind": "user" } });
    let one = with(&json!({ "applications": [user("a")] }));
    assert_eq!(on_machine(&one, RESOURCE).status, 200, "the only one is meant");
    assert_eq!(in_service(&one, RESOURCE).status, 400);
    let two = with(&json!({ "applications": [user("a"), user("b")] }));
    let refused = on_machine(&two, RESOURCE);
    assert!(
        refused.json()["error_description"]
            .as_str()
            .unwrap()
            .starts_with("Multiple user assigned")
    );
    let none = with(&json!({ "applications": [{ "name": "a" }] }));
    let refused = on_machine(&none, RESOURCE);
    assert_eq!(error(&refused), (400, "invalid_request".into()));
    assert_eq!(refused.json()["error_description"], "Identity not found");
    assert_eq!(none.connection().identity, None);
}

#[test]
fn app_service_knows_its_callers_by_a_header() {
    let simulator = with(&json!({}));
    let body = in_service(&simulator, RESOURCE).json();
    assert_eq!(
        (&body["expires_on"], &body["client_id"]),
        (&json!("1787302800"), &json!(SYSTEM))
    );
    assert_eq!(body["expires_in"], Value::Null);
    let url = |version: &str| format!("/msi/token?{version}{RESOURCE}");
    let old = ask(&simulator, &url("api-version=2017-09-01&"), &[("secret", HEADER)]).json();
    assert_eq!(old["expires_on"], "8/21/2026 9:00:00 AM +00:00");
    let named = ask(
        &simulator,
        &url(&format!("clientid={USER}&api-version=2017-09-01&")),
        &[("secret", HEADER)],
    );
    assert_eq!(id_of(&named), USER);
    for (version, headers, status) in [
        ("api-version=2019-08-01&", &[][..], 401),
        ("api-version=2019-08-01&", &[("X-IDENTITY-HEADER", "wrong")], 401),
        ("api-version=2019-08-01&", &[("secret", HEADER)], 401),
        ("api-version=2017-09-01&", &[("X-IDENTITY-HEADER", HEADER)], 401),
        ("api-version=2016-01-01&", &[("X-IDENTITY-HEADER", HEADER)], 400),
        ("", &[("X-IDENTITY-HEADER", HEADER)], 400),
    ] {
        let refused = ask(&simulator, &url(version), headers);
        assert_eq!(refused.status, status, "{version} {headers:?}");
        assert_eq!(refused.json()["statusCode"], status);
    }
    let resource = in_service(&simulator, "resource=https://vault.example");
    assert!(
        resource.json()["message"]
            .as_str()
            .unwrap()
            .starts_with("AADSTS500011")
    );
    assert_eq!(in_service(&simulator, "").status, 400);
    assert!(simulator.canaries().contains(&HEADER.to_owned()));
}

#[test]
fn automation_takes_queries_and_forms() {
    let simulator = with(&json!({}));
    let headers = [("X-IDENTITY-HEADER", HEADER), ("Metadata", "True")];
    let get = ask(&simulator, &format!("/msi/token?{RESOURCE}"), &headers);
    let fields: Vec<String> = get.json().as_object().unwrap().keys().cloned().collect();
    assert_eq!(fields, ["access_token", "expires_on", "resource", "token_type"]);
    let mut post = Request::new("POST", "/msi/token")
        .header("X-IDENTITY-HEADER", HEADER)
        .header("Metadata", "True");
    post.body = format!("{RESOURCE}&client_id={USER}").into_bytes();
    assert_eq!(id_of(&simulator.handle(post).into_response().unwrap()), USER);
    let form_of_the_other = Request::new("POST", format!("/msi/token?api-version=2019-08-01&{RESOURCE}"));
    let refused = simulator.handle(form_of_the_other.header("X-IDENTITY-HEADER", HEADER));
    assert_eq!(refused.into_response().unwrap().status, 405);
}

#[test]
fn a_machine_outside_of_azure_wants_to_see_a_file() {
    let simulator = with(&json!({}));
    let url =
        format!("http://localhost:40342/metadata/identity/oauth2/token?api-version=2020-06-01&{RESOURCE}");
    let metadata = ("Metadata", "true");
    assert_eq!(
        error(&ask(&simulator, &url, &[])),
        (400, "bad_request_102".into())
    );
    let challenged = ask(&simulator, &url, &[metadata]);
    assert_eq!(challenged.status, 401);
    let path = challenged
        .headers
        .get("WWW-Authenticate")
        .unwrap()
        .strip_prefix("Basic realm=")
        .unwrap();
    assert!(
        path.starts_with("/var/opt/azcmagent/tokens/") && path.ends_with(".key"),
        "{path}"
    );
    let key = simulator.key_file(path).unwrap();
    assert!(key.len() <= 4096 && simulator.canaries().contains(&key));
    let shown = format!("Basic {key}");
    let answer = ask(&simulator, &url, &[metadata, ("Authorization", &shown)]);
    assert_eq!(id_of(&answer), SYSTEM);
    assert_eq!(simulator.key_file(path), None);
    assert_eq!(
        ask(&simulator, &url, &[metadata, ("Authorization", &shown)]).status,
        401,
        "a key is used once"
    );
    let named = ask(&simulator, &format!("{url}&client_id={USER}"), &[metadata]);
    assert_eq!(error(&named), (400, "invalid_request".into()));
    simulator.set_identity_host("http://localhost:1", None);
    assert_eq!(
        ask(&simulator, &url, &[metadata]).status,
        404,
        "no such machine without a directory"
    );
}

#[test]
fn hosts_keep_tokens_for_as_long_as_the_tenant_says() {
    let token = |simulator: &Simulator| on_machine(simulator, RESOURCE).json()["access_token"].clone();
    let simulator = with(&json!({ "identity": { "cacheSeconds": 3600 } }));
    let first = token(&simulator);
    simulator.advance(Duration::from_secs(3599));
    assert_eq!(token(&simulator), first);
    assert_eq!(on_machine(&simulator, RESOURCE).json()["expires_in"], "82801");
    simulator.advance(Duration::from_secs(1));
    assert_ne!(token(&simulator), first);
    let short = with(&json!({ "identity": { "tokenLifetimeSeconds": 600 } }));
    let first = token(&short);
    short.advance(Duration::from_secs(299));
    assert_eq!(token(&short), first);
    short.advance(Duration::from_secs(1));
    assert_ne!(token(&short), first, "no token is given in its last moments");
    let fresh = with(&json!({ "identity": { "cacheSeconds": 0 } }));
    assert_ne!(token(&fresh), token(&fresh));
}

#[test]
fn hosts_fail_by_script_in_their_own_words() {
    let simulator = with(&json!({ "faults": [
        { "path": "/metadata/identity/oauth2/token", "times": 1, "answer": { "status": 404 } },
        { "path": "/metadata/identity/oauth2/token", "skip": 1, "times": 1, "answer": { "status": 410 } },
        { "path": "/metadata/identity/oauth2/token", "skip": 2, "times": 1, "answer": { "kind": "throttled", "retryAfter": 2 } },
    ] }));
    for (status, expected) in [(404, "not_found"), (410, "gone"), (429, "TooManyRequests")] {
        let refused = on_machine(&simulator, RESOURCE);
        assert_eq!(error(&refused), (status, expected.to_owned()));
    }
    assert_eq!(on_machine(&simulator, RESOURCE).status, 200);
}

#[test]
fn an_identity_can_be_disabled_and_has_no_secret() {
    let simulator = with(&json!({ "applications": [
        { "clientId": SYSTEM, "disabled": true, "managedIdentity": {} }] }));
    assert_eq!(
        error(&on_machine(&simulator, RESOURCE)),
        (400, "unauthorized_client".into())
    );
    assert_eq!(simulator.connection().client_secret, "");
    let two = json!({ "applications": [{ "name": "a", "managedIdentity": {} }, { "name": "b", "managedIdentity": {} }] });
    let scenario = graph_sim::Scenario::from_json(&two.to_string()).unwrap();
    let problem = Simulator::new(scenario).unwrap_err().to_string();
    assert!(
        problem.starts_with("applications[1] (b).managedIdentity"),
        "{problem}"
    );
}

#[test]
fn the_face_can_be_named() {
    let simulator = with(&json!({}));
    let url = format!("/msi/token?api-version=2019-08-01&{RESOURCE}");
    let request = Request::new("GET", url).header("X-IDENTITY-HEADER", HEADER);
    let answer = simulator
        .handle_at(Face::Identity, request)
        .into_response()
        .unwrap();
    assert_eq!(answer.status, 200);
    assert_eq!(
        answer.headers.get("Access-Control-Allow-Origin"),
        None,
        "no page of any site may read this"
    );
}
