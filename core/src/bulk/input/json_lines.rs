//! One JSON object, or one JSON text, a line; or all of them in one array, as `ConvertTo-Json` writes people.

use super::columns::Column;
use super::lines::{LONGEST, Line};
use super::row::{Read, Said, bad};
use serde_json::Value;

/// Reads a line.
pub(super) fn line(line: Line<'_>) -> Option<Read> {
    if line.too_long {
        return Some(Err(bad(line.number, "the line is longer than 64 KB")));
    }
    if line.text.trim_ascii().is_empty() {
        return None;
    }
    Some(person(line.number, line.text))
}

/// Reads one person; the text begins in that line.
fn person(number: u32, text: &[u8]) -> Read {
    let value = serde_json::from_slice::<Value>(text).map_err(|error| {
        // Its message repeats the place, counted from where the text begins.
        let message = error.to_string();
        let what = message.split(" at line ").next().unwrap_or_default();
        let line = u64::from(number) + (error.line() as u64).saturating_sub(1);
        bad(
            number,
            format!("is not JSON: {what} (line {line}, column {})", error.column()),
        )
    })?;
    let mut said = Said::default();
    match &value {
        Value::String(name) => said.put_text(Column::User, name),
        Value::Object(fields) => {
            for (name, value) in fields {
                if let Some(column) = Column::of(name) {
                    field(&mut said, column, name, value);
                }
            }
        }
        _ => said.fault("is neither a JSON object nor a JSON text".to_owned()),
    }
    said.row(number)
}

fn field(said: &mut Said, column: Column, name: &str, value: &Value) {
    match value {
        Value::Null => {}
        Value::String(text) => said.put_text(column, text),
        // Tickets and lifetimes are written as numbers too.
        Value::Number(number) => said.put_text(column, &number.to_string()),
        _ => said.fault(format!("`{name}` must be a text")),
    }
}

/// An array, in pieces that end anywhere. Only one of its elements is kept.
pub(super) struct Array {
    place: Place,
    element: Vec<u8>,
    too_long: bool,
    /// How many brackets of the element are open.
    depth: u32,
    line: u32,
    /// Where the element begins.
    first: u32,
    after_return: bool,
}

#[derive(Clone, Copy, PartialEq)]
enum Place {
    Before,
    Between,
    Element,
    /// In a text of the element.
    Text,
    /// Behind a backslash in a text.
    Escape,
    After,
    /// Behind what follows the array, which was told.
    Told,
}

impl Array {
    pub(super) const fn new() -> Self {
        Self {
            place: Place::Before,
            element: Vec::new(),
            too_long: false,
            depth: 0,
            line: 1,
            first: 1,
            after_return: false,
        }
    }

    pub(super) fn feed(&mut self, bytes: &[u8], out: &mut Vec<Read>) {
        for &byte in bytes {
            if byte == b'\r' || (byte == b'\n' && !self.after_return) {
                self.line = self.line.saturating_add(1);
            }
            self.after_return = byte == b'\r';
            self.byte(byte, out);
        }
    }

    pub(super) fn finish(&mut self, out: &mut Vec<Read>) {
        match self.place {
            Place::After | Place::Told => {}
            Place::Before | Place::Between => {
                out.push(Err(bad(self.line, "the array is not closed: is the file whole?")))
            }
            Place::Element | Place::Text | Place::Escape => {
                out.push(Err(bad(
                    self.first,
                    "is not closed: nothing that follows could be read",
                )));
            }
        }
    }

    fn byte(&mut self, byte: u8, out: &mut Vec<Read>) {
        self.place = match (self.place, byte) {
            (Place::Before, b'[') => Place::Between,
            (Place::Between, b']') => Place::After,
            (Place::Between, b',') => Place::Between,
            (place @ (Place::Before | Place::Between | Place::After), byte) if byte.is_ascii_whitespace() => {
                place
            }
            (Place::Before | Place::Between, byte) => {
                self.first = self.line;
                self.inside(byte)
            }
            (Place::Element, b',' | b']') if self.depth == 0 => {
                self.give(out);
                if byte == b',' {
                    Place::Between
                } else {
                    Place::After
                }
            }
            (Place::Element, byte) => self.inside(byte),
            (Place::Text, b'"') => self.keep(byte, Place::Element),
            (Place::Text, b'\\') => self.keep(byte, Place::Escape),
            (Place::Text | Place::Escape, byte) => self.keep(byte, Place::Text),
            (Place::After, _) => {
                out.push(Err(bad(self.line, "text follows the end of the array")));
                Place::Told
            }
            (Place::Told, _) => Place::Told,
        };
    }

    fn inside(&mut self, byte: u8) -> Place {
        match byte {
            b'{' | b'[' => self.depth += 1,
            b'}' | b']' => self.depth = self.depth.saturating_sub(1),
            b'"' => return self.keep(byte, Place::Text),
            _ => {}
        }
        self.keep(byte, Place::Element)
    }

    fn keep(&mut self, byte: u8, place: Place) -> Place {
        if self.element.len() < LONGEST {
            self.element.push(byte);
        } else {
            self.too_long = true;
        }
        place
    }

    fn give(&mut self, out: &mut Vec<Read>) {
        let element = std::mem::take(&mut self.element);
        self.depth = 0;
        out.push(if std::mem::take(&mut self.too_long) {
            Err(bad(self.first, "is longer than 64 KB"))
        } else {
            person(self.first, &element)
        });
    }
}
