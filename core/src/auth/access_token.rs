//! A token that the caller got elsewhere.

use super::{AccessToken, TokenAsk, TokenSource};
use crate::error::Result;
use crate::platform::BoxFuture;
use crate::secret::Secret;

/// Yields always the same token. When it ends, the service says so, and the error says what to do.
#[derive(Clone, Debug)]
pub struct SuppliedToken(Secret);

impl SuppliedToken {
    /// Takes the token. A `Bearer ` in front, as copied from a header, is cut off.
    pub fn new(token: Secret) -> Self {
        let text = token.expose().trim();
        let bare = text
            .strip_prefix("Bearer ")
            .or_else(|| text.strip_prefix("bearer "))
            .unwrap_or(text);
        Self(Secret::new(bare.trim()))
    }
}

impl TokenSource for SuppliedToken {
    fn token<'a>(&'a self, _: TokenAsk<'a>) -> BoxFuture<'a, Result<AccessToken>> {
        Box::pin(async {
            Ok(AccessToken {
                token: self.0.clone(),
                expires: None,
            })
        })
    }

    fn can_renew(&self) -> bool {
        false
    }
}
