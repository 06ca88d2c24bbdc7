//! Authentication methods: kinds and their properties as the service names them (facts 2.2 to 2.4).
//!
//! The same types describe a method in a scenario and hold it in the tenant; properties that are absent in a
//! scenario get believable values.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use time::OffsetDateTime;

/// The preferred second factor (facts 3.2).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum DefaultMethod {
    /// There is no default.
    #[default]
    None,
    /// Notification of the Authenticator app.
    Push,
    /// One-time code.
    Oath,
    /// Text to the mobile phone.
    Sms,
    /// Call to the mobile phone.
    VoiceMobile,
    /// Call to the alternate mobile phone.
    VoiceAlternateMobile,
    /// Call to the office phone.
    VoiceOffice,
}

macro_rules! kinds {
    ($($(#[doc = $doc:literal])* $kind:ident => $name:literal, $segment:literal, $granular:literal;)*) => {
        /// Kind of an authentication method.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        pub enum MethodKind {
            $($(#[doc = $doc])* $kind,)*
            /// A kind of which nothing but the type name is known.
            Other,
        }

        impl MethodKind {
            /// Every kind with a path of its own.
            pub(crate) const KNOWN: &'static [Self] = &[$(Self::$kind),*];

            /// The type name without `#microsoft.graph.` and `AuthenticationMethod`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$kind => $name,)* Self::Other => "other" }
            }

            /// The path segment of the kind's collection.
            pub fn segment(self) -> &'static str {
                match self { $(Self::$kind => $segment,)* Self::Other => "" }
            }

            /// The X in `UserAuthMethod-X` (facts 2.3).
            pub(crate) fn granular_permission(self) -> &'static str {
                match self { $(Self::$kind => $granular,)* Self::Other => "" }
            }
        }
    };
}

kinds! {
    /// Phone number.
    Phone => "phone", "phoneMethods", "Phone";
    /// Authenticator app.
    MicrosoftAuthenticator => "microsoftAuthenticator", "microsoftAuthenticatorMethods", "MicrosoftAuthApp";
    /// Passkey.
    Fido2 => "fido2", "fido2Methods", "Passkey";
    /// One-time codes from software.
    SoftwareOath => "softwareOath", "softwareOathMethods", "SoftwareOATH";
    /// One-time codes from a hardware token.
    HardwareOath => "hardwareOath", "hardwareOathMethods", "HardwareOATH";
    /// Mail address for password reset.
    Email => "email", "emailMethods", "Email";
    /// Windows Hello for Business.
    WindowsHelloForBusiness => "windowsHelloForBusiness", "windowsHelloForBusinessMethods", "WindowsHello";
    /// Temporary Access Pass.
    TemporaryAccessPass => "temporaryAccessPass", "temporaryAccessPassMethods", "TAP";
    /// Platform credential.
    PlatformCredential => "platformCredential", "platformCredentialMethods", "PlatformCred";
    /// Second factor of another vendor.
    External => "external", "externalAuthenticationMethods", "External";
    /// QR code with PIN.
    QrCodePin => "qrCodePin", "qrCodePinMethod", "QR";
    /// Passwordless phone sign-in, deprecated.
    PasswordlessMicrosoftAuthenticator =>
        "passwordlessMicrosoftAuthenticator", "passwordlessMicrosoftAuthenticatorMethods", "MicrosoftAuthApp";
}

impl MethodKind {
    /// Whether the kind has a relation to a device (facts 2.1).
    pub(crate) fn has_device(self) -> bool {
        matches!(
            self,
            Self::MicrosoftAuthenticator
                | Self::HardwareOath
                | Self::WindowsHelloForBusiness
                | Self::PlatformCredential
                | Self::PasswordlessMicrosoftAuthenticator
        )
    }

    /// Whether the kind appears in v1.0 lists (facts 15.2).
    pub(crate) fn in_v1_list(self) -> bool {
        !matches!(
            self,
            Self::HardwareOath | Self::QrCodePin | Self::PasswordlessMicrosoftAuthenticator
        )
    }
}

