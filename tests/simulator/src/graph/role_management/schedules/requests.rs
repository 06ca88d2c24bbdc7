//! Asking for a role by Privileged Identity Management: rules, refusals, effect, records (facts 8.7, 9.4).

use std::sync::Arc;

use serde_json::{Map, Value, json};
use time::format_description::well_known::Rfc3339;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::super::super::call::{Answer, Call};
use super::super::super::failure::Failure;
use super::super::rules;
use super::{duration, id_of, permissions, removal_permission, require_licence, shown, single};
use crate::tenant::audit::{self, Activity, Event};
use crate::tenant::pim::{Action, Period, ScheduleRequest, Sort, Status};
use crate::tenant::role_book::{Assignment, Scope};
use crate::tenant::{Tenant, action};

/// An activation lasts at least this long.
const SHORTEST_ACTIVATION: Duration = Duration::minutes(5);

/// `POST …ScheduleRequests`
pub(super) fn create(call: &mut Call<'_>, sort: Sort) -> Result<Answer, Failure> {
    let mut request = read(call, sort)?;
    authorize(call, &request)?;
    require_licence(call)?;
    check(call, &request)?;
    if request.is_validation_only {
        request.status = Status::Granted;
    } else {
        carry_out(call, &mut request)?;
        call.committed = true;
    }
    let shown = shown::request(call, &request);
    if !request.is_validation_only {
        call.tenant.pim.requests.push(request);
    }
    Ok(single(call, 201, sort, "ScheduleRequests", shown))
}

/// `POST …ScheduleRequests/{id}/cancel`
pub(super) fn cancel(call: &mut Call<'_>, sort: Sort) -> Result<Answer, Failure> {
    call.require(permissions(sort, true))?;
    require_licence(call)?;
    let found = in_path(call, sort)?;
    let request = &call.tenant.pim.requests[found];
    let by = call.initiator();
    if *request.created_by != *by {
        call.authorize_management(action::GRANT_ROLES, call.tenant.id)?;
    }
    if !call.tenant.pim.requests[found].status.is_pending() {
        return Err(Failure::new(
            400,
            "RoleAssignmentRequestNotPending",
            "The role assignment request is not pending and cannot be canceled.",
        ));
    }
    let now = call.now;
    let request = &mut call.tenant.pim.requests[found];
    request.status = Status::Canceled;
    request.completed = Some(now);
    call.committed = true;
    Ok(Answer::NoContent)
}

/// The position of the request in the path.
pub(super) fn in_path(call: &Call<'_>, sort: Sort) -> Result<usize, Failure> {
    let key = call.path.segment(3);
    let id = Uuid::try_parse(key).ok();
    let mut requests = call.tenant.pim.requests.iter();
    let found = requests.position(|it| Some(it.id) == id && it.sort == sort);
    found.ok_or_else(|| Failure::no_directory_object(key))
}

/// Approves or denies a request that waits; tells whether there is one.
pub(crate) fn decide(tenant: &mut Tenant, id: Uuid, approve: bool) -> bool {
    let now = tenant.clock.now();
    let mut requests = tenant.pim.requests.iter();
    let Some(found) = requests.position(|it| it.id == id && it.status.is_pending()) else {
        return false;
    };
    let mut request = tenant.pim.requests[found].clone();
    request.completed = Some(now);
    request.status = Status::Denied;
    if approve {
        request.status = Status::Provisioned;
        let by = Arc::clone(&request.created_by);
        if request.action == Action::SelfActivate {
            // The time that was asked for begins with the approval.
            if let Some(period) = &mut request.period {
                let late = (now - period.from).max(Duration::ZERO);
                period.from += late;
                period.until = period.until.map(|until| until + late);
            }
            enter(tenant, &mut request);
        } else {
            change(tenant, &mut request);
        }
        rules::record(tenant, &by, &assignment(&request), true);
    }
    tenant.pim.requests[found] = request;
    true
}

