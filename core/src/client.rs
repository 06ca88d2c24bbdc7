//! The front door: a client of one tenant, and the operations that it can do.

use crate::api::{ClientConfig, Event, Request, Response};
use crate::auth::{self, Assertions, Browser, HostPorts, Signer, TokenSource};
use crate::cancel::Cancel;
use crate::cloud::Cloud;
use crate::error::{Error, ErrorCode, Result};
use crate::http::{Pipeline, Ports, Transport};
use crate::ops::{self, Desk, Guards};
use crate::platform::{BoxFuture, Clock, Files, MaybeSend, MaybeSync, Rng, ScaledClock, Store};
use crate::secret::Secret;
use std::sync::Arc;
use std::time::Duration;

/// Receives progress. It is called between awaits of the operation's future and should return at once.
pub trait EventSink: MaybeSend + MaybeSync {
    /// Something happened.
    fn event(&self, event: Event);

    /// Completes when the receiver can take more rows. What is read in chunks is read no faster than it is taken, so that
    /// a slow receiver costs time and not memory. At once, unless the receiver says otherwise.
    fn ready(&self) -> BoxFuture<'_, ()> {
        Box::pin(std::future::ready(()))
    }
}

/// Progress is not of interest.
impl EventSink for () {
    fn event(&self, _: Event) {}
}

impl<T: EventSink + ?Sized> EventSink for Arc<T> {
    fn event(&self, event: Event) {
        (**self).event(event);
    }

    fn ready(&self) -> BoxFuture<'_, ()> {
        (**self).ready()
    }
}

/// A client of one tenant. Clones share its token, its pace and its connections.
#[derive(Clone)]
pub struct Client {
    desk: Arc<Desk>,
}

impl Client {
    /// Begins to set up a client.
    pub fn builder(config: ClientConfig) -> ClientBuilder {
        ClientBuilder {
            config,
            secret: None,
            host: HostPorts::default(),
            transport: None,
            clock: None,
            rng: None,
            store: None,
        }
    }

    /// Does one operation. The future needs no runtime of its own: it is driven by whoever awaits it.
    ///
    /// Dropping the future stops it wherever it is; `cancel` stops it at a place where nothing is left unsaid.
    ///
    /// # Errors
    /// See [`ErrorCode`]: whatever prevents the operation before its first write. A reset that has begun to
    /// write does not fail: its outcome says what was done and what was not.
    pub async fn run(&self, request: Request, events: &dyn EventSink, cancel: &Cancel) -> Result<Response> {
        ops::run(&self.desk, request, events, cancel).await
    }
}

impl std::fmt::Debug for Client {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Client").finish_non_exhaustive()
    }
}

/// Sets up a [`Client`]: its configuration, its secret, and the ports that it does its work through.
#[must_use]
pub struct ClientBuilder {
    config: ClientConfig,
    secret: Option<Secret>,
    host: HostPorts,
    transport: Option<Box<dyn Transport>>,
    clock: Option<Box<dyn Clock>>,
    rng: Option<Box<dyn Rng>>,
    store: Option<Box<dyn Store>>,
}

impl ClientBuilder {
    /// The secret that the credential needs, as [`CredentialKind`](crate::api::CredentialKind) says.
    pub fn secret(mut self, secret: Secret) -> Self {
        self.secret = Some(secret);
        self
    }

    /// Where tokens come from, for the credential `hostToken`.
    pub fn token_source(mut self, source: impl TokenSource + 'static) -> Self {
        self.host.tokens = Some(Box::new(source));
        self
    }

    /// What signs with the certificate's key, for the credential `hostSignature`.
    pub fn signer(mut self, signer: impl Signer + 'static) -> Self {
        self.host.signer = Some(Box::new(signer));
        self
    }

    /// Where tokens of the other identity provider come from, for the credential `federatedToken` without a file.
    pub fn assertions(mut self, assertions: impl Assertions + 'static) -> Self {
        self.host.assertions = Some(Box::new(assertions));
        self
    }

    /// What shows the sign-in page, for the credential `browser`.
    pub fn browser(mut self, browser: impl Browser + 'static) -> Self {
        self.host.browser = Some(Box::new(browser));
        self
    }

    /// What reads the files that a platform leaves for a sign-in.
    pub fn files(mut self, files: impl Files + 'static) -> Self {
        self.host.files = Some(Box::new(files));
        self
    }

    /// How requests travel.
    pub fn transport(mut self, transport: impl Transport + 'static) -> Self {
        self.transport = Some(Box::new(transport));
        self
    }

    /// What the time is, and how to wait.
    pub fn clock(mut self, clock: impl Clock + 'static) -> Self {
        self.clock = Some(Box::new(clock));
        self
    }

    /// Where request ids and jitter come from.
    pub fn rng(mut self, rng: impl Rng + 'static) -> Self {
        self.rng = Some(Box::new(rng));
        self
    }

    /// Where runs read their input and keep their journals.
    pub fn store(mut self, store: impl Store + 'static) -> Self {
        self.store = Some(Box::new(store));
        self
    }

