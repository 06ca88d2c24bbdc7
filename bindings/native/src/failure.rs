//! A failed call: its status, and the details that wait on the thread until the host takes them.

use crate::status::FailureKind;
use graph_mfa::api::ErrorInfo;
use graph_mfa::{Error, ErrorCode};
use std::cell::Cell;

thread_local! {
    static LAST: Cell<Option<ErrorInfo>> = const { Cell::new(None) };
}

/// Why a call failed.
#[derive(Debug)]
pub(crate) struct Failure {
    kind: FailureKind,
    error: Error,
}

impl Failure {
    /// The argument of that name cannot be used.
    pub(crate) fn argument(name: &str, why: impl std::fmt::Display) -> Self {
        let error = Error::new(ErrorCode::InvalidInput, format!("{name}: {why}")).about(name);
        Self {
            kind: FailureKind::InvalidArgument,
            error,
        }
    }

    /// The handle leads nowhere.
    pub(crate) fn stale(what: &str) -> Self {
        let error = Error::new(
            ErrorCode::InvalidInput,
            format!("this {what} does not exist, or was freed"),
        )
        .about(what)
        .remedy("use a handle only between the call that gives it and the call that frees it");
        Self {
            kind: FailureKind::StaleHandle,
            error,
        }
    }

    /// The library made a mistake.
    pub(crate) const fn panicked(error: Error) -> Self {
        Self {
            kind: FailureKind::Panic,
            error,
        }
    }

    pub(crate) const fn kind(&self) -> FailureKind {
        self.kind
    }

    /// Leaves the details for [`take_last`] on this thread.
    pub(crate) fn keep(&self) {
        // A thread that is ending has nobody left to ask.
        let _ = LAST.try_with(|last| last.set(Some(ErrorInfo::from(&self.error))));
    }
}

/// What the core refuses.
impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self {
            kind: FailureKind::Refused,
            error,
        }
    }
}

/// The details of the last failure on this thread, once.
pub(crate) fn take_last() -> Option<ErrorInfo> {
    LAST.try_with(Cell::take).ok().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn details_wait_on_their_own_thread_and_are_taken_once() {
        Failure::stale("job").keep();
        std::thread::spawn(|| assert_eq!(take_last(), None))
            .join()
            .expect("the other thread ends well");
        assert_eq!(take_last().map(|info| info.code), Some(ErrorCode::InvalidInput));
        assert_eq!(take_last(), None);
    }
}
