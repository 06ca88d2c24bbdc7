//! Authentication methods. Kinds are an open set: what this version does not know keeps its name (facts 2.2).

use crate::platform::Timestamp;
use serde::{Deserialize, Serialize};
use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

macro_rules! method_kinds {
    ($($(#[doc = $doc:literal])+ $variant:ident = $text:literal, $odata:literal, $segment:literal, $label:literal;)+) => {
        /// A kind of authentication method, by the service's own name without the suffix.
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(from = "String", into = "String")]
        pub enum MethodKind {
            $($(#[doc = $doc])+ $variant,)+
            /// A kind that this version does not know, by the name that the service gave it. It is shown, kept
            /// and reported, never removed.
            Unknown(String),
        }

        impl MethodKind {
            /// The kinds that this version knows.
            pub const KNOWN: &'static [Self] = &[$(Self::$variant),+];

            /// The stable name.
            pub fn as_str(&self) -> &str {
                match self { $(Self::$variant => $text,)+ Self::Unknown(name) => name }
            }

            /// The name in a sentence for a service desk.
            pub fn label(&self) -> &str {
                match self { $(Self::$variant => $label,)+ Self::Unknown(name) => name }
            }

            /// The collection in a Graph path; none for an unknown kind.
            pub(crate) fn segment(&self) -> Option<&'static str> {
                match self { $(Self::$variant => Some($segment),)+ Self::Unknown(_) => None }
            }

            /// Reads the value of `@odata.type`.
            pub(crate) fn from_odata_type(odata_type: &str) -> Self {
                let name = odata_type.trim_start_matches('#');
                let name = name.strip_prefix("microsoft.graph.").unwrap_or(name);
                match name {
                    $($odata => Self::$variant,)+
                    other => Self::Unknown(other.strip_suffix("AuthenticationMethod").unwrap_or(other).to_owned()),
                }
            }
        }

        impl From<String> for MethodKind {
            fn from(text: String) -> Self {
                match text.as_str() { $($text => Self::$variant,)+ _ => Self::Unknown(text) }
            }
        }
    };
}

method_kinds! {
    /// The password. It cannot be removed.
    Password = "password", "passwordAuthenticationMethod", "passwordMethods", "password";
    /// A telephone number: mobile, alternate mobile or office.
    Phone = "phone", "phoneAuthenticationMethod", "phoneMethods", "phone";
    /// Microsoft Authenticator on one device.
    MicrosoftAuthenticator = "microsoftAuthenticator", "microsoftAuthenticatorAuthenticationMethod",
        "microsoftAuthenticatorMethods", "Microsoft Authenticator";
    /// Passwordless phone sign-in as beta once listed it (deprecated).
    PasswordlessMicrosoftAuthenticator = "passwordlessMicrosoftAuthenticator",
        "passwordlessMicrosoftAuthenticatorAuthenticationMethod", "passwordlessMicrosoftAuthenticatorMethods",
        "Microsoft Authenticator (passwordless)";
    /// A time-based code from software.
    SoftwareOath = "softwareOath", "softwareOathAuthenticationMethod", "softwareOathMethods", "software OATH token";
    /// A time-based code from a hardware token (beta).
    HardwareOath = "hardwareOath", "hardwareOathAuthenticationMethod", "hardwareOathMethods", "hardware OATH token";
    /// A FIDO2 security key or passkey.
    Fido2 = "fido2", "fido2AuthenticationMethod", "fido2Methods", "passkey";
    /// Windows Hello for Business on one device.
    WindowsHelloForBusiness = "windowsHelloForBusiness", "windowsHelloForBusinessAuthenticationMethod",
        "windowsHelloForBusinessMethods", "Windows Hello for Business";
    /// A credential of the platform, such as the Secure Enclave of a Mac.
    PlatformCredential = "platformCredential", "platformCredentialAuthenticationMethod", "platformCredentialMethods",
        "platform credential";
    /// An e-mail address, for self-service password reset only.
    Email = "email", "emailAuthenticationMethod", "emailMethods", "e-mail address";
    /// A Temporary Access Pass.
    TemporaryAccessPass = "temporaryAccessPass", "temporaryAccessPassAuthenticationMethod",
        "temporaryAccessPassMethods", "Temporary Access Pass";
    /// Another vendor's second factor.
    External = "external", "externalAuthenticationMethod", "externalAuthenticationMethods", "external method";
    /// A QR code with PIN.
    QrCodePin = "qrCodePin", "qrCodePinAuthenticationMethod", "qrCodePinMethod", "QR code with PIN";
}

impl MethodKind {
    /// Whether this version knows the kind.
    pub const fn is_known(&self) -> bool {
        !matches!(self, Self::Unknown(_))
    }

    /// Whether the v1.0 list of methods leaves this kind out (facts 2.2, 15.2).
    pub const fn is_hidden_in_v1(&self) -> bool {
        matches!(
            self,
            Self::HardwareOath | Self::PasswordlessMicrosoftAuthenticator | Self::QrCodePin
        )
    }
}

impl From<MethodKind> for String {
    fn from(kind: MethodKind) -> Self {
        match kind {
            MethodKind::Unknown(name) => name,
            known => known.as_str().to_owned(),
        }
    }
}

impl FromStr for MethodKind {
    type Err = Infallible;
    fn from_str(text: &str) -> Result<Self, Infallible> {
        Ok(Self::from(text.to_owned()))
    }
}

impl fmt::Display for MethodKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A default second factor, as `userPreferredMethodForSecondaryAuthentication` spells it (facts 3.2).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum DefaultMethod {
    /// A notification of Microsoft Authenticator.
    Push,
    /// A time-based code.
    Oath,
    /// A text message to the mobile number.
    Sms,
    /// A call to the mobile number.
    VoiceMobile,
    /// A call to the alternate mobile number.
    VoiceAlternateMobile,
    /// A call to the office number.
    VoiceOffice,
    /// A value that this version does not know.
    Unknown(String),
}

impl DefaultMethod {
    /// The service's word.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Push => "push",
            Self::Oath => "oath",
            Self::Sms => "sms",
            Self::VoiceMobile => "voiceMobile",
            Self::VoiceAlternateMobile => "voiceAlternateMobile",
            Self::VoiceOffice => "voiceOffice",
            Self::Unknown(text) => text,
        }
    }

    /// The words for a service desk.
    pub fn label(&self) -> &str {
        match self {
            Self::Push => "Authenticator notification",
            Self::Oath => "code from an app or token",
            Self::Sms => "text message",
            Self::VoiceMobile => "call to the mobile number",
            Self::VoiceAlternateMobile => "call to the alternate mobile number",
            Self::VoiceOffice => "call to the office number",
            Self::Unknown(text) => text,
        }
    }
}

