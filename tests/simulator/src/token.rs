//! Access tokens: signed by the tenant, verified at every call (facts 12.2, 13.1).

use std::collections::HashMap;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use time::OffsetDateTime;
use uuid::Uuid;

use crate::scenario::ScenarioError;
use crate::snapshot::TokenSpec;
use crate::tenant::{Tenant, seed_directory};

/// Graph's own application id, which is also an audience.
pub(crate) const GRAPH_APP_ID: &str = "00000003-0000-0000-c000-000000000000";
/// In `wids`: an ordinary member of the tenant (facts 8.1).
const ORDINARY_USER: &str = "b79fbf4d-3ef9-4689-8143-76b194e85509";
/// What client credentials get (facts 13.3).
pub(crate) const LIFETIME_SECONDS: i64 = 3599;

/// The claims of an access token.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Claims {
    aud: String,
    iss: String,
    iat: i64,
    nbf: i64,
    exp: i64,
    pub(crate) appid: String,
    pub(crate) app_displayname: String,
    idtyp: String,
    pub(crate) oid: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) roles: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) scp: Option<String>,
    tid: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) upn: Option<String>,
    /// How the person signed in.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) amr: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    uti: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) wids: Vec<String>,
    /// What the client declared itself capable of; `cp1` understands claims challenges (facts 12.3).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) xms_cc: Vec<String>,
    /// Opaque to clients: the moment of issue to the tick, where `iat` knows seconds only.
    #[serde(default)]
    aio: String,
}

impl Claims {
    /// When the token was issued.
    pub(crate) fn issued_at(&self) -> OffsetDateTime {
        let ticks = URL_SAFE_NO_PAD.decode(&self.aio).ok();
        let ticks = ticks.and_then(|bytes| bytes.try_into().ok().map(i64::from_be_bytes));
        let nanoseconds = match ticks {
            Some(ticks) => i128::from(ticks) * 100,
            None => i128::from(self.iat) * 1_000_000_000,
        };
        OffsetDateTime::from_unix_timestamp_nanos(nanoseconds).unwrap_or(OffsetDateTime::UNIX_EPOCH)
    }
}

/// Why a token is not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rejection {
    Malformed,
    Signature,
    Expired,
    NotYetValid,
    Audience,
}

/// Makes a token.
pub(crate) fn issue(tenant: &mut Tenant, spec: &TokenSpec) -> Result<String, ScenarioError> {
    let registered = match &spec.client_id {
        Some(id) => tenant.application(id),
        None => tenant.applications.first(),
    };
    let app_displayname = registered.map(|app| app.name.clone()).unwrap_or_default();
    let appid = spec
        .client_id
        .clone()
        .or_else(|| registered.map(|app| app.client_id.clone()))
        .unwrap_or_default();
    let consented = registered.map(|app| app.permissions.clone()).unwrap_or_default();
    let exactly = tenant.clock.now();
    let now = exactly.unix_timestamp();
    let mut claims = Claims {
        aud: spec
            .audience
            .clone()
            .unwrap_or_else(|| spec.cloud.unwrap_or(tenant.cloud).graph().into()),
        iss: format!("https://sts.windows.net/{}/", tenant.id),
        iat: now,
        nbf: now,
        exp: now.saturating_add(spec.expires_in.unwrap_or(LIFETIME_SECONDS)),
        oid: tenant.service_principal_id(&appid).to_string(),
        appid,
        app_displayname,
        idtyp: "app".into(),
        roles: Vec::new(),
        scp: None,
        tid: tenant.id.to_string(),
        upn: None,
        amr: Vec::new(),
        name: None,
        uti: tenant.new_text(22),
        wids: Vec::new(),
        xms_cc: spec.client_capabilities.clone(),
        aio: String::new(),
    };
    // A token that has expired was issued before it expired.
    claims.nbf = claims.nbf.min(claims.exp.saturating_sub(1));
    claims.iat = claims.nbf;
    if claims.iat == now {
        let ticks = i64::try_from(exactly.unix_timestamp_nanos() / 100).unwrap_or_default();
        claims.aio = URL_SAFE_NO_PAD.encode(ticks.to_be_bytes());
    }
    if let Some(upn) = &spec.upn {
        let place = tenant
            .directory
            .find(upn)
            .ok_or_else(|| ScenarioError::new("upn", format!("nobody in the tenant is '{upn}'")))?;
        let person = tenant.directory.at(place);
        claims.idtyp = "user".into();
        claims.oid = person.id.to_string();
        claims.upn = Some(person.user_principal_name.to_string());
        claims.name = Some(person.display_name.to_string());
        claims.amr = amr(spec.mfa);
        claims.scp = Some(spec.scopes.join(" "));
        claims.wids = wids(tenant, spec, person.id)?;
        claims.wids.push(ORDINARY_USER.into());
    } else {
        claims.wids = wids(tenant, spec, tenant.service_principal_id(&claims.appid))?;
        claims.roles = spec.permissions.clone().unwrap_or(consented);
    }
    let token = sign(&key(tenant), &claims);
    tenant.issued.remember(token.clone());
    Ok(token)
}

