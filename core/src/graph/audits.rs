//! `/auditLogs/directoryAudits` (facts 9): the wire form, read with tolerance.

use super::path::{literal, query_value};
use crate::http::{Call, Version};
use crate::platform::Timestamp;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// One page; five requests per ten seconds are allowed (facts 11), so few large ones.
const PAGE: u32 = 500;

/// Records about a person, by a person, or about method changes of the whole tenant, newest first.
pub(crate) fn list(target: Option<&str>, actor: Option<&str>, from: Timestamp, to: Timestamp) -> Call {
    let mut clauses = vec![
        format!("activityDateTime ge {from}"),
        format!("activityDateTime le {to}"),
    ];
    clauses.extend(target.map(|id| format!("targetResources/any(t:t/id eq {})", literal(id))));
    clauses.extend(actor.map(|id| format!("initiatedBy/user/id eq {}", literal(id))));
    if target.is_none() && actor.is_none() {
        clauses.push("category eq 'UserManagement'".to_owned());
    }
    Call::get(
        "GET /auditLogs/directoryAudits?$filter={question}",
        Version::V1,
        format!(
            "/auditLogs/directoryAudits?$filter={}&$orderby=activityDateTime%20desc&$top={PAGE}",
            query_value(&clauses.join(" and "))
        ),
    )
}

/// Absent and null are the same to a reader.
fn text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(Option::<String>::deserialize(deserializer)?.unwrap_or_default())
}

fn list_or_null<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<Vec<T>, D::Error> {
    Ok(Option::<Vec<T>>::deserialize(deserializer)?.unwrap_or_default())
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Record {
    #[serde(deserialize_with = "text")]
    pub(crate) id: String,
    #[serde(deserialize_with = "text")]
    activity_date_time: String,
    #[serde(deserialize_with = "text")]
    pub(crate) activity_display_name: String,
    #[serde(deserialize_with = "text")]
    pub(crate) logged_by_service: String,
    #[serde(deserialize_with = "text")]
    pub(crate) result: String,
    #[serde(deserialize_with = "text")]
    pub(crate) result_reason: String,
    pub(crate) initiated_by: Option<InitiatedBy>,
    #[serde(deserialize_with = "list_or_null")]
    pub(crate) target_resources: Vec<Target>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct InitiatedBy {
    pub(crate) user: Option<Person>,
    pub(crate) app: Option<App>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Person {
    pub(crate) id: Option<String>,
    pub(crate) user_principal_name: Option<String>,
    pub(crate) display_name: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct App {
    pub(crate) app_id: Option<String>,
    pub(crate) display_name: Option<String>,
    pub(crate) service_principal_id: Option<String>,
    pub(crate) service_principal_name: Option<String>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Target {
    pub(crate) id: Option<String>,
    pub(crate) display_name: Option<String>,
    pub(crate) user_principal_name: Option<String>,
    #[serde(alias = "Type", deserialize_with = "text")]
    pub(crate) r#type: String,
    #[serde(deserialize_with = "list_or_null")]
    pub(crate) modified_properties: Vec<Modified>,
}

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Modified {
    pub(crate) display_name: Option<String>,
    pub(crate) old_value: Option<String>,
    pub(crate) new_value: Option<String>,
}

impl Record {
    /// Reads one record; nothing when it is none.
    pub(crate) fn read(value: &Value) -> Option<Self> {
        let record = Self::deserialize(value).ok()?;
        (!record.id.is_empty()).then_some(record)
    }

    pub(crate) fn at(&self) -> Option<Timestamp> {
        Timestamp::parse(&self.activity_date_time)
    }

    /// The person that it is about.
    pub(crate) fn person(&self) -> Option<&Target> {
        self.target_resources
            .iter()
            .find(|target| target.r#type.eq_ignore_ascii_case("User"))
            .or_else(|| self.target_resources.first())
    }
}
