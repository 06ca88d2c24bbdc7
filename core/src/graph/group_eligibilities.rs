//! Who could become a member or an owner of a group by activating it: PIM for Groups. Not in the facts; Microsoft's pages
//! `privilegedaccessgroup-list-eligibilityscheduleinstances` (a filter on one principal or one group is demanded, `group` can be
//! expanded) and `privilegedaccessgroupeligibilityscheduleinstance` (the values of `accessId`) describe it.

use super::object_id::ObjectId;
use super::path::{literal, query_value};
use super::roles::{Group, group, items, text};
use crate::http::{Call, Reply, Version};
use serde_json::Value;

/// What a principal could become now.
pub(crate) fn of(version: Version, principal: &str) -> Call {
    let filter = query_value(&format!("principalId eq {}", literal(principal)));
    Call::get(
        "GET /identityGovernance/privilegedAccess/group/eligibilityScheduleInstances",
        version,
        format!(
            "/identityGovernance/privilegedAccess/group/eligibilityScheduleInstances?$filter={filter}&$expand=group"
        ),
    )
}

/// Who could become anything in a group now.
pub(crate) fn in_group(group: &str) -> Call {
    let filter = query_value(&format!("groupId eq {}", literal(group)));
    Call::get(
        "GET /identityGovernance/privilegedAccess/group/eligibilityScheduleInstances",
        Version::V1,
        format!("/identityGovernance/privilegedAccess/group/eligibilityScheduleInstances?$filter={filter}"),
    )
}

/// What somebody could become in a group.
#[derive(Clone, Debug)]
pub(crate) struct Eligibility {
    /// An owner; a member otherwise, as for words that are not known yet.
    pub(crate) as_owner: bool,
    pub(crate) group: Group,
}

/// The eligibilities; nothing when the answer is no complete list.
pub(crate) fn read(reply: &Reply) -> Option<Vec<Eligibility>> {
    items(reply)?
        .iter()
        .map(|item| {
            let id = text(item, "groupId")?;
            let shown = item.get("group").and_then(group);
            Some(Eligibility {
                as_owner: is_owner(item),
                group: shown.unwrap_or_else(|| Group {
                    name: id.clone(),
                    id,
                    is_assignable: None,
                }),
            })
        })
        .collect()
}

/// Who it is that could, and whether they would be an owner; nothing for an item that does not say who.
pub(crate) fn read_candidate(item: &Value) -> Option<(ObjectId, bool)> {
    let principal = ObjectId::parse(&text(item, "principalId")?)?;
    Some((principal, is_owner(item)))
}

fn is_owner(item: &Value) -> bool {
    text(item, "accessId").is_some_and(|access| access.eq_ignore_ascii_case("owner"))
}
