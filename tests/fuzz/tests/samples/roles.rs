//! Samples about roles: assignments, definitions, and the names of who and what they are about.

use super::fields::{ASSIGNMENT, NAME, survive};
use super::readings::{Documented, told};
use graph_mfa::api::{Request, RoleAssignmentsRequest};
use graph_mfa_fuzz::front_door::ask;
use serde_json::{Value, json};

const NOTHING: (&str, u16, Value) = ("/", 404, Value::Null);

/// What the tenant answers about roles when these are the assignments of one of its lists.
fn listed(list: &'static str, items: &[Value], objects: &[Value]) -> Result<Value, String> {
    let answers = Documented(vec![
        (list, 200, json!({ "value": items })),
        ("/directoryObjects/getByIds", 200, json!({ "value": objects })),
        ("/roleManagement/", 200, json!({ "value": [] })),
        NOTHING,
    ]);
    let request = Request::ListRoleAssignments(RoleAssignmentsRequest::default());
    Ok(told(ask(request, answers))?["assignments"].clone())
}

fn one<'a>(told: &'a Value, pointer: &str, id: &Value) -> Result<&'a Value, String> {
    let mut items = told.as_array().into_iter().flatten();
    items
        .find(|item| item.pointer(pointer) == Some(id))
        .ok_or_else(|| format!("{id} is not in {told}"))
}

pub(crate) fn assignments(list: &'static str, samples: &[Value]) -> Result<usize, String> {
    let told = listed(list, samples, &[])?;
    let mut survived = 0;
    for sample in samples {
        survived += survive(sample, one(&told, "/assignmentId", &sample["id"])?, ASSIGNMENT)?;
    }
    Ok(survived)
}

/// Objects, as holders of a role.
pub(crate) fn names(samples: &[Value]) -> Result<usize, String> {
    let mut survived = 0;
    // One at a time: a page repeats an id.
    for sample in samples {
        let assignment = json!({ "id": "1", "principalId": sample["id"], "roleDefinitionId": "r", "directoryScopeId": "/" });
        let told = listed("/roleAssignments?", &[assignment], std::slice::from_ref(sample))?;
        survived += survive(sample, &told[0]["principal"], NAME)?;
    }
    Ok(survived)
}

/// A unit, as the place in which a role counts.
pub(crate) fn unit(sample: &Value) -> Result<usize, String> {
    let scope = format!("/administrativeUnits/{}", sample["id"].as_str().ok_or("no id")?);
    let assignment =
        json!({ "id": "1", "principalId": "p", "roleDefinitionId": "r", "directoryScopeId": scope });
    let told = listed("/roleAssignments?", &[assignment], std::slice::from_ref(sample))?;
    survive(sample, &told[0]["administrativeUnit"], NAME)
}

/// Definitions, as that of a role that is shown.
pub(crate) fn definitions(samples: &[Value]) -> Result<usize, String> {
    let mut survived = 0;
    for sample in samples {
        let mut shown = sample.clone();
        shown["displayName"] = "Authentication Administrator".into();
        let answers = Documented(vec![
            ("/roleDefinitions", 200, json!({ "value": [shown] })),
            NOTHING,
        ]);
        let told = told(ask(Request::ListRoles, answers))?;
        let role = one(&told["roles"], "/displayName", &shown["displayName"])?;
        let kept: Vec<&Value> = role["actions"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|action| &action["action"])
            .collect();
        let permissions = sample["rolePermissions"].as_array().into_iter().flatten();
        for action in permissions.flat_map(|it| it["allowedResourceActions"].as_array().into_iter().flatten())
        {
            if !kept.contains(&action) {
                return Err(format!("{action} is not in {role}"));
            }
            survived += 1;
        }
    }
    Ok(survived)
}
