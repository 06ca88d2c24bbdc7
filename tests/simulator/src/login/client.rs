//! Which application calls, and what proves it: a secret, or an assertion (facts 13.3).

use super::assertion;
use super::authority::unknown_application;
use super::failure::{Failure, missing};
use super::form::Form;
use crate::tenant::Tenant;
use crate::tenant::application::Application;

/// The type of every client assertion.
const JWT_BEARER: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/// What a client presented to prove who it is, and it was right.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Proof {
    Nothing,
    Secret,
    Assertion,
}

/// What a client says about itself.
pub(super) struct Introduction<'r> {
    pub(super) form: &'r Form,
    /// Client id and secret of an `Authorization: Basic` header.
    pub(super) basic: Option<(String, String)>,
}

impl Introduction<'_> {
    /// The place of the application that the client says it is.
    pub(super) fn application(&self, tenant: &Tenant) -> Result<usize, Failure> {
        let told = self
            .form
            .get("client_id")
            .or(self.basic.as_ref().map(|(id, _)| id.as_str()));
        find(tenant, told.ok_or_else(|| missing("client_id"))?)
    }

    /// Checks what the client presents.
    pub(super) fn proof(&self, tenant: &mut Tenant, place: usize) -> Result<Proof, Failure> {
        if let Some(token) = self.form.get("client_assertion") {
            let kind = self.form.require("client_assertion_type")?;
            if kind != JWT_BEARER {
                let message =
                    format!("Invalid STS request. The client_assertion_type '{kind}' is not supported.");
                return Err(Failure::saying(90_023, message));
            }
            // Shown, it is a credential until it expires.
            tenant.issued.remember(token.to_owned());
            assertion::check(tenant, place, token)?;
            return Ok(Proof::Assertion);
        }
        let told = self
            .form
            .get("client_secret")
            .or(self.basic.as_ref().map(|(_, secret)| secret.as_str()))
            .filter(|secret| !secret.is_empty());
        let Some(told) = told else {
            return Ok(Proof::Nothing);
        };
        let app = &tenant.applications[place];
        let now = tenant.clock.now();
        match app.secrets.iter().find(|secret| secret.value == told) {
            None => Err(Failure::saying(
                7_000_215,
                format!(
                    "Invalid client secret provided. Ensure the secret being sent in the request is the client \
                     secret value, not the client secret ID, for a secret added to app '{}'.",
                    app.client_id
                ),
            )),
            Some(secret) if secret.expires.is_some_and(|end| end <= now) => Err(Failure::saying(
                7_000_222,
                format!(
                    "The provided client secret keys for app '{}' are expired. Visit the Azure portal to create new \
                     keys for your app, or consider using certificate credentials for added security.",
                    app.client_id
                ),
            )),
            Some(_) => Ok(Proof::Secret),
        }
    }
}

/// The place of the application with this client id, if it may sign anybody in.
pub(crate) fn find(tenant: &Tenant, client_id: &str) -> Result<usize, Failure> {
    let place = tenant
        .applications
        .iter()
        .position(|app| app.client_id.eq_ignore_ascii_case(client_id))
        .ok_or_else(|| unknown_application(client_id, &tenant.name))?;
    let Application {
        client_id,
        name,
        disabled,
        ..
    } = &tenant.applications[place];
    if !tenant.applications[place].has_service_principal {
        let message = format!(
            "The client application {client_id} is missing service principal in the tenant {}.",
            tenant.id
        );
        return Err(Failure::saying(7_000_229, message));
    }
    if *disabled {
        let message = format!("Application '{client_id}'({name}) is disabled.");
        return Err(Failure::saying(7_000_112, message));
    }
    Ok(place)
}
