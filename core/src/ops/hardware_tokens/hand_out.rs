//! Giving a token of the inventory to a person, activated at once where a code is at hand.

use super::super::reset::note;
use super::super::target::{self, Admitted};
use super::super::{Desk, permissions};
use super::{
    change, code_of, explain, has_serial, in_inventory, not_found, of_user, outcome_of, serial_of, step,
    unchanged,
};
use crate::api::{
    AssignTokenRequest, HardwareToken, Note, NoteCode, Purpose, StepAction, TokenOutcome, User,
    VerificationCode,
};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::{UserKey, hardware_tokens as wire};
use crate::http::Run;

/// Gives the token.
pub(in crate::ops) async fn assign(
    desk: &Desk,
    request: &AssignTokenRequest,
    run: &Run<'_>,
) -> Result<TokenOutcome> {
    let serial_number = serial_of(&request.serial_number)?;
    let code = request.code.as_ref().map(code_of).transpose()?;
    let needs = [&permissions::CHANGE_TOKENS];
    let Admitted { user, notes } = target::admit(
        desk,
        &request.user,
        Purpose::ChangeMethods,
        &needs,
        request.case.as_ref(),
        run,
    )
    .await?;

    let own = of_user(desk, &user, run).await?;
    if let Some(token) = own.into_iter().find(|token| has_serial(token, serial_number)) {
        let mut outcome = match code {
            Some(code) => change::activate_token(desk, &user, token, &code, run).await?,
            None => unchanged(desk, &user, token),
        };
        outcome.notes.extend(notes);
        return Ok(outcome);
    }
    let (token, unread) = find(desk, &user, serial_number, code.is_some(), run).await?;
    run.go_on()?;
    let mut outcome = hand_out(desk, &user, token, serial_number, code.as_ref(), run).await?;
    outcome.notes.extend(notes.into_iter().chain(unread));
    Ok(outcome)
}

/// The token as the inventory has it, free to be given. With a code it can be given by its serial number alone, where
/// the inventory may not be read.
async fn find(
    desk: &Desk,
    user: &User,
    serial_number: &str,
    with_code: bool,
    run: &Run<'_>,
) -> Result<(HardwareToken, Option<Note>)> {
    match in_inventory(desk, serial_number, run).await {
        Ok(None) => Err(not_found(
            format!("the tenant has no hardware token with the serial number {serial_number}"),
            user,
            "check the serial number on the token; new tokens are added in the Entra admin center, under Authentication \
             methods",
        )),
        Ok(Some(token)) => match &token.assigned_to {
            Some(holder) if holder.id != user.id => {
                let name = holder.display_name.as_deref().unwrap_or("somebody");
                Err(Error::new(
                    ErrorCode::Refused,
                    format!(
                        "the hardware token {serial_number} is with {name} ({}); nothing was changed",
                        holder.id
                    ),
                )
                .about(&user.user_principal_name)
                .remedy("check the serial number; if it is right, take the token from that person first"))
            }
            _ => Ok((token, None)),
        },
        Err(error) if with_code && error.code() == ErrorCode::NotAllowed => {
            let unread = note(
                NoteCode::InventoryUnknown,
                "this sign-in may not read the inventory of hardware tokens: the token was given by its serial number \
                 alone",
                "nothing, if it is the right token",
            );
            let unknown = HardwareToken {
                token_id: String::new(),
                serial_number: Some(serial_number.to_owned()),
                status: None,
                state: HardwareToken::meaning_of(None).to_owned(),
                assigned_to: None,
                display_name: None,
                manufacturer: None,
                model: None,
                hash_function: None,
                time_interval_in_seconds: None,
            };
            Ok((unknown, Some(unread)))
        }
        Err(error) if error.code() == ErrorCode::NotAllowed => {
            let more = error.what_to_do().unwrap_or_default().to_owned();
            Err(error.about(&user.user_principal_name).remedy(format!(
                "{more}; or give a code that the token shows: then the serial number is enough"
            )))
        }
        Err(error) => Err(error),
    }
}

async fn hand_out(
    desk: &Desk,
    user: &User,
    token: HardwareToken,
    serial_number: &str,
    code: Option<&VerificationCode>,
    run: &Run<'_>,
) -> Result<TokenOutcome> {
    let key = UserKey::Id(user.id.clone());
    let call = match code {
        Some(code) => wire::assign_and_activate(&key, serial_number, code),
        None => wire::assign(&key, &token.token_id),
    };
    let theirs = || async {
        let tokens = of_user(desk, user, run).await?;
        Ok(tokens.into_iter().find(|token| has_serial(token, serial_number)))
    };
    let as_asked = |found: &Option<HardwareToken>| {
        let status = found.as_ref().map(|token| token.status.as_deref());
        match code {
            Some(_) => status == Some(Some("activated")),
            None => status.is_some(),
        }
    };
    let step = step(desk, run, user, StepAction::AssignToken, &token);
    let happened = || async { Ok(as_asked(&theirs().await?)) };
    let request_id = step
        .write(&call, happened, |reply| explain(desk, reply, user))
        .await?;
    let seen = step.see(theirs, as_asked).await;
    let outcome = outcome_of(user, &token, request_id, seen);
    step.ended(outcome.outcome);
    Ok(outcome)
}
