//! Signing in: how the login host behaves where tenants differ or public sources leave it open, and what is special
//! about signing in as a certain person (facts 13.2 to 13.7).

use serde::{Deserialize, Serialize};
use serde_json::Value;
use time::OffsetDateTime;

/// Rules of signing in.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct SignInRules {
    /// By how many seconds the window of an assertion may be missed. Default: 300.
    pub clock_skew_seconds: u32,
    /// Whether an assertion that an application signed itself is refused (AADSTS50012) when its `jti` was seen
    /// before. Default: true. Libraries that keep an assertion while it lives, and show it at every request, need
    /// false.
    pub refuse_replayed_assertions: bool,
    /// Whether the authorization endpoint signs in at once, without showing a page, the person whom `login_hint`
    /// names. Default: false.
    pub automatic: bool,
    /// Whether people may consent to permissions that need no administrator. Default: true.
    pub user_consent: bool,
    /// Whether a delegated token carries everything that was consented to, not only what was asked for.
    /// Default: false.
    pub tokens_carry_all_consented: bool,
    /// Who answers device codes without being asked. A code follows the first entry that fits its application.
    pub device_codes: Vec<DeviceCodeAnswer>,
    /// How many seconds a client shall wait between two polls of a device code. Asking sooner than that, scaled by
    /// `rules.delayScale` and less a tenth for unsteady timers, is answered by `slow_down`. Default: 5.
    pub device_code_interval_seconds: u32,
    /// For how many seconds a device code lives. Default: 900.
    pub device_code_lifetime_seconds: u32,
    /// For how many seconds an authorization code lives. Default: 600.
    pub authorization_code_lifetime_seconds: u32,
    /// After how many days without use a refresh token ends (AADSTS700082). Default: 90.
    pub refresh_token_days: u32,
    /// How many hours after the sign-in the refresh tokens of a single-page application end (AADSTS700084), however
    /// often they are used. Default: 24.
    pub spa_refresh_token_hours: u32,
    /// How long a revocation of sessions takes to reach the login host, in milliseconds, scaled by
    /// `rules.delayScale`. Default: 0.
    pub revocation_delay_ms: u64,
}

impl Default for SignInRules {
    fn default() -> Self {
        Self {
            clock_skew_seconds: 300,
            refuse_replayed_assertions: true,
            automatic: false,
            user_consent: true,
            tokens_carry_all_consented: false,
            device_codes: Vec::new(),
            device_code_interval_seconds: 5,
            device_code_lifetime_seconds: 900,
            authorization_code_lifetime_seconds: 600,
            refresh_token_days: 90,
            spa_refresh_token_hours: 24,
            revocation_delay_ms: 0,
        }
    }
}

/// Somebody who answers device codes by themselves.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct DeviceCodeAnswer {
    /// User principal name or object id of the person.
    pub user: String,
    /// Client id of the application whose codes are answered; every application's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application: Option<String>,
    /// How many polls are still answered by `authorization_pending`. Default: 1.
    #[serde(default = "one")]
    pub after_polls: u32,
    /// What the person does. Default: approve.
    #[serde(default)]
    pub decision: Decision,
}

fn one() -> u32 {
    1
}

/// What becomes of a device code.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Decision {
    /// The person signs in.
    #[default]
    Approve,
    /// The person refuses.
    Decline,
}

/// What is special about signing in as a person.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct PersonSignIn {
    /// Whether interactive sign-ins use a second factor, so that tokens say `amr: mfa`. When absent, they do as soon
    /// as the person has registered one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub uses_mfa: Option<bool>,
    /// State of the password. Default: valid.
    #[serde(skip_serializing_if = "PasswordState::is_valid")]
    pub password: PasswordState,
    /// What keeps the person from signing in. The first block that applies decides.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub blocks: Vec<SignInBlock>,
}

/// State of a password.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PasswordState {
    /// It can be used.
    #[default]
    Valid,
    /// It must be changed before anything else: interactive sign-ins end with AADSTS50055.
    Expired,
    /// It is not the right one: interactive sign-ins end with AADSTS50126.
    Wrong,
}

impl PasswordState {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde's skip_serializing_if passes a reference"
    )]
    fn is_valid(&self) -> bool {
        *self == Self::Valid
    }
}

