//! What writes down writes before they are sent.

use crate::error::Result;
use crate::http::{Call, Reply};
use crate::platform::{BoxFuture, MaybeSend, MaybeSync};

/// The book in which the writes of a run are.
pub(crate) trait Ledger: MaybeSend + MaybeSync {
    /// The answer of this write, if an earlier life of the run has proven that it was done.
    fn proven(&self, person: u32, call: &Call) -> Option<Reply>;
    /// Writes down what is about to be sent; when it completes, that is on lasting storage. An error stops the run: nothing
    /// of it is sent.
    fn begin<'a>(&'a self, writes: &'a [(u32, &'a Call)]) -> BoxFuture<'a, Result<()>>;
    /// Writes down an answer, or that none came; it reaches storage with the next `begin`, or at the end.
    fn answered(&self, person: u32, call: &Call, reply: Option<&Reply>);
}
