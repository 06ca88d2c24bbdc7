//! Which of the host's identities a request means (facts 13.4).

use crate::login::Form;
use crate::scenario::ManagedIdentityKind;
use crate::tenant::Tenant;
use crate::tenant::application::Application;

/// Why there is no identity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoChoice {
    /// The host has none, or none of this name.
    Nothing,
    /// The host has several, and none of its own.
    Several,
}

/// The place of the identity that the request names, or of the one that is meant when it names none.
pub(super) fn of(tenant: &Tenant, parameters: &Form, may_guess: bool) -> Result<usize, NoChoice> {
    let wanted = |names: &[&str]| names.iter().find_map(|name| parameters.get(name));
    let client_id = wanted(&["client_id", "clientid"]);
    let object_id = wanted(&["object_id", "principal_id"]);
    let resource_id = wanted(&["msi_res_id", "mi_res_id"]);
    let fits = |app: &Application| {
        let named = app
            .managed_identity
            .as_ref()
            .and_then(|it| it.resource_id.as_ref());
        client_id.is_none_or(|id| id.eq_ignore_ascii_case(&app.client_id))
            && object_id.is_none_or(|id| id.eq_ignore_ascii_case(&app.service_principal_id.to_string()))
            && resource_id.is_none_or(|id| named.is_some_and(|known| known.eq_ignore_ascii_case(id)))
    };
    let assigned = || {
        let apps = tenant.applications.iter().enumerate();
        apps.filter(|(_, app)| app.managed_identity.is_some())
    };
    if client_id.or(object_id).or(resource_id).is_some() {
        let found = assigned().find(|(_, app)| fits(app));
        return found.map(|(place, _)| place).ok_or(NoChoice::Nothing);
    }
    let kind = |app: &Application| app.managed_identity.as_ref().map(|identity| identity.kind);
    if let Some((place, _)) = assigned().find(|(_, app)| kind(app) == Some(ManagedIdentityKind::System)) {
        return Ok(place);
    }
    let mut others = assigned();
    match (others.next(), others.next()) {
        (Some((only, _)), None) if may_guess => Ok(only),
        (Some(_), _) if may_guess => Err(NoChoice::Several),
        _ => Err(NoChoice::Nothing),
    }
}
