//! What the tenant is at this moment: people, applications, records, scripted faults, the request log.

pub(crate) mod action;
pub(crate) mod administrative_units;
pub(crate) mod application;
pub(crate) mod audit;
pub(crate) mod audit_log;
mod cbor;
pub(crate) mod default_method;
pub(crate) mod directory;
pub(crate) mod fault;
pub(crate) mod groups;
pub(crate) mod hosts;
pub(crate) mod inventory;
pub(crate) mod issued;
pub(crate) mod links;
pub(crate) mod log;
pub(crate) mod lookup;
pub(crate) mod method;
pub(crate) mod objects;
pub(crate) mod operations;
pub(crate) mod pass;
pub(crate) mod passkey;
pub(crate) mod pim;
pub(crate) mod policy;
pub(crate) mod qr_image;
pub(crate) mod quota;
pub(crate) mod registered_methods;
pub(crate) mod registration;
pub(crate) mod role;
pub(crate) mod role_book;
mod seed;
pub(crate) mod seed_directory;
mod seed_groups;
mod seed_policies;
mod seed_tokens;
mod sessions;
pub(crate) mod sign_ins;
pub(crate) mod standing;
mod state;
pub(crate) mod totp;

use std::collections::{HashMap, HashSet};
use std::time::Duration;

use time::OffsetDateTime;
use uuid::Uuid;

use self::administrative_units::AdministrativeUnits;
use self::application::Application;
use self::audit_log::AuditLog;
use self::directory::Directory;
use self::fault::Script;
use self::groups::Groups;
use self::hosts::Hosts;
use self::inventory::Inventory;
use self::issued::Issued;
use self::log::RequestLog;
use self::operations::Operation;
use self::passkey::Challenge;
use self::pim::Pim;
use self::policy::MethodsPolicy;
use self::quota::Quota;
use self::role::Roles;
use self::role_book::RoleBook;
use self::sign_ins::SignIns;
use crate::clock::Clock;
use crate::cloud::{Cloud, Origins};
use crate::http::Face;
use crate::scenario::{
    ConditionalAccessPolicy, ContinuousAccess, Domain, IdentityRules, Rules, Scenario, ScenarioError,
    SignInRules,
};
use crate::simulator::Connection;
use crate::snapshot::UserState;
use crate::token::Verified;

/// The metadata service of every virtual machine (facts 13.4).
const MACHINE: &str = "http://169.254.169.254";
/// The agent of every machine outside of Azure.
const AGENT: &str = "http://localhost:40342";

/// The tenant.
pub(crate) struct Tenant {
    pub(crate) id: Uuid,
    pub(crate) domain: String,
    pub(crate) name: String,
    pub(crate) cloud: Cloud,
    pub(crate) origins: Origins,
    /// Whether a server told its own origins.
    pub(crate) embedded: bool,
    pub(crate) rules: Rules,
    pub(crate) continuous_access: ContinuousAccess,
    pub(crate) quota: Quota,
    pub(crate) sign_in_rules: SignInRules,
    pub(crate) clock: Clock,
    pub(crate) applications: Vec<Application>,
    pub(crate) directory: Directory,
    pub(crate) groups: Groups,
    pub(crate) administrative_units: AdministrativeUnits,
    pub(crate) roles: Roles,
    pub(crate) role_book: RoleBook,
    pub(crate) pim: Pim,
    pub(crate) policy: MethodsPolicy,
    /// Challenges for new passkeys that were not answered yet.
    pub(crate) challenges: HashMap<String, Challenge>,
    /// Password resets.
    pub(crate) operations: Vec<Operation>,
    /// Hardware tokens.
    pub(crate) inventory: Inventory,
    /// Mobile numbers that somebody signs in with.
    pub(crate) sign_in_numbers: HashSet<String>,
    pub(crate) conditional_access: Vec<ConditionalAccessPolicy>,
    pub(crate) domains: Vec<Domain>,
    pub(crate) audits: AuditLog,
    pub(crate) script: Script,
    /// What the login host remembers between requests.
    pub(crate) sign_ins: SignIns,
    pub(crate) identity_rules: IdentityRules,
    /// What the hosts of managed identities remember.
    pub(crate) hosts: Hosts,
    pub(crate) log: RequestLog,
    pub(crate) verified: Verified,
    /// Access tokens and pass codes that left the tenant.
    pub(crate) issued: Issued,
    random: fastrand::Rng,
}

impl Tenant {
    /// Builds the tenant that the scenario describes.
    pub(crate) fn new(scenario: Scenario, clock: Clock) -> Result<Self, ScenarioError> {
        seed::tenant(scenario, clock)
    }

