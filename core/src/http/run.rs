//! What accompanies one operation through the pipeline: where its events go, whether it should stop, and how
//! many requests it has sent.

use super::wave::{Presence, Shared};
use crate::api::{Event, WaitReason};
use crate::cancel::Cancel;
use crate::client::EventSink;
use crate::error::{Error, ErrorCode, Result};
use crate::ops::{Lags, Privileged};
use crate::platform::Clock;
use futures_util::future::{Either, select};
use std::pin::pin;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

pub(crate) struct Run<'a> {
    events: &'a dyn EventSink,
    cancel: &'a Cancel,
    sent: AtomicU32,
    writes: AtomicU32,
    shared: Option<Shared<'a>>,
    /// Tells the wave that somebody more is in hand.
    _presence: Option<Presence<'a>>,
    /// What people hold, where many of them are in hand.
    privileged: Option<&'a Privileged>,
    /// What others of the run have learned of how long the service lags.
    lags: Option<&'a Lags>,
}

impl<'a> Run<'a> {
    pub(crate) const fn new(events: &'a dyn EventSink, cancel: &'a Cancel) -> Self {
        Self {
            events,
            cancel,
            sent: AtomicU32::new(0),
            writes: AtomicU32::new(0),
            shared: None,
            _presence: None,
            privileged: None,
            lags: None,
        }
    }

    /// One that belongs to a person of a run: its requests share batches with those of others.
    pub(crate) fn in_wave(events: &'a dyn EventSink, cancel: &'a Cancel, shared: Shared<'a>) -> Self {
        Self {
            shared: Some(shared),
            _presence: Some(shared.wave.presence()),
            ..Self::new(events, cancel)
        }
    }

    /// What the requests are shared by, for a person of a run.
    pub(crate) const fn shared(&self) -> Option<Shared<'a>> {
        self.shared
    }

    /// The same for what must be tried even after the caller asked to stop. What it sends, the caller counts.
    pub(crate) fn despite<'b>(&self, never: &'b Cancel) -> Run<'b>
    where
        'a: 'b,
    {
        Run {
            shared: self.shared,
            privileged: self.privileged,
            lags: self.lags,
            ..Run::new(self.events, never)
        }
    }

    /// Lets what people hold be read once for all of them.
    pub(crate) fn with_privileged(mut self, privileged: &'a Privileged) -> Self {
        self.privileged = Some(privileged);
        self
    }

    /// What is known of what people hold, if that is read for many at once.
    pub(crate) const fn privileged(&self) -> Option<&'a Privileged> {
        self.privileged
    }

    /// For what is done on behalf of everybody: the same events and the same wish to stop, and nothing else in common.
    pub(crate) const fn alone(&self) -> Self {
        Self::new(self.events, self.cancel)
    }

    /// Shares what others of the run have learned of how long the service lags.
    pub(crate) const fn with_lags(mut self, lags: &'a Lags) -> Self {
        self.lags = Some(lags);
        self
    }

    /// What others of the run have learned of how long the service lags.
    pub(crate) const fn lags(&self) -> Option<&'a Lags> {
        self.lags
    }

    /// Completes when the receiver can take a part of the answer, or at once when the caller asks to stop: what must not be
    /// lost is told all the same.
    pub(crate) async fn room(&self) {
        if !self.is_cancelled() {
            select(pin!(self.events.ready()), pin!(self.cancel.cancelled())).await;
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

    pub(crate) fn count_requests(&self, sent: u32) {
        self.sent.fetch_add(sent, Ordering::Relaxed);
    }

    pub(crate) fn requests_sent(&self) -> u32 {
        self.sent.load(Ordering::Relaxed)
    }

    pub(crate) fn count_writes(&self, sent: u32) {
        self.writes.fetch_add(sent, Ordering::Relaxed);
    }

    /// How many writes a person of a run has sent, refused ones too.
    pub(crate) fn writes_sent(&self) -> u32 {
        self.writes.load(Ordering::Relaxed)
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.cancel.is_cancelled()
    }

    /// Completes when the caller asks to stop.
    pub(crate) async fn cancelled(&self) {
        self.cancel.cancelled().await;
    }

    pub(super) const fn cancel(&self) -> &'a Cancel {
        self.cancel
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
        let _rest = self.shared.map(|shared| shared.wave.rest());
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

pub(super) fn cancelled() -> Error {
    Error::new(
        ErrorCode::Cancelled,
        "the operation was stopped because the caller asked for it",
    )
}
