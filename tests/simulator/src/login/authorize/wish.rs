//! What an authorization request asks for, once it is known to be sound (facts 13.5).

use super::reply::{ReplyTo, ResponseMode};
use crate::login::authority::Authority;
use crate::login::client;
use crate::login::delegated;
use crate::login::failure::Failure;
use crate::login::form::Form;
use crate::login::scope;
use crate::tenant::Tenant;
use crate::tenant::application::Application;
use crate::tenant::sign_ins::{Challenge, Platform, Scopes};

/// A sound request.
pub(super) struct Wish {
    pub(super) application: usize,
    pub(super) reply: ReplyTo,
    pub(super) platform: Platform,
    pub(super) scopes: Scopes,
    pub(super) challenge: Option<Challenge>,
    pub(super) nonce: Option<String>,
    pub(super) prompt: Prompt,
    pub(super) login_hint: Option<String>,
}

/// Whether a page is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Prompt {
    /// Only when nobody is known.
    AsNeeded,
    /// Never.
    None,
    /// In any case.
    Always,
}

/// An unsound request. As long as the application's address is not known to be its own, nothing is sent there.
pub(super) enum Trouble {
    Page(Failure),
    Reply(Box<ReplyTo>, Failure),
}

/// Reads a request.
pub(super) fn read(tenant: &Tenant, authority: &str, form: &Form) -> Result<Wish, Trouble> {
    let (application, platform, uri) = client(tenant, authority, form).map_err(Trouble::Page)?;
    let mode = form.get("response_mode").map(ResponseMode::named);
    let reply = ReplyTo {
        uri,
        mode: mode.flatten().unwrap_or(ResponseMode::Query),
        state: form.get("state").map(str::to_owned),
    };
    let parts = || {
        if mode == Some(None) {
            return Err(unsupported("response_mode", form));
        }
        match form.require("response_type")? {
            "code" => {}
            other => {
                let message = format!("response_type '{other}' is not enabled for the application.");
                return Err(Failure::saying(700_054, message));
            }
        }
        delegated::capabilities(form.get("claims"))?;
        let scopes = scope::of_person(tenant, form.require("scope")?)?;
        Ok((scopes, challenge(form, platform)?, prompt(form)?))
    };
    match parts() {
        Ok((scopes, challenge, prompt)) => Ok(Wish {
            application,
            reply,
            platform,
            scopes,
            challenge,
            nonce: form.get("nonce").map(str::to_owned),
            prompt,
            login_hint: form.get("login_hint").map(str::to_owned),
        }),
        Err(failure) => Err(Trouble::Reply(Box::new(reply), failure)),
    }
}

/// The application, and an address that is its own.
fn client(tenant: &Tenant, authority: &str, form: &Form) -> Result<(usize, Platform, String), Failure> {
    let authority = Authority::of(tenant, authority)?;
    let application = client::find(tenant, form.require("client_id")?)?;
    let app = &tenant.applications[application];
    authority.admits(app)?;
    let uris = &app.redirect_uris;
    let mut all = uris.spa.iter().chain(&uris.public_client).chain(&uris.web);
    let uri = match (form.get("redirect_uri"), all.next(), all.next()) {
        (Some(told), _, _) => told.to_owned(),
        (None, Some(only), None) => only.clone(),
        _ => return Err(Failure::of(900_971)),
    };
    let platform = platform_of(app, &uri).ok_or_else(|| {
        let message = format!(
            "The redirect URI '{uri}' specified in the request does not match the redirect URIs configured for the \
             application '{}'. Make sure the redirect URI sent in the request matches one added to your application \
             in the Azure portal.",
            app.client_id
        );
        Failure::saying(50_011, message)
    })?;
    Ok((application, platform, uri))
}

/// The platform under which the application registered the address.
pub(in crate::login) fn platform_of(app: &Application, uri: &str) -> Option<Platform> {
    let uris = &app.redirect_uris;
    let among = |known: &[String]| known.iter().any(|it| it == uri || is_same_loopback(it, uri));
    [
        (&uris.spa, Platform::Spa),
        (&uris.public_client, Platform::PublicClient),
        (&uris.web, Platform::Web),
    ]
    .into_iter()
    .find_map(|(known, platform)| among(known).then_some(platform))
}

/// Programs listen where they can: on the own machine every port is the same.
fn is_same_loopback(known: &str, uri: &str) -> bool {
    fn without_port(uri: &str) -> Option<(&str, &str)> {
        let hosts = ["http://localhost", "http://127.0.0.1"];
        let host = hosts.into_iter().find(|host| uri.starts_with(host))?;
        let rest = &uri[host.len()..];
        let path = match rest.strip_prefix(':') {
            Some(port) => port.trim_start_matches(|c: char| c.is_ascii_digit()),
            None => rest,
        };
        (path.is_empty() || path.starts_with('/')).then_some((host, if path == "/" { "" } else { path }))
    }
    without_port(known).is_some_and(|known| without_port(uri) == Some(known))
}

fn challenge(form: &Form, platform: Platform) -> Result<Option<Challenge>, Failure> {
    let Some(told) = form.get("code_challenge") else {
        return if platform == Platform::Spa {
            Err(Failure::of(9_002_325))
        } else {
            Ok(None)
        };
    };
    if !(43..=128).contains(&told.len()) {
        return Err(Failure::of(501_491));
    }
    match form.get("code_challenge_method") {
        None | Some("plain") => Ok(Some(Challenge::Plain(told.to_owned()))),
        Some("S256") => Ok(Some(Challenge::S256(told.to_owned()))),
        Some(_) => Err(unsupported("code_challenge_method", form)),
    }
}

fn prompt(form: &Form) -> Result<Prompt, Failure> {
    match form.get("prompt") {
        None => Ok(Prompt::AsNeeded),
        Some("none") => Ok(Prompt::None),
        Some("login" | "consent" | "select_account" | "create") => Ok(Prompt::Always),
        Some(_) => Err(unsupported("prompt", form)),
    }
}

fn unsupported(field: &str, form: &Form) -> Failure {
    let value = form.get(field).unwrap_or_default();
    let message = format!("Invalid STS request. The value '{value}' of '{field}' is not supported.");
    Failure::saying(90_023, message)
}
