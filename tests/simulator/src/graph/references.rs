//! Adding members to groups and administrative units and taking them out (facts 8.4, 8.5).

use serde_json::Value;
use uuid::Uuid;

use super::call::{Answer, Call};
use super::directory_objects::object_id;
use super::failure::Failure;
use super::{administrative_units, groups};
use crate::scenario::MembershipType;
use crate::tenant::audit::{self, Change, Event, Target};
use crate::tenant::objects::Object;
use crate::tenant::{Tenant, action, links::Links};

/// Permissions to change who is in a group.
const WRITE_GROUPS: &[&str] = &[
    "GroupMember.ReadWrite.All",
    "Group.ReadWrite.All",
    "Directory.ReadWrite.All",
];
/// What it takes besides where the group can hold roles.
const WRITE_ASSIGNABLE: &[&str] = &["RoleManagement.ReadWrite.Directory"];
/// Permissions to change who is in a unit.
const WRITE_UNITS: &[&str] = &["AdministrativeUnit.ReadWrite.All", "Directory.ReadWrite.All"];

/// `POST /groups/{id}/members/$ref`
pub(crate) fn add_to_group(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let group = writable_group(call)?;
    let member = added(call)?;
    if let Some(Object::Group(inner)) = call.tenant.object(member) {
        let outer = groups::find(call)?;
        if outer.is_assignable_to_role || inner.is_assignable_to_role {
            return Err(bad_request(
                "Nesting is not supported for groups that can be assigned to a role.",
            ));
        }
    }
    let is_possible = matches!(
        call.tenant.object(member),
        Some(Object::User(_) | Object::Group(_) | Object::ServicePrincipal(_))
    );
    let is_possible = is_possible && group != member;
    add(call, Relation::Group, is_possible, group, member)
}

/// `DELETE /groups/{id}/members/{member}/$ref`
pub(crate) fn remove_from_group(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let group = writable_group(call)?;
    let member = object_id(call.path.segment(3))?;
    remove(call, Relation::Group, group, member)
}

/// `POST /directory/administrativeUnits/{id}/members/$ref`
pub(crate) fn add_to_unit(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let unit = writable_unit(call)?;
    let member = added(call)?;
    let restricted = call.tenant.administrative_units.is_restricted(unit);
    let is_possible = match call.tenant.object(member) {
        Some(Object::User(_)) => true,
        Some(Object::Group(group)) => !(restricted && group.is_unified()),
        _ => false,
    };
    add(call, Relation::Unit, is_possible, unit, member)
}

/// `DELETE /directory/administrativeUnits/{id}/members/{member}/$ref`
pub(crate) fn remove_from_unit(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let unit = writable_unit(call)?;
    let member = object_id(call.path.segment(4))?;
    remove(call, Relation::Unit, unit, member)
}

/// The group in the path, if the caller may change who is in it: with a permission, and as a person with a role that
/// allows it or as an owner.
fn writable_group(call: &Call<'_>) -> Result<Uuid, Failure> {
    call.require(WRITE_GROUPS)?;
    let group = groups::find(call)?;
    let action = if group.is_assignable_to_role {
        call.require(WRITE_ASSIGNABLE)?;
        action::CHANGE_ASSIGNABLE_MEMBERS
    } else {
        action::CHANGE_GROUP_MEMBERS
    };
    let owners = &call.tenant.groups.owners;
    let owns = owners.contains(group.id, call.actor.principal()) && !call.is_restricted(group.id);
    if !owns {
        call.authorize_management(action, group.id)?;
    }
    Ok(group.id)
}

/// The unit in the path, if the caller may change who is in it.
fn writable_unit(call: &Call<'_>) -> Result<Uuid, Failure> {
    call.require(WRITE_UNITS)?;
    let unit = administrative_units::find(call)?;
    call.authorize_management(action::CHANGE_UNIT_MEMBERS, unit.id)?;
    if unit.membership_type == MembershipType::Dynamic {
        return Err(bad_request(
            "The members of an administrative unit with dynamic membership cannot be changed.",
        ));
    }
    Ok(unit.id)
}

