//! What a policy cannot say: limits out of range, targets that do not fit (facts 2.4, 6.3, 7.3).

use super::configuration::Configuration;
use crate::scenario::{
    ALL_USERS, ExcludeTarget, IncludeTarget, PassPolicy, QrCodePinPolicy, RegistrationCampaign, TargetType,
};

/// Why a setting makes no sense.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Senseless {
    pub(crate) field: String,
    pub(crate) problem: String,
}

pub(super) fn check_targets(
    which: &Configuration,
    include: &[IncludeTarget],
    exclude: &[ExcludeTarget],
) -> Result<(), Senseless> {
    let all_users_is_a_group =
        |target_type, id: &str| target_type == TargetType::Group || !id.eq_ignore_ascii_case(ALL_USERS);
    for target in include {
        let foreign = [
            (
                target.is_usable_for_sign_in.is_some() && *which != Configuration::Sms,
                "isUsableForSignIn",
            ),
            (
                target.authentication_mode.is_some() && *which != Configuration::MicrosoftAuthenticator,
                "authenticationMode",
            ),
            (
                target.allowed_passkey_profiles.is_some() && *which != Configuration::Fido2,
                "allowedPasskeyProfiles",
            ),
            (
                target.verified_id_profiles.is_some() && *which != Configuration::VerifiableCredentials,
                "verifiedIdProfiles",
            ),
        ];
        if let Some((_, name)) = foreign.iter().find(|(is_there, _)| *is_there) {
            let problem = format!("the property '{name}' does not exist on such a target");
            return Err(senseless("includeTargets", problem));
        }
        if !all_users_is_a_group(target.target_type, &target.id) {
            return Err(senseless("includeTargets", "all_users is a group"));
        }
    }
    if exclude
        .iter()
        .any(|target| !all_users_is_a_group(target.target_type, &target.id))
    {
        return Err(senseless("excludeTargets", "all_users is a group"));
    }
    Ok(())
}

pub(super) fn check_pass(policy: &PassPolicy) -> Result<(), Senseless> {
    let (shortest, longest) = (
        policy.minimum_lifetime_in_minutes,
        policy.maximum_lifetime_in_minutes,
    );
    if !(8..=48).contains(&policy.default_length) {
        return Err(senseless("defaultLength", "must be between 8 and 48"));
    }
    if !(10..=43_200).contains(&shortest) {
        return Err(senseless(
            "minimumLifetimeInMinutes",
            "must be between 10 and 43200",
        ));
    }
    if !(shortest..=43_200).contains(&longest) {
        let problem = "must be between the minimum and 43200";
        return Err(senseless("maximumLifetimeInMinutes", problem));
    }
    if !(shortest..=longest).contains(&policy.default_lifetime_in_minutes) {
        let problem = "must be between the minimum and the maximum";
        return Err(senseless("defaultLifetimeInMinutes", problem));
    }
    Ok(())
}

pub(super) fn check_qr_code(policy: &QrCodePinPolicy) -> Result<(), Senseless> {
    if !(8..=20).contains(&policy.pin_length) {
        return Err(senseless("pinLength", "must be between 8 and 20"));
    }
    if !(1..=395).contains(&policy.standard_qr_code_lifetime_in_days) {
        return Err(senseless(
            "standardQRCodeLifetimeInDays",
            "must be between 1 and 395",
        ));
    }
    Ok(())
}

pub(super) fn check_campaign(campaign: &RegistrationCampaign) -> Result<(), Senseless> {
    if campaign.snooze_duration_in_days > 14 {
        return Err(senseless("snoozeDurationInDays", "must be between 0 and 14"));
    }
    Ok(())
}

pub(super) fn senseless(field: &str, problem: impl Into<String>) -> Senseless {
    Senseless {
        field: field.into(),
        problem: problem.into(),
    }
}
