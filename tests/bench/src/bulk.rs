//! One run: a reset with a revocation for everybody, in virtual time.

use crate::memory::{self, outside};
use crate::other_side::OtherSide;
use crate::shelf::{INPUT, JOURNAL, Journal, Shelf};
use crate::tenant;
use graph_mfa::api::{ClientConfig, CredentialKind, Event, Request, Response, RunStatus};
use graph_mfa::{Cancel, Client, EventSink, Secret};
use graph_mfa_test_support::{SeededRng, SimTransport, VirtualClock, run_virtual};
use serde_json::json;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

/// How long a request takes on the way.
const LATENCY: Duration = Duration::from_millis(60);
/// The documented write quota (facts 11): so many at once, then so many a second.
const BURST: u64 = 3_000;
const A_SECOND: u64 = 20;
/// Three methods and a revocation. More are sent where the service refuses for a while, which nobody is excused for.
const WRITES_A_PERSON: u64 = 4;

/// What a run came to.
pub(crate) struct Measured {
    pub(crate) people: usize,
    pub(crate) read_lag: Duration,
    /// How long it took in the tenant's time.
    pub(crate) took: Duration,
    /// Those that were sent, refused ones too.
    pub(crate) writes: u64,
    /// HTTP requests of every sort, sign-ins too.
    pub(crate) requests: u64,
    pub(crate) items: u64,
    pub(crate) throttled: u64,
    pub(crate) journal: Journal,
    /// What the client held at most, beyond what it held before.
    pub(crate) memory: usize,
    pub(crate) really: Duration,
}

impl Measured {
    /// The time below which the quota lets no run end.
    pub(crate) fn floor(&self) -> Duration {
        let writes = WRITES_A_PERSON * self.people as u64;
        Duration::from_secs_f64(writes.saturating_sub(BURST) as f64 / A_SECOND as f64)
    }

    /// How much longer it took. The last people are not verified before reads show them: that lag is nobody's fault.
    pub(crate) fn ratio(&self) -> Option<f64> {
        let floor = self.floor();
        let took = self.took.saturating_sub(self.read_lag);
        (!floor.is_zero()).then(|| took.as_secs_f64() / floor.as_secs_f64())
    }

    pub(crate) fn requests_a_person(&self) -> f64 {
        self.requests as f64 / self.people as f64
    }
}

/// Nobody looks; what is told is dropped at once.
struct Unheard;

impl EventSink for Unheard {
    fn event(&self, _: Event) {}
}

/// Runs it.
///
/// # Errors
/// Says what went wrong when not everybody is done.
pub(crate) fn run(people: usize, read_lag: Duration) -> Result<Measured, String> {
    let lag = u32::try_from(read_lag.as_millis()).unwrap_or(u32::MAX);
    let simulator = outside(|| tenant::of(people, lag))?;
    let clock = outside(|| VirtualClock::new(simulator.clone()));
    let connection = simulator.connection();
    let transport = OtherSide::new(SimTransport::new(clock.clone()).with_latency(LATENCY));
    let requests = transport.calls();
    let shelf = Shelf::new(people);
    let config = ClientConfig {
        tenant: Some(connection.tenant_id),
        client_id: Some(connection.client_id),
        ..ClientConfig::new(CredentialKind::ClientSecret)
    };
    let client = Client::builder(config)
        .secret(Secret::new(connection.client_secret))
        .transport(transport)
        .clock(OtherSide::new(clock.clone()))
        .rng(SeededRng::new(1))
        .store(shelf.clone())
        .build()
        .map_err(|error| error.to_string())?;
    let request = json!({
        "operation": "startRun",
        "input": { "from": "file", "path": INPUT },
        "each": { "operation": "reset", "revokeSessions": true },
        "case": { "reason": "the benchmark", "requestedBy": "nora.lind@fabrikam.example" },
        "mostPeople": people,
        "file": JOURNAL,
    });
    let request: Request = serde_json::from_value(request).map_err(|error| error.to_string())?;

    let (began, really) = (simulator.now(), Instant::now());
    let before = memory::begin();
    let cancel = Cancel::new();
    let response = run_virtual(&clock, client.run(request, &Unheard, &cancel));
    let memory = memory::peak().saturating_sub(before);
    let really = really.elapsed();
    let took = (simulator.now() - began).unsigned_abs();
    let counters = outside(|| simulator.counters());
    let summary = match response.map_err(|error| error.to_string())? {
        Response::StartRun(summary) => summary,
        other => return Err(format!("not a run: {other:?}")),
    };
    if summary.status != RunStatus::Done || summary.done as usize != people {
        return Err(format!("not everybody is done: {summary:#?}"));
    }
    outside(|| drop((client, clock, simulator)));
    Ok(Measured {
        people,
        read_lag,
        took,
        writes: counters.writes,
        requests: requests.load(Ordering::Relaxed),
        items: counters.in_batches,
        throttled: counters.by_status.get(&429).copied().unwrap_or_default(),
        journal: shelf.journal(),
        memory,
        really,
    })
}
