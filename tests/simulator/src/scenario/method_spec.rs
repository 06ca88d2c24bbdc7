//! How a method is written in a scenario: `kind`, `id`, `createdDateTime` and the kind's own properties side by side
//! (facts 2.4).

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::method::MethodDetail;

/// One registered method in a scenario.
///
/// In JSON: `kind`, optionally `id` and `createdDateTime`, and the kind's properties side by side.
#[derive(Clone, Debug, PartialEq)]
pub struct MethodSpec {
    /// Id; derived from the person and the position when absent. Phones and mail have fixed ids.
    pub id: Option<String>,
    /// When it was registered; unknown when absent, as for old registrations.
    pub created_date_time: Option<OffsetDateTime>,
    /// Kind and properties.
    pub detail: MethodDetail,
}

impl From<MethodDetail> for MethodSpec {
    fn from(detail: MethodDetail) -> Self {
        Self {
            id: None,
            created_date_time: None,
            detail,
        }
    }
}

impl Serialize for MethodSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = self.detail.properties();
        let kind = match &self.detail {
            MethodDetail::Other { type_name, .. } => type_name,
            known => known.kind().name(),
        };
        map.insert("kind".into(), kind.into());
        if let Some(id) = &self.id {
            map.insert("id".into(), id.as_str().into());
        }
        if let Some(created) = self.created_date_time.and_then(|at| at.format(&Rfc3339).ok()) {
            map.insert("createdDateTime".into(), created.into());
        }
        map.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for MethodSpec {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut map = Map::deserialize(deserializer)?;
        let Some(Value::String(kind)) = map.remove("kind") else {
            return Err(D::Error::missing_field("kind"));
        };
        let id = match map.remove("id") {
            None | Some(Value::Null) => None,
            Some(Value::String(id)) => Some(id),
            Some(_) => {
                return Err(D::Error::custom(format!(
                    "id of a {kind} method must be a string"
                )));
            }
        };
        let created_date_time =
            match map.remove("createdDateTime") {
                None | Some(Value::Null) => None,
                Some(Value::String(at)) => Some(OffsetDateTime::parse(&at, &Rfc3339).map_err(|error| {
                    D::Error::custom(format!("createdDateTime of a {kind} method: {error}"))
                })?),
                Some(_) => return Err(D::Error::custom("createdDateTime must be a string")),
            };
        let detail = MethodDetail::from_properties(&kind, map)
            .map_err(|error| D::Error::custom(format!("{kind} method: {error}")))?;
        Ok(Self {
            id,
            created_date_time,
            detail,
        })
    }
}
