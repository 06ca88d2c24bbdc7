//! The text of CSV files (RFC 4180) that people open in spreadsheets: every cell is quoted, is one line, and cannot start
//! a formula.

/// What makes a spreadsheet take a cell for a formula, as it is typed and in its wide forms.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// One line, with its end.
pub(crate) fn line<'a>(cells: impl IntoIterator<Item = &'a str>) -> String {
    let cells: Vec<_> = cells.into_iter().map(cell).collect();
    format!("{}\r\n", cells.join(","))
}

/// Several values in one cell.
pub(crate) fn list<T: AsRef<str>>(values: &[T]) -> String {
    let values: Vec<_> = values.iter().map(AsRef::as_ref).collect();
    values.join("; ")
}

fn cell(text: &str) -> String {
    // Where the separator is a semicolon, a spreadsheet may begin a cell behind each.
    let parts: Vec<_> = text.split(';').map(harmless).collect();
    format!("\"{}\"", parts.join(";").replace('"', "\"\""))
}

/// The same text, unless a spreadsheet would calculate it: then an apostrophe, which spreadsheets take for "text",
/// stands before it.
fn harmless(part: &str) -> String {
    let line: String = part
        .chars()
        .map(|c| {
            if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') {
                ' '
            } else {
                c
            }
        })
        .collect();
    // Quotation marks and blanks in front do not keep every spreadsheet from looking further.
    let begins = line.trim_start_matches(|c: char| c.is_whitespace() || c == '"' || c == '\u{feff}');
    if begins.starts_with(FORMULA) {
        let front = &line[..line.len() - begins.len()];
        format!("{front}'{begins}")
    } else {
        line
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Reads one line as a spreadsheet does.
    fn read(line: &str) -> Vec<String> {
        let mut rest = line.strip_suffix("\r\n").expect("a whole line");
        let mut cells = Vec::new();
        loop {
            rest = rest.strip_prefix('"').expect("a quoted cell");
            let mut cell = String::new();
            loop {
                let end = rest.find('"').expect("a closed cell");
                cell.push_str(&rest[..end]);
                rest = &rest[end + 1..];
                match rest.strip_prefix('"') {
                    Some(more) => {
                        cell.push('"');
                        rest = more;
                    }
                    None => break,
                }
            }
            cells.push(cell);
            match rest.strip_prefix(',') {
                Some(more) => rest = more,
                None => break,
            }
        }
        assert_eq!(rest, "");
        cells
    }

    proptest! {
        #[test]
        fn no_cell_starts_a_formula_or_leaves_its_place(
            cells in proptest::collection::vec("[=+\\-@＝\"', ;\t\r\n\u{feff}a-c\\PC]{0,12}", 1..6)
        ) {
            let line = line(cells.iter().map(String::as_str));
            prop_assert_eq!(line.matches(['\r', '\n']).count(), 2, "one line");
            let read = read(&line);
            prop_assert_eq!(read.len(), cells.len());
            for (told, cell) in read.iter().zip(&cells) {
                for part in told.split(';') {
                    let begins = part.trim_start_matches(|c: char| c.is_whitespace() || c == '"' || c == '\u{feff}');
                    prop_assert!(!begins.starts_with(FORMULA), "{}", told);
                }
                let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
                prop_assert_eq!(letters(told), letters(cell), "nothing else is lost");
            }
        }
    }

    #[test]
    fn what_is_harmless_stays_as_it_is() {
        assert_eq!(
            line(["Nora \"N\" Lind", "a-b; c@d", ""]),
            "\"Nora \"\"N\"\" Lind\",\"a-b; c@d\",\"\"\r\n"
        );
        assert_eq!(
            line(["=1+1", "x;=2", "+47 ******17"]),
            "\"'=1+1\",\"x;'=2\",\"'+47 ******17\"\r\n"
        );
    }
}
