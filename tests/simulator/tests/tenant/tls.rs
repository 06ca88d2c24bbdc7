//! The same tenant behind HTTPS: whoever trusts its authority reaches it, and a cut connection is cut.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::sync::Arc;

use graph_sim::server::{Options, Server, serve};
use graph_sim::{Clock, Scenario, Simulator, TokenSpec};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

struct Served {
    server: Server,
    // Serves for as long as it lives.
    _runtime: Runtime,
}

fn https(scenario: Value, ca_file: Option<&Path>) -> Served {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .unwrap();
    let scenario: Scenario = serde_json::from_value(scenario).unwrap();
    let clock = Clock::running(scenario.now);
    let simulator = Simulator::with_clock(scenario, clock).unwrap();
    let options = Options {
        admin: true,
        https: true,
        ca_file: ca_file.map(Path::to_owned),
        ..Options::default()
    };
    let server = runtime.block_on(serve(simulator, options)).unwrap();
    Served {
        server,
        _runtime: runtime,
    }
}

fn client(trusted: &[&str]) -> Arc<ClientConfig> {
    let mut roots = RootCertStore::empty();
    for pem in trusted {
        roots
            .add(CertificateDer::from_pem_slice(pem.as_bytes()).unwrap())
            .unwrap();
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap();
    Arc::new(config.with_root_certificates(roots).with_no_client_auth())
}

/// One request over a connection of its own, and how the connection ended.
fn request(
    client: Arc<ClientConfig>,
    origin: &str,
    name: &str,
    request: &str,
    headers: &str,
) -> std::io::Result<String> {
    let (_, port) = origin.rsplit_once(':').unwrap();
    let socket = TcpStream::connect(("127.0.0.1", port.parse().unwrap())).unwrap();
    let name = ServerName::try_from(name.to_owned()).unwrap();
    let mut stream = StreamOwned::new(ClientConnection::new(client, name).unwrap(), socket);
    write!(
        stream,
        "{request} HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n{headers}\r\n"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}

#[test]
fn every_face_is_reached_by_who_trusts_the_authority() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("every_face.pem");
    let served = https(json!({ "users": [{}, {}] }), Some(&file));
    let pem = std::fs::read_to_string(&file).unwrap();
    assert_eq!(served.server.ca_pem(), Some(pem.as_str()));
    let startup = json!(served.server.startup());
    assert_eq!(startup["caFile"], json!(file.display().to_string()));
    let origin = |face: &str| startup[face].as_str().unwrap().to_owned();
    for face in ["graph", "login", "admin"] {
        assert!(origin(face).starts_with("https://localhost:"), "{}", origin(face));
        for name in ["localhost", "127.0.0.1"] {
            let answer = request(client(&[&pem]), &origin(face), name, "GET /", "").unwrap();
            assert!(answer.starts_with("HTTP/1.1 4"), "{face} as {name}: {answer}");
        }
    }
    let token = served
        .server
        .simulator()
        .issue_token(&TokenSpec::default())
        .unwrap();
    let bearer = format!("Authorization: Bearer {token}\r\n");
    let page = request(
        client(&[&pem]),
        &origin("graph"),
        "localhost",
        "GET /v1.0/users?$top=1",
        &bearer,
    )
    .unwrap();
    assert!(
        page.contains(&format!("\"@odata.nextLink\":\"{}/v1.0/users", origin("graph"))),
        "{page}"
    );
}

#[test]
fn a_stranger_to_the_authority_is_not_answered() {
    let (one, other) = (https(json!({}), None), https(json!({}), None));
    let startup = one.server.startup();
    assert_eq!(startup.ca_file, None, "nothing is written unasked");
    let foreign = other.server.ca_pem().unwrap();
    for (trusted, name) in [
        (foreign, "localhost"),
        (one.server.ca_pem().unwrap(), "example.com"),
    ] {
        let refused = request(client(&[trusted]), &startup.graph, name, "GET /", "").unwrap_err();
        assert_eq!(refused.kind(), ErrorKind::InvalidData, "{refused}");
    }
    let answered = request(
        client(&[one.server.ca_pem().unwrap()]),
        &startup.graph,
        "localhost",
        "GET /",
        "",
    );
    assert!(answered.is_ok(), "{answered:?}");
}

#[test]
fn a_cut_connection_ends_without_a_word_of_tls() {
    let fault = json!({ "path": "/users", "times": 1, "answer": { "drop": "beforeCommit" } });
    let served = https(json!({ "faults": [fault] }), None);
    let token = served
        .server
        .simulator()
        .issue_token(&TokenSpec::default())
        .unwrap();
    let bearer = format!("Authorization: Bearer {token}\r\n");
    let graph = served.server.startup().graph;
    let ask = || {
        let client = client(&[served.server.ca_pem().unwrap()]);
        request(client, &graph, "localhost", "GET /v1.0/users", &bearer)
    };
    let cut = ask().unwrap_err();
    assert!(
        matches!(cut.kind(), ErrorKind::UnexpectedEof | ErrorKind::ConnectionReset),
        "no close_notify may suggest an orderly end: {cut}"
    );
    assert!(
        ask().unwrap().starts_with("HTTP/1.1 200"),
        "an orderly end is told from a cut"
    );
}
