//! `$filter`, `$search`, `$orderby` and `$count` on collections of directory objects, and which of them are advanced
//! queries (facts 1.3).

use std::borrow::Cow;

use serde_json::{Map, Value};
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;

use super::super::call::Call;
use super::super::failure::Failure;
use super::super::filter::{Demand, Field, Filter, Operator, Record};
use super::super::filter_parser;
use super::super::search::Search;
use super::kind::{Asked, Kind};
use super::values;
use crate::tenant::Tenant;
use crate::tenant::objects::Object;

/// Where a collection is, which decides what is an advanced query there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// A collection of its own, such as `/groups`.
    Collection,
    /// What an object is related to: every question about it needs the directory's index.
    Relation,
}

/// Which objects are asked for, and in which order.
pub(crate) struct Selection {
    search: Option<Search>,
    filter: Option<Filter>,
    pub(crate) order: Option<Order>,
}

/// An order by display name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Order {
    pub(crate) descending: bool,
}

impl Selection {
    /// Reads the options. `kinds` are those that the collection can hold; `counting` is set below `$count`.
    pub(crate) fn of(call: &Call<'_>, kinds: &[Kind], place: Place, counting: bool) -> Result<Self, Failure> {
        let search = match call.query.get("search") {
            Some(_) if !call.is_eventual() => {
                return Err(Failure::unsupported_query(
                    "Request with $search query parameter only works through MSGraph with a special request \
                     header: 'ConsistencyLevel: eventual'",
                ));
            }
            Some(text) => Some(Search::parse(text, |name| SEARCHABLE.contains(&name))?),
            None => None,
        };
        let filter = call.query.get("filter").map(filter_parser::parse).transpose()?;
        let order = call.query.get("orderby").map(Order::parse).transpose()?;
        let asked = filter.is_some() || order.is_some();
        let mut advanced = (place == Place::Relation && asked) || (filter.is_some() && order.is_some());
        for (path, demand) in filter.iter().flat_map(Filter::demands) {
            advanced |= needs_index(kinds, &path, &demand)?;
        }
        if advanced && !(call.is_eventual() && (call.query.count() || counting)) {
            return Err(Failure::unsupported_query("Unsupported Query."));
        }
        Ok(Self {
            search,
            filter,
            order,
        })
    }

    pub(crate) fn includes(&self, tenant: &Tenant, object: &Object<'_>) -> bool {
        if self.search.is_none() && self.filter.is_none() {
            return true;
        }
        let asked = Shape::of(tenant, object);
        self.search.as_ref().is_none_or(|search| search.finds(&asked))
            && self.filter.as_ref().is_none_or(|filter| filter.accepts(&asked))
    }
}

/// Properties that can be searched.
const SEARCHABLE: &[&str] = &[
    "displayname",
    "description",
    "mail",
    "mailnickname",
    "userprincipalname",
    "givenname",
    "surname",
];

/// Whether the question needs the directory's index; refuses what even the index does not answer.
fn needs_index(kinds: &[Kind], path: &str, demand: &Demand) -> Result<bool, Failure> {
    if *demand == Demand::Not {
        return Ok(true);
    }
    let (name, inside) = path.split_once('/').unwrap_or((path, ""));
    let resource = kinds.first().map_or("directoryObject", |kind| kind.name());
    let asked = kinds
        .iter()
        .find_map(|kind| kind.property(name))
        .map(|it| it.asked);
    let asked = asked.ok_or_else(|| {
        Failure::syntax(format!(
            "Invalid filter clause: Could not find a property named '{name}' on type 'microsoft.graph.{resource}'."
        ))
    })?;
    let operator = match demand {
        Demand::Test(operator) => *operator,
        Demand::In | Demand::Not => Operator::Eq,
    };
    let answered = match (asked, operator) {
        (Asked::Never, _) => {
            return Err(Failure::unsupported_query(
                "The request uses a filter property that is not indexed",
            ));
        }
        (Asked::Texts, Operator::Eq | Operator::StartsWith) => inside == "any/",
        (Asked::Equal | Asked::Text | Asked::Instant, Operator::Eq | Operator::Ne) => inside.is_empty(),
        (Asked::Text, Operator::StartsWith | Operator::Ge | Operator::Le)
        | (Asked::Instant, Operator::Ge | Operator::Le) => inside.is_empty(),
        (Asked::Text, Operator::EndsWith) => name == "mail" || name == "userprincipalname",
        _ => false,
    };
    if !answered {
        return Err(Failure::unsupported_query(format!(
            "Unsupported or invalid query filter clause specified for property '{name}' of resource '{resource}'."
        )));
    }
    Ok(matches!(operator, Operator::Ne | Operator::EndsWith))
}

impl Order {
    fn parse(text: &str) -> Result<Self, Failure> {
        let lower = text.trim().to_ascii_lowercase();
        let (property, direction) = lower.split_once(' ').unwrap_or((lower.as_str(), "asc"));
        if property != "displayname" {
            return Err(Failure::unsupported_query(format!(
                "Sort not supported for current query: '{text}'."
            )));
        }
        match direction.trim() {
            "asc" => Ok(Self { descending: false }),
            "desc" => Ok(Self { descending: true }),
            _ => Err(Failure::syntax(format!(
                "Syntax error at position {} in '{text}'.",
                property.len()
            ))),
        }
    }
}

/// The properties of an object that can be asked for.
struct Shape(Map<String, Value>);

impl Shape {
    fn of(tenant: &Tenant, object: &Object<'_>) -> Self {
        let properties = Kind::of(object).properties().iter();
        let asked = properties.filter(|property| property.asked != Asked::Never);
        Self(
            asked
                .map(|it| (it.name.to_lowercase(), values::value(tenant, object, it.name)))
                .collect(),
        )
    }
}

impl Record for Shape {
    fn field(&self, path: &str) -> Field<'_> {
        match self.0.get(path) {
            Some(Value::Bool(flag)) => Field::Flag(*flag),
            Some(Value::String(text)) if path.ends_with("datetime") => {
                OffsetDateTime::parse(text, &Rfc3339).map_or(Field::Absent, Field::Instant)
            }
            Some(Value::String(text)) => Field::Text(Cow::Borrowed(text)),
            Some(Value::Array(texts)) => Field::Texts(texts.iter().filter_map(Value::as_str).collect()),
            _ => Field::Absent,
        }
    }
}

/// By what objects are sorted.
pub(crate) fn sort_key(object: &Object<'_>) -> String {
    match object {
        Object::User(user) => user.display_name.to_lowercase(),
        Object::Group(group) => group.display_name.to_lowercase(),
        Object::Unit(unit) => unit.display_name.to_lowercase(),
        Object::ServicePrincipal(principal) => principal.name.to_lowercase(),
        Object::Role(_, role) => role.name.to_lowercase(),
    }
}
