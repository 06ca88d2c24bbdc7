//! Continuous access evaluation: the challenge that meets a token whose holder's sessions were revoked since it was
//! issued (facts 12.3).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use time::OffsetDateTime;

use super::access::where_to_sign_in;
use super::failure::Failure;
use crate::tenant::Tenant;
use crate::token::Claims;

/// The capability of clients that understand the challenge.
const UNDERSTANDS_CHALLENGES: &str = "cp1";

/// The challenge that the token meets, if it meets one.
pub(crate) fn challenge(tenant: &Tenant, claims: &Claims) -> Option<Failure> {
    let declared = |capability: &String| capability.eq_ignore_ascii_case(UNDERSTANDS_CHALLENGES);
    if !tenant.continuous_access.enabled || !claims.xms_cc.iter().any(declared) {
        return None;
    }
    claims.upn.as_ref()?;
    let holder = tenant.directory.at(tenant.directory.find(&claims.oid)?);
    let revoked = holder.sessions_valid_from;
    let known = revoked + tenant.scaled(tenant.continuous_access.propagation_ms);
    (claims.issued_at() < revoked && known <= tenant.clock.now())
        .then(|| insufficient_claims(tenant, revoked))
}

/// The refusal that asks for a token issued at the given moment or later.
pub(crate) fn insufficient_claims(tenant: &Tenant, not_before: OffsetDateTime) -> Failure {
    let claims = format!(
        r#"{{"access_token":{{"nbf":{{"essential":true,"value":"{}"}}}}}}"#,
        not_before.unix_timestamp()
    );
    let challenge = format!(
        "{}, error=\"insufficient_claims\", claims=\"{}\"",
        where_to_sign_in(tenant),
        STANDARD.encode(claims)
    );
    Failure {
        challenge: Some(challenge),
        ..Failure::new(
            401,
            tenant.continuous_access.code.clone(),
            "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: \
             TokenIssuedBeforeRevocationTimestamp",
        )
    }
}
