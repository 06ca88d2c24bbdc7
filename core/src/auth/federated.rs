//! Client credentials by the token of another identity provider (facts 13.3, federated): a file that the platform
//! renews, or whatever the host gives.

use super::application::{Application, Proof};
use super::{AccessToken, TokenAsk, TokenSource};
use crate::cloud::CloudName;
use crate::error::{Error, ErrorCode, Result};
use crate::platform::{BoxFuture, Files, MaybeSend, MaybeSync};
use crate::secret::Secret;

/// More than any token has.
const LONGEST: usize = 64 * 1024;

/// The assertion port: yields a fresh token of the other identity provider.
pub trait Assertions: MaybeSend + MaybeSync {
    /// Gets a token for that audience.
    ///
    /// # Errors
    /// `signInFailed`, saying why there is none.
    fn assertion<'a>(&'a self, audience: &'a str) -> BoxFuture<'a, Result<Secret>>;
}

/// A file with a token in it. Platforms replace it before the token in it ends, so it is read each time.
pub struct TokenFile {
    path: String,
    files: Box<dyn Files>,
}

impl TokenFile {
    /// Takes the path and what reads files.
    pub fn new(path: &str, files: Box<dyn Files>) -> Self {
        Self {
            path: path.to_owned(),
            files,
        }
    }
}

impl Assertions for TokenFile {
    fn assertion<'a>(&'a self, _: &'a str) -> BoxFuture<'a, Result<Secret>> {
        Box::pin(async move {
            let unreadable = |why: &str| {
                Error::new(
                    ErrorCode::SignInFailed,
                    format!("the federated token file {} cannot be used: {why}", self.path),
                )
                .about(&self.path)
                .remedy("check the path, whether the platform writes the file, and who may read it")
            };
            let text = self
                .files
                .read(&self.path, LONGEST)
                .await
                .map_err(|why| unreadable(&why))?;
            let token = text.expose().trim();
            if token.is_empty() || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
                return Err(unreadable("it does not hold a token and nothing else"));
            }
            Ok(Secret::new(token))
        })
    }
}

/// Signs an application in by a federated token.
pub struct FederatedToken {
    application: Application,
    assertions: Box<dyn Assertions>,
}

impl FederatedToken {
    /// Takes the parts.
    ///
    /// # Errors
    /// `invalidConfiguration` when the tenant is not one tenant, or the client id is none of the tenant's own.
    pub fn new(tenant: &str, client_id: &str, assertions: Box<dyn Assertions>) -> Result<Self> {
        Ok(Self {
            application: Application::new(tenant, client_id)?,
            assertions,
        })
    }
}

impl TokenSource for FederatedToken {
    fn token<'a>(&'a self, ask: TokenAsk<'a>) -> BoxFuture<'a, Result<AccessToken>> {
        Box::pin(async move {
            let assertion = self.assertions.assertion(audience(ask.cloud.name())).await?;
            self.application.sign_in(&ask, Proof::Assertion(&assertion)).await
        })
    }
}

/// What the other identity provider's token must be issued for, unless the federated credential says otherwise.
const fn audience(cloud: CloudName) -> &'static str {
    match cloud {
        CloudName::Global => "api://AzureADTokenExchange",
        CloudName::UsGovL4 | CloudName::UsGovL5 => "api://AzureADTokenExchangeUSGov",
        CloudName::China => "api://AzureADTokenExchangeChina",
    }
}
