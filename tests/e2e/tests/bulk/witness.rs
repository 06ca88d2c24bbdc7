//! Stands between the product and the tenant, writes down every write that leaves, and how much of the journal is on
//! storage at that moment; and lets the program die while a request is under way.

use graph_mfa::http::{HttpRequest, HttpResponse, Transport, TransportError};
use graph_mfa::platform::BoxFuture;
use graph_mfa_e2e::runs::{Sent, Write, call_id};
use graph_mfa_test_support::{MemoryStore, SimTransport};
use graph_sim::Simulator;
use serde_json::Value;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What was seen over all lives.
#[derive(Clone, Default)]
pub(crate) struct Seen(Arc<Mutex<Book>>);

#[derive(Default)]
struct Book {
    moment: u64,
    sent: Vec<Sent>,
}

impl Seen {
    pub(crate) fn sent(&self) -> Vec<Sent> {
        self.lock().sent.clone()
    }

    fn lock(&self) -> MutexGuard<'_, Book> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The transport of one life.
#[derive(Clone)]
pub(crate) struct Witness {
    pub(crate) inner: SimTransport,
    pub(crate) seen: Seen,
    pub(crate) simulator: Simulator,
    pub(crate) store: MemoryStore,
    pub(crate) journal: &'static str,
    pub(crate) life: u32,
    /// The request at which the program dies, and whether the tenant hears of it.
    pub(crate) dies_at: Option<(u64, bool)>,
    /// How many requests were sent in this life.
    pub(crate) requests: Arc<Mutex<u64>>,
    pub(crate) is_dead: Arc<AtomicBool>,
}

impl Witness {
    async fn carry(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let number = {
            let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
            *requests += 1;
            *requests
        };
        let dies = self.dies_at.filter(|(at, _)| *at == number);
        if let Some((_, false)) = dies {
            return self.die().await;
        }
        let place = self.write_down(&request);
        let answer = self.inner.send(request).await;
        if dies.is_some() {
            return self.die().await;
        }
        if let Some(place) = place {
            self.note(place, &answer);
        }
        answer
    }

    async fn die<T>(&self) -> T {
        self.is_dead.store(true, Ordering::Release);
        std::future::pending().await
    }

    fn write_down(&self, request: &HttpRequest) -> Option<usize> {
        let writes = writes_of(request);
        if writes.is_empty() {
            return None;
        }
        let stored = self.store.get(self.journal).map_or(0, |bytes| bytes.len());
        let mut book = self.seen.lock();
        book.moment += 1;
        let sent = Sent {
            life: self.life,
            began: book.moment,
            ended: None,
            stored,
            at: self.simulator.now(),
            writes: writes.into_iter().map(|(_, write)| write).collect(),
        };
        book.sent.push(sent);
        Some(book.sent.len() - 1)
    }

    fn note(&self, place: usize, answer: &Result<HttpResponse, TransportError>) {
        let mut book = self.seen.lock();
        book.moment += 1;
        let moment = book.moment;
        let sent = &mut book.sent[place];
        sent.ended = Some(moment);
        let Ok(answer) = answer else { return };
        let body: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        for write in &mut sent.writes {
            let parts = body["responses"].as_array();
            let part = parts.and_then(|parts| parts.iter().find(|part| part["id"] == write.id.as_str()));
            write.status = match part {
                Some(part) => part["status"]
                    .as_u64()
                    .and_then(|status| u16::try_from(status).ok()),
                None => Some(answer.status).filter(|status| write.id.is_empty() || *status != 200),
            };
        }
    }
}

impl Transport for Witness {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(self.carry(request))
    }
}

/// The writes in a request, be it a batch or not.
fn writes_of(request: &HttpRequest) -> Vec<(String, Write)> {
    let path = request.url.path();
    let body: Value = request
        .body
        .as_deref()
        .and_then(|body| serde_json::from_slice(body).ok())
        .unwrap_or_default();
    let Some(version) = path
        .split('/')
        .nth(1)
        .filter(|version| ["v1.0", "beta"].contains(version))
    else {
        return Vec::new();
    };
    if !path.ends_with("/$batch") {
        let write = write_of(String::new(), request.method.as_str(), path.to_owned(), &body);
        return write.into_iter().map(|write| (String::new(), write)).collect();
    }
    let parts = body["requests"].as_array().into_iter().flatten();
    parts
        .filter_map(|part| {
            let text = |field: &str| part[field].as_str().unwrap_or_default().to_owned();
            let path = format!("{version}{}", text("url"));
            let write = write_of(text("id"), &text("method"), path, &part["body"])?;
            Some((text("id"), write))
        })
        .collect()
}

/// A request that asks for a change.
fn write_of(id: String, method: &str, path: String, body: &Value) -> Option<Write> {
    let asks = [
        "getMemberGroups",
        "checkMemberGroups",
        "checkMemberObjects",
        "getByIds",
    ];
    let path = path.trim_start_matches('/').to_owned();
    let bare = path.split('?').next().unwrap_or_default();
    if method == "GET" || asks.iter().any(|ask| bare.ends_with(ask)) {
        return None;
    }
    let body = Some(body).filter(|body| body.is_object());
    let user = match path.split('/').collect::<Vec<_>>()[..] {
        [_, "users", user, ..] => user.to_owned(),
        _ => body
            .and_then(|body| body["principalId"].as_str())
            .unwrap_or_default()
            .to_owned(),
    };
    Some(Write {
        id,
        user: user.to_lowercase(),
        method: method.to_owned(),
        call: call_id(method, &path, body),
        path: format!("/{path}"),
        status: None,
    })
}
