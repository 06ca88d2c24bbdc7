//! Reading what an identity endpoint says: the older shape of tokens, and several shapes of refusals (facts 13.4).

use super::AccessToken;
use super::token_endpoint::expires;
use crate::error::{Error, ErrorCode, Result, ServiceAnswer};
use crate::http::HttpResponse;
use crate::platform::Timestamp;
use crate::secret::Secret;
use serde_json::Value;
use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

/// How App Service wrote instants before it counted seconds.
const OLD_INSTANTS: [&[BorrowedFormatItem<'static>]; 2] = [
    format_description!(
        "[month padding:none]/[day padding:none]/[year] [hour padding:none]:[minute padding:none]:[second padding:none] [offset_hour sign:mandatory]:[offset_minute]"
    ),
    format_description!(
        "[month padding:none]/[day padding:none]/[year] [hour repr:12 padding:none]:[minute padding:none]:[second padding:none] [period] [offset_hour sign:mandatory]:[offset_minute]"
    ),
];

/// A token, or an error that says what to do.
pub(super) fn read(answer: &HttpResponse, now: Timestamp, who: &str, endpoint: &str) -> Result<AccessToken> {
    let body: Value = serde_json::from_slice(&answer.body).unwrap_or(Value::Null);
    match body.get("access_token").and_then(Value::as_str) {
        Some(token) if (200..300).contains(&answer.status) => Ok(AccessToken {
            token: Secret::new(token),
            expires: expires(&body, now).or_else(|| old_instant(body.get("expires_on")?.as_str()?)),
        }),
        _ => Err(refusal(answer.status, &body, who, endpoint)),
    }
}

fn old_instant(text: &str) -> Option<Timestamp> {
    let moment = OLD_INSTANTS
        .iter()
        .find_map(|format| OffsetDateTime::parse(text, format).ok())?;
    Some(Timestamp::from_unix_ms(
        moment.unix_timestamp().checked_mul(1000)?,
    ))
}

fn refusal(status: u16, body: &Value, who: &str, endpoint: &str) -> Error {
    let text = |field: &str| body.get(field).and_then(Value::as_str);
    let said = text("error_description").or_else(|| text("message"));
    let code = text("error").or_else(|| text("code"));
    let (kind, happened, remedy) = match (status, code) {
        (400, Some("invalid_resource")) => (
            ErrorCode::WrongCloud,
            "it does not know Microsoft Graph of this cloud",
            "check the name of the cloud: it is where the machine runs",
        ),
        (400 | 404, _) => (
            ErrorCode::SignInFailed,
            "there is no such identity",
            "switch the managed identity on, or assign the one whose client id you give, and wait some minutes",
        ),
        (401 | 403, _) => (
            ErrorCode::SignInFailed,
            "it does not answer this process",
            "see whether the process runs on the machine itself, not through a proxy, and with enough rights",
        ),
        (429, _) => (
            ErrorCode::Throttled,
            "it is asked too often",
            "try again in a minute; other programs of this machine ask it too",
        ),
        (410 | 500..=599, _) => (
            ErrorCode::ServiceUnavailable,
            "it fails, and went on failing",
            "try again in a few minutes",
        ),
        (200..=299, _) => (
            ErrorCode::UnexpectedReply,
            "its answer cannot be understood",
            "see whether something else listens at that address",
        ),
        _ => (
            ErrorCode::SignInFailed,
            "see its own words",
            "its own words say why; the documentation of managed identities tells more",
        ),
    };
    Error::new(kind, format!("{endpoint} does not sign {who} in: {happened}"))
        .about(who)
        .remedy(remedy)
        .answered(ServiceAnswer {
            status,
            code: code.map(str::to_owned),
            message: said.map(str::to_owned),
            ..ServiceAnswer::default()
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const NOW: Timestamp = Timestamp::from_unix_ms(0);

    fn answer(status: u16, body: &Value) -> HttpResponse {
        HttpResponse {
            status,
            headers: Vec::new(),
            body: body.to_string().into_bytes(),
        }
    }

    #[test]
    fn every_form_of_the_end_is_read() {
        for end in [
            "1755684000",
            "08/20/2025 10:00:00 +00:00",
            "8/20/2025 10:0:00 AM +00:00",
        ] {
            let token = read(
                &answer(200, &json!({ "access_token": "t", "expires_on": end })),
                NOW,
                "me",
                "it",
            );
            let expected = Some(Timestamp::from_unix_ms(1_755_684_000_000));
            assert_eq!(token.expect("a token").expires, expected, "{end}");
        }
        let soon = answer(200, &json!({ "access_token": "t", "expires_on": "soon" }));
        assert_eq!(read(&soon, NOW, "me", "it").expect("a token").expires, None);
    }

    #[test]
    fn every_refusal_says_what_to_do() {
        for (status, body, code) in [
            (
                400,
                json!({ "error": "invalid_request", "error_description": "Identity not found" }),
                ErrorCode::SignInFailed,
            ),
            (400, json!({ "error": "invalid_resource" }), ErrorCode::WrongCloud),
            (401, json!({ "error": "unknown_source" }), ErrorCode::SignInFailed),
            (404, json!(null), ErrorCode::SignInFailed),
            (429, json!(null), ErrorCode::Throttled),
            (500, json!({ "message": "down" }), ErrorCode::ServiceUnavailable),
            (200, json!({}), ErrorCode::UnexpectedReply),
            (302, json!(null), ErrorCode::SignInFailed),
        ] {
            let refused = read(&answer(status, &body), NOW, "me", "it").expect_err("refused");
            assert_eq!(refused.code(), code, "{status}");
            assert!(refused.what_to_do().is_some() && refused.message().contains("me"));
        }
    }
}
