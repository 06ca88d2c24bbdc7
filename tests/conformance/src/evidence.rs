//! What a runner hands to the judge: what its surface said, and what the tenant itself says.

use graph_sim::{LogEntry, TenantState};
use serde::Deserialize;
use serde_json::Value;

/// What one request came to, as the surface told it.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Observation {
    /// The response, unless it failed.
    #[serde(default)]
    pub response: Option<Value>,
    /// The failure, as `api::ErrorInfo`.
    #[serde(default)]
    pub error: Option<Value>,
    /// The events, in order.
    #[serde(default)]
    pub events: Vec<Value>,
}

/// Everything that the judge looks at.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Evidence {
    /// What was observed, one for each request of the case.
    #[serde(deserialize_with = "one_or_many")]
    pub observed: Vec<Observation>,
    /// The tenant after the last request: what its admin face answers to `GET /state`.
    pub state: TenantState,
    /// What was asked of the tenant: what its admin face answers to `GET /log`.
    pub log: Vec<LogEntry>,
}

/// A case with one request is observed once; the list around it may be left out.
fn one_or_many<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Vec<Observation>, D::Error> {
    let read = |value| Observation::deserialize(value).map_err(serde::de::Error::custom);
    match Value::deserialize(deserializer)? {
        Value::Array(items) => items.into_iter().map(read).collect(),
        one => Ok(vec![read(one)?]),
    }
}