macro_rules! properties {
    ($($(#[$doc:meta])* $name:ident { $($(#[$field_meta:meta])* $field:ident: $type:ty = $default:expr,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
            #[serde(rename_all = "camelCase", deny_unknown_fields, default)]
            pub struct $name { $($(#[$field_meta])* pub $field: $type,)* }

            impl Default for $name {
                fn default() -> Self { Self { $($field: $default,)* } }
            }
        )*
    };
}

properties! {
    /// Properties of a phone.
    Phone {
        /// `+<cc> <number>`; derived from the person when empty.
        phone_number: String = String::new(),
        /// Which of the three phones.
        phone_type: PhoneType = PhoneType::Mobile,
        /// State of SMS sign-in; what phone type and policy suggest when absent.
        #[serde(skip_serializing_if = "Option::is_none")]
        sms_sign_in_state: Option<SmsSignInState> = None,
    }

    /// Properties of an Authenticator registration.
    Authenticator {
        /// Model of the phone.
        display_name: String = "iPhone 15".into(),
        /// What the registration is used for.
        device_tag: String = "SoftwareTokenActivated".into(),
        /// Version of the app.
        phone_app_version: String = "6.8.31".into(),
        /// The device, when the app signs in without password; none when absent.
        #[serde(skip_serializing_if = "Option::is_none")]
        device: Option<Box<RegisteredDevice>> = None,
    }

    /// Properties of a passkey.
    Fido2 {
        /// Name that the person gave.
        display_name: String = "Security key".into(),
        /// Model identifier.
        aa_guid: String = "cb69481e-8ff7-4039-93ec-0a2729a154a8".into(),
        /// Model.
        model: String = "YubiKey 5 Series".into(),
        /// Thumbprints of the attestation chain.
        attestation_certificates: Vec<String> = Vec::new(),
        /// `attested` or `notAttested`.
        attestation_level: String = "attested".into(),
        /// `deviceBound` or `synced`.
        passkey_type: String = "deviceBound".into(),
        /// Id of the credential in base64url, told only to whoever registers another passkey; the method's id when
        /// absent.
        #[serde(skip_serializing_if = "Option::is_none")]
        credential_id: Option<String> = None,
    }

    /// Properties of a software token.
    SoftwareOath {
        /// Never returned.
        secret_key: Option<String> = None,
    }

    /// Properties of a hardware token.
    HardwareOath {
        /// The token itself.
        device: HardwareToken = HardwareToken::default(),
    }

    /// A hardware token of the tenant's inventory.
    HardwareToken {
        /// Id of the token; that of the method, or a derived one, when empty.
        id: String = String::new(),
        /// Name of the token.
        display_name: Option<String> = None,
        /// Serial number, different for every token; SIM00000001 and so on when empty.
        serial_number: String = String::new(),
        /// Manufacturer.
        manufacturer: String = "Token2".into(),
        /// Model.
        model: String = "C200".into(),
        /// `hmacsha1` or `hmacsha256`.
        hash_function: HashFunction = HashFunction::HmacSha1,
        /// 30 or 60.
        time_interval_in_seconds: u32 = 30,
        /// Key of its codes in base 32, never returned; derived when absent.
        #[serde(skip_serializing_if = "Option::is_none")]
        secret_key: Option<String> = None,
        /// State of the token: `activated` when absent for a person's token, `available` for one in the inventory.
        #[serde(skip_serializing_if = "Option::is_none")]
        status: Option<TokenStatus> = None,
    }

    /// Properties of a mail address.
    Email {
        /// The address; derived from the person when empty.
        email_address: String = String::new(),
    }

    /// Properties of a Windows Hello registration.
    WindowsHello {
        /// Name of the device.
        display_name: String = "LAPTOP-114".into(),
        /// `normal`, `weak` or `unknown`.
        key_strength: String = "normal".into(),
        /// The device; none when absent.
        #[serde(skip_serializing_if = "Option::is_none")]
        device: Option<Box<RegisteredDevice>> = None,
    }

    /// Properties of a Temporary Access Pass.
    Pass {
        /// The pass in clear text; derived when absent. Only the answer to its creation shows it.
        temporary_access_pass: Option<String> = None,
        /// From when it is valid; the scenario's start when absent.
        #[serde(with = "time::serde::rfc3339::option")]
        start_date_time: Option<OffsetDateTime> = None,
        /// How long it is valid.
        lifetime_in_minutes: u32 = 60,
        /// Whether it works only once.
        is_usable_once: bool = false,
        /// When it was used, for a pass that works only once: it is not usable any more.
        #[serde(with = "time::serde::rfc3339::option", skip_serializing_if = "Option::is_none")]
        used_date_time: Option<OffsetDateTime> = None,
    }

    /// Properties of a platform credential.
    PlatformCredential {
        /// Name of the device.
        display_name: String = "MacBook Pro".into(),
        /// `normal`, `weak` or `unknown`.
        key_strength: String = "unknown".into(),
        /// Operating system.
        platform: String = "macOS".into(),
        /// The device; none when absent.
        #[serde(skip_serializing_if = "Option::is_none")]
        device: Option<Box<RegisteredDevice>> = None,
    }

    /// Properties of another vendor's factor.
    External {
        /// Id of the external method in the tenant's policy.
        configuration_id: String = "6a0a9c11-13a5-4a6f-9d90-5a2b5f5fd001".into(),
        /// Name of the external method.
        display_name: String = "Contoso Push".into(),
    }

    /// Properties of a QR code with PIN.
    QrCodePin {
        /// The long-lived code; one that is valid for a year from the scenario's start when absent.
        #[serde(rename = "standardQRCode")]
        standard_qr_code: Option<QrCode> = None,
        /// A short-lived code; none when absent.
        #[serde(rename = "temporaryQRCode", skip_serializing_if = "Option::is_none")]
        temporary_qr_code: Option<QrCode> = None,
        /// The PIN; derived when absent.
        pin: Option<QrPin> = None,
    }

    /// A QR code.
    QrCode {
        /// Id; derived when empty.
        id: String = String::new(),
        /// From when it is valid; the scenario's start when absent.
        #[serde(with = "time::serde::rfc3339::option")]
        start_date_time: Option<OffsetDateTime> = None,
        /// Until when it is valid; a year, for a temporary one 12 hours, after the start when absent.
        #[serde(with = "time::serde::rfc3339::option")]
        expire_date_time: Option<OffsetDateTime> = None,
        /// When it was made; the start when absent.
        #[serde(with = "time::serde::rfc3339::option")]
        created_date_time: Option<OffsetDateTime> = None,
    }

    /// The PIN that belongs to a QR code.
    QrPin {
        /// Id; derived when empty.
        id: String = String::new(),
        /// The digits, 8 to 20, never returned after they were set; derived when absent.
        code: Option<String> = None,
        /// Whether the person has to choose another one.
        force_change_pin_next_sign_in: bool = true,
        /// When it was made; the scenario's start when absent.
        #[serde(with = "time::serde::rfc3339::option")]
        created_date_time: Option<OffsetDateTime> = None,
        /// When the person changed it; never when absent.
        #[serde(with = "time::serde::rfc3339::option")]
        updated_date_time: Option<OffsetDateTime> = None,
    }

    /// A device that a method is bound to; `$expand=device` shows it.
    RegisteredDevice {
        /// Object id; derived from the name when empty.
        id: String = String::new(),
        /// Name.
        display_name: String = "LAPTOP-114".into(),
        /// Operating system.
        operating_system: String = "Windows".into(),
    }

    /// Properties of passwordless phone sign-in.
    PasswordlessAuthenticator {
        /// Model of the phone.
        display_name: String = "Pixel 9".into(),
        /// The device; none when absent.
        #[serde(skip_serializing_if = "Option::is_none")]
        device: Option<Box<RegisteredDevice>> = None,
    }
}

/// Which of a person's three phones (facts 2.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PhoneType {
    /// Mobile phone.
    Mobile,
    /// Second mobile phone, for calls only.
    AlternateMobile,
    /// Office phone.
    Office,
}

impl PhoneType {
    /// The id that this phone has for everybody.
    pub fn id(self) -> &'static str {
        match self {
            Self::Mobile => "3179e48a-750b-4051-897c-87b9720928f7",
            Self::AlternateMobile => "b6332ec1-7057-4abe-9331-3d72feddfe41",
            Self::Office => "e37fc753-ff3b-4958-9484-eaa9425c82bc",
        }
    }
}

/// Whether a mobile number can be the sign-in name (facts 2.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SmsSignInState {
    /// Not with this type of phone.
    NotSupported,
    /// The policy does not allow it.
    NotAllowedByPolicy,
    /// Allowed, and not switched on.
    NotEnabled,
    /// Somebody else signs in with the number.
    PhoneNumberNotUnique,
    /// Switched on.
    Ready,
    /// Not set up in the tenant.
    NotConfigured,
}

impl SmsSignInState {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::NotSupported => "notSupported",
            Self::NotAllowedByPolicy => "notAllowedByPolicy",
            Self::NotEnabled => "notEnabled",
            Self::PhoneNumberNotUnique => "phoneNumberNotUnique",
            Self::Ready => "ready",
            Self::NotConfigured => "notConfigured",
        }
    }
}

