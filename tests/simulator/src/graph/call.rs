//! One authorized request on its way through a resource: who calls, on whom, with what.

use std::sync::Arc;

use serde_json::{Map, Value};
use time::OffsetDateTime;

use super::access::{Actor, Subject};
use super::failure::Failure;
use super::path::Path;
use super::query::Query;
use super::wire::{Incoming, Version};
use crate::http::Headers;
use crate::tenant::Tenant;
use crate::tenant::action;
use crate::tenant::audit::Initiator;
use crate::tenant::directory::User;

/// A successful answer.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Answer {
    Json(u16, Value),
    /// A bare number as text.
    Count(usize),
    /// Status, `Location`, body.
    Located(u16, String, Value),
    NoContent,
}

/// The request as a resource sees it.
pub(crate) struct Call<'t> {
    pub(crate) tenant: &'t mut Tenant,
    pub(crate) now: OffsetDateTime,
    pub(crate) version: Version,
    pub(crate) method: &'t str,
    pub(crate) path: Path,
    pub(crate) query: Query,
    pub(crate) headers: &'t Headers,
    pub(crate) actor: Actor,
    pub(crate) in_batch: bool,
    /// The person that the path names, once found.
    pub(crate) target: Option<usize>,
    /// Whether anything was changed.
    pub(crate) committed: bool,
    body: &'t [u8],
}

impl<'t> Call<'t> {
    pub(crate) fn new(
        tenant: &'t mut Tenant,
        actor: Actor,
        incoming: &'t Incoming,
        path: Path,
        query: Query,
    ) -> Self {
        Self {
            now: tenant.clock.now(),
            tenant,
            version: incoming.version,
            method: &incoming.method,
            path,
            query,
            headers: &incoming.headers,
            actor,
            in_batch: incoming.in_batch,
            target: None,
            committed: false,
            body: &incoming.body,
        }
    }

    /// The JSON object in the body; an absent body is an empty object.
    pub(crate) fn body(&self) -> Result<Map<String, Value>, Failure> {
        if self.body.is_empty() {
            return Ok(Map::new());
        }
        match serde_json::from_slice(self.body) {
            Ok(Value::Object(map)) => Ok(map),
            _ => Err(Failure::syntax(
                "Unable to read JSON request payload. Please ensure Content-Type header is set and payload is of valid JSON format.",
            )),
        }
    }

    /// `@odata.context` for what follows `$metadata#`.
    pub(crate) fn context(&self, of: &str) -> Value {
        format!(
            "{}/{}/$metadata#{of}",
            self.tenant.origins.graph,
            self.version.name()
        )
        .into()
    }

    /// Whether the request may use the directory index (facts 1.3).
    pub(crate) fn is_eventual(&self) -> bool {
        self.headers
            .get("ConsistencyLevel")
            .is_some_and(|level| level.eq_ignore_ascii_case("eventual"))
    }

    /// Denies in the words of the directory unless the token names one of the permissions.
    pub(crate) fn require(&self, permissions: &[&str]) -> Result<(), Failure> {
        if self.actor.has_any(permissions) {
            Ok(())
        } else {
            Err(Failure::directory_denied())
        }
    }

    /// The person in the path, as the directory answers.
    pub(crate) fn find_user(&mut self) -> Result<usize, Failure> {
        let key = self.path.segment(1);
        // Between slashes a dollar sign announces something of the protocol (facts 1.2).
        if key.starts_with('$') && !self.path.is_quoted(1) {
            return Err(Failure::no_segment(key));
        }
        let place = self
            .tenant
            .directory
            .find(key)
            .ok_or_else(|| Failure::no_directory_object(key))?;
        self.target = Some(place);
        Ok(place)
    }

    /// The person in the path, as the authentication-method workload answers.
    pub(crate) fn find_user_of_methods(&mut self) -> Result<usize, Failure> {
        self.find_user().map_err(|failure| match failure.status {
            404 => self.no_such_method_resource(failure.message),
            _ => failure,
        })
    }

