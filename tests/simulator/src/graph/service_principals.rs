//! Service principals, as far as an application looks itself up: who it is and what it was granted (facts 0.2).

use super::applications;
use super::call::{Answer, Call};
use super::directory_objects::object_id;
use super::failure::Failure;
use super::objects::show::READ_SERVICE_PRINCIPALS;
use super::objects::{app_roles, kind::Kind, list};
use super::page::Window;
use super::routes::Row;
use crate::tenant::objects::{Object, ServicePrincipal};

pub(crate) const ROUTES: &[Row] = &[
    Row::get("/servicePrincipals", all),
    Row::post("/servicePrincipals", applications::admit),
    Row::get("/servicePrincipals/$count", count),
    Row::get("/servicePrincipals/{id}", get),
    Row::get("/servicePrincipals(appId={appId})", get_by_app_id),
    Row::get("/servicePrincipals/{id}/appRoleAssignments", app_role_assignments),
    Row::post("/servicePrincipals/{id}/appRoleAssignments", applications::grant),
    Row::get(
        "/servicePrincipals(appId={appId})/appRoleAssignments",
        app_role_assignments_by_app_id,
    ),
];

const DEFAULT_PAGE: usize = 100;
const MAX_PAGE: usize = 999;

fn all(call: &mut Call<'_>) -> Result<Answer, Failure> {
    collection(call, false)
}

fn count(call: &mut Call<'_>) -> Result<Answer, Failure> {
    collection(call, true)
}

fn collection(call: &Call<'_>, counting: bool) -> Result<Answer, Failure> {
    call.require(READ_SERVICE_PRINCIPALS)?;
    let principals = call.tenant.service_principals().map(Object::ServicePrincipal);
    list::collection(call, Kind::ServicePrincipal, principals.enumerate(), counting)
}

fn get(call: &mut Call<'_>) -> Result<Answer, Failure> {
    call.require(READ_SERVICE_PRINCIPALS)?;
    list::single(call, &Object::ServicePrincipal(find(call)?))
}

fn get_by_app_id(call: &mut Call<'_>) -> Result<Answer, Failure> {
    call.require(READ_SERVICE_PRINCIPALS)?;
    list::single(call, &Object::ServicePrincipal(find_by_app_id(call)?))
}

fn app_role_assignments(call: &mut Call<'_>) -> Result<Answer, Failure> {
    call.require(READ_SERVICE_PRINCIPALS)?;
    assignments_of(call, &find(call)?)
}

fn app_role_assignments_by_app_id(call: &mut Call<'_>) -> Result<Answer, Failure> {
    call.require(READ_SERVICE_PRINCIPALS)?;
    assignments_of(call, &find_by_app_id(call)?)
}

fn assignments_of(call: &Call<'_>, principal: &ServicePrincipal<'_>) -> Result<Answer, Failure> {
    call.query.only(&["count", "skiptoken", "top"])?;
    let window = Window::of(call, DEFAULT_PAGE, MAX_PAGE)?;
    let granted = app_roles::granted(call.tenant, principal);
    let from = window.from().unwrap_or(0);
    let page = window.fill(granted.into_iter().enumerate().skip(from));
    let context = format!("servicePrincipals('{}')/appRoleAssignments", principal.id);
    Ok(window.answer(call, call.context(&context), None, page))
}

fn find<'c>(call: &'c Call<'_>) -> Result<ServicePrincipal<'c>, Failure> {
    let key = call.path.segment(1);
    let id = object_id(key)?;
    let mut principals = call.tenant.service_principals();
    let found = principals.find(|principal| principal.id == id);
    found.ok_or_else(|| Failure::no_directory_object(key))
}

/// The service principal in `servicePrincipals(appId='…')`.
fn find_by_app_id<'c>(call: &'c Call<'_>) -> Result<ServicePrincipal<'c>, Failure> {
    let segment = call.path.segment(0);
    let key = segment
        .split_once('=')
        .and_then(|(_, key)| key.strip_suffix(')'))
        .unwrap_or_default()
        .trim_matches('\'');
    let mut principals = call.tenant.service_principals();
    let found = principals.find(|principal| principal.app_id.eq_ignore_ascii_case(key));
    found.ok_or_else(|| Failure::no_directory_object(key))
}
