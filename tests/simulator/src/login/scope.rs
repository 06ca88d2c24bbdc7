//! The `scope` parameter: which resource is meant, what of it is asked for, and what of that was consented to
//! (facts 0.2, 13.1, 13.3).

use super::failure::Failure;
use crate::tenant::Tenant;
use crate::tenant::role::GLOBAL_ADMINISTRATOR;
use crate::tenant::sign_ins::{Permission, Scopes, SignedIn};
use crate::token::GRAPH_APP_ID;

/// What concerns the sign-in itself; nobody need consent to it.
const OPENID: [&str; 4] = ["openid", "profile", "email", "offline_access"];
/// What people may consent to themselves (facts 0.2).
const FOR_EVERYBODY: [&str; 2] = ["User.Read", "User.ReadBasic.All"];

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
pub(crate) fn resource_named(tenant: &Tenant, name: &str) -> Result<String, Failure> {
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

/// What is asked for on behalf of a person.
pub(super) fn of_person(tenant: &Tenant, text: &str) -> Result<Scopes, Failure> {
    let mut scopes = Scopes::default();
    let mut resources: Vec<&str> = Vec::new();
    for asked in text.split_ascii_whitespace() {
        if let Some(known) = OPENID.iter().find(|known| known.eq_ignore_ascii_case(asked)) {
            scopes.openid.push(known);
            continue;
        }
        // Without a resource, Graph is meant.
        let (of, name) = asked.rsplit_once('/').unwrap_or((GRAPH_APP_ID, asked));
        resources.push(of);
        if name.is_empty() {
            return Err(invalid(text));
        }
        if name == ".default" {
            scopes.default = true;
        } else {
            scopes.permissions.push(Permission {
                asked: asked.to_owned(),
                name: name.to_owned(),
            });
        }
    }
    if scopes.default && !scopes.permissions.is_empty() {
        let message = format!(
            "The provided value for the input parameter 'scope' is not valid. .default scope can't be combined with \
             resource-specific scopes. The value '{text}' is not valid."
        );
        return Err(Failure::saying(70_011, message));
    }
    if scopes.openid.is_empty() && scopes.permissions.is_empty() && !scopes.default {
        return Err(invalid(text));
    }
    scopes.resource = only_resource(tenant, &resources)?;
    Ok(scopes)
}

/// The audience that all of these name: Graph has several names, and no other resource may stand beside it.
fn only_resource(tenant: &Tenant, names: &[&str]) -> Result<String, Failure> {
    let mut audience = None;
    for name in names {
        match resource_named(tenant, name) {
            Ok(_) if *name == GRAPH_APP_ID => {}
            Ok(known) => audience = Some(known),
            Err(_) if names.iter().any(|other| other != name) => return Err(Failure::of(28_000)),
            Err(unknown) => return Err(unknown),
        }
    }
    Ok(audience.unwrap_or_else(|| GRAPH_APP_ID.into()))
}

fn invalid(text: &str) -> Failure {
    let message = format!(
        "The provided value for the input parameter 'scope' is not valid. The scope '{text}' is not configured for this \
         tenant."
    );
    Failure::saying(70_011, message)
}

/// What is asked for and not consented to yet.
pub(super) fn missing<'s>(
    tenant: &Tenant,
    application: usize,
    person: usize,
    scopes: &'s Scopes,
) -> Vec<&'s Permission> {
    let consented = consented(tenant, application, person);
    let covers = |permission: &Permission| {
        consented
            .iter()
            .any(|it| it.eq_ignore_ascii_case(&permission.name))
    };
    scopes.permissions.iter().filter(|it| !covers(it)).collect()
}

/// Everything that was consented to for the application, by an administrator or by the person.
pub(super) fn consented(tenant: &Tenant, application: usize, person: usize) -> Vec<&str> {
    let by_person = tenant.sign_ins.consents.get(&(application, person));
    let by_person = by_person.into_iter().flatten().map(String::as_str);
    let by_administrator = &tenant.applications[application].delegated_permissions;
    by_administrator
        .iter()
        .map(String::as_str)
        .chain(by_person)
        .collect()
}

/// Lets the person consent to what is missing, as the page of an interactive sign-in asks them to.
pub(super) fn consent(
    tenant: &mut Tenant,
    application: usize,
    person: usize,
    scopes: &Scopes,
) -> Result<(), Failure> {
    let missing: Vec<String> = missing(tenant, application, person, scopes)
        .into_iter()
        .map(|permission| permission.name.clone())
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let holder = tenant.directory.at(person).id;
    let is_administrator = tenant
        .tenant_wide_roles(holder)
        .contains(&GLOBAL_ADMINISTRATOR.id);
    let for_everybody = |name: &String| FOR_EVERYBODY.iter().any(|it| it.eq_ignore_ascii_case(name));
    let may = is_administrator || (tenant.sign_in_rules.user_consent && missing.iter().all(for_everybody));
    if !may {
        return Err(Failure::of(90_094));
    }
    let consents = &mut tenant.sign_ins.consents;
    consents.entry((application, person)).or_default().extend(missing);
    Ok(())
}

/// The delegated permissions of a token, and the `scope` that its answer names.
pub(super) fn granted(
    tenant: &Tenant,
    signed_in: &SignedIn,
    scopes: &Scopes,
) -> Result<(Vec<String>, Vec<String>), Failure> {
    let (application, person) = (signed_in.application, signed_in.person);
    let unmet = missing(tenant, application, person, scopes);
    let consented = consented(tenant, application, person);
    if let Some(first) = unmet.first() {
        return Err(without_consent(tenant, application, Some(&first.name)));
    }
    if scopes.default && consented.is_empty() {
        return Err(without_consent(tenant, application, None));
    }
    let whole = |name: &str| format!("{}/{name}", scopes.resource);
    let (mut named, mut told): (Vec<String>, Vec<String>) = if scopes.default {
        let names = consented.iter().map(|&name| name.to_owned()).collect();
        let told = consented.iter().copied().chain([".default"]).map(whole).collect();
        (names, told)
    } else {
        scopes
            .permissions
            .iter()
            .map(|permission| (permission.name.clone(), permission.asked.clone()))
            .unzip()
    };
    if tenant.sign_in_rules.tokens_carry_all_consented {
        for name in consented {
            if !named.iter().any(|it| it.eq_ignore_ascii_case(name)) {
                named.push(name.to_owned());
                told.push(whole(name));
            }
        }
    }
    // That a refresh token was asked for is told by giving one.
    let openid = scopes.openid.iter().filter(|&&name| name != "offline_access");
    for name in openid {
        named.push((*name).to_owned());
        told.push((*name).to_owned());
    }
    Ok((named, told))
}

fn without_consent(tenant: &Tenant, application: usize, permission: Option<&str>) -> Failure {
    let app = &tenant.applications[application];
    let about = permission.map_or_else(String::new, |name| {
        format!(" The permission '{name}' is missing.")
    });
    Failure::saying(
        65_001,
        format!(
            "The user or administrator has not consented to use the application with ID '{}' named '{}'. Send an \
             interactive authorization request for this user and resource.{about}",
            app.client_id, app.name
        ),
    )
}
