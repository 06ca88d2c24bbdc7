//! A world for the wave: its own time, a service that answers batches part by part, and a ledger that remembers.

use crate::api::QuotaProfile;
use crate::auth::SuppliedToken;
use crate::cancel::Cancel;
use crate::cloud::{Cloud, CloudName};
use crate::error::{Error, ErrorCode, Result};
use crate::http::wave::{Ledger, Shared, Wave};
use crate::http::{
    Call, HttpMethod, HttpRequest, HttpResponse, Pipeline, Ports, Reply, Run, Transport, TransportError,
    Version,
};
use crate::platform::{BoxFuture, Clock, NoRandomness, Rng, Timestamp};
use crate::secret::Secret;
use futures_util::future::{Either, select};
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap};
use std::pin::{Pin, pin};
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Wake, Waker};
use std::time::Duration;

/// Time that passes when nothing else can.
#[derive(Clone, Default)]
pub(super) struct Time(Arc<Mutex<Timers>>);

#[derive(Default)]
struct Timers {
    now: i64,
    next: u64,
    pending: BTreeMap<(i64, u64), Waker>,
}

impl Time {
    pub(super) fn ms(&self) -> i64 {
        self.0.lock().expect("free").now
    }

    fn advance(&self) -> bool {
        let mut timers = self.0.lock().expect("free");
        let Some(((at, _), waker)) = timers.pending.pop_first() else {
            return false;
        };
        timers.now = timers.now.max(at);
        drop(timers);
        waker.wake();
        true
    }
}

struct Sleep {
    time: Time,
    until: i64,
    key: Option<(i64, u64)>,
}

impl Future for Sleep {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        let time = self.time.clone();
        let mut timers = time.0.lock().expect("free");
        if timers.now >= self.until {
            return Poll::Ready(());
        }
        let key = self.key.unwrap_or((self.until, timers.next));
        timers.next += 1;
        timers.pending.insert(key, context.waker().clone());
        self.key = Some(key);
        Poll::Pending
    }
}

impl Drop for Sleep {
    fn drop(&mut self) {
        if let Some(key) = self.key {
            self.time.0.lock().expect("free").pending.remove(&key);
        }
    }
}

impl Clock for Time {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix_ms(self.ms())
    }

    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        Box::pin(Sleep {
            time: self.clone(),
            until: self.ms() + i64::try_from(duration.as_millis()).expect("short"),
            key: None,
        })
    }
}

#[derive(Default)]
struct Woken(std::sync::atomic::AtomicBool);

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.0.store(true, std::sync::atomic::Ordering::SeqCst);
    }
}

/// Runs to the end; time moves when nothing else does.
pub(super) fn run_to_end<T>(time: &Time, future: impl Future<Output = T>) -> T {
    let woken = Arc::new(Woken::default());
    let waker = Waker::from(Arc::clone(&woken));
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(done) = future.as_mut().poll(&mut Context::from_waker(&waker)) {
            return done;
        }
        while !woken.0.swap(false, std::sync::atomic::Ordering::SeqCst) {
            assert!(time.advance(), "nobody will ever wake it");
        }
    }
}

/// What one part of a batch asks.
#[derive(Clone, Debug)]
pub(super) struct Part {
    pub(super) method: String,
    pub(super) url: String,
    /// When it reached the service.
    pub(super) at: i64,
}

impl Part {
    /// The person in the path.
    pub(super) fn person(&self) -> Option<u32> {
        self.url.split('/').nth(2)?.parse().ok()
    }

    pub(super) fn is_write(&self) -> bool {
        self.method != "GET"
    }
}

type AnswerPart = Box<dyn Fn(&Part) -> Option<Value> + Send + Sync>;
type AnswerBatch = Box<dyn Fn(&[Part], usize) -> Option<Result<HttpResponse, TransportError>> + Send + Sync>;

/// What a test looks at afterwards.
#[derive(Clone, Default)]
pub(super) struct Seen(Arc<Mutex<Vec<Vec<Part>>>>);

impl Seen {
    pub(super) fn batches(&self) -> Vec<Vec<Part>> {
        self.0.lock().expect("free").clone()
    }

    pub(super) fn parts(&self) -> Vec<Part> {
        self.batches().concat()
    }
}

