//! `policies/authenticationMethodsPolicy` and its configurations (facts 6.3, 7.3).

mod configurations;

use serde_json::{Map, Value, json};

use super::call::{Answer, Call};
use super::failure::Failure;
use super::routes::Row;
use super::wire::Version;
use crate::tenant::audit::{self, Activity, Change, Event, Target};
use crate::tenant::method::timestamp;
use crate::tenant::policy::Senseless;
use crate::tenant::role;

/// The paths of the policy.
pub(crate) const ROUTES: &[Row] = &[
    Row::get("/policies/authenticationMethodsPolicy", get),
    Row::patch("/policies/authenticationMethodsPolicy", patch),
    Row::get(
        "/policies/authenticationMethodsPolicy/authenticationMethodConfigurations",
        configurations::list,
    ),
    Row::post(
        "/policies/authenticationMethodsPolicy/authenticationMethodConfigurations",
        configurations::create,
    ),
    Row::get(
        "/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/{id}",
        configurations::get,
    ),
    Row::patch(
        "/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/{id}",
        configurations::patch,
    ),
    Row::delete(
        "/policies/authenticationMethodsPolicy/authenticationMethodConfigurations/{id}",
        configurations::reset,
    ),
];

/// `GET policies/authenticationMethodsPolicy`
fn get(call: &mut Call<'_>) -> Result<Answer, Failure> {
    may_read(call)?;
    let policy = &call.tenant.policy;
    let mut campaign = json!(policy.settings.registration_campaign);
    if call.version == Version::V1
        && let Value::Object(campaign) = &mut campaign
    {
        campaign.remove("enforceRegistrationAfterAllowedSnoozes");
    }
    let configurations = configurations::shown(call);
    Ok(Answer::Json(
        200,
        json!({
            "@odata.context": call.context("authenticationMethodsPolicy"),
            "id": "authenticationMethodsPolicy",
            "displayName": "Authentication Methods Policy",
            "description": "The tenant-wide policy that controls which authentication methods are allowed in the tenant, authentication method registration requirements, and self-service password reset settings",
            "lastModifiedDateTime": timestamp(policy.modified),
            "policyVersion": "1.5",
            "policyMigrationState": policy.settings.policy_migration_state,
            "reconfirmationInDays": policy.settings.reconfirmation_in_days,
            "registrationEnforcement": { "authenticationMethodsRegistrationCampaign": campaign },
            "authenticationMethodConfigurations": configurations,
        }),
    ))
}

/// `PATCH policies/authenticationMethodsPolicy`
fn patch(call: &mut Call<'_>) -> Result<Answer, Failure> {
    may_write(call)?;
    let mut body = call.body()?;
    body.remove("@odata.type");
    let before = call.tenant.policy.settings.clone();
    for (name, value) in body {
        let changed = match (name.as_str(), value) {
            ("registrationEnforcement", Value::Object(enforcement)) => change_campaign(call, enforcement),
            ("policyMigrationState", value) => serde_json::from_value(value)
                .map(|state| call.tenant.policy.settings.policy_migration_state = state)
                .map_err(|error| invalid("policyMigrationState", &error.to_string())),
            ("reconfirmationInDays", value) => serde_json::from_value(value)
                .map(|days| call.tenant.policy.settings.reconfirmation_in_days = days)
                .map_err(|error| invalid("reconfirmationInDays", &error.to_string())),
            (name, _) => Err(unknown(name, "authenticationMethodsPolicy")),
        };
        if let Err(failure) = changed {
            call.tenant.policy.settings = before;
            return Err(failure);
        }
    }
    let old = json!(before.registration_campaign);
    let new = json!(call.tenant.policy.settings.registration_campaign);
    let changes = vec![Change::new(
        "RegistrationCampaign",
        old.to_string(),
        new.to_string(),
    )];
    changed(call, &audit::METHODS_POLICY_UPDATED, changes);
    Ok(Answer::NoContent)
}

fn change_campaign(call: &mut Call<'_>, enforcement: Map<String, Value>) -> Result<(), Failure> {
    for (name, value) in enforcement {
        match (name.as_str(), value) {
            ("@odata.type", _) => {}
            ("authenticationMethodsRegistrationCampaign", Value::Object(mut campaign)) => {
                campaign.remove("@odata.type");
                call.tenant.policy.change_campaign(campaign).map_err(refused)?;
            }
            (name, _) => return Err(unknown(name, "registrationEnforcement")),
        }
    }
    Ok(())
}

/// Writes down that the policy was changed.
fn changed(call: &mut Call<'_>, activity: &'static Activity, changes: Vec<Change>) {
    call.committed = true;
    call.tenant.policy.modified = call.now;
    let by = call.initiator();
    let policy = Target::Thing {
        kind: "Policy",
        id: None,
        display_name: "Authentication Methods Policy".into(),
    };
    let event = Event {
        activity,
        reason: "".into(),
        changes,
    };
    call.tenant.record_about(&by, vec![policy], event);
}

pub(super) fn may_read(call: &Call<'_>) -> Result<(), Failure> {
    let permitted = call.actor.has_any(&[
        "Policy.Read.AuthenticationMethod",
        "Policy.Read.All",
        "Policy.ReadWrite.AuthenticationMethod",
    ]);
    let readers = [
        &role::GLOBAL_READER,
        &role::AUTHENTICATION_POLICY_ADMINISTRATOR,
        &role::GLOBAL_ADMINISTRATOR,
    ];
    if permitted && call.actor.has_role(&readers) {
        Ok(())
    } else {
        Err(Failure::methods_denied())
    }
}

pub(super) fn may_write(call: &Call<'_>) -> Result<(), Failure> {
    let permitted = call.actor.has_any(&["Policy.ReadWrite.AuthenticationMethod"]);
    let writers = [
        &role::AUTHENTICATION_POLICY_ADMINISTRATOR,
        &role::GLOBAL_ADMINISTRATOR,
    ];
    if permitted && call.actor.has_role(&writers) {
        Ok(())
    } else {
        Err(Failure::methods_denied())
    }
}

fn refused(senseless: Senseless) -> Failure {
    invalid(&senseless.field, &senseless.problem)
}

fn invalid(field: &str, problem: &str) -> Failure {
    Failure::method_rule(format!("The value of '{field}' is not valid: {problem}."))
}

fn unknown(property: &str, of: &str) -> Failure {
    Failure::syntax(format!(
        "The property '{property}' does not exist on type 'microsoft.graph.{of}'. Make sure to only use property \
         names that are defined by the type."
    ))
}
