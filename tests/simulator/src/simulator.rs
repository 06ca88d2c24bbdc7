//! The front door: one value that is the tenant, cheap to clone and usable from any thread.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use time::OffsetDateTime;
use uuid::Uuid;

use crate::clock::Clock;
use crate::cloud::Origins;
use crate::http::{Face, Reply, Request};
use crate::scenario::{Fault, Scenario, ScenarioError};
use crate::snapshot::{
    Counters, FaultState, LogEntry, PendingSignIn, SignInDecision, TenantState, TokenSpec, UserState,
};
use crate::tenant::Tenant;
#[cfg(feature = "server")]
use crate::tenant::hosts::KeyFile;
use crate::tenant::pass::PassRefusal;
use crate::{graph, identity, login, token};

/// A simulated tenant.
///
/// Clones share the tenant. Requests are served one at a time, each completely; nothing ever waits.
#[derive(Clone)]
pub struct Simulator {
    tenant: Arc<Mutex<Tenant>>,
}

impl Simulator {
    /// A tenant whose clock is moved by [`advance`](Self::advance) alone.
    ///
    /// # Errors
    /// Names the field of the scenario that makes no sense.
    pub fn new(scenario: Scenario) -> Result<Self, ScenarioError> {
        let clock = Clock::manual(scenario.now);
        Self::with_clock(scenario, clock)
    }

    /// A tenant with the given clock, which starts at the scenario's `now` whatever it showed before.
    ///
    /// # Errors
    /// Names the field of the scenario that makes no sense.
    pub fn with_clock(scenario: Scenario, mut clock: Clock) -> Result<Self, ScenarioError> {
        clock.restart(scenario.now);
        Ok(Self {
            tenant: Arc::new(Mutex::new(Tenant::new(scenario, clock)?)),
        })
    }

    /// Replaces the tenant by another one: people, records, log, clock, everything but the origins of a server.
    ///
    /// # Errors
    /// Names the field of the scenario that makes no sense; the tenant is then unchanged.
    pub fn load(&self, scenario: Scenario) -> Result<(), ScenarioError> {
        let mut tenant = self.lock();
        let mut clock = tenant.clock;
        clock.restart(scenario.now);
        let mut fresh = Tenant::new(scenario, clock)?;
        if tenant.embedded {
            fresh.embed(tenant.origins.clone());
        }
        fresh.hosts.origin.clone_from(&tenant.hosts.origin);
        fresh.hosts.key_directory.clone_from(&tenant.hosts.key_directory);
        *tenant = fresh;
        Ok(())
    }

    /// Serves a request; its URL tells which host it is meant for.
    ///
    /// An absolute URL to a host that is not this tenant's finds nobody there: the connection is dropped. A path
    /// alone belongs to Graph when it starts with a version of Graph, to the hosts of managed identities when it is one
    /// of theirs, else to the token endpoint.
    pub fn handle(&self, request: Request) -> Reply {
        match self.face_of(&request.url) {
            Some((face, path)) => self.handle_at(face, Request { url: path, ..request }),
            None => Reply::Dropped {
                delay: Duration::ZERO,
            },
        }
    }

    /// Serves a request whose URL is path and query, at the given host.
    pub fn handle_at(&self, face: Face, request: Request) -> Reply {
        let mut tenant = self.lock();
        match face {
            Face::Graph => graph::serve(&mut tenant, request),
            Face::Login => login::serve(&mut tenant, &request),
            Face::Identity => identity::serve(&mut tenant, &request),
        }
    }

    fn face_of(&self, url: &str) -> Option<(Face, String)> {
        if url.starts_with('/') {
            let lower = url.to_ascii_lowercase();
            let below = |starts: &[&str]| starts.iter().any(|start| lower.starts_with(start));
            let face = if below(&["/v1.0", "/beta"]) {
                Face::Graph
            } else if below(&["/msi/", "/metadata/", "/arc/"]) {
                Face::Identity
            } else {
                Face::Login
            };
            return Some((face, url.to_owned()));
        }
        let (scheme, rest) = url.split_once("://")?;
        let (authority, path) = rest.find('/').map_or((rest, "/"), |slash| rest.split_at(slash));
        let origin = format!("{scheme}://{authority}").to_ascii_lowercase();
        let tenant = self.lock();
        Some((tenant.face_at(&origin)?, tenant.path_at(&origin, path)))
    }

    /// Says where the tenant is reached; links in answers lead there.
    pub fn set_origins(&self, origins: Origins) {
        self.lock().embed(origins);
    }

    /// Says where the hosts of managed identities are reached, and in which directory machines outside of Azure lay
    /// down their keys. Without a directory there are no such machines.
    pub fn set_identity_host(&self, origin: impl Into<String>, key_directory: Option<&str>) {
        let mut tenant = self.lock();
        tenant.hosts.origin = origin.into();
        tenant.hosts.key_directory = key_directory.map(str::to_owned);
    }

    /// The key that a machine outside of Azure has laid down in this file, unless it was used.
    pub fn key_file(&self, path: &str) -> Option<String> {
        self.lock().hosts.keys.get(path).cloned()
    }

    /// The key files that have come and gone since this was asked last.
    #[cfg(feature = "server")]
    pub(crate) fn key_file_changes(&self) -> Vec<KeyFile> {
        std::mem::take(&mut self.lock().hosts.changes)
    }

    /// The tenant's clock.
    pub fn now(&self) -> OffsetDateTime {
        self.lock().clock.now()
    }

    /// Moves the tenant's clock forward.
    pub fn advance(&self, by: Duration) {
        self.lock().clock.advance(by);
    }

