//! Software tokens of other makers, registered for somebody (facts 2.2; beta only).

use super::super::call::{Answer, Call};
use super::super::failure::Failure;
use super::limits;
use super::registration::{allowed_by_policy, register, required_text};
use crate::scenario::{MethodDetail, MethodKind, SoftwareOath};
use crate::tenant::action;
use crate::tenant::method::Method;
use crate::tenant::totp;

/// `POST …/softwareOathMethods`
pub(super) fn create(call: &mut Call<'_>) -> Result<Answer, Failure> {
    let place = call.writable_for_others(MethodKind::SoftwareOath, action::CREATE_METHODS)?;
    let secret_key = required_text(&call.body()?, "secretKey")?;
    if totp::key(&secret_key).is_none() {
        return Err(Failure::method_rule(
            "The secret key is not a valid base32 string.",
        ));
    }
    let detail = MethodDetail::SoftwareOath(SoftwareOath {
        secret_key: Some(secret_key),
    });
    allowed_by_policy(call, place, &detail)?;
    limits::one_more_code_source(call, place)?;
    let method = Method {
        id: call.tenant.new_id().to_string().into(),
        created: Some(call.now),
        hidden_from: None,
        detail,
    };
    register(call, place, method, Vec::new())
}
