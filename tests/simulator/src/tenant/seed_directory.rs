//! From a scenario to groups, administrative units and the role book (facts 8).

use time::OffsetDateTime;
use uuid::Uuid;

use super::Tenant;
use super::administrative_units::AdministrativeUnit;
use super::groups::Group;
use super::objects::Object;
use super::role::{Role, Roles};
use super::role_book::{Assignment, Scope};
use super::seed::{boxed, parse_id};
use crate::scenario::{self, MembershipType, ScenarioError};

/// The roles of the tenant's own.
pub(super) fn roles(tenant: Uuid, specs: Vec<scenario::CustomRole>) -> Result<Roles, ScenarioError> {
    let mut roles = Roles::default();
    for (place, spec) in specs.into_iter().enumerate() {
        let field = named("customRoles", place, &spec.display_name)?;
        let foreign = |action: &&String| !action.starts_with("microsoft.") || action.contains('*');
        if let Some(action) = spec.allowed_resource_actions.iter().find(foreign) {
            return Err(ScenarioError::new(
                format!("{field}.allowedResourceActions"),
                format!("'{action}' is not the name of a resource action"),
            ));
        }
        let role = Role {
            id: id_of(tenant, &field, spec.id.as_deref(), "role", &spec.display_name)?,
            name: spec.display_name.into(),
            built_in: false,
            description: boxed(spec.description),
            actions: spec
                .allowed_resource_actions
                .into_iter()
                .map(Into::into)
                .collect(),
        };
        roles
            .add(role)
            .map_err(|_| ScenarioError::new(field, "id or displayName is taken"))?;
    }
    Ok(roles)
}

/// The role of a scenario's field.
pub(crate) fn role<'r>(roles: &'r Roles, field: &str, name_or_id: &str) -> Result<&'r Role, ScenarioError> {
    roles
        .find(name_or_id)
        .ok_or_else(|| ScenarioError::new(field, format!("no role '{name_or_id}'")))
}

/// Enters roles that somebody holds in the whole tenant.
pub(super) fn hold(
    tenant: &mut Tenant,
    field: &str,
    principal: Uuid,
    names: &[String],
) -> Result<(), ScenarioError> {
    let now = tenant.clock.now();
    for name in names {
        let assignment = Assignment {
            principal,
            role: role(&tenant.roles, field, name)?.id,
            scope: Scope::Tenant,
            eligible: false,
            from: None,
            until: None,
        };
        // Naming a role twice is no mistake: it is held all the same.
        tenant.role_book.add(assignment, now);
    }
    Ok(())
}

/// The groups, then who is in them.
pub(super) fn groups(
    tenant: &mut Tenant,
    specs: Vec<scenario::Group>,
    created: OffsetDateTime,
) -> Result<(), ScenarioError> {
    let mut members = Vec::with_capacity(specs.len());
    for (place, spec) in specs.into_iter().enumerate() {
        let field = named("groups", place, &spec.display_name)?;
        let id = id_of(tenant.id, &field, spec.id.as_deref(), "group", &spec.display_name)?;
        let security_enabled = spec.security_enabled.unwrap_or(!spec.unified);
        if spec.is_assignable_to_role && !security_enabled {
            return Err(ScenarioError::new(
                format!("{field}.securityEnabled"),
                "roles can be assigned to security groups only",
            ));
        }
        let mail_nickname: String = spec
            .display_name
            .chars()
            .filter(char::is_ascii_alphanumeric)
            .collect();
        let taken = tenant.object(id).is_some();
        let group = Group {
            id,
            description: boxed(spec.description),
            mail: spec
                .unified
                .then(|| format!("{}@{}", mail_nickname.to_lowercase(), tenant.domain).into()),
            mail_nickname: mail_nickname.into(),
            display_name: spec.display_name.into(),
            security_enabled,
            is_assignable_to_role: spec.is_assignable_to_role,
            created,
        };
        if taken || tenant.groups.add(group).is_err() {
            return Err(ScenarioError::new(format!("{field}.id"), "is taken"));
        }
        members.push((field, id, spec.members, spec.owners));
    }
    for (field, group, members, owners) in members {
        for key in members {
            let field = format!("{field}.members");
            let member = principal(tenant, &field, &key)?;
            refuse_nesting(tenant, &field, group, member)?;
            tenant.groups.members.add(group, member);
        }
        for key in owners {
            let field = format!("{field}.owners");
            let owner = principal(tenant, &field, &key)?;
            if tenant.groups.get(owner).is_some() {
                return Err(ScenarioError::new(field, "a group owns nothing"));
            }
            tenant.groups.owners.add(group, owner);
        }
    }
    Ok(())
}

