//! What is true in the tenant, and what it was asked.

use graph_sim::{LogEntry, UserState};
use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::case::{Case, ExpectedMethod, ExpectedPerson};
use crate::evidence::Evidence;
use crate::pattern::{Difference, Pattern};

pub(super) fn judge(case: &Case, evidence: &Evidence, differences: &mut Vec<Difference>) {
    for (upn, expected) in &case.tenant {
        let path = format!("tenant[{upn}]");
        let found = evidence
            .state
            .users
            .iter()
            .find(|user| user.user_principal_name.eq_ignore_ascii_case(upn));
        let Some(found) = found else {
            differences.push(Difference::new(path, "expected a person, found nobody"));
            continue;
        };
        judge_person(expected, found, case.scenario.now, &path, differences);
    }
    judge_log(case, &evidence.log, differences);
}

fn judge_person(
    expected: &ExpectedPerson,
    found: &UserState,
    began: OffsetDateTime,
    path: &str,
    differences: &mut Vec<Difference>,
) {
    if let Some(methods) = &expected.methods {
        let pattern = Pattern::Items(methods.iter().map(method_pattern).collect());
        differences.extend(pattern.differences(&format!("{path}.methods"), Some(&json!(found.methods))));
    }
    if let Some(default) = &expected.default {
        differences.extend(default.differences(&format!("{path}.default"), Some(&json!(found.default))));
    }
    if let Some(writes) = &expected.writes {
        differences.extend(writes.differences(&format!("{path}.writes"), Some(&json!(found.writes))));
    }
    let mut compare = |what: &str, expected: Option<bool>, found: bool| {
        if expected.is_some_and(|expected| expected != found) {
            differences.push(Difference::new(
                format!("{path}.{what}"),
                format!("expected {}, found {found}", !found),
            ));
        }
    };
    compare("deleted", expected.deleted, found.deleted);
    let revoked = found.sign_in_sessions_valid_from_date_time >= began;
    compare("sessionsRevoked", expected.sessions_revoked, revoked);
}

fn method_pattern(expected: &ExpectedMethod) -> Pattern {
    match expected {
        ExpectedMethod::Kind(kind) => Pattern::Keys(vec![(
            "kind".to_owned(),
            Pattern::Exactly(Value::from(kind.as_str())),
        )]),
        ExpectedMethod::Like(pattern) => pattern.clone(),
    }
}

fn judge_log(case: &Case, log: &[LogEntry], differences: &mut Vec<Difference>) {
    let lines = |entries: &[&LogEntry]| -> String {
        let line = |entry: &&LogEntry| {
            let status = entry
                .status
                .map_or_else(|| "cut".to_owned(), |status| status.to_string());
            format!("\n      {} {} ({status})", entry.method, entry.path)
        };
        entries.iter().map(line).collect()
    };
    if let Some(expected) = &case.log.writes {
        let writes: Vec<&LogEntry> = log.iter().filter(|entry| entry.write).collect();
        differences.extend(
            expected
                .differences("log.writes", Some(&json!(writes.len())))
                .into_iter()
                .map(|difference| Difference {
                    problem: difference.problem + &lines(&writes),
                    ..difference
                }),
        );
    }
    if let Some(most) = case.log.max_requests {
        let requests: Vec<&LogEntry> = log
            .iter()
            .filter(|entry| !entry.in_batch && is_graph(entry))
            .collect();
        if requests.len() > most {
            differences.push(Difference::new(
                "log.maxRequests",
                format!(
                    "expected at most {most}, found {}{}",
                    requests.len(),
                    lines(&requests)
                ),
            ));
        }
    }
}

/// Whether the request went to Graph, not to the token endpoint.
fn is_graph(entry: &LogEntry) -> bool {
    let path = entry.path.to_ascii_lowercase();
    path.starts_with("/v1.0/") || path.starts_with("/beta/")
}
