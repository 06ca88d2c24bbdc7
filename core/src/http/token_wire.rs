//! The ways of a sign-in: to the endpoints of the tenant, at their origin only, without a token, repeated where they
//! fail for a moment; and to the identity endpoint of the machine.

use super::pipeline::Ports;
use super::retry::{Seen, Stamina, Verdict, judge};
use super::service_clock::ServiceClock;
use super::transport::{HttpMethod, HttpRequest, HttpResponse, TransportError};
use crate::api::Event;
use crate::client::EventSink;
use crate::cloud::Cloud;
use crate::error::{Error, ErrorCode, Result};
use crate::platform::{Timestamp, random_fraction, random_uuid};
use crate::secret::Secret;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use std::fmt;
use std::time::Duration;
use url::form_urlencoded;

const TIMEOUT: Duration = Duration::from_secs(30);

/// What a token source needs of its client: the sign-in endpoints, the time, fresh ids, and whom to tell.
#[derive(Clone, Copy)]
pub struct TokenWire<'a> {
    ports: &'a Ports,
    cloud: &'a Cloud,
    user_agent: &'a str,
    service_clock: &'a ServiceClock,
    events: &'a dyn EventSink,
}

/// What the token endpoint said.
#[derive(Clone, Debug)]
pub struct TokenAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The JSON body; null when it was none. It may hold a token: do not log it.
    pub body: Value,
}

impl fmt::Debug for TokenWire<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenWire").finish_non_exhaustive()
    }
}

impl<'a> TokenWire<'a> {
    pub(super) const fn new(
        ports: &'a Ports,
        cloud: &'a Cloud,
        user_agent: &'a str,
        service_clock: &'a ServiceClock,
        events: &'a dyn EventSink,
    ) -> Self {
        Self {
            ports,
            cloud,
            user_agent,
            service_clock,
            events,
        }
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        self.ports.clock.now()
    }

    /// The time as the service has it, as far as it has told.
    pub fn service_now(&self) -> Timestamp {
        self.service_clock.now(&*self.ports.clock)
    }

    /// By how much the service's clock differs from ours, in milliseconds, as far as it has told.
    pub(crate) fn clock_difference(&self) -> i64 {
        self.service_clock.ahead_ms()
    }

    /// A fresh random UUID.
    pub fn uuid(&self) -> String {
        random_uuid(&*self.ports.rng)
    }

    /// A text of 43 characters that nobody can guess.
    ///
    /// # Errors
    /// `internal` when the machine has no randomness: a sign-in must not begin with what could be guessed.
    pub fn unguessable(&self) -> Result<Secret> {
        let mut bytes = [0_u8; 32];
        self.ports.rng.fill(&mut bytes).map_err(|problem| {
            Error::new(ErrorCode::Internal, problem.to_string())
                .remedy("see why the operating system yields no random numbers, then sign in again")
        })?;
        Ok(Secret::new(URL_SAFE_NO_PAD.encode(bytes)))
    }

    /// Completes when `duration` has passed.
    pub async fn sleep(&self, duration: Duration) {
        self.ports.clock.sleep(duration).await;
    }

    /// Tells whoever waits for the operation that signs in.
    pub fn tell(&self, event: Event) {
        self.events.event(event);
    }

    /// A sign-in endpoint of a tenant: `token`, `authorize` or `devicecode` (facts 13).
    ///
    /// # Errors
    /// `invalidConfiguration` when the tenant cannot be part of an address.
    pub fn endpoint(&self, tenant: &str, name: &str) -> Result<url::Url> {
        let mut url = self.cloud.login().clone();
        url.path_segments_mut()
            .map_err(|()| Error::new(ErrorCode::InvalidConfiguration, "the login address takes no path"))?
            .pop_if_empty()
            .extend([tenant, "oauth2", "v2.0", name]);
        self.cloud.check_login(&url)?;
        Ok(url)
    }

    /// Sends a request to the identity endpoint of this machine, past any proxy. It never carries a bearer token.
    ///
    /// # Errors
    /// No answer came.
    pub(crate) async fn send_to_machine(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let request = HttpRequest {
            direct: true,
            ..request
        };
        self.ports.transport.send(request).await
    }

    /// Posts a form to a sign-in endpoint of a tenant.
    ///
    /// # Errors
    /// `network` when the endpoint cannot be reached. A refusal is an answer.
    pub async fn post_form(
        &self,
        tenant: &str,
        endpoint: &str,
        form: &[(&str, &Secret)],
    ) -> Result<TokenAnswer> {
        let url = self.endpoint(tenant, endpoint)?;
        let mut attempt = 1;
        loop {
            let request = HttpRequest {
                method: HttpMethod::Post,
                url: url.clone(),
                headers: vec![
                    ("accept", "application/json".to_owned()),
                    ("content-type", "application/x-www-form-urlencoded".to_owned()),
                    ("client-request-id", self.uuid()),
                    ("user-agent", self.user_agent.to_owned()),
                ],
                body: Some(encode(form)),
                timeout: TIMEOUT,
                direct: false,
            };
            let answer = self.ports.transport.send(request).await;
            if let Ok(response) = &answer {
                self.service_clock.observe(response.header("date"), self.now());
            }
            let seen = match &answer {
                // A refused credential is an answer here, not a reason to renew a token.
                Ok(response) if response.status == 401 => Seen::Answer {
                    status: 400,
                    writes_met: false,
                    retry_after: None,
                },
                Ok(response) => Seen::Answer {
                    status: response.status,
                    writes_met: false,
                    retry_after: response
                        .header("retry-after")
                        .and_then(|text| text.trim().parse::<f64>().ok())
                        .filter(|seconds| (0.0..1e6).contains(seconds))
                        .map(Duration::from_secs_f64),
                },
                Err(error) => Seen::Nothing(error.failure),
            };
            match judge(
                seen,
                attempt,
                Stamina::usual(true),
                random_fraction(&*self.ports.rng),
            ) {
                Verdict::Retry { after, .. } => {
                    self.ports.clock.sleep(after).await;
                    attempt += 1;
                }
                Verdict::Accept | Verdict::GiveUp | Verdict::RenewToken => {
                    let response = answer.map_err(|error| {
                        Error::new(
                            ErrorCode::Network,
                            format!("the sign-in service could not be reached: {}", error.message),
                        )
                        .remedy("check the network, the proxy and the name of the cloud, then try again")
                    })?;
                    if response.status == 407 {
                        return Err(Error::new(
                            ErrorCode::Network,
                            "a proxy on the way to the sign-in service wants a sign-in that it did not get, so nothing was \
                             sent on",
                        )
                        .remedy(
                            "sign in to the proxy with the account that runs this, or have it let the cloud's addresses \
                             through",
                        ));
                    }
                    return Ok(TokenAnswer {
                        status: response.status,
                        body: serde_json::from_slice(&response.body).unwrap_or(Value::Null),
                    });
                }
            }
        }
    }
}

fn encode(form: &[(&str, &Secret)]) -> Vec<u8> {
    let mut text = form_urlencoded::Serializer::new(String::new());
    for (name, value) in form {
        text.append_pair(name, value.expose());
    }
    text.finish().into_bytes()
}
