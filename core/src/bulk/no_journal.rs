//! What stands in the place of a journal where nothing is written: for plans, estimates and reports.

use crate::error::{Error, ErrorCode, Result};
use crate::http::{Call, Ledger, Reply};
use crate::platform::BoxFuture;

/// Lets nothing be written that is not written down.
pub(super) struct NoJournal;

impl Ledger for NoJournal {
    fn proven(&self, _: u32, _: &Call) -> Option<Reply> {
        None
    }

    fn begin<'a>(&'a self, writes: &'a [(u32, &'a Call)]) -> BoxFuture<'a, Result<()>> {
        let route = writes.first().map_or("a write", |(_, call)| call.route);
        Box::pin(std::future::ready(Err(Error::new(
            ErrorCode::Internal,
            format!("{route}: this part of a run writes nothing"),
        ))))
    }

    fn answered(&self, _: u32, _: &Call, _: Option<&Reply>) {}
}
