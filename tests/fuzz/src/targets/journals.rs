//! Journals: what is told of one is true of it, a proof is made of an intact one only and everything in it is text, and a
//! resume ends with an answer and leaves a journal that is intact if it was.
//!
//! A chain cannot be guessed: so each input is read as it is, and once more with its chain mended.

use crate::conversation::nothing_left;
use crate::front_door::{PERMISSIONS, client_with_files, token};
use crate::ports::{Files, Service, complete};
use crate::promises::{keep, keep_error, same_across_the_boundary};
use graph_mfa::api::{
    ClientConfig, CredentialKind, Event, ExportProofRequest, JournalReport, ProofFormat, Request, Response,
    ResumeRequest, VerifyJournalRequest,
};
use graph_mfa::http::{HttpRequest, HttpResponse};
use graph_mfa::{Cancel, Client, EventSink};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use std::fmt::Write as _;
use std::sync::Mutex;

const JOURNAL: &str = "run.jsonl";

pub(crate) fn run(bytes: &[u8]) {
    look(bytes);
    if let Some(mended) = mended(bytes) {
        look(&mended);
    }
}

fn look(bytes: &[u8]) {
    let files = Files::with(JOURNAL, bytes);
    let token = token(&json!({ "idtyp": "user", "scp": PERMISSIONS.join(" ") }));
    let config = ClientConfig::new(CredentialKind::AccessToken);
    let client = client_with_files(config, Some(&token), Nobody, files.clone()).expect("a client");

    let told = verify(&client, None);
    same_across_the_boundary(&told);
    assert!(!told.intact || (told.first_bad_line.is_none() && told.lines > 0));
    assert!(told.intact || told.problem.is_some(), "it is said what is wrong");
    assert_eq!(
        verify(&client, Some(told.head.clone())).intact,
        told.intact,
        "its own hash is the expected one"
    );
    assert!(
        !verify(&client, Some("0".repeat(64))).intact,
        "no journal has this hash"
    );

    for format in [ProofFormat::Html, ProofFormat::Csv] {
        let heard = Heard::default();
        let request = Request::ExportProof(ExportProofRequest {
            file: JOURNAL.to_owned(),
            format,
            expect_head: None,
            to: None,
        });
        let result = complete(client.run(request.clone(), &heard, &Cancel::new()));
        keep(&request, &result, &[&token]);
        let text = heard.0.into_inner().expect("no panic while held").concat();
        assert!(told.intact || result.is_err(), "a damaged journal proves nothing");
        assert!(result.is_ok() || text.is_empty(), "half a proof was told");
        if result.is_ok() {
            is_text(format, &text);
        }
    }
    assert_eq!(
        files.get().get(JOURNAL).map(Vec::as_slice),
        Some(bytes),
        "who reads changes nothing"
    );

    let request = Request::ResumeRun(ResumeRequest {
        file: JOURNAL.to_owned(),
        retry_failed: bytes.len().is_multiple_of(2),
        most_in_hand: None,
        stop_after_failures: None,
        time_limit_ms: None,
    });
    let result = complete(client.run(request.clone(), &(), &Cancel::new()));
    keep(&request, &result, &[&token]);
    if let Err(error) = &result {
        keep_error(error, &[&token]);
    }
    assert_eq!(files.get().len(), 1, "the lock is given back");
    if told.intact {
        let after = verify(&client, None);
        assert!(after.intact, "{:?}", after.problem);
        assert!(after.lines >= told.lines);
    }
}

fn verify(client: &Client, expect_head: Option<String>) -> JournalReport {
    let request = Request::VerifyJournal(VerifyJournalRequest {
        file: JOURNAL.to_owned(),
        expect_head,
    });
    match complete(client.run(request, &(), &Cancel::new())) {
        Ok(Response::VerifyJournal(report)) => report,
        other => panic!("every journal can be looked at: {other:?}"),
    }
}

/// Nothing that came from the journal is anything but text.
fn is_text(format: ProofFormat, text: &str) {
    match format {
        ProofFormat::Html => {
            let body = text.split_once("<body>").expect("a page").1;
            for piece in body.split('<').skip(1) {
                let tag: String = piece
                    .trim_start_matches('/')
                    .chars()
                    .take_while(|c| c.is_alphanumeric())
                    .collect();
                let known = [
                    "b", "body", "code", "dd", "div", "dl", "dt", "footer", "h1", "h2", "header", "html",
                    "li", "p", "span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul",
                ];
                assert!(known.contains(&tag.as_str()), "<{piece}");
            }
        }
        ProofFormat::Csv => {
            for line in text.split_terminator("\r\n") {
                assert!(line.starts_with('"') && line.ends_with('"'), "{line}");
                assert!(!line.contains(['\r', '\n']), "{line}");
            }
        }
    }
}

/// The same lines in a chain, as far as they are objects.
fn mended(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut mended = Vec::new();
    let (mut n, mut previous) = (1_u32, "0".repeat(64));
    for line in bytes.split(|byte| *byte == b'\n') {
        let Ok(Value::Object(mut line)) = serde_json::from_slice::<Value>(line) else {
            continue;
        };
        line.insert("n".to_owned(), n.into());
        line.insert("previous".to_owned(), previous.into());
        line.entry("at").or_insert_with(|| "2026-08-20T09:00:00Z".into());
        let line = Value::Object(line).to_string();
        previous = Sha256::digest(&line).iter().fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").expect("text");
            hex
        });
        n += 1;
        mended.extend_from_slice(line.as_bytes());
        mended.push(b'\n');
    }
    (n > 1).then_some(mended)
}

#[derive(Default)]
struct Heard(Mutex<Vec<String>>);

impl EventSink for Heard {
    fn event(&self, event: Event) {
        if let Event::Text { text } = event {
            self.0.lock().expect("no panic while held").push(text);
        }
    }
}

/// A tenant where nobody is.
struct Nobody;

impl Service for Nobody {
    fn answer(&self, _: &HttpRequest) -> HttpResponse {
        nothing_left()
    }
}
