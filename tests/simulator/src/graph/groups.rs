//! Groups: the collection, one group, and who is in it or owns it (facts 1.3, 8.3, 8.4).

use super::call::{Answer, Call};
use super::directory_objects::object_id;
use super::failure::Failure;
use super::objects::kind::Kind;
use super::objects::list;
use super::objects::show::READ_GROUPS;
use super::references;
use super::routes::{Row, relation};
use crate::tenant::groups::Group;
use crate::tenant::objects::Object;

pub(crate) const ROUTES: &[Row] = &[
    Row::get("/groups", all),
    Row::get("/groups/$count", count),
    Row::get("/groups/{id}", get),
    Row::post("/groups/{id}/members/$ref", references::add_to_group),
    Row::delete("/groups/{id}/members/{id}/$ref", references::remove_from_group),
];
pub(crate) const MEMBERS: &[Row] = relation!(
    "/groups/{id}/members",
    members,
    ["user", "group", "servicePrincipal", "device", "orgContact"]
);
pub(crate) const TRANSITIVE_MEMBERS: &[Row] = relation!(
    "/groups/{id}/transitiveMembers",
    transitive_members,
    ["user", "group", "servicePrincipal", "device", "orgContact"]
);
pub(crate) const OWNERS: &[Row] = relation!("/groups/{id}/owners", owners, ["user", "servicePrincipal"]);

fn all(call: &mut Call<'_>) -> Result<Answer, Failure> {
    collection(call, false)
}

fn count(call: &mut Call<'_>) -> Result<Answer, Failure> {
    collection(call, true)
}

fn collection(call: &Call<'_>, counting: bool) -> Result<Answer, Failure> {
    call.require(READ_GROUPS)?;
    let groups = call.tenant.groups.iter().map(Object::Group);
    list::collection(call, Kind::Group, groups.enumerate(), counting)
}

fn get(call: &mut Call<'_>) -> Result<Answer, Failure> {
    call.require(READ_GROUPS)?;
    list::single(call, &Object::Group(find(call)?))
}

fn members(call: &mut Call<'_>) -> Result<Answer, Failure> {
    call.require(READ_GROUPS)?;
    let members = call.tenant.groups.members.within(find(call)?.id);
    let objects = members.filter_map(|(place, id)| Some((place, call.tenant.object(id)?)));
    list::relation(
        call,
        &[Kind::User, Kind::Group, Kind::ServicePrincipal],
        &call.path.lower()[3..],
        objects,
    )
}

fn transitive_members(call: &mut Call<'_>) -> Result<Answer, Failure> {
    call.require(READ_GROUPS)?;
    let members = call.tenant.groups.all_within(find(call)?.id).into_iter();
    let objects = members.filter_map(|id| call.tenant.object(id));
    list::relation(
        call,
        &[Kind::User, Kind::Group, Kind::ServicePrincipal],
        &call.path.lower()[3..],
        objects.enumerate(),
    )
}

fn owners(call: &mut Call<'_>) -> Result<Answer, Failure> {
    call.require(READ_GROUPS)?;
    let owners = call.tenant.groups.owners.within(find(call)?.id);
    let objects = owners.filter_map(|(place, id)| Some((place, call.tenant.object(id)?)));
    list::relation(
        call,
        &[Kind::User, Kind::ServicePrincipal],
        &call.path.lower()[3..],
        objects,
    )
}

/// The group in the path.
pub(crate) fn find<'c>(call: &'c Call<'_>) -> Result<&'c Group, Failure> {
    let key = call.path.segment(1);
    let group = call.tenant.groups.get(object_id(key)?);
    group.ok_or_else(|| Failure::no_directory_object(key))
}
