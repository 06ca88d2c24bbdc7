//! `$search`: quoted `"property:value"` clauses joined by AND and OR (facts 1.3).

use super::failure::Failure;
use super::filter::{Field, Record};
use super::letters;

/// Parentheses are not nested deeply.
const MAX_DEPTH: usize = 8;

/// A search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Search {
    And(Box<Search>, Box<Search>),
    Or(Box<Search>, Box<Search>),
    Clause(Clause),
}

/// What is looked for in one property.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Clause {
    property: String,
    value: String,
    /// The words of the value, in lower case.
    words: Vec<String>,
}

impl Clause {
    fn new(property: String, value: String) -> Self {
        let words = words(&value).map(str::to_lowercase).collect();
        Self {
            property,
            value,
            words,
        }
    }

    fn finds(&self, record: &dyn Record) -> bool {
        match record.field(&self.property) {
            // Names and descriptions are taken apart into words; everything else is compared from its beginning.
            Field::Text(text) if ["displayname", "description"].contains(&self.property.as_str()) => {
                has_words(&text, &self.words)
            }
            Field::Text(text) => letters::starts(&text, &self.value),
            Field::Texts(texts) => texts.iter().any(|text| letters::starts(text, &self.value)),
            _ => false,
        }
    }
}

impl Search {
    /// Reads a search; `searchable` knows the properties, in lower case.
    pub(crate) fn parse(text: &str, searchable: fn(&str) -> bool) -> Result<Self, Failure> {
        let mut parser = Parser {
            text,
            place: 0,
            searchable,
        };
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
            Self::Clause(clause) => clause.finds(record),
        }
    }
}

/// Whether every word that is looked for, in lower case, begins some word of the text. Words that only symbols separate
/// are one word too.
fn has_words(text: &str, wanted: &[String]) -> bool {
    let begins = |wanted: &String| {
        word_starts(text).any(|start| {
            let joined = text[start..].chars().take_while(|c| !c.is_whitespace());
            let letters = joined
                .filter(|c| c.is_alphanumeric())
                .flat_map(char::to_lowercase);
            letters::begins(letters, wanted)
        })
    };
    !wanted.is_empty() && wanted.iter().all(begins)
}

/// The words of a text: blanks, symbols, digits and capitals after small letters part them.
fn words(text: &str) -> impl Iterator<Item = &str> {
    word_starts(text).map(|start| {
        let word = &text[start..];
        let end = word.char_indices().skip(1).find(|(at, next)| {
            let before = word[..*at].chars().next_back();
            before.is_some_and(|before| parts(before, *next)) || !next.is_alphanumeric()
        });
        end.map_or(word, |(at, _)| &word[..at])
    })
}

fn word_starts(text: &str) -> impl Iterator<Item = usize> {
    let mut before = ' ';
    text.char_indices().filter_map(move |(at, next)| {
        let starts = next.is_alphanumeric() && (!before.is_alphanumeric() || parts(before, next));
        before = next;
        starts.then_some(at)
    })
}

/// Whether a word ends between these letters or digits.
fn parts(before: char, next: char) -> bool {
    before.is_numeric() != next.is_numeric() || (before.is_lowercase() && next.is_uppercase())
}

