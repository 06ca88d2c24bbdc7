//! Reading one person: user, methods, default and roles, together in one batch (design section 5.1).

use super::guard::{Groups, Reads};
use super::{Desk, people, permissions, standing};
use crate::api::{
    DefaultMark, DefaultMethod, Event, Inspection, Method, MethodKind, Note, NoteCode, Standing, User,
};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::{UserKey, memberships, methods as wire, preferences, users};
use crate::http::{Call, Reply, Run, Version};

/// Reads a person's methods for somebody who wants to see them.
pub(super) async fn methods(desk: &Desk, user: &str, run: &Run<'_>) -> Result<Inspection> {
    let key = UserKey::parse(user)?;
    permissions::demand(&desk.pipeline.actor(run).await?, &permissions::READ_METHODS)?;
    let (inspection, _) = inspect(desk, &key, &Reads::default(), run).await?;
    Ok(inspection)
}

/// Reads everything that a plan is made from, and what the guard has to know.
pub(super) async fn inspect(
    desk: &Desk,
    key: &UserKey,
    reads: &Reads,
    run: &Run<'_>,
) -> Result<(Inspection, Groups)> {
    let mut read = read(desk, key, reads, run).await?;
    if read.user.status == 404
        && let Some(person) = people::by_address(desk, key, run).await?
    {
        read = self::read(desk, &UserKey::Id(person.id), reads, run).await?;
    }
    if !read.user.is_success() {
        return Err(desk.pipeline.error_of(&read.user, key.as_str()));
    }
    let mut user = users::read(&read.user.body)?;
    let (methods, incomplete_view) = read.methods(desk, &user, run).await?;
    let preferences = read
        .preferences
        .as_ref()
        .filter(|reply| reply.is_success())
        .map(preferences::read);
    let (standing, groups) = known(desk, &mut user, reads, read.beside, run).await?;
    let inspection = assemble(user, methods, incomplete_view, preferences, standing);
    run.event(Event::Inspected {
        user_id: inspection.user.id.clone(),
        methods: u32::try_from(inspection.methods.len()).unwrap_or(u32::MAX),
    });
    Ok((inspection, groups))
}

/// Reads the methods again, and the state of hardware tokens where there are any.
pub(super) async fn read_methods(
    desk: &Desk,
    key: &UserKey,
    subject: &str,
    run: &Run<'_>,
) -> Result<(Vec<Method>, bool)> {
    let beta = desk.pipeline.send(&wire::list(Version::Beta, key), run).await?;
    complete(desk, key, subject, Some(beta), run).await
}

/// Reads the person alone, and what they hold where that decides.
pub(super) async fn person(
    desk: &Desk,
    key: &UserKey,
    reads: &Reads,
    run: &Run<'_>,
) -> Result<(User, Option<Standing>, Groups)> {
    if !reads.standing && reads.groups.is_empty() {
        let mut user = people::get(desk, key, run).await?;
        know_restriction(desk, &mut user, run).await?;
        return Ok((user, None, Some(Vec::new())));
    }
    let mut replies = person_and_reads(desk, key, reads, run).await?;
    if replies.first().is_some_and(|user| user.status == 404)
        && let Some(found) = people::by_address(desk, key, run).await?
    {
        replies = person_and_reads(desk, &UserKey::Id(found.id), reads, run).await?;
    }
    let user = replies.remove(0);
    if !user.is_success() {
        return Err(desk.pipeline.error_of(&user, key.as_str()));
    }
    let mut user = users::read(&user.body)?;
    let (standing, groups) = known(desk, &mut user, reads, replies, run).await?;
    Ok((user, standing, groups))
}

async fn person_and_reads(desk: &Desk, key: &UserKey, reads: &Reads, run: &Run<'_>) -> Result<Vec<Reply>> {
    let mut calls = vec![users::get(Version::V1, key)];
    calls.extend(beside(Version::V1, key, reads, run));
    desk.pipeline.send_together(Version::V1, &calls, run).await
}

/// What is asked beside a person: in which groups they are, then what they hold. Nothing where it is read for many at once.
pub(super) fn beside(version: Version, key: &UserKey, reads: &Reads, run: &Run<'_>) -> Vec<Call> {
    if run.privileged().is_some() {
        return Vec::new();
    }
    let mut calls = memberships::check(version, key, &reads.groups);
    if reads.standing {
        calls.extend(standing::calls(version, key, reads.depth));
    }
    calls
}

