//! A registered method of a person and what reads show of it (facts 2.4, 6.2).

use serde_json::{Map, Value, json};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use uuid::Uuid;

use super::Tenant;
use super::directory::User;
use super::pass::{self, PassUsability};
use crate::scenario::{
    HardwareToken, MethodDetail, MethodKind, PhoneType, QrCode, QrPin, RegisteredDevice, SmsSignInState,
};

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

    /// The device that the method is bound to.
    pub(crate) fn device(&self) -> Option<&RegisteredDevice> {
        let device = match &self.detail {
            MethodDetail::MicrosoftAuthenticator(it) => &it.device,
            MethodDetail::WindowsHelloForBusiness(it) => &it.device,
            MethodDetail::PlatformCredential(it) => &it.device,
            MethodDetail::PasswordlessMicrosoftAuthenticator(it) => &it.device,
            _ => return None,
        };
        device.as_deref()
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
            MethodDetail::External(_) => {
                // This kind writes its times without a zone (facts 18.6).
                let created = self.created.map(timestamp_text);
                let without_zone = created.map(|text| text.trim_end_matches('Z').to_owned());
                shown.insert("createdDateTime".into(), without_zone.into());
            }
            MethodDetail::Fido2(_) => {
                shown.remove("credentialId");
            }
            MethodDetail::QrCodePin(method) => {
                let code = |code: &Option<QrCode>| code.as_ref().map(shown_qr_code);
                shown.insert("standardQRCode".into(), code(&method.standard_qr_code).into());
                shown.insert("temporaryQRCode".into(), code(&method.temporary_qr_code).into());
                shown.insert("pin".into(), method.pin.as_ref().map(shown_pin).into());
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

/// What the service writes for an instant that never came (facts 18.6).
const NEVER: &str = "0001-01-01T00:00:00Z";

/// A QR code as reads show it: the picture is for whoever makes the code.
pub(crate) fn shown_qr_code(code: &QrCode) -> Value {
    json!({
        "id": code.id,
        "startDateTime": code.start_date_time.map(timestamp),
        "expireDateTime": code.expire_date_time.map(timestamp),
        "createdDateTime": code.created_date_time.map(timestamp),
        "lastUsedDateTime": NEVER,
        "image": null,
    })
}

/// A PIN as reads show it, without its digits.
pub(crate) fn shown_pin(pin: &QrPin) -> Value {
    json!({
        "id": pin.id,
        "code": null,
        "forceChangePinNextSignIn": pin.force_change_pin_next_sign_in,
        "createdDateTime": pin.created_date_time.map(timestamp),
        "updatedDateTime": pin.updated_date_time.map_or_else(|| NEVER.into(), timestamp),
    })
}

/// A device that a method is bound to, as `$expand=device` shows it.
pub(crate) fn shown_device(device: &RegisteredDevice) -> Value {
    let id = if device.id.is_empty() {
        Uuid::new_v5(&Uuid::NAMESPACE_OID, device.display_name.as_bytes()).to_string()
    } else {
        device.id.clone()
    };
    json!({
        "id": id,
        "accountEnabled": true,
        "deviceId": Uuid::new_v5(&Uuid::NAMESPACE_OID, id.as_bytes()),
        "displayName": device.display_name,
        "operatingSystem": device.operating_system,
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