struct Service {
    time: Time,
    seen: Seen,
    latency: Duration,
    part: AnswerPart,
    batch: AnswerBatch,
}

impl Transport for Service {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(async move {
            self.time.sleep(self.latency / 2).await;
            let at = self.time.ms();
            let body: Value = serde_json::from_slice(request.body.as_deref().expect("a body")).expect("JSON");
            let requests = body["requests"].as_array().expect("a list");
            let parts: Vec<Part> = requests
                .iter()
                .map(|one| Part {
                    method: one["method"].as_str().expect("a method").to_owned(),
                    url: one["url"].as_str().expect("an address").to_owned(),
                    at,
                })
                .collect();
            let number = {
                let mut seen = self.seen.0.lock().expect("free");
                seen.push(parts.clone());
                seen.len()
            };
            let answer = (self.batch)(&parts, number).unwrap_or_else(|| {
                let mut answers: Vec<Value> = requests
                    .iter()
                    .zip(&parts)
                    .filter_map(|(asked, part)| {
                        let mut answer = (self.part)(part)?;
                        answer["id"] = asked["id"].clone();
                        Some(answer)
                    })
                    .collect();
                answers.reverse();
                let body = json!({ "responses": answers }).to_string();
                Ok(crate::http::fake::answer(200, &[], &body))
            });
            self.time.sleep(self.latency / 2).await;
            answer
        })
    }
}

/// The one thing that a good answer says.
pub(super) fn echo(part: &Part) -> Option<Value> {
    Some(json!({ "status": 200, "body": { "asked": part.url, "by": part.method } }))
}

struct Halves;

impl Rng for Halves {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        bytes.fill(0x7f);
        Ok(())
    }
}

pub(super) struct World {
    pub(super) time: Time,
    pub(super) seen: Seen,
    pub(super) pipeline: Pipeline,
    pub(super) wave: Wave,
    pub(super) ledger: Book,
    pub(super) cancel: Cancel,
}

impl World {
    pub(super) fn new(part: impl Fn(&Part) -> Option<Value> + Send + Sync + 'static) -> Self {
        Self::with_batches(part, |_, _| None)
    }

    /// `batch` may answer a batch as a whole; it is told how many there were with it.
    pub(super) fn with_batches(
        part: impl Fn(&Part) -> Option<Value> + Send + Sync + 'static,
        batch: impl Fn(&[Part], usize) -> Option<Result<HttpResponse, TransportError>> + Send + Sync + 'static,
    ) -> Self {
        Self::slow(Duration::from_millis(200), part, batch)
    }

    /// With these limits for methods, as configured.
    pub(super) fn under(
        quota: QuotaProfile,
        part: impl Fn(&Part) -> Option<Value> + Send + Sync + 'static,
    ) -> Self {
        Self::build(quota, Duration::from_millis(200), part, |_, _| None)
    }

    pub(super) fn slow(
        latency: Duration,
        part: impl Fn(&Part) -> Option<Value> + Send + Sync + 'static,
        batch: impl Fn(&[Part], usize) -> Option<Result<HttpResponse, TransportError>> + Send + Sync + 'static,
    ) -> Self {
        Self::build(QuotaProfile::Directory, latency, part, batch)
    }

    fn build(
        quota: QuotaProfile,
        latency: Duration,
        part: impl Fn(&Part) -> Option<Value> + Send + Sync + 'static,
        batch: impl Fn(&[Part], usize) -> Option<Result<HttpResponse, TransportError>> + Send + Sync + 'static,
    ) -> Self {
        let (time, seen) = (Time::default(), Seen::default());
        let service = Service {
            time: time.clone(),
            seen: seen.clone(),
            latency,
            part: Box::new(part),
            batch: Box::new(batch),
        };
        let ports = Ports {
            transport: Box::new(service),
            clock: Box::new(time.clone()),
            rng: Box::new(Halves),
        };
        let tokens = Box::new(SuppliedToken::new(Secret::new("opaque")));
        Self {
            pipeline: Pipeline::new(
                ports,
                Cloud::named(CloudName::Global),
                tokens,
                "test".to_owned(),
                quota,
            ),
            time,
            seen,
            wave: Wave::new(),
            ledger: Book::default(),
            cancel: Cancel::new(),
        }
    }

