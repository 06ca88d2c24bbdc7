//! `$filter`: its syntax, a small part of OData's (facts 1.3, 9.2).

use time::format_description::well_known::Rfc3339;
use time::macros::format_description;
use time::{Date, OffsetDateTime};

use super::failure::Failure;
use super::filter::{Filter, Literal, Operator};

/// Deeper nesting is refused rather than followed.
const MAX_DEPTH: usize = 32;

/// Reads a filter.
pub(crate) fn parse(text: &str) -> Result<Filter, Failure> {
    let mut parser = Parser {
        text,
        place: 0,
        depth: 0,
        variables: Vec::new(),
    };
    let parsed = parser.disjunction();
    parser.blanks();
    match parsed {
        Some(filter) if parser.place == text.len() => Ok(filter),
        _ => Err(Failure::syntax(format!(
            "Invalid filter clause: Syntax error at position {} in '{text}'.",
            parser.place
        ))),
    }
}

struct Parser<'a> {
    text: &'a str,
    place: usize,
    depth: usize,
    /// Variables of the `any` clauses around this place.
    variables: Vec<String>,
}

impl Parser<'_> {
    fn disjunction(&mut self) -> Option<Filter> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let mut left = self.conjunction()?;
        while self.keyword("or") {
            left = Filter::Or(Box::new(left), Box::new(self.conjunction()?));
        }
        self.depth -= 1;
        Some(left)
    }

    fn conjunction(&mut self) -> Option<Filter> {
        let mut left = self.negation()?;
        while self.keyword("and") {
            left = Filter::And(Box::new(left), Box::new(self.negation()?));
        }
        Some(left)
    }

    fn negation(&mut self) -> Option<Filter> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return None;
        }
        let filter = if self.keyword("not") {
            Filter::Not(Box::new(self.negation()?))
        } else if self.symbol('(') {
            let inner = self.disjunction()?;
            self.expect(')')?;
            inner
        } else {
            self.condition()?
        };
        self.depth -= 1;
        Some(filter)
    }

    fn condition(&mut self) -> Option<Filter> {
        let name = self.name()?;
        if self.symbol('(') {
            return match name.to_ascii_lowercase().as_str() {
                "startswith" => self.function(Operator::StartsWith),
                "endswith" => self.function(Operator::EndsWith),
                "contains" => self.function(Operator::Contains),
                lower => self.any(lower.strip_suffix("/any")?.to_owned()),
            };
        }
        let path = self.path(&name);
        if self.keyword("in") {
            self.expect('(')?;
            let mut values = vec![self.literal()?];
            while self.symbol(',') {
                values.push(self.literal()?);
            }
            self.expect(')')?;
            return Some(Filter::In { path, values });
        }
        const COMPARISONS: [(&str, Operator); 6] = [
            ("eq", Operator::Eq),
            ("ne", Operator::Ne),
            ("gt", Operator::Gt),
            ("ge", Operator::Ge),
            ("lt", Operator::Lt),
            ("le", Operator::Le),
        ];
        let (_, operator) = COMPARISONS.into_iter().find(|(word, _)| self.keyword(word))?;
        Some(Filter::Test {
            path,
            operator,
            value: self.literal()?,
        })
    }

    fn function(&mut self, operator: Operator) -> Option<Filter> {
        let name = self.name()?;
        let path = self.path(&name);
        self.expect(',')?;
        let value = self.literal()?;
        self.expect(')')?;
        let test = Filter::Test {
            path,
            operator,
            value,
        };
        if !self.keyword("eq") {
            return Some(test);
        }
        match self.literal()? {
            Literal::Flag(true) => Some(test),
            Literal::Flag(false) => Some(Filter::Not(Box::new(test))),
            _ => None,
        }
    }

    fn any(&mut self, path: String) -> Option<Filter> {
        let variable = self.name()?;
        self.expect(':')?;
        self.variables.push(variable);
        let condition = self.disjunction()?;
        self.variables.pop();
        self.expect(')')?;
        Some(Filter::Any {
            path,
            condition: Box::new(condition),
        })
    }

    /// A property path in lower case, relative to the variable it begins with.
    fn path(&self, name: &str) -> String {
        for variable in &self.variables {
            if name == variable {
                return String::new();
            }
            if let Some(rest) = name
                .strip_prefix(variable.as_str())
                .and_then(|rest| rest.strip_prefix('/'))
            {
                return rest.to_ascii_lowercase();
            }
        }
        name.to_ascii_lowercase()
    }

    fn literal(&mut self) -> Option<Literal> {
        self.blanks();
        if self.rest().starts_with('\'') {
            return self.quoted().map(Literal::Text);
        }
        let end = |c: char| c.is_whitespace() || "(),'".contains(c);
        let word = &self.rest()[..self.rest().find(end).unwrap_or(self.rest().len())];
        let literal = match word {
            "" => return None,
            "true" => Literal::Flag(true),
            "false" => Literal::Flag(false),
            "null" => Literal::Null,
            _ => match instant(word) {
                Some(at) => Literal::Instant(at),
                None => Literal::Word(word.to_owned()),
            },
        };
        self.place += word.len();
        Some(literal)
    }

    /// A text in single quotes; quotes inside are doubled.
    fn quoted(&mut self) -> Option<String> {
        let mut text = String::new();
        let mut letters = self.rest()[1..].char_indices().peekable();
        while let Some((at, letter)) = letters.next() {
            if letter != '\'' {
                text.push(letter);
            } else if letters.peek().is_some_and(|(_, next)| *next == '\'') {
                letters.next();
                text.push('\'');
            } else {
                self.place += at + 2;
                return Some(text);
            }
        }
        None
    }

    fn name(&mut self) -> Option<String> {
        self.blanks();
        let part = |c: char| c.is_ascii_alphanumeric() || "_/$@.".contains(c);
        let name = &self.rest()[..self.rest().find(|c| !part(c)).unwrap_or(self.rest().len())];
        if !name.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') {
            return None;
        }
        let name = name.to_owned();
        self.place += name.len();
        Some(name)
    }

    /// A word on its own.
    fn keyword(&mut self, word: &str) -> bool {
        self.blanks();
        let found = self
            .rest()
            .get(..word.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(word));
        let ends = self
            .rest()
            .get(word.len()..)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with(|c: char| c.is_whitespace() || c == '('));
        if found && ends {
            self.place += word.len();
        }
        found && ends
    }

    fn symbol(&mut self, symbol: char) -> bool {
        self.blanks();
        let found = self.rest().starts_with(symbol);
        if found {
            self.place += symbol.len_utf8();
        }
        found
    }

    fn expect(&mut self, symbol: char) -> Option<()> {
        self.symbol(symbol).then_some(())
    }

    fn blanks(&mut self) {
        self.place += self.rest().len() - self.rest().trim_start().len();
    }

    fn rest(&self) -> &str {
        &self.text[self.place..]
    }
}

