//! The way of every request to Graph: wait for a turn, take a token, check the origin, send, judge, perhaps
//! again.

use super::call::{Call, Reply, Target};
use super::pace::{Class, Cost, Pace, Signal, Turn};
use super::retry::{Seen, Verdict, judge};
use super::service_clock::ServiceClock;
use super::token_wire::TokenWire;
use super::transport::{HttpRequest, Transport, TransportError};
use super::{Run, fault};
use crate::api::{Event, QuotaProfile, WaitReason};
use crate::auth::{Actor, TokenCache, TokenSource};
use crate::cloud::Cloud;
use crate::error::{Error, ErrorCode, Result};
use crate::platform::{Clock, Rng, Timestamp, random_fraction, random_uuid};
use crate::secret::Secret;
use std::time::Duration;
use url::Url;

/// Authentication-method requests run out after 60 s in the service (facts 2.1): waiting longer is useless.
const TIMEOUT: Duration = Duration::from_secs(90);

/// The ports that the pipeline works through.
pub(crate) struct Ports {
    pub(crate) transport: Box<dyn Transport>,
    pub(crate) clock: Box<dyn Clock>,
    pub(crate) rng: Box<dyn Rng>,
}

pub(crate) struct Pipeline {
    ports: Ports,
    cloud: Cloud,
    tokens: TokenCache,
    pace: Pace,
    user_agent: String,
    service_clock: ServiceClock,
}

/// A request that only has to be sent.
pub(super) struct Prepared {
    request: HttpRequest,
    client_request_id: String,
}

impl Pipeline {
    pub(crate) fn new(
        ports: Ports,
        cloud: Cloud,
        source: Box<dyn TokenSource>,
        user_agent: String,
        quota: QuotaProfile,
    ) -> Self {
        let pace = Pace::new(ports.clock.now(), quota);
        Self {
            ports,
            cloud,
            tokens: TokenCache::new(source),
            pace,
            user_agent,
            service_clock: ServiceClock::default(),
        }
    }

    pub(crate) const fn cloud(&self) -> &Cloud {
        &self.cloud
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        &*self.ports.clock
    }

    /// The time as the service has it, so that our instants compare with those of its audit log.
    pub(crate) fn service_now(&self) -> Timestamp {
        self.service_clock.now(&*self.ports.clock)
    }

    /// An instant by our own clock, for [`Pipeline::as_the_service_says`].
    pub(crate) fn own_now(&self) -> Timestamp {
        self.ports.clock.now()
    }

    /// An instant of our own clock by the service's: before its first answer nobody knows that.
    pub(crate) fn as_the_service_says(&self, ours: Timestamp) -> Timestamp {
        self.service_clock.of(ours)
    }

    /// Who is signed in, as far as the token tells. Signs in if nobody is.
    pub(crate) async fn actor(&self, run: &Run<'_>) -> Result<Actor> {
        let token = self.token(run).await?;
        Ok(Actor::read(&token))
    }

    /// A token, as it is now or after signing in.
    pub(super) async fn token(&self, run: &Run<'_>) -> Result<Secret> {
        run.unless_cancelled(self.tokens.get(self.token_wire(run), &self.cloud))
            .await?
    }

    /// Sends a call and demands success.
    pub(crate) async fn demand(&self, call: &Call, subject: &str, run: &Run<'_>) -> Result<Reply> {
        let reply = self.send(call, run).await?;
        if reply.is_success() {
            Ok(reply)
        } else {
            Err(self.error_of(&reply, subject))
        }
    }

    pub(crate) fn error_of(&self, reply: &Reply, subject: &str) -> Error {
        fault::error_of(reply, subject, self.service_now())
    }

    /// Sends a call until the service answers something that trying again would not change.
    ///
    /// A reply is an answer, good or bad. An error means that no answer could be had.
    pub(crate) async fn send(&self, call: &Call, run: &Run<'_>) -> Result<Reply> {
        match run.shared() {
            // A link is followed as it is, outside of any batch.
            Some(shared) if call.path().is_some() => shared.wave.send(self, call, shared, run).await,
            _ => self.send_alone(call, Cost::of(call), run).await,
        }
    }

