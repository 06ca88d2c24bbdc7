//! The audit log: what is recorded of a change, by whom, and when readers see it (facts 9.3 to 9.5).

use std::borrow::Cow;
use std::sync::Arc;

use serde_json::{Value, json};
use time::OffsetDateTime;
use uuid::Uuid;

use super::Tenant;
use super::directory::{Directory, User};
use super::method::timestamp_text;
use crate::scenario::{AuditResult, DefaultMethod, MethodKind, PerUserMfaState, PhoneType};

/// An activity that the audit log knows.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Activity {
    pub(crate) name: &'static str,
    pub(crate) category: &'static str,
    pub(crate) service: &'static str,
    pub(crate) operation: &'static str,
}

macro_rules! activities {
    ($($constant:ident = $name:literal, $category:literal, $service:literal, $operation:literal;)*) => {
        $(pub(crate) static $constant: Activity =
            Activity { name: $name, category: $category, service: $service, operation: $operation };)*
    };
}

activities! {
    ADMIN_DELETED = "Admin deleted security info", "UserManagement", "Authentication Methods", "Delete";
    ADMIN_REGISTERED = "Admin registered security info", "UserManagement", "Authentication Methods", "Create";
    ADMIN_UPDATED = "Admin updated security info", "UserManagement", "Authentication Methods", "Update";
    USER_DELETED = "User deleted security info", "UserManagement", "Authentication Methods", "Delete";
    USER_REGISTERED = "User registered security info", "UserManagement", "Authentication Methods", "Create";
    USER_UPDATED = "User updated security info", "UserManagement", "Authentication Methods", "Update";
    PREFERENCES_PATCHED = "PATCH UserAuthMethod.PatchSignInPreferencesAsync",
        "ApplicationManagement", "Authentication Methods", "Update";
    TOKEN_UPDATED = "Update Hardware Oath Token", "ApplicationManagement", "Authentication Methods", "Update";
    TOKEN_CREATED = "Create Hardware Oath Token", "ApplicationManagement", "Authentication Methods", "Create";
    TOKEN_ASSIGNED = "Assign Hardware Oath Token", "ApplicationManagement", "Authentication Methods", "Assign";
    TOKEN_DELETED = "Delete Hardware Oath Token", "ApplicationManagement", "Authentication Methods", "Delete";
    TOKENS_UPLOADED =
        "Bulk upload Hardware Oath Token", "ApplicationManagement", "Authentication Methods", "Create";
    OATH_ENABLED =
        "Set user oath token metadata enabled", "UserManagement", "Core Directory", "Update";
    PASSWORD_RESET_STARTED =
        "Admin started password reset", "UserManagement", "Authentication Methods", "Update";
    PASSWORD_RESET = "Reset user password", "UserManagement", "Core Directory", "Update";
    PASSKEY_OPTIONS =
        "Get passkey creation options", "UserManagement", "Authentication Methods", "Create";
    METHODS_POLICY_UPDATED =
        "Authentication Methods Policy Update", "ApplicationManagement", "Authentication Methods", "Update";
    METHODS_POLICY_RESET =
        "Authentication Methods Policy Reset", "ApplicationManagement", "Authentication Methods", "Update";
    USER_UPDATED_IN_DIRECTORY = "Update user", "UserManagement", "Core Directory", "Update";
    SESSIONS_REVOKED = "Update StsRefreshTokenValidFrom Timestamp", "UserManagement", "Core Directory", "Update";
    PER_USER_MFA_ENABLED = "Enable Strong Authentication", "UserManagement", "Core Directory", "Update";
    PER_USER_MFA_DISABLED = "Disable Strong Authentication", "UserManagement", "Core Directory", "Update";
    FIDO2_ADDED = "Add FIDO2 security key", "UserManagement", "Device Registration Service", "Create";
    MEMBER_ADDED_TO_GROUP = "Add member to group", "GroupManagement", "Core Directory", "Assign";
    MEMBER_REMOVED_FROM_GROUP = "Remove member from group", "GroupManagement", "Core Directory", "Unassign";
    MEMBER_ADDED_TO_UNIT =
        "Add member to administrative unit", "AdministrativeUnit", "Core Directory", "Assign";
    MEMBER_REMOVED_FROM_UNIT =
        "Remove member from administrative unit", "AdministrativeUnit", "Core Directory", "Unassign";
    MEMBER_ADDED_TO_RESTRICTED_UNIT =
        "Add member to restricted management administrative unit",
        "AdministrativeUnit", "Core Directory", "Assign";
    MEMBER_REMOVED_FROM_RESTRICTED_UNIT =
        "Remove member from restricted management administrative unit",
        "AdministrativeUnit", "Core Directory", "Unassign";
    ROLE_GRANTED = "Add member to role", "RoleManagement", "Core Directory", "Assign";
    ROLE_TAKEN = "Remove member from role", "RoleManagement", "Core Directory", "Unassign";
    SCOPED_ROLE_GRANTED = "Add scoped member to role", "RoleManagement", "Core Directory", "Assign";
    SCOPED_ROLE_TAKEN = "Remove scoped member from role", "RoleManagement", "Core Directory", "Unassign";
    CUSTOM_ROLE_GRANTED =
        "Add role assignment to role definition", "RoleManagement", "Core Directory", "Assign";
    CUSTOM_ROLE_TAKEN =
        "Remove role assignment from role definition", "RoleManagement", "Core Directory", "Unassign";
    PERMANENT_REQUESTED = "Add member to role in PIM requested (permanent)", "RoleManagement", "PIM", "CreateRequestPermanentGrantedRole";
    PERMANENT_COMPLETED = "Add member to role in PIM completed (permanent)", "RoleManagement", "PIM", "AdminAssignPermanentGrantedRole";
    TIMEBOUND_REQUESTED = "Add member to role in PIM requested (timebound)", "RoleManagement", "PIM", "CreateRequestGrantedRole";
    TIMEBOUND_COMPLETED = "Add member to role in PIM completed (timebound)", "RoleManagement", "PIM", "AdminAssignGrantedRole";
    ELIGIBILITY_REQUESTED = "Add eligible member to role in PIM requested (timebound)", "RoleManagement", "PIM", "CreateRequestEligibleRole";
    ELIGIBILITY_COMPLETED = "Add eligible member to role in PIM completed (timebound)", "RoleManagement", "PIM", "AdminAssignEligibleRole";
    ELIGIBILITY_GRANTED = "Add eligible member to role", "RoleManagement", "Core Directory", "AssignEligible";
    ELIGIBILITY_TAKEN = "Remove eligible member from role", "RoleManagement", "Core Directory", "UnassignEligible";
    ACTIVATION_REQUESTED = "Add member to role requested (PIM activation)", "RoleManagement", "PIM", "CreateRequestRoleActivation";
    ACTIVATION_COMPLETED = "Add member to role completed (PIM activation)", "RoleManagement", "PIM", "ActivateRole";
    ACTIVATION_EXPIRED = "Remove member from role (PIM activation expired)", "RoleManagement", "PIM", "DeactivateRole";
    APPLICATION_ADDED = "Add application", "ApplicationManagement", "Core Directory", "Add";
    APPLICATION_UPDATED = "Update application", "ApplicationManagement", "Core Directory", "Update";
    SERVICE_PRINCIPAL_ADDED = "Add service principal", "ApplicationManagement", "Core Directory", "Add";
    PERMISSION_GRANTED =
        "Add app role assignment to service principal", "ApplicationManagement", "Core Directory", "Assign";
    ROLE_DEFINED = "Add role definition", "RoleManagement", "Core Directory", "Add";
    ROLE_REDEFINED = "Update role definition", "RoleManagement", "Core Directory", "Update";
    ROLE_UNDEFINED = "Delete role definition", "RoleManagement", "Core Directory", "Delete";
    FIDO2_DELETED = "Delete FIDO2 security key", "UserManagement", "Device Registration Service", "Delete";
    WINDOWS_HELLO_DELETED =
        "Delete Windows Hello for Business credential", "UserManagement", "Device Registration Service", "Delete";
    PLATFORM_CREDENTIAL_DELETED =
        "Delete platform credential", "UserManagement", "Device Registration Service", "Delete";
    PASSWORDLESS_DELETED = "Delete passwordless phone sign-in credential",
        "UserManagement", "Device Registration Service", "Delete";
}

