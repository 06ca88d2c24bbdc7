//! The same tenant behind HTTP.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use graph_sim::server::{Options, serve};
use graph_sim::{Clock, Scenario, Simulator};
use serde_json::{Value, json};

use crate::tenant::NORA;

/// One request over a connection of its own: status and body, or nothing when the connection was cut.
pub(crate) fn request(
    origin: &str,
    method: &str,
    path: &str,
    headers: &str,
    body: &str,
) -> Option<(u16, String)> {
    let address = origin.trim_start_matches("http://");
    let mut stream = TcpStream::connect(address).unwrap();
    let length = body.len();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
    )
    .unwrap();
    let mut answer = String::new();
    // A reset is as good an end as any.
    let _ = stream.read_to_string(&mut answer);
    let (head, body) = answer.split_once("\r\n\r\n")?;
    Some((head.split(' ').nth(1)?.parse().ok()?, body.to_owned()))
}

pub(crate) fn json_of(answer: Option<(u16, String)>) -> Value {
    serde_json::from_str(&answer.unwrap().1).unwrap()
}

#[test]
fn one_server_serves_one_tenant_after_the_other() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let scenario = Scenario::default();
    let clock = Clock::running(scenario.now);
    let simulator = Simulator::with_clock(scenario, clock).unwrap();
    let server = runtime
        .block_on(serve(
            simulator,
            Options {
                admin: true,
                ..Options::default()
            },
        ))
        .unwrap();
    let first = json!(server.startup());
    let origin = |name: &str| first[name].as_str().unwrap().to_owned();
    let (graph, login, admin) = (origin("graph"), origin("login"), origin("admin"));

    let scenario = json!({ "users": [{ "id": NORA, "methods": [{ "kind": "phone" }] }, { "displayName": "B" }], "faults": [
        { "path": "/users/*/authentication/methods", "answer": { "drop": "beforeCommit" } }] });
    let (status, line) = request(&admin, "PUT", "/scenario", "", &scenario.to_string()).unwrap();
    assert_eq!(status, 200);
    let line: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(
        (&line["graph"], &line["login"]),
        (&first["graph"], &first["login"]),
        "the ports stay"
    );
    let (status, refused) = request(&admin, "PUT", "/scenario", "", r#"{ "userz": [] }"#).unwrap();
    assert!(status == 400 && refused.contains("userz"));

    let form = format!(
        "grant_type=client_credentials&client_id={}&client_secret={}&scope={graph}/.default",
        line["clientId"].as_str().unwrap(),
        line["clientSecret"].as_str().unwrap()
    );
    let tenant = line["tenantId"].as_str().unwrap();
    let answer = request(&login, "POST", &format!("/{tenant}/oauth2/v2.0/token"), "", &form);
    let token = json_of(answer)["access_token"].as_str().unwrap().to_owned();
    let bearer = format!("Authorization: Bearer {token}\r\n");

    let page = json_of(request(&graph, "GET", "/v1.0/users?$top=1", &bearer, ""));
    let next = page["@odata.nextLink"].as_str().unwrap();
    assert!(next.starts_with(&graph), "links lead to the server: {next}");
    let path = format!("/v1.0/users/{NORA}/authentication/methods");
    assert_eq!(
        request(&graph, "GET", &path, &bearer, ""),
        None,
        "the connection is cut"
    );
    assert_eq!(request(&graph, "GET", &path, &bearer, "").unwrap().0, 200);

    let user = json_of(request(&admin, "GET", &format!("/state/users/{NORA}"), "", ""));
    assert_eq!(user["methods"].as_array().unwrap().len(), 1);
    assert_eq!(
        json_of(request(&admin, "GET", "/log", "", ""))
            .as_array()
            .unwrap()
            .len(),
        4
    );
    assert_eq!(request(&admin, "DELETE", "/log", "", "").unwrap().0, 204);
    assert_eq!(json_of(request(&admin, "GET", "/log", "", "")), json!([]));
    let issued = json_of(request(&admin, "POST", "/tokens", "", r#"{ "expiresIn": -1 }"#));
    let expired = format!(
        "Authorization: Bearer {}\r\n",
        issued["accessToken"].as_str().unwrap()
    );
    assert_eq!(
        request(&graph, "GET", "/v1.0/users", &expired, "").unwrap().0,
        401
    );
    assert_eq!(
        request(&admin, "POST", "/clock/advance", "", r#"{ "ms": 7200000 }"#)
            .unwrap()
            .0,
        200
    );
    assert_eq!(
        request(&graph, "GET", "/v1.0/users", &bearer, "").unwrap().0,
        401,
        "the token grew old"
    );
    assert!(
        json_of(request(&admin, "GET", "/canaries", "", ""))
            .as_array()
            .unwrap()
            .len()
            >= 3
    );
    server.stop();
}

#[test]
fn people_and_machines_sign_in_over_http() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let scenario = json!({ "rules": { "delayScale": 0.0001 }, "users": [{ "id": NORA }], "applications": [
        { "name": "Program", "publicClient": true, "delegatedPermissions": ["User.Read"] },
        { "name": "Runbook", "managedIdentity": {} }] });
    let scenario = Scenario::from_json(&scenario.to_string()).unwrap();
    let clock = Clock::running(scenario.now);
    let keys = std::env::temp_dir().join(format!("graph-sim-keys-{}", std::process::id()));
    std::fs::create_dir_all(&keys).unwrap();
    let options = Options {
        admin: true,
        key_directory: Some(keys.clone()),
        ..Options::default()
    };
    let simulator = Simulator::with_clock(scenario, clock).unwrap();
    let server = runtime.block_on(serve(simulator, options)).unwrap();
    let line = json!(server.startup());
    let origin = |name: &str| line[name].as_str().unwrap().to_owned();
    let (login, admin, identity) = (origin("login"), origin("admin"), origin("identity"));

    let client = format!("client_id={}", line["clientId"].as_str().unwrap());
    let codes = request(
        &login,
        "POST",
        "/fabrikam.example/oauth2/v2.0/devicecode",
        "",
        &format!("{client}&scope=User.Read"),
    );
    let codes = json_of(codes);
    let page = codes["verification_uri"].as_str().unwrap();
    assert_eq!(page, format!("{login}/common/oauth2/deviceauth"));
    let (status, shown) = request(&login, "GET", "/common/oauth2/deviceauth", "", "").unwrap();
    assert!(status == 200 && shown.contains("<form"));
    let waiting = json_of(request(&admin, "GET", "/sign-ins", "", ""));
    assert_eq!(waiting[0]["userCode"], codes["user_code"]);
    let decision = json!({ "userCode": codes["user_code"], "user": NORA }).to_string();
    assert_eq!(
        request(&admin, "POST", "/sign-ins", "", &decision).unwrap().0,
        204
    );
    let (status, problem) = request(&admin, "POST", "/sign-ins", "", &decision).unwrap();
    assert!(status == 400 && problem.contains("AADSTS70018"));
    let form = format!(
        "{client}&grant_type=urn:ietf:params:oauth:grant-type:device_code&device_code={}",
        codes["device_code"].as_str().unwrap()
    );
    let (status, _) = request(&login, "POST", "/fabrikam.example/oauth2/v2.0/token", "", &form).unwrap();
    assert_eq!(status, 200);

    let url = "/msi/token?api-version=2019-08-01&resource=https://graph.microsoft.com";
    let header = format!(
        "X-IDENTITY-HEADER: {}\r\n",
        line["identityHeader"].as_str().unwrap()
    );
    assert_eq!(request(&identity, "GET", url, &header, "").unwrap().0, 200);
    let url =
        "/arc/metadata/identity/oauth2/token?api-version=2020-06-01&resource=https://graph.microsoft.com";
    assert_eq!(
        request(&identity, "GET", url, "Metadata: true\r\n", "")
            .unwrap()
            .0,
        401
    );
    let files: Vec<_> = std::fs::read_dir(&keys)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    let key = std::fs::read_to_string(&files[0]).unwrap();
    let headers = format!("Metadata: true\r\nAuthorization: Basic {key}\r\n");
    assert_eq!(request(&identity, "GET", url, &headers, "").unwrap().0, 200);
    assert!(!files[0].exists(), "a key that was used is taken away");
    let preflight = request(&identity, "OPTIONS", url, "Origin: https://page.example\r\n", "").unwrap();
    assert_eq!(preflight.0, 400, "no page of any site gets this far");
    server.stop();
    std::fs::remove_dir_all(&keys).unwrap();
}
