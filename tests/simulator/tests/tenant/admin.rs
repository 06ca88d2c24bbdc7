//! The admin face: what it shows, what it changes, what it refuses by name.

use graph_sim::server::{Options, Server, serve};
use graph_sim::{Clock, Scenario, Simulator};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

use crate::server::{json_of, request};
use crate::tenant::NORA;

/// A served tenant with its admin face.
struct Desk {
    admin: String,
    graph: String,
    login: String,
    server: Server,
    _runtime: Runtime,
}

impl Desk {
    fn of(scenario: &Value) -> Self {
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .enable_all()
            .build()
            .unwrap();
        let scenario = Scenario::from_json(&scenario.to_string()).unwrap();
        let clock = Clock::running(scenario.now);
        let simulator = Simulator::with_clock(scenario, clock).unwrap();
        let options = Options {
            admin: true,
            ..Options::default()
        };
        let server = runtime.block_on(serve(simulator, options)).unwrap();
        let startup = server.startup();
        Self {
            admin: startup.admin.unwrap(),
            graph: startup.graph,
            login: startup.login,
            server,
            _runtime: runtime,
        }
    }

    fn ask(&self, method: &str, path: &str, body: &str) -> (u16, Value) {
        let (status, body) = request(&self.admin, method, path, "", body).unwrap();
        (status, serde_json::from_str(&body).unwrap_or_default())
    }

    /// A request to Graph with a fresh token of this kind.
    fn graph(&self, token: &Value, path: &str) -> (u16, Value) {
        let (_, issued) = self.ask("POST", "/tokens", &token.to_string());
        self.with(issued["accessToken"].as_str().unwrap(), path)
    }

    fn with(&self, token: &str, path: &str) -> (u16, Value) {
        let bearer = format!("Authorization: Bearer {token}\r\n");
        let (status, body) = request(&self.graph, "GET", path, &bearer, "").unwrap();
        (status, serde_json::from_str(&body).unwrap_or_default())
    }
}

