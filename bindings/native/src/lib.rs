//! C ABI of graph-mfa: JSON in, JSON out, and jobs whose messages the host polls.
//!
//! The functions convert and do nothing else: what they are told to do, the core does. `README.md` has the
//! rules and an example; `include/graph_mfa.h` is generated from this file and `status.rs`, comments included.

#![deny(missing_docs)]

mod asks;
mod buffer;
mod client;
mod failure;
mod files;
mod handles;
mod host;
mod http;
mod input;
mod job;
mod panics;
mod queue;
mod runtime;
mod status;
mod switchboard;

pub use status::{
    GMFA_ENDED, GMFA_INVALID_ARGUMENT, GMFA_OK, GMFA_PANIC, GMFA_PENDING, GMFA_REFUSED, GMFA_STALE_HANDLE,
};

use buffer::Out;
use client::HostedClient;
use failure::Failure;
use handles::Table;
use host::HostReply;
use job::Job;
use queue::Found;
use status::Success;
use std::ptr::NonNull;
use std::sync::Arc;
use std::time::Duration;

static CLIENTS: Table<HostedClient> = Table::new(1);
static JOBS: Table<Job> = Table::new(2);

/// The version of this interface: 1. It changes when a host that was written for another one would go wrong.
#[unsafe(no_mangle)]
pub extern "C" fn gmfa_abi_version() -> u32 {
    1
}

/// Makes a client of one tenant from a `ClientConfig`. Nothing is sent yet.
///
/// `secret` is what is secret about the configuration's `credential`: the client secret, the access token, for
/// `clientCertificate` the JSON document `{"pem":"…"}` or `{"pfx":"<base64>"}` with `password` where there is one, for
/// `managedIdentity` a JSON object of the secret variables; null and 0 when there is none. Give the client back with `gmfa_client_free`.
///
/// # Safety
/// `config` and `secret` are readable for their lengths or null, `out_client` is writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gmfa_client_new(
    config: *const u8,
    config_len: usize,
    secret: *const u8,
    secret_len: usize,
    out_client: *mut u64,
) -> i32 {
    guard(|| {
        let out = handle_out("out_client", out_client)?;
        // SAFETY: this function's caller answers for the pointer and its length.
        let config = unsafe { input::bytes("config", config, config_len) }?;
        // SAFETY: this function's caller answers for the pointer and its length.
        let secret = unsafe { input::bytes("secret", secret, secret_len) }?;
        let client = HostedClient::new(input::json("config", config)?, input::secret(secret)?)?;
        let handle = CLIENTS
            .insert(Arc::new(client))
            .ok_or_else(|| too_many("clients"))?;
        // SAFETY: this function's caller answers for the pointer, which is not null.
        unsafe { out.write(handle) };
        Ok(Success::Ok)
    })
}

/// Takes a client back. Jobs that it has started go on, and have handles of their own.
#[unsafe(no_mangle)]
pub extern "C" fn gmfa_client_free(client: u64) -> i32 {
    guard(|| {
        CLIENTS
            .remove(client)
            .map(|_| Success::Ok)
            .ok_or_else(|| Failure::stale("client"))
    })
}

/// Answers a `QuickRequest` with a `QuickResponse`, at once: nothing is sent, and nothing is waited for.
///
/// Give the buffer back with `gmfa_buffer_free`.
///
/// # Safety
/// `request` is readable for its length or null, `out` and `out_len` are writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gmfa_call(
    request: *const u8,
    request_len: usize,
    out: *mut *mut u8,
    out_len: *mut usize,
) -> i32 {
    guard(|| {
        let out = Out::new(out, out_len)?;
        // SAFETY: this function's caller answers for the pointer and its length.
        let request = unsafe { input::bytes("request", request, request_len) }?;
        let response = graph_mfa::quick(input::json("request", request)?)?;
        // SAFETY: this function's caller answers for the pointers.
        unsafe { out.json(&response) }?;
        Ok(Success::Ok)
    })
}

