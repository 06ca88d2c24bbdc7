//! Refusals of the token endpoint (facts 13.1, 13.7).

use serde_json::{Value, json};
use time::macros::format_description;

use crate::tenant::Tenant;

/// An OAuth error with its AADSTS number.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) status: u16,
    number: u32,
    error: &'static str,
    message: String,
}

impl Failure {
    pub(super) fn new(status: u16, number: u32, error: &'static str, message: impl Into<String>) -> Self {
        Self {
            status,
            number,
            error,
            message: message.into(),
        }
    }

    pub(super) fn body(&self, tenant: &mut Tenant) -> Value {
        let (trace, correlation) = (tenant.new_id(), tenant.new_id());
        let format = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]Z");
        let timestamp = tenant.clock.now().format(format).unwrap_or_default();
        json!({
            "error": self.error,
            "error_description": format!(
                "AADSTS{}: {} Trace ID: {trace} Correlation ID: {correlation} Timestamp: {timestamp}",
                self.number, self.message
            ),
            "error_codes": [self.number],
            "timestamp": timestamp,
            "trace_id": trace,
            "correlation_id": correlation,
            "error_uri": format!("{}/error?code={}", tenant.origins.login, self.number),
        })
    }
}
