//! One life of a run, in a process of its own.

use graph_mfa::api::{ClientConfig, CredentialKind, Event, JobMessage, TestTenant};
use graph_mfa::{Cancel, Client, EventSink, Secret};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Where the process finds what it is to do.
pub(crate) const SPEC: &str = "GRAPH_MFA_LIFE";

/// What it is to do.
#[derive(Serialize, Deserialize)]
pub(crate) struct Spec {
    pub(crate) graph: String,
    pub(crate) login: String,
    pub(crate) tenant: String,
    pub(crate) client_id: String,
    pub(crate) secret: String,
    pub(crate) delay_scale: f64,
    pub(crate) request: Value,
}

/// Nothing, unless it is told what to do.
#[test]
fn one_life() {
    let Ok(spec) = std::env::var(SPEC) else { return };
    let spec: Spec = serde_json::from_str(&spec).expect("what to do");
    let config = ClientConfig {
        tenant: Some(spec.tenant),
        client_id: Some(spec.client_id),
        test_tenant: Some(TestTenant {
            graph: spec.graph,
            login: spec.login,
            delay_scale: Some(spec.delay_scale),
        }),
        ..ClientConfig::new(CredentialKind::ClientSecret)
    };
    let client = Client::builder(config)
        .secret(Secret::new(spec.secret))
        .build()
        .expect("a client");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(1)
        .enable_all()
        .build()
        .expect("a runtime");
    let request = graph_mfa_e2e::request(spec.request);
    let message = match runtime.block_on(client.run(request, &Printer, &Cancel::new())) {
        Ok(response) => JobMessage::Finished {
            response: Box::new(response),
        },
        Err(error) => JobMessage::Failed { error: error.into() },
    };
    print(&message);
}

struct Printer;

impl EventSink for Printer {
    fn event(&self, event: Event) {
        if event.is_answer() {
            print(&JobMessage::Progress { event });
        }
    }
}

fn print(message: &JobMessage) {
    println!("{}", serde_json::to_string(message).expect("JSON"));
}
