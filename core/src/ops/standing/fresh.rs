//! What is read once for many, and again when it has become old. Nobody reads it twice at once: who comes meanwhile
//! waits for the one who reads.

use crate::error::{Error, Result};
use crate::http::Run;
use crate::ops::Desk;
use crate::platform::Timestamp;
use futures_util::lock::Mutex;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// For so long it is believed. The service itself takes minutes to let a change of roles take effect (facts 8.3).
const BELIEVED: Duration = Duration::from_secs(5 * 60);

pub(super) struct Fresh<T> {
    kept: Mutex<Kept<T>>,
    /// How many readings have ended.
    ended: AtomicU32,
}

struct Kept<T> {
    value: Option<(Timestamp, Arc<T>)>,
    /// Why the last reading failed.
    failure: Option<Error>,
}

impl<T> Fresh<T> {
    pub(super) const fn new() -> Self {
        Self {
            kept: Mutex::new(Kept {
                value: None,
                failure: None,
            }),
            ended: AtomicU32::new(0),
        }
    }

    /// What is known, read by `read` where nothing is or it is too old.
    ///
    /// # Errors
    /// Those of `read`; whoever waited for a reading that failed gets its failure too, and does not try it once more.
    pub(super) async fn get(
        &self,
        desk: &Desk,
        run: &Run<'_>,
        read: impl Future<Output = Result<T>>,
    ) -> Result<Arc<T>> {
        let ended = self.ended.load(Ordering::Acquire);
        let mut kept = run.unless_cancelled(self.kept.lock()).await?;
        if let Some((at, value)) = &kept.value
            && is_believed(*at, desk.pipeline.service_now())
        {
            return Ok(Arc::clone(value));
        }
        if let Some(failure) = &kept.failure
            && ended != self.ended.load(Ordering::Acquire)
        {
            return Err(failure.clone());
        }
        // Its age counts from before it is read: what happens meanwhile may be missing from it.
        let began = desk.pipeline.service_now();
        let outcome = read.await;
        self.ended.fetch_add(1, Ordering::AcqRel);
        match outcome {
            Ok(value) => {
                let value = Arc::new(value);
                *kept = Kept {
                    value: Some((began, Arc::clone(&value))),
                    failure: None,
                };
                Ok(value)
            }
            Err(error) => {
                kept.failure = Some(error.clone());
                Err(error)
            }
        }
    }
}

/// A clock that was set back makes nothing young again.
fn is_believed(at: Timestamp, now: Timestamp) -> bool {
    at <= now && now.since(at) < BELIEVED
}
