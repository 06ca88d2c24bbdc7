//! A host in Rust: the exported functions behind values, every buffer given back.

use graph_mfa::api::{ErrorInfo, JobMessage};
use graph_mfa_native::*;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::ptr;

/// Longer than anything here takes; no test waits for it to pass.
const LONG_MS: u32 = 30_000;

/// A call that returned neither `GMFA_OK` nor another success.
#[derive(Debug)]
pub(crate) struct Failed {
    pub(crate) status: i32,
    pub(crate) error: Box<ErrorInfo>,
}

impl Failed {
    fn of(status: i32) -> Self {
        Self {
            status,
            error: Box::new(last_error().expect("a failure leaves its details")),
        }
    }
}

fn done(status: i32) -> Result<(), Failed> {
    if status == GMFA_OK {
        Ok(())
    } else {
        Err(Failed::of(status))
    }
}

/// Reads a buffer that a function lends, and gives it back.
fn received<T: DeserializeOwned>(lend: impl FnOnce(*mut *mut u8, *mut usize) -> i32) -> Result<T, i32> {
    let bytes = received_bytes(lend)?;
    Ok(serde_json::from_slice(&bytes).expect("what the library says is JSON of the contract"))
}

/// As [`received`], whatever the bytes are.
fn received_bytes(lend: impl FnOnce(*mut *mut u8, *mut usize) -> i32) -> Result<Vec<u8>, i32> {
    let (mut out, mut len) = (ptr::null_mut(), 0);
    let status = lend(&raw mut out, &raw mut len);
    if status != GMFA_OK {
        assert!(out.is_null() && len == 0, "outputs are written only on success");
        return Err(status);
    }
    // SAFETY: on success the library lends this many bytes at this address.
    let bytes = unsafe { std::slice::from_raw_parts(out, len) }.to_vec();
    assert_eq!(gmfa_buffer_free(out, len), GMFA_OK);
    Ok(bytes)
}

pub(crate) fn last_error() -> Option<ErrorInfo> {
    // SAFETY: both pointers are writable.
    received(|out, len| unsafe { gmfa_last_error(out, len) }).ok()
}

pub(crate) fn call(request: impl AsRef<[u8]>) -> Result<Value, Failed> {
    let request = request.as_ref();
    // SAFETY: the request is a slice, both pointers are writable.
    received(|out, len| unsafe { gmfa_call(request.as_ptr(), request.len(), out, len) }).map_err(Failed::of)
}

/// A client, freed at the end unless it was before.
pub(crate) struct Client(pub(crate) u64);

impl Client {
    pub(crate) fn new(config: impl AsRef<[u8]>, secret: Option<&str>) -> Result<Self, Failed> {
        let (config, mut client) = (config.as_ref(), 0);
        let (secret, secret_len) = parts(secret);
        // SAFETY: the arguments are slices or null, the pointer is writable.
        done(unsafe { gmfa_client_new(config.as_ptr(), config.len(), secret, secret_len, &raw mut client) })?;
        Ok(Self(client))
    }

    pub(crate) fn start(&self, request: impl AsRef<[u8]>) -> Result<Job, Failed> {
        let (request, mut job) = (request.as_ref(), 0);
        // SAFETY: the request is a slice, the pointer is writable.
        done(unsafe { gmfa_job_start(self.0, request.as_ptr(), request.len(), &raw mut job) })?;
        Ok(Job(job))
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        gmfa_client_free(self.0);
    }
}

/// A job, freed at the end unless it was before.
pub(crate) struct Job(pub(crate) u64);

impl Job {
    /// The next message, or the status that says why there is none.
    pub(crate) fn next_within(&self, timeout_ms: u32) -> Result<JobMessage, i32> {
        // SAFETY: both pointers are writable.
        received(|out, len| unsafe { gmfa_job_next(self.0, timeout_ms, out, len) })
    }

    pub(crate) fn next(&self) -> JobMessage {
        self.next_within(LONG_MS).expect("a message comes")
    }

    /// The number of the question that comes next; progress before it is passed over.
    pub(crate) fn question(&self) -> u32 {
        loop {
            match self.next() {
                JobMessage::Progress { .. } => {}
                JobMessage::NeedToken { ask, .. } => return ask,
                other => panic!("{other:?} is no question"),
            }
        }
    }

    /// How the job ends; progress before it is passed over.
    pub(crate) fn end(&self) -> Result<Value, Box<ErrorInfo>> {
        loop {
            match self.next() {
                JobMessage::Progress { .. } => {}
                JobMessage::Finished { response } => {
                    return Ok(serde_json::to_value(response).expect("a response is JSON"));
                }
                JobMessage::Failed { error } => return Err(Box::new(error)),
                question => panic!("{question:?} was not expected"),
            }
        }
    }

    /// Headers and body of a request, while somebody waits for its answer.
    pub(crate) fn payload(&self, ask: u32) -> Option<Vec<u8>> {
        // SAFETY: both pointers are writable.
        received_bytes(|out, len| unsafe { gmfa_job_payload(self.0, ask, out, len) }).ok()
    }

    pub(crate) fn reply(&self, reply: impl AsRef<[u8]>, secret: Option<&str>) -> Result<(), Failed> {
        self.reply_bytes(reply, secret.map(str::as_bytes))
    }

    pub(crate) fn reply_bytes(&self, reply: impl AsRef<[u8]>, secret: Option<&[u8]>) -> Result<(), Failed> {
        let reply = reply.as_ref();
        let (secret, secret_len) = secret.map_or((ptr::null(), 0), |secret| (secret.as_ptr(), secret.len()));
        // SAFETY: the arguments are slices or null.
        done(unsafe { gmfa_job_reply(self.0, reply.as_ptr(), reply.len(), secret, secret_len) })
    }

    pub(crate) fn reply_token(&self, ask: u32, token: &str) {
        self.reply(format!(r#"{{"ask":{ask}}}"#), Some(token))
            .expect("the reply is well formed");
    }

    pub(crate) fn cancel(&self) -> Result<(), Failed> {
        done(gmfa_job_cancel(self.0))
    }

    pub(crate) fn free(&self) -> Result<(), Failed> {
        done(gmfa_job_free(self.0))
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        gmfa_job_free(self.0);
    }
}

fn parts(secret: Option<&str>) -> (*const u8, usize) {
    secret.map_or((ptr::null(), 0), |secret| (secret.as_ptr(), secret.len()))
}