fn read(call: &mut Call<'_>, sort: Sort) -> Result<ScheduleRequest, Failure> {
    let body = call.body()?;
    let missing = |property: &str| {
        Failure::new(
            400,
            "InvalidRoleAssignmentRequest",
            format!("The role assignment request is invalid: '{property}' is missing or not valid."),
        )
    };
    let id = |property: &str| id_of(body.get(property)).ok_or_else(|| missing(property))?;
    let text = |property: &str| body.get(property).and_then(Value::as_str).map(str::to_owned);
    let ticket = |property: &str| {
        let value = body.get("ticketInfo")?.get(property)?.as_str()?;
        Some(value.to_owned()).filter(|value| !value.is_empty())
    };
    let asked = text("action").and_then(|name| Action::parse(&name));
    let asked = asked.filter(|it| {
        sort == Sort::Assignment || !matches!(it, Action::SelfActivate | Action::SelfDeactivate)
    });
    let asked = asked.ok_or_else(|| missing("action"))?;
    let scope = text("directoryScopeId").and_then(|scope| Scope::parse(&scope));
    let scope = scope.ok_or_else(|| missing("directoryScopeId"))?;
    let (principal, role) = (id("principalId")?, id("roleDefinitionId")?);
    let period = match asked.removes() {
        true => None,
        false => Some(period(call, &body).ok_or_else(|| missing("scheduleInfo"))?),
    };
    let justification = text("justification").filter(|reason| !reason.trim().is_empty());
    let (ticket_number, ticket_system) = (ticket("ticketNumber"), ticket("ticketSystem"));
    let is_validation_only = body
        .get("isValidationOnly")
        .and_then(Value::as_bool)
        .unwrap_or(false);
    Ok(ScheduleRequest {
        id: call.tenant.new_id(),
        sort,
        action: asked,
        principal,
        role,
        scope,
        period,
        justification,
        ticket_number,
        ticket_system,
        is_validation_only,
        status: Status::Provisioned,
        created: call.now,
        completed: Some(call.now),
        created_by: call.initiator(),
        schedule: None,
    })
}

/// `scheduleInfo`; without it, from now on and for ever.
fn period(call: &Call<'_>, body: &Map<String, Value>) -> Option<Period> {
    let empty = json!({});
    let info = body
        .get("scheduleInfo")
        .filter(|info| !info.is_null())
        .unwrap_or(&empty);
    let instant = |value: &Value| OffsetDateTime::parse(value.as_str()?, &Rfc3339).ok();
    let from = match info.get("startDateTime") {
        None | Some(Value::Null) => call.now,
        Some(value) => instant(value)?.max(call.now),
    };
    let expiration = info
        .get("expiration")
        .filter(|it| !it.is_null())
        .unwrap_or(&empty);
    let kind = expiration
        .get("type")
        .and_then(Value::as_str)
        .unwrap_or("noExpiration");
    let (until, duration) = match kind.to_ascii_lowercase().as_str() {
        "noexpiration" | "notspecified" => (None, None),
        "afterdatetime" => (Some(instant(expiration.get("endDateTime")?)?), None),
        "afterduration" => {
            let text = expiration.get("duration")?.as_str()?;
            let length = duration::parse(text).filter(|length| *length > Duration::ZERO)?;
            (Some(from.checked_add(length)?), Some(text.to_owned()))
        }
        _ => return None,
    };
    let ends_later = until.is_none_or(|until| until > from);
    ends_later.then_some(Period {
        from,
        until,
        duration,
    })
}

fn authorize(call: &Call<'_>, request: &ScheduleRequest) -> Result<(), Failure> {
    let mut permissions = permissions(request.sort, true).to_vec();
    if request.action.removes() {
        permissions.push(removal_permission(request.sort));
    }
    call.require(&permissions)?;
    if request.action.is_own() {
        let own = call
            .actor
            .person
            .as_ref()
            .is_some_and(|person| person.id == request.principal);
        return if own {
            Ok(())
        } else {
            Err(Failure::directory_denied())
        };
    }
    call.authorize_management(action::GRANT_ROLES, call.tenant.id)
}

