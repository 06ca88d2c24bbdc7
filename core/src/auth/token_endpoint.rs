//! Reading what the sign-in endpoints say (facts 13.1).

use super::{AccessToken, aadsts};
use crate::error::{Error, ErrorCode, Result, ServiceAnswer};
use crate::http::TokenAnswer;
use crate::platform::Timestamp;
use crate::secret::Secret;
use serde_json::Value;
use std::time::Duration;

/// What a sign-in yields.
#[derive(Debug)]
pub(super) struct Grant {
    pub(super) access: AccessToken,
    /// What gets the next access token without asking the person again.
    pub(super) refresh: Option<Secret>,
    /// Who signed in, for whoever asked.
    pub(super) id_token: Option<Secret>,
}

/// A grant, or an error that says what to do. `who` is the application or person that signs in.
pub(super) fn read(answer: &TokenAnswer, now: Timestamp, who: &str) -> Result<Grant> {
    let text = |field: &str| answer.body.get(field).and_then(Value::as_str);
    match text("access_token") {
        Some(token) if (200..300).contains(&answer.status) => Ok(Grant {
            access: AccessToken {
                token: Secret::new(token),
                expires: expires(&answer.body, now),
            },
            refresh: text("refresh_token").map(Secret::new),
            id_token: text("id_token").map(Secret::new),
        }),
        _ => Err(refusal(answer, who)),
    }
}

/// When the token ends. Managed identities send numbers as text, and an instant instead of a length (facts 13.4).
pub(super) fn expires(body: &Value, now: Timestamp) -> Option<Timestamp> {
    let number = |field: &str| {
        let value = body.get(field)?;
        value
            .as_u64()
            .or_else(|| value.as_str().and_then(|text| text.trim().parse().ok()))
    };
    if let Some(seconds) = number("expires_in") {
        return Some(now.plus(Duration::from_secs(seconds)));
    }
    let instant = i64::try_from(number("expires_on")?.checked_mul(1000)?).ok()?;
    Some(Timestamp::from_unix_ms(instant))
}

/// Why there is no token, and what to do.
pub(super) fn refusal(answer: &TokenAnswer, who: &str) -> Error {
    let text = |field: &str| answer.body.get(field).and_then(Value::as_str);
    let number = answer
        .body
        .get("error_codes")
        .and_then(|codes| codes.get(0)?.as_u64())
        .and_then(|number| u32::try_from(number).ok());
    refused(
        Refused {
            number,
            error: text("error"),
            description: text("error_description"),
            trace_id: text("trace_id"),
            correlation_id: text("correlation_id"),
        },
        answer.status,
        who,
    )
}

/// What a refusal consists of, whether it came as JSON or in the address of a redirect.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Refused<'a> {
    pub(super) number: Option<u32>,
    pub(super) error: Option<&'a str>,
    pub(super) description: Option<&'a str>,
    pub(super) trace_id: Option<&'a str>,
    pub(super) correlation_id: Option<&'a str>,
}

/// The error that a refusal becomes.
pub(super) fn refused(refused: Refused<'_>, status: u16, who: &str) -> Error {
    let number = refused
        .number
        .or_else(|| leading_number(refused.description?).and_then(|number| u32::try_from(number).ok()));
    let (code, happened, remedy) = explain(number, refused.error, status);
    Error::new(code, format!("Entra refuses to sign {who} in: {happened}"))
        .about(who)
        .remedy(remedy)
        .answered(ServiceAnswer {
            status,
            code: refused.error.map(str::to_owned),
            // The description's first line; what follows are ids and the time, which have fields of their own.
            message: refused
                .description
                .and_then(|text| text.lines().next())
                .map(str::to_owned),
            request_id: refused.trace_id.map(str::to_owned),
            client_request_id: refused.correlation_id.map(str::to_owned),
            retry_after: None,
            aadsts: number,
        })
}

fn leading_number(description: &str) -> Option<u64> {
    let digits = description.strip_prefix("AADSTS")?;
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits[..end].parse().ok()
}

fn explain(number: Option<u32>, error: Option<&str>, status: u16) -> (ErrorCode, &'static str, &'static str) {
    if let Some(meaning) = number.and_then(aadsts::by_number) {
        return (meaning.code, meaning.happened, meaning.remedy);
    }
    error.and_then(aadsts::by_error).unwrap_or(match status {
        429 => (
            ErrorCode::Throttled,
            "it asks to slow down, and went on asking",
            "try again in a few minutes",
        ),
        500..=599 => (
            ErrorCode::ServiceUnavailable,
            "it fails, and went on failing",
            "try again in a few minutes",
        ),
        200..=299 => (
            ErrorCode::UnexpectedReply,
            "its answer cannot be understood",
            "look for a proxy that answers in its place",
        ),
        _ => (
            ErrorCode::SignInFailed,
            "see its own words",
            "look the AADSTS number up in the error reference of Microsoft Entra",
        ),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const NOW: Timestamp = Timestamp::from_unix_ms(0);

    fn answer(status: u16, body: Value) -> TokenAnswer {
        TokenAnswer { status, body }
    }

    #[test]
    fn lifetimes_come_as_number_or_text() {
        for seconds in [json!(3599), json!("3599")] {
            let token = read(
                &answer(200, json!({ "access_token": "t", "expires_in": seconds })),
                NOW,
                "app",
            );
            assert_eq!(
                token.expect("token").access.expires,
                Some(Timestamp::from_unix_ms(3_599_000))
            );
        }
    }

    #[test]
    fn an_end_may_be_told_as_an_instant() {
        let body = json!({ "expires_on": "1755684000" });
        assert_eq!(
            expires(&body, NOW),
            Some(Timestamp::from_unix_ms(1_755_684_000_000))
        );
        assert_eq!(expires(&json!({ "expires_on": "soon" }), NOW), None);
    }

    #[test]
    fn a_wrong_secret_says_what_to_do_and_keeps_the_ids() {
        let refused = read(
            &answer(
                401,
                json!({ "error": "invalid_client", "error_codes": [7_000_215], "trace_id": "t-1",
                    "error_description": "AADSTS7000215: Invalid client secret provided.\r\nTrace ID: t-1" }),
            ),
            NOW,
            "application a-1",
        )
        .expect_err("refused");
        assert_eq!(refused.code(), ErrorCode::SignInFailed);
        assert!(
            refused.message().contains("application a-1") && refused.message().contains("secret is wrong")
        );
        let service = refused.service().expect("answer");
        assert_eq!(
            (service.aadsts, service.request_id.as_deref()),
            (Some(7_000_215), Some("t-1"))
        );
        assert!(!service.message.as_deref().expect("text").contains("Trace"));
    }

    #[test]
    fn the_number_is_found_in_the_prose_too() {
        let refused = read(
            &answer(400, json!({ "error_description": "AADSTS90002: Tenant …" })),
            NOW,
            "a",
        );
        assert_eq!(
            refused
                .expect_err("refused")
                .service()
                .and_then(|answer| answer.aadsts),
            Some(90_002)
        );
    }

    #[test]
    fn html_is_not_a_token() {
        assert_eq!(
            read(&answer(200, Value::Null), NOW, "a")
                .expect_err("no token")
                .code(),
            ErrorCode::UnexpectedReply
        );
    }
}
