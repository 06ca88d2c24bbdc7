//! How much is left of every limit, for each application and for the tenant (facts 11).

mod bucket;

use std::collections::HashMap;

use time::OffsetDateTime;

use self::bucket::{Bucket, Pace};
use crate::scenario::{Limit, MethodQuota, Quotas, RetryAfter};

pub(crate) use self::bucket::Priority;

/// A limit of the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Requests,
    ResourceUnits,
    Writes,
    ApplicationResourceUnits,
    ApplicationWrites,
    TenantWrites,
    Reports,
    ApplicationReports,
    SignInActivity,
    ConditionalAccess,
}

const KINDS: [Kind; 10] = [
    Kind::Requests,
    Kind::ResourceUnits,
    Kind::Writes,
    Kind::ApplicationResourceUnits,
    Kind::ApplicationWrites,
    Kind::TenantWrites,
    Kind::Reports,
    Kind::ApplicationReports,
    Kind::SignInActivity,
    Kind::ConditionalAccess,
];

impl Kind {
    /// Whether one bucket serves all applications.
    fn is_shared(self) -> bool {
        matches!(self, Self::TenantWrites | Self::ConditionalAccess)
    }

    /// Whether the limit is one of identity and access, where a refusal of the request costs nothing.
    fn is_identity(self) -> bool {
        use Kind::{ApplicationResourceUnits, ApplicationWrites, ResourceUnits, TenantWrites, Writes};
        [
            ResourceUnits,
            Writes,
            ApplicationResourceUnits,
            ApplicationWrites,
            TenantWrites,
        ]
        .contains(&self)
    }

    fn limit(self, quotas: &Quotas, people: usize) -> Option<Limit> {
        match self {
            Self::Requests => quotas.requests,
            Self::ResourceUnits => quotas.resource_units.of(people),
            Self::Writes => quotas.writes,
            Self::ApplicationResourceUnits => quotas.application_resource_units,
            Self::ApplicationWrites => quotas.application_writes,
            Self::TenantWrites => quotas.tenant_writes,
            Self::Reports => quotas.reports,
            Self::ApplicationReports => quotas.application_reports,
            Self::SignInActivity => quotas.sign_in_activity,
            Self::ConditionalAccess => quotas.conditional_access,
        }
    }
}

/// Which part of the service a request is for, as far as its limits go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Workload {
    /// The directory.
    Identity,
    /// Authentication methods of a user, for which the scenario says which limits hold.
    AuthenticationMethods,
    /// Reports and the audit log.
    Reports,
    /// Conditional Access and Identity Protection.
    ConditionalAccess,
}

/// What a request counts for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Charge {
    pub(crate) workload: Workload,
    /// Resource units, where they count.
    pub(crate) units: u32,
    pub(crate) write: bool,
    pub(crate) sign_in_activity: bool,
}

impl Charge {
    /// Whether resource units count.
    pub(crate) fn is_identity(&self) -> bool {
        self.workload == Workload::Identity
    }

    fn of(&self, kind: Kind) -> u32 {
        let identity = self.is_identity();
        match kind {
            Kind::Requests => 1,
            Kind::ResourceUnits | Kind::ApplicationResourceUnits if identity => self.units,
            Kind::Writes | Kind::ApplicationWrites | Kind::TenantWrites if identity => self.write.into(),
            Kind::Reports | Kind::ApplicationReports => (self.workload == Workload::Reports).into(),
            Kind::SignInActivity => self.sign_in_activity.into(),
            Kind::ConditionalAccess => (self.workload == Workload::ConditionalAccess).into(),
            _ => 0,
        }
    }
}

/// A request that exceeds a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) kind: Kind,
    /// After how many nanoseconds to come back; absent when the service does not tell.
    pub(crate) retry_after: Option<i128>,
}

type Buckets = [Option<Bucket>; KINDS.len()];

/// The limits and what is left of them.
pub(crate) struct Quota {
    paces: [Option<Pace>; KINDS.len()],
    methods_as: Option<Workload>,
    retry_after: RetryAfter,
    /// What a second and a millisecond of the service take on the scaled clock, in nanoseconds.
    second: i128,
    millisecond: i128,
    by_application: HashMap<Box<str>, Buckets>,
    shared: Buckets,
}

