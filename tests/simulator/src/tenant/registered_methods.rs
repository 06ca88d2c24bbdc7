//! Registered methods in the words of the registration report, and what they are good for (facts 7.1, 18.5).

use super::method::Method;
use crate::scenario::{MethodDetail, PhoneType, TokenStatus};

/// AAGUIDs of passkeys that live in the Authenticator app.
const AUTHENTICATOR_PASSKEYS: [&str; 2] = [
    "90a3ccdf-635c-4729-a248-9b709135078f",
    "de1e552d-db1d-4423-a619-566b625cdc84",
];

macro_rules! registered {
    ($($constant:ident = $name:literal;)*) => {
        /// A method in the words of the report.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Registered { $($constant,)* }

        impl Registered {
            pub(crate) const ALL: &[Self] = &[$(Self::$constant),*];

            pub(crate) fn name(self) -> &'static str {
                match self { $(Self::$constant => $name,)* }
            }
        }
    };
}

registered! {
    MobilePhone = "mobilePhone";
    AlternateMobilePhone = "alternateMobilePhone";
    OfficePhone = "officePhone";
    Email = "email";
    AuthenticatorPush = "microsoftAuthenticatorPush";
    AuthenticatorPasswordless = "microsoftAuthenticatorPasswordless";
    SoftwareCode = "softwareOneTimePasscode";
    HardwareCode = "hardwareOneTimePasscode";
    Passkey = "passKeyDeviceBound";
    AuthenticatorPasskey = "passKeyDeviceBoundAuthenticator";
    SyncedPasskey = "passKeySynced";
    WindowsHello = "windowsHelloForBusiness";
    Pass = "temporaryAccessPass";
    SecureEnclave = "macOsSecureEnclaveKey";
    External = "externalAuthMethod";
    QrCode = "qrCodePin";
}

/// Methods in the words of the report, each once.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct RegisteredMethods(u32);

impl RegisteredMethods {
    pub(super) fn of<'m>(methods: impl Iterator<Item = &'m Method>) -> Self {
        let mut all = Self::default();
        methods.for_each(|method| all.add(method));
        all
    }

    fn add(&mut self, method: &Method) {
        let registered = match &method.detail {
            MethodDetail::Phone(phone) => match phone.phone_type {
                PhoneType::Mobile => Registered::MobilePhone,
                PhoneType::AlternateMobile => Registered::AlternateMobilePhone,
                PhoneType::Office => Registered::OfficePhone,
            },
            MethodDetail::MicrosoftAuthenticator(app) => {
                // The app makes codes too, when its registration says so.
                if app.device_tag == "SoftwareTokenActivated" {
                    self.insert(Registered::SoftwareCode);
                }
                Registered::AuthenticatorPush
            }
            MethodDetail::Fido2(key) if key.passkey_type == "synced" => Registered::SyncedPasskey,
            MethodDetail::Fido2(key) if AUTHENTICATOR_PASSKEYS.contains(&key.aa_guid.as_str()) => {
                Registered::AuthenticatorPasskey
            }
            MethodDetail::Fido2(_) => Registered::Passkey,
            MethodDetail::SoftwareOath(_) => Registered::SoftwareCode,
            MethodDetail::HardwareOath(token) if token.device.status == Some(TokenStatus::Activated) => {
                Registered::HardwareCode
            }
            MethodDetail::Email(_) => Registered::Email,
            MethodDetail::WindowsHelloForBusiness(_) => Registered::WindowsHello,
            MethodDetail::TemporaryAccessPass(_) => Registered::Pass,
            MethodDetail::PlatformCredential(_) => Registered::SecureEnclave,
            MethodDetail::External(_) => Registered::External,
            MethodDetail::QrCodePin(_) => Registered::QrCode,
            MethodDetail::PasswordlessMicrosoftAuthenticator(_) => Registered::AuthenticatorPasswordless,
            MethodDetail::HardwareOath(_) | MethodDetail::Other { .. } => return,
        };
        self.insert(registered);
    }

    fn insert(&mut self, method: Registered) {
        self.0 |= 1 << method as u32;
    }

    pub(crate) fn contains(self, method: Registered) -> bool {
        self.0 & 1 << method as u32 != 0
    }

    fn any(self, methods: &[Registered]) -> bool {
        methods.iter().any(|method| self.contains(*method))
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = Registered> {
        Registered::ALL
            .iter()
            .copied()
            .filter(move |method| self.contains(*method))
    }

    /// Whether anything is there that is a second factor, whatever the tenant's policy allows.
    pub(crate) fn make_mfa(self) -> bool {
        const NO_FACTOR: [Registered; 3] = [Registered::Email, Registered::Pass, Registered::QrCode];
        self.iter().any(|method| !NO_FACTOR.contains(&method))
    }

    /// Whether anything is there that replaces the password.
    pub(crate) fn make_passwordless(self) -> bool {
        self.any(&[
            Registered::AuthenticatorPasswordless,
            Registered::Passkey,
            Registered::AuthenticatorPasskey,
            Registered::SyncedPasskey,
            Registered::WindowsHello,
            Registered::SecureEnclave,
        ])
    }

    /// How many methods count towards a password reset.
    pub(crate) fn for_password_reset(self) -> usize {
        let app = self.any(&[Registered::AuthenticatorPush, Registered::SoftwareCode]);
        let others = [
            Registered::MobilePhone,
            Registered::OfficePhone,
            Registered::Email,
            Registered::HardwareCode,
        ];
        usize::from(app) + others.iter().filter(|method| self.contains(**method)).count()
    }

    /// The strongest second factor, as the system would prefer it.
    pub(crate) fn system_preferred(self) -> Option<&'static str> {
        const STRENGTH: [(&[Registered], &str); 6] = [
            (
                &[
                    Registered::Passkey,
                    Registered::AuthenticatorPasskey,
                    Registered::SyncedPasskey,
                ],
                "Fido2",
            ),
            (&[Registered::AuthenticatorPush], "push"),
            (&[Registered::SoftwareCode, Registered::HardwareCode], "oath"),
            (&[Registered::MobilePhone], "sms"),
            (&[Registered::AlternateMobilePhone], "voiceAlternateMobile"),
            (&[Registered::OfficePhone], "voiceOffice"),
        ];
        let mut strongest = STRENGTH.iter().filter(|(methods, _)| self.any(methods));
        strongest.next().map(|(_, name)| *name)
    }
}
