//! Requests for roles that Privileged Identity Management has taken, and which assignments came of them (facts 8.7).

use std::collections::HashMap;
use std::sync::Arc;

use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::audit::{self, Event, Initiator, Target};
use super::role_book::Scope;
use super::{Tenant, seed_directory};
use crate::scenario::{self, ScenarioError};

/// Everything that was asked for.
pub(crate) struct Pim {
    pub(crate) rules: scenario::Pim,
    pub(crate) requests: Vec<ScheduleRequest>,
    origins: HashMap<usize, Origin>,
}

/// Whether a request is about holding a role or about the right to activate it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Sort {
    Assignment,
    Eligibility,
}

/// What a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    AdminAssign,
    AdminUpdate,
    AdminRemove,
    SelfActivate,
    SelfDeactivate,
    AdminExtend,
    AdminRenew,
    SelfExtend,
    SelfRenew,
}

impl Action {
    const NAMES: [(Self, &'static str); 9] = [
        (Self::AdminAssign, "adminAssign"),
        (Self::AdminUpdate, "adminUpdate"),
        (Self::AdminRemove, "adminRemove"),
        (Self::SelfActivate, "selfActivate"),
        (Self::SelfDeactivate, "selfDeactivate"),
        (Self::AdminExtend, "adminExtend"),
        (Self::AdminRenew, "adminRenew"),
        (Self::SelfExtend, "selfExtend"),
        (Self::SelfRenew, "selfRenew"),
    ];

    pub(crate) fn parse(name: &str) -> Option<Self> {
        let found = Self::NAMES
            .iter()
            .find(|(_, known)| known.eq_ignore_ascii_case(name));
        found.map(|(action, _)| *action)
    }

    pub(crate) fn name(self) -> &'static str {
        let found = Self::NAMES.iter().find(|(action, _)| *action == self);
        found.map_or("", |(_, name)| name)
    }

    /// Whether somebody asks for themselves.
    pub(crate) fn is_own(self) -> bool {
        matches!(
            self,
            Self::SelfActivate | Self::SelfDeactivate | Self::SelfExtend | Self::SelfRenew
        )
    }

    /// Whether it ends an assignment.
    pub(crate) fn removes(self) -> bool {
        matches!(self, Self::AdminRemove | Self::SelfDeactivate)
    }
}

/// Where a request stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    Provisioned,
    Granted,
    PendingApproval,
    PendingAdminDecision,
    Revoked,
    Denied,
    Canceled,
}

impl Status {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Provisioned => "Provisioned",
            Self::Granted => "Granted",
            Self::PendingApproval => "PendingApproval",
            Self::PendingAdminDecision => "PendingAdminDecision",
            Self::Revoked => "Revoked",
            Self::Denied => "Denied",
            Self::Canceled => "Canceled",
        }
    }

    pub(crate) fn is_pending(self) -> bool {
        matches!(self, Self::PendingApproval | Self::PendingAdminDecision)
    }
}

/// From when until when, in the words of the request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Period {
    pub(crate) from: OffsetDateTime,
    pub(crate) until: Option<OffsetDateTime>,
    /// The duration as it was written, where the end was given by one.
    pub(crate) duration: Option<String>,
}

/// A request.
#[derive(Clone, Debug)]
pub(crate) struct ScheduleRequest {
    pub(crate) id: Uuid,
    pub(crate) sort: Sort,
    pub(crate) action: Action,
    pub(crate) principal: Uuid,
    pub(crate) role: Uuid,
    pub(crate) scope: Scope,
    /// None where an assignment ends.
    pub(crate) period: Option<Period>,
    pub(crate) justification: Option<String>,
    pub(crate) ticket_number: Option<String>,
    pub(crate) ticket_system: Option<String>,
    pub(crate) is_validation_only: bool,
    pub(crate) status: Status,
    pub(crate) created: OffsetDateTime,
    pub(crate) completed: Option<OffsetDateTime>,
    pub(crate) created_by: Arc<Initiator>,
    /// The schedule that came of it or that it changed.
    pub(crate) schedule: Option<Uuid>,
}

impl ScheduleRequest {
    /// Whether both are about the same role of the same principal at the same place.
    pub(crate) fn is_about_the_same(&self, other: &Self) -> bool {
        self.sort == other.sort
            && self.principal == other.principal
            && self.role == other.role
            && self.scope == other.scope
    }
}

/// How an assignment came about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    pub(crate) request: Uuid,
    pub(crate) created: OffsetDateTime,
    /// Whether an eligible principal activated it.
    pub(crate) activated: bool,
    /// When its end is to be written down, for an activation.
    ends: Option<OffsetDateTime>,
}

