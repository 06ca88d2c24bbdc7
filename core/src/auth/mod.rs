//! Signing in: one file per credential. All of them answer the same question, and one cache asks it.

mod access_token;
mod cache;
mod claims;
mod client_assertion;
mod client_secret;
mod token_endpoint;

pub use access_token::SuppliedToken;
pub use claims::{Actor, SignInKind};
pub use client_assertion::{ClientAssertion, Signer};
pub use client_secret::ClientSecret;

pub(crate) use cache::TokenCache;

use crate::cloud::Cloud;
use crate::error::Result;
use crate::http::TokenWire;
use crate::platform::{BoxFuture, MaybeSend, MaybeSync, Timestamp};
use crate::secret::Secret;

/// What is asked of a token source.
#[derive(Clone, Debug)]
pub struct TokenAsk<'a> {
    /// The cloud whose Graph the token is for.
    pub cloud: &'a Cloud,
    /// The claims of a challenge to pass on, as JSON text (facts 12.3).
    pub claims: Option<&'a str>,
    /// The client's way to its token endpoint, for sources that use it.
    pub wire: TokenWire<'a>,
}

/// An access token and until when it is worth using.
#[derive(Clone, Debug)]
pub struct AccessToken {
    /// The token.
    pub token: Secret,
    /// When it ends; unknown for a token that somebody else got.
    pub expires: Option<Timestamp>,
}

/// The token port: yields access tokens for Graph. It need not cache.
pub trait TokenSource: MaybeSend + MaybeSync {
    /// Gets a token. Called again when the one before has ended or was refused.
    ///
    /// # Errors
    /// `signInFailed` and its kin, with the remedy; `network` when the token endpoint cannot be reached.
    fn token<'a>(&'a self, ask: TokenAsk<'a>) -> BoxFuture<'a, Result<AccessToken>>;

    /// Whether asking again may give a better token than the one before.
    fn can_renew(&self) -> bool {
        true
    }
}