/// What keeps the request from being taken.
fn check(call: &Call<'_>, request: &ScheduleRequest) -> Result<(), Failure> {
    if call.tenant.object(request.principal).is_none() {
        return Err(Failure::new(404, "SubjectNotFound", "The subject is not found."));
    }
    rules::check(call, &assignment(request))?;
    let mut pending = call.tenant.pim.requests.iter();
    if pending.any(|known| known.status.is_pending() && known.is_about_the_same(request)) {
        return Err(Failure::new(
            400,
            "PendingRoleAssignmentRequest",
            "There is already an existing pending Role assignment request.",
        ));
    }
    let failed = failed_rules(call, request);
    if !failed.is_empty() {
        return Err(Failure::new(
            400,
            "RoleAssignmentRequestPolicyValidationFailed",
            format!("The following policy rules failed: {}", json!(failed)),
        ));
    }
    let known = existing(call.tenant, request);
    match request.action {
        Action::AdminAssign | Action::SelfActivate if known.is_some() => Err(Failure::new(
            400,
            "RoleAssignmentExists",
            "The Role assignment already exists.",
        )),
        Action::AdminAssign | Action::SelfActivate => Ok(()),
        _ => {
            let serial = known.ok_or_else(|| {
                Failure::new(
                    400,
                    "RoleAssignmentDoesNotExist",
                    "The Role assignment does not exist.",
                )
            })?;
            let young = call.tenant.pim.origin(serial);
            let young = young.is_some_and(|origin| call.now - origin.created < SHORTEST_ACTIVATION);
            if request.action == Action::SelfDeactivate && young {
                return Err(Failure::new(
                    400,
                    "ActiveDurationTooShort",
                    "The active duration is too short. Minimum required is 5 minutes.",
                ));
            }
            Ok(())
        }
    }
}

