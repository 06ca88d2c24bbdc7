//! The tenant as a snapshot shows it: as a whole, or people and records in portions.

use uuid::Uuid;

use super::Tenant;
use super::links::Links;
use crate::directory_state::{AdministrativeUnitState, ApplicationState, GroupState, RoleAssignmentState};
use crate::snapshot::{AuditState, TenantState, UserState};

impl Tenant {
    /// Everything.
    pub(crate) fn snapshot(&self) -> TenantState {
        TenantState {
            users: self.user_states(0, usize::MAX),
            audits: self.audit_states(0, usize::MAX),
            ..self.frame()
        }
    }

    /// Everything but people and audit records.
    pub(crate) fn frame(&self) -> TenantState {
        TenantState {
            tenant_id: self.id.to_string(),
            domain: self.domain.clone(),
            cloud: self.cloud,
            now: self.clock.now(),
            users: Vec::new(),
            groups: self.group_states(),
            administrative_units: self.unit_states(),
            role_assignments: self.assignment_states(),
            applications: self.application_states(),
            audits: Vec::new(),
        }
    }

    /// So many people from a position on, in order of creation.
    pub(crate) fn user_states(&self, from: usize, at_most: usize) -> Vec<UserState> {
        let now = self.clock.now();
        let everybody = self.directory.everybody().iter();
        let portion = everybody.skip(from).take(at_most);
        portion
            .map(|user| user.snapshot(self, now, self.role_names(user.id)))
            .collect()
    }

    /// So many audit records from a position on, oldest first.
    pub(crate) fn audit_states(&self, from: usize, at_most: usize) -> Vec<AuditState> {
        let (since, now) = (self.audits_since(), self.clock.now());
        let state = |record: &super::audit::Record| AuditState {
            visible: record.visible_at <= now && record.at >= since,
            record: record.render(&self.directory),
        };
        self.audits.iter().skip(from).take(at_most).map(state).collect()
    }

    /// Names of the roles that somebody holds now in the whole tenant.
    pub(super) fn role_names(&self, principal: Uuid) -> Vec<String> {
        let roles = self.tenant_wide_roles(principal);
        roles.iter().map(|role| self.role_name(*role)).collect()
    }

    pub(super) fn group_states(&self) -> Vec<GroupState> {
        let state = |group: &super::groups::Group| GroupState {
            id: group.id.to_string(),
            display_name: group.display_name.to_string(),
            is_assignable_to_role: group.is_assignable_to_role,
            members: texts(&self.groups.members, group.id),
            owners: texts(&self.groups.owners, group.id),
        };
        self.groups.iter().map(state).collect()
    }

    pub(super) fn unit_states(&self) -> Vec<AdministrativeUnitState> {
        let state = |unit: &super::administrative_units::AdministrativeUnit| AdministrativeUnitState {
            id: unit.id.to_string(),
            display_name: unit.display_name.to_string(),
            is_member_management_restricted: unit.is_member_management_restricted,
            members: texts(&self.administrative_units.members, unit.id),
        };
        self.administrative_units.iter().map(state).collect()
    }

    pub(super) fn application_states(&self) -> Vec<ApplicationState> {
        let state = |app: &super::Application| ApplicationState {
            client_id: app.client_id.clone(),
            display_name: app.name.clone(),
            service_principal_id: app
                .has_service_principal
                .then(|| app.service_principal_id.to_string()),
            managed_identity: app.managed_identity.is_some(),
            permissions: app.permissions.clone(),
            asked: asked(&app.object.required),
            credentials: app.certificates.len() + app.secrets.len(),
            public_client: app.public_client,
            tags: app.object.tags.clone(),
        };
        self.applications.iter().map(state).collect()
    }

    pub(super) fn assignment_states(&self) -> Vec<RoleAssignmentState> {
        let now = self.clock.now();
        let state = |entry: super::role_book::Entry<'_>| RoleAssignmentState {
            id: entry.id(),
            role: self.role_name(entry.assignment.role),
            role_definition_id: entry.assignment.role.to_string(),
            principal_id: entry.assignment.principal.to_string(),
            directory_scope_id: entry.assignment.scope.directory_scope_id(),
            eligible: entry.assignment.eligible,
            current: entry.assignment.is_current(now),
            from: entry.assignment.from,
            until: entry.assignment.until,
        };
        self.role_book.iter().map(state).collect()
    }

    fn role_name(&self, id: Uuid) -> String {
        self.roles
            .get(id)
            .map_or_else(|| id.to_string(), |role| role.name.to_string())
    }
}

fn texts(links: &Links, container: Uuid) -> Vec<String> {
    links
        .within(container)
        .map(|(_, item)| item.to_string())
        .collect()
}

fn asked(required: &[serde_json::Value]) -> Vec<String> {
    let access = required.iter().filter_map(|it| it["resourceAccess"].as_array());
    let ids = access.flatten().filter_map(|it| it["id"].as_str());
    ids.map(str::to_owned).collect()
}
