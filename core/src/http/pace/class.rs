//! Who asks for a turn, and what they leave to others.

use super::{WRITE_CAPACITY, WRITES_PER_SECOND};
use std::time::Duration;

/// What a run leaves of every quota to whoever waits at a screen, in this client and in others of the same
/// application. The service sheds requests of low priority from 0.8 of a limit on.
pub(super) const RESERVE: f64 = 0.2;
pub(super) const REPORTS_RESERVE: u32 = 1;

/// What a run leaves of the writes when it is about to end: then the rest of the reserve ends it half a minute sooner, and
/// soon there is no run any more for which anybody would have to wait.
pub(super) const LAST_RESERVE: f64 = 0.01;
/// Who asks for a turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Class {
    /// One operation, for which somebody may wait.
    Single,
    /// One of many in a run.
    OfRun,
    /// One of the last in a run, while nobody else is seen to write.
    EndOfRun,
}

impl Class {
    /// How much of the writes it leaves to others.
    pub(super) const fn reserve_of_writes(self) -> f64 {
        match self {
            Self::Single => 0.0,
            Self::OfRun => RESERVE,
            Self::EndOfRun => LAST_RESERVE,
        }
    }

    pub(super) const fn reserve_of_units(self) -> f64 {
        match self {
            Self::Single => 0.0,
            Self::OfRun | Self::EndOfRun => RESERVE,
        }
    }

    pub(super) const fn reserve_of_reports(self) -> u32 {
        match self {
            Self::Single => 0,
            Self::OfRun | Self::EndOfRun => REPORTS_RESERVE,
        }
    }
}

/// What of a run is to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct ToCome {
    pub(crate) writes: u32,
    /// How long the writes of one person take at least, because the service lags between them.
    pub(crate) takes: Duration,
}

impl ToCome {
    /// Whether it is no more than what a run leaves to others, and what is there again by the time of the last write.
    pub(crate) fn is_the_end(self) -> bool {
        f64::from(self.writes) <= WRITE_CAPACITY * RESERVE + WRITES_PER_SECOND * self.takes.as_secs_f64()
    }
}
