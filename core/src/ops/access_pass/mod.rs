//! Temporary Access Passes: the policy is read first, then one is issued, shown or removed (facts 6). [`terms`] says what
//! a pass may be, [`create`] creates it and takes it back.

mod create;
mod terms;

pub(super) use create::{Created, create, withdraw};
pub(super) use terms::{Terms, check_options, check_person};

use super::patience::Patience;
use super::reset::note;
use super::target::{self, Admitted};
use super::{Desk, Wait, guard, people, permissions};
use crate::api::{
    Case, Event, IssuePassRequest, IssuedPass, Note, NoteCode, PassDetails, PassOptions, PassRemoval,
    PassReport, Purpose, User, UserRef, WaitReason,
};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::{UserKey, access_pass as wire};
use crate::http::{Run, Version};
use std::sync::Arc;

/// Pauses before it is read again whether a pass is gone (facts 12.4).
const PAUSES: &[u64] = &[2, 3, 5, 10];

/// What was read before a pass is issued.
pub(super) struct Ground {
    policy: Arc<Option<wire::Policy>>,
    /// Whether the policy reaches the person; absent when that could not be read.
    reached: Option<bool>,
    pub(super) present: Vec<PassDetails>,
}

/// Reads the policy, whom it reaches, and the person's passes.
pub(super) async fn survey(desk: &Desk, user: &User, run: &Run<'_>) -> Result<Ground> {
    let key = UserKey::Id(user.id.clone());
    let (policy, present) = read(desk, &key, user, run).await?;
    let reached = match &*policy {
        Some(policy) if policy.limits.enabled => is_reached(desk, &key, user, policy, run).await?,
        _ => None,
    };
    run.event(Event::PassChecked {
        user_id: user.id.clone(),
        policy_read: policy.is_some(),
    });
    Ok(Ground {
        policy,
        reached,
        present,
    })
}

async fn read(
    desk: &Desk,
    key: &UserKey,
    user: &User,
    run: &Run<'_>,
) -> Result<(Arc<Option<wire::Policy>>, Vec<PassDetails>)> {
    if let Some(privileged) = run.privileged() {
        let policy = privileged.pass_policy(desk, run).await?;
        return Ok((policy, list(desk, user, run).await?));
    }
    let calls = [wire::list(key), wire::policy()];
    let replies = desk.pipeline.send_together(Version::V1, &calls, run).await?;
    let mut replies = replies.into_iter();
    let list = replies.next().unwrap_or_default();
    if !list.is_success() {
        return Err(desk.pipeline.error_of(&list, &user.user_principal_name));
    }
    let present = wire::read_list(&list, desk.pipeline.service_now())?;
    let policy = replies.next().as_ref().and_then(wire::Policy::read);
    Ok((Arc::new(policy), present))
}

/// The policy, on behalf of everybody in a run; nothing where it is not shown.
///
/// # Errors
/// That it could not be had just now.
pub(super) async fn policy_for_all(desk: &Desk, run: &Run<'_>) -> Result<Option<wire::Policy>> {
    let reply = desk.pipeline.send(&wire::policy(), run).await?;
    if reply.status == 429 || reply.status >= 500 {
        return Err(desk
            .pipeline
            .error_of(&reply, "the policy for Temporary Access Passes"));
    }
    Ok(wire::Policy::read(&reply))
}

/// The person's passes: one at most, as far as is known.
async fn list(desk: &Desk, user: &User, run: &Run<'_>) -> Result<Vec<PassDetails>> {
    let call = wire::list(&UserKey::Id(user.id.clone()));
    let reply = desk
        .pipeline
        .demand(&call, &user.user_principal_name, run)
        .await?;
    wire::read_list(&reply, desk.pipeline.service_now())
}

async fn is_reached(
    desk: &Desk,
    key: &UserKey,
    user: &User,
    policy: &wire::Policy,
    run: &Run<'_>,
) -> Result<Option<bool>> {
    let mut member_of = Vec::new();
    for groups in policy.groups().chunks(wire::MOST_GROUPS) {
        let reply = desk.pipeline.send(&wire::groups_among(key, groups), run).await?;
        let found = reply.is_success().then(|| wire::read_groups(&reply)).flatten();
        match found {
            Some(found) => member_of.extend(found),
            None => return Ok(None),
        }
    }
    Ok(Some(policy.reaches(&user.id, &member_of)))
}

impl Ground {
    /// What is asked of the service, unless the policy or the person stands against it.
    ///
    /// # Errors
    /// `passNotPossible`, `tenantPolicy`, `invalidInput`: nothing was written.
    pub(super) fn terms(&self, desk: &Desk, user: &User, options: &PassOptions) -> Result<Terms> {
        check_person(user)?;
        let limits = self.policy.as_ref().as_ref().map(|policy| &policy.limits);
        if limits.is_some_and(|limits| !limits.enabled) {
            return Err(Error::new(
                ErrorCode::TenantPolicy,
                "the tenant's policy does not allow Temporary Access Passes; nothing was changed",
            )
            .about(&user.user_principal_name)
            .remedy(
                "enable Temporary Access Pass in the policy for authentication methods (Entra admin center; role \
                 Authentication Policy Administrator)",
            ));
        }
        if self.reached == Some(false) {
            return Err(not_reached(user));
        }
        let mut terms = terms::terms(limits, options, desk.pipeline.service_now())?;
        let usual = limits.and_then(|limits| limits.default_lifetime_minutes);
        terms.lifetime_minutes = guard::pass_lifetime(desk, user, terms.lifetime_minutes, usual)?;
        if self.reached.is_none() {
            terms.notes.push(self.not_checked());
        }
        Ok(terms)
    }

