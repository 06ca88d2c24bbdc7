//! Joining records while they are read, newest first: a change with the directory's own record of it, which has another
//! correlation id (facts 9.4). Only what can still be joined is kept.

use super::classify;
use super::journal::Journal;
use crate::api::{AuditAction, AuditEntry};
use crate::graph::audits::Record;
use crate::platform::Timestamp;
use std::time::Duration;

/// A shadow is written within seconds of its change.
const SHADOW_WITHIN: Duration = Duration::from_secs(30);
/// Behind this, nothing that is still to be read can concern an entry.
pub(super) const SETTLED_AFTER: Duration = Duration::from_secs(60);

/// What was read and not handed on yet.
pub(super) struct Joiner<'a> {
    roles: bool,
    journal: Option<&'a mut Journal>,
    entries: Vec<AuditEntry>,
    shadows: Vec<AuditEntry>,
}

impl<'a> Joiner<'a> {
    pub(super) const fn new(roles: bool, journal: Option<&'a mut Journal>) -> Self {
        Self {
            roles,
            journal,
            entries: Vec::new(),
            shadows: Vec::new(),
        }
    }

    /// Takes a record in, unless it is about something else.
    pub(super) fn add(&mut self, record: &Record) {
        let Some(entry) = classify::entry(record) else {
            return;
        };
        if classify::is_shadow(record) {
            self.shadows.push(entry);
        } else if classify::is_relevant(record, entry.action, self.roles) {
            self.entries.push(entry);
        }
    }

    /// The entries, newest first, that nothing older than `reached` can change any more; all that are left when the log
    /// has been read to its end.
    pub(super) fn settle(&mut self, reached: Option<Timestamp>) -> Vec<AuditEntry> {
        let shadows = reached.map_or(0, |reached| {
            partition(&mut self.shadows, |shadow| {
                shadow.at <= reached.plus(SHADOW_WITHIN)
            })
        });
        for shadow in self.shadows.split_off(shadows) {
            let nearest = self
                .entries
                .iter_mut()
                .filter(|entry| entry.target.id.is_some() && entry.target.id == shadow.target.id)
                .filter(|entry| changes_methods(entry.action))
                .map(|entry| (distance(entry, &shadow), entry))
                .filter(|(distance, _)| *distance <= SHADOW_WITHIN)
                .min_by_key(|(distance, _)| *distance);
            match nearest {
                Some((_, entry)) => entry.shadow_audit_ids.push(shadow.audit_id),
                None => self.entries.push(shadow),
            }
        }
        self.entries
            .sort_by(|a, b| b.at.cmp(&a.at).then_with(|| b.audit_id.cmp(&a.audit_id)));
        if let Some(journal) = &mut self.journal {
            journal.mark(&mut self.entries, reached);
        }
        let journal = self.journal.is_some();
        let settled = self
            .entries
            .iter()
            .take_while(|entry| {
                let joined = reached.is_none_or(|reached| entry.at > reached.plus(SETTLED_AFTER));
                joined && (!journal || entry.origin.is_some())
            })
            .count();
        let rest = self.entries.split_off(settled);
        std::mem::replace(&mut self.entries, rest)
    }
}

/// Moves what stays to the front, and tells how many that are.
fn partition(shadows: &mut [AuditEntry], stays: impl Fn(&AuditEntry) -> bool) -> usize {
    shadows.sort_by_key(|shadow| !stays(shadow));
    shadows.iter().take_while(|shadow| stays(shadow)).count()
}

const fn changes_methods(action: AuditAction) -> bool {
    matches!(
        action,
        AuditAction::RequiredReregistration
            | AuditAction::DeletedMethod
            | AuditAction::RegisteredMethod
            | AuditAction::ChangedMethod
            | AuditAction::IssuedPass
            | AuditAction::DeletedPass
            | AuditAction::ChangedDefault
            | AuditAction::DoneByThePerson
    )
}

fn distance(a: &AuditEntry, b: &AuditEntry) -> Duration {
    a.at.since(b.at).max(b.at.since(a.at))
}
