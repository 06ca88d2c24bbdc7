//! Short ways to set a tenant up and to ask it what is true.

use graph_mfa::api::{Request, ResetRequest, Response};
use graph_mfa::{Cancel, Error, EventSink};
use graph_mfa_test_support::{TestDesk, run_virtual};
use graph_sim::{Scenario, UserState};
use serde_json::Value;

/// The person that most tests are about.
pub const NORA: &str = "nora.lind@fabrikam.example";

/// A tenant from its description.
///
/// # Panics
/// When the description is no scenario.
pub fn tenant_of(scenario: &Value) -> Scenario {
    match Scenario::from_json(&scenario.to_string()) {
        Ok(scenario) => scenario,
        Err(error) => panic!("no scenario: {error}\n{scenario:#}"),
    }
}

/// A reset of [`NORA`]; `options` are the other fields of the request.
///
/// # Panics
/// When the options are none of a reset.
pub fn reset_request(options: Value) -> Request {
    let mut fields = options;
    fields["user"] = NORA.into();
    match serde_json::from_value::<ResetRequest>(fields) {
        Ok(request) => Request::Reset(request),
        Err(error) => panic!("no request for a reset: {error}"),
    }
}

/// Any operation, as the contract spells it.
///
/// # Panics
/// When it is no request.
pub fn request(fields: Value) -> Request {
    match serde_json::from_value(fields.clone()) {
        Ok(request) => request,
        Err(error) => panic!("no request: {error}\n{fields:#}"),
    }
}

/// Does one operation, and lets somebody else listen.
///
/// # Errors
/// As the client's.
pub fn run_watched(desk: &TestDesk, request: Request, listener: &dyn EventSink) -> Result<Response, Error> {
    run_virtual(&desk.clock, desk.client.run(request, listener, &Cancel::new()))
}

/// A person as the tenant truly has them.
///
/// # Panics
/// When the tenant never knew them.
pub fn user_of(desk: &TestDesk, upn: &str) -> UserState {
    match desk.simulator.user(upn) {
        Some(user) => user,
        None => panic!("the tenant does not know {upn}"),
    }
}

/// The kinds that a person truly has, sorted; the password is not among them.
pub fn kinds_of(desk: &TestDesk, upn: &str) -> Vec<String> {
    let mut kinds: Vec<_> = user_of(desk, upn)
        .methods
        .into_iter()
        .map(|method| method.kind)
        .collect();
    kinds.sort();
    kinds
}
