//! Every answer of the tenant against Microsoft's published description of Graph.
//!
//! The description is reference material that lies beside the checkout; without it, answers are still asked for, but
//! not compared, and a line says so.
//!
//! What it takes to add a route: its row in `src/graph/routes.rs`; if it reads something that the tenant of
//! `tenant.json` does not have yet, that thing in there; if it writes and needs a body, the body in `examples.rs`. The
//! keys in its path are found by reading the collections above them. Where an answer is right and the description is
//! not, `exceptions.rs` says so, with the section of the facts.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests say what they expect"
)]

#[path = "../common/authenticator.rs"]
mod authenticator;
mod checker;
mod convert;
mod examples;
mod exceptions;
mod reference;
mod samples;
mod survey;

use std::sync::OnceLock;

use graph_sim::{Request, Scenario, Simulator, TokenSpec, routes, stories};
use serde_json::Value;
use survey::{Caller, Survey};

fn tenant() -> Simulator {
    Simulator::new(Scenario::from_json(include_str!("tenant.json")).expect("a scenario")).expect("a tenant")
}

/// Everything that the tenant's application may do, as that application and as an administrator.
fn callers() -> [TokenSpec; 2] {
    let tenant: Value = serde_json::from_str(include_str!("tenant.json")).expect("JSON");
    let permissions = tenant["applications"][0]["permissions"]
        .as_array()
        .expect("permissions");
    let scopes = permissions
        .iter()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect();
    let administrator = TokenSpec {
        upn: Some("admin@fabrikam.example".into()),
        scopes,
        ..TokenSpec::default()
    };
    [TokenSpec::default(), administrator]
}

/// Leaves something to be read that no scenario can describe.
fn begin_an_operation(simulator: &Simulator) {
    let administrator = Caller::new(simulator, &callers()[1]);
    let password = "28c10230-6103-485e-b985-444c60001490";
    for user in ["one", "admin"] {
        let url =
            format!("/v1.0/users/{user}@fabrikam.example/authentication/methods/{password}/resetPassword");
        administrator.send(Request::new("POST", url).json(&serde_json::json!({})));
    }
}

fn survey() -> &'static Survey {
    static SURVEY: OnceLock<Survey> = OnceLock::new();
    SURVEY.get_or_init(|| {
        let mut survey = Survey::default();
        let simulator = tenant();
        simulator.advance(std::time::Duration::from_secs(3600));
        begin_an_operation(&simulator);
        for spec in &callers() {
            survey.read_everything(&Caller::new(&simulator, spec));
        }
        survey.be_refused(&simulator, &callers());
        survey.read_in_batches(&Caller::new(&simulator, &callers()[0]));
        for story in stories() {
            let mut scenario = story.scenario().expect("a scenario");
            // What a script answers is not the tenant's word.
            scenario.faults.clear();
            let simulator = Simulator::new(scenario).expect("a tenant");
            let mut caller = Caller::new(&simulator, &TokenSpec::default());
            caller.members = 2;
            survey.read_everything(&caller);
        }
        survey.write_everything(&tenant, &callers());
        survey
    })
}

#[test]
fn no_answer_differs_from_the_published_description() {
    let survey = survey();
    let problems: Vec<String> = survey
        .problems
        .iter()
        .map(|(what, asked)| format!("{what}\n    {asked}"))
        .collect();
    assert!(
        problems.is_empty(),
        "{} differences:\n{}",
        problems.len(),
        problems.join("\n")
    );
}

#[test]
fn every_route_is_answered_with_success() {
    let survey = survey();
    let missing: Vec<String> = routes()
        .flat_map(|route| {
            route
                .versions
                .iter()
                .map(move |version| (*version, route.method, route.path))
        })
        .filter(|answered| !survey.succeeded.contains(answered))
        .map(|(version, method, path)| format!("{version} {method} {path}"))
        .collect();
    assert!(
        missing.is_empty(),
        "no example succeeds for:\n{}",
        missing.join("\n")
    );
}

#[test]
fn every_exception_is_needed() {
    if reference::descriptions().is_some() {
        let idle = survey().ledger.idle();
        assert!(idle.is_empty(), "no answer needs:\n{}", idle.join("\n"));
        assert!(
            survey().compared > 500,
            "{} answers were compared",
            survey().compared
        );
    }
}
