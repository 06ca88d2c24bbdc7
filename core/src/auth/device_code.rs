//! A person signs in on another device, by a code (facts 13.2).

use super::application::Application;
use super::delegated::{Delegated, claims};
use super::token_endpoint;
use super::{AccessToken, TokenAsk, TokenSource};
use crate::api::Event;
use crate::error::{Error, ErrorCode, Result};
use crate::http::TokenAnswer;
use crate::platform::{BoxFuture, Timestamp};
use crate::secret::Secret;
use serde_json::Value;
use std::time::Duration;

/// How much longer to wait between two questions when the service asks to slow down (RFC 8628).
const SLOWER: Duration = Duration::from_secs(5);
const USUAL_INTERVAL: u64 = 5;
const USUAL_LIFE: u64 = 900;

/// Shows a code, and waits until the person has entered it.
#[derive(Debug)]
pub struct DeviceCode {
    person: Delegated,
}

/// What the service gave out, to be entered elsewhere.
struct Begun {
    device_code: Secret,
    expires: Timestamp,
    interval: Duration,
}

impl DeviceCode {
    /// Takes the tenant and its own application, which must allow public client flows.
    ///
    /// # Errors
    /// `invalidConfiguration` when the tenant is not one tenant, or the client id is none of the tenant's own.
    pub fn new(tenant: &str, client_id: &str) -> Result<Self> {
        Ok(Self {
            person: Delegated::new(Application::new(tenant, client_id)?),
        })
    }

    async fn begin(&self, ask: &TokenAsk<'_>) -> Result<Begun> {
        let scope = Delegated::scope(ask);
        let now = ask.wire.now();
        let answer = self
            .person
            .application()
            .post(ask, "devicecode", None, &[("scope", &scope)])
            .await?;
        let text = |field: &str| answer.body.get(field).and_then(Value::as_str);
        let number = |field: &str| answer.body.get(field).and_then(Value::as_u64);
        let (Some(device_code), Some(user_code), Some(address)) =
            (text("device_code"), text("user_code"), text("verification_uri"))
        else {
            return Err(token_endpoint::refusal(&answer, &self.person.who()));
        };
        let expires = now.plus(Duration::from_secs(number("expires_in").unwrap_or(USUAL_LIFE)));
        ask.wire.tell(Event::DeviceCode {
            user_code: user_code.to_owned(),
            verification_uri: address.to_owned(),
            expires_at: expires,
        });
        Ok(Begun {
            device_code: Secret::new(device_code),
            expires,
            interval: Duration::from_secs(number("interval").unwrap_or(USUAL_INTERVAL).max(1)),
        })
    }

    async fn wait(&self, ask: &TokenAsk<'_>, mut begun: Begun) -> Result<AccessToken> {
        let claims = claims(ask.claims);
        let fields = [("device_code", &begun.device_code), ("claims", &claims)];
        loop {
            ask.wire.sleep(begun.interval).await;
            let asked_at = ask.wire.now();
            let answer = self
                .person
                .application()
                .post(
                    ask,
                    "token",
                    Some("urn:ietf:params:oauth:grant-type:device_code"),
                    &fields,
                )
                .await?;
            match pending(&answer) {
                None => {
                    let grant = token_endpoint::read(&answer, asked_at, &self.person.who())?;
                    return Ok(self.person.keep(grant));
                }
                Some(_) if asked_at >= begun.expires => return Err(too_late(&self.person.who())),
                Some(more) => begun.interval += more,
            }
        }
    }
}

/// Whether nobody has entered the code yet, and how much longer the pauses should be.
fn pending(answer: &TokenAnswer) -> Option<Duration> {
    match answer.body.get("error")?.as_str()? {
        "authorization_pending" => Some(Duration::ZERO),
        "slow_down" => Some(SLOWER),
        _ => None,
    }
}

fn too_late(who: &str) -> Error {
    Error::new(
        ErrorCode::SignInFailed,
        format!("nobody entered the code in time to sign {who} in"),
    )
    .about(who)
    .remedy("begin the sign-in anew and enter the new code before it expires")
}

impl TokenSource for DeviceCode {
    fn token<'a>(&'a self, ask: TokenAsk<'a>) -> BoxFuture<'a, Result<AccessToken>> {
        Box::pin(async move {
            if let Some(token) = self.person.renew(&ask).await? {
                return Ok(token);
            }
            let begun = self.begin(&ask).await?;
            self.wait(&ask, begun).await
        })
    }
}
