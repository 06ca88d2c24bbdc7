//! Files as a port: what a platform leaves there for a sign-in, such as a federated token.

use super::{BoxFuture, MaybeSend, MaybeSync};
use crate::secret::Secret;

/// The file port.
pub trait Files: MaybeSend + MaybeSync {
    /// Reads a text file of at most `most` bytes.
    ///
    /// # Errors
    /// Why it cannot be read, as a clause without path.
    fn read<'a>(&'a self, path: &'a str, most: usize) -> BoxFuture<'a, Result<Secret, String>>;
}
