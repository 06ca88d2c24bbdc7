//! One request to the login host on its way: what its answer needs to know of it (facts 13.1).

use time::OffsetDateTime;
use uuid::Uuid;

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
        let told = request.headers.get("client-request-id");
        Self {
            now: tenant.clock.now(),
            trace_id,
            correlation_id: told.and_then(|id| Uuid::try_parse(id).ok()).unwrap_or(trace_id),
            login: tenant.origins.login.clone(),
        }
    }
}
