//! One token for the whole client: whoever needs it first asks the source, everybody else waits for that one
//! answer.

use super::{AccessToken, TokenAsk, TokenSource};
use crate::cloud::Cloud;
use crate::error::{Error, ErrorCode, Result};
use crate::http::TokenWire;
use crate::secret::Secret;
use futures_util::lock::Mutex;
use std::sync::{Mutex as PlainMutex, PoisonError};
use std::time::Duration;

/// A token is renewed this long before it ends, so that it does not end on the way.
const EARLY: Duration = Duration::from_secs(300);

pub(crate) struct TokenCache {
    source: Box<dyn TokenSource>,
    /// Held while the source is asked: the single flight.
    token: Mutex<Option<AccessToken>>,
    /// The token that the service refused, with the claims that it wants in the next one.
    refused: PlainMutex<Option<(Secret, Option<String>)>>,
}

impl TokenCache {
    pub(crate) fn new(source: Box<dyn TokenSource>) -> Self {
        Self {
            source,
            token: Mutex::new(None),
            refused: PlainMutex::new(None),
        }
    }

    pub(crate) fn can_renew(&self) -> bool {
        self.source.can_renew()
    }

    /// Marks a token as useless. The next caller asks the source again.
    pub(crate) fn refuse(&self, token: &Secret, claims: Option<String>) {
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = Some((token.clone(), claims));
    }

    pub(crate) async fn get(&self, wire: TokenWire<'_>, cloud: &Cloud) -> Result<Secret> {
        let mut held = self.token.lock().await;
        let refused = self
            .refused
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some(token) = held.as_ref() {
            let fresh = token
                .expires
                .is_none_or(|expires| wire.now().plus(EARLY) < expires);
            let accepted = refused
                .as_ref()
                .is_none_or(|(useless, _)| *useless != token.token);
            if accepted && (fresh || !self.source.can_renew()) {
                return Ok(token.token.clone());
            }
        }
        let claims = refused.and_then(|(_, claims)| claims);
        let token = self
            .source
            .token(TokenAsk {
                cloud,
                claims: claims.as_deref(),
                wire,
            })
            .await?;
        check(&token.token, cloud)?;
        let secret = token.token.clone();
        *held = Some(token);
        *self.refused.lock().unwrap_or_else(PoisonError::into_inner) = None;
        Ok(secret)
    }
}

/// A token goes into a header as it is, and to its own cloud only: both are checked before it is ever sent.
fn check(token: &Secret, cloud: &Cloud) -> Result<()> {
    let text = token.expose();
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Error::new(
            ErrorCode::TokenRejected,
            "the access token holds characters that no token has",
        )
        .remedy("give the token itself, without quotes or line breaks"));
    }
    match super::claims::audience(token) {
        Some(audience) => cloud.check_audience(&audience),
        None => Ok(()),
    }
}
