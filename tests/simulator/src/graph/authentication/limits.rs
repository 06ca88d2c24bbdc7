//! How many methods of a kind a person can have (facts 2.4).

use super::super::call::Call;
use super::super::failure::Failure;
use crate::scenario::MethodKind;

/// Authenticator apps, software tokens and hardware tokens together.
const CODE_SOURCES: usize = 5;
const PASSKEYS: usize = 10;

/// Refuses a sixth app or token.
pub(super) fn one_more_code_source(call: &Call<'_>, place: usize) -> Result<(), Failure> {
    let is_one = |kind| {
        matches!(
            kind,
            MethodKind::MicrosoftAuthenticator | MethodKind::SoftwareOath | MethodKind::HardwareOath
        )
    };
    let methods = call.user(place).registered();
    if methods.filter(|method| is_one(method.kind())).count() < CODE_SOURCES {
        return Ok(());
    }
    Err(Failure::method_rule(format!(
        "The user already has {CODE_SOURCES} authenticator apps and OATH tokens, which is the most that is allowed."
    )))
}

/// Refuses an eleventh passkey.
pub(super) fn one_more_passkey(call: &Call<'_>, place: usize) -> Result<(), Failure> {
    let methods = call.user(place).registered();
    if methods
        .filter(|method| method.kind() == MethodKind::Fido2)
        .count()
        < PASSKEYS
    {
        return Ok(());
    }
    Err(Failure::method_rule(format!(
        "The user already has {PASSKEYS} passkeys, which is the most that is allowed."
    )))
}
