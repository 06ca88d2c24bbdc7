//! `/organization`: the tenant's own entry.

use crate::http::{Call, Version};
use serde_json::Value;

pub(crate) fn get() -> Call {
    Call::get(
        "GET /organization",
        Version::V1,
        "/organization?$select=id,displayName".to_owned(),
    )
}

/// Id and name of the tenant.
pub(crate) fn read(body: &Value) -> (Option<String>, Option<String>) {
    let text = |name: &str| {
        let value = body.get("value")?.get(0)?.get(name)?.as_str()?;
        Some(value.to_owned()).filter(|value| !value.is_empty())
    };
    (text("id"), text("displayName"))
}
