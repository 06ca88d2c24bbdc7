//! Throttling at the front of the service: which requests are refused, and what answers tell about limits (facts 11).

use serde_json::{Value, json};

use super::access::Actor;
use super::failure::Failure;
use crate::http::Headers;
use crate::tenant::Tenant;
use crate::tenant::quota::{Charge, Kind, Priority, Refusal};

/// What was taken for a request, and from whom.
pub(crate) struct Meter {
    application: String,
    charge: Charge,
}

/// Takes what the request costs, or refuses it.
pub(crate) fn admit(
    tenant: &mut Tenant,
    actor: &Actor,
    headers: &Headers,
    charge: Charge,
) -> (Meter, Result<(), Failure>) {
    let priority = match headers.get("x-ms-throttle-priority") {
        Some(priority) if priority.eq_ignore_ascii_case("low") => Priority::Low,
        Some(priority) if priority.eq_ignore_ascii_case("high") => Priority::High,
        _ => Priority::Normal,
    };
    let now = tenant.clock.now();
    let charge = tenant.quota.settled(charge);
    let admitted = tenant.quota.admit(&actor.app_id, &charge, priority, now);
    let refused = admitted.map_err(|refusal| too_many_requests(tenant, &actor.app_id, &refusal));
    let application = actor.app_id.clone();
    (Meter { application, charge }, refused)
}

impl Meter {
    /// Requests that the service refuses for what they are cost nothing.
    pub(crate) fn settle(&mut self, tenant: &mut Tenant, failure: &Failure) {
        if matches!(failure.status, 400 | 403) {
            tenant
                .quota
                .give_back(&self.application, &self.charge, tenant.clock.now());
            self.charge.units = 0;
        }
    }

    /// Tells the cost, and how near the limit is.
    pub(crate) fn tell(&self, tenant: &mut Tenant, headers: &mut Headers) {
        if !self.charge.is_identity() {
            return;
        }
        headers.set("x-ms-resource-unit", self.charge.units.to_string());
        let used = tenant
            .quota
            .used(&self.application, &self.charge, tenant.clock.now());
        if used >= 0.8 {
            headers.set("x-ms-throttle-limit-percentage", format!("{used:.2}"));
        }
    }
}

fn too_many_requests(tenant: &Tenant, application: &str, refusal: &Refusal) -> Failure {
    let mut headers = Headers::new();
    if let Some(nanoseconds) = refusal.retry_after {
        headers.set("Retry-After", seconds(nanoseconds));
    }
    let (scope, limit) = match refusal.kind {
        Kind::Requests | Kind::ApplicationResourceUnits => ("Application", "ReadWrite"),
        Kind::ResourceUnits => ("Tenant_Application", "ReadWrite"),
        Kind::Writes => ("Tenant_Application", "Write"),
        Kind::ApplicationWrites => ("Application", "Write"),
        Kind::TenantWrites => ("Tenant", "Write"),
        Kind::Reports | Kind::SignInActivity => ("Tenant_Application", "Read"),
        Kind::ApplicationReports => ("Application", "Read"),
        Kind::ConditionalAccess => ("Tenant", "ReadWrite"),
    };
    headers.set(
        "x-ms-throttle-scope",
        format!("{scope}/{limit}/{application}/{}", tenant.id),
    );
    let information = match refusal.kind {
        Kind::ResourceUnits | Kind::ApplicationResourceUnits => Some("ResourceUnitLimitExceeded"),
        Kind::Writes | Kind::ApplicationWrites | Kind::TenantWrites => Some("WriteLimitExceeded"),
        _ => None,
    };
    if let Some(information) = information {
        headers.set("x-ms-throttle-information", information);
    }
    Failure {
        throttled: Some(Box::new(headers)),
        ..Failure::new(429, "TooManyRequests", "Please retry again later.")
    }
}

/// `innerError` of a throttled request.
pub(crate) fn inner_error(date: &str, request_id: &str) -> Value {
    json!({
        "code": "429",
        "date": date,
        "message": "Please retry after",
        "request-id": request_id,
        "status": "429",
    })
}

/// Nanoseconds as seconds, without losing any.
fn seconds(nanoseconds: i128) -> String {
    let text = format!(
        "{}.{:09}",
        nanoseconds / 1_000_000_000,
        nanoseconds % 1_000_000_000
    );
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
