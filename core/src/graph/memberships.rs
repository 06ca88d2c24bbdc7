//! Which groups a person is in, through other groups too (facts 8.4, 11).

use super::path::UserKey;
use crate::http::{Call, HttpMethod, Reply, Version};
use serde_json::{Value, json};

/// The service checks so many groups in one call.
const MOST_IN_A_CALL: usize = 20;

/// Asks which of the groups the person is in; nothing is asked when there are none.
pub(crate) fn check(version: Version, key: &UserKey, groups: &[String]) -> Vec<Call> {
    let calls = groups.chunks(MOST_IN_A_CALL).map(|chunk| Call {
        method: HttpMethod::Post,
        body: Some(json!({ "groupIds": chunk })),
        ..Call::get(
            "POST /users/{user}/checkMemberGroups",
            version,
            format!("{}/checkMemberGroups", key.path()),
        )
    });
    calls.collect()
}

/// How many calls that takes.
pub(crate) const fn calls(groups: &[String]) -> usize {
    groups.len().div_ceil(MOST_IN_A_CALL)
}

/// The groups that the person is in; nothing when one of the answers is none.
pub(crate) fn read(replies: &[Reply]) -> Option<Vec<String>> {
    let mut groups = Vec::new();
    for reply in replies {
        let ids = reply
            .body
            .get("value")
            .filter(|_| reply.is_success())?
            .as_array()?;
        groups.extend(ids.iter().filter_map(Value::as_str).map(str::to_owned));
    }
    Some(groups)
}
