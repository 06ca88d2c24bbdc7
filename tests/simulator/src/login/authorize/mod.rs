//! `/{tenant}/oauth2/v2.0/authorize`: a browser comes, a person signs in, the browser takes a code back (facts 13.5).

mod reply;
mod wish;

use time::Duration;

use self::reply::ReplyTo;
use self::wish::{Prompt, Trouble, Wish};
use super::browser::{self, Browser};
use super::exchange::Exchange;
use super::failure::Failure;
use super::form::Form;
use super::html;
use super::person;
use super::scope;
use crate::http::{Request, Response};
use crate::scenario::SignInFlow;
use crate::tenant::Tenant;
use crate::tenant::sign_ins::{AuthorizationCode, SignedIn};

pub(super) use self::wish::platform_of;

/// Answers a browser.
pub(super) fn serve(
    tenant: &mut Tenant,
    exchange: &Exchange,
    authority: &str,
    request: &Request,
) -> Response {
    let form = if request.method.eq_ignore_ascii_case("POST") {
        Form::of(request)
    } else {
        Form::of_query(request)
    };
    let read = form.map_err(Trouble::Page).and_then(|form| {
        let wish = wish::read(tenant, authority, &form)?;
        Ok((form, wish))
    });
    let (form, wish) = match read {
        Ok(read) => read,
        Err(Trouble::Page(failure)) => return failed(exchange, &failure, None),
        Err(Trouble::Reply(reply, failure)) => return reply.refuse(exchange, &failure),
    };
    let browser = Browser::of(tenant, request);
    if form.get(html::DECISION).is_some() {
        return wish.reply.refuse(exchange, &Failure::of(65_004));
    }
    if let Some(key) = form.get(html::PERSON) {
        return match with_page(tenant, &wish, key) {
            Ok(signed_in) => finish(tenant, browser, wish, &signed_in),
            Err(failure) => failed(exchange, &failure, Some(&wish.reply)),
        };
    }
    if wish.prompt == Prompt::None {
        return match without_page(tenant, &browser, &wish) {
            Ok(signed_in) => finish(tenant, browser, wish, &signed_in),
            Err(failure) => wish.reply.refuse(exchange, &failure),
        };
    }
    if wish.prompt == Prompt::AsNeeded
        && let Ok(signed_in) = without_page(tenant, &browser, &wish)
    {
        return finish(tenant, browser, wish, &signed_in);
    }
    let hint = wish.login_hint.clone().unwrap_or_default();
    if tenant.sign_in_rules.automatic && tenant.directory.find(&hint).is_some() {
        return match with_page(tenant, &wish, &hint) {
            Ok(signed_in) => finish(tenant, browser, wish, &signed_in),
            Err(failure) => wish.reply.refuse(exchange, &failure),
        };
    }
    choose(tenant, &form, &wish, authority)
}

/// Signs in whoever says to be this person, and lets them consent.
fn with_page(tenant: &mut Tenant, wish: &Wish, key: &str) -> Result<SignedIn, Failure> {
    let found = tenant.directory.find(key);
    let person = found.ok_or_else(|| nobody(tenant, key))?;
    let signed_in = person::sign_in(tenant, person, wish.application, SignInFlow::Interactive)?;
    scope::consent(tenant, wish.application, person, &wish.scopes)?;
    Ok(signed_in)
}

