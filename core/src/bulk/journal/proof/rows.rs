//! One row a person, joined from the lines of all lives of the run.

use crate::api::{PassStatus, PersonOutcome};
use crate::bulk::journal::chain::Record;
use crate::bulk::journal::entry::{Ended, Entry, Failure, MethodLine, NoteLine, PersonLine};
use crate::bulk::journal::survey::{Standing, Survey};
use crate::platform::Timestamp;
use std::collections::HashMap;

/// What a proof says of a person.
#[derive(Debug, Default)]
pub(super) struct Row {
    pub(super) line: u32,
    pub(super) user_id: String,
    pub(super) user_principal_name: Option<String>,
    pub(super) display_name: Option<String>,
    /// How it ended; absent while it has not.
    pub(super) outcome: Option<PersonOutcome>,
    /// Something was begun after that, or before an end that never came.
    pub(super) in_hand: bool,
    pub(super) ended_at: Option<Timestamp>,
    pub(super) reason: Option<String>,
    pub(super) ticket: Option<String>,
    pub(super) error: Option<Failure>,
    /// What there was before the first life wrote anything.
    pub(super) methods_before: Option<Vec<MethodLine>>,
    pub(super) methods_after: Option<Vec<MethodLine>>,
    pub(super) sessions_revoked: Option<bool>,
    pub(super) pass_status: Option<PassStatus>,
    pub(super) change: Option<String>,
    pub(super) notes: Vec<NoteLine>,
    pub(super) request_ids: Vec<String>,
}

/// What is known of a person who has not come to the last end.
#[derive(Default)]
struct Open {
    user_principal_name: Option<String>,
    methods_before: Option<Vec<MethodLine>>,
    request_ids: Vec<String>,
}

/// Joins lines to rows. It holds the people in hand, and a number for everybody.
pub(super) struct Rows<'a> {
    survey: &'a Survey,
    /// The line of each person's last end; none is 0.
    ends: Vec<u32>,
    open: HashMap<u32, Open>,
}

impl<'a> Rows<'a> {
    pub(super) fn new(survey: &'a Survey, ends: Vec<u32>) -> Self {
        Self {
            survey,
            ends,
            open: HashMap::new(),
        }
    }

    /// Learns from a line. Gives a row when it is the last one about its person's end.
    pub(super) fn learn(&mut self, record: Record) -> Option<Row> {
        match record.entry.ok()? {
            Entry::Planned(planned) => {
                let open = self.open.entry(planned.index).or_default();
                open.methods_before.get_or_insert(planned.methods);
                open.user_principal_name = planned.user_principal_name.or(open.user_principal_name.take());
            }
            Entry::Answer(answer) => {
                let open = self.open.entry(answer.index).or_default();
                open.request_ids.extend(answer.request_id);
            }
            Entry::Ended(ended) if self.end(ended.index) == record.line => {
                let open = self.open.remove(&ended.index).unwrap_or_default();
                return Some(self.row(record.at, *ended, open));
            }
            Entry::Ended(ended) => {
                let open = self.open.entry(ended.index).or_default();
                if open.methods_before.is_none() {
                    open.methods_before = ended.methods_before;
                }
            }
            _ => {}
        }
        None
    }

    /// The row of somebody who never came to an end.
    pub(super) fn left(&mut self, person: PersonLine) -> Option<Row> {
        if self.end(person.index) != 0 {
            return None;
        }
        let open = self.open.remove(&person.index).unwrap_or_default();
        let variant = person.variant.unwrap_or_default();
        Some(Row {
            line: person.line,
            user_id: person.id,
            user_principal_name: open.user_principal_name,
            in_hand: self.is_in_hand(person.index),
            reason: variant.reason,
            ticket: variant.ticket,
            methods_before: open.methods_before,
            request_ids: open.request_ids,
            ..Row::default()
        })
    }

    fn row(&self, at: Timestamp, ended: Ended, open: Open) -> Row {
        Row {
            line: ended.line,
            in_hand: self.is_in_hand(ended.index),
            user_id: ended.user_id,
            user_principal_name: ended.user_principal_name.or(open.user_principal_name),
            display_name: ended.display_name,
            outcome: Some(ended.outcome),
            ended_at: Some(at),
            reason: ended.reason,
            ticket: ended.ticket,
            error: ended.error,
            methods_before: open.methods_before.or(ended.methods_before),
            methods_after: ended.methods_after,
            sessions_revoked: ended.sessions_revoked,
            pass_status: ended.pass_status,
            change: ended.change,
            notes: ended.notes,
            request_ids: open.request_ids,
        }
    }

    fn end(&self, person: u32) -> u32 {
        let person = usize::try_from(person).unwrap_or(usize::MAX);
        self.ends.get(person).copied().unwrap_or_default()
    }

    fn is_in_hand(&self, person: u32) -> bool {
        let person = usize::try_from(person).unwrap_or(usize::MAX);
        self.survey.people.get(person) == Some(&Standing::InHand)
    }
}

impl Row {
    /// How it ended, in a word.
    pub(super) const fn word(&self) -> &'static str {
        match (self.outcome, self.in_hand) {
            (None, false) => "not begun",
            (None, true) => "not finished",
            (Some(_), true) => "tried again, not finished",
            (Some(PersonOutcome::Done), false) => "done",
            (Some(PersonOutcome::Partial), false) => "partial",
            (Some(PersonOutcome::Failed), false) => "failed",
            (Some(PersonOutcome::Skipped), false) => "skipped",
        }
    }
}
