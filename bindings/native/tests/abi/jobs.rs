//! Jobs against the simulated tenant: run to the end, cancelled, freed.

use crate::tenant::{NORA, Tenant, list_methods, reset};
use graph_mfa::ErrorCode;
use graph_mfa::api::{Event, JobMessage};
use graph_mfa_native::*;

#[test]
fn a_job_tells_its_progress_then_how_it_ended_then_nothing() {
    let tenant = Tenant::new();
    let job = tenant.client().start(list_methods()).expect("it starts");
    let mut requests = 0;
    let response = loop {
        match job.next() {
            JobMessage::Progress {
                event: Event::Request { .. },
            } => requests += 1,
            JobMessage::Progress { .. } => {}
            JobMessage::Finished { response } => break response,
            other => panic!("{other:?} was not expected"),
        }
    };
    assert!(requests > 0);
    let response = serde_json::to_value(response).expect("a response is JSON");
    assert_eq!(response["operation"], "listMethods");
    assert_eq!(response["user"]["userPrincipalName"], NORA);
    assert_eq!(job.next_within(0), Err(GMFA_ENDED));
    assert_eq!(job.next_within(0), Err(GMFA_ENDED));
    assert_eq!(job.cancel().map_err(|failed| failed.status), Ok(()));
}

#[test]
fn a_reset_reaches_the_tenant_though_its_client_was_freed() {
    let tenant = Tenant::new();
    let client = tenant.client();
    let job = client.start(reset()).expect("it starts");
    drop(client);
    let response = job.end().expect("it ends well");
    assert_eq!(response["outcome"], "done", "{response}");
    assert_eq!(tenant.methods_of_nora(), 0);
}

#[test]
fn a_job_fails_with_the_code_of_the_core() {
    let tenant = Tenant::new();
    let job = tenant
        .client()
        .start(r#"{"operation":"getUser","user":"nobody@fabrikam.example"}"#);
    let error = job.expect("it starts").end().expect_err("nobody has this name");
    assert_eq!(error.code, ErrorCode::UserNotFound);
}

#[test]
fn a_request_outside_the_contract_starts_no_job() {
    let failed = Tenant::new()
        .client()
        .start(r#"{"operation":"reset"}"#)
        .err()
        .expect("the user is missing");
    assert_eq!(failed.status, GMFA_INVALID_ARGUMENT);
    assert!(
        failed.error.message.starts_with("request: missing field `user`"),
        "{}",
        failed.error.message
    );
}

#[test]
fn a_job_that_waits_is_cancelled_at_once() {
    let tenant = Tenant::new();
    let job = tenant.asking_client().start(reset()).expect("it starts");
    job.question();
    assert_eq!(job.next_within(2), Err(GMFA_PENDING));
    job.cancel().expect("it is alive");
    assert_eq!(job.end().expect_err("it was stopped").code, ErrorCode::Cancelled);
    assert_eq!(tenant.methods_of_nora(), 2);
}

#[test]
fn freeing_a_job_wakes_the_thread_that_waits_for_it() {
    let tenant = Tenant::new();
    let job = tenant.asking_client().start(list_methods()).expect("it starts");
    job.question();
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| job.next_within(30_000));
        job.free().expect("it was alive");
        assert_eq!(waiting.join().expect("it returned"), Err(GMFA_STALE_HANDLE));
    });
}

#[test]
fn many_jobs_of_one_client_run_side_by_side() {
    let tenant = Tenant::new();
    let client = tenant.client();
    let jobs: Vec<_> = (0..20)
        .map(|_| client.start(list_methods()).expect("it starts"))
        .collect();
    for job in jobs {
        job.end().expect("it ends well");
    }
}
