//! Refusals of the login host: an OAuth error with its AADSTS number (facts 13.1).

use serde_json::{Value, json};
use time::OffsetDateTime;
use time::macros::format_description;

use super::aadsts;
use super::exchange::Exchange;

/// An OAuth error with its AADSTS number.
#[derive(Clone, Debug)]
pub(crate) struct Failure {
    pub(super) status: u16,
    pub(super) number: u32,
    pub(super) error: &'static str,
    pub(super) message: String,
    suberror: Option<&'static str>,
    /// What a client must repeat in its next interactive request.
    pub(super) claims: Option<String>,
}

impl Failure {
    /// The refusal with this number, in the service's usual words.
    pub(crate) fn of(number: u32) -> Self {
        let known = aadsts::find(number);
        Self {
            status: known.status,
            number,
            error: known.error,
            message: known.message.into(),
            suberror: known.suberror,
            claims: None,
        }
    }

    /// The refusal with this number, in these words.
    pub(super) fn saying(number: u32, message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            ..Self::of(number)
        }
    }

    /// The same refusal under another name.
    pub(super) fn named(self, status: u16, error: &'static str) -> Self {
        Self {
            status,
            error,
            ..self
        }
    }

    /// The same refusal with this `suberror`.
    pub(super) fn because(self, suberror: &'static str) -> Self {
        Self {
            suberror: Some(suberror),
            ..self
        }
    }

    /// The same refusal with claims to be satisfied.
    pub(super) fn claiming(self, claims: Option<String>) -> Self {
        Self { claims, ..self }
    }

    /// The OAuth error.
    pub(crate) fn error(&self) -> &'static str {
        self.error
    }

    /// Number and words, for whoever runs the tenant.
    pub(crate) fn summary(&self) -> String {
        format!("AADSTS{}: {}", self.number, self.message)
    }

    /// The whole text, with which a redirect, a page and a body describe the refusal.
    pub(super) fn description(&self, exchange: &Exchange) -> String {
        format!(
            "AADSTS{}: {} Trace ID: {} Correlation ID: {} Timestamp: {}",
            self.number,
            self.message,
            exchange.trace_id,
            exchange.correlation_id,
            timestamp(exchange.now)
        )
    }

    /// The body in which the token endpoint describes the refusal.
    pub(super) fn body(&self, exchange: &Exchange) -> Value {
        let mut body = json!({
            "error": self.error,
            "error_description": self.description(exchange),
            "error_codes": [self.number],
            "timestamp": timestamp(exchange.now),
            "trace_id": exchange.trace_id,
            "correlation_id": exchange.correlation_id,
            "error_uri": format!("{}/error?code={}", exchange.login, self.number),
        });
        if let Some(suberror) = self.suberror {
            body["suberror"] = suberror.into();
        }
        if let Some(claims) = &self.claims {
            body["claims"] = claims.as_str().into();
        }
        body
    }
}

/// A field that must be there: in the body of a request, as the token endpoint says it.
pub(super) fn missing(field: &str) -> Failure {
    Failure::saying(
        900_144,
        format!("The request body must contain the following parameter: '{field}'."),
    )
}

fn timestamp(at: OffsetDateTime) -> String {
    let format = format_description!("[year]-[month]-[day] [hour]:[minute]:[second]Z");
    at.format(format).unwrap_or_default()
}