impl From<String> for DefaultMethod {
    fn from(text: String) -> Self {
        match text.as_str() {
            "push" => Self::Push,
            "oath" => Self::Oath,
            "sms" => Self::Sms,
            "voiceMobile" => Self::VoiceMobile,
            "voiceAlternateMobile" => Self::VoiceAlternateMobile,
            "voiceOffice" => Self::VoiceOffice,
            _ => Self::Unknown(text),
        }
    }
}

impl From<DefaultMethod> for String {
    fn from(value: DefaultMethod) -> Self {
        value.as_str().to_owned()
    }
}

/// Whether a method is the default.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum DefaultMark {
    /// It is the default.
    Yes,
    /// The default is of its kind, and several methods of that kind exist: the service does not say which one.
    Possibly,
    /// It is not.
    #[default]
    No,
}

/// One authentication method of one person (facts 2.4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct Method {
    /// The id among the person's methods.
    pub method_id: String,
    /// The kind.
    #[cfg_attr(feature = "typescript", ts(as = "String"))]
    pub kind: MethodKind,
    /// What a service desk calls it; numbers and addresses are masked.
    pub label: String,
    /// Whether it is the default second factor.
    pub default: DefaultMark,
    /// The name of the device or key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// `mobile`, `alternateMobile` or `office`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_type: Option<String>,
    /// The number as the service shows it to this sign-in (it may be masked already).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    /// The address, for self-service password reset.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_address: Option<String>,
    /// The state of a hardware token: `available`, `assigned`, `activated`, `failedActivation`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device_status: Option<String>,
    /// Model of the key, or of the token.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub model: Option<String>,
    /// Whether a Temporary Access Pass can be used now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_usable: Option<bool>,
    /// When it was registered; the service often does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub created_date_time: Option<Timestamp>,
    /// When it was last used (beta).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "typescript", ts(as = "Option<String>"))]
    pub last_used_date_time: Option<Timestamp>,
}

/// A method in an outcome: enough to recognize it, nothing personal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct MethodSummary {
    /// The id among the person's methods.
    pub method_id: String,
    /// The kind.
    #[cfg_attr(feature = "typescript", ts(as = "String"))]
    pub kind: MethodKind,
    /// What a service desk calls it; numbers and addresses are masked.
    pub label: String,
}

impl From<&Method> for MethodSummary {
    fn from(method: &Method) -> Self {
        Self {
            method_id: method.method_id.clone(),
            kind: method.kind.clone(),
            label: method.label.clone(),
        }
    }
}

#[cfg(feature = "typescript")]
mod typescript {
    // An open set of words is a string in TypeScript; the known words are in the documentation.
    impl ts_rs::TS for super::DefaultMethod {
        type WithoutGenerics = Self;
        type OptionInnerType = Self;
        fn name(_: &ts_rs::Config) -> String {
            "string".to_owned()
        }
        fn inline(_: &ts_rs::Config) -> String {
            "string".to_owned()
        }
    }
}
