//! What is done with a token that a person has: activating it, deactivating it, and taking it back.

use super::super::target::{self, Admitted};
use super::super::{Desk, permissions};
use super::{
    code_of, explain, has_serial, in_inventory, label, not_found, of_user, outcome_of, serial_of, step,
    unchanged,
};
use crate::api::{
    ActivateTokenRequest, HardwareToken, MethodKind, Purpose, StepAction, TokenOutcome, TokenRequest, User,
    VerificationCode,
};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::{UserKey, hardware_tokens as wire, methods};
use crate::http::{Call, Reply, Run};

/// Activates the token.
pub(in crate::ops) async fn activate(
    desk: &Desk,
    request: &ActivateTokenRequest,
    run: &Run<'_>,
) -> Result<TokenOutcome> {
    let code = code_of(&request.code)?;
    let which = TokenRequest {
        user: request.user.clone(),
        serial_number: request.serial_number.clone(),
        method_id: request.method_id.clone(),
        case: request.case.clone(),
    };
    let (Admitted { user, notes }, token) = theirs(desk, &which, run).await?;
    let mut outcome = activate_token(desk, &user, token, &code, run).await?;
    outcome.notes.extend(notes);
    Ok(outcome)
}

pub(super) async fn activate_token(
    desk: &Desk,
    user: &User,
    token: HardwareToken,
    code: &VerificationCode,
    run: &Run<'_>,
) -> Result<TokenOutcome> {
    if is_active(&token) == Some(true) {
        return Ok(unchanged(desk, user, token));
    }
    let call = wire::activate(&UserKey::Id(user.id.clone()), &token.token_id, code)?;
    let active = |found: &Option<HardwareToken>| found.as_ref().and_then(is_active) == Some(true);
    change(desk, user, token, StepAction::ActivateToken, &call, active, run).await
}

/// Deactivates the token; it stays with the person.
pub(in crate::ops) async fn deactivate(
    desk: &Desk,
    request: &TokenRequest,
    run: &Run<'_>,
) -> Result<TokenOutcome> {
    let (Admitted { user, notes }, token) = theirs(desk, request, run).await?;
    let mut outcome = if is_active(&token) == Some(false) {
        unchanged(desk, &user, token)
    } else {
        let call = methods::deactivate_token(&UserKey::Id(user.id.clone()), &token.token_id)?;
        let inactive = |found: &Option<HardwareToken>| found.as_ref().and_then(is_active) == Some(false);
        change(desk, &user, token, StepAction::Deactivate, &call, inactive, run).await?
    };
    outcome.notes.extend(notes);
    Ok(outcome)
}

/// Takes the token from the person, back into the inventory.
pub(in crate::ops) async fn unassign(
    desk: &Desk,
    request: &TokenRequest,
    run: &Run<'_>,
) -> Result<TokenOutcome> {
    let (Admitted { user, notes }, token) = theirs(desk, request, run).await?;
    let call = methods::delete(
        &UserKey::Id(user.id.clone()),
        &MethodKind::HardwareOath,
        &token.token_id,
    )?;
    let mut outcome = change(
        desk,
        &user,
        token,
        StepAction::UnassignToken,
        &call,
        Option::is_none,
        run,
    )
    .await?;
    outcome.notes.extend(notes);
    if outcome.verified_at.is_some() {
        outcome.token.assigned_to = None;
        outcome.token.status = None;
        outcome.token.state = format!("no longer with {}", user.user_principal_name);
    }
    Ok(outcome)
}

/// Whether its codes are accepted, where its state is known.
fn is_active(token: &HardwareToken) -> Option<bool> {
    let status = token.status.as_deref()?;
    HardwareToken::statuses()
        .any(|known| known == status)
        .then(|| status == "activated")
}

