//! The ports of a client that talks to an input instead of a tenant: answers come at once, time is counted and never
//! waited for, and a conversation that does not end is a finding.

use graph_mfa::http::{HttpRequest, HttpResponse, Transport, TransportError};
use graph_mfa::platform::{BoxFuture, Clock, NoRandomness, Rng, Store, StoreFault, Timestamp};
use std::collections::BTreeMap;
use std::future::Future;
use std::pin::pin;
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
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
        // Whoever sleeps again and again would otherwise let nobody else go on.
        let mut slept = false;
        Box::pin(std::future::poll_fn(move |_| {
            if std::mem::replace(&mut slept, true) {
                Poll::Ready(())
            } else {
                Poll::Pending
            }
        }))
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

/// Files in memory: what a request names is never a file of this machine. Clones are the same files.
#[derive(Clone, Default)]
pub(crate) struct Files(Arc<Mutex<BTreeMap<String, Vec<u8>>>>);

impl Files {
    pub(crate) fn with(name: &str, bytes: &[u8]) -> Self {
        let files = Self::default();
        files.get().insert(name.to_owned(), bytes.to_vec());
        files
    }

    pub(crate) fn get(&self) -> MutexGuard<'_, BTreeMap<String, Vec<u8>>> {
        self.0.lock().expect("no panic while held")
    }

    /// Changes a file that is there.
    fn change(&self, name: &str, change: impl FnOnce(&mut Vec<u8>)) -> BoxFuture<'_, Result<(), StoreFault>> {
        let changed = self.get().get_mut(name).map(change).ok_or(StoreFault::Missing);
        Box::pin(std::future::ready(changed))
    }
}

impl Store for Files {
    fn read<'a>(
        &'a self,
        name: &'a str,
        offset: u64,
        most: usize,
    ) -> BoxFuture<'a, Result<Vec<u8>, StoreFault>> {
        let read = self.get().get(name).map_or(Err(StoreFault::Missing), |bytes| {
            let from = usize::try_from(offset).expect("small").min(bytes.len());
            Ok(bytes[from..bytes.len().min(from.saturating_add(most))].to_vec())
        });
        Box::pin(std::future::ready(read))
    }

    fn create<'a>(&'a self, name: &'a str, bytes: &'a [u8]) -> BoxFuture<'a, Result<(), StoreFault>> {
        let mut files = self.get();
        let made = if files.contains_key(name) {
            Err(StoreFault::Exists)
        } else {
            files.insert(name.to_owned(), bytes.to_vec());
            Ok(())
        };
        Box::pin(std::future::ready(made))
    }

    fn append<'a>(&'a self, name: &'a str, bytes: &'a [u8]) -> BoxFuture<'a, Result<(), StoreFault>> {
        self.change(name, |file| file.extend_from_slice(bytes))
    }

    fn replace<'a>(&'a self, name: &'a str, bytes: &'a [u8]) -> BoxFuture<'a, Result<(), StoreFault>> {
        self.get().insert(name.to_owned(), bytes.to_vec());
        Box::pin(std::future::ready(Ok(())))
    }

    fn cut<'a>(&'a self, name: &'a str, length: u64) -> BoxFuture<'a, Result<(), StoreFault>> {
        self.change(name, |file| {
            file.truncate(usize::try_from(length).expect("small"))
        })
    }

    fn remove<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<(), StoreFault>> {
        let removed = self.get().remove(name).map(drop).ok_or(StoreFault::Missing);
        Box::pin(std::future::ready(removed))
    }

    fn owner(&self) -> String {
        "the fuzzer".to_owned()
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
