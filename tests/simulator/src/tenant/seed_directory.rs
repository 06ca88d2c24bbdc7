//! From a scenario to roles and who holds them (facts 8.1 to 8.3), and how a scenario names directory objects.

use uuid::Uuid;

use super::Tenant;
use super::objects::Object;
use super::role::{Role, Roles};
use super::role_book::{Assignment, Scope};
use super::seed::{boxed, parse_id};
use crate::scenario::{self, ScenarioError};

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
            enabled: true,
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
pub(super) fn principal(tenant: &Tenant, field: &str, key: &str) -> Result<Uuid, ScenarioError> {
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

pub(super) fn named(section: &str, place: usize, display_name: &str) -> Result<String, ScenarioError> {
    if display_name.is_empty() {
        return Err(ScenarioError::new(
            format!("{section}[{place}].displayName"),
            "must not be empty",
        ));
    }
    Ok(format!("{section}[{place}] ({display_name})"))
}

pub(super) fn id_of(
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
