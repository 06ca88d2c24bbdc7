//! Who a run is for: the input is read, checked, resolved and counted, before anything is written.

use super::input::{Read, Row, Rows, listed};
use super::people::{Added, Distinct, People};
use super::resolve::resolve;
use crate::api::{BadRow, Event, RunInput, RunRequest};
use crate::error::{Error, ErrorCode, Result};
use crate::http::Run;
use crate::ops::{Desk, permissions};
use crate::platform::StoreFault;

/// How much of a file is read at once.
const PIECE: usize = 64 * 1024;

/// How many rows are looked up at once: as many as one batch has room for, twenty lists of fifteen.
const TOGETHER: usize = 300;

/// So many people need no word that so many are meant.
const WITHOUT_A_WORD: u32 = 50;

/// Who a run is for.
pub(super) struct Gathered {
    pub(super) people: People,
    /// How many rows cannot be used. Repetitions are none of them.
    pub(super) bad_rows: u32,
}

/// Reads the input of a run and finds everybody. Rows that cannot be used, or that are left out, are told.
///
/// # Errors
/// `permissionMissing`; `inputRefused` when nobody is left, or a row is bad and the request is strict; `tooManyPeople`;
/// `fileFailed`; whatever prevents looking people up.
pub(super) async fn gather(desk: &Desk, request: &RunRequest, run: &Run<'_>) -> Result<Gathered> {
    permissions::demand(&desk.pipeline.actor(run).await?, &permissions::READ_USERS)?;
    let mut gathering = Gathering {
        desk,
        run,
        limit: Limit::of(desk, request)?,
        place: "line",
        people: Distinct::default(),
        beyond: 0,
        bad_rows: 0,
        told: Vec::new(),
    };
    match &request.input {
        RunInput::File { path, format } => gathering.file(path, Rows::new(*format)).await?,
        RunInput::Text { text, format } => gathering.text(text, Rows::new(*format)).await?,
        RunInput::People { people } => {
            gathering.place = "position";
            let rows = (1..)
                .zip(people)
                .map(|(position, person)| listed(position, person));
            gathering.rows(rows.collect()).await?;
        }
        // Its people are known: see `limited`.
        RunInput::Plan { .. } => {}
    }
    gathering.tell().await?;
    gathering.done(request.strict)
}

/// The people of a saved plan, if they are not too many.
///
/// # Errors
/// `tooManyPeople`; `inputRefused` when there is nobody.
pub(super) fn limited(desk: &Desk, request: &RunRequest, people: People) -> Result<Gathered> {
    Limit::of(desk, request)?.check(people.count())?;
    not_nobody(Gathered { people, bad_rows: 0 })
}

struct Gathering<'a> {
    desk: &'a Desk,
    run: &'a Run<'a>,
    limit: Limit,
    /// What a row has instead of a name.
    place: &'static str,
    people: Distinct,
    /// Rows that were only counted, because there are too many people already.
    beyond: u32,
    bad_rows: u32,
    /// Rows that are not told yet.
    told: Vec<BadRow>,
}

