//! The identity face: the hosts at which managed identities get tokens (facts 13.4).
//!
//! Every kind of host has its own path, so that one port serves them all: `/msi/token` is Azure App Service and Azure
//! Automation, `/metadata/identity/oauth2/token` a virtual machine, and the same below `/arc` a machine outside of
//! Azure.

mod app_service;
mod arc;
mod choice;
mod machine;
mod tokens;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::front::{self, Host};
use crate::http::{Headers, Reply, Request, Response};
use crate::login::Form;
use crate::scenario::ScriptedAnswer;
use crate::tenant::Tenant;

/// Serves one request to a host.
pub(crate) fn serve(tenant: &mut Tenant, request: &Request) -> Reply {
    let id = tenant.new_id();
    front::serve(tenant, request, id, &Identity { id, request })
}

struct Identity<'r> {
    id: Uuid,
    request: &'r Request,
}

impl Host for Identity<'_> {
    fn answer(&self, tenant: &mut Tenant) -> Response {
        let request = self.request;
        let path = request
            .url
            .split('?')
            .next()
            .unwrap_or_default()
            .to_ascii_lowercase();
        let segments: Vec<&str> = path.split('/').filter(|segment| !segment.is_empty()).collect();
        match segments.as_slice() {
            ["msi", "token"] => app_service::answer(tenant, request, self.id),
            ["metadata", "identity", rest @ ..] => machine::answer(tenant, request, rest),
            ["arc", "metadata", "identity", "oauth2", "token"] if tenant.hosts.key_directory.is_some() => {
                arc::answer(tenant, request)
            }
            _ => Response {
                status: 404,
                headers: Headers::new(),
                body: Vec::new(),
            },
        }
    }

    fn describe(&self, scripted: &ScriptedAnswer) -> Value {
        let error = scripted.code.as_deref().unwrap_or(match scripted.status {
            404 => "not_found",
            410 => "gone",
            429 => "too_many_requests",
            500.. => "server_error",
            _ => "invalid_request",
        });
        json!({ "error": error, "error_description": "The identity service cannot answer now." })
    }
}

/// The query of a request, together with its form.
fn parameters(request: &Request) -> Form {
    let mut all = Form::of_query(request).unwrap_or_default();
    if request.method.eq_ignore_ascii_case("POST") {
        all.extend(Form::of(request).unwrap_or_default());
    }
    all
}
