//! Creating a pass, and taking one back. A pass that nobody was told must not stay behind unnoticed: whatever may have
//! been created by a request whose answer was lost is looked for and removed, even after the caller asked to stop.

use super::terms::Terms;
use crate::api::{Event, MethodKind, PassDetails, User};
use crate::cancel::Cancel;
use crate::error::{Error, ErrorCode, Result};
use crate::graph::{UserKey, access_pass as wire, methods};
use crate::http::Run;
use crate::ops::Desk;
use crate::secret::Secret;

/// A pass that was created and that nobody has been told.
pub(in crate::ops) struct Created {
    pub(in crate::ops) details: PassDetails,
    pub(in crate::ops) secret: Secret,
    pub(in crate::ops) request_id: Option<String>,
}

/// Creates a pass. `known` are the passes that were there before.
///
/// # Errors
/// Whatever prevents it. `passLeftBehind` when a pass may be there that nobody knows; otherwise there is none.
pub(in crate::ops) async fn create(
    desk: &Desk,
    user: &User,
    terms: &Terms,
    known: &[PassDetails],
    run: &Run<'_>,
) -> Result<Created> {
    let key = UserKey::Id(user.id.clone());
    let call = wire::create(&key, terms.starts_at, terms.lifetime_minutes, terms.usable_once);
    let sent_before = run.requests_sent();
    let answer = desk.pipeline.send(&call, run).await;
    let attempts = run.requests_sent() - sent_before;
    let failure = match answer {
        Ok(reply) if reply.is_success() => match wire::read_created(&reply, desk.pipeline.service_now()) {
            Ok((details, secret)) => {
                run.event(Event::PassCreated {
                    user_id: user.id.clone(),
                    method_id: details.method_id.clone(),
                    ends_at: details.ends_at,
                });
                return Ok(Created {
                    details,
                    secret,
                    request_id: reply.request_id().map(str::to_owned),
                });
            }
            Err(error) => error.about(&user.user_principal_name),
        },
        Ok(reply) => {
            let refused = outside_policy(user, desk.pipeline.error_of(&reply, &user.user_principal_name));
            // A refusal is certain only when no request before it was left without an answer.
            if attempts == 1 && reply.status < 500 && reply.status != 408 {
                return Err(refused);
            }
            refused
        }
        Err(error) if attempts == 0 => return Err(error),
        Err(error) => error,
    };
    Err(clean_up(desk, user, failure, known, run).await)
}

/// What the service says when the policy could not be read before (facts 6.4).
fn outside_policy(user: &User, refused: Error) -> Error {
    let said = refused.service().and_then(|answer| answer.message.as_deref());
    match said {
        Some(said) if said.contains("UserCredentialPolicy") => {
            super::not_reached(user).answered(refused.service().cloned().unwrap_or_default())
        }
        _ => refused,
    }
}

/// Removes what a creation without a usable answer may have left, and says how that went.
async fn clean_up(desk: &Desk, user: &User, failure: Error, known: &[PassDetails], run: &Run<'_>) -> Error {
    let is_new = |pass: &PassDetails| known.iter().all(|before| before.method_id != pass.method_id);
    let cleaned = whatever_happens(run, async |run| remove(desk, user, is_new, run).await).await;
    let (code, after, remedy) = match &cleaned {
        Ok(removed) => {
            let after = if *removed {
                "a pass that had been created without an answer was removed again"
            } else {
                "the service shows no new pass"
            };
            let former = if known.iter().any(PassDetails::has_a_future) && *removed {
                "; the former pass is gone with it"
            } else {
                ""
            };
            let remedy = "look whether there is a pass (getPass), then try again";
            (failure.code(), format!("{after}{former}"), remedy)
        }
        Err(error) => (
            ErrorCode::PassLeftBehind,
            format!("there may be a pass that nobody knows, and it could not be removed: {error}"),
            "remove the pass (removePass), or issue another that replaces it",
        ),
    };
    let told = Error::new(code, format!("{failure}; {after}"))
        .about(&user.user_principal_name)
        .remedy(remedy);
    match failure.service() {
        Some(answer) => told.answered(answer.clone()),
        None => told,
    }
}

/// Takes a pass back that nobody was told, whether or not the caller has asked to stop.
///
/// # Errors
/// Whatever prevents it: then it may still be there.
pub(in crate::ops) async fn withdraw(
    desk: &Desk,
    user: &User,
    pass: &PassDetails,
    run: &Run<'_>,
) -> Result<()> {
    whatever_happens(run, async |run| delete(desk, user, pass, run).await).await
}

/// Does something that must be tried even after the caller asked to stop.
async fn whatever_happens<T>(run: &Run<'_>, work: impl AsyncFnOnce(&Run<'_>) -> T) -> T {
    let never = Cancel::new();
    let aftermath = run.despite(&never);
    let done = work(&aftermath).await;
    run.count_requests(aftermath.requests_sent());
    done
}

/// Removes the passes that fit. Tells whether there were any.
async fn remove(
    desk: &Desk,
    user: &User,
    fits: impl Fn(&PassDetails) -> bool,
    run: &Run<'_>,
) -> Result<bool> {
    let mut any = false;
    for pass in super::list(desk, user, run)
        .await?
        .iter()
        .filter(|pass| fits(pass))
    {
        delete(desk, user, pass, run).await?;
        any = true;
    }
    Ok(any)
}

/// Deletes one pass. One that is gone already is as good.
pub(super) async fn delete(desk: &Desk, user: &User, pass: &PassDetails, run: &Run<'_>) -> Result<()> {
    let key = UserKey::Id(user.id.clone());
    let call = methods::delete(&key, &MethodKind::TemporaryAccessPass, &pass.method_id)?;
    let reply = desk.pipeline.send(&call, run).await?;
    if !reply.is_success() && reply.status != 404 {
        return Err(desk.pipeline.error_of(&reply, &user.user_principal_name));
    }
    run.event(Event::PassRemoved {
        user_id: user.id.clone(),
        method_id: pass.method_id.clone(),
    });
    Ok(())
}
