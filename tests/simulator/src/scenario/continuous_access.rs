//! Continuous access evaluation: whether and when Graph learns that sessions were revoked (facts 12.3).

use serde::{Deserialize, Serialize};

/// How Graph treats tokens whose holder's sessions were revoked after their issue.
///
/// Only tokens of clients that declared the capability `cp1` can be evaluated; all others stay good until they
/// expire, and so do tokens of applications, which have no sessions.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ContinuousAccess {
    /// Whether such tokens are evaluated at all. Default: true.
    pub enabled: bool,
    /// How long a revocation takes to reach Graph, in milliseconds, scaled by `rules.delayScale`. Default: 1000.
    pub propagation_ms: u64,
    /// `code` of the refusal, `InvalidAuthenticationToken` (default) or `TokenCreatedWithOutdatedPolicies`.
    pub code: String,
}

impl Default for ContinuousAccess {
    fn default() -> Self {
        Self {
            enabled: true,
            propagation_ms: 1000,
            code: "InvalidAuthenticationToken".into(),
        }
    }
}
