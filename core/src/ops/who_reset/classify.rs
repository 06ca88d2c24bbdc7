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

/// One record as an entry; nothing when it has no time.
pub(super) fn entry(record: &Record) -> Option<AuditEntry> {
    let person = record.person();
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
            display_name: person.and_then(|person| person.display_name.clone()),
        },
        result: record.result.clone(),
        changes: person
            .map(|person| person.modified_properties.iter().filter_map(change).collect())
            .unwrap_or_default(),
        shadow_audit_ids: Vec::new(),
    })
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
        text if text.contains("password") => AuditAction::ChangedPassword,
        text if text.contains("member to role")
            || text.contains("member from role")
            || text.contains("role assignment") =>
        {
            AuditAction::ChangedRole
        }
        _ => AuditAction::Other,
    }
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
        };
    }
    match by.app {
        Some(app) => AuditActor {
            kind: ActorKind::Application,
            id: app.service_principal_id,
            user_principal_name: None,
            display_name: app.display_name.or(app.service_principal_name),
            app_id: app.app_id,
        },
        None => AuditActor {
            kind: ActorKind::Unknown,
            id: None,
            user_principal_name: None,
            display_name: None,
            app_id: None,
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
