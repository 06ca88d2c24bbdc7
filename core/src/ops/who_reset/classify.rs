//! What one audit record means (facts 9.4).

use crate::api::{ActorKind, AuditAction, AuditActor, AuditChange, AuditEntry, AuditTarget};
use crate::graph::audits::Record;
use crate::graph::mask_value;
use serde_json::Value;

/// The directory's own application, whose `Update user` is the shadow of a change told elsewhere.
const SHADOW_APP: &str = "Azure MFA StrongAuthenticationService";

/// Whether a record repeats what a descriptive record tells (facts 9.4, last paragraph).
pub(super) fn is_shadow(record: &Record) -> bool {
    let by_shadow_app = record
        .initiated_by
        .as_ref()
        .and_then(|by| by.app.as_ref())
        .and_then(|app| app.display_name.as_deref())
        .is_some_and(|name| name.eq_ignore_ascii_case(SHADOW_APP));
    (by_shadow_app && record.activity_display_name.eq_ignore_ascii_case("Update user"))
        || record
            .logged_by_service
            .eq_ignore_ascii_case("Device Registration Service")
}

/// Whether an entry belongs to the answer: changes of methods, sessions and passwords do, changes of roles when they
/// are asked for, and of the rest what the service of authentication methods writes.
pub(super) fn is_relevant(record: &Record, action: AuditAction, roles: bool) -> bool {
    if is_about_roles(action) {
        return roles;
    }
    let activity = record.activity_display_name.to_ascii_lowercase();
    let about_methods = || {
        record
            .logged_by_service
            .eq_ignore_ascii_case("Authentication Methods")
            || [
                "strong authentication",
                "security info",
                "oath",
                "application password",
            ]
            .iter()
            .any(|words| activity.contains(words))
            || record.person().is_some_and(|person| {
                person.modified_properties.iter().any(|modified| {
                    let name = modified.display_name.as_deref().unwrap_or_default();
                    name.starts_with("StrongAuthentication")
                })
            })
    };
    action != AuditAction::Other || about_methods()
}

const fn is_about_roles(action: AuditAction) -> bool {
    matches!(
        action,
        AuditAction::GrantedRole
            | AuditAction::RemovedRole
            | AuditAction::MadeEligible
            | AuditAction::RemovedEligibility
            | AuditAction::ActivatedRole
            | AuditAction::EndedRole
            | AuditAction::ChangedRole
    )
}

