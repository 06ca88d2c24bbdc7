//! The port to the journal of a run, as the wave sees it.

use crate::api::{Inspection, Plan};
use crate::error::Result;
use crate::http::{Call, Reply};
use crate::platform::{BoxFuture, MaybeSend, MaybeSync};

/// What writes down writes before they are sent.
pub(crate) trait Ledger: MaybeSend + MaybeSync {
    /// The answer of this write, if an earlier life of the run has proven that it was done.
    fn proven(&self, person: u32, call: &Call) -> Option<Reply>;

    /// Writes down what is about to be sent; when it completes, that is on lasting storage.
    ///
    /// # Errors
    /// What prevents it: it stops the run, and nothing of it is sent.
    fn begin<'a>(&'a self, writes: &'a [(u32, &'a Call)]) -> BoxFuture<'a, Result<()>>;

    /// Writes down what a person had before the first write. It reaches storage with that write.
    fn planned(&self, _person: u32, _inspection: &Inspection, _plan: &Plan) {}

    /// Writes down an answer, or that none came. It reaches storage with the next [`begin`](Self::begin), or at the end.
    fn answered(&self, person: u32, call: &Call, reply: Option<&Reply>);
}
