//! What the roles of the caller allow on whom, at the moment of the call (facts 8.4, 8.5, 2.1).
//!
//! The roles of a signed-in person come from two places, as with the service:
//!
//! - Built-in roles held in the whole tenant come from the token's `wids`. An older token keeps them: a role that was
//!   taken away meanwhile works until the token ends, and a new one works with the next token (facts 8.3).
//! - Roles scoped to an administrative unit and roles of the tenant's own are in no token; they are looked up in the
//!   role book now.
//!
//! An application that calls on its own behalf is bound by its permissions, not by the table of facts 8.4; only units
//! of restricted management bind it too.

use std::cell::OnceCell;

use uuid::Uuid;

use super::call::Call;
use super::failure::Failure;
use crate::tenant::action;
use crate::tenant::directory::User;
use crate::tenant::role::Role;
use crate::tenant::role_book::{Entry, Scope};
use crate::tenant::standing::{Standing, outranks};

/// A role that the caller acts with, and where it counts.
struct Power<'t> {
    role: &'t Role,
    scope: Scope,
}

/// How much a reader sees of somebody's methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Sight {
    /// With masked phone numbers.
    Masked,
    /// Everything.
    Full,
}

impl Call<'_> {
    /// Denies, in the words of the directory, what the caller may not do to the person at a place.
    pub(crate) fn authorize_change(&self, action: &str, place: usize) -> Result<(), Failure> {
        self.denied_unless(self.may_change(action, place), self.user(place).id)
    }

    /// Denies, in the words of the directory, what the caller may not do to a group or unit.
    pub(crate) fn authorize_management(&self, action: &str, object: Uuid) -> Result<(), Failure> {
        self.denied_unless(self.reaches(action, object, |_| true), object)
    }

    /// Whether the caller may carry out the action on the person at a place, whom nobody may act on who does not
    /// outrank them. What people may do to themselves is not asked here.
    pub(crate) fn may_change(&self, action: &str, place: usize) -> bool {
        let target = self.user(place).id;
        let standing = OnceCell::new();
        let standing = || standing.get_or_init(|| Standing::of(self.tenant, target));
        let custom_reach = self.tenant.rules.custom_role_reach;
        self.reaches(action, target, |power| match power.scope {
            Scope::Tenant => outranks(power.role, standing(), custom_reach),
            Scope::Unit(_) | Scope::Object(_) => standing().is_plain(),
        })
    }

    /// The same for an action that needs no rank.
    pub(crate) fn may_configure(&self, action: &str, place: usize) -> bool {
        self.reaches(action, self.user(place).id, |_| true)
    }

    /// Whether the object is out of reach of all who hold no role in its unit of restricted management.
    pub(crate) fn is_restricted(&self, object: Uuid) -> bool {
        self.restricted_units(object).next().is_some()
    }

    fn denied_unless(&self, permitted: bool, object: Uuid) -> Result<(), Failure> {
        match permitted {
            true => Ok(()),
            false if self.is_restricted(object) => Err(Failure::restricted_unit()),
            false => Err(Failure::directory_denied()),
        }
    }

    /// Whether one of the caller's roles carries the action to the object, and is high enough for it.
    fn reaches(&self, action: &str, target: Uuid, is_enough: impl Fn(&Power<'_>) -> bool) -> bool {
        let restricted: Vec<Uuid> = self.restricted_units(target).collect();
        if self.actor.is_application() && restricted.is_empty() {
            return true;
        }
        let members = &self.tenant.administrative_units.members;
        let mut carrying = self
            .powers()
            .into_iter()
            .filter(|power| power.role.carries(action));
        carrying.any(|power| {
            let reached = match power.scope {
                Scope::Tenant => restricted.is_empty(),
                Scope::Object(object) => object == target && restricted.is_empty(),
                Scope::Unit(unit) if restricted.is_empty() => members.contains(unit, target),
                Scope::Unit(unit) => restricted.contains(&unit),
            };
            reached && is_enough(&power)
        })
    }

    /// How much of the person's methods the caller sees, if anything.
    pub(crate) fn sight_of_methods(&self, target: &User) -> Option<Sight> {
        if self.actor.is_application() || self.actor.is_self(target) {
            return Some(Sight::Full);
        }
        let members = &self.tenant.administrative_units.members;
        let powers = self.powers().into_iter().filter(|power| match power.scope {
            Scope::Tenant => true,
            Scope::Unit(unit) => members.contains(unit, target.id),
            Scope::Object(_) => false,
        });
        powers
            .filter_map(|power| {
                if power.role.carries(action::READ_METHODS) {
                    Some(Sight::Full)
                } else if power.role.carries(action::READ_METHODS_MASKED) {
                    Some(Sight::Masked)
                } else {
                    None
                }
            })
            .max()
    }

    /// The units of restricted management that keep the caller from changing the object without a role in one.
    fn restricted_units(&self, target: Uuid) -> impl Iterator<Item = Uuid> {
        let exempt = self.actor.is_application() && !self.tenant.rules.restricted_units_bind_applications;
        let units = self.tenant.administrative_units.restricted_around(target);
        units.filter(move |_| !exempt)
    }

    fn powers(&self) -> Vec<Power<'_>> {
        let now = self.now;
        let from_token = self.actor.roles().iter().map(|role| (*role, Scope::Tenant));
        let from_book = self
            .tenant
            .assignments_of(self.actor.principal())
            .filter(|entry| entry.assignment.is_active(now))
            .map(|Entry { assignment, .. }| (assignment.role, assignment.scope));
        let known = |(id, scope): (Uuid, Scope)| {
            let role = self.tenant.roles.get(id)?;
            Some(Power { role, scope })
        };
        let from_book = from_book
            .filter_map(known)
            .filter(|power| power.scope != Scope::Tenant || !power.role.built_in);
        from_token.filter_map(known).chain(from_book).collect()
    }
}
