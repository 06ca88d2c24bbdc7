//! The tenant's own time: moved by hand in process, or running at real speed behind the HTTP server.

use std::time::{Duration, Instant};

use time::OffsetDateTime;

/// Where "now" comes from.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    reading: OffsetDateTime,
    /// Present when the clock runs by itself: the moment at which `reading` was true.
    running_since: Option<Instant>,
}

impl Clock {
    /// A clock that stands still until [`advance`](Self::advance) moves it.
    pub fn manual(start: OffsetDateTime) -> Self {
        Self {
            reading: start,
            running_since: None,
        }
    }

    /// A clock that shows `start` now and runs on at real speed.
    pub fn running(start: OffsetDateTime) -> Self {
        Self {
            reading: start,
            running_since: Some(Instant::now()),
        }
    }

    /// The present time of the tenant.
    pub fn now(&self) -> OffsetDateTime {
        let elapsed = self.running_since.map_or(Duration::ZERO, |since| since.elapsed());
        // The service writes at most seven digits of a second.
        let tick = elapsed.as_nanos() / 100;
        self.reading + Duration::from_nanos(u64::try_from(tick * 100).unwrap_or(u64::MAX))
    }

    /// Moves the clock forward.
    pub fn advance(&mut self, by: Duration) {
        let by = time::Duration::try_from(by).unwrap_or(time::Duration::MAX);
        self.reading = self.reading.saturating_add(by);
    }

    /// Sets the clock, keeping its kind.
    pub(crate) fn restart(&mut self, at: OffsetDateTime) {
        self.reading = at;
        self.running_since = self.running_since.map(|_| Instant::now());
    }
}
