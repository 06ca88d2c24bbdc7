//! What a client asks its host for in the messages of its jobs: access tokens, signatures, a visit to the sign-in
//! page, tokens of another identity provider. What it does with files is in `files`, what it sends in `http`.

use crate::asks::{FileState, Given, Reply, Want};
use crate::failure::Failure;
use crate::http::Incoming;
use crate::input;
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

    /// What the host replies, or that it did not.
    pub(crate) async fn ask(&self, want: Want) -> Reply {
        let question = self.board.ask(want);
        let reply = tokio::time::timeout(PATIENCE, question.reply()).await;
        reply.unwrap_or_else(|_| Err("it did not reply".to_owned()))
    }

    /// The secret that the host gives, and when it ends; `nothing` says what it is not, for the error.
    async fn secret(&self, want: Want, nothing: &str) -> Result<(Secret, Option<Timestamp>)> {
        match self.ask(want).await {
            Ok(Given::Secret { secret, expires }) => Ok((secret, expires)),
            Ok(Given::Text(_) | Given::File(_) | Given::Http(_) | Given::NotSent(_)) => Err(no_answer(
                nothing,
                "its reply is about a file or a request, and none was asked for",
            )),
            Err(why) => Err(no_answer(nothing, &why)),
        }
    }
}

impl TokenSource for Host {
    fn token<'a>(&'a self, ask: TokenAsk<'a>) -> BoxFuture<'a, Result<AccessToken>> {
        let want = Want::Token {
            scope: ask.cloud.graph_scope(),
            claims: ask.claims.map(str::to_owned),
        };
        Box::pin(async {
            let (token, expires) = self.secret(want, "has no access token").await?;
            Ok(AccessToken { token, expires })
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
            let (signature, _) = self.secret(want, "does not sign").await?;
            STANDARD
                .decode(signature.expose().trim())
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
            Ok(self.secret(want, "has no federated token").await?.0)
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
            Ok(self.host.secret(want, "has not signed anybody in").await?.0)
        })
    }
}

/// The reply of a host to a question. What is secret travels beside it.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct HostReply {
    /// Names the question.
    pub(crate) ask: u32,
    /// When the token ends, if the host knows.
    #[serde(default)]
    expires_at: Option<Timestamp>,
    /// The text of a file.
    #[serde(default)]
    text: Option<String>,
    /// What became of a file, or stands in the way.
    #[serde(default)]
    file: Option<FileState>,
    /// The status of the answer to a request. Headers and body travel as the secret.
    #[serde(default)]
    status: Option<u16>,
    /// Why a request certainly did not leave.
    #[serde(default)]
    not_sent: Option<String>,
    /// Why there is nothing.
    #[serde(default)]
    error: Option<String>,
}

impl HostReply {
    /// What it comes down to, together with the secret: that of a request is bytes, and any other text.
    pub(crate) fn into_reply(self, secret: Option<&[u8]>) -> Result<Reply, Failure> {
        let (answer, secret) = match self.status {
            Some(status) => (Some(Incoming::read(status, secret)), None),
            None => (None, input::secret(secret)?),
        };
        let answer = answer.map(|read| Ok(Ok(Given::Http(read?))));
        let not_sent = self
            .not_sent
            .map(|why| Ok(Ok(Given::NotSent(why.trim().to_owned()))));
        let given = secret.map(|secret| match secret.is_blank() {
            true => Err(Failure::argument("secret", "what was asked for is missing")),
            false => Ok(Ok(Given::Secret {
                secret,
                expires: self.expires_at,
            })),
        });
        let text = self.text.map(|text| Ok(Ok(Given::Text(text))));
        let file = self.file.map(|file| Ok(Ok(Given::File(file))));
        let error = self.error.map(|why| Ok(Err(why.trim().to_owned())));
        let mut replies = [given, text, file, answer, not_sent, error].into_iter().flatten();
        match (replies.next(), replies.next()) {
            (Some(reply), None) => reply,
            (Some(_), Some(_)) => Err(Failure::argument(
                "reply",
                "says more than one of secret, text, file, status, notSent and error",
            )),
            (None, _) => Err(Failure::argument("reply", "what was asked for is missing")),
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
            .into_reply(secret.map(str::as_bytes))
    }

    #[test]
    fn a_reply_is_what_was_asked_for_or_a_reason() {
        let given = reply(r#"{"ask":1,"expiresAt":"2026-08-20T09:00:00Z"}"#, Some("token"));
        match given.expect("well formed").expect("a token") {
            Given::Secret { secret, expires } => {
                assert_eq!(secret.expose(), "token");
                assert_eq!(expires, Timestamp::parse("2026-08-20T09:00:00Z"));
            }
            other => panic!("{other:?} is no token"),
        }
        let text = reply(r#"{"ask":1,"text":""}"#, None).expect("well formed");
        assert!(matches!(text, Ok(Given::Text(text)) if text.is_empty()));
        for (word, state) in [
            ("done", FileState::Done),
            ("missing", FileState::Missing),
            ("exists", FileState::Exists),
        ] {
            let file = reply(&format!(r#"{{"ask":1,"file":"{word}"}}"#), None).expect("well formed");
            assert!(matches!(file, Ok(Given::File(told)) if told == state));
        }
        let reason = reply(r#"{"ask":1,"error":" nobody is signed in"}"#, None).expect("well formed");
        assert_eq!(reason.expect_err("nothing"), "nobody is signed in");
        for (json, secret) in [
            (r#"{"ask":1}"#, None),
            (r#"{"ask":1}"#, Some(" ")),
            (r#"{"ask":1,"error":"nobody is signed in"}"#, Some("token")),
            (r#"{"ask":1,"file":"done"}"#, Some("token")),
            (r#"{"ask":1,"file":"done","text":"{}"}"#, None),
            (r#"{"ask":1,"status":200,"notSent":"it is refused"}"#, None),
            (
                r#"{"ask":1,"notSent":"it is refused","error":"it is refused"}"#,
                None,
            ),
            (r#"{"ask":1,"status":200}"#, Some("no empty line")),
            (r#"{"ask":1,"status":20}"#, None),
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
