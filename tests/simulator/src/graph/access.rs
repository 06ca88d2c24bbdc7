//! Who calls, and what the token says of them (facts 2.3 for permission names, 8.1 for roles, 12.2 for 401). What
//! their roles allow on whom is in `authority`.

use uuid::Uuid;

use super::continuous_access;
use super::failure::Failure;
use crate::scenario::MethodKind;
use crate::tenant::Tenant;
use crate::tenant::directory::User;
use crate::tenant::role::Role;
use crate::token::{self, GRAPH_APP_ID, Rejection};

/// The caller of a request.
#[derive(Clone, Debug)]
pub(crate) struct Actor {
    pub(crate) app_id: String,
    pub(crate) app_name: String,
    pub(crate) service_principal_id: Uuid,
    /// Application permissions, or delegated scopes.
    permissions: Vec<String>,
    /// The roles in the token's `wids`: what the holder had in the whole tenant when the token was issued.
    roles: Vec<Uuid>,
    /// Present when a person is signed in.
    pub(crate) person: Option<SignedIn>,
    /// Whether the person signed in with a second factor.
    pub(crate) used_second_factor: bool,
}

/// The person on whose behalf an application calls.
#[derive(Clone, Debug)]
pub(crate) struct SignedIn {
    pub(crate) id: Uuid,
    pub(crate) user_principal_name: String,
}

/// Reads the `Authorization` header.
pub(crate) fn authenticate(tenant: &mut Tenant, authorization: Option<&str>) -> Result<Actor, Failure> {
    let token = authorization.and_then(|header| {
        let (scheme, token) = header.split_once(' ')?;
        scheme
            .eq_ignore_ascii_case("Bearer")
            .then_some(token.trim())
            .filter(|token| !token.is_empty())
    });
    let token = token.ok_or_else(|| unauthenticated(tenant, "Access token is empty."))?;
    let claims = token::verify(tenant, token).map_err(|rejection| {
        unauthenticated(
            tenant,
            match rejection {
                Rejection::Malformed => "CompactToken parsing failed with error code: 80049217",
                Rejection::Signature => "Access token validation failure. Invalid signature.",
                Rejection::Expired => "Lifetime validation failed, the token is expired.",
                Rejection::NotYetValid => "Lifetime validation failed, the token is not yet valid.",
                Rejection::Audience => "Access token validation failure. Invalid audience.",
            },
        )
    })?;
    if let Some(challenge) = continuous_access::challenge(tenant, &claims) {
        return Err(challenge);
    }
    let oid = Uuid::try_parse(&claims.oid).unwrap_or_default();
    let person = claims.upn.clone().map(|user_principal_name| SignedIn {
        id: oid,
        user_principal_name,
    });
    let used_second_factor = claims.amr.iter().any(|way| way == "mfa");
    let roles = claims.wids.iter();
    let roles = roles.filter_map(|wid| Uuid::try_parse(wid).ok()).collect();
    let permissions = match &claims.scp {
        Some(scopes) => scopes.split(' ').map(Into::into).collect(),
        None => claims.roles.clone(),
    };
    Ok(Actor {
        app_id: claims.appid.clone(),
        app_name: claims.app_displayname.clone(),
        service_principal_id: oid,
        permissions,
        roles,
        person,
        used_second_factor,
    })
}

/// A refusal of the token (facts 12.2).
pub(crate) fn unauthenticated(tenant: &Tenant, message: &str) -> Failure {
    Failure {
        challenge: Some(where_to_sign_in(tenant)),
        ..Failure::new(401, "InvalidAuthenticationToken", message)
    }
}

/// What every 401 says in `WWW-Authenticate`.
pub(crate) fn where_to_sign_in(tenant: &Tenant) -> String {
    format!(
        "Bearer realm=\"\", authorization_uri=\"{}/common/oauth2/authorize\", client_id=\"{GRAPH_APP_ID}\"",
        tenant.origins.login
    )
}

impl Actor {
    /// Whether the token names at least one of the permissions.
    pub(crate) fn has_any(&self, names: &[&str]) -> bool {
        self.permissions
            .iter()
            .any(|held| names.iter().any(|name| held.eq_ignore_ascii_case(name)))
    }

    /// Whether an application calls on its own behalf.
    pub(crate) fn is_application(&self) -> bool {
        self.person.is_none()
    }

    /// Whether the person calls about themselves.
    pub(crate) fn is_self(&self, target: &User) -> bool {
        self.person.as_ref().is_some_and(|person| person.id == target.id)
    }

    /// Whether the token of a signed-in person names one of the roles; an application needs none.
    pub(crate) fn has_role(&self, roles: &[&Role]) -> bool {
        let named = |role: &&Role| self.roles.contains(&role.id);
        self.is_application() || roles.iter().any(named)
    }

    /// The roles in the token.
    pub(crate) fn roles(&self) -> &[Uuid] {
        &self.roles
    }

    /// Object id of the person, or of the application's service principal.
    pub(crate) fn principal(&self) -> Uuid {
        self.person
            .as_ref()
            .map_or(self.service_principal_id, |person| person.id)
    }

    /// Whether the permissions allow reading such methods.
    pub(crate) fn may_read_methods(&self, subject: Subject, about_self: bool) -> bool {
        self.has_method_permission(subject, about_self, "Read") || self.may_write_methods(subject, about_self)
    }

    /// Whether the permissions allow changing such methods.
    pub(crate) fn may_write_methods(&self, subject: Subject, about_self: bool) -> bool {
        self.has_method_permission(subject, about_self, "ReadWrite")
    }

    fn has_method_permission(&self, subject: Subject, about_self: bool, access: &str) -> bool {
        let granular = match subject {
            Subject::Everything => None,
            Subject::Kind(kind) => Some(kind.granular_permission()),
            Subject::Password => Some("Password"),
        };
        let mut families = vec!["UserAuthenticationMethod".to_owned()];
        families.extend(granular.map(|name| format!("UserAuthMethod-{name}")));
        families.iter().any(|family| {
            let all = format!("{family}.{access}.All");
            let own = format!("{family}.{access}");
            self.has_any(&[&all]) || (about_self && self.has_any(&[&own]))
        })
    }
}

/// Which methods a request is about, and so which granular permissions cover it (facts 2.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Subject {
    /// Methods of every kind: no granular permission covers that.
    Everything,
    /// Methods of one kind.
    Kind(MethodKind),
    /// The password.
    Password,
}

impl From<Option<MethodKind>> for Subject {
    fn from(kind: Option<MethodKind>) -> Self {
        kind.map_or(Self::Everything, Self::Kind)
    }
}

impl From<MethodKind> for Subject {
    fn from(kind: MethodKind) -> Self {
        Self::Kind(kind)
    }
}