/// Who caused a record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Initiator {
    /// A signed-in person.
    User { id: Uuid, user_principal_name: String },
    /// An application, or a service of the directory; the log names its service principal only.
    App {
        display_name: String,
        service_principal_id: Uuid,
    },
}

impl Initiator {
    /// Object id of the person, or of the service principal.
    pub(crate) fn id(&self) -> Uuid {
        match self {
            Self::User { id, .. } => *id,
            Self::App {
                service_principal_id, ..
            } => *service_principal_id,
        }
    }
}

/// One changed property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) property: Cow<'static, str>,
    pub(crate) old: String,
    pub(crate) new: String,
}

impl Change {
    pub(crate) fn new(property: &'static str, old: impl Into<String>, new: impl Into<String>) -> Self {
        Self {
            property: property.into(),
            old: old.into(),
            new: new.into(),
        }
    }

    /// A change of a property whose name is made up of others.
    pub(crate) fn of(property: String, old: String, new: String) -> Self {
        Self {
            property: property.into(),
            old,
            new,
        }
    }
}

/// What a record is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// A person, by position in the directory.
    User(usize),
    /// Anything else: a policy, a token of the inventory.
    Thing {
        kind: &'static str,
        id: Option<String>,
        display_name: String,
    },
}

/// What happened, before it is written down.
pub(crate) struct Event {
    pub(crate) activity: &'static Activity,
    pub(crate) reason: Cow<'static, str>,
    pub(crate) changes: Vec<Change>,
}

