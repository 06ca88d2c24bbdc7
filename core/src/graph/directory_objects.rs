//! `/directoryObjects/getByIds`: many people and applications by id in one request (facts 1.3).

use crate::http::{Call, HttpMethod, Version};
use crate::platform::Timestamp;
use serde_json::{Value, json};

/// As many as one request may ask for.
pub(crate) const MOST_IDS: usize = 1000;

/// Whoever of these ids the directory has. It reads, although it is a POST: it may be repeated and is no write.
pub(crate) fn by_ids(ids: &[String], types: &[&str]) -> Call {
    Call {
        body: Some(json!({ "ids": ids, "types": types })),
        method: HttpMethod::Post,
        ..Call::get(
            "POST /directoryObjects/getByIds",
            Version::V1,
            "/directoryObjects/getByIds?$select=id,displayName,userPrincipalName,accountEnabled,createdDateTime,appId"
                .to_owned(),
        )
    }
}

/// One of them; what this sign-in may not see is absent.
#[derive(Clone, Debug, Default)]
pub(crate) struct Found {
    pub(crate) id: String,
    pub(crate) is_application: bool,
    pub(crate) display_name: Option<String>,
    pub(crate) user_principal_name: Option<String>,
    pub(crate) app_id: Option<String>,
    pub(crate) account_enabled: Option<bool>,
    pub(crate) created: Option<Timestamp>,
}

/// Reads one object; nothing when it is none.
pub(crate) fn read(value: &Value) -> Option<Found> {
    let text = |name: &str| {
        let text = value.get(name)?.as_str()?;
        Some(text.to_owned()).filter(|text| !text.is_empty())
    };
    Some(Found {
        id: text("id")?.to_ascii_lowercase(),
        is_application: text("@odata.type").is_some_and(|name| name.ends_with("servicePrincipal")),
        display_name: text("displayName"),
        user_principal_name: text("userPrincipalName"),
        app_id: text("appId"),
        account_enabled: value.get("accountEnabled").and_then(Value::as_bool),
        created: text("createdDateTime").and_then(|text| Timestamp::parse(&text)),
    })
}

/// The service principal of an application id.
pub(crate) fn service_principal(app_id: &str) -> Call {
    Call::get(
        "GET /servicePrincipals(appId={id})",
        Version::V1,
        format!(
            "/servicePrincipals(appId='{}')?$select=id,displayName,appId",
            super::path::query_value(&app_id.replace('\'', "''"))
        ),
    )
}
