//! Hardware tokens: the inventory, and what can be done with a token of it (facts 2.2, 2.4; beta only).

mod change;
mod hand_out;
mod list;

pub(super) use change::{activate, deactivate, unassign};
pub(super) use hand_out::assign;
pub(super) use list::list;

use super::Desk;
use super::single::{Seen, Step};
use crate::api::{
    HardwareToken, Outcome, StepAction, TokenHolder, TokenOutcome, User, UserRef, VerificationCode,
};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::hardware_tokens::{self as wire, Wanted};
use crate::graph::{Pages, UserKey, methods};
use crate::http::{Reply, Run};

/// The tokens that a person has.
async fn of_user(desk: &Desk, user: &User, run: &Run<'_>) -> Result<Vec<HardwareToken>> {
    let call = methods::hardware_tokens(&UserKey::Id(user.id.clone()));
    let mut pages = Pages::new(&desk.pipeline, run, call, &user.user_principal_name);
    let mut found = Vec::new();
    loop {
        let page = pages.next().await.map_err(|error| in_beta_only(error, user))?;
        let Some(items) = page else { return Ok(found) };
        for item in &items {
            let mut token = wire::read_of_user(item)?;
            // Whose it is was the question; the service need not repeat it.
            token.assigned_to = Some(TokenHolder {
                id: user.id.clone(),
                display_name: Some(user.display_name.clone()),
            });
            found.push(token);
        }
    }
}

/// The person was read a moment ago: a 404 says that the endpoint is not there.
fn in_beta_only(error: Error, user: &User) -> Error {
    match (error.code(), error.service()) {
        (ErrorCode::UserNotFound, Some(service)) => {
            let name = &user.user_principal_name;
            Error::new(
                ErrorCode::Refused,
                format!("the service does not show hardware tokens of {name}"),
            )
            .about(name)
            .remedy(
                "only beta has them, which some national clouds lack; or the person was deleted a moment ago",
            )
            .answered(service.clone())
        }
        _ => error,
    }
}

/// The token of the inventory with this serial number.
async fn in_inventory(desk: &Desk, serial_number: &str, run: &Run<'_>) -> Result<Option<HardwareToken>> {
    let wanted = Wanted {
        serial_number: Some(serial_number.to_owned()),
        ..Wanted::default()
    };
    let mut found = None;
    list::each_page(desk, &wanted, run, |tokens| {
        found = found.take().or_else(|| tokens.into_iter().next());
    })
    .await?;
    Ok(found)
}

/// Reads a serial number that a caller gave.
fn serial_of(text: &str) -> Result<&str> {
    let text = text.trim();
    if text.is_empty() || text.len() > 128 || text.chars().any(char::is_control) {
        return Err(Error::new(
            ErrorCode::InvalidInput,
            "serialNumber: is empty, too long, or holds a control character",
        )
        .remedy("give the serial number that stands on the token"));
    }
    Ok(text)
}

/// Reads a code that a caller gave: blanks between its digits do not count.
fn code_of(code: &VerificationCode) -> Result<VerificationCode> {
    let digits: String = code.expose().chars().filter(|c| !c.is_whitespace()).collect();
    if matches!(digits.len(), 6..=8) && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        Ok(VerificationCode::new(digits))
    } else {
        Err(Error::new(
            ErrorCode::InvalidInput,
            "code: is not the six to eight digits that a token shows",
        )
        .remedy("give the code that the token shows now"))
    }
}

fn has_serial(token: &HardwareToken, serial_number: &str) -> bool {
    let own = token.serial_number.as_deref();
    own.is_some_and(|own| own.eq_ignore_ascii_case(serial_number))
}

/// What a service desk calls it.
fn label(token: &HardwareToken) -> String {
    let name = token.serial_number.as_deref().unwrap_or(&token.token_id);
    format!("hardware token {name}")
}

/// No such token, for this tenant or for this person.
fn not_found(what: String, user: &User, remedy: &str) -> Error {
    Error::new(ErrorCode::HardwareTokenNotFound, what)
        .about(&user.user_principal_name)
        .remedy(remedy)
}

/// Nothing needs to be written: the token is as it shall be.
fn unchanged(desk: &Desk, user: &User, token: HardwareToken) -> TokenOutcome {
    TokenOutcome {
        user: UserRef::from(user),
        outcome: Outcome::Done,
        written: false,
        status_before: token.status.clone(),
        token,
        request_id: None,
        verified_at: Some(desk.pipeline.service_now()),
        notes: Vec::new(),
    }
}

fn step<'a>(
    desk: &'a Desk,
    run: &'a Run<'_>,
    user: &'a User,
    action: StepAction,
    token: &HardwareToken,
) -> Step<'a> {
    Step {
        desk,
        run,
        user,
        action,
        label: label(token),
    }
}

/// What came of a write: `before` is the token as it was, `now` as the reads found it among the person's.
fn outcome_of(
    user: &User,
    before: &HardwareToken,
    request_id: Option<String>,
    seen: Seen<Option<HardwareToken>>,
) -> TokenOutcome {
    TokenOutcome {
        user: UserRef::from(user),
        outcome: seen.outcome(),
        written: true,
        status_before: before.status.clone(),
        request_id,
        verified_at: seen.at,
        notes: seen.note.into_iter().collect(),
        token: seen.last.flatten().unwrap_or_else(|| before.clone()),
    }
}

/// A refusal in the words of this subject.
fn explain(desk: &Desk, reply: &Reply, user: &User) -> Error {
    let name = &user.user_principal_name;
    let error = in_beta_only(desk.pipeline.error_of(reply, name), user);
    let said = reply.error_message().unwrap_or_default().to_ascii_lowercase();
    let told = |message: &str, remedy: &str| {
        Error::new(ErrorCode::Refused, message)
            .about(name)
            .remedy(remedy)
            .answered(reply.answer(desk.pipeline.service_now()))
    };
    match reply.status {
        400 if said.contains("default") && said.contains("method") => told(
            &format!("the token is the default second factor of {name}, which the service does not take away"),
            "change the default first, or require re-registration: a reset does it in the right order",
        ),
        400 if said.contains("verification") || said.contains("code") => told(
            "the service does not accept the code of the token",
            "check the serial number, wait for the token's next code, and enter that one at once",
        ),
        400 if said.contains("policy") => error.remedy(
            "the authentication methods policy does not allow this person hardware OATH tokens: change it, or choose \
             another method",
        ),
        _ => error,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_serial_numbers_are_checked_before_anything_is_sent() {
        let code = code_of(&VerificationCode::new(" 755 224 ")).expect("a code");
        assert_eq!(code.expose(), "755224");
        for bad in ["", "75522", "755224755", "75522a", "７５５２２４"] {
            let error = code_of(&VerificationCode::new(bad)).expect_err(bad);
            assert!(
                error.message().starts_with("code:") && (bad.is_empty() || !error.message().contains(bad))
            );
        }
        assert_eq!(serial_of(" SIM1 ").expect("a serial number"), "SIM1");
        for bad in ["", "  ", "a\nb", &"9".repeat(129)] {
            assert!(
                serial_of(bad)
                    .expect_err("refused")
                    .message()
                    .starts_with("serialNumber:")
            );
        }
    }
}
