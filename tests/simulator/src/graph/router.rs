//! The table of resources: which path belongs to which file (facts 15.6 for beta-only paths).

use super::call::{Answer, Call};
use super::failure::Failure;
use super::path::Path;
use super::wire::Version;
use super::{audits, authentication, organization, requirements, role_reads, sessions};
use super::{sign_in_preferences, user_list, users};

/// Serves the request by the resource that its path names.
pub(crate) fn route(call: &mut Call<'_>) -> Result<Answer, Failure> {
    resolve_me(call)?;
    let path = call.path.clone();
    let lower = path.lower();
    let (method, version) = (call.method, call.version);
    match (method, lower.as_slice()) {
        ("GET", ["users"]) => user_list::list(call),
        ("GET", ["users", "$count"]) => user_list::count(call),
        ("GET", ["users", _]) => users::get(call),
        ("GET", ["users", _, "memberof" | "transitivememberof", rest @ ..]) => {
            role_reads::of_user(call, rest)
        }
        (
            "POST",
            [
                "users",
                _,
                "revokesigninsessions" | "microsoft.graph.revokesigninsessions",
            ],
        ) => sessions::revoke(call),
        ("POST", ["users", _, "invalidateallrefreshtokens"]) if version == Version::Beta => {
            sessions::revoke(call)
        }
        ("POST", ["users", _, "invalidateallrefreshtokens"]) => {
            Err(beta_only_action(call, "invalidateAllRefreshTokens"))
        }
        (_, ["users", _, "authentication", "signinpreferences" | "requirements"])
            if version == Version::V1 =>
        {
            Err(Failure::no_segment(path.segment(3)))
        }
        (_, ["users", _, "authentication", "signinpreferences"]) => sign_in_preferences::route(call),
        (_, ["users", _, "authentication", "requirements"]) => requirements::route(call),
        (_, ["users", _, "authentication", rest @ ..]) => authentication::route(call, rest),
        ("GET", ["organization", rest @ ..]) => organization::read(call, rest),
        ("GET", ["auditlogs", "directoryaudits"]) => audits::list(call),
        ("GET", ["auditlogs", "directoryaudits", _]) => audits::get(call),
        ("GET", ["rolemanagement", "directory", "roleassignments"]) => role_reads::list_assignments(call),
        ("GET", ["rolemanagement", "directory", "roleassignments", _]) => role_reads::get_assignment(call),
        ("POST", ["directoryobjects", "getbyids"]) => users::get_by_ids(call),
        (
            _,
            ["users"]
            | ["users", _]
            | ["users", _, "revokesigninsessions"]
            | ["organization"]
            | ["auditlogs", "directoryaudits", ..]
            | ["rolemanagement", "directory", "roleassignments", ..]
            | ["directoryobjects", "getbyids"],
        ) => Err(Failure::method_not_allowed()),
        (_, ["users", _, ..]) => Err(Failure::no_segment(path.segment(2))),
        (_, ["rolemanagement" | "auditlogs" | "directoryobjects", ..]) if lower.len() > 1 => {
            Err(Failure::no_segment(path.segment(lower.len().min(3) - 1)))
        }
        _ => Err(Failure::no_segment(path.segment(0))),
    }
}

/// How an action that only beta has answers under v1.0: inside a batch another way than outside (facts 18.3).
pub(crate) fn beta_only_action(call: &Call<'_>, segment: &str) -> Failure {
    if call.in_batch {
        Failure::method_not_allowed()
    } else {
        Failure::no_segment(segment)
    }
}

/// `/me` is the signed-in person.
fn resolve_me(call: &mut Call<'_>) -> Result<(), Failure> {
    if call.path.lower().first() != Some(&"me") {
        return Ok(());
    }
    let Some(person) = &call.actor.person else {
        return Err(Failure::syntax(
            "/me request is only valid with delegated authentication flow.",
        ));
    };
    let mut segments = vec!["users".to_owned(), person.id.to_string()];
    segments.extend_from_slice(&call.path.segments()[1..]);
    call.path = Path::from_segments(segments);
    Ok(())
}
