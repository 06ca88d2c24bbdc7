//! `/users` (facts 1).

use super::path::{UserKey, literal, query_value};
use crate::api::User;
use crate::error::{Error, ErrorCode, Result};
use crate::http::{Call, HttpMethod, Version};
use crate::platform::Timestamp;
use serde::Deserialize;
use serde_json::{Value, json};

const SELECT: &str = "$select=id,userPrincipalName,displayName,mail,userType,accountEnabled,\
                      onPremisesSyncEnabled,signInSessionsValidFromDateTime";

pub(crate) fn get(version: Version, key: &UserKey) -> Call {
    // What restricts the management of a person is shown when it is asked for.
    let path = format!("{}?{SELECT},isManagementRestricted", key.path());
    let call = Call::get("GET /users/{user}", version, path);
    match key {
        UserKey::Id(id) => call.merged(id, these),
        UserKey::Name(_) => call,
    }
}

/// Several people by their object ids, each shown as [`get`] shows one.
fn these(version: Version, ids: &[&str]) -> Call {
    let ids: Vec<_> = ids.iter().map(|id| literal(id)).collect();
    let filter = format!("id in ({})", ids.join(","));
    Call::get(
        "GET /users?$filter=id in {ids}",
        version,
        format!(
            "/users?$filter={}&{SELECT},isManagementRestricted",
            query_value(&filter)
        ),
    )
}

/// Who has this address: as mail, as proxy address, or as another address of theirs.
pub(crate) fn by_address(address: &str) -> Call {
    let own = literal(address);
    let proxy = literal(&format!("smtp:{address}"));
    let filter =
        format!("mail eq {own} or proxyAddresses/any(p:p eq {proxy}) or otherMails/any(o:o eq {own})");
    Call::get(
        "GET /users?$filter={address}",
        Version::V1,
        format!(
            "/users?$filter={}&{SELECT}&$count=true&$top=5",
            query_value(&filter)
        ),
    )
    .eventual()
}

/// Part of a name or address (facts 1.3, `$search`).
pub(crate) fn search(text: &str, page: u32) -> Call {
    // Quotes and backslashes inside a value are escaped by a backslash, then the whole is encoded.
    let value = text.replace('\\', "\\\\").replace('"', "\\\"");
    let clauses = ["displayName", "mail", "userPrincipalName", "givenName", "surname"]
        .map(|property| format!("\"{property}:{value}\""));
    Call::get(
        "GET /users?$search={text}",
        Version::V1,
        format!(
            "/users?$search={}&{SELECT}&$orderby=displayName&$count=true&$top={page}",
            query_value(&clauses.join(" OR "))
        ),
    )
    .eventual()
}

/// Ends the user's sign-in sessions (facts 5.1). It may be repeated.
pub(crate) fn revoke_sessions(key: &UserKey) -> Call {
    let path = format!("{}/revokeSignInSessions", key.path());
    let route = "POST /users/{user}/revokeSignInSessions";
    Call::write(route, HttpMethod::Post, Version::V1, path, Some(json!({})))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    id: String,
    user_principal_name: Option<String>,
    display_name: Option<String>,
    mail: Option<String>,
    user_type: Option<String>,
    account_enabled: Option<bool>,
    on_premises_sync_enabled: Option<bool>,
    sign_in_sessions_valid_from_date_time: Option<String>,
    is_management_restricted: Option<bool>,
}

/// Reads one user; what the service leaves out stays out.
pub(crate) fn read(value: &Value) -> Result<User> {
    let wire = Wire::deserialize(value).map_err(|error| {
        Error::new(
            ErrorCode::UnexpectedReply,
            format!("the service's description of a user cannot be read: {error}"),
        )
    })?;
    let user_principal_name = wire.user_principal_name.unwrap_or_default();
    Ok(User {
        display_name: wire
            .display_name
            .filter(|name| !name.is_empty())
            .unwrap_or_else(|| user_principal_name.clone()),
        id: wire.id,
        user_principal_name,
        mail: wire.mail,
        user_type: wire.user_type,
        account_enabled: wire.account_enabled,
        on_premises_synced: wire.on_premises_sync_enabled,
        sessions_valid_from: wire
            .sign_in_sessions_valid_from_date_time
            .as_deref()
            .and_then(Timestamp::parse),
        management_restricted: wire.is_management_restricted,
    })
}
