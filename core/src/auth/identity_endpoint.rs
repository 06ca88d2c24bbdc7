//! Which endpoint of this machine yields tokens of a managed identity: told by the environment that the host read
//! (facts 13.4). Pure.

use super::environment::Environment;
use crate::error::{Error, ErrorCode, Result};
use crate::secret::Secret;
use std::net::IpAddr;
use url::{Host, Url};

/// Where a virtual machine asks, unless the environment says otherwise.
const IMDS: &str = "http://169.254.169.254";

/// An identity endpoint.
#[derive(Debug)]
pub(super) enum Endpoint {
    /// App Service, Functions, Container Apps, Azure Automation.
    AppService { url: Url, header: Secret },
    /// App Service before 2019.
    OldAppService { url: Url, secret: Secret },
    /// Cloud Shell: acts for the person who opened it.
    CloudShell { url: Url },
    /// A machine outside Azure that Azure Arc manages; it proves itself by a file in this folder.
    Arc { url: Url, keys: String },
    /// A virtual machine's metadata service.
    Imds { url: Url },
}

impl Endpoint {
    /// What it is called, for messages.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::AppService { .. } | Self::OldAppService { .. } => {
                "the identity endpoint of the environment"
            }
            Self::CloudShell { .. } => "Cloud Shell",
            Self::Arc { .. } => "the Azure Arc agent",
            Self::Imds { .. } => "the metadata service of the virtual machine",
        }
    }

    /// Whether it can tell identities of the user's own apart.
    pub(super) const fn knows_several(&self) -> bool {
        matches!(
            self,
            Self::AppService { .. } | Self::OldAppService { .. } | Self::Imds { .. }
        )
    }
}

/// Finds the endpoint, in the order in which the environments can be told apart.
///
/// # Errors
/// `invalidConfiguration` when the environment names an address that cannot be one, or needs what is not supported.
pub(super) fn detect(environment: &Environment) -> Result<Endpoint> {
    let named = |name: &'static str| environment.get(name);
    let secret = |name: &'static str| environment.secret(name).cloned();
    if named("IDENTITY_ENDPOINT").is_some() && named("IDENTITY_SERVER_THUMBPRINT").is_some() {
        return Err(wrong(
            "IDENTITY_SERVER_THUMBPRINT",
            "this looks like Service Fabric, whose identity endpoint is not supported",
        )
        .remedy("sign in with a certificate"));
    }
    if let (Some(url), Some(header)) = (named("IDENTITY_ENDPOINT"), secret("IDENTITY_HEADER")) {
        let url = address("IDENTITY_ENDPOINT", url)?;
        return Ok(Endpoint::AppService { url, header });
    }
    if let Some(url) = named("MSI_ENDPOINT") {
        return Ok(match secret("MSI_SECRET") {
            Some(secret) => Endpoint::OldAppService {
                url: address("MSI_ENDPOINT", url)?,
                secret,
            },
            None => Endpoint::CloudShell {
                url: local("MSI_ENDPOINT", url)?,
            },
        });
    }
    if let (Some(url), Some(_)) = (named("IDENTITY_ENDPOINT"), named("IMDS_ENDPOINT")) {
        let keys = match named("ProgramData") {
            Some(folder) => format!("{folder}\\AzureConnectedMachineAgent\\Tokens\\"),
            None => "/var/opt/azcmagent/tokens/".to_owned(),
        };
        return Ok(Endpoint::Arc {
            url: local("IDENTITY_ENDPOINT", url)?,
            keys,
        });
    }
    let name = "AZURE_POD_IDENTITY_AUTHORITY_HOST";
    let mut url = local(name, named(name).unwrap_or(IMDS))?;
    url.set_path("/metadata/identity/oauth2/token");
    Ok(Endpoint::Imds { url })
}

/// What the environment names. It is sent the secret that stands beside it there, and nothing else.
fn address(name: &'static str, text: &str) -> Result<Url> {
    let url = Url::parse(text).map_err(|_| wrong(name, "is no address"))?;
    let plain = matches!(url.scheme(), "http" | "https")
        && url.has_host()
        && url.username().is_empty()
        && url.password().is_none()
        && url.fragment().is_none();
    if plain {
        Ok(url)
    } else {
        Err(wrong(name, "is not the address of an identity endpoint"))
    }
}

