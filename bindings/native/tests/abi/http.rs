//! A host that sends the requests: a pipe, several of which are open at once.

use crate::host::{Client, Job};
use crate::tenant::{Tenant, list_methods, reset};
use graph_mfa::ErrorCode;
use graph_mfa::api::{ErrorInfo, JobMessage};
use serde_json::Value;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

fn client(tenant: &Tenant) -> Client {
    let secret = tenant.startup().connection.client_secret;
    let config = tenant.config_with("clientSecret", |config| config["hostHttp"] = true.into());
    Client::new(config, Some(&secret)).expect("the configuration is complete")
}

/// Sends the request as a host does that knows nothing of its meaning: the status, and headers and body in one piece.
fn pass_on(method: &str, url: &str, payload: &[u8]) -> (u16, Vec<u8>) {
    let rest = url.strip_prefix("http://").expect("a tenant of this machine");
    let (origin, path) = rest.split_once('/').expect("a path");
    let head = payload.windows(4).position(|bytes| bytes == b"\r\n\r\n");
    let body = &payload[head.expect("an empty line") + 4..];
    let length = body.len();
    let mut stream = TcpStream::connect(origin).expect("the tenant listens");
    write!(
        stream,
        "{method} /{path} HTTP/1.1\r\nhost: {origin}\r\nconnection: close\r\ncontent-length: {length}\r\n"
    )
    .and_then(|()| stream.write_all(payload))
    .expect("it takes the request");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("it answers");
    let line = answer.windows(2).position(|bytes| bytes == b"\r\n");
    let line = line.expect("a status line");
    let status = String::from_utf8_lossy(&answer[9..12]).parse().expect("a status");
    (status, answer.split_off(line + 2))
}

/// Sends what the job asks for, until it ends. `look` sees each question before, and what else the job says.
fn serve(job: &Job, mut look: impl FnMut(&JobMessage)) -> Result<Value, Box<ErrorInfo>> {
    loop {
        let message = job.next();
        look(&message);
        match message {
            JobMessage::NeedHttp { ask, method, url, .. } => {
                let Some(payload) = job.payload(ask) else { continue };
                let (status, answer) = pass_on(&method, &url, &payload);
                job.reply_bytes(format!(r#"{{"ask":{ask},"status":{status}}}"#), Some(&answer))
                    .expect("it is well formed");
            }
            JobMessage::Progress { .. } | JobMessage::DropHttp { .. } => {}
            JobMessage::Finished { response } => {
                return Ok(serde_json::to_value(response).expect("a response is JSON"));
            }
            JobMessage::Failed { error } => return Err(Box::new(error)),
            other => panic!("{other:?} is not about a request"),
        }
    }
}

#[test]
fn a_host_that_sends_everything_resets_and_its_messages_hold_no_secret() {
    let tenant = Tenant::new();
    let (client, mut told, mut sent) = (client(&tenant), String::new(), 0);
    let job = client.start(reset()).expect("it starts");
    let outcome = serve(&job, |message| {
        told += &serde_json::to_string(message).expect("JSON");
        sent += usize::from(matches!(message, JobMessage::NeedHttp { .. }));
    });
    let outcome = outcome.expect("it ends well");
    assert_eq!(outcome["outcome"], "done", "{outcome}");
    assert_eq!(tenant.methods_of_nora(), 0);
    assert!(sent > 2, "the sign-in, and more: {told}");
    for canary in tenant.canaries() {
        assert!(!told.contains(&canary), "a message holds a secret");
    }
}

#[test]
fn what_never_left_is_tried_again_and_what_may_have_arrived_is_not_written_twice() {
    let tenant = Tenant::new();
    let client = client(&tenant);
    let job = client.start(list_methods()).expect("it starts");
    let mut tries = 0;
    let error = loop {
        match job.next() {
            JobMessage::NeedHttp { ask, .. } => {
                tries += 1;
                job.reply(
                    format!(r#"{{"ask":{ask},"notSent":"the name is not known"}}"#),
                    None,
                )
                .expect("it is well formed");
            }
            JobMessage::Failed { error } => break error,
            JobMessage::Progress { .. } => {}
            other => panic!("{other:?} was not expected"),
        }
    };
    assert_eq!(error.code, ErrorCode::Network);
    assert!(error.message.contains("the name is not known"), "{error:?}");
    assert!(error.remedy.is_some() && tries > 1, "{tries}");
}

#[test]
fn a_job_that_was_cancelled_takes_back_what_it_reads() {
    let tenant = Tenant::new();
    let client = client(&tenant);
    let job = client.start(list_methods()).expect("it starts");
    let JobMessage::NeedHttp { ask, url, .. } = job.next() else {
        panic!("it signs in first")
    };
    assert!(url.starts_with(&tenant.startup().login), "{url}");
    assert!(job.payload(ask).is_some());
    job.cancel().expect("it is alive");
    assert!(matches!(job.next(), JobMessage::DropHttp { ask: dropped } if dropped == ask));
    assert!(job.payload(ask).is_none(), "nobody waits any more");
    let error = job.end().expect_err("it was cancelled");
    assert_eq!(error.code, ErrorCode::Cancelled);
    job.reply(format!(r#"{{"ask":{ask},"status":200}}"#), None)
        .expect("a late reply is harmless");
}
