//! Client credentials by secret (facts 13.3).

use super::{AccessToken, TokenAsk, TokenSource, token_endpoint};
use crate::error::{Error, ErrorCode, Result};
use crate::platform::BoxFuture;
use crate::secret::Secret;

/// Signs an application in by its secret.
#[derive(Clone, Debug)]
pub struct ClientSecret {
    tenant: String,
    client_id: String,
    secret: Secret,
}

impl ClientSecret {
    /// Takes the three parts.
    ///
    /// # Errors
    /// `invalidConfiguration` when the tenant is not one tenant, or the client id is no id.
    pub fn new(tenant: &str, client_id: &str, secret: Secret) -> Result<Self> {
        check_tenant(tenant)?;
        check_client_id(client_id)?;
        Ok(Self {
            tenant: tenant.to_owned(),
            client_id: client_id.to_owned(),
            secret,
        })
    }
}

impl TokenSource for ClientSecret {
    fn token<'a>(&'a self, ask: TokenAsk<'a>) -> BoxFuture<'a, Result<AccessToken>> {
        Box::pin(async move {
            let claims = ask.claims.map(Secret::new);
            let scope = Secret::new(ask.cloud.graph_scope());
            let grant = Secret::new("client_credentials");
            let client_id = Secret::new(&self.client_id);
            let mut form = vec![
                ("grant_type", &grant),
                ("client_id", &client_id),
                ("client_secret", &self.secret),
                ("scope", &scope),
            ];
            form.extend(claims.as_ref().map(|claims| ("claims", claims)));
            let asked_at = ask.wire.now();
            let answer = ask.wire.post_form(&self.tenant, &form).await?;
            token_endpoint::read(&answer, asked_at, &format!("application {}", self.client_id))
        })
    }
}

/// One tenant, by id or by domain: an application cannot sign in at `common` or `organizations`.
pub(super) fn check_tenant(tenant: &str) -> Result<()> {
    let plain = !tenant.is_empty()
        && tenant
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '.'));
    if plain && !matches!(tenant, "common" | "organizations" | "consumers" | "." | "..") {
        return Ok(());
    }
    Err(Error::new(
        ErrorCode::InvalidConfiguration,
        format!("tenant: `{tenant}` does not name one tenant"),
    )
    .about(tenant)
    .remedy("give the tenant's id, or one of its domains such as fabrikam.onmicrosoft.com"))
}

/// A client id is a GUID.
pub(super) fn check_client_id(client_id: &str) -> Result<()> {
    if crate::graph::is_guid(client_id) {
        return Ok(());
    }
    Err(Error::new(
        ErrorCode::InvalidConfiguration,
        format!("clientId: `{client_id}` is not an application id"),
    )
    .about(client_id)
    .remedy("copy the Application (client) ID from the app registration's overview page"))
}
