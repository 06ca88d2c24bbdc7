//! One life of a run: a program that begins or resumes it, and ends well, badly, or in the middle.

use crate::misfortune::{End, Misfortune};
use crate::tenant::{ACTOR, Acting, PERMISSIONS, Tenant};
use crate::witness::{Seen, Witness};
use graph_mfa::api::{ClientConfig, CredentialKind, Event, PolicySource, Request, Response};
use graph_mfa::platform::{BoxFuture, Clock as _, Store as _};
use graph_mfa::{Cancel, Client, Error, EventSink, Secret};
use graph_mfa_e2e::runs::{Journal, Told};
use graph_mfa_test_support::{MemoryStore, SeededRng, SimTransport, VirtualClock, run_virtual};
use graph_sim::{Simulator, TokenSpec};
use std::future::Future;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

/// The name of the journal.
pub(crate) const JOURNAL: &str = "run.journal";

/// What every life has in common.
pub(crate) struct World {
    pub(crate) simulator: Simulator,
    pub(crate) seen: Seen,
    pub(crate) acting: Acting,
    pub(crate) protected_users: Vec<String>,
    pub(crate) policies: Vec<PolicySource>,
    /// For request ids and jitter.
    pub(crate) seed: u64,
    /// The files, as the last life left them.
    pub(crate) store: MemoryStore,
}

impl World {
    pub(crate) fn new(simulator: Simulator, tenant: &Tenant, policies: Vec<PolicySource>, seed: u64) -> Self {
        Self {
            simulator,
            seen: Seen::default(),
            acting: tenant.acting,
            protected_users: tenant.protected_users.clone(),
            policies,
            seed,
            store: MemoryStore::new(),
        }
    }

    /// Lives once.
    pub(crate) fn live(&mut self, number: u32, request: Request, misfortune: &Misfortune) -> Told {
        self.simulator.advance(misfortune.pause);
        self.simulator.clear_faults();
        if let Err(error) = self.simulator.add_faults(misfortune.at_the_service()) {
            panic!("no faults: {error}");
        }
        let clock = VirtualClock::new(self.simulator.clone());
        let store = self
            .store
            .next_life()
            .with_delay(clock.clone(), misfortune.slow_disk);
        if let Some((operation, mishap)) = misfortune.disk {
            store.plan(operation, mishap);
        }
        let audience = Audience::new(clock.clone(), misfortune);
        let is_dead = Arc::new(AtomicBool::new(false));
        let client = |rival: bool| {
            let witness = Witness {
                inner: SimTransport::new(clock.clone()).with_latency(misfortune.latency),
                seen: self.seen.clone(),
                simulator: self.simulator.clone(),
                store: store.clone(),
                journal: JOURNAL,
                life: number,
                dies_at: match misfortune.end {
                    End::AtRequest { number, heard } if !rival => Some((number, heard)),
                    _ => None,
                },
                requests: Arc::default(),
                is_dead: Arc::clone(&is_dead),
            };
            let seed = self.seed ^ (u64::from(number) << 8) ^ u64::from(rival);
            self.client(&clock, witness, store.clone(), seed)
        };
        let (own, rival) = (client(false), client(true));
        let never = Cancel::new();
        let (run, other) = (
            own.run(request.clone(), &audience, &audience.cancel),
            rival.run(request, &audience, &never),
        );
        let both = async {
            if misfortune.rival {
                let (one, other) = futures_util::future::join(run, other).await;
                vec![one, other]
            } else {
                vec![run.await]
            }
        };
        let mortal = Mortal {
            program: Box::pin(both),
            steps_left: match misfortune.end {
                End::AtStep(steps) => steps,
                _ => u64::MAX,
            },
            is_dead,
            store: store.clone(),
        };
        let answers = run_virtual(&clock, mortal);
        self.told(misfortune, &audience, store, answers)
    }

