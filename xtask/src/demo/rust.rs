//! The part of the Rust crate: the core in this process, over HTTP like everybody else.

use super::Stage;
use super::cast::{Caller, DELAY_SCALE};
use super::story::{Step, Teller, Told};
use crate::process::{Outcome, Problem};
use graph_mfa::api::{ClientConfig, Event, Request, ResetRequest, Response, WhoResetRequest};
use graph_mfa::{Cancel, Client, EventSink, Secret};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::sync::mpsc::{self, Sender};

/// Tells the part.
pub(super) fn tell(stage: &Stage, caller: &Caller, teller: &mut Teller<'_>) -> Outcome {
    let client = client(stage)?;
    let mut ask = |typed: &str, request: Request| {
        teller.typing(typed);
        ask(stage, &client, request, teller)
    };
    let user = || caller.user_principal_name.to_owned();

    let text = caller.search.to_owned();
    ask(
        &format!("client.run(Request::FindUsers {{ text: {text:?}, limit: None }}, …)"),
        Request::FindUsers { text, limit: None },
    )?;
    ask(
        "client.run(Request::ListMethods { user }, …)",
        Request::ListMethods { user: user() },
    )?;

    let plan = ResetRequest {
        user: user(),
        ..read(json!({ "user": "" }))?
    };
    let planned = ask(
        "client.run(Request::PlanReset(ResetRequest { user, .. }), …)",
        Request::PlanReset(plan.clone()),
    )?;
    let Response::PlanReset(planned) = planned else {
        return Err(Problem::new(
            "the core answered another question than it was asked",
        ));
    };
    let reset = ResetRequest {
        revoke_sessions: Some(true),
        fingerprint: Some(planned.plan.fingerprint),
        ..plan
    };
    ask(
        "client.run(Request::Reset(ResetRequest { user, fingerprint, revoke_sessions: Some(true), .. }), …)",
        Request::Reset(reset),
    )?;
    let question = WhoResetRequest {
        user: Some(user()),
        wait_up_to_ms: Some(600_000),
        ..WhoResetRequest::default()
    };
    ask(
        "client.run(Request::WhoReset(WhoResetRequest { user, wait_up_to_ms, .. }), …)",
        Request::WhoReset(question),
    )?;
    Ok(())
}

fn client(stage: &Stage) -> Outcome<Client> {
    let connection = &stage.startup.connection;
    let config: ClientConfig = read(json!({
        "credential": "clientSecret",
        "tenant": connection.tenant_id,
        "clientId": connection.client_id,
        "testTenant": {
            "graph": stage.startup.graph,
            "login": stage.startup.login,
            "delayScale": DELAY_SCALE,
        },
    }))?;
    Client::builder(config)
        .secret(Secret::new(connection.client_secret.as_str()))
        .build()
        .map_err(|error| Problem::about("the client", error))
}

fn read<T: DeserializeOwned>(value: Value) -> Outcome<T> {
    serde_json::from_value(value).map_err(|error| Problem::about("the contract", error))
}

/// Hands events to the thread that tells the story.
struct Forward(Sender<Event>);

impl EventSink for Forward {
    fn event(&self, event: Event) {
        // Nobody listens any more once the story has ended; the operation goes on to its end all the same.
        let _ = self.0.send(event);
    }
}

/// Does one operation on the runtime, tells its events as they come, and then its response.
fn ask(stage: &Stage, client: &Client, request: Request, teller: &mut Teller<'_>) -> Outcome<Response> {
    let (events, incoming) = mpsc::channel();
    let client = client.clone();
    let running = stage
        .runtime
        .spawn(async move { client.run(request, &Forward(events), &Cancel::new()).await });
    // The channel ends when the operation does.
    for event in incoming {
        teller.event(&event);
    }
    let response = stage
        .runtime
        .block_on(running)
        .map_err(|error| Problem::about("the operation", error))?
        .map_err(|error| Problem::about("the core", error))?;
    let told = match response.clone() {
        Response::FindUsers(list) => Told::Found(list.users),
        Response::ListMethods(inspection) => Told::Methods(inspection.methods),
        Response::PlanReset(planned) => Told::Plan(Box::new(planned.plan)),
        Response::Reset(outcome) => Told::Reset(outcome),
        Response::WhoReset(answer) => Told::Resets(answer.resets),
        _ => return Err(Problem::new("the story does not ask this")),
    };
    teller.step(Step {
        shown: Vec::new(),
        told,
    });
    Ok(response)
}
