//! Every case through the Rust API, against the tenant in process and in virtual time.

#![expect(clippy::expect_used, reason = "in a test a panic is the report")]

use graph_mfa::api::ErrorInfo;
use graph_mfa_conformance::runner::{Secrets, run_every_case};
use graph_mfa_conformance::{Case, Evidence, Library, Observation, SignIn};
use graph_mfa_test_support::TestDesk;
use serde_json::to_value;

#[test]
fn every_case_holds() {
    run_every_case(gather);
}

#[test]
fn every_case_is_well_formed() {
    let problems: Vec<String> = Library::shared()
        .problems()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}

fn gather(case: &Case) -> (Evidence, Secrets) {
    let builder = TestDesk::builder(case.scenario.clone());
    let builder = match &case.sign_in {
        SignIn::ClientSecret => builder,
        SignIn::Token(spec) => builder.token(spec),
    };
    let desk = builder
        .configure(|config| {
            config.cloud = case.client.cloud;
            config.protected_users.clone_from(&case.client.protected_users);
            config.patience_ms = case.client.patience_ms;
        })
        .build()
        .expect("the client's configuration is good");
    let observed = case
        .runs
        .iter()
        .map(|run| observe(case, &desk, run.request.clone()))
        .collect();
    let evidence = Evidence {
        observed,
        state: desk.simulator.state(),
        log: desk.simulator.log(),
    };
    (evidence, desk.simulator.canaries())
}

fn observe(case: &Case, desk: &TestDesk, request: graph_mfa::api::Request) -> Observation {
    let answer = match &case.cancel_on_event {
        None => desk.run(request),
        Some(pattern) => desk.run_cancelled_when(request, |event| {
            pattern.fits(&to_value(event).expect("an event is JSON"))
        }),
    };
    let events = desk
        .recorder
        .take()
        .iter()
        .map(|event| to_value(event).expect("an event is JSON"))
        .collect();
    match answer {
        Ok(response) => Observation {
            response: Some(to_value(response).expect("a response is JSON")),
            error: None,
            events,
        },
        Err(error) => {
            let error = to_value(ErrorInfo::from(error)).expect("an error is JSON");
            Observation {
                response: None,
                error: Some(error),
                events,
            }
        }
    }
}
