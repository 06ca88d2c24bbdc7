//! Which fields of each resource are used, and under which name the contract tells them.

use graph_mfa::platform::Timestamp;
use serde_json::Value;

/// A field: where the service has it, and where the contract has it (JSON pointers).
pub(crate) struct Field {
    theirs: &'static str,
    ours: &'static str,
}

const fn field(theirs: &'static str, ours: &'static str) -> Field {
    Field { theirs, ours }
}

pub(crate) const METHOD: &[Field] = &[
    field("/id", "/methodId"),
    field("/displayName", "/displayName"),
    field("/phoneType", "/phoneType"),
    field("/authenticationPhoneType", "/phoneType"),
    field("/phoneNumber", "/phoneNumber"),
    field("/emailAddress", "/emailAddress"),
    field("/model", "/model"),
    field("/device/model", "/model"),
    field("/device/displayName", "/displayName"),
    field("/device/status", "/deviceStatus"),
    field("/isUsable", "/isUsable"),
    field("/createdDateTime", "/createdDateTime"),
    field("/creationDateTime", "/createdDateTime"),
    field("/lastUsedDateTime", "/lastUsedDateTime"),
];

pub(crate) const USER: &[Field] = &[
    field("/id", "/id"),
    field("/userPrincipalName", "/userPrincipalName"),
    field("/displayName", "/displayName"),
    field("/mail", "/mail"),
    field("/userType", "/userType"),
    field("/accountEnabled", "/accountEnabled"),
    field("/onPremisesSyncEnabled", "/onPremisesSynced"),
    field("/signInSessionsValidFromDateTime", "/sessionsValidFrom"),
];

pub(crate) const AUDIT: &[Field] = &[
    field("/id", "/auditId"),
    field("/activityDateTime", "/at"),
    field("/result", "/result"),
    field("/initiatedBy/user/id", "/actor/id"),
    field("/initiatedBy/user/userPrincipalName", "/actor/userPrincipalName"),
    field("/initiatedBy/user/displayName", "/actor/displayName"),
];

pub(crate) const ASSIGNMENT: &[Field] = &[
    field("/id", "/assignmentId"),
    field("/principalId", "/principal/id"),
    field("/roleDefinitionId", "/role/templateId"),
    field("/roleDefinition/displayName", "/role/displayName"),
    field("/directoryScopeId", "/directoryScopeId"),
    field("/startDateTime", "/from"),
    field("/endDateTime", "/until"),
];

pub(crate) const NAME: &[Field] = &[
    field("/id", "/id"),
    field("/displayName", "/displayName"),
    field("/userPrincipalName", "/userPrincipalName"),
];

pub(crate) const PASS_POLICY: &[Field] = &[
    field("/minimumLifetimeInMinutes", "/minimumLifetimeMinutes"),
    field("/maximumLifetimeInMinutes", "/maximumLifetimeMinutes"),
    field("/defaultLifetimeInMinutes", "/defaultLifetimeMinutes"),
    field("/isUsableOnce", "/usableOnce"),
];

pub(crate) const REGISTRATION: &[Field] = &[
    field("/id", "/id"),
    field("/userPrincipalName", "/userPrincipalName"),
    field("/userDisplayName", "/displayName"),
    field("/userType", "/userType"),
    field("/isAdmin", "/isAdmin"),
    field("/isMfaCapable", "/mfaCapable"),
    field("/isMfaRegistered", "/mfaRegistered"),
    field("/isPasswordlessCapable", "/passwordlessCapable"),
    field("/isSsprCapable", "/passwordResetCapable"),
    field("/methodsRegistered", "/methods"),
    field("/systemPreferredAuthenticationMethods", "/systemPreferredMethods"),
    field("/userPreferredMethodForSecondaryAuthentication", "/defaultMethod"),
    field("/lastUpdatedDateTime", "/lastUpdated"),
];

pub(crate) const TENANT: &[Field] = &[field("/displayName", "/tenantDisplayName")];

/// How many values of the sample are in what the contract tells.
pub(crate) fn survive(sample: &Value, told: &Value, fields: &[Field]) -> Result<usize, String> {
    let mut survived = 0;
    for Field { theirs, ours } in fields {
        // Null and empty say nothing.
        let Some(said) = sample
            .pointer(theirs)
            .filter(|value| !value.is_null() && *value != "")
        else {
            continue;
        };
        // A page that writes the type where the value should be says nothing either.
        if theirs.ends_with("DateTime") && instant(said).is_none() {
            continue;
        }
        let kept = told.pointer(ours).unwrap_or(&Value::Null);
        if !same(said, kept) {
            return Err(format!("{theirs}: {said} became {kept} at {ours} of {told}"));
        }
        survived += 1;
    }
    Ok(survived)
}

/// Instants are told to the millisecond.
fn same(said: &Value, kept: &Value) -> bool {
    said == kept || (instant(said).is_some() && instant(said) == instant(kept))
}

fn instant(value: &Value) -> Option<Timestamp> {
    value.as_str().and_then(Timestamp::parse)
}
