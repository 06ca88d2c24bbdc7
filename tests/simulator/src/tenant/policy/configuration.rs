//! The configurations of the authentication methods policy by name (facts 6.3).

/// One configuration of the policy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Configuration {
    Fido2,
    MicrosoftAuthenticator,
    Sms,
    TemporaryAccessPass,
    HardwareOath,
    SoftwareOath,
    Voice,
    Email,
    X509Certificate,
    QrCodePin,
    VerifiableCredentials,
    /// Another vendor's factor, by id.
    External(String),
}

impl Configuration {
    pub(super) const BUILT_IN: &'static [Self] = &[
        Self::Fido2,
        Self::MicrosoftAuthenticator,
        Self::Sms,
        Self::TemporaryAccessPass,
        Self::HardwareOath,
        Self::SoftwareOath,
        Self::Voice,
        Self::Email,
        Self::X509Certificate,
        Self::QrCodePin,
        Self::VerifiableCredentials,
    ];

    /// The id as the service writes it.
    pub(crate) fn id(&self) -> &str {
        match self {
            Self::Fido2 => "Fido2",
            Self::MicrosoftAuthenticator => "MicrosoftAuthenticator",
            Self::Sms => "Sms",
            Self::TemporaryAccessPass => "TemporaryAccessPass",
            Self::HardwareOath => "HardwareOath",
            Self::SoftwareOath => "SoftwareOath",
            Self::Voice => "Voice",
            Self::Email => "Email",
            Self::X509Certificate => "X509Certificate",
            Self::QrCodePin => "QRCodePin",
            Self::VerifiableCredentials => "VerifiableCredentials",
            Self::External(id) => id,
        }
    }

    /// The value of `@odata.type`.
    pub(crate) fn odata_type(&self) -> &'static str {
        match self {
            Self::Fido2 => "#microsoft.graph.fido2AuthenticationMethodConfiguration",
            Self::MicrosoftAuthenticator => {
                "#microsoft.graph.microsoftAuthenticatorAuthenticationMethodConfiguration"
            }
            Self::Sms => "#microsoft.graph.smsAuthenticationMethodConfiguration",
            Self::TemporaryAccessPass => {
                "#microsoft.graph.temporaryAccessPassAuthenticationMethodConfiguration"
            }
            Self::HardwareOath => "#microsoft.graph.hardwareOathAuthenticationMethodConfiguration",
            Self::SoftwareOath => "#microsoft.graph.softwareOathAuthenticationMethodConfiguration",
            Self::Voice => "#microsoft.graph.voiceAuthenticationMethodConfiguration",
            Self::Email => "#microsoft.graph.emailAuthenticationMethodConfiguration",
            Self::X509Certificate => "#microsoft.graph.x509CertificateAuthenticationMethodConfiguration",
            Self::QrCodePin => "#microsoft.graph.qrCodePinAuthenticationMethodConfiguration",
            Self::VerifiableCredentials => {
                "#microsoft.graph.verifiableCredentialsAuthenticationMethodConfiguration"
            }
            Self::External(_) => "#microsoft.graph.externalAuthenticationMethodConfiguration",
        }
    }

    /// Whether v1.0 knows the type.
    pub(crate) fn in_v1(&self) -> bool {
        *self != Self::HardwareOath
    }
}
