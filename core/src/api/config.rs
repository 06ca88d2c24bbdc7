//! How a client is set up. Secrets are not part of it: they travel in an argument of their own.

use crate::cloud::CloudName;
use serde::{Deserialize, Serialize};

/// How the client signs in. What is secret about it is given separately.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum CredentialKind {
    /// The secret of the tenant's own app registration; needs `tenant` and `clientId`.
    ClientSecret,
    /// An access token that the caller got elsewhere. It is used until it expires.
    AccessToken,
    /// Access tokens that the host is asked for when they are needed.
    HostToken,
}

/// A simulated tenant on this machine.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TestTenant {
    /// The origin of its Graph, such as `http://127.0.0.1:8080`.
    pub graph: String,
    /// The origin of its token endpoint.
    pub login: String,
    /// Pauses take this fraction of their length, as the tenant's own delays do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delay_scale: Option<f64>,
}

/// How a client is set up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClientConfig {
    /// How to sign in.
    pub credential: CredentialKind,
    /// The national cloud; worldwide when absent.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<CloudName>"))]
    pub cloud: CloudName,
    /// The tenant: its id, or one of its verified domains.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant: Option<String>,
    /// The application id of the tenant's own app registration.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// Talk to a simulated tenant on this machine instead of the cloud.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test_tenant: Option<TestTenant>,
    /// People who are never reset or revoked: ids or user principal names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<String>>"))]
    pub protected_users: Vec<String>,
    /// How long to wait for the service to show or to allow what was done; two minutes when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patience_ms: Option<u32>,
    /// What the host calls itself, for the User-Agent header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
}