/// An instant, or a day, which is its first instant.
fn instant(word: &str) -> Option<OffsetDateTime> {
    let day = || Date::parse(word, format_description!("[year]-[month]-[day]")).ok();
    OffsetDateTime::parse(word, &Rfc3339)
        .ok()
        .or_else(|| Some(day()?.midnight().assume_utc()))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use time::OffsetDateTime;
    use time::format_description::well_known::Rfc3339;

    use super::super::filter::{Field, Filter, Literal, Operator, Record};
    use super::parse;

    struct Named(String);

    impl Record for Named {
        fn field(&self, path: &str) -> Field<'_> {
            if path == "name" {
                Field::Text(self.0.as_str().into())
            } else {
                Field::Absent
            }
        }
    }

    /// The filter as a client writes it.
    fn print(filter: &Filter) -> String {
        match filter {
            Filter::And(left, right) => format!("({} and {})", print(left), print(right)),
            Filter::Or(left, right) => format!("({} or {})", print(left), print(right)),
            Filter::Not(inner) => format!("not ({})", print(inner)),
            Filter::Test {
                path,
                operator,
                value,
            } => {
                let value = print_literal(value);
                match operator.kind() {
                    Err(function) => format!("{function}({path},{value})"),
                    Ok(_) => format!("{path} {} {value}", format!("{operator:?}").to_lowercase()),
                }
            }
            Filter::In { path, values } => {
                let values: Vec<_> = values.iter().map(print_literal).collect();
                format!("{path} in ({})", values.join(", "))
            }
            Filter::Any { path, condition } => format!("{path}/any(x:{})", print_inside(condition)),
        }
    }

    /// Inside `any`, paths are relative to the variable.
    fn print_inside(condition: &Filter) -> String {
        let mut inside = condition.clone();
        if let Filter::Test { path, .. } = &mut inside {
            *path = if path.is_empty() {
                "x".into()
            } else {
                format!("x/{path}")
            };
        }
        print(&inside)
    }

    fn print_literal(literal: &Literal) -> String {
        match literal {
            Literal::Text(text) => format!("'{}'", text.replace('\'', "''")),
            Literal::Flag(flag) => flag.to_string(),
            Literal::Null => "null".into(),
            Literal::Instant(at) => at.format(&Rfc3339).expect("an instant"),
            Literal::Word(word) => word.clone(),
        }
    }

    fn literals() -> impl Strategy<Value = Literal> {
        prop_oneof![
            "[ -~øÅ]{0,12}".prop_map(Literal::Text),
            any::<bool>().prop_map(Literal::Flag),
            Just(Literal::Null),
            (0i64..4_000_000_000).prop_map(|at| Literal::Instant(
                OffsetDateTime::from_unix_timestamp(at).expect("an instant")
            )),
            "[0-9]{1,9}".prop_map(Literal::Word),
        ]
    }

    fn tests() -> impl Strategy<Value = Filter> {
        let operator = prop::sample::select(vec![
            Operator::Eq,
            Operator::Ne,
            Operator::Gt,
            Operator::Ge,
            Operator::Lt,
            Operator::Le,
            Operator::StartsWith,
            Operator::EndsWith,
            Operator::Contains,
        ]);
        ("p[a-z]{0,6}(/p[a-z]{0,4})?", operator, literals()).prop_map(|(path, operator, value)| {
            Filter::Test {
                path,
                operator,
                value,
            }
        })
    }

    fn filters() -> impl Strategy<Value = Filter> {
        let any = ("p[a-z]{0,6}", tests()).prop_map(|(path, condition)| Filter::Any {
            path,
            condition: Box::new(condition),
        });
        let one_of = ("p[a-z]{0,6}", prop::collection::vec(literals(), 1..4))
            .prop_map(|(path, values)| Filter::In { path, values });
        prop_oneof![4 => tests(), 1 => any, 1 => one_of].prop_recursive(4, 24, 2, |inner| {
            prop_oneof![
                (inner.clone(), inner.clone())
                    .prop_map(|(left, right)| Filter::And(left.into(), right.into())),
                (inner.clone(), inner.clone())
                    .prop_map(|(left, right)| Filter::Or(left.into(), right.into())),
                inner.prop_map(|inner| Filter::Not(inner.into())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(filter in filters()) {
            let written = print(&filter);
            let read = parse(&written);
            prop_assert_eq!(read.as_ref(), Ok(&filter), "{}", written);
        }

        #[test]
        fn no_text_makes_the_parser_panic(text in "\\PC{0,60}") {
            let _ = parse(&text);
        }

        #[test]
        fn pieces_of_filters_do_not_either(pieces in prop::collection::vec(
            prop::sample::select(vec!["a", " eq ", "'x'", "(", ")", "not ", " and ", " or ", "/any(p:p", "startsWith(", ",", " in ", "'"]), 0..24)) {
            let _ = parse(&pieces.concat());
        }

        #[test]
        fn a_name_is_found_by_itself(name in "[ -~äøł]{0,20}") {
            let filter = parse(&format!("name eq '{}'", name.replace('\'', "''"))).expect("parses");
            prop_assert!(filter.accepts(&Named(name)));
        }

        #[test]
        fn a_name_starts_with_its_beginning(name in "[a-zA-Z' ]{1,20}", cut in 0usize..20) {
            let start: String = name.chars().take(cut).collect();
            let filter = parse(&format!("startsWith(name,'{}')", start.replace('\'', "''"))).expect("parses");
            prop_assert!(filter.accepts(&Named(name.clone())));
            let negated = parse(&format!("not(startswith(name, '{}'))", start.replace('\'', "''"))).expect("parses");
            prop_assert!(!negated.accepts(&Named(name)));
        }
    }

    #[test]
    fn and_binds_tighter_than_or() {
        let filter = parse("name eq 'a' or name eq 'b' and name eq 'c'").expect("parses");
        assert!(filter.accepts(&Named("a".into())));
        assert!(!filter.accepts(&Named("b".into())));
        let filter = parse("(name eq 'a' or name eq 'b') and not (name eq 'a')").expect("parses");
        assert!(!filter.accepts(&Named("a".into())));
        assert!(filter.accepts(&Named("b".into())));
    }

    #[test]
    fn endless_nesting_is_refused() {
        assert!(parse(&"(".repeat(100_000)).is_err());
        assert!(parse(&"not ".repeat(100_000)).is_err());
    }
}
