//! Programs that are killed in the middle of a run, for good (SIGKILL), and the one that brings it to its end.
//!
//! The tenant is served over HTTP by this process; each life of the run is a process of its own: this test program again,
//! told by [`life::SPEC`] what to do.

#![allow(
    clippy::expect_used,
    clippy::print_stdout,
    reason = "in a test a panic is the report; how far it came is for whoever looks"
)]

mod life;

use graph_mfa::api::{Event, JobMessage, Response};
use graph_mfa_e2e::runs::{Anyone, Evidence, Guard, Journal, Named, Operation, Order, Told, check};
use graph_mfa_e2e::tenant_of;
use graph_sim::server::{self, Options};
use graph_sim::{Clock, Simulator};
use life::Spec;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs::File;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const PEOPLE: usize = 60;
const KILLS: usize = 20;
/// What a process prints is in this file.
const OUTPUT: &str = "output";
/// Everything that takes time takes this part of it.
const SCALE: f64 = 0.01;
/// A life that takes longer hangs.
const LONGEST_LIFE: Duration = Duration::from_secs(120);

#[test]
fn a_run_that_is_killed_twenty_times_is_as_good_as_one_that_is_not() {
    if std::env::var_os(life::SPEC).is_some() {
        return;
    }
    let seed = std::env::var("GRAPH_MFA_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok());
    let seed = seed.unwrap_or_else(|| fastrand::u64(..));
    let mut dice = fastrand::Rng::with_seed(seed);
    let told = format!("GRAPH_MFA_SEED={seed} (the moments are never quite the same)");

    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    let scenario = tenant_of(&tenant());
    let clock = Clock::running(scenario.now);
    let simulator = Simulator::with_clock(scenario, clock).expect("a tenant");
    let served = runtime
        .block_on(server::serve(simulator.clone(), Options::default()))
        .expect("a server");
    let folder = Folder::new(seed);
    let mut evidence = evidence(&simulator);
    let input: Vec<Value> = evidence.named.keys().map(|id| json!({ "user": id })).collect();
    let start = served.startup();
    let mut spec = Spec {
        graph: start.graph.clone(),
        login: start.login.clone(),
        tenant: start.connection.tenant_id.clone(),
        client_id: start.connection.client_id.clone(),
        secret: start.connection.client_secret,
        delay_scale: SCALE,
        request: json!({
            "operation": "startRun", "input": { "from": "people", "people": input }, "each": evidence.order.each(),
            "case": { "requestedBy": "lead.desk@fabrikam.example" }, "mostPeople": PEOPLE, "file": folder.journal(),
        }),
    };
    for kill in 0..KILLS {
        // Every other one dies before it has written anything, as a rule; the others with their first writes.
        let (writes, requests) = match kill % 2 {
            0 => (0, dice.u64(1..=100)),
            _ => (dice.u64(1..=3), dice.u64(0..=4)),
        };
        let life = killed_after(&simulator, &spec, &folder, writes, requests);
        let told = folder.what_is_left(life, spec.request["operation"] == "startRun");
        if !told.crashed {
            println!("life {kill} came to its end before it was killed");
            evidence.lives.push(told);
            break;
        }
        let (lines, lock) = (
            Journal::read(&folder.bytes()).map_or(0, |it| it.lines.len()),
            told.lock_left,
        );
        println!(
            "life {kill}: killed after {writes} writes and {requests} requests; {lines} lines, lock left: {lock}"
        );
        evidence.lives.push(told);
        let gathered = Journal::read(&folder.bytes()).is_ok_and(|it| it.of("gathered").next().is_some());
        if gathered {
            spec.request = json!({ "operation": "resumeRun", "file": folder.journal() });
        } else {
            folder.forget_journal();
        }
    }
    let last = folder.what_is_left(to_the_end(&spec, &folder), false);
    evidence.lives.push(Told {
        is_calm: true,
        ..last
    });

    evidence.log = simulator.log();
    evidence.bytes = folder.bytes();
    evidence.journal = Journal::read(&evidence.bytes).expect("an intact journal");
    let failures = check(&evidence);
    assert!(failures.is_empty(), "{told}:\n{}", failures.join("\n"));
    let done = evidence
        .ended()
        .values()
        .filter(|outcome| *outcome == "done")
        .count();
    assert_eq!(done, PEOPLE, "{told}");
    let lives = evidence.journal.of("resumed").count();
    assert!(
        lives > KILLS / 2,
        "{told}: only {lives} lives took the journal up again"
    );
}

/// People with three methods each, and a service that lags.
fn tenant() -> Value {
    let methods =
        json!([{ "kind": "phone" }, { "kind": "microsoftAuthenticator" }, { "kind": "softwareOath" }]);
    let users: Vec<Value> = (0..PEOPLE + 5)
        .map(|number| {
            json!({ "userPrincipalName": format!("p{number}@fabrikam.example"), "displayName": format!("Person {number}"),
                "methods": methods, "default": "push" })
        })
        .collect();
    json!({
        "rules": { "delayScale": SCALE, "readLagMs": 5_000 },
        "users": users,
        "faults": [
            { "path": "**", "chance": 0.01, "answer": { "kind": "serviceUnavailable" } },
            { "only": "inside", "chance": 0.02, "answer": { "kind": "throttled", "retryAfter": 1 } },
            { "path": "/$batch", "answer": { "delayMs": 300 }, "chance": 0.5 },
        ],
    })
}

fn evidence(simulator: &Simulator) -> Evidence {
    let state = simulator.state();
    let people: BTreeMap<String, Anyone> = state
        .users
        .into_iter()
        .map(|before| {
            (
                before.id.clone(),
                Anyone {
                    before,
                    guard: Guard::Free,
                },
            )
        })
        .collect();
    let named = people
        .keys()
        .take(PEOPLE)
        .zip(1..)
        .map(|(id, line)| (id.clone(), Named { line, scope: None }));
    Evidence {
        order: Order {
            operation: Operation::Reset,
            scope: "portal",
            keep: Vec::new(),
            revokes: true,
            state: "",
            replace: false,
        },
        named: named.collect(),
        people,
        bad_rows: BTreeMap::new(),
        began: simulator.now(),
        simulator: simulator.clone(),
        log: Vec::new(),
        sent: Vec::new(),
        bytes: Vec::new(),
        journal: Journal::default(),
        lives: Vec::new(),
        strict_default: false,
    }
}

/// What came of a process: what it printed, and whether it was killed.
struct Life {
    printed: String,
    killed: bool,
}

/// Starts a life and kills it when the tenant has seen so many more writes, and then so many more requests.
fn killed_after(simulator: &Simulator, spec: &Spec, folder: &Folder, writes: u64, requests: u64) -> Life {
    let before = simulator.counters();
    let mut seen = (writes == 0).then_some(before.requests);
    let mut child = begin(spec, folder);
    let began = Instant::now();
    loop {
        let now = simulator.counters();
        if seen.is_none() && now.writes >= before.writes + writes {
            seen = Some(now.requests);
        }
        if seen.is_some_and(|seen| now.requests >= seen + requests) {
            child.kill().expect("a process that can be killed");
            return ended(child, folder, true);
        }
        if child.try_wait().expect("a child").is_some() {
            return ended(child, folder, false);
        }
        assert!(began.elapsed() < LONGEST_LIFE, "a life hangs");
        std::thread::sleep(Duration::from_micros(200));
    }
}

fn to_the_end(spec: &Spec, folder: &Folder) -> Life {
    let mut child = begin(spec, folder);
    let began = Instant::now();
    while child.try_wait().expect("a child").is_none() {
        if began.elapsed() > LONGEST_LIFE {
            let _ = child.kill();
            panic!("the last life hangs: {}", ended(child, folder, true).printed);
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    ended(child, folder, false)
}

fn begin(spec: &Spec, folder: &Folder) -> Child {
    let program = std::env::current_exe().expect("this program");
    Command::new(program)
        .args(["--exact", "life::one_life", "--nocapture"])
        .env(life::SPEC, serde_json::to_string(spec).expect("JSON"))
        .stdin(Stdio::null())
        .stdout(folder.output())
        .spawn()
        .expect("a process")
}

fn ended(mut child: Child, folder: &Folder, killed: bool) -> Life {
    child.wait().expect("an end");
    Life {
        printed: std::fs::read_to_string(folder.0.join(OUTPUT)).expect("what it printed"),
        killed,
    }
}

/// Where the journal is. It goes when the test ends well.
struct Folder(PathBuf);

impl Folder {
    fn new(seed: u64) -> Self {
        let path = std::env::temp_dir().join(format!("graph-mfa-kill-{seed:x}-{}", std::process::id()));
        std::fs::create_dir(&path).expect("a folder");
        Self(path)
    }

    fn journal(&self) -> String {
        self.0.join("run.journal").to_str().expect("text").to_owned()
    }

    /// Where a process prints: a file is never full, as a pipe is that nobody reads.
    fn output(&self) -> File {
        File::create(self.0.join(OUTPUT)).expect("a file")
    }

    fn bytes(&self) -> Vec<u8> {
        std::fs::read(self.journal()).unwrap_or_default()
    }

    /// What was never begun is begun anew.
    fn forget_journal(&self) {
        let _ = std::fs::remove_file(self.journal());
    }

    fn what_is_left(&self, life: Life, is_start: bool) -> Told {
        let mut told = Told {
            is_start,
            crashed: life.killed,
            journal_length: Journal::whole(&self.bytes()),
            lock_left: self.0.join("run.journal.lock").exists(),
            ..Told::default()
        };
        // The last line of a killed process may be a part of one.
        for message in life
            .printed
            .lines()
            .filter_map(|line| serde_json::from_str(line).ok())
        {
            match message {
                JobMessage::Progress {
                    event: Event::RunPeople { people },
                } => {
                    let now = time::OffsetDateTime::UNIX_EPOCH;
                    told.people.extend(people.into_iter().map(|person| (now, person)));
                }
                JobMessage::Finished { response } => {
                    if let Response::StartRun(summary) | Response::ResumeRun(summary) = *response {
                        told.summary = Some(*summary);
                    }
                }
                _ => {}
            }
        }
        told
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }
}
