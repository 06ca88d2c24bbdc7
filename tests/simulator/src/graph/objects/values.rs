//! The values of an object's properties, by name.

use serde_json::{Value, json};
use uuid::Uuid;

use super::super::{user_properties, user_values};
use crate::tenant::Tenant;
use crate::tenant::administrative_units::AdministrativeUnit;
use crate::tenant::groups::Group;
use crate::tenant::method::timestamp;
use crate::tenant::objects::{Object, ServicePrincipal};
use crate::tenant::role::Role;

use super::app_roles;

/// The value of a property that the object's kind has; null where the tenant holds nothing.
pub(super) fn value(tenant: &Tenant, object: &Object<'_>, name: &'static str) -> Value {
    match object {
        Object::User(user) => user_properties::find(name)
            .and_then(|property| user_values::render(tenant, user, &[property]).remove(property.name))
            .unwrap_or_default(),
        Object::Group(group) => of_group(tenant, group, name),
        Object::Unit(unit) => of_unit(unit, name),
        Object::ServicePrincipal(principal) => of_service_principal(tenant, principal, name),
        Object::Role(id, role) => of_role(*id, role, name),
    }
}

fn of_group(tenant: &Tenant, group: &Group, name: &str) -> Value {
    match name {
        "id" => group.id.to_string().into(),
        "createdDateTime" | "renewedDateTime" => timestamp(group.created),
        "description" => group.description.as_deref().into(),
        "displayName" => (*group.display_name).into(),
        "groupTypes" if group.is_unified() => json!(["Unified"]),
        "isAssignableToRole" => group.is_assignable_to_role.into(),
        "isManagementRestricted" => {
            let mut units = tenant.administrative_units.restricted_around(group.id);
            units.next().is_some().into()
        }
        "mail" => group.mail.as_deref().into(),
        "mailEnabled" => group.mail.is_some().into(),
        "mailNickname" => (*group.mail_nickname).into(),
        "proxyAddresses" => group.mail.iter().map(|mail| format!("SMTP:{mail}")).collect(),
        "securityEnabled" => group.security_enabled.into(),
        "securityIdentifier" => security_identifier(group.id).into(),
        // Who may see a role-assignable group cannot be chosen.
        "visibility" if group.is_assignable_to_role => "Private".into(),
        "visibility" if group.is_unified() => "Public".into(),
        "groupTypes"
        | "onPremisesProvisioningErrors"
        | "resourceBehaviorOptions"
        | "resourceProvisioningOptions"
        | "serviceProvisioningErrors" => json!([]),
        _ => Value::Null,
    }
}

/// The identifier that Windows knows a group by: four numbers made of its id.
fn security_identifier(id: Uuid) -> String {
    let bytes = id.to_bytes_le();
    let parts = bytes.chunks_exact(4).map(|part| {
        let part = part.iter().rev();
        part.fold(0u32, |number, byte| number << 8 | u32::from(*byte))
            .to_string()
    });
    format!("S-1-12-1-{}", parts.collect::<Vec<_>>().join("-"))
}

fn of_unit(unit: &AdministrativeUnit, name: &str) -> Value {
    match name {
        "id" => unit.id.to_string().into(),
        "description" => unit.description.as_deref().into(),
        "displayName" => (*unit.display_name).into(),
        "isMemberManagementRestricted" => unit.is_member_management_restricted.into(),
        "membershipType" => json!(unit.membership_type),
        "membershipRule" => unit.membership_rule.as_deref().into(),
        "membershipRuleProcessingState" => unit.membership_rule.as_ref().map(|_| "On").into(),
        "visibility" => json!(unit.visibility),
        _ => Value::Null,
    }
}

fn of_role(id: Uuid, role: &Role, name: &str) -> Value {
    match name {
        "id" => id.to_string().into(),
        "description" => role.description.as_deref().into(),
        "displayName" => role.name.as_ref().into(),
        "roleTemplateId" => role.id.to_string().into(),
        _ => Value::Null,
    }
}

fn of_service_principal(tenant: &Tenant, principal: &ServicePrincipal<'_>, name: &str) -> Value {
    match name {
        "id" => principal.id.to_string().into(),
        "accountEnabled" => principal.application.is_none_or(|app| !app.disabled).into(),
        "appDisplayName" | "displayName" => principal.name.into(),
        "appId" => principal.app_id.into(),
        "appOwnerOrganizationId" => match principal.application {
            Some(_) => tenant.id.to_string().into(),
            None => app_roles::OWNER_OF_GRAPH.into(),
        },
        "appRoleAssignmentRequired" => false.into(),
        "appRoles" if principal.application.is_none() => app_roles::of_graph(tenant),
        "oauth2PermissionScopes" if principal.application.is_none() => app_roles::scopes_of_graph(),
        "servicePrincipalNames" => json!([principal.app_id]),
        "servicePrincipalType" => match principal.application {
            Some(app) if app.managed_identity.is_some() => "ManagedIdentity".into(),
            _ => "Application".into(),
        },
        "signInAudience" => match principal.application {
            Some(app) => json!(app.sign_in_audience),
            None => "AzureADMultipleOrgs".into(),
        },
        "addIns"
        | "alternativeNames"
        | "appRoles"
        | "keyCredentials"
        | "notificationEmailAddresses"
        | "oauth2PermissionScopes"
        | "passwordCredentials"
        | "replyUrls"
        | "tags" => json!([]),
        _ => Value::Null,
    }
}

#[cfg(test)]
mod tests {
    use uuid::uuid;

    #[test]
    fn a_security_identifier_is_made_of_the_id() {
        let id = uuid!("00000001-0002-0003-0400-000005000000");
        assert_eq!(super::security_identifier(id), "S-1-12-1-1-196610-4-5");
    }
}
