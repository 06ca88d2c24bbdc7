//! `grant_type=client_credentials`: an application on its own behalf (facts 13.3).

use serde_json::{Value, json};

use super::Ask;
use crate::login::client::Proof;
use crate::login::failure::Failure;
use crate::login::scope;
use crate::snapshot::TokenSpec;
use crate::tenant::Tenant;
use crate::token::{self, LIFETIME_SECONDS};

pub(super) fn redeem(tenant: &mut Tenant, ask: &Ask<'_>) -> Result<Value, Failure> {
    ask.authority.require_tenant()?;
    let place = ask.client.application(tenant)?;
    let audience = scope::of_application(tenant, &ask.scope()?)?;
    if ask.client.proof(tenant, place)? == Proof::Nothing {
        return Err(Failure::of(7_000_218));
    }
    let spec = TokenSpec {
        client_id: Some(tenant.applications[place].client_id.clone()),
        audience: Some(audience),
        ..TokenSpec::default()
    };
    let access_token = token::issue(tenant, &spec).map_err(|_| Failure::of(90_033))?;
    Ok(json!({
        "token_type": "Bearer",
        "expires_in": LIFETIME_SECONDS,
        "ext_expires_in": LIFETIME_SECONDS,
        "access_token": access_token,
    }))
}
