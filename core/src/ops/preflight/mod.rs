//! Preflight: whether the service would let this sign-in act on people, predicted before the first write (design
//! section 5.3). [`matrix`] is the table, [`ground`] reads what it needs, [`words`] tells it.

mod ground;
mod matrix;
mod own;
mod warnings;
mod words;

pub(super) use ground::{Ground, needs_standing};
pub(super) use warnings::Surroundings;

use super::guard::{Groups, Reads};
use super::standing::Depth;
use super::{Desk, guard, inspect, people, permissions, plan, sign_in, standing};
use crate::api::{
    ErrorInfo, Method, PreflightAnswer, PreflightReason, PreflightReport, PreflightRequest, PreflightTarget,
    PreflightVerdict, Purpose, ResetRequest, User, UserRef,
};
use crate::auth::{Actor, SignInKind};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::{UserKey, methods as wire, users};
use crate::http::{Call, Reply, Run, Version};

/// A question about more people than this is a run.
const MOST: usize = 500;
/// So many people are read together.
const TOGETHER: usize = 20;

/// Refuses a write that the service would refuse. What is not known is tried.
///
/// # Errors
/// `notAllowed`, naming the least role that may.
pub(super) fn refuse(ground: &Ground, purpose: Purpose, user: &User) -> Result<()> {
    words::refuse(
        &words::verdict(purpose, ground.judge(purpose), ground, user),
        user,
    )
}

/// Whether the service would do each of these to one person.
pub(super) fn verdicts(
    ground: &Ground,
    actor: &Actor,
    purposes: &[Purpose],
    user: &User,
) -> Vec<PreflightVerdict> {
    purposes
        .iter()
        .map(|purpose| {
            let verdict = words::verdict(*purpose, ground.judge(*purpose), ground, user);
            let missing = permissions::missing_for(actor, *purpose);
            if missing.is_empty() {
                return verdict;
            }
            let names: Vec<_> = missing
                .iter()
                .filter_map(|need| need.any_of.first())
                .cloned()
                .collect();
            PreflightVerdict {
                answer: PreflightAnswer::Refused,
                reason: PreflightReason::PermissionMissing,
                message: format!("this sign-in lacks the permission {}", names.join(" and ")),
                remedy: Some(format!(
                    "add {} to the app registration, have an administrator consent, then connect again",
                    names.join(" and ")
                )),
                missing_permissions: missing,
                ..verdict
            }
        })
        .collect()
}

/// Answers a question about people.
pub(super) async fn preflight(
    desk: &Desk,
    request: &PreflightRequest,
    run: &Run<'_>,
) -> Result<PreflightReport> {
    let keys = keys(request)?;
    let reset = ResetRequest {
        scope: Some(request.scope),
        kinds: request.kinds.clone(),
        keep: request.keep.clone(),
        ..ResetRequest::default()
    };
    plan::check_request(&reset)?;
    let purposes = purposes(request);
    let actor = desk.pipeline.actor(run).await?;
    permissions::demand(&actor, &permissions::READ_USERS)?;
    let surroundings = Surroundings::read(desk, &actor, run).await?;
    let mut known = None;
    let mut targets = Vec::with_capacity(keys.len());
    for keys in keys.chunks(TOGETHER) {
        for (key, read) in keys
            .iter()
            .zip(read_together(desk, &actor, keys, &purposes, run).await?)
        {
            run.go_on()?;
            let mut target = PreflightTarget {
                asked: key.to_string(),
                user: None,
                error: None,
                verdicts: Vec::new(),
                standing: None,
                notes: Vec::new(),
            };
            match read {
                Err(error) => target.error = Some(ErrorInfo::from(error)),
                Ok(person) => {
                    let Person {
                        user,
                        replies,
                        groups,
                        methods,
                    } = person;
                    let standing = match replies {
                        Some(replies) => {
                            Some(standing::assemble(desk, &user.id, replies, Depth::of(&actor), run).await?)
                        }
                        None => None,
                    };
                    let ground =
                        Ground::read(desk, &actor, &mut known, &user, standing, &purposes, run).await?;
                    target.verdicts = verdicts(&ground, &actor, &purposes, &user);
                    let staying = plan::staying(&methods, &reset);
                    target.notes =
                        surroundings.notes(&user, &purposes, &staying, desk.pipeline.service_now());
                    let guarded_as = guard::Person::new(&actor, &user, ground.standing.as_ref(), &groups);
                    match guard::check(desk, &actor, &guarded_as, request.case.as_ref()) {
                        Ok(notes) => target.notes.extend(notes),
                        Err(error) => {
                            let own =
                                actor.kind == SignInKind::Person && actor.id.as_deref() == Some(&user.id);
                            guarded(&mut target.verdicts, &error, own);
                        }
                    }
                    target.user = Some(UserRef::from(&user));
                    target.standing = ground.standing;
                }
            }
            targets.push(target);
        }
    }
    Ok(PreflightReport {
        signed_in_as: sign_in::signed_in_as(&actor),
        roles: permissions::roles_of(&actor),
        unneeded_permissions: permissions::unneeded_for(&actor, &purposes),
        targets,
        requests_sent: run.requests_sent(),
    })
}

