//! What a person's sign-in is answered with: access token, refresh token, id token (facts 13.1, 13.5).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value, json};
use sha2::{Digest, Sha256};

use super::failure::Failure;
use super::form::Form;
use super::scope;
use crate::jose;
use crate::snapshot::TokenSpec;
use crate::tenant::Tenant;
use crate::tenant::sign_ins::{Platform, RefreshToken, Scopes, SignedIn};
use crate::token;

/// A token lives this many seconds, or as many as lie between (facts 13.1).
const LIFETIME: std::ops::RangeInclusive<i64> = 60 * 60..=90 * 60;
/// The same for clients that can be told of a revocation (facts 12.3).
const LONG_LIFETIME: std::ops::RangeInclusive<i64> = 20 * 3600..=28 * 3600;
const ID_TOKEN_LIFETIME: i64 = 3900;
const UNDERSTANDS_CHALLENGES: &str = "cp1";

/// What is to be answered.
pub(super) struct Grant {
    pub(super) signed_in: SignedIn,
    pub(super) scopes: Scopes,
    pub(super) platform: Platform,
    pub(super) nonce: Option<String>,
}

/// The successful answer of the token endpoint.
pub(super) fn answer(tenant: &mut Tenant, form: &Form, grant: &Grant) -> Result<Value, Failure> {
    let (named, told) = scope::granted(tenant, &grant.signed_in, &grant.scopes)?;
    let capabilities = capabilities(form.get("claims"))?;
    let long = capabilities
        .iter()
        .any(|it| it.eq_ignore_ascii_case(UNDERSTANDS_CHALLENGES));
    let lifetime = tenant.random_between(if long { LONG_LIFETIME } else { LIFETIME });
    let client_id = tenant.applications[grant.signed_in.application].client_id.clone();
    let person = tenant.directory.at(grant.signed_in.person).id;
    let spec = TokenSpec {
        client_id: Some(client_id),
        upn: Some(person.to_string()),
        scopes: named,
        audience: Some(grant.scopes.resource.clone()),
        expires_in: Some(lifetime),
        client_capabilities: capabilities,
        mfa: grant.signed_in.mfa,
        ..TokenSpec::default()
    };
    let access_token = token::issue(tenant, &spec).map_err(|_| Failure::of(90_033))?;
    let mut answer = json!({
        "token_type": "Bearer",
        "scope": told.join(" "),
        "expires_in": lifetime,
        "ext_expires_in": lifetime,
        "access_token": access_token,
    });
    if grant.scopes.openid.contains(&"offline_access") {
        answer["refresh_token"] = refresh_token(tenant, grant).into();
    }
    if grant.scopes.openid.contains(&"openid") {
        answer["id_token"] = id_token(tenant, grant).into();
    }
    if form.get("client_info").is_some() {
        let info = json!({ "uid": person, "utid": tenant.id });
        answer["client_info"] = URL_SAFE_NO_PAD.encode(info.to_string()).into();
    }
    Ok(answer)
}

/// What the client declares itself capable of, in the `claims` of its request (facts 12.3).
pub(super) fn capabilities(claims: Option<&str>) -> Result<Vec<String>, Failure> {
    let Some(text) = claims else {
        return Ok(Vec::new());
    };
    let claims: Map<String, Value> = serde_json::from_str(text).map_err(|_| {
        Failure::saying(
            9_002_313,
            "Invalid request. Request is malformed or invalid: claims is not a JSON object.",
        )
    })?;
    let values = claims.get("access_token").map(|token| &token["xms_cc"]["values"]);
    let values = values
        .and_then(Value::as_array)
        .map(Vec::as_slice)
        .unwrap_or_default();
    Ok(values
        .iter()
        .filter_map(|value| Some(value.as_str()?.to_owned()))
        .collect())
}

fn refresh_token(tenant: &mut Tenant, grant: &Grant) -> String {
    let token = format!("0.AX{}", tenant.new_text(240));
    let now = tenant.clock.now();
    tenant.issued.remember(token.clone());
    let record = RefreshToken {
        signed_in: grant.signed_in.clone(),
        scopes: grant.scopes.clone(),
        issued: now,
        used: now,
        platform: grant.platform,
    };
    tenant.sign_ins.refresh_tokens.insert(token.clone(), record);
    token
}

fn id_token(tenant: &mut Tenant, grant: &Grant) -> String {
    let now = tenant.clock.now().unix_timestamp();
    let uti = tenant.new_text(22);
    let app = &tenant.applications[grant.signed_in.application];
    let person = tenant.directory.at(grant.signed_in.person);
    // The same person is somebody else to every application.
    let pairwise = Sha256::new()
        .chain_update(person.id.as_bytes())
        .chain_update(app.client_id.as_bytes())
        .finalize();
    let mut claims = json!({
        "aud": app.client_id,
        "iss": format!("{}/{}/v2.0", tenant.origins.login, tenant.id),
        "iat": now,
        "nbf": now,
        "exp": now + ID_TOKEN_LIFETIME,
        "sub": URL_SAFE_NO_PAD.encode(pairwise),
        "tid": tenant.id,
        "uti": uti,
        "ver": "2.0",
    });
    if let Some(nonce) = &grant.nonce {
        claims["nonce"] = nonce.as_str().into();
    }
    if grant.scopes.openid.contains(&"profile") {
        claims["name"] = (*person.display_name).into();
        claims["oid"] = person.id.to_string().into();
        claims["preferred_username"] = (*person.user_principal_name).into();
    }
    if let Some(mail) = person
        .mail
        .as_deref()
        .filter(|_| grant.scopes.openid.contains(&"email"))
    {
        claims["email"] = mail.into();
    }
    let token = jose::sign(&claims);
    tenant.issued.remember(token.clone());
    token
}
