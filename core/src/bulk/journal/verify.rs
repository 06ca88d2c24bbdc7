//! Whether a journal is as it was written: one pass over it, with flat memory.

use super::chain::{End, Reader, Record};
use super::fault;
use super::survey::Survey;
use crate::api::{JournalReport, VerifyJournalRequest};
use crate::error::{Error, ErrorCode, Result};
use crate::http::Run;
use crate::ops::Desk;
use crate::platform::Store;

/// Tells whether a journal is as it was written, and how far its run came.
pub(crate) async fn verify_journal(
    desk: &Desk,
    request: &VerifyJournalRequest,
    run: &Run<'_>,
) -> Result<JournalReport> {
    verify(fault::store(desk)?, request, run).await
}

pub(super) async fn verify(
    store: &dyn Store,
    request: &VerifyJournalRequest,
    run: &Run<'_>,
) -> Result<JournalReport> {
    let expected = expected(request.expect_head.as_deref())?;
    let checked = check(store, &request.file, expected.as_deref(), run, |_| {}).await?;
    Ok(checked.report)
}

/// A journal that was read to its end.
pub(super) struct Checked {
    pub(super) survey: Survey,
    pub(super) report: JournalReport,
    /// The last line that counts.
    pub(super) last: u32,
}

/// The hash that is demanded, as it is told.
pub(super) fn expected(head: Option<&str>) -> Result<Option<String>> {
    let Some(head) = head else { return Ok(None) };
    let head = head.trim().to_ascii_lowercase();
    if head.len() == 64 && head.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Ok(Some(head));
    }
    Err(Error::new(
        ErrorCode::InvalidInput,
        "expectHead: a hash is 64 hexadecimal digits",
    )
    .about("expectHead")
    .remedy("give the hash as the run told it at its end"))
}

/// Reads a journal, and shows every line that counts.
pub(super) async fn check(
    store: &dyn Store,
    name: &str,
    expected: Option<&str>,
    run: &Run<'_>,
    mut show: impl FnMut(&Record),
) -> Result<Checked> {
    let mut reader = Reader::new(store, name);
    let mut survey = Survey::default();
    // The line that has the expected hash, and the first one that makes no sense.
    let (mut found, mut senseless) = (None, None);
    while let Some(record) = reader.next().await? {
        run.go_on()?;
        if expected.is_some_and(|expected| record.hash.hex() == expected) {
            found = Some(record.line);
        }
        if senseless.is_none() {
            match survey.learn(&record) {
                Ok(()) => show(&record),
                Err(why) => senseless = Some((record.line, format!("line {} {why}", record.line))),
            }
        }
    }
    let end = reader.end().clone();
    let wrong = match (&end.damage, senseless) {
        (_, Some((line, problem))) => Some((Some(line), problem)),
        (Some(damage), None) => Some((Some(damage.line), damage.problem.clone())),
        (None, None) => match expected {
            Some(_) => unexpected(&end, found),
            None => None,
        },
    };
    let nothing = wrong.is_none() && end.head.line == 0;
    let problem = match (&wrong, nothing, end.torn) {
        (Some((_, problem)), ..) => Some(problem.clone()),
        (None, true, _) => Some("there is no whole line in it".to_owned()),
        (None, false, true) => Some(
            "the last line is not whole: the process ended while it was written, and a resume cuts it off"
                .to_owned(),
        ),
        (None, false, false) => None,
    };
    let totals = survey.totals();
    let report = JournalReport {
        intact: wrong.is_none() && !nothing,
        first_bad_line: wrong.as_ref().and_then(|(line, _)| *line),
        problem,
        lines: reader.count_lines().await?,
        head: end.head.hash.hex(),
        run: survey.begun.as_ref().map(|begun| begun.run.clone()),
        each: survey.begun.as_ref().map(|begun| begun.operation),
        started_at: survey.lives.first().map(|life| life.from),
        ended_at: survey.ended_at,
        people: totals.people,
        done: totals.done,
        partial: totals.partial,
        failed: totals.failed,
        skipped: totals.skipped,
        finished: survey.finished,
        unfinished: totals.unfinished,
    };
    Ok(Checked {
        survey,
        report,
        last: end.head.line,
    })
}

/// What it means that the last line is not the expected one: where that is known, and how it is told.
fn unexpected(end: &End, found: Option<u32>) -> Option<(Option<u32>, String)> {
    let last = end.head.line;
    match found {
        Some(line) if line == last => None,
        Some(line) => Some((
            Some(line + 1),
            format!(
                "the expected hash is that of line {line}, and the journal goes on behind it to line {last}: the run was resumed since"
            ),
        )),
        None => Some((
            None,
            "no line has the expected hash: the journal was shortened, its last line was changed, or it was written anew".to_owned(),
        )),
    }
}
