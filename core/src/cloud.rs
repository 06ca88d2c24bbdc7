//! National clouds and the origins that belong to each (facts 13.9). A token goes to the origins of its own
//! cloud and nowhere else (design invariant 10): everything that sends asks this module first.

use crate::error::{Error, ErrorCode, Result};
use serde::{Deserialize, Serialize};
use url::{Host, Origin, Url};

/// A cloud of Microsoft Entra.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum CloudName {
    /// The worldwide cloud, US GCC included.
    #[default]
    Global,
    /// US Government L4 (GCC High).
    UsGovL4,
    /// US Government L5 (DoD).
    UsGovL5,
    /// China, operated by 21Vianet.
    China,
}

struct Hosts {
    name: CloudName,
    label: &'static str,
    login: &'static str,
    graph: &'static str,
}

const CLOUDS: [Hosts; 4] = [
    Hosts {
        name: CloudName::Global,
        label: "global",
        login: "https://login.microsoftonline.com",
        graph: "https://graph.microsoft.com",
    },
    Hosts {
        name: CloudName::UsGovL4,
        label: "usGovL4",
        login: "https://login.microsoftonline.us",
        graph: "https://graph.microsoft.us",
    },
    Hosts {
        name: CloudName::UsGovL5,
        label: "usGovL5",
        login: "https://login.microsoftonline.us",
        graph: "https://dod-graph.microsoft.us",
    },
    Hosts {
        name: CloudName::China,
        label: "china",
        login: "https://login.chinacloudapi.cn",
        graph: "https://microsoftgraph.chinacloudapi.cn",
    },
];

/// Microsoft Graph's application id, which stands for its host in some tokens (facts 0.2).
pub(crate) const GRAPH_APP_ID: &str = "00000003-0000-0000-c000-000000000000";

/// A cloud with its two origins: where people sign in, and where Graph answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cloud {
    name: CloudName,
    login: Url,
    graph: Url,
    test_tenant: bool,
}

impl Cloud {
    /// One of the clouds that exist.
    pub fn named(name: CloudName) -> Self {
        let hosts = hosts(name);
        Self {
            name,
            login: constant_url(hosts.login),
            graph: constant_url(hosts.graph),
            test_tenant: false,
        }
    }

    /// A test tenant on this machine: both origins together, loopback only. Plain HTTP is allowed here and
    /// nowhere else.
    ///
    /// # Errors
    /// `invalidConfiguration` when an address is not a bare loopback origin.
    pub fn test_tenant(name: CloudName, graph: &str, login: &str) -> Result<Self> {
        Ok(Self {
            name,
            login: loopback_origin("testTenant.login", login)?,
            graph: loopback_origin("testTenant.graph", graph)?,
            test_tenant: true,
        })
    }

    /// Which cloud it is.
    pub const fn name(&self) -> CloudName {
        self.name
    }

    /// Its name, as configurations spell it.
    pub(crate) fn label(&self) -> &'static str {
        hosts(self.name).label
    }

    /// Whether this is a test tenant on this machine.
    pub const fn is_test_tenant(&self) -> bool {
        self.test_tenant
    }

    /// Where tokens are issued, without path.
    pub const fn login(&self) -> &Url {
        &self.login
    }

    /// Where Graph answers, without path.
    pub const fn graph(&self) -> &Url {
        &self.graph
    }

    /// The scope that asks for everything the app has been granted on this cloud's Graph. A test tenant plays
    /// its cloud, so the scope names the cloud's real host.
    pub fn graph_scope(&self) -> String {
        format!("{}/.default", hosts(self.name).graph)
    }

    /// The name of this cloud's Graph where a resource is asked for instead of a scope (facts 13.4).
    pub(crate) fn graph_resource(&self) -> &'static str {
        hosts(self.name).graph
    }

    /// Refuses a URL that is not on this cloud's Graph origin.
    ///
    /// # Errors
    /// `untrustedOrigin`, naming both origins.
    pub fn check_graph(&self, url: &Url) -> Result<()> {
        check_origin(&self.graph, url)
    }

    /// Refuses a URL that is not on this cloud's login origin.
    ///
    /// # Errors
    /// `untrustedOrigin`, naming both origins.
    pub fn check_login(&self, url: &Url) -> Result<()> {
        check_origin(&self.login, url)
    }

    /// Refuses a token that was issued for another cloud's Graph, before it is sent anywhere.
    ///
    /// # Errors
    /// `wrongCloud`, naming the cloud that the token belongs to where it is known.
    pub(crate) fn check_audience(&self, audience: &str) -> Result<()> {
        let audience = audience.trim_end_matches('/');
        if audience == GRAPH_APP_ID || audience == hosts(self.name).graph {
            return Ok(());
        }
        if let Some(other) = CLOUDS.iter().find(|cloud| cloud.graph == audience) {
            return Err(Error::new(
                ErrorCode::WrongCloud,
                format!(
                    "the access token is for the cloud {}, but the client was set up for {}",
                    other.label,
                    hosts(self.name).label
                ),
            )
            .about(audience)
            .remedy(format!(
                "connect with the cloud {}, or get a token for {}",
                other.label,
                hosts(self.name).graph
            )));
        }
        Err(Error::new(
            ErrorCode::TokenRejected,
            "the access token was issued for another resource than Microsoft Graph",
        )
        .about(audience)
        .remedy(format!("get a token for {}", hosts(self.name).graph)))
    }
}

