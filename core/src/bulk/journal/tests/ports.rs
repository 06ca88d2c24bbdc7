//! A disk in memory that can lose power, and a clock that moves when nobody can go on.

use crate::bulk::journal::ServiceTime;
use crate::platform::{BoxFuture, Clock, Store, StoreFault, Timestamp};
use std::collections::BTreeMap;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, AtomicI64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

/// Clones are the same disk.
#[derive(Clone, Default)]
pub(super) struct Disk(Arc<Mutex<Files>>);

#[derive(Default)]
pub(super) struct Files {
    pub(super) files: BTreeMap<String, Vec<u8>>,
    /// How many appends there were.
    pub(super) appends: usize,
    /// The append that fails, and how many of its bytes are kept.
    pub(super) fails: Option<(usize, usize)>,
}

impl Disk {
    pub(super) fn get(&self) -> MutexGuard<'_, Files> {
        self.0.lock().expect("no panic while held")
    }

    pub(super) fn bytes(&self, name: &str) -> Vec<u8> {
        self.get().files.get(name).cloned().unwrap_or_default()
    }

    pub(super) fn text(&self, name: &str) -> String {
        String::from_utf8(self.bytes(name)).expect("text")
    }

    pub(super) fn with(name: &str, bytes: &[u8]) -> Self {
        let disk = Self::default();
        disk.get().files.insert(name.to_owned(), bytes.to_vec());
        disk
    }
}

/// Lets others go first.
async fn breathe() {
    let mut first = true;
    std::future::poll_fn(|context| {
        if std::mem::take(&mut first) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(())
    })
    .await;
}

impl Store for Disk {
    fn read<'a>(
        &'a self,
        name: &'a str,
        offset: u64,
        most: usize,
    ) -> BoxFuture<'a, Result<Vec<u8>, StoreFault>> {
        Box::pin(async move {
            let files = self.get();
            let bytes = files.files.get(name).ok_or(StoreFault::Missing)?;
            let from = usize::try_from(offset).expect("small").min(bytes.len());
            Ok(bytes[from..bytes.len().min(from + most)].to_vec())
        })
    }

    fn create<'a>(&'a self, name: &'a str, bytes: &'a [u8]) -> BoxFuture<'a, Result<(), StoreFault>> {
        Box::pin(async move {
            breathe().await;
            let files = &mut self.get().files;
            if files.contains_key(name) {
                return Err(StoreFault::Exists);
            }
            files.insert(name.to_owned(), bytes.to_vec());
            Ok(())
        })
    }

    fn append<'a>(&'a self, name: &'a str, bytes: &'a [u8]) -> BoxFuture<'a, Result<(), StoreFault>> {
        Box::pin(async move {
            breathe().await;
            let mut files = self.get();
            let number = files.appends;
            files.appends += 1;
            let kept = match files.fails {
                Some((at, kept)) if at == number => Some(kept),
                _ => None,
            };
            let file = files.files.get_mut(name).ok_or(StoreFault::Missing)?;
            file.extend_from_slice(&bytes[..kept.unwrap_or(bytes.len()).min(bytes.len())]);
            match kept {
                None => Ok(()),
                Some(_) => Err(StoreFault::Other("the disk is full".to_owned())),
            }
        })
    }

    fn replace<'a>(&'a self, name: &'a str, bytes: &'a [u8]) -> BoxFuture<'a, Result<(), StoreFault>> {
        Box::pin(async move {
            breathe().await;
            self.get().files.insert(name.to_owned(), bytes.to_vec());
            Ok(())
        })
    }

    fn cut<'a>(&'a self, name: &'a str, length: u64) -> BoxFuture<'a, Result<(), StoreFault>> {
        Box::pin(async move {
            let mut files = self.get();
            let file = files.files.get_mut(name).ok_or(StoreFault::Missing)?;
            file.truncate(usize::try_from(length).expect("small"));
            Ok(())
        })
    }

    fn remove<'a>(&'a self, name: &'a str) -> BoxFuture<'a, Result<(), StoreFault>> {
        Box::pin(async move {
            let gone = self.get().files.remove(name);
            gone.map(drop).ok_or(StoreFault::Missing)
        })
    }

    fn owner(&self) -> String {
        "desk-7, process 4711".to_owned()
    }
}

/// Starts at 2026-08-20T09:00:00Z. It moves when [`run`] finds nobody who can go on.
pub(super) struct Wheel {
    now: AtomicI64,
    timers: Mutex<Vec<(i64, Waker)>>,
}

impl Wheel {
    pub(super) fn new() -> Self {
        Self {
            now: AtomicI64::new(1_787_216_400_000),
            timers: Mutex::default(),
        }
    }

    pub(super) fn advance(&self, by: Duration) {
        self.now
            .fetch_add(i64::try_from(by.as_millis()).expect("short"), Ordering::SeqCst);
    }
}

impl Clock for Wheel {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix_ms(self.now.load(Ordering::SeqCst))
    }

    fn sleep(&self, length: Duration) -> BoxFuture<'_, ()> {
        let until = Clock::now(self).plus(length).unix_ms();
        Box::pin(std::future::poll_fn(move |context| {
            if self.now.load(Ordering::SeqCst) >= until {
                return Poll::Ready(());
            }
            let mut timers = self.timers.lock().expect("no panic while held");
            timers.push((until, context.waker().clone()));
            Poll::Pending
        }))
    }
}

impl ServiceTime for Wheel {
    fn now(&self) -> Timestamp {
        Clock::now(self)
    }
}

#[derive(Default)]
struct Woken(AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// Drives a future to its end in virtual time.
pub(super) fn run<F: Future>(clock: &Wheel, future: F) -> F::Output {
    let mut future = pin!(future);
    let woken = Arc::new(Woken::default());
    let waker = Waker::from(Arc::clone(&woken));
    let mut context = Context::from_waker(&waker);
    loop {
        if let Poll::Ready(output) = future.as_mut().poll(&mut context) {
            return output;
        }
        while !woken.0.swap(false, Ordering::SeqCst) {
            let mut timers = clock.timers.lock().expect("no panic while held");
            let next = timers.iter().map(|(until, _)| *until).min();
            let next = next.expect("somebody must be able to go on");
            clock.now.fetch_max(next, Ordering::SeqCst);
            let (due, later) = timers.drain(..).partition(|(until, _)| *until <= next);
            *timers = later;
            drop(timers);
            let due: Vec<(i64, Waker)> = due;
            due.into_iter().for_each(|(_, waker)| waker.wake());
        }
    }
}
