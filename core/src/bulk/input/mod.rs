//! The rows of a run's input: bytes in pieces of any length become rows, each read or told as bad with its line. Nothing
//! of the file is kept but the row at hand.

mod columns;
mod csv;
mod decode;
mod json_lines;
mod lines;
mod row;

#[cfg(test)]
mod tests;

pub(crate) use row::{Read, Row, listed};

use crate::api::InputFormat;
use crate::error::{Error, ErrorCode, Result};
use csv::Csv;
use decode::Decoder;
use json_lines::Array;
use lines::{LONGEST, Lines};

/// Reads an input piece by piece.
pub(crate) struct Rows {
    format: Option<InputFormat>,
    decoder: Decoder,
    form: Form,
}

enum Form {
    /// Too little was seen: blanks, as a rule.
    Unknown(Vec<u8>),
    Csv(Lines, Csv),
    JsonLines(Lines),
    Array(Array),
}

impl Rows {
    /// Begins. Without a format, the first sign tells it.
    pub(crate) const fn new(format: Option<InputFormat>) -> Self {
        Self {
            format,
            decoder: Decoder::new(),
            form: Form::Unknown(Vec::new()),
        }
    }

    /// Takes a piece, and gives the rows that it ends.
    ///
    /// # Errors
    /// `inputRefused` when it cannot be an input at all.
    pub(crate) fn feed(&mut self, bytes: &[u8], out: &mut Vec<Read>) -> Result<()> {
        let mut text = Vec::with_capacity(bytes.len());
        self.decoder.feed(bytes, &mut text);
        self.text(&text, out)
    }

    /// Ends, and gives the rows that nothing ended.
    ///
    /// # Errors
    /// As [`Self::feed`].
    pub(crate) fn finish(mut self, out: &mut Vec<Read>) -> Result<()> {
        let mut text = Vec::new();
        self.decoder.finish(&mut text);
        self.text(&text, out)?;
        self.begin(out)?;
        match &mut self.form {
            Form::Unknown(_) => Ok(()),
            Form::Csv(lines, csv) => {
                lines.finish(&mut |line| csv.line(line, out))?;
                csv.finish(out)
            }
            Form::JsonLines(lines) => lines.finish(&mut |line| {
                out.extend(json_lines::line(line));
                Ok(())
            }),
            Form::Array(array) => {
                array.finish(out);
                Ok(())
            }
        }
    }

    fn text(&mut self, text: &[u8], out: &mut Vec<Read>) -> Result<()> {
        match &mut self.form {
            Form::Unknown(head) => {
                head.extend_from_slice(text);
                if is_told(head) { self.begin(out) } else { Ok(()) }
            }
            Form::Csv(lines, csv) => lines.feed(text, &mut |line| csv.line(line, out)),
            Form::JsonLines(lines) => lines.feed(text, &mut |line| {
                out.extend(json_lines::line(line));
                Ok(())
            }),
            Form::Array(array) => {
                array.feed(text, out);
                Ok(())
            }
        }
    }

    /// Tells the form from what was seen so far, and reads that.
    fn begin(&mut self, out: &mut Vec<Read>) -> Result<()> {
        let Form::Unknown(head) = &mut self.form else {
            return Ok(());
        };
        if head.starts_with(WORKBOOK) {
            return Err(Error::new(
                ErrorCode::InputRefused,
                "the input is an Excel workbook, not text; nothing was changed",
            )
            .remedy("save it as `CSV UTF-8` in Excel, and give that file"));
        }
        let head = std::mem::take(head);
        let first = head.trim_ascii_start().first();
        self.form = match (self.format, first) {
            (Some(InputFormat::JsonLines) | None, Some(b'[')) => Form::Array(Array::new()),
            (Some(InputFormat::JsonLines), _) | (None, Some(b'{')) => Form::JsonLines(Lines::new()),
            (Some(InputFormat::Csv), _) | (None, _) => Form::Csv(Lines::new(), Csv::default()),
        };
        self.text(&head, out)
    }
}

/// A workbook is an archive, and every archive begins like this.
const WORKBOOK: &[u8] = b"PK\x03\x04";

/// Whether enough was seen to tell the form.
fn is_told(head: &[u8]) -> bool {
    let blank = head.trim_ascii_start().is_empty() && head.len() <= LONGEST;
    let archive = WORKBOOK.starts_with(head) && head.len() < WORKBOOK.len();
    !blank && !archive
}
