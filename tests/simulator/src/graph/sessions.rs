//! Revoking sign-in sessions (facts 5).

use serde_json::json;

use super::call::{Answer, Call};
use super::failure::Failure;
use crate::tenant::audit::{self, Change, Event};
use crate::tenant::method::timestamp_text;
use crate::tenant::role;

/// `POST /users/{u}/revokeSignInSessions`, and its ancestor in beta.
pub(crate) fn revoke(call: &mut Call<'_>) -> Result<Answer, Failure> {
    call.require(&[
        "User.RevokeSessions.All",
        "User.ReadWrite.All",
        "Directory.ReadWrite.All",
    ])?;
    let place = call.find_user()?;
    let carrying = [
        &role::USER_ADMINISTRATOR,
        &role::HELPDESK_ADMINISTRATOR,
        &role::AUTHENTICATION_ADMINISTRATOR,
        &role::PRIVILEGED_AUTHENTICATION_ADMINISTRATOR,
        &role::GLOBAL_ADMINISTRATOR,
    ];
    let target = call.user(place);
    if !call.actor.is_self(target) && !call.actor.may_act_on(&carrying, target) {
        return Err(Failure::directory_denied());
    }
    let now = call.now;
    let before = std::mem::replace(&mut call.change(place).sessions_valid_from, now);
    let by = call.initiator();
    let instant = |at| format!("[\"{}\"]", timestamp_text(at));
    let changes = vec![
        Change::new("StsRefreshTokensValidFrom", instant(before), instant(now)),
        Change::new("Included Updated Properties", "", "\"StsRefreshTokensValidFrom\""),
    ];
    call.tenant.record(
        &by,
        place,
        Event {
            activity: &audit::SESSIONS_REVOKED,
            reason: "".into(),
            changes,
        },
    );
    Ok(Answer::Json(
        200,
        json!({ "@odata.context": call.context("Edm.Boolean"), "value": true }),
    ))
}
