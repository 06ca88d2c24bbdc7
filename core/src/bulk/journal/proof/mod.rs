//! The proof of a run: what its journal says, for people. It is made from an intact journal only, and as it is read, so that
//! a long one needs no more memory than a short one.

mod csv;
mod html;
mod rows;
mod sink;

use super::chain::Reader;
use super::entry::Entry;
use super::survey::{Standing, Survey};
use super::verify::{self, Checked};
use super::{fault, past};
use crate::api::{Case, ExportProofRequest, JournalReport, ProofFormat};
use crate::error::{Error, ErrorCode, Result};
use crate::http::Run;
use crate::ops::Desk;
use crate::platform::Store;
use rows::{Row, Rows};
use sink::Sink;

/// What a form of proof says around its rows and in them. Each text is whole lines.
trait Form {
    fn head(&self, proven: &Proven<'_>) -> String;
    fn row(&self, row: &Row, proven: &Proven<'_>) -> String;
    fn foot(&self) -> String;
}

/// What a proof rests on.
struct Proven<'a> {
    journal: &'a str,
    survey: &'a Survey,
    report: &'a JournalReport,
}

impl Proven<'_> {
    /// The case of the run.
    fn case(&self) -> Option<&Case> {
        self.survey.begun.as_ref()?.case.as_ref()
    }
}

/// Writes what a journal proves in a form for people.
pub(crate) async fn export_proof(
    desk: &Desk,
    request: &ExportProofRequest,
    run: &Run<'_>,
) -> Result<JournalReport> {
    export(fault::store(desk)?, request, run).await
}

pub(super) async fn export(
    store: &dyn Store,
    request: &ExportProofRequest,
    run: &Run<'_>,
) -> Result<JournalReport> {
    let expected = verify::expected(request.expect_head.as_deref())?;
    let mut ends = Vec::new();
    let checked = verify::check(store, &request.file, expected.as_deref(), run, |record| {
        if let Ok(Entry::Ended(ended)) = &record.entry {
            note_end(&mut ends, ended.index, record.line);
        }
    })
    .await?;
    if !checked.report.intact {
        let problem = checked.report.problem.as_deref().unwrap_or_default();
        return Err(
            past::broken(&request.file, problem, checked.report.first_bad_line)
                .remedy("verify it, and take the file from a backup; nothing was exported"),
        );
    }
    if !checked.survey.gathered {
        return Err(Error::new(
            ErrorCode::InvalidInput,
            format!(
                "the run of {} ended before its people were written down: there is nothing to prove",
                request.file
            ),
        )
        .about(&request.file)
        .remedy("give the journal of a run that was begun"));
    }
    ends.resize(checked.survey.people.len(), 0);
    let form: &(dyn Form + Sync) = match request.format {
        ProofFormat::Html => &html::Html,
        ProofFormat::Csv => &csv::Csv,
    };
    let mut sink = Sink::new(store, request.to.as_deref(), run);
    match tell(store, &request.file, &checked, ends, form, &mut sink).await {
        Ok(()) => Ok(checked.report),
        Err(error) => {
            sink.discard().await;
            Err(error)
        }
    }
}

/// Remembers at which line it ended for somebody, for the last time.
fn note_end(ends: &mut Vec<u32>, person: u32, line: u32) {
    let person = usize::try_from(person).unwrap_or(usize::MAX);
    if ends.len() <= person {
        ends.resize(person + 1, 0);
    }
    ends[person] = line;
}

async fn tell(
    store: &dyn Store,
    journal: &str,
    checked: &Checked,
    ends: Vec<u32>,
    form: &(dyn Form + Sync),
    sink: &mut Sink<'_>,
) -> Result<()> {
    let survey = &checked.survey;
    let proven = Proven {
        journal,
        survey,
        report: &checked.report,
    };
    sink.write(&form.head(&proven)).await?;
    let mut rows = Rows::new(survey, ends);
    let mut reader = Reader::new(store, journal);
    // The run may go on while its proof is written: what was checked counts.
    while let Some(record) = reader.next().await? {
        if record.line > checked.last {
            break;
        }
        if let Some(row) = rows.learn(record) {
            sink.write(&form.row(&row, &proven)).await?;
        }
    }
    let open = |standing: &Standing| !matches!(standing, Standing::Ended(_));
    if survey.people.iter().any(open) {
        let mut reader = Reader::new(store, journal);
        while let Some(record) = reader.next().await? {
            let people = match record.entry {
                Ok(Entry::People(line)) => line.into_people().unwrap_or_default(),
                Ok(Entry::Gathered { .. }) => break,
                _ => continue,
            };
            for row in people.into_iter().filter_map(|person| rows.left(person)) {
                sink.write(&form.row(&row, &proven)).await?;
            }
        }
    }
    sink.write(&form.foot()).await?;
    sink.finish().await
}
