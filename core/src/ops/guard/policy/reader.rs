//! Reads JSON field by field, and keeps every mistake with its place instead of stopping at the first.

use crate::api::PolicyFault;
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::collections::HashSet;
use std::fmt;
use std::ops::RangeInclusive;

const LONGEST_LIST: usize = 200;
const LONGEST_TEXT: usize = 256;

/// The mistakes so far.
#[derive(Default)]
pub(super) struct Reader {
    faults: Vec<PolicyFault>,
}

/// An object of the document, with its place.
pub(super) struct Section<'a> {
    path: String,
    fields: &'a Map<String, Value>,
}

impl<'a> Section<'a> {
    pub(super) fn get(&self, field: &str) -> Option<&'a Value> {
        self.fields.get(field)
    }

    fn place(&self, field: &str) -> String {
        if self.path.is_empty() {
            field.to_owned()
        } else {
            format!("{}.{field}", self.path)
        }
    }
}

impl Reader {
    /// What was read, unless there were mistakes.
    pub(super) fn finish<T>(self, read: T) -> Result<T, Vec<PolicyFault>> {
        if self.faults.is_empty() {
            Ok(read)
        } else {
            Err(self.faults)
        }
    }

    pub(super) fn fault(&mut self, field: &str, message: &str) {
        self.faults.push(PolicyFault {
            field: field.to_owned(),
            message: message.to_owned(),
        });
    }

    pub(super) fn fault_in(&mut self, section: &Section<'_>, field: &str, message: &str) {
        self.fault(&section.place(field), message);
    }

    /// The document as a whole. A field that is there twice is refused: the second would hide the first.
    pub(super) fn document(&mut self, text: &str) -> Option<Value> {
        let read = serde_json::from_str::<Once>(text).and_then(|_| serde_json::from_str(text));
        match read {
            Ok(value) => Some(value),
            Err(error) => {
                self.fault("", &format!("is not the JSON of a policy: {error}"));
                None
            }
        }
    }

    /// An object, where there is one.
    pub(super) fn section<'a>(&mut self, path: &str, value: Option<&'a Value>) -> Option<Section<'a>> {
        match value? {
            Value::Object(fields) => Some(Section {
                path: path.to_owned(),
                fields,
            }),
            _ => {
                self.fault(path, "must be an object");
                None
            }
        }
    }

    /// Refuses every other field: a misspelt one would protect nobody.
    pub(super) fn knows(&mut self, section: &Section<'_>, known: &[&str]) {
        for field in section.fields.keys() {
            if !known.contains(&field.as_str()) {
                let message = format!("is no field of a policy; here may be {}", known.join(", "));
                self.fault_in(section, field, &message);
            }
        }
    }

    pub(super) fn switch(&mut self, section: &Section<'_>, field: &str) -> Option<bool> {
        let value = section.get(field)?;
        if !value.is_boolean() {
            self.fault_in(section, field, "must be true or false");
        }
        value.as_bool()
    }

    pub(super) fn number(
        &mut self,
        section: &Section<'_>,
        field: &str,
        allowed: RangeInclusive<u32>,
    ) -> Option<u32> {
        let value = section.get(field)?;
        let number = value.as_u64().and_then(|number| u32::try_from(number).ok());
        let number = number.filter(|number| allowed.contains(number));
        if number.is_none() {
            let message = format!(
                "must be a whole number from {} to {}",
                allowed.start(),
                allowed.end()
            );
            self.fault_in(section, field, &message);
        }
        number
    }

    /// Refuses a list without entries.
    pub(super) fn not_empty(&mut self, section: &Section<'_>, field: &str, message: &str) {
        if section
            .get(field)
            .and_then(Value::as_array)
            .is_some_and(Vec::is_empty)
        {
            self.fault_in(section, field, message);
        }
    }

    /// A list of texts, trimmed. `wrong` says what is wrong with one of them.
    pub(super) fn texts(
        &mut self,
        section: &Section<'_>,
        field: &str,
        wrong: impl Fn(&str) -> Option<&'static str>,
    ) -> Option<Vec<String>> {
        let Value::Array(items) = section.get(field)? else {
            self.fault_in(section, field, "must be a list of texts");
            return None;
        };
        if items.len() > LONGEST_LIST {
            let message = format!("has more than {LONGEST_LIST} entries");
            self.fault_in(section, field, &message);
        }
        let mut texts = Vec::new();
        for (index, item) in items.iter().enumerate() {
            let text = item.as_str().map(str::trim).unwrap_or_default();
            let message = if text.is_empty() {
                Some("must be a text that is not empty".to_owned())
            } else if text.chars().count() > LONGEST_TEXT {
                Some(format!("is longer than {LONGEST_TEXT} characters"))
            } else {
                wrong(text).map(|why| format!("`{text}` {why}"))
            };
            match message {
                Some(message) => self.fault_in(section, &format!("{field}[{index}]"), &message),
                None => texts.push(text.to_owned()),
            }
        }
        Some(texts)
    }
}

/// Any JSON in which no object has a field twice.
struct Once;

impl<'de> Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(OnceVisitor)
    }
}

struct OnceVisitor;

impl<'de> Visitor<'de> for OnceVisitor {
    type Value = Once;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, _: bool) -> Result<Once, E> {
        Ok(Once)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Once, E> {
        Ok(Once)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Once, E> {
        Ok(Once)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Once, E> {
        Ok(Once)
    }

    fn visit_str<E>(self, _: &str) -> Result<Once, E> {
        Ok(Once)
    }

    fn visit_unit<E>(self) -> Result<Once, E> {
        Ok(Once)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Once, A::Error> {
        while items.next_element::<Once>()?.is_some() {}
        Ok(Once)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Once, A::Error> {
        let mut known = HashSet::new();
        while let Some(name) = fields.next_key::<String>()? {
            if known.contains(&name) {
                return Err(A::Error::custom(format_args!(
                    "the field `{name}` is there twice"
                )));
            }
            known.insert(name);
            fields.next_value::<Once>()?;
        }
        Ok(Once)
    }
}
