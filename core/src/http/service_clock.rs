//! The service's time, from the `Date` headers of its answers: our instants must compare with those of its
//! audit log, and the clock of an administrator's machine may be wrong.

use crate::platform::{Clock, Timestamp};
use std::sync::atomic::{AtomicI64, Ordering};

/// The header counts whole seconds: an estimate this close to the one we have is the same. Taking every new one
/// would let our instants run backwards.
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
            if (ahead - self.ahead_ms.load(Ordering::Relaxed)).abs() >= SAME_MS {
                self.ahead_ms.store(ahead, Ordering::Relaxed);
            }
        }
    }

    /// By how many milliseconds the service's clock is ahead of ours, as far as we know.
    pub(crate) fn ahead_ms(&self) -> i64 {
        self.ahead_ms.load(Ordering::Relaxed)
    }

    /// The time as the service has it; ours until it has answered.
    pub(crate) fn now(&self, clock: &dyn Clock) -> Timestamp {
        self.of(clock.now())
    }

    /// What the service's clock showed when ours showed `ours`, as far as we know by now.
    pub(crate) fn of(&self, ours: Timestamp) -> Timestamp {
        Timestamp::from_unix_ms(ours.unix_ms().saturating_add(self.ahead_ms()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::BoxFuture;
    use std::time::Duration;

    struct Fixed(Timestamp);
    impl Clock for Fixed {
        fn now(&self) -> Timestamp {
            self.0
        }
        fn sleep(&self, _: Duration) -> BoxFuture<'_, ()> {
            Box::pin(async {})
        }
    }

    #[test]
    fn follows_a_clock_that_is_far_away_and_never_runs_backwards() {
        let service = ServiceClock::default();
        let ours = Timestamp::parse("2026-08-20T09:00:00.000Z").expect("instant");
        service.observe(Some("Thu, 20 Aug 2026 10:00:00 GMT"), ours);
        assert_eq!(service.now(&Fixed(ours)).to_string(), "2026-08-20T10:00:00Z");
        // 900 ms later the header still shows the same second.
        let later = ours.plus(Duration::from_millis(900));
        service.observe(Some("Thu, 20 Aug 2026 10:00:00 GMT"), later);
        assert_eq!(service.now(&Fixed(later)).to_string(), "2026-08-20T10:00:00.9Z");
        service.observe(None, later);
        service.observe(Some("never"), later);
        assert_eq!(service.now(&Fixed(later)).to_string(), "2026-08-20T10:00:00.9Z");
    }
}
