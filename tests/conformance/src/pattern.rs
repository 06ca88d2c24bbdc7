//! Patterns: what a case expects of a JSON value. Every key that the pattern names must fit; what it does not
//! name may be anything.

use std::fmt;

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

/// One thing that is not as expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// Where, such as `response.steps[2].status`.
    pub path: String,
    /// What was expected and what was found.
    pub problem: String,
}

impl Difference {
    /// A difference at that place.
    pub fn new(path: impl Into<String>, problem: impl Into<String>) -> Self {
        Self {
            path: path.into(),
            problem: problem.into(),
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.problem)
    }
}

/// What a value should look like.
///
/// In JSON, a plain value stands for itself; objects fit when each of their keys does, arrays when they are as
/// long and fit item by item. An object with one key that begins with `$` is an operator:
///
/// | operator | fits |
/// | --- | --- |
/// | `{"$any": true}` | whatever is there |
/// | `{"$absent": true}` | nothing |
/// | `{"$contains": [p, …]}` | an array in which every `p` fits some item |
/// | `{"$text": "part"}` | a text with that part in it |
/// | `{"$atLeast": n}` | a number not below `n` |
/// | `{"$atMost": n}` | a number not above `n` |
#[derive(Clone, Debug, PartialEq)]
pub enum Pattern {
    /// A number, text, boolean or null that must be equal.
    Exactly(Value),
    /// An object that has at least these keys.
    Keys(Vec<(String, Pattern)>),
    /// An array of these items.
    Items(Vec<Pattern>),
    /// An array with all of these among its items.
    Contains(Vec<Pattern>),
    /// Anything but absence.
    Any,
    /// Absence.
    Absent,
    /// A text with this part.
    Text(String),
    /// A number not below this.
    AtLeast(f64),
    /// A number not above this.
    AtMost(f64),
}

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// Names the operator that does not exist or has a wrong operand.
    pub fn parse(value: Value) -> Result<Self, String> {
        match value {
            Value::Array(items) => Ok(Self::Items(parse_all(items)?)),
            Value::Object(keys) => match single_operator(&keys) {
                Some(operator) => {
                    let operator = operator.to_owned();
                    let operand = keys
                        .into_iter()
                        .next()
                        .map(|(_, operand)| operand)
                        .unwrap_or_default();
                    Self::operator(&operator, operand)
                }
                None => keys
                    .into_iter()
                    .map(|(key, value)| Ok((key, Self::parse(value)?)))
                    .collect::<Result<_, _>>()
                    .map(Self::Keys),
            },
            plain => Ok(Self::Exactly(plain)),
        }
    }

    fn operator(name: &str, operand: Value) -> Result<Self, String> {
        match (name, operand) {
            ("$any", Value::Bool(true)) => Ok(Self::Any),
            ("$absent", Value::Bool(true)) => Ok(Self::Absent),
            ("$contains", Value::Array(items)) => Ok(Self::Contains(parse_all(items)?)),
            ("$text", Value::String(part)) => Ok(Self::Text(part)),
            ("$atLeast", Value::Number(least)) => Ok(Self::AtLeast(least.as_f64().unwrap_or(f64::NAN))),
            ("$atMost", Value::Number(most)) => Ok(Self::AtMost(most.as_f64().unwrap_or(f64::NAN))),
            (name, operand) => Err(format!("no operator {name} with the operand {operand}")),
        }
    }

    /// Whether the value fits.
    pub fn fits(&self, found: &Value) -> bool {
        self.differences("", Some(found)).is_empty()
    }

    /// What does not fit, if anything. `path` is where the value was found.
    pub fn differences(&self, path: &str, found: Option<&Value>) -> Vec<Difference> {
        let mut differences = Vec::new();
        self.compare(path, found, &mut differences);
        differences
    }

    fn compare(&self, path: &str, found: Option<&Value>, differences: &mut Vec<Difference>) {
        let mut differ = |expected: &dyn fmt::Display| {
            let found = found.map_or_else(|| "nothing".to_owned(), shortened);
            differences.push(Difference::new(
                path,
                format!("expected {expected}, found {found}"),
            ));
        };
        match (self, found) {
            (Self::Absent, None) | (Self::Any, Some(_)) => {}
            (Self::Absent, Some(_)) => differ(&"nothing"),
            (Self::Any, None) => differ(&"something"),
            (Self::Exactly(expected), found) => {
                if !found.is_some_and(|found| equal(expected, found)) {
                    differ(expected);
                }
            }
            (Self::Text(part), found) => {
                if !found
                    .and_then(Value::as_str)
                    .is_some_and(|text| text.contains(part))
                {
                    differ(&format_args!("a text with \"{part}\""));
                }
            }
            (Self::AtLeast(least), found) => {
                if found.and_then(Value::as_f64).is_none_or(|number| number < *least) {
                    differ(&format_args!("at least {least}"));
                }
            }
            (Self::AtMost(most), found) => {
                if found.and_then(Value::as_f64).is_none_or(|number| number > *most) {
                    differ(&format_args!("at most {most}"));
                }
            }
            (Self::Keys(keys), Some(Value::Object(object))) => {
                for (key, pattern) in keys {
                    pattern.compare(&member(path, key), object.get(key), differences);
                }
            }
            (Self::Keys(_), _) => differ(&"an object"),
            (Self::Items(patterns), Some(Value::Array(items))) => {
                if patterns.len() != items.len() {
                    differ(&format_args!("{} items", patterns.len()));
                }
                for (index, (pattern, item)) in patterns.iter().zip(items).enumerate() {
                    pattern.compare(&format!("{path}[{index}]"), Some(item), differences);
                }
            }
            (Self::Contains(patterns), Some(Value::Array(items))) => {
                for pattern in patterns {
                    if !items.iter().any(|item| pattern.fits(item)) {
                        differ(&format_args!("an item that fits {pattern}"));
                    }
                }
            }
            (Self::Items(_) | Self::Contains(_), _) => differ(&"an array"),
        }
    }
}

