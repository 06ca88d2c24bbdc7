//! Throttling: how much the service takes of each application and of the tenant as a whole (facts 11).

use serde::{Deserialize, Serialize};

use super::ScenarioError;

/// Limits on requests. Every limit is a token bucket: it holds `amount` when it is full and refills evenly, the
/// whole amount in `perMs` milliseconds; `rules.delayScale` shortens that time like every other delay, down to no
/// throttling at all at zero. `null` instead of a limit takes it away.
///
/// An application over all tenants is only ever seen in this one. Of a request that is refused for exceeding a
/// limit, more of the same postpone the end of the refusals, by as much as they would have cost, but by no more than
/// 0.8 of `perMs`. `x-ms-throttle-priority: Low` is refused when less than a fifth of a limit would be left;
/// `High` is never made to wait longer because others were impatient.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Quotas {
    /// Whether anything is limited at all. Default: true.
    pub enabled: bool,
    /// Which limits hold for the authentication methods of a user. Default: `directory`.
    pub authentication_methods: MethodQuota,
    /// How a refusal says when to come back. Default: `seconds`.
    pub retry_after: RetryAfter,
    /// Requests of an application over all tenants. Default: 130,000 in 10 s.
    pub requests: Option<Limit>,
    /// Resource units of an application in the tenant, by the size of the tenant.
    pub resource_units: ResourceUnits,
    /// Writes of an application in the tenant. Default: 3,000 in 150 s.
    pub writes: Option<Limit>,
    /// Resource units of an application over all tenants. Default: 150,000 in 20 s.
    pub application_resource_units: Option<Limit>,
    /// Writes of an application over all tenants. Default: 35,000 in 5 min.
    pub application_writes: Option<Limit>,
    /// Writes of all applications in the tenant. Default: 18,000 in 5 min.
    pub tenant_writes: Option<Limit>,
    /// Requests of an application for reports and the audit log. Default: 5 in 10 s.
    pub reports: Option<Limit>,
    /// The same over all tenants. Default: 122 in 10 s.
    pub application_reports: Option<Limit>,
    /// Requests of an application that ask for `signInActivity`. Default: 10 in 1 min.
    pub sign_in_activity: Option<Limit>,
    /// Requests of all applications to Conditional Access and Identity Protection, refused without
    /// `Retry-After`. Default: 1 in 1 s.
    pub conditional_access: Option<Limit>,
}

impl Default for Quotas {
    fn default() -> Self {
        Self {
            enabled: true,
            authentication_methods: MethodQuota::Directory,
            retry_after: RetryAfter::Seconds,
            requests: Some(Limit::new(130_000, 10_000)),
            resource_units: ResourceUnits::default(),
            writes: Some(Limit::new(3_000, 150_000)),
            application_resource_units: Some(Limit::new(150_000, 20_000)),
            application_writes: Some(Limit::new(35_000, 300_000)),
            tenant_writes: Some(Limit::new(18_000, 300_000)),
            reports: Some(Limit::new(5, 10_000)),
            application_reports: Some(Limit::new(122, 10_000)),
            sign_in_activity: Some(Limit::new(10, 60_000)),
            conditional_access: Some(Limit::new(1, 1_000)),
        }
    }
}

/// Resource units of an application in the tenant; the people of the scenario decide which of them holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct ResourceUnits {
    /// Fewer than 50 people. Default: 3,500 in 10 s.
    pub under50: Option<Limit>,
    /// 50 to 500 people. Default: 5,000 in 10 s.
    pub up_to500: Option<Limit>,
    /// More than 500 people. Default: 8,000 in 10 s.
    pub over500: Option<Limit>,
}

impl Default for ResourceUnits {
    fn default() -> Self {
        Self {
            under50: Some(Limit::new(3_500, 10_000)),
            up_to500: Some(Limit::new(5_000, 10_000)),
            over500: Some(Limit::new(8_000, 10_000)),
        }
    }
}

impl ResourceUnits {
    /// The limit of a tenant with so many people.
    pub(crate) fn of(&self, people: usize) -> Option<Limit> {
        match people {
            0..50 => self.under50,
            50..=500 => self.up_to500,
            _ => self.over500,
        }
    }
}

/// A token bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Limit {
    /// What a full bucket holds; at least 1.
    pub amount: u32,
    /// In how many milliseconds an empty bucket becomes full again.
    pub per_ms: u64,
}

impl Limit {
    const fn new(amount: u32, per_ms: u64) -> Self {
        Self { amount, per_ms }
    }
}

/// Which limits hold for the authentication methods of a user (facts 11 and 16: not established).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MethodQuota {
    /// Resource units and writes, as for the rest of the directory.
    Directory,
    /// The limit of the reports, which they then share.
    Reports,
    /// None but the application's total of requests.
    Off,
}

/// How a refusal says when to come back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum RetryAfter {
    /// In whole seconds.
    Seconds,
    /// To the millisecond, like `2.128`.
    Fractional,
    /// Not at all.
    Absent,
}

impl Quotas {
    /// Refuses limits that nothing fits into.
    pub(crate) fn check(&self) -> Result<(), ScenarioError> {
        let limits = [
            ("requests", self.requests),
            ("resourceUnits.under50", self.resource_units.under50),
            ("resourceUnits.upTo500", self.resource_units.up_to500),
            ("resourceUnits.over500", self.resource_units.over500),
            ("writes", self.writes),
            ("applicationResourceUnits", self.application_resource_units),
            ("applicationWrites", self.application_writes),
            ("tenantWrites", self.tenant_writes),
            ("reports", self.reports),
            ("applicationReports", self.application_reports),
            ("signInActivity", self.sign_in_activity),
            ("conditionalAccess", self.conditional_access),
        ];
        match limits
            .iter()
            .find(|(_, limit)| limit.is_some_and(|it| it.amount == 0))
        {
            Some((name, _)) => Err(ScenarioError::new(
                format!("quotas.{name}.amount"),
                "must be at least 1",
            )),
            None => Ok(()),
        }
    }
}
