//! What a Graph access token tells about who is signed in. Officially it is opaque (facts 13.1): what is read
//! here makes messages better and guards stricter, and its absence breaks nothing.

use crate::secret::Secret;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::Value;

/// How the token's owner signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignInKind {
    /// An application as itself: no role limits it (facts 8.4).
    Application,
    /// A person, limited by permissions and by roles.
    Person,
    /// The token does not tell.
    Unknown,
}

/// Who is signed in, as far as the token tells.
#[derive(Clone, Debug)]
pub struct Actor {
    /// Application or person.
    pub kind: SignInKind,
    /// The object id of the person, or of the service principal.
    pub id: Option<String>,
    /// The permissions; absent when the token does not tell.
    pub permissions: Option<Vec<String>>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct Claims {
    aud: Value,
    idtyp: Option<String>,
    oid: Option<String>,
    scp: Option<String>,
    roles: Option<Vec<String>>,
}

fn claims(token: &Secret) -> Option<Claims> {
    let payload = token.expose().split('.').nth(1)?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?).ok()
}

/// The resource that the token was issued for.
pub(super) fn audience(token: &Secret) -> Option<String> {
    claims(token)?.aud.as_str().map(str::to_owned)
}

impl Actor {
    pub(crate) fn read(token: &Secret) -> Self {
        let Some(claims) = claims(token) else {
            return Self {
                kind: SignInKind::Unknown,
                id: None,
                permissions: None,
            };
        };
        let kind = match (claims.idtyp.as_deref(), &claims.scp, &claims.roles) {
            (Some("app"), ..) | (None, None, Some(_)) => SignInKind::Application,
            (Some("user"), ..) | (None, Some(_), _) => SignInKind::Person,
            _ => SignInKind::Unknown,
        };
        let permissions = match (claims.scp, claims.roles) {
            // An application without any permission has a token without `roles`.
            (None, None) => (kind != SignInKind::Unknown).then(Vec::new),
            (scopes, roles) => {
                let scopes = scopes.unwrap_or_default();
                let scopes = scopes.split_whitespace().map(str::to_owned);
                Some(scopes.chain(roles.unwrap_or_default()).collect())
            }
        };
        Self {
            kind,
            id: claims.oid,
            permissions,
        }
    }

    /// Whether one of these permissions is there; unknown when the token does not tell.
    pub(crate) fn has_any(&self, wanted: &[&str]) -> Option<bool> {
        let own = self.permissions.as_ref()?;
        Some(
            wanted
                .iter()
                .any(|wanted| own.iter().any(|own| own.eq_ignore_ascii_case(wanted))),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn token(payload: &str) -> Secret {
        Secret::new(format!("e30.{}.sig", URL_SAFE_NO_PAD.encode(payload)))
    }

    #[test]
    fn tells_applications_from_people() {
        let app = Actor::read(&token(r#"{"idtyp":"app","roles":["User.Read.All"],"oid":"sp"}"#));
        assert_eq!(app.kind, SignInKind::Application);
        assert_eq!(app.has_any(&["user.read.all"]), Some(true));
        let person = Actor::read(&token(r#"{"scp":"User.Read AuditLog.Read.All","oid":"me"}"#));
        assert_eq!(
            (person.kind, person.id.as_deref()),
            (SignInKind::Person, Some("me"))
        );
        assert_eq!(person.has_any(&["User.Read.All"]), Some(false));
    }

    #[test]
    fn an_opaque_token_tells_nothing() {
        for text in ["opaque", "a.b.c", "e30.bm90IGpzb24.x"] {
            let actor = Actor::read(&Secret::new(text));
            assert_eq!(actor.kind, SignInKind::Unknown);
            assert_eq!(actor.has_any(&["User.Read"]), None);
        }
        assert_eq!(Actor::read(&token(r#"{"oid":"x"}"#)).kind, SignInKind::Unknown);
    }
}
