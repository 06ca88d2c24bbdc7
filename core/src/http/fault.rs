//! From the service's refusal to an error that says what to do (facts 2.5, 12.1, 12.2): one table, read from top to
//! bottom. A test walks it.

use super::call::Reply;
use crate::error::{Error, ErrorCode};
use crate::platform::Timestamp;

/// A refusal and what it means.
#[derive(Debug)]
struct Row {
    status: u16,
    /// The service's codes, any one of them; every code when there is none.
    codes: &'static [&'static str],
    /// Words of the service's sentence, any one of them, in lower case; whatever it says when there are none.
    says: &'static [&'static str],
    code: ErrorCode,
    /// `{subject}` is whom or what it is about, `{said}` the service's own sentence.
    happened: &'static str,
    remedy: &'static str,
}

macro_rules! rows {
    ($($status:literal $([$($code:literal),+])? $(says [$($word:literal),+])? => $meaning:ident, $happened:literal, $remedy:literal;)+) => {
        &[$(Row {
            status: $status,
            codes: &[$($($code),+)?],
            says: &[$($($word),+)?],
            code: ErrorCode::$meaning,
            happened: $happened,
            remedy: $remedy,
        }),+]
    };
}

const ROWS: &[Row] = rows! {
    400 ["Directory_ExpiredPageToken"] => Refused,
        "the list was read too slowly: the service has forgotten where it was",
        "ask again";
    400 ["Request_UnsupportedQuery"] => Refused,
        "the service does not support the question: {said}",
        "report it with the request id";
    400 ["Directory_QuotaExceeded"] => Refused,
        "the tenant is full: its quota of objects is used up",
        "remove what is no longer needed, or ask Microsoft for a larger quota";
    400 ["AadPremiumLicenseRequired"] => LicenceMissing,
        "the tenant has no licence for Privileged Identity Management",
        "this needs Microsoft Entra ID P2 or ID Governance; without it, roles are held permanently";
    400 ["RoleAssignmentRequestPolicyValidationFailed"] => Refused,
        "the settings of the role in Privileged Identity Management refuse it: {said}",
        "give what the failed rules ask for: a reason (JustificationRule), a ticket (TicketingRule), a shorter time \
         (ExpirationRule), a sign-in with a second factor (MfaRule)";
    400 => Refused,
        "the service refuses: {said}",
        "its own words say why; if they do not help, give the request id to Microsoft's support";
    401 ["TokenCreatedWithOutdatedPolicies"] => SignInAgain,
        "the service wants a fresh sign-in: the policies changed since",
        "sign in again";
    401 ["TokenExpired"] => TokenExpired,
        "the access token has ended",
        "get a new access token and connect again";
    401 says ["expired"] => TokenExpired,
        "the access token has expired",
        "get a new access token and connect again";
    401 says ["audience"] => WrongCloud,
        "the access token is for another service or another cloud",
        "get a token for Microsoft Graph of the cloud that you connect to";
    401 says ["is empty"] => TokenRejected,
        "the request arrived without its access token",
        "look for a proxy that removes the Authorization header";
    401 says ["parsing failed"] => TokenRejected,
        "the access token is damaged: it cannot be read",
        "get the token anew, and give it whole";
    401 => TokenRejected,
        "the service does not accept the access token",
        "get a new access token for Microsoft Graph and connect again";
    403 ["Authentication_RequestFromNonPremiumTenantOrB2CTenant"] => LicenceMissing,
        "the tenant has no licence for this (Entra ID P1 or P2)",
        "this needs Entra ID P1 or P2";
    403 ["Authentication_MSGraphPermissionMissing"] => PermissionMissing,
        "the sign-in lacks the permission AuditLog.Read.All",
        "add AuditLog.Read.All to the app registration, have an administrator consent, connect again";
    403 ["Directory_QuotaExceeded"] => Refused,
        "whoever is signed in may own no more objects: the quota is used up",
        "remove what is no longer needed, or let somebody else do it";
    403 ["Authorization_RequestDenied"] => NotAllowed,
        "this sign-in may not do that to {subject}: the directory denies it",
        "check the permissions of the app registration and, when signed in as a person, the role: an Authentication \
         Administrator may act on people without a higher role, a Privileged Authentication Administrator on everybody";
    403 => NotAllowed,
        "this sign-in may not do that to {subject}",
        "check the permissions of the app registration and, when signed in as a person, the role: an Authentication \
         Administrator may act on people without a higher role, a Privileged Authentication Administrator on everybody";
    404 => UserNotFound,
        "the tenant has no user {subject}",
        "check the spelling, or search for part of the name";
    405 => Refused,
        "the service does not do that there: {said}",
        "report it with the request id";
    407 => Network,
        "a proxy on the way to Microsoft Graph wants a sign-in that it did not get, so nothing was sent on",
        "sign in to the proxy with the account that runs this, or have it let the cloud's addresses through";
    408 => ServiceUnavailable,
        "the service did not get the whole request in time",
        "check the network, then try again";
    409 ["Directory_ConcurrencyViolation"] => ServiceUnavailable,
        "somebody else was changing the same thing, again and again",
        "try again in a minute";
    409 ["Request_MultipleObjectsWithSameKeyValue"] => Refused,
        "there is one already: {said}",
        "use the one that is there, or remove it first";
    409 => Refused,
        "it contradicts what is there: {said}",
        "look at what is there now, then decide again";
    412 => Refused,
        "it was changed by somebody else meanwhile: {said}",
        "look at what is there now, then decide again";
    422 => Refused,
        "the service understands the request and cannot carry it out: {said}",
        "its own words say why";
    423 => Refused,
        "it is locked: {said}",
        "wait until whoever works on it is done, then try again";
    424 => Refused,
        "it was not tried, because something that it depends on failed",
        "see what failed before it";
    429 => Throttled,
        "the service asks to slow down, and went on asking",
        "try again later; other tools that use the same app registration share its quota";
    500 => ServiceUnavailable,
        "the service failed: {said}",
        "try again later; if it lasts, give the request id to Microsoft's support";
    501 => Refused,
        "the service cannot do that: {said}",
        "report it with the request id";
    502 => ServiceUnavailable,
        "the service cannot be reached behind its entrance: {said}",
        "try again later";
    503 => ServiceUnavailable,
        "the service is not available: {said}",
        "try again later, in a few minutes as a rule";
    504 => ServiceUnavailable,
        "the service took too long",
        "try again later; reading methods takes longest";
    509 => ServiceUnavailable,
        "the tenant's share of the service is used up for now",
        "try again in a few minutes";
};

