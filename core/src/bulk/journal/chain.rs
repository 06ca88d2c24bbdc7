//! The chain: every line has its number, and the hash of the line before. Whoever changes, removes, inserts or exchanges a
//! line breaks it; only whoever writes all of it anew does not, and that shows by the hash of the last line.

use super::entry::Entry;
use super::lines::{Lines, Piece};
use crate::error::{Error, ErrorCode, Result};
use crate::platform::{Store, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;

/// No line is longer; what is longer was not written by this product.
pub(super) const LONGEST_LINE: usize = 1 << 20;

/// The SHA-256 of a line without its end; zeros before the first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Hash([u8; 32]);

impl Hash {
    pub(super) fn of(line: &[u8]) -> Self {
        Self(Sha256::digest(line).into())
    }

    pub(crate) fn hex(self) -> String {
        hex(&self.0)
    }
}

/// Bytes as text.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The end of a chain: what the next line follows from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Head {
    /// The number of the last line; none yet is 0.
    pub(super) line: u32,
    pub(super) hash: Hash,
}

#[derive(Serialize)]
struct Whole<'a> {
    n: u32,
    previous: &'a str,
    at: Timestamp,
    #[serde(flatten)]
    entry: &'a Entry,
}

/// What of a line makes it a link.
#[derive(Deserialize)]
struct Link {
    n: u32,
    previous: String,
    at: Timestamp,
}

impl Head {
    /// Adds a line to the bytes. Gives its number.
    ///
    /// # Errors
    /// When it cannot be a line.
    pub(super) fn extend(&mut self, at: Timestamp, entry: &Entry, bytes: &mut Vec<u8>) -> Result<u32> {
        let n = self.line.saturating_add(1);
        let previous = self.hash.hex();
        let line = serde_json::to_vec(&Whole {
            n,
            previous: &previous,
            at,
            entry,
        })
        .map_err(|error| {
            Error::new(
                ErrorCode::Internal,
                format!("a line of the journal cannot be written as JSON: {error}"),
            )
        })?;
        if line.len() > LONGEST_LINE || n == u32::MAX {
            return Err(Error::new(
                ErrorCode::Internal,
                "a line of the journal would be longer than a megabyte, or the journal longer than can be counted",
            )
            .remedy("divide the input, and report it"));
        }
        *self = Self {
            line: n,
            hash: Hash::of(&line),
        };
        bytes.extend_from_slice(&line);
        bytes.push(b'\n');
        Ok(n)
    }
}

/// A line that follows from the one before.
pub(crate) struct Record {
    /// Its number.
    pub(crate) line: u32,
    pub(crate) at: Timestamp,
    /// What it tells; or why this version cannot understand it.
    pub(crate) entry: Result<Entry, String>,
    pub(crate) hash: Hash,
}

/// The place from which a journal is not as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Damage {
    /// The first line that may be another one.
    pub(crate) line: u32,
    pub(crate) problem: String,
}

/// How far a journal was read, and how it ends there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct End {
    /// The last line that is intact.
    pub(crate) head: Head,
    /// How many bytes the intact lines are.
    pub(crate) length: u64,
    /// Behind them is a part of a line, as an append leaves it that did not come to its end.
    pub(crate) torn: bool,
    /// What is behind them was not written like that.
    pub(crate) damage: Option<Damage>,
}

/// Reads a journal line by line, and checks the chain on the way.
pub(crate) struct Reader<'a> {
    lines: Lines<'a>,
    end: End,
    /// The hash before the last line, which the last line repeats.
    before: Hash,
    /// How many whole lines were passed, intact or not.
    whole: u32,
    over: bool,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(store: &'a dyn Store, name: &'a str) -> Self {
        Self {
            lines: Lines::new(store, name, LONGEST_LINE),
            end: End::default(),
            before: Hash::default(),
            whole: 0,
            over: false,
        }
    }

    /// The next line; nothing at the end, or where the chain breaks.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(crate) async fn next(&mut self) -> Result<Option<Record>> {
        if self.over {
            return Ok(None);
        }
        let expected = self.end.head.line.saturating_add(1);
        match self.lines.next().await? {
            Piece::Line => self.whole = self.whole.saturating_add(1),
            Piece::Rest => {
                self.over = true;
                self.end.torn = true;
                return Ok(None);
            }
            Piece::TooLong => {
                self.break_off(expected, "is longer than any line of a journal");
                return Ok(None);
            }
            Piece::End => {
                self.over = true;
                return Ok(None);
            }
        }
        let line = self.lines.line();
        let Ok(link) = serde_json::from_slice::<Link>(line) else {
            // An append that did not come to its end may leave bytes that nobody wrote.
            if self.lines.is_last().await? {
                self.over = true;
                self.end.torn = true;
                // A resume cuts them off, as it does without a line feed: no whole line either way.
                self.whole = self.whole.saturating_sub(1);
            } else {
                self.break_off(expected, "is no line of a journal");
            }
            return Ok(None);
        };
        if link.n != expected {
            self.break_off(
                expected,
                &format!(
                    "calls itself line {}: lines are missing, added or exchanged",
                    link.n
                ),
            );
            return Ok(None);
        }
        if link.previous != self.end.head.hash.hex() {
            self.break_link();
            return Ok(None);
        }
        let entry = serde_json::from_slice(line).map_err(|error| error.to_string());
        let hash = Hash::of(line);
        self.before = self.end.head.hash;
        self.end.head = Head { line: expected, hash };
        self.end.length = self.lines.position();
        Ok(Some(Record {
            line: expected,
            at: link.at,
            entry,
            hash,
        }))
    }

    /// How far it was read.
    pub(crate) const fn end(&self) -> &End {
        &self.end
    }

    /// How many whole lines the file has, be they intact or not.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub(crate) async fn count_lines(&mut self) -> Result<u32> {
        Ok(self.whole.saturating_add(self.lines.count_the_rest().await?))
    }

    fn break_off(&mut self, line: u32, why: &str) {
        self.over = true;
        self.end.damage = Some(Damage {
            line,
            problem: format!("line {line} {why}"),
        });
    }

    /// The next line was not written after the last one. It is the last one that is another than it was, as a rule.
    fn break_link(&mut self) {
        let last = self.end.head.line;
        if last == 0 {
            self.break_off(1, "is not the first line of a journal");
            return;
        }
        self.break_off(
            last,
            &format!("is not the line that line {} was written after", last + 1),
        );
        self.end.head = Head {
            line: last - 1,
            hash: self.before,
        };
    }
}
