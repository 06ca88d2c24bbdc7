//! `grant_type=refresh_token`: another access token without a person (facts 13.1, 13.5, 5.1).

use serde_json::Value;
use time::{Duration, OffsetDateTime};

use super::Ask;
use super::platform;
use crate::login::delegated::{self, Grant};
use crate::login::failure::Failure;
use crate::login::person;
use crate::login::scope;
use crate::scenario::SignInFlow;
use crate::tenant::Tenant;
use crate::tenant::sign_ins::{Platform, RefreshToken};

pub(super) fn redeem(tenant: &mut Tenant, ask: &Ask<'_>) -> Result<Value, Failure> {
    let application = ask.client.application(tenant)?;
    ask.authority.admits(&tenant.applications[application])?;
    let proof = ask.client.proof(tenant, application)?;
    let text = ask.form.require("refresh_token")?.to_owned();
    let Some(token) = tenant.sign_ins.refresh_tokens.get(&text).cloned() else {
        return Err(if text.starts_with("0.AX") {
            Failure::saying(
                70_000,
                "The provided value for the input parameter 'refresh_token' is not valid.",
            )
        } else {
            Failure::of(9_002_313).named(400, "invalid_grant")
        });
    };
    if token.signed_in.application != application {
        let message = "Provided grant is invalid or malformed. It was issued to another client.";
        return Err(Failure::saying(70_000, message).because("client_mismatch"));
    }
    platform::check(token.platform, proof, ask.origin)?;
    within_its_time(tenant, &token)?;
    let revoked = person::revocation(
        tenant,
        token.signed_in.person,
        token.signed_in.sessions_valid_from,
    );
    if let Some(from) = revoked {
        let message = format!(
            "The provided grant has expired due to it being revoked, a fresh auth token is needed. The user might have \
             changed or reset their password. The grant was issued on '{}' and the TokensValidFrom date (before which \
             tokens are not valid) for this user is '{}'.",
            instant(token.issued),
            instant(from)
        );
        return Err(Failure::saying(50_173, message));
    }
    person::admit(tenant, &token.signed_in, SignInFlow::RefreshToken)?;
    let mut scopes = match ask.told_scope() {
        Some(asked) => scope::of_person(tenant, &asked)?,
        None => token.scopes.clone(),
    };
    // A refresh token begets a refresh token, whether or not it is asked for again.
    if !scopes.openid.contains(&"offline_access") {
        scopes.openid.push("offline_access");
    }
    let grant = Grant {
        signed_in: token.signed_in,
        scopes,
        platform: token.platform,
        nonce: None,
    };
    let answer = delegated::answer(tenant, ask.form, &grant)?;
    let now = tenant.clock.now();
    if let Some(token) = tenant.sign_ins.refresh_tokens.get_mut(&text) {
        token.used = now;
    }
    Ok(answer)
}

fn within_its_time(tenant: &Tenant, token: &RefreshToken) -> Result<(), Failure> {
    let now = tenant.clock.now();
    let rules = &tenant.sign_in_rules;
    if token.platform == Platform::Spa {
        let life = Duration::hours(rules.spa_refresh_token_hours.into());
        if token.signed_in.at.saturating_add(life) <= now {
            let message = format!(
                "The refresh token was issued to a single page app (SPA), and therefore has a fixed, limited lifetime \
                 of {}.00:00:00, which can't be extended. It is now expired and a new sign in request must be sent by \
                 the SPA to the sign in page. The token was issued on {}.",
                life.whole_days(),
                instant(token.issued)
            );
            return Err(Failure::saying(700_084, message));
        }
    }
    let idle = Duration::days(rules.refresh_token_days.into());
    if token.used.saturating_add(idle) <= now {
        let message = format!(
            "The refresh token has expired due to inactivity. The token was issued on {} and was inactive for \
             {}.00:00:00.",
            instant(token.issued),
            idle.whole_days()
        );
        return Err(Failure::saying(700_082, message));
    }
    Ok(())
}

fn instant(at: OffsetDateTime) -> String {
    use time::format_description::well_known::Rfc3339;
    at.format(&Rfc3339).unwrap_or_default()
}