/// Starts a `Request` in the background. Read what it says with `gmfa_job_next` until `GMFA_ENDED`, then give
/// the job back with `gmfa_job_free`.
///
/// # Safety
/// `request` is readable for its length or null, `out_job` is writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gmfa_job_start(
    client: u64,
    request: *const u8,
    request_len: usize,
    out_job: *mut u64,
) -> i32 {
    guard(|| {
        let out = handle_out("out_job", out_job)?;
        // SAFETY: this function's caller answers for the pointer and its length.
        let request = unsafe { input::bytes("request", request, request_len) }?;
        let client = CLIENTS.get(client).ok_or_else(|| Failure::stale("client"))?;
        let job = Arc::new(client.start(input::json("request", request)?)?);
        let handle = JOBS.insert(Arc::clone(&job)).ok_or_else(|| {
            job.abandon();
            too_many("jobs")
        })?;
        // SAFETY: this function's caller answers for the pointer, which is not null.
        unsafe { out.write(handle) };
        Ok(Success::Ok)
    })
}

/// Takes the next `JobMessage`, waiting at most `timeout_ms` for it.
///
/// `GMFA_OK`: the message is in the buffer, which goes back with `gmfa_buffer_free`. `GMFA_PENDING`: none came in
/// time. `GMFA_ENDED`: the last message, `finished` or `failed`, was taken before. `GMFA_STALE_HANDLE` also wakes
/// a thread that waits here while another one frees the job. A host that wants to stay responsive waits for
/// 200 ms or less and asks again.
///
/// The messages `needToken`, `needSignature`, `needAuthorization`, `needAssertion`, `needFile` and `needHttp` want a
/// `gmfa_job_reply`. Of all jobs of a client, one passes it on: the first to be read. If that job is cancelled or freed
/// before the reply, another one that waits for the same passes it on again; but `needFile` and `needHttp`, which a
/// cancelled job goes on to ask, have failed when its reader goes. `needHttp` is passed on by the job that needs it only;
/// several are open at once, and `dropHttp` takes one back.
///
/// Up to 1,024 events wait to be read. Beyond that the oldest `request` event is dropped, or the oldest event if
/// there is no such; questions, `finished` and `failed` are never dropped.
///
/// # Safety
/// `out` and `out_len` are writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gmfa_job_next(
    job: u64,
    timeout_ms: u32,
    out: *mut *mut u8,
    out_len: *mut usize,
) -> i32 {
    guard(|| {
        let out = Out::new(out, out_len)?;
        let job = find_job(job)?;
        let timeout = Duration::from_millis(timeout_ms.into());
        match job.line().listen(timeout).ok_or_else(|| Failure::stale("job"))? {
            Found::Message(message) => {
                // SAFETY: this function's caller answers for the pointers.
                unsafe { out.json(&message) }?;
                Ok(Success::Ok)
            }
            Found::Nothing => Ok(Success::Pending),
            Found::Ended => Ok(Success::Ended),
        }
    })
}

/// Takes the headers and the body of the request that `needHttp` asks for: lines `name: value`, each ended by CR LF, an
/// empty one, and the bytes of the body. They hold secrets. `GMFA_ENDED` when nobody waits for the answer any more.
///
/// Give the buffer back with `gmfa_buffer_free`.
///
/// # Safety
/// `out` and `out_len` are writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gmfa_job_payload(job: u64, ask: u32, out: *mut *mut u8, out_len: *mut usize) -> i32 {
    guard(|| {
        let out = Out::new(out, out_len)?;
        let Some(payload) = find_job(job)?.line().board().payload(ask) else {
            return Ok(Success::Ended);
        };
        // SAFETY: this function's caller answers for the pointers.
        unsafe { out.bytes(&payload) };
        Ok(Success::Ok)
    })
}