fn hosts(name: CloudName) -> &'static Hosts {
    // Every name is in the table; a test walks them all.
    CLOUDS
        .iter()
        .find(|cloud| cloud.name == name)
        .unwrap_or(&CLOUDS[0])
}

#[expect(
    clippy::expect_used,
    reason = "the table above is constant, and a test parses every entry"
)]
fn constant_url(text: &str) -> Url {
    Url::parse(text).expect("a constant origin")
}

fn check_origin(expected: &Url, url: &Url) -> Result<()> {
    if url.origin() == expected.origin() && url.username().is_empty() && url.password().is_none() {
        return Ok(());
    }
    Err(Error::new(
        ErrorCode::UntrustedOrigin,
        format!(
            "an address outside the tenant's cloud was not followed: {}",
            describe(&url.origin())
        ),
    )
    .about(describe(&url.origin()))
    .remedy(format!(
        "only {} belongs to this tenant; report where the address came from",
        describe(&expected.origin())
    )))
}

fn describe(origin: &Origin) -> String {
    origin.ascii_serialization()
}

fn loopback_origin(field: &str, text: &str) -> Result<Url> {
    let refuse = |why: &str| {
        Error::new(ErrorCode::InvalidConfiguration, format!("{field}: {why}"))
            .about(text)
            .remedy(
                "give an address on this machine such as http://127.0.0.1:8080, for Graph and login together",
            )
    };
    let url = Url::parse(text).map_err(|error| refuse(&format!("not an address ({error})")))?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(refuse("neither http nor https"));
    }
    let loopback = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    };
    if !loopback {
        return Err(refuse("a test tenant must be on this machine"));
    }
    let bare = url.path() == "/" && url.query().is_none() && url.fragment().is_none();
    if !bare || !url.username().is_empty() || url.password().is_some() {
        return Err(refuse("an origin has no path, query, fragment or user name"));
    }
    Ok(url)
}

#[cfg(test)]
mod tests {
    use super::*;

    const NAMES: [CloudName; 4] = [
        CloudName::Global,
        CloudName::UsGovL4,
        CloudName::UsGovL5,
        CloudName::China,
    ];

    #[test]
    fn every_cloud_accepts_its_own_origin_and_audience_only() {
        for (index, name) in NAMES.into_iter().enumerate() {
            let cloud = Cloud::named(name);
            assert_eq!(cloud.name(), name);
            assert!(
                cloud
                    .check_graph(&cloud.graph().join("/v1.0/users").expect("url"))
                    .is_ok()
            );
            assert!(cloud.check_audience(&format!("{}/", CLOUDS[index].graph)).is_ok());
            assert!(cloud.check_audience(GRAPH_APP_ID).is_ok());
            for other in NAMES.into_iter().filter(|other| *other != name) {
                let other = Cloud::named(other);
                let refused = cloud.check_graph(other.graph()).expect_err("another cloud");
                assert_eq!(refused.code(), ErrorCode::UntrustedOrigin);
                let refused = cloud
                    .check_audience(hosts(other.name()).graph)
                    .expect_err("another cloud");
                assert_eq!(refused.code(), ErrorCode::WrongCloud);
            }
        }
    }

    #[test]
    fn look_alikes_are_not_the_origin() {
        let cloud = Cloud::named(CloudName::Global);
        for text in [
            "http://graph.microsoft.com/v1.0",
            "https://graph.microsoft.com.evil.example/",
            "https://graph.microsoft.com@evil.example/",
            "https://someone@graph.microsoft.com/",
            "https://graph.microsoft.com:8443/",
            "https://login.microsoftonline.com/",
        ] {
            assert!(
                cloud.check_graph(&Url::parse(text).expect("url")).is_err(),
                "{text}"
            );
        }
    }

    #[test]
    fn a_test_tenant_is_on_this_machine() {
        let good = Cloud::test_tenant(CloudName::Global, "http://127.0.0.1:5001", "http://[::1]:5002")
            .expect("good");
        assert!(good.is_test_tenant());
        assert_eq!(good.graph_scope(), "https://graph.microsoft.com/.default");
        for bad in [
            "http://10.0.0.1:1",
            "http://graph.example",
            "http://127.0.0.1:1/path",
            "ftp://127.0.0.1",
            "127.0.0.1:1",
            "http://a@127.0.0.1",
        ] {
            let refused = Cloud::test_tenant(CloudName::Global, "http://127.0.0.1:1", bad).expect_err(bad);
            assert_eq!(refused.code(), ErrorCode::InvalidConfiguration);
            assert!(refused.message().contains("testTenant.login"), "{refused}");
        }
    }
}
