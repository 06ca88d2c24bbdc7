//! Access tokens from the host's own function.

use super::ask::{call, text};
use crate::convert::set;
use graph_mfa::auth::{AccessToken, TokenAsk, TokenSource};
use graph_mfa::platform::{BoxFuture, Timestamp};
use graph_mfa::{Error, ErrorCode, Result, Secret};
use js_sys::{Function, Object, Reflect};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsValue;

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
        read(
            &call(&self.get_token, &[ask.into()])
                .await
                .map_err(|why| failed(&why))?,
        )
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
    let token = answer
        .as_string()
        .or_else(|| text(answer, "token"))
        .unwrap_or_default();
    if token.trim().is_empty() {
        return Err(failed("it gave no token"));
    }
    let expires = Reflect::get(answer, &"expiresOnTimestamp".into())
        .ok()
        .and_then(|ms| ms.as_f64())
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
