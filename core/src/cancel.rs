//! Cancellation: a flag that can be waited for. Reads stop at once; a write that has begun is let finish, so
//! that nobody is left guessing whether it happened.

use futures_channel::oneshot;
use futures_util::FutureExt as _;
use futures_util::future::Shared;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Asks an operation to stop. Clones share one flag.
#[derive(Clone)]
pub struct Cancel(Arc<State>);

struct State {
    asked: AtomicBool,
    trigger: Mutex<Option<oneshot::Sender<()>>>,
    signal: Shared<oneshot::Receiver<()>>,
}

impl Cancel {
    /// A flag that nobody has raised yet.
    pub fn new() -> Self {
        let (trigger, signal) = oneshot::channel();
        Self(Arc::new(State {
            asked: AtomicBool::new(false),
            trigger: Mutex::new(Some(trigger)),
            signal: signal.shared(),
        }))
    }

    /// Raises the flag. Doing so twice does nothing more.
    pub fn cancel(&self) {
        self.0.asked.store(true, Ordering::SeqCst);
        let trigger = self
            .0
            .trigger
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(trigger) = trigger {
            // No receiver means that nobody waits, which is as good as woken.
            let _ = trigger.send(());
        }
    }

    /// Whether the flag is raised.
    pub fn is_cancelled(&self) -> bool {
        self.0.asked.load(Ordering::SeqCst)
    }

    /// Completes when the flag is raised.
    pub async fn cancelled(&self) {
        let _ = self.0.signal.clone().await;
    }
}

impl Default for Cancel {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for Cancel {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Cancel").field(&self.is_cancelled()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wakes_every_waiter_once_and_stays_raised() {
        let cancel = Cancel::new();
        assert!(cancel.cancelled().now_or_never().is_none());
        let other = cancel.clone();
        other.cancel();
        cancel.cancel();
        assert!(cancel.is_cancelled());
        assert!(cancel.cancelled().now_or_never().is_some());
        assert!(cancel.cancelled().now_or_never().is_some());
    }
}
