//! The credential `hostToken`: the host is asked through its jobs, and replies.

use crate::tenant::{Tenant, list_methods};
use graph_mfa::ErrorCode;
use graph_mfa::api::JobMessage;
use graph_mfa_native::*;

#[test]
fn a_token_of_the_host_serves_every_later_job() {
    let tenant = Tenant::new();
    let client = tenant.asking_client();
    let job = client.start(list_methods()).expect("it starts");
    let JobMessage::NeedToken { ask, scope, claims } = job.next() else {
        panic!("it needs a token first")
    };
    assert_eq!(
        (ask, scope.as_str(), claims),
        (1, "https://graph.microsoft.com/.default", None)
    );
    job.reply(
        r#"{"ask":1,"expiresAt":"2999-01-01T00:00:00Z"}"#,
        Some(&tenant.token()),
    )
    .expect("the reply is well formed");
    job.end().expect("it ends well");
    client
        .start(list_methods())
        .expect("it starts")
        .end()
        .expect("nobody was asked again");
}

#[test]
fn two_jobs_ask_once_through_whichever_is_read() {
    let tenant = Tenant::new();
    let client = tenant.asking_client();
    let jobs = [(); 2].map(|()| client.start(list_methods()).expect("it starts"));
    let ask = jobs[1].question();
    assert_eq!(jobs[0].next_within(2), Err(GMFA_PENDING));
    jobs[1].reply_token(ask, &tenant.token());
    for job in jobs {
        job.end().expect("one token serves both");
    }
}

#[test]
fn a_reply_may_go_through_another_job_of_the_client() {
    let tenant = Tenant::new();
    let client = tenant.asking_client();
    let jobs = [(); 2].map(|()| client.start(list_methods()).expect("it starts"));
    let ask = jobs[0].question();
    jobs[1].reply_token(ask, &tenant.token());
    for job in jobs {
        job.end().expect("one token serves both");
    }
}

#[test]
fn the_other_job_asks_when_the_one_that_was_read_goes() {
    let tenant = Tenant::new();
    let client = tenant.asking_client();
    let jobs = [(); 2].map(|()| client.start(list_methods()).expect("it starts"));
    let first = jobs[0].question();
    jobs[0].free().expect("it was alive");
    let again = jobs[1].question();
    jobs[1].reply_token(again, &tenant.token());
    jobs[1].end().expect("it ends well");
    jobs[1].reply_token(first, "a late reply is harmless");
}

#[test]
fn the_reason_of_a_host_without_token_is_the_reason_of_the_job() {
    let tenant = Tenant::new();
    let job = tenant.asking_client().start(list_methods()).expect("it starts");
    let ask = job.question();
    job.reply(
        format!(r#"{{"ask":{ask},"error":"the window was closed"}}"#),
        None,
    )
    .expect("it is well formed");
    let error = job.end().expect_err("there is no token");
    assert_eq!(error.code, ErrorCode::SignInFailed);
    assert!(
        error.message.ends_with("the window was closed"),
        "{}",
        error.message
    );
}

#[test]
fn a_malformed_reply_leaves_the_question_open() {
    let tenant = Tenant::new();
    let job = tenant.asking_client().start(list_methods()).expect("it starts");
    let ask = job.question();
    for (reply, secret) in [
        (r#"{"ask":1}"#, None),
        (r#"{"ask":1}"#, Some("")),
        (r#"{"ask":1,"token":"hunter2"}"#, None),
        (r#"{"ask":1,"expiresAt":"soon"}"#, Some("hunter2")),
        (r#"{"ask":1,"error":"no"}"#, Some("hunter2")),
        (r#"{"ask":99}"#, Some("hunter2")),
    ] {
        let failed = job.reply(reply, secret).expect_err("it is malformed");
        assert_eq!(failed.status, GMFA_INVALID_ARGUMENT, "{reply}");
        assert!(
            !failed.error.message.contains("hunter2"),
            "{}",
            failed.error.message
        );
    }
    job.reply_token(ask, &tenant.token());
    job.end().expect("it ends well");
}
