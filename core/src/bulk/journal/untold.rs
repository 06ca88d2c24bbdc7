//! Passes that earlier lives of a run may have made and told nobody: whoever goes on with the person may replace such a pass,
//! and no other.

use super::entry::{Answer, Write};
use super::route;
use crate::api::{AuditAction, PersonOutcome};
use crate::http::HttpMethod;
use std::collections::HashMap;

/// By person the lines of creations that were sent and not refused.
#[derive(Debug, Default)]
pub(super) struct Untold(HashMap<u32, Vec<u32>>);

impl Untold {
    /// Whether the person may have such a pass.
    pub(super) fn has(&self, person: u32) -> bool {
        self.0.contains_key(&person)
    }

    /// Learns of a write.
    pub(super) fn begun(&mut self, line: u32, write: &Write) {
        if write.action == Some(AuditAction::IssuedPass) {
            self.0.entry(write.index).or_default().push(line);
        }
    }

    /// Learns of an answer to it. What may have happened counts.
    pub(super) fn answered(&mut self, answer: &Answer) {
        let refused = (400..500).contains(&answer.status) && answer.status != 408;
        match answer.action {
            AuditAction::IssuedPass if refused => {
                if let Some(lines) = self.0.get_mut(&answer.index) {
                    lines.retain(|line| *line != answer.of);
                    if lines.is_empty() {
                        self.0.remove(&answer.index);
                    }
                }
            }
            // It was taken back, by the life that made it.
            AuditAction::DeletedPass if route::is_done(HttpMethod::Delete.as_str(), answer.status) => {
                self.0.remove(&answer.index);
            }
            _ => {}
        }
    }

    /// Learns how it ended. What was done was told.
    pub(super) fn ended(&mut self, person: u32, outcome: PersonOutcome) {
        if outcome == PersonOutcome::Done {
            self.0.remove(&person);
        }
    }
}
