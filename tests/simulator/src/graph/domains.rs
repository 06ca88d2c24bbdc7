//! `domains`, read only.

use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::failure::Failure;
use super::selection;
use crate::scenario::Domain;

/// `GET domains`
pub(crate) fn list(call: &mut Call<'_>) -> Result<Answer, Failure> {
    authorize(call)?;
    call.query.only(&["filter", "select", "skiptoken", "top"])?;
    let all = call
        .tenant
        .domains
        .iter()
        .map(|domain| show(call, domain))
        .collect();
    let context = call.context("domains");
    selection::answer(call, context, all, &["id", "authenticationType"])
}

/// `GET domains/{id}`
pub(crate) fn get(call: &mut Call<'_>) -> Result<Answer, Failure> {
    authorize(call)?;
    call.query.only(&["select"])?;
    let id = call.path.segment(1);
    let found = call
        .tenant
        .domains
        .iter()
        .find(|domain| domain.name.eq_ignore_ascii_case(id));
    let domain = found.ok_or_else(|| Failure::no_directory_object(id))?;
    let mut shown = selection::selected(call, show(call, domain));
    shown["@odata.context"] = call.context("domains/$entity");
    Ok(Answer::Json(200, shown))
}

fn authorize(call: &Call<'_>) -> Result<(), Failure> {
    call.require(&[
        "Domain.Read.All",
        "Domain.ReadWrite.All",
        "Directory.Read.All",
        "Directory.ReadWrite.All",
    ])
}

fn show(call: &Call<'_>, domain: &Domain) -> Value {
    json!({
        "id": domain.name,
        "authenticationType": domain.authentication_type,
        "availabilityStatus": null,
        "isAdminManaged": true,
        "isDefault": domain.is_default,
        "isInitial": domain.name == call.tenant.domain,
        "isRoot": true,
        "isVerified": true,
        "supportedServices": ["Email", "OfficeCommunicationsOnline"],
        "state": null,
    })
}