/// One record.
pub(crate) struct Record {
    serial: u64,
    pub(crate) at: OffsetDateTime,
    pub(crate) visible_at: OffsetDateTime,
    pub(crate) correlation_id: Uuid,
    pub(crate) activity: &'static Activity,
    reason: Cow<'static, str>,
    pub(crate) initiator: Arc<Initiator>,
    /// What changed first, then whatever else took part.
    targets: Vec<Target>,
    /// Of the first target.
    changes: Vec<Change>,
    pub(super) result: AuditResult,
    /// The software that sent the request.
    agent: Option<Arc<str>>,
}

impl Record {
    /// The record's id in the form that its service uses.
    pub(crate) fn id(&self) -> String {
        let service = if self.activity.service == "Core Directory" {
            "Directory"
        } else {
            self.activity.service
        };
        let suffix = &self.correlation_id.simple().to_string()[27..];
        format!(
            "{service}_{}_{}_{}",
            self.correlation_id,
            suffix.to_uppercase(),
            self.serial
        )
    }

    /// How it ended.
    pub(crate) fn result(&self) -> AuditResult {
        self.result
    }

    /// What the record is about.
    pub(crate) fn targets(&self) -> &[Target] {
        &self.targets
    }

    /// The record as the audit log shows it.
    pub(crate) fn render(&self, directory: &Directory) -> Value {
        let initiated_by = match &*self.initiator {
            Initiator::User {
                id,
                user_principal_name,
            } => json!({
                "app": null,
                "user": {
                    "id": id,
                    "displayName": null,
                    "userPrincipalName": user_principal_name,
                    "ipAddress": "",
                    "userType": null,
                    "homeTenantId": null,
                    "homeTenantName": null,
                },
            }),
            Initiator::App {
                display_name,
                service_principal_id,
            } => json!({
                "user": null,
                "app": {
                    "appId": null,
                    "displayName": display_name,
                    "servicePrincipalId": service_principal_id,
                    "servicePrincipalName": null,
                },
            }),
        };
        let changes = self.changes.iter().map(|change| {
            json!({ "displayName": change.property, "oldValue": change.old, "newValue": change.new })
        });
        let changes: Vec<Value> = changes.collect();
        let targets = self.targets.iter().enumerate().map(|(place, target)| {
            let mut shown = target.render(directory);
            shown["modifiedProperties"] = json!(if place == 0 { changes.as_slice() } else { &[] });
            shown
        });
        let agent = self
            .agent
            .as_ref()
            .map(|agent| json!({ "key": "User-Agent", "value": &**agent }));
        json!({
            "id": self.id(),
            "category": self.activity.category,
            "correlationId": self.correlation_id,
            "result": self.result,
            "resultReason": self.reason,
            "activityDisplayName": self.activity.name,
            "activityDateTime": timestamp_text(self.at),
            "loggedByService": self.activity.service,
            "operationType": self.activity.operation,
            "initiatedBy": initiated_by,
            "targetResources": targets.collect::<Vec<_>>(),
            "additionalDetails": agent.into_iter().collect::<Vec<_>>(),
        })
    }
}

