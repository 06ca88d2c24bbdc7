//! `/auditLogs/directoryAudits` (facts 9): the wire form, read with tolerance.

use super::path::{literal, query_value};
use crate::http::{Call, Version};
use crate::platform::Timestamp;
use serde::{Deserialize, Deserializer};
use serde_json::Value;

/// One page; five requests per ten seconds are allowed (facts 11), so few large ones.
const PAGE: u32 = 500;

/// By whom, as far as the service can be asked (facts 9.2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// A person, by object id.
    Person(String),
    /// An application, by the name that records give it. The id of its service principal cannot be asked for.
    Application(String),
}

/// Which records.
#[derive(Clone, Debug)]
pub(crate) struct Filter<'a> {
    pub(crate) target: Option<&'a str>,
    pub(crate) by: Option<&'a By>,
    pub(crate) roles: bool,
    pub(crate) from: Timestamp,
    pub(crate) to: Timestamp,
}

/// Records about a person, by somebody, or about methods in the whole tenant, newest first.
pub(crate) fn list(filter: &Filter<'_>) -> Call {
    let mut clauses = vec![
        format!("activityDateTime ge {}", filter.from),
        format!("activityDateTime le {}", filter.to),
    ];
    clauses.extend(
        filter
            .target
            .map(|id| format!("targetResources/any(t:t/id eq {})", literal(id))),
    );
    clauses.extend(filter.by.map(|by| match by {
        By::Person(id) => format!("initiatedBy/user/id eq {}", literal(id)),
        By::Application(name) => format!("initiatedBy/app/displayName eq {}", literal(name)),
    }));
    if filter.target.is_none() && filter.by.is_none() {
        // A change of the default is an `ApplicationManagement` (facts 9.4).
        let mut categories = vec!["UserManagement", "ApplicationManagement"];
        if filter.roles {
            categories.push("RoleManagement");
        }
        let any: Vec<_> = categories
            .iter()
            .map(|category| format!("category eq {}", literal(category)))
            .collect();
        clauses.push(format!("({})", any.join(" or ")));
    }
    Call::get(
        "GET /auditLogs/directoryAudits?$filter={question}",
        Version::V1,
        format!(
            "/auditLogs/directoryAudits?$filter={}&$orderby=activityDateTime%20desc&$top={PAGE}",
            query_value(&clauses.join(" and "))
        ),
    )
    .report()
}

/// The oldest record that is kept: it tells how far back the log reaches.
pub(crate) fn oldest() -> Call {
    Call::get(
        "GET /auditLogs/directoryAudits?$orderby=activityDateTime&$top=1",
        Version::V1,
        "/auditLogs/directoryAudits?$orderby=activityDateTime&$top=1".to_owned(),
    )
    .report()
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
    pub(crate) correlation_id: String,
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

    /// The directory role that it is about (facts 9.5).
    pub(crate) fn role(&self) -> Option<&Target> {
        self.target_resources
            .iter()
            .find(|target| target.r#type.eq_ignore_ascii_case("Role"))
    }

    /// The person that it is about.
    pub(crate) fn person(&self) -> Option<&Target> {
        self.target_resources
            .iter()
            .find(|target| target.r#type.eq_ignore_ascii_case("User"))
            .or_else(|| self.target_resources.first())
    }
}
