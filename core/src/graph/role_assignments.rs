//! `roleManagement/directory/roleAssignments`: who holds which role now, and granting and taking it for good
//! (facts 8.3, 18.11).

use super::path::{literal, query_value, segment};
use crate::api::RoleRef;
use crate::error::Result;
use crate::http::{Call, HttpMethod, Version};
use crate::platform::Timestamp;
use serde_json::{Value, json};

/// The scope that is the whole tenant.
pub(crate) const TENANT: &str = "/";
const UNITS: &str = "/administrativeUnits/";

/// Which assignments.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filter {
    pub(crate) role: Option<String>,
    pub(crate) principal: Option<String>,
}

impl Filter {
    /// The query of a list: the filter, and the name of each role.
    pub(super) fn query(&self) -> String {
        let clause = |property: &str, id: &Option<String>| {
            let id = id.as_deref()?;
            Some(format!("{property} eq {}", literal(id)))
        };
        let clauses: Vec<_> = [
            clause("principalId", &self.principal),
            clause("roleDefinitionId", &self.role),
        ]
        .into_iter()
        .flatten()
        .collect();
        if clauses.is_empty() {
            return "$expand=roleDefinition".to_owned();
        }
        format!(
            "$filter={}&$expand=roleDefinition",
            query_value(&clauses.join(" and "))
        )
    }
}

/// A role in somebody's hands, as one of the three lists has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Held {
    pub(crate) id: String,
    pub(crate) principal: String,
    pub(crate) role: RoleRef,
    pub(crate) scope: String,
    pub(crate) eligible: bool,
    pub(crate) activated: bool,
    pub(crate) from: Option<Timestamp>,
    pub(crate) until: Option<Timestamp>,
}

impl Held {
    /// The administrative unit in which it counts.
    pub(crate) fn unit(&self) -> Option<&str> {
        unit_of(&self.scope)
    }
}

/// The administrative unit of a scope.
pub(crate) fn unit_of(scope: &str) -> Option<&str> {
    let (head, unit) = scope.split_at_checked(UNITS.len())?;
    head.eq_ignore_ascii_case(UNITS).then_some(unit)
}

/// The scope of an administrative unit.
pub(crate) fn unit_scope(unit: &str) -> String {
    format!("{UNITS}{unit}")
}

pub(crate) fn list(filter: &Filter) -> Call {
    Call::get(
        "GET /roleManagement/directory/roleAssignments",
        Version::V1,
        format!("/roleManagement/directory/roleAssignments?{}", filter.query()),
    )
}

/// Grants a role for good. Whether it happened must be read before it is repeated.
pub(crate) fn create(principal: &str, role: &str, scope: &str) -> Call {
    let body = json!({ "principalId": principal, "roleDefinitionId": role, "directoryScopeId": scope });
    Call {
        repeatable: false,
        ..Call::write(
            "POST /roleManagement/directory/roleAssignments",
            HttpMethod::Post,
            Version::V1,
            "/roleManagement/directory/roleAssignments".to_owned(),
            Some(body),
        )
    }
}

pub(crate) fn delete(id: &str) -> Result<Call> {
    Ok(Call::write(
        "DELETE /roleManagement/directory/roleAssignments/{id}",
        HttpMethod::Delete,
        Version::V1,
        format!("/roleManagement/directory/roleAssignments/{}", segment(id)?),
        None,
    ))
}

/// Reads one assignment; nothing when it is none in the directory, but in an application of its own.
pub(crate) fn read(item: &Value) -> Option<Held> {
    let text = |name: &str| {
        item.get(name)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
    };
    let role = text("roleDefinitionId")?;
    let of_role = |name: &str| item.get("roleDefinition")?.get(name)?.as_str();
    Some(Held {
        id: text("id")?.to_owned(),
        principal: text("principalId")?.to_owned(),
        role: RoleRef {
            template_id: of_role("templateId").unwrap_or(role).to_owned(),
            display_name: of_role("displayName").unwrap_or_default().to_owned(),
        },
        scope: text("directoryScopeId")
            .or_else(|| text("resourceScope"))?
            .to_owned(),
        eligible: false,
        activated: text("assignmentType").is_some_and(|kind| kind.eq_ignore_ascii_case("Activated")),
        from: text("startDateTime").and_then(Timestamp::parse),
        until: text("endDateTime").and_then(Timestamp::parse),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_assignment_in_the_directory_is_left_out() {
        let fields = json!({ "id": "1", "principalId": "p", "roleDefinitionId": "r", "directoryScopeId": null, "appScopeId": "/app" });
        assert_eq!(read(&fields), None);
        let older = json!({ "id": "1", "principalId": "p", "roleDefinitionId": "r", "resourceScope": "/AdministrativeUnits/u" });
        let held = read(&older).expect("an assignment");
        assert_eq!(held.unit(), Some("u"));
        assert_eq!(unit_of("/"), None);
        assert_eq!(unit_of(&unit_scope("u")), Some("u"));
    }

    #[test]
    fn a_filter_names_what_is_asked_for() {
        assert_eq!(Filter::default().query(), "$expand=roleDefinition");
        let both = Filter {
            role: Some("r".to_owned()),
            principal: Some("p".to_owned()),
        };
        assert!(
            both.query()
                .contains("principalId%20eq%20%27p%27%20and%20roleDefinitionId%20eq%20%27r%27")
        );
    }
}
