//! The table of routes: which path, in which version, belongs to which file.
//!
//! Nothing is served that is not listed here or in a table that [`TABLES`] names, so adding a resource means adding its
//! rows. `tests/schemas` asks for an answer to every row and checks it against the published schema; what it takes to
//! give a new row its example stands there (facts 15.6 for what only beta has, 18.3 for actions).

use super::call::{Answer, Call};
use super::failure::Failure;
use super::wire::Version;
use super::{
    administrative_units, applications, authentication, directory_objects, group_eligibility, groups,
    memberships,
};
use super::{conditional_access, domains, policies, tokens};
use super::{organization, reporting, requirements, role_management, service_principals, sessions};
use super::{sign_in_preferences, user_list, users};

/// What answers a request.
pub(crate) type Handler = fn(&mut Call<'_>) -> Result<Answer, Failure>;

/// Every table of rows.
const TABLES: &[&[Row]] = &[
    ROUTES,
    authentication::ROUTES,
    policies::ROUTES,
    tokens::ROUTES,
    memberships::ROUTES,
    memberships::OF_USERS,
    memberships::TRANSITIVE_OF_USERS,
    memberships::OWNED_BY_USERS,
    memberships::OF_SERVICE_PRINCIPALS,
    memberships::TRANSITIVE_OF_SERVICE_PRINCIPALS,
    groups::ROUTES,
    groups::MEMBERS,
    groups::TRANSITIVE_MEMBERS,
    groups::OWNERS,
    group_eligibility::ROUTES,
    administrative_units::ROUTES,
    administrative_units::MEMBERS,
    applications::ROUTES,
    service_principals::ROUTES,
    directory_objects::ROUTES,
    reporting::ROUTES,
    role_management::DEFINITIONS,
    role_management::ASSIGNMENTS,
    role_management::DIRECTORY_ROLES,
    role_management::DIRECTORY_ROLE_MEMBERS,
    role_management::SCOPED_MEMBERS,
    role_management::ASSIGNMENT_SCHEDULES,
    role_management::ELIGIBILITY_SCHEDULES,
];

const ROUTES: &[Row] = &[
    Row::get("/users", user_list::list),
    Row::get("/users/$count", user_list::count),
    Row::get("/users/{id}", users::get),
    Row::action("/users/{id}/revokeSignInSessions", sessions::revoke),
    Row::action("/users/{id}/invalidateAllRefreshTokens", sessions::revoke).in_beta(),
    Row::get(
        "/users/{id}/authentication/signInPreferences",
        sign_in_preferences::get,
    )
    .in_beta(),
    Row::patch(
        "/users/{id}/authentication/signInPreferences",
        sign_in_preferences::patch,
    )
    .in_beta(),
    Row::get("/users/{id}/authentication/requirements", requirements::get).in_beta(),
    Row::patch("/users/{id}/authentication/requirements", requirements::patch).in_beta(),
    Row::get("/identity/conditionalAccess/policies", conditional_access::list),
    Row::get(
        "/identity/conditionalAccess/policies/{id}",
        conditional_access::get,
    ),
    Row::get("/domains", domains::list),
    Row::get("/domains/{id}", domains::get),
    Row::get("/organization", organization::list),
    Row::get("/organization/{id}", organization::get),
];

/// One row: a method on a path, and what answers.
///
/// A segment in braces stands for any key. A function is written with its parameters, `name(parameter={parameter})`,
/// and found by its name.
#[derive(Clone, Copy)]
pub(crate) struct Row {
    pub(crate) method: &'static str,
    pub(crate) path: &'static str,
    beta_only: bool,
    pub(crate) is_action: bool,
    pub(crate) handler: Handler,
}

impl Row {
    pub(crate) const fn get(path: &'static str, handler: Handler) -> Self {
        Self::new("GET", path, handler)
    }

    pub(crate) const fn post(path: &'static str, handler: Handler) -> Self {
        Self::new("POST", path, handler)
    }

    pub(crate) const fn patch(path: &'static str, handler: Handler) -> Self {
        Self::new("PATCH", path, handler)
    }

    pub(crate) const fn put(path: &'static str, handler: Handler) -> Self {
        Self::new("PUT", path, handler)
    }

    pub(crate) const fn delete(path: &'static str, handler: Handler) -> Self {
        Self::new("DELETE", path, handler)
    }

    /// A POST whose last segment is the name of an action, which may be written with its namespace.
    pub(crate) const fn action(path: &'static str, handler: Handler) -> Self {
        Self {
            is_action: true,
            ..Self::new("POST", path, handler)
        }
    }

    /// The row in beta only.
    pub(crate) const fn in_beta(self) -> Self {
        Self {
            beta_only: true,
            ..self
        }
    }

    const fn new(method: &'static str, path: &'static str, handler: Handler) -> Self {
        Self {
            method,
            path,
            beta_only: false,
            is_action: false,
            handler,
        }
    }

    pub(crate) fn is_in(&self, version: Version) -> bool {
        version == Version::Beta || !self.beta_only
    }
}

/// The rows of a relation to directory objects: the objects, those of one kind, and the number of each.
macro_rules! relation {
    ($path:literal, $handler:path, [$($cast:literal),* $(,)?]) => {
        &[
            Row::get($path, $handler),
            Row::get(concat!($path, "/$count"), $handler),
            $(
                Row::get(concat!($path, "/graph.", $cast), $handler),
                Row::get(concat!($path, "/graph.", $cast, "/$count"), $handler),
            )*
        ]
    };
}
pub(crate) use relation;

/// A request that the tenant serves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Route {
    /// Upper-case method name.
    pub method: &'static str,
    /// Path below the version; a segment in braces stands for any key. `/users/{id}/…` also answers as `/me/…`.
    pub path: &'static str,
    /// The versions of Graph that have it.
    pub versions: &'static [&'static str],
}

/// Everything that Graph's face of the tenant serves.
pub fn routes() -> impl Iterator<Item = Route> {
    let batch = Route {
        method: "POST",
        path: "/$batch",
        versions: &["v1.0", "beta"],
    };
    let rows = rows().map(|row| Route {
        method: row.method,
        path: row.path,
        versions: if row.beta_only {
            &["beta"]
        } else {
            &["v1.0", "beta"]
        },
    });
    std::iter::once(batch).chain(rows)
}

/// Every row.
pub(crate) fn rows() -> impl Iterator<Item = &'static Row> {
    TABLES.iter().copied().flatten()
}
