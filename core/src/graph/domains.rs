//! `/domains`: where people of a domain sign in.

use crate::http::{Call, Reply, Version};
use serde_json::Value;

pub(crate) fn list() -> Call {
    Call::get(
        "GET /domains",
        Version::V1,
        "/domains?$select=id,authenticationType".to_owned(),
    )
}

/// The names of the federated domains in lower case; nothing when the answer is no list.
pub(crate) fn read_federated(reply: &Reply) -> Option<Vec<String>> {
    if !reply.is_success() {
        return None;
    }
    let domains = reply.body.get("value")?.as_array()?.iter();
    let is_federated = |domain: &&Value| {
        let kind = domain.get("authenticationType").and_then(Value::as_str);
        kind.is_some_and(|kind| kind.eq_ignore_ascii_case("Federated"))
    };
    let names = domains.filter(is_federated).filter_map(|domain| domain.get("id"));
    Some(
        names
            .filter_map(Value::as_str)
            .map(str::to_ascii_lowercase)
            .collect(),
    )
}