/// One record as an entry; nothing when it has no time.
pub(super) fn entry(record: &Record) -> Option<AuditEntry> {
    let target = record.person();
    // A policy or a token of the inventory is nobody.
    let person = target.filter(|target| {
        ["", "User", "Group", "ServicePrincipal"]
            .iter()
            .any(|kind| target.r#type.eq_ignore_ascii_case(kind))
    });
    Some(AuditEntry {
        audit_id: record.id.clone(),
        at: record.at()?,
        action: action(record),
        description: if record.result_reason.is_empty() {
            record.activity_display_name.clone()
        } else {
            record.result_reason.clone()
        },
        actor: actor(record),
        target: AuditTarget {
            id: person.and_then(|person| person.id.clone()),
            user_principal_name: person.and_then(|person| person.user_principal_name.clone()),
            display_name: target.and_then(|target| target.display_name.clone()),
            in_directory: None,
            label: String::new(),
        },
        result: record.result.clone(),
        role: role(record),
        correlation_id: Some(record.correlation_id.clone()).filter(|id| !id.is_empty()),
        origin: None,
        requested_by: None,
        ticket: None,
        run: None,
        changes: target
            .map(|target| target.modified_properties.iter().filter_map(change).collect())
            .unwrap_or_default(),
        shadow_audit_ids: Vec::new(),
    })
}

/// The role's name, where the record is about one (facts 9.5): among the changes of whoever holds it, else its own target.
fn role(record: &Record) -> Option<String> {
    let changed = record
        .target_resources
        .iter()
        .flat_map(|target| &target.modified_properties)
        .filter(|modified| modified.display_name.as_deref() == Some("Role.DisplayName"))
        .find_map(|modified| {
            let value = |text: &Option<String>| text.as_deref().and_then(plain);
            value(&modified.new_value).or_else(|| value(&modified.old_value))
        });
    changed.or_else(|| record.role()?.display_name.clone())
}

fn action(record: &Record) -> AuditAction {
    let activity = record.activity_display_name.to_ascii_lowercase();
    let reason = record.result_reason.to_ascii_lowercase();
    let pass = reason.contains("temporary access pass");
    match activity.as_str() {
        "admin deleted security info" if reason.contains("required re-registration") => {
            AuditAction::RequiredReregistration
        }
        "admin deleted security info" if pass => AuditAction::DeletedPass,
        "admin deleted security info" => AuditAction::DeletedMethod,
        "admin registered security info" if pass => AuditAction::IssuedPass,
        "admin registered security info" => AuditAction::RegisteredMethod,
        "admin updated security info" => AuditAction::ChangedMethod,
        "patch userauthmethod.patchsigninpreferencesasync" => AuditAction::ChangedDefault,
        "update stsrefreshtokenvalidfrom timestamp" => AuditAction::RevokedSessions,
        "enable strong authentication" | "disable strong authentication" => AuditAction::ChangedPerUserMfa,
        text if text.starts_with("delete ")
            && record
                .logged_by_service
                .eq_ignore_ascii_case("Device Registration Service") =>
        {
            AuditAction::DeletedMethod
        }
        text if text.starts_with("user ") && text.contains("security info") => AuditAction::DoneByThePerson,
        text if text.contains("password") && !text.contains("application password") => {
            let by_another = text.starts_with("reset") || text.starts_with("admin");
            if by_another && !is_own(record) {
                AuditAction::ResetPassword
            } else {
                AuditAction::ChangedPassword
            }
        }
        text => of_role(text).unwrap_or(AuditAction::Other),
    }
}

/// What an activity does to a role; nothing when it is about something else.
fn of_role(activity: &str) -> Option<AuditAction> {
    let about = ["to role", "from role", "role definition"];
    if !about.iter().any(|words| activity.contains(words)) {
        return None;
    }
    let adds = activity.starts_with("add ");
    Some(if activity.contains("requested") {
        // Asking for it is not having it.
        AuditAction::ChangedRole
    } else if activity.contains("eligible member") {
        if adds {
            AuditAction::MadeEligible
        } else {
            AuditAction::RemovedEligibility
        }
    } else if activity.contains("pim activation") {
        if adds {
            AuditAction::ActivatedRole
        } else {
            AuditAction::EndedRole
        }
    } else if activity.contains("member to role") || activity.starts_with("add role assignment") {
        AuditAction::GrantedRole
    } else if activity.contains("member from role") || activity.starts_with("remove role assignment") {
        AuditAction::RemovedRole
    } else {
        AuditAction::ChangedRole
    })
}

fn is_own(record: &Record) -> bool {
    let actor = record
        .initiated_by
        .as_ref()
        .and_then(|by| by.user.as_ref()?.id.as_ref());
    actor.is_some() && actor == record.person().and_then(|person| person.id.as_ref())
}

fn actor(record: &Record) -> AuditActor {
    let by = record.initiated_by.clone().unwrap_or_default();
    if let Some(user) = by.user {
        return AuditActor {
            kind: ActorKind::User,
            id: user.id,
            user_principal_name: user.user_principal_name,
            display_name: user.display_name,
            app_id: None,
            in_directory: None,
            label: String::new(),
        };
    }
    match by.app {
        Some(app) => AuditActor {
            kind: ActorKind::Application,
            id: app.service_principal_id,
            user_principal_name: None,
            display_name: app.display_name.or(app.service_principal_name),
            app_id: app.app_id,
            in_directory: None,
            label: String::new(),
        },
        None => AuditActor {
            kind: ActorKind::Unknown,
            id: None,
            user_principal_name: None,
            display_name: None,
            app_id: None,
            in_directory: None,
            label: String::new(),
        },
    }
}

fn change(modified: &crate::graph::audits::Modified) -> Option<AuditChange> {
    Some(AuditChange {
        property: modified.display_name.clone()?,
        before: modified.old_value.as_deref().and_then(plain),
        after: modified.new_value.as_deref().and_then(plain),
    })
}

/// Values are text that itself holds JSON (facts 9.3): a quoted text loses its quotes, the rest stays. Numbers
/// and addresses are masked.
fn plain(value: &str) -> Option<String> {
    let text = match serde_json::from_str::<Value>(value) {
        Ok(Value::String(text)) => text,
        Ok(Value::Null) => return None,
        _ => value.to_owned(),
    };
    (!text.is_empty()).then(|| mask_value(&text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn read(activity: &str, service: &str, reason: &str) -> Record {
        Record::read(&json!({
            "id": "x", "activityDateTime": "2026-08-20T09:00:00Z", "activityDisplayName": activity,
            "loggedByService": service, "resultReason": reason, "result": "success",
            "initiatedBy": { "user": { "id": "a" } },
            "targetResources": [{ "id": "b", "type": "User" }],
        }))
        .expect("a record")
    }

    #[test]
    fn every_documented_activity_has_its_action() {
        const METHODS: &str = "Authentication Methods";
        const DIRECTORY: &str = "Core Directory";
        let pass = "Admin registered temporary access pass method for user";
        for (activity, service, reason, expected) in [
            (
                "Admin deleted security info",
                METHODS,
                "Admin required re-registration of MFA authentication methods.",
                AuditAction::RequiredReregistration,
            ),
            (
                "Admin deleted security info",
                METHODS,
                "Admin deleted phone method for user",
                AuditAction::DeletedMethod,
            ),
            (
                "Admin deleted security info",
                METHODS,
                "Admin deleted temporary access pass method for user",
                AuditAction::DeletedPass,
            ),
            (
                "Admin registered security info",
                METHODS,
                pass,
                AuditAction::IssuedPass,
            ),
            (
                "Admin registered security info",
                METHODS,
                "",
                AuditAction::RegisteredMethod,
            ),
            (
                "Admin updated security info",
                METHODS,
                "",
                AuditAction::ChangedMethod,
            ),
            (
                "User registered security info",
                METHODS,
                "",
                AuditAction::DoneByThePerson,
            ),
            (
                "User started security info registration",
                METHODS,
                "",
                AuditAction::DoneByThePerson,
            ),
            (
                "PATCH UserAuthMethod.PatchSignInPreferencesAsync",
                METHODS,
                "",
                AuditAction::ChangedDefault,
            ),
            (
                "Update StsRefreshTokenValidFrom Timestamp",
                DIRECTORY,
                "",
                AuditAction::RevokedSessions,
            ),
            (
                "Disable Strong Authentication",
                DIRECTORY,
                "",
                AuditAction::ChangedPerUserMfa,
            ),
            (
                "Admin started password reset",
                METHODS,
                "",
                AuditAction::ResetPassword,
            ),
            ("Reset user password", DIRECTORY, "", AuditAction::ResetPassword),
            (
                "Change user password",
                DIRECTORY,
                "",
                AuditAction::ChangedPassword,
            ),
            (
                "Create application password for user",
                DIRECTORY,
                "",
                AuditAction::Other,
            ),
            (
                "Delete FIDO2 security key",
                "Device Registration Service",
                "",
                AuditAction::DeletedMethod,
            ),
            ("Add member to role", DIRECTORY, "", AuditAction::GrantedRole),
            (
                "Add scoped member to role",
                DIRECTORY,
                "",
                AuditAction::GrantedRole,
            ),
            (
                "Add role assignment to role definition",
                DIRECTORY,
                "",
                AuditAction::GrantedRole,
            ),
            (
                "Remove scoped member from role",
                DIRECTORY,
                "",
                AuditAction::RemovedRole,
            ),
            (
                "Remove role assignment from role definition",
                DIRECTORY,
                "",
                AuditAction::RemovedRole,
            ),
            (
                "Add eligible member to role",
                DIRECTORY,
                "",
                AuditAction::MadeEligible,
            ),
            (
                "Remove eligible member from role",
                DIRECTORY,
                "",
                AuditAction::RemovedEligibility,
            ),
            (
                "Add member to role in PIM completed (timebound)",
                "PIM",
                "",
                AuditAction::GrantedRole,
            ),
            (
                "Add member to role in PIM requested (permanent)",
                "PIM",
                "",
                AuditAction::ChangedRole,
            ),
            (
                "Add member to role completed (PIM activation)",
                "PIM",
                "",
                AuditAction::ActivatedRole,
            ),
            (
                "Remove member from role (PIM activation expired)",
                "PIM",
                "",
                AuditAction::EndedRole,
            ),
            ("Update user", DIRECTORY, "", AuditAction::Other),
        ] {
            assert_eq!(
                entry(&read(activity, service, reason)).expect("an entry").action,
                expected,
                "{activity}"
            );
        }
    }

    #[test]
    fn what_is_about_something_else_is_left_out() {
        let relevant = |activity: &str, service: &str, roles: bool| {
            let record = read(activity, service, "");
            is_relevant(&record, entry(&record).expect("an entry").action, roles)
        };
        assert!(!relevant("Update user", "Core Directory", true));
        assert!(relevant("Some new activity", "Authentication Methods", false));
        assert!(relevant(
            "Add users strong authentication phone app detail",
            "Core Directory",
            false
        ));
        assert!(!relevant("Add member to role", "Core Directory", false));
        assert!(relevant("Add member to role", "Core Directory", true));
    }

    #[test]
    fn a_policy_is_not_taken_for_a_person() {
        let mut value = json!({
            "id": "x", "activityDateTime": "2026-08-20T09:00:00Z", "loggedByService": "Authentication Methods",
            "targetResources": [{ "id": "authenticationMethodsPolicy", "type": "N/A", "displayName": "Policy" }],
        });
        let told = entry(&Record::read(&value).expect("a record"))
            .expect("an entry")
            .target;
        assert_eq!((told.id, told.display_name.as_deref()), (None, Some("Policy")));
        value["targetResources"] = json!(null);
        assert!(entry(&Record::read(&value).expect("a record")).is_some());
    }
}
