//! What accompanies one operation through the pipeline: where its events go, whether it should stop, and how
//! many requests it has sent.

use crate::api::{Event, WaitReason};
use crate::cancel::Cancel;
use crate::client::EventSink;
use crate::error::{Error, ErrorCode, Result};
use crate::platform::Clock;
use futures_util::future::{Either, select};
use std::pin::pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

pub(crate) struct Run<'a> {
    events: &'a dyn EventSink,
    cancel: &'a Cancel,
    sent: AtomicU32,
}

impl<'a> Run<'a> {
    pub(crate) const fn new(events: &'a dyn EventSink, cancel: &'a Cancel) -> Self {
        Self {
            events,
            cancel,
            sent: AtomicU32::new(0),
        }
    }

    /// Where events go.
    pub(crate) const fn events(&self) -> &'a dyn EventSink {
        self.events
    }

    pub(crate) fn event(&self, event: Event) {
        self.events.event(event);
    }

    /// Hands out a chunk of rows, once the receiver can take it.
    pub(crate) async fn rows(&self, rows: Event) -> Result<()> {
        self.unless_cancelled(self.events.ready()).await?;
        self.event(rows);
        Ok(())
    }

    pub(crate) fn count_request(&self) {
        self.sent.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn requests_sent(&self) -> u32 {
        self.sent.load(Ordering::Relaxed)
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancel.is_cancelled()
    }

    /// Fails when the caller asked to stop.
    pub(crate) fn go_on(&self) -> Result<()> {
        if self.is_cancelled() {
            Err(cancelled())
        } else {
            Ok(())
        }
    }

    /// Pauses, tells why, and ends the pause when the caller asks to stop.
    pub(crate) async fn pause(&self, clock: &dyn Clock, wait: Duration, reason: WaitReason) -> Result<()> {
        self.go_on()?;
        self.event(Event::Waiting {
            reason,
            wait_ms: u32::try_from(wait.as_millis()).unwrap_or(u32::MAX),
        });
        self.unless_cancelled(clock.sleep(wait)).await
    }

    /// Waits for `work`, unless the caller asks to stop. Only for work that may be abandoned.
    pub(crate) async fn unless_cancelled<T>(&self, work: impl Future<Output = T>) -> Result<T> {
        self.go_on()?;
        match select(pin!(work), pin!(self.cancel.cancelled())).await {
            Either::Left((done, _)) => Ok(done),
            Either::Right(_) => Err(cancelled()),
        }
    }
}

fn cancelled() -> Error {
    Error::new(
        ErrorCode::Cancelled,
        "the operation was stopped because the caller asked for it",
    )
}