/// A guard of this product answers before the service does.
fn guarded(verdicts: &mut [PreflightVerdict], error: &Error, own: bool) {
    for verdict in verdicts {
        verdict.answer = PreflightAnswer::Refused;
        verdict.reason = if own {
            PreflightReason::OwnAccount
        } else {
            PreflightReason::Guarded
        };
        error.message().clone_into(&mut verdict.message);
        verdict.remedy = error.what_to_do().map(str::to_owned);
    }
}

/// Every name is checked before anything is sent.
fn keys(request: &PreflightRequest) -> Result<Vec<UserKey>> {
    let wrong = |message: String, remedy: &str| Error::new(ErrorCode::InvalidInput, message).remedy(remedy);
    match request.users.len() {
        0 => Err(wrong(
            "users: nobody is named".to_owned(),
            "name at least one person",
        )),
        count if count > MOST => Err(wrong(
            format!("users: {count} people are more than {MOST}"),
            "ask about fewer at a time",
        )),
        _ => request.users.iter().map(|user| UserKey::parse(user)).collect(),
    }
}

fn purposes(request: &PreflightRequest) -> Vec<Purpose> {
    let mut purposes = Vec::new();
    for purpose in &request.purposes {
        if !purposes.contains(purpose) {
            purposes.push(*purpose);
        }
    }
    if purposes.is_empty() {
        purposes.extend([Purpose::ChangeMethods, Purpose::RevokeSessions]);
    }
    purposes
}

/// A person, with the answers about what they hold and their methods.
struct Person {
    user: User,
    replies: Option<Vec<Reply>>,
    groups: Groups,
    methods: Vec<Method>,
}

/// Reads people together: first who they are, then by their ids all the rest.
async fn read_together(
    desk: &Desk,
    actor: &Actor,
    keys: &[UserKey],
    purposes: &[Purpose],
    run: &Run<'_>,
) -> Result<Vec<Result<Person>>> {
    let calls: Vec<Call> = keys.iter().map(|key| users::get(Version::Beta, key)).collect();
    let replies = desk.pipeline.send_together(Version::Beta, &calls, run).await?;
    let mut people: Vec<Result<Person>> = Vec::with_capacity(keys.len());
    for (key, reply) in keys.iter().zip(&replies) {
        let found = match reply.status {
            404 => people::by_address(desk, key, run).await,
            _ => Ok(None),
        };
        let user = match found {
            Ok(Some(user)) => people::get(desk, &UserKey::Id(user.id), run).await,
            Ok(None) if reply.is_success() => users::read(&reply.body),
            Ok(None) => Err(desk.pipeline.error_of(reply, key.as_str())),
            Err(error) => Err(error),
        };
        people.push(user.map(|user| Person {
            user,
            replies: None,
            groups: None,
            methods: Vec::new(),
        }));
    }
    let guarded = guard::reads(desk, actor);
    let reads = Reads {
        standing: guarded.standing || needs_standing(actor, purposes),
        ..guarded
    };
    let with_methods = purposes.contains(&Purpose::ChangeMethods)
        && permissions::demand(actor, &permissions::READ_METHODS).is_ok();
    let mut calls = Vec::new();
    let mut lengths = Vec::new();
    for person in people.iter().flatten() {
        let key = UserKey::Id(person.user.id.clone());
        let before = calls.len();
        calls.extend(with_methods.then(|| wire::list(Version::Beta, &key)));
        calls.extend(inspect::beside(Version::Beta, &key, &reads));
        lengths.push(calls.len() - before);
    }
    let mut replies = desk
        .pipeline
        .send_together(Version::Beta, &calls, run)
        .await?
        .into_iter();
    for (person, length) in people.iter_mut().flatten().zip(lengths) {
        let mut own = replies.by_ref().take(length);
        if with_methods {
            // Methods that cannot be read give no notes; a reset would say why.
            let list = own.next().map(|reply| wire::read_list(&reply));
            person.methods = list.and_then(Result::ok).unwrap_or_default();
        }
        let mut rest: Vec<Reply> = own.collect();
        person.groups = inspect::groups_of(&mut rest, &reads);
        person.replies = reads.standing.then_some(rest);
    }
    Ok(people)
}
