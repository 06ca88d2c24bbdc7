//! The proof as a table: one row a person, for spreadsheets and other programs.

use super::rows::Row;
use super::{Form, Proven};
use crate::bulk::journal::ended::word;
use crate::bulk::journal::entry::MethodLine;
use crate::ops::csv;

pub(super) struct Csv;

/// The name of a column, and how it is read from a row.
type Column = (&'static str, fn(&Row, &Proven<'_>) -> String);

/// The columns, and how each is read from a row.
const COLUMNS: &[Column] = &[
    ("line", |row, _| row.line.to_string()),
    ("userId", |row, _| row.user_id.clone()),
    ("userPrincipalName", |row, _| {
        text(row.user_principal_name.as_ref())
    }),
    ("displayName", |row, _| text(row.display_name.as_ref())),
    ("outcome", |row, _| row.word().to_owned()),
    ("endedAt", |row, _| {
        row.ended_at.map(|at| at.to_string()).unwrap_or_default()
    }),
    ("error", |row, _| {
        text(row.error.as_ref().map(|error| &error.code))
    }),
    ("message", |row, _| {
        text(row.error.as_ref().map(|error| &error.message))
    }),
    ("remains", |row, _| {
        let notes: Vec<_> = row.notes.iter().map(|note| note.message.as_str()).collect();
        csv::list(&notes)
    }),
    ("methodsBefore", |row, _| methods(row.methods_before.as_deref())),
    ("methodsAfter", |row, _| methods(row.methods_after.as_deref())),
    ("sessionsRevoked", |row, _| {
        row.sessions_revoked
            .map(|revoked| revoked.to_string())
            .unwrap_or_default()
    }),
    ("pass", |row, _| {
        row.pass_status.as_ref().map(word).unwrap_or_default()
    }),
    ("change", |row, _| text(row.change.as_ref())),
    ("reason", |row, proven| {
        text(row.reason.as_ref().or_else(|| proven.case()?.reason.as_ref()))
    }),
    ("ticket", |row, proven| {
        text(row.ticket.as_ref().or_else(|| proven.case()?.ticket.as_ref()))
    }),
    ("requestedBy", |_, proven| {
        text(proven.case().and_then(|case| case.requested_by.as_ref()))
    }),
    ("run", |_, proven| text(proven.report.run.as_ref())),
    ("requestIds", |row, _| csv::list(&row.request_ids)),
];

impl Form for Csv {
    fn head(&self, _: &Proven<'_>) -> String {
        csv::line(COLUMNS.iter().map(|(name, _)| *name))
    }

    fn row(&self, row: &Row, proven: &Proven<'_>) -> String {
        let cells: Vec<String> = COLUMNS.iter().map(|(_, read)| read(row, proven)).collect();
        csv::line(cells.iter().map(String::as_str))
    }

    fn foot(&self) -> String {
        String::new()
    }
}

fn text(value: Option<&String>) -> String {
    value.cloned().unwrap_or_default()
}

fn methods(methods: Option<&[MethodLine]>) -> String {
    let labels: Vec<_> = methods
        .unwrap_or_default()
        .iter()
        .map(|method| method.label.as_str())
        .collect();
    csv::list(&labels)
}
