//! Applications in a scenario: how they sign in, what they may do (facts 13.3 to 13.5).

use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;

/// An application registered in the tenant, together with its service principal; every property is optional.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Application {
    /// Client id; derived from the name when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// Display name.
    pub name: String,
    /// A client secret without expiry. Derived from the client id when the application has no other way to sign in:
    /// no `secrets`, `certificates`, `federatedCredentials` and no `managedIdentity`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub secret: Option<String>,
    /// Further client secrets, with expiry.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub secrets: Vec<ClientSecret>,
    /// Certificates whose keys sign client assertions.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub certificates: Vec<ClientCertificate>,
    /// Issuers elsewhere whose tokens are accepted as client assertions (workload identity federation).
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub federated_credentials: Vec<FederatedCredential>,
    /// Application permissions that an administrator consented to.
    pub permissions: Vec<String>,
    /// Directory roles that the application's service principal holds in the whole tenant, by name or id.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// Delegated permissions that an administrator consented to for everybody. What is missing here is refused with
    /// AADSTS65001, unless the person may consent and does so interactively.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub delegated_permissions: Vec<String>,
    /// Where authorization codes may be sent, by platform.
    #[serde(skip_serializing_if = "RedirectUris::is_empty")]
    pub redirect_uris: RedirectUris,
    /// "Allow public client flows": without it, the device code grant needs a secret or an assertion
    /// (AADSTS7000218). Default: false.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub public_client: bool,
    /// Whether the service principal is disabled (AADSTS7000112). Default: false.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub disabled: bool,
    /// Whether the application is registered but has no service principal in the tenant (AADSTS7000229).
    /// Default: false.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub no_service_principal: bool,
    /// Whose accounts may sign in.
    #[serde(skip_serializing_if = "SignInAudience::is_default")]
    pub sign_in_audience: SignInAudience,
    /// Words by which whoever registered it finds it again.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// Makes it a managed identity, which signs in at the identity face instead of the token endpoint.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub managed_identity: Option<ManagedIdentity>,
}

/// A client secret.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClientSecret {
    /// The secret itself.
    pub value: String,
    /// When it ends (AADSTS7000222 from then on); never when absent.
    #[serde(
        default,
        with = "time::serde::rfc3339::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub expires: Option<OffsetDateTime>,
}

/// A certificate of an application. Its own window of validity is observed, by the tenant's clock.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ClientCertificate {
    /// The certificate in PEM, with an RSA key of 2048 bits or more.
    pub pem: String,
}

/// A federated identity credential: which tokens of which issuer prove who the application is.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FederatedCredential {
    /// `iss` of the tokens, compared exactly.
    pub issuer: String,
    /// `sub` of the tokens, compared exactly.
    pub subject: String,
    /// `aud` of the tokens; the cloud's `api://AzureADTokenExchange` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub audience: Option<String>,
    /// The issuer's public RSA key, as JSON Web Key. Exactly one of `jwk` and `pem` is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub jwk: Option<Value>,
    /// The issuer's public RSA key, as `PUBLIC KEY` or `CERTIFICATE` in PEM.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pem: Option<String>,
}

/// Redirect URIs by platform. All are compared exactly, except that `http://localhost` fits every port.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct RedirectUris {
    /// Single-page applications: the code is redeemed with an `Origin` header, refresh tokens live 24 hours.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub spa: Vec<String>,
    /// Mobile and desktop applications: the code is redeemed without `Origin` and without credential.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub public_client: Vec<String>,
    /// Servers: the code is redeemed without `Origin` and with a secret or an assertion.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub web: Vec<String>,
}

impl RedirectUris {
    fn is_empty(&self) -> bool {
        self.spa.is_empty() && self.public_client.is_empty() && self.web.is_empty()
    }
}

/// Whose accounts an application signs in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum SignInAudience {
    /// Accounts of this tenant: `common` and `organizations` are refused (AADSTS50194). The default.
    #[default]
    #[serde(rename = "AzureADMyOrg")]
    MyOrg,
    /// Accounts of any tenant.
    #[serde(rename = "AzureADMultipleOrgs")]
    MultipleOrgs,
}

impl SignInAudience {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde's skip_serializing_if passes a reference"
    )]
    fn is_default(&self) -> bool {
        *self == Self::default()
    }
}

/// What kind of managed identity an application is.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ManagedIdentity {
    /// Assigned by the system or by somebody; the default is by the system. A host has at most one of the former.
    pub kind: ManagedIdentityKind,
    /// Object id of the service principal; derived from the client id when absent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub object_id: Option<String>,
    /// Azure resource id of a user-assigned identity (`msi_res_id`, `mi_res_id`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub resource_id: Option<String>,
}

/// Whether a managed identity belongs to its host.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ManagedIdentityKind {
    /// Lives and dies with its host, and is used when the request names nobody.
    #[default]
    System,
    /// Stands on its own, and must be named.
    User,
}
