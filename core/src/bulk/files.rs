//! Files of the host by their names, with errors for people, and line by line without holding a whole one.

use crate::error::{Error, ErrorCode, Result};
use crate::ops::Desk;
use crate::platform::{Store, StoreFault};

/// So much is read at once.
const PIECE: usize = 64 * 1024;
/// A line longer than this is none of ours.
const LONGEST_LINE: usize = 1024 * 1024;

/// Where files are.
///
/// # Errors
/// `fileFailed` for a host that has no files and gave no sink.
pub(super) fn store<'a>(desk: &'a Desk, name: &str) -> Result<&'a dyn Store> {
    desk.store.as_deref().ok_or_else(|| {
        Error::new(
            ErrorCode::FileFailed,
            format!("{name}: this program has no files of its own"),
        )
        .about(name)
        .remedy("give the client a store: what lines of a journal go to and come from")
    })
}

/// What happened to a file, in words.
pub(super) fn fault(name: &str, fault: StoreFault) -> Error {
    let (why, remedy) = match fault {
        StoreFault::Missing => (
            "there is no such file".to_owned(),
            "check the name; names are relative to where the program runs",
        ),
        StoreFault::Exists => (
            "there is such a file already".to_owned(),
            "choose another name: journals, plans and proofs are never overwritten",
        ),
        StoreFault::Other(why) => (why, "check the path, the disk, and who may write there"),
    };
    Error::new(ErrorCode::FileFailed, format!("{name}: {why}"))
        .about(name)
        .remedy(remedy)
}

/// Makes a new file.
///
/// # Errors
/// `fileFailed`, also when there is one.
pub(super) async fn create(desk: &Desk, name: &str, bytes: &[u8]) -> Result<()> {
    let made = store(desk, name)?.create(name, bytes).await;
    made.map_err(|why| fault(name, why))
}

/// Makes sure that a file can be made, before work is done that would be lost.
///
/// # Errors
/// `fileFailed`, when there is such a file.
pub(super) async fn demand_absent(desk: &Desk, name: &str) -> Result<()> {
    match store(desk, name)?.read(name, 0, 1).await {
        Err(StoreFault::Missing) => Ok(()),
        Ok(_) => Err(fault(name, StoreFault::Exists)),
        Err(why) => Err(fault(name, why)),
    }
}

/// Adds to a file.
///
/// # Errors
/// `fileFailed`.
pub(super) async fn append(desk: &Desk, name: &str, bytes: &[u8]) -> Result<()> {
    let added = store(desk, name)?.append(name, bytes).await;
    added.map_err(|why| fault(name, why))
}

/// The lines of a file, without their ends.
pub(super) struct Lines<'a> {
    desk: &'a Desk,
    name: &'a str,
    offset: u64,
    piece: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<'a> Lines<'a> {
    pub(super) const fn of(desk: &'a Desk, name: &'a str) -> Self {
        Self {
            desk,
            name,
            offset: 0,
            piece: Vec::new(),
            at: 0,
            ended: false,
        }
    }

    /// The next line; nothing at the end.
    ///
    /// # Errors
    /// `fileFailed`, also for a line that is too long.
    pub(super) async fn next(&mut self) -> Result<Option<Vec<u8>>> {
        loop {
            if let Some(length) = self.piece[self.at..].iter().position(|byte| *byte == b'\n') {
                let mut line = self.piece[self.at..self.at + length].to_vec();
                if line.last() == Some(&b'\r') {
                    line.pop();
                }
                self.at += length + 1;
                return Ok(Some(line));
            }
            if self.ended {
                let rest = self.piece.split_off(self.at);
                self.piece.clear();
                self.at = 0;
                return Ok((!rest.is_empty()).then_some(rest));
            }
            self.piece.drain(..self.at);
            self.at = 0;
            if self.piece.len() > LONGEST_LINE {
                let why = "a line of it is too long".to_owned();
                return Err(fault(self.name, StoreFault::Other(why)));
            }
            let more = store(self.desk, self.name)?
                .read(self.name, self.offset, PIECE)
                .await
                .map_err(|why| fault(self.name, why))?;
            self.ended = more.is_empty();
            self.offset += more.len() as u64;
            self.piece.extend(more);
        }
    }
}
