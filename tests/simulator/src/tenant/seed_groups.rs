//! From a scenario to groups and administrative units, with who is in them (facts 8.3 to 8.5).

use time::OffsetDateTime;
use uuid::Uuid;

use super::Tenant;
use super::administrative_units::AdministrativeUnit;
use super::groups::{Group, GroupEligibility};
use super::objects::Object;
use super::seed::boxed;
use super::seed_directory::{id_of, named, principal};
use crate::scenario::{self, MembershipType, ScenarioError};

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

/// Who may become a member or an owner of a group.
pub(super) fn eligibilities(
    tenant: &mut Tenant,
    specs: Vec<scenario::GroupEligibility>,
) -> Result<(), ScenarioError> {
    for (place, spec) in specs.into_iter().enumerate() {
        let at = |name: &str| format!("groupEligibilities[{place}].{name}");
        let group = principal(tenant, &at("group"), &spec.group)?;
        if tenant.groups.get(group).is_none() {
            return Err(ScenarioError::new(
                at("group"),
                format!("'{}' is no group", spec.group),
            ));
        }
        let who = principal(tenant, &at("principal"), &spec.principal)?;
        if who == group {
            return Err(ScenarioError::new(at("principal"), "a group is not in itself"));
        }
        if let Some(Object::ServicePrincipal(..)) = tenant.object(who) {
            return Err(ScenarioError::new(
                at("principal"),
                "an application activates nothing",
            ));
        }
        if let (Some(from), Some(until)) = (spec.from, spec.until)
            && until <= from
        {
            return Err(ScenarioError::new(at("until"), "must be later than from"));
        }
        tenant.groups.eligibilities.push(GroupEligibility {
            group,
            principal: who,
            access: spec.access,
            from: spec.from,
            until: spec.until,
        });
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