/// What is known of a person beside their own entry, from the answers to [`beside`] and, in a run, from what was read for
/// everybody. What the entry leaves out is added to it.
pub(super) async fn known(
    desk: &Desk,
    user: &mut User,
    reads: &Reads,
    mut replies: Vec<Reply>,
    run: &Run<'_>,
) -> Result<(Option<Standing>, Groups)> {
    know_restriction(desk, user, run).await?;
    let groups = match run.privileged() {
        Some(privileged) => privileged.groups(desk, &user.id, run).await?,
        None => {
            let count = memberships::calls(&reads.groups).min(replies.len());
            let groups: Vec<_> = replies.drain(..count).collect();
            memberships::read(&groups)
        }
    };
    let standing = match (reads.standing, run.privileged()) {
        (false, _) => None,
        (true, Some(_)) => Some(standing::read(desk, &user.id, reads.depth, run).await?),
        (true, None) => Some(standing::assemble(desk, &user.id, replies, reads.depth, run).await?),
    };
    Ok((standing, groups))
}

/// People who are read many at once do not come with the word whether their management is restricted.
async fn know_restriction(desk: &Desk, user: &mut User, run: &Run<'_>) -> Result<()> {
    if let Some(privileged) = run.privileged()
        && user.management_restricted.is_none()
    {
        user.management_restricted = privileged.restricted(desk, &user.id, run).await?;
    }
    Ok(())
}

/// In which groups somebody is who was read before, where a policy names any.
pub(super) async fn groups(desk: &Desk, user: &User, reads: &Reads, run: &Run<'_>) -> Result<Groups> {
    if let Some(privileged) = run.privileged() {
        return privileged.groups(desk, &user.id, run).await;
    }
    let calls = memberships::check(Version::V1, &UserKey::Id(user.id.clone()), &reads.groups);
    let replies = desk.pipeline.send_together(Version::V1, &calls, run).await?;
    Ok(memberships::read(&replies))
}

/// The raw answers of the batch.
struct Answers {
    user: Reply,
    methods: Option<Reply>,
    preferences: Option<Reply>,
    /// Those to [`beside`].
    beside: Vec<Reply>,
}

async fn read(desk: &Desk, key: &UserKey, reads: &Reads, run: &Run<'_>) -> Result<Answers> {
    let mut calls = vec![
        users::get(Version::Beta, key),
        wire::list(Version::Beta, key),
        preferences::get(key),
    ];
    calls.extend(beside(Version::Beta, key, reads, run));
    match desk.pipeline.send_together(Version::Beta, &calls, run).await {
        Ok(replies) => {
            let mut replies = replies.into_iter();
            let user = replies.next().unwrap_or_default();
            let (methods, preferences) = (replies.next(), replies.next());
            Ok(Answers {
                user,
                methods,
                preferences,
                beside: replies.collect(),
            })
        }
        // Beta as a whole is out of reach: v1.0 still tells most of it.
        Err(error) if beta_is_down(&error) => {
            let mut calls: Vec<Call> = vec![users::get(Version::V1, key)];
            calls.extend(beside(Version::V1, key, reads, run));
            let mut replies = desk
                .pipeline
                .send_together(Version::V1, &calls, run)
                .await?
                .into_iter();
            let user = replies.next().unwrap_or_default();
            Ok(Answers {
                user,
                methods: None,
                preferences: None,
                beside: replies.collect(),
            })
        }
        Err(error) => Err(error),
    }
}

fn beta_is_down(error: &Error) -> bool {
    matches!(error.code(), ErrorCode::ServiceUnavailable | ErrorCode::Refused)
        || (error.code() == ErrorCode::UserNotFound && error.subject() == Some("the batch"))
}

impl Answers {
    async fn methods(&mut self, desk: &Desk, user: &User, run: &Run<'_>) -> Result<(Vec<Method>, bool)> {
        let key = UserKey::Id(user.id.clone());
        complete(desk, &key, &user.user_principal_name, self.methods.take(), run).await
    }
}

