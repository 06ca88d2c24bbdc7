//! Running every case on one surface, with a report that lists all that fail.

use std::panic::{AssertUnwindSafe, catch_unwind};

use serde_json::Value;

use crate::case::Case;
use crate::evidence::Evidence;
use crate::judge::judge;
use crate::library::Library;
use crate::pattern::Difference;

/// Limits a run to the cases whose names contain this environment variable's value.
pub const CASE_FILTER: &str = "GRAPHMFA_CASE";

/// Runs every case and returns how many ran. `run` gathers the evidence; `secrets` of the tenant must not occur
/// in what was observed.
///
/// # Panics
/// When a case fails, with one paragraph for each that does; and when there is nothing to run.
pub fn run_every_case(run: impl Fn(&Case) -> (Evidence, Secrets)) -> usize {
    let filter = std::env::var(CASE_FILTER).unwrap_or_default();
    let cases = match Library::shared().cases() {
        Ok(cases) => cases,
        Err(error) => panic!("{error}"),
    };
    let chosen: Vec<&Case> = cases.iter().filter(|case| case.name.contains(&filter)).collect();
    assert!(!chosen.is_empty(), "no case has {filter:?} in its name");
    let failures: Vec<String> = chosen.iter().filter_map(|case| failure(case, &run)).collect();
    assert!(
        failures.is_empty(),
        "{} of {} cases fail\n\n{}",
        failures.len(),
        chosen.len(),
        failures.join("\n")
    );
    chosen.len()
}

/// Texts that must not occur in what a surface says: tokens, client secrets, passes.
pub type Secrets = Vec<String>;

fn failure(case: &Case, run: impl Fn(&Case) -> (Evidence, Secrets)) -> Option<String> {
    let differences = match catch_unwind(AssertUnwindSafe(|| run(case))) {
        Ok((evidence, secrets)) => {
            let mut differences = judge(case, &evidence);
            differences.extend(leaks(&evidence, &secrets));
            differences
        }
        Err(panic) => vec![Difference::new("panic", panic_text(&*panic))],
    };
    let lines: String = differences
        .iter()
        .map(|difference| format!("    {difference}\n"))
        .collect();
    (!lines.is_empty()).then(|| format!("  {}: {}\n{lines}", case.name, case.story))
}

fn leaks(evidence: &Evidence, secrets: &[String]) -> Vec<Difference> {
    let told: String = evidence
        .observed
        .iter()
        .flat_map(|observed| {
            let response = observed.response.clone().map(without_the_pass);
            let others = observed.error.iter().chain(&observed.events).cloned();
            response.into_iter().chain(others)
        })
        .map(|value| value.to_string())
        .collect();
    let leaked = secrets
        .iter()
        .filter(|secret| !secret.is_empty() && told.contains(secret.as_str()));
    leaked
        .map(|_| Difference::new("observed", "a secret of the tenant occurs in it"))
        .collect()
}

/// The one place where a pass is told to whoever asked for it.
fn without_the_pass(mut response: Value) -> Value {
    if let Value::Object(fields) = &mut response {
        fields.remove("temporaryAccessPass");
    }
    response
}

fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    panic
        .downcast_ref::<String>()
        .cloned()
        .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
        .unwrap_or_else(|| "without a text".to_owned())
}
