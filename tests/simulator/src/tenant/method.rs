//! A registered method of a person and what reads show of it (facts 2.4, 6.2).

use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::Tenant;
use super::directory::User;
use super::pass::{self, PassUsability};
use crate::scenario::{HardwareToken, MethodDetail, MethodKind, PhoneType, SmsSignInState};

/// Id of the password method, the same for everybody.
pub(crate) const PASSWORD_ID: &str = "28c10230-6103-485e-b985-444c60001490";
/// Id of the mail method, the same for everybody.
pub(crate) const EMAIL_ID: &str = "3ddfcfc8-9383-446f-83cc-3ab9be4be18f";

/// A registered method.
#[derive(Clone, Debug)]
pub(crate) struct Method {
    pub(crate) id: Box<str>,
    pub(crate) created: Option<OffsetDateTime>,
    /// Set by deletion: the moment from which reads no longer show the method.
    pub(crate) hidden_from: Option<OffsetDateTime>,
    pub(crate) detail: MethodDetail,
}

impl Method {
    pub(crate) fn kind(&self) -> MethodKind {
        self.detail.kind()
    }

    pub(crate) fn is_listed(&self, now: OffsetDateTime) -> bool {
        self.hidden_from.is_none_or(|from| now < from)
    }

    /// The phone type, for phones.
    pub(crate) fn phone_type(&self) -> Option<PhoneType> {
        match &self.detail {
            MethodDetail::Phone(phone) => Some(phone.phone_type),
            _ => None,
        }
    }

    /// The number that the person signs in with, for a phone that is switched on for it.
    pub(crate) fn sign_in_number(&self) -> Option<&str> {
        match &self.detail {
            MethodDetail::Phone(phone) if phone.sms_sign_in_state == Some(SmsSignInState::Ready) => {
                Some(&phone.phone_number)
            }
            _ => None,
        }
    }

    /// Id, registration time and properties as reads show them: without secrets.
    pub(crate) fn shown_properties(
        &self,
        user: &User,
        tenant: &Tenant,
        now: OffsetDateTime,
    ) -> Map<String, Value> {
        let mut shown = Map::new();
        shown.insert("id".into(), Value::from(&*self.id));
        if !matches!(self.detail, MethodDetail::Other { .. }) || self.created.is_some() {
            shown.insert(
                "createdDateTime".into(),
                self.created.map_or(Value::Null, timestamp),
            );
        }
        shown.extend(self.detail.properties());
        match &self.detail {
            MethodDetail::Phone(phone) => {
                let state = phone.sms_sign_in_state.unwrap_or_else(|| match phone.phone_type {
                    PhoneType::Mobile if tenant.policy_allows_sms_sign_in(user) => SmsSignInState::NotEnabled,
                    PhoneType::Mobile => SmsSignInState::NotAllowedByPolicy,
                    PhoneType::AlternateMobile | PhoneType::Office => SmsSignInState::NotSupported,
                });
                shown.insert("smsSignInState".into(), state.name().into());
            }
            MethodDetail::TemporaryAccessPass(pass) => {
                let usability = pass::usability(pass, tenant.policy_allows(&self.detail, user), now);
                shown.remove("usedDateTime");
                shown.insert("temporaryAccessPass".into(), Value::Null);
                let start = pass.start_date_time.unwrap_or(now);
                shown.insert("startDateTime".into(), timestamp(start));
                shown.insert(
                    "isUsable".into(),
                    (usability == PassUsability::EnabledByPolicy).into(),
                );
                shown.insert("methodUsabilityReason".into(), usability.name().into());
            }
            MethodDetail::SoftwareOath(_) => {
                shown.insert("secretKey".into(), Value::Null);
            }
            MethodDetail::HardwareOath(token) => {
                shown.insert("device".into(), shown_token(&token.device, Some(user)));
            }
            _ => {}
        }
        shown
    }
}

/// A hardware token as reads show it.
pub(crate) fn shown_token(token: &HardwareToken, holder: Option<&User>) -> Value {
    let assigned_to = holder.map(|user| json!({ "id": user.id, "displayName": &*user.display_name }));
    json!({
        "id": token.id,
        "displayName": token.display_name,
        "serialNumber": token.serial_number,
        "manufacturer": token.manufacturer,
        "model": token.model,
        "secretKey": null,
        "timeIntervalInSeconds": token.time_interval_in_seconds,
        "status": token.status,
        "lastUsedDateTime": null,
        "hashFunction": token.hash_function,
        "assignedTo": assigned_to,
    })
}

/// An instant as Graph writes it.
pub(crate) fn timestamp(at: OffsetDateTime) -> Value {
    timestamp_text(at).into()
}

/// An instant as Graph writes it.
pub(crate) fn timestamp_text(at: OffsetDateTime) -> String {
    at.format(&Rfc3339).unwrap_or_default()
}