/// The rules that the request breaks, by the service's names.
fn failed_rules(call: &Call<'_>, request: &ScheduleRequest) -> Vec<&'static str> {
    let rules = &call.tenant.pim.rules;
    let activates = request.action == Action::SelfActivate;
    let assigns = matches!(
        request.action,
        Action::AdminAssign | Action::AdminExtend | Action::AdminRenew
    );
    let active = request.sort == Sort::Assignment && (activates || assigns);
    let limit = match (request.sort, activates) {
        (_, true) => Some(rules.longest_activation_minutes),
        (Sort::Assignment, false) => rules.longest_assignment_minutes,
        (Sort::Eligibility, false) => rules.longest_eligibility_minutes,
    };
    let too_long = request.period.as_ref().is_some_and(|period| {
        limit.is_some_and(|limit| {
            let longest = Duration::minutes(limit.into());
            period.until.is_none_or(|until| until - period.from > longest)
        })
    });
    let mut failed = Vec::new();
    let mut fails = |rule, broken: bool| failed.extend(broken.then_some(rule));
    fails("EligibilityRule", activates && !is_eligible(call, request));
    fails("ExpirationRule", (activates || assigns) && too_long);
    fails(
        "JustificationRule",
        rules.requires_justification && active && request.justification.is_none(),
    );
    fails(
        "MfaRule",
        rules.requires_mfa && activates && !call.actor.used_second_factor,
    );
    fails(
        "TicketingRule",
        rules.requires_ticket && activates && request.ticket_number.is_none(),
    );
    failed
}

/// Whether the person may activate the role there, by an eligibility of their own or of a group.
fn is_eligible(call: &Call<'_>, request: &ScheduleRequest) -> bool {
    let mut held = call.tenant.assignments_of(request.principal);
    held.any(|entry| {
        let it = entry.assignment;
        it.eligible && it.is_current(call.now) && it.role == request.role && it.scope == request.scope
    })
}

/// The principal's own assignment that the request is about; one that has ended, only for a renewal.
fn existing(tenant: &Tenant, request: &ScheduleRequest) -> Option<usize> {
    let now = tenant.clock.now();
    let renews = matches!(request.action, Action::AdminRenew | Action::SelfRenew);
    let mut own = tenant.role_book.of(request.principal);
    let found = own.find(|entry| {
        let it = entry.assignment;
        let lasts = renews || it.until.is_none_or(|until| now < until);
        let activated = tenant
            .pim
            .origin(entry.serial)
            .is_some_and(|origin| origin.activated);
        it.role == request.role
            && it.scope == request.scope
            && it.eligible == (request.sort == Sort::Eligibility)
            && lasts
            && (request.action != Action::SelfDeactivate || activated)
    });
    found.map(|entry| entry.serial)
}

fn assignment(request: &ScheduleRequest) -> Assignment {
    Assignment {
        principal: request.principal,
        role: request.role,
        scope: request.scope,
        eligible: request.sort == Sort::Eligibility,
        from: request.period.as_ref().map(|period| period.from),
        until: request.period.as_ref().and_then(|period| period.until),
    }
}

/// Does what is asked, or puts it before those who decide.
fn carry_out(call: &mut Call<'_>, request: &mut ScheduleRequest) -> Result<(), Failure> {
    match request.action {
        Action::SelfActivate if call.tenant.pim.rules.requires_approval => {
            wait(request, Status::PendingApproval);
            record(call, request, &audit::ACTIVATION_REQUESTED);
            return Ok(());
        }
        Action::SelfExtend | Action::SelfRenew => {
            wait(request, Status::PendingAdminDecision);
            return Ok(());
        }
        Action::AdminAssign | Action::SelfActivate => enter(call.tenant, request),
        Action::AdminUpdate | Action::AdminExtend | Action::AdminRenew => change(call.tenant, request),
        Action::AdminRemove | Action::SelfDeactivate => {
            if let Some(serial) = existing(call.tenant, request) {
                request.schedule = Some(call.tenant.schedule_id(serial));
                rules::take(call, serial)?;
            }
            request.status = Status::Revoked;
            return Ok(());
        }
    }
    let bounded = request
        .period
        .as_ref()
        .is_some_and(|period| period.until.is_some());
    let (requested, completed) = match (request.sort, request.action, bounded) {
        (_, Action::SelfActivate, _) => (&audit::ACTIVATION_REQUESTED, &audit::ACTIVATION_COMPLETED),
        (Sort::Eligibility, _, _) => (&audit::ELIGIBILITY_REQUESTED, &audit::ELIGIBILITY_COMPLETED),
        (Sort::Assignment, _, false) => (&audit::PERMANENT_REQUESTED, &audit::PERMANENT_COMPLETED),
        (Sort::Assignment, _, true) => (&audit::TIMEBOUND_REQUESTED, &audit::TIMEBOUND_COMPLETED),
    };
    record(call, request, requested);
    record(call, request, completed);
    let by = call.initiator();
    rules::record(call.tenant, &by, &assignment(request), true);
    Ok(())
}

fn wait(request: &mut ScheduleRequest, status: Status) {
    request.status = status;
    request.completed = None;
}

/// Enters what is asked for in the role book.
fn enter(tenant: &mut Tenant, request: &mut ScheduleRequest) {
    let now = tenant.clock.now();
    let wanted = assignment(request);
    let until = wanted.until;
    if let Some(serial) = tenant.role_book.add(wanted, now) {
        tenant.pim.remember(serial, request, until);
        request.schedule = Some(request.id);
    }
}

/// Gives an assignment another period.
fn change(tenant: &mut Tenant, request: &mut ScheduleRequest) {
    if let (Some(serial), Some(period)) = (existing(tenant, request), request.period.clone()) {
        tenant
            .role_book
            .set_period(serial, Some(period.from), period.until);
        request.schedule = Some(tenant.schedule_id(serial));
    }
}

fn record(call: &mut Call<'_>, request: &ScheduleRequest, activity: &'static Activity) {
    let by = call.initiator();
    let mut targets = vec![rules::target(call.tenant, request.principal)];
    let mut changes = Vec::new();
    if let Some(role) = call.tenant.roles.get(request.role).cloned() {
        targets.push(rules::role_target(call.tenant, &role));
        changes = rules::changes(call.tenant, &role, true);
    }
    let event = Event {
        activity,
        reason: request.justification.clone().unwrap_or_default().into(),
        changes,
    };
    call.tenant.record_about(&by, targets, event);
}