fn refuse_nesting(tenant: &Tenant, field: &str, group: Uuid, member: Uuid) -> Result<(), ScenarioError> {
    let Some(inner) = tenant.groups.get(member) else {
        return Ok(());
    };
    let outer = tenant.groups.get(group);
    if inner.is_assignable_to_role || outer.is_none_or(|outer| outer.is_assignable_to_role) {
        return Err(ScenarioError::new(
            field,
            "a role-assignable group holds no groups and is in none",
        ));
    }
    Ok(())
}

/// The units of invented schools; their people were entered last, in the order of the schools.
pub(super) fn schools(tenant: &mut Tenant, schools: &scenario::Schools) -> Result<(), ScenarioError> {
    let mut next = tenant.directory.len() - schools.people();
    for (place, name) in schools.names.iter().enumerate() {
        let field = format!("schools.names[{place}]");
        if name.is_empty() {
            return Err(ScenarioError::new(field, "must not be empty"));
        }
        let unit = scenario::AdministrativeUnit {
            display_name: name.clone(),
            ..scenario::AdministrativeUnit::default()
        };
        let id = id_of(tenant.id, &field, None, "administrative unit", name)?;
        administrative_units(tenant, vec![unit])?;
        for place in next..next + schools.people_each() {
            tenant
                .administrative_units
                .members
                .add(id, tenant.directory.at(place).id);
        }
        next += schools.people_each();
    }
    Ok(())
}

/// The administrative units and their members.
pub(super) fn administrative_units(
    tenant: &mut Tenant,
    specs: Vec<scenario::AdministrativeUnit>,
) -> Result<(), ScenarioError> {
    for (place, spec) in specs.into_iter().enumerate() {
        let field = named("administrativeUnits", place, &spec.display_name)?;
        let id = id_of(
            tenant.id,
            &field,
            spec.id.as_deref(),
            "administrative unit",
            &spec.display_name,
        )?;
        let taken = tenant.object(id).is_some();
        if spec.membership_rule.is_some() && spec.membership_type != MembershipType::Dynamic {
            return Err(ScenarioError::new(
                format!("{field}.membershipRule"),
                "belongs to a dynamic unit",
            ));
        }
        let unit = AdministrativeUnit {
            id,
            display_name: spec.display_name.into(),
            description: boxed(spec.description),
            visibility: spec.visibility,
            membership_type: spec.membership_type,
            membership_rule: boxed(spec.membership_rule),
            is_member_management_restricted: spec.is_member_management_restricted,
        };
        if taken || tenant.administrative_units.add(unit).is_err() {
            return Err(ScenarioError::new(format!("{field}.id"), "is taken"));
        }
        for key in spec.members {
            let field = format!("{field}.members");
            let member = principal(tenant, &field, &key)?;
            if let Some(Object::ServicePrincipal(..)) = tenant.object(member) {
                return Err(ScenarioError::new(field, "an application is in no unit"));
            }
            tenant.administrative_units.members.add(id, member);
        }
    }
    Ok(())
}