/// Something that keeps a person from signing in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct SignInBlock {
    /// Why.
    pub reason: BlockReason,
    /// Which ways of signing in are blocked; every way when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flows: Vec<SignInFlow>,
    /// Client ids of the applications for which it counts; every application when empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub applications: Vec<String>,
    /// From when it counts; from the beginning when absent.
    #[serde(
        default,
        with = "time::serde::rfc3339::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub from: Option<OffsetDateTime>,
    /// Until when it counts; for ever when absent.
    #[serde(
        default,
        with = "time::serde::rfc3339::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub until: Option<OffsetDateTime>,
    /// Whether a person who has signed in interactively since `from` is no longer blocked. Default: false.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cured_by_sign_in: bool,
    /// The claims that the next interactive request shall repeat. When absent, refusals that another sign-in can
    /// satisfy name a made-up policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claims: Option<Value>,
}

/// A way of signing in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum SignInFlow {
    /// In a browser, with a page.
    Interactive,
    /// In a browser, without a page (`prompt=none`).
    Silent,
    /// With a device code.
    DeviceCode,
    /// With a refresh token.
    RefreshToken,
}

macro_rules! block_reasons {
    ($($(#[doc = $doc:literal])* $reason:ident = $number:literal,)*) => {
        /// Why somebody cannot sign in, and the AADSTS number that says so (facts 13.7).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(rename_all = "camelCase")]
        pub enum BlockReason {
            $($(#[doc = $doc])* $reason,)*
        }

        impl BlockReason {
            /// The AADSTS number.
            pub fn number(self) -> u32 {
                match self { $(Self::$reason => $number,)* }
            }

            #[cfg(test)]
            pub(crate) const ALL: &'static [Self] = &[$(Self::$reason),*];
        }
    };
}

block_reasons! {
    /// 50076: MFA is required and was not done.
    MfaRequired = 50_076,
    /// 50074: strong authentication is required.
    StrongAuthenticationRequired = 50_074,
    /// 50078: the MFA done is too old.
    MfaExpired = 50_078,
    /// 50079: the person must register for MFA first.
    RegistrationRequired = 50_079,
    /// 50072: the person must register for MFA first, said in the middle of a sign-in.
    EnrollmentRequired = 50_072,
    /// 53003: Conditional Access blocks the sign-in.
    ConditionalAccess = 53_003,
    /// 53000: the device is not compliant.
    DeviceNotCompliant = 53_000,
    /// 53001: the device is not joined.
    DeviceNotJoined = 53_001,
    /// 53002: the application is not approved.
    ApplicationNotApproved = 53_002,
    /// 53004: registering for MFA is suspicious at this place.
    SuspiciousRegistration = 53_004,
    /// 530003: the device must be managed.
    DeviceNotManaged = 530_003,
    /// 530032: a security policy blocks the person.
    SecurityPolicy = 530_032,
    /// 50131: the device is not in the required state.
    DeviceState = 50_131,
    /// 50158: a challenge elsewhere was not passed.
    ExternalChallenge = 50_158,
    /// 50053: the account is locked, or the address is blocked.
    Locked = 50_053,
    /// 50055: the password has expired.
    PasswordExpired = 50_055,
    /// 50057: the account is disabled.
    Disabled = 50_057,
    /// 50105: the person is not assigned to the application.
    NotAssigned = 50_105,
    /// 50126: the password is wrong.
    WrongCredentials = 50_126,
    /// 50020: the account is at home in another tenant and no member of this one.
    ForeignAccount = 50_020,
    /// 50034: the account does not exist.
    Unknown = 50_034,
    /// 50132: the session is not valid.
    SessionInvalid = 50_132,
    /// 50133: the session ended because the password was changed.
    SessionRevoked = 50_133,
    /// 50173: the grant was revoked.
    GrantRevoked = 50_173,
    /// 50196: the client asks in a loop.
    Loop = 50_196,
    /// 70043: the refresh token ended by sign-in frequency.
    SignInFrequency = 70_043,
    /// 90094: an administrator must consent.
    AdminConsentRequired = 90_094,
    /// 65001: nobody consented.
    ConsentRequired = 65_001,
}

#[cfg(test)]
mod tests {
    use super::BlockReason;
    use crate::login::aadsts_status;

    #[test]
    fn every_reason_has_a_number_that_is_known() {
        for reason in BlockReason::ALL {
            assert!(aadsts_status(reason.number()).is_some(), "{reason:?}");
        }
    }
}