/// Replies to a question that any job of the same client has passed on.
///
/// With what was asked for: `{"ask":1}`, for a token also `{"ask":1,"expiresAt":"2026-08-20T10:00:00Z"}`, and as `secret`
/// the token, the base64 of the signature, or the whole address that the browser was sent to. For a file, without a
/// secret: `{"ask":1,"text":"..."}` with what was read, which is empty at the end; `{"ask":1,"file":"done"}`, `"missing"` or
/// `"exists"`. For a request: `{"ask":1,"status":200}`, and as `secret` the headers and the body of the answer, in the form of
/// `gmfa_job_payload`; `{"ask":1,"notSent":"the name is not known"}` when it certainly did not leave, and an `error` when
/// nobody knows. Without what was asked for: `{"ask":1,"error":"nobody is signed in"}`, and no secret. A reply that comes too late changes nothing and is
/// `GMFA_OK`; a host that does not reply within 15 minutes is taken to have nothing.
///
/// # Safety
/// `reply` and `secret` are readable for their lengths or null.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gmfa_job_reply(
    job: u64,
    reply: *const u8,
    reply_len: usize,
    secret: *const u8,
    secret_len: usize,
) -> i32 {
    guard(|| {
        // SAFETY: this function's caller answers for the pointer and its length.
        let reply = unsafe { input::bytes("reply", reply, reply_len) }?;
        // SAFETY: this function's caller answers for the pointer and its length.
        let secret = unsafe { input::bytes("secret", secret, secret_len) }?;
        let job = find_job(job)?;
        let reply: HostReply = input::json("reply", reply)?;
        let ask = reply.ask;
        if job.line().board().answer(ask, reply.into_reply(secret)?) {
            Ok(Success::Ok)
        } else {
            Err(Failure::argument("reply", format!("nobody asked question {ask}")))
        }
    })
}

/// Asks a job to stop. It ends with a message as ever; a write that has begun is finished first.
#[unsafe(no_mangle)]
pub extern "C" fn gmfa_job_cancel(job: u64) -> i32 {
    guard(|| {
        find_job(job)?.cancel();
        Ok(Success::Ok)
    })
}

/// Takes a job back, and asks it to stop if it still runs: a write that has begun is finished in the background.
#[unsafe(no_mangle)]
pub extern "C" fn gmfa_job_free(job: u64) -> i32 {
    guard(|| {
        JOBS.remove(job).ok_or_else(|| Failure::stale("job"))?.abandon();
        Ok(Success::Ok)
    })
}

/// Takes the details of the last failure on this thread, as an `ErrorInfo`. `GMFA_ENDED` when nothing has failed
/// since they were taken. Give the buffer back with `gmfa_buffer_free`.
///
/// # Safety
/// `out` and `out_len` are writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn gmfa_last_error(out: *mut *mut u8, out_len: *mut usize) -> i32 {
    guard(|| {
        let out = Out::new(out, out_len)?;
        let Some(error) = failure::take_last() else {
            return Ok(Success::Ended);
        };
        // SAFETY: this function's caller answers for the pointers.
        unsafe { out.json(&error) }?;
        Ok(Success::Ok)
    })
}

/// Takes a buffer back, and wipes it. A buffer that the library does not know, or knows with another length, is
/// `GMFA_INVALID_ARGUMENT`; null is `GMFA_OK`.
#[unsafe(no_mangle)]
pub extern "C" fn gmfa_buffer_free(buffer: *mut u8, len: usize) -> i32 {
    guard(|| buffer::give_back(buffer, len).map(|()| Success::Ok))
}

/// Runs the body of an export: a failure leaves its details on the thread, and so does a panic.
fn guard(body: impl FnOnce() -> Result<Success, Failure>) -> i32 {
    match panics::contain(body).unwrap_or_else(|error| Err(Failure::panicked(error))) {
        Ok(success) => success as i32,
        Err(failure) => {
            failure.keep();
            failure.kind() as i32
        }
    }
}

fn handle_out(name: &str, out: *mut u64) -> Result<NonNull<u64>, Failure> {
    NonNull::new(out).ok_or_else(|| Failure::argument(name, "is null"))
}

fn find_job(job: u64) -> Result<Arc<Job>, Failure> {
    JOBS.get(job).ok_or_else(|| Failure::stale("job"))
}

fn too_many(what: &str) -> graph_mfa::Error {
    graph_mfa::Error::new(
        graph_mfa::ErrorCode::Internal,
        format!("there are too many {what} alive"),
    )
    .remedy("free those that are no longer used")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_panic_in_an_export_is_a_status_with_details() {
        assert_eq!(guard(|| panic!("the secret is hunter2")), GMFA_PANIC);
        let info = failure::take_last().expect("the details were kept");
        assert_eq!(info.code, graph_mfa::ErrorCode::Internal);
        assert!(!info.message.contains("hunter2"), "{}", info.message);
        assert_eq!(guard(|| Ok(Success::Pending)), GMFA_PENDING);
    }
}
