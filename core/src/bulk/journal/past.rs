//! What a journal tells whoever resumes its run: read once, from the beginning to the end.

use super::chain::{End, Reader, Record};
use super::entry::{Begun, Entry, Life, PersonLine};
use super::lock::Lock;
use super::proven::Proven;
use super::survey::{Standing, Survey};
use super::untold::Untold;
use crate::error::{Error, ErrorCode, Result};
use crate::platform::{Store, Timestamp};

/// After so many lines somebody else may wait for the lock.
const LINES_IN_A_BREATH: u32 = 2_000;

/// The earlier lives of a run.
pub(crate) struct Past {
    survey: Survey,
    begun: Box<Begun>,
    untold: Untold,
}

impl Past {
    /// What the run is.
    pub(crate) const fn begun(&self) -> &Begun {
        &self.begun
    }

    /// Where a person is, by the position in the run.
    pub(crate) fn standing(&self, person: u32) -> Standing {
        let person = usize::try_from(person).unwrap_or(usize::MAX);
        self.survey.people.get(person).copied().unwrap_or_default()
    }

    /// Whether an earlier life may have made a pass for a person and told nobody.
    pub(crate) fn left_a_pass(&self, person: u32) -> bool {
        self.untold.has(person)
    }

    /// How many people ended in which way, and how many are left.
    #[cfg(test)]
    pub(crate) fn totals(&self) -> super::entry::Totals {
        self.survey.totals()
    }

    pub(super) fn resumed(&mut self, at: Timestamp, life: &Life) {
        self.survey.resumed(at, life);
    }

    /// Reads a journal. Gives the people out as it comes to them, and tells where the journal ends.
    ///
    /// # Errors
    /// `journalDamaged`, naming the line; `invalidInput` where the run was never begun.
    pub(super) async fn read<F: FnMut(PersonLine)>(
        store: &dyn Store,
        name: &str,
        lock: &mut Lock<'_>,
        mut person: F,
    ) -> Result<(Self, Proven, End)> {
        let mut reader = Reader::new(store, name);
        let (mut survey, mut proven, mut untold) = (Survey::default(), Proven::default(), Untold::default());
        while let Some(record) = reader.next().await? {
            survey
                .learn(&record)
                .map_err(|why| damaged(name, record.line, &why))?;
            if record.line % LINES_IN_A_BREATH == 0 {
                lock.keep().await?;
            }
            let line = record.line;
            remember(record, &mut proven, &mut untold, &mut person)
                .map_err(|why| damaged(name, line, &why))?;
        }
        let end = reader.end().clone();
        if let Some(damage) = &end.damage {
            return Err(broken(name, &damage.problem, Some(damage.line)));
        }
        match survey.begun.take().filter(|_| survey.gathered) {
            Some(begun) => {
                let past = Self {
                    survey,
                    begun,
                    untold,
                };
                Ok((past, proven, end))
            }
            None => Err(Error::new(
                ErrorCode::InvalidInput,
                format!(
                    "the run of {name} ended before its people were written down: nothing was done to anybody"
                ),
            )
            .about(name)
            .remedy("remove the file, and start the run anew")),
        }
    }
}

fn remember<F: FnMut(PersonLine)>(
    record: Record,
    proven: &mut Proven,
    untold: &mut Untold,
    person: &mut F,
) -> Result<(), String> {
    match record.entry? {
        Entry::People(line) => {
            let people = line
                .into_people()
                .ok_or("refers to what the line does not hold")?;
            people.into_iter().for_each(person);
        }
        Entry::Write(write) => {
            untold.begun(record.line, &write);
            proven.begun(record.line, write);
        }
        Entry::Answer(answer) => {
            untold.answered(&answer);
            proven.answered(record.at, &answer);
        }
        Entry::Ended(ended) => {
            untold.ended(ended.index, ended.outcome);
            proven.forget(ended.index);
        }
        _ => {}
    }
    Ok(())
}

/// A line that is as it was written and yet makes no sense.
fn damaged(name: &str, line: u32, why: &str) -> Error {
    broken(name, &format!("line {line} {why}"), Some(line))
}

/// The journal is not as it was written.
pub(crate) fn broken(name: &str, problem: &str, line: Option<u32>) -> Error {
    let intact = match line {
        None => String::new(),
        Some(0 | 1) => "; no line of it counts".to_owned(),
        Some(2) => "; line 1 is intact".to_owned(),
        Some(line) => format!("; lines 1 to {} are intact", line - 1),
    };
    Error::new(
        ErrorCode::JournalDamaged,
        format!("{name} is not as it was written: {problem}{intact}"),
    )
    .about(name)
    .remedy("take the file from a backup; where there is none, begin a new run for those who are left")
}
