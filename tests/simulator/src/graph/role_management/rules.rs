//! Granting a role and taking it away, whichever path asks for it: what the service refuses, what it writes down
//! (facts 8.3, 8.5, 9.4, 9.5).

use std::sync::Arc;

use uuid::Uuid;

use super::super::call::Call;
use super::super::failure::Failure;
use super::bad_request;
use crate::scenario::DuplicateAssignment;
use crate::tenant::Tenant;
use crate::tenant::audit::{self, Activity, Change, Event, Initiator, Target};
use crate::tenant::objects::Object;
use crate::tenant::role::{GLOBAL_ADMINISTRATOR, Role};
use crate::tenant::role_book::{Assignment, Scope};

/// Refuses an assignment that can never be: an unknown role or principal, a scope that the role cannot have.
pub(super) fn check(call: &Call<'_>, wanted: &Assignment) -> Result<(), Failure> {
    let role = call.tenant.roles.get(wanted.role);
    let role = role.ok_or_else(|| Failure::no_directory_object(&wanted.role.to_string()))?;
    if !role.enabled {
        return Err(bad_request("The role definition is not enabled for assignment."));
    }
    check_principal(call, wanted.principal)?;
    check_scope(call, role, wanted.scope)
}

fn check_principal(call: &Call<'_>, principal: Uuid) -> Result<(), Failure> {
    match call.tenant.object(principal) {
        Some(Object::User(_) | Object::ServicePrincipal(_)) => Ok(()),
        Some(Object::Group(group)) if group.is_assignable_to_role => Ok(()),
        Some(Object::Group(_)) => Err(bad_request(
            "The specified group must have the isAssignableToRole property set to true to be assigned to a role.",
        )),
        Some(Object::Unit(_) | Object::Role(..)) => {
            Err(bad_request("The principal cannot be assigned to a role."))
        }
        None => Err(Failure::no_directory_object(&principal.to_string())),
    }
}

fn check_scope(call: &Call<'_>, role: &Role, scope: Scope) -> Result<(), Failure> {
    let unsupported =
        || bad_request("The given built-in role is not supported to be assigned to a single resource scope.");
    match scope {
        Scope::Tenant => Ok(()),
        Scope::Unit(unit) if call.tenant.administrative_units.get(unit).is_none() => {
            Err(Failure::no_directory_object(&unit.to_string()))
        }
        Scope::Unit(_) if role.fits_units() => Ok(()),
        Scope::Unit(_) => Err(unsupported()),
        Scope::Object(object) => match call.tenant.object(object) {
            Some(Object::Group(_) | Object::ServicePrincipal(_)) if role.fits_objects() => Ok(()),
            Some(Object::Group(_) | Object::ServicePrincipal(_)) => Err(unsupported()),
            _ => Err(Failure::no_directory_object(&object.to_string())),
        },
    }
}

/// Enters an assignment in the book and writes down who granted it. Gives its serial number.
pub(super) fn grant(call: &mut Call<'_>, wanted: Assignment) -> Result<usize, Failure> {
    check(call, &wanted)?;
    let now = call.now;
    let serial = call.tenant.role_book.add(wanted.clone(), now);
    let serial = serial.ok_or_else(|| duplicate(call))?;
    call.committed = true;
    let by = call.initiator();
    record(call.tenant, &by, &wanted, true);
    Ok(serial)
}

/// Takes an assignment out of the book and writes down who did it.
pub(super) fn take(call: &mut Call<'_>, serial: usize) -> Result<(), Failure> {
    let Some(entry) = call.tenant.role_book.get(serial) else {
        return Err(bad_request("The role assignment does not exist."));
    };
    let taken = entry.assignment.clone();
    guard_global_administrators(call, &taken)?;
    call.tenant.role_book.remove(serial);
    // A directory role stays active when its last member has left.
    call.tenant.roles.activate(taken.role);
    call.committed = true;
    let by = call.initiator();
    record(call.tenant, &by, &taken, false);
    Ok(())
}

