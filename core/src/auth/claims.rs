//! What a Graph access token tells about who is signed in. Officially it is opaque (facts 13.1): what is read
//! here makes messages better and guards stricter, and its absence breaks nothing.

use crate::platform::Timestamp;
use crate::secret::Secret;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Map, Value};

/// How the token's owner signed in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SignInKind {
    /// An application as itself: no role limits it (facts 8.4).
    Application,
    /// A person, limited by permissions and by roles.
    Person,
    /// The token does not tell.
    #[default]
    Unknown,
}

/// Who is signed in, as far as the token tells.
#[derive(Clone, Debug, Default)]
pub struct Actor {
    /// Application or person.
    pub kind: SignInKind,
    /// The object id of the person, or of the service principal.
    pub id: Option<String>,
    /// The permissions; absent when the token does not tell.
    pub permissions: Option<Vec<String>>,
    /// The person's sign-in name.
    pub user_principal_name: Option<String>,
    /// The application through which it is done.
    pub app_id: Option<String>,
    /// That application's name.
    pub app_name: Option<String>,
    /// The tenant.
    pub tenant_id: Option<String>,
    /// Template ids of the person's active, tenant-wide roles.
    pub roles: Option<Vec<String>>,
    /// When the token ends.
    pub expires: Option<Timestamp>,
}

/// The claims of a token, each read by itself: what one issuer writes in another form must not hide the rest.
struct Claims(Map<String, Value>);

impl Claims {
    fn read(token: &Secret) -> Option<Self> {
        let payload = token.expose().split('.').nth(1)?;
        let json = URL_SAFE_NO_PAD.decode(payload.trim_end_matches('=')).ok()?;
        serde_json::from_slice(&json).ok().map(Self)
    }

    fn text(&self, name: &str) -> Option<String> {
        self.0.get(name)?.as_str().map(str::to_owned)
    }

    fn list(&self, name: &str) -> Option<Vec<String>> {
        let items = self.0.get(name)?.as_array()?;
        Some(
            items
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
        )
    }
}

/// Marks an ordinary member of the tenant among the roles (facts 8.1).
const ORDINARY: &str = "b79fbf4d-3ef9-4689-8143-76b194e85509";

/// The resource that the token was issued for.
pub(super) fn audience(token: &Secret) -> Option<String> {
    Claims::read(token)?.text("aud")
}

/// What an id token repeats of the sign-in that was begun (facts 13.5).
pub(super) fn nonce(id_token: &Secret) -> Option<String> {
    Claims::read(id_token)?.text("nonce")
}

impl Actor {
    pub(crate) fn read(token: &Secret) -> Self {
        let Some(claims) = Claims::read(token) else {
            return Self::default();
        };
        let (scopes, roles) = (claims.text("scp"), claims.list("roles"));
        let kind = match (claims.text("idtyp").as_deref(), &scopes, &roles) {
            (Some("app"), ..) | (None, None, Some(_)) => SignInKind::Application,
            (Some("user"), ..) | (None, Some(_), _) => SignInKind::Person,
            _ => SignInKind::Unknown,
        };
        let permissions = match (scopes, roles) {
            // An application without any permission has a token without `roles`.
            (None, None) => (kind != SignInKind::Unknown).then(Vec::new),
            (scopes, roles) => {
                let scopes = scopes.unwrap_or_default();
                let scopes = scopes.split_whitespace().map(str::to_owned);
                Some(scopes.chain(roles.unwrap_or_default()).collect())
            }
        };
        let person = kind == SignInKind::Person;
        Self {
            kind,
            id: claims.text("oid"),
            permissions,
            user_principal_name: claims.text("upn").or_else(|| claims.text("unique_name")),
            app_id: claims.text("appid").or_else(|| claims.text("azp")),
            app_name: claims.text("app_displayname"),
            tenant_id: claims.text("tid"),
            roles: claims.list("wids").filter(|_| person).map(|mut roles| {
                roles.retain(|role| !role.eq_ignore_ascii_case(ORDINARY));
                roles
            }),
            expires: claims
                .0
                .get("exp")
                .and_then(Value::as_i64)
                .and_then(|seconds| seconds.checked_mul(1000))
                .map(Timestamp::from_unix_ms),
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
