//! What the login host says about itself (facts 13).

use serde_json::{Value, json};

use super::authority::Authority;
use super::failure::Failure;
use crate::tenant::Tenant;

/// `/{tenant}/v2.0/.well-known/openid-configuration`
pub(super) fn openid_configuration(tenant: &Tenant, authority: &str) -> Result<Value, Failure> {
    let shared = Authority::of(tenant, authority)? != Authority::ThisTenant;
    let id = if shared {
        authority.to_owned()
    } else {
        tenant.id.to_string()
    };
    let login = &tenant.origins.login;
    let graph = tenant
        .origins
        .graph
        .trim_start_matches("https://")
        .trim_start_matches("http://");
    Ok(json!({
        "issuer": format!("{login}/{id}/v2.0"),
        "authorization_endpoint": format!("{login}/{id}/oauth2/v2.0/authorize"),
        "token_endpoint": format!("{login}/{id}/oauth2/v2.0/token"),
        "device_authorization_endpoint": format!("{login}/{id}/oauth2/v2.0/devicecode"),
        "end_session_endpoint": format!("{login}/{id}/oauth2/v2.0/logout"),
        "jwks_uri": format!("{login}/{id}/discovery/v2.0/keys"),
        "token_endpoint_auth_methods_supported": ["client_secret_post", "private_key_jwt", "client_secret_basic"],
        "response_types_supported": ["code", "id_token", "code id_token", "id_token token"],
        "subject_types_supported": ["pairwise"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": ["openid", "profile", "email", "offline_access"],
        "tenant_region_scope": "EU",
        "cloud_instance_name": login.split_once("://").map(|(_, host)| host),
        "cloud_graph_host_name": "graph.windows.net",
        "msgraph_host": graph,
    }))
}

/// `/common/discovery/instance`
pub(super) fn instance(tenant: &Tenant) -> Value {
    let login = &tenant.origins.login;
    let host = login.split_once("://").map_or(login.as_str(), |(_, host)| host);
    json!({
        "tenant_discovery_endpoint": format!("{login}/common/v2.0/.well-known/openid-configuration"),
        "api-version": "1.1",
        "metadata": [{ "preferred_network": host, "preferred_cache": host, "aliases": [host] }],
    })
}
