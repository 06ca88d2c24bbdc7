//! Those who are named in a request: looked up together, guarded one by one, before the first write.

use super::super::guard::{self, Groups, Person};
use super::super::inspect;
use super::super::permissions;
use super::super::{Desk, people};
use super::assignments::principal_of;
use crate::api::{Case, ErrorInfo, Principal, PrincipalKind, RoleChange, RoleChangeStatus, Standing, User};
use crate::auth::{Actor, SignInKind};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::{UserKey, role_holders, users};
use crate::http::{Reply, Run, Version};
use std::collections::HashSet;

/// Somebody who was named.
pub(super) struct Target {
    pub(super) change: RoleChange,
    /// Whom, if that is a person.
    pub(super) user: Option<User>,
    /// Whether it is the one who is signed in.
    pub(super) own: bool,
}

impl Target {
    /// The object id; nothing when nobody was found or a guard stands before them.
    pub(super) fn id(&self) -> Option<&str> {
        if self.change.status == RoleChangeStatus::Failed {
            return None;
        }
        self.change
            .principal
            .as_ref()
            .map(|principal| principal.id.as_str())
    }

    /// The name to tell.
    pub(super) fn name(&self) -> String {
        let principal = self.change.principal.as_ref();
        let name = principal.and_then(|it| it.user_principal_name.as_ref().or(it.display_name.as_ref()));
        name.unwrap_or(&self.change.asked).clone()
    }

    pub(super) fn fail(&mut self, error: &Error) {
        self.change.status = RoleChangeStatus::Failed;
        self.change.error = Some(ErrorInfo::from(error));
    }
}

/// Looks everybody up. Who was named twice appears once; who cannot be found, or is guarded, has failed already.
///
/// # Errors
/// `invalidInput` when nobody is named; whatever keeps everybody from being read.
pub(super) async fn find(
    desk: &Desk,
    actor: &Actor,
    asked: &[String],
    case: Option<&Case>,
    run: &Run<'_>,
) -> Result<Vec<Target>> {
    if asked.is_empty() {
        return Err(Error::new(ErrorCode::InvalidInput, "users: nobody is named")
            .about("users")
            .remedy("give at least one object id or user principal name"));
    }
    permissions::demand(actor, &permissions::READ_USERS)?;
    let keys: Vec<Result<UserKey>> = asked.iter().map(|text| UserKey::parse(text)).collect();
    let good: Vec<&UserKey> = keys.iter().filter_map(|key| key.as_ref().ok()).collect();
    let calls: Vec<_> = good.iter().map(|key| users::get(Version::V1, key)).collect();
    let mut replies = desk
        .pipeline
        .send_together(Version::V1, &calls, run)
        .await?
        .into_iter();
    let reads = guard::reads(desk, actor);
    let mut found = Vec::new();
    let mut known = HashSet::new();
    for (asked, key) in asked.iter().zip(&keys) {
        let who = match key {
            Ok(key) => match replies.next() {
                Some(reply) => read(desk, key, &reply, run).await?,
                None => continue,
            },
            Err(error) => Err(error.clone()),
        };
        let groups = match &who {
            Ok((_, Some(user))) => inspect::groups(desk, user, &reads, run).await?,
            _ => Some(Vec::new()),
        };
        let target = target(desk, actor, asked, who, &groups, case);
        let named = target
            .change
            .principal
            .as_ref()
            .map(|principal| principal.id.clone());
        if named.is_none_or(|id| known.insert(id)) {
            found.push(target);
        }
    }
    Ok(found)
}

/// Who that is. The outer failure ends everything, the inner one concerns this one only.
async fn read(
    desk: &Desk,
    key: &UserKey,
    reply: &Reply,
    run: &Run<'_>,
) -> Result<Result<(Principal, Option<User>)>> {
    let person = |user: User| (principal_of(&user), Some(user));
    if reply.is_success() {
        return Ok(users::read(&reply.body).map(person));
    }
    let error = desk.pipeline.error_of(reply, key.as_str());
    if reply.status != 404 {
        return Ok(Err(error));
    }
    match key {
        UserKey::Name(_) => match people::by_address(desk, key, run).await {
            Ok(Some(user)) => Ok(Ok(person(user))),
            Ok(None) => Ok(Err(error)),
            Err(ambiguous) if ambiguous.code() == ErrorCode::UserAmbiguous => Ok(Err(ambiguous)),
            Err(failure) => Err(failure),
        },
        UserKey::Id(id) => {
            let object = desk.pipeline.send(&role_holders::by_id(id)?, run).await?;
            if !object.is_success() {
                return Ok(Err(error));
            }
            let principal = role_holders::read(&object.body, PrincipalKind::Unknown);
            let group = principal.filter(|it| it.kind == PrincipalKind::Group);
            let Some(group) = group else {
                return Ok(Err(error));
            };
            let assignable = object
                .body
                .get("isAssignableToRole")
                .and_then(serde_json::Value::as_bool);
            if assignable == Some(false) {
                let name = group.display_name.as_ref().unwrap_or(id);
                return Ok(Err(Error::new(
                    ErrorCode::InvalidInput,
                    format!("users: the group {name} cannot hold roles: it is not role-assignable"),
                )
                .about(name)
                .remedy("a group becomes role-assignable only when it is created (isAssignableToRole); name people, or such a group")));
            }
            Ok(Ok((group, None)))
        }
    }
}

fn target(
    desk: &Desk,
    actor: &Actor,
    asked: &str,
    who: Result<(Principal, Option<User>)>,
    groups: &Groups,
    case: Option<&Case>,
) -> Target {
    let mut target = Target {
        change: RoleChange {
            asked: asked.to_owned(),
            principal: None,
            status: RoleChangeStatus::NotStarted,
            until: None,
            goes: Vec::new(),
            stays: Vec::new(),
            request_id: None,
            error: None,
            notes: Vec::new(),
        },
        user: None,
        own: false,
    };
    match who {
        Ok((principal, user)) => {
            target.own =
                actor.kind == SignInKind::Person && actor.id.as_deref() == Some(principal.id.as_str());
            target.change.principal = Some(principal);
            // Somebody's own role is theirs to give away, with a warning; an application is held back by lists and
            // not by roles here, because those who hold roles are what this is about.
            let guarded = match &user {
                Some(user) if !target.own => {
                    let nothing = Standing::default();
                    let person = Person::new(actor, user, Some(&nothing), groups);
                    guard::check(desk, actor, &person, case)
                }
                _ => desk.guards.policy().map(|_| Vec::new()),
            };
            target.user = user;
            match guarded {
                Ok(notes) => target.change.notes = notes,
                Err(error) => target.fail(&error),
            }
        }
        Err(error) => target.fail(&error),
    }
    target
}