/// How a hardware token makes its codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HashFunction {
    /// HMAC with SHA-1.
    HmacSha1,
    /// HMAC with SHA-256.
    HmacSha256,
}

/// State of a hardware token.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum TokenStatus {
    /// In the inventory.
    Available,
    /// Given to a person, not in use.
    Assigned,
    /// In use.
    Activated,
    /// Activation failed.
    FailedActivation,
}

impl TokenStatus {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Available => "available",
            Self::Assigned => "assigned",
            Self::Activated => "activated",
            Self::FailedActivation => "failedActivation",
        }
    }
}

/// A method without its id: the kind and the kind's properties.
#[derive(Clone, Debug, PartialEq)]
pub enum MethodDetail {
    /// Phone number.
    Phone(Phone),
    /// Authenticator app.
    MicrosoftAuthenticator(Authenticator),
    /// Passkey.
    Fido2(Box<Fido2>),
    /// One-time codes from software.
    SoftwareOath(SoftwareOath),
    /// One-time codes from a hardware token.
    HardwareOath(Box<HardwareOath>),
    /// Mail address for password reset.
    Email(Email),
    /// Windows Hello for Business.
    WindowsHelloForBusiness(WindowsHello),
    /// Temporary Access Pass.
    TemporaryAccessPass(Pass),
    /// Platform credential.
    PlatformCredential(PlatformCredential),
    /// Second factor of another vendor.
    External(External),
    /// QR code with PIN.
    QrCodePin(Box<QrCodePin>),
    /// Passwordless phone sign-in.
    PasswordlessMicrosoftAuthenticator(PasswordlessAuthenticator),
    /// A kind that this crate knows nothing about; listed as given.
    Other {
        /// The type name without `#microsoft.graph.`.
        type_name: Box<str>,
        /// Its properties.
        properties: Box<Map<String, Value>>,
    },
}

