//! Revoking sign-in sessions (facts 5).

use serde_json::json;

use super::call::{Answer, Call};
use super::failure::Failure;
use crate::tenant::action;

/// `POST /users/{u}/revokeSignInSessions`, and its ancestor in beta.
pub(crate) fn revoke(call: &mut Call<'_>) -> Result<Answer, Failure> {
    call.require(&[
        "User.RevokeSessions.All",
        "User.ReadWrite.All",
        "Directory.ReadWrite.All",
    ])?;
    let place = call.find_user()?;
    if !call.actor.is_self(call.user(place)) {
        call.authorize_change(action::REVOKE_SESSIONS, place)?;
    }
    call.change(place);
    let by = call.initiator();
    call.tenant.revoke_sessions(place, &by);
    Ok(Answer::Json(
        200,
        json!({ "@odata.context": call.context("Edm.Boolean"), "value": true }),
    ))
}
