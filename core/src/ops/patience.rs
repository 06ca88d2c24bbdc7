//! Waiting for a service that lags: growing pauses, until patience ends.

use std::time::Duration;

/// The pauses of one wait. Patience is counted in pauses, not read from a clock: a test tenant scales them.
pub(super) struct Patience {
    /// In seconds; the last one repeats.
    pauses: &'static [u64],
    taken: usize,
    left: Duration,
}

impl Patience {
    pub(super) const fn new(patience: Duration, pauses: &'static [u64]) -> Self {
        Self {
            pauses,
            taken: 0,
            left: patience,
        }
    }

    /// The next pause; nothing once it would last longer than patience does.
    pub(super) fn next(&mut self) -> Option<Duration> {
        let seconds = self.pauses.get(self.taken).or_else(|| self.pauses.last())?;
        let pause = Duration::from_secs(*seconds);
        self.left = self.left.checked_sub(pause)?;
        self.taken += 1;
        Some(pause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_grow_and_end_with_patience() {
        let mut patience = Patience::new(Duration::from_secs(40), &[2, 5, 10]);
        let pauses: Vec<_> = std::iter::from_fn(|| patience.next())
            .map(|pause| pause.as_secs())
            .collect();
        assert_eq!(pauses, [2, 5, 10, 10, 10]);
        assert_eq!(Patience::new(Duration::from_secs(1), &[2]).next(), None);
        assert_eq!(Patience::new(Duration::MAX, &[]).next(), None);
    }
}
