//! What every sign-in of a person has in common: the scope, the capability that is declared, and the refresh token,
//! which stays in memory, is replaced with each use, and asks nobody (facts 13.1, 13.2, 13.5, 12.3).

use super::application::Application;
use super::token_endpoint::Grant;
use super::{AccessToken, TokenAsk};
use crate::error::{Error, ErrorCode, Result};
use crate::secret::Secret;
use serde_json::{Map, Value, json};
use std::sync::{Mutex, PoisonError};

/// A person who signs in through the tenant's own application, and stays signed in while the client lives.
#[derive(Debug)]
pub(super) struct Delegated {
    application: Application,
    state: Mutex<State>,
}

#[derive(Clone, Debug)]
enum State {
    /// Nobody has signed in yet.
    Nobody,
    /// Somebody has, and need not be asked for a while.
    SignedIn(Secret),
    /// Somebody had, and it is over. Only a new client asks again: a script that runs at night must not find itself
    /// waiting for a person.
    Over(Error),
}

impl Delegated {
    pub(super) fn new(application: Application) -> Self {
        Self {
            application,
            state: Mutex::new(State::Nobody),
        }
    }

    pub(super) const fn application(&self) -> &Application {
        &self.application
    }

    /// Who signs in, for messages.
    pub(super) fn who(&self) -> String {
        format!("a person of application {}", self.application.client_id())
    }

    /// What is asked for: all that the application was granted, a refresh token, and who it is.
    pub(super) fn scope(ask: &TokenAsk<'_>) -> Secret {
        Secret::new(format!(
            "{} offline_access openid profile",
            ask.cloud.graph_scope()
        ))
    }

    /// A token without asking the person; nothing when nobody has signed in yet.
    ///
    /// # Errors
    /// `signInAgain` when the sign-in is over.
    pub(super) async fn renew(&self, ask: &TokenAsk<'_>) -> Result<Option<AccessToken>> {
        let refresh = match self.state() {
            State::Nobody => return Ok(None),
            State::Over(error) => return Err(error),
            State::SignedIn(refresh) => refresh,
        };
        let (scope, claims) = (Self::scope(ask), claims(ask.claims));
        let fields = [
            ("refresh_token", &refresh),
            ("scope", &scope),
            ("claims", &claims),
        ];
        match self
            .application
            .ask(ask, "refresh_token", &fields, &self.who())
            .await
        {
            // The service may keep the refresh token as it is.
            Ok(grant) => Ok(Some(self.keep(Grant {
                refresh: grant.refresh.or(Some(refresh)),
                ..grant
            }))),
            Err(error) if refused_for_good(&error) => {
                let over = over(&error);
                *self.lock() = State::Over(over.clone());
                Err(over)
            }
            Err(error) => Err(error),
        }
    }

    /// Remembers what the sign-in yielded, and gives the access token.
    pub(super) fn keep(&self, grant: Grant) -> AccessToken {
        *self.lock() = match grant.refresh {
            Some(refresh) => State::SignedIn(refresh),
            None => State::Over(
                Error::new(
                    ErrorCode::SignInAgain,
                    "the access token has ended, and Entra gave nothing to renew it with",
                )
                .remedy("connect again; offline_access must be allowed for the app registration"),
            ),
        };
        grant.access
    }

    fn state(&self) -> State {
        self.lock().clone()
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether the service itself refused, and not for the moment: a proxy's page says nothing about the sign-in.
fn refused_for_good(error: &Error) -> bool {
    !error.is_passing() && error.service().is_some_and(|answer| answer.code.is_some())
}

/// Whatever refuses a refresh token for good ends the sign-in; the service's own reason is kept.
fn over(refused: &Error) -> Error {
    let mut error = Error::new(
        ErrorCode::SignInAgain,
        format!("the sign-in has ended: {}", refused.message()),
    )
    .remedy(format!(
        "connect again, which signs in anew{}",
        match refused.what_to_do() {
            Some(remedy) if refused.code() != ErrorCode::SignInAgain =>
                format!("; if that is refused too: {remedy}"),
            _ => String::new(),
        }
    ));
    if let Some(subject) = refused.subject() {
        error = error.about(subject);
    }
    match refused.service() {
        Some(answer) => error.answered(answer.clone()),
        None => error,
    }
}

/// The claims to ask for: that this client understands challenges, and those of a challenge if there was one.
pub(super) fn claims(challenge: Option<&str>) -> Secret {
    let mut claims = challenge
        .and_then(|text| serde_json::from_str::<Map<String, Value>>(text).ok())
        .unwrap_or_default();
    let token = claims
        .entry("access_token")
        .or_insert_with(|| Value::Object(Map::new()));
    if !token.is_object() {
        *token = json!({});
    }
    token["xms_cc"] = json!({ "values": ["cp1"] });
    Secret::new(Value::Object(claims).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_challenge_is_passed_on_beside_the_capability() {
        let read = |challenge| serde_json::from_str::<Value>(claims(challenge).expose()).expect("JSON");
        assert_eq!(
            read(None),
            json!({ "access_token": { "xms_cc": { "values": ["cp1"] } } })
        );
        let challenge = r#"{"access_token":{"nbf":{"essential":true,"value":"1755684000"}}}"#;
        assert_eq!(
            read(Some(challenge)),
            json!({ "access_token": {
                "nbf": { "essential": true, "value": "1755684000" },
                "xms_cc": { "values": ["cp1"] },
            } })
        );
    }

    proptest! {
        #[test]
        fn whatever_the_challenge_the_capability_is_declared(challenge in "\\PC{0,60}|\\{\"access_token\":(7|null|\\[\\])\\}") {
            let claims = claims(Some(&challenge));
            let read: Value = serde_json::from_str(claims.expose()).expect("JSON");
            prop_assert_eq!(&read["access_token"]["xms_cc"]["values"][0], "cp1");
        }
    }
}
