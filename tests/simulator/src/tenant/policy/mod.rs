//! The authentication methods policy in force: its configurations by name, changes to them, and whom each one reaches
//! (facts 6.3, 6.4, 7.3).

mod check;
mod configuration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use time::OffsetDateTime;
use uuid::Uuid;

pub(crate) use self::check::Senseless;
use self::check::{check_campaign, check_pass, check_qr_code, check_targets, senseless};
pub(crate) use self::configuration::Configuration;
use super::Tenant;
use super::directory::User;
use crate::scenario::{ALL_USERS, MethodDetail, PhoneType, Policies, Switch, TargetType};

/// The policy and when it was changed last.
pub(crate) struct MethodsPolicy {
    pub(crate) settings: Policies,
    pub(crate) modified: OffsetDateTime,
}

/// Does something with the settings of a configuration, whatever their type; `None` for an unknown external one.
macro_rules! with_settings {
    ($policies:expr, $which:expr, $iter:ident, ($($borrow:tt)+), $settings:ident => $body:expr) => {
        match $which {
            Configuration::Fido2 => { let $settings = $($borrow)+ $policies.fido2; Some($body) }
            Configuration::MicrosoftAuthenticator => {
                let $settings = $($borrow)+ $policies.microsoft_authenticator;
                Some($body)
            }
            Configuration::Sms => { let $settings = $($borrow)+ $policies.sms; Some($body) }
            Configuration::TemporaryAccessPass => {
                let $settings = $($borrow)+ $policies.temporary_access_pass;
                Some($body)
            }
            Configuration::HardwareOath => { let $settings = $($borrow)+ $policies.hardware_oath; Some($body) }
            Configuration::SoftwareOath => { let $settings = $($borrow)+ $policies.software_oath; Some($body) }
            Configuration::Voice => { let $settings = $($borrow)+ $policies.voice; Some($body) }
            Configuration::Email => { let $settings = $($borrow)+ $policies.email; Some($body) }
            Configuration::X509Certificate => { let $settings = $($borrow)+ $policies.x509_certificate; Some($body) }
            Configuration::QrCodePin => { let $settings = $($borrow)+ $policies.qr_code_pin; Some($body) }
            Configuration::VerifiableCredentials => {
                let $settings = $($borrow)+ $policies.verifiable_credentials;
                Some($body)
            }
            Configuration::External(id) => {
                let found = $policies.external.$iter().find(|it| it.id.eq_ignore_ascii_case(id));
                found.map(|$settings| $body)
            }
        }
    };
}

impl MethodsPolicy {
    /// Every configuration, the vendors' last.
    pub(crate) fn configurations(&self) -> Vec<Configuration> {
        let external = self
            .settings
            .external
            .iter()
            .map(|it| Configuration::External(it.id.clone()));
        Configuration::BUILT_IN.iter().cloned().chain(external).collect()
    }

    /// The configuration with this id.
    pub(crate) fn find(&self, id: &str) -> Option<Configuration> {
        let mut all = self.configurations().into_iter();
        all.find(|configuration| configuration.id().eq_ignore_ascii_case(id))
    }

    /// The settings as the service shows them, without id and type.
    pub(crate) fn shown(&self, which: &Configuration) -> Map<String, Value> {
        let shown = with_settings!(self.settings, which, iter, (&), it => object(it));
        let mut shown = shown.unwrap_or_default();
        if let Some(Value::Array(targets)) = shown.get_mut("includeTargets") {
            for target in targets {
                match which {
                    Configuration::Sms if target["isUsableForSignIn"].is_null() => {
                        target["isUsableForSignIn"] = false.into();
                    }
                    Configuration::MicrosoftAuthenticator if target["authenticationMode"].is_null() => {
                        target["authenticationMode"] = "any".into();
                    }
                    _ => {}
                }
            }
        }
        shown
    }

    /// Replaces the named properties.
    pub(crate) fn change(
        &mut self,
        which: &Configuration,
        changes: Map<String, Value>,
    ) -> Result<(), Senseless> {
        let before = self.settings.clone();
        let changed = with_settings!(self.settings, which, iter_mut, (&mut), it => overlay(it, changes));
        let checked = changed.unwrap_or(Ok(())).and_then(|()| self.check(which));
        if checked.is_err() {
            self.settings = before;
        }
        checked
    }

    /// Puts a configuration back to what a new tenant has; takes an external one away.
    pub(crate) fn reset(&mut self, which: &Configuration) {
        if let Configuration::External(id) = which {
            self.settings
                .external
                .retain(|it| !it.id.eq_ignore_ascii_case(id));
            return;
        }
        let fresh = Policies::default();
        match which {
            Configuration::External(_) => {}
            Configuration::Fido2 => self.settings.fido2 = fresh.fido2,
            Configuration::MicrosoftAuthenticator => {
                self.settings.microsoft_authenticator = fresh.microsoft_authenticator;
            }
            Configuration::Sms => self.settings.sms = fresh.sms,
            Configuration::TemporaryAccessPass => {
                self.settings.temporary_access_pass = fresh.temporary_access_pass;
            }
            Configuration::HardwareOath => self.settings.hardware_oath = fresh.hardware_oath,
            Configuration::SoftwareOath => self.settings.software_oath = fresh.software_oath,
            Configuration::Voice => self.settings.voice = fresh.voice,
            Configuration::Email => self.settings.email = fresh.email,
            Configuration::X509Certificate => self.settings.x509_certificate = fresh.x509_certificate,
            Configuration::QrCodePin => self.settings.qr_code_pin = fresh.qr_code_pin,
            Configuration::VerifiableCredentials => {
                self.settings.verifiable_credentials = fresh.verifiable_credentials;
            }
        }
    }

