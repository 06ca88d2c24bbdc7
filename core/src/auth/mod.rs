//! Signing in: one file per credential. All of them answer the same question, and one cache asks it.

mod aadsts;
mod access_token;
mod application;
mod browser;
mod cache;
mod certificate;
mod claims;
mod client_assertion;
mod client_secret;
mod credential;
mod delegated;
mod device_code;
mod environment;
mod federated;
mod first_party;
mod identity_answer;
mod identity_endpoint;
mod managed_identity;
mod redirect;
mod token_endpoint;

#[cfg(feature = "native")]
mod key_file;
#[cfg(feature = "native")]
mod loopback;
#[cfg(feature = "native")]
mod loopback_page;
#[cfg(feature = "native")]
mod ring_signer;

#[cfg(feature = "native")]
pub use self::loopback::SystemBrowser;
pub use access_token::SuppliedToken;
pub use browser::{Browser, BrowserSignIn, SignInPage, Visit};
pub use certificate::Certificate;
pub use claims::{Actor, SignInKind};
pub use client_assertion::{ClientAssertion, Signer};
pub use client_secret::ClientSecret;
pub use device_code::DeviceCode;
pub use environment::{ENVIRONMENT, SECRET_ENVIRONMENT};
pub use federated::{Assertions, FederatedToken, TokenFile};
pub use managed_identity::ManagedIdentity;

pub(crate) use cache::TokenCache;
pub(crate) use credential::{HostPorts, source};

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
