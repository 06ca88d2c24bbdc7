//! `POST /{tenant}/oauth2/v2.0/token` with client credentials (facts 13.3, 13.7).

use serde_json::{Value, json};

use super::failure::Failure;
use super::form::{Form, basic_credentials};
use super::require_tenant;
use crate::http::Request;
use crate::snapshot::TokenSpec;
use crate::tenant::Tenant;
use crate::token::{self, GRAPH_APP_ID, LIFETIME_SECONDS};

pub(super) fn serve(tenant: &mut Tenant, authority: &str, request: &Request) -> Result<Value, Failure> {
    let form = Form::of(request);
    let basic = basic_credentials(request);
    let grant_type = form.get("grant_type").ok_or_else(|| missing("grant_type"))?;
    if grant_type != "client_credentials" {
        return Err(Failure::new(
            400,
            70_003,
            "unsupported_grant_type",
            format!("The app requested an unsupported grant type '{grant_type}'."),
        ));
    }
    if ["common", "organizations", "consumers"].contains(&authority) {
        return Err(Failure::new(
            400,
            50_059,
            "invalid_request",
            "No tenant-identifying information found in either the request or implied by any provided credentials.",
        ));
    }
    require_tenant(tenant, authority)?;
    let client_id = form
        .get("client_id")
        .or(basic.as_ref().map(|(id, _)| id.as_str()));
    let client_id = client_id.ok_or_else(|| missing("client_id"))?;
    let audience = requested_audience(tenant, form.get("scope").ok_or_else(|| missing("scope"))?)?;
    let Some(app) = tenant.application(client_id) else {
        return Err(Failure::new(
            400,
            700_016,
            "unauthorized_client",
            format!(
                "Application with identifier '{client_id}' was not found in the directory '{}'. This can happen if \
                 the application has not been installed by the administrator of the tenant or consented to by any \
                 user in the tenant. You may have sent your authentication request to the wrong tenant.",
                tenant.name
            ),
        ));
    };
    if form.get("client_assertion").is_some() {
        return Err(Failure::new(
            401,
            700_027,
            "invalid_client",
            "The certificate with identifier used to sign the client assertion is not registered on application.",
        ));
    }
    let secret = form
        .get("client_secret")
        .or(basic.as_ref().map(|(_, secret)| secret.as_str()));
    let secret = secret.ok_or_else(|| {
        Failure::new(
            401,
            7_000_218,
            "invalid_client",
            "The request body must contain the following parameter: 'client_assertion' or 'client_secret'.",
        )
    })?;
    if secret != app.secret {
        return Err(Failure::new(
            401,
            7_000_215,
            "invalid_client",
            format!(
                "Invalid client secret provided. Ensure the secret being sent in the request is the client secret \
                 value, not the client secret ID, for a secret added to app '{client_id}'."
            ),
        ));
    }
    let spec = TokenSpec {
        client_id: Some(app.client_id.clone()),
        audience: Some(audience),
        ..TokenSpec::default()
    };
    let access_token = token::issue(tenant, &spec)
        .map_err(|error| Failure::new(500, 90_033, "temporarily_unavailable", error.to_string()))?;
    Ok(json!({
        "token_type": "Bearer",
        "expires_in": LIFETIME_SECONDS,
        "ext_expires_in": LIFETIME_SECONDS,
        "access_token": access_token,
    }))
}

/// The resource in the scope: Graph of this cloud, by host or by application id.
fn requested_audience(tenant: &Tenant, scope: &str) -> Result<String, Failure> {
    let Some(resource) = scope
        .strip_suffix("/.default")
        .filter(|resource| !resource.contains(' '))
    else {
        return Err(Failure::new(
            400,
            1_002_012,
            "invalid_scope",
            format!(
                "The provided value for scope {scope} is not valid. Client credential flows must have a scope value \
                 with /.default suffixed to the resource identifier (application ID URI)."
            ),
        ));
    };
    let resource = resource.trim_end_matches('/');
    if [tenant.cloud.graph(), tenant.origins.graph.as_str(), GRAPH_APP_ID].contains(&resource) {
        return Ok(resource.to_owned());
    }
    Err(Failure::new(
        400,
        500_011,
        "invalid_resource",
        format!(
            "The resource principal named {resource} was not found in the tenant named {}. This can happen if the \
             application has not been installed by the administrator of the tenant or consented to by any user in \
             the tenant.",
            tenant.name
        ),
    ))
}

fn missing(field: &str) -> Failure {
    Failure::new(
        400,
        90_014,
        "invalid_request",
        format!(
            "The required field '{field}' is missing from the credential. Ensure that you have all the necessary parameters for the login request."
        ),
    )
}
