//! The credential `hostToken`: access tokens that the host is asked for in the messages of its jobs.

use crate::failure::Failure;
use crate::switchboard::Switchboard;
use graph_mfa::auth::{AccessToken, TokenAsk, TokenSource};
use graph_mfa::platform::{BoxFuture, Timestamp};
use graph_mfa::{Error, ErrorCode, Result, Secret};
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;

/// How long a host may take. A person who signs in with a device code has fifteen minutes; a job whose host
/// has gone should not wait for ever.
pub(crate) const PATIENCE: Duration = Duration::from_secs(15 * 60);

/// Asks the host through the switchboard of the client.
pub(crate) struct HostToken {
    board: Arc<Switchboard>,
    patience: Duration,
}

impl HostToken {
    pub(crate) const fn new(board: Arc<Switchboard>, patience: Duration) -> Self {
        Self { board, patience }
    }

    async fn ask(&self, scope: String, claims: Option<String>) -> Result<AccessToken> {
        let question = self.board.ask(scope, claims);
        tokio::time::timeout(self.patience, question.reply())
            .await
            .unwrap_or_else(|_| Err(no_token("it did not reply")))
    }
}

impl TokenSource for HostToken {
    fn token<'a>(&'a self, ask: TokenAsk<'a>) -> BoxFuture<'a, Result<AccessToken>> {
        Box::pin(self.ask(ask.cloud.graph_scope(), ask.claims.map(str::to_owned)))
    }
}

/// The reply of a host to `needToken`. The token itself travels beside it, as the secret.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct HostReply {
    /// Names the question.
    pub(crate) ask: u32,
    /// When the token ends, if the host knows.
    #[serde(default)]
    expires_at: Option<Timestamp>,
    /// Why there is no token.
    #[serde(default)]
    error: Option<String>,
}

impl HostReply {
    /// What it comes down to, together with the secret.
    pub(crate) fn into_token(self, secret: Option<Secret>) -> Result<Result<AccessToken>, Failure> {
        match (self.error, secret) {
            (Some(_), Some(_)) => Err(Failure::argument("secret", "does not go with an error")),
            (Some(why), None) => Ok(Err(no_token(why.trim()))),
            (None, Some(token)) if !token.is_blank() => Ok(Ok(AccessToken {
                token,
                expires: self.expires_at,
            })),
            (None, _) => Err(Failure::argument("secret", "the access token is missing")),
        }
    }
}

fn no_token(why: &str) -> Error {
    Error::new(
        ErrorCode::SignInFailed,
        format!("the host has no access token: {why}"),
    )
    .remedy("sign in again in the program that runs graph-mfa")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(json: &str, secret: Option<&str>) -> Result<Result<AccessToken>, Failure> {
        serde_json::from_str::<HostReply>(json)
            .expect("a reply")
            .into_token(secret.map(Secret::new))
    }

    #[test]
    fn a_reply_is_a_token_or_a_reason() {
        let token = reply(r#"{"ask":1,"expiresAt":"2026-08-20T09:00:00Z"}"#, Some("token"));
        let token = token.expect("well formed").expect("a token");
        assert_eq!(token.token.expose(), "token");
        assert_eq!(token.expires, Timestamp::parse("2026-08-20T09:00:00Z"));

        let reason = reply(r#"{"ask":1,"error":"nobody is signed in"}"#, None).expect("well formed");
        let reason = reason.expect_err("no token");
        assert_eq!(reason.code(), ErrorCode::SignInFailed);
        assert!(reason.message().ends_with("nobody is signed in"), "{reason}");

        for (json, secret) in [
            (r#"{"ask":1}"#, None),
            (r#"{"ask":1}"#, Some(" ")),
            (r#"{"ask":1,"error":"nobody is signed in"}"#, Some("token")),
        ] {
            assert!(reply(json, secret).is_err(), "{json}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn a_host_that_never_replies_is_not_waited_for_for_ever() {
        let source = HostToken::new(Arc::default(), PATIENCE);
        let error = source
            .ask("scope".to_owned(), None)
            .await
            .expect_err("nobody replied");
        assert_eq!(error.code(), ErrorCode::SignInFailed);
    }
}
