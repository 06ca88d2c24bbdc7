//! The input of a run: a file of people, in any form. In a tenant where nobody is, every row of it is bad: the same rows
//! whatever pieces the file comes in, each told once, and nothing is written.

use crate::conversation::nothing_left;
use crate::front_door::{PERMISSIONS, client_with_files, token};
use crate::ports::{Service, complete};
use crate::promises::{keep_error, same_across_the_boundary};
use graph_mfa::api::{BadRow, ClientConfig, CredentialKind, ErrorInfo, Event, Request};
use graph_mfa::http::{HttpMethod, HttpRequest, HttpResponse};
use graph_mfa::platform::{BoxFuture, Store, StoreFault};
use graph_mfa::{Cancel, ErrorCode, EventSink};
use serde_json::{Value, json};
use std::future::ready;
use std::sync::Mutex;

pub(crate) fn run(bytes: &[u8]) {
    let whole = told(bytes, 64 * 1024);
    assert_eq!(whole, told(bytes, 7), "pieces matter");
    let (error, rows) = whole;
    assert!(
        matches!(error.code, ErrorCode::InputRefused | ErrorCode::TooManyPeople),
        "{error:?}"
    );
    assert!(rows.is_sorted_by_key(|row| row.line), "{rows:?}");
    for row in &rows {
        assert!(
            row.line > 0 && !row.reason.is_empty() && !row.duplicate,
            "{row:?}"
        );
        same_across_the_boundary(row);
    }
}

/// Why a run for these people is refused, and which rows were told.
fn told(bytes: &[u8], piece: usize) -> (ErrorInfo, Vec<BadRow>) {
    let token = token(&json!({ "idtyp": "user", "scp": PERMISSIONS.join(" ") }));
    let config = ClientConfig::new(CredentialKind::AccessToken);
    let files = File(bytes.to_vec(), piece);
    let client = client_with_files(config, Some(&token), Nobody, files).expect("a client");
    let request = json!({
        "operation": "planRun",
        "input": { "from": "file", "path": "people" },
        "each": { "operation": "listMethods" },
        "mostPeople": 1_000_000,
    });
    let request: Request = serde_json::from_value(request).expect("a request");
    let heard = Heard::default();
    let error = complete(client.run(request, &heard, &Cancel::new())).expect_err("there is nobody");
    keep_error(&error, &[&token]);
    (ErrorInfo::from(&error), heard.0.into_inner().expect("one thread"))
}

#[derive(Default)]
struct Heard(Mutex<Vec<BadRow>>);

impl EventSink for Heard {
    fn event(&self, event: Event) {
        if let Event::BadRows { rows } = event {
            self.0.lock().expect("one thread").extend(rows);
        }
    }
}

/// A tenant without people.
struct Nobody;

impl Service for Nobody {
    fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let body: Value =
            serde_json::from_slice(request.body.as_deref().unwrap_or_default()).unwrap_or_default();
        let Some(parts) = body["requests"].as_array() else {
            return nothing_left();
        };
        assert!(parts.len() <= 20, "a batch is too large");
        let part = |part: &Value| {
            assert_eq!(part["method"], HttpMethod::Get.as_str(), "nothing is written");
            let list = part["url"].as_str().is_some_and(|url| url.contains("$filter="));
            let body = if list {
                json!({ "value": [] })
            } else {
                json!({ "error": { "code": "x" } })
            };
            json!({ "id": part["id"], "status": if list { 200 } else { 404 }, "body": body })
        };
        let parts: Vec<_> = parts.iter().map(part).collect();
        HttpResponse {
            status: 200,
            headers: Vec::new(),
            body: json!({ "responses": parts }).to_string().into_bytes(),
        }
    }
}

/// A disk with one file, which it gives in pieces of that length.
struct File(Vec<u8>, usize);

impl Store for File {
    fn read<'a>(
        &'a self,
        _: &'a str,
        offset: u64,
        most: usize,
    ) -> BoxFuture<'a, Result<Vec<u8>, StoreFault>> {
        let begin = usize::try_from(offset).map_or(self.0.len(), |offset| offset.min(self.0.len()));
        let rest = &self.0[begin..];
        Box::pin(ready(Ok(rest[..rest.len().min(most).min(self.1)].to_vec())))
    }

    fn create<'a>(&'a self, _: &'a str, _: &'a [u8]) -> BoxFuture<'a, Result<(), StoreFault>> {
        written()
    }

    fn append<'a>(&'a self, _: &'a str, _: &'a [u8]) -> BoxFuture<'a, Result<(), StoreFault>> {
        written()
    }

    fn replace<'a>(&'a self, _: &'a str, _: &'a [u8]) -> BoxFuture<'a, Result<(), StoreFault>> {
        written()
    }

    fn cut<'a>(&'a self, _: &'a str, _: u64) -> BoxFuture<'a, Result<(), StoreFault>> {
        written()
    }

    fn remove<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<(), StoreFault>> {
        written()
    }

    fn owner(&self) -> String {
        "an input".to_owned()
    }
}

fn written<'a>() -> BoxFuture<'a, Result<(), StoreFault>> {
    panic!("a plan that is not saved writes no file")
}