impl Pim {
    pub(crate) fn new(rules: scenario::Pim) -> Self {
        Self {
            rules,
            requests: Vec::new(),
            origins: HashMap::new(),
        }
    }

    /// How the assignment with this serial number came about, if somebody asked for it here.
    pub(crate) fn origin(&self, serial: usize) -> Option<&Origin> {
        self.origins.get(&serial)
    }

    /// Remembers how an assignment came about.
    pub(crate) fn remember(
        &mut self,
        serial: usize,
        request: &ScheduleRequest,
        ends: Option<OffsetDateTime>,
    ) {
        let activated = request.action == Action::SelfActivate;
        let origin = Origin {
            request: request.id,
            created: request.created,
            activated,
            ends: ends.filter(|_| activated),
        };
        self.origins.insert(serial, origin);
    }
}

/// Takes up the requests that wait when the scenario begins.
pub(super) fn pending(tenant: &mut Tenant) -> Result<(), ScenarioError> {
    let now = tenant.clock.now();
    let specs = std::mem::take(&mut tenant.pim.rules.pending);
    for (place, spec) in specs.iter().enumerate() {
        let at = |field: &str| format!("pim.pending[{place}].{field}");
        let person = tenant.directory.find(&spec.principal).ok_or_else(|| {
            ScenarioError::new(
                at("principal"),
                format!("nobody in the tenant is '{}'", spec.principal),
            )
        })?;
        let person = tenant.directory.at(person);
        let principal = person.id;
        let created_by = Arc::new(Initiator::User {
            id: principal,
            user_principal_name: person.user_principal_name.to_string(),
        });
        let role = seed_directory::role(&tenant.roles, &at("role"), &spec.role)?.id;
        let is_eligible = tenant.assignments_of(principal).any(|entry| {
            let it = entry.assignment;
            it.eligible && it.role == role && it.scope == Scope::Tenant
        });
        if !is_eligible {
            return Err(ScenarioError::new(
                at("role"),
                "the person is not eligible for this role",
            ));
        }
        let (sort, action, status) = if spec.extends_eligibility {
            (
                Sort::Eligibility,
                Action::SelfExtend,
                Status::PendingAdminDecision,
            )
        } else {
            (Sort::Assignment, Action::SelfActivate, Status::PendingApproval)
        };
        let until = spec
            .minutes
            .map(|minutes| now + Duration::minutes(minutes.into()));
        let request = ScheduleRequest {
            id: tenant.new_id(),
            sort,
            action,
            principal,
            role,
            scope: Scope::Tenant,
            period: Some(Period {
                from: now,
                until,
                duration: spec.minutes.map(|minutes| format!("PT{minutes}M")),
            }),
            justification: spec.justification.clone(),
            ticket_number: None,
            ticket_system: None,
            is_validation_only: false,
            status,
            created: now,
            completed: None,
            created_by,
            schedule: None,
        };
        tenant.pim.requests.push(request);
    }
    Ok(())
}

impl Tenant {
    /// The id of the schedule that an assignment in the book is.
    pub(crate) fn schedule_id(&self, serial: usize) -> Uuid {
        match self.pim.origin(serial) {
            Some(origin) => origin.request,
            None => Uuid::new_v5(&self.id, format!("schedule {serial}").as_bytes()),
        }
    }

    /// Ends the activations whose time is over, as the service does by itself.
    pub(crate) fn end_activations(&mut self) {
        let now = self.clock.now();
        let over = |origin: &Origin| origin.ends.filter(|ends| *ends <= now);
        let mut ended: Vec<(OffsetDateTime, usize)> = self
            .pim
            .origins
            .iter()
            .filter_map(|(serial, origin)| Some((over(origin)?, *serial)))
            .collect();
        ended.sort_unstable();
        for (at, serial) in ended {
            self.pim.origins.remove(&serial);
            let Some(assignment) = self.role_book.remove(serial) else {
                continue;
            };
            self.roles.activate(assignment.role);
            let name = self.roles.get(assignment.role).map(|role| role.name.to_string());
            let targets = self.directory.find_id(assignment.principal).map(Target::User);
            let role = Target::Thing {
                kind: "Role",
                id: Some(self.directory_role_id(assignment.role).to_string()),
                display_name: name.unwrap_or_default(),
            };
            let by = Arc::new(Initiator::App {
                display_name: "MS-PIM".to_owned(),
                service_principal_id: Uuid::new_v5(&self.id, b"MS-PIM"),
            });
            let event = Event {
                activity: &audit::ACTIVATION_EXPIRED,
                reason: "".into(),
                changes: Vec::new(),
            };
            self.record_about_at(at, &by, targets.into_iter().chain([role]).collect(), event);
        }
    }
}
