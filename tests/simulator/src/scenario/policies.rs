//! The authentication methods policy in a scenario: who may register what, and the registration campaign
//! (facts 6.3, 7.3). The names are those of the service; `GET policies/authenticationMethodsPolicy` shows the same.

use serde::{Deserialize, Serialize};

use super::method_policy::{
    AuthenticatorPolicy, CertificatePolicy, EmailPolicy, ExternalPolicy, Fido2Policy, HardwareOathPolicy,
    PassPolicy, QrCodePinPolicy, SmsPolicy, SoftwareOathPolicy, VerifiableCredentialsPolicy, VoicePolicy,
};

/// The authentication methods policy of the tenant.
///
/// A tenant whose scenario names none of this allows every method to everybody, certificates and verifiable
/// credentials excepted, so that nothing is refused that the scenario does not speak of.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Policies {
    /// How far the tenant has moved away from the older policies; shown, without further effect.
    pub policy_migration_state: MigrationState,
    /// After how many days people are asked to confirm what they registered; shown, without further effect.
    pub reconfirmation_in_days: u32,
    /// The campaign that asks people at sign-in to register something; shown, without further effect.
    pub registration_campaign: RegistrationCampaign,
    /// Passkeys.
    pub fido2: Fido2Policy,
    /// The Authenticator app.
    pub microsoft_authenticator: AuthenticatorPolicy,
    /// Texts to mobile phones.
    pub sms: SmsPolicy,
    /// Temporary Access Passes.
    pub temporary_access_pass: PassPolicy,
    /// Hardware tokens.
    pub hardware_oath: HardwareOathPolicy,
    /// Software tokens.
    pub software_oath: SoftwareOathPolicy,
    /// Calls to phones.
    pub voice: VoicePolicy,
    /// Mail addresses.
    pub email: EmailPolicy,
    /// Certificates; they appear here only, never among a person's methods.
    #[serde(rename = "x509Certificate")]
    pub x509_certificate: CertificatePolicy,
    /// QR codes with PIN.
    pub qr_code_pin: QrCodePinPolicy,
    /// Verifiable credentials; they appear here only, never among a person's methods.
    pub verifiable_credentials: VerifiableCredentialsPolicy,
    /// Second factors of other vendors, each with its own id. Without any, there is one called "Contoso Push", whose
    /// id is the default `configurationId` of external methods in a scenario.
    pub external: Vec<ExternalPolicy>,
}

impl Default for Policies {
    fn default() -> Self {
        Self {
            policy_migration_state: MigrationState::MigrationComplete,
            reconfirmation_in_days: 0,
            registration_campaign: RegistrationCampaign::default(),
            fido2: Fido2Policy::default(),
            microsoft_authenticator: AuthenticatorPolicy::default(),
            sms: SmsPolicy::default(),
            temporary_access_pass: PassPolicy::default(),
            hardware_oath: HardwareOathPolicy::default(),
            software_oath: SoftwareOathPolicy::default(),
            voice: VoicePolicy::default(),
            email: EmailPolicy::default(),
            x509_certificate: CertificatePolicy::default(),
            qr_code_pin: QrCodePinPolicy::default(),
            verifiable_credentials: VerifiableCredentialsPolicy::default(),
            external: vec![ExternalPolicy::default()],
        }
    }
}

/// How far a tenant has moved from the policies of per-user MFA and password reset to this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum MigrationState {
    /// Not begun.
    PreMigration,
    /// Both count.
    MigrationInProgress,
    /// This policy alone counts.
    MigrationComplete,
}

/// Whether something is switched on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Switch {
    /// On, for the targets.
    Enabled,
    /// Off, for everybody.
    Disabled,
}

/// Whether something is switched on, or left to the service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AdvancedSwitch {
    /// The service decides.
    Default,
    /// On, for the targets.
    Enabled,
    /// Off, for everybody.
    Disabled,
}

/// What a target is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum TargetType {
    /// One person.
    User,
    /// A group, or everybody under the id `all_users`.
    Group,
}

/// The id that stands for everybody.
pub(crate) const ALL_USERS: &str = "all_users";

/// Who may register and use a method.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct IncludeTarget {
    /// Object id of a group or a person, or `all_users`; in a scenario also the name of a group or a user principal
    /// name.
    pub id: String,
    /// What the id names; a group when absent.
    #[serde(default = "group")]
    pub target_type: TargetType,
    /// Whether these people must register; shown, without further effect.
    #[serde(default)]
    pub is_registration_required: bool,
    /// For texts: whether the number can be the sign-in name. False when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_usable_for_sign_in: Option<bool>,
    /// For the Authenticator app: `any`, `push` or `deviceBasedPush`. `any` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authentication_mode: Option<AuthenticationMode>,
    /// For passkeys: ids of passkey profiles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub allowed_passkey_profiles: Option<Vec<String>>,
    /// For verifiable credentials: ids of profiles.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verified_id_profiles: Option<Vec<String>>,
}

impl IncludeTarget {
    /// Everybody.
    pub(crate) fn everybody() -> Self {
        Self {
            id: ALL_USERS.into(),
            target_type: TargetType::Group,
            is_registration_required: false,
            is_usable_for_sign_in: None,
            authentication_mode: None,
            allowed_passkey_profiles: None,
            verified_id_profiles: None,
        }
    }
}

/// What the Authenticator app may be used for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum AuthenticationMode {
    /// Phone sign-in without password.
    DeviceBasedPush,
    /// Notifications as second factor.
    Push,
    /// Both.
    Any,
}

/// Who is left out again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ExcludeTarget {
    /// Object id of a group or a person, or `all_users`; in a scenario also the name of a group or a user principal
    /// name.
    pub id: String,
    /// What the id names; a group when absent.
    #[serde(default = "group")]
    pub target_type: TargetType,
}

/// Whom a registration campaign asks, and for what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct CampaignTarget {
    /// Object id of a group or a person, or `all_users`; in a scenario also the name of a group or a user principal
    /// name.
    pub id: String,
    /// What the id names; a group when absent.
    #[serde(default = "group")]
    pub target_type: TargetType,
    /// What they are asked to register.
    #[serde(default = "authenticator")]
    pub targeted_authentication_method: String,
}

/// The registration campaign.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct RegistrationCampaign {
    /// Whether it runs.
    pub state: AdvancedSwitch,
    /// For how many days somebody can put it off, 0 to 14.
    pub snooze_duration_in_days: u32,
    /// Whether it can be put off three times only; beta shows this.
    pub enforce_registration_after_allowed_snoozes: bool,
    /// Whom it asks.
    pub include_targets: Vec<CampaignTarget>,
    /// Whom it does not ask.
    pub exclude_targets: Vec<ExcludeTarget>,
}

impl Default for RegistrationCampaign {
    fn default() -> Self {
        Self {
            state: AdvancedSwitch::Default,
            snooze_duration_in_days: 1,
            enforce_registration_after_allowed_snoozes: true,
            include_targets: vec![CampaignTarget {
                id: ALL_USERS.into(),
                target_type: TargetType::Group,
                targeted_authentication_method: authenticator(),
            }],
            exclude_targets: Vec::new(),
        }
    }
}

fn group() -> TargetType {
    TargetType::Group
}

fn authenticator() -> String {
    "microsoftAuthenticator".into()
}
