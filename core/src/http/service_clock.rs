//! The service's time, from the `Date` headers of its answers: our instants must compare with those of its
//! audit log, and the clock of an administrator's machine may be wrong.

use crate::platform::{Clock, Timestamp};
use std::sync::atomic::{AtomicI64, Ordering};

/// The header counts whole seconds: this close, the clocks agree.
const SAME_MS: i64 = 2_000;

#[derive(Debug, Default)]
pub(crate) struct ServiceClock {
    ahead_ms: AtomicI64,
}

impl ServiceClock {
    /// Learns from an answer that came now.
    pub(crate) fn observe(&self, date: Option<&str>, now: Timestamp) {
        if let Some(date) = date.and_then(Timestamp::parse_http_date) {
            let ahead = date.unix_ms().saturating_sub(now.unix_ms());
            self.ahead_ms
                .store(if ahead.abs() < SAME_MS { 0 } else { ahead }, Ordering::Relaxed);
        }
    }

    /// The time as the service has it; ours until it has answered.
    pub(crate) fn now(&self, clock: &dyn Clock) -> Timestamp {
        let ahead = self.ahead_ms.load(Ordering::Relaxed);
        Timestamp::from_unix_ms(clock.now().unix_ms().saturating_add(ahead))
    }
}
