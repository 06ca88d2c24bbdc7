//! A simulated tenant behind HTTP, and how a client of the ABI is told to use it.

use crate::host::Client;
use graph_sim::server::{Options, Server, Startup, serve};
use graph_sim::{Scenario, Simulator, TokenSpec};
use serde_json::json;
use tokio::runtime::Runtime;

/// The person whom the tests reset.
pub(crate) const NORA: &str = "nora.lind@fabrikam.example";

pub(crate) struct Tenant {
    server: Server,
    /// Drives the server; dropped after it.
    _runtime: Runtime,
}

impl Tenant {
    /// Nora has a mobile number and the Authenticator app; the service desk's app may do everything.
    pub(crate) fn new() -> Self {
        let scenario = json!({ "users": [{
            "displayName": "Nora Lind",
            "userPrincipalName": NORA,
            "methods": [
                { "kind": "phone", "phoneType": "mobile", "phoneNumber": "+46 70123456" },
                { "kind": "microsoftAuthenticator", "displayName": "Nora's phone" },
            ],
        }] });
        let scenario = Scenario::from_json(&scenario.to_string()).expect("the scenario is well formed");
        let simulator = Simulator::new(scenario).expect("the scenario makes sense");
        let runtime = Runtime::new().expect("threads can be had");
        let server = runtime
            .block_on(serve(simulator, Options::default()))
            .expect("ports can be had");
        Self {
            server,
            _runtime: runtime,
        }
    }

    pub(crate) fn startup(&self) -> Startup {
        self.server.startup()
    }

    pub(crate) fn methods_of_nora(&self) -> usize {
        self.server
            .simulator()
            .user(NORA)
            .expect("she is in the scenario")
            .methods
            .len()
    }

    /// A token such as the host of a client would get elsewhere.
    pub(crate) fn token(&self) -> String {
        self.server
            .simulator()
            .issue_token(&TokenSpec::default())
            .expect("the app is registered")
    }

    pub(crate) fn config(&self, credential: &str) -> String {
        let startup = self.startup();
        let config = json!({
            "credential": credential,
            "tenant": startup.connection.tenant_id,
            "clientId": startup.connection.client_id,
            "testTenant": { "graph": startup.graph, "login": startup.login, "delayScale": 0.001 },
        });
        config.to_string()
    }

    /// A client that signs in by itself.
    pub(crate) fn client(&self) -> Client {
        let secret = self.startup().connection.client_secret;
        Client::new(self.config("clientSecret"), Some(&secret)).expect("the configuration is complete")
    }

    /// A client that asks its host for tokens.
    pub(crate) fn asking_client(&self) -> Client {
        Client::new(self.config("hostToken"), None).expect("the configuration is complete")
    }
}

/// What most tests ask: something that reads, and needs a token.
pub(crate) fn list_methods() -> String {
    json!({ "operation": "listMethods", "user": NORA }).to_string()
}

pub(crate) fn reset() -> String {
    json!({ "operation": "reset", "user": NORA }).to_string()
}
