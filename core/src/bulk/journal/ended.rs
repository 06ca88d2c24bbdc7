//! What a journal keeps of a person's result: what was there, what is there, what remains and why; never a secret.

use super::entry::{Ended, Failure, MethodLine, NoteLine};
use crate::api::{
    MethodSummary, Note, PassStatus, PersonResult, ResetOutcome, Response, RoleChange, RoleChangeOutcome,
};
use serde::Serialize;
use serde_json::Value;

impl Ended {
    /// What is kept of a result.
    pub(super) fn of(index: u32, result: &PersonResult) -> Self {
        let mut ended = Self {
            index,
            line: result.line,
            user_id: result.user_id.clone(),
            user_principal_name: result.user.as_ref().map(|user| user.user_principal_name.clone()),
            display_name: result.user.as_ref().map(|user| user.display_name.clone()),
            outcome: result.outcome,
            reason: None,
            ticket: None,
            error: result.error.as_ref().map(Failure::from),
            methods_before: None,
            methods_after: None,
            verified_at: None,
            sessions_revoked: None,
            pass_status: None,
            change: None,
            notes: Vec::new(),
        };
        match result.response.as_deref() {
            Some(Response::Reset(outcome)) => ended.reset(outcome),
            Some(Response::Rescue(outcome)) => {
                ended.reset(&outcome.reset);
                ended.pass_status = Some(outcome.pass_status);
            }
            Some(Response::RevokeSessions(outcome)) => {
                ended.sessions_revoked = Some(outcome.sessions_revoked);
                ended.tell(&outcome.notes);
            }
            Some(Response::IssuePass(issued)) => {
                ended.pass_status = Some(PassStatus::Issued);
                ended.tell(&issued.notes);
            }
            Some(Response::SetPerUserState(outcome)) => {
                ended.change = Some(format!(
                    "per-user MFA: {}, then {}",
                    outcome.before.as_str(),
                    outcome.state.as_str()
                ));
                ended.verified_at = outcome.verified_at;
                ended.tell(&outcome.notes);
            }
            Some(Response::GrantRole(outcome) | Response::RevokeRole(outcome)) => {
                if let Some(change) = outcome.people.first() {
                    ended.role(outcome, change);
                }
                ended.tell(&outcome.notes);
            }
            _ => {}
        }
        ended
    }

    fn reset(&mut self, outcome: &ResetOutcome) {
        self.methods_before = Some(methods(&outcome.methods_before));
        self.methods_after = outcome.methods_after.as_deref().map(methods);
        self.verified_at = outcome.verified_at;
        self.sessions_revoked = outcome.sessions_revoked;
        self.tell(&outcome.notes);
    }

    fn role(&mut self, outcome: &RoleChangeOutcome, change: &RoleChange) {
        self.change = Some(format!("{}: {}", outcome.role.display_name, word(&change.status)));
        if self.error.is_none() {
            self.error = change.error.as_ref().map(Failure::from);
        }
        self.tell(&change.notes);
    }

    fn tell(&mut self, notes: &[Note]) {
        let name = self.user_principal_name.clone().unwrap_or_default();
        self.notes
            .extend(notes.iter().map(|note| NoteLine::new(note, &name)));
    }
}

fn methods(methods: &[MethodSummary]) -> Vec<MethodLine> {
    methods.iter().map(MethodLine::from).collect()
}

/// A word of the contract as it is spelled there.
pub(crate) fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(Value::String(word)) => word,
        _ => String::new(),
    }
}