impl Target {
    /// The id, where it is a GUID as nearly all are.
    fn id(&self, directory: &Directory) -> Option<Uuid> {
        match self {
            Self::User(place) => Some(directory.at(*place).id),
            Self::Thing { id, .. } => Uuid::try_parse(id.as_ref()?).ok(),
        }
    }

    fn render(&self, directory: &Directory) -> Value {
        match self {
            Self::User(place) => {
                let user = directory.at(*place);
                json!({
                    "id": user.id,
                    "displayName": null,
                    "type": "User",
                    "userPrincipalName": &*user.user_principal_name,
                    "groupType": null,
                })
            }
            Self::Thing {
                kind,
                id,
                display_name,
            } => json!({
                "id": id,
                "displayName": display_name,
                "type": kind,
                "userPrincipalName": null,
                "groupType": null,
            }),
        }
    }
}

impl Tenant {
    /// The person or the application that a scenario names by user principal name, object id or client id.
    pub(crate) fn initiator_named(&self, key: &str) -> Option<Initiator> {
        let person = self.directory.find(key).map(|place| self.directory.at(place));
        let by_person = person.map(|person| Initiator::User {
            id: person.id,
            user_principal_name: person.user_principal_name.to_string(),
        });
        by_person.or_else(|| {
            let app = self.application(key)?;
            Some(Initiator::App {
                display_name: app.name.clone(),
                service_principal_id: app.service_principal_id,
            })
        })
    }

    /// Writes the record of something that happened now.
    pub(crate) fn record(&mut self, by: &Arc<Initiator>, on: usize, event: Event) {
        self.record_about(by, vec![Target::User(on)], event);
    }

    /// Writes the record of something that happened by itself at an earlier moment.
    pub(crate) fn record_about_at(
        &mut self,
        at: OffsetDateTime,
        by: &Arc<Initiator>,
        targets: Vec<Target>,
        event: Event,
    ) {
        let delay = self.scaled(self.rules.audit_delay_ms);
        self.write_down(at, at + delay, by, targets, event);
    }

    /// Writes the record of something that happened now, and not to a person alone.
    pub(crate) fn record_about(&mut self, by: &Arc<Initiator>, targets: Vec<Target>, event: Event) {
        let now = self.clock.now();
        let visible_at = self.visible_after(now);
        self.write_down(now, visible_at, by, targets, event);
    }

    /// Writes the directory's own record of a method change, which follows a little later.
    pub(crate) fn record_shadow(&mut self, on: usize, changes: Vec<Change>) {
        let at = self.moment_later(self.clock.now());
        let visible_at = self.visible_after(at);
        self.shadow_at(at, visible_at, on, changes);
    }

    /// When readers see what happened at this moment. Most records stay close to the shortest delay; few take long.
    fn visible_after(&mut self, at: OffsetDateTime) -> OffsetDateTime {
        let spread = self.rules.audit_delay_spread_ms;
        let more = if spread == 0 {
            0.0
        } else {
            self.new_fraction().powi(8)
        };
        let longest = self.scaled(spread);
        at + self.scaled(self.rules.audit_delay_ms) + longest.mul_f64(more)
    }

    pub(super) fn shadow_at(
        &mut self,
        at: OffsetDateTime,
        visible_at: OffsetDateTime,
        on: usize,
        mut changes: Vec<Change>,
    ) {
        let names: Vec<_> = changes.iter().map(|change| &*change.property).collect();
        changes.push(Change::new(
            "Included Updated Properties",
            "",
            format!("\"{}\"", names.join(", ")),
        ));
        let user_type = self.directory.at(on).user_type.name();
        changes.push(Change::new("TargetId.UserType", "", format!("\"{user_type}\"")));
        let by = Arc::clone(&self.audits.shadow);
        let event = Event {
            activity: &USER_UPDATED_IN_DIRECTORY,
            reason: "".into(),
            changes,
        };
        self.record_at(at, visible_at, &by, on, event);
    }

    pub(super) fn record_at(
        &mut self,
        at: OffsetDateTime,
        visible_at: OffsetDateTime,
        by: &Arc<Initiator>,
        on: usize,
        event: Event,
    ) {
        self.write_down(at, visible_at, by, vec![Target::User(on)], event);
    }

