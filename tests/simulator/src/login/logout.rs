//! `/{tenant}/oauth2/v2.0/logout`: signs everybody out of the browser (facts 13.5).

use super::authorize::platform_of;
use super::browser::Browser;
use super::form::Form;
use super::html;
use crate::http::{Request, Response};
use crate::tenant::Tenant;

/// Answers a browser; it is sent on to addresses that some application registered.
pub(super) fn serve(tenant: &mut Tenant, request: &Request) -> Response {
    let cookie = Browser::of(tenant, request).forget(tenant);
    let form = Form::of_query(request).unwrap_or_default();
    let next = form.get("post_logout_redirect_uri").filter(|uri| {
        let registered = |app| platform_of(app, uri).is_some();
        tenant.applications.iter().any(registered)
    });
    let mut response = html::page(
        200,
        "You have signed out",
        "<p role=\"status\">You can close this page.</p>\n",
    );
    if let Some(next) = next {
        response.status = 302;
        response.headers.set("Location", next);
    }
    response.headers.set("Set-Cookie", cookie);
    response
}
