//! Joining records: a change with its shadow, and single changes to the reset that they belong to.

use super::classify;
use crate::api::{AuditAction, AuditActor, AuditEntry, AuditTarget, ResetByPerson};
use crate::graph::audits::Record;
use std::time::Duration;

/// A shadow follows its change within seconds; it has another correlation id (facts 9.4).
const SHADOW_WITHIN: Duration = Duration::from_secs(30);
/// Deletions by one actor for one person this close together are one reset.
const ONE_RESET: Duration = Duration::from_secs(600);

/// The records as entries, newest first, shadows attached to what they repeat.
pub(super) fn entries(records: &[Record]) -> Vec<AuditEntry> {
    let told = |shadow: bool| {
        records
            .iter()
            .filter(move |record| classify::is_shadow(record) == shadow)
    };
    let mut entries: Vec<AuditEntry> = told(false).filter_map(classify::entry).collect();
    let mut alone = Vec::new();
    for shadow in told(true).filter_map(classify::entry) {
        let nearest = entries
            .iter_mut()
            .filter(|entry| entry.target.id.is_some() && entry.target.id == shadow.target.id)
            .filter(|entry| changes_methods(entry.action))
            .map(|entry| (distance(entry, &shadow), entry))
            .filter(|(distance, _)| *distance <= SHADOW_WITHIN)
            .min_by_key(|(distance, _)| *distance);
        match nearest {
            Some((_, entry)) => entry.shadow_audit_ids.push(shadow.audit_id),
            None => alone.push(shadow),
        }
    }
    entries.extend(alone);
    entries.sort_by(|a, b| b.at.cmp(&a.at).then_with(|| b.audit_id.cmp(&a.audit_id)));
    entries
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

/// The resets among the entries, newest first.
pub(super) fn resets(entries: &[AuditEntry]) -> Vec<ResetByPerson> {
    let mut resets: Vec<Gathering> = Vec::new();
    // From the oldest on: a reset grows as long as its deletions follow each other closely.
    for entry in entries.iter().rev().filter(|entry| succeeded(entry)) {
        let portal = entry.action == AuditAction::RequiredReregistration;
        if !portal && entry.action != AuditAction::DeletedMethod {
            continue;
        }
        let own = resets.iter_mut().rev().find(|reset| {
            reset.portal == portal
                && same_actor(&reset.actor, &entry.actor)
                && reset.target.id == entry.target.id
                && entry.at.since(reset.last) <= ONE_RESET
        });
        match own {
            Some(reset) => reset.add(entry),
            None => {
                let mut reset = Gathering::of(entry, portal);
                reset.add(entry);
                resets.push(reset);
            }
        }
    }
    let mut told: Vec<_> = resets.into_iter().map(|reset| reset.finish(entries)).collect();
    told.sort_by_key(|reset| std::cmp::Reverse(reset.at));
    told
}

struct Gathering {
    actor: AuditActor,
    target: AuditTarget,
    portal: bool,
    first: crate::platform::Timestamp,
    last: crate::platform::Timestamp,
    methods_deleted: u32,
    audit_ids: Vec<String>,
}

impl Gathering {
    fn of(entry: &AuditEntry, portal: bool) -> Self {
        Self {
            actor: entry.actor.clone(),
            target: entry.target.clone(),
            portal,
            first: entry.at,
            last: entry.at,
            methods_deleted: 0,
            audit_ids: Vec::new(),
        }
    }

    fn add(&mut self, entry: &AuditEntry) {
        self.last = entry.at;
        self.methods_deleted += if self.portal { emptied(entry).max(1) } else { 1 };
        self.audit_ids.push(entry.audit_id.clone());
    }

    fn finish(self, entries: &[AuditEntry]) -> ResetByPerson {
        let sessions_revoked = entries.iter().any(|entry| {
            entry.action == AuditAction::RevokedSessions
                && succeeded(entry)
                && entry.target.id == self.target.id
                && same_actor(&entry.actor, &self.actor)
                && entry.at >= self.first
                && entry.at.since(self.last) <= ONE_RESET
        });
        ResetByPerson {
            actor: self.actor,
            target: self.target,
            at: self.first,
            methods_deleted: self.methods_deleted,
            by_portal_button: self.portal,
            sessions_revoked,
            audit_ids: self.audit_ids,
        }
    }
}

/// The portal's button writes one record in which each removed value becomes empty (facts 4.1).
fn emptied(entry: &AuditEntry) -> u32 {
    let emptied = entry
        .changes
        .iter()
        .filter(|change| change.before.is_some() && change.after.is_none())
        .count();
    u32::try_from(emptied).unwrap_or(u32::MAX)
}

fn succeeded(entry: &AuditEntry) -> bool {
    entry.result.eq_ignore_ascii_case("success")
}

/// Records of one application name it in different ways: any common name is enough.
fn same_actor(a: &AuditActor, b: &AuditActor) -> bool {
    let same = |a: &Option<String>, b: &Option<String>| a.is_some() && a == b;
    a.kind == b.kind
        && (same(&a.id, &b.id)
            || same(&a.app_id, &b.app_id)
            || same(&a.user_principal_name, &b.user_principal_name)
            || (a.id.is_none() && b.id.is_none() && same(&a.display_name, &b.display_name)))
}
