//! `identity/conditionalAccess/policies`, read only.

use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::failure::Failure;
use super::selection;
use crate::scenario::ConditionalAccessPolicy;
use crate::tenant::role;

/// `GET identity/conditionalAccess/policies`
pub(crate) fn list(call: &mut Call<'_>) -> Result<Answer, Failure> {
    authorize(call)?;
    call.query
        .only(&["count", "filter", "select", "skiptoken", "top"])?;
    let all = call.tenant.conditional_access.iter().map(show).collect();
    let context = call.context("identity/conditionalAccess/policies");
    selection::answer(call, context, all, &["id", "displayName", "state"])
}

/// `GET identity/conditionalAccess/policies/{id}`
pub(crate) fn get(call: &mut Call<'_>) -> Result<Answer, Failure> {
    authorize(call)?;
    call.query.only(&["select"])?;
    let id = call.path.segment(3);
    let mut policies = call.tenant.conditional_access.iter();
    let found = policies.find(|policy| policy.id.as_deref().is_some_and(|it| it.eq_ignore_ascii_case(id)));
    let policy = found
        .ok_or_else(|| Failure::new(404, "NotFound", format!("{id} does not exist in the directory.")))?;
    let mut shown = selection::selected(call, show(policy));
    shown["@odata.context"] = call.context("identity/conditionalAccess/policies/$entity");
    Ok(Answer::Json(200, shown))
}

fn authorize(call: &Call<'_>) -> Result<(), Failure> {
    let readers = [
        &role::GLOBAL_READER,
        &role::SECURITY_READER,
        &role::SECURITY_ADMINISTRATOR,
        &role::CONDITIONAL_ACCESS_ADMINISTRATOR,
        &role::GLOBAL_ADMINISTRATOR,
    ];
    let permitted = call
        .actor
        .has_any(&["Policy.Read.All", "Policy.Read.ConditionalAccess"]);
    if permitted && call.actor.has_role(&readers) {
        Ok(())
    } else {
        Err(Failure::new(
            403,
            "AccessDenied",
            "You cannot perform the requested operation, required scopes are missing in the token.",
        ))
    }
}

fn show(policy: &ConditionalAccessPolicy) -> Value {
    let conditions = &policy.conditions;
    let grant = policy.grant_controls.as_ref().map(|grant| {
        json!({
            "operator": grant.operator,
            "builtInControls": grant.built_in_controls,
            "customAuthenticationFactors": [],
            "termsOfUse": [],
        })
    });
    json!({
        "id": policy.id,
        "displayName": policy.display_name,
        "createdDateTime": null,
        "modifiedDateTime": null,
        "state": policy.state,
        "sessionControls": null,
        "conditions": {
            "signInRiskLevels": [],
            "userRiskLevels": [],
            "clientAppTypes": conditions.client_app_types,
            "platforms": null,
            "locations": null,
            "applications": conditions.applications,
            "users": conditions.users,
        },
        "grantControls": grant,
    })
}
