//! The core's transport over the simulated tenant: requests travel by function call, delays by virtual time.

use std::time::Duration;

use graph_mfa::http::{HttpRequest, HttpResponse, Transport, TransportError, TransportFailure};
use graph_mfa::platform::BoxFuture;
use graph_sim::{Reply, Request, Response};

use crate::clock::VirtualClock;

/// Carries requests to the tenant of the clock.
#[derive(Clone, Debug)]
pub struct SimTransport {
    clock: VirtualClock,
    latency: Duration,
}

impl SimTransport {
    /// Reaches the tenant in no time.
    pub const fn new(clock: VirtualClock) -> Self {
        Self {
            clock,
            latency: Duration::ZERO,
        }
    }

    /// Lets every request take this long in addition, half of it on the way there.
    #[must_use]
    pub const fn with_latency(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    async fn carry(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let way = self.latency / 2;
        self.wait(way).await;
        let timeout = request.timeout;
        let reply = self.clock.simulator().handle(to_simulator(request));
        let rest = reply.delay() + way;
        // The tenant has acted by now, whether or not its answer arrives in time.
        if way + rest > timeout {
            self.wait(timeout.saturating_sub(way)).await;
            return Err(no_answer("the answer did not come in time"));
        }
        self.wait(rest).await;
        match reply {
            Reply::Answer { response, .. } => Ok(to_core(response)),
            Reply::Dropped { .. } => Err(no_answer("the connection was cut")),
        }
    }

    async fn wait(&self, length: Duration) {
        if !length.is_zero() {
            self.clock.pass(length).await;
        }
    }
}

impl Transport for SimTransport {
    fn send(&self, request: HttpRequest) -> BoxFuture<'_, Result<HttpResponse, TransportError>> {
        Box::pin(self.carry(request))
    }
}

fn to_simulator(request: HttpRequest) -> Request {
    Request {
        method: request.method.as_str().to_owned(),
        url: request.url.into(),
        headers: request.headers.into_iter().collect(),
        body: request.body.unwrap_or_default(),
    }
}

fn to_core(response: Response) -> HttpResponse {
    HttpResponse {
        status: response.status,
        headers: response
            .headers
            .iter()
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        body: response.body,
    }
}

fn no_answer(message: &str) -> TransportError {
    TransportError {
        failure: TransportFailure::Ambiguous,
        message: message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use graph_mfa::http::HttpMethod;
    use graph_mfa::platform::Clock as _;
    use graph_sim::{Cut, Fault, FaultAnswer, Scenario, Simulator};
    use url::Url;

    use super::*;
    use crate::run_virtual;

    fn transport(answer: Option<FaultAnswer>) -> (SimTransport, VirtualClock) {
        let faults = answer.map(|answer| Fault::new("/users/*", answer));
        let scenario = Scenario {
            faults: faults.into_iter().collect(),
            ..Scenario::default()
        };
        let clock = VirtualClock::new(Simulator::new(scenario).expect("an empty tenant"));
        (SimTransport::new(clock.clone()), clock)
    }

    fn request(url: &str, timeout: Duration) -> HttpRequest {
        HttpRequest {
            method: HttpMethod::Get,
            url: Url::parse(url).expect("a URL"),
            headers: vec![("accept", "application/json".to_owned())],
            body: None,
            timeout,
            direct: false,
        }
    }

    const SOMEBODY: &str = "https://graph.microsoft.com/v1.0/users/nobody@fabrikam.example";
    const MINUTE: Duration = Duration::from_secs(60);

    #[test]
    fn carries_the_answer_with_its_headers() {
        let (transport, clock) = transport(None);
        let answer = run_virtual(&clock, transport.send(request(SOMEBODY, MINUTE))).expect("an answer");
        assert_eq!(answer.status, 401, "no token was sent");
        assert!(answer.header("Request-Id").is_some());
        assert_eq!(clock.slept(), [], "nobody asked the clock for a pause");
    }

    #[test]
    fn answers_take_the_latency_and_the_delay() {
        let (transport, clock) = transport(Some(FaultAnswer::Delay(2_000)));
        let transport = transport.with_latency(Duration::from_millis(80));
        let start = clock.now();
        run_virtual(&clock, transport.send(request(SOMEBODY, MINUTE))).expect("an answer");
        assert_eq!(clock.now().since(start), Duration::from_millis(2_080));
    }

    #[test]
    fn a_cut_connection_and_a_late_answer_leave_the_caller_in_doubt() {
        for (answer, timeout, passes) in [
            (FaultAnswer::Drop(Cut::AfterCommit), MINUTE, Duration::ZERO),
            (FaultAnswer::Delay(90_000), MINUTE, MINUTE),
        ] {
            let (transport, clock) = transport(Some(answer));
            let start = clock.now();
            let error =
                run_virtual(&clock, transport.send(request(SOMEBODY, timeout))).expect_err("no answer");
            assert_eq!(error.failure, TransportFailure::Ambiguous);
            assert_eq!(clock.now().since(start), passes);
        }
    }

    #[test]
    fn nobody_answers_at_another_origin() {
        let (transport, clock) = transport(None);
        let elsewhere = request("https://graph.example/v1.0/users", MINUTE);
        assert!(run_virtual(&clock, transport.send(elsewhere)).is_err());
    }
}