    fn write_down(
        &mut self,
        at: OffsetDateTime,
        visible_at: OffsetDateTime,
        by: &Arc<Initiator>,
        targets: Vec<Target>,
        event: Event,
    ) {
        let correlation_id = self.new_id();
        let ids: Vec<Uuid> = targets
            .iter()
            .filter_map(|target| target.id(&self.directory))
            .collect();
        // The directory alone tells which software changed it.
        let told = event.activity.service == "Core Directory" && !Arc::ptr_eq(by, &self.audits.shadow);
        let record = Record {
            serial: self.audits.next_serial(),
            at,
            visible_at,
            correlation_id,
            activity: event.activity,
            reason: event.reason,
            initiator: Arc::clone(by),
            targets,
            changes: event.changes,
            result: AuditResult::Success,
            agent: self.audits.agent().filter(|_| told),
        };
        self.audits.add(record, ids.into_iter());
    }
}

/// The word for a kind in `resultReason`.
pub(crate) fn reason_word(kind: MethodKind) -> &'static str {
    match kind {
        MethodKind::Phone => "phone",
        MethodKind::MicrosoftAuthenticator => "Authenticator App with Notification and Code",
        MethodKind::Fido2 => "Fido",
        MethodKind::SoftwareOath => "Software OATH token",
        MethodKind::HardwareOath => "Hardware OATH token",
        MethodKind::Email => "email",
        MethodKind::WindowsHelloForBusiness => "Windows Hello for Business",
        MethodKind::TemporaryAccessPass => "temporary access pass",
        MethodKind::PlatformCredential => "platform credential",
        MethodKind::External => "external authentication",
        MethodKind::QrCodePin => "QR code",
        MethodKind::PasswordlessMicrosoftAuthenticator => "passwordless phone sign-in",
        MethodKind::Other => "authentication",
    }
}

/// The record that the device registration service adds when such a credential is registered.
pub(crate) fn credential_added(kind: MethodKind) -> Option<&'static Activity> {
    (kind == MethodKind::Fido2).then_some(&FIDO2_ADDED)
}

/// The record that the device registration service adds when such a credential is deleted.
pub(crate) fn credential_deleted(kind: MethodKind) -> Option<&'static Activity> {
    match kind {
        MethodKind::Fido2 => Some(&FIDO2_DELETED),
        MethodKind::WindowsHelloForBusiness => Some(&WINDOWS_HELLO_DELETED),
        MethodKind::PlatformCredential => Some(&PLATFORM_CREDENTIAL_DELETED),
        MethodKind::PasswordlessMicrosoftAuthenticator => Some(&PASSWORDLESS_DELETED),
        _ => None,
    }
}

/// The directory's view of a person's second factors (facts 9.5).
pub(crate) fn strong_authentication_methods(user: &User) -> String {
    let mut entries = Vec::new();
    let mut entry = |number: u8, is_default: bool| {
        entries.push(json!({ "MethodType": number, "Default": is_default }));
    };
    for method in user.registered() {
        match (method.kind(), method.phone_type()) {
            (_, Some(PhoneType::Mobile)) => {
                entry(5, user.default == DefaultMethod::Sms);
                entry(0, user.default == DefaultMethod::VoiceMobile);
            }
            (_, Some(PhoneType::Office)) => entry(2, user.default == DefaultMethod::VoiceOffice),
            (_, Some(PhoneType::AlternateMobile)) => {
                entry(3, user.default == DefaultMethod::VoiceAlternateMobile);
            }
            (MethodKind::MicrosoftAuthenticator, _) => {
                entry(6, user.default == DefaultMethod::Push);
                entry(7, user.default == DefaultMethod::Oath);
            }
            (MethodKind::SoftwareOath, _) => entry(7, user.default == DefaultMethod::Oath),
            _ => {}
        }
    }
    Value::Array(entries).to_string()
}

/// The directory's view of per-user MFA (facts 9.5).
pub(crate) fn strong_authentication_requirement(state: PerUserMfaState, since: OffsetDateTime) -> String {
    let state = match state {
        PerUserMfaState::Disabled => return "[]".into(),
        PerUserMfaState::Enabled => 1,
        PerUserMfaState::Enforced => 2,
    };
    json!([{ "RelyingParty": "*", "State": state, "RememberDevicesNotIssuedBefore": timestamp_text(since) }])
        .to_string()
}
