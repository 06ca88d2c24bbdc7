//! For which time an answer is complete (facts 9.1): the log is kept for 7 or 30 days, by licence, and its last minutes are
//! still arriving.

use crate::api::AuditCoverage;
use crate::error::Result;
use crate::graph::audits::{self, Record};
use crate::http::Run;
use crate::ops::Desk;
use crate::platform::Timestamp;
use serde_json::Value;
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 3600);
/// Whatever the licence.
pub(super) const KEPT_ANYWAY: Duration = Duration::from_secs(7 * 24 * 3600);
/// Records come after 1 to 5 minutes, at times 15.
pub(super) const ARRIVING: Duration = Duration::from_secs(15 * 60);

/// How far back the log reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Not asked: what is kept without any licence is enough.
    NotAsked,
    /// To this record.
    To(Timestamp),
    /// The service did not say.
    Unknown,
}

impl Reach {
    /// Asks for the oldest record, unless the period is short.
    pub(super) async fn ask(desk: &Desk, from: Timestamp, run: &Run<'_>) -> Result<Self> {
        // A minute: the question itself takes time.
        if desk.pipeline.service_now().since(from) <= KEPT_ANYWAY + Duration::from_secs(60) {
            return Ok(Self::NotAsked);
        }
        Self::find(desk, run).await
    }

    /// Asks for the oldest record.
    pub(super) async fn find(desk: &Desk, run: &Run<'_>) -> Result<Self> {
        let reply = desk.pipeline.send(&audits::oldest(), run).await?;
        let items = reply.body.get("value").and_then(Value::as_array);
        // A refusal of the log itself shows when it is read.
        let oldest = items.and_then(|items| Record::read(items.first()?)?.at());
        Ok(oldest
            .filter(|_| reply.is_success())
            .map_or(Self::Unknown, Self::To))
    }
}

/// The coverage of an answer about `from` to `to`. `cut` is the oldest record of an answer that was cut short.
pub(super) fn coverage(
    (from, to): (Timestamp, Timestamp),
    cut: Option<Timestamp>,
    reach: Reach,
    now: Timestamp,
) -> AuditCoverage {
    // That much is kept in any tenant.
    let kept_anyway = now.minus(KEPT_ANYWAY);
    let (oldest, kept) = match reach {
        Reach::NotAsked => (None, from),
        Reach::To(oldest) => (Some(oldest), from.max(oldest.min(kept_anyway))),
        Reach::Unknown => (None, from.max(kept_anyway)),
    };
    let ends = to.min(now.minus(ARRIVING));
    let begins = cut.map_or(kept, |cut| kept.max(cut));
    let begins = Some(begins).filter(|begins| *begins <= ends);
    let retention = oldest.and_then(|oldest| retention(now.since(oldest)));

    let mut told = match begins {
        Some(begins) => format!("complete from {begins} to {ends}"),
        None => "not known to be complete for any of the time asked about".to_owned(),
    };
    if to > ends {
        told.push_str("; later records may still be arriving, as a rule within 15 minutes");
    }
    if cut.is_some() {
        told.push_str("; cut short by the limit");
    }
    match (reach, retention) {
        (Reach::To(oldest), Some(days)) if kept > from => {
            told.push_str(&format!(
                "; the log begins at {oldest}: this tenant keeps it for {days} days"
            ));
        }
        (Reach::To(oldest), None) if kept > from => {
            told.push_str(&format!(
                "; the log begins at {oldest}; whether there was anything before is unknown"
            ));
        }
        (Reach::Unknown, _) if kept > from => {
            told.push_str(
                "; how long this tenant keeps its log is unknown: 7 days, or 30 with a premium licence",
            );
        }
        _ => {}
    }
    AuditCoverage {
        from: begins,
        to: begins.map(|_| ends),
        oldest_record: oldest,
        retention_days: retention,
        explanation: told,
    }
}

/// The retention that the age of the oldest record betrays. A tenant that is young, or quiet, betrays none.
fn retention(age: Duration) -> Option<u32> {
    let near = |days: u32| age + DAY / 2 >= DAY * days && age <= DAY * days + DAY / 2;
    [7, 30].into_iter().find(|days| near(*days))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).expect("an instant")
    }

    const NOW: &str = "2026-08-20T09:00:00Z";

    fn asked(from: &str, to: &str, reach: Reach) -> AuditCoverage {
        coverage((at(from), at(to)), None, reach, at(NOW))
    }

    #[test]
    fn a_short_period_is_complete_but_for_its_last_minutes() {
        let told = asked("2026-08-19T00:00:00Z", NOW, Reach::NotAsked);
        assert_eq!(told.from, Some(at("2026-08-19T00:00:00Z")));
        assert_eq!(told.to, Some(at("2026-08-20T08:45:00Z")));
        assert!(told.explanation.contains("arriving"), "{}", told.explanation);
        let past = asked("2026-08-19T00:00:00Z", "2026-08-19T12:00:00Z", Reach::NotAsked);
        assert_eq!(past.to, Some(at("2026-08-19T12:00:00Z")));
        assert!(!past.explanation.contains("arriving"));
    }

    #[test]
    fn the_last_minutes_alone_are_never_complete() {
        let told = asked("2026-08-20T08:50:00Z", NOW, Reach::NotAsked);
        assert_eq!((told.from, told.to), (None, None));
    }

    #[test]
    fn the_oldest_record_betrays_the_retention_or_nothing() {
        let week_ago = "2026-08-13T09:00:00Z";
        for (oldest, days, complete) in [
            ("2026-08-13T09:10:00Z", Some(7), week_ago),
            ("2026-07-21T20:00:00Z", Some(30), "2026-07-21T20:00:00Z"),
            ("2026-08-10T09:00:00Z", None, "2026-08-10T09:00:00Z"),
            ("2026-08-19T09:00:00Z", None, week_ago),
        ] {
            let told = asked("2026-06-01T00:00:00Z", NOW, Reach::To(at(oldest)));
            assert_eq!(
                (told.from, told.retention_days),
                (Some(at(complete)), days),
                "{oldest}"
            );
        }
        let reached = asked("2026-08-11T00:00:00Z", NOW, Reach::To(at("2026-07-30T00:00:00Z")));
        assert_eq!(
            reached.from,
            Some(at("2026-08-11T00:00:00Z")),
            "older records are there"
        );
        let unknown = asked("2026-08-01T00:00:00Z", NOW, Reach::Unknown);
        assert_eq!(
            unknown.from,
            Some(at("2026-08-13T09:00:00Z")),
            "what every tenant keeps"
        );
        assert!(unknown.explanation.contains("unknown"));
    }

    #[test]
    fn an_answer_that_was_cut_is_complete_from_the_cut_only() {
        let cut = Some(at("2026-08-20T01:00:00Z"));
        let told = coverage(
            (at("2026-08-19T00:00:00Z"), at(NOW)),
            cut,
            Reach::NotAsked,
            at(NOW),
        );
        assert_eq!(told.from, cut);
    }
}