/// An address on this machine, or next to it.
fn local(name: &'static str, text: &str) -> Result<Url> {
    let url = address(name, text)?;
    let near = match url.host() {
        Some(Host::Domain(host)) => host == "localhost",
        Some(Host::Ipv4(ip)) => is_near(IpAddr::V4(ip)),
        Some(Host::Ipv6(ip)) => is_near(IpAddr::V6(ip)),
        None => false,
    };
    if near {
        Ok(url)
    } else {
        Err(wrong(name, "is neither on this machine nor link-local"))
    }
}

const fn is_near(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_link_local(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unicast_link_local(),
    }
}

fn wrong(name: &'static str, why: &str) -> Error {
    Error::new(
        ErrorCode::InvalidConfiguration,
        format!("environment.{name}: {why}"),
    )
    .about(name)
    .remedy("see what the platform sets this variable to, or sign in another way")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn detected(variables: &[(&str, &str)], secrets: &[(&str, &str)]) -> Result<Endpoint> {
        detect(&Environment::of(variables, secrets))
    }

    fn kind(variables: &[(&str, &str)], secrets: &[(&str, &str)]) -> &'static str {
        match detected(variables, secrets).expect("an endpoint") {
            Endpoint::AppService { .. } => "appService",
            Endpoint::OldAppService { .. } => "oldAppService",
            Endpoint::CloudShell { .. } => "cloudShell",
            Endpoint::Arc { .. } => "arc",
            Endpoint::Imds { .. } => "imds",
        }
    }

    #[test]
    fn the_environment_decides() {
        let here = "http://127.0.0.1:41741/msi/token";
        let agent = (
            "IDENTITY_ENDPOINT",
            "http://localhost:40342/metadata/identity/oauth2/token",
        );
        assert_eq!(kind(&[], &[]), "imds");
        assert_eq!(
            kind(&[("IDENTITY_ENDPOINT", here)], &[("IDENTITY_HEADER", "h")]),
            "appService"
        );
        assert_eq!(
            kind(&[("MSI_ENDPOINT", here)], &[("MSI_SECRET", "s")]),
            "oldAppService"
        );
        assert_eq!(kind(&[("MSI_ENDPOINT", here)], &[]), "cloudShell");
        assert_eq!(
            kind(&[agent, ("IMDS_ENDPOINT", "http://localhost:40342")], &[]),
            "arc"
        );
        let both = [("IDENTITY_ENDPOINT", here), ("MSI_ENDPOINT", here)];
        assert_eq!(
            kind(&both, &[("IDENTITY_HEADER", "h"), ("MSI_SECRET", "s")]),
            "appService"
        );
    }

    #[test]
    fn an_address_that_cannot_be_one_is_refused_by_name() {
        let fabric = [
            ("IDENTITY_ENDPOINT", "https://10.0.0.4:2377/x"),
            ("IDENTITY_SERVER_THUMBPRINT", "AB"),
        ];
        for (variables, secrets, named) in [
            (&fabric[..], &[("IDENTITY_HEADER", "h")][..], "Service Fabric"),
            (
                &[("IDENTITY_ENDPOINT", "nowhere")],
                &[("IDENTITY_HEADER", "h")],
                "IDENTITY_ENDPOINT",
            ),
            (
                &[("IDENTITY_ENDPOINT", "http://a:b@127.0.0.1/")],
                &[("IDENTITY_HEADER", "h")],
                "IDENTITY_ENDPOINT",
            ),
            (
                &[("MSI_ENDPOINT", "http://shell.example/token")],
                &[],
                "MSI_ENDPOINT",
            ),
            (
                &[
                    ("IDENTITY_ENDPOINT", "http://10.1.1.1/token"),
                    ("IMDS_ENDPOINT", "http://10.1.1.1"),
                ],
                &[],
                "neither on this machine",
            ),
            (
                &[("AZURE_POD_IDENTITY_AUTHORITY_HOST", "http://metadata.example")],
                &[],
                "AZURE_POD_IDENTITY_AUTHORITY_HOST",
            ),
        ] {
            let refused = detected(variables, secrets).expect_err(named);
            assert_eq!(refused.code(), ErrorCode::InvalidConfiguration);
            assert!(refused.message().contains(named), "{refused}");
        }
    }
}
