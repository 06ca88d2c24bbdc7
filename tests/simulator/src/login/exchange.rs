//! One request to the login host on its way: what its answer needs to know of it (facts 13.1).

use time::OffsetDateTime;
use uuid::Uuid;

use super::form::Form;
use crate::http::Request;
use crate::tenant::Tenant;

/// The identity of a request.
pub(super) struct Exchange {
    pub(super) now: OffsetDateTime,
    /// The service's id of the request.
    pub(super) trace_id: Uuid,
    /// The client's id of the request; the service's own when the client gave none.
    pub(super) correlation_id: Uuid,
    /// Origin of the login host.
    pub(super) login: String,
}

impl Exchange {
    pub(super) fn new(tenant: &mut Tenant, request: &Request) -> Self {
        let trace_id = tenant.new_id();
        Self {
            now: tenant.clock.now(),
            trace_id,
            correlation_id: correlation_id(request).unwrap_or(trace_id),
            login: tenant.origins.login.clone(),
        }
    }
}

/// The client's id of a request: clients tell it in a header, in the form, or in the query of an address that a browser
/// is sent to.
fn correlation_id(request: &Request) -> Option<Uuid> {
    const NAME: &str = "client-request-id";
    let field = |form: Result<Form, _>| form.ok()?.get(NAME).map(str::to_owned);
    let told = request.headers.get(NAME).map(str::to_owned);
    let told = told
        .or_else(|| field(Form::of(request)))
        .or_else(|| field(Form::of_query(request)))?;
    Uuid::try_parse(&told).ok()
}