    /// Checks everything and makes the client. Nothing is sent.
    ///
    /// # Errors
    /// `invalidConfiguration`, naming the field.
    pub fn build(self) -> Result<Client> {
        let Self {
            config,
            secret,
            host,
            transport,
            clock,
            rng,
            store,
        } = self;
        let cloud = cloud(&config)?;
        if config.host_files && store.is_none() {
            let remedy = "give the client a store, or leave it out for the disk of the machine";
            return Err(wrong("hostFiles", "this host gives no files", remedy));
        }
        if config.host_http && transport.is_none() {
            let remedy = "give the client a transport, or leave it out for the network of the machine";
            return Err(wrong("hostHttp", "this host sends nothing", remedy));
        }
        let tokens = auth::source(&config, secret, with_defaults(host, &config))?;
        let ports = Ports {
            transport: given_or_default(transport, default_transport, "a transport")?,
            clock: scaled(given_or_default(clock, default_clock, "a clock")?, &config),
            rng: given_or_default(rng, default_rng, "a source of randomness")?,
        };
        let patience = Duration::from_millis(config.patience_ms.map_or(120_000, u64::from));
        let pipeline = Pipeline::new(
            ports,
            cloud,
            tokens,
            user_agent(config.host.as_deref()),
            config.quota_profile,
        );
        #[allow(
            clippy::arc_with_non_send_sync,
            reason = "WebAssembly has no threads, and its ports are not Send"
        )]
        let desk = Arc::new(Desk {
            pipeline,
            patience,
            guards: Guards::new(&config.protected_users, &config.policies),
            store: store.or_else(default_store),
        });
        Ok(Client { desk })
    }
}

fn wrong(field: &str, why: &str, remedy: &str) -> Error {
    Error::new(ErrorCode::InvalidConfiguration, format!("{field}: {why}"))
        .about(field)
        .remedy(remedy)
}

fn cloud(config: &ClientConfig) -> Result<Cloud> {
    let Some(test) = &config.test_tenant else {
        return Ok(Cloud::named(config.cloud));
    };
    if let Some(scale) = test.delay_scale
        && !(scale > 0.0 && scale <= 1.0)
    {
        return Err(wrong(
            "testTenant.delayScale",
            "must be above 0 and at most 1",
            "leave it out for real time",
        ));
    }
    Cloud::test_tenant(config.cloud, &test.graph, &test.login)
}

fn scaled(clock: Box<dyn Clock>, config: &ClientConfig) -> Box<dyn Clock> {
    match config.test_tenant.as_ref().and_then(|test| test.delay_scale) {
        Some(scale) => Box::new(ScaledClock::new(clock, scale)),
        None => clock,
    }
}

/// What a native build has itself, where the host gave nothing.
#[cfg(feature = "native")]
fn with_defaults(host: HostPorts, config: &ClientConfig) -> HostPorts {
    // A redirect address of the host's is one that only the host can hear.
    let system_browser = || {
        config
            .redirect_uri
            .is_none()
            .then(|| Box::new(auth::SystemBrowser::new()) as Box<dyn Browser>)
    };
    HostPorts {
        browser: host.browser.or_else(system_browser),
        files: host
            .files
            .or_else(|| Some(Box::new(crate::platform::SystemFiles))),
        ..host
    }
}
#[cfg(not(feature = "native"))]
fn with_defaults(host: HostPorts, _: &ClientConfig) -> HostPorts {
    host
}

fn user_agent(host: Option<&str>) -> String {
    let product = concat!("graph-mfa/", env!("CARGO_PKG_VERSION"));
    // A header takes visible ASCII only; a host's name is not worth failing for.
    match host.map(|host| {
        host.chars()
            .filter(|c| (' '..='~').contains(c))
            .collect::<String>()
    }) {
        Some(host) if !host.trim().is_empty() => format!("{product} {}", host.trim()),
        _ => product.to_owned(),
    }
}

fn given_or_default<T: ?Sized>(
    given: Option<Box<T>>,
    default: fn() -> Result<Option<Box<T>>>,
    what: &str,
) -> Result<Box<T>> {
    match given {
        Some(given) => Ok(given),
        None => default()?.ok_or_else(|| {
            wrong(
                "client",
                &format!("{what} is missing"),
                "give one: this build has no adapters of its own",
            )
        }),
    }
}

#[cfg(feature = "native")]
fn default_store() -> Option<Box<dyn Store>> {
    Some(Box::new(crate::platform::SystemFiles))
}
#[cfg(not(feature = "native"))]
fn default_store() -> Option<Box<dyn Store>> {
    None
}

#[cfg(feature = "reqwest")]
fn default_transport() -> Result<Option<Box<dyn Transport>>> {
    Ok(Some(Box::new(crate::http::ReqwestTransport::new()?)))
}
#[cfg(not(feature = "reqwest"))]
fn default_transport() -> Result<Option<Box<dyn Transport>>> {
    Ok(None)
}

#[cfg(feature = "reqwest")]
fn default_clock() -> Result<Option<Box<dyn Clock>>> {
    Ok(Some(Box::new(crate::platform::SystemClock)))
}
#[cfg(not(feature = "reqwest"))]
fn default_clock() -> Result<Option<Box<dyn Clock>>> {
    Ok(None)
}

#[cfg(feature = "reqwest")]
fn default_rng() -> Result<Option<Box<dyn Rng>>> {
    Ok(Some(Box::new(crate::platform::SystemRng)))
}
#[cfg(not(feature = "reqwest"))]
fn default_rng() -> Result<Option<Box<dyn Rng>>> {
    Ok(None)
}
