//! Client assertions: signed with the application's certificate, or by an issuer elsewhere that the application
//! trusts (facts 13.3).

use serde::Deserialize;
use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::failure::Failure;
use crate::jose::{Algorithm, Jws};
use crate::tenant::Tenant;
use crate::tenant::application::Application;

/// The claims that matter.
#[derive(Deserialize)]
struct Claims {
    iss: String,
    sub: String,
    aud: Audience,
    exp: i64,
    #[serde(default)]
    nbf: Option<i64>,
    #[serde(default)]
    jti: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audience {
    One(String),
    Many(Vec<String>),
}

impl Audience {
    fn any(&self, fits: impl Fn(&str) -> bool) -> bool {
        match self {
            Self::One(one) => fits(one),
            Self::Many(many) => many.iter().any(|one| fits(one)),
        }
    }

    fn text(&self) -> String {
        match self {
            Self::One(one) => one.clone(),
            Self::Many(many) => many.join(" "),
        }
    }
}

/// Whether the assertion proves that its bearer is the application.
pub(super) fn check(tenant: &mut Tenant, place: usize, token: &str) -> Result<(), Failure> {
    let jws = Jws::parse(token).ok_or_else(|| Failure::of(50_027))?;
    let claims: Claims = jws.claims().ok_or_else(|| Failure::of(50_027))?;
    let algorithm = Algorithm::named(&jws.header.alg).ok_or_else(|| unsupported(&jws.header.alg))?;
    let app = &tenant.applications[place];
    // Issuers elsewhere have addresses; who issues to itself has a client id.
    let issued_to_itself = Uuid::try_parse(&claims.iss).is_ok();
    if issued_to_itself {
        by_certificate(tenant, app, &jws, algorithm, &claims)?;
    } else {
        by_federation(app, &jws, algorithm, &claims)?;
    }
    within_its_time(tenant, &claims)?;
    // A token from elsewhere is meant to be shown as often as it is needed.
    if issued_to_itself && tenant.sign_in_rules.refuse_replayed_assertions {
        remember(tenant, place, &claims)?;
    }
    Ok(())
}

fn unsupported(algorithm: &str) -> Failure {
    let message = format!(
        "Invalid JWT token. '{algorithm}' is not a supported signature algorithm. Supported signing algorithms are: \
         'RS256, PS256'."
    );
    Failure::saying(5_002_738, message)
}

fn by_certificate(
    tenant: &Tenant,
    app: &Application,
    jws: &Jws<'_>,
    algorithm: Algorithm,
    claims: &Claims,
) -> Result<(), Failure> {
    let own = |id: &str| id.eq_ignore_ascii_case(&app.client_id);
    if !own(&claims.iss) || !own(&claims.sub) {
        return Err(Failure::of(700_021));
    }
    let header = &jws.header;
    let names: Vec<&String> = [&header.x5t_s256, &header.x5t].into_iter().flatten().collect();
    let names = if names.is_empty() {
        header.kid.iter().collect()
    } else {
        names
    };
    let Some(first) = names.first() else {
        return Err(Failure::of(5_002_723));
    };
    let unproven = |reason: &str| {
        let message = format!(
            "Client assertion failed signature validation. [Reason - {reason}, Thumbprint of key used by client: \
             '{first}'. Please visit the Azure Portal, Graph Explorer or directly use MS Graph to see configured keys \
             for app Id '{}'.]",
            app.client_id
        );
        Failure::saying(700_027, message)
    };
    let certificate = app
        .certificates
        .iter()
        .find(|certificate| names.iter().all(|name| certificate.is_named(name)))
        .ok_or_else(|| unproven("The key was not found."))?;
    if !jws.is_signed_by(&certificate.key, algorithm) {
        return Err(unproven(
            "The provided signature value did not match the expected signature value.",
        ));
    }
    let now = tenant.clock.now();
    if now < certificate.not_before || certificate.not_after < now {
        return Err(unproven("The key used is expired."));
    }
    if !claims.aud.any(|audience| is_this_tenant(tenant, audience)) {
        let message = format!(
            "Client assertion audience claim does not match Realm issuer. The audience is '{}'; it should be the \
             address of the token endpoint.",
            claims.aud.text()
        );
        return Err(Failure::saying(700_023, message));
    }
    Ok(())
}

/// Whether an audience is this tenant: its token endpoint, or its name as an issuer.
fn is_this_tenant(tenant: &Tenant, audience: &str) -> bool {
    let lower = audience.to_ascii_lowercase();
    let own = [tenant.origins.login.as_str(), tenant.cloud.login()];
    let aliases = tenant.cloud.login_aliases().iter().copied();
    let Some(path) = own
        .into_iter()
        .chain(aliases)
        .find_map(|host| lower.strip_prefix(host)?.strip_prefix('/'))
    else {
        return false;
    };
    let (name, rest) = path.split_once('/').unwrap_or((path, ""));
    let named = name == tenant.domain || name == tenant.id.to_string();
    named && ["", "v2.0", "oauth2/v2.0/token", "oauth2/token"].contains(&rest.trim_end_matches('/'))
}

fn by_federation(
    app: &Application,
    jws: &Jws<'_>,
    algorithm: Algorithm,
    claims: &Claims,
) -> Result<(), Failure> {
    // Of issuers elsewhere, one algorithm is taken.
    if algorithm != Algorithm::Rs256 {
        return Err(unsupported(&jws.header.alg));
    }
    let mismatch = |number: u32, about: &str, value: &str| {
        let message = format!(
            "No matching federated identity record found for presented assertion {about} '{value}'. Check your \
             federated identity credential Subject, Audience and Issuer against the presented assertion."
        );
        Failure::saying(number, message)
    };
    if app.federated.is_empty() {
        let message = format!(
            "No matching federated identity record found for presented assertion. Assertion Issuer: '{}'. Assertion \
             Subject: '{}'. Assertion Audience: '{}'.",
            claims.iss,
            claims.sub,
            claims.aud.text()
        );
        return Err(Failure::saying(70_021, message));
    }
    let mut candidates: Vec<_> = app.federated.iter().collect();
    candidates.retain(|known| known.issuer == claims.iss);
    if candidates.is_empty() {
        return Err(mismatch(700_211, "issuer", &claims.iss));
    }
    candidates.retain(|known| known.subject == claims.sub);
    if candidates.is_empty() {
        return Err(mismatch(700_213, "subject", &claims.sub));
    }
    candidates.retain(|known| claims.aud.any(|audience| audience == known.audience));
    if candidates.is_empty() {
        return Err(mismatch(700_212, "audience", &claims.aud.text()));
    }
    if !candidates
        .iter()
        .any(|known| jws.is_signed_by(&known.key, algorithm))
    {
        let failure = Failure::saying(
            50_013,
            "Assertion failed signature validation. [Reason - The provided signature value did not match the expected \
             signature value.]",
        );
        return Err(failure.named(401, "invalid_client"));
    }
    Ok(())
}

fn within_its_time(tenant: &Tenant, claims: &Claims) -> Result<(), Failure> {
    let now = tenant.clock.now();
    let skew = i64::from(tenant.sign_in_rules.clock_skew_seconds);
    let from = claims.nbf.unwrap_or(0);
    let seconds = now.unix_timestamp();
    if from.saturating_sub(skew) <= seconds && seconds < claims.exp.saturating_add(skew) {
        return Ok(());
    }
    let text = |seconds: i64| {
        use time::format_description::well_known::Rfc3339;
        let at = OffsetDateTime::from_unix_timestamp(seconds).ok();
        at.and_then(|at| at.format(&Rfc3339).ok()).unwrap_or_default()
    };
    let message = format!(
        "Client assertion is not within its valid time range. Current time: {}, assertion valid from {}, expiry time \
         of assertion {}.",
        text(seconds),
        text(from),
        text(claims.exp)
    );
    Err(Failure::saying(700_024, message))
}

/// Refuses an assertion that was shown before.
fn remember(tenant: &mut Tenant, place: usize, claims: &Claims) -> Result<(), Failure> {
    let now = tenant.clock.now();
    let seen = &mut tenant.sign_ins.assertions;
    seen.retain(|_, end| *end > now);
    let id = claims.jti.clone().ok_or_else(|| Failure::of(50_027))?;
    let key = (tenant.applications[place].client_id.clone(), id);
    let end = OffsetDateTime::from_unix_timestamp(claims.exp).unwrap_or(now);
    // Within the skew an assertion is good for longer than it says.
    let end = end.saturating_add(Duration::seconds(tenant.sign_in_rules.clock_skew_seconds.into()));
    if seen.insert(key, end).is_some() {
        let message = "Authentication failed: the client assertion was presented before.";
        return Err(Failure::saying(50_012, message));
    }
    Ok(())
}
