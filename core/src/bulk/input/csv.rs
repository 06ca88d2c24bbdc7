//! Columns with a header, as Excel, PowerShell and the portals write them, or a plain list without header.
//!
//! The usual libraries read any bytes as some table: a quote that is never closed swallows the people of the lines that
//! follow, and nobody is told. Here such a line is bad, and reading goes on behind it.

use super::columns::{ACCEPTED, Column};
use super::lines::{LONGEST, Line};
use super::row::{Read, Said, bad, shown};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::UserKey;
use std::collections::VecDeque;

/// Tried in this order; of equals the first is taken.
const SEPARATORS: [u8; 3] = [b',', b';', b'\t'];

#[derive(Default)]
pub(super) struct Csv {
    /// What a first line `sep=;` says.
    separator: Option<u8>,
    table: Option<Table>,
    /// A row of several lines that is not whole yet.
    open: Option<Open>,
}

/// What the header says.
struct Table {
    separator: u8,
    columns: Vec<Option<Column>>,
}

struct Open {
    cells: Cells,
    /// Its lines as they are, to begin again behind the first one.
    lines: Vec<Kept>,
    length: usize,
}

/// A line that may have to be read once more.
struct Kept {
    number: u32,
    text: Vec<u8>,
    too_long: bool,
}

impl Kept {
    fn of(line: Line<'_>) -> Self {
        Self {
            number: line.number,
            text: if line.too_long {
                Vec::new()
            } else {
                line.text.to_vec()
            },
            too_long: line.too_long,
        }
    }
}

const UNCLOSED: &str = "a quote is opened and not closed";
const BROKEN: &str = "text follows a closing quote: double the quotes inside a cell, or remove them";

impl Csv {
    /// Takes the next line.
    ///
    /// # Errors
    /// `inputRefused` when the header has no column that names people.
    pub(super) fn line(&mut self, line: Line<'_>, out: &mut Vec<Read>) -> Result<()> {
        let mut again = VecDeque::new();
        self.one(line, &mut again, out)?;
        self.all(again, out)
    }

    /// Ends the table.
    ///
    /// # Errors
    /// As [`Self::line`].
    pub(super) fn finish(&mut self, out: &mut Vec<Read>) -> Result<()> {
        while let Some(open) = self.open.take() {
            let mut again = VecDeque::new();
            give_up(open.lines, UNCLOSED, &mut again, out);
            self.all(again, out)?;
        }
        Ok(())
    }

    fn all(&mut self, mut again: VecDeque<Kept>, out: &mut Vec<Read>) -> Result<()> {
        while let Some(kept) = again.pop_front() {
            let line = Line {
                number: kept.number,
                text: &kept.text,
                too_long: kept.too_long,
            };
            self.one(line, &mut again, out)?;
        }
        Ok(())
    }

    /// Takes one line. What must be read once more is put in front of `again`.
    fn one(&mut self, line: Line<'_>, again: &mut VecDeque<Kept>, out: &mut Vec<Read>) -> Result<()> {
        if self.table.is_none() && !self.begin(line)? {
            return Ok(());
        }
        let Some(table) = &self.table else {
            return Ok(());
        };
        let mut open = self.open.take().unwrap_or_else(|| Open {
            cells: Cells::new(table.separator),
            lines: Vec::new(),
            length: 0,
        });
        if line.too_long && open.lines.is_empty() {
            out.push(Err(bad(line.number, "the line is longer than 64 KB")));
            return Ok(());
        }
        let first = open.lines.first().map_or(line.number, |line| line.number);
        open.length += line.text.len();
        open.lines.push(Kept::of(line));
        if line.too_long || open.length > LONGEST {
            give_up(open.lines, UNCLOSED, again, out);
            return Ok(());
        }
        match open.cells.line(line.text) {
            State::Open => self.open = Some(open),
            State::Broken => give_up(open.lines, BROKEN, again, out),
            State::Whole => out.extend(table.row(first, &open.cells.finish())),
        }
        Ok(())
    }

    /// Takes a line before the first row: nothing, a word to Excel, or the header. Whether it is a row as well.
    fn begin(&mut self, line: Line<'_>) -> Result<bool> {
        let text = String::from_utf8_lossy(line.text);
        let text = text.trim();
        // Windows PowerShell and the portal's templates begin with a line of their own.
        if text.is_empty() || text.starts_with("#TYPE ") || text.starts_with("version:v1.") {
            return Ok(false);
        }
        if self.separator.is_none()
            && let [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', separator] = *line.text
        {
            self.separator = Some(separator);
            return Ok(false);
        }
        let (table, is_row) = Table::of(line.text, self.separator)?;
        self.table = Some(table);
        Ok(is_row)
    }
}

/// Gives up the row of these lines: the first is bad, the others are read once more.
fn give_up(lines: Vec<Kept>, why: &str, again: &mut VecDeque<Kept>, out: &mut Vec<Read>) {
    let mut lines = lines.into_iter();
    if let Some(first) = lines.next() {
        out.push(Err(bad(first.number, why)));
    }
    for line in lines.rev() {
        again.push_front(line);
    }
}

impl Table {
    /// Reads the header, or the first line of a plain list, which is a row already.
    fn of(header: &[u8], said: Option<u8>) -> Result<(Self, bool)> {
        let separators = said.map_or(SEPARATORS.to_vec(), |separator| vec![separator]);
        let mut best: Option<(usize, Self)> = None;
        let mut widest = Vec::new();
        for separator in separators {
            let names = names(header, separator);
            // A name with a separator in it is several, cut at another one.
            let is_one = |name: &&str| !name.bytes().any(|byte| SEPARATORS.contains(&byte));
            let column = |name: &String| Some(name.as_str()).filter(is_one).and_then(Column::of);
            let columns: Vec<_> = names.iter().map(column).collect();
            let known = columns.iter().flatten().count();
            let useful = columns.iter().flatten().any(|column| column.names_somebody());
            if useful && best.as_ref().is_none_or(|(most, _)| known > *most) {
                best = Some((known, Self { separator, columns }));
            } else if is_person(&names) && best.is_none() {
                let columns = vec![Some(Column::User)];
                return Ok((Self { separator, columns }, true));
            }
            if names.len() > widest.len() {
                widest = names;
            }
        }
        match best {
            Some((_, table)) => Ok((table, false)),
            None => Err(no_names(&widest)),
        }
    }

