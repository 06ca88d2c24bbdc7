//! Roles for a time and by request, through Privileged Identity Management (facts 8.7, 18.11).

use super::role_assignments::{self, Filter, Held};
use crate::http::{Call, HttpMethod, Version};
use crate::platform::Timestamp;
use serde_json::{Value, json};
use std::time::Duration;

/// What is in force now: from when, until when, and whether somebody activated it.
pub(crate) fn active(filter: &Filter) -> Call {
    Call::get(
        "GET /roleManagement/directory/roleAssignmentScheduleInstances",
        Version::V1,
        format!(
            "/roleManagement/directory/roleAssignmentScheduleInstances?{}",
            filter.query()
        ),
    )
}

/// What may be activated now.
pub(crate) fn eligible(filter: &Filter) -> Call {
    Call::get(
        "GET /roleManagement/directory/roleEligibilityScheduleInstances",
        Version::V1,
        format!(
            "/roleManagement/directory/roleEligibilityScheduleInstances?{}",
            filter.query()
        ),
    )
}

/// The assignment that an instance tells more about.
pub(crate) fn read_active(item: &Value) -> Option<Held> {
    let mut held = role_assignments::read(item)?;
    if let Some(origin) = item.get("roleAssignmentOriginId").and_then(Value::as_str) {
        origin.clone_into(&mut held.id);
    }
    Some(held)
}

pub(crate) fn read_eligible(item: &Value) -> Option<Held> {
    Some(Held {
        eligible: true,
        ..role_assignments::read(item)?
    })
}

/// When something ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum End {
    Never,
    After(Duration),
    At(Timestamp),
}

/// Who, what and where of a request, and why.
#[derive(Clone, Debug)]
pub(crate) struct Ask<'a> {
    pub(crate) principal: &'a str,
    pub(crate) role: &'a str,
    pub(crate) scope: &'a str,
    pub(crate) justification: Option<&'a str>,
    pub(crate) ticket: Option<&'a str>,
}

/// Asks for an assignment, or for an eligibility. Whether it happened must be read before it is repeated.
pub(crate) fn assign(ask: &Ask<'_>, eligible: bool, from: Timestamp, end: End) -> Call {
    let expiration = match end {
        End::Never => json!({ "type": "noExpiration" }),
        End::After(length) => json!({ "type": "afterDuration", "duration": iso(length) }),
        End::At(instant) => json!({ "type": "afterDateTime", "endDateTime": instant }),
    };
    let mut body = body(ask, "adminAssign");
    body["scheduleInfo"] = json!({ "startDateTime": from, "expiration": expiration });
    Call {
        repeatable: false,
        ..request(eligible, body)
    }
}

/// Asks for its end. Asking twice is refused the second time, and harms nobody.
pub(crate) fn remove(ask: &Ask<'_>, eligible: bool) -> Call {
    request(eligible, body(ask, "adminRemove"))
}

fn body(ask: &Ask<'_>, action: &str) -> Value {
    let mut body = json!({
        "action": action,
        "principalId": ask.principal,
        "roleDefinitionId": ask.role,
        "directoryScopeId": ask.scope,
    });
    if let Some(why) = ask.justification {
        body["justification"] = json!(why);
    }
    if let Some(ticket) = ask.ticket {
        body["ticketInfo"] = json!({ "ticketNumber": ticket });
    }
    body
}

fn request(eligible: bool, body: Value) -> Call {
    let (route, path) = if eligible {
        (
            "POST /roleManagement/directory/roleEligibilityScheduleRequests",
            "/roleManagement/directory/roleEligibilityScheduleRequests",
        )
    } else {
        (
            "POST /roleManagement/directory/roleAssignmentScheduleRequests",
            "/roleManagement/directory/roleAssignmentScheduleRequests",
        )
    };
    Call::write(route, HttpMethod::Post, Version::V1, path.to_owned(), Some(body))
}

/// A duration as ISO 8601 writes it, in whole seconds.
fn iso(length: Duration) -> String {
    let seconds = length.as_secs();
    let parts = [
        (seconds / 3600, 'H'),
        (seconds / 60 % 60, 'M'),
        (seconds % 60, 'S'),
    ];
    let told: String = parts
        .into_iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, unit)| format!("{count}{unit}"))
        .collect();
    format!("PT{told}")
}

/// What became of a request; the words are an open set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    /// It is done, or is being done.
    Granted,
    /// Somebody must decide.
    Pending,
    /// It will not be done.
    Refused,
}

pub(crate) fn decision(body: &Value) -> Decision {
    match body.get("status").and_then(Value::as_str).unwrap_or_default() {
        "PendingApproval" | "PendingAdminDecision" => Decision::Pending,
        "Denied" | "AdminDenied" | "Failed" | "Canceled" | "TimedOut" => Decision::Refused,
        _ => Decision::Granted,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_written_in_their_largest_units() {
        let told = |seconds| iso(Duration::from_secs(seconds));
        assert_eq!(told(8 * 3600), "PT8H");
        assert_eq!(told(90 * 60 + 5), "PT1H30M5S");
        assert_eq!(told(30 * 24 * 3600), "PT720H");
        assert_eq!(told(59), "PT59S");
    }

    #[test]
    fn a_status_that_nobody_knows_is_no_refusal() {
        assert_eq!(decision(&json!({ "status": "Provisioned" })), Decision::Granted);
        assert_eq!(
            decision(&json!({ "status": "PendingApproval" })),
            Decision::Pending
        );
        assert_eq!(decision(&json!({ "status": "Denied" })), Decision::Refused);
        assert_eq!(decision(&json!({ "status": "Sung" })), Decision::Granted);
        assert_eq!(decision(&json!({})), Decision::Granted);
    }
}
