//! Client credentials by secret (facts 13.3).

use super::application::{Application, Proof};
use super::{AccessToken, TokenAsk, TokenSource};
use crate::error::Result;
use crate::platform::BoxFuture;
use crate::secret::Secret;

/// Signs an application in by its secret.
#[derive(Clone, Debug)]
pub struct ClientSecret {
    application: Application,
    secret: Secret,
}

impl ClientSecret {
    /// Takes the three parts.
    ///
    /// # Errors
    /// `invalidConfiguration` when the tenant is not one tenant, or the client id is none of the tenant's own.
    pub fn new(tenant: &str, client_id: &str, secret: Secret) -> Result<Self> {
        Ok(Self {
            application: Application::new(tenant, client_id)?,
            secret,
        })
    }
}

impl TokenSource for ClientSecret {
    fn token<'a>(&'a self, ask: TokenAsk<'a>) -> BoxFuture<'a, Result<AccessToken>> {
        Box::pin(async move { self.application.sign_in(&ask, Proof::Secret(&self.secret)).await })
    }
}
