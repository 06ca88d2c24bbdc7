//! The tenant and its time, as ports whose memory is not the client's.

use crate::memory::outside;
use graph_mfa::http::{HttpRequest, HttpResponse, Transport, TransportError};
use graph_mfa::platform::{BoxFuture, Clock, Timestamp};
use graph_mfa_test_support::{SimTransport, VirtualClock};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

/// A transport or a clock on the other side.
pub(crate) struct OtherSide<T> {
    inner: T,
    calls: Arc<AtomicU64>,
}

impl<T> OtherSide<T> {
    pub(crate) fn new(inner: T) -> Self {
        Self {
            inner,
            calls: Arc::default(),
        }
    }

    /// How often it was asked: requests of a transport, pauses of a clock.
    pub(crate) fn calls(&self) -> Arc<AtomicU64> {
        Arc::clone(&self.calls)
    }
}

impl Transport for OtherSide<SimTransport> {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        let carried = Carried::new(|| self.inner.send(request));
        Box::pin(async move {
            let theirs = carried.await;
            copied(&theirs)
        })
    }
}

/// The same in the client's memory: from here on it is the client's.
fn copied(theirs: &Result<HttpResponse, TransportError>) -> Result<HttpResponse, TransportError> {
    theirs.clone()
}

impl Clock for OtherSide<VirtualClock> {
    fn now(&self) -> Timestamp {
        self.inner.now()
    }

    fn sleep(&self, length: Duration) -> BoxFuture<'_, ()> {
        self.calls.fetch_add(1, Ordering::Relaxed);
        Box::pin(Carried::new(|| self.inner.sleep(length)))
    }
}

/// A future that makes its way on the other side.
struct Carried<'a, T>(Option<BoxFuture<'a, T>>);

impl<'a, T> Carried<'a, T> {
    fn new(begin: impl FnOnce() -> BoxFuture<'a, T>) -> Self {
        Self(Some(outside(begin)))
    }
}

impl<T> Future for Carried<'_, T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        match &mut self.0 {
            Some(inner) => outside(|| inner.as_mut().poll(context)),
            None => Poll::Pending,
        }
    }
}

impl<T> Drop for Carried<'_, T> {
    fn drop(&mut self) {
        outside(|| self.0.take());
    }
}
