//! What an answer about one person rests on, read as far as it is needed: for a person with no surprises nothing beyond
//! what travelled with the inspection.

use super::matrix::{self, Actor, Judgement, Power, Reach, Target, Tri};
use super::own;
use crate::api::{HoldingKind, Purpose, Standing, User};
use crate::auth;
use crate::auth::SignInKind;
use crate::error::Result;
use crate::graph::roles::Unit;
use crate::http::Run;
use crate::ops::standing::Depth;
use crate::ops::{Desk, standing};

/// The sign-in and one person.
pub(in crate::ops) struct Ground {
    actor: Actor,
    pub(in crate::ops) standing: Option<Standing>,
    pub(super) restricted: bool,
    pub(super) units: Option<Vec<Unit>>,
}

/// Whether what the person holds decides, as far as is known before anything was read.
pub(in crate::ops) fn needs_standing(actor: &auth::Actor, purposes: &[Purpose]) -> bool {
    let over_everybody = [matrix::GLOBAL, matrix::PRIVILEGED_AUTHENTICATION];
    let own = actor.roles.iter().flatten();
    actor.kind != SignInKind::Person
        || (purposes
            .iter()
            .any(|purpose| *purpose != Purpose::SetPerUserState)
            && !own
                .into_iter()
                .any(|role| over_everybody.contains(&role.to_ascii_lowercase().as_str())))
}

impl Ground {
    /// Reads what decides. `known` keeps what was read of the sign-in, for the next person.
    pub(in crate::ops) async fn read(
        desk: &Desk,
        actor: &auth::Actor,
        known: &mut Option<OwnRoles>,
        user: &User,
        standing: Option<Standing>,
        purposes: &[Purpose],
        run: &Run<'_>,
    ) -> Result<Self> {
        let known = known.get_or_insert_with(|| OwnRoles::from_token(actor));
        let mut ground = Self {
            actor: known.actor.clone(),
            standing,
            restricted: user.management_restricted == Some(true),
            units: None,
        };
        if ground.allows(purposes) {
            return Ok(ground);
        }
        if let Some(privileged) = run.privileged() {
            let own = privileged.own(desk, actor, run).await?;
            ground.actor = own.roles.actor.clone();
            ground.units = privileged.units(desk, &own, &user.id, run).await?;
            if ground.units.is_none() && (ground.restricted || ground.actor.acts_in_units()) {
                ground.units = own::units_of(desk, &user.id, run).await?;
            }
            if ground.standing.is_none() {
                ground.standing = Some(standing::read(desk, &user.id, Depth::of(actor), run).await?);
            }
            return Ok(ground);
        }
        // A role in a unit counts for its members only, and a role-holder in a unit of restricted management is named.
        let wants_units = ground.restricted || !known.tried || known.actor.acts_in_units();
        if !known.tried || wants_units {
            let user = wants_units.then_some(user.id.as_str());
            ground.units = own::complete(desk, actor, &mut known.actor, known.tried, user, run).await?;
            known.tried = true;
            ground.actor = known.actor.clone();
        }
        if ground.standing.is_none() {
            ground.standing = Some(standing::read(desk, &user.id, Depth::of(actor), run).await?);
        }
        Ok(ground)
    }

    fn allows(&self, purposes: &[Purpose]) -> bool {
        purposes
            .iter()
            .all(|purpose| self.judge(*purpose).answer == Tri::Yes)
    }

    pub(super) fn judge(&self, purpose: Purpose) -> Judgement {
        matrix::judge(purpose, &self.actor, self.target())
    }

    /// The least role with which a person may do it.
    pub(super) fn least(&self, purpose: Purpose) -> Option<Power> {
        matrix::least(purpose, self.target())
    }

    fn target(&self) -> Target<'_> {
        Target {
            standing: self.standing.as_ref(),
            restricted: self.restricted,
            units: self.units.as_deref(),
        }
    }

    /// With which what decides could be read.
    pub(super) fn missing_permissions(&self) -> Vec<&str> {
        let mut missing = self
            .standing
            .as_ref()
            .map(Standing::missing_permissions)
            .unwrap_or_default();
        let unit_unread =
            |held: &crate::api::Holding| held.kind == HoldingKind::Scoped && held.restricted.is_none();
        let unread = self.units.is_none()
            || self
                .standing
                .iter()
                .flat_map(|standing| &standing.holdings)
                .any(unit_unread);
        if missing.is_empty() && unread {
            missing.push("AdministrativeUnit.Read.All");
        }
        missing
    }
}

/// What was read of the sign-in.
pub(in crate::ops) struct OwnRoles {
    actor: Actor,
    /// Whether more than the token was asked.
    tried: bool,
}

impl OwnRoles {
    fn from_token(actor: &auth::Actor) -> Self {
        Self {
            actor: own::from_token(actor),
            tried: false,
        }
    }

    /// Reads all of it.
    pub(in crate::ops) async fn read(desk: &Desk, actor: &auth::Actor, run: &Run<'_>) -> Result<Self> {
        let mut known = Self::from_token(actor);
        own::complete(desk, actor, &mut known.actor, false, None, run).await?;
        known.tried = true;
        Ok(known)
    }

    /// The administrative units in which the sign-in acts.
    pub(in crate::ops) fn units(&self) -> Vec<String> {
        let mut units: Vec<String> = Vec::new();
        for power in &self.actor.powers {
            match &power.reach {
                Reach::Unit(unit) if !units.contains(unit) => units.push(unit.clone()),
                _ => {}
            }
        }
        units
    }
}
