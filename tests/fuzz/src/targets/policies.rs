//! Guard policies: a file is checked to the same result as a client finds it, and an invalid one stops every write.

use crate::conversation::nothing_left;
use crate::front_door::{PERMISSIONS, Service, client, token};
use crate::ports::complete;
use crate::promises::{keep, same_across_the_boundary};
use graph_mfa::api::{ClientConfig, CredentialKind, PolicySource, QuickRequest, QuickResponse, Request};
use graph_mfa::http::{HttpMethod, HttpRequest, HttpResponse};
use graph_mfa::{Cancel, ErrorCode};
use serde_json::json;

pub(crate) fn run(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return;
    };
    let answer = graph_mfa::quick(QuickRequest::CheckPolicy {
        text: text.to_owned(),
    });
    let Ok(QuickResponse::CheckPolicy { valid, errors, says }) = &answer else {
        panic!("a policy is valid or not: {answer:?}");
    };
    assert_eq!(
        *valid,
        errors.is_empty(),
        "an invalid policy has mistakes, and a valid one has none"
    );
    assert!(
        *valid || says.is_empty(),
        "what an invalid policy says counts for nothing"
    );
    assert!(errors.iter().all(|mistake| !mistake.message.is_empty()));
    same_across_the_boundary(answer.as_ref().expect("an answer"));

    let token = token(
        &json!({ "idtyp": "user", "scp": PERMISSIONS.join(" "), "wids": ["7be44c8a-adaf-4e2a-84d6-ab2649e08a13"] }),
    );
    let config = ClientConfig {
        policies: vec![PolicySource {
            name: "policy.json".to_owned(),
            machine_wide: false,
            text: Some(text.to_owned()),
        }],
        ..ClientConfig::new(CredentialKind::AccessToken)
    };
    let client = client(
        config,
        Some(&token),
        Nora {
            may_be_written: *valid,
        },
    )
    .expect("a policy does not stop reading");
    let request = Request::RevokeSessions {
        user: "nora.lind@fabrikam.example".to_owned(),
        case: None,
    };
    let result = complete(client.run(request.clone(), &(), &Cancel::new()));
    if !valid {
        let code = result.as_ref().err().map(graph_mfa::Error::code);
        assert_eq!(
            code,
            Some(ErrorCode::PolicyInvalid),
            "an invalid policy stops every write"
        );
    }
    keep(&request, &result, &[&token]);
}

/// A tenant with one person.
struct Nora {
    may_be_written: bool,
}

impl Service for Nora {
    fn answer(&self, request: &HttpRequest) -> HttpResponse {
        let path = request.url.path();
        if request.method == HttpMethod::Post && path.ends_with("/revokeSignInSessions") {
            assert!(self.may_be_written, "a write got past an invalid policy");
            return body(&json!({ "value": true }));
        }
        if request.method == HttpMethod::Get && path.contains("/users/nora") {
            return body(
                &json!({ "id": "n", "displayName": "Nora Lind", "userPrincipalName": "nora.lind@fabrikam.example" }),
            );
        }
        nothing_left()
    }
}

fn body(value: &serde_json::Value) -> HttpResponse {
    HttpResponse {
        status: 200,
        headers: Vec::new(),
        body: value.to_string().into_bytes(),
    }
}
