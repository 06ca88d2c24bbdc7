//! `/arc/metadata/identity/oauth2/token`: the agent of a machine outside of Azure, which wants to see what only the
//! machine's administrators can read (facts 13.4).

use super::choice;
use super::machine::{self, Refusal, refusal};
use super::parameters;
use crate::http::{Request, Response};
use crate::login::Form;
use crate::tenant::Tenant;

pub(super) fn answer(tenant: &mut Tenant, request: &Request) -> Response {
    let parameters = parameters(request);
    if let Err(refused) = check(request, &parameters) {
        return machine::respond(Err(refused));
    }
    let shown = request
        .headers
        .get("Authorization")
        .and_then(|header| header.split_once(' '))
        .filter(|(scheme, _)| scheme.eq_ignore_ascii_case("Basic"));
    if !shown.is_some_and(|(_, key)| tenant.hosts.use_up(key.trim())) {
        return challenge(tenant);
    }
    let chosen = choice::of(tenant, &Form::default(), false);
    let place = chosen.map_err(|_| refusal("invalid_request", "Identity not found"));
    machine::respond(place.and_then(|place| machine::token(tenant, place, &parameters)))
}

fn check(request: &Request, parameters: &Form) -> Result<(), Refusal> {
    machine::check_caller(request, parameters)?;
    let names = [
        "client_id",
        "object_id",
        "principal_id",
        "msi_res_id",
        "mi_res_id",
    ];
    if names.iter().any(|name| parameters.get(name).is_some()) {
        let text = "Only the identity that the system assigned can be used";
        return Err(refusal("invalid_request", text));
    }
    Ok(())
}

/// Lays down a key, and says where.
fn challenge(tenant: &mut Tenant) -> Response {
    let directory = tenant.hosts.key_directory.clone().unwrap_or_default();
    let separator = if directory.contains('\\') { '\\' } else { '/' };
    let path = format!("{directory}{separator}{}.key", tenant.new_id());
    let key = tenant.new_text(64);
    tenant.issued.remember(key.clone());
    tenant.hosts.lay_down(path.clone(), key);
    let mut response = machine::respond(Err((
        401,
        "unauthorized".into(),
        "The key in the file that WWW-Authenticate names must be shown".into(),
    )));
    response
        .headers
        .set("WWW-Authenticate", format!("Basic realm={path}"));
    response
}