    /// Sends a call in a request of its own.
    pub(super) async fn send_alone(&self, call: &Call, cost: Cost, run: &Run<'_>) -> Result<Reply> {
        let mut attempt = 1;
        let mut renewed = false;
        let class = run.shared().map_or(Class::Single, |_| Class::OfRun);
        loop {
            self.wait_for_turn(cost, class, run).await?;
            let token = self.token(run).await?;
            let request = self.prepare(call, &token, class)?;
            let answer = self.exchange(call, request, attempt, run).await?;
            if let Ok(reply) = &answer {
                self.learn(call, reply, run);
            }
            match judge(
                self.seen(&answer),
                attempt,
                call.stamina(),
                random_fraction(&*self.ports.rng),
            ) {
                Verdict::Accept | Verdict::GiveUp => return answer.map_err(unreachable_service),
                Verdict::RenewToken => {
                    let reply = answer.map_err(unreachable_service)?;
                    if renewed || !self.tokens.can_renew() {
                        return Ok(reply);
                    }
                    renewed = true;
                    self.refuse(&token, &reply);
                }
                Verdict::Retry { after, reason } => {
                    if reason == WaitReason::Throttled {
                        self.pace.close(self.ports.clock.now(), after);
                    } else {
                        run.pause(self.clock(), after, reason).await?;
                    }
                    attempt += 1;
                }
            }
        }
    }

    /// Sends a request once and tells of it. A write that has begun is let finish: nobody should have to guess whether
    /// it happened.
    pub(super) async fn exchange(
        &self,
        call: &Call,
        request: Prepared,
        attempt: u32,
        run: &Run<'_>,
    ) -> Result<Result<Reply, TransportError>> {
        let Prepared {
            request,
            client_request_id,
        } = request;
        let began = self.ports.clock.now();
        run.count_requests(1);
        let sending = self.ports.transport.send(request);
        let answer = if call.is_write() {
            sending.await
        } else {
            run.unless_cancelled(sending).await?
        };
        let answer = answer.map(|response| Reply::read(response, &client_request_id));
        self.tell(
            call,
            attempt,
            began,
            answer.as_ref().ok(),
            &client_request_id,
            run,
        );
        Ok(answer)
    }

    /// Learns from an answer how much the service takes, and tells when that is far less than was thought.
    pub(super) fn learn(&self, call: &Call, reply: &Reply, run: &Run<'_>) {
        let now = self.ports.clock.now();
        let wait = reply.retry_after(now).unwrap_or_default();
        let before = self.quota();
        self.pace.learn(now, &Signal::read(call, reply), wait);
        if before != self.quota() {
            run.event(Event::Waiting {
                reason: WaitReason::MethodsCountAsReports,
                wait_ms: u32::try_from(wait.as_millis()).unwrap_or(u32::MAX),
            });
        }
    }

    /// Which limits hold for authentication methods, as configured or as learned from the service.
    pub(crate) fn quota(&self) -> QuotaProfile {
        self.pace.quota()
    }

    /// Whether another token can be had than the one that is there.
    pub(super) fn can_renew(&self) -> bool {
        self.tokens.can_renew()
    }

    /// Marks a token as refused by the service; whoever needs one next gets another.
    pub(super) fn refuse(&self, token: &Secret, reply: &Reply) {
        self.tokens.refuse(token, challenge_claims(reply));
    }

    pub(super) const fn pace(&self) -> &Pace {
        &self.pace
    }

    /// Closes the gate for the whole client, because something inside a batch was throttled.
    pub(super) fn throttled(&self, wait: Duration) {
        self.pace.close(self.ports.clock.now(), wait);
    }

    /// An id that nothing else has.
    pub(crate) fn random_id(&self) -> String {
        random_uuid(&*self.ports.rng)
    }

    pub(super) fn jitter(&self) -> f64 {
        random_fraction(&*self.ports.rng)
    }

    async fn wait_for_turn(&self, cost: Cost, class: Class, run: &Run<'_>) -> Result<()> {
        loop {
            run.go_on()?;
            match self.pace.turn(self.ports.clock.now(), cost, class) {
                Turn::Go => return Ok(()),
                Turn::Wait { pause, reason, until } => {
                    run.pause(self.clock(), pause, reason).await?;
                    self.pace.slept(self.ports.clock.now(), until);
                }
            }
        }
    }

