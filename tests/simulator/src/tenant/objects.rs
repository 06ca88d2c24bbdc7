//! Directory objects of every kind by their id, and what each belongs to (facts 1.3, 8.6).

use std::collections::HashSet;

use time::OffsetDateTime;
use uuid::Uuid;

use super::administrative_units::AdministrativeUnit;
use super::directory::User;
use super::groups::Group;
use super::role::Role;
use super::role_book::Scope;
use super::{Application, Tenant};
use crate::token::GRAPH_APP_ID;

/// What an object id leads to.
#[derive(Clone, Copy)]
pub(crate) enum Object<'t> {
    User(&'t User),
    Group(&'t Group),
    Unit(&'t AdministrativeUnit),
    ServicePrincipal(ServicePrincipal<'t>),
    /// A built-in role that was activated by somebody's holding it, with the id that it has in this tenant.
    Role(Uuid, &'t Role),
}

/// What stands for an application in the tenant.
#[derive(Clone, Copy)]
pub(crate) struct ServicePrincipal<'t> {
    pub(crate) id: Uuid,
    pub(crate) app_id: &'t str,
    pub(crate) name: &'t str,
    /// The application, unless it is Graph itself.
    pub(crate) application: Option<&'t Application>,
}

impl Object<'_> {
    pub(crate) fn id(&self) -> Uuid {
        match self {
            Self::User(user) => user.id,
            Self::Group(group) => group.id,
            Self::Unit(unit) => unit.id,
            Self::ServicePrincipal(principal) => principal.id,
            Self::Role(id, _) => *id,
        }
    }
}

impl Tenant {
    /// The object with this id, unless it was deleted.
    pub(crate) fn object(&self, id: Uuid) -> Option<Object<'_>> {
        let user = || {
            let place = self.directory.find_id(id)?;
            Some(Object::User(self.directory.at(place)))
        };
        let group = || self.groups.get(id).map(Object::Group);
        let unit = || self.administrative_units.get(id).map(Object::Unit);
        let principal = || {
            let found = self.service_principals().find(|it| it.id == id);
            found.map(Object::ServicePrincipal)
        };
        let role = || {
            let found = self.activated_roles().find(|(known, _)| *known == id);
            found.map(|(id, role)| Object::Role(id, role))
        };
        user()
            .or_else(group)
            .or_else(unit)
            .or_else(principal)
            .or_else(role)
    }

    /// The service principals: those of the tenant's applications, then Graph's own.
    pub(crate) fn service_principals(&self) -> impl Iterator<Item = ServicePrincipal<'_>> {
        let graph = ServicePrincipal {
            id: self.service_principal_id(GRAPH_APP_ID),
            app_id: GRAPH_APP_ID,
            name: "Microsoft Graph",
            application: None,
        };
        let own = self
            .applications
            .iter()
            .filter(|app| app.has_service_principal && !self.is_new(app.object.admitted));
        let own = own.map(|app| ServicePrincipal {
            id: app.service_principal_id,
            app_id: &app.client_id,
            name: &app.name,
            application: Some(app),
        });
        own.chain(std::iter::once(graph))
    }

    /// Whether reads do not show yet what came at this instant, and nothing can be built upon it.
    pub(crate) fn is_new(&self, came: Option<OffsetDateTime>) -> bool {
        let lag = self.scaled(self.rules.new_application_lag_ms);
        came.is_some_and(|came| self.clock.now() < came + lag)
    }

    /// The id of the service principal that stands for an application in this tenant.
    pub(crate) fn service_principal_id(&self, client_id: &str) -> Uuid {
        match self.application(client_id) {
            Some(app) => app.service_principal_id,
            None => Uuid::new_v5(&self.id, client_id.as_bytes()),
        }
    }

    /// The built-in roles that were activated, or that somebody holds or has held, each with the id that its object has in this tenant.
    pub(crate) fn activated_roles(&self) -> impl Iterator<Item = (Uuid, &Role)> {
        let entries = self.role_book.iter();
        let entered: HashSet<Uuid> = entries.map(|entry| entry.assignment.role).collect();
        let roles = self.roles.iter();
        roles
            .filter(move |role| {
                role.built_in && (entered.contains(&role.id) || self.roles.is_activated(role.id))
            })
            .map(|role| (self.directory_role_id(role.id), role))
    }

    /// The id of an activated role's object, which differs from tenant to tenant.
    pub(crate) fn directory_role_id(&self, role: Uuid) -> Uuid {
        Uuid::new_v5(&self.id, role.to_string().as_bytes())
    }

    /// What an object is a member of: groups, built-in roles held in the whole tenant, administrative units.
    ///
    /// Through groups in groups it is a member of further groups, and of their roles; never of units, which reach
    /// their direct members only.
    pub(crate) fn memberships(&self, member: Uuid, transitive: bool) -> Vec<Object<'_>> {
        let groups = if transitive {
            self.groups.all_around(member)
        } else {
            self.groups.members.around(member).to_vec()
        };
        let roles = if transitive {
            self.tenant_wide_roles(member)
        } else {
            self.own_tenant_wide_roles(member)
        };
        let groups = groups
            .into_iter()
            .filter_map(|id| self.groups.get(id))
            .map(Object::Group);
        let roles = roles
            .into_iter()
            .filter_map(|id| self.roles.get(id))
            .filter(|role| role.built_in)
            .map(|role| Object::Role(self.directory_role_id(role.id), role));
        let units = self.administrative_units.members.around(member).iter();
        let units = units
            .filter_map(|id| self.administrative_units.get(*id))
            .map(Object::Unit);
        groups.chain(roles).chain(units).collect()
    }

    /// The roles that somebody holds now in the whole tenant, without those of groups.
    fn own_tenant_wide_roles(&self, principal: Uuid) -> Vec<Uuid> {
        let now = self.clock.now();
        let own = self.role_book.of(principal).map(|entry| entry.assignment);
        own.filter(|it| it.scope == Scope::Tenant && it.is_active(now))
            .map(|it| it.role)
            .collect()
    }
}
