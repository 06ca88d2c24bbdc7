//! Reading what a person holds: roles that are active, scoped or could be activated, and groups that can hold roles
//! (facts 8.4, last paragraph). The guard and the preflight both decide by it. Which such groups somebody could activate is
//! read for an application only: nobody else holds it back, and people may seldom read it.
//!
//! What can be asked by sign-in name travels with the reading of the person; what can only be asked by object id does
//! too when the caller gave one, and costs one request more otherwise.

mod fresh;
mod holders;
mod lists;
mod snapshot;
mod units;

pub(crate) use snapshot::Privileged;

use super::Desk;
use crate::api::{Holding, HoldingKind, RoleRef, Standing, Unread};
use crate::auth::{Actor, SignInKind};
use crate::error::Result;
use crate::graph::group_eligibilities::{self, Eligibility};
use crate::graph::{UserKey, roles};
use crate::http::{Call, Reply, Run, Version};

/// What of [`Standing::unread`] protects nobody from a person who is signed in.
pub(super) const ELIGIBLE: &str = "roles that could be activated";
/// The most important of it.
pub(super) const ACTIVE: &str = "roles in the whole tenant";

/// As [`ELIGIBLE`].
pub(super) const ELIGIBLE_GROUPS: &str = "groups that can hold roles and could be activated";

const BY_KEY: usize = 3;
/// Where the answer about groups that could be activated is, when it was asked for.
const OF_ELIGIBLE_GROUPS: usize = 5;

/// How far it is looked into.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Depth {
    /// What the service heeds when a person acts, and roles that could be activated.
    #[default]
    Shallow,
    /// Groups that could be activated, too.
    Deep,
}

impl Depth {
    /// What this sign-in has to know of people. A token that does not tell counts as an application's.
    pub(super) fn of(actor: &Actor) -> Self {
        match actor.kind {
            SignInKind::Person => Self::Shallow,
            _ => Self::Deep,
        }
    }
}

/// What can be asked beside the person, in the order that [`assemble`] expects.
pub(super) fn calls(version: Version, key: &UserKey, depth: Depth) -> Vec<Call> {
    let mut calls = vec![
        roles::of_user(version, key),
        roles::assignable_groups(version, key),
        roles::owned_groups(version, key),
    ];
    if let UserKey::Id(id) = key {
        calls.extend(calls_by_id(version, id, depth));
    }
    calls
}

fn calls_by_id(version: Version, id: &str, depth: Depth) -> Vec<Call> {
    let mut calls = vec![roles::assignments(version, id), roles::eligibilities(version, id)];
    if depth == Depth::Deep {
        calls.push(group_eligibilities::of(version, id));
    }
    calls
}

/// Reads what somebody holds whose object id is known.
pub(super) async fn read(desk: &Desk, id: &str, depth: Depth, run: &Run<'_>) -> Result<Standing> {
    if let Some(privileged) = run.privileged() {
        return privileged.standing(desk, id, depth, run).await;
    }
    let calls = calls(Version::V1, &UserKey::Id(id.to_owned()), depth);
    let replies = desk.pipeline.send_together(Version::V1, &calls, run).await?;
    assemble(desk, id, replies, depth, run).await
}

/// From the answers to [`calls`] to what the person holds. Reads what is missing still.
pub(super) async fn assemble(
    desk: &Desk,
    id: &str,
    mut replies: Vec<Reply>,
    depth: Depth,
    run: &Run<'_>,
) -> Result<Standing> {
    if replies.len() == BY_KEY {
        let calls = calls_by_id(Version::V1, id, depth);
        replies.extend(desk.pipeline.send_together(Version::V1, &calls, run).await?);
    }
    if let Some(reply) = replies.get_mut(OF_ELIGIBLE_GROUPS)
        && is_not_served(reply)
    {
        *reply = desk
            .pipeline
            .send(&group_eligibilities::of(Version::V1, id), run)
            .await?;
    }
    let mut standing = Parts::from_replies(&replies, depth).standing();
    read_units(desk, &mut standing, run).await?;
    Ok(standing)
}