async fn change(
    desk: &Desk,
    user: &User,
    token: HardwareToken,
    action: StepAction,
    call: &Call,
    shows: impl Fn(&Option<HardwareToken>) -> bool,
    run: &Run<'_>,
) -> Result<TokenOutcome> {
    run.go_on()?;
    let id = &token.token_id;
    let now = || async {
        let tokens = of_user(desk, user, run).await?;
        Ok(tokens.into_iter().find(|token| token.token_id == *id))
    };
    let step = step(desk, run, user, action, &token);
    let happened = || async { Ok(shows(&now().await?)) };
    let gone = |reply: &Reply| {
        if reply.status == 404 {
            return not_found(
                format!(
                    "the {} is no longer with {}",
                    label(&token),
                    user.user_principal_name
                ),
                user,
                "look who has it now",
            );
        }
        explain(desk, reply, user)
    };
    let request_id = step.write(call, happened, gone).await?;
    let seen = step.see(now, &shows).await;
    let outcome = outcome_of(user, &token, request_id, seen);
    step.ended(outcome.outcome);
    Ok(outcome)
}

/// The person, and the token of theirs that the request names.
async fn theirs(desk: &Desk, request: &TokenRequest, run: &Run<'_>) -> Result<(Admitted, HardwareToken)> {
    let serial_number = request.serial_number.as_deref().map(serial_of).transpose()?;
    if serial_number.is_some() && request.method_id.is_some() {
        return Err(Error::new(
            ErrorCode::InvalidInput,
            "methodId: was given beside serialNumber; one of them names the token",
        )
        .remedy("leave one of them out"));
    }
    let needs = [&permissions::CHANGE_TOKENS];
    let admitted = target::admit(
        desk,
        &request.user,
        Purpose::ChangeMethods,
        &needs,
        request.case.as_ref(),
        run,
    )
    .await?;
    let user = &admitted.user;
    let mut tokens = of_user(desk, user, run).await?;
    let named = |token: &HardwareToken| match (serial_number, &request.method_id) {
        (Some(serial), _) => has_serial(token, serial),
        (None, Some(id)) => token.token_id.eq_ignore_ascii_case(id.trim()),
        (None, None) => true,
    };
    tokens.retain(named);
    if tokens.len() > 1 {
        let labels: Vec<_> = tokens.iter().map(label).collect();
        return Err(Error::new(
            ErrorCode::InvalidInput,
            format!(
                "serialNumber: {} has several hardware tokens ({}), and none was named; nothing was changed",
                user.user_principal_name,
                labels.join(", ")
            ),
        )
        .about(&user.user_principal_name)
        .remedy("name the one by its serial number"));
    }
    match tokens.pop() {
        Some(token) => Ok((admitted, token)),
        None => Err(missing(desk, user, serial_number, run).await),
    }
}

/// Why the person does not have it: as much as the inventory tells.
async fn missing(desk: &Desk, user: &User, serial_number: Option<&str>, run: &Run<'_>) -> Error {
    let name = &user.user_principal_name;
    let Some(serial_number) = serial_number else {
        return not_found(
            format!("{name} has no such hardware token"),
            user,
            "look at the methods of the person",
        );
    };
    let not_theirs = format!("{name} does not have the hardware token {serial_number}");
    match in_inventory(desk, serial_number, run).await {
        Ok(None) => not_found(
            format!("the tenant has no hardware token with the serial number {serial_number}"),
            user,
            "check the serial number on the token",
        ),
        Ok(Some(token)) => match token.assigned_to {
            Some(holder) => {
                let holder_name = holder.display_name.as_deref().unwrap_or("somebody else");
                not_found(
                    format!("{not_theirs}: it is with {holder_name} ({})", holder.id),
                    user,
                    "check the serial number, or name the person who has it",
                )
            }
            None => not_found(
                format!("{not_theirs}: nobody has it"),
                user,
                "check the serial number, or give it to the person first",
            ),
        },
        Err(_) => not_found(
            not_theirs,
            user,
            "check the serial number; the inventory, which tells who has it, could not be read",
        ),
    }
}
