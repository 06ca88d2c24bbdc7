//! `$filter`, `$select` and `$top` on short collections whose items are at hand as JSON.

use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::failure::Failure;
use super::filter::{Demand, Field, Operator, Record};
use super::filter_parser;
use super::page::Window;

const MAX_PAGE: usize = 999;

/// A page of the items that the query asks for. `$filter` compares the filterable properties for equality.
pub(crate) fn answer(
    call: &Call<'_>,
    context: Value,
    items: Vec<Value>,
    filterable: &[&str],
) -> Result<Answer, Failure> {
    let filter = call.query.get("filter").map(filter_parser::parse).transpose()?;
    for (path, demand) in filter.iter().flat_map(|filter| filter.demands()) {
        let known = filterable.iter().any(|name| name.eq_ignore_ascii_case(&path));
        if !known || demand != Demand::Test(Operator::Eq) {
            return Err(Failure::syntax(format!(
                "Invalid filter clause: the operation on '{path}' is not supported."
            )));
        }
    }
    let window = Window::of(call, MAX_PAGE, MAX_PAGE)?;
    let fits = |item: &Value| filter.as_ref().is_none_or(|filter| filter.accepts(&Item(item)));
    let found: Vec<Value> = items.into_iter().filter(fits).collect();
    let count = call.query.count().then_some(found.len());
    let rest = found.into_iter().enumerate().skip(window.from().unwrap_or(0));
    let page = window.fill(rest.map(|(place, item)| (place, selected(call, item))));
    Ok(window.answer(call, context, count, page))
}

/// The item with the properties in `$select` alone.
pub(crate) fn selected(call: &Call<'_>, mut item: Value) -> Value {
    if let (Some(names), Value::Object(properties)) = (call.query.select(), &mut item) {
        properties.retain(|name, _| {
            name.starts_with('@') || names.iter().any(|wanted| wanted.eq_ignore_ascii_case(name))
        });
    }
    item
}

/// An item as a filter sees it.
struct Item<'a>(&'a Value);

impl Record for Item<'_> {
    fn field(&self, path: &str) -> Field<'_> {
        let mut value = self.0;
        for name in path.split('/') {
            let Value::Object(properties) = value else {
                return Field::Absent;
            };
            let found = properties
                .iter()
                .find(|(known, _)| known.eq_ignore_ascii_case(name));
            let Some((_, inner)) = found else {
                return Field::Absent;
            };
            value = inner;
        }
        match value {
            Value::String(text) => Field::Text(text.as_str().into()),
            Value::Bool(flag) => Field::Flag(*flag),
            Value::Number(number) => Field::Text(json!(number).to_string().into()),
            _ => Field::Absent,
        }
    }
}
