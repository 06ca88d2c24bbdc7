//! How an object is shown: selected properties, and no more than its id to callers who may not read its kind
//! (facts 1.1, 8.6).

use serde_json::{Map, Value};

use super::super::call::Call;
use super::super::failure::Failure;
use super::super::user_properties;
use super::super::users::{BASIC_PERMISSION, FULL};
use super::kind::Kind;
use super::values;
use crate::tenant::objects::Object;

/// Permissions to read groups.
pub(crate) const READ_GROUPS: &[&str] = &[
    "GroupMember.Read.All",
    "GroupMember.ReadWrite.All",
    "Group.Read.All",
    "Group.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];

/// Permissions to read administrative units.
pub(crate) const READ_UNITS: &[&str] = &[
    "AdministrativeUnit.Read.All",
    "AdministrativeUnit.ReadWrite.All",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];

/// Permissions to read service principals.
pub(crate) const READ_SERVICE_PRINCIPALS: &[&str] = &[
    "Application.Read.All",
    "Application.ReadWrite.All",
    "Application.ReadWrite.OwnedBy",
    "Directory.Read.All",
    "Directory.ReadWrite.All",
];

/// What of an object is shown.
pub(crate) struct Shown {
    /// The names in `$select`.
    selected: Option<Vec<String>>,
    /// Whether the objects say of which type they are.
    typed: bool,
}

impl Shown {
    /// Objects of one kind. Refuses properties that the kind does not have.
    pub(crate) fn of_kind(call: &Call<'_>, kind: Kind) -> Result<Self, Failure> {
        let selected = selected(call);
        for name in selected.iter().flatten() {
            if kind == Kind::User {
                user_properties::selected(Some(&[name.as_str()]), true)?;
            } else if kind.property(name).is_none() {
                return Err(Failure::syntax(format!(
                    "Could not find a property named '{name}' on type 'microsoft.graph.{}'.",
                    kind.name()
                )));
            }
        }
        Ok(Self {
            selected,
            typed: false,
        })
    }

    /// Objects of several kinds, of which each has some of the selected properties.
    pub(crate) fn of_any_kind(call: &Call<'_>) -> Self {
        Self {
            selected: selected(call),
            typed: true,
        }
    }

    /// The object as the caller sees it.
    pub(crate) fn render(&self, call: &Call<'_>, object: &Object<'_>) -> Map<String, Value> {
        let kind = Kind::of(object);
        let mut shown = Map::new();
        if self.typed {
            let name = format!("#microsoft.graph.{}", kind.name());
            shown.insert("@odata.type".into(), name.into());
        }
        for name in self.names(kind) {
            let value = values::value(call.tenant, object, name);
            let value = match value {
                value if is_visible(call, kind, name) => value,
                Value::Array(_) => Value::Array(Vec::new()),
                _ => Value::Null,
            };
            shown.insert(name.to_owned(), value);
        }
        shown
    }

    /// What follows the name of a collection in `@odata.context`.
    pub(crate) fn context(&self) -> String {
        match &self.selected {
            Some(names) => format!("({})", names.join(",")),
            None => String::new(),
        }
    }

    fn names(&self, kind: Kind) -> Vec<&'static str> {
        match (&self.selected, kind) {
            (None, Kind::User) => {
                let properties = user_properties::by_default().into_iter();
                properties.map(|property| property.name).collect()
            }
            (None, _) => {
                let properties = kind.properties().iter();
                properties.filter(|it| it.by_default).map(|it| it.name).collect()
            }
            (Some(names), Kind::User) => {
                let known = names.iter().filter_map(|name| user_properties::find(name));
                let shown = known.filter(|property| property.shown != user_properties::Shown::Single);
                shown.map(|property| property.name).collect()
            }
            (Some(names), _) => {
                let known = names.iter().filter_map(|name| kind.property(name));
                known.map(|property| property.name).collect()
            }
        }
    }
}

fn selected(call: &Call<'_>) -> Option<Vec<String>> {
    let names = call.query.select()?;
    Some(names.into_iter().map(str::to_owned).collect())
}

/// Whether the caller's permissions show the property of objects of the kind. Without any of them the id alone is
/// shown.
pub(crate) fn is_visible(call: &Call<'_>, kind: Kind, name: &str) -> bool {
    let any = |permissions: &[&str]| call.actor.has_any(permissions);
    name == "id"
        || match kind {
            // When people signed in is shown by the resource of users alone.
            Kind::User if name == "signInActivity" => false,
            Kind::User => {
                let basic = || {
                    let property = user_properties::find(name);
                    property.is_some_and(|it| it.shown == user_properties::Shown::Basic)
                };
                any(FULL) || (any(&[BASIC_PERMISSION]) && basic())
            }
            Kind::Group => any(READ_GROUPS),
            Kind::ServicePrincipal => any(READ_SERVICE_PRINCIPALS),
            Kind::AdministrativeUnit => any(READ_UNITS),
            Kind::DirectoryRole => true,
        }
}
