//! The national clouds and their hosts (facts 13.9).

use serde::{Deserialize, Serialize};

/// A national cloud.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Cloud {
    /// The worldwide cloud.
    #[default]
    Global,
    /// US Government L4 (GCC High).
    UsGovL4,
    /// US Government L5 (DoD).
    UsGovL5,
    /// China, operated by 21Vianet.
    China,
}

impl Cloud {
    /// Origin of Microsoft Graph.
    pub fn graph(self) -> &'static str {
        match self {
            Self::Global => "https://graph.microsoft.com",
            Self::UsGovL4 => "https://graph.microsoft.us",
            Self::UsGovL5 => "https://dod-graph.microsoft.us",
            Self::China => "https://microsoftgraph.chinacloudapi.cn",
        }
    }

    /// Origin of the token endpoint.
    pub fn login(self) -> &'static str {
        match self {
            Self::Global => "https://login.microsoftonline.com",
            Self::UsGovL4 | Self::UsGovL5 => "https://login.microsoftonline.us",
            Self::China => "https://login.chinacloudapi.cn",
        }
    }

    /// The audience of foreign tokens that are exchanged for tokens of this cloud (facts 13.3).
    pub(crate) fn token_exchange(self) -> &'static str {
        match self {
            Self::Global => "api://AzureADTokenExchange",
            Self::UsGovL4 | Self::UsGovL5 => "api://AzureADTokenExchangeUSGov",
            Self::China => "api://AzureADTokenExchangeChina",
        }
    }

    /// The page on which people enter device codes (facts 13.9).
    pub(crate) fn device_page(self) -> &'static str {
        match self {
            Self::Global => "https://microsoft.com/devicelogin",
            Self::UsGovL4 | Self::UsGovL5 => "https://microsoft.com/deviceloginus",
            Self::China => "https://microsoft.com/deviceloginchina",
        }
    }

    /// Hosts of the token endpoint, the preferred one first.
    pub(crate) fn login_hosts(self) -> &'static [&'static str] {
        match self {
            Self::Global => &[
                "login.microsoftonline.com",
                "login.windows.net",
                "login.microsoft.com",
                "sts.windows.net",
            ],
            Self::UsGovL4 | Self::UsGovL5 => &["login.microsoftonline.us", "login.usgovcloudapi.net"],
            Self::China => &["login.partner.microsoftonline.cn", "login.chinacloudapi.cn"],
        }
    }

    /// The host under which clients keep tokens.
    pub(crate) fn login_cache(self) -> &'static str {
        match self {
            Self::Global => "login.windows.net",
            Self::UsGovL4 | Self::UsGovL5 => "login.microsoftonline.us",
            Self::China => "login.partner.microsoftonline.cn",
        }
    }

    /// What discovery calls the cloud.
    pub(crate) fn instance_name(self) -> &'static str {
        match self {
            Self::Global => "microsoftonline.com",
            Self::UsGovL4 | Self::UsGovL5 => "microsoftonline.us",
            Self::China => "partner.microsoftonline.cn",
        }
    }

    /// Other names under which the token endpoint answers.
    pub(crate) fn login_aliases(self) -> &'static [&'static str] {
        match self {
            Self::Global => &[
                "https://login.windows.net",
                "https://login.microsoft.com",
                "https://sts.windows.net",
            ],
            Self::UsGovL4 | Self::UsGovL5 => &["https://login.usgovcloudapi.net"],
            Self::China => &["https://login.partner.microsoftonline.cn"],
        }
    }
}

/// The origins at which a tenant is reached: its cloud's, or those of a server that embeds it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origins {
    /// Origin of Microsoft Graph, without trailing slash.
    pub graph: String,
    /// Origin of the token endpoint, without trailing slash.
    pub login: String,
}

impl From<Cloud> for Origins {
    fn from(cloud: Cloud) -> Self {
        Self {
            graph: cloud.graph().into(),
            login: cloud.login().into(),
        }
    }
}
