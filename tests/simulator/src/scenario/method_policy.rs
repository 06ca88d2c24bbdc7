//! The configurations of the authentication methods policy, one per method (facts 6.3 for passes, 2.4 for QR codes).

use serde::{Deserialize, Serialize};

use super::policies::{ExcludeTarget, IncludeTarget, Switch};

macro_rules! configurations {
    ($($(#[$doc:meta])* $name:ident ($state:ident) { $($(#[$field_meta:meta])* $field:ident: $type:ty = $default:expr,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
            #[serde(rename_all = "camelCase", deny_unknown_fields, default)]
            pub struct $name {
                /// Whether the method can be registered and used.
                pub state: Switch,
                $($(#[$field_meta])* pub $field: $type,)*
                /// Who may register and use it; everybody when absent.
                pub include_targets: Vec<IncludeTarget>,
                /// Who may not, although included.
                pub exclude_targets: Vec<ExcludeTarget>,
            }

            impl Default for $name {
                fn default() -> Self {
                    Self {
                        state: Switch::$state,
                        $($field: $default,)*
                        include_targets: vec![IncludeTarget::everybody()],
                        exclude_targets: Vec::new(),
                    }
                }
            }
        )*
    };
}

configurations! {
    /// Passkeys.
    Fido2Policy (Enabled) {
        /// Whether people may register passkeys themselves.
        is_self_service_registration_allowed: bool = true,
        /// Whether passkeys without attestation are refused.
        is_attestation_enforced: bool = false,
        /// Which models are allowed.
        key_restrictions: KeyRestrictions = KeyRestrictions::default(),
    }

    /// The Authenticator app.
    AuthenticatorPolicy (Enabled) {
        /// Whether the app's one-time codes may be used.
        is_software_oath_enabled: bool = true,
    }

    /// Texts to mobile phones.
    SmsPolicy (Enabled) {}

    /// Temporary Access Passes.
    PassPolicy (Enabled) {
        /// Length of a pass, 8 to 48 characters.
        default_length: u32 = 8,
        /// Lifetime of a pass when the request names none, in minutes.
        default_lifetime_in_minutes: u32 = 60,
        /// The shortest lifetime that a request may name, in minutes; at least 10.
        minimum_lifetime_in_minutes: u32 = 60,
        /// The longest lifetime that a request may name, in minutes; at most 43,200.
        maximum_lifetime_in_minutes: u32 = 480,
        /// Whether every pass works only once.
        is_usable_once: bool = false,
    }

    /// Hardware tokens. Beta shows this configuration.
    HardwareOathPolicy (Enabled) {}

    /// Software tokens.
    SoftwareOathPolicy (Enabled) {}

    /// Calls to phones.
    VoicePolicy (Enabled) {
        /// Whether office phones may be registered.
        is_office_phone_allowed: bool = true,
    }

    /// Mail addresses.
    EmailPolicy (Enabled) {
        /// Whether guests may sign in with codes by mail: `default`, `enabled` or `disabled`; shown, without
        /// further effect.
        allow_external_id_to_use_email_otp: ExternalMailCodes = ExternalMailCodes::Default,
    }

    /// Certificates.
    CertificatePolicy (Disabled) {}

    /// QR codes with PIN.
    QrCodePinPolicy (Enabled) {
        /// Length of a generated PIN and the least length of a chosen one, 8 to 20 digits.
        pin_length: u32 = 8,
        /// Lifetime of a standard code when the request names none, 1 to 395 days.
        #[serde(rename = "standardQRCodeLifetimeInDays")]
        standard_qr_code_lifetime_in_days: u32 = 365,
    }

    /// Verifiable credentials.
    VerifiableCredentialsPolicy (Disabled) {}

    /// A second factor of another vendor.
    ExternalPolicy (Enabled) {
        /// Id of the configuration, a GUID; a person's external method names it.
        id: String = "6a0a9c11-13a5-4a6f-9d90-5a2b5f5fd001".into(),
        /// Name that people see.
        display_name: String = "Contoso Push".into(),
        /// Client id of the vendor's application in this tenant.
        app_id: String = "4a0b6c52-0d5c-4f3f-8e0d-9c6f1f7a2b10".into(),
        /// How the vendor is reached.
        open_id_connect_setting: OpenIdConnectSetting = OpenIdConnectSetting::default(),
    }
}

/// Which models of passkeys are allowed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct KeyRestrictions {
    /// Whether the list counts.
    pub is_enforced: bool,
    /// Whether the list allows or blocks.
    pub enforcement_type: EnforcementType,
    /// Model identifiers.
    pub aa_guids: Vec<String>,
}

impl Default for KeyRestrictions {
    fn default() -> Self {
        Self {
            is_enforced: false,
            enforcement_type: EnforcementType::Block,
            aa_guids: Vec::new(),
        }
    }
}

impl KeyRestrictions {
    /// Whether a passkey of this model may be registered.
    pub(crate) fn allow(&self, aa_guid: &str) -> bool {
        let listed = self.aa_guids.iter().any(|it| it.eq_ignore_ascii_case(aa_guid));
        !self.is_enforced || listed == (self.enforcement_type == EnforcementType::Allow)
    }
}

/// What a list of models is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EnforcementType {
    /// These and no others.
    Allow,
    /// All but these.
    Block,
}

/// Whether guests may sign in with codes by mail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ExternalMailCodes {
    /// The service decides.
    Default,
    /// They may.
    Enabled,
    /// They may not.
    Disabled,
}

/// How another vendor's factor is reached.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct OpenIdConnectSetting {
    /// The name under which the vendor knows this tenant.
    pub client_id: String,
    /// Where the vendor describes itself.
    pub discovery_url: String,
}

impl Default for OpenIdConnectSetting {
    fn default() -> Self {
        Self {
            client_id: "fabrikam".into(),
            discovery_url: "https://push.contoso.example/.well-known/openid-configuration".into(),
        }
    }
}
