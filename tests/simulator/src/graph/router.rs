//! From a request to what answers it, or to the refusal of a path or method that is not there (facts 12.2, 15.6, 18.3).

use super::authentication;
use super::call::{Answer, Call};
use super::failure::Failure;
use super::path::Path;
use super::routes::{Handler, Row, rows};

/// Serves the request by the row of [`super::routes`] that its path names.
pub(crate) fn route(call: &mut Call<'_>) -> Result<Answer, Failure> {
    resolve_me(call)?;
    let handler = find(call)?;
    handler(call)
}

/// What answers. A name wins over a key.
fn find(call: &Call<'_>) -> Result<Handler, Failure> {
    let path = call.path.lower();
    let here = || rows().filter(|row| row.is_in(call.version));
    let fitting: Vec<&Row> = here().filter(|row| row.fits(&path)).collect();
    let Some(keys) = fitting.iter().map(|row| row.keys()).min() else {
        let known = here().map(|row| row.agreement(&path)).max().unwrap_or(0);
        return Err(unknown(call, &path, known));
    };
    let mut closest = fitting.iter().filter(|row| row.keys() == keys);
    match closest.find(|row| row.method == call.method) {
        Some(row) => Ok(row.handler),
        None => Err(not_allowed(call, &path)),
    }
}

/// No such path: names the first segment that no path has. An action that only beta has answers otherwise inside a
/// batch.
fn unknown(call: &Call<'_>, path: &[&str], known: usize) -> Failure {
    let is_elsewhere = rows().any(|row| row.is_action && row.method == call.method && row.fits(path));
    if is_elsewhere && call.in_batch {
        return Failure::method_not_allowed();
    }
    Failure::no_segment(call.path.segment(known.min(path.len().saturating_sub(1))))
}

fn not_allowed(call: &Call<'_>, path: &[&str]) -> Failure {
    match (call.method, path) {
        ("DELETE", ["users", _, "authentication", "methods", _]) => authentication::no_generic_deletion(call),
        _ => Failure::method_not_allowed(),
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
