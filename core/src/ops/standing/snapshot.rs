//! What people hold, read once for all people of a run and refreshed every few minutes (design section 6). It says about
//! each person what reading that person alone would say.

use super::fresh::Fresh;
use super::holders::Holders;
use super::lists::Members;
use super::units::{Chosen, Units};
use super::{Depth, is_open, read_units};
use crate::api::Standing;
use crate::auth::Actor;
use crate::error::{Error, ErrorCode, Result};
use crate::graph::access_pass::Policy;
use crate::graph::members::Body;
use crate::graph::roles::Unit;
use crate::graph::{ObjectId, UserKey, memberships};
use crate::http::{Call, Run, Version};
use crate::ops::guard::{self, Groups};
use crate::ops::preflight::{OwnRoles, Surroundings};
use crate::ops::{Desk, access_pass};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// What is known of the whole tenant. It is shared by all people of a run; nothing is read before somebody asks.
pub(crate) struct Privileged {
    holders: Fresh<Holders>,
    units: Fresh<Units>,
    /// The groups that the policies name, and who is in each; absent where that is not shown.
    groups: Fresh<Vec<(String, Option<Members>)>>,
    own: Fresh<Own>,
    surroundings: Fresh<Surroundings>,
    pass_policy: Fresh<Option<Policy>>,
    requests: AtomicU32,
}

/// What the sign-in acts with, and on whom it does so in units.
pub(in crate::ops) struct Own {
    pub(in crate::ops) roles: OwnRoles,
    units: Chosen,
}

impl Privileged {
    /// Knows nothing yet.
    pub(crate) const fn new() -> Self {
        Self {
            holders: Fresh::new(),
            units: Fresh::new(),
            groups: Fresh::new(),
            own: Fresh::new(),
            surroundings: Fresh::new(),
            pass_policy: Fresh::new(),
            requests: AtomicU32::new(0),
        }
    }

    /// How many HTTP requests it has made. No person's operation counts them.
    pub(crate) fn requests_sent(&self) -> u32 {
        self.requests.load(Ordering::Relaxed)
    }

    /// What somebody holds.
    pub(in crate::ops) async fn standing(
        &self,
        desk: &Desk,
        user: &str,
        depth: Depth,
        run: &Run<'_>,
    ) -> Result<Standing> {
        let inner = run.alone();
        let holders = self
            .holders
            .get(desk, run, Holders::read(desk, depth, &inner))
            .await;
        self.count(&inner);
        let person = number_of(user)?;
        let mut standing = holders?.parts(desk, person, depth, run).await?.standing();
        if standing.holdings.iter().any(is_open) {
            let units = self.all_units(desk, run).await?;
            if units.are_shown() {
                for held in standing.holdings.iter_mut().filter(|held| is_open(held)) {
                    let unit = held.administrative_unit.as_deref();
                    held.restricted = unit.and_then(|unit| units.restricts(unit));
                }
            } else {
                read_units(desk, &mut standing, run).await?;
            }
        }
        Ok(standing)
    }

    /// In which of the groups that the policies name somebody is; nothing when that cannot be told.
    pub(in crate::ops) async fn groups(&self, desk: &Desk, user: &str, run: &Run<'_>) -> Result<Groups> {
        let inner = run.alone();
        let all = self.groups.get(desk, run, read_groups(desk, &inner)).await;
        self.count(&inner);
        let person = number_of(user)?;
        let (mut found, mut open) = (Vec::new(), Vec::new());
        for (group, members) in all?.iter() {
            match members.as_ref().map(|members| members.contain(person)) {
                Some(true) => found.push(group.clone()),
                Some(false) => {}
                None => open.push(group.clone()),
            }
        }
        // A group that hides its members may still tell whether one person is among them.
        let calls = memberships::check(Version::V1, &UserKey::Id(user.to_owned()), &open);
        let replies = desk.pipeline.send_together(Version::V1, &calls, run).await?;
        Ok(memberships::read(&replies).map(|own| [found, own].concat()))
    }

