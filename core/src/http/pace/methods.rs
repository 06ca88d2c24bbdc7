//! Which limit holds for authentication methods: that of the directory, or that of the reports. The documentation allows
//! both readings (facts 11, 16), so that refusals far below the first one are taken for the second.

use super::window::Window;
use super::{REPORTS, REPORTS_PERIOD, Timestamp};
use crate::api::QuotaProfile;
use std::time::Duration;

/// So many refusals without another reason are enough.
const ENOUGH: u32 = 2;
/// Who sends fewer than this in the reports' period is refused for something else.
const MANY: u32 = 20;
/// What is under way is refused together: within this time it is one refusal.
const TOGETHER: Duration = Duration::from_secs(1);

pub(super) enum Methods {
    /// They count as the directory does, as far as is known.
    AsDirectory {
        /// Those of late.
        recent: Window,
        /// How often they were refused without a reason that we know of, and until when more of it is no news.
        unexplained: u32,
        known: Option<Timestamp>,
    },
    /// They count as reports, as configured.
    AsReports,
    /// They have been refused like reports. How many are really allowed is found out step by step.
    Learned(Window),
}

impl Methods {
    pub(super) fn new(quota: QuotaProfile) -> Self {
        match quota {
            QuotaProfile::Directory => Self::AsDirectory {
                recent: Window::new(MANY, REPORTS_PERIOD),
                unexplained: 0,
                known: None,
            },
            QuotaProfile::Reports => Self::AsReports,
        }
    }

    pub(super) const fn quota(&self) -> QuotaProfile {
        match self {
            Self::AsDirectory { .. } => QuotaProfile::Directory,
            Self::AsReports | Self::Learned(_) => QuotaProfile::Reports,
        }
    }

    /// The limit of their own, where they have one.
    pub(super) const fn window(&self) -> Option<&Window> {
        match self {
            Self::Learned(window) => Some(window),
            Self::AsDirectory { .. } | Self::AsReports => None,
        }
    }

    pub(super) fn refill(&mut self, now: Timestamp) {
        if let Self::AsDirectory { recent: window, .. } | Self::Learned(window) = self {
            window.refill(now);
        }
    }

    pub(super) fn take(&mut self, amount: u32, now: Timestamp) {
        if let Self::AsDirectory { recent: window, .. } | Self::Learned(window) = self {
            window.take(amount, now);
        }
    }

    pub(super) fn answered(&mut self) {
        if let Self::Learned(window) = self {
            window.answered();
        }
    }

    /// They were refused for no reason that we know of.
    pub(super) fn refused(&mut self, now: Timestamp, wait: Duration) {
        match self {
            Self::AsDirectory {
                recent,
                unexplained,
                known,
            } => {
                let is_news = known.is_none_or(|known| now >= known);
                *unexplained += u32::from(is_news && recent.above(0) == 0);
                *known = (*known).max(Some(now.plus(wait.max(TOGETHER))));
                if *unexplained >= ENOUGH {
                    *self = Self::Learned(Window::exploring(REPORTS, REPORTS_PERIOD));
                }
            }
            Self::AsReports => {}
            Self::Learned(window) => window.refused(now, wait),
        }
    }
}
