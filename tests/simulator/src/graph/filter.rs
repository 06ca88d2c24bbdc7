//! `$filter`: its meaning. The syntax is in `filter_parser` (facts 1.3 and 9.2 for what resources accept).

use std::borrow::Cow;
use std::cmp::Ordering;

use time::OffsetDateTime;

use super::letters;

/// A condition.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Filter {
    And(Box<Filter>, Box<Filter>),
    Or(Box<Filter>, Box<Filter>),
    Not(Box<Filter>),
    /// `path op literal`, `op(path, literal)`.
    Test {
        path: String,
        operator: Operator,
        value: Literal,
    },
    /// `path in (…)`.
    In {
        path: String,
        values: Vec<Literal>,
    },
    /// `path/any(variable: condition)`; the condition's paths are relative to the item.
    Any {
        path: String,
        condition: Box<Filter>,
    },
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Eq,
    Ne,
    Gt,
    Ge,
    Lt,
    Le,
    StartsWith,
    EndsWith,
    Contains,
}

impl Operator {
    /// How the service calls the comparison, or else the function.
    pub(crate) fn kind(self) -> Result<&'static str, &'static str> {
        match self {
            Self::Eq => Ok("Equal"),
            Self::Ne => Ok("NotEqual"),
            Self::Gt => Ok("GreaterThan"),
            Self::Ge => Ok("GreaterThanOrEqual"),
            Self::Lt => Ok("LessThan"),
            Self::Le => Ok("LessThanOrEqual"),
            Self::StartsWith => Err("startswith"),
            Self::EndsWith => Err("endswith"),
            Self::Contains => Err("contains"),
        }
    }
}

/// A constant.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Literal {
    Text(String),
    Flag(bool),
    Null,
    Instant(OffsetDateTime),
    /// A bare word such as a GUID or a number.
    Word(String),
}

/// The value of a property.
pub(crate) enum Field<'a> {
    Absent,
    Text(Cow<'a, str>),
    Flag(bool),
    Instant(OffsetDateTime),
    Texts(Vec<&'a str>),
    /// How many items a collection has.
    Number(usize),
    Records(Vec<&'a dyn Record>),
}

/// Something with properties. Paths are lower case and use `/`; the empty path is the thing itself.
pub(crate) trait Record {
    fn field(&self, path: &str) -> Field<'_>;
}

impl Record for &str {
    fn field(&self, _path: &str) -> Field<'_> {
        Field::Text(Cow::Borrowed(self))
    }
}

/// What a filter asks of one property; a resource checks it against what it supports.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Demand {
    Test(Operator),
    In,
    Not,
}

impl Filter {
    /// Whether the record fulfils the condition.
    pub(crate) fn accepts(&self, record: &dyn Record) -> bool {
        match self {
            Self::And(left, right) => left.accepts(record) && right.accepts(record),
            Self::Or(left, right) => left.accepts(record) || right.accepts(record),
            Self::Not(inner) => !inner.accepts(record),
            Self::Test {
                path,
                operator,
                value,
            } => test(&record.field(path), *operator, value),
            Self::In { path, values } => {
                let field = record.field(path);
                values.iter().any(|value| test(&field, Operator::Eq, value))
            }
            Self::Any { path, condition } => match record.field(path) {
                Field::Texts(texts) => texts.iter().any(|text| condition.accepts(text)),
                // A single text is a collection of one: some properties are described as if they were several.
                Field::Text(text) => condition.accepts(&&*text),
                Field::Records(records) => records.iter().any(|record| condition.accepts(*record)),
                _ => false,
            },
        }
    }

    /// Every property that is asked about, with what is asked. Inside `any` the paths are joined by `/any/`.
    pub(crate) fn demands(&self) -> Vec<(String, Demand)> {
        let mut demands = Vec::new();
        self.collect("", &mut demands);
        demands
    }

    /// Every comparison with a constant, by full path as in [`demands`](Self::demands).
    pub(crate) fn comparisons(&self) -> Vec<(String, Operator, &Literal)> {
        let mut comparisons = Vec::new();
        self.collect_comparisons("", &mut comparisons);
        comparisons
    }

    fn collect_comparisons<'f>(&'f self, prefix: &str, found: &mut Vec<(String, Operator, &'f Literal)>) {
        match self {
            Self::And(left, right) | Self::Or(left, right) => {
                left.collect_comparisons(prefix, found);
                right.collect_comparisons(prefix, found);
            }
            Self::Not(inner) => inner.collect_comparisons(prefix, found),
            Self::Test {
                path,
                operator,
                value,
            } => found.push((format!("{prefix}{path}"), *operator, value)),
            Self::In { path, values } => {
                found.extend(
                    values
                        .iter()
                        .map(|value| (format!("{prefix}{path}"), Operator::Eq, value)),
                );
            }
            Self::Any { path, condition } => {
                condition.collect_comparisons(&format!("{prefix}{path}/any/"), found);
            }
        }
    }

    fn collect(&self, prefix: &str, demands: &mut Vec<(String, Demand)>) {
        match self {
            Self::And(left, right) | Self::Or(left, right) => {
                left.collect(prefix, demands);
                right.collect(prefix, demands);
            }
            Self::Not(inner) => {
                demands.push((prefix.to_owned(), Demand::Not));
                inner.collect(prefix, demands);
            }
            Self::Test { path, operator, .. } => {
                demands.push((format!("{prefix}{path}"), Demand::Test(*operator)));
            }
            Self::In { path, .. } => demands.push((format!("{prefix}{path}"), Demand::In)),
            Self::Any { path, condition } => condition.collect(&format!("{prefix}{path}/any/"), demands),
        }
    }
}

fn test(field: &Field<'_>, operator: Operator, value: &Literal) -> bool {
    match (field, value) {
        (Field::Absent, Literal::Null) => operator == Operator::Eq,
        (_, Literal::Null) => operator == Operator::Ne,
        (Field::Absent, _) => operator == Operator::Ne,
        (Field::Flag(flag), Literal::Flag(wanted)) => ordered(flag.cmp(wanted), operator),
        (Field::Instant(at), Literal::Instant(wanted)) => ordered(at.cmp(wanted), operator),
        (Field::Number(number), Literal::Word(wanted)) => wanted
            .parse()
            .is_ok_and(|wanted| ordered(number.cmp(&wanted), operator)),
        (Field::Text(text), Literal::Text(wanted) | Literal::Word(wanted)) => match operator {
            Operator::Eq => letters::same(text, wanted),
            Operator::Ne => !letters::same(text, wanted),
            Operator::StartsWith => letters::starts(text, wanted),
            Operator::EndsWith => text.to_lowercase().ends_with(&wanted.to_lowercase()),
            Operator::Contains => text.to_lowercase().contains(&wanted.to_lowercase()),
            _ => ordered(letters::compare(text, wanted), operator),
        },
        _ => operator == Operator::Ne,
    }
}

fn ordered(ordering: Ordering, operator: Operator) -> bool {
    match operator {
        Operator::Eq => ordering.is_eq(),
        Operator::Ne => ordering.is_ne(),
        Operator::Gt => ordering.is_gt(),
        Operator::Ge => ordering.is_ge(),
        Operator::Lt => ordering.is_lt(),
        Operator::Le => ordering.is_le(),
        Operator::StartsWith | Operator::EndsWith | Operator::Contains => false,
    }
}
