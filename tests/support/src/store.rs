//! Files in memory that can fail and lose power, for runs that are killed and resumed.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use graph_mfa::platform::{BoxFuture, Store, StoreFault};

use crate::clock::VirtualClock;

/// What happens at an operation that writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mishap {
    /// It fails, once; so many of its bytes are there all the same.
    Fails {
        /// How many bytes of an append are kept.
        kept: usize,
    },
    /// The power goes: so many of its bytes are there, it never completes, and nothing else does either. What comes next is
    /// another life, by [`MemoryStore::next_life`].
    PowerGoes {
        /// How many bytes of an append are kept.
        kept: usize,
    },
}

/// Files in memory. Clones share them, and so do the lives of a program.
#[derive(Clone, Debug, Default)]
pub struct MemoryStore {
    files: Arc<Mutex<BTreeMap<String, Vec<u8>>>>,
    life: Arc<Mutex<Life>>,
    slow: Option<(VirtualClock, Duration)>,
}

/// What belongs to one life of a program.
#[derive(Debug, Default)]
struct Life {
    number: u32,
    /// Operations that write so far.
    writes: u64,
    mishap: Option<(u64, Mishap)>,
    is_dark: bool,
}

/// What becomes of an operation.
enum Fate {
    Done,
    Fails(usize),
    Never(usize),
}

impl MemoryStore {
    /// No files yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Lets every append take this long.
    #[must_use]
    pub fn with_delay(mut self, clock: VirtualClock, delay: Duration) -> Self {
        self.slow = Some((clock, delay));
        self
    }

    /// Something happens at the n-th operation that writes, from 1, of this life: creating, appending, replacing, cutting
    /// and removing count.
    pub fn plan(&self, operation: u64, mishap: Mishap) {
        let mut life = lock(&self.life);
        life.mishap = Some((operation, mishap));
    }

    /// How many operations have written in this life.
    pub fn writes(&self) -> u64 {
        lock(&self.life).writes
    }

    /// Whether the power is gone.
    pub fn is_dark(&self) -> bool {
        lock(&self.life).is_dark
    }

    /// Whether what was planned for this life has happened.
    pub fn met_its_mishap(&self) -> bool {
        let life = lock(&self.life);
        life.mishap.is_some_and(|(operation, _)| operation <= life.writes)
    }

    /// The same files after the program began anew.
    #[must_use]
    pub fn next_life(&self) -> Self {
        let life = Life {
            number: lock(&self.life).number + 1,
            ..Life::default()
        };
        Self {
            files: Arc::clone(&self.files),
            life: Arc::new(Mutex::new(life)),
            slow: self.slow.clone(),
        }
    }

    /// What a file holds.
    pub fn get(&self, name: &str) -> Option<Vec<u8>> {
        lock(&self.files).get(name).cloned()
    }

