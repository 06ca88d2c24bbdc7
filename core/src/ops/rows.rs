//! Rows as text, chunk by chunk: a header once, then line after line.

use super::csv;
use crate::api::{Event, RowFormat};
use crate::error::{Error, ErrorCode, Result};
use crate::http::Run;
use serde::Serialize;

/// The columns of a CSV file, by name, and how each is read from a row.
pub(super) type Columns<T> = &'static [(&'static str, fn(&T) -> String)];

/// How many rows travel together.
const TOGETHER: usize = 500;

pub(super) struct Text<T: 'static> {
    format: RowFormat,
    columns: Columns<T>,
    begun: bool,
}

impl<T: Serialize> Text<T> {
    pub(super) const fn new(format: RowFormat, columns: Columns<T>) -> Self {
        Self {
            format,
            columns,
            begun: false,
        }
    }

    /// Hands rows out. The header comes with the first call, be there rows or not.
    pub(super) async fn give(&mut self, rows: &[T], run: &Run<'_>) -> Result<()> {
        let mut text = String::new();
        if !self.begun && self.format == RowFormat::Csv {
            text = csv::line(self.columns.iter().map(|(name, _)| *name));
        }
        self.begun = true;
        for rows in rows.chunks(TOGETHER) {
            for row in rows {
                text.push_str(&self.line(row)?);
            }
            let text = std::mem::take(&mut text);
            run.rows(Event::Text { text }).await?;
        }
        if text.is_empty() {
            return Ok(());
        }
        run.rows(Event::Text { text }).await
    }

    fn line(&self, row: &T) -> Result<String> {
        if self.format == RowFormat::Csv {
            let cells: Vec<String> = self.columns.iter().map(|(_, read)| read(row)).collect();
            return Ok(csv::line(cells.iter().map(String::as_str)));
        }
        let json = serde_json::to_string(row).map_err(|error| {
            Error::new(
                ErrorCode::Internal,
                format!("a row cannot be written as JSON: {error}"),
            )
        })?;
        Ok(format!("{json}\n"))
    }
}

/// A word of the contract as it is spelled there.
pub(super) fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        _ => String::new(),
    }
}

/// Yes, no, or nothing where it is not known.
pub(super) fn flag(value: Option<bool>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
