//! One request through the front of the service: scripted faults, authentication, routing, envelope and log
//! (facts 11 for headers, 12.1 for the envelope, 15.12 for faults).

use std::time::Duration;

use time::OffsetDateTime;
use time::macros::format_description;

use super::access;
use super::call::{Answer, Call};
use super::cost;
use super::failure::Failure;
use super::misfortune::{self, Instead};
use super::path::Path;
use super::query::Query;
use super::router;
use super::throttle::{self, Meter};
use crate::http::{Headers, Reply, Response};
use crate::snapshot::LogEntry;
use crate::tenant::Tenant;
use crate::tenant::fault::Asked;

/// A version of Graph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Version {
    V1,
    Beta,
}

impl Version {
    pub(crate) fn parse(segment: &str) -> Option<Self> {
        match segment.to_ascii_lowercase().as_str() {
            "v1.0" => Some(Self::V1),
            "beta" => Some(Self::Beta),
            _ => None,
        }
    }

    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::V1 => "v1.0",
            Self::Beta => "beta",
        }
    }
}

/// A request below its version, on its own or from a batch.
pub(crate) struct Incoming {
    pub(crate) version: Version,
    pub(crate) method: String,
    /// Encoded path with leading slash, without version.
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: Headers,
    pub(crate) body: Vec<u8>,
    pub(crate) in_batch: bool,
}

impl Incoming {
    /// The request as a fault sees it.
    pub(crate) fn asked(&self, target: Option<usize>) -> Asked<'_> {
        Asked {
            method: &self.method,
            version: self.version.name(),
            path: &self.path,
            headers: &self.headers,
            in_batch: self.in_batch,
            target,
        }
    }
}

/// The caller's own id of a request.
const CLIENT_REQUEST_ID: &str = "client-request-id";

/// What is known of a request when it is answered.
#[derive(Default)]
struct Course {
    write: bool,
    committed: bool,
    faulted: bool,
    target: Option<usize>,
    meter: Option<Meter>,
}

/// Serves one request that is not a batch.
pub(crate) fn serve_one(tenant: &mut Tenant, incoming: &Incoming) -> Reply {
    let path = Path::parse(&incoming.path);
    let query = Query::parse(&incoming.query);
    let target = path.as_ref().and_then(|path| target(tenant, path));
    let asked = incoming.asked(target);
    let fault = misfortune::strike(tenant, &asked);
    let mut course = Course {
        write: incoming.method != "GET"
            && !path.as_ref().is_some_and(|path| cost::is_question(&path.lower())),
        faulted: fault.is_some(),
        target,
        ..Course::default()
    };
    match misfortune::before(tenant, fault.as_ref(), &asked) {
        Some(Instead::Answer(response)) => {
            return conclude(tenant, incoming, &course, Some(response), Duration::ZERO);
        }
        Some(Instead::Cut) => return conclude(tenant, incoming, &course, None, Duration::ZERO),
        None => {}
    }
    let answer = match (path, query) {
        (Some(path), Some(query)) => execute(tenant, incoming, path, query, &mut course),
        _ => Err(Failure::syntax("The request URI is not valid.")),
    };
    let mut response = to_response(tenant, &incoming.headers, answer);
    if let Some(meter) = &course.meter {
        meter.tell(tenant, &mut response.headers);
    }
    let (response, delay) = misfortune::afterwards(tenant, fault.as_ref(), &asked, response);
    conclude(tenant, incoming, &course, response, delay)
}

/// Answers a request that does not get as far as a resource.
pub(crate) fn refuse(tenant: &mut Tenant, incoming: &Incoming, failure: &Failure) -> Reply {
    let response = to_response(tenant, &incoming.headers, Err(failure.clone()));
    conclude(
        tenant,
        incoming,
        &Course::default(),
        Some(response),
        Duration::ZERO,
    )
}

/// Answers a batch, or cuts its connection.
pub(crate) fn conclude_batch(
    tenant: &mut Tenant,
    incoming: &Incoming,
    response: Option<Response>,
    faulted: bool,
    delay: Duration,
) -> Reply {
    let course = Course {
        faulted,
        ..Course::default()
    };
    conclude(tenant, incoming, &course, response, delay)
}

fn execute(
    tenant: &mut Tenant,
    incoming: &Incoming,
    path: Path,
    query: Query,
    course: &mut Course,
) -> Result<Answer, Failure> {
    let actor = access::authenticate(tenant, incoming.headers.get("Authorization"))?;
    let charge = cost::of(&incoming.method, &path.lower(), &query);
    let (meter, admitted) = throttle::admit(tenant, &actor, &incoming.headers, charge);
    let meter = course.meter.insert(meter);
    admitted?;
    tenant.audits.set_agent(incoming.headers.get("User-Agent"));
    let mut call = Call::new(tenant, actor, incoming, path, query);
    let answer = router::route(&mut call);
    call.tenant.audits.set_agent(None);
    course.committed = call.committed;
    course.target = call.target.or(course.target);
    if let Err(failure) = &answer {
        meter.settle(tenant, failure);
    }
    answer
}

