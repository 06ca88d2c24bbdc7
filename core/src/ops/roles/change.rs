//! One write that grants a role or takes it back, and what the service's answer means (facts 8.3, 8.7).

use super::super::Desk;
use super::told;
use crate::error::{Error, ErrorCode};
use crate::graph::role_schedules::{Decision, decision};
use crate::http::{Call, Reply, Run};

/// What came of a write.
#[derive(Debug)]
pub(super) enum Written {
    /// The service accepted it.
    Accepted,
    /// It was so already.
    SoAlready,
    /// Somebody must approve it first.
    Pending,
    /// Nobody knows whether it happened: no answer came, or the service failed.
    Unsure(Error),
    /// It did not happen.
    Refused(Error),
}

/// Sends it; the pipeline repeats it only where that is harmless. Tells the request id.
pub(super) async fn write(desk: &Desk, call: &Call, name: &str, run: &Run<'_>) -> (Written, Option<String>) {
    match desk.pipeline.send(call, run).await {
        Ok(reply) => (judged(desk, &reply, name), reply.request_id().map(str::to_owned)),
        Err(error) if error.code() == ErrorCode::Network => (Written::Unsure(error.about(name)), None),
        Err(error) => (Written::Refused(error), None),
    }
}

fn judged(desk: &Desk, reply: &Reply, name: &str) -> Written {
    let error = || told(desk.pipeline.error_of(reply, name));
    if reply.is_success() {
        return match decision(&reply.body) {
            Decision::Granted => Written::Accepted,
            Decision::Pending => Written::Pending,
            Decision::Refused => Written::Refused(
                Error::new(ErrorCode::Refused, format!("the request for {name} was denied"))
                    .about(name)
                    .remedy("ask those who approve requests for this role")
                    .answered(reply.answer(desk.pipeline.service_now())),
            ),
        };
    }
    let says = |text: &str| {
        reply
            .error_message()
            .is_some_and(|said| said.to_ascii_lowercase().contains(text))
    };
    let there = reply.error_code_is("RoleAssignmentExists")
        || reply.error_code_is("Request_MultipleObjectsWithSameKeyValue")
        || (reply.status == 400 && says("conflicting object"));
    let gone = reply.error_code_is("RoleAssignmentDoesNotExist");
    if there || gone {
        return Written::SoAlready;
    }
    if reply.error_code_is("PendingRoleAssignmentRequest") {
        return Written::Pending;
    }
    match reply.status {
        408 | 500.. => Written::Unsure(error()),
        _ => Written::Refused(error()),
    }
}

/// Whether the next person would meet the same failure.
pub(super) fn ends_all(error: &Error) -> bool {
    use ErrorCode::{
        LicenceMissing, NotAllowed, PermissionMissing, SignInAgain, SignInFailed, TokenExpired,
        TokenRejected, WrongCloud,
    };
    matches!(
        error.code(),
        LicenceMissing
            | NotAllowed
            | PermissionMissing
            | SignInAgain
            | SignInFailed
            | TokenExpired
            | TokenRejected
            | WrongCloud
    )
}