    /// Lets people do their work side by side, so many at once, and tells what came of each, in their order. An error
    /// is what ended everything.
    pub(super) fn work<'w, T, F>(
        &'w self,
        people: u32,
        at_once: usize,
        work: impl Fn(Hand<'w>) -> F,
    ) -> Result<Vec<T>>
    where
        F: Future<Output = T>,
    {
        run_to_end(&self.time, async {
            let outer = Run::new(&(), &self.cancel);
            let people = async {
                let mut todo = 0..people;
                let mut in_hand = FuturesUnordered::new();
                let mut done = HashMap::new();
                loop {
                    while in_hand.len() < at_once
                        && self.wave.writes_waiting() < 60
                        && let Some(person) = todo.next()
                    {
                        let hand = self.hand(person);
                        let one = work(hand);
                        in_hand.push(async move { (person, one.await) });
                    }
                    match in_hand.next().await {
                        Some((person, came)) => done.insert(person, came),
                        None => return done,
                    };
                }
            };
            let serve = self.wave.serve(&self.pipeline, &self.ledger, &outer);
            match select(pin!(people), pin!(serve)).await {
                Either::Left((mut done, _)) => {
                    let mut people: Vec<u32> = done.keys().copied().collect();
                    people.sort_unstable();
                    Ok(people.iter().filter_map(|person| done.remove(person)).collect())
                }
                Either::Right((error, _)) => Err(error),
            }
        })
    }

    pub(super) fn hand(&self, person: u32) -> Hand<'_> {
        let shared = Shared {
            wave: &self.wave,
            ledger: &self.ledger,
            person,
        };
        Hand {
            person,
            pipeline: &self.pipeline,
            run: Run::in_wave(&(), &self.cancel, shared),
        }
    }
}

/// Somebody in hand.
pub(super) struct Hand<'a> {
    pub(super) person: u32,
    pub(super) pipeline: &'a Pipeline,
    pub(super) run: Run<'a>,
}

impl Hand<'_> {
    pub(super) fn read(&self, what: &str) -> Call {
        Call::get(
            "GET /people/{id}/{what}",
            Version::Beta,
            format!("/people/{}/{what}", self.person),
        )
    }

    pub(super) fn write(&self, what: &str) -> Call {
        let path = format!("/people/{}/{what}", self.person);
        Call::write(
            "DELETE /people/{id}/{what}",
            HttpMethod::Delete,
            Version::V1,
            path,
            None,
        )
    }

    pub(super) async fn send(&self, call: &Call) -> Result<Reply> {
        self.pipeline.send(call, &self.run).await
    }
}

/// A ledger that remembers.
#[derive(Default)]
pub(super) struct Book {
    pub(super) lines: Mutex<Vec<Line>>,
    pub(super) proven: Mutex<HashMap<String, Reply>>,
    /// After so many beginnings, storage fails.
    pub(super) fails_after: Mutex<Option<usize>>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Line {
    Begun(u32, String),
    Answered(u32, String, Option<u16>),
}

fn path(call: &Call) -> String {
    call.path().expect("no link").1.to_owned()
}

impl Ledger for Book {
    fn proven(&self, _: u32, call: &Call) -> Option<Reply> {
        self.proven.lock().expect("free").get(&path(call)).cloned()
    }

    fn begin<'a>(&'a self, writes: &'a [(u32, &'a Call)]) -> BoxFuture<'a, Result<()>> {
        let mut fails_after = self.fails_after.lock().expect("free");
        if let Some(left) = fails_after.as_mut() {
            if *left == 0 {
                let error = Error::new(ErrorCode::FileFailed, "the disk is full");
                return Box::pin(async { Err(error) });
            }
            *left -= 1;
        }
        let mut lines = self.lines.lock().expect("free");
        lines.extend(
            writes
                .iter()
                .map(|(person, call)| Line::Begun(*person, path(call))),
        );
        Box::pin(async { Ok(()) })
    }

    fn answered(&self, person: u32, call: &Call, reply: Option<&Reply>) {
        let status = reply.map(|reply| reply.status);
        self.lines
            .lock()
            .expect("free")
            .push(Line::Answered(person, path(call), status));
    }
}
