//! Single deletions gathered to the reset that they belong to, while entries come in, newest first.

use super::join::SETTLED_AFTER;
use crate::api::{AuditAction, AuditActor, AuditEntry, AuditTarget, ResetByPerson};
use crate::platform::Timestamp;
use std::time::Duration;

/// Deletions by one actor for one person this close together are one reset.
const ONE_RESET: Duration = Duration::from_secs(600);

/// Resets that may still grow.
#[derive(Default)]
pub(super) struct Resets {
    open: Vec<Gathering>,
    /// Revocations that a reset, which began earlier, may have asked for.
    revocations: Vec<Revocation>,
}

struct Revocation {
    at: Timestamp,
    actor: AuditActor,
    target: Option<String>,
}

struct Gathering {
    actor: AuditActor,
    target: AuditTarget,
    portal: bool,
    first: Timestamp,
    last: Timestamp,
    methods_deleted: u32,
    audit_ids: Vec<String>,
}

impl Resets {
    /// Takes an entry in. Each is older than those before it.
    pub(super) fn add(&mut self, entry: &AuditEntry) {
        if !entry.result.eq_ignore_ascii_case("success") {
            return;
        }
        let portal = match entry.action {
            AuditAction::RequiredReregistration => true,
            AuditAction::DeletedMethod => false,
            AuditAction::RevokedSessions => {
                self.revocations.push(Revocation {
                    at: entry.at,
                    actor: entry.actor.clone(),
                    target: entry.target.id.clone(),
                });
                return;
            }
            _ => return,
        };
        let own = self.open.iter_mut().find(|reset| {
            reset.portal == portal
                && same_actor(&reset.actor, &entry.actor)
                && reset.target.id == entry.target.id
                && reset.first.since(entry.at) <= ONE_RESET
        });
        match own {
            Some(reset) => reset.add(entry),
            None => {
                let mut reset = Gathering {
                    actor: entry.actor.clone(),
                    target: entry.target.clone(),
                    portal,
                    first: entry.at,
                    last: entry.at,
                    methods_deleted: 0,
                    audit_ids: Vec::new(),
                };
                reset.add(entry);
                self.open.push(reset);
            }
        }
    }

    /// The resets, newest first, to which nothing can be added once the log has been read down to `reached`; all that
    /// are left when it has been read to its end.
    pub(super) fn settle(&mut self, reached: Option<Timestamp>) -> Vec<ResetByPerson> {
        let front = reached.map(|reached| reached.plus(SETTLED_AFTER));
        let grows = |first: Timestamp| front.is_some_and(|front| first.since(front) <= ONE_RESET);
        let (open, closed) = std::mem::take(&mut self.open)
            .into_iter()
            .partition::<Vec<_>, _>(|reset| grows(reset.first));
        let mut told: Vec<_> = closed
            .into_iter()
            .map(|reset| reset.finish(&self.revocations))
            .collect();
        told.sort_by_key(|reset| std::cmp::Reverse(reset.at));
        // Of a reset that is still to come, or still open, the last deletion is at most that long before the revocation.
        self.revocations.retain(|revocation| {
            let late = |reset: &Gathering| revocation.at.since(reset.last) <= ONE_RESET;
            grows(revocation.at) || open.iter().any(late)
        });
        self.open = open;
        told
    }
}

impl Gathering {
    fn add(&mut self, entry: &AuditEntry) {
        self.first = entry.at;
        self.methods_deleted += if self.portal { emptied(entry).max(1) } else { 1 };
        self.audit_ids.insert(0, entry.audit_id.clone());
    }

    fn finish(self, revocations: &[Revocation]) -> ResetByPerson {
        let sessions_revoked = revocations.iter().any(|revocation| {
            revocation.target == self.target.id
                && same_actor(&revocation.actor, &self.actor)
                && revocation.at >= self.first
                && revocation.at.since(self.last) <= ONE_RESET
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

/// Records of one application name it in different ways: any common name is enough.
fn same_actor(a: &AuditActor, b: &AuditActor) -> bool {
    let same = |a: &Option<String>, b: &Option<String>| a.is_some() && a == b;
    a.kind == b.kind
        && (same(&a.id, &b.id)
            || same(&a.app_id, &b.app_id)
            || same(&a.user_principal_name, &b.user_principal_name)
            || (a.id.is_none() && b.id.is_none() && same(&a.display_name, &b.display_name)))
}
