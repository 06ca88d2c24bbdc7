//! Event sinks for tests: one that remembers, and one that asks to stop when something happens.

use std::sync::{Arc, Mutex, PoisonError};

use graph_mfa::api::Event;
use graph_mfa::{Cancel, EventSink};

/// Remembers every event. Clones share the memory.
#[derive(Clone, Debug, Default)]
pub struct Recorder(Arc<Mutex<Vec<Event>>>);

impl Recorder {
    /// The events since the last call, in order.
    pub fn take(&self) -> Vec<Event> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl EventSink for Recorder {
    fn event(&self, event: Event) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(event);
    }
}

/// Hands events on, and asks the operation to stop at the first one that fits.
pub struct CancelWhen<S, F> {
    sink: S,
    fits: F,
    cancel: Cancel,
}

impl<S: EventSink, F: Fn(&Event) -> bool + Send + Sync> CancelWhen<S, F> {
    /// Raises `cancel` when an event fits.
    pub const fn new(sink: S, cancel: Cancel, fits: F) -> Self {
        Self { sink, fits, cancel }
    }
}

impl<S: EventSink, F: Fn(&Event) -> bool + Send + Sync> EventSink for CancelWhen<S, F> {
    fn event(&self, event: Event) {
        let fits = (self.fits)(&event);
        self.sink.event(event);
        if fits {
            self.cancel.cancel();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn revoked(user_id: &str) -> Event {
        Event::SessionsRevoked {
            user_id: user_id.to_owned(),
        }
    }

    #[test]
    fn remembers_in_order_and_once() {
        let recorder = Recorder::default();
        let shared = recorder.clone();
        recorder.event(revoked("a"));
        shared.event(revoked("b"));
        assert_eq!(recorder.take(), [revoked("a"), revoked("b")]);
        assert_eq!(recorder.take(), []);
    }

    #[test]
    fn asks_to_stop_when_the_event_fits() {
        let (recorder, cancel) = (Recorder::default(), Cancel::new());
        let sink = CancelWhen::new(recorder.clone(), cancel.clone(), |event| *event == revoked("b"));
        sink.event(revoked("a"));
        assert!(!cancel.is_cancelled());
        sink.event(revoked("b"));
        assert!(cancel.is_cancelled());
        assert_eq!(recorder.take().len(), 2);
    }
}
