//! A client and its tenant, ready to use.

use std::time::Duration;

use graph_mfa::api::{ClientConfig, CredentialKind, Event, Request, Response};
use graph_mfa::{Cancel, Client, ClientBuilder, CloudName, Error, Secret};
use graph_sim::{Cloud, Scenario, Simulator, TokenSpec};

use crate::clock::VirtualClock;
use crate::executor::run_virtual;
use crate::recorder::{CancelWhen, Recorder};
use crate::rng::SeededRng;
use crate::store::MemoryStore;
use crate::transport::SimTransport;

/// A client at a simulated tenant, in virtual time.
#[derive(Debug)]
pub struct TestDesk {
    /// The client.
    pub client: Client,
    /// The tenant.
    pub simulator: Simulator,
    /// The time of both.
    pub clock: VirtualClock,
    /// What the client told of its progress.
    pub recorder: Recorder,
}

impl TestDesk {
    /// A client that signs in with the secret of the tenant's first application.
    ///
    /// # Panics
    /// When the scenario describes no possible tenant.
    pub fn new(scenario: Scenario) -> Self {
        match Self::builder(scenario).build() {
            Ok(desk) => desk,
            Err(error) => panic!("the client cannot be set up: {error}"),
        }
    }

    /// Begins to set up a client of its own kind.
    ///
    /// # Panics
    /// When the scenario describes no possible tenant.
    pub fn builder(scenario: Scenario) -> TestDeskBuilder {
        let cloud = cloud_name(scenario.tenant.cloud);
        match Simulator::new(scenario) {
            Ok(simulator) => Self::over(simulator).configure(|config| config.cloud = cloud),
            Err(error) => panic!("the scenario describes no possible tenant: {error}"),
        }
    }

    /// Begins to set up another client of a tenant of the global cloud.
    pub fn over(simulator: Simulator) -> TestDeskBuilder {
        let connection = simulator.connection();
        let config = ClientConfig {
            tenant: Some(connection.tenant_id),
            client_id: Some(connection.client_id),
            ..ClientConfig::new(CredentialKind::ClientSecret)
        };
        let secret = Some(Secret::new(connection.client_secret));
        TestDeskBuilder {
            simulator,
            config,
            secret,
            host: Box::new(|builder| builder),
            latency: Duration::ZERO,
            seed: 1,
        }
    }

    /// Does one operation to its end.
    ///
    /// # Errors
    /// As the client's.
    pub fn run(&self, request: Request) -> Result<Response, Error> {
        run_virtual(
            &self.clock,
            self.client.run(request, &self.recorder, &Cancel::new()),
        )
    }

    /// Does one operation and asks it to stop at the first event that fits.
    ///
    /// # Errors
    /// As the client's.
    pub fn run_cancelled_when(
        &self,
        request: Request,
        fits: impl Fn(&Event) -> bool + Send + Sync,
    ) -> Result<Response, Error> {
        let cancel = Cancel::new();
        let sink = CancelWhen::new(self.recorder.clone(), cancel.clone(), fits);
        run_virtual(&self.clock, self.client.run(request, &sink, &cancel))
    }
}

/// What a host contributes to its client.
type Host = Box<dyn FnOnce(ClientBuilder) -> ClientBuilder>;

/// Sets up a [`TestDesk`].
#[must_use]
pub struct TestDeskBuilder {
    simulator: Simulator,
    config: ClientConfig,
    secret: Option<Secret>,
    host: Host,
    latency: Duration,
    seed: u64,
}

impl TestDeskBuilder {
    /// Changes the client's configuration; it begins with the tenant's cloud and a client secret.
    pub fn configure(mut self, change: impl FnOnce(&mut ClientConfig)) -> Self {
        change(&mut self.config);
        self
    }

    /// Signs in another way. The secret of the application is forgotten.
    pub fn credential(mut self, kind: CredentialKind, secret: Option<&str>) -> Self {
        self.config.credential = kind;
        self.secret = secret.map(Secret::new);
        self
    }

    /// Gives the client what its host has, such as something that signs.
    pub fn host(mut self, give: impl FnOnce(ClientBuilder) -> ClientBuilder + 'static) -> Self {
        self.host = Box::new(give);
        self
    }

    /// The tenant, before the client is made.
    pub const fn simulator(&self) -> &Simulator {
        &self.simulator
    }

    /// Signs in with an access token instead.
    ///
    /// # Panics
    /// When the tenant cannot make such a token.
    pub fn token(mut self, spec: &TokenSpec) -> Self {
        self.config.credential = CredentialKind::AccessToken;
        self.secret = match self.simulator.issue_token(spec) {
            Ok(token) => Some(Secret::new(token)),
            Err(error) => panic!("the tenant cannot make such a token: {error}"),
        };
        self
    }

    /// Lets every request take this long.
    pub const fn latency(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    /// Chooses other request ids and another jitter.
    pub const fn seed(mut self, seed: u64) -> Self {
        self.seed = seed;
        self
    }

    /// Makes the client.
    ///
    /// # Errors
    /// When the core refuses the configuration.
    pub fn build(self) -> Result<TestDesk, Error> {
        let clock = VirtualClock::new(self.simulator.clone());
        let mut builder = Client::builder(self.config)
            .transport(SimTransport::new(clock.clone()).with_latency(self.latency))
            .clock(clock.clone())
            .rng(SeededRng::new(self.seed))
            .store(MemoryStore::new());
        if let Some(secret) = self.secret {
            builder = builder.secret(secret);
        }
        let client = (self.host)(builder).build()?;
        Ok(TestDesk {
            client,
            simulator: self.simulator,
            clock,
            recorder: Recorder::default(),
        })
    }
}

/// The core's name of the simulator's cloud.
const fn cloud_name(cloud: Cloud) -> CloudName {
    match cloud {
        Cloud::Global => CloudName::Global,
        Cloud::UsGovL4 => CloudName::UsGovL4,
        Cloud::UsGovL5 => CloudName::UsGovL5,
        Cloud::China => CloudName::China,
    }
}
