//! `roleManagement/directory/roleDefinitions`: what each role may do (facts 8.2).

use crate::http::{Call, Version};
use serde_json::Value;

/// The built-in roles.
pub(crate) fn list() -> Call {
    Call::get(
        "GET /roleManagement/directory/roleDefinitions",
        Version::V1,
        "/roleManagement/directory/roleDefinitions?$filter=isBuiltIn%20eq%20true\
         &$select=id,displayName,templateId,rolePermissions"
            .to_owned(),
    )
}

/// A role as the tenant defines it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Definition {
    pub(crate) template_id: String,
    pub(crate) display_name: String,
    pub(crate) actions: Vec<String>,
}

pub(crate) fn read(item: &Value) -> Option<Definition> {
    let text = |name: &str| item.get(name).and_then(Value::as_str);
    let mut actions: Vec<String> = Vec::new();
    for permission in item.get("rolePermissions").and_then(Value::as_array)? {
        let allowed = permission.get("allowedResourceActions").and_then(Value::as_array);
        for action in allowed.into_iter().flatten().filter_map(Value::as_str) {
            if !actions.iter().any(|known| known == action) {
                actions.push(action.to_owned());
            }
        }
    }
    Some(Definition {
        template_id: text("templateId").or_else(|| text("id"))?.to_owned(),
        display_name: text("displayName")?.to_owned(),
        actions,
    })
}