impl Gathering<'_> {
    async fn file(&mut self, path: &str, mut input: Rows) -> Result<()> {
        let store = self.desk.store.as_deref().ok_or_else(|| {
            Error::new(ErrorCode::FileFailed, format!("{path}: this host has no files"))
                .about(path)
                .remedy("give the text of the file, or the people themselves")
        })?;
        let mut offset = 0;
        loop {
            let piece = self.run.unless_cancelled(store.read(path, offset, PIECE)).await?;
            let piece = piece.map_err(|fault| unreadable(path, fault))?;
            if piece.is_empty() {
                break;
            }
            offset += piece.len() as u64;
            self.piece(&mut input, &piece).await?;
        }
        self.end(input).await
    }

    async fn text(&mut self, text: &str, mut input: Rows) -> Result<()> {
        for piece in text.as_bytes().chunks(PIECE) {
            self.piece(&mut input, piece).await?;
        }
        self.end(input).await
    }

    async fn piece(&mut self, input: &mut Rows, piece: &[u8]) -> Result<()> {
        let mut rows = Vec::new();
        input.feed(piece, &mut rows)?;
        self.rows(rows).await
    }

    async fn end(&mut self, input: Rows) -> Result<()> {
        let mut rows = Vec::new();
        input.finish(&mut rows)?;
        self.rows(rows).await
    }

    async fn rows(&mut self, mut rows: Vec<Read>) -> Result<()> {
        while !rows.is_empty() {
            let rest = rows.split_off(rows.len().min(TOGETHER));
            self.together(std::mem::replace(&mut rows, rest)).await?;
        }
        Ok(())
    }

    /// Takes rows that are looked up at once.
    async fn together(&mut self, rows: Vec<Read>) -> Result<()> {
        let is_full = self.limit.check(self.people.count()).is_err();
        let keys: Vec<_> = if is_full {
            Vec::new()
        } else {
            rows.iter()
                .flatten()
                .map(|row| (&row.user, &row.others[..]))
                .collect()
        };
        let mut found = resolve(self.desk, &keys, self.run).await?.into_iter();
        for row in rows {
            match row {
                Ok(_) if is_full => self.beyond = self.beyond.saturating_add(1),
                Ok(row) => {
                    // There is one for each: nothing is an id that fits nobody.
                    let found = found.next().unwrap_or_else(|| Ok(String::new()));
                    self.person(row, found)?;
                }
                Err(bad) => self.bad(bad),
            }
        }
        self.tell().await
    }

    fn person(&mut self, row: Row, found: std::result::Result<String, String>) -> Result<()> {
        let bad = |reason: String, duplicate| BadRow {
            line: row.line,
            reason,
            duplicate,
        };
        let id = match found {
            Ok(id) => id,
            Err(reason) => {
                self.bad(bad(reason, false));
                return Ok(());
            }
        };
        let place = self.place;
        match self.people.add(row.line, &id, row.special)? {
            Added::New => {}
            Added::Again(line) => self
                .told
                .push(bad(format!("the same person as {place} {line}"), true)),
            Added::Otherwise(line) => {
                let reason = format!(
                    "the same person as {place} {line}, with another scope, reason, ticket or lifetime: keep one of the \
                     two"
                );
                self.bad(bad(reason, false));
            }
        }
        Ok(())
    }

    fn bad(&mut self, row: BadRow) {
        self.bad_rows = self.bad_rows.saturating_add(1);
        self.told.push(row);
    }

    async fn tell(&mut self) -> Result<()> {
        if self.told.is_empty() {
            return Ok(());
        }
        let rows = std::mem::take(&mut self.told);
        self.run.rows(Event::BadRows { rows }).await
    }

    fn done(self, strict: bool) -> Result<Gathered> {
        if strict && self.bad_rows > 0 {
            let rows = if self.bad_rows == 1 { "row" } else { "rows" };
            return Err(Error::new(
                ErrorCode::InputRefused,
                format!(
                    "{} {rows} of the input cannot be used; nothing was changed",
                    self.bad_rows
                ),
            )
            .remedy("correct the rows that were told, or leave out `strict` to go on without them"));
        }
        self.limit
            .check(self.people.count().saturating_add(self.beyond))?;
        not_nobody(Gathered {
            people: self.people.into_people(),
            bad_rows: self.bad_rows,
        })
    }
}

fn not_nobody(gathered: Gathered) -> Result<Gathered> {
    if gathered.people.count() > 0 {
        return Ok(gathered);
    }
    let why = if gathered.bad_rows > 0 {
        "no row of it can be used"
    } else {
        "it is empty"
    };
    Err(Error::new(
        ErrorCode::InputRefused,
        format!("the input names nobody: {why}; nothing was changed"),
    )
    .remedy("give people by object id, user principal name or address"))
}

/// How many people a run may have.
struct Limit {
    most: u32,
    /// Who says so.
    by: &'static str,
    remedy: &'static str,
}

impl Limit {
    fn of(desk: &Desk, request: &RunRequest) -> Result<Self> {
        let policy = desk.guards.policy()?.people_per_run();
        Ok(match (request.most_people, policy) {
            (Some(most), policy) if policy.is_none_or(|policy| most <= policy) => Self {
                most,
                by: "mostPeople allows",
                remedy: "look whether the input is the right one; if it is, say a larger mostPeople",
            },
            (_, Some(most)) => Self {
                most,
                by: "the policy allows in one run",
                remedy: "split the input, or have whoever keeps the policy raise limits.peoplePerRun",
            },
            (_, None) => Self {
                most: WITHOUT_A_WORD,
                by: "a run may have unless it is said how many are meant",
                remedy: "say mostPeople: the largest number of people that it may be done for",
            },
        })
    }

    fn check(&self, people: u32) -> Result<()> {
        if people <= self.most {
            return Ok(());
        }
        Err(Error::new(
            ErrorCode::TooManyPeople,
            format!(
                "the input has {people} people, more than the {} that {}; nothing was changed",
                self.most, self.by
            ),
        )
        .remedy(self.remedy))
    }
}

fn unreadable(path: &str, fault: StoreFault) -> Error {
    let why = match fault {
        StoreFault::Missing => "there is no such file".to_owned(),
        StoreFault::Exists => "it is something else".to_owned(),
        StoreFault::Other(why) => why,
    };
    Error::new(ErrorCode::FileFailed, format!("{path} cannot be read: {why}"))
        .about(path)
        .remedy("look at its name and its folder, and see that this process may read it")
}

#[cfg(test)]
mod tests;
