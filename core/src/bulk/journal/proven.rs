//! What earlier lives of a run have proven to be done, for the people who had not come to their end: so that it is not
//! done again.

use super::entry::{Answer, Write};
use super::route::{self, Proves, READS_LAG};
use crate::http::HttpMethod;
use crate::platform::Timestamp;
use std::collections::HashMap;

/// The proven writes by person. Who has ended is not among them, so that it stays as small as the set in hand.
#[derive(Debug, Default)]
pub(crate) struct Proven(HashMap<u32, Vec<Known>>);

/// A write of an earlier life, with its answer if one came.
#[derive(Debug)]
struct Known {
    /// Its line.
    line: u32,
    call: String,
    route: String,
    method: String,
    method_id: Option<String>,
    answer: Option<Answered>,
}

/// A write that was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Answered {
    pub(super) status: u16,
    pub(super) request_id: Option<String>,
    pub(super) sent_at: Timestamp,
    answered_at: Timestamp,
}

impl Proven {
    /// Learns of a write.
    pub(super) fn begun(&mut self, line: u32, write: Write) {
        let known = self.0.entry(write.index).or_default();
        // Of several that set the same thing, the last one counts; an answer that came before says nothing of now.
        let sets = write.method == HttpMethod::Patch.as_str();
        known.retain(|known| {
            let same = known.route == write.route && known.method_id == write.method_id;
            known.call != write.call && !(sets && same)
        });
        known.push(Known {
            line,
            call: write.call,
            route: write.route,
            method: write.method,
            method_id: write.method_id,
            answer: None,
        });
    }

    /// Learns of an answer to it.
    pub(super) fn answered(&mut self, sent_at: Timestamp, answer: &Answer) {
        let known = self.0.get_mut(&answer.index).into_iter().flatten();
        for known in known.filter(|known| known.line == answer.of) {
            known.answer = Some(Answered {
                status: answer.status,
                request_id: answer.request_id.clone(),
                sent_at,
                answered_at: answer.answered_at,
            });
        }
    }

    /// Nothing that was done for this person needs to be known any more.
    pub(super) fn forget(&mut self, person: u32) {
        self.0.remove(&person);
    }

    /// The answer that proves that this was done.
    pub(super) fn answer(&self, person: u32, call: &str, now: Timestamp) -> Option<&Answered> {
        let known = self.0.get(&person)?.iter().find(|known| known.call == call)?;
        let answer = known.answer.as_ref()?;
        let counts = match route::proves(&known.route) {
            Proves::Nothing => false,
            Proves::WhileReadsLag => now.since(answer.answered_at) < READS_LAG,
            Proves::ForGood => true,
        };
        (counts && route::is_done(&known.method, answer.status)).then_some(answer)
    }
}
