//! Who may become a member or an owner of a group, by PIM for Groups. It is not in the facts: Microsoft's pages
//! `privilegedaccessgroup-list-eligibilityscheduleinstances` and `privilegedaccessgroupeligibilityscheduleinstance` describe
//! it; how a missing permission and a missing licence are refused was observed by those who use it.

use serde_json::{Value, json};
use uuid::Uuid;

use super::call::{Answer, Call};
use super::failure::Failure;
use super::filter_parser;
use super::role_management::{render_principal, require_licence};
use super::routes::Row;
use super::selection;
use crate::tenant::groups::GroupEligibility;
use crate::tenant::method::timestamp;
use crate::tenant::role;

pub(crate) const ROUTES: &[Row] = &[Row::get(
    "/identityGovernance/privilegedAccess/group/eligibilityScheduleInstances",
    list,
)];

/// Permissions to read it: the documented ones, then those that a refusal names beside them.
const READ: &[&str] = &[
    "PrivilegedEligibilitySchedule.Read.AzureADGroup",
    "PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup",
    "PrivilegedAccess.Read.AzureADGroup",
    "PrivilegedAccess.ReadWrite.AzureADGroup",
];

const FILTERABLE: &[&str] = &[
    "id",
    "principalId",
    "groupId",
    "accessId",
    "memberType",
    "eligibilityScheduleId",
];

fn list(call: &mut Call<'_>) -> Result<Answer, Failure> {
    authorize(call)?;
    call.query
        .only(&["expand", "filter", "select", "skiptoken", "top"])?;
    let filter = call.query.get("filter").map(filter_parser::parse).transpose()?;
    let mut demands = filter.iter().flat_map(|filter| filter.demands());
    if !demands.any(|(path, _)| ["principalid", "groupid"].contains(&path.as_str())) {
        return Err(Failure::syntax(
            "The request must have a filter on principalId or groupId.",
        ));
    }
    let expand = call.query.get("expand").unwrap_or_default().to_ascii_lowercase();
    let shown = call
        .tenant
        .groups
        .eligibilities
        .iter()
        .enumerate()
        .filter(|(_, it)| it.is_current(call.now) && call.tenant.object(it.principal).is_some())
        .map(|(serial, it)| render(call, serial, it, &expand))
        .collect();
    let context = call.context("identityGovernance/privilegedAccess/group/eligibilityScheduleInstances");
    selection::answer(call, context, shown, FILTERABLE)
}

/// A person needs a role, too; the licence is the one of roles for a time (facts 8.7).
fn authorize(call: &Call<'_>) -> Result<(), Failure> {
    if !call.actor.has_any(READ) {
        let said = json!({
            "errorCode": "PermissionScopeNotGranted",
            "message": format!("Authorization failed due to missing permission scope {}.", READ.join(",")),
            "instanceAnnotations": [],
        });
        return Err(Failure::new(403, "UnknownError", said.to_string()));
    }
    let readers = [
        &role::GLOBAL_READER,
        &role::PRIVILEGED_ROLE_ADMINISTRATOR,
        &role::GLOBAL_ADMINISTRATOR,
    ];
    if !call.actor.has_role(&readers) {
        return Err(Failure::directory_denied());
    }
    require_licence(call)
}

fn render(call: &Call<'_>, serial: usize, it: &GroupEligibility, expand: &str) -> Value {
    let schedule = Uuid::new_v5(&call.tenant.id, format!("group schedule {serial}").as_bytes());
    let id = format!("{}_{}_{schedule}", it.group, it.access.name());
    let mut shown = json!({
        "id": id,
        "startDateTime": it.from.map(timestamp),
        "endDateTime": it.until.map(timestamp),
        "accessId": it.access.name(),
        "principalId": it.principal,
        "groupId": it.group,
        "memberType": "Direct",
        "eligibilityScheduleId": id,
    });
    for (name, object) in [("group", it.group), ("principal", it.principal)] {
        if expand.split(',').any(|wanted| wanted.trim() == name)
            && let Some(object) = call.tenant.object(object)
        {
            shown[name] = render_principal(object);
        }
    }
    shown
}