    fn row(&self, number: u32, cells: &[Vec<u8>]) -> Option<Read> {
        if cells.iter().all(|cell| cell.trim_ascii().is_empty()) {
            return None;
        }
        let mut said = Said::default();
        let (known, beyond) = cells.split_at(cells.len().min(self.columns.len()));
        if beyond.iter().any(|cell| !cell.trim_ascii().is_empty()) {
            said.fault(format!(
                "has {} cells where there are {} columns: put quotes around text that holds the separator",
                cells.len(),
                self.columns.len()
            ));
        }
        for (column, cell) in self.columns.iter().zip(known) {
            if let Some(column) = column {
                said.put(*column, cell);
            }
        }
        Some(said.row(number))
    }
}

fn names(header: &[u8], separator: u8) -> Vec<String> {
    let mut cells = Cells::new(separator);
    let State::Whole = cells.line(header) else {
        return Vec::new();
    };
    let text = |cell: Vec<u8>| String::from_utf8_lossy(&cell).trim().to_owned();
    cells.finish().into_iter().map(text).collect()
}

/// Whether the cells are one person and nothing else.
fn is_person(cells: &[String]) -> bool {
    match cells {
        [first, others @ ..] => UserKey::parse(first).is_ok() && others.iter().all(String::is_empty),
        [] => false,
    }
}

fn no_names(columns: &[String]) -> Error {
    const SHOWN: usize = 12;
    let columns: Vec<_> = columns.iter().filter(|name| !name.is_empty()).collect();
    let mut found: Vec<_> = columns
        .iter()
        .take(SHOWN)
        .map(|name| format!("`{}`", shown(name)))
        .collect();
    if columns.len() > SHOWN {
        found.push(format!("and {} more", columns.len() - SHOWN));
    }
    let found = if found.is_empty() {
        "its first line cannot be read".to_owned()
    } else {
        format!("its first line has {}", found.join(", "))
    };
    Error::new(
        ErrorCode::InputRefused,
        format!("the input has no column that names people: {found}; nothing was changed"),
    )
    .remedy(format!(
        "give one column one of these names: {ACCEPTED}; a list of one name a line needs no header"
    ))
}

/// The cells of one row, line by line.
struct Cells {
    separator: u8,
    cells: Vec<Vec<u8>>,
    cell: Vec<u8>,
    place: Place,
}

#[derive(Clone, Copy, PartialEq)]
enum Place {
    /// Before the first sign of a cell.
    Start,
    Plain,
    Quoted,
    /// Behind a quote that closes, or is the first of two.
    Quote,
    /// Behind a closing quote and a blank.
    Closed,
}

enum State {
    Whole,
    Open,
    Broken,
}

impl Cells {
    const fn new(separator: u8) -> Self {
        Self {
            separator,
            cells: Vec::new(),
            cell: Vec::new(),
            place: Place::Start,
        }
    }

    fn line(&mut self, text: &[u8]) -> State {
        if self.place == Place::Quoted {
            self.cell.push(b'\n');
        }
        for &byte in text {
            self.place = match (self.place, byte) {
                (Place::Quoted, b'"') => Place::Quote,
                (Place::Quoted, byte) => self.keep(byte, Place::Quoted),
                (_, byte) if byte == self.separator => {
                    self.cells.push(std::mem::take(&mut self.cell));
                    Place::Start
                }
                (Place::Start, b' ') => Place::Start,
                (Place::Start, b'"') => Place::Quoted,
                (Place::Quote, b'"') => self.keep(b'"', Place::Quoted),
                (Place::Quote | Place::Closed, b' ') => Place::Closed,
                (Place::Quote | Place::Closed, _) => return State::Broken,
                (Place::Start | Place::Plain, byte) => self.keep(byte, Place::Plain),
            };
        }
        if self.place == Place::Quoted {
            State::Open
        } else {
            State::Whole
        }
    }

    fn keep(&mut self, byte: u8, place: Place) -> Place {
        self.cell.push(byte);
        place
    }

    fn finish(mut self) -> Vec<Vec<u8>> {
        self.cells.push(self.cell);
        self.cells
    }
}
