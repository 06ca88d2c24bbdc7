//! A host that keeps the files of runs itself: what it is asked, and what becomes of a run when it fails or goes.

use crate::host::{Client, Job};
use crate::tenant::{NORA, Tenant};
use graph_mfa::ErrorCode;
use graph_mfa::api::{ErrorInfo, FileCall, JobMessage};
use graph_mfa_native::*;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const JOURNAL: &str = "runs/leavers.jsonl";

/// Files in the memory of the host.
#[derive(Default)]
struct Shelf {
    files: BTreeMap<String, String>,
    /// What was asked, in order.
    asked: Vec<(FileCall, String)>,
}

impl Shelf {
    /// The reply to a question about a file, without its number.
    fn see_to(&mut self, question: &JobMessage) -> Value {
        let JobMessage::NeedFile {
            call,
            name,
            offset,
            most,
            text,
            ..
        } = question
        else {
            panic!("{question:?} is not about a file")
        };
        self.asked.push((*call, name.clone()));
        let there = self.files.contains_key(name);
        let text = text.clone().unwrap_or_default();
        let done = || json!({ "file": "done" });
        match call {
            FileCall::Replace => {
                self.files.insert(name.clone(), text);
                done()
            }
            FileCall::Create if there => json!({ "file": "exists" }),
            FileCall::Create => {
                self.files.insert(name.clone(), text);
                done()
            }
            _ if !there => json!({ "file": "missing" }),
            FileCall::Read => {
                let held = &self.files[name];
                let from = offset.expect("an offset") as usize;
                let to = held.floor_char_boundary(from + most.expect("a length") as usize);
                json!({ "text": held.get(from..to).unwrap_or_default() })
            }
            FileCall::Append => {
                self.files.entry(name.clone()).or_default().push_str(&text);
                done()
            }
            FileCall::Cut => {
                let held = self.files.get_mut(name).expect("it is there");
                held.truncate(offset.expect("a length") as usize);
                done()
            }
            FileCall::Remove => {
                self.files.remove(name);
                done()
            }
        }
    }

    /// Reads a job to its end. `before` sees each question first.
    fn serve(
        &mut self,
        job: &Job,
        mut before: impl FnMut(&Job, &JobMessage),
    ) -> Result<Value, Box<ErrorInfo>> {
        loop {
            let message = job.next();
            match &message {
                JobMessage::Progress { .. } => {}
                JobMessage::Finished { response } => {
                    return Ok(serde_json::to_value(response).expect("a response is JSON"));
                }
                JobMessage::Failed { error } => return Err(Box::new(error.clone())),
                question => {
                    before(job, question);
                    let mut reply = self.see_to(question);
                    reply["ask"] = json!(number(question));
                    job.reply(reply.to_string(), None)
                        .expect("the reply is well formed");
                }
            }
        }
    }
}

fn number(question: &JobMessage) -> u32 {
    match question {
        JobMessage::NeedFile { ask, .. } => *ask,
        other => panic!("{other:?} is not about a file"),
    }
}

fn client(tenant: &Tenant) -> Client {
    let config = tenant.config_with("clientSecret", |config| config["hostFiles"] = true.into());
    let secret = tenant.startup().connection.client_secret;
    Client::new(config, Some(&secret)).expect("the configuration is complete")
}

fn run() -> String {
    json!({
        "operation": "startRun",
        "input": { "from": "people", "people": [{ "user": NORA }] },
        "each": { "operation": "reset" },
        "case": { "requestedBy": "desk@fabrikam.example" },
        "file": JOURNAL,
    })
    .to_string()
}

fn verify() -> String {
    json!({ "operation": "verifyJournal", "file": JOURNAL }).to_string()
}

#[test]
fn a_run_keeps_its_journal_at_the_host() {
    let tenant = Tenant::new();
    let (client, mut shelf) = (client(&tenant), Shelf::default());
    let job = client.start(run()).expect("it starts");
    let summary = shelf.serve(&job, |_, _| {}).expect("it ends well");
    assert_eq!(summary["status"], "done", "{summary}");
    assert_eq!(tenant.methods_of_nora(), 0);
    assert_eq!(
        shelf.files.keys().collect::<Vec<_>>(),
        [JOURNAL],
        "the lock is gone"
    );
    assert!(shelf.asked.contains(&(FileCall::Create, JOURNAL.to_owned())));
    assert!(shelf.asked.contains(&(FileCall::Append, JOURNAL.to_owned())));

    let job = client.start(verify()).expect("it starts");
    let report = shelf.serve(&job, |_, _| {}).expect("it ends well");
    assert_eq!(report["intact"], true, "{report}");
    assert_eq!(report["head"], summary["head"], "{report}");

    // There is such a journal now.
    let job = client.start(run()).expect("it starts");
    let error = shelf.serve(&job, |_, _| {}).expect_err("it is there already");
    assert_eq!(error.subject.as_deref(), Some(JOURNAL), "{error:?}");
}

#[test]
fn a_run_that_is_cancelled_writes_down_what_it_did() {
    let tenant = Tenant::new();
    let (client, mut shelf) = (client(&tenant), Shelf::default());
    let job = client.start(run()).expect("it starts");
    // With the line that comes before the first write: that write is let finish.
    let mut cancelled = false;
    let cancel = |job: &Job, question: &JobMessage| {
        if let JobMessage::NeedFile { text: Some(text), .. } = question
            && text.contains(r#""type":"write""#)
        {
            cancelled = true;
            job.cancel().expect("it is alive");
        }
    };
    let ended = shelf.serve(&job, cancel);
    assert!(cancelled, "{ended:?}");
    assert!(
        shelf.files[JOURNAL].contains(r#""type":"answer""#),
        "{}",
        shelf.files[JOURNAL]
    );
    let report = shelf.serve(&client.start(verify()).expect("it starts"), |_, _| {});
    let report = report.expect("it ends well");
    assert_eq!(report["intact"], true, "{ended:?} {report}");
    assert!(
        !shelf.files.contains_key(&format!("{JOURNAL}.lock")),
        "the lock was given back: {ended:?}"
    );
}

#[test]
fn a_host_that_fails_or_goes_is_told_of() {
    let tenant = Tenant::new();
    let client = client(&tenant);
    let job = client.start(verify()).expect("it starts");
    let ask = number(&job.next());
    job.reply(
        format!(r#"{{"ask":{ask},"error":"the container is read-only"}}"#),
        None,
    )
    .expect("it is well formed");
    let error = job.end().expect_err("it cannot be read");
    assert_eq!(error.code, ErrorCode::FileFailed);
    assert!(
        error.message.contains("the container is read-only"),
        "{}",
        error.message
    );

    let job = client.start(verify()).expect("it starts");
    let ask = number(&job.next());
    job.reply(format!(r#"{{"ask":{ask},"file":"missing"}}"#), None)
        .expect("it is well formed");
    let error = job.end().expect_err("there is none");
    assert_eq!(error.code, ErrorCode::FileFailed);
    for malformed in [
        r#"{"ask":3,"file":"gone"}"#,
        r#"{"ask":3,"text":7}"#,
        r#"{"ask":3}"#,
    ] {
        let failed = job.reply(malformed, None).expect_err("it is malformed");
        assert_eq!(failed.status, GMFA_INVALID_ARGUMENT, "{malformed}");
    }
}
