//! The app registration that signs in: which one, in which tenant, and its requests to the token endpoint
//! (facts 13.1, 13.3).

use super::token_endpoint::{self, Grant};
use super::{AccessToken, TokenAsk, first_party};
use crate::error::{Error, ErrorCode, Result};
use crate::http::TokenAnswer;
use crate::secret::Secret;

/// What says that an assertion stands in for a secret.
const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// An app registration of one tenant.
#[derive(Clone, Debug)]
pub(super) struct Application {
    tenant: String,
    client_id: String,
}

impl Application {
    /// Takes the two parts.
    ///
    /// # Errors
    /// `invalidConfiguration` when the tenant is not one tenant, or the client id is none of the tenant's own.
    pub(super) fn new(tenant: &str, client_id: &str) -> Result<Self> {
        check_tenant(tenant)?;
        check_client_id(client_id)?;
        Ok(Self {
            tenant: tenant.to_owned(),
            client_id: client_id.to_owned(),
        })
    }

    pub(super) fn tenant(&self) -> &str {
        &self.tenant
    }

    pub(super) fn client_id(&self) -> &str {
        &self.client_id
    }

    /// Signs the application in as itself, by its secret or by an assertion.
    pub(super) async fn sign_in(&self, ask: &TokenAsk<'_>, proof: Proof<'_>) -> Result<AccessToken> {
        let assertion_type = Secret::new(ASSERTION_TYPE);
        let claims = ask.claims.map(Secret::new);
        let scope = Secret::new(ask.cloud.graph_scope());
        let mut form = match proof {
            Proof::Secret(secret) => vec![("client_secret", secret)],
            Proof::Assertion(assertion) => vec![
                ("client_assertion_type", &assertion_type),
                ("client_assertion", assertion),
            ],
        };
        form.push(("scope", &scope));
        form.extend(claims.as_ref().map(|claims| ("claims", claims)));
        let who = format!("application {}", self.client_id);
        Ok(self.ask(ask, "client_credentials", &form, &who).await?.access)
    }

    /// Asks the token endpoint for a grant; `who` signs in.
    pub(super) async fn ask(
        &self,
        ask: &TokenAsk<'_>,
        grant_type: &str,
        fields: &[(&str, &Secret)],
        who: &str,
    ) -> Result<Grant> {
        let asked_at = ask.wire.now();
        let answer = self.post(ask, "token", Some(grant_type), fields).await?;
        token_endpoint::read(&answer, asked_at, who)
    }

    /// Posts a form with the client id to one of the tenant's endpoints.
    pub(super) async fn post(
        &self,
        ask: &TokenAsk<'_>,
        endpoint: &str,
        grant_type: Option<&str>,
        fields: &[(&str, &Secret)],
    ) -> Result<TokenAnswer> {
        let grant_type = grant_type.map(Secret::new);
        let client_id = Secret::new(&self.client_id);
        let mut form: Vec<(&str, &Secret)> = Vec::with_capacity(fields.len() + 2);
        form.extend(grant_type.as_ref().map(|grant_type| ("grant_type", grant_type)));
        form.push(("client_id", &client_id));
        form.extend_from_slice(fields);
        ask.wire.post_form(&self.tenant, endpoint, &form).await
    }
}

/// How an application proves that it is who it says.
#[derive(Clone, Copy, Debug)]
pub(super) enum Proof<'a> {
    Secret(&'a Secret),
    Assertion(&'a Secret),
}

/// One tenant, by id or by domain: neither an application nor a person of the tenant's own registration can sign in
/// at `common` or `organizations`.
fn check_tenant(tenant: &str) -> Result<()> {
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

/// A client id is a GUID, and the tenant's own.
pub(super) fn check_client_id(client_id: &str) -> Result<()> {
    if crate::graph::is_guid(client_id) {
        return first_party::refuse(client_id);
    }
    Err(Error::new(
        ErrorCode::InvalidConfiguration,
        format!("clientId: `{client_id}` is not an application id"),
    )
    .about(client_id)
    .remedy("copy the Application (client) ID from the app registration's overview page"))
}
