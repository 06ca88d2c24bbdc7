//! How long reads lag behind writes in this tenant at this time, learned from those who waited before (facts 12.4). A run
//! reads a person again when it is likely to show, instead of asking again and again.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// No longer than a read was ever seen to lag; what lags longer is waited for by each person's own patience.
const LONGEST: Duration = Duration::from_secs(60);

/// So much less is tried after each wait that was long enough.
const LESS: Duration = Duration::from_millis(100);

/// What was learned so far, in microseconds.
#[derive(Debug, Default)]
pub(crate) struct ReadLag(AtomicU64);

impl ReadLag {
    /// How long after the last write a read is likely to show it.
    pub(crate) fn expected(&self) -> Duration {
        Duration::from_micros(self.0.load(Ordering::Relaxed))
    }

    /// The first read showed the writes, `after` the last of them. Perhaps less would have done: the next wait is a little
    /// shorter.
    pub(crate) fn shown_at_once(&self, after: Duration) {
        let expected = self.expected();
        // Who had waited longer for other reasons, such as a turn, says nothing about the wait.
        if after <= expected + Duration::from_secs(1) {
            self.set(expected.saturating_sub(LESS));
        }
    }

    /// It took until `after` the last write.
    pub(crate) fn shown_late(&self, after: Duration) {
        let expected = self.expected();
        if after > expected {
            // Not all the way there: one straggler does not make everybody wait as long.
            self.set((expected + (after - expected).mul_f64(0.75)).min(LONGEST));
        }
    }

    fn set(&self, lag: Duration) {
        self.0.store(
            u64::try_from(lag.as_micros()).unwrap_or(u64::MAX),
            Ordering::Relaxed,
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// How many reads people take one after the other, when what is read lags by that long.
    fn reads(lag: Duration, people: u32) -> u32 {
        let learned = ReadLag::default();
        let mut reads = 0;
        for _ in 0..people {
            let mut waited = learned.expected();
            let mut attempt = 1;
            while waited < lag {
                attempt += 1;
                waited += Duration::from_secs([2, 3, 5, 10][(attempt as usize - 2).min(3)]);
            }
            if attempt == 1 {
                learned.shown_at_once(waited);
            } else {
                learned.shown_late(waited);
            }
            reads += attempt;
        }
        reads
    }

    #[test]
    fn where_nothing_lags_nobody_waits() {
        assert_eq!(reads(Duration::ZERO, 1_000), 1_000);
        let learned = ReadLag::default();
        learned.shown_at_once(Duration::ZERO);
        assert_eq!(learned.expected(), Duration::ZERO);
    }

    proptest! {
        #[test]
        fn a_lag_is_learned_and_costs_little_more_than_one_read_each(seconds in 1_u64..40) {
            let reads = reads(Duration::from_secs(seconds), 1_000);
            prop_assert!(reads < 1_150, "{reads} reads for 1,000 people");
        }

        #[test]
        fn nobody_waits_longer_than_reads_ever_lagged(after in proptest::collection::vec(0_u64..600, 0..200)) {
            let learned = ReadLag::default();
            for seconds in after {
                learned.shown_late(Duration::from_secs(seconds));
                prop_assert!(learned.expected() <= LONGEST);
            }
        }
    }
}
