//! Revoking sign-in sessions, and seeing that it took effect (facts 5.1).

use super::patience::Patience;
use super::reset::note;
use super::{
    Desk, Wait, permissions,
    target::{self, Admitted},
};
use crate::api::{Case, Event, Note, NoteCode, Purpose, RevokeOutcome, User, UserRef, WaitReason};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::{UserKey, users};
use crate::http::{Run, Version};
use crate::platform::Timestamp;
use serde_json::Value;
use std::time::Duration;

/// Pauses before the directory is read again; it may answer from a replica that lags.
const PAUSES: &[u64] = &[1, 2, 5, 10];
/// The instant that the service keeps may be a little before the one at which the request was sent by our reckoning.
const CLOCKS: Duration = Duration::from_secs(60);

pub(super) struct Revocation {
    pub(super) revoked: bool,
    pub(super) valid_from: Option<Timestamp>,
    pub(super) request_id: Option<String>,
    pub(super) notes: Vec<Note>,
}

/// Revokes one person's sessions.
pub(super) async fn revoke(
    desk: &Desk,
    user: &str,
    case: Option<&Case>,
    run: &Run<'_>,
) -> Result<RevokeOutcome> {
    let needs = [&permissions::REVOKE_SESSIONS];
    let Admitted { user, mut notes } =
        target::admit(desk, user, Purpose::RevokeSessions, &needs, case, run).await?;
    let revocation = attempt(desk, &UserKey::Id(user.id.clone()), &user, run).await?;
    notes.extend(revocation.notes);
    Ok(RevokeOutcome {
        user: UserRef::from(&user),
        sessions_revoked: revocation.revoked,
        sessions_valid_from: revocation.valid_from,
        request_id: revocation.request_id,
        notes,
    })
}

/// Revokes as part of a reset: a failure is told in the outcome.
pub(super) async fn revoke_and_see(desk: &Desk, key: &UserKey, user: &User, run: &Run<'_>) -> Revocation {
    attempt(desk, key, user, run)
        .await
        .unwrap_or_else(|error| Revocation {
            revoked: false,
            valid_from: None,
            request_id: error.service().and_then(|answer| answer.request_id.clone()),
            notes: vec![note(
                NoteCode::RevocationFailed,
                format!("the sessions could not be revoked: {error}"),
                error.what_to_do().unwrap_or("revoke the sessions again"),
            )],
        })
}

/// Revokes, and looks whether it is true. The person was read a moment ago: who is missing now was deleted since.
async fn attempt(desk: &Desk, key: &UserKey, before: &User, run: &Run<'_>) -> Result<Revocation> {
    revoke_once(desk, key, before, run)
        .await
        .map_err(|error| match error.code() {
            ErrorCode::UserNotFound => {
                let name = &before.user_principal_name;
                Error::new(
                    ErrorCode::UserGone,
                    format!("{name} was deleted while the sessions were being revoked"),
                )
                .about(name)
                .remedy("look under deleted users in the portal if that was a mistake")
            }
            _ => error,
        })
}

async fn revoke_once(desk: &Desk, key: &UserKey, before: &User, run: &Run<'_>) -> Result<Revocation> {
    let reply = desk
        .pipeline
        .demand(&users::revoke_sessions(key), &before.user_principal_name, run)
        .await?;
    if reply.body.get("value").and_then(Value::as_bool) == Some(false) {
        return Err(Error::new(
            ErrorCode::Refused,
            "the service answered that nothing was revoked",
        )
        .about(&before.user_principal_name)
        .remedy("try again; if it lasts, give the request id to Microsoft's support")
        .answered(reply.answer(desk.pipeline.service_now())));
    }
    let request_id = reply.request_id().map(str::to_owned);
    let (valid_from, told) = match see(desk, key, before, reply.proven_at, run).await {
        Ok(Some(valid_from)) => {
            run.event(Event::SessionsRevoked {
                user_id: before.id.clone(),
            });
            let delay = note(
                NoteCode::RevocationDelay,
                "sessions end within minutes; access tokens already issued live on for up to 90 minutes where an app \
                 does not support continuous access evaluation",
                "nothing: this is how the service works",
            );
            (Some(valid_from), delay)
        }
        Ok(None) => (None, unseen("the person does not show it yet")),
        Err(error) if error.code() == ErrorCode::UserNotFound => return Err(error),
        // The service has accepted it: that must not be lost with the answer to a read.
        Err(error) => (
            None,
            unseen(&format!("whether the person shows it could not be read: {error}")),
        ),
    };
    Ok(Revocation {
        revoked: valid_from.is_some(),
        valid_from,
        request_id,
        notes: vec![told],
    })
}

fn unseen(why: &str) -> Note {
    note(
        NoteCode::RevocationNotSeen,
        format!("the service accepted the revocation, but {why}"),
        "look again in a few minutes, or revoke again",
    )
}

/// Reads the person until the instant from which sessions are valid has moved; or lies behind a revocation of which only a
/// journal knows, for then `before` was read after it.
async fn see(
    desk: &Desk,
    key: &UserKey,
    before: &User,
    proven_at: Option<Timestamp>,
    run: &Run<'_>,
) -> Result<Option<Timestamp>> {
    let mut patience = Patience::new(desk.patience, PAUSES);
    let clock = desk.pipeline.clock();
    let lag = run.lags().map(|lags| &lags.sessions);
    let mut wait = Wait::begin(lag, clock.now(), WaitReason::ReadsLag, clock, run).await?;
    loop {
        let call = users::get(Version::V1, key);
        let reply = desk
            .pipeline
            .demand(&call, &before.user_principal_name, run)
            .await?;
        let now = users::read(&reply.body)?.sessions_valid_from;
        let behind = proven_at.is_some_and(|at| now.is_some_and(|now| now.plus(CLOCKS) >= at));
        if now.is_some() && (now > before.sessions_valid_from || behind) {
            wait.shown(clock.now());
            return Ok(now);
        }
        let Some(pause) = patience.next() else {
            return Ok(None);
        };
        wait.again(pause, WaitReason::ReadsLag, clock, run).await?;
    }
}
