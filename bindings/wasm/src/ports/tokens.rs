//! Access tokens from the host's own function.

use crate::convert::{error_message, set};
use graph_mfa::auth::{AccessToken, TokenAsk, TokenSource};
use graph_mfa::platform::{BoxFuture, Timestamp};
use graph_mfa::{Error, ErrorCode, Result, Secret};
use js_sys::{Function, Object, Promise, Reflect};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Asks `getToken({ scope, claims })`, which answers with the token, or with `{ token, expiresOnTimestamp }` as
/// the credentials of `@azure/identity` do.
pub(crate) struct HostTokens {
    get_token: SendWrapper<Function>,
}

impl HostTokens {
    pub(crate) fn new(get_token: Function) -> Self {
        Self {
            get_token: SendWrapper::new(get_token),
        }
    }

    async fn ask(&self, scope: &str, claims: Option<&str>) -> Result<AccessToken> {
        let ask = Object::new();
        set(&ask, "scope", &scope.into());
        if let Some(claims) = claims {
            set(&ask, "claims", &claims.into());
        }
        let answer = match self.get_token.call1(&JsValue::UNDEFINED, &ask) {
            Ok(answer) => JsFuture::from(Promise::resolve(&answer)).await,
            Err(thrown) => Err(thrown),
        };
        read(&answer.map_err(|thrown| failed(&error_message(&thrown)))?)
    }
}

impl TokenSource for HostTokens {
    fn token<'a>(&'a self, ask: TokenAsk<'a>) -> BoxFuture<'a, Result<AccessToken>> {
        Box::pin(SendWrapper::new(async move {
            self.ask(&ask.cloud.graph_scope(), ask.claims).await
        }))
    }
}

fn read(answer: &JsValue) -> Result<AccessToken> {
    let field = |name: &str| Reflect::get(answer, &name.into()).unwrap_or(JsValue::UNDEFINED);
    let token = answer
        .as_string()
        .or_else(|| field("token").as_string())
        .unwrap_or_default();
    if token.trim().is_empty() {
        return Err(failed("it gave no token"));
    }
    let expires = field("expiresOnTimestamp")
        .as_f64()
        .map(|ms| Timestamp::from_unix_ms(ms as i64));
    Ok(AccessToken {
        token: Secret::new(token),
        expires,
    })
}

fn failed(why: &str) -> Error {
    Error::new(ErrorCode::SignInFailed, format!("the token function failed: {why}"))
        .about("getToken")
        .remedy("getToken returns an access token for the scope that it is given, as text or as { token, expiresOnTimestamp }")
}
