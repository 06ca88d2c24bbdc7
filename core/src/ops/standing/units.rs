//! Administrative units of the whole tenant: which of them restrict the management of their members, and who those are
//! (facts 8.4, 8.5).

use super::lists::{self, Members};
use crate::error::Result;
use crate::graph::ObjectId;
use crate::graph::members::Body;
use crate::graph::roles::{self, Unit};
use crate::http::{Call, Run};
use crate::ops::Desk;

/// A unit with those in it; nothing where that is not shown.
struct Peopled {
    unit: Unit,
    members: Option<Members>,
}

/// The units of the tenant.
pub(super) struct Units {
    /// Absent when they are not shown.
    all: Option<Vec<Unit>>,
    restricted: Vec<Peopled>,
}

impl Units {
    pub(super) async fn read(desk: &Desk, run: &Run<'_>) -> Result<Self> {
        let subject = "the administrative units";
        let list = lists::read(desk, &[roles::every_unit()], subject, roles::unit_in, run)
            .await?
            .pop();
        let Some(Ok(all)) = list else {
            return Ok(Self {
                all: None,
                restricted: Vec::new(),
            });
        };
        let restricted = all.iter().filter(|unit| unit.is_restricted == Some(true));
        Ok(Self {
            restricted: peopled(desk, restricted.cloned().collect(), run).await?,
            all: Some(all),
        })
    }

    /// Whether the service shows them at all.
    pub(super) const fn are_shown(&self) -> bool {
        self.all.is_some()
    }

    /// Whether the unit restricts the management of its members; nothing where that is not shown.
    pub(super) fn restricts(&self, unit: &str) -> Option<bool> {
        self.find(unit)?.is_restricted
    }

    fn find(&self, unit: &str) -> Option<&Unit> {
        let mut units = self.all.iter().flatten();
        units.find(|known| known.id.eq_ignore_ascii_case(unit))
    }

    /// Whether somebody is in a unit that restricts it; nothing when that cannot be told.
    pub(super) fn restrict(&self, person: ObjectId) -> Option<bool> {
        let restricting = self.restricting(person);
        match restricting {
            Some(units) => Some(!units.is_empty()),
            None if self.restricted.iter().any(|it| has(it, person) == Some(true)) => Some(true),
            None => None,
        }
    }

    /// In which of those somebody is; nothing unless all of them show their members.
    pub(super) fn restricting(&self, person: ObjectId) -> Option<Vec<Unit>> {
        self.all.as_ref()?;
        around(&self.restricted, person)
    }

    /// These units, with those in them.
    pub(super) async fn with_members(&self, desk: &Desk, ids: &[String], run: &Run<'_>) -> Result<Chosen> {
        let units = ids.iter().map(|id| match self.find(id) {
            Some(unit) => unit.clone(),
            None => Unit {
                id: id.clone(),
                name: id.clone(),
                is_restricted: None,
            },
        });
        Ok(Chosen(peopled(desk, units.collect(), run).await?))
    }
}

/// Units that were chosen by id.
#[derive(Default)]
pub(super) struct Chosen(Vec<Peopled>);

impl Chosen {
    /// In which of them somebody is; nothing unless all of them show their members.
    pub(super) fn around(&self, person: ObjectId) -> Option<Vec<Unit>> {
        around(&self.0, person)
    }
}

fn around(units: &[Peopled], person: ObjectId) -> Option<Vec<Unit>> {
    let mut found = Vec::new();
    for unit in units {
        if has(unit, person)? {
            found.push(unit.unit.clone());
        }
    }
    Some(found)
}

fn has(unit: &Peopled, person: ObjectId) -> Option<bool> {
    Some(unit.members.as_ref()?.contain(person))
}

async fn peopled(desk: &Desk, units: Vec<Unit>, run: &Run<'_>) -> Result<Vec<Peopled>> {
    let calls: Vec<Call> = units
        .iter()
        .map(|unit| Body::AdministrativeUnit.people(&unit.id))
        .collect::<Result<_>>()?;
    let members = Members::read(desk, &calls, "the administrative units", run).await?;
    let peopled = units.into_iter().zip(members);
    Ok(peopled.map(|(unit, members)| Peopled { unit, members }).collect())
}
