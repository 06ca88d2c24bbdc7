//! What a client asks its host for: tokens, signatures, a visit to the sign-in page, federated tokens. The host is asked
//! through its jobs, and replies.

use crate::host::Client;
use crate::tenant::{APP, DESK_CERTIFICATE, Tenant, list_methods, sign};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
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

#[test]
fn a_host_that_holds_the_key_signs() {
    let tenant = Tenant::new();
    let config = tenant.config_with("hostSignature", |config| {
        config["clientId"] = APP.into();
        config["certificate"] = DESK_CERTIFICATE.into();
    });
    let client = Client::new(config, None).expect("the configuration is complete");
    let job = client.start(list_methods()).expect("it starts");
    // Twice: the tenant's time is not this machine's, and the first refusal tells it.
    for _ in 0..2 {
        let JobMessage::NeedSignature { ask, data, .. } = job.next() else {
            panic!("it needs a signature first")
        };
        let signature = STANDARD.encode(sign(data.as_bytes()));
        job.reply_token(ask, &signature);
    }
    job.end().expect("it ends well");

    let other = Client::new(
        tenant.config_with("hostSignature", |config| {
            config["clientId"] = APP.into();
            config["certificate"] = DESK_CERTIFICATE.into();
        }),
        None,
    );
    let job = other.expect("complete").start(list_methods()).expect("it starts");
    let JobMessage::NeedSignature { ask, .. } = job.next() else {
        panic!("it needs a signature first")
    };
    job.reply_token(ask, "this is not base64!");
    let error = job.end().expect_err("it is no signature");
    assert_eq!(error.code, ErrorCode::SignInFailed);
    assert!(!error.message.contains("this is not"), "{}", error.message);
}

#[test]
fn a_host_with_a_window_of_its_own_shows_the_page() {
    let tenant = Tenant::new();
    let redirect = "http://localhost:9999/done";
    let config = tenant.config_with("browser", |config| {
        config["clientId"] = APP.into();
        config["redirectUri"] = redirect.into();
        config["loginHint"] = "agent@fabrikam.example".into();
    });
    let client = Client::new(config, None).expect("the configuration is complete");
    let job = client.start(list_methods()).expect("it starts");
    let JobMessage::NeedAuthorization {
        ask,
        url,
        redirect_uri,
    } = job.next()
    else {
        panic!("it needs a visit first")
    };
    assert_eq!(redirect_uri, redirect);
    let address = tenant.visit(&url).expect("the page sends the browser back");
    assert!(address.starts_with(redirect), "{address}");
    job.reply_token(ask, &address);
    job.end().expect("it ends well");
}

#[test]
fn a_host_that_is_known_elsewhere_gives_a_federated_token() {
    let tenant = Tenant::new();
    let config = tenant.config_with("federatedToken", |config| config["clientId"] = APP.into());
    let client = Client::new(config, None).expect("the configuration is complete");
    let job = client.start(list_methods()).expect("it starts");
    let JobMessage::NeedAssertion { ask, audience } = job.next() else {
        panic!("it needs an assertion first")
    };
    assert_eq!(audience, "api://AzureADTokenExchange");
    job.reply(
        format!(r#"{{"ask":{ask},"error":"the runner has no permission id-token"}}"#),
        None,
    )
    .expect("it is well formed");
    let error = job.end().expect_err("there is no token");
    assert!(
        error.message.ends_with("the runner has no permission id-token"),
        "{}",
        error.message
    );
}

#[test]
fn a_certificate_signs_in_by_itself_and_is_not_repeated_when_it_cannot() {
    let tenant = Tenant::new();
    let config = tenant.config_with("clientCertificate", |config| config["clientId"] = APP.into());
    let pem = include_str!("../../../../tests/support/keys/desk.pem");
    let document = serde_json::json!({ "pem": pem }).to_string();
    let client = Client::new(&config, Some(&document)).expect("the certificate can be read");
    let job = client.start(list_methods()).expect("it starts");
    job.end().expect("it ends well");

    let damaged = document.replace("PRIVATE", "PIRATE");
    let failed = Client::new(&config, Some(&damaged))
        .err()
        .expect("it cannot be read");
    assert_eq!(failed.status, GMFA_REFUSED);
    assert_eq!(failed.error.code, ErrorCode::InvalidConfiguration);
    assert!(!failed.error.message.contains("MII"), "{}", failed.error.message);
}
