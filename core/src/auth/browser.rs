//! A person signs in in a browser: authorization code with PKCE, state and nonce (facts 13.5). The browser is a
//! port: a native program opens the system's and listens on this machine, an extension has one of its own.

use super::application::Application;
use super::delegated::{Delegated, claims};
use super::redirect::{self, Redirected};
use super::{AccessToken, TokenAsk, TokenSource, claims as token_claims};
use crate::error::{Error, ErrorCode, Result};
use crate::http::TokenWire;
use crate::platform::{BoxFuture, MaybeSend, MaybeSync};
use crate::secret::Secret;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use std::time::Duration;
use url::Url;

/// How long a person may take: the service forgets a sign-in that was begun before.
const PATIENCE: Duration = Duration::from_secs(10 * 60);

/// The browser port.
pub trait Browser: MaybeSend + MaybeSync {
    /// Makes ready to hear where the browser is sent after the sign-in.
    ///
    /// # Errors
    /// Whatever keeps this machine from listening, told for the person in front of it.
    fn begin(&self) -> BoxFuture<'_, Result<Box<dyn Visit>>>;
}

/// One visit of a browser to the sign-in page. Dropping it ends it.
pub trait Visit: MaybeSend {
    /// Where the browser will be sent; one of the app registration's redirect addresses.
    fn redirect_uri(&self) -> &str;

    /// Shows the page, and yields the address that the browser was sent to in the end.
    ///
    /// # Errors
    /// `signInFailed` when the person does not come back in time, or the host says why not.
    fn go<'a>(self: Box<Self>, page: SignInPage<'a>) -> BoxFuture<'a, Result<Secret>>;
}

/// The page to show.
#[derive(Clone, Copy, Debug)]
pub struct SignInPage<'a> {
    /// Its address.
    pub url: &'a Url,
    /// The parameter `state` of the right answer. Anybody on this machine can send a wrong one, which is passed over.
    pub state: &'a Secret,
    /// How long the person may take.
    pub timeout: Duration,
    /// Whom to tell.
    pub wire: TokenWire<'a>,
}

/// Sends a person to the sign-in page.
pub struct BrowserSignIn {
    person: Delegated,
    browser: Box<dyn Browser>,
    login_hint: Option<String>,
}

/// What only this sign-in knows.
struct Begun {
    url: Url,
    state: Secret,
    nonce: Secret,
    verifier: Secret,
}

impl BrowserSignIn {
    /// Takes the tenant, its own application, the browser, and whom to sign in if that is known.
    ///
    /// # Errors
    /// `invalidConfiguration` when the tenant is not one tenant, or the client id is none of the tenant's own.
    pub fn new(
        tenant: &str,
        client_id: &str,
        login_hint: Option<String>,
        browser: Box<dyn Browser>,
    ) -> Result<Self> {
        Ok(Self {
            person: Delegated::new(Application::new(tenant, client_id)?),
            browser,
            login_hint,
        })
    }

    fn begin(&self, ask: &TokenAsk<'_>, redirect_uri: &str) -> Result<Begun> {
        let (state, nonce, verifier) = (
            ask.wire.unguessable()?,
            ask.wire.unguessable()?,
            ask.wire.unguessable()?,
        );
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier.expose()));
        let application = self.person.application();
        let mut url = ask.wire.endpoint(application.tenant(), "authorize")?;
        url.query_pairs_mut()
            .append_pair("client_id", application.client_id())
            .append_pair("response_type", "code")
            .append_pair("redirect_uri", redirect_uri)
            .append_pair("response_mode", "query")
            .append_pair("scope", Delegated::scope(ask).expose())
            .append_pair("state", state.expose())
            .append_pair("nonce", nonce.expose())
            .append_pair("code_challenge", &challenge)
            .append_pair("code_challenge_method", "S256")
            .append_pair("claims", claims(ask.claims).expose());
        // An administrator has several accounts: the browser's last one is seldom the right one.
        match &self.login_hint {
            Some(hint) => url.query_pairs_mut().append_pair("login_hint", hint),
            None => url.query_pairs_mut().append_pair("prompt", "select_account"),
        };
        Ok(Begun {
            url,
            state,
            nonce,
            verifier,
        })
    }

    async fn sign_in(&self, ask: &TokenAsk<'_>) -> Result<AccessToken> {
        let visit = self.browser.begin().await?;
        let redirect_uri = visit.redirect_uri().to_owned();
        let begun = self.begin(ask, &redirect_uri)?;
        let page = SignInPage {
            url: &begun.url,
            state: &begun.state,
            timeout: PATIENCE,
            wire: ask.wire,
        };
        let address = visit.go(page).await?;
        let code = match redirect::read(&address, &redirect_uri, &begun.state)? {
            Redirected::Code(code) => code,
            Redirected::Refused(refused) => return Err(refused.error(&self.person.who())),
        };
        self.redeem(ask, &code, &redirect_uri, &begun).await
    }

    async fn redeem(
        &self,
        ask: &TokenAsk<'_>,
        code: &Secret,
        redirect_uri: &str,
        begun: &Begun,
    ) -> Result<AccessToken> {
        let (scope, claims) = (Delegated::scope(ask), claims(ask.claims));
        let redirect_uri = Secret::new(redirect_uri);
        let fields = [
            ("code", code),
            ("redirect_uri", &redirect_uri),
            ("code_verifier", &begun.verifier),
            ("scope", &scope),
            ("claims", &claims),
        ];
        let who = self.person.who();
        let grant = self
            .person
            .application()
            .ask(ask, "authorization_code", &fields, &who)
            .await?;
        let nonce = grant.id_token.as_ref().and_then(token_claims::nonce);
        if nonce.as_deref() != Some(begun.nonce.expose()) {
            return Err(Error::new(
                ErrorCode::SignInFailed,
                "the answer of Entra belongs to another sign-in than the one that was begun",
            )
            .about(&who)
            .remedy(
                "begin the sign-in anew; if it lasts, look for a proxy that changes or repeats answers",
            ));
        }
        Ok(self.person.keep(grant))
    }
}

impl TokenSource for BrowserSignIn {
    fn token<'a>(&'a self, ask: TokenAsk<'a>) -> BoxFuture<'a, Result<AccessToken>> {
        Box::pin(async move {
            match self.person.renew(&ask).await? {
                Some(token) => Ok(token),
                None => self.sign_in(&ask).await,
            }
        })
    }
}
