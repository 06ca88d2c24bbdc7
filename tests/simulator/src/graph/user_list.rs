//! Users as a collection: `$search`, `$filter`, `$orderby`, paging and the rules of advanced queries (facts 1.3).

use serde_json::Value;

use super::call::{Answer, Call};
use super::failure::Failure;
use super::filter::{Demand, Filter, Operator};
use super::filter_parser;
use super::page::Window;
use super::search::Search;
use super::user_properties;
use super::users::{FULL, visible_properties};
use crate::tenant::directory::User;

const DEFAULT_PAGE: usize = 100;
const MAX_PAGE: usize = 999;

/// Properties for which `startsWith` and `eq` are offered, and properties for `eq` only.
const STARTS_WITH: &[&str] = &[
    "displayname",
    "mail",
    "userprincipalname",
    "givenname",
    "surname",
    "department",
    "jobtitle",
    "employeeid",
    "usagelocation",
    "othermails/any/",
    "proxyaddresses/any/",
];
const EQUALS: &[&str] = &[
    "id",
    "usertype",
    "accountenabled",
    "onpremisessyncenabled",
    "createddatetime",
];
const ENDS_WITH: &[&str] = &[
    "mail",
    "userprincipalname",
    "othermails/any/",
    "proxyaddresses/any/",
];
/// Properties that exist but have no index.
const UNINDEXED: &[&str] = &[
    "mobilephone",
    "officelocation",
    "preferredlanguage",
    "signinsessionsvalidfromdatetime",
    "externaluserstate",
];

/// `GET /users`
pub(crate) fn list(call: &mut Call<'_>) -> Result<Answer, Failure> {
    call.require(&[FULL, &["User.ReadBasic.All"]].concat())?;
    call.query.only(&[
        "count",
        "expand",
        "filter",
        "orderby",
        "search",
        "select",
        "skiptoken",
        "top",
    ])?;
    let properties = visible_properties(call, true)?;
    let wanted = Selection::of(call)?;
    let window = Window::of(call, DEFAULT_PAGE, MAX_PAGE)?;

    let directory = &call.tenant.directory;
    let mut found: Vec<(usize, &User)> = directory
        .placed_people()
        .filter(|(_, user)| wanted.includes(user))
        .collect();
    if let Some(order) = &wanted.order {
        found.sort_by_cached_key(|(_, user)| order.key(user));
        if order.descending {
            found.reverse();
        }
    }
    let count = (call.query.count() && call.is_eventual()).then_some(found.len());
    let rest = found
        .iter()
        .skip_while(|(place, _)| window.from().is_some_and(|from| from != *place));
    let page = window
        .fill(rest.map(|(place, user)| (*place, Value::Object(user_properties::render(user, &properties)))));
    let of = match call.query.select() {
        Some(_) => format!("users({})", properties.join(",")),
        None => "users".into(),
    };
    Ok(window.answer(call, call.context(&of), count, page))
}

/// `GET /users/$count`
pub(crate) fn count(call: &mut Call<'_>) -> Result<Answer, Failure> {
    call.require(&[FULL, &["User.ReadBasic.All"]].concat())?;
    if !call.is_eventual() {
        return Err(Failure::new(
            400,
            "Request_BadRequest",
            "$count is not currently supported.",
        ));
    }
    let wanted = Selection::of(call)?;
    let count = call
        .tenant
        .directory
        .people()
        .filter(|user| wanted.includes(user))
        .count();
    Ok(Answer::Count(count))
}

struct Selection {
    search: Option<Search>,
    filter: Option<Filter>,
    order: Option<Order>,
}

impl Selection {
    fn of(call: &Call<'_>) -> Result<Self, Failure> {
        let search = match call.query.get("search") {
            Some(_) if !call.is_eventual() => {
                return Err(Failure::unsupported_query(
                    "Request with $search query parameter only works through MSGraph with a special request \
                     header: 'ConsistencyLevel: eventual'",
                ));
            }
            Some(text) => Some(Search::parse(text)?),
            None => None,
        };
        let filter = call.query.get("filter").map(filter_parser::parse).transpose()?;
        let order = call.query.get("orderby").map(Order::parse).transpose()?;
        // The segment counts by itself; elsewhere the option has to ask for it.
        let counts = call.query.count() || call.path.segment(1).eq_ignore_ascii_case("$count");
        let advanced_allowed = call.is_eventual() && counts;
        let advanced = filter
            .as_ref()
            .map(needs_advanced_query)
            .transpose()?
            .unwrap_or(false)
            || (filter.is_some() && order.is_some());
        if advanced && !advanced_allowed {
            return Err(Failure::unsupported_query("Unsupported Query."));
        }
        Ok(Self {
            search,
            filter,
            order,
        })
    }

    fn includes(&self, user: &User) -> bool {
        self.search.as_ref().is_none_or(|search| search.finds(user))
            && self.filter.as_ref().is_none_or(|filter| filter.accepts(user))
    }
}

/// Whether the filter needs the directory index; refuses what even the index does not offer.
fn needs_advanced_query(filter: &Filter) -> Result<bool, Failure> {
    let mut advanced = false;
    for (path, demand) in filter.demands() {
        let name = path.split('/').next().unwrap_or_default().to_owned();
        let property = path.as_str();
        if demand == Demand::Not {
            advanced = true;
            continue;
        }
        if UNINDEXED.contains(&property) {
            return Err(Failure::unsupported_query(format!(
                "Unsupported or invalid query filter clause specified for property '{name}' of resource 'User': the property is not indexed."
            )));
        }
        if !STARTS_WITH.contains(&property) && !EQUALS.contains(&property) {
            return Err(Failure::syntax(format!(
                "Invalid filter clause: Could not find a property named '{name}' on type 'microsoft.graph.user'."
            )));
        }
        let supported = match demand {
            Demand::Test(Operator::Eq) | Demand::In | Demand::Not => true,
            Demand::Test(Operator::StartsWith) => STARTS_WITH.contains(&property),
            Demand::Test(Operator::Ge | Operator::Le) => {
                STARTS_WITH.contains(&property) || property == "createddatetime"
            }
            Demand::Test(Operator::Ne) => {
                advanced = true;
                true
            }
            Demand::Test(Operator::EndsWith) => {
                advanced = true;
                ENDS_WITH.contains(&property)
            }
            Demand::Test(Operator::Contains | Operator::Gt | Operator::Lt) => false,
        };
        if !supported {
            return Err(Failure::unsupported_query(format!(
                "Unsupported or invalid query filter clause specified for property '{name}' of resource 'User'."
            )));
        }
    }
    Ok(advanced)
}

struct Order {
    by_name: bool,
    descending: bool,
}

impl Order {
    fn parse(text: &str) -> Result<Self, Failure> {
        let lower = text.trim().to_ascii_lowercase();
        let (property, direction) = lower.split_once(' ').unwrap_or((lower.as_str(), "asc"));
        let by_name = match property {
            "displayname" => false,
            "userprincipalname" => true,
            _ => {
                return Err(Failure::unsupported_query(format!(
                    "Sort not supported for current query: '{text}'."
                )));
            }
        };
        match direction.trim() {
            "asc" => Ok(Self {
                by_name,
                descending: false,
            }),
            "desc" => Ok(Self {
                by_name,
                descending: true,
            }),
            _ => Err(Failure::syntax(format!(
                "Syntax error at position {} in '{text}'.",
                property.len()
            ))),
        }
    }

    fn key(&self, user: &User) -> String {
        if self.by_name {
            user.user_principal_name.to_lowercase()
        } else {
            user.display_name.to_lowercase()
        }
    }
}
