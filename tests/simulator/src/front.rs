//! One request through the front of a host that is not Graph: scripted faults around the answer, the log after it
//! (facts 15.12).

use std::time::Duration;

use uuid::Uuid;

use crate::graph::misfortune::{self, Instead};
use crate::http::{Reply, Request, Response};
use crate::scenario::{FaultAnswer, ScriptedAnswer};
use crate::snapshot::LogEntry;
use crate::tenant::Tenant;
use crate::tenant::fault::Asked;

/// A host as the front sees it.
pub(crate) trait Host {
    /// What the host itself answers.
    fn answer(&self, tenant: &mut Tenant) -> Response;

    /// The body with which the host describes an error that a script wants without a body of its own.
    fn describe(&self, scripted: &ScriptedAnswer) -> serde_json::Value;
}

/// Serves one request.
pub(crate) fn serve(tenant: &mut Tenant, request: &Request, id: Uuid, host: &impl Host) -> Reply {
    // Queries can carry codes and hints about people; none is needed for a proof.
    let path = request.url.split('?').next().unwrap_or_default();
    let method = request.method.to_ascii_uppercase();
    let now = tenant.clock.now();
    let asked = Asked {
        method: &method,
        version: "",
        path,
        headers: &request.headers,
        in_batch: false,
        target: None,
    };
    let fault = misfortune::strike(tenant, &asked);
    let (response, delay) = match misfortune::before(tenant, fault.as_ref(), &asked) {
        Some(Instead::Answer(response)) => (Some(response), Duration::ZERO),
        Some(Instead::Cut) => (None, Duration::ZERO),
        None => {
            let response = host.answer(tenant);
            misfortune::afterwards(tenant, fault.as_ref(), &asked, response)
        }
    };
    let response = response.map(|response| {
        let mut response = in_own_words(host, response, fault.as_ref());
        response.headers.set("x-ms-request-id", id.to_string());
        response.headers.set("Date", httpdate::fmt_http_date(now.into()));
        response
    });
    tenant.log.push(LogEntry {
        number: 0,
        at: now,
        path: path.to_owned(),
        status: response.as_ref().map(|response| response.status),
        in_batch: false,
        request_id: id.to_string(),
        client_request_id: request.headers.get("client-request-id").map(Into::into),
        user_agent: request.headers.get("User-Agent").map(Into::into),
        write: false,
        committed: false,
        faulted: fault.is_some(),
        target_user_id: None,
        method,
    });
    match response {
        Some(response) => Reply::Answer { response, delay },
        None => Reply::Dropped { delay },
    }
}

/// An error that a script wants without a body of its own is worded as the host words its errors, not as Graph does.
fn in_own_words(host: &impl Host, response: Response, fault: Option<&FaultAnswer>) -> Response {
    let Some(FaultAnswer::Instead(scripted) | FaultAnswer::CommitThen(scripted)) = fault else {
        return response;
    };
    if scripted.body.is_some() || scripted.status < 400 {
        return response;
    }
    let mut own = Response::of_json(scripted.status, &host.describe(scripted));
    for name in scripted.headers.keys() {
        if let Some(value) = response.headers.get(name) {
            own.headers.set(name, value);
        }
    }
    own
}
