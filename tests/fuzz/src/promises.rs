//! What must hold whatever the bytes were.

use graph_mfa::api::{ErrorInfo, MethodKind, Outcome, Request, Response, Scope};
use graph_mfa::{Error, Result};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// What came of an operation is told in full, is the same on the other side of the boundary, and is not a lie.
pub(crate) fn keep(request: &Request, result: &Result<Response>, secrets: &[&str]) {
    match result {
        Ok(response) => {
            same_across_the_boundary(response);
            if let Response::Reset(outcome) = response
                && outcome.outcome == Outcome::Done
            {
                let after = outcome
                    .methods_after
                    .as_ref()
                    .expect("a reset is done by what was read");
                assert!(
                    outcome.verified_at.is_some(),
                    "a reset is done by a read at some time"
                );
                if let Request::Reset(asked) = request
                    && asked.scope == Some(Scope::Everything)
                    && asked.keep.is_empty()
                {
                    assert!(
                        after.iter().all(|method| method.kind == MethodKind::Password),
                        "everything is done, and there is {after:?}"
                    );
                }
            }
        }
        Err(error) => keep_error(error, secrets),
    }
}

/// A failure has a sentence, and tells no secret.
pub(crate) fn keep_error(error: &Error, secrets: &[&str]) {
    assert!(!error.message().trim().is_empty(), "an error says what happened");
    let told = ErrorInfo::from(error);
    same_across_the_boundary(&told);
    let printed = format!(
        "{error} {error:?} {}",
        serde_json::to_string(&told).expect("JSON")
    );
    for secret in secrets {
        assert!(!printed.contains(secret), "a secret is in the error: {printed}");
    }
}

/// A value reads back as itself.
pub(crate) fn same_across_the_boundary<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(
    value: &T,
) {
    let text = serde_json::to_string(value).expect("the contract is JSON");
    let again: T = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert_eq!(&again, value, "{text}");
}
