//! What `$filter` can ask of the audit log (facts 9.2).

use std::ops::Range;

use time::{Duration, OffsetDateTime};
use uuid::Uuid;

use super::failure::Failure;
use super::filter::{Demand, Field, Filter, Literal, Operator, Record};
use super::filter_parser;
use crate::tenant::audit::{self, Initiator, Target};
use crate::tenant::audit_log::AuditLog;
use crate::tenant::directory::Directory;

const EQUALS: &[&str] = &[
    "activitydatetime",
    "activitydisplayname",
    "category",
    "loggedbyservice",
    "correlationid",
    "id",
    "result",
    "operationtype",
    "initiatedby/user/id",
    "initiatedby/user/displayname",
    "initiatedby/user/userprincipalname",
    "initiatedby/app/appid",
    "initiatedby/app/displayname",
    "targetresources/any/id",
    "targetresources/any/displayname",
    "targetresources/any/userprincipalname",
];
const STARTS_WITH: &[&str] = &[
    "activitydisplayname",
    "operationtype",
    "initiatedby/user/userprincipalname",
    "targetresources/any/displayname",
    "targetresources/any/userprincipalname",
];

/// Reads a filter and refuses what the audit log does not offer.
pub(crate) fn parse(text: &str) -> Result<Filter, Failure> {
    let filter = filter_parser::parse(text)?;
    for (path, demand) in filter.demands() {
        let property = path.as_str();
        let offered = match demand {
            Demand::Not | Demand::In => false,
            Demand::Test(Operator::Eq) => EQUALS.contains(&property),
            Demand::Test(Operator::StartsWith) => STARTS_WITH.contains(&property),
            Demand::Test(Operator::Ge | Operator::Le | Operator::Gt | Operator::Lt) => {
                property == "activitydatetime"
            }
            Demand::Test(Operator::Ne | Operator::EndsWith | Operator::Contains) => false,
        };
        if !offered {
            return Err(Failure::syntax(format!(
                "Invalid filter clause: the operation on '{path}' is not supported."
            )));
        }
    }
    for (path, operator, value) in filter.comparisons() {
        let is_instant = matches!(value, Literal::Instant(_));
        if (path == "activitydatetime") != is_instant || *value == Literal::Null {
            return Err(Failure::syntax(format!(
                "Invalid filter clause: A binary operator with incompatible types was detected for '{path}' and \
                 operator kind '{}'.",
                operator.kind().unwrap_or_else(|function| function)
            )));
        }
    }
    one_property_per_or(&filter)?;
    Ok(filter)
}

/// The times that a filter leaves, out of these.
pub(crate) fn times(filter: &Filter, within: Range<OffsetDateTime>) -> Range<OffsetDateTime> {
    const TICK: Duration = Duration::nanoseconds(1);
    match filter {
        Filter::And(left, right) => times(right, times(left, within)),
        Filter::Test {
            path,
            operator,
            value: Literal::Instant(at),
        } if path == "activitydatetime" => {
            let after = at.saturating_add(TICK);
            let (start, end) = match operator {
                Operator::Eq => (Some(*at), Some(after)),
                Operator::Ge => (Some(*at), None),
                Operator::Gt => (Some(after), None),
                Operator::Le => (None, Some(after)),
                Operator::Lt => (None, Some(*at)),
                _ => (None, None),
            };
            let start = start.map_or(within.start, |start| start.max(within.start));
            start..end.map_or(within.end, |end| end.min(within.end))
        }
        _ => within,
    }
}

/// The fewest records among which all that fit are to be found, where the log can tell by whom or what they are about.
pub(crate) fn suspects<'l>(filter: &Filter, log: &'l AuditLog) -> Option<&'l [u32]> {
    let id = |value: &Literal| match value {
        Literal::Text(text) => Uuid::try_parse(text).ok(),
        _ => None,
    };
    match filter {
        Filter::And(left, right) => {
            let both = [suspects(left, log), suspects(right, log)];
            both.into_iter().flatten().min_by_key(|places| places.len())
        }
        Filter::Test {
            path,
            operator: Operator::Eq,
            value,
        } if path == "initiatedby/user/id" => Some(log.by(id(value)?)),
        Filter::Any { path, condition } if path == "targetresources" => match &**condition {
            Filter::Test {
                path,
                operator: Operator::Eq,
                value,
            } if path == "id" => Some(log.about(id(value)?)),
            _ => None,
        },
        _ => None,
    }
}

/// `or` works between conditions on one and the same property only.
fn one_property_per_or(filter: &Filter) -> Result<(), Failure> {
    match filter {
        Filter::And(left, right) => {
            one_property_per_or(left)?;
            one_property_per_or(right)
        }
        Filter::Or(..) => {
            let demands = filter.demands();
            let mut paths = demands.iter().map(|(path, _)| path);
            let first = paths.next();
            if paths.all(|path| Some(path) == first) {
                Ok(())
            } else {
                Err(Failure::syntax(
                    "Invalid filter clause: 'or' between different properties is not supported.",
                ))
            }
        }
        Filter::Any { condition, .. } | Filter::Not(condition) => one_property_per_or(condition),
        Filter::Test { .. } | Filter::In { .. } => Ok(()),
    }
}

/// A record together with the directory that its target lives in.
pub(crate) struct View<'a> {
    pub(crate) record: &'a audit::Record,
    pub(crate) directory: &'a Directory,
}

impl Record for View<'_> {
    fn field(&self, path: &str) -> Field<'_> {
        let record = self.record;
        match path {
            "activitydatetime" => Field::Instant(record.at),
            "activitydisplayname" => Field::Text(record.activity.name.into()),
            "category" => Field::Text(record.activity.category.into()),
            "loggedbyservice" => Field::Text(record.activity.service.into()),
            "operationtype" => Field::Text(record.activity.operation.into()),
            "correlationid" => Field::Text(record.correlation_id.to_string().into()),
            "id" => Field::Text(record.id().into()),
            "result" => Field::Text(record.result().name().into()),
            "targetresources" => Field::Records(
                record
                    .targets()
                    .iter()
                    .map(|target| match target {
                        Target::User(place) => self.directory.at(*place) as &dyn Record,
                        thing @ Target::Thing { .. } => thing,
                    })
                    .collect(),
            ),
            _ => match (&*record.initiator, path) {
                (Initiator::User { id, .. }, "initiatedby/user/id") => Field::Text(id.to_string().into()),
                (
                    Initiator::User {
                        user_principal_name, ..
                    },
                    "initiatedby/user/userprincipalname",
                ) => Field::Text(user_principal_name.into()),
                (Initiator::App { display_name, .. }, "initiatedby/app/displayname") => {
                    Field::Text(display_name.into())
                }
                _ => Field::Absent,
            },
        }
    }
}

impl Record for Target {
    fn field(&self, path: &str) -> Field<'_> {
        match (self, path) {
            (Self::Thing { id: Some(id), .. }, "id") => Field::Text(id.into()),
            (Self::Thing { display_name, .. }, "displayname") => Field::Text(display_name.into()),
            _ => Field::Absent,
        }
    }
}
