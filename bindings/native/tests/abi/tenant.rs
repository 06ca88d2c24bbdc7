//! A simulated tenant behind HTTP, and how a client of the ABI is told to use it.

use crate::host::Client;
use graph_sim::server::{Options, Server, Startup, serve};
use graph_sim::{Request, Scenario, Simulator, TokenSpec};
use ring::rand::SystemRandom;
use ring::signature::{RSA_PSS_SHA256, RsaKeyPair};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

/// The person whom the tests reset.
pub(crate) const NORA: &str = "nora.lind@fabrikam.example";

/// An application with a certificate, public clients and redirect addresses.
pub(crate) const APP: &str = "8c7b0a4e-52f5-4f1a-9c31-2a3b64d0f001";

/// Its certificate.
pub(crate) const DESK_CERTIFICATE: &str =
    include_str!("../../../../tests/simulator/tests/keys/desk.cert.pem");

const DESK_KEY: &[u8] = include_bytes!("../../../../tests/simulator/tests/keys/desk.key.p8");

/// Signs with the key of that certificate, by PS256.
pub(crate) fn sign(message: &[u8]) -> Vec<u8> {
    let key = RsaKeyPair::from_pkcs8(DESK_KEY).expect("a key");
    let mut signature = vec![0; key.public().modulus_len()];
    key.sign(&RSA_PSS_SHA256, &SystemRandom::new(), message, &mut signature)
        .expect("it signs");
    signature
}

pub(crate) struct Tenant {
    server: Server,
    /// Drives the server; dropped after it.
    _runtime: Runtime,
}

impl Tenant {
    /// Nora has a mobile number and the Authenticator app; the service desk's app may do everything.
    pub(crate) fn new() -> Self {
        let permissions = [
            "User.Read.All",
            "UserAuthenticationMethod.ReadWrite.All",
            "RoleManagement.Read.Directory",
            "GroupMember.Read.All",
            "PrivilegedEligibilitySchedule.Read.AzureADGroup",
        ];
        let desk = json!({
            "clientId": APP,
            "name": "Desk",
            "certificates": [{ "pem": DESK_CERTIFICATE }],
            "permissions": permissions,
            "delegatedPermissions": permissions,
            "publicClient": true,
            "redirectUris": { "publicClient": ["http://localhost:9999/done"] },
        });
        let everything = json!({ "name": "All", "permissions": [
            "User.Read.All", "UserAuthenticationMethod.ReadWrite.All", "User.RevokeSessions.All", "AuditLog.Read.All",
            "RoleManagement.Read.Directory", "GroupMember.Read.All",
            "PrivilegedEligibilitySchedule.Read.AzureADGroup",
        ]});
        let agent = json!({ "userPrincipalName": "agent@fabrikam.example", "displayName": "Agent",
            "roles": ["Authentication Administrator"] });
        let scenario = json!({ "applications": [everything, desk], "signIn": { "automatic": true }, "users": [agent, {
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

    /// Every secret that it gave out.
    pub(crate) fn canaries(&self) -> Vec<String> {
        self.server.simulator().canaries().into_iter().collect()
    }

    /// A token such as the host of a client would get elsewhere.
    pub(crate) fn token(&self) -> String {
        self.server
            .simulator()
            .issue_token(&TokenSpec::default())
            .expect("the app is registered")
    }

    /// Where a browser ends that is sent to this page.
    pub(crate) fn visit(&self, url: &str) -> Option<String> {
        let answer = self
            .server
            .simulator()
            .handle(Request::new("GET", url))
            .into_response()?;
        answer.headers.get("Location").map(str::to_owned)
    }

    pub(crate) fn config_with(&self, credential: &str, change: impl FnOnce(&mut Value)) -> String {
        let mut config = serde_json::from_str(&self.config(credential)).expect("JSON");
        change(&mut config);
        config.to_string()
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