    /// What a file holds, as text; what is no text is replaced.
    pub fn text(&self, name: &str) -> Option<String> {
        self.get(name)
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Puts a file there.
    pub fn put(&self, name: &str, bytes: impl Into<Vec<u8>>) {
        lock(&self.files).insert(name.to_owned(), bytes.into());
    }

    /// Takes a file away, as a person does.
    pub fn forget(&self, name: &str) {
        lock(&self.files).remove(name);
    }

    /// The names of all files.
    pub fn names(&self) -> Vec<String> {
        lock(&self.files).keys().cloned().collect()
    }

    fn fate(&self) -> Fate {
        let mut life = lock(&self.life);
        if life.is_dark {
            return Fate::Never(0);
        }
        life.writes += 1;
        match life.mishap {
            Some((at, mishap)) if at == life.writes => match mishap {
                Mishap::Fails { kept } => Fate::Fails(kept),
                Mishap::PowerGoes { kept } => {
                    life.is_dark = true;
                    Fate::Never(kept)
                }
            },
            _ => Fate::Done,
        }
    }

    /// Changes the files, or not. `part` does so many bytes of it.
    async fn change(
        &self,
        whole: impl FnOnce(&mut BTreeMap<String, Vec<u8>>) -> Result<(), StoreFault>,
        part: impl FnOnce(&mut BTreeMap<String, Vec<u8>>, usize),
    ) -> Result<(), StoreFault> {
        match self.fate() {
            Fate::Done => whole(&mut lock(&self.files)),
            Fate::Fails(kept) => {
                part(&mut lock(&self.files), kept);
                Err(StoreFault::Other("the disk failed, as planned".to_owned()))
            }
            Fate::Never(kept) => {
                part(&mut lock(&self.files), kept);
                std::future::pending().await
            }
        }
    }
}

impl Store for MemoryStore {
    fn read<'a>(
        &'a self,
        name: &'a str,
        offset: u64,
        most: usize,
    ) -> BoxFuture<'a, Result<Vec<u8>, StoreFault>> {
        Box::pin(async move {
            if lock(&self.life).is_dark {
                return std::future::pending().await;
            }
            let files = lock(&self.files);
            let bytes = files.get(name).ok_or(StoreFault::Missing)?;
            let from = usize::try_from(offset).unwrap_or(usize::MAX).min(bytes.len());
            let to = bytes.len().min(from.saturating_add(most));
            Ok(bytes[from..to].to_vec())
        })
    }

    fn create<'a>(&'a self, name: &'a str, bytes: &'a [u8]) -> BoxFuture<'a, Result<(), StoreFault>> {
        Box::pin(self.change(
            move |files| {
                if files.contains_key(name) {
                    return Err(StoreFault::Exists);
                }
                files.insert(name.to_owned(), bytes.to_vec());
                Ok(())
            },
            move |files, kept| {
                let bytes = &bytes[..kept.min(bytes.len())];
                files.entry(name.to_owned()).or_insert_with(|| bytes.to_vec());
            },
        ))
    }

    fn append<'a>(&'a self, name: &'a str, bytes: &'a [u8]) -> BoxFuture<'a, Result<(), StoreFault>> {
        Box::pin(async move {
            if let Some((clock, delay)) = &self.slow {
                clock.pass(*delay).await;
            }
            self.change(
                move |files| {
                    let file = files.get_mut(name).ok_or(StoreFault::Missing)?;
                    file.extend_from_slice(bytes);
                    Ok(())
                },
                move |files, kept| {
                    if let Some(file) = files.get_mut(name) {
                        file.extend_from_slice(&bytes[..kept.min(bytes.len())]);
                    }
                },
            )
            .await
        })
    }

    fn replace<'a>(&'a self, name: &'a str, bytes: &'a [u8]) -> BoxFuture<'a, Result<(), StoreFault>> {
        Box::pin(self.change(
            move |files| {
                files.insert(name.to_owned(), bytes.to_vec());
                Ok(())
            },
            // A reader sees the old bytes or the new ones.
            |_, _| {},
        ))
    }

    fn cut<'a>(&'a self, name: &'a str, length: u64) -> BoxFuture<'a, Result<(), StoreFault>> {
        Box::pin(self.change(
            move |files| {
                let file = files.get_mut(name).ok_or(StoreFault::Missing)?;
                file.truncate(usize::try_from(length).unwrap_or(usize::MAX));
                Ok(())
            },
            |_, _| {},
        ))
    }

    fn remove<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<(), StoreFault>> {
        Box::pin(self.change(
            move |files| files.remove(name).map(drop).ok_or(StoreFault::Missing),
            |_, _| {},
        ))
    }

    fn owner(&self) -> String {
        format!("a test, life {}", lock(&self.life).number)
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt as _;

    #[test]
    fn power_goes_in_the_middle_of_an_append_and_files_live_on() {
        let store = MemoryStore::new();
        store.plan(2, Mishap::PowerGoes { kept: 3 });
        assert_eq!(store.create("a", b"one").now_or_never(), Some(Ok(())));
        assert_eq!(store.append("a", b"two two").now_or_never(), None);
        assert_eq!(store.read("a", 0, 9).now_or_never(), None, "it is dark");
        let again = store.next_life();
        assert_eq!(again.text("a").as_deref(), Some("onetwo"));
        assert_eq!(again.append("a", b"!").now_or_never(), Some(Ok(())));
        assert_eq!(again.read("a", 3, 9).now_or_never(), Some(Ok(b"two!".to_vec())));
    }

    #[test]
    fn a_disk_fails_once() {
        let store = MemoryStore::new();
        store.put("a", "");
        store.plan(1, Mishap::Fails { kept: 1 });
        assert!(store.append("a", b"xy").now_or_never().expect("at once").is_err());
        assert_eq!(store.append("a", b"z").now_or_never(), Some(Ok(())));
        assert_eq!(store.text("a").as_deref(), Some("xz"));
        assert_eq!((store.writes(), store.names()), (2, vec!["a".to_owned()]));
    }
}