/// From beta's answer, or from v1.0's where beta has none, to the methods; and whether the view is incomplete.
async fn complete(
    desk: &Desk,
    key: &UserKey,
    subject: &str,
    beta: Option<Reply>,
    run: &Run<'_>,
) -> Result<(Vec<Method>, bool)> {
    let Some(beta) = beta.filter(|reply| reply.is_success() || matches!(reply.status, 401 | 403)) else {
        let reply = desk
            .pipeline
            .demand(&wire::list(Version::V1, key), subject, run)
            .await?;
        return Ok((wire::read_list(&reply)?, true));
    };
    if !beta.is_success() {
        return Err(desk.pipeline.error_of(&beta, subject));
    }
    let mut methods = wire::read_list(&beta)?;
    let stateless =
        |method: &Method| method.kind == MethodKind::HardwareOath && method.device_status.is_none();
    if methods.iter().any(stateless) {
        let reply = desk.pipeline.send(&wire::hardware_tokens(key), run).await?;
        if reply.is_success() {
            wire::add_token_states(&mut methods, &reply);
        }
    }
    Ok((methods, false))
}

fn assemble(
    user: User,
    mut methods: Vec<Method>,
    incomplete_view: bool,
    preferences: Option<preferences::Preferences>,
    standing: Option<Standing>,
) -> Inspection {
    let default_unknown = preferences.is_none();
    let preferences = preferences.unwrap_or_default();
    mark_default(&mut methods, preferences.default_method.as_ref());
    let mut notes = Vec::new();
    let mut note = |code, message: &str, remedy: Option<&str>| {
        notes.push(Note {
            code,
            message: message.to_owned(),
            remedy: remedy.map(str::to_owned),
        });
    };
    if incomplete_view {
        note(
            NoteCode::IncompleteView,
            "beta did not answer: hardware tokens, QR codes and passwordless phone sign-ins may exist unseen",
            Some("try again later"),
        );
    }
    if default_unknown {
        note(
            NoteCode::DefaultUnknown,
            "which method is the default could not be read",
            None,
        );
    }
    if user.user_type.as_deref() == Some("Guest") {
        note(
            NoteCode::GuestHomeTenant,
            "this is a guest: methods registered in the guest's home tenant are not touched from here",
            None,
        );
    }
    let all_read = standing.as_ref().filter(|standing| standing.unread.is_empty());
    if let (Some(standing), None) = (&standing, all_read) {
        let what: Vec<_> = standing
            .unread
            .iter()
            .map(|unread| unread.what.as_str())
            .collect();
        note(
            NoteCode::RolesUnknown,
            &format!("of this person could not be read: {}", what.join(", ")),
            Some(&format!(
                "add {} to the permissions of the app registration",
                standing.missing_permissions().join(" and ")
            )),
        );
    }
    Inspection {
        user,
        methods,
        default_method: preferences.default_method,
        system_preferred: preferences.system_preferred,
        default_unknown,
        incomplete_view,
        roles: all_read.map(Standing::active_roles),
        standing,
        notes,
    }
}

/// The service names the default by its way of working, not by id: with several candidates it may be any.
pub(super) fn mark_default(methods: &mut [Method], default: Option<&DefaultMethod>) {
    let embodies = |method: &Method| default.is_some_and(|value| may_embody(method, value));
    let candidates = methods.iter().filter(|method| embodies(method)).count();
    for method in methods {
        method.default = match (embodies(method), candidates) {
            (true, 1) => DefaultMark::Yes,
            (true, _) => DefaultMark::Possibly,
            (false, _) => DefaultMark::No,
        };
    }
}

/// Whether a method can be what a default value stands for (facts 3.2).
pub(super) fn may_embody(method: &Method, default: &DefaultMethod) -> bool {
    let phone = |which: &str| method.kind == MethodKind::Phone && method.phone_type.as_deref() == Some(which);
    match default {
        DefaultMethod::Push => method.kind == MethodKind::MicrosoftAuthenticator,
        DefaultMethod::Oath => match method.kind {
            MethodKind::SoftwareOath | MethodKind::MicrosoftAuthenticator => true,
            MethodKind::HardwareOath => token_may_be_active(method),
            _ => false,
        },
        DefaultMethod::Sms | DefaultMethod::VoiceMobile => phone("mobile"),
        DefaultMethod::VoiceAlternateMobile => phone("alternateMobile"),
        DefaultMethod::VoiceOffice => phone("office"),
        DefaultMethod::Unknown(_) => false,
    }
}

/// A token whose state is not known counts as active: it is better deactivated twice than never.
pub(super) fn token_may_be_active(method: &Method) -> bool {
    method
        .device_status
        .as_deref()
        .is_none_or(|status| status == "activated")
}