/// A tenant keeps a Global Administrator, and nobody resigns as one by this way.
fn guard_global_administrators(call: &Call<'_>, taken: &Assignment) -> Result<(), Failure> {
    let counts = |it: &Assignment| {
        it.role == GLOBAL_ADMINISTRATOR.id && it.scope == Scope::Tenant && it.is_active(call.now)
    };
    if !counts(taken) {
        return Ok(());
    }
    if taken.principal == call.actor.principal() {
        return Err(bad_request(
            "Removing self from Global Administrator built-in role is not allowed.",
        ));
    }
    let mut others = call.tenant.role_book.iter().map(|entry| entry.assignment);
    if others.any(|it| counts(it) && it.principal != taken.principal) {
        return Ok(());
    }
    Err(bad_request(
        "The last Global Administrator of the tenant cannot be removed.",
    ))
}

fn duplicate(call: &Call<'_>) -> Failure {
    match call.tenant.rules.duplicate_assignment {
        DuplicateAssignment::BadRequest => bad_request(
            "A conflicting object with one or more of the specified property values is present in the directory.",
        ),
        DuplicateAssignment::Conflict => Failure::new(
            409,
            "Request_MultipleObjectsWithSameKeyValue",
            "Another object with the same value for property roleAssignment already exists.",
        ),
    }
}

/// The record of a role, or of the right to activate it, that came or went.
pub(super) fn record(tenant: &mut Tenant, by: &Arc<Initiator>, assignment: &Assignment, granted: bool) {
    let Some(role) = tenant.roles.get(assignment.role).cloned() else {
        return;
    };
    let activity: &'static Activity = match (assignment.eligible, role.built_in, assignment.scope, granted) {
        (true, _, _, true) => &audit::ELIGIBILITY_GRANTED,
        (true, _, _, false) => &audit::ELIGIBILITY_TAKEN,
        (_, true, Scope::Tenant, true) => &audit::ROLE_GRANTED,
        (_, true, Scope::Tenant, false) => &audit::ROLE_TAKEN,
        (_, true, Scope::Unit(_), true) => &audit::SCOPED_ROLE_GRANTED,
        (_, true, Scope::Unit(_), false) => &audit::SCOPED_ROLE_TAKEN,
        (_, _, _, true) => &audit::CUSTOM_ROLE_GRANTED,
        (_, _, _, false) => &audit::CUSTOM_ROLE_TAKEN,
    };
    let mut targets = vec![target(tenant, assignment.principal), role_target(tenant, &role)];
    if let Scope::Unit(place) | Scope::Object(place) = assignment.scope {
        targets.push(target(tenant, place));
    }
    let event = Event {
        activity,
        reason: "".into(),
        changes: changes(tenant, &role, granted),
    };
    tenant.record_about(by, targets, event);
}

/// What the log says of the role itself, each value in quotes of its own (facts 9.5).
pub(super) fn changes(tenant: &Tenant, role: &Role, granted: bool) -> Vec<Change> {
    let change = |property, value: String| {
        let value = format!("\"{value}\"");
        let (old, new) = if granted {
            (String::new(), value)
        } else {
            (value, String::new())
        };
        Change::new(property, old, new)
    };
    let mut changes = vec![
        change("Role.ObjectID", tenant.directory_role_id(role.id).to_string()),
        change("Role.DisplayName", role.name.to_string()),
        change("Role.TemplateId", role.id.to_string()),
    ];
    if *role == GLOBAL_ADMINISTRATOR {
        changes.push(change("Role.WellKnownObjectName", "TenantAdmins".to_owned()));
    }
    changes
}

/// A directory object as the target of a record.
pub(super) fn target(tenant: &Tenant, id: Uuid) -> Target {
    if let Some(place) = tenant.directory.find_id(id) {
        return Target::User(place);
    }
    let (kind, name) = match tenant.object(id) {
        Some(Object::Group(group)) => ("Group", group.display_name.to_string()),
        Some(Object::ServicePrincipal(principal)) => ("ServicePrincipal", principal.name.to_owned()),
        Some(Object::Unit(unit)) => ("AdministrativeUnit", unit.display_name.to_string()),
        _ => ("Other", String::new()),
    };
    Target::Thing {
        kind,
        id: Some(id.to_string()),
        display_name: name,
    }
}

/// The role as the target of a record.
pub(super) fn role_target(tenant: &Tenant, role: &Role) -> Target {
    Target::Thing {
        kind: "Role",
        id: Some(tenant.directory_role_id(role.id).to_string()),
        display_name: role.name.to_string(),
    }
}
