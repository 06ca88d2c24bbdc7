//! `$search`: quoted `"property:value"` clauses joined by AND and OR (facts 1.3).

use super::failure::Failure;
use super::filter::{Field, Record};

/// Properties that can be searched.
const SEARCHABLE: &[&str] = &[
    "displayname",
    "mail",
    "userprincipalname",
    "givenname",
    "surname",
    "othermails",
    "proxyaddresses",
    "department",
    "jobtitle",
    "employeeid",
];
const MAX_DEPTH: usize = 8;

/// A search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Search {
    And(Box<Search>, Box<Search>),
    Or(Box<Search>, Box<Search>),
    Clause { property: String, value: String },
}

impl Search {
    /// Reads a search.
    pub(crate) fn parse(text: &str) -> Result<Self, Failure> {
        let mut parser = Parser { text, place: 0 };
        let parsed = parser.disjunction(0)?;
        parser.blanks();
        if parser.place == text.len() {
            Ok(parsed)
        } else {
            Err(parser.fault())
        }
    }

    /// Whether the record is found.
    pub(crate) fn finds(&self, record: &dyn Record) -> bool {
        match self {
            Self::And(left, right) => left.finds(record) && right.finds(record),
            Self::Or(left, right) => left.finds(record) || right.finds(record),
            Self::Clause { property, value } => match record.field(property) {
                Field::Text(text) if property == "displayname" => has_words(&text, value),
                Field::Text(text) => starts_with(&text, value),
                Field::Texts(texts) => texts.iter().any(|text| starts_with(text, value)),
                _ => false,
            },
        }
    }
}

fn starts_with(text: &str, start: &str) -> bool {
    text.to_lowercase().starts_with(&start.to_lowercase())
}

/// Whether every word that is looked for begins some word of the text.
fn has_words(text: &str, wanted: &str) -> bool {
    let text = text.to_lowercase();
    let wanted = wanted.to_lowercase();
    let mut wanted = words(&wanted).peekable();
    wanted.peek().is_some() && wanted.all(|start| words(&text).any(|word| word.starts_with(start)))
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

struct Parser<'a> {
    text: &'a str,
    place: usize,
}

impl Parser<'_> {
    fn disjunction(&mut self, depth: usize) -> Result<Search, Failure> {
        let mut left = self.conjunction(depth)?;
        while self.word("OR") {
            left = Search::Or(Box::new(left), Box::new(self.conjunction(depth)?));
        }
        Ok(left)
    }

    fn conjunction(&mut self, depth: usize) -> Result<Search, Failure> {
        let mut left = self.clause(depth)?;
        while self.word("AND") {
            left = Search::And(Box::new(left), Box::new(self.clause(depth)?));
        }
        Ok(left)
    }

    fn clause(&mut self, depth: usize) -> Result<Search, Failure> {
        self.blanks();
        if self.rest().starts_with('(') && depth < MAX_DEPTH {
            self.place += 1;
            let inner = self.disjunction(depth + 1)?;
            self.blanks();
            if !self.rest().starts_with(')') {
                return Err(self.fault());
            }
            self.place += 1;
            return Ok(inner);
        }
        let clause = self.quoted()?;
        let (property, value) = clause.split_once(':').ok_or_else(|| self.fault())?;
        let property = property.trim().to_ascii_lowercase();
        if !SEARCHABLE.contains(&property.as_str()) {
            return Err(Failure::unsupported_query(format!(
                "Search filter on property '{property}' is not supported."
            )));
        }
        Ok(Search::Clause {
            property,
            value: value.to_owned(),
        })
    }

    /// A text in double quotes; quotes and backslashes inside are escaped by a backslash.
    fn quoted(&mut self) -> Result<String, Failure> {
        let Some(inner) = self.rest().strip_prefix('"') else {
            return Err(self.fault());
        };
        let mut text = String::new();
        let mut letters = inner.char_indices();
        while let Some((at, letter)) = letters.next() {
            match letter {
                '"' => {
                    self.place += at + 2;
                    return Ok(text);
                }
                '\\' => text.extend(letters.next().map(|(_, escaped)| escaped)),
                _ => text.push(letter),
            }
        }
        Err(self.fault())
    }

    /// An upper-case connective.
    fn word(&mut self, word: &str) -> bool {
        self.blanks();
        let found = self
            .rest()
            .strip_prefix(word)
            .is_some_and(|rest| rest.starts_with([' ', '"', '(']));
        if found {
            self.place += word.len();
        }
        found
    }

    fn blanks(&mut self) {
        self.place += self.rest().len() - self.rest().trim_start().len();
    }

    fn rest(&self) -> &str {
        &self.text[self.place..]
    }

    fn fault(&self) -> Failure {
        match self.rest().chars().next() {
            Some(letter) => Failure::syntax(format!(
                "Syntax error: character '{letter}' is not valid at position {} in '{}'.",
                self.place, self.text
            )),
            None => Failure::syntax(format!(
                "Syntax error: unexpected end at position {} in '{}'.",
                self.place, self.text
            )),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Search, has_words};

    proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in "\\PC{0,60}") {
            let _ = Search::parse(&text);
        }

        #[test]
        fn any_value_survives_quoting(value in "[ -~ø]{0,30}") {
            let quoted = value.replace('\\', "\\\\").replace('"', "\\\"");
            let parsed = Search::parse(&format!("\"mail:{quoted}\"")).expect("parses");
            prop_assert_eq!(parsed, Search::Clause { property: "mail".into(), value });
        }

        #[test]
        fn a_name_is_found_by_the_beginning_of_each_word(
            first in "[A-Za-zéø]{1,10}", second in "[A-Za-z]{1,10}", cut in 1usize..10) {
            let name = format!("{first} O'{second}");
            let start: String = second.chars().take(cut).collect();
            prop_assert!(has_words(&name, &start));
            let both = format!("{start} {first}");
            prop_assert!(has_words(&name, &both));
        }
    }

    #[test]
    fn words_are_found_by_their_beginning_only() {
        assert!(has_words("Nora-Åse Lind", "ås"));
        assert!(has_words("Sean O'Neil", "neil"));
        assert!(!has_words("Nora Lind", "ind"));
        assert!(!has_words("Nora Lind", ""));
    }
}
