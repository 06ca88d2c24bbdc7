//! `grant_type=authorization_code`: a code that a browser brought back (facts 13.5).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::Ask;
use super::platform;
use crate::login::delegated::{self, Grant};
use crate::login::failure::Failure;
use crate::login::person;
use crate::login::scope;
use crate::scenario::SignInFlow;
use crate::tenant::Tenant;
use crate::tenant::sign_ins::Challenge;

pub(super) fn redeem(tenant: &mut Tenant, ask: &Ask<'_>) -> Result<Value, Failure> {
    let application = ask.client.application(tenant)?;
    ask.authority.admits(&tenant.applications[application])?;
    let proof = ask.client.proof(tenant, application)?;
    let text = ask.form.require("code")?.to_owned();
    let code = tenant.sign_ins.authorization_codes.get(&text);
    let Some(code) = code
        .filter(|code| code.signed_in.application == application)
        .cloned()
    else {
        return Err(unknown(&text));
    };
    platform::check(code.platform, proof, ask.origin)?;
    if code.redeemed {
        return Err(Failure::of(54_005));
    }
    if code.expires <= tenant.clock.now() {
        return Err(Failure::of(70_008));
    }
    let told = ask.form.require("redirect_uri")?;
    if told != code.redirect_uri {
        let message = format!(
            "The reply address '{told}' does not match the reply address '{}' provided when requesting Authorization \
             code.",
            code.redirect_uri
        );
        return Err(Failure::saying(500_112, message));
    }
    verify(code.challenge.as_ref(), ask.form.get("code_verifier"))?;
    if person::revocation(tenant, code.signed_in.person, code.signed_in.sessions_valid_from).is_some() {
        return Err(Failure::of(50_173));
    }
    person::admit(tenant, &code.signed_in, SignInFlow::Interactive)?;
    let scopes = match ask.told_scope() {
        Some(asked) => {
            let mut narrowed = scope::of_person(tenant, &asked)?;
            // What was asked for in the browser is not lost by not being repeated.
            for known in &code.scopes.openid {
                if !narrowed.openid.contains(known) {
                    narrowed.openid.push(known);
                }
            }
            narrowed
        }
        None => code.scopes,
    };
    let grant = Grant {
        signed_in: code.signed_in,
        scopes,
        platform: code.platform,
        nonce: code.nonce,
    };
    let answer = delegated::answer(tenant, ask.form, &grant)?;
    if let Some(code) = tenant.sign_ins.authorization_codes.get_mut(&text) {
        code.redeemed = true;
    }
    Ok(answer)
}

fn unknown(text: &str) -> Failure {
    if text.starts_with("0.AX") {
        Failure::saying(
            70_000,
            "The provided value for the input parameter 'code' is not valid.",
        )
    } else {
        Failure::of(9_002_313).named(400, "invalid_grant")
    }
}

/// Whether the verifier is the one that the authorization request announced.
fn verify(challenge: Option<&Challenge>, verifier: Option<&str>) -> Result<(), Failure> {
    let fits = match (challenge, verifier) {
        (None, None) => true,
        (Some(Challenge::Plain(expected)), Some(told)) => expected == told,
        (Some(Challenge::S256(expected)), Some(told)) => {
            (43..=128).contains(&told.len()) && URL_SAFE_NO_PAD.encode(Sha256::digest(told)) == *expected
        }
        (Some(_), None) | (None, Some(_)) => false,
    };
    if fits { Ok(()) } else { Err(Failure::of(501_481)) }
}