/// The ways of signing in that a token names (facts 13.1).
fn amr(mfa: bool) -> Vec<String> {
    let ways = if mfa { ["pwd", "mfa"].as_slice() } else { &["pwd"] };
    ways.iter().map(|&way| way.into()).collect()
}

/// The built-in roles that the holder has now in the whole tenant, directly or through a group. The token keeps them
/// until it ends, whatever becomes of the assignments (facts 8.3); roles of the tenant's own are in no token.
fn wids(tenant: &Tenant, spec: &TokenSpec, holder: Uuid) -> Result<Vec<String>, ScenarioError> {
    let roles: Vec<Uuid> = match &spec.wids {
        Some(names) => names
            .iter()
            .map(|name| Ok(seed_directory::role(&tenant.roles, "wids", name)?.id))
            .collect::<Result<_, ScenarioError>>()?,
        None => {
            let built_in = |id: &Uuid| tenant.roles.get(*id).is_some_and(|role| role.built_in);
            let held = tenant.tenant_wide_roles(holder).into_iter();
            held.filter(built_in).collect()
        }
    };
    Ok(roles.iter().map(Uuid::to_string).collect())
}

/// Tokens whose signature was checked before. Signatures stay true; everything else about a token is looked at with
/// every request.
#[derive(Default)]
pub(crate) struct Verified(HashMap<Box<str>, Arc<Claims>>);

impl Verified {
    /// Remembers a token. Clients use few at a time, so now and then all are forgotten.
    fn remember(&mut self, token: &str, claims: &Arc<Claims>) {
        const MOST: usize = 1000;
        if self.0.len() >= MOST {
            self.0.clear();
        }
        self.0.insert(token.into(), Arc::clone(claims));
    }
}

/// Checks a token and reads it.
pub(crate) fn verify(tenant: &mut Tenant, token: &str) -> Result<Arc<Claims>, Rejection> {
    let claims = match tenant.verified.0.get(token) {
        Some(known) => Arc::clone(known),
        None => {
            let claims = Arc::new(read_signed(tenant, token)?);
            tenant.verified.remember(token, &claims);
            claims
        }
    };
    let audiences = [tenant.cloud.graph(), tenant.origins.graph.as_str(), GRAPH_APP_ID];
    if !audiences.contains(&claims.aud.trim_end_matches('/')) {
        return Err(Rejection::Audience);
    }
    let now: OffsetDateTime = tenant.clock.now();
    if claims.exp <= now.unix_timestamp() {
        return Err(Rejection::Expired);
    }
    if claims.nbf > now.unix_timestamp() {
        return Err(Rejection::NotYetValid);
    }
    Ok(claims)
}

fn read_signed(tenant: &Tenant, token: &str) -> Result<Claims, Rejection> {
    let (signed, signature) = token.rsplit_once('.').ok_or(Rejection::Malformed)?;
    let (_, payload) = signed.split_once('.').ok_or(Rejection::Malformed)?;
    let payload = URL_SAFE_NO_PAD
        .decode(payload)
        .map_err(|_| Rejection::Malformed)?;
    let signature = URL_SAFE_NO_PAD
        .decode(signature)
        .map_err(|_| Rejection::Malformed)?;
    let claims: Claims = serde_json::from_slice(&payload).map_err(|_| Rejection::Malformed)?;
    mac(&key(tenant), signed)
        .verify_slice(&signature)
        .map_err(|_| Rejection::Signature)?;
    Ok(claims)
}

fn sign(key: &[u8], claims: &Claims) -> String {
    let header = URL_SAFE_NO_PAD.encode(br#"{"typ":"JWT","alg":"HS256"}"#);
    let payload = URL_SAFE_NO_PAD.encode(serde_json::to_vec(claims).unwrap_or_default());
    let signed = format!("{header}.{payload}");
    let signature = URL_SAFE_NO_PAD.encode(mac(key, &signed).finalize().into_bytes());
    format!("{signed}.{signature}")
}

fn mac(key: &[u8], signed: &str) -> Hmac<Sha256> {
    let mac = <Hmac<Sha256> as Mac>::new_from_slice(key);
    // HMAC takes keys of any length, so there is no other case.
    let mut mac = mac.unwrap_or_else(|_| Hmac::new(&hmac::digest::Key::<Hmac<Sha256>>::default()));
    mac.update(signed.as_bytes());
    mac
}

/// The tenant's signing key: the same whenever the same tenant is loaded again, as with the service, whose keys
/// outlive any one request.
fn key(tenant: &Tenant) -> [u8; 32] {
    Sha256::new()
        .chain_update(b"graph-sim token key")
        .chain_update(tenant.id.as_bytes())
        .finalize()
        .into()
}
