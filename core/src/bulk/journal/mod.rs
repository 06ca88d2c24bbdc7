//! The journal of a run: JSON lines, each with the hash of the one before, written before the writes that they tell of.
//! After any end of the process it says what is proven to be done, whom the run has come to, and who is left.

mod answers;
mod chain;
mod ended;
mod entry;
mod fault;
mod lines;
mod lock;
mod past;
mod people;
mod proof;
mod proven;
mod route;
mod stop_mark;
mod survey;
mod untold;
mod verify;
mod writer;

#[cfg(test)]
mod tests;

pub(crate) use answers::answers;
pub(crate) use entry::{Acting, Begun, Life, PersonLine, RunOptions, Variant};
pub(crate) use past::Past;
pub(crate) use proof::export_proof;
pub(crate) use survey::Standing;
pub(crate) use verify::verify_journal;
pub(crate) use writer::{Journal, Person};

use crate::error::Result;
use crate::http::Pipeline;
use crate::ops::Desk;
use crate::platform::{Clock, MaybeSend, MaybeSync, Store, Timestamp};

/// What tells the time of lines: the service's, so that they compare with its audit log.
pub(crate) trait ServiceTime: MaybeSend + MaybeSync {
    fn now(&self) -> Timestamp;
}

impl ServiceTime for Pipeline {
    fn now(&self) -> Timestamp {
        self.service_now()
    }
}

/// What a journal works with.
#[derive(Clone)]
pub(crate) struct Means<'a> {
    pub(crate) store: &'a dyn Store,
    pub(crate) clock: &'a dyn Clock,
    pub(crate) time: &'a dyn ServiceTime,
    /// Tells this process from every other one.
    pub(crate) token: String,
}

impl<'a> Means<'a> {
    /// Those of a client.
    ///
    /// # Errors
    /// `invalidConfiguration` where the host has no files.
    pub(crate) fn of(desk: &'a Desk) -> Result<Self> {
        let store = fault::store(desk)?;
        let pipeline = &desk.pipeline;
        // Randomness may be missing; two processes are told apart all the same.
        let token = format!(
            "{} {} {}",
            pipeline.random_id(),
            pipeline.clock().now().unix_ms(),
            store.owner()
        );
        Ok(Self {
            store,
            clock: pipeline.clock(),
            time: pipeline,
            token,
        })
    }
}
