//! What can be asked of the collection of users: `$filter` property by property, `$search`, `$orderby`, and which of it
//! needs an advanced query (facts 1.3).

use super::call::Call;
use super::failure::Failure;
use super::filter::{Demand, Filter, Literal, Operator};
use super::filter_parser;
use super::search::Search;
use super::user_properties::{self, Holds, Offer, Property};
use crate::tenant::directory::User;
use crate::tenant::lookup::SortKey;

/// More alternatives in one question are refused.
const MAX_ALTERNATIVES: usize = 15;

/// Which people are asked for, and in which order.
pub(crate) struct Selection {
    search: Option<Search>,
    pub(crate) filter: Option<Filter>,
    pub(crate) order: Option<Order>,
    /// Whether the question is about the last sign-ins.
    pub(crate) asks_for_sign_ins: bool,
}

/// An order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Order {
    pub(crate) by: SortKey,
    pub(crate) descending: bool,
}

impl Selection {
    pub(crate) fn of(call: &Call<'_>) -> Result<Self, Failure> {
        let search = match call.query.get("search") {
            Some(_) if !call.is_eventual() => {
                return Err(Failure::unsupported_query(
                    "Request with $search query parameter only works through MSGraph with a special request \
                     header: 'ConsistencyLevel: eventual'",
                ));
            }
            Some(text) => Some(Search::parse(text, is_searchable)?),
            None => None,
        };
        let filter = call.query.get("filter").map(filter_parser::parse).transpose()?;
        let order = call.query.get("orderby").map(Order::parse).transpose()?;
        let mut needed = match &filter {
            Some(filter) => examine(filter)?,
            None => Offer::Always,
        };
        let sorted_by_index = order.is_some_and(|order| order.by == SortKey::Created);
        if sorted_by_index || (filter.is_some() && order.is_some()) {
            needed = Offer::Advanced;
        }
        // The segment counts by itself; elsewhere the option has to ask for it.
        let counts = call.query.count() || call.path.segment(1).eq_ignore_ascii_case("$count");
        if needed == Offer::Advanced && !(call.is_eventual() && counts) {
            return Err(Failure::unsupported_query("Unsupported Query."));
        }
        if call.query.get("expand").is_some() && (needed == Offer::Advanced || search.is_some()) {
            return Err(Failure::unsupported_query(
                "The $expand query option is not supported with advanced queries.",
            ));
        }
        let asks_for_sign_ins = filter.as_ref().is_some_and(|filter| {
            let mut demands = filter.demands().into_iter();
            demands.any(|(path, _)| path.starts_with("signinactivity/"))
        });
        Ok(Self {
            search,
            filter,
            order,
            asks_for_sign_ins,
        })
    }

    /// Whether the person is one of them.
    pub(crate) fn includes(&self, user: &User) -> bool {
        self.search.as_ref().is_none_or(|search| search.finds(user))
            && self.filter.as_ref().is_none_or(|filter| filter.accepts(user))
    }
}

impl Order {
    fn parse(text: &str) -> Result<Self, Failure> {
        let lower = text.trim().to_ascii_lowercase();
        let (property, direction) = lower.split_once(' ').unwrap_or((lower.as_str(), "asc"));
        let by = match property {
            "displayname" => SortKey::DisplayName,
            "userprincipalname" => SortKey::UserPrincipalName,
            "createddatetime" => SortKey::Created,
            _ => {
                return Err(Failure::unsupported_query(format!(
                    "Sort not supported for current query: '{text}'."
                )));
            }
        };
        let descending = match direction.trim() {
            "asc" => false,
            "desc" => true,
            _ => {
                return Err(Failure::syntax(format!(
                    "Syntax error at position {} in '{text}'.",
                    property.len()
                )));
            }
        };
        Ok(Self { by, descending })
    }
}

/// What can be compared from its beginning can be searched.
fn is_searchable(name: &str) -> bool {
    user_properties::find(name).is_some_and(|property| {
        matches!(property.holds, Holds::Text | Holds::Texts) && property.starts() != Offer::Never
    })
}

/// What the filter needs; refuses what even an advanced query does not get.
fn examine(filter: &Filter) -> Result<Offer, Failure> {
    let mut needed = Offer::Always;
    let demands = filter.demands();
    for (path, demand) in &demands {
        let offer = match demand {
            Demand::Not => Offer::Advanced,
            _ => offer(path, demand)?,
        };
        if offer == Offer::Advanced {
            needed = Offer::Advanced;
        }
    }
    for (path, operator, value) in filter.comparisons() {
        if check_value(&path, operator, value)? == Offer::Advanced {
            needed = Offer::Advanced;
        }
    }
    let about_sign_ins = |path: &String| path.starts_with("signinactivity/");
    let (sign_ins, others): (Vec<_>, Vec<_>) = demands.iter().partition(|(path, _)| about_sign_ins(path));
    if !sign_ins.is_empty() && others.iter().any(|(_, demand)| *demand != Demand::Not) {
        return Err(Failure::unsupported_query(
            "Filtering on signInActivity is not supported together with other filterable properties.",
        ));
    }
    let alternatives = alternatives(filter);
    if alternatives > MAX_ALTERNATIVES {
        return Err(Failure::syntax(format!(
            "Too many child clauses specified in search filter expression containing 'OR' operators: {alternatives}. \
             Max allowed: {MAX_ALTERNATIVES}."
        )));
    }
    Ok(needed)
}