    /// A request, ready to send.
    pub(super) fn prepare(&self, call: &Call, token: &Secret, class: Class) -> Result<Prepared> {
        let url = match &call.target {
            Target::Link(link) => link.clone(),
            Target::Path(version, path) => {
                let text = format!("{}{}{path}", self.cloud.graph(), version.segment());
                Url::parse(&text).map_err(|error| {
                    Error::new(
                        ErrorCode::Internal,
                        format!("{} cannot be addressed: {error}", call.route),
                    )
                })?
            }
        };
        self.cloud.check_graph(&url)?;
        let client_request_id = random_uuid(&*self.ports.rng);
        let mut headers = vec![
            ("authorization", format!("Bearer {}", token.expose())),
            ("accept", "application/json".to_owned()),
            ("client-request-id", client_request_id.clone()),
            ("return-client-request-id", "true".to_owned()),
            ("user-agent", self.user_agent.clone()),
        ];
        if call.eventual {
            headers.push(("consistencylevel", "eventual".to_owned()));
        }
        if class == Class::OfRun {
            // Whoever waits at a screen goes first, also with another client of the same application (facts 11).
            headers.push(("x-ms-throttle-priority", "Low".to_owned()));
        }
        let body = call.body.as_ref().map(|body| body.to_string().into_bytes());
        if body.is_some() {
            headers.push(("content-type", "application/json".to_owned()));
        }
        let request = HttpRequest {
            method: call.method,
            url,
            headers,
            body,
            timeout: TIMEOUT,
            direct: false,
        };
        Ok(Prepared {
            request,
            client_request_id,
        })
    }

    pub(super) fn seen(&self, answer: &Result<Reply, TransportError>) -> Seen {
        match answer {
            Ok(reply) => Seen::Answer {
                status: reply.status,
                writes_met: reply.error_code_is("Directory_ConcurrencyViolation"),
                retry_after: reply.retry_after(self.ports.clock.now()),
            },
            Err(error) => Seen::Nothing(error.failure),
        }
    }

    fn tell(
        &self,
        call: &Call,
        attempt: u32,
        began: Timestamp,
        reply: Option<&Reply>,
        client_request_id: &str,
        run: &Run<'_>,
    ) {
        let ended = self.ports.clock.now();
        if let Some(reply) = reply {
            self.service_clock.observe(reply.header("date"), ended);
        }
        run.event(Event::Request {
            route: call.route.to_owned(),
            status: reply.map(|reply| reply.status),
            attempt,
            duration_ms: u32::try_from(ended.since(began).as_millis()).unwrap_or(u32::MAX),
            request_id: reply.and_then(Reply::request_id).map(str::to_owned),
            client_request_id: client_request_id.to_owned(),
        });
    }

    pub(super) fn token_wire<'a>(&'a self, run: &Run<'a>) -> TokenWire<'a> {
        TokenWire::new(
            &self.ports,
            &self.cloud,
            &self.user_agent,
            &self.service_clock,
            run.events(),
        )
    }
}

pub(super) fn unreachable_service(error: TransportError) -> Error {
    Error::new(
        ErrorCode::Network,
        format!("Microsoft Graph could not be reached: {}", error.message),
    )
    .remedy("check the network, the proxy and the name of the cloud, then try again")
}