    fn not_checked(&self) -> Note {
        if self.policy.is_some() {
            note(
                NoteCode::PassPolicyNotChecked,
                "not checked: whether the person belongs to the groups that the policy for passes names",
                "add the permission GroupMember.Read.All to have it checked before anything is written",
            )
        } else {
            note(
                NoteCode::PassPolicyNotChecked,
                "not checked: the tenant's policy for Temporary Access Passes, which this sign-in may not read",
                "add the permission Policy.Read.All to have it checked before anything is written",
            )
        }
    }

    /// What there is to know of the pass before saying yes.
    pub(super) fn notes(&self, terms: Terms) -> Vec<Note> {
        let mut notes = terms.notes;
        notes.extend(self.in_the_way().map(|_| replaced_note()));
        notes
    }

    /// The pass that a new one would replace.
    pub(super) fn in_the_way(&self) -> Option<&PassDetails> {
        self.present.iter().find(|pass| pass.has_a_future())
    }
}

fn not_reached(user: &User) -> Error {
    let name = &user.user_principal_name;
    Error::new(
        ErrorCode::TenantPolicy,
        format!("the tenant's policy does not allow {name} a Temporary Access Pass; nothing was changed"),
    )
    .about(name)
    .remedy(
        "include the person in the policy for Temporary Access Passes, by one of its groups (Entra admin center; role \
         Authentication Policy Administrator)",
    )
}

/// Issues a pass.
pub(super) async fn issue(desk: &Desk, request: &IssuePassRequest, run: &Run<'_>) -> Result<IssuedPass> {
    let options = request.options();
    check_options(&options)?;
    let needs = [&permissions::CHANGE_PASS];
    let Admitted { user, mut notes } = target::admit(
        desk,
        &request.user,
        Purpose::IssuePass,
        &needs,
        request.case.as_ref(),
        run,
    )
    .await?;
    check_person(&user)?;
    let ground = survey(desk, &user, run).await?;
    let terms = ground.terms(desk, &user, &options)?;
    let in_the_way = ground.in_the_way();
    if let Some(pass) = in_the_way.filter(|_| !request.replace) {
        return Err(Error::new(
            ErrorCode::PassExists,
            format!(
                "{} has a Temporary Access Pass already, which can be used until {}; nothing was changed",
                user.user_principal_name, pass.ends_at
            ),
        )
        .about(&user.user_principal_name)
        .remedy("let the person use that one, or replace it (replace): it stops working then"));
    }
    run.go_on()?;
    let created = create(desk, &user, &terms, &ground.present, run).await?;
    notes.extend(ground.notes(terms));
    Ok(IssuedPass {
        replaced: in_the_way.is_some(),
        user: UserRef::from(&user),
        temporary_access_pass: created.secret.into(),
        pass: created.details,
        request_id: created.request_id,
        notes,
    })
}

fn replaced_note() -> Note {
    note(
        NoteCode::PassReplaced,
        "the pass that the person has makes way for the new one, and does not work any more then",
        "give the person the new one",
    )
}

/// Reads whether somebody has a pass.
pub(super) async fn get(desk: &Desk, user: &str, run: &Run<'_>) -> Result<PassReport> {
    let key = UserKey::parse(user)?;
    permissions::demand(&desk.pipeline.actor(run).await?, &permissions::READ_PASS)?;
    let user = people::get(desk, &key, run).await?;
    let (policy, mut present) = read(desk, &UserKey::Id(user.id.clone()), &user, run).await?;
    Ok(PassReport {
        user: UserRef::from(&user),
        pass: present.pop(),
        policy: policy.as_ref().as_ref().map(|policy| policy.limits.clone()),
    })
}

/// Removes somebody's pass, and looks whether it is gone.
pub(super) async fn remove(
    desk: &Desk,
    user: &str,
    case: Option<&Case>,
    run: &Run<'_>,
) -> Result<PassRemoval> {
    let needs = [&permissions::CHANGE_PASS];
    let Admitted { user, mut notes } =
        target::admit(desk, user, Purpose::ChangeMethods, &needs, case, run).await?;
    let present = list(desk, &user, run).await?;
    run.go_on()?;
    for pass in &present {
        create::delete(desk, &user, pass, run).await?;
    }
    let gone = match present.as_slice() {
        [] => Ok(true),
        removed => is_gone(desk, &user, removed, run).await,
    };
    let unseen = match &gone {
        Ok(true) => None,
        Ok(false) => Some(note(
            NoteCode::StillListed,
            "the service accepted the removal, but still lists the pass",
            "look again in a few minutes",
        )),
        Err(error) => Some(note(
            NoteCode::NotVerified,
            format!(
                "the service accepted the removal, but whether the pass is gone could not be read: {error}"
            ),
            "look again later",
        )),
    };
    let removed = unseen.is_none();
    notes.extend(unseen);
    Ok(PassRemoval {
        user: UserRef::from(&user),
        removed,
        pass: present.into_iter().next_back(),
        notes,
    })
}

async fn is_gone(desk: &Desk, user: &User, removed: &[PassDetails], run: &Run<'_>) -> Result<bool> {
    let mut patience = Patience::new(desk.patience, PAUSES);
    let clock = desk.pipeline.clock();
    let lag = run.lags().map(|lags| &lags.reads);
    let mut wait = Wait::begin(lag, clock.now(), WaitReason::ReadsLag, clock, run).await?;
    loop {
        let listed = list(desk, user, run).await?;
        let still = |pass: &PassDetails| removed.iter().any(|gone| gone.method_id == pass.method_id);
        if !listed.iter().any(still) {
            wait.shown(clock.now());
            return Ok(true);
        }
        let Some(pause) = patience.next() else {
            return Ok(false);
        };
        wait.again(pause, WaitReason::ReadsLag, clock, run).await?;
    }
}
