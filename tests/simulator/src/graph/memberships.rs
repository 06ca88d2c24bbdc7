//! What a person or an application belongs to and owns (facts 8.4 to 8.6).

use std::collections::HashSet;

use serde_json::{Value, json};
use uuid::Uuid;

use super::administrative_units::shows_members;
use super::call::{Answer, Call};
use super::directory_objects::{ids_in_body, object_id};
use super::failure::Failure;
use super::objects::kind::Kind;
use super::objects::list;
use super::objects::show::{READ_GROUPS, READ_SERVICE_PRINCIPALS};
use super::routes::{Row, relation};
use super::users::FULL;
use crate::tenant::objects::Object;

pub(crate) const ROUTES: &[Row] = &[
    Row::action("/users/{id}/checkMemberGroups", check_groups),
    Row::action("/users/{id}/checkMemberObjects", check_objects),
    Row::action("/users/{id}/getMemberGroups", get_groups),
    Row::action("/users/{id}/getMemberObjects", get_objects),
    Row::action("/servicePrincipals/{id}/checkMemberGroups", check_groups),
    Row::action("/servicePrincipals/{id}/checkMemberObjects", check_objects),
    Row::action("/servicePrincipals/{id}/getMemberGroups", get_groups),
    Row::action("/servicePrincipals/{id}/getMemberObjects", get_objects),
];
pub(crate) const OF_USERS: &[Row] = relation!(
    "/users/{id}/memberOf",
    member_of,
    ["directoryRole", "group", "administrativeUnit"]
);
pub(crate) const TRANSITIVE_OF_USERS: &[Row] = relation!(
    "/users/{id}/transitiveMemberOf",
    member_of,
    ["directoryRole", "group", "administrativeUnit"]
);
pub(crate) const OF_SERVICE_PRINCIPALS: &[Row] = relation!(
    "/servicePrincipals/{id}/memberOf",
    member_of,
    ["directoryRole", "group", "administrativeUnit"]
);
pub(crate) const TRANSITIVE_OF_SERVICE_PRINCIPALS: &[Row] = relation!(
    "/servicePrincipals/{id}/transitiveMemberOf",
    member_of,
    ["directoryRole", "group", "administrativeUnit"]
);
pub(crate) const OWNED_BY_USERS: &[Row] = relation!(
    "/users/{id}/ownedObjects",
    owned_objects,
    ["group", "application", "servicePrincipal"]
);

/// As many as one call can check.
const MAX_CHECKED: usize = 20;

/// `…/memberOf` and `…/transitiveMemberOf`
fn member_of(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let transitive = call.path.segment(2).eq_ignore_ascii_case("transitiveMemberOf");
    let member = member(call, transitive)?;
    list::relation(
        call,
        &[Kind::Group, Kind::DirectoryRole, Kind::AdministrativeUnit],
        &call.path.lower()[3..],
        memberships(call, member, transitive).into_iter().enumerate(),
    )
}

/// `/users/{u}/ownedObjects`
fn owned_objects(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.find_user();
    let mut permissions = FULL.to_vec();
    if place
        .as_ref()
        .is_ok_and(|place| call.actor.is_self(call.user(*place)))
    {
        permissions.push("User.Read");
    }
    call.require(&permissions)?;
    let owner = call.user(place?).id;
    let owned = call.tenant.groups.owners.around(owner).iter();
    let groups = owned.filter_map(|id| call.tenant.groups.get(*id));
    list::relation(
        call,
        &[Kind::Group],
        &call.path.lower()[3..],
        groups.map(Object::Group).enumerate(),
    )
}

fn check_groups(call: &mut Call<'_>) -> Result<Answer, Failure> {
    check(call, "groupIds", |object| matches!(object, Object::Group(_)))
}

fn check_objects(call: &mut Call<'_>) -> Result<Answer, Failure> {
    check(call, "ids", |_| true)
}

/// Which of the ids in the body are among the memberships.
fn check(call: &mut Call<'_>, parameter: &str, counts: fn(&Object<'_>) -> bool) -> Result<Answer, Failure> {
    let member = member(call, true)?;
    let asked = ids_in_body(call, parameter, MAX_CHECKED)?;
    let found = memberships(call, member, true);
    let found: HashSet<Uuid> = found.iter().filter(|it| counts(it)).map(Object::id).collect();
    let value = asked.into_iter().filter(|id| found.contains(id)).collect();
    Ok(ids(call, value))
}

fn get_groups(call: &mut Call<'_>) -> Result<Answer, Failure> {
    every(call, |object| matches!(object, Object::Group(_)))
}

fn get_objects(call: &mut Call<'_>) -> Result<Answer, Failure> {
    every(call, |_| true)
}

/// The ids of all memberships, or of those that are security groups.
fn every(call: &mut Call<'_>, counts: fn(&Object<'_>) -> bool) -> Result<Answer, Failure> {
    let member = member(call, true)?;
    let security_enabled_only = match call.body()?.get("securityEnabledOnly") {
        None | Some(Value::Null) => false,
        Some(Value::Bool(only)) => *only,
        Some(_) => return Err(Failure::syntax("securityEnabledOnly must be a Boolean.")),
    };
    let is_wanted = |object: &Object<'_>| {
        counts(object)
            && (!security_enabled_only || matches!(object, Object::Group(group) if group.security_enabled))
    };
    let found = memberships(call, member, true);
    let found = found.iter().filter(|it| is_wanted(it)).map(Object::id).collect();
    Ok(ids(call, found))
}

fn ids(call: &Call<'_>, value: Vec<Uuid>) -> Answer {
    Answer::Json(
        200,
        json!({ "@odata.context": call.context("Collection(Edm.String)"), "value": value }),
    )
}

/// What somebody belongs to, without units whose members the caller may not know.
fn memberships<'c>(call: &'c Call<'_>, member: Uuid, transitive: bool) -> Vec<Object<'c>> {
    let mut found = call.tenant.memberships(member, transitive);
    found.retain(|object| match object {
        Object::Unit(unit) => member == call.actor.principal() || shows_members(call, unit),
        _ => true,
    });
    found
}

/// The person or service principal in the path, if the caller may know what it belongs to.
fn member(call: &mut Call<'_>, transitive: bool) -> Result<Uuid, Failure> {
    if call.path.lower().first() != Some(&"users") {
        call.require(&[READ_SERVICE_PRINCIPALS, READ_GROUPS].concat())?;
        let key = call.path.segment(1);
        let id = object_id(key)?;
        return match call.tenant.object(id) {
            Some(Object::ServicePrincipal(_)) => Ok(id),
            _ => Err(Failure::no_directory_object(key)),
        };
    }
    let place = call.find_user();
    let mut permissions = vec!["Directory.Read.All", "Directory.ReadWrite.All"];
    if transitive || !call.actor.is_application() {
        permissions.extend(["User.Read.All", "User.ReadWrite.All"]);
        permissions.extend(READ_GROUPS);
    }
    if place
        .as_ref()
        .is_ok_and(|place| call.actor.is_self(call.user(*place)))
    {
        permissions.push("User.Read");
    }
    call.require(&permissions)?;
    Ok(call.user(place?).id)
}
