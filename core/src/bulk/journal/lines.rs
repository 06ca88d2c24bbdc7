//! A file read line by line, in pieces: memory stays flat however long it is.

use super::fault;
use crate::error::Result;
use crate::platform::Store;
use std::ops::Range;

/// How much is read at once.
const PIECE: usize = 64 * 1024;

/// What comes next in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// A line; [`Lines::line`] has it.
    Line,
    /// The end, after bytes without a line's end.
    Rest,
    /// A line longer than was allowed. It is not passed.
    TooLong,
    End,
}

pub(super) struct Lines<'a> {
    store: &'a dyn Store,
    name: &'a str,
    longest: usize,
    /// What has been read and not been passed yet.
    buffer: Vec<u8>,
    /// Where the buffer begins in the file.
    offset: u64,
    /// Where in the buffer the line is that was read last.
    line: Range<usize>,
    /// Where in the buffer the next one begins.
    next: usize,
    ended: bool,
}

impl<'a> Lines<'a> {
    pub(super) fn new(store: &'a dyn Store, name: &'a str, longest: usize) -> Self {
        Self {
            store,
            name,
            longest,
            buffer: Vec::new(),
            offset: 0,
            line: 0..0,
            next: 0,
            ended: false,
        }
    }

    pub(super) async fn next(&mut self) -> Result<Piece> {
        let mut searched = self.next;
        loop {
            if let Some(end) = self.buffer[searched..].iter().position(|byte| *byte == b'\n') {
                if searched + end - self.next > self.longest {
                    return Ok(Piece::TooLong);
                }
                self.line = self.next..searched + end;
                self.next = searched + end + 1;
                return Ok(Piece::Line);
            }
            if self.buffer.len() - self.next > self.longest {
                return Ok(Piece::TooLong);
            }
            self.pass();
            searched = self.buffer.len();
            if !self.read_on().await? {
                let rest = !self.buffer.is_empty();
                return Ok(if rest { Piece::Rest } else { Piece::End });
            }
        }
    }

    /// The line that was read last, without its end.
    pub(super) fn line(&self) -> &[u8] {
        &self.buffer[self.line.clone()]
    }

    /// Whether nothing comes after the line that was read last.
    pub(super) async fn is_last(&mut self) -> Result<bool> {
        Ok(self.next == self.buffer.len() && !self.read_on().await?)
    }

    /// Where in the file the next line begins.
    pub(super) fn position(&self) -> u64 {
        self.offset + u64::try_from(self.next).unwrap_or(u64::MAX)
    }

    /// How many line ends there are yet.
    pub(super) async fn count_the_rest(&mut self) -> Result<u32> {
        let mut count = 0_u32;
        loop {
            let ends = self.buffer[self.next..]
                .iter()
                .filter(|byte| **byte == b'\n')
                .count();
            count = count.saturating_add(u32::try_from(ends).unwrap_or(u32::MAX));
            self.next = self.buffer.len();
            self.pass();
            if !self.read_on().await? {
                return Ok(count);
            }
        }
    }

    /// Forgets what has been passed.
    fn pass(&mut self) {
        self.buffer.drain(..self.next);
        self.offset += u64::try_from(self.next).unwrap_or(u64::MAX);
        self.next = 0;
        self.line = 0..0;
    }

    /// Reads another piece; false at the end of the file.
    async fn read_on(&mut self) -> Result<bool> {
        if self.ended {
            return Ok(false);
        }
        let from = self.offset + u64::try_from(self.buffer.len()).unwrap_or(u64::MAX);
        let piece = self
            .store
            .read(self.name, from, PIECE)
            .await
            .map_err(|why| fault::unreadable(self.name, &why))?;
        self.ended = piece.is_empty();
        self.buffer.extend_from_slice(&piece);
        Ok(!self.ended)
    }
}