/// Beta does not have it in every national cloud, v1.0 does, as their pages say.
fn is_not_served(reply: &Reply) -> bool {
    matches!(reply.status, 400 | 404) && !roles::is_unlicensed(reply)
}

/// What the service says of one person, list by list; absent is what could not be read.
struct Parts {
    /// Built-in roles in the whole tenant, through groups too.
    active: Option<Vec<RoleRef>>,
    /// Groups that can hold roles.
    member: Option<Vec<roles::Group>>,
    owned: Option<Vec<roles::Group>>,
    /// The person's own, wherever they count.
    assignments: Option<Vec<roles::Assignment>>,
    eligibilities: Option<Vec<roles::Assignment>>,
    /// Groups that can hold roles and could be activated, where that is looked into.
    eligible_groups: Option<Option<Vec<Eligibility>>>,
}

impl Parts {
    fn from_replies(replies: &[Reply], depth: Depth) -> Self {
        let nothing = Reply::default();
        let reply = |place: usize| replies.get(place).unwrap_or(&nothing);
        Self {
            active: roles::read(reply(0)),
            member: roles::read_groups(reply(1)),
            owned: roles::read_groups(reply(2)),
            assignments: roles::read_assignments(reply(3)),
            eligibilities: roles::read_assignments(reply(4)),
            eligible_groups: (depth == Depth::Deep)
                .then(|| group_eligibilities::read(reply(OF_ELIGIBLE_GROUPS))),
        }
        .unless_unlicensed(replies.iter().skip(4).any(roles::is_unlicensed))
    }

    /// One licence is for roles and for groups: whoever lacks it has nobody who could activate anything.
    fn unless_unlicensed(mut self, unlicensed: bool) -> Self {
        if unlicensed {
            self.eligibilities.get_or_insert_default();
            if let Some(groups) = &mut self.eligible_groups {
                groups.get_or_insert_default();
            }
        }
        self
    }

    /// All of it together. Which units restrict is not known yet.
    fn standing(self) -> Standing {
        let mut standing = Standing::default();
        add_active(&mut standing, self.active);
        add_groups(&mut standing, HoldingKind::Member, self.member);
        add_groups(&mut standing, HoldingKind::Owner, self.owned);
        add_assignments(&mut standing, self.assignments);
        add_eligibilities(&mut standing, self.eligibilities);
        if let Some(groups) = self.eligible_groups {
            add_eligible_groups(&mut standing, groups);
        }
        standing
    }
}

fn unread(standing: &mut Standing, what: &str, permission: &str) {
    standing.unread.push(Unread {
        what: what.to_owned(),
        permission: permission.to_owned(),
    });
}

fn holding(kind: HoldingKind, role: Option<RoleRef>) -> Holding {
    Holding {
        kind,
        role,
        group: None,
        administrative_unit: None,
        restricted: None,
    }
}

fn add_active(standing: &mut Standing, active: Option<Vec<RoleRef>>) {
    let Some(active) = active else {
        return unread(standing, ACTIVE, "User.Read.All");
    };
    let active = active
        .into_iter()
        .map(|role| holding(HoldingKind::Active, Some(role)));
    standing.holdings.extend(active);
}

fn add_groups(standing: &mut Standing, kind: HoldingKind, groups: Option<Vec<roles::Group>>) {
    let what = match kind {
        HoldingKind::Owner => "ownership of groups that can hold roles",
        _ => "membership of groups that can hold roles",
    };
    let Some(groups) = groups else {
        return unread(standing, what, "GroupMember.Read.All");
    };
    // Only groups that can hold roles were asked for as memberships, so that each of them is one.
    let is_member = kind == HoldingKind::Member;
    if groups
        .iter()
        .any(|group| group.is_assignable.is_none() && !is_member)
    {
        unread(standing, what, "GroupMember.Read.All");
    }
    for group in groups {
        if group.is_assignable.unwrap_or(is_member) {
            standing.holdings.push(Holding {
                group: Some(group.name),
                ..holding(kind, None)
            });
        }
    }
}

