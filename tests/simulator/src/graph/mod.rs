//! Microsoft Graph: versions, faults, authorization, the resources, the error envelope (facts 1 to 12).

mod access;
mod administrative_units;
mod applications;
mod audit_filter;
mod audits;
mod authentication;
mod authority;
mod batch;
mod batch_request;
mod call;
mod conditional_access;
mod continuous_access;
mod cost;
mod directory_objects;
mod domains;
mod failure;
mod filter;
mod filter_parser;
mod group_eligibility;
mod groups;
mod letters;
mod memberships;
mod mischief;
pub(crate) mod misfortune;
mod objects;
mod organization;
mod page;
mod path;
mod policies;
mod query;
mod references;
mod registration_report;
mod registration_summary;
mod reporting;
mod requirements;
mod role_management;
mod router;
mod routes;
mod search;
mod selection;
mod service_principals;
mod sessions;
mod sign_in_preferences;
mod suspects;
mod throttle;
mod tokens;
mod user_list;
mod user_properties;
mod user_query;
mod user_values;
mod users;
mod wire;

use crate::http::{Reply, Request};
use crate::tenant::Tenant;
use failure::Failure;
pub(crate) use role_management::decide;
pub use routes::{Route, routes};
use wire::{Incoming, Version};

/// Serves one request to Graph.
pub(crate) fn serve(tenant: &mut Tenant, request: Request) -> Reply {
    tenant.end_activations();
    tenant.run_registration_report();
    // What follows a number sign never leaves a client (facts 1.2).
    let url = request.url.split('#').next().unwrap_or_default();
    let (path, query) = url.split_once('?').unwrap_or((url, ""));
    let (version, rest) = path
        .trim_start_matches('/')
        .split_once('/')
        .unwrap_or((path.trim_start_matches('/'), ""));
    let known = Version::parse(version);
    let incoming = Incoming {
        version: known.unwrap_or(Version::V1),
        method: request.method.to_ascii_uppercase(),
        path: format!("/{rest}"),
        query: query.to_owned(),
        headers: request.headers,
        body: request.body,
        in_batch: false,
    };
    let problem = match known {
        None => Some(Failure::syntax(format!("Invalid version: {version}"))),
        Some(Version::Beta) if tenant.rules.beta_unavailable => Some(Failure::new(
            404,
            "ResourceNotFound",
            "Resource could not be discovered.",
        )),
        Some(_) => None,
    };
    if let Some(problem) = problem {
        return wire::refuse(tenant, &incoming, &problem);
    }
    if incoming.path.eq_ignore_ascii_case("/$batch") {
        batch::serve(tenant, &incoming)
    } else {
        wire::serve_one(tenant, &incoming)
    }
}