/// The claims of a challenge, decoded (facts 12.3).
fn challenge_claims(reply: &Reply) -> Option<String> {
    use base64::Engine as _;
    let header = reply.header("www-authenticate")?;
    let encoded = header.split("claims=\"").nth(1)?.split('"').next()?;
    let engine = base64::engine::GeneralPurpose::new(
        &base64::alphabet::STANDARD,
        base64::engine::GeneralPurposeConfig::new()
            .with_decode_padding_mode(base64::engine::DecodePaddingMode::Indifferent),
    );
    let text = String::from_utf8(engine.decode(encoded).ok()?).ok()?;
    serde_json::from_str::<serde_json::Value>(&text)
        .ok()
        .map(|_| text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cancel::Cancel;
    use crate::http::fake::{answer, pipeline};
    use crate::http::{HttpMethod, HttpResponse, TransportFailure, Version};
    use futures_util::FutureExt as _;

    fn send(pipeline: &Pipeline, call: &Call) -> Result<Reply> {
        let cancel = Cancel::new();
        let run = Run::new(&(), &cancel);
        pipeline
            .send(call, &run)
            .now_or_never()
            .expect("nothing really waits")
    }

    fn unrepeatable() -> Call {
        let call = Call::write("POST /x", HttpMethod::Post, Version::V1, "/x".to_owned(), None);
        Call {
            repeatable: false,
            ..call
        }
    }

    #[test]
    fn every_request_carries_its_own_id_and_the_token_goes_to_graph() {
        let (pipeline, asked) = pipeline(|_, _| Ok(answer(200, &[], "{}")));
        send(
            &pipeline,
            &Call::get("GET /x", Version::Beta, "/x?$top=1".to_owned()),
        )
        .expect("an answer");
        let asked = asked.lock().expect("free");
        let header = |name: &str| {
            asked[0]
                .headers
                .iter()
                .find(|(key, _)| *key == name)
                .map(|(_, value)| value.as_str())
        };
        assert_eq!(asked[0].url.as_str(), "https://graph.microsoft.com/beta/x?$top=1");
        assert_eq!(header("authorization"), Some("Bearer opaque"));
        assert_eq!(header("client-request-id").map(str::len), Some(36));
        assert!(!format!("{:?}", asked[0]).contains("opaque"));
    }

    #[test]
    fn a_link_to_elsewhere_is_not_sent() {
        let (pipeline, asked) = pipeline(|_, _| Ok(answer(200, &[], "{}")));
        let link = Url::parse("https://graph.microsoft.us/v1.0/users").expect("an address");
        let call = Call::get("GET /x", Version::V1, "/x".to_owned()).follow(link);
        assert_eq!(
            send(&pipeline, &call).expect_err("elsewhere").code(),
            ErrorCode::UntrustedOrigin
        );
        assert!(asked.lock().expect("free").is_empty());
    }

    #[test]
    fn what_may_have_happened_is_not_done_twice() {
        let cut = |failure| {
            move |_: &HttpRequest, _| {
                Err(TransportError {
                    failure,
                    message: "cut".to_owned(),
                })
            }
        };
        let (ambiguous, asked) = pipeline(cut(TransportFailure::Ambiguous));
        assert_eq!(
            send(&ambiguous, &unrepeatable()).expect_err("cut").code(),
            ErrorCode::Network
        );
        assert_eq!(asked.lock().expect("free").len(), 1);
        let (never_sent, asked) = pipeline(cut(TransportFailure::NotSent));
        send(&never_sent, &unrepeatable()).expect_err("cut");
        assert_eq!(asked.lock().expect("free").len(), 6);
        let (failing, asked) = pipeline(|_, _| Ok(answer(503, &[], "")));
        assert_eq!(send(&failing, &unrepeatable()).expect("an answer").status, 503);
        assert_eq!(asked.lock().expect("free").len(), 1);
    }

    #[test]
    fn one_throttled_answer_holds_the_next_request_too() {
        let (pipeline, _) = pipeline(|_, attempt| match attempt {
            1 => Ok(answer(429, &[("Retry-After", "600")], "{}")),
            2 => Ok(answer(429, &[("Retry-After", "30")], "{}")),
            _ => Ok(answer(200, &[], "{}")),
        });
        let call = Call::get("GET /x", Version::V1, "/x".to_owned());
        assert_eq!(
            send(&pipeline, &call).expect("an answer").status,
            429,
            "ten minutes are not waited for"
        );
        let began = pipeline.clock().now();
        assert_eq!(send(&pipeline, &call).expect("an answer").status, 200);
        assert!(pipeline.clock().now().since(began) >= Duration::from_secs(30));
    }

    #[test]
    fn a_challenge_is_read_padded_or_not() {
        for encoded in ["eyJhIjp7fX0=", "eyJhIjp7fX0"] {
            let response = HttpResponse {
                status: 401,
                headers: vec![(
                    "WWW-Authenticate".to_owned(),
                    format!("Bearer realm=\"\", error=\"insufficient_claims\", claims=\"{encoded}\""),
                )],
                body: Vec::new(),
            };
            assert_eq!(
                challenge_claims(&Reply::read(response, "id")).as_deref(),
                Some(r#"{"a":{}}"#)
            );
        }
    }
}