fn parse_all(values: Vec<Value>) -> Result<Vec<Pattern>, String> {
    values.into_iter().map(Pattern::parse).collect()
}

fn single_operator(keys: &Map<String, Value>) -> Option<&str> {
    keys.keys()
        .next()
        .map(String::as_str)
        .filter(|key| keys.len() == 1 && key.starts_with('$'))
}

/// Numbers are equal by value: some surfaces write `1.0` for `1`.
fn equal(expected: &Value, found: &Value) -> bool {
    match (expected.as_f64(), found.as_f64()) {
        (Some(expected), Some(found)) => expected == found,
        _ => expected == found,
    }
}

fn member(path: &str, key: &str) -> String {
    if path.is_empty() {
        key.to_owned()
    } else {
        format!("{path}.{key}")
    }
}

fn shortened(value: &Value) -> String {
    const ENOUGH: usize = 600;
    let text = value.to_string();
    match text.char_indices().nth(ENOUGH) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, patterns: &[Self]| {
            patterns.iter().enumerate().try_for_each(|(index, pattern)| {
                f.write_str(if index == 0 { "" } else { "," })?;
                pattern.fmt(f)
            })
        };
        match self {
            Self::Exactly(value) => value.fmt(f),
            Self::Keys(keys) => {
                f.write_str("{")?;
                for (index, (key, pattern)) in keys.iter().enumerate() {
                    write!(f, "{}\"{key}\":{pattern}", if index == 0 { "" } else { "," })?;
                }
                f.write_str("}")
            }
            Self::Items(patterns) => {
                f.write_str("[")?;
                list(f, patterns)?;
                f.write_str("]")
            }
            Self::Contains(patterns) => {
                f.write_str("{\"$contains\":[")?;
                list(f, patterns)?;
                f.write_str("]}")
            }
            Self::Any => f.write_str("{\"$any\":true}"),
            Self::Absent => f.write_str("{\"$absent\":true}"),
            Self::Text(part) => write!(f, "{{\"$text\":{}}}", Value::from(part.as_str())),
            Self::AtLeast(least) => write!(f, "{{\"$atLeast\":{least}}}"),
            Self::AtMost(most) => write!(f, "{{\"$atMost\":{most}}}"),
        }
    }
}