/// Why an answer is not a success, told about `subject`: the person, or the thing that was asked for.
pub(crate) fn error_of(reply: &Reply, subject: &str, now: Timestamp) -> Error {
    let answer = reply.answer(now);
    let said = answer
        .message
        .clone()
        .unwrap_or_else(|| format!("status {} without a text", reply.status));
    let (code, happened, remedy) = explain(reply, &said);
    let happened = happened.replace("{subject}", subject).replace("{said}", &said);
    Error::new(code, happened)
        .about(subject)
        .remedy(remedy)
        .answered(answer)
}

fn explain(reply: &Reply, said: &str) -> (ErrorCode, &'static str, &'static str) {
    // A challenge is told by its header, whatever the code is (facts 12.3).
    let challenged = reply
        .header("www-authenticate")
        .is_some_and(|value| value.contains("insufficient_claims"));
    if reply.status == 401 && challenged {
        return (
            ErrorCode::SignInAgain,
            "the service wants a fresh sign-in: access was re-evaluated",
            "sign in again",
        );
    }
    if let Some(row) = row(reply.status, reply.error_code(), said) {
        return (row.code, row.happened, row.remedy);
    }
    match reply.status {
        200..=299 => (
            ErrorCode::UnexpectedReply,
            "the service's answer cannot be understood",
            "report it with the request id",
        ),
        505..=599 => (
            ErrorCode::ServiceUnavailable,
            "the service failed in an unusual way: {said}",
            "try again later; if it lasts, give the request id to Microsoft's support",
        ),
        _ => (
            ErrorCode::Refused,
            "the service refuses in an unusual way: {said}",
            "its own words say why; if they do not help, give the request id to Microsoft's support",
        ),
    }
}

