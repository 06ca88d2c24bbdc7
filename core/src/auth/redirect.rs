//! Reading the address that a browser was sent to after the sign-in (facts 13.5).

use super::token_endpoint::{Refused, refused};
use crate::error::{Error, ErrorCode, Result};
use crate::secret::Secret;
use url::Url;

/// What the address says.
#[derive(Debug)]
pub(super) enum Redirected {
    /// The sign-in went well: this is to be redeemed.
    Code(Secret),
    /// It did not.
    Refused(Refusal),
}

/// Why there is no code.
#[derive(Debug)]
pub(super) struct Refusal {
    error: String,
    description: Option<String>,
}

impl Refusal {
    pub(super) fn error(&self, who: &str) -> Error {
        let answer = Refused {
            error: Some(&self.error),
            description: self.description.as_deref(),
            ..Refused::default()
        };
        // The page answered the browser, not us: there is no status to report but that it refused.
        refused(answer, 400, who)
    }
}

/// Reads the address. It must be the one that was asked for, and carry the state of this sign-in.
///
/// # Errors
/// `signInFailed` when it belongs to another sign-in or says nothing.
pub(super) fn read(address: &Secret, redirect_uri: &str, state: &Secret) -> Result<Redirected> {
    let url = Url::parse(address.expose().trim())
        .map_err(|_| foreign("what came back from the browser is no address"))?;
    let expected = Url::parse(redirect_uri).map_err(|_| foreign("the redirect address is no address"))?;
    if url.scheme() != expected.scheme()
        || url.authority() != expected.authority()
        || url.path() != expected.path()
    {
        return Err(foreign(
            "the browser came back to another address than it was sent to",
        ));
    }
    let parameter = |name: &str| {
        url.query_pairs()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.into_owned())
    };
    if parameter("state").as_deref() != Some(state.expose()) {
        return Err(foreign(
            "what came back from the browser belongs to another sign-in",
        ));
    }
    if let Some(error) = parameter("error") {
        return Ok(Redirected::Refused(Refusal {
            error,
            description: parameter("error_description"),
        }));
    }
    match parameter("code").filter(|code| !code.is_empty()) {
        Some(code) => Ok(Redirected::Code(Secret::new(code))),
        None => Err(foreign("the browser came back without a code")),
    }
}

fn foreign(why: &str) -> Error {
    Error::new(ErrorCode::SignInFailed, why)
        .remedy("begin the sign-in anew, and finish it in the window that opens")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HERE: &str = "http://localhost:5001";

    fn read(address: &str) -> Result<Redirected> {
        super::read(&Secret::new(address), HERE, &Secret::new("s-1"))
    }

    #[test]
    fn the_code_is_taken_from_the_right_address_with_the_right_state_only() {
        let good = read("http://localhost:5001/?code=c-1&state=s-1&session_state=x").expect("a code");
        assert!(matches!(good, Redirected::Code(code) if code.expose() == "c-1"));
        for bad in [
            "http://localhost:5001/?code=c-1&state=s-2",
            "http://localhost:5001/?code=c-1",
            "http://localhost:5001/?state=s-1",
            "http://localhost:5001/?code=&state=s-1",
            "http://localhost:5002/?code=c-1&state=s-1",
            "https://localhost:5001/?code=c-1&state=s-1",
            "http://localhost:5001/elsewhere?code=c-1&state=s-1",
            "http://evil@localhost:5001/?code=c-1&state=s-1",
            "not an address",
        ] {
            let refused = read(bad).expect_err(bad);
            assert_eq!(refused.code(), ErrorCode::SignInFailed);
            assert!(!format!("{refused:?}").contains("c-1"), "{refused:?}");
        }
    }

    #[test]
    fn a_refusal_keeps_its_number() {
        let address = "http://localhost:5001/?error=access_denied&error_description=AADSTS65004%3a+User+declined.%0d%0aTrace&state=s-1";
        let Ok(Redirected::Refused(refusal)) = read(address) else {
            panic!("a refusal")
        };
        let error = refusal.error("a person");
        let service = error.service().expect("an answer");
        assert_eq!(
            (service.aadsts, service.message.as_deref().map(str::trim)),
            (Some(65_004), Some("AADSTS65004: User declined."))
        );
    }

    proptest! {
        #[test]
        fn any_address_is_read_or_refused(query in "[ -~]{0,80}") {
            let _ = read(&format!("{HERE}/?{query}"));
            let _ = read(&query);
        }
    }
}
