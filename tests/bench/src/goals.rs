//! What a run is to reach, and how it is told.

use crate::bulk::Measured;
use std::time::Duration;

/// Goals are for runs that are long enough to be steady.
const STEADY: usize = 10_000;
/// How much longer than its floor a run may take.
const RATIO: f64 = 1.05;
/// HTTP requests a person, without read lag and with it.
const REQUESTS: f64 = 0.40;
const REQUESTS_BEHIND: f64 = 0.45;
/// How much more memory ten times as many people may take.
const MEMORY: f64 = 1.5;

pub(crate) const HEADER: &str = "  people   lag   virtual     floor  ratio  requests  a person  items a person  429s    writes  journal  \
                                 memory     real";

pub(crate) fn row(it: &Measured) -> String {
    let people = it.people as f64;
    format!(
        "{:>8}  {:>3}s  {:>8}  {:>8}  {:>5}  {:>8}  {:>8.3}  {:>14.2}  {:>4}  {:>8}  {:>4} MB  {:>3.1} MB  {:>6.1}s",
        it.people,
        it.read_lag.as_secs(),
        clock(it.took),
        clock(it.floor()),
        it.ratio()
            .map_or_else(|| "-".to_owned(), |ratio| format!("{ratio:.3}")),
        it.requests,
        it.requests_a_person(),
        it.items as f64 / people,
        it.throttled,
        it.writes,
        it.journal.bytes >> 20,
        it.memory as f64 / f64::from(1 << 20),
        it.really.as_secs_f64(),
    )
}

fn clock(length: Duration) -> String {
    let seconds = length.as_secs();
    format!("{}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}

/// A goal, and whether it was reached.
pub(crate) struct Goal {
    words: String,
    pub(crate) is_reached: bool,
}

impl std::fmt::Display for Goal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let word = if self.is_reached { "reached" } else { "MISSED " };
        write!(f, "{word}  {}", self.words)
    }
}

/// Everything that these runs were to reach.
pub(crate) fn goals(runs: &[Measured]) -> Vec<Goal> {
    let mut goals = Vec::new();
    let mut goal = |is_reached, words| goals.push(Goal { words, is_reached });
    for run in runs {
        let name = format!("{} people, {} s of read lag", run.people, run.read_lag.as_secs());
        goal(
            run.throttled == 0,
            format!("{name}: {} times throttled, goal 0", run.throttled),
        );
        if run.people < STEADY {
            continue;
        }
        if let Some(ratio) = run.ratio() {
            let words = format!("{name}: {ratio:.3} of the time that the quota takes, goal {RATIO}");
            goal(ratio <= RATIO, words);
        }
        let most = if run.read_lag.is_zero() {
            REQUESTS
        } else {
            REQUESTS_BEHIND
        };
        let requests = run.requests_a_person();
        let words = format!("{name}: {requests:.3} HTTP requests a person, goal {most:.2}");
        goal(requests <= most, words);
    }
    let at = |people: usize| {
        runs.iter()
            .find(|run| run.people == people && run.read_lag.is_zero())
    };
    if let (Some(fewer), Some(more)) = (at(STEADY), at(10 * STEADY)) {
        let growth = more.memory as f64 / fewer.memory as f64;
        let words = format!(
            "{} people take {growth:.2} of the memory of {}, goal {MEMORY}",
            more.people, fewer.people
        );
        goal(growth <= MEMORY, words);
    }
    goals
}
