//! Paths of Graph: segments, percent-encoding and the two forms of keys (facts 1.2, 15.15).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What may not stand in a segment as it is.
const UNSAFE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'@')
    .remove(b'$')
    .remove(b'(')
    .remove(b')')
    .remove(b'=')
    .remove(b',')
    .remove(b'\'');

/// A path below the version, split into decoded segments. `users('key')` counts as two segments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Path {
    segments: Vec<String>,
    lower: Vec<String>,
    /// Positions of the keys that came in parentheses.
    quoted: Vec<usize>,
}

impl Path {
    /// Splits an encoded path; fails where the encoding is not UTF-8.
    pub(crate) fn parse(path: &str) -> Option<Self> {
        let mut segments = Vec::new();
        let mut quoted = Vec::new();
        for segment in path.split('/').filter(|segment| !segment.is_empty()) {
            let segment = percent_decode_str(segment).decode_utf8().ok()?.into_owned();
            match quoted_key(&segment) {
                Some((name, key)) => {
                    quoted.push(segments.len() + 1);
                    segments.extend([name, key]);
                }
                None => segments.push(segment),
            }
        }
        Some(Self {
            quoted,
            ..Self::from_segments(segments)
        })
    }

    pub(crate) fn from_segments(segments: Vec<String>) -> Self {
        let lower = segments.iter().map(|segment| segment.to_lowercase()).collect();
        Self {
            segments,
            lower,
            quoted: Vec::new(),
        }
    }

    /// The segments in lower case, for matching.
    pub(crate) fn lower(&self) -> Vec<&str> {
        self.lower.iter().map(String::as_str).collect()
    }

    /// The segment as it was sent; empty beyond the end.
    pub(crate) fn segment(&self, place: usize) -> &str {
        self.segments.get(place).map_or("", String::as_str)
    }

    /// Whether the segment was a key in parentheses.
    pub(crate) fn is_quoted(&self, place: usize) -> bool {
        self.quoted.contains(&place)
    }

    /// The path as a link has it: encoded, with leading slash, keys between slashes.
    pub(crate) fn encoded(&self) -> String {
        let mut encoded = String::new();
        for segment in &self.segments {
            encoded.push('/');
            encoded.extend(utf8_percent_encode(segment, UNSAFE));
        }
        encoded
    }

    /// All segments as they were sent.
    pub(crate) fn segments(&self) -> &[String] {
        &self.segments
    }
}

/// Takes `name('key')` and `name(id='key')` apart; quotes inside the key are doubled.
fn quoted_key(segment: &str) -> Option<(String, String)> {
    let inner = segment.strip_suffix("')")?;
    let (name, argument) = inner.split_once('(')?;
    let (property, key) = argument.split_once('\'')?;
    let property = property.trim_end_matches('=');
    let is_key = ["", "id", "userPrincipalName"]
        .iter()
        .any(|key| key.eq_ignore_ascii_case(property));
    if !is_key {
        return None;
    }
    let key_is_one_literal = !key.replace("''", "").contains('\'');
    (key_is_one_literal && !name.is_empty()).then(|| (name.to_owned(), key.replace("''", "'")))
}
