//! What a client asks its host for in the messages of its jobs: access tokens, signatures, a visit to the sign-in
//! page, tokens of another identity provider.

use crate::asks::{Given, Reply, Want};
use crate::failure::Failure;
use crate::switchboard::Switchboard;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use graph_mfa::api::SignatureAlgorithm;
use graph_mfa::auth::{AccessToken, Assertions, Browser, SignInPage, Signer, TokenAsk, TokenSource, Visit};
use graph_mfa::platform::{BoxFuture, Timestamp};
use graph_mfa::{Error, ErrorCode, Result, Secret};
use serde::Deserialize;
use std::sync::Arc;
use std::time::Duration;

/// How long a host may take. A person who signs in has ten to fifteen minutes; a job whose host has gone should not
/// wait for ever.
const PATIENCE: Duration = Duration::from_secs(15 * 60);

/// Asks the host through the switchboard of the client.
#[derive(Clone)]
pub(crate) struct Host {
    board: Arc<Switchboard>,
}

impl Host {
    pub(crate) const fn new(board: Arc<Switchboard>) -> Self {
        Self { board }
    }

    /// What the host gives; `nothing` says what it is not, for the error.
    async fn ask(&self, want: Want, nothing: &str) -> Result<Given> {
        let question = self.board.ask(want);
        let reply = tokio::time::timeout(PATIENCE, question.reply()).await;
        reply
            .unwrap_or_else(|_| Err("it did not reply".to_owned()))
            .map_err(|why| no_answer(nothing, &why))
    }
}

impl TokenSource for Host {
    fn token<'a>(&'a self, ask: TokenAsk<'a>) -> BoxFuture<'a, Result<AccessToken>> {
        let want = Want::Token {
            scope: ask.cloud.graph_scope(),
            claims: ask.claims.map(str::to_owned),
        };
        Box::pin(async {
            let Given { secret, expires } = self.ask(want, "has no access token").await?;
            Ok(AccessToken {
                token: secret,
                expires,
            })
        })
    }
}

impl Signer for Host {
    fn sign<'a>(
        &'a self,
        algorithm: SignatureAlgorithm,
        message: &'a [u8],
    ) -> BoxFuture<'a, Result<Vec<u8>>> {
        Box::pin(async move {
            let want = Want::Signature {
                algorithm,
                // What is signed is base64url and dots.
                data: String::from_utf8_lossy(message).into_owned(),
            };
            let given = self.ask(want, "does not sign").await?;
            STANDARD
                .decode(given.secret.expose().trim())
                .map_err(|_| no_answer("does not sign", "its reply is not base64"))
        })
    }
}

impl Assertions for Host {
    fn assertion<'a>(&'a self, audience: &'a str) -> BoxFuture<'a, Result<Secret>> {
        Box::pin(async move {
            let want = Want::Assertion {
                audience: audience.to_owned(),
            };
            Ok(self.ask(want, "has no federated token").await?.secret)
        })
    }
}

/// The host shows the page, and hears where the browser is sent.
pub(crate) struct HostBrowser {
    host: Host,
    redirect_uri: String,
}

impl HostBrowser {
    pub(crate) const fn new(host: Host, redirect_uri: String) -> Self {
        Self { host, redirect_uri }
    }
}

impl Browser for HostBrowser {
    fn begin(&self) -> BoxFuture<'_, Result<Box<dyn Visit>>> {
        let visit = HostVisit {
            host: self.host.clone(),
            redirect_uri: self.redirect_uri.clone(),
        };
        Box::pin(async { Ok(Box::new(visit) as Box<dyn Visit>) })
    }
}

struct HostVisit {
    host: Host,
    redirect_uri: String,
}

impl Visit for HostVisit {
    fn redirect_uri(&self) -> &str {
        &self.redirect_uri
    }

    fn go<'a>(self: Box<Self>, page: SignInPage<'a>) -> BoxFuture<'a, Result<Secret>> {
        Box::pin(async move {
            let want = Want::Authorization {
                url: page.url.to_string(),
                redirect_uri: self.redirect_uri,
            };
            Ok(self.host.ask(want, "has not signed anybody in").await?.secret)
        })
    }
}

/// The reply of a host to a question. What it gives travels beside it, as the secret.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct HostReply {
    /// Names the question.
    pub(crate) ask: u32,
    /// When the token ends, if the host knows.
    #[serde(default)]
    expires_at: Option<Timestamp>,
    /// Why there is nothing.
    #[serde(default)]
    error: Option<String>,
}

impl HostReply {
    /// What it comes down to, together with the secret.
    pub(crate) fn into_reply(self, secret: Option<Secret>) -> Result<Reply, Failure> {
        match (self.error, secret) {
            (Some(_), Some(_)) => Err(Failure::argument("secret", "does not go with an error")),
            (Some(why), None) => Ok(Err(why.trim().to_owned())),
            (None, Some(secret)) if !secret.is_blank() => Ok(Ok(Given {
                secret,
                expires: self.expires_at,
            })),
            (None, _) => Err(Failure::argument("secret", "what was asked for is missing")),
        }
    }
}

fn no_answer(nothing: &str, why: &str) -> Error {
    Error::new(ErrorCode::SignInFailed, format!("the host {nothing}: {why}"))
        .remedy("sign in again in the program that runs graph-mfa")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reply(json: &str, secret: Option<&str>) -> Result<Reply, Failure> {
        serde_json::from_str::<HostReply>(json)
            .expect("a reply")
            .into_reply(secret.map(Secret::new))
    }

    #[test]
    fn a_reply_is_what_was_asked_for_or_a_reason() {
        let given = reply(r#"{"ask":1,"expiresAt":"2026-08-20T09:00:00Z"}"#, Some("token"));
        let given = given.expect("well formed").expect("a token");
        assert_eq!(given.secret.expose(), "token");
        assert_eq!(given.expires, Timestamp::parse("2026-08-20T09:00:00Z"));
        let reason = reply(r#"{"ask":1,"error":" nobody is signed in"}"#, None).expect("well formed");
        assert_eq!(reason.expect_err("nothing"), "nobody is signed in");
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
        let error = Host::new(Arc::default())
            .assertion("audience")
            .await
            .expect_err("nobody replied");
        assert_eq!(error.code(), ErrorCode::SignInFailed);
        assert!(error.message().contains("has no federated token"), "{error}");
    }
}
