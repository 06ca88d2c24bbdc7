//! Administrative units: the collection, one unit, and its direct members (facts 8.5).

use super::call::{Answer, Call};
use super::directory_objects::object_id;
use super::failure::Failure;
use super::objects::kind::Kind;
use super::objects::list;
use super::objects::show::READ_UNITS;
use super::references;
use super::routes::{Row, relation};
use crate::tenant::administrative_units::AdministrativeUnit;
use crate::tenant::objects::Object;

pub(crate) const ROUTES: &[Row] = &[
    Row::get("/directory/administrativeUnits", all),
    Row::get("/directory/administrativeUnits/$count", count),
    Row::get("/directory/administrativeUnits/{id}", get),
    Row::post(
        "/directory/administrativeUnits/{id}/members/$ref",
        references::add_to_unit,
    ),
    Row::delete(
        "/directory/administrativeUnits/{id}/members/{id}/$ref",
        references::remove_from_unit,
    ),
];
pub(crate) const MEMBERS: &[Row] = relation!(
    "/directory/administrativeUnits/{id}/members",
    members,
    ["user", "group", "device"]
);

/// Permission to see the members of units that hide them.
const SEE_HIDDEN: &str = "Member.Read.Hidden";

fn all(call: &mut Call<'_>) -> Result<Answer, Failure> {
    collection(call, false)
}

fn count(call: &mut Call<'_>) -> Result<Answer, Failure> {
    collection(call, true)
}

fn collection(call: &Call<'_>, counting: bool) -> Result<Answer, Failure> {
    call.require(READ_UNITS)?;
    let units = call.tenant.administrative_units.iter().map(Object::Unit);
    list::collection(call, Kind::AdministrativeUnit, units.enumerate(), counting)
}

fn get(call: &mut Call<'_>) -> Result<Answer, Failure> {
    call.require(READ_UNITS)?;
    list::single(call, &Object::Unit(find(call)?))
}

fn members(call: &mut Call<'_>) -> Result<Answer, Failure> {
    call.require(READ_UNITS)?;
    let unit = find(call)?;
    if !shows_members(call, unit) {
        return Err(Failure::directory_denied());
    }
    let members = call.tenant.administrative_units.members.within(unit.id);
    let objects = members.filter_map(|(place, id)| Some((place, call.tenant.object(id)?)));
    list::relation(call, &[Kind::User, Kind::Group], &call.path.lower()[4..], objects)
}

/// Whether the caller may know who is in the unit.
pub(crate) fn shows_members(call: &Call<'_>, unit: &AdministrativeUnit) -> bool {
    let members = &call.tenant.administrative_units.members;
    unit.visibility.is_none()
        || call.actor.has_any(&[SEE_HIDDEN])
        || members.contains(unit.id, call.actor.principal())
}

/// The unit in the path.
pub(crate) fn find<'c>(call: &'c Call<'_>) -> Result<&'c AdministrativeUnit, Failure> {
    let key = call.path.segment(2);
    let unit = call.tenant.administrative_units.get(object_id(key)?);
    unit.ok_or_else(|| Failure::no_directory_object(key))
}
