//! The report in numbers, counted row by row.

use crate::api::{Note, NoteCode, RegistrationRow, RegistrationSummary, ReportCount, ReportStanding};
use crate::platform::Timestamp;
use std::collections::BTreeMap;
use std::time::Duration;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;
/// The report is a day old at most, as a rule (facts 12.4).
const OLD: Duration = Duration::from_secs(2 * DAY);

#[derive(Default)]
pub(super) struct Tally {
    people: u32,
    capable: u32,
    not_capable: u32,
    passwordless: u32,
    administrators: u32,
    administrators_not_capable: u32,
    guests: u32,
    unknown: u32,
    unknown_disabled: u32,
    unknown_new: u32,
    by_method: BTreeMap<String, u32>,
    by_default: BTreeMap<String, u32>,
    oldest: Option<Timestamp>,
    newest: Option<Timestamp>,
}

impl Tally {
    /// Notes when the service looked, be the row asked for or not.
    pub(super) fn look_at(&mut self, updated: Option<Timestamp>) {
        let Some(at) = updated else {
            return;
        };
        self.oldest = Some(self.oldest.map_or(at, |known| known.min(at)));
        self.newest = Some(self.newest.map_or(at, |known| known.max(at)));
    }

    pub(super) const fn newest(&self) -> Option<Timestamp> {
        self.newest
    }

    /// Counts a row that is given.
    pub(super) fn count(&mut self, row: &RegistrationRow) {
        let yes = |value: Option<bool>| u32::from(value == Some(true));
        let incapable = u32::from(row.mfa_capable == Some(false));
        self.people += 1;
        self.capable += yes(row.mfa_capable);
        self.not_capable += incapable;
        self.passwordless += yes(row.passwordless_capable);
        self.administrators += yes(row.is_admin);
        self.administrators_not_capable += yes(row.is_admin) * incapable;
        let guest = |kind: &String| kind.eq_ignore_ascii_case("guest");
        self.guests += u32::from(row.user_type.as_ref().is_some_and(guest));
        for method in &row.methods {
            *self.by_method.entry(method.clone()).or_default() += 1;
        }
        if let Some(default) = &row.default_method {
            *self.by_default.entry(default.clone()).or_default() += 1;
        }
    }

    /// Counts somebody of whom the report does not know.
    pub(super) fn count_unknown(&mut self, standing: ReportStanding) {
        self.unknown += 1;
        self.unknown_disabled += u32::from(standing == ReportStanding::Disabled);
        self.unknown_new += u32::from(standing == ReportStanding::New);
    }

    /// Says how many the report does not know.
    pub(super) fn missing(&self) -> Option<Note> {
        let unexplained = self.unknown - self.unknown_disabled - self.unknown_new;
        (self.unknown > 0).then(|| Note {
            code: NoteCode::PeopleMissing,
            message: format!(
                "the report does not know {} of them: {} disabled, {} newer than the report, {unexplained} without a reason",
                self.unknown, self.unknown_disabled, self.unknown_new
            ),
            remedy: Some("read the methods of those who matter one by one: they are told without delay".to_owned()),
        })
    }

    pub(super) fn finish(self, now: Timestamp, mut notes: Vec<Note>) -> RegistrationSummary {
        if self.oldest.is_some_and(|oldest| now.since(oldest) > OLD) {
            notes.push(Note {
                code: NoteCode::ReportDelay,
                message: "parts of the report are more than two days old".to_owned(),
                remedy: Some(
                    "read the methods of those who matter one by one: they are told without delay".to_owned(),
                ),
            });
        }
        RegistrationSummary {
            freshness: freshness(self.oldest, self.newest, now),
            people: self.people,
            capable: self.capable,
            not_capable: self.not_capable,
            passwordless: self.passwordless,
            administrators: self.administrators,
            administrators_not_capable: self.administrators_not_capable,
            guests: self.guests,
            unknown: self.unknown,
            unknown_disabled: self.unknown_disabled,
            unknown_new: self.unknown_new,
            by_method: most_first(self.by_method),
            by_default: most_first(self.by_default),
            oldest: self.oldest,
            newest: self.newest,
            notes,
        }
    }
}

fn most_first(counts: BTreeMap<String, u32>) -> Vec<ReportCount> {
    let mut counts: Vec<_> = counts
        .into_iter()
        .map(|(name, people)| ReportCount { name, people })
        .collect();
    // Equal numbers stay in the order of their names.
    counts.sort_by_key(|count| std::cmp::Reverse(count.people));
    counts
}

fn freshness(oldest: Option<Timestamp>, newest: Option<Timestamp>, now: Timestamp) -> String {
    let (Some(oldest), Some(newest)) = (oldest, newest) else {
        return "the report does not say when it was made".to_owned();
    };
    let (from, to) = (in_words(now.since(oldest)), in_words(now.since(newest)));
    let when = if from == to {
        format!("the service last looked {from} ago")
    } else {
        format!("the service last looked {to} to {from} ago")
    };
    format!(
        "{when}: what people registered or removed since is not in the report, and who is disabled or came since has no row"
    )
}

/// A length of time as people say it.
pub(super) fn in_words(length: Duration) -> String {
    let seconds = length.as_secs();
    let (number, unit) = match seconds {
        0..MINUTE => return "less than a minute".to_owned(),
        MINUTE..HOUR => (seconds / MINUTE, "minute"),
        HOUR..DAY => (seconds / HOUR, "hour"),
        _ => (seconds / DAY, "day"),
    };
    format!("{number} {unit}{}", if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_length_of_time_is_told_in_its_largest_unit() {
        for (seconds, told) in [
            (0, "less than a minute"),
            (60, "1 minute"),
            (3_599, "59 minutes"),
            (3_600, "1 hour"),
            (86_399, "23 hours"),
            (2 * 86_400, "2 days"),
        ] {
            assert_eq!(in_words(Duration::from_secs(seconds)), told);
        }
    }

    #[test]
    fn what_is_old_is_said_to_be() {
        let now = Timestamp::from_unix_ms(1_000 * 86_400_000);
        let mut tally = Tally::default();
        assert_eq!(tally.newest(), None);
        tally.look_at(Some(now.minus(Duration::from_secs(3 * DAY))));
        tally.look_at(Some(now.minus(Duration::from_secs(5 * HOUR))));
        let told = tally.finish(now, Vec::new());
        assert!(
            told.freshness
                .starts_with("the service last looked 5 hours to 3 days ago"),
            "{}",
            told.freshness
        );
        assert_eq!(told.notes[0].code, NoteCode::ReportDelay);
        let silent = Tally::default().finish(now, Vec::new());
        assert!(silent.freshness.contains("does not say") && silent.notes.is_empty());
    }
}
