//! What the login host says about itself, as client libraries read it (facts 13, 13.9).

use serde_json::{Value, json};

use super::authority::Authority;
use super::failure::Failure;
use super::form::Form;
use super::token::Edition;
use crate::cloud::Cloud;
use crate::http::Request;
use crate::jose;
use crate::tenant::Tenant;

/// `/{tenant}/v2.0/.well-known/openid-configuration`, and the older one without version.
pub(super) fn configuration(tenant: &Tenant, edition: Edition, authority: &str) -> Result<Value, Failure> {
    let (id, issued_for) = names(tenant, authority)?;
    let login = &tenant.origins.login;
    let here = format!("{login}/{id}");
    let (issuer, oauth2, keys) = match edition {
        Edition::V2 => (
            format!("{login}/{issued_for}/v2.0"),
            "oauth2/v2.0",
            "discovery/v2.0/keys",
        ),
        Edition::V1 => (
            format!("https://sts.windows.net/{issued_for}/"),
            "oauth2",
            "discovery/keys",
        ),
    };
    Ok(json!({
        "token_endpoint": format!("{here}/{oauth2}/token"),
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
        "jwks_uri": format!("{here}/{keys}"),
        "response_modes_supported": ["query", "fragment", "form_post"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "response_types_supported": ["code", "id_token", "code id_token", "id_token token"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "issuer": issuer,
        "request_uri_parameter_supported": false,
        "authorization_endpoint": format!("{here}/oauth2/v2.0/authorize"),
        "device_authorization_endpoint": format!("{here}/oauth2/v2.0/devicecode"),
        "http_logout_supported": true,
        "frontchannel_logout_supported": true,
        "end_session_endpoint": format!("{here}/oauth2/v2.0/logout"),
        "claims_supported": [
            "sub", "iss", "cloud_instance_name", "cloud_instance_host_name", "cloud_graph_host_name", "msgraph_host",
            "aud", "exp", "iat", "auth_time", "acr", "nonce", "preferred_username", "name", "tid", "ver", "at_hash",
            "c_hash", "email",
        ],
        "tenant_region_scope": if issued_for == tenant.id.to_string() { json!("EU") } else { Value::Null },
        "cloud_instance_name": tenant.cloud.instance_name(),
        "cloud_graph_host_name": "graph.windows.net",
        "msgraph_host": host(&tenant.origins.graph),
        "rbac_url": "https://pas.windows.net",
    }))
}

/// The segment under which the authority's endpoints are, and the tenant that its tokens name.
fn names(tenant: &Tenant, authority: &str) -> Result<(String, String), Failure> {
    let id = tenant.id.to_string();
    Ok(match Authority::of(tenant, authority)? {
        Authority::ThisTenant => (id.clone(), id),
        // Which one it will be is known only when somebody has signed in.
        _ => (authority.to_owned(), "{tenantid}".to_owned()),
    })
}

/// `/{tenant}/discovery/v2.0/keys`
pub(super) fn keys(tenant: &Tenant, authority: &str) -> Result<Value, Failure> {
    let (_, issued_for) = names(tenant, authority)?;
    Ok(jose::key_set(&format!(
        "{}/{issued_for}/v2.0",
        tenant.origins.login
    )))
}

/// `/common/discovery/instance`: which hosts are one and the same.
pub(super) fn instance(tenant: &Tenant, request: &Request) -> Result<Value, Failure> {
    let query = Form::of_query(request)?;
    let login = &tenant.origins.login;
    let endpoint = query.require("authorization_endpoint")?;
    let (scheme, rest) = endpoint.split_once("://").ok_or_else(|| Failure::of(50_049))?;
    let (asked, path) = rest.split_once('/').unwrap_or((rest, ""));
    let clouds = || [Cloud::Global, Cloud::China, Cloud::UsGovL4].into_iter();
    let own = host(login);
    if asked != own && !clouds().any(|cloud| cloud.login_hosts().contains(&asked)) {
        return Err(Failure::of(50_049));
    }
    let authority = path.split('/').next().unwrap_or_default();
    let mut answer = json!({
        "tenant_discovery_endpoint":
            format!("{scheme}://{asked}/{authority}/v2.0/.well-known/openid-configuration"),
    });
    // The first edition of the answer knew nothing else.
    if query.get("api-version") == Some("1.1") {
        let entry = |hosts: &[&str], cache: &str| json!({ "preferred_network": hosts[0], "preferred_cache": cache, "aliases": hosts });
        let mut metadata: Vec<Value> = clouds()
            .map(|cloud| entry(cloud.login_hosts(), cloud.login_cache()))
            .collect();
        if tenant.embedded {
            metadata.push(entry(&[own], own));
        }
        answer["api-version"] = "1.1".into();
        answer["metadata"] = metadata.into();
    }
    Ok(answer)
}

fn host(origin: &str) -> &str {
    origin.split_once("://").map_or(origin, |(_, host)| host)
}