impl MethodDetail {
    /// The kind.
    pub fn kind(&self) -> MethodKind {
        match self {
            Self::Phone(_) => MethodKind::Phone,
            Self::MicrosoftAuthenticator(_) => MethodKind::MicrosoftAuthenticator,
            Self::Fido2(_) => MethodKind::Fido2,
            Self::SoftwareOath(_) => MethodKind::SoftwareOath,
            Self::HardwareOath(_) => MethodKind::HardwareOath,
            Self::Email(_) => MethodKind::Email,
            Self::WindowsHelloForBusiness(_) => MethodKind::WindowsHelloForBusiness,
            Self::TemporaryAccessPass(_) => MethodKind::TemporaryAccessPass,
            Self::PlatformCredential(_) => MethodKind::PlatformCredential,
            Self::External(_) => MethodKind::External,
            Self::QrCodePin(_) => MethodKind::QrCodePin,
            Self::PasswordlessMicrosoftAuthenticator(_) => MethodKind::PasswordlessMicrosoftAuthenticator,
            Self::Other { .. } => MethodKind::Other,
        }
    }

    /// The value of `@odata.type`.
    pub fn odata_type(&self) -> String {
        match self {
            Self::Other { type_name, .. } => format!("#microsoft.graph.{type_name}"),
            known => format!("#microsoft.graph.{}AuthenticationMethod", known.kind().name()),
        }
    }

