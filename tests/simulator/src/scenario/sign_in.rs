//! How the login host behaves where tenants differ, or where public sources leave it open (facts 13).

use serde::{Deserialize, Serialize};

/// Rules of signing in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct SignInRules {
    /// By how many seconds the window of an assertion may be missed. Default: 300.
    pub clock_skew_seconds: u32,
    /// Whether a client assertion is refused (AADSTS50012) when its `jti` was seen before. Default: false, because
    /// well-known client libraries present one assertion several times while it lives.
    pub refuse_replayed_assertions: bool,
}

impl Default for SignInRules {
    fn default() -> Self {
        Self {
            clock_skew_seconds: 300,
            refuse_replayed_assertions: false,
        }
    }
}
