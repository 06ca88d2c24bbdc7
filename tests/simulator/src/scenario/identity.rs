//! How hosts hand out tokens of managed identities (facts 13.4).

use serde::{Deserialize, Serialize};

/// Rules of the identity face, where managed identities sign in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct IdentityRules {
    /// For how many seconds a token lives. Default: 86400.
    pub token_lifetime_seconds: u32,
    /// For how many seconds the host gives the same token again, with the permissions it had at first, though never in
    /// the last five minutes of its life. Zero gives a new one each time. Default: 86400.
    pub cache_seconds: u32,
    /// The header that Azure App Service and Azure Automation want to see (`IDENTITY_HEADER`); derived from the tenant
    /// when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
}

impl Default for IdentityRules {
    fn default() -> Self {
        Self {
            token_lifetime_seconds: 86_400,
            cache_seconds: 86_400,
            header: None,
        }
    }
}
