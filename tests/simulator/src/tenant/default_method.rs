//! The default method: what embodies it, and when it protects a method from deletion (facts 3).

use time::OffsetDateTime;

use super::directory::User;
use super::method::Method;
use crate::scenario::{
    DefaultMethod, MethodDetail, MethodKind, PhoneType, Rules, SharedDefault, TokenStatus,
};

/// Why a method cannot be deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// It is the default, and others are there.
    Default,
    /// It is the mobile phone, and an alternate mobile is there.
    AlternateMobile,
}

/// Whether the deletion of the registered method at `place` is refused.
pub(crate) fn refusal(user: &User, place: usize, rules: &Rules, now: OffsetDateTime) -> Option<Refusal> {
    let others = user.methods.iter().enumerate().any(|(other, method)| {
        let there =
            method.hidden_from.is_none() || (rules.default_rule_uses_lagged_state && method.is_listed(now));
        other != place && there && counts_as_other(method, rules)
    });
    if others && is_the_default(user, place, rules.shared_default) {
        return Some(Refusal::Default);
    }
    let is_mobile = user.methods[place].phone_type() == Some(PhoneType::Mobile);
    let has_alternate = user
        .registered()
        .any(|it| it.phone_type() == Some(PhoneType::AlternateMobile));
    (is_mobile && has_alternate).then_some(Refusal::AlternateMobile)
}

/// The default after a change of methods: nothing, once nothing embodies the present one.
pub(crate) fn settled(user: &User) -> DefaultMethod {
    if is_registered(&user.methods, user.default) {
        user.default
    } else {
        DefaultMethod::None
    }
}

/// Whether something is registered that embodies the value.
pub(crate) fn is_registered(methods: &[Method], value: DefaultMethod) -> bool {
    value == DefaultMethod::None || !embodiments(methods, value).is_empty()
}

/// Whether the person has any method that can be the default.
pub(crate) fn has_second_factor(user: &User) -> bool {
    user.registered().any(can_be_default)
}

/// The default that a person with these methods would have been given.
pub(crate) fn suggested(methods: &[Method]) -> DefaultMethod {
    use DefaultMethod::{None, Oath, Push, Sms, VoiceAlternateMobile, VoiceOffice};
    [Push, Oath, Sms, VoiceOffice, VoiceAlternateMobile]
        .into_iter()
        .find(|value| !embodiments(methods, *value).is_empty())
        .unwrap_or(None)
}

fn is_the_default(user: &User, place: usize, shared: SharedDefault) -> bool {
    let class = embodiments(&user.methods, user.default);
    match shared {
        SharedDefault::Last => class == [place],
        SharedDefault::First => class.first() == Some(&place),
        SharedDefault::Any => class.contains(&place),
    }
}

/// The positions of the registered methods that embody the value, in order of registration.
fn embodiments(methods: &[Method], value: DefaultMethod) -> Vec<usize> {
    let places = |embodies: &dyn Fn(&Method) -> bool| -> Vec<usize> {
        let registered = methods
            .iter()
            .enumerate()
            .filter(|(_, method)| method.hidden_from.is_none());
        registered
            .filter(|(_, method)| embodies(method))
            .map(|(place, _)| place)
            .collect()
    };
    let of_kind = |kind| places(&|method: &Method| method.kind() == kind);
    let of_phone = |phone| places(&|method: &Method| method.phone_type() == Some(phone));
    match value {
        DefaultMethod::None => Vec::new(),
        DefaultMethod::Push => of_kind(MethodKind::MicrosoftAuthenticator),
        DefaultMethod::Oath => {
            let mut tokens = of_kind(MethodKind::SoftwareOath);
            if tokens.is_empty() {
                tokens = places(&is_active_token);
            }
            if tokens.is_empty() {
                tokens = of_kind(MethodKind::MicrosoftAuthenticator);
            }
            tokens
        }
        DefaultMethod::Sms | DefaultMethod::VoiceMobile => of_phone(PhoneType::Mobile),
        DefaultMethod::VoiceAlternateMobile => of_phone(PhoneType::AlternateMobile),
        DefaultMethod::VoiceOffice => of_phone(PhoneType::Office),
    }
}

fn counts_as_other(method: &Method, rules: &Rules) -> bool {
    can_be_default(method)
        || (rules.passes_count_as_others && method.kind() == MethodKind::TemporaryAccessPass)
        || (rules.passkeys_count_as_others
            && matches!(
                method.kind(),
                MethodKind::Fido2
                    | MethodKind::WindowsHelloForBusiness
                    | MethodKind::PlatformCredential
                    | MethodKind::External
                    | MethodKind::PasswordlessMicrosoftAuthenticator
            ))
}

fn can_be_default(method: &Method) -> bool {
    match method.kind() {
        MethodKind::Phone | MethodKind::MicrosoftAuthenticator | MethodKind::SoftwareOath => true,
        MethodKind::HardwareOath => is_active_token(method),
        _ => false,
    }
}

fn is_active_token(method: &Method) -> bool {
    matches!(&method.detail, MethodDetail::HardwareOath(token) if token.device.status == Some(TokenStatus::Activated))
}