    /// "Not found" as the authentication-method workload spells it in this tenant.
    pub(crate) fn no_such_method_resource(&self, message: impl Into<String>) -> Failure {
        let failure = Failure::new(404, self.tenant.rules.not_found_code.clone(), message);
        Failure {
            repeats_message: true,
            ..failure
        }
    }

    /// The person at a place.
    pub(crate) fn user(&self, place: usize) -> &User {
        self.tenant.directory.at(place)
    }

    /// Finds the person in the path and makes sure that the caller may read such methods.
    pub(crate) fn readable(&mut self, subject: impl Into<Subject>) -> Result<usize, Failure> {
        let own = self.names_self();
        if !self.actor.may_read_methods(subject.into(), own) {
            return Err(Failure::methods_denied());
        }
        let place = self.find_user_of_methods()?;
        if self.sight_of_methods(self.user(place)).is_some() {
            Ok(place)
        } else {
            Err(Failure::methods_denied())
        }
    }

    /// Finds the person in the path and makes sure that the caller may change such methods.
    pub(crate) fn writable(&mut self, subject: impl Into<Subject>) -> Result<usize, Failure> {
        let own = self.names_self();
        let action = self.usual_action();
        self.authorized(subject.into(), own, action)
    }

    /// The same for another action than the request's method suggests.
    pub(crate) fn writable_by(
        &mut self,
        subject: impl Into<Subject>,
        action: &'static str,
    ) -> Result<usize, Failure> {
        let own = self.names_self();
        self.authorized(subject.into(), own, action)
    }

    /// The same for what nobody may do to themselves.
    pub(crate) fn writable_for_others(
        &mut self,
        subject: impl Into<Subject>,
        action: &'static str,
    ) -> Result<usize, Failure> {
        self.authorized(subject.into(), false, action)
    }

    /// The same for what people may do to themselves only by virtue of a role.
    pub(crate) fn writable_with_role(
        &mut self,
        subject: impl Into<Subject>,
        action: &'static str,
    ) -> Result<usize, Failure> {
        let subject = subject.into();
        let own = self.names_self();
        if own {
            let place = self.find_user_of_methods()?;
            let permitted = self.actor.may_write_methods(subject, false);
            if !(permitted && self.may_configure(action, place)) {
                return Err(Failure::methods_denied());
            }
        }
        self.authorized(subject, own, action)
    }

    /// What the request's method does to authentication methods.
    fn usual_action(&self) -> &'static str {
        let below_a_method = self.path.segments().len() > 4;
        match self.method {
            "DELETE" => action::DELETE_METHODS,
            "POST" | "PUT" if !below_a_method => action::CREATE_METHODS,
            _ => action::UPDATE_METHODS,
        }
    }

    fn authorized(&mut self, subject: Subject, own: bool, action: &str) -> Result<usize, Failure> {
        if !self.actor.may_write_methods(subject, own) {
            return Err(Failure::methods_denied());
        }
        let place = self.find_user_of_methods()?;
        let other = !self.actor.is_self(self.user(place));
        if own || (other && self.may_change(action, place)) {
            Ok(place)
        } else {
            Err(Failure::methods_denied())
        }
    }

    fn names_self(&self) -> bool {
        let found = self.tenant.directory.find(self.path.segment(1));
        found.is_some_and(|place| self.actor.is_self(self.user(place)))
    }

    /// The person at a place, to be changed; counts the change.
    pub(crate) fn change(&mut self, place: usize) -> &mut User {
        self.committed = true;
        let user = self.tenant.directory.at_mut(place);
        user.writes += 1;
        user
    }

    /// The caller, for the audit log.
    pub(crate) fn initiator(&self) -> Arc<Initiator> {
        Arc::new(match &self.actor.person {
            Some(person) => Initiator::User {
                id: person.id,
                user_principal_name: person.user_principal_name.clone(),
            },
            None => Initiator::App {
                display_name: self.actor.app_name.clone(),
                service_principal_id: self.actor.service_principal_id,
            },
        })
    }
}
