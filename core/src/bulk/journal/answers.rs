//! The changes that a journal tells of, for whoever asks who made them.

use super::chain::Reader;
use super::entry::Entry;
use super::fault;
use super::past::broken;
use crate::api::JournalLine;
use crate::error::Result;
use crate::http::Run;
use crate::ops::Desk;
use crate::platform::Store;

/// The writes of these journals that were answered; about one person only, where that is asked for.
///
/// # Errors
/// `journalDamaged`: what was changed afterwards says nothing of who did what.
pub(crate) async fn answers(
    desk: &Desk,
    journals: &[String],
    user: Option<&str>,
    run: &Run<'_>,
) -> Result<Vec<JournalLine>> {
    let mut lines = Vec::new();
    for name in journals {
        read(fault::store(desk)?, name, user, run, &mut lines).await?;
    }
    Ok(lines)
}

pub(super) async fn read(
    store: &dyn Store,
    name: &str,
    user: Option<&str>,
    run: &Run<'_>,
    lines: &mut Vec<JournalLine>,
) -> Result<()> {
    let mut reader = Reader::new(store, name);
    while let Some(record) = reader.next().await? {
        run.go_on()?;
        if let Ok(Entry::Answer(answer)) = record.entry
            && user.is_none_or(|user| user.eq_ignore_ascii_case(&answer.user_id))
        {
            lines.push(answer.into_journal_line(record.at));
        }
    }
    match &reader.end().damage {
        Some(damage) => Err(broken(name, &damage.problem, Some(damage.line))),
        None => Ok(()),
    }
}
