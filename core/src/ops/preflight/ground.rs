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
        let known = known.get_or_insert_with(|| OwnRoles {
            actor: own::from_token(actor),
            tried: false,
        });
        let mut ground = Self {
            actor: known.actor.clone(),
            standing,
            restricted: user.management_restricted == Some(true),
            units: None,
        };
        if ground.allows(purposes) {
            return Ok(ground);
        }
        // A role in a unit counts for its members only, and a role-holder in a unit of restricted management is named.
        let in_units = |actor: &Actor| {
            let mut powers = actor.powers.iter();
            powers.any(|power| matches!(power.reach, Reach::Unit(_)))
        };
        let wants_units = ground.restricted || !known.tried || in_units(&known.actor);
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
