//! Who holds what in the whole tenant: the same five answers that the service gives about one person, made of a few
//! lists (facts 8.3, 8.4, 8.7).

use super::lists::{self, Members};
use super::{Depth, Parts};
use crate::api::RoleRef;
use crate::error::Result;
use crate::graph::group_eligibilities::{self, Eligibility};
use crate::graph::members::Body;
use crate::graph::role_assignments::{self, Filter};
use crate::graph::roles::{self, Assignment, Group, RoleScope};
use crate::graph::{ObjectId, UserKey, role_schedules};
use crate::http::{Call, Reply, Run, Version};
use crate::ops::Desk;
use serde_json::Value;
use std::collections::HashMap;

/// Assignments by who holds them.
type Held = HashMap<ObjectId, Vec<Assignment>>;

pub(super) struct Holders {
    /// Absent when the list is not shown.
    assignments: Option<Held>,
    eligibilities: Option<Held>,
    /// Whether the service said that the licence for what could be activated is missing.
    unlicensed: bool,
    /// The groups that can hold roles.
    groups: Option<Vec<Holder>>,
}

/// A group that can hold roles.
struct Holder {
    id: ObjectId,
    group: Group,
    /// Absent where they are not shown.
    members: Option<Members>,
    owners: Option<Members>,
    /// Who could activate membership, and who ownership. Absent also where nobody looked.
    eligible: Option<[Members; 2]>,
}

impl Holders {
    pub(super) async fn read(desk: &Desk, depth: Depth, run: &Run<'_>) -> Result<Self> {
        let everything = Filter::default();
        let calls = [
            role_assignments::list(&everything),
            role_schedules::eligible(&everything),
        ];
        let mut lists = lists::read(desk, &calls, "the role assignments", held, run)
            .await?
            .into_iter();
        let mut next = || lists.next().unwrap_or_else(|| Err(Reply::default()));
        let assignments = next().ok().map(by_holder);
        let eligibilities = next();
        let mut unlicensed = eligibilities.as_ref().is_err_and(roles::is_unlicensed);
        let mut groups = groups(desk, run).await?;
        if depth == Depth::Deep {
            let groups = groups.as_deref_mut().unwrap_or_default();
            unlicensed |= read_eligible(desk, groups, run).await?;
        }
        Ok(Self {
            assignments,
            eligibilities: eligibilities.ok().map(by_holder),
            unlicensed,
            groups,
        })
    }

    /// What the lists say about one person; what they do not is asked for, unless asking needs the same permission.
    pub(super) async fn parts(
        &self,
        desk: &Desk,
        person: ObjectId,
        depth: Depth,
        run: &Run<'_>,
    ) -> Result<Parts> {
        let key = UserKey::Id(person.to_string());
        let of = |held: &Held| held.get(&person).cloned().unwrap_or_default();
        let mut parts = Parts {
            active: self.active(person),
            member: self.tied(person, |holder| &holder.members),
            owned: self.tied(person, |holder| &holder.owners),
            assignments: self.assignments.as_ref().map(of),
            eligibilities: self.eligibilities.as_ref().map(of),
            eligible_groups: (depth == Depth::Deep).then(|| self.eligible(person)),
        }
        .unless_unlicensed(self.unlicensed);
        // Without the groups nobody could be asked for who could activate them.
        let hidden = self.groups.is_none() && parts.eligible_groups.as_ref().is_some_and(Option::is_none);
        let open = [
            (parts.active.is_none(), roles::of_user(Version::V1, &key)),
            (
                parts.member.is_none(),
                roles::assignable_groups(Version::V1, &key),
            ),
            (parts.owned.is_none(), roles::owned_groups(Version::V1, &key)),
            (hidden, group_eligibilities::of(Version::V1, key.as_str())),
        ];
        let calls: Vec<Call> = open
            .into_iter()
            .filter_map(|(open, call)| open.then_some(call))
            .collect();
        let replies = desk.pipeline.send_together(Version::V1, &calls, run).await?;
        let mut replies = replies.iter();
        if parts.active.is_none() {
            parts.active = replies.next().and_then(roles::read);
        }
        if parts.member.is_none() {
            parts.member = replies.next().and_then(roles::read_groups);
        }
        if parts.owned.is_none() {
            parts.owned = replies.next().and_then(roles::read_groups);
        }
        if let Some(reply) = replies.next().filter(|_| hidden) {
            parts.eligible_groups = Some(group_eligibilities::read(reply));
            return Ok(parts.unless_unlicensed(roles::is_unlicensed(reply)));
        }
        Ok(parts)
    }

