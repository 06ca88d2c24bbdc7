//! Who may act on whom: what a person's own roles and groups keep others from (facts 8.4).

use uuid::Uuid;

use super::Tenant;
use super::role::{self, Role};
use super::role_book::{Entry, Scope};
use crate::scenario::CustomRoleReach;

/// What somebody holds that counts when others want to act on them.
pub(crate) struct Standing {
    roles: Vec<Uuid>,
    /// Member or owner of a role-assignable group, or holder of a role scoped to a unit of restricted management.
    guarded: bool,
}

impl Standing {
    pub(crate) fn of(tenant: &Tenant, person: Uuid) -> Self {
        let now = tenant.clock.now();
        let rules = &tenant.rules;
        let mut standing = Self {
            roles: Vec::new(),
            guarded: tenant.groups.ties_to_assignable(person),
        };
        for Entry { assignment, .. } in tenant.assignments_of(person) {
            let counts = assignment.is_current(now) && (!assignment.eligible || rules.eligible_roles_protect);
            if !counts {
                continue;
            }
            if let Scope::Unit(unit) = assignment.scope
                && tenant.administrative_units.is_restricted(unit)
            {
                standing.guarded = true;
            }
            if assignment.scope == Scope::Tenant || rules.scoped_roles_protect {
                standing.roles.push(assignment.role);
            }
        }
        standing
    }

    /// Whether nothing makes the person an administrator.
    pub(crate) fn is_plain(&self) -> bool {
        self.roles.is_empty() && !self.guarded
    }
}

/// Whether somebody who acts with a role for the whole tenant may act on a person of this standing. Whether the role
/// carries the action at all is another question.
pub(crate) fn outranks(acting: &Role, target: &Standing, reach: CustomRoleReach) -> bool {
    if EVERYBODY.contains(&acting) {
        return true;
    }
    match COLUMNS.iter().find(|(role, _)| *role == acting) {
        Some((_, manageable)) => {
            let among = |held: &Uuid| manageable.iter().any(|role| role.id == *held);
            !target.guarded && target.roles.iter().all(among)
        }
        None => reach == CustomRoleReach::Everybody || target.is_plain(),
    }
}

/// Who may act on everybody.
static EVERYBODY: [&Role; 2] = [
    &role::GLOBAL_ADMINISTRATOR,
    &role::PRIVILEGED_AUTHENTICATION_ADMINISTRATOR,
];

/// Who may act on those who hold nothing else than these.
static COLUMNS: [(&Role, &[&Role]); 4] = [
    (
        &role::AUTHENTICATION_ADMINISTRATOR,
        &[
            &role::DIRECTORY_READERS,
            &role::GUEST_INVITER,
            &role::PASSWORD_ADMINISTRATOR,
            &role::MESSAGE_CENTER_READER,
            &role::REPORTS_READER,
            &role::USAGE_SUMMARY_REPORTS_READER,
            &role::USER_EXPERIENCE_SUCCESS_MANAGER,
            &role::AUTHENTICATION_ADMINISTRATOR,
        ],
    ),
    (
        &role::HELPDESK_ADMINISTRATOR,
        &[
            &role::DIRECTORY_READERS,
            &role::GUEST_INVITER,
            &role::PASSWORD_ADMINISTRATOR,
            &role::MESSAGE_CENTER_READER,
            &role::REPORTS_READER,
            &role::USAGE_SUMMARY_REPORTS_READER,
            &role::USER_EXPERIENCE_SUCCESS_MANAGER,
            &role::HELPDESK_ADMINISTRATOR,
        ],
    ),
    (
        &role::USER_ADMINISTRATOR,
        &[
            &role::DIRECTORY_READERS,
            &role::GUEST_INVITER,
            &role::PASSWORD_ADMINISTRATOR,
            &role::MESSAGE_CENTER_READER,
            &role::REPORTS_READER,
            &role::USAGE_SUMMARY_REPORTS_READER,
            &role::USER_EXPERIENCE_SUCCESS_MANAGER,
            &role::HELPDESK_ADMINISTRATOR,
            &role::GROUPS_ADMINISTRATOR,
            &role::USER_ADMINISTRATOR,
        ],
    ),
    (
        &role::PASSWORD_ADMINISTRATOR,
        &[
            &role::DIRECTORY_READERS,
            &role::GUEST_INVITER,
            &role::PASSWORD_ADMINISTRATOR,
        ],
    ),
];