    /// Replaces the named properties of the registration campaign.
    pub(crate) fn change_campaign(&mut self, changes: Map<String, Value>) -> Result<(), Senseless> {
        let mut campaign = self.settings.registration_campaign.clone();
        overlay(&mut campaign, changes)?;
        check_campaign(&campaign)?;
        self.settings.registration_campaign = campaign;
        Ok(())
    }

    /// The targets of a configuration, to be written anew.
    pub(crate) fn targets_of(&mut self, which: &Configuration) -> Vec<(TargetType, &mut String)> {
        let targets = with_settings!(self.settings, which, iter_mut, (&mut), it => {
            let included = it.include_targets.iter_mut().map(|target| (target.target_type, &mut target.id));
            let excluded = it.exclude_targets.iter_mut().map(|target| (target.target_type, &mut target.id));
            included.chain(excluded).collect()
        });
        targets.unwrap_or_default()
    }

    /// Whether the registration campaign makes sense.
    pub(crate) fn check_campaign(&self) -> Result<(), Senseless> {
        check_campaign(&self.settings.registration_campaign)
    }

    /// Whether a configuration makes sense.
    pub(crate) fn check(&self, which: &Configuration) -> Result<(), Senseless> {
        let targets = with_settings!(self.settings, which, iter, (&), it => {
            check_targets(which, &it.include_targets, &it.exclude_targets)
        });
        targets.unwrap_or(Ok(()))?;
        match which {
            Configuration::TemporaryAccessPass => check_pass(&self.settings.temporary_access_pass),
            Configuration::QrCodePin => check_qr_code(&self.settings.qr_code_pin),
            Configuration::External(id) => {
                let same = self
                    .settings
                    .external
                    .iter()
                    .filter(|it| it.id.eq_ignore_ascii_case(id));
                if Uuid::try_parse(id).is_err() || same.count() > 1 {
                    return Err(senseless("id", "must be a GUID that no other configuration has"));
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }
}

impl Tenant {
    /// Whether the configuration is on and reaches the person.
    pub(crate) fn policy_reaches(&self, which: &Configuration, user: &User) -> bool {
        let reached = with_settings!(self.policy.settings, which, iter, (&), it => {
            it.state == Switch::Enabled
                && it.include_targets.iter().any(|target| self.names(target.target_type, &target.id, user))
                && !it.exclude_targets.iter().any(|target| self.names(target.target_type, &target.id, user))
        });
        reached.unwrap_or(false)
    }

    /// Whether the person may register such a method.
    pub(crate) fn policy_allows(&self, method: &MethodDetail, user: &User) -> bool {
        let any = |kinds: &[Configuration]| kinds.iter().any(|which| self.policy_reaches(which, user));
        match method {
            MethodDetail::Phone(phone) => match phone.phone_type {
                PhoneType::Mobile => any(&[Configuration::Sms, Configuration::Voice]),
                PhoneType::AlternateMobile => any(&[Configuration::Voice]),
                PhoneType::Office => {
                    self.policy.settings.voice.is_office_phone_allowed && any(&[Configuration::Voice])
                }
            },
            MethodDetail::MicrosoftAuthenticator(_) | MethodDetail::PasswordlessMicrosoftAuthenticator(_) => {
                any(&[Configuration::MicrosoftAuthenticator])
            }
            MethodDetail::Fido2(_) => any(&[Configuration::Fido2]),
            MethodDetail::SoftwareOath(_) => any(&[Configuration::SoftwareOath]),
            MethodDetail::HardwareOath(_) => any(&[Configuration::HardwareOath]),
            MethodDetail::Email(_) => any(&[Configuration::Email]),
            MethodDetail::TemporaryAccessPass(_) => any(&[Configuration::TemporaryAccessPass]),
            MethodDetail::External(external) => {
                any(&[Configuration::External(external.configuration_id.clone())])
            }
            MethodDetail::QrCodePin(_) => any(&[Configuration::QrCodePin]),
            MethodDetail::WindowsHelloForBusiness(_)
            | MethodDetail::PlatformCredential(_)
            | MethodDetail::Other { .. } => true,
        }
    }

    /// Whether the person's mobile number can be the sign-in name.
    pub(crate) fn policy_allows_sms_sign_in(&self, user: &User) -> bool {
        let mut targets = self.policy.settings.sms.include_targets.iter();
        self.policy_reaches(&Configuration::Sms, user)
            && targets.any(|target| {
                target.is_usable_for_sign_in == Some(true) && self.names(target.target_type, &target.id, user)
            })
    }

    fn names(&self, target_type: TargetType, id: &str, user: &User) -> bool {
        if target_type == TargetType::Group && id.eq_ignore_ascii_case(ALL_USERS) {
            return true;
        }
        let Ok(id) = Uuid::try_parse(id) else {
            return false;
        };
        match target_type {
            TargetType::User => id == user.id,
            TargetType::Group => self.groups.contain(id, user.id),
        }
    }
}

fn object(settings: &impl Serialize) -> Map<String, Value> {
    match serde_json::to_value(settings) {
        Ok(Value::Object(map)) => map,
        _ => Map::new(),
    }
}

/// Writes the changes over the settings; a property that the settings do not have, or a value of another type, is
/// refused.
fn overlay<T: Serialize + DeserializeOwned>(
    settings: &mut T,
    changes: Map<String, Value>,
) -> Result<(), Senseless> {
    let mut map = object(settings);
    for (name, value) in changes {
        map.insert(name.clone(), value);
        *settings = serde_json::from_value(Value::Object(map.clone()))
            .map_err(|error| senseless(&name, error.to_string()))?;
    }
    Ok(())
}