    /// The built-in roles in the whole tenant, each once, those of groups too.
    fn active(&self, person: ObjectId) -> Option<Vec<RoleRef>> {
        let assignments = self.assignments.as_ref()?;
        let mut holders = vec![person];
        for holder in self.groups.as_ref()? {
            if holder.members.as_ref()?.contain(person) {
                holders.push(holder.id);
            }
        }
        let mut active: Vec<RoleRef> = Vec::new();
        let held = holders.iter().filter_map(|holder| assignments.get(holder));
        for held in held.flatten() {
            let counts = held.scope == RoleScope::Tenant && !held.is_custom;
            if counts && !active.contains(&held.role) {
                active.push(held.role.clone());
            }
        }
        Some(active)
    }

    /// What the person could become in groups that can hold roles.
    fn eligible(&self, person: ObjectId) -> Option<Vec<Eligibility>> {
        let mut found = Vec::new();
        for holder in self.groups.as_ref()? {
            for (as_owner, these) in [false, true].into_iter().zip(holder.eligible.as_ref()?) {
                if these.contain(person) {
                    found.push(Eligibility {
                        as_owner,
                        group: holder.group.clone(),
                    });
                }
            }
        }
        Some(found)
    }

    /// The groups that have the person among these.
    fn tied(&self, person: ObjectId, these: impl Fn(&Holder) -> &Option<Members>) -> Option<Vec<Group>> {
        let mut tied = Vec::new();
        for holder in self.groups.as_ref()? {
            if these(holder).as_ref()?.contain(person) {
                tied.push(holder.group.clone());
            }
        }
        Some(tied)
    }
}

/// Adds who could activate these groups; whether the licence for that is missing.
async fn read_eligible(desk: &Desk, groups: &mut [Holder], run: &Run<'_>) -> Result<bool> {
    let calls: Vec<Call> = groups
        .iter()
        .map(|holder| group_eligibilities::in_group(&holder.group.id))
        .collect();
    let subject = "who could activate groups";
    let lists = lists::read(desk, &calls, subject, group_eligibilities::read_candidate, run).await?;
    let mut unlicensed = false;
    for (holder, list) in groups.iter_mut().zip(lists) {
        match list {
            Ok(candidates) => {
                let (owners, members): (Vec<_>, Vec<_>) =
                    candidates.into_iter().partition(|(_, as_owner)| *as_owner);
                let ids = |these: Vec<(ObjectId, bool)>| {
                    Members::from(these.into_iter().map(|(id, _)| id).collect::<Vec<_>>())
                };
                holder.eligible = Some([ids(members), ids(owners)]);
            }
            Err(reply) => unlicensed |= roles::is_unlicensed(&reply),
        }
    }
    Ok(unlicensed)
}

/// The groups that can hold roles, with their members and owners; nothing where they are not shown.
async fn groups(desk: &Desk, run: &Run<'_>) -> Result<Option<Vec<Holder>>> {
    let subject = "the groups that can hold roles";
    let list = lists::read(
        desk,
        &[roles::every_assignable_group()],
        subject,
        roles::group,
        run,
    )
    .await?
    .pop();
    let Some(Ok(groups)) = list else {
        return Ok(None);
    };
    let mut calls = Vec::with_capacity(2 * groups.len());
    for group in &groups {
        calls.extend([Body::Group.people(&group.id)?, roles::owners(&group.id)?]);
    }
    let mut people = Members::read(desk, &calls, subject, run).await?.into_iter();
    let holders = groups.into_iter().map(|group| {
        let (members, owners) = (people.next().flatten(), people.next().flatten());
        let id = ObjectId::parse(&group.id)?;
        Some(Holder {
            id,
            group,
            members,
            owners,
            eligible: None,
        })
    });
    Ok(holders.collect())
}

fn held(item: &Value) -> Option<(ObjectId, Assignment)> {
    let principal = item.get("principalId")?.as_str()?;
    Some((ObjectId::parse(principal)?, roles::read_assignment(item)?))
}

fn by_holder(list: Vec<(ObjectId, Assignment)>) -> Held {
    let mut held = Held::new();
    for (holder, assignment) in list {
        held.entry(holder).or_default().push(assignment);
    }
    held
}
