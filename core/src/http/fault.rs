//! From the service's refusal to an error that says what to do (facts 2.5, 12.1, 12.2).

use super::call::Reply;
use crate::error::{Error, ErrorCode};
use crate::platform::Timestamp;

/// Why an answer is not a success, told about `subject`: the person, or the thing that was asked for.
pub(crate) fn error_of(reply: &Reply, subject: &str, now: Timestamp) -> Error {
    let answer = reply.answer(now);
    let said = answer
        .message
        .clone()
        .unwrap_or_else(|| format!("status {} without a text", reply.status));
    let error = match reply.status {
        400 if reply.error_code_is("Directory_ExpiredPageToken") => Error::new(
            ErrorCode::Refused,
            "the list was read too slowly: the service has forgotten where it was",
        )
        .remedy("ask again"),
        409 if reply.error_code_is("Directory_ConcurrencyViolation") => Error::new(
            ErrorCode::ServiceUnavailable,
            "somebody else was changing the same thing, again and again",
        )
        .remedy("try again in a minute"),
        401 => unauthorized(reply),
        403 => forbidden(reply, subject),
        404 => Error::new(
            ErrorCode::UserNotFound,
            format!("the tenant has no user {subject}"),
        )
        .remedy("check the spelling, or search for part of the name"),
        429 => Error::new(
            ErrorCode::Throttled,
            "the service asks to slow down, and went on asking",
        )
        .remedy("try again later; other tools that use the same app registration share its quota"),
        408 | 500..=599 => Error::new(
            ErrorCode::ServiceUnavailable,
            format!("the service failed: {said}"),
        )
        .remedy("try again later; if it lasts, give the request id to Microsoft's support"),
        200..=299 => Error::new(
            ErrorCode::UnexpectedReply,
            "the service's answer cannot be understood",
        )
        .remedy("report it with the request id"),
        _ => Error::new(ErrorCode::Refused, format!("the service refuses: {said}"))
            .remedy("its own words say why; if they do not help, give the request id to Microsoft's support"),
    };
    error.about(subject).answered(answer)
}

fn unauthorized(reply: &Reply) -> Error {
    let said = reply.error_message().unwrap_or_default().to_ascii_lowercase();
    let challenged = reply
        .header("www-authenticate")
        .is_some_and(|value| value.contains("insufficient_claims"));
    if challenged || reply.error_code_is("TokenCreatedWithOutdatedPolicies") {
        return Error::new(
            ErrorCode::SignInAgain,
            "the service wants a fresh sign-in: access was re-evaluated",
        )
        .remedy("sign in again");
    }
    if said.contains("expired") || reply.error_code_is("TokenExpired") {
        return Error::new(ErrorCode::TokenExpired, "the access token has expired")
            .remedy("get a new access token and connect again");
    }
    if said.contains("audience") {
        return Error::new(
            ErrorCode::WrongCloud,
            "the access token is for another service or another cloud",
        )
        .remedy("get a token for Microsoft Graph of the cloud that you connect to");
    }
    Error::new(
        ErrorCode::TokenRejected,
        "the service does not accept the access token",
    )
    .remedy("get a new access token for Microsoft Graph and connect again")
}

fn forbidden(reply: &Reply, subject: &str) -> Error {
    if reply.error_code_is("Authentication_RequestFromNonPremiumTenantOrB2CTenant") {
        return Error::new(
            ErrorCode::LicenceMissing,
            "the tenant has no licence for this (Entra ID P1 or P2)",
        )
        .remedy("this needs Entra ID P1 or P2");
    }
    if reply.error_code_is("Authentication_MSGraphPermissionMissing") {
        return Error::new(
            ErrorCode::PermissionMissing,
            "the sign-in lacks the permission AuditLog.Read.All",
        )
        .remedy(
            "add AuditLog.Read.All to the app registration, have an administrator consent, connect again",
        );
    }
    Error::new(
        ErrorCode::NotAllowed,
        format!("this sign-in may not do that to {subject}"),
    )
    .remedy(
        "check the permissions of the app registration and, when signed in as a person, the role: an \
         Authentication Administrator may act on people without a higher role, a Privileged Authentication \
         Administrator on everybody",
    )
}
