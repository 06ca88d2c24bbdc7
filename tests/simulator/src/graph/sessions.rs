//! Revoking sign-in sessions (facts 5).

use serde_json::json;

use super::call::{Answer, Call};
use super::failure::Failure;
use crate::tenant::action;
use crate::tenant::audit::{self, Change, Event};
use crate::tenant::method::timestamp_text;

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
