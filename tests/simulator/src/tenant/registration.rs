//! What the registration report knows: a batch run writes down every few hours what everybody has registered, and until
//! the next run the report says that (facts 7.1, 12.4, 18.5).
//!
//! Nobody is copied by a run. Whoever changes afterwards is noted before the change, so that the report of 100,000
//! people costs what their changes cost.

use std::collections::HashMap;

use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::Tenant;
use super::directory::User;
use super::registered_methods::RegisteredMethods;
use super::role::{self, Role};
use crate::scenario::DefaultMethod;

/// What a batch run notes about a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Registration {
    pub(crate) methods: RegisteredMethods,
    pub(crate) default: DefaultMethod,
    pub(crate) system_preferred: bool,
    /// People who are deleted or disabled are not in the report.
    listed: bool,
}

impl Registration {
    fn of(user: &User) -> Self {
        Self {
            methods: RegisteredMethods::of(user.registered()),
            default: user.default,
            system_preferred: user.system_preferred,
            listed: user.account_enabled && !user.deleted,
        }
    }
}

/// How far somebody administers the tenant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Administers {
    /// With any role.
    Something,
    /// With a role that the report calls privileged.
    Much,
}

/// The last batch run.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) at: OffsetDateTime,
    /// How many people there were.
    people: usize,
    /// Those who changed since, as the run found them.
    before: HashMap<u32, Registration>,
    administrators: HashMap<Uuid, Administers>,
}

impl Run {
    /// Notes somebody who is about to change.
    pub(super) fn note(&mut self, place: u32, user: &User) {
        if (place as usize) < self.people {
            self.before.entry(place).or_insert_with(|| Registration::of(user));
        }
    }

    /// What the run found of somebody; nothing of people whom it did not find.
    pub(crate) fn found(&self, place: usize, user: &User) -> Option<Registration> {
        if place >= self.people || user.created > self.at {
            return None;
        }
        let noted = u32::try_from(place)
            .ok()
            .and_then(|place| self.before.get(&place));
        Some(noted.copied().unwrap_or_else(|| Registration::of(user))).filter(|found| found.listed)
    }

    pub(crate) fn administers(&self, user: &User) -> Option<Administers> {
        self.administrators.get(&user.id).copied()
    }
}

impl Tenant {
    /// Does the batch run that is due, if one is. Has to come before whatever changes somebody.
    pub(crate) fn run_registration_report(&mut self) {
        let due = self.last_due_run();
        if due.is_some() && self.directory.run().map(|run| run.at) == due {
            return;
        }
        let run = Run {
            at: due.unwrap_or(self.clock.now()),
            people: self.directory.everybody().len(),
            before: HashMap::new(),
            administrators: self.administrators(),
        };
        self.directory.begin_run(run);
    }

    /// Runs begin at whole multiples of their interval; without an interval one is always due.
    fn last_due_run(&self) -> Option<OffsetDateTime> {
        let interval = self.scaled(self.rules.report_interval_ms).as_millis();
        let interval = i64::try_from(interval).ok().filter(|interval| *interval > 0)?;
        let milliseconds = self.clock.now().unix_timestamp_nanos().div_euclid(1_000_000);
        let runs = i64::try_from(milliseconds.div_euclid(interval.into())).ok()?;
        Some(OffsetDateTime::UNIX_EPOCH + Duration::milliseconds(runs * interval))
    }

    fn administrators(&self) -> HashMap<Uuid, Administers> {
        let now = self.clock.now();
        let mut administrators: HashMap<Uuid, Administers> = HashMap::new();
        for entry in self
            .role_book
            .iter()
            .filter(|entry| entry.assignment.is_active(now))
        {
            let much = PRIVILEGED.iter().any(|role| role.id == entry.assignment.role);
            let extent = if much {
                Administers::Much
            } else {
                Administers::Something
            };
            let principal = entry.assignment.principal;
            let members = self.groups.members.within(principal);
            let members = members.map(|(_, member)| member);
            for person in std::iter::once(principal).chain(members) {
                let known = administrators.entry(person).or_insert(extent);
                *known = extent.max(*known);
            }
        }
        administrators
    }
}

/// The roles that the report calls privileged, as far as the tenant knows them.
static PRIVILEGED: [&Role; 6] = [
    &role::GLOBAL_ADMINISTRATOR,
    &role::SECURITY_ADMINISTRATOR,
    &role::CONDITIONAL_ACCESS_ADMINISTRATOR,
    &role::HELPDESK_ADMINISTRATOR,
    &role::USER_ADMINISTRATOR,
    &role::AUTHENTICATION_ADMINISTRATOR,
];