fn row(status: u16, code: Option<&str>, said: &str) -> Option<&'static Row> {
    let said = said.to_ascii_lowercase();
    ROWS.iter().find(|row| {
        let coded = row.codes.is_empty()
            || code.is_some_and(|code| row.codes.iter().any(|known| known.eq_ignore_ascii_case(code)));
        let worded = row.says.is_empty() || row.says.iter().any(|word| said.contains(word));
        row.status == status && coded && worded
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::HttpResponse;
    use std::collections::HashSet;

    /// Facts 12.2, row by row: status, code, the service's words where they decide.
    const DOCUMENTED: &[(u16, &str, &str, ErrorCode)] = &[
        (400, "Request_BadRequest", "", ErrorCode::Refused),
        (400, "badRequest", "", ErrorCode::Refused),
        (400, "Request_UnsupportedQuery", "", ErrorCode::Refused),
        (400, "Directory_ExpiredPageToken", "", ErrorCode::Refused),
        (400, "Directory_QuotaExceeded", "", ErrorCode::Refused),
        (
            401,
            "InvalidAuthenticationToken",
            "Access token is empty.",
            ErrorCode::TokenRejected,
        ),
        (
            401,
            "InvalidAuthenticationToken",
            "Lifetime validation failed, the token is expired.",
            ErrorCode::TokenExpired,
        ),
        (
            401,
            "InvalidAuthenticationToken",
            "CompactToken parsing failed with error code: 1",
            ErrorCode::TokenRejected,
        ),
        (
            401,
            "InvalidAuthenticationToken",
            "Invalid audience.",
            ErrorCode::WrongCloud,
        ),
        (400, "AadPremiumLicenseRequired", "", ErrorCode::LicenceMissing),
        (
            400,
            "RoleAssignmentRequestPolicyValidationFailed",
            "",
            ErrorCode::Refused,
        ),
        (401, "TokenExpired", "", ErrorCode::TokenExpired),
        (401, "unauthenticated", "", ErrorCode::TokenRejected),
        (
            401,
            "TokenCreatedWithOutdatedPolicies",
            "",
            ErrorCode::SignInAgain,
        ),
        (403, "Authorization_RequestDenied", "", ErrorCode::NotAllowed),
        (403, "accessDenied", "", ErrorCode::NotAllowed),
        (403, "", "", ErrorCode::NotAllowed),
        (
            403,
            "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
            "",
            ErrorCode::LicenceMissing,
        ),
        (
            403,
            "Authentication_MSGraphPermissionMissing",
            "",
            ErrorCode::PermissionMissing,
        ),
        (403, "Directory_QuotaExceeded", "", ErrorCode::Refused),
        (404, "Request_ResourceNotFound", "", ErrorCode::UserNotFound),
        (404, "itemNotFound", "", ErrorCode::UserNotFound),
        (405, "Request_BadRequest", "", ErrorCode::Refused),
        (
            409,
            "directory_concurrencyviolation",
            "",
            ErrorCode::ServiceUnavailable,
        ),
        (
            409,
            "Request_MultipleObjectsWithSameKeyValue",
            "",
            ErrorCode::Refused,
        ),
        (412, "preconditionFailed", "", ErrorCode::Refused),
        (422, "unprocessable", "", ErrorCode::Refused),
        (423, "resourceLocked", "", ErrorCode::Refused),
        (424, "FailedDependency", "", ErrorCode::Refused),
        (429, "TooManyRequests", "", ErrorCode::Throttled),
        (429, "activityLimitReached", "", ErrorCode::Throttled),
        (500, "UnknownError", "", ErrorCode::ServiceUnavailable),
        (500, "generalException", "", ErrorCode::ServiceUnavailable),
        (501, "notSupported", "", ErrorCode::Refused),
        (503, "serviceNotAvailable", "", ErrorCode::ServiceUnavailable),
        (504, "UnknownError", "", ErrorCode::ServiceUnavailable),
        (509, "", "", ErrorCode::ServiceUnavailable),
    ];

    #[test]
    fn every_documented_refusal_has_its_meaning() {
        for (status, code, said, expected) in DOCUMENTED {
            let row = row(*status, Some(code).filter(|code| !code.is_empty()).copied(), said);
            assert_eq!(row.map(|row| row.code), Some(*expected), "{status} {code} {said}");
        }
    }

    #[test]
    fn every_row_has_a_text_of_its_own_and_a_remedy_and_can_be_reached() {
        let mut texts = HashSet::new();
        for row in ROWS {
            assert!(texts.insert(row.happened), "told twice: {}", row.happened);
            assert!(!row.remedy.is_empty() && !row.remedy.ends_with('.'), "{row:?}");
            let code = row.codes.first().copied();
            let said = row.says.first().copied().unwrap_or_default();
            let met = super::row(row.status, code, said).expect("it is in the table");
            assert_eq!(met.happened, row.happened, "{row:?} is hidden by {met:?}");
        }
    }

    #[test]
    fn the_subject_and_the_services_own_words_are_told() {
        let told = |status, body: &str| {
            let response = HttpResponse {
                status,
                headers: Vec::new(),
                body: body.as_bytes().to_vec(),
            };
            let error = error_of(&Reply::read(response, "id"), "nora", Timestamp::from_unix_ms(0));
            error.message().to_owned()
        };
        assert!(told(403, "").contains("nora"));
        let body = r#"{"error":{"code":"BadRequest","message":"no such thing"}}"#;
        assert!(told(400, body).ends_with("no such thing"));
        assert!(told(418, "").contains("status 418"));
    }
}
