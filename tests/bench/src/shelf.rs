//! Files that need no disk and next to no memory: the input is made as it is read, the journal is counted and forgotten.

use crate::memory::outside;
use crate::tenant;
use graph_mfa::platform::{BoxFuture, Store, StoreFault};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The name of the input.
pub(crate) const INPUT: &str = "people.csv";
/// The name of the journal.
pub(crate) const JOURNAL: &str = "run.journal";

const HEADER: &[u8] = b"UserPrincipalName\n";

/// The files of one run.
#[derive(Clone)]
pub(crate) struct Shelf {
    people: usize,
    journal: Arc<Mutex<Journal>>,
    others: Arc<Mutex<HashMap<String, Vec<u8>>>>,
}

/// What is kept of a journal.
#[derive(Clone, Copy, Default)]
pub(crate) struct Journal {
    there: bool,
    pub(crate) bytes: u64,
    pub(crate) lines: u64,
    /// How often something was written to it, which is how often a disk would have been waited for.
    pub(crate) appends: u64,
}

impl Shelf {
    pub(crate) fn new(people: usize) -> Self {
        Self {
            people,
            journal: Arc::default(),
            others: Arc::default(),
        }
    }

    pub(crate) fn journal(&self) -> Journal {
        *self.journal.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A piece of the input.
    fn input(&self, offset: u64, most: usize) -> Vec<u8> {
        let mut piece = Vec::with_capacity(most);
        let mut offset = usize::try_from(offset).unwrap_or(usize::MAX);
        while piece.len() < most {
            let line;
            let rest = match offset.checked_sub(HEADER.len()) {
                None => &HEADER[offset..],
                Some(behind) => {
                    let person = behind / tenant::LINE;
                    if person >= self.people {
                        break;
                    }
                    line = tenant::line(person);
                    &line.as_bytes()[behind % tenant::LINE..]
                }
            };
            let taken = rest.len().min(most - piece.len());
            piece.extend_from_slice(&rest[..taken]);
            offset += taken;
        }
        piece
    }

    fn write(
        &self,
        name: &str,
        bytes: &[u8],
        may: impl FnOnce(bool) -> Result<(), StoreFault>,
    ) -> Result<(), StoreFault> {
        if name == JOURNAL {
            let mut journal = self.journal.lock().unwrap_or_else(PoisonError::into_inner);
            may(journal.there)?;
            journal.there = true;
            journal.bytes += bytes.len() as u64;
            journal.lines += bytes.iter().filter(|byte| **byte == b'\n').count() as u64;
            journal.appends += 1;
            return Ok(());
        }
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        may(others.contains_key(name))?;
        outside(|| {
            others
                .entry(name.to_owned())
                .or_default()
                .extend_from_slice(bytes)
        });
        Ok(())
    }
}

impl Store for Shelf {
    fn read<'a>(
        &'a self,
        name: &'a str,
        offset: u64,
        most: usize,
    ) -> BoxFuture<'a, Result<Vec<u8>, StoreFault>> {
        let read = if name == INPUT {
            Ok(self.input(offset, most))
        } else {
            let others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
            let bytes = others.get(name).ok_or(StoreFault::Missing);
            bytes.map(|bytes| {
                let rest = bytes
                    .get(usize::try_from(offset).unwrap_or(usize::MAX)..)
                    .unwrap_or_default();
                rest[..rest.len().min(most)].to_vec()
            })
        };
        Box::pin(async move { read })
    }

    fn create<'a>(&'a self, name: &'a str, bytes: &'a [u8]) -> BoxFuture<'a, Result<(), StoreFault>> {
        let made = self.write(
            name,
            bytes,
            |there| if there { Err(StoreFault::Exists) } else { Ok(()) },
        );
        Box::pin(async move { made })
    }

    fn append<'a>(&'a self, name: &'a str, bytes: &'a [u8]) -> BoxFuture<'a, Result<(), StoreFault>> {
        let added = self.write(
            name,
            bytes,
            |there| if there { Ok(()) } else { Err(StoreFault::Missing) },
        );
        Box::pin(async move { added })
    }

    fn replace<'a>(&'a self, name: &'a str, bytes: &'a [u8]) -> BoxFuture<'a, Result<(), StoreFault>> {
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        outside(|| others.insert(name.to_owned(), bytes.to_vec()));
        Box::pin(async { Ok(()) })
    }

    fn cut<'a>(&'a self, name: &'a str, length: u64) -> BoxFuture<'a, Result<(), StoreFault>> {
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        let cut = others.get_mut(name).ok_or(StoreFault::Missing);
        let cut = cut.map(|bytes| bytes.truncate(usize::try_from(length).unwrap_or(usize::MAX)));
        Box::pin(async move { cut })
    }

    fn remove<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<(), StoreFault>> {
        let mut others = self.others.lock().unwrap_or_else(PoisonError::into_inner);
        let removed = outside(|| others.remove(name).map(drop)).ok_or(StoreFault::Missing);
        Box::pin(async move { removed })
    }

    fn owner(&self) -> String {
        "the benchmark".to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_input_is_the_same_in_pieces_of_any_size() {
        let shelf = Shelf::new(25);
        let whole = shelf.input(0, 1 << 20);
        assert_eq!(whole.len(), HEADER.len() + 25 * tenant::LINE);
        for size in [1, 7, 64] {
            let mut pieces = Vec::new();
            loop {
                let piece = shelf.input(pieces.len() as u64, size);
                if piece.is_empty() {
                    break;
                }
                pieces.extend(piece);
            }
            assert_eq!(pieces, whole);
        }
    }
}