    fn told(
        &mut self,
        misfortune: &Misfortune,
        audience: &Audience,
        store: MemoryStore,
        answers: Option<Vec<Result<Response, Error>>>,
    ) -> Told {
        let mut told = Told {
            crashed: answers.is_none(),
            disk_failed: store.met_its_mishap(),
            retries: misfortune.retries,
            journal_length: store.get(JOURNAL).map_or(0, |bytes| Journal::whole(&bytes)),
            lock_left: is_own_lock(&store),
            ..Told::default()
        };
        for event in audience.take() {
            match event.1 {
                Event::RunPeople { people } => {
                    told.people
                        .extend(people.into_iter().map(|person| (event.0, person)));
                }
                Event::BadRows { rows } => told.bad_rows.extend(rows),
                _ => {}
            }
        }
        for answer in answers.into_iter().flatten() {
            match answer {
                Ok(Response::StartRun(summary) | Response::ResumeRun(summary)) => {
                    told.shared = told.summary.replace(*summary).is_some();
                }
                Ok(other) => panic!("no summary: {other:?}"),
                Err(error) => told.error = Some(error),
            }
        }
        self.store = store;
        told
    }

    fn client(&self, clock: &VirtualClock, witness: Witness, store: MemoryStore, seed: u64) -> Client {
        let connection = self.simulator.connection();
        let (credential, secret) = match self.acting {
            Acting::Application => (CredentialKind::ClientSecret, connection.client_secret.clone()),
            Acting::Person(_) => {
                let spec = TokenSpec {
                    upn: Some(ACTOR.to_owned()),
                    scopes: PERMISSIONS.map(str::to_owned).to_vec(),
                    mfa: true,
                    expires_in: Some(6 * 3600),
                    ..TokenSpec::default()
                };
                match self.simulator.issue_token(&spec) {
                    Ok(token) => (CredentialKind::AccessToken, token),
                    Err(error) => panic!("no token: {error}"),
                }
            }
        };
        let config = ClientConfig {
            tenant: Some(connection.tenant_id),
            client_id: Some(connection.client_id),
            protected_users: self.protected_users.clone(),
            policies: self.policies.clone(),
            ..ClientConfig::new(credential)
        };
        let built = Client::builder(config)
            .transport(witness)
            .clock(clock.clone())
            .rng(SeededRng::new(seed))
            .store(store)
            .secret(Secret::new(secret))
            .build();
        match built {
            Ok(client) => client,
            Err(error) => panic!("no client: {error}"),
        }
    }
}

/// Whether this life left a lock behind. One that it found is not its own.
fn is_own_lock(store: &MemoryStore) -> bool {
    let lock = store.text(&format!("{JOURNAL}.lock"));
    lock.is_some_and(|lock| lock.contains(&format!("\"{}\"", store.owner())))
}

/// A program that can die.
struct Mortal<F> {
    program: Pin<Box<F>>,
    steps_left: u64,
    is_dead: Arc<AtomicBool>,
    store: MemoryStore,
}

impl<F: Future> Future for Mortal<F> {
    type Output = Option<F::Output>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        if self.steps_left == 0 {
            return Poll::Ready(None);
        }
        self.steps_left -= 1;
        if let Poll::Ready(answer) = self.program.as_mut().poll(context) {
            return Poll::Ready(Some(answer));
        }
        if self.is_dead.load(Ordering::Acquire) || self.store.is_dark() {
            return Poll::Ready(None);
        }
        Poll::Pending
    }
}

/// Who listens: takes its time, and may ask to stop.
struct Audience {
    clock: VirtualClock,
    slow: Duration,
    heard: Mutex<Vec<(time::OffsetDateTime, Event)>>,
    events_left: Mutex<u64>,
    cancel: Cancel,
}

impl Audience {
    fn new(clock: VirtualClock, misfortune: &Misfortune) -> Self {
        Self {
            clock,
            slow: misfortune.slow_listener,
            heard: Mutex::default(),
            events_left: Mutex::new(match misfortune.end {
                End::Stop(events) => events,
                _ => u64::MAX,
            }),
            cancel: Cancel::new(),
        }
    }

    fn take(&self) -> Vec<(time::OffsetDateTime, Event)> {
        std::mem::take(&mut *lock(&self.heard))
    }
}

impl EventSink for Audience {
    fn event(&self, event: Event) {
        let milliseconds = self.clock.now().unix_ms();
        let now = time::OffsetDateTime::from_unix_timestamp(milliseconds / 1000)
            .unwrap_or(time::OffsetDateTime::UNIX_EPOCH);
        lock(&self.heard).push((now, event));
        let mut left = lock(&self.events_left);
        *left = left.saturating_sub(1);
        if *left == 0 {
            self.cancel.cancel();
        }
    }

    fn ready(&self) -> BoxFuture<'_, ()> {
        Box::pin(async {
            if !self.slow.is_zero() {
                self.clock.sleep(self.slow).await;
            }
        })
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
