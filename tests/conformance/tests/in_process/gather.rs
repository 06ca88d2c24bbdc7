//! Gathers the evidence of a case in process.

use graph_mfa::api::{CredentialKind, ErrorInfo, Request};
use graph_mfa_conformance::runner::Secrets;
use graph_mfa_conformance::{Case, Evidence, Observation, SignIn};
use graph_mfa_test_support::TestDesk;
use serde_json::to_value;

pub(crate) fn gather(case: &Case) -> (Evidence, Secrets) {
    let builder = TestDesk::builder(case.scenario.clone());
    let builder = match &case.sign_in {
        SignIn::ClientSecret => builder,
        SignIn::Token(spec) => builder.token(spec),
        SignIn::DeviceCode => builder.credential(CredentialKind::DeviceCode, None),
    };
    let desk = builder
        .configure(|config| {
            config.cloud = case.client.cloud;
            config.protected_users.clone_from(&case.client.protected_users);
            config.policies.clone_from(&case.client.policies);
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

fn observe(case: &Case, desk: &TestDesk, request: Request) -> Observation {
    let answer = match &case.cancel_on_event {
        None => desk.run(request),
        Some(pattern) => desk.run_cancelled_when(request, |event| {
            pattern.fits(&to_value(event).expect("an event is JSON"))
        }),
    };
    let (response, error) = match answer {
        Ok(response) => (Some(to_value(response).expect("a response is JSON")), None),
        Err(error) => (
            None,
            Some(to_value(ErrorInfo::from(error)).expect("an error is JSON")),
        ),
    };
    let events = desk.recorder.take();
    let events = events
        .iter()
        .map(|event| to_value(event).expect("an event is JSON"))
        .collect();
    Observation {
        response,
        error,
        events,
    }
}
