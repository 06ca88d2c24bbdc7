//! The directory roles that a person holds (facts 8.4, last paragraph).

use super::path::UserKey;
use crate::api::RoleRef;
use crate::http::{Call, Reply, Version};
use serde_json::Value;

/// Active, tenant-wide roles, through groups too.
pub(crate) fn of_user(version: Version, key: &UserKey) -> Call {
    Call::get(
        "GET /users/{user}/transitiveMemberOf/microsoft.graph.directoryRole",
        version,
        format!(
            "{}/transitiveMemberOf/microsoft.graph.directoryRole?$select=displayName,roleTemplateId",
            key.path()
        ),
    )
}

/// The roles; nothing when the answer is no complete list.
pub(crate) fn read(reply: &Reply) -> Option<Vec<RoleRef>> {
    if !reply.is_success() || reply.body.get("@odata.nextLink").is_some() {
        return None;
    }
    let text = |item: &Value, field: &str| item.get(field).and_then(Value::as_str).map(str::to_owned);
    reply
        .body
        .get("value")?
        .as_array()?
        .iter()
        .map(|item| {
            let template_id = text(item, "roleTemplateId").or_else(|| text(item, "id"))?;
            Some(RoleRef {
                display_name: text(item, "displayName").unwrap_or_else(|| template_id.clone()),
                template_id,
            })
        })
        .collect()
}
