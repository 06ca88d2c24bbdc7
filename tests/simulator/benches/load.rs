//! How many requests a second the tenant serves, in process and over HTTP connections that are kept alive.
//!
//! `cargo bench -p graph-sim --bench load -- [people] [seconds per row] [connections]`; the figures depend on the
//! machine, so nothing is asserted.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a report on standard output, for people"
)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

use graph_sim::server::{Options, serve};
use graph_sim::{Clock, Request, Scenario, Simulator, TokenSpec};
use serde_json::json;

/// One sort of request; `{}` stands for a person.
struct Sort {
    name: &'static str,
    method: &'static str,
    path: &'static str,
    body: String,
}

fn sorts() -> Vec<Sort> {
    let sort = |name, method, path, body| Sort {
        name,
        method,
        path,
        body,
    };
    let inner: Vec<_> = (0..20)
        .map(|id| json!({ "id": id.to_string(), "method": "GET", "url": "/users/{}/authentication/methods" }))
        .collect();
    let batch = json!({ "requests": inner }).to_string();
    vec![
        sort(
            "one person, selected",
            "GET",
            "/v1.0/users/{}?$select=id,userPrincipalName",
            String::new(),
        ),
        sort("one person", "GET", "/v1.0/users/{}", String::new()),
        sort(
            "methods",
            "GET",
            "/beta/users/{}/authentication/methods",
            String::new(),
        ),
        sort("page of 999", "GET", "/v1.0/users?$top=999", String::new()),
        sort(
            "revocation",
            "POST",
            "/v1.0/users/{}/revokeSignInSessions",
            "{ }".into(),
        ),
        sort("batch of 20 lists", "POST", "/beta/$batch", batch),
    ]
}

fn main() {
    // `cargo bench` adds an option of its own.
    let mut numbers = std::env::args().filter_map(|argument| argument.parse::<usize>().ok());
    let people = numbers.next().unwrap_or(10_000);
    let length = Duration::from_secs(numbers.next().unwrap_or(2) as u64);
    let connections = numbers.next().unwrap_or(4);
    for quotas in [false, true] {
        measure(people, length, connections, quotas);
    }
}

fn measure(people: usize, length: Duration, connections: usize, quotas: bool) {
    let boundless = json!({ "amount": u32::MAX, "perMs": 1000 });
    let scenario = json!({
        "generate": { "users": people, "seed": 7 },
        "rules": { "logLimit": 10_000 },
        "quotas": { "enabled": quotas, "writes": boundless, "requests": boundless, "tenantWrites": boundless,
            "applicationWrites": boundless, "applicationResourceUnits": boundless,
            "resourceUnits": { "under50": boundless, "upTo500": boundless, "over500": boundless } },
    });
    let scenario = Scenario::from_json(&scenario.to_string()).unwrap();
    let clock = Clock::running(scenario.now);
    let start = Instant::now();
    let simulator = Simulator::with_clock(scenario, clock).unwrap();
    println!(
        "\n{people} people in {:.2} s; quotas {}",
        start.elapsed().as_secs_f64(),
        if quotas { "on" } else { "off" }
    );
    let ids: Vec<String> = simulator.state().users.into_iter().map(|user| user.id).collect();
    let token = simulator
        .issue_token(&TokenSpec {
            expires_in: Some(86_400),
            ..TokenSpec::default()
        })
        .unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .unwrap();
    let server = runtime
        .block_on(serve(simulator.clone(), Options::default()))
        .unwrap();
    let address = server.startup().graph.trim_start_matches("http://").to_owned();
    println!(
        "{:24} {:>14} {:>14}",
        "requests a second", "in process", "over HTTP"
    );
    for sort in sorts() {
        let own = rate(length, |turn| {
            let mut request = Request::new(sort.method, filled(sort.path, &ids, turn)).bearer(&token);
            if !sort.body.is_empty() {
                request.body = filled(&sort.body, &ids, turn).into_bytes();
                request = request.header("Content-Type", "application/json");
            }
            assert!(
                simulator
                    .handle(request)
                    .into_response()
                    .is_some_and(|it| it.status == 200)
            );
        });
        let http: f64 = std::thread::scope(|scope| {
            let (address, token, sort, ids) = (&address, &token, &sort, &ids);
            let clients: Vec<_> = (0..connections)
                .map(|client| scope.spawn(move || converse(client, address, token, sort, ids, length)))
                .collect();
            clients.into_iter().map(|client| client.join().unwrap()).sum()
        });
        println!("{:24} {own:>14.0} {http:>14.0}", sort.name);
    }
}

/// One client on one connection; the rate at which it is answered.
fn converse(client: usize, address: &str, token: &str, sort: &Sort, ids: &[String], length: Duration) -> f64 {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_nodelay(true).unwrap();
    let mut answers = BufReader::new(stream.try_clone().unwrap());
    let mut stream = stream;
    let mut body = Vec::new();
    rate(length, |turn| {
        let turn = turn * 31 + client * 7;
        let asked = filled(&sort.body, ids, turn);
        let request = format!(
            "{} {} HTTP/1.1\r\nHost: {address}\r\nAuthorization: Bearer {token}\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n\r\n{asked}",
            sort.method,
            filled(sort.path, ids, turn),
            asked.len(),
        );
        stream.write_all(request.as_bytes()).unwrap();
        let (mut line, mut size) = (String::new(), 0);
        answers.read_line(&mut line).unwrap();
        assert!(line.starts_with("HTTP/1.1 200"), "{line}");
        while line != "\r\n" {
            line.clear();
            answers.read_line(&mut line).unwrap();
            if let Some(value) = line.to_ascii_lowercase().strip_prefix("content-length:") {
                size = value.trim().parse().unwrap();
            }
        }
        body.resize(size, 0);
        answers.read_exact(&mut body).unwrap();
    })
}

/// The text with a person in every pair of braces.
fn filled(text: &str, ids: &[String], turn: usize) -> String {
    text.replace("{}", &ids[turn % ids.len()])
}

/// How often a second the thing can be done.
fn rate(length: Duration, mut one: impl FnMut(usize)) -> f64 {
    let start = Instant::now();
    let mut turns = 0;
    while start.elapsed() < length {
        one(turns);
        turns += 1;
    }
    turns as f64 / start.elapsed().as_secs_f64()
}
