//! A service of a few lines, for the tests of the pipeline: it answers by a function and keeps what it was asked.

use super::transport::{HttpRequest, HttpResponse, Transport, TransportError};
use super::{Call, Pipeline, Ports, Run, TokenWire, Version};
use crate::api::Event;
use crate::auth::{SuppliedToken, TokenSource};
use crate::cancel::Cancel;
use crate::client::EventSink;
use crate::cloud::{Cloud, CloudName};
use crate::platform::{BoxFuture, Clock, NoRandomness, Rng, Timestamp};
use crate::secret::Secret;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

type Answer = Box<dyn Fn(&HttpRequest, usize) -> Result<HttpResponse, TransportError> + Send + Sync>;

struct Service {
    answer: Answer,
    asked: Arc<Mutex<Vec<HttpRequest>>>,
}

impl Transport for Service {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        let mut asked = self.asked.lock().expect("no panic while held");
        asked.push(request.clone());
        let answer = (self.answer)(&request, asked.len());
        Box::pin(async move { answer })
    }
}

/// Its sleeps return at once and move its time.
#[derive(Default)]
struct Hurry(AtomicI64);

impl Clock for Hurry {
    fn now(&self) -> Timestamp {
        Timestamp::from_unix_ms(self.0.load(Ordering::SeqCst))
    }
    fn sleep(&self, duration: Duration) -> BoxFuture<'_, ()> {
        self.0.fetch_add(
            i64::try_from(duration.as_millis()).expect("short"),
            Ordering::SeqCst,
        );
        Box::pin(async {})
    }
}

struct Halves;

impl Rng for Halves {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        bytes.fill(0x7f);
        Ok(())
    }
}

/// A pipeline to such a service, and what the service was asked.
pub(super) fn pipeline(
    answer: impl Fn(&HttpRequest, usize) -> Result<HttpResponse, TransportError> + Send + Sync + 'static,
) -> (Pipeline, Arc<Mutex<Vec<HttpRequest>>>) {
    pipeline_for(SuppliedToken::new(Secret::new("opaque")), answer)
}

/// The same with another source of tokens.
pub(crate) fn pipeline_for(
    tokens: impl TokenSource + 'static,
    answer: impl Fn(&HttpRequest, usize) -> Result<HttpResponse, TransportError> + Send + Sync + 'static,
) -> (Pipeline, Arc<Mutex<Vec<HttpRequest>>>) {
    let asked = Arc::new(Mutex::new(Vec::new()));
    let service = Service {
        answer: Box::new(answer),
        asked: Arc::clone(&asked),
    };
    let ports = Ports {
        transport: Box::new(service),
        clock: Box::new(Hurry::default()),
        rng: Box::new(Halves),
    };
    (
        Pipeline::new(
            ports,
            Cloud::named(CloudName::Global),
            Box::new(tokens),
            "test".to_owned(),
            crate::api::QuotaProfile::Directory,
        ),
        asked,
    )
}

/// Does something with the ways of a sign-in at such a service, and tells which events there were.
pub(crate) fn told_by<T>(
    answer: impl Fn(&HttpRequest, usize) -> Result<HttpResponse, TransportError> + Send + Sync + 'static,
    work: impl FnOnce(TokenWire<'_>) -> T,
) -> (T, Vec<Event>) {
    #[derive(Default)]
    struct Heard(Mutex<Vec<Event>>);
    impl EventSink for Heard {
        fn event(&self, event: Event) {
            self.0.lock().expect("no panic while held").push(event);
        }
    }
    let (pipeline, _) = pipeline(answer);
    let (heard, cancel) = (Heard::default(), Cancel::new());
    let done = work(pipeline.token_wire(&Run::new(&heard, &cancel)));
    (done, heard.0.into_inner().expect("no panic while held"))
}

/// An answer with that status and body.
pub(crate) fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> HttpResponse {
    HttpResponse {
        status,
        headers: headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect(),
        body: body.as_bytes().to_vec(),
    }
}

/// Reads something, and tells the status of the answer.
pub(crate) async fn get_x(pipeline: &Pipeline) -> u16 {
    let cancel = Cancel::new();
    let run = Run::new(&(), &cancel);
    let call = Call::get("GET /x", Version::V1, "/x".to_owned());
    pipeline.send(&call, &run).await.expect("an answer").status
}