    /// Whether somebody is in a unit of restricted management; nothing when that cannot be told.
    pub(in crate::ops) async fn restricted(
        &self,
        desk: &Desk,
        user: &str,
        run: &Run<'_>,
    ) -> Result<Option<bool>> {
        let person = number_of(user)?;
        Ok(self.all_units(desk, run).await?.restrict(person))
    }

    /// What the sign-in acts with.
    pub(in crate::ops) async fn own(&self, desk: &Desk, actor: &Actor, run: &Run<'_>) -> Result<Arc<Own>> {
        let inner = run.alone();
        let own = self.own.get(desk, run, self.read_own(desk, actor, &inner)).await;
        self.count(&inner);
        own
    }

    /// The units of somebody that count: those that restrict, and those in which the sign-in acts. Nothing when they
    /// cannot be told.
    pub(in crate::ops) async fn units(
        &self,
        desk: &Desk,
        own: &Own,
        user: &str,
        run: &Run<'_>,
    ) -> Result<Option<Vec<Unit>>> {
        let person = number_of(user)?;
        let Some(mut found) = self.all_units(desk, run).await?.restricting(person) else {
            return Ok(None);
        };
        let Some(others) = own.units.around(person) else {
            return Ok(None);
        };
        for unit in others {
            if !found.contains(&unit) {
                found.push(unit);
            }
        }
        Ok(Some(found))
    }

    /// What a plan warns of that is the same for everybody.
    pub(in crate::ops) async fn surroundings(
        &self,
        desk: &Desk,
        actor: &Actor,
        run: &Run<'_>,
    ) -> Result<Arc<Surroundings>> {
        let inner = run.alone();
        let read = Surroundings::read(desk, actor, &inner);
        let surroundings = self.surroundings.get(desk, run, read).await;
        self.count(&inner);
        surroundings
    }

    /// The tenant's policy for passes; nothing where that is not shown, or cannot be had just now.
    ///
    /// # Errors
    /// `cancelled`.
    pub(in crate::ops) async fn pass_policy(
        &self,
        desk: &Desk,
        run: &Run<'_>,
    ) -> Result<Arc<Option<Policy>>> {
        let inner = run.alone();
        let read = access_pass::policy_for_all(desk, &inner);
        let policy = self.pass_policy.get(desk, run, read).await;
        self.count(&inner);
        run.go_on()?;
        Ok(policy.unwrap_or_default())
    }

    async fn all_units(&self, desk: &Desk, run: &Run<'_>) -> Result<Arc<Units>> {
        let inner = run.alone();
        let units = self.units.get(desk, run, Units::read(desk, &inner)).await;
        self.count(&inner);
        units
    }

    async fn read_own(&self, desk: &Desk, actor: &Actor, run: &Run<'_>) -> Result<Own> {
        let roles = OwnRoles::read(desk, actor, run).await?;
        let ids = roles.units();
        let units = if ids.is_empty() {
            Chosen::default()
        } else {
            let all = self.all_units(desk, run).await?;
            all.with_members(desk, &ids, run).await?
        };
        Ok(Own { roles, units })
    }

    fn count(&self, inner: &Run<'_>) {
        self.requests.fetch_add(inner.requests_sent(), Ordering::Relaxed);
    }
}

async fn read_groups(desk: &Desk, run: &Run<'_>) -> Result<Vec<(String, Option<Members>)>> {
    let named = guard::named_groups(desk);
    let calls: Vec<Call> = named
        .iter()
        .map(|group| Body::Group.people(group))
        .collect::<Result<_>>()?;
    let members = Members::read(desk, &calls, "the groups that the policy names", run).await?;
    Ok(named.into_iter().zip(members).collect())
}

/// Whoever cannot be looked for in the lists must not pass for somebody who is in none of them.
fn number_of(user: &str) -> Result<ObjectId> {
    ObjectId::parse(user).ok_or_else(|| {
        Error::new(
            ErrorCode::UnexpectedReply,
            format!("the service gave `{user}` as the id of a person, which is no object id"),
        )
        .about(user)
        .remedy("do this person alone; if it lasts, tell Microsoft's support")
    })
}
