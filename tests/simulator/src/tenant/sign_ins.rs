//! What the login host remembers between requests: who is signed in where, and what was handed out (facts 13.1,
//! 13.2, 13.5).

use std::collections::{BTreeMap, BTreeSet};

use time::OffsetDateTime;
use uuid::Uuid;

use super::Tenant;
use crate::login::Failure;
use crate::scenario::{Decision, ScenarioError};

/// Everything that is under way or was handed out. The keys of the maps are the secrets themselves.
#[derive(Default)]
pub(crate) struct SignIns {
    /// Client assertions that were presented, by application and `jti`, with the end of their lives.
    pub(crate) assertions: BTreeMap<(String, String), OffsetDateTime>,
    pub(crate) device_codes: BTreeMap<String, DeviceCode>,
    pub(crate) authorization_codes: BTreeMap<String, AuthorizationCode>,
    pub(crate) refresh_tokens: BTreeMap<String, RefreshToken>,
    /// Who is signed in in which browser, by the browser's cookie.
    pub(crate) browsers: BTreeMap<String, Vec<BrowserSession>>,
    /// What people consented to, by application and person.
    pub(crate) consents: BTreeMap<(usize, usize), BTreeSet<String>>,
}

/// A person's sign-in to an application.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn {
    pub(crate) person: usize,
    pub(crate) application: usize,
    /// Whether a second factor was used.
    pub(crate) mfa: bool,
    pub(crate) at: OffsetDateTime,
    /// From when the person's sessions were valid at that moment: another value later tells of a revocation, even
    /// where the clock stands still.
    pub(crate) sessions_valid_from: OffsetDateTime,
}

/// What an application asked for on behalf of a person.
#[derive(Clone, Debug, Default)]
pub(crate) struct Scopes {
    /// The audience.
    pub(crate) resource: String,
    /// Of openid, profile, email and offline_access what was asked for.
    pub(crate) openid: Vec<&'static str>,
    /// Whether everything was asked for that was consented to (`.default`).
    pub(crate) default: bool,
    pub(crate) permissions: Vec<Permission>,
}

/// A delegated permission that was asked for.
#[derive(Clone, Debug)]
pub(crate) struct Permission {
    /// As the client wrote it.
    pub(crate) asked: String,
    /// Without its resource.
    pub(crate) name: String,
}

/// Where the answer of an authorization request goes decides how its code is redeemed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Platform {
    Spa,
    PublicClient,
    Web,
}

/// A device code on its way.
#[derive(Clone, Debug)]
pub(crate) struct DeviceCode {
    pub(crate) user_code: String,
    pub(crate) application: usize,
    pub(crate) scopes: Scopes,
    pub(crate) expires: OffsetDateTime,
    /// Seconds between polls.
    pub(crate) interval: u32,
    pub(crate) polled: Option<OffsetDateTime>,
    pub(crate) polls: u32,
    /// Who will answer after how many polls.
    pub(crate) answerer: Option<Answerer>,
    pub(crate) state: DeviceState,
}

/// Somebody who answers a device code unasked.
#[derive(Clone, Debug)]
pub(crate) struct Answerer {
    pub(crate) person: usize,
    pub(crate) after_polls: u32,
    pub(crate) decision: Decision,
}

/// What has become of a device code.
#[derive(Clone, Debug)]
pub(crate) enum DeviceState {
    Pending,
    Approved(SignedIn),
    Declined,
    /// The person may not sign in.
    Refused(Failure),
    Redeemed,
}

/// An authorization code on its way.
#[derive(Clone, Debug)]
pub(crate) struct AuthorizationCode {
    pub(crate) signed_in: SignedIn,
    pub(crate) scopes: Scopes,
    pub(crate) redirect_uri: String,
    pub(crate) platform: Platform,
    pub(crate) challenge: Option<Challenge>,
    pub(crate) nonce: Option<String>,
    pub(crate) expires: OffsetDateTime,
    pub(crate) redeemed: bool,
}

/// What the verifier of a code must amount to.
#[derive(Clone, Debug)]
pub(crate) enum Challenge {
    /// Itself.
    Plain(String),
    /// Its SHA-256 in base64url.
    S256(String),
}

/// A refresh token.
#[derive(Clone, Debug)]
pub(crate) struct RefreshToken {
    pub(crate) signed_in: SignedIn,
    pub(crate) scopes: Scopes,
    pub(crate) issued: OffsetDateTime,
    pub(crate) used: OffsetDateTime,
    /// How the application must redeem it.
    pub(crate) platform: Platform,
}

/// A person signed in in a browser.
#[derive(Clone, Debug)]
pub(crate) struct BrowserSession {
    pub(crate) id: Uuid,
    pub(crate) person: usize,
    pub(crate) mfa: bool,
    pub(crate) at: OffsetDateTime,
    pub(crate) sessions_valid_from: OffsetDateTime,
}

/// Refuses a scenario whose rules of signing in name somebody or something that is not in the tenant.
pub(super) fn check(tenant: &Tenant) -> Result<(), ScenarioError> {
    let registered = |field: String, id: &str| match tenant.application(id) {
        Some(_) => Ok(()),
        None => Err(ScenarioError::new(field, format!("no application '{id}'"))),
    };
    for (place, rule) in tenant.sign_in_rules.device_codes.iter().enumerate() {
        let field = |name: &str| format!("signIn.deviceCodes[{place}].{name}");
        if tenant.directory.find(&rule.user).is_none() {
            let problem = format!("nobody in the tenant is '{}'", rule.user);
            return Err(ScenarioError::new(field("user"), problem));
        }
        if let Some(id) = &rule.application {
            registered(field("application"), id)?;
        }
    }
    for user in tenant.directory.everybody() {
        let blocks = user.sign_in.as_ref().map(|facts| facts.blocks.as_slice());
        for (place, block) in blocks.unwrap_or_default().iter().enumerate() {
            for id in &block.applications {
                let field = format!(
                    "users ({}).signIn.blocks[{place}].applications",
                    user.user_principal_name
                );
                registered(field, id)?;
            }
        }
    }
    Ok(())
}