struct Parser<'a> {
    text: &'a str,
    place: usize,
    searchable: fn(&str) -> bool,
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
        if !(self.searchable)(&property) {
            return Err(Failure::unsupported_query(format!(
                "Search filter on property '{property}' is not supported."
            )));
        }
        Ok(Search::Clause(Clause::new(property, value.to_owned())))
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

    use super::super::failure::Failure;
    use super::{Clause, Search, has_words, words};

    fn parse(text: &str) -> Result<Search, Failure> {
        Search::parse(text, |_| true)
    }

    fn finds(name: &str, wanted: &str) -> bool {
        let wanted: Vec<_> = words(wanted).map(str::to_lowercase).collect();
        has_words(name, &wanted)
    }

    /// The search as a client writes it.
    fn print(search: &Search) -> String {
        match search {
            Search::And(left, right) => format!("({} AND {})", print(left), print(right)),
            Search::Or(left, right) => format!("({} OR {})", print(left), print(right)),
            Search::Clause(clause) => {
                let value = clause.value.replace('\\', "\\\\").replace('"', "\\\"");
                format!("\"{}:{value}\"", clause.property)
            }
        }
    }

    fn searches() -> impl Strategy<Value = Search> {
        let clause = ("[a-z]{1,8}", "[ -~øÅ]{0,12}")
            .prop_map(|(property, value)| Search::Clause(Clause::new(property, value)));
        clause.prop_recursive(4, 16, 2, |inner| {
            (inner.clone(), inner, any::<bool>()).prop_map(|(left, right, both)| {
                let (left, right) = (Box::new(left), Box::new(right));
                if both {
                    Search::And(left, right)
                } else {
                    Search::Or(left, right)
                }
            })
        })
    }

    proptest! {
        #[test]
        fn no_text_makes_the_parser_panic(text in "\\PC{0,60}") {
            let _ = parse(&text);
        }

        #[test]
        fn pieces_of_searches_do_not_either(pieces in prop::collection::vec(
            prop::sample::select(vec!["\"", "a:b", "\"mail:x\"", " AND ", " OR ", "(", ")", "\\", ":", " "]), 0..24)) {
            let _ = parse(&pieces.concat());
        }

        #[test]
        fn what_is_written_is_read_back(search in searches()) {
            prop_assert_eq!(parse(&print(&search)).expect("parses"), search);
        }

        #[test]
        fn a_name_is_found_by_the_beginning_of_each_word(
            first in "[A-Za-zéø]{1,10}", second in "[A-Za-z]{1,10}", cut in 1usize..10) {
            let name = format!("{first} O'{second}");
            let start: String = second.chars().take(cut).collect();
            prop_assert!(finds(&name, &start));
            let both = format!("{start} {first}");
            prop_assert!(finds(&name, &both));
        }

        #[test]
        fn every_name_is_found_by_itself(name in "[\\w .'-]{1,30}") {
            prop_assert_eq!(finds(&name, &name), name.chars().any(char::is_alphanumeric));
        }
    }

    #[test]
    fn words_are_found_by_their_beginning_only() {
        assert!(finds("Nora-Åse Lind", "ås"));
        assert!(finds("Sean O'Neil", "neil"));
        assert!(!finds("Nora Lind", "ind"));
        assert!(!finds("Nora Lind", ""));
    }

    #[test]
    fn names_are_taken_apart_as_documented() {
        let parts = |text| words(text).collect::<Vec<_>>();
        assert_eq!(parts("hello world"), ["hello", "world"]);
        assert_eq!(parts("HelloWorld"), ["Hello", "World"]);
        assert_eq!(parts("HELLOworld"), ["HELLOworld"]);
        assert_eq!(parts("HelloWORLD"), ["Hello", "WORLD"]);
        assert_eq!(parts("hello123world"), ["hello", "123", "world"]);
        assert!(finds("hello-world", "helloworld") && finds("hello.world", "helloworld"));
        assert!(!finds("hello world", "helloworld"));
        for wanted in [
            "李四(David Li)",
            "李四",
            "David",
            "Li",
            "David)",
            "(李四",
            "Li 李",
        ] {
            assert!(finds("李四(David Li)", wanted), "{wanted}");
        }
        assert!(!finds("Conf Room Adams", "dams"));
    }

    #[test]
    fn deep_nesting_is_refused() {
        let nested = |depth: usize| format!("{}\"mail:x\"{}", "(".repeat(depth), ")".repeat(depth));
        assert!(parse(&nested(8)).is_ok());
        assert!(parse(&nested(9)).is_err());
        assert!(parse(&nested(100_000)).is_err());
    }
}
