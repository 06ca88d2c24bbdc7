//! Administrative units: whom a scoped role reaches, and who is out of reach of all others (facts 8.4, 8.5).

use std::collections::HashMap;

use uuid::Uuid;

use super::links::Links;
use crate::scenario::{MembershipType, UnitVisibility};

/// An administrative unit.
pub(crate) struct AdministrativeUnit {
    pub(crate) id: Uuid,
    pub(crate) display_name: Box<str>,
    pub(crate) description: Option<Box<str>>,
    pub(crate) visibility: Option<UnitVisibility>,
    pub(crate) membership_type: MembershipType,
    /// Who belongs to it by rule.
    pub(crate) membership_rule: Option<Box<str>>,
    /// Whether only roles scoped to the unit may change its members.
    pub(crate) is_member_management_restricted: bool,
}

/// Every unit. Members are users and groups; the members of a group that is in a unit are not in the unit.
#[derive(Default)]
pub(crate) struct AdministrativeUnits {
    units: Vec<AdministrativeUnit>,
    by_id: HashMap<Uuid, usize>,
    pub(crate) members: Links,
}

impl AdministrativeUnits {
    /// Adds a unit; gives it back when the id is taken.
    pub(crate) fn add(&mut self, unit: AdministrativeUnit) -> Result<(), AdministrativeUnit> {
        if self.by_id.contains_key(&unit.id) {
            return Err(unit);
        }
        self.by_id.insert(unit.id, self.units.len());
        self.units.push(unit);
        Ok(())
    }

    /// Every unit, in order of creation.
    pub(crate) fn iter(&self) -> std::slice::Iter<'_, AdministrativeUnit> {
        self.units.iter()
    }

    /// The unit with this id.
    pub(crate) fn get(&self, id: Uuid) -> Option<&AdministrativeUnit> {
        self.by_id.get(&id).map(|place| &self.units[*place])
    }

    /// Whether the unit is one of restricted management.
    pub(crate) fn is_restricted(&self, id: Uuid) -> bool {
        self.get(id)
            .is_some_and(|unit| unit.is_member_management_restricted)
    }

    /// The units of restricted management that an object belongs to.
    pub(crate) fn restricted_around(&self, member: Uuid) -> impl Iterator<Item = Uuid> {
        let units = self.members.around(member).iter().copied();
        units.filter(|unit| self.is_restricted(*unit))
    }
}
