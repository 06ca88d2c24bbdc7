//! Those who hold roles, and the units in which they do: objects of several kinds by id, members of groups, groups of a
//! person (facts 1.3, 8.4, 8.5).

use super::path::{UserKey, literal, query_value, segment};
use crate::api::{Principal, PrincipalKind, UnitRef};
use crate::error::Result;
use crate::http::{Call, HttpMethod, Version};
use serde_json::{Value, json};

/// As many ids as one call takes.
pub(crate) const MOST_IDS: usize = 1000;

/// Objects of any kind by id. It only reads, although it is a POST.
pub(crate) fn by_ids(ids: &[String]) -> Call {
    Call {
        writes: 0,
        ..Call::write(
            "POST /directoryObjects/getByIds",
            HttpMethod::Post,
            Version::V1,
            "/directoryObjects/getByIds".to_owned(),
            Some(json!({ "ids": ids })),
        )
    }
}

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

/// The groups of a person that can hold roles.
pub(crate) fn groups_of(user: &str) -> Call {
    Call::get(
        "GET /users/{user}/transitiveMemberOf/microsoft.graph.group",
        Version::V1,
        format!(
            "{}/transitiveMemberOf/microsoft.graph.group?$filter={}&$count=true&$select=id,displayName",
            UserKey::Id(user.to_owned()).path(),
            query_value("isAssignableToRole eq true")
        ),
    )
    .eventual()
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

pub(crate) fn units_named(name: &str) -> Call {
    Call::get(
        "GET /directory/administrativeUnits?$filter={name}",
        Version::V1,
        format!(
            "/directory/administrativeUnits?$filter={}&$select=id,displayName",
            query_value(&format!("displayName eq {}", literal(name)))
        ),
    )
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
