//! The ports of a client that talks to an input instead of a tenant: answers come at once, time is counted and never
//! waited for, and a conversation that does not end is a finding.

use graph_mfa::http::{HttpRequest, HttpResponse, Transport, TransportError};
use graph_mfa::platform::{BoxFuture, Clock, NoRandomness, Rng, Timestamp};
use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

/// More requests than any operation on one person may need, however its service answers.
const MOST_REQUESTS: u32 = 20_000;

/// Says what to answer to a request.
pub trait Service: Send + Sync {
    /// The answer.
    fn answer(&self, request: &HttpRequest) -> HttpResponse;
}

/// The transport.
pub(crate) struct Wire<S> {
    service: S,
    sent: AtomicU32,
}

impl<S> Wire<S> {
    pub(crate) fn new(service: S) -> Self {
        Self {
            service,
            sent: AtomicU32::new(0),
        }
    }
}

impl<S: Service> Transport for Wire<S> {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let sent = self.sent.fetch_add(1, Ordering::Relaxed);
        assert!(sent < MOST_REQUESTS, "the conversation does not end");
        let answer = self.service.answer(&request);
        Box::pin(std::future::ready(Ok(answer)))
    }
}

/// The clock: 2026-08-20T09:00:00Z and what has been slept since.
pub(crate) struct CountedTime(AtomicI64);

impl CountedTime {
    pub(crate) fn new() -> Self {
        Self(AtomicI64::new(1_787_216_400_000))
    }
}

impl Clock for CountedTime {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix_ms(self.0.load(Ordering::Relaxed))
    }

    fn sleep(&self, length: Duration) -> BoxFuture<'_, ()> {
        let slept = i64::try_from(length.as_millis()).unwrap_or(i64::MAX);
        assert!(slept < 86_400_000, "nobody waits longer than a day");
        self.0.fetch_add(slept, Ordering::Relaxed);
        Box::pin(std::future::ready(()))
    }
}

/// The same bytes each time, so that an input always means the same.
pub(crate) struct Fixed;

impl Rng for Fixed {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        bytes.fill(0x5a);
        Ok(())
    }
}

/// Drives a future whose ports never wait.
pub(crate) fn complete<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    // Whoever yields to others is polled again; nobody else can wake it.
    for _ in 0..1_000_000 {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
    }
    panic!("the future waits for something that will never come")
}