/// Finds who is signed in already, if that is one person who has consented to everything.
fn without_page(tenant: &Tenant, browser: &Browser, wish: &Wish) -> Result<SignedIn, Failure> {
    let meant = |person: usize| {
        let user = tenant.directory.at(person);
        wish.login_hint.as_ref().is_none_or(|hint| {
            hint.eq_ignore_ascii_case(&user.user_principal_name) || *hint == user.id.to_string()
        })
    };
    let mut sessions = browser
        .sessions(tenant)
        .iter()
        .filter(|session| meant(session.person));
    let session = sessions.next().ok_or_else(|| Failure::of(50_058))?;
    if sessions.next().is_some() {
        return Err(Failure::of(16_000));
    }
    if browser::is_over(tenant, session) {
        return Err(Failure::of(50_133));
    }
    let signed_in = SignedIn {
        person: session.person,
        application: wish.application,
        mfa: session.mfa,
        at: session.at,
        sessions_valid_from: session.sessions_valid_from,
    };
    person::admit(tenant, &signed_in, SignInFlow::Silent)?;
    scope::granted(tenant, &signed_in, &wish.scopes)
        .map_err(|failure| failure.named(400, "interaction_required"))?;
    Ok(signed_in)
}

/// Sends the browser back with a code.
fn finish(tenant: &mut Tenant, browser: Browser, wish: Wish, signed_in: &SignedIn) -> Response {
    let code = format!("0.AX{}", tenant.new_text(200));
    tenant.issued.remember(code.clone());
    let (session, cookie) = browser.keep(tenant, signed_in);
    let lifetime = tenant.sign_in_rules.authorization_code_lifetime_seconds;
    let record = AuthorizationCode {
        signed_in: signed_in.clone(),
        scopes: wish.scopes,
        redirect_uri: wish.reply.uri.clone(),
        platform: wish.platform,
        challenge: wish.challenge,
        nonce: wish.nonce,
        expires: tenant.clock.now() + Duration::seconds(lifetime.into()),
        redeemed: false,
    };
    tenant.sign_ins.authorization_codes.insert(code.clone(), record);
    let session_state = session.id.to_string();
    let mut response = wish
        .reply
        .send(&[("code", &code), ("session_state", &session_state)]);
    response.headers.set("Set-Cookie", cookie);
    response
}

/// The page on which people say who they are.
fn choose(tenant: &Tenant, form: &Form, wish: &Wish, authority: &str) -> Response {
    let app = &tenant.applications[wish.application];
    let find = form
        .get(html::FIND)
        .or(wish.login_hint.as_deref())
        .unwrap_or_default();
    let asked: String = wish
        .scopes
        .permissions
        .iter()
        .map(|permission| format!("<li>{}</li>\n", html::escape(&permission.name)))
        .collect();
    let asked = if asked.is_empty() {
        String::new()
    } else {
        format!("<p>By signing in you let it use, as far as you may consent:</p>\n<ul>\n{asked}</ul>\n")
    };
    let action = format!("/{authority}/oauth2/v2.0/authorize");
    let body = format!(
        "<p>Who signs in to <strong>{}</strong>?</p>\n{asked}{}",
        html::escape(&app.name),
        html::people(tenant, &action, form, find, "Cancel")
    );
    html::page(200, &format!("Sign in to {}", tenant.name), &body)
}

/// The page that says why nobody is signed in, with the way back if there is one.
fn failed(exchange: &Exchange, failure: &Failure, reply: Option<&ReplyTo>) -> Response {
    let back = reply.map_or_else(String::new, |reply| reply.way_back(exchange, failure));
    let body = format!("{}{back}", html::alert(&failure.description(exchange)));
    html::page(failure.status, "Sorry, signing in did not work", &body)
}

/// There is nobody of this name: here, or at all.
fn nobody(tenant: &Tenant, key: &str) -> Failure {
    let domain = key.split_once('@').map(|(_, domain)| domain);
    if domain.is_some_and(|domain| !domain.eq_ignore_ascii_case(&tenant.domain)) {
        let message = format!(
            "User account '{key}' from identity provider 'live.com' does not exist in tenant '{}' and cannot access \
             the application in that tenant. The account needs to be added as an external user in the tenant first.",
            tenant.name
        );
        return Failure::saying(50_020, message);
    }
    let message = format!(
        "The user account {key} does not exist in the {} directory. To sign into this application, the account must \
         be added to the directory.",
        tenant.id
    );
    Failure::saying(50_034, message)
}
