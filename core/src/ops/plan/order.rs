//! The order that avoids every refusal that is known: what cannot be a default goes first, the alternate mobile
//! number before the mobile one, the default last (facts 3.6). Where the default would still be refused because
//! something stays, or because it forms a deadlock with the alternate number, it is changed first (facts 3.4).

use crate::api::{DefaultMethod, Method, MethodKind, StayReason};
use crate::ops::inspect::may_embody;

pub(super) fn is_phone(method: &Method, which: &str) -> bool {
    method.kind == MethodKind::Phone && method.phone_type.as_deref() == Some(which)
}

/// The service refuses to delete the mobile number while an alternate one exists (facts 3.4).
pub(super) fn block_mobile_behind_alternate<'a>(
    goes: &mut Vec<&'a Method>,
    stays: &mut Vec<(&'a Method, StayReason)>,
) {
    if stays
        .iter()
        .any(|(method, _)| is_phone(method, "alternateMobile"))
        && let Some(position) = goes.iter().position(|method| is_phone(method, "mobile"))
    {
        stays.push((goes.remove(position), StayReason::Blocked));
    }
}

/// The values that a default can take, the strongest first.
const PREFERENCE: [DefaultMethod; 5] = [
    DefaultMethod::Push,
    DefaultMethod::Oath,
    DefaultMethod::Sms,
    DefaultMethod::VoiceOffice,
    DefaultMethod::VoiceAlternateMobile,
];

/// The values that are safe to change to: none of these makes a mobile number wait for its alternate.
const ONE_METHOD_EACH: [DefaultMethod; 3] = [
    DefaultMethod::Sms,
    DefaultMethod::VoiceOffice,
    DefaultMethod::Push,
];

/// The default to set first, where the present one would be refused.
pub(super) fn change_of_default(
    default: &DefaultMethod,
    goes: &[&Method],
    stays: &[(&Method, StayReason)],
) -> Option<DefaultMethod> {
    let going = |value: &DefaultMethod| goes.iter().filter(|method| may_embody(method, value)).count();
    let staying = |value: &DefaultMethod| stays.iter().any(|(method, _)| may_embody(method, value));
    if going(default) == 0 || staying(default) {
        return None;
    }
    // Something that can be a default stays: the service will not let the default go before it is that one. A
    // value that only methods which stay can have is certain to let go.
    let certain = PREFERENCE
        .iter()
        .find(|value| staying(value) && going(value) == 0);
    if let Some(value) = certain.or_else(|| PREFERENCE.iter().find(|value| staying(value))) {
        return Some(value.clone());
    }
    // The alternate number cannot go because it is the default, the mobile not because of the alternate.
    let deadlock = *default == DefaultMethod::VoiceAlternateMobile && going(&DefaultMethod::Sms) > 0;
    if deadlock {
        return Some(DefaultMethod::Sms);
    }
    // Of several methods any may be the default; a value that only one method can have is certain.
    let uncertain = going(default) > 1;
    let one_alone = |value: &&DefaultMethod| *value != default && going(value) == 1;
    ONE_METHOD_EACH
        .iter()
        .find(one_alone)
        .filter(|_| uncertain)
        .cloned()
}

pub(super) fn is_default(method: &Method, default: Option<&DefaultMethod>) -> bool {
    default.is_some_and(|value| may_embody(method, value))
}

/// Kinds from this rank on can be the default.
pub(super) const FIRST_RANK_OF_A_DEFAULT: u8 = 8;

/// The order among methods that are equally far from being the default (facts 3.6 step 3).
pub(super) fn rank(method: &Method) -> u8 {
    match &method.kind {
        MethodKind::TemporaryAccessPass => 0,
        MethodKind::Fido2 => 1,
        MethodKind::WindowsHelloForBusiness => 2,
        MethodKind::PlatformCredential => 3,
        MethodKind::External => 4,
        MethodKind::QrCodePin => 5,
        MethodKind::Email => 6,
        MethodKind::PasswordlessMicrosoftAuthenticator => 7,
        MethodKind::MicrosoftAuthenticator => 8,
        MethodKind::HardwareOath => 9,
        MethodKind::SoftwareOath => 10,
        MethodKind::Phone => match method.phone_type.as_deref() {
            Some("alternateMobile") => 11,
            Some("mobile") => 13,
            _ => 12,
        },
        MethodKind::Password | MethodKind::Unknown(_) => 14,
    }
}
