//! From a request to what answers it, or to the refusal of a path or method that is not there (facts 12.2, 15.6, 18.3).

use std::sync::LazyLock;

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
    let here = |entry: &&Entry| entry.row.is_in(call.version);
    let as_long = ENTRIES.get(path.len()).into_iter().flatten();
    let fitting: Vec<&Entry> = as_long.filter(here).filter(|entry| entry.fits(&path)).collect();
    let Some(keys) = fitting.iter().map(|entry| entry.keys).min() else {
        let all = ENTRIES.iter().flatten().filter(here);
        let known = all.map(|entry| entry.agreement(&path)).max().unwrap_or(0);
        return Err(unknown(call, &path, known));
    };
    let mut closest = fitting.iter().filter(|entry| entry.keys == keys);
    match closest.find(|entry| entry.row.method == call.method) {
        Some(entry) => Ok(entry.row.handler),
        None => Err(not_allowed(call, &path)),
    }
}

/// No such path: names the first segment that no path has. An action that only beta has answers otherwise inside a
/// batch.
fn unknown(call: &Call<'_>, path: &[&str], known: usize) -> Failure {
    let is_action = |entry: &&Entry| entry.row.is_action && entry.row.method == call.method;
    let mut actions = ENTRIES.iter().flatten().filter(is_action);
    let is_elsewhere = actions.any(|entry| entry.fits(path));
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

/// Every row, taken apart once, by the number of its segments: a request is compared with all that have as many.
static ENTRIES: LazyLock<Vec<Vec<Entry>>> = LazyLock::new(|| {
    let mut entries = Vec::new();
    for entry in rows().map(Entry::of) {
        let length = entry.segments.len();
        if entries.len() <= length {
            entries.resize_with(length + 1, Vec::new);
        }
        entries[length].push(entry);
    }
    entries
});

struct Entry {
    row: &'static Row,
    segments: Vec<Segment>,
    /// How many segments stand for any key.
    keys: usize,
}

/// Names are in lower case.
enum Segment {
    /// Any key.
    Key,
    /// A name.
    Name(String),
    /// The name of a cast or an action, which may be written with its namespace.
    Qualified(String),
    /// The name of a function; without parameters it may go without parentheses.
    Function(String, bool),
}

impl Entry {
    fn of(row: &'static Row) -> Self {
        let names = row.path[1..].split('/');
        let last = names.clone().count() - 1;
        let segments: Vec<Segment> = names
            .enumerate()
            .map(|(place, name)| match name.split_once('(') {
                _ if name.starts_with('{') => Segment::Key,
                Some((function, parameters)) => {
                    Segment::Function(function.to_ascii_lowercase(), parameters != ")")
                }
                None if name.starts_with("graph.") => {
                    Segment::Qualified(name["graph.".len()..].to_ascii_lowercase())
                }
                None if row.is_action && place == last => Segment::Qualified(name.to_ascii_lowercase()),
                None => Segment::Name(name.to_ascii_lowercase()),
            })
            .collect();
        let is_key = |segment: &&Segment| matches!(segment, Segment::Key);
        let keys = segments.iter().filter(is_key).count();
        Self { row, segments, keys }
    }

    /// Whether the row is for this path, which is in lower case.
    fn fits(&self, path: &[&str]) -> bool {
        // Many begin alike.
        let mut pairs = self.segments.iter().zip(path).rev();
        self.segments.len() == path.len() && pairs.all(|(own, sent)| own.agrees(sent, self.row.is_action))
    }

    /// How many of the path's leading segments agree with the row's.
    fn agreement(&self, path: &[&str]) -> usize {
        let pairs = self.segments.iter().zip(path);
        pairs
            .take_while(|(own, sent)| own.agrees(sent, self.row.is_action))
            .count()
    }
}

impl Segment {
    fn agrees(&self, sent: &str, is_action: bool) -> bool {
        match self {
            Self::Key => true,
            Self::Name(own) => own == sent,
            Self::Qualified(own) => {
                let short = sent.strip_prefix("microsoft.").unwrap_or(sent);
                match short.strip_prefix("graph.") {
                    Some(name) => own == name,
                    // A cast has a namespace, if only its alias.
                    None => is_action && own == sent,
                }
            }
            Self::Function(own, has_parameters) => match sent.split_once('(') {
                Some((name, _)) => own == name,
                None => !has_parameters && own == sent,
            },
        }
    }
}
