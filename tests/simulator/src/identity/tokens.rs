//! Tokens of managed identities, which hosts keep and give again (facts 13.4).

use time::Duration;

use crate::login::Failure;
use crate::login::{application_admitted, resource_named};
use crate::snapshot::TokenSpec;
use crate::tenant::Tenant;
use crate::tenant::hosts::HostToken;
use crate::token;

/// No token is given that ends sooner than this.
const LAST_MOMENTS: Duration = Duration::minutes(5);

/// The token of the identity for a resource.
pub(super) fn token(tenant: &mut Tenant, place: usize, resource: &str) -> Result<HostToken, Failure> {
    let audience = resource_named(tenant, resource)?;
    let client_id = tenant.applications[place].client_id.clone();
    application_admitted(tenant, &client_id)?;
    let now = tenant.clock.now();
    let keep = Duration::seconds(tenant.identity_rules.cache_seconds.into());
    let key = (place, audience);
    let known = tenant.hosts.tokens.get(&key);
    if let Some(kept) = known.filter(|it| now < it.issued + keep && now < it.expires - LAST_MOMENTS) {
        return Ok(kept.clone());
    }
    let lifetime = i64::from(tenant.identity_rules.token_lifetime_seconds);
    let spec = TokenSpec {
        client_id: Some(client_id),
        audience: Some(key.1.clone()),
        expires_in: Some(lifetime),
        ..TokenSpec::default()
    };
    let access_token = token::issue(tenant, &spec).map_err(|_| Failure::of(90_033))?;
    let fresh = HostToken {
        access_token,
        issued: now,
        expires: now + Duration::seconds(lifetime),
    };
    tenant.hosts.tokens.insert(key, fresh.clone());
    Ok(fresh)
}
