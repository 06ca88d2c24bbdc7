//! How requests, schedules and instances are shown (facts 8.7, 18.11).

use serde_json::{Value, json};
use time::OffsetDateTime;

use super::super::super::call::Call;
use super::super::assignments::{render_principal, render_role};
use crate::tenant::audit::Initiator;
use crate::tenant::method::timestamp;
use crate::tenant::pim::{Period, ScheduleRequest, Sort};
use crate::tenant::role_book::Entry;

/// A request.
pub(super) fn request(call: &Call<'_>, it: &ScheduleRequest) -> Value {
    let created_by = match &*it.created_by {
        Initiator::User { id, .. } => {
            json!({ "application": null, "device": null, "user": { "displayName": null, "id": id } })
        }
        Initiator::App {
            display_name,
            service_principal_id,
        } => json!({
            "application": { "displayName": display_name, "id": service_principal_id },
            "device": null,
            "user": null,
        }),
    };
    let mut shown = json!({
        "id": it.id,
        "status": it.status.name(),
        "createdDateTime": timestamp(it.created),
        "completedDateTime": it.completed.map(timestamp),
        "approvalId": it.status.is_pending().then_some(it.id),
        "customData": null,
        "createdBy": created_by,
        "action": it.action.name(),
        "principalId": it.principal,
        "roleDefinitionId": it.role,
        "directoryScopeId": it.scope.directory_scope_id(),
        "appScopeId": null,
        "isValidationOnly": it.is_validation_only,
        "targetScheduleId": it.schedule,
        "justification": it.justification,
        "scheduleInfo": it.period.as_ref().map(schedule_info),
        "ticketInfo": { "ticketNumber": it.ticket_number, "ticketSystem": it.ticket_system },
    });
    expand(call, &mut shown, it.principal, it.role);
    shown
}

/// An assignment as a plan.
pub(super) fn schedule(call: &Call<'_>, sort: Sort, entry: &Entry<'_>) -> Value {
    let it = entry.assignment;
    let origin = call.tenant.pim.origin(entry.serial);
    let created = origin.map(|origin| timestamp(origin.created));
    let period = Period {
        from: begin(call, entry),
        until: it.until,
        duration: None,
    };
    let mut shown = json!({
        "id": call.tenant.schedule_id(entry.serial),
        "principalId": it.principal,
        "roleDefinitionId": it.role,
        "directoryScopeId": it.scope.directory_scope_id(),
        "appScopeId": null,
        "createdUsing": origin.map(|origin| origin.request),
        "createdDateTime": created,
        "modifiedDateTime": null,
        "status": "Provisioned",
        "scheduleInfo": schedule_info(&period),
        "memberType": "Direct",
    });
    if sort == Sort::Assignment {
        shown["assignmentType"] = assignment_type(call, entry).into();
    }
    expand(call, &mut shown, it.principal, it.role);
    shown
}

/// An assignment that counts now.
pub(super) fn instance(call: &Call<'_>, sort: Sort, entry: &Entry<'_>) -> Value {
    let it = entry.assignment;
    let schedule = call.tenant.schedule_id(entry.serial);
    let mut shown = json!({
        "id": entry.id(),
        "principalId": it.principal,
        "roleDefinitionId": it.role,
        "directoryScopeId": it.scope.directory_scope_id(),
        "appScopeId": null,
        "startDateTime": it.from.map(timestamp),
        "endDateTime": it.until.map(timestamp),
        "memberType": "Direct",
    });
    match sort {
        Sort::Assignment => {
            shown["assignmentType"] = assignment_type(call, entry).into();
            shown["roleAssignmentOriginId"] = entry.id().into();
            shown["roleAssignmentScheduleId"] = schedule.to_string().into();
        }
        Sort::Eligibility => {
            shown["id"] = format!("{}-e", entry.id()).into();
            shown["roleEligibilityScheduleId"] = schedule.to_string().into();
        }
    }
    expand(call, &mut shown, it.principal, it.role);
    shown
}

fn assignment_type(call: &Call<'_>, entry: &Entry<'_>) -> &'static str {
    match call.tenant.pim.origin(entry.serial) {
        Some(origin) if origin.activated => "Activated",
        _ => "Assigned",
    }
}

/// What has always been there began with the tenant's clock.
fn begin(call: &Call<'_>, entry: &Entry<'_>) -> OffsetDateTime {
    let origin = call.tenant.pim.origin(entry.serial);
    let from = entry.assignment.from.or(origin.map(|origin| origin.created));
    from.unwrap_or(OffsetDateTime::UNIX_EPOCH)
}

fn schedule_info(period: &Period) -> Value {
    let kind = match (&period.duration, period.until) {
        (Some(_), _) => "afterDuration",
        (None, Some(_)) => "afterDateTime",
        (None, None) => "noExpiration",
    };
    json!({
        "startDateTime": timestamp(period.from),
        "recurrence": null,
        "expiration": {
            "type": kind,
            "endDateTime": period.until.filter(|_| period.duration.is_none()).map(timestamp),
            "duration": period.duration,
        },
    })
}

fn expand(call: &Call<'_>, shown: &mut Value, principal: uuid::Uuid, role: uuid::Uuid) {
    let wanted = call.query.get("expand").unwrap_or_default();
    let wants = |name: &str| wanted.split(',').any(|it| it.trim().eq_ignore_ascii_case(name));
    if wants("principal")
        && let Some(principal) = call.tenant.object(principal)
    {
        shown["principal"] = render_principal(principal);
    }
    if wants("roleDefinition")
        && let Some(role) = call.tenant.roles.get(role)
    {
        shown["roleDefinition"] = render_role(role);
    }
}
