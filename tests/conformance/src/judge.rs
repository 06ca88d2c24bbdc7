//! The judge: compares the evidence with what the case expects, and the surface's words with the tenant's truth.

mod honesty;
mod tenant;

use serde_json::Value;

use crate::case::{Case, ExpectedError, ExpectedRun};
use crate::evidence::{Evidence, Observation};
use crate::pattern::{Difference, Pattern};

/// Everything that is not as the case expects; empty when the case holds.
pub fn judge(case: &Case, evidence: &Evidence) -> Vec<Difference> {
    let mut differences = Vec::new();
    if case.runs.len() != evidence.observed.len() {
        differences.push(Difference::new(
            "observed",
            format!(
                "expected {} observations, found {}",
                case.runs.len(),
                evidence.observed.len()
            ),
        ));
    }
    let many = case.runs.len() > 1;
    for (index, (run, observed)) in case.runs.iter().zip(&evidence.observed).enumerate() {
        let prefix = if many {
            format!("observed[{index}].")
        } else {
            String::new()
        };
        judge_run(&run.expect, observed, &prefix, &mut differences);
    }
    tenant::judge(case, evidence, &mut differences);
    honesty::judge(evidence, &mut differences);
    differences
}

fn judge_run(expect: &ExpectedRun, observed: &Observation, prefix: &str, differences: &mut Vec<Difference>) {
    if let Some(expected) = &expect.response {
        match &observed.error {
            Some(error) => differences.push(Difference::new(
                format!("{prefix}error"),
                format!("expected a response, found the error {error}"),
            )),
            None => {
                differences
                    .extend(expected.differences(&format!("{prefix}response"), observed.response.as_ref()));
            }
        }
    }
    if let Some(expected) = &expect.error {
        match &observed.error {
            Some(error) => {
                let path = format!("{prefix}error");
                differences.extend(error_pattern(expected).differences(&path, Some(error)));
            }
            None => differences.push(Difference::new(
                format!("{prefix}error"),
                format!(
                    "expected the error {}, found the response {}",
                    expected.code,
                    observed.response.as_ref().unwrap_or(&Value::Null)
                ),
            )),
        }
    }
    judge_events(expect, &observed.events, prefix, differences);
}

fn error_pattern(expected: &ExpectedError) -> Pattern {
    let text = |part: &Option<String>| part.clone().map(Pattern::Text);
    let exactly = |text: &str| Pattern::Exactly(Value::from(text));
    let keys = [
        ("code", Some(exactly(expected.code.as_str()))),
        ("subject", expected.subject.as_deref().map(exactly)),
        ("message", text(&expected.message_contains)),
        ("remedy", text(&expected.remedy_contains)),
    ];
    Pattern::Keys(
        keys.into_iter()
            .filter_map(|(key, pattern)| Some((key.to_owned(), pattern?)))
            .collect(),
    )
}

/// The expected events must appear in their order; others may stand between them.
fn judge_events(expect: &ExpectedRun, events: &[Value], prefix: &str, differences: &mut Vec<Difference>) {
    let mut rest = events;
    for (index, pattern) in expect.events.iter().enumerate() {
        match rest.iter().position(|event| pattern.fits(event)) {
            Some(place) => rest = &rest[place + 1..],
            None => {
                let told = rest
                    .iter()
                    .map(Value::to_string)
                    .collect::<Vec<_>>()
                    .join("\n      ");
                differences.push(Difference::new(
                    format!("{prefix}events"),
                    format!("expected event {index}, {pattern}, is not among\n      {told}"),
                ));
                break;
            }
        }
    }
    for pattern in &expect.no_events {
        if let Some(place) = events.iter().position(|event| pattern.fits(event)) {
            differences.push(Difference::new(
                format!("{prefix}events[{place}]"),
                format!("expected no event that fits {pattern}, found {}", events[place]),
            ));
        }
    }
}
