//! Named files as a port: where runs read their input, keep their journals and plans, and write their proofs. A program
//! has a disk; a host without one gives what its lines go to and come from.

use super::{BoxFuture, MaybeSend, MaybeSync};

/// Why a file could not be read or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StoreFault {
    /// There is no such file.
    Missing,
    /// There is one already.
    Exists,
    /// Anything else, as a clause without the name.
    Other(String),
}

/// The file port. Names are the host's: a path, or whatever its sink calls a journal.
///
/// What is written is on lasting storage when the future completes: a journal promises that.
pub trait Store: MaybeSend + MaybeSync {
    /// Reads at most `most` bytes from the offset on; nothing at the end.
    ///
    /// # Errors
    /// [`StoreFault::Missing`], or why it cannot be read.
    fn read<'a>(
        &'a self,
        name: &'a str,
        offset: u64,
        most: usize,
    ) -> BoxFuture<'a, Result<Vec<u8>, StoreFault>>;

    /// Makes a new file with these bytes. Of two who make the same file at once, one succeeds.
    ///
    /// # Errors
    /// [`StoreFault::Exists`], or why it cannot be written.
    fn create<'a>(&'a self, name: &'a str, bytes: &'a [u8]) -> BoxFuture<'a, Result<(), StoreFault>>;

    /// Adds bytes at the end.
    ///
    /// # Errors
    /// [`StoreFault::Missing`], or why it cannot be written. Part of the bytes may be there all the same.
    fn append<'a>(&'a self, name: &'a str, bytes: &'a [u8]) -> BoxFuture<'a, Result<(), StoreFault>>;

    /// Puts these bytes in the place of what the file holds, or makes it.
    ///
    /// # Errors
    /// Why it cannot be written. A reader sees the old bytes or the new ones.
    fn replace<'a>(&'a self, name: &'a str, bytes: &'a [u8]) -> BoxFuture<'a, Result<(), StoreFault>>;

    /// Cuts the file to this length.
    ///
    /// # Errors
    /// [`StoreFault::Missing`], or why it cannot be cut.
    fn cut<'a>(&'a self, name: &'a str, length: u64) -> BoxFuture<'a, Result<(), StoreFault>>;

    /// Removes the file.
    ///
    /// # Errors
    /// [`StoreFault::Missing`], or why it cannot be removed.
    fn remove<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<(), StoreFault>>;

    /// Who this process is, for others who find its lock: the machine and the process, in words.
    fn owner(&self) -> String;
}
