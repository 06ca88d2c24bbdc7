//! Where an answer goes: kept to the end, or handed out chunk by chunk as values or text.

use crate::api::{
    AuditAnswer, AuditChange, AuditCoverage, AuditEntry, Event, Note, ResetByPerson, RowFormat,
};
use crate::error::Result;
use crate::http::Run;
use crate::ops::rows::{Columns, Text, word};
use crate::platform::Timestamp;

/// The columns of the text.
const COLUMNS: Columns<AuditEntry> = &[
    ("at", |entry| entry.at.to_string()),
    ("action", |entry| word(&entry.action)),
    ("description", |entry| entry.description.clone()),
    ("result", |entry| entry.result.clone()),
    ("target", |entry| entry.target.label.clone()),
    ("targetUserPrincipalName", |entry| {
        entry.target.user_principal_name.clone().unwrap_or_default()
    }),
    ("targetId", |entry| entry.target.id.clone().unwrap_or_default()),
    ("actor", |entry| entry.actor.label.clone()),
    ("actorKind", |entry| word(&entry.actor.kind)),
    ("actorUserPrincipalName", |entry| {
        entry.actor.user_principal_name.clone().unwrap_or_default()
    }),
    ("actorId", |entry| entry.actor.id.clone().unwrap_or_default()),
    ("actorAppId", |entry| {
        entry.actor.app_id.clone().unwrap_or_default()
    }),
    ("role", |entry| entry.role.clone().unwrap_or_default()),
    ("origin", |entry| {
        entry.origin.as_ref().map(word).unwrap_or_default()
    }),
    ("requestedBy", |entry| {
        entry.requested_by.clone().unwrap_or_default()
    }),
    ("ticket", |entry| entry.ticket.clone().unwrap_or_default()),
    ("run", |entry| entry.run.clone().unwrap_or_default()),
    ("changes", |entry| {
        let changes: Vec<_> = entry.changes.iter().map(change).collect();
        crate::ops::csv::list(&changes)
    }),
    ("auditId", |entry| entry.audit_id.clone()),
    ("correlationId", |entry| {
        entry.correlation_id.clone().unwrap_or_default()
    }),
];

fn change(change: &AuditChange) -> String {
    let value = |text: &Option<String>| text.clone().unwrap_or_else(|| "nothing".to_owned());
    format!(
        "{}: {} -> {}",
        change.property,
        value(&change.before),
        value(&change.after)
    )
}

pub(super) struct Output {
    way: Way,
    entries: u32,
    resets: u32,
}

enum Way {
    Kept {
        entries: Vec<AuditEntry>,
        resets: Vec<ResetByPerson>,
    },
    Rows,
    Text(Text<AuditEntry>),
}

impl Output {
    pub(super) fn new(format: Option<RowFormat>) -> Self {
        Self {
            way: match format {
                None => Way::Kept {
                    entries: Vec::new(),
                    resets: Vec::new(),
                },
                Some(RowFormat::Rows) => Way::Rows,
                Some(format) => Way::Text(Text::new(format, COLUMNS)),
            },
            entries: 0,
            resets: 0,
        }
    }

    pub(super) async fn give(
        &mut self,
        entries: Vec<AuditEntry>,
        resets: Vec<ResetByPerson>,
        run: &Run<'_>,
    ) -> Result<()> {
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        self.entries = self.entries.saturating_add(count(entries.len()));
        self.resets = self.resets.saturating_add(count(resets.len()));
        match &mut self.way {
            Way::Kept {
                entries: kept,
                resets: told,
            } => {
                kept.extend(entries);
                told.extend(resets);
                Ok(())
            }
            Way::Rows if entries.is_empty() && resets.is_empty() => Ok(()),
            Way::Rows => run.rows(Event::AuditRows { entries, resets }).await,
            Way::Text(text) => text.give(&entries, run).await,
        }
    }

    pub(super) fn finish(
        &mut self,
        (from, to): (Timestamp, Timestamp),
        coverage: AuditCoverage,
        notes: Vec<Note>,
    ) -> AuditAnswer {
        let (entries, mut resets) = match &mut self.way {
            Way::Kept { entries, resets } => (std::mem::take(entries), std::mem::take(resets)),
            Way::Rows | Way::Text(_) => (Vec::new(), Vec::new()),
        };
        resets.sort_by_key(|reset| std::cmp::Reverse(reset.at));
        AuditAnswer {
            resets,
            entries,
            reset_count: self.resets,
            entry_count: self.entries,
            from,
            to,
            coverage,
            notes,
        }
    }
}
