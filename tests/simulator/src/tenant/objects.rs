//! Directory objects of every kind by their id.

use uuid::Uuid;

use super::administrative_units::AdministrativeUnit;
use super::directory::User;
use super::groups::Group;
use super::{Application, Tenant};

/// What an object id leads to.
#[derive(Clone, Copy)]
pub(crate) enum Object<'t> {
    User(&'t User),
    Group(&'t Group),
    Unit(&'t AdministrativeUnit),
    /// The service principal of an application, with its own id.
    ServicePrincipal(Uuid, &'t Application),
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
        let application = || {
            let mut applications = self.applications.iter();
            let found = applications.find(|app| app.service_principal_id == id);
            found.map(|app| Object::ServicePrincipal(id, app))
        };
        user().or_else(group).or_else(unit).or_else(application)
    }

    /// The id of the service principal that stands for an application in this tenant.
    pub(crate) fn service_principal_id(&self, client_id: &str) -> Uuid {
        match self.application(client_id) {
            Some(app) => app.service_principal_id,
            None => Uuid::new_v5(&self.id, client_id.as_bytes()),
        }
    }
}
