//! Calls that are over at once: arguments, handles, details of failures, the quick calls.

use crate::host::{Client, Job, call, last_error};
use crate::tenant::{Tenant, list_methods};
use graph_mfa::ErrorCode;
use graph_mfa_native::*;
use std::ptr;

#[test]
fn a_quick_call_answers() {
    let answer = call(r#"{"call":"describe"}"#).expect("it is well formed");
    assert_eq!(answer["call"], "describe");
    assert_eq!(
        answer["errorCodes"].as_array().map(Vec::len),
        Some(ErrorCode::ALL.len())
    );
    assert_eq!(gmfa_abi_version(), 1);
}

#[test]
fn what_is_not_of_the_contract_is_refused_with_the_place() {
    for (request, why) in [
        (&b"{\"call\":\"\xff\"}"[..], "request: is not UTF-8 after byte 9"),
        (b"", "request: EOF while parsing"),
        (b"{\"call\":\"guess\"}", "request: unknown variant `guess`"),
    ] {
        let failed = call(request).expect_err("it is malformed");
        assert_eq!(failed.status, GMFA_INVALID_ARGUMENT, "{failed:?}");
        assert_eq!(failed.error.code, ErrorCode::InvalidInput);
        assert_eq!(failed.error.subject.as_deref(), Some("request"));
        assert!(failed.error.message.starts_with(why), "{}", failed.error.message);
    }
    let failed = call(vec![b' '; 16 * 1024 * 1024 + 1]).expect_err("it is too long");
    assert_eq!(failed.error.message, "request: is longer than 16777216 bytes");
}

#[test]
fn null_is_refused_where_something_is_needed() {
    let (mut buffer, mut len, mut handle) = (ptr::null_mut(), 0, 0);
    let describe = r#"{"call":"describe"}"#;
    // SAFETY: every pointer is null, writable, or leads to a text of the length beside it.
    let statuses = unsafe {
        [
            gmfa_call(ptr::null(), 0, &raw mut buffer, &raw mut len),
            gmfa_call(ptr::null(), 5, &raw mut buffer, &raw mut len),
            gmfa_call(describe.as_ptr(), describe.len(), ptr::null_mut(), &raw mut len),
            gmfa_call(
                describe.as_ptr(),
                describe.len(),
                &raw mut buffer,
                ptr::null_mut(),
            ),
            gmfa_client_new(ptr::null(), 0, ptr::null(), 0, &raw mut handle),
            gmfa_client_new(ptr::null(), 0, ptr::null(), 0, ptr::null_mut()),
            gmfa_job_start(0, ptr::null(), 0, ptr::null_mut()),
            gmfa_job_next(0, 0, ptr::null_mut(), ptr::null_mut()),
            gmfa_last_error(ptr::null_mut(), ptr::null_mut()),
        ]
    };
    assert_eq!(statuses, [GMFA_INVALID_ARGUMENT; 9]);
    assert!(
        buffer.is_null() && len == 0 && handle == 0,
        "outputs are written only on success"
    );
}

#[test]
fn a_configuration_that_the_core_refuses_names_the_field() {
    let config = r#"{"credential":"clientSecret","clientId":"0c6d8e3a-51d0-4b1c-9f63-1e6f3f0b7c55"}"#;
    let failed = Client::new(config, Some("hunter2"))
        .err()
        .expect("the tenant is missing");
    assert_eq!(failed.status, GMFA_REFUSED);
    assert_eq!(failed.error.code, ErrorCode::InvalidConfiguration);
    assert_eq!(failed.error.subject.as_deref(), Some("tenant"));
    let failed = Client::new(r#"{"credential":"accessToken"}"#, None)
        .err()
        .expect("the token is missing");
    assert_eq!(failed.status, GMFA_REFUSED);
    assert!(Client::new(r#"{"credential":"hostToken"}"#, None).is_ok());
}

#[test]
fn the_details_of_a_failure_wait_on_its_thread() {
    assert_eq!(gmfa_client_free(0), GMFA_STALE_HANDLE);
    std::thread::spawn(|| assert_eq!(last_error(), None))
        .join()
        .expect("nothing failed there");
    assert_eq!(
        last_error().and_then(|error| error.subject).as_deref(),
        Some("client")
    );
    assert_eq!(last_error(), None);
}

#[test]
fn a_handle_is_stale_once_it_was_freed_and_of_one_kind() {
    let tenant = Tenant::new();
    let client = tenant.asking_client();
    let job = client.start(list_methods()).expect("it starts");
    assert_eq!(gmfa_client_free(job.0), GMFA_STALE_HANDLE);
    assert_eq!(gmfa_job_free(client.0), GMFA_STALE_HANDLE);

    job.free().expect("it was alive");
    assert_eq!(job.free().expect_err("twice").status, GMFA_STALE_HANDLE);
    assert_eq!(job.cancel().expect_err("freed").status, GMFA_STALE_HANDLE);
    assert_eq!(job.next_within(0), Err(GMFA_STALE_HANDLE));
    assert_eq!(
        job.reply(r#"{"ask":1}"#, Some("token"))
            .expect_err("freed")
            .status,
        GMFA_STALE_HANDLE
    );

    let next = client.start(list_methods()).expect("it starts");
    assert_ne!(next.0, job.0);
    assert_eq!(job.next_within(0), Err(GMFA_STALE_HANDLE));
    assert_eq!(gmfa_client_free(client.0), GMFA_OK);
    assert_eq!(
        client.start(list_methods()).err().expect("freed").status,
        GMFA_STALE_HANDLE
    );
    assert_eq!(next.cancel().map_err(|failed| failed.status), Ok(()));
    assert_eq!(Job(0).next_within(0), Err(GMFA_STALE_HANDLE));
}

#[test]
fn a_buffer_is_freed_once() {
    let (mut out, mut len) = (ptr::null_mut(), 0);
    let request = r#"{"call":"describe"}"#;
    // SAFETY: the request is a text, both pointers are writable.
    let status = unsafe { gmfa_call(request.as_ptr(), request.len(), &raw mut out, &raw mut len) };
    assert_eq!(status, GMFA_OK);
    assert_eq!(gmfa_buffer_free(out, len + 1), GMFA_INVALID_ARGUMENT);
    assert_eq!(gmfa_buffer_free(out, len), GMFA_OK);
    assert_eq!(gmfa_buffer_free(ptr::null_mut(), 0), GMFA_OK);
    let mut own = *b"[]";
    assert_eq!(
        gmfa_buffer_free(own.as_mut_ptr(), own.len()),
        GMFA_INVALID_ARGUMENT
    );
}
