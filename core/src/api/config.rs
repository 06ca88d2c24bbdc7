//! How a client is set up. Secrets are not part of it: they travel in an argument of their own.

use super::{PolicySource, QuotaProfile};
use crate::cloud::CloudName;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// A certificate of the app registration with its private key, as a JSON document in the secret argument:
    /// `{"pem":"…"}` or `{"pfx":"<base64>"}`, each with `password` where there is one; needs `tenant` and `clientId`.
    ClientCertificate,
    /// A certificate of the app registration whose key the host holds: the host is asked for signatures. Needs
    /// `tenant`, `clientId` and `certificate`.
    HostSignature,
    /// A token of another identity provider, from `tokenFile` or from the host, which is asked for it; needs `tenant`
    /// and `clientId`, which the `environment` may say instead.
    FederatedToken,
    /// The identity that Azure gives to a machine or an app, as the `environment` tells; `clientId` chooses one that
    /// was assigned. Secret variables are a JSON object in the secret argument.
    ManagedIdentity,
    /// A person signs in in a browser; needs `tenant` and `clientId`. With `redirectUri` the host shows the page.
    Browser,
    /// A person signs in on another device by a code, which comes as an event; needs `tenant` and `clientId`.
    DeviceCode,
}

/// How the private key of a certificate signs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum SignatureAlgorithm {
    /// RSASSA-PSS with SHA-256 and a salt of 32 bytes.
    #[default]
    Ps256,
    /// RSASSA-PKCS1-v1_5 with SHA-256, for keys that know nothing newer.
    Rs256,
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
    /// The application id of the tenant's own app registration, or of a managed identity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// The certificate whose key the host holds, for `hostSignature`: PEM, or the base64 of its DER form.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
    /// How the key signs, for `clientCertificate` and `hostSignature`; PS256 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signature_algorithm: Option<SignatureAlgorithm>,
    /// The file that holds the token, for `federatedToken`; it is read each time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_file: Option<String>,
    /// Variables of the host's environment, for `managedIdentity` and `federatedToken`: those that the quick call
    /// `describe` lists, as far as they are set.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, type = "Record<string, string>"))]
    pub environment: BTreeMap<String, String>,
    /// Where the host hears of the sign-in, for `browser`: one of the app registration's redirect addresses. When it
    /// is absent, a browser of this machine is opened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redirect_uri: Option<String>,
    /// Who signs in, for `browser`, if it is known: the account is then not asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub login_hint: Option<String>,
    /// Talk to a simulated tenant on this machine instead of the cloud.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub test_tenant: Option<TestTenant>,
    /// People who are never reset or revoked: ids or user principal names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<String>>"))]
    pub protected_users: Vec<String>,
    /// The guard policies that hold for this client, as the host has read them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<PolicySource>>"))]
    pub policies: Vec<PolicySource>,
    /// How long to wait for the service to show or to allow what was done; two minutes when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub patience_ms: Option<u32>,
    /// Which limits hold for authentication methods. The client also learns it from refusals; saying it spares them.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<QuotaProfile>"))]
    pub quota_profile: QuotaProfile,
    /// The host keeps the files of runs: it has no lasting disk, or wants them elsewhere. Otherwise they are on the disk of
    /// the machine.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<bool>"))]
    pub host_files: bool,
    /// The host sends all requests, those of the sign-in included: the sockets of native programs are blocked where it runs,
    /// or only the host can sign in to a proxy.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<bool>"))]
    pub host_http: bool,
    /// What the host calls itself, for the User-Agent header.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub host: Option<String>,
}

impl ClientConfig {
    /// One that says how to sign in, and nothing else yet.
    pub const fn new(credential: CredentialKind) -> Self {
        Self {
            credential,
            cloud: CloudName::Global,
            tenant: None,
            client_id: None,
            certificate: None,
            signature_algorithm: None,
            token_file: None,
            environment: BTreeMap::new(),
            redirect_uri: None,
            login_hint: None,
            test_tenant: None,
            protected_users: Vec::new(),
            policies: Vec::new(),
            patience_ms: None,
            quota_profile: QuotaProfile::Directory,
            host_files: false,
            host_http: false,
            host: None,
        }
    }
}
