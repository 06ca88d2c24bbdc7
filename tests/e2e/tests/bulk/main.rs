//! Runs in simulated tenants: whatever goes wrong, what they tell is true, and nothing is done twice or left out.
//!
//! Each history follows from one number. `GRAPH_MFA_SEED` repeats one and tells how it went; `GRAPH_MFA_SCHEDULES` says how
//! many are tried, and `GRAPH_MFA_MINUTES` for how long others are.

#![allow(clippy::print_stdout, reason = "what a simulation tells is its output")]

mod dice;
mod input;
mod life;
mod misfortune;
mod schedule;
mod tenant;
mod witness;

use schedule::{History, live_through};
use std::any::Any;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// So many histories are a test.
const USUAL: u64 = 2_000;
/// Which share them: histories have nothing in common.
const THREADS: usize = 2;
/// The first of them.
const FIRST: u64 = 0x5eed_0000_0000;

#[test]
fn whatever_goes_wrong_a_run_is_honest_and_safe_to_kill() {
    if let Some(seed) = number("GRAPH_MFA_SEED") {
        let history = live_through(seed);
        println!("{}\n", history.tale.join("\n"));
        println!("{}", summary(&history));
        assert!(history.failures.is_empty(), "{}", history.failures.join("\n"));
        return;
    }
    let minutes = number("GRAPH_MFA_MINUTES");
    let many = number("GRAPH_MFA_SCHEDULES").unwrap_or(USUAL);
    let first = match minutes {
        // Others than the last time.
        Some(_) => std::time::SystemTime::now()
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(FIRST, |now| {
                u64::try_from(now.as_nanos() & u128::from(u64::MAX >> 1)).unwrap_or(FIRST)
            }),
        None => FIRST,
    };
    let began = Instant::now();
    let end = minutes.map(|minutes| began + Duration::from_secs(60 * minutes));
    let next = AtomicU64::new(0);
    let sums = Mutex::new(Sums::default());
    let work = || {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            let is_over = end.map_or(number >= many, |end| Instant::now() >= end);
            if is_over {
                break;
            }
            let seed = first + number;
            let lived = catch_unwind(AssertUnwindSafe(|| live_through(seed)));
            let mut sums = sums.lock().unwrap_or_else(PoisonError::into_inner);
            match lived {
                Ok(history) => sums.add(seed, &history),
                Err(panic) => sums.fail(seed, said(&*panic)),
            }
        }
    };
    std::thread::scope(|threads| {
        for _ in 0..THREADS {
            threads.spawn(work);
        }
    });
    let sums = sums.into_inner().unwrap_or_else(PoisonError::into_inner);
    sums.tell(began.elapsed());
}

/// What a panic says.
fn said(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    let text = text.or_else(|| panic.downcast_ref::<&str>().copied());
    format!("panicked: {}", text.unwrap_or_default())
}

#[derive(Default)]
struct Sums {
    histories: u64,
    lives: usize,
    crashes: usize,
    requests: usize,
    writes: usize,
    faulted: usize,
    /// By size and lives, so that the smallest is told first.
    failed: BTreeMap<(usize, usize, u64), Vec<String>>,
}

impl Sums {
    fn add(&mut self, seed: u64, history: &History) {
        self.histories += 1;
        self.lives += history.lives;
        self.crashes += history.crashes;
        self.requests += history.requests;
        self.writes += history.writes;
        self.faulted += history.faulted;
        if !history.failures.is_empty() {
            let mut failures = history.failures.clone();
            failures.push(summary(history));
            self.failed
                .insert((history.people, history.lives, seed), failures);
        }
    }

    fn fail(&mut self, seed: u64, why: String) {
        self.histories += 1;
        self.failed.insert((usize::MAX, 0, seed), vec![why]);
    }

    fn tell(&self, took: Duration) {
        let minutes = took.as_secs_f64() / 60.0;
        println!(
            "{} histories in {:.1} s, {:.0} a minute: {} lives, {} of them cut off, {} requests, {} of them struck, {} writes",
            self.histories,
            took.as_secs_f64(),
            self.histories as f64 / minutes,
            self.lives,
            self.crashes,
            self.requests,
            self.faulted,
            self.writes,
        );
        if self.failed.is_empty() {
            return;
        }
        // Of each invariant the smallest history that breaks it.
        let mut broken: BTreeMap<&str, (usize, u64, &[String])> = BTreeMap::new();
        for ((_, _, seed), failures) in &self.failed {
            let check = failures[0].split(':').next().unwrap_or_default();
            let (times, ..) = broken.entry(check).or_insert((0, *seed, failures));
            *times += 1;
        }
        let told = |(times, seed, failures): &(usize, u64, &[String])| {
            format!(
                "{times} times:\n    {}\n    GRAPH_MFA_SEED={seed} cargo test -p graph-mfa-e2e --test bulk -- --nocapture",
                failures.join("\n    ")
            )
        };
        let told: Vec<String> = broken.values().map(told).collect();
        panic!(
            "{} of {} histories fail; of each kind the smallest:\n{}",
            self.failed.len(),
            self.histories,
            told.join("\n")
        );
    }
}

fn summary(history: &History) -> String {
    format!(
        "({:?} for {} people, {} lives, {} of them cut off, {} requests, {} writes)",
        history.operation, history.people, history.lives, history.crashes, history.requests, history.writes
    )
}

fn number(variable: &str) -> Option<u64> {
    let text = std::env::var(variable).ok()?;
    match text.parse() {
        Ok(number) => Some(number),
        Err(error) => panic!("{variable}: {error}"),
    }
}
