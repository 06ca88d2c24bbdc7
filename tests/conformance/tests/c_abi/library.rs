//! The exported functions as a host calls them: pointers and lengths in, a status out.

use std::ptr;

use graph_mfa::api::JobMessage;
use graph_mfa_native::{
    GMFA_ENDED, GMFA_OK, GMFA_PENDING, gmfa_buffer_free, gmfa_client_free, gmfa_client_new, gmfa_job_cancel,
    gmfa_job_free, gmfa_job_next, gmfa_job_start, gmfa_last_error,
};
use serde_json::Value;

/// A client of the library.
pub(crate) struct Client(u64);

impl Client {
    pub(crate) fn new(config: &Value, secret: &str) -> Self {
        let config = config.to_string();
        let mut client = 0;
        // SAFETY: both texts are alive during the call, and the handle is written to a local variable.
        let status = unsafe {
            gmfa_client_new(
                config.as_ptr(),
                config.len(),
                secret.as_ptr(),
                secret.len(),
                &raw mut client,
            )
        };
        assert_ok("gmfa_client_new", status);
        Self(client)
    }

    pub(crate) fn start(&self, request: &Value) -> Job {
        let request = request.to_string();
        let mut job = 0;
        // SAFETY: the text is alive during the call, and the handle is written to a local variable.
        let status = unsafe { gmfa_job_start(self.0, request.as_ptr(), request.len(), &raw mut job) };
        assert_ok("gmfa_job_start", status);
        Job(job)
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        gmfa_client_free(self.0);
    }
}

/// A running operation.
pub(crate) struct Job(u64);

impl Job {
    /// The next message, or nothing after the last one.
    pub(crate) fn next(&self) -> Option<JobMessage> {
        loop {
            let (status, bytes) = with_buffer(|out, len| {
                // SAFETY: both pointers lead to local variables of `with_buffer`.
                unsafe { gmfa_job_next(self.0, 200, out, len) }
            });
            match status {
                GMFA_PENDING => {}
                GMFA_ENDED => return None,
                status => {
                    assert_ok("gmfa_job_next", status);
                    return Some(serde_json::from_slice(&bytes).expect("a message of the contract"));
                }
            }
        }
    }

    pub(crate) fn cancel(&self) {
        assert_ok("gmfa_job_cancel", gmfa_job_cancel(self.0));
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        gmfa_job_free(self.0);
    }
}

/// Copies the buffer that an export gives, and gives it back.
fn with_buffer(call: impl FnOnce(*mut *mut u8, *mut usize) -> i32) -> (i32, Vec<u8>) {
    let (mut buffer, mut length) = (ptr::null_mut::<u8>(), 0);
    let status = call(&raw mut buffer, &raw mut length);
    if buffer.is_null() {
        return (status, Vec::new());
    }
    // SAFETY: the library wrote pointer and length of a buffer that is ours until it is given back below.
    let bytes = unsafe { std::slice::from_raw_parts(buffer, length) }.to_vec();
    assert_ok("gmfa_buffer_free", gmfa_buffer_free(buffer, length));
    (status, bytes)
}

fn assert_ok(function: &str, status: i32) {
    if status == GMFA_OK {
        return;
    }
    let (_, details) = with_buffer(|out, len| {
        // SAFETY: both pointers lead to local variables of `with_buffer`.
        unsafe { gmfa_last_error(out, len) }
    });
    panic!(
        "{function} answered {status}: {}",
        String::from_utf8_lossy(&details)
    );
}