impl Quota {
    /// The limits of a tenant with so many people, with full buckets.
    #[expect(clippy::cast_possible_truncation, reason = "a float saturates")]
    pub(crate) fn new(quotas: &Quotas, scale: f64, people: usize, now: OffsetDateTime) -> Self {
        let paces = KINDS.map(|kind| {
            let limit = kind.limit(quotas, people).filter(|_| quotas.enabled)?;
            Pace::of(limit, scale)
        });
        Self {
            methods_as: match quotas.authentication_methods {
                MethodQuota::Directory => Some(Workload::Identity),
                MethodQuota::Reports => Some(Workload::Reports),
                MethodQuota::Off => None,
            },
            retry_after: quotas.retry_after,
            second: ((1e9 * scale).round() as i128).max(1),
            millisecond: ((1e6 * scale).round() as i128).max(1),
            by_application: HashMap::new(),
            shared: full(&paces, now.unix_timestamp_nanos(), Kind::is_shared),
            paces,
        }
    }

    /// Whom the request counts for, once the scenario has said what authentication methods belong to.
    pub(crate) fn settled(&self, charge: Charge) -> Charge {
        match (charge.workload, self.methods_as) {
            (Workload::AuthenticationMethods, Some(workload)) => Charge { workload, ..charge },
            _ => charge,
        }
    }

    /// Takes what the request costs from every limit, or nothing when one of them is exceeded.
    pub(crate) fn admit(
        &mut self,
        application: &str,
        charge: &Charge,
        priority: Priority,
        now: OffsetDateTime,
    ) -> Result<(), Refusal> {
        let now = now.unix_timestamp_nanos();
        let mut refusal: Option<(Kind, i128)> = None;
        self.each(application, now, |kind, bucket| {
            let cost = charge.of(kind);
            if cost > 0 && !bucket.passes(now, cost, priority) {
                let wait = bucket.refuse(now, cost, priority);
                if refusal.is_none_or(|(_, longest)| longest < wait) {
                    refusal = Some((kind, wait));
                }
            }
        });
        if let Some((kind, wait)) = refusal {
            let retry_after = self.told(kind, wait);
            return Err(Refusal { kind, retry_after });
        }
        self.each(application, now, |kind, bucket| bucket.take(charge.of(kind)));
        Ok(())
    }

    /// Gives back what a request that the service refused does not cost.
    pub(crate) fn give_back(&mut self, application: &str, charge: &Charge, now: OffsetDateTime) {
        self.each(application, now.unix_timestamp_nanos(), |kind, bucket| {
            if kind.is_identity() {
                bucket.give_back(charge.of(kind));
            }
        });
    }

    /// How much of the fullest limit of identity and access is used up that the request counts for.
    pub(crate) fn used(&mut self, application: &str, charge: &Charge, now: OffsetDateTime) -> f64 {
        let mut used: f64 = 0.0;
        self.each(application, now.unix_timestamp_nanos(), |kind, bucket| {
            if kind.is_identity() && charge.of(kind) > 0 {
                used = used.max(bucket.used());
            }
        });
        used
    }

    /// The wait, rounded up to what the service tells.
    fn told(&self, kind: Kind, wait: i128) -> Option<i128> {
        let unit = match self.retry_after {
            _ if kind == Kind::ConditionalAccess => return None,
            RetryAfter::Seconds => self.second,
            RetryAfter::Fractional => self.millisecond,
            RetryAfter::Absent => return None,
        };
        Some((wait + unit - 1) / unit * unit)
    }

    fn each(&mut self, application: &str, now: i128, mut visit: impl FnMut(Kind, &mut Bucket)) {
        if !self.by_application.contains_key(application) {
            let fresh = full(&self.paces, now, |kind| !kind.is_shared());
            self.by_application.insert(application.into(), fresh);
        }
        let own = self.by_application.get_mut(application);
        for buckets in own.into_iter().chain([&mut self.shared]) {
            for (kind, bucket) in KINDS.into_iter().zip(buckets) {
                if let Some(bucket) = bucket {
                    visit(kind, bucket);
                }
            }
        }
    }
}

fn full(paces: &[Option<Pace>; KINDS.len()], now: i128, belongs: impl Fn(Kind) -> bool) -> Buckets {
    let mut place = 0;
    paces.map(|pace| {
        let kind = KINDS[place];
        place += 1;
        pace.filter(|_| belongs(kind)).map(|pace| Bucket::full(pace, now))
    })
}
