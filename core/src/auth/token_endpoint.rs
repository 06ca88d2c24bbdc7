//! Reading what the token endpoint says (facts 13.1, 13.7).

use super::AccessToken;
use crate::error::{Error, ErrorCode, Result, ServiceAnswer};
use crate::http::TokenAnswer;
use crate::platform::Timestamp;
use crate::secret::Secret;
use serde_json::Value;
use std::time::Duration;

/// An access token, or an error that says what to do. `who` is the application or person that signs in.
pub(super) fn read(answer: &TokenAnswer, now: Timestamp, who: &str) -> Result<AccessToken> {
    let text = |field: &str| answer.body.get(field).and_then(Value::as_str);
    if let Some(token) = text("access_token").filter(|_| (200..300).contains(&answer.status)) {
        // Managed identities send the number as text (facts 13.4).
        let seconds = answer.body.get("expires_in").and_then(|value| {
            value
                .as_u64()
                .or_else(|| value.as_str().and_then(|text| text.parse().ok()))
        });
        let expires = seconds.map(|seconds| now.plus(Duration::from_secs(seconds)));
        return Ok(AccessToken {
            token: Secret::new(token),
            expires,
        });
    }
    let number = answer
        .body
        .get("error_codes")
        .and_then(|codes| codes.get(0)?.as_u64())
        .or_else(|| leading_number(text("error_description")?))
        .and_then(|number| u32::try_from(number).ok());
    let (happened, remedy) = explain(number, text("error"));
    Err(Error::new(
        ErrorCode::SignInFailed,
        format!("Entra refuses to sign {who} in: {happened}"),
    )
    .about(who)
    .remedy(remedy)
    .answered(ServiceAnswer {
        status: answer.status,
        code: text("error").map(str::to_owned),
        // The description's first line; what follows are ids and the time, which have fields of their own.
        message: text("error_description")
            .and_then(|text| text.lines().next())
            .map(str::to_owned),
        request_id: text("trace_id").map(str::to_owned),
        client_request_id: text("correlation_id").map(str::to_owned),
        retry_after: None,
        aadsts: number,
    }))
}

fn leading_number(description: &str) -> Option<u64> {
    let digits = description.strip_prefix("AADSTS")?;
    let end = digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len());
    digits[..end].parse().ok()
}

/// What the number means to the person who set this up, and what to do.
fn explain(number: Option<u32>, error: Option<&str>) -> (&'static str, &'static str) {
    match number {
        Some(7_000_215) => (
            "the client secret is wrong",
            "give the secret's value, not its id; make a new one under Certificates & secrets if it is lost",
        ),
        Some(7_000_222) => (
            "the client secret has expired",
            "make a new one under Certificates & secrets of the app registration",
        ),
        Some(700_016 | 700_011) => (
            "the tenant does not know the application",
            "check the client id and the tenant; the app registration must belong to this tenant",
        ),
        Some(7_000_229) => (
            "the application has no enterprise application in this tenant",
            "have an administrator consent to the app registration in this tenant",
        ),
        Some(7_000_112) => (
            "the application is disabled",
            "enable it under Enterprise applications",
        ),
        Some(90_002 | 50_059) => (
            "the tenant does not exist in this cloud",
            "check the tenant's id or domain and the name of the cloud",
        ),
        Some(90_038) => (
            "the tenant lives in another national cloud",
            "connect with that cloud's name",
        ),
        Some(500_011) => (
            "this cloud's Graph is not known to the tenant",
            "check the name of the cloud: the tenant probably lives in another one",
        ),
        Some(700_027 | 50_012) => (
            "the certificate is not one of the application's",
            "upload the certificate under Certificates & secrets, or use the one that is there",
        ),
        Some(700_024 | 500_133) => (
            "the assertion is outside its time window",
            "set the clock of this machine right",
        ),
        Some(700_025 | 7_000_218) => (
            "the application's kind does not fit the credential",
            "a client secret needs a confidential application: see Authentication in the app registration",
        ),
        Some(65_001 | 90_094) => (
            "consent is missing",
            "have an administrator consent to the app registration's permissions",
        ),
        Some(50_173 | 50_132 | 50_133) => ("the sign-in was revoked", "sign in again"),
        Some(50_076 | 50_079 | 50_072 | 50_074) => ("MFA is required", "sign in again with MFA"),
        Some(53_000..=53_004 | 530_003 | 530_032 | 50_131 | 50_158) => (
            "Conditional Access blocks it",
            "ask who keeps the Conditional Access policies of the tenant",
        ),
        Some(90_033 | 90_055) => ("it is busy", "try again later"),
        _ if error == Some("invalid_client") => (
            "the credential is not accepted",
            "check the client id and its secret",
        ),
        _ if error == Some("temporarily_unavailable") => ("it is busy", "try again later"),
        _ => (
            "see its own words",
            "look the AADSTS number up in the error reference of Microsoft Entra",
        ),
    }
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
                token.expect("token").expires,
                Some(Timestamp::from_unix_ms(3_599_000))
            );
        }
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
            ErrorCode::SignInFailed
        );
    }
}
