//! The page on which people enter device codes (facts 13.2).

use super::device;
use super::exchange::Exchange;
use super::failure::Failure;
use super::form::Form;
use super::html;
use crate::http::{Request, Response};
use crate::tenant::Tenant;

/// Where the page is.
const ACTION: &str = "/common/oauth2/deviceauth";
/// The field with the code, as the service names it.
const CODE: &str = "otc";

/// Answers a browser.
pub(super) fn serve(tenant: &mut Tenant, exchange: &Exchange, request: &Request) -> Response {
    let form = if request.method.eq_ignore_ascii_case("POST") {
        Form::of(request)
    } else {
        Form::of_query(request)
    };
    let form = match form {
        Ok(form) => form,
        Err(failure) => return enter(exchange, "", Some(&failure)),
    };
    let Some(code) = form.get(CODE) else {
        return enter(exchange, "", None);
    };
    // A code in an address is a suggestion; only what a person sends counts.
    if request.method.eq_ignore_ascii_case("GET") {
        return enter(exchange, code, None);
    }
    if let Err(failure) = device::find(tenant, code) {
        return enter(exchange, code, Some(&failure));
    }
    let outcome = match (form.get(html::PERSON), form.get(html::DECISION)) {
        (_, Some(_)) => device::decline(tenant, code).map(|()| "You have declined. You can close this page."),
        (Some(key), None) => match tenant.directory.find(key) {
            Some(person) => device::approve(tenant, code, person)
                .map(|()| "You have signed in on your device. You can close this page."),
            None => Err(Failure::of(50_034)),
        },
        (None, None) => return choose(tenant, &form, code),
    };
    match outcome {
        Ok(done) => html::page(200, "Done", &format!("<p role=\"status\">{done}</p>\n")),
        Err(failure) => {
            let body = html::alert(&failure.description(exchange));
            html::page(failure.status, "Sorry, signing in did not work", &body)
        }
    }
}

fn enter(exchange: &Exchange, code: &str, failure: Option<&Failure>) -> Response {
    let problem = failure.map_or_else(String::new, |failure| html::alert(&failure.description(exchange)));
    let body = format!(
        "{problem}<form method=\"post\" action=\"{ACTION}\">\n<p><label for=\"{CODE}\">The code that your device or \
         program shows</label>\n<input id=\"{CODE}\" name=\"{CODE}\" value=\"{}\" autocomplete=\"off\" required>\n\
         <button>Next</button></p>\n</form>\n",
        html::escape(code)
    );
    html::page(
        failure.map_or(200, |failure| failure.status),
        "Enter code to allow access",
        &body,
    )
}

fn choose(tenant: &Tenant, form: &Form, code: &str) -> Response {
    let pending = device::pending(tenant);
    let Some(asking) = pending
        .iter()
        .find(|pending| device::is_code(&pending.user_code, code))
    else {
        return html::page(400, "Sorry, signing in did not work", "");
    };
    let scopes: String = asking
        .scopes
        .iter()
        .map(|scope| format!("<li>{}</li>\n", html::escape(scope)))
        .collect();
    let body = format!(
        "<p><strong>{}</strong> asks on another device to be signed in, for:</p>\n<ul>\n{scopes}</ul>\n<p>Continue \
         only if you started this yourself. Who are you?</p>\n{}",
        html::escape(&asking.application),
        html::people(
            tenant,
            ACTION,
            form,
            form.get(html::FIND).unwrap_or_default(),
            "Decline"
        )
    );
    html::page(200, "Sign in on another device", &body)
}