fn add_assignments(standing: &mut Standing, own: Option<Vec<roles::Assignment>>) {
    let Some(own) = own else {
        return unread(
            standing,
            "roles in administrative units or of the tenant's own",
            "RoleManagement.Read.Directory",
        );
    };
    for assignment in own {
        let known = |held: &Holding| {
            held.kind == HoldingKind::Active
                && held.role.as_ref().is_some_and(|role| {
                    role.template_id
                        .eq_ignore_ascii_case(&assignment.role.template_id)
                })
        };
        match assignment.scope {
            // Built-in roles in the whole tenant are known already; those of the tenant's own show only here.
            roles::RoleScope::Tenant if standing.holdings.iter().any(known) => {}
            roles::RoleScope::Tenant => {
                standing
                    .holdings
                    .push(holding(HoldingKind::Active, Some(assignment.role)));
            }
            roles::RoleScope::Unit(unit) => standing.holdings.push(Holding {
                administrative_unit: Some(unit),
                ..holding(HoldingKind::Scoped, Some(assignment.role))
            }),
            roles::RoleScope::Object => standing.holdings.push(Holding {
                restricted: Some(false),
                ..holding(HoldingKind::Scoped, Some(assignment.role))
            }),
        }
    }
}

fn add_eligibilities(standing: &mut Standing, eligibilities: Option<Vec<roles::Assignment>>) {
    let Some(eligibilities) = eligibilities else {
        return unread(standing, ELIGIBLE, "RoleManagement.Read.Directory");
    };
    for eligibility in eligibilities {
        let unit = match eligibility.scope {
            roles::RoleScope::Unit(unit) => Some(unit),
            roles::RoleScope::Tenant | roles::RoleScope::Object => None,
        };
        standing.holdings.push(Holding {
            administrative_unit: unit,
            ..holding(HoldingKind::Eligible, Some(eligibility.role))
        });
    }
}

fn add_eligible_groups(standing: &mut Standing, eligible: Option<Vec<Eligibility>>) {
    let Some(eligible) = eligible else {
        return unread(
            standing,
            ELIGIBLE_GROUPS,
            "PrivilegedEligibilitySchedule.Read.AzureADGroup",
        );
    };
    if eligible.iter().any(|it| it.group.is_assignable.is_none()) {
        unread(standing, ELIGIBLE_GROUPS, "GroupMember.Read.All");
    }
    for it in eligible {
        if it.group.is_assignable == Some(true) {
            let kind = if it.as_owner {
                HoldingKind::EligibleOwner
            } else {
                HoldingKind::EligibleMember
            };
            standing.holdings.push(Holding {
                group: Some(it.group.name),
                ..holding(kind, None)
            });
        }
    }
}

/// Whether it counts in a unit of which it is not known whether it restricts.
fn is_open(held: &Holding) -> bool {
    held.kind == HoldingKind::Scoped && held.restricted.is_none()
}

/// A role in a unit of restricted management does more than the same role elsewhere.
async fn read_units(desk: &Desk, standing: &mut Standing, run: &Run<'_>) -> Result<()> {
    let mut units: Vec<String> = Vec::new();
    for held in standing.holdings.iter().filter(|held| is_open(held)) {
        match &held.administrative_unit {
            Some(unit) if !units.contains(unit) => units.push(unit.clone()),
            _ => {}
        }
    }
    if units.is_empty() {
        return Ok(());
    }
    let calls: Vec<Call> = units
        .iter()
        .map(|unit| roles::unit(Version::V1, unit))
        .collect::<Result<_>>()?;
    let replies = desk.pipeline.send_together(Version::V1, &calls, run).await?;
    for (unit, reply) in units.iter().zip(&replies) {
        let restricted = roles::read_unit(reply).and_then(|unit| unit.is_restricted);
        for held in &mut standing.holdings {
            if held.kind == HoldingKind::Scoped && held.administrative_unit.as_ref() == Some(unit) {
                held.restricted = restricted;
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests;