    /// The kind's properties, secrets included.
    pub(crate) fn properties(&self) -> Map<String, Value> {
        let value = match self {
            Self::Phone(it) => serde_json::to_value(it),
            Self::MicrosoftAuthenticator(it) => serde_json::to_value(it),
            Self::Fido2(it) => serde_json::to_value(it),
            Self::SoftwareOath(it) => serde_json::to_value(it),
            Self::HardwareOath(it) => serde_json::to_value(it),
            Self::Email(it) => serde_json::to_value(it),
            Self::WindowsHelloForBusiness(it) => serde_json::to_value(it),
            Self::TemporaryAccessPass(it) => serde_json::to_value(it),
            Self::PlatformCredential(it) => serde_json::to_value(it),
            Self::External(it) => serde_json::to_value(it),
            Self::QrCodePin(it) => serde_json::to_value(it),
            Self::PasswordlessMicrosoftAuthenticator(it) => serde_json::to_value(it),
            Self::Other { properties, .. } => return Map::clone(properties),
        };
        match value {
            Ok(Value::Object(map)) => map,
            _ => Map::new(),
        }
    }

    pub(super) fn from_properties(kind: &str, properties: Map<String, Value>) -> serde_json::Result<Self> {
        let known = MethodKind::KNOWN
            .iter()
            .copied()
            .find(|known| known.name() == kind);
        let value = Value::Object(properties);
        Ok(match known {
            Some(MethodKind::Phone) => Self::Phone(serde_json::from_value(value)?),
            Some(MethodKind::MicrosoftAuthenticator) => {
                Self::MicrosoftAuthenticator(serde_json::from_value(value)?)
            }
            Some(MethodKind::Fido2) => Self::Fido2(serde_json::from_value(value)?),
            Some(MethodKind::SoftwareOath) => Self::SoftwareOath(serde_json::from_value(value)?),
            Some(MethodKind::HardwareOath) => Self::HardwareOath(serde_json::from_value(value)?),
            Some(MethodKind::Email) => Self::Email(serde_json::from_value(value)?),
            Some(MethodKind::WindowsHelloForBusiness) => {
                Self::WindowsHelloForBusiness(serde_json::from_value(value)?)
            }
            Some(MethodKind::TemporaryAccessPass) => {
                Self::TemporaryAccessPass(serde_json::from_value(value)?)
            }
            Some(MethodKind::PlatformCredential) => Self::PlatformCredential(serde_json::from_value(value)?),
            Some(MethodKind::External) => Self::External(serde_json::from_value(value)?),
            Some(MethodKind::QrCodePin) => Self::QrCodePin(serde_json::from_value(value)?),
            Some(MethodKind::PasswordlessMicrosoftAuthenticator) => {
                Self::PasswordlessMicrosoftAuthenticator(serde_json::from_value(value)?)
            }
            Some(MethodKind::Other) | None => Self::Other {
                type_name: kind.trim_start_matches("#microsoft.graph.").into(),
                properties: Box::new(match value {
                    Value::Object(map) => map,
                    _ => Map::new(),
                }),
            },
        })
    }
}