#[test]
fn input_that_makes_no_sense_is_refused_by_name() {
    let desk = Desk::of(&json!({}));
    for (method, path, body, named) in [
        (
            "PUT",
            "/scenario",
            r#"{ "rules": { "readLagMs": "x" } }"#,
            "rules.readLagMs: ",
        ),
        (
            "PUT",
            "/scenario",
            r#"{ "faults": [{ "answer": { "status": 1 } }] }"#,
            "faults[0].answer.status: ",
        ),
        ("PUT", "/scenario", "{", "scenario: "),
        ("PUT", "/scenario", "{} {}", "scenario: "),
        ("POST", "/clock/advance", r#"{ "ms": -1 }"#, "ms: "),
        ("POST", "/clock/advance", r#"{ "seconds": 1 }"#, "seconds"),
        ("POST", "/clock/advance", "", "`ms`"),
        ("GET", "/log?since=yesterday", "", "since: "),
        ("GET", "/log?until=1", "", "until: "),
        (
            "POST",
            "/faults",
            r#"[{ "answer": { "status": 500 } }, { "chance": "x" }]"#,
            "faults[1].chance: ",
        ),
        ("POST", "/faults", r#"{ "skip": "x" }"#, "skip: "),
        (
            "POST",
            "/faults",
            r#"{ "chance": 2, "answer": { "status": 500 } }"#,
            "faults[0].chance: ",
        ),
        (
            "POST",
            "/tokens",
            r#"{ "upn": "nobody@fabrikam.example" }"#,
            "upn: ",
        ),
        ("POST", "/tokens", r#"{ "scopes": "User.Read" }"#, "scopes: "),
        (
            "POST",
            "/revocations",
            r#"{ "user": "nobody@fabrikam.example" }"#,
            "user: ",
        ),
        ("POST", "/revocations", "{}", "`user`"),
    ] {
        let (status, answer) = desk.ask(method, path, body);
        let problem = answer["error"].as_str().unwrap_or_default();
        assert!(
            status == 400 && problem.contains(named),
            "{method} {path} {body}: {status} {problem}"
        );
    }
    assert_eq!(desk.ask("GET", "/nothing", "").0, 404);
    assert_eq!(desk.ask("PATCH", "/scenario", "").0, 404);
    assert_eq!(desk.ask("GET", "/state/users/nobody@fabrikam.example", "").0, 404);
    assert!(
        desk.ask("GET", "/faults", "").1.as_array().unwrap().is_empty(),
        "nothing refused was done"
    );
}

#[test]
fn faults_come_and_go_while_the_tenant_serves() {
    let desk = Desk::of(&json!({ "users": [{ "id": NORA }] }));
    let url = format!("/v1.0/users/{NORA}");
    let (status, faults) = desk.ask(
        "POST",
        "/faults",
        r#"{ "path": "/users/*", "times": 2, "answer": { "kind": "badGateway" } }"#,
    );
    assert_eq!((status, faults.as_array().unwrap().len()), (200, 1));
    let (_, faults) = desk.ask(
        "POST",
        "/faults",
        r#"[{ "path": "/organization", "answer": { "kind": "throttled" } }]"#,
    );
    assert_eq!(faults.as_array().unwrap().len(), 2);
    assert_eq!(desk.graph(&json!({}), &url).0, 502);
    let (_, faults) = desk.ask("GET", "/faults", "");
    assert_eq!(
        (&faults[0]["matched"], &faults[0]["struck"], &faults[1]["struck"]),
        (&json!(1), &json!(1), &json!(0))
    );
    assert_eq!(desk.ask("DELETE", "/faults", "").0, 204);
    assert_eq!(desk.graph(&json!({}), &url).0, 200);
}

#[test]
fn the_log_and_the_counters_are_followed() {
    let desk = Desk::of(&json!({ "users": [{ "id": NORA }] }));
    let url = format!("/v1.0/users/{NORA}");
    assert!((0..3).all(|_| desk.graph(&json!({}), &url).0 == 200));
    let numbers = |path: &str| -> Vec<u64> {
        let (_, log) = desk.ask("GET", path, "");
        log.as_array()
            .unwrap()
            .iter()
            .map(|entry| entry["number"].as_u64().unwrap())
            .collect()
    };
    assert_eq!(
        (numbers("/log"), numbers("/log?since=2")),
        (vec![1, 2, 3], vec![3])
    );
    assert_eq!(desk.ask("DELETE", "/log", "").0, 204);
    let (_, counters) = desk.ask("GET", "/counters", "");
    assert_eq!(
        (&counters["requests"], &counters["byStatus"]["200"]),
        (&json!(3), &json!(3))
    );
    assert!(numbers("/log").is_empty());
}

#[test]
fn a_revocation_reaches_tokens_that_can_be_challenged_at_the_server_s_own_sign_in() {
    let desk =
        Desk::of(&json!({ "users": [{ "id": NORA, "userPrincipalName": "nora.lind@fabrikam.example" }] }));
    let spec = json!({ "upn": NORA, "scopes": ["User.Read"], "clientCapabilities": ["cp1"] });
    let (_, issued) = desk.ask("POST", "/tokens", &spec.to_string());
    let token = issued["accessToken"].as_str().unwrap();
    assert_eq!(desk.with(token, "/v1.0/me").0, 200);
    assert_eq!(
        desk.ask("POST", "/revocations", &json!({ "user": NORA }).to_string())
            .0,
        204
    );
    desk.ask("POST", "/clock/advance", r#"{ "ms": 1000 }"#);
    let simulator = desk.server.simulator();
    let request = graph_sim::Request::new("GET", "/v1.0/me").bearer(token);
    let refused = simulator.handle(request).into_response().unwrap();
    assert_eq!(refused.status, 401);
    let challenge = refused.headers.get("WWW-Authenticate").unwrap();
    assert!(challenge.contains(&format!(
        "authorization_uri=\"{}/common/oauth2/authorize\"",
        desk.login
    )));
    assert_eq!(desk.graph(&spec, "/v1.0/me").0, 200, "a new token is good");
}

#[test]
fn a_served_tenant_forgets_old_requests() {
    let desk = Desk::of(&json!({}));
    let scenario = json!({ "rules": { "logLimit": 2 } }).to_string();
    assert_eq!(desk.ask("PUT", "/scenario", &scenario).0, 200);
    assert!((0..3).all(|_| desk.graph(&json!({}), "/v1.0/organization").0 == 200));
    let (_, log) = desk.ask("GET", "/log", "");
    assert_eq!((log.as_array().unwrap().len(), &log[0]["number"]), (2, &json!(2)));
}

#[test]
fn without_being_asked_for_there_is_no_admin_face() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let simulator = Simulator::new(Scenario::default()).unwrap();
    let server = runtime.block_on(serve(simulator, Options::default())).unwrap();
    let startup = json!(server.startup());
    assert_eq!(startup.get("admin"), None);
    for face in ["graph", "login"] {
        let origin = startup[face].as_str().unwrap();
        assert!(origin.starts_with("http://127.0.0.1:"));
        let (status, _) = request(origin, "PUT", "/scenario", "", "{}").unwrap();
        assert!(status >= 400, "{face}");
    }
    assert_eq!(
        json_of(request(
            startup["graph"].as_str().unwrap(),
            "GET",
            "/state",
            "",
            ""
        ))["tenantId"],
        Value::Null
    );
}
