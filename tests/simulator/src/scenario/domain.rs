//! Domains in a scenario.

use serde::{Deserialize, Serialize};

/// A verified domain of the tenant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Domain {
    /// The domain.
    pub name: String,
    /// Whether people sign in here or at an identity provider of the organization; `Managed` when absent.
    #[serde(default)]
    pub authentication_type: DomainAuthentication,
    /// Whether new people get this domain. When no domain says so, `tenant.domain` is the default one, and it is
    /// added when it is not listed.
    #[serde(default)]
    pub is_default: bool,
}

/// Where the people of a domain sign in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum DomainAuthentication {
    /// At Entra.
    #[default]
    Managed,
    /// At an identity provider of the organization.
    Federated,
}

impl DomainAuthentication {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Managed => "Managed",
            Self::Federated => "Federated",
        }
    }
}