/// The assignments that the scenario lists one by one.
pub(super) fn assignments(
    tenant: &mut Tenant,
    specs: Vec<scenario::RoleAssignment>,
) -> Result<(), ScenarioError> {
    let now = tenant.clock.now();
    for (place, spec) in specs.into_iter().enumerate() {
        let field = format!("roleAssignments[{place}]");
        let at = |name: &str| format!("{field}.{name}");
        let role = role(&tenant.roles, &at("role"), &spec.role)?;
        let scope = scope(tenant, &at("scope"), spec.scope.as_deref().unwrap_or("/"))?;
        if matches!(scope, Scope::Unit(_)) && !role.fits_units() {
            return Err(ScenarioError::new(
                at("scope"),
                format!("{} cannot be assigned in an administrative unit", role.name),
            ));
        }
        let role = role.id;
        let principal = principal(tenant, &at("principal"), &spec.principal)?;
        if tenant
            .groups
            .get(principal)
            .is_some_and(|group| !group.is_assignable_to_role)
        {
            return Err(ScenarioError::new(
                at("principal"),
                "the group is not role-assignable",
            ));
        }
        if let (Some(from), Some(until)) = (spec.from, spec.until)
            && until <= from
        {
            return Err(ScenarioError::new(at("until"), "must be later than from"));
        }
        let assignment = Assignment {
            principal,
            role,
            scope,
            eligible: spec.eligible,
            from: spec.from,
            until: spec.until,
        };
        if tenant.role_book.add(assignment, now).is_none() {
            return Err(ScenarioError::new(
                field,
                "the principal has this assignment already",
            ));
        }
    }
    Ok(())
}

fn scope(tenant: &Tenant, field: &str, text: &str) -> Result<Scope, ScenarioError> {
    const UNITS: &str = "/administrativeUnits/";
    if text == "/" {
        return Ok(Scope::Tenant);
    }
    let unit = text.strip_prefix(UNITS).unwrap_or(text);
    let named = tenant
        .administrative_units
        .iter()
        .find(|it| it.display_name.eq_ignore_ascii_case(unit) || is_id(unit, it.id));
    if let Some(unit) = named {
        return Ok(Scope::Unit(unit.id));
    }
    let object = text
        .strip_prefix('/')
        .and_then(|id| Uuid::try_parse(id).ok())
        .filter(|id| {
            matches!(
                tenant.object(*id),
                Some(Object::Group(_) | Object::ServicePrincipal(..))
            )
        });
    object.map(Scope::Object).ok_or_else(|| {
        ScenarioError::new(
            field,
            format!("'{text}' is no administrative unit, group or application"),
        )
    })
}

/// Whoever the key names: a person, a group or an application.
fn principal(tenant: &Tenant, field: &str, key: &str) -> Result<Uuid, ScenarioError> {
    let person = || {
        tenant
            .directory
            .find(key)
            .map(|place| tenant.directory.at(place).id)
    };
    let group = || {
        let mut groups = tenant.groups.iter();
        let found = groups.find(|it| it.display_name.eq_ignore_ascii_case(key) || is_id(key, it.id));
        found.map(|group| group.id)
    };
    let application = || {
        let mut applications = tenant.applications.iter();
        let found = applications
            .find(|app| app.client_id.eq_ignore_ascii_case(key) || app.name.eq_ignore_ascii_case(key));
        found.map(|app| app.service_principal_id)
    };
    person()
        .or_else(group)
        .or_else(application)
        .ok_or_else(|| ScenarioError::new(field, format!("nobody and nothing in the tenant is '{key}'")))
}

fn is_id(text: &str, id: Uuid) -> bool {
    Uuid::try_parse(text).is_ok_and(|parsed| parsed == id)
}

fn named(section: &str, place: usize, display_name: &str) -> Result<String, ScenarioError> {
    if display_name.is_empty() {
        return Err(ScenarioError::new(
            format!("{section}[{place}].displayName"),
            "must not be empty",
        ));
    }
    Ok(format!("{section}[{place}] ({display_name})"))
}

fn id_of(
    tenant: Uuid,
    field: &str,
    given: Option<&str>,
    kind: &str,
    display_name: &str,
) -> Result<Uuid, ScenarioError> {
    match given {
        Some(id) => parse_id(&format!("{field}.id"), id),
        None => Ok(Uuid::new_v5(&tenant, format!("{kind} {display_name}").as_bytes())),
    }
}
