//! Who is signed in in which browser: what `prompt=none` and the next sign-in find (facts 13.5).

use super::person;
use crate::http::Request;
use crate::tenant::Tenant;
use crate::tenant::sign_ins::{BrowserSession, SignedIn};

const COOKIE: &str = "ESTSAUTHPERSISTENT";

/// A browser, by its cookie; a new one has none.
pub(super) struct Browser(Option<String>);

impl Browser {
    pub(super) fn of(tenant: &Tenant, request: &Request) -> Self {
        let cookies = request.headers.get("Cookie").unwrap_or_default();
        let cookie = cookies
            .split(';')
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(name, _)| *name == COOKIE);
        Self(
            cookie
                .map(|(_, value)| value.to_owned())
                .filter(|value| tenant.sign_ins.browsers.contains_key(value)),
        )
    }

    /// Everybody who is signed in, or who was before their sessions were revoked.
    pub(super) fn sessions<'t>(&self, tenant: &'t Tenant) -> &'t [BrowserSession] {
        let sessions = self.0.as_ref().and_then(|id| tenant.sign_ins.browsers.get(id));
        sessions.map(Vec::as_slice).unwrap_or_default()
    }

    /// Keeps the person signed in: the session, and the cookie that recalls it.
    pub(super) fn keep(self, tenant: &mut Tenant, signed_in: &SignedIn) -> (BrowserSession, String) {
        let id = self.0.unwrap_or_else(|| {
            let id = tenant.new_text(64);
            tenant.issued.remember(id.clone());
            id
        });
        let session = BrowserSession {
            id: tenant.new_id(),
            person: signed_in.person,
            mfa: signed_in.mfa,
            at: signed_in.at,
            sessions_valid_from: signed_in.sessions_valid_from,
        };
        // Frames of other sites find the session only where the connection is secure.
        let reach = if tenant.origins.login.starts_with("https:") {
            "SameSite=None; Secure"
        } else {
            "SameSite=Lax"
        };
        let cookie = format!("{COOKIE}={id}; Path=/; HttpOnly; {reach}");
        let sessions = tenant.sign_ins.browsers.entry(id).or_default();
        sessions.retain(|known| known.person != session.person);
        sessions.push(session.clone());
        (session, cookie)
    }

    /// Signs everybody out: the cookie that says so.
    pub(super) fn forget(self, tenant: &mut Tenant) -> String {
        if let Some(id) = self.0 {
            tenant.sign_ins.browsers.remove(&id);
        }
        format!("{COOKIE}=; Path=/; HttpOnly; Max-Age=0")
    }
}

/// Whether the person's sessions were revoked since.
pub(super) fn is_over(tenant: &Tenant, session: &BrowserSession) -> bool {
    person::revocation(tenant, session.person, session.sessions_valid_from).is_some()
}
