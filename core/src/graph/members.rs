//! Who is in an administrative unit or a group (facts 8.5): the unit's direct members, the group's with those of the
//! groups within.

use super::path::{literal, query_value, segment};
use crate::error::Result;
use crate::http::{Call, Version};

/// What people belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Body {
    AdministrativeUnit,
    Group,
}

impl Body {
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::AdministrativeUnit => "administrative unit",
            Self::Group => "group",
        }
    }

    const fn path(self) -> &'static str {
        match self {
            Self::AdministrativeUnit => "/directory/administrativeUnits",
            Self::Group => "/groups",
        }
    }

    /// Those of this name.
    pub(crate) fn named(self, name: &str) -> Call {
        let route = match self {
            Self::AdministrativeUnit => "GET /directory/administrativeUnits?$filter={name}",
            Self::Group => "GET /groups?$filter={name}",
        };
        let filter = query_value(&format!("displayName eq {}", literal(name)));
        let path = format!("{}?$filter={filter}&$select=id,displayName&$top=5", self.path());
        Call::get(route, Version::V1, path)
    }

    /// The ids of the people in it.
    pub(crate) fn people(self, id: &str) -> Result<Call> {
        let (route, members) = match self {
            Self::AdministrativeUnit => (
                "GET /directory/administrativeUnits/{id}/members/microsoft.graph.user",
                "members",
            ),
            Self::Group => (
                "GET /groups/{id}/transitiveMembers/microsoft.graph.user",
                "transitiveMembers",
            ),
        };
        let path = format!(
            "{}/{}/{members}/microsoft.graph.user?$select=id&$top=999",
            self.path(),
            segment(id)?
        );
        Ok(Call::get(route, Version::V1, path))
    }
}