fn target(tenant: &Tenant, path: &Path) -> Option<usize> {
    (path.lower().first() == Some(&"users"))
        .then(|| tenant.directory.find(path.segment(1)))
        .flatten()
}

/// The answer in its envelope; `asked` are the headers of the request.
pub(crate) fn to_response(tenant: &mut Tenant, asked: &Headers, answer: Result<Answer, Failure>) -> Response {
    let request_id = tenant.new_id().to_string();
    let client_request_id = asked.get(CLIENT_REQUEST_ID).unwrap_or(&request_id).to_owned();
    let mut headers = Headers::new();
    let (status, body) = match answer {
        Ok(Answer::Json(status, body)) => {
            headers.set("OData-Version", "4.0");
            (status, Some(body))
        }
        Ok(Answer::Count(count)) => {
            headers.set("OData-Version", "4.0");
            headers.set("Content-Type", "text/plain");
            (200, Some(count.into()))
        }
        Ok(Answer::Located(status, location, body)) => {
            headers.set("OData-Version", "4.0");
            headers.set("Location", location);
            (status, Some(body))
        }
        Ok(Answer::NoContent) => (204, None),
        Err(failure) => {
            if let Some(challenge) = &failure.challenge {
                headers.set("WWW-Authenticate", challenge);
            }
            if let Some(told) = &failure.throttled {
                told.iter().for_each(|(name, value)| headers.set(name, value));
            }
            let date = error_date(tenant.clock.now());
            (
                failure.status,
                Some(failure.body(&date, &request_id, &client_request_id)),
            )
        }
    };
    if body.is_some() && headers.get("Content-Type").is_none() {
        let content_type = if status < 400 {
            "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8"
        } else {
            "application/json"
        };
        headers.set("Content-Type", content_type);
    }
    headers.set("request-id", request_id);
    headers.set("client-request-id", client_request_id);
    let body = body.map(|body| body.to_string().into_bytes()).unwrap_or_default();
    Response {
        status,
        headers,
        body,
    }
}

fn error_date(at: OffsetDateTime) -> String {
    at.format(format_description!(
        "[year]-[month]-[day]T[hour]:[minute]:[second]"
    ))
    .unwrap_or_default()
}

/// Adds what every answer carries and writes the request down.
fn conclude(
    tenant: &mut Tenant,
    incoming: &Incoming,
    course: &Course,
    response: Option<Response>,
    delay: Duration,
) -> Reply {
    let now = tenant.clock.now();
    let reply = response.map(|mut response| {
        if response.headers.get("request-id").is_none() {
            let id = tenant.new_id().to_string();
            response.headers.set("client-request-id", incoming.headers.get(CLIENT_REQUEST_ID).unwrap_or(&id));
            response.headers.set("request-id", id);
        }
        response.headers.set("Cache-Control", "no-cache");
        if !incoming.in_batch {
            response.headers.set("Date", httpdate::fmt_http_date(now.into()));
            let diagnostics = r#"{"ServerInfo":{"DataCenter":"North Europe","Slice":"E","Ring":"4","ScaleUnit":"000","RoleInstance":"SIM0001"}}"#;
            response.headers.set("x-ms-ags-diagnostics", diagnostics);
        }
        response
    });
    let request_id = match &reply {
        Some(response) => response.headers.get("request-id").unwrap_or_default().to_owned(),
        None => tenant.new_id().to_string(),
    };
    let separator = if incoming.query.is_empty() { "" } else { "?" };
    tenant.log.push(LogEntry {
        number: 0,
        at: now,
        method: incoming.method.clone(),
        path: format!(
            "/{}{}{separator}{}",
            incoming.version.name(),
            incoming.path,
            incoming.query
        ),
        status: reply.as_ref().map(|response| response.status),
        in_batch: incoming.in_batch,
        request_id,
        client_request_id: incoming.headers.get(CLIENT_REQUEST_ID).map(Into::into),
        user_agent: incoming.headers.get("User-Agent").map(Into::into),
        write: course.write,
        committed: course.committed,
        faulted: course.faulted,
        target_user_id: course
            .target
            .map(|place| tenant.directory.at(place).id.to_string()),
    });
    match reply {
        Some(response) => Reply::Answer { response, delay },
        None => Reply::Dropped { delay },
    }
}
