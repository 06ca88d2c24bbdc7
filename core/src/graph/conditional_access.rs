//! `/identity/conditionalAccess/policies`, as far as they guard the registration of security info.

use crate::http::{Call, Reply, Version};
use serde_json::Value;

/// The user action of registering security info.
const REGISTERING: &str = "urn:user:registersecurityinfo";

pub(crate) fn list() -> Call {
    Call::get(
        "GET /identity/conditionalAccess/policies",
        Version::V1,
        "/identity/conditionalAccess/policies?$select=id,displayName,state,conditions".to_owned(),
    )
}

/// The policies in force that guard registration; nothing when the answer is no whole list.
pub(crate) fn read_guarding_registration(reply: &Reply) -> Option<Vec<Guarding>> {
    if !reply.is_success() || reply.body.get("@odata.nextLink").is_some() {
        return None;
    }
    let policies = reply.body.get("value")?.as_array()?.iter();
    let guarding = policies.filter(|policy| {
        let in_force = policy.get("state").and_then(Value::as_str) == Some("enabled");
        in_force && named(policy, "/conditions/applications/includeUserActions", REGISTERING)
    });
    Some(guarding.map(Guarding::read).collect())
}

/// A policy that guards registration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Guarding {
    pub(crate) name: String,
    included: Vec<String>,
    excluded: Vec<String>,
    /// Whether it names people by groups or roles, which are not looked into.
    by_groups: bool,
}

impl Guarding {
    fn read(policy: &Value) -> Self {
        let users = |field: &str| texts(policy, &format!("/conditions/users/{field}"));
        Self {
            name: policy
                .get("displayName")
                .and_then(Value::as_str)
                .unwrap_or("without a name")
                .to_owned(),
            included: users("includeUsers"),
            excluded: users("excludeUsers"),
            by_groups: !users("includeGroups").is_empty() || !users("includeRoles").is_empty(),
        }
    }

    /// Whether it may concern the person.
    pub(crate) fn may_concern(&self, id: &str, is_guest: bool) -> bool {
        let among = |names: &[String]| {
            names.iter().any(|name| {
                name.eq_ignore_ascii_case(id)
                    || name == "All"
                    || (is_guest && name == "GuestsOrExternalUsers")
            })
        };
        !among(&self.excluded) && (self.by_groups || among(&self.included))
    }
}

fn named(policy: &Value, pointer: &str, wanted: &str) -> bool {
    texts(policy, pointer)
        .iter()
        .any(|name| name.eq_ignore_ascii_case(wanted))
}

fn texts(policy: &Value, pointer: &str) -> Vec<String> {
    let items = policy.pointer(pointer).and_then(Value::as_array);
    items
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}