impl<'de> Deserialize<'de> for Pattern {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::parse(Value::deserialize(deserializer)?).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn lines(pattern: Value, found: &Value) -> Vec<String> {
        let pattern = Pattern::parse(pattern).expect("a pattern");
        pattern
            .differences("response", Some(found))
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    #[test]
    fn what_is_not_named_may_be_anything() {
        let found = json!({"outcome": "done", "steps": [{"step": 1, "status": "done"}], "n": 2.0});
        assert!(lines(json!({"outcome": "done", "n": 2}), &found).is_empty());
        assert!(lines(json!({"steps": [{"status": "done"}]}), &found).is_empty());
    }

    #[test]
    fn differences_say_where_and_what() {
        let found = json!({"outcome": "partial", "steps": [{"status": "done"}, {"status": "failed"}]});
        assert_eq!(
            lines(
                json!({"outcome": "done", "steps": [{"status": "done"}, {"status": "done"}]}),
                &found
            ),
            [
                r#"response.outcome: expected "done", found "partial""#,
                r#"response.steps[1].status: expected "done", found "failed""#,
            ]
        );
        assert!(
            lines(json!({"steps": []}), &found)[0].starts_with("response.steps: expected 0 items, found [")
        );
        assert_eq!(
            lines(json!({"notes": ["x"]}), &found),
            ["response.notes: expected an array, found nothing"]
        );
    }

    #[test]
    fn operators() {
        let found = json!({"kinds": ["phone", "fido2"], "message": "nobody is named so", "refusals": 3});
        for fits in [
            json!({"kinds": {"$contains": ["fido2"]}}),
            json!({"kinds": {"$any": true}, "notes": {"$absent": true}}),
            json!({"message": {"$text": "named"}}),
            json!({"refusals": {"$atLeast": 3}}),
            json!({"refusals": {"$atMost": 3}}),
        ] {
            assert_eq!(lines(fits.clone(), &found), Vec::<String>::new(), "{fits}");
        }
        for (differs, line) in [
            (
                json!({"kinds": {"$contains": [{"kind": "email"}]}}),
                r#"response.kinds: expected an item that fits {"kind":"email"}, found ["phone","fido2"]"#,
            ),
            (
                json!({"kinds": {"$absent": true}}),
                r#"response.kinds: expected nothing, found ["phone","fido2"]"#,
            ),
            (
                json!({"notes": {"$any": true}}),
                "response.notes: expected something, found nothing",
            ),
            (
                json!({"message": {"$text": "anybody"}}),
                r#"response.message: expected a text with "anybody", found "nobody is named so""#,
            ),
            (
                json!({"refusals": {"$atLeast": 4}}),
                "response.refusals: expected at least 4, found 3",
            ),
            (
                json!({"refusals": {"$atMost": 2}}),
                "response.refusals: expected at most 2, found 3",
            ),
        ] {
            assert_eq!(lines(differs, &found), [line]);
        }
    }

    #[test]
    fn a_mistaken_operator_is_refused() {
        for mistake in [
            json!({"$contain": []}),
            json!({"$any": false}),
            json!([{"x": {"$text": 1}}]),
        ] {
            assert!(Pattern::parse(mistake.clone()).is_err(), "{mistake}");
        }
    }

    #[test]
    fn prints_as_it_is_written() {
        let written = json!({"a": [1, {"$contains": [{"$any": true}]}], "b": {"$text": "x\"y"}});
        let printed = Pattern::parse(written.clone()).expect("a pattern").to_string();
        assert_eq!(serde_json::from_str::<Value>(&printed).expect("JSON"), written);
    }
}
