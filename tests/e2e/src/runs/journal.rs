//! A journal as anybody can read it: JSON, and SHA-256 from line to line. The product's own reader has no part in this.

use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// A line that follows from the one before.
#[derive(Clone, Debug)]
pub struct Line {
    /// Its number, from 1.
    pub n: u64,
    /// Where in the file it ends, its newline included.
    pub end: usize,
    /// What it tells of.
    pub kind: String,
    /// All of it.
    pub fields: Value,
    /// Its hash, which the next one repeats.
    pub hash: String,
}

impl Line {
    /// A text of the line; empty when there is none.
    pub fn text(&self, field: &str) -> &str {
        self.fields[field].as_str().unwrap_or_default()
    }

    /// A number of the line.
    pub fn number(&self, field: &str) -> Option<u64> {
        self.fields[field].as_u64()
    }
}

/// The whole journal.
#[derive(Clone, Debug, Default)]
pub struct Journal {
    /// Its lines.
    pub lines: Vec<Line>,
    /// Whether a part of a line follows them.
    pub torn: bool,
}

impl Journal {
    /// Reads it, line by line.
    ///
    /// # Errors
    /// Which line is not as it was written.
    pub fn read(bytes: &[u8]) -> Result<Self, String> {
        let mut journal = Self::default();
        let mut end = 0;
        let mut previous = "0".repeat(64);
        for line in bytes.split_inclusive(|byte| *byte == b'\n') {
            let Some(text) = line.strip_suffix(b"\n") else {
                journal.torn = true;
                break;
            };
            end += line.len();
            let n = journal.lines.len() as u64 + 1;
            let fields: Value = serde_json::from_slice(text).map_err(|error| format!("line {n}: {error}"))?;
            if fields["n"].as_u64() != Some(n) {
                return Err(format!("line {n} calls itself {}", fields["n"]));
            }
            if fields["previous"].as_str() != Some(&previous) {
                return Err(format!("line {n} does not follow from the one before"));
            }
            let Some(kind) = fields["type"].as_str().map(str::to_owned) else {
                return Err(format!("line {n} has no type"));
            };
            previous = hex(&Sha256::digest(text));
            journal.lines.push(Line {
                n,
                end,
                kind,
                fields,
                hash: previous.clone(),
            });
        }
        Ok(journal)
    }

    /// How much of the bytes is whole lines: what follows is cut off by whoever goes on.
    pub fn whole(bytes: &[u8]) -> usize {
        bytes
            .iter()
            .rposition(|byte| *byte == b'\n')
            .map_or(0, |last| last + 1)
    }

    /// The lines of a kind.
    pub fn of<'a>(&'a self, kind: &'a str) -> impl DoubleEndedIterator<Item = &'a Line> {
        self.lines.iter().filter(move |line| line.kind == kind)
    }

    /// The object ids of the people, in their order, with the lines of the input.
    pub fn people(&self) -> Vec<(String, u64)> {
        let listed = self
            .of("people")
            .flat_map(|line| line.fields["people"].as_array().into_iter().flatten());
        listed
            .map(|person| {
                let id = person[2].as_str().unwrap_or_default().to_owned();
                (id, person[1].as_u64().unwrap_or_default())
            })
            .collect()
    }
}

/// What tells equal writes of one person: half a SHA-256 of method, path and body.
pub fn call_id(method: &str, path: &str, body: Option<&Value>) -> String {
    let body = body.map(Value::to_string).unwrap_or_default();
    let digest = Sha256::digest(format!("{method}\n{path}\n{body}"));
    hex(&digest[..16])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
