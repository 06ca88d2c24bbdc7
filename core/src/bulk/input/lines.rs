//! Lines as editors count them: ended by CRLF, LF or CR, in pieces that end anywhere.

/// The longest line that is kept. A person needs a few hundred bytes.
pub(super) const LONGEST: usize = 64 * 1024;

/// Cuts pieces of text into lines.
pub(super) struct Lines {
    number: u32,
    text: Vec<u8>,
    too_long: bool,
    /// A line feed that comes now belongs to the end before it.
    after_return: bool,
}

/// One line, without its end.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    /// From 1.
    pub(super) number: u32,
    pub(super) text: &'a [u8],
    /// More than [`LONGEST`]: the text is its beginning.
    pub(super) too_long: bool,
}

impl Lines {
    pub(super) const fn new() -> Self {
        Self {
            number: 1,
            text: Vec::new(),
            too_long: false,
            after_return: false,
        }
    }

    /// Takes a piece, and gives each line that it ends.
    pub(super) fn feed<E>(
        &mut self,
        mut bytes: &[u8],
        each: &mut impl FnMut(Line<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        while let Some((&first, rest)) = bytes.split_first() {
            if std::mem::take(&mut self.after_return) && first == b'\n' {
                bytes = rest;
                continue;
            }
            let Some(end) = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r')) else {
                self.keep(bytes);
                break;
            };
            self.keep(&bytes[..end]);
            self.after_return = bytes[end] == b'\r';
            bytes = &bytes[end + 1..];
            self.give(each)?;
        }
        Ok(())
    }

    /// Gives the last line, when it has no end.
    pub(super) fn finish<E>(&mut self, each: &mut impl FnMut(Line<'_>) -> Result<(), E>) -> Result<(), E> {
        if self.text.is_empty() {
            Ok(())
        } else {
            self.give(each)
        }
    }

    fn keep(&mut self, bytes: &[u8]) {
        let room = LONGEST - self.text.len();
        self.too_long |= bytes.len() > room;
        self.text.extend_from_slice(&bytes[..bytes.len().min(room)]);
    }

    fn give<E>(&mut self, each: &mut impl FnMut(Line<'_>) -> Result<(), E>) -> Result<(), E> {
        let line = Line {
            number: self.number,
            text: &self.text,
            too_long: std::mem::take(&mut self.too_long),
        };
        let given = each(line);
        self.text.clear();
        self.number = self.number.saturating_add(1);
        given
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::convert::Infallible;

    fn lines(text: &[u8], piece: usize) -> Vec<(u32, Vec<u8>, bool)> {
        let (mut lines, mut found) = (Lines::new(), Vec::new());
        let mut each = |line: Line<'_>| {
            found.push((line.number, line.text.to_vec(), line.too_long));
            Ok::<_, Infallible>(())
        };
        for piece in text.chunks(piece) {
            let Ok(()) = lines.feed(piece, &mut each);
        }
        let Ok(()) = lines.finish(&mut each);
        found
    }

    proptest! {
        #[test]
        fn every_end_counts_once_wherever_pieces_end(
            texts in prop::collection::vec("[a-z]{0,5}", 1..12),
            ends in prop::collection::vec(prop::sample::select(vec!["\n", "\r\n"]), 12),
            piece in 1_usize..7,
        ) {
            let file: String = texts.iter().zip(&ends).map(|(text, end)| format!("{text}{end}")).collect();
            let expected: Vec<_> =
                (1_u32..).zip(&texts).map(|(number, text)| (number, text.clone().into_bytes(), false)).collect();
            prop_assert_eq!(lines(file.as_bytes(), piece), expected);
            prop_assert_eq!(lines(texts.join("\r").as_bytes(), piece), lines(texts.join("\n").as_bytes(), piece));
        }
    }

    #[test]
    fn a_long_line_is_told_and_only_its_beginning_kept() {
        let file = [&vec![b'x'; LONGEST + 1][..], b"\ny\n"].concat();
        let found = lines(&file, 1000);
        assert_eq!(found.len(), 2);
        assert_eq!((found[0].1.len(), found[0].2), (LONGEST, true));
        assert_eq!(found[1], (2, b"y".to_vec(), false));
    }
}
