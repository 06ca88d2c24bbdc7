//! The `scope` parameter: which resource is meant, and what of it (facts 13.1, 13.3).

use super::failure::Failure;
use crate::tenant::Tenant;
use crate::token::GRAPH_APP_ID;

/// The resource of an application's own token: exactly one, and all that was consented to.
pub(super) fn of_application(tenant: &Tenant, scope: &str) -> Result<String, Failure> {
    match scope.strip_suffix("/.default") {
        Some(resource) if !resource.contains(' ') => resource_named(tenant, resource),
        _ => Err(Failure::saying(
            1_002_012,
            format!(
                "The provided value for scope {scope} is not valid. Client credential flows must have a scope value \
                 with /.default suffixed to the resource identifier (application ID URI)."
            ),
        )),
    }
}

/// The audience of tokens for a resource: Graph of this cloud, by host or by application id.
pub(super) fn resource_named(tenant: &Tenant, name: &str) -> Result<String, Failure> {
    let resource = name.trim_end_matches('/');
    if [tenant.cloud.graph(), tenant.origins.graph.as_str(), GRAPH_APP_ID].contains(&resource) {
        return Ok(resource.to_owned());
    }
    Err(Failure::saying(
        500_011,
        format!(
            "The resource principal named {resource} was not found in the tenant named {}. This can happen if the \
             application has not been installed by the administrator of the tenant or consented to by any user in \
             the tenant. You might have sent your authentication request to the wrong tenant.",
            tenant.name
        ),
    ))
}