/// How a question about a path is answered.
fn offer(path: &str, demand: &Demand) -> Result<Offer, Failure> {
    let (property, inside) = resolve(path)?;
    let offer = match (property.holds, inside) {
        (Holds::Texts | Holds::Objects, "/$count") => match demand {
            Demand::Test(Operator::Eq | Operator::Ne) => Offer::Advanced,
            _ => Offer::Never,
        },
        (Holds::Texts, "/any/") | (Holds::Text | Holds::Flag | Holds::Instant, "") => match demand {
            Demand::Test(Operator::Eq) | Demand::In => property.equals(),
            Demand::Test(Operator::Ne) => property.equals().max(Offer::Advanced),
            Demand::Test(Operator::Ge | Operator::Le) => property.compares(),
            Demand::Test(Operator::StartsWith) => property.starts(),
            Demand::Test(Operator::EndsWith) => property.ends(),
            Demand::Test(Operator::Gt | Operator::Lt | Operator::Contains) => Offer::Never,
            Demand::Not => Offer::Advanced,
        },
        (
            Holds::SignIns,
            "/lastsignindatetime" | "/lastnoninteractivesignindatetime" | "/lastsuccessfulsignindatetime",
        ) => match demand {
            Demand::Test(Operator::Eq | Operator::Ge | Operator::Le) => Offer::Always,
            Demand::Test(Operator::Ne) => Offer::Advanced,
            _ => Offer::Never,
        },
        _ => Offer::Never,
    };
    match offer {
        Offer::Never if !property.is_indexed() => Err(Failure::unsupported_query(
            "The request uses a filter property that is not indexed",
        )),
        Offer::Never => Err(Failure::unsupported_query(format!(
            "Unsupported or invalid query filter clause specified for property '{}' of resource 'User'.",
            property.name
        ))),
        offer => Ok(offer),
    }
}

/// The property that a path begins with, and the rest of the path.
fn resolve(path: &str) -> Result<(&'static Property, &str), Failure> {
    let end = path.find('/').unwrap_or(path.len());
    let (name, inside) = path.split_at(end);
    let property = user_properties::find(name).ok_or_else(|| {
        Failure::syntax(format!(
            "Invalid filter clause: Could not find a property named '{name}' on type 'microsoft.graph.user'."
        ))
    })?;
    Ok((property, inside))
}

/// Refuses a constant of the wrong type, and tells what a comparison with null needs.
fn check_value(path: &str, operator: Operator, value: &Literal) -> Result<Offer, Failure> {
    let (property, inside) = resolve(path)?;
    if *value == Literal::Null {
        return match property.is_null() {
            Offer::Never => Err(Failure::unsupported_query(format!(
                "Unsupported or invalid query filter clause specified for property '{}' of resource 'User'.",
                property.name
            ))),
            offer => Ok(offer),
        };
    }
    let wanted = match (property.holds, inside) {
        (_, "/$count") => "Edm.Int64",
        (Holds::Flag, _) => "Edm.Boolean",
        (Holds::Instant | Holds::SignIns, _) => "Edm.DateTimeOffset",
        _ => "Edm.String",
    };
    let given = match value {
        Literal::Text(_) => "Edm.String",
        Literal::Flag(_) => "Edm.Boolean",
        Literal::Instant(_) => "Edm.DateTimeOffset",
        Literal::Word(word) if word.parse::<i64>().is_ok() => "Edm.Int64",
        Literal::Word(word) if uuid::Uuid::try_parse(word).is_ok() => "Edm.Guid",
        Literal::Word(word) => {
            return Err(Failure::syntax(format!(
                "Invalid filter clause: Could not find a property named '{word}' on type 'microsoft.graph.user'."
            )));
        }
        Literal::Null => return Ok(Offer::Always),
    };
    if wanted == given {
        return Ok(Offer::Always);
    }
    Err(Failure::syntax(match operator.kind() {
        Ok(kind) => format!(
            "Invalid filter clause: A binary operator with incompatible types was detected. Found operand types \
             '{wanted}' and '{given}' for operator kind '{kind}'."
        ),
        Err(function) => format!(
            "Invalid filter clause: No function signature for the function with name '{function}' matches the \
             specified arguments."
        ),
    }))
}

/// The most conditions of which one is enough.
fn alternatives(filter: &Filter) -> usize {
    match filter {
        Filter::Or(left, right) => alternatives(left) + alternatives(right),
        Filter::And(left, right) => alternatives(left).max(alternatives(right)),
        Filter::Not(inner) => alternatives(inner),
        Filter::In { values, .. } => values.len(),
        Filter::Any { condition, .. } => alternatives(condition),
        Filter::Test { .. } => 1,
    }
}