    /// Everything as it truly is.
    pub fn state(&self) -> TenantState {
        self.lock().snapshot()
    }

    /// One person, by object id or user principal name, deleted ones included.
    pub fn user(&self, key: &str) -> Option<UserState> {
        self.lock().user_snapshot(key)
    }

    /// Everything as it truly is, read in portions between which the tenant goes on serving: everybody and every
    /// record is whole, but not all are of the same moment.
    pub fn state_in_portions(&self) -> TenantState {
        let mut state = self.lock().frame();
        state.users = in_portions(|from| self.lock().user_states(from, PORTION));
        state.audits = in_portions(|from| self.lock().audit_states(from, PORTION));
        state
    }

    /// Every request that the log still holds.
    pub fn log(&self) -> Vec<LogEntry> {
        let entries = self.log_since(0);
        entries.into_iter().map(Arc::unwrap_or_clone).collect()
    }

    /// The requests with higher numbers.
    pub fn log_since(&self, number: u64) -> Vec<Arc<LogEntry>> {
        self.lock().log.since(number)
    }

    /// Forgets the requests so far. Numbers and counters go on.
    pub fn clear_log(&self) {
        self.lock().log.clear();
    }

    /// How much was asked of the tenant since it was loaded.
    pub fn counters(&self) -> Counters {
        self.lock().log.counters().clone()
    }

    /// Ends the sessions of a person, as an administrator does in the portal. `by` names a person or an application;
    /// without one the person did it.
    ///
    /// # Errors
    /// Names the field that fits nobody in the tenant.
    pub fn revoke_sessions(&self, user: &str, by: Option<&str>) -> Result<(), ScenarioError> {
        let mut tenant = self.lock();
        let nobody = |field, key| ScenarioError::new(field, format!("nobody in the tenant is '{key}'"));
        let place = tenant.directory.find(user).ok_or_else(|| nobody("user", user))?;
        let by = by.map_or(("user", user), |by| ("by", by));
        let initiator = tenant.initiator_named(by.1).ok_or_else(|| nobody(by.0, by.1))?;
        tenant.revoke_sessions(place, &Arc::new(initiator));
        Ok(())
    }

    /// Adds faults behind those of the scenario.
    ///
    /// # Errors
    /// Names the field that makes no sense; no fault is added then.
    pub fn add_faults(&self, faults: Vec<Fault>) -> Result<(), ScenarioError> {
        for (place, fault) in faults.iter().enumerate() {
            fault.check(&format!("faults[{place}]"))?;
        }
        self.lock().script.add(faults);
        Ok(())
    }

    /// The faults in the order in which they are asked, and what has become of each.
    pub fn faults(&self) -> Vec<FaultState> {
        self.lock().script.state()
    }

    /// Takes every fault away.
    pub fn clear_faults(&self) {
        self.lock().script.clear();
    }

    /// Makes an access token, as a successful sign-in would.
    ///
    /// # Errors
    /// Names the field that fits nobody in the tenant.
    pub fn issue_token(&self, spec: &TokenSpec) -> Result<String, ScenarioError> {
        token::issue(&mut self.lock(), spec)
    }

    /// Uses somebody's Temporary Access Pass, as a sign-in does: a pass that works once does not work again. Gives the
    /// end of the pass, beyond which nothing that the sign-in yields may last.
    ///
    /// # Errors
    /// Says why the pass does not work.
    pub fn use_pass(&self, key: &str, code: &str) -> Result<OffsetDateTime, PassRefusal> {
        self.lock().use_pass(key, code)
    }

    /// The device codes that wait for a person.
    pub fn pending_sign_ins(&self) -> Vec<PendingSignIn> {
        login::pending(&self.lock())
    }

    /// Lets a person approve or decline a device code.
    ///
    /// # Errors
    /// Names what fits no code or nobody, or says why the person may not sign in: whoever waits for the code is told
    /// the same.
    pub fn decide_sign_in(&self, decision: &SignInDecision) -> Result<(), ScenarioError> {
        login::decide(&mut self.lock(), decision)
    }

    /// Approves or denies a request for a role that waits for somebody's decision; tells whether there is one.
    pub fn decide_role_request(&self, id: &str, approve: bool) -> bool {
        Uuid::try_parse(id).is_ok_and(|id| graph::decide(&mut self.lock(), id, approve))
    }

    /// Every secret that the tenant holds or has issued, so that outputs can be searched for them.
    pub fn canaries(&self) -> Vec<String> {
        self.lock().canaries()
    }

    /// Tenant id, domain and the first application, as a person needs them to connect.
    pub fn connection(&self) -> Connection {
        self.lock().connection()
    }

    fn lock(&self) -> MutexGuard<'_, Tenant> {
        self.tenant.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How many people or records are read at once while others wait.
const PORTION: usize = 500;

fn in_portions<T>(read: impl Fn(usize) -> Vec<T>) -> Vec<T> {
    let mut all = Vec::new();
    loop {
        let portion = read(all.len());
        let last = portion.len() < PORTION;
        all.extend(portion);
        if last {
            return all;
        }
    }
}

impl std::fmt::Debug for Simulator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Simulator").finish_non_exhaustive()
    }
}

/// How to sign in to the tenant.
#[derive(Clone, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Connection {
    /// Tenant id.
    pub tenant_id: String,
    /// Default domain.
    pub domain: String,
    /// Client id of the first application.
    pub client_id: String,
    /// Its secret.
    pub client_secret: String,
    /// Where its managed identities sign in, if it has any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity: Option<String>,
    /// The header that some of their hosts want to see.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub identity_header: Option<String>,
}
