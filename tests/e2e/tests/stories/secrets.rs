//! Secrets go where they belong and appear nowhere else.

use graph_mfa::api::Request;
use graph_mfa_e2e::{NORA, reset_request, tenant_of};
use graph_mfa_test_support::TestDesk;
use graph_sim::TokenSpec;
use serde_json::json;

/// Everything that an operation shows, in one text.
fn everything_shown(desk: &TestDesk, requests: Vec<Request>) -> String {
    let mut shown = format!("{:?}", desk.client);
    for request in requests {
        let result = desk.run(request);
        shown.push_str(&format!("{result:?}"));
        match &result {
            Ok(response) => shown.push_str(&serde_json::to_string(response).expect("JSON")),
            Err(error) => {
                shown
                    .push_str(&serde_json::to_string(&graph_mfa::api::ErrorInfo::from(error)).expect("JSON"));
                shown.push_str(&format!("{error} {error:#?}"));
            }
        }
    }
    for event in desk.recorder.take() {
        shown.push_str(&serde_json::to_string(&event).expect("JSON"));
    }
    shown
}

#[test]
fn no_secret_is_shown_whether_it_goes_well_or_not() {
    let person = json!({ "userPrincipalName": NORA, "displayName": "Nora Lind", "methods": [{ "kind": "phone" }, { "kind": "temporaryAccessPass" }] });
    let fault = json!([{ "method": "DELETE", "path": "/users/**", "times": 20, "answer": { "status": 500, "body": "" } }]);
    for faults in [json!([]), fault] {
        let scenario = tenant_of(&json!({ "users": [person], "faults": faults }));
        for expires_in in [None, Some(-5)] {
            let builder = TestDesk::builder(scenario.clone());
            let desk = match expires_in {
                None => builder,
                Some(_) => builder.token(&TokenSpec {
                    expires_in,
                    ..TokenSpec::default()
                }),
            };
            let desk = desk.build().expect("well-formed");
            let shown = everything_shown(
                &desk,
                vec![
                    Request::ListMethods { user: NORA.into() },
                    reset_request(json!({ "scope": "everything", "revokeSessions": true })),
                    Request::GetUser {
                        user: "nobody@fabrikam.example".into(),
                    },
                ],
            );
            let canaries = desk.simulator.canaries();
            assert!(canaries.len() >= 2, "the tenant has handed out secrets");
            for canary in canaries {
                assert!(!shown.contains(&canary), "a secret was shown");
            }
        }
    }
}
