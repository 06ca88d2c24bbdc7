//! Those who hold roles, and the units in which they do: one object by id, members of groups (facts 1.3, 8.4, 8.5).

use super::path::segment;
use crate::api::{Principal, PrincipalKind, UnitRef};
use crate::error::Result;
use crate::http::{Call, Version};
use serde_json::Value;

/// One object of any kind.
pub(crate) fn by_id(id: &str) -> Result<Call> {
    Ok(Call::get(
        "GET /directoryObjects/{id}",
        Version::V1,
        format!("/directoryObjects/{}", segment(id)?),
    ))
}

/// Those who hold what the group holds.
pub(crate) fn members(group: &str) -> Result<Call> {
    Ok(Call::get(
        "GET /groups/{group}/transitiveMembers/microsoft.graph.user",
        Version::V1,
        format!(
            "/groups/{}/transitiveMembers/microsoft.graph.user?$select=id,displayName,userPrincipalName",
            segment(group)?
        ),
    ))
}

pub(crate) fn unit(id: &str) -> Result<Call> {
    Ok(Call::get(
        "GET /directory/administrativeUnits/{unit}",
        Version::V1,
        format!(
            "/directory/administrativeUnits/{}?$select=id,displayName",
            segment(id)?
        ),
    ))
}

fn text(item: &Value, name: &str) -> Option<String> {
    let text = item.get(name)?.as_str()?;
    Some(text.to_owned()).filter(|text| !text.is_empty())
}

/// Who that is. `kind` where the answer itself does not say.
pub(crate) fn read(item: &Value, kind: PrincipalKind) -> Option<Principal> {
    let kind = match item.get("@odata.type").and_then(Value::as_str) {
        Some("#microsoft.graph.user") => PrincipalKind::User,
        Some("#microsoft.graph.group") => PrincipalKind::Group,
        Some("#microsoft.graph.servicePrincipal") => PrincipalKind::ServicePrincipal,
        _ => kind,
    };
    Some(Principal {
        id: text(item, "id")?,
        kind,
        display_name: text(item, "displayName"),
        user_principal_name: text(item, "userPrincipalName"),
    })
}

pub(crate) fn read_unit(item: &Value) -> Option<UnitRef> {
    Some(UnitRef {
        id: text(item, "id")?,
        display_name: text(item, "displayName"),
    })
}
