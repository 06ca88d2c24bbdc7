//! Every case through the C ABI, against the tenant behind HTTP on this machine.

#![expect(clippy::expect_used, reason = "in a test a panic is the report")]

mod library;

use graph_mfa::api::{ErrorInfo, JobMessage, TestTenant};
use graph_mfa_conformance::runner::{Secrets, run_every_case};
use graph_mfa_conformance::{Case, Evidence, Observation, Pattern, SignIn};
use graph_sim::server::{self, Options};
use graph_sim::{Clock, Scenario, Simulator};
use library::Client;
use serde_json::{json, to_value};

/// The tenant's delays and the client's pauses shrink alike: a minute takes 0.6 seconds.
const DELAY_SCALE: f64 = 0.01;

#[test]
fn every_case_holds() {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime for the tenant's server");
    run_every_case(|case| gather(case, &runtime));
}

/// An empty folder, in which a case leaves its files; it goes when the case ends.
struct Folder(std::path::PathBuf);

impl Folder {
    /// Makes it and goes there: what a case names is named from there. Cases run one after the other.
    fn enter(case: &Case) -> Self {
        let path = std::env::temp_dir().join(format!("graph-mfa-{}-{}", case.name, std::process::id()));
        std::fs::create_dir_all(&path).expect("a folder can be made");
        std::env::set_current_dir(&path).expect("it is there");
        Self(path)
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // Windows keeps a folder that somebody is in.
        let _ = std::env::set_current_dir(std::env::temp_dir());
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn gather(case: &Case, runtime: &tokio::runtime::Runtime) -> (Evidence, Secrets) {
    let _folder = Folder::enter(case);
    let mut scenario: Scenario = case.scenario.clone();
    scenario.rules.delay_scale = DELAY_SCALE;
    let clock = Clock::running(scenario.now);
    let tenant = Simulator::with_clock(scenario, clock).expect("a possible tenant");
    let server = runtime
        .block_on(server::serve(tenant.clone(), Options::default()))
        .expect("free ports");
    let startup = server.startup();
    let test_tenant = TestTenant {
        graph: startup.graph,
        login: startup.login,
        delay_scale: Some(DELAY_SCALE),
    };
    let config = case.client_config(&startup.connection, Some(test_tenant));
    let secret = match &case.sign_in {
        SignIn::ClientSecret => startup.connection.client_secret,
        SignIn::Token(spec) => tenant.issue_token(spec).expect("a possible token"),
        SignIn::DeviceCode => String::new(),
    };
    let client = Client::new(&json!(config), &secret);
    let runs = case.runs.iter();
    let observed = runs
        .map(|run| observe(&client, &json!(run.request), case.cancel_on_event.as_ref()))
        .collect();
    (
        Evidence {
            observed,
            state: tenant.state(),
            log: tenant.log(),
        },
        tenant.canaries(),
    )
}

fn observe(client: &Client, request: &serde_json::Value, cancel_on: Option<&Pattern>) -> Observation {
    let job = client.start(request);
    let mut observation = Observation::default();
    while let Some(message) = job.next() {
        match message {
            JobMessage::Progress { event } => {
                let event = to_value(event).expect("an event is JSON");
                if cancel_on.is_some_and(|pattern| pattern.fits(&event)) {
                    job.cancel();
                }
                observation.events.push(event);
            }
            JobMessage::Finished { response } => {
                observation.response = Some(to_value(response).expect("a response is JSON"));
            }
            JobMessage::Failed { error } => observation.error = Some(as_json(&error)),
            JobMessage::NeedToken { .. }
            | JobMessage::NeedSignature { .. }
            | JobMessage::NeedAuthorization { .. }
            | JobMessage::NeedAssertion { .. }
            | JobMessage::NeedFile { .. }
            | JobMessage::NeedHttp { .. }
            | JobMessage::DropHttp { .. } => panic!("no case needs its host"),
        }
    }
    observation
}

fn as_json(error: &ErrorInfo) -> serde_json::Value {
    to_value(error).expect("an error is JSON")
}