/// The object that the body refers to.
pub(crate) fn added(call: &Call<'_>) -> Result<Uuid, Failure> {
    let body = call.body()?;
    let reference = body.get("@odata.id").and_then(Value::as_str);
    let reference = reference.ok_or_else(|| {
        bad_request("Reference of the object to be added is missing: '@odata.id' is required.")
    })?;
    let key = reference
        .trim_end_matches('/')
        .rsplit('/')
        .next()
        .unwrap_or_default();
    let id = object_id(key)?;
    match call.tenant.object(id) {
        Some(_) => Ok(id),
        None => Err(Failure::no_directory_object(key)),
    }
}

fn bad_request(message: &str) -> Failure {
    Failure::new(400, "Request_BadRequest", message)
}

/// What somebody can be a member of.
#[derive(Clone, Copy)]
enum Relation {
    Group,
    Unit,
}

impl Relation {
    fn links(self, tenant: &mut Tenant) -> &mut Links {
        match self {
            Self::Group => &mut tenant.groups.members,
            Self::Unit => &mut tenant.administrative_units.members,
        }
    }
}

fn add(
    call: &mut Call<'_>,
    relation: Relation,
    is_possible: bool,
    container: Uuid,
    member: Uuid,
) -> Result<Answer, Failure> {
    if !is_possible {
        return Err(bad_request(
            "An invalid operation was included in the following modified references: 'members'.",
        ));
    }
    if !relation.links(call.tenant).add(container, member) {
        return Err(bad_request(
            "One or more added object references already exist for the following modified properties: 'members'.",
        ));
    }
    call.committed = true;
    record(call, relation, container, member, true);
    Ok(Answer::NoContent)
}

fn remove(call: &mut Call<'_>, relation: Relation, container: Uuid, member: Uuid) -> Result<Answer, Failure> {
    if !relation.links(call.tenant).remove(container, member) {
        return Err(Failure::no_directory_object(&member.to_string()));
    }
    call.committed = true;
    record(call, relation, container, member, false);
    Ok(Answer::NoContent)
}

/// Writes down who came or went.
fn record(call: &mut Call<'_>, relation: Relation, container: Uuid, member: Uuid, added: bool) {
    let tenant = &call.tenant;
    let (kind, name, restricted) = match tenant.object(container) {
        Some(Object::Group(group)) => ("Group", group.display_name.to_string(), false),
        Some(Object::Unit(unit)) => (
            "AdministrativeUnit",
            unit.display_name.to_string(),
            unit.is_member_management_restricted,
        ),
        _ => return,
    };
    let activity = match (relation, restricted, added) {
        (Relation::Group, _, true) => &audit::MEMBER_ADDED_TO_GROUP,
        (Relation::Group, _, false) => &audit::MEMBER_REMOVED_FROM_GROUP,
        (Relation::Unit, false, true) => &audit::MEMBER_ADDED_TO_UNIT,
        (Relation::Unit, false, false) => &audit::MEMBER_REMOVED_FROM_UNIT,
        (Relation::Unit, true, true) => &audit::MEMBER_ADDED_TO_RESTRICTED_UNIT,
        (Relation::Unit, true, false) => &audit::MEMBER_REMOVED_FROM_RESTRICTED_UNIT,
    };
    let change = |property: &str, value: &str| {
        let value = format!("\"{value}\"");
        let (old, new) = if added {
            (String::new(), value)
        } else {
            (value, String::new())
        };
        Change::of(format!("{kind}.{property}"), old, new)
    };
    let changes = vec![
        change("ObjectID", &container.to_string()),
        change("DisplayName", &name),
    ];
    let thing = |kind, id: Uuid, display_name: &str| Target::Thing {
        kind,
        id: Some(id.to_string()),
        display_name: display_name.to_owned(),
    };
    let who = match (tenant.directory.find_id(member), tenant.object(member)) {
        (Some(place), _) => Target::User(place),
        (None, Some(Object::Group(inner))) => thing("Group", member, &inner.display_name),
        (None, Some(Object::ServicePrincipal(it))) => thing("ServicePrincipal", member, it.name),
        (None, _) => thing("Other", member, ""),
    };
    let targets = vec![who, thing(kind, container, &name)];
    let by = call.initiator();
    let event = Event {
        activity,
        reason: "".into(),
        changes,
    };
    call.tenant.record_about(&by, targets, event);
}