    /// Moves the tenant to the origins of a server, which may run for long.
    pub(crate) fn embed(&mut self, origins: Origins) {
        const KEPT_REQUESTS: usize = 100_000;
        self.origins = origins;
        self.embedded = true;
        self.log.bound_to(KEPT_REQUESTS);
    }

    /// A delay of the scenario, scaled.
    pub(crate) fn scaled(&self, milliseconds: u64) -> Duration {
        // A year is for ever, and keeps sums of instants within the calendar.
        const LONGEST: Duration = Duration::from_secs(365 * 24 * 3600);
        let seconds = Duration::from_millis(milliseconds).as_secs_f64() * self.rules.delay_scale;
        Duration::try_from_secs_f64(seconds)
            .unwrap_or(LONGEST)
            .min(LONGEST)
    }

    /// For how long reads still show what was deleted.
    pub(crate) fn read_lag(&self) -> Duration {
        self.scaled(self.rules.read_lag_ms)
    }

    /// A fresh identifier.
    pub(crate) fn new_id(&mut self) -> Uuid {
        uuid::Builder::from_random_bytes(self.random.u128(..).to_be_bytes()).into_uuid()
    }

    /// A fresh text of letters and digits.
    pub(crate) fn new_text(&mut self, length: usize) -> String {
        (0..length).map(|_| self.random.alphanumeric()).collect()
    }

    /// A fresh text of these letters.
    pub(crate) fn new_code(&mut self, length: usize, letters: &[u8]) -> String {
        (0..length)
            .filter_map(|_| self.random.choice(letters))
            .map(|letter| char::from(*letter))
            .collect()
    }

    /// A number from the range.
    pub(crate) fn random_between(&mut self, range: std::ops::RangeInclusive<i64>) -> i64 {
        self.random.i64(range)
    }

    /// Puts things into another order.
    pub(crate) fn shuffle<T>(&mut self, things: &mut [T]) {
        self.random.shuffle(things);
    }

    /// A number between 0 and 1.
    pub(crate) fn new_fraction(&mut self) -> f64 {
        self.random.f64()
    }

    /// A moment shortly after the given one, as when another service reacts.
    pub(crate) fn moment_later(&mut self, at: OffsetDateTime) -> OffsetDateTime {
        let milliseconds = self.random.u64(1000..2000);
        at + self.scaled(milliseconds)
    }

    /// From when the audit log still has records: a month with a licence, a week without, unless the rules say so.
    pub(crate) fn audits_since(&self) -> OffsetDateTime {
        let days = self
            .rules
            .audit_retention_days
            .unwrap_or(if self.rules.premium { 30 } else { 7 });
        self.clock.now().saturating_sub(time::Duration::days(days.into()))
    }

    /// The host that answers at the origin.
    pub(crate) fn face_at(&self, origin: &str) -> Option<Face> {
        if origin == self.origins.graph || (!self.embedded && origin == self.cloud.graph()) {
            Some(Face::Graph)
        } else if origin == self.origins.login || self.cloud.login_aliases().contains(&origin) {
            Some(Face::Login)
        } else if origin == self.hosts.origin || origin == MACHINE || origin == AGENT {
            Some(Face::Identity)
        } else {
            None
        }
    }

    /// The path at the face that answers at the origin.
    pub(crate) fn path_at(&self, origin: &str, path: &str) -> String {
        // The agent has a port to itself; here it shares one.
        if origin == AGENT {
            format!("/arc{path}")
        } else {
            path.to_owned()
        }
    }

    /// The registered application.
    pub(crate) fn application(&self, client_id: &str) -> Option<&Application> {
        self.applications
            .iter()
            .find(|app| app.client_id.eq_ignore_ascii_case(client_id))
    }

    pub(crate) fn user_snapshot(&self, key: &str) -> Option<UserState> {
        self.directory
            .find_even_deleted(key)
            .map(|user| user.snapshot(self, self.clock.now(), self.role_names(user.id)))
    }

    pub(crate) fn canaries(&self) -> Vec<String> {
        let passes = self.directory.everybody().iter().flat_map(|user| user.secrets());
        let held = self.inventory.secrets().chain(self.issued.iter()).cloned();
        let mut all: Vec<_> = held.chain(passes).collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    pub(crate) fn connection(&self) -> Connection {
        let app = self.applications.first();
        let hosted = self.applications.iter().any(|app| app.managed_identity.is_some());
        Connection {
            tenant_id: self.id.to_string(),
            domain: self.domain.clone(),
            client_id: app.map(|app| app.client_id.clone()).unwrap_or_default(),
            client_secret: app.map(|app| app.secret().to_owned()).unwrap_or_default(),
            identity: hosted.then(|| self.hosts.origin.clone()),
            identity_header: hosted.then(|| self.hosts.header.clone()),
        }
    }
}
