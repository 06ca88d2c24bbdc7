//! Directory roles: the built-in ones, those of the tenant's own, and what each carries (facts 8.1, 8.2, 5.1).

use std::borrow::Cow;
use std::collections::HashSet;

use uuid::{Uuid, uuid};

use super::action::{self, covers};

/// A directory role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Role {
    pub(crate) name: Cow<'static, str>,
    /// Id of the definition; for a built-in role the template id, the same in every tenant.
    pub(crate) id: Uuid,
    pub(crate) built_in: bool,
    /// Whether it can be assigned.
    pub(crate) enabled: bool,
    pub(crate) description: Option<Box<str>>,
    /// Allowed resource actions.
    pub(crate) actions: Cow<'static, [Cow<'static, str>]>,
}

impl Role {
    /// Whether the role can be assigned with one group or application as scope.
    pub(crate) fn fits_objects(&self) -> bool {
        !self.built_in || *self == GROUPS_ADMINISTRATOR
    }

    /// Whether the role carries the action.
    pub(crate) fn carries(&self, action: &str) -> bool {
        self.actions.iter().any(|listed| covers(listed, action))
    }

    /// Whether the role can be used to gain more than it says: by changing credentials, roles or policies.
    pub(crate) fn is_privileged(&self) -> bool {
        const TELLING: [&str; 4] = [
            action::CREATE_METHODS,
            action::GRANT_ROLES,
            action::MANAGE_STRONG_AUTHENTICATION,
            action::RESET_PASSWORD,
        ];
        TELLING.iter().any(|action| self.carries(action))
    }

    /// Whether the role can be assigned with an administrative unit as scope (facts 8.5).
    pub(crate) fn fits_units(&self) -> bool {
        const ASSIGNABLE: [&Role; 6] = [
            &AUTHENTICATION_ADMINISTRATOR,
            &PRIVILEGED_AUTHENTICATION_ADMINISTRATOR,
            &USER_ADMINISTRATOR,
            &HELPDESK_ADMINISTRATOR,
            &PASSWORD_ADMINISTRATOR,
            &GROUPS_ADMINISTRATOR,
        ];
        !self.built_in || ASSIGNABLE.contains(&self)
    }
}

macro_rules! roles {
    ($($constant:ident = $name:literal, $id:literal $(, [$($action:literal),* $(,)?])?;)*) => {
        $(pub(crate) static $constant: Role = Role {
            name: Cow::Borrowed($name),
            id: uuid!($id),
            built_in: true,
            enabled: true,
            description: None,
            actions: Cow::Borrowed(&[$($(Cow::Borrowed(concat!("microsoft.", $action))),*)?]),
        };)*
        /// Every built-in role that the tenant knows.
        static BUILT_IN: &[&Role] = &[$(&$constant),*];
    };
}

roles! {
    GLOBAL_ADMINISTRATOR = "Global Administrator", "62e90394-69f5-4237-9190-012177145e10", [
        "directory/administrativeUnits/allProperties/allTasks",
        "directory/applications/allProperties/allTasks",
        "directory/groups/allProperties/allTasks",
        "directory/groupsAssignableToRoles/allProperties/allTasks",
        "directory/organization/allProperties/allTasks",
        "directory/roleAssignments/allProperties/allTasks",
        "directory/roleDefinitions/allProperties/allTasks",
        "directory/servicePrincipals/allProperties/allTasks",
        "directory/users/allProperties/allTasks",
    ];
    PRIVILEGED_ROLE_ADMINISTRATOR = "Privileged Role Administrator", "e8611ab8-c189-46e8-94e1-60213ab1f814", [
        "directory/administrativeUnits/allProperties/allTasks",
        "directory/groupsAssignableToRoles/allProperties/allTasks",
        "directory/roleAssignments/allProperties/allTasks",
        "directory/roleDefinitions/allProperties/allTasks",
        "directory/servicePrincipals/managePermissionGrantsForAll.microsoft-company-admin",
    ];
    PRIVILEGED_AUTHENTICATION_ADMINISTRATOR =
        "Privileged Authentication Administrator", "7be44c8a-adaf-4e2a-84d6-ab2649e08a13", [
        "azure.serviceHealth/allEntities/allTasks",
        "azure.supportTickets/allEntities/allTasks",
        "directory/deletedItems.users/restore",
        "directory/users/authenticationMethods/basic/update",
        "directory/users/authenticationMethods/create",
        "directory/users/authenticationMethods/delete",
        "directory/users/authenticationMethods/standard/read",
        "directory/users/authorizationInfo/update",
        "directory/users/basic/update",
        "directory/users/delete",
        "directory/users/disable",
        "directory/users/enable",
        "directory/users/invalidateAllRefreshTokens",
        "directory/users/manager/update",
        "directory/users/password/update",
        "directory/users/restore",
        "directory/users/userPrincipalName/update",
        "office365.serviceHealth/allEntities/allTasks",
        "office365.supportTickets/allEntities/allTasks",
        "office365.webPortal/allEntities/standard/read",
    ];
    AUTHENTICATION_ADMINISTRATOR = "Authentication Administrator", "c4e39bd9-1100-46d3-8c65-fb160da0071f", [
        "azure.serviceHealth/allEntities/allTasks",
        "azure.supportTickets/allEntities/allTasks",
        "directory/deletedItems.users/restore",
        "directory/users/authenticationMethods/basic/update",
        "directory/users/authenticationMethods/create",
        "directory/users/authenticationMethods/delete",
        "directory/users/authenticationMethods/standard/restrictedRead",
        "directory/users/basic/update",
        "directory/users/delete",
        "directory/users/disable",
        "directory/users/enable",
        "directory/users/invalidateAllRefreshTokens",
        "directory/users/manager/update",
        "directory/users/password/update",
        "directory/users/restore",
        "directory/users/userPrincipalName/update",
        "office365.serviceHealth/allEntities/allTasks",
        "office365.supportTickets/allEntities/allTasks",
        "office365.webPortal/allEntities/standard/read",
    ];
    AUTHENTICATION_POLICY_ADMINISTRATOR =
        "Authentication Policy Administrator", "0526716b-113d-4c15-b2c8-68e3c22b9f80", [
        "azure.supportTickets/allEntities/allTasks",
        "directory/organization/strongAuthentication/allTasks",
        "directory/userCredentialPolicies/basic/update",
        "directory/userCredentialPolicies/create",
        "directory/userCredentialPolicies/delete",
        "directory/userCredentialPolicies/standard/read",
        "office365.supportTickets/allEntities/allTasks",
        "office365.webPortal/allEntities/standard/read",
    ];
    USER_ADMINISTRATOR = "User Administrator", "fe930be7-5e62-47db-91af-98c3a49a38b1", [
        "directory/deletedItems.users/restore",
        "directory/groups/basic/update",
        "directory/groups/create",
        "directory/groups/delete",
        "directory/groups/members/update",
        "directory/groups/owners/update",
        "directory/users/basic/update",
        "directory/users/create",
        "directory/users/delete",
        "directory/users/disable",
        "directory/users/enable",
        "directory/users/invalidateAllRefreshTokens",
        "directory/users/manager/update",
        "directory/users/password/update",
        "directory/users/restore",
        "directory/users/userPrincipalName/update",
    ];
    HELPDESK_ADMINISTRATOR = "Helpdesk Administrator", "729827e3-9c14-49f7-bb1b-9608f156bbb8", [
        "directory/users/invalidateAllRefreshTokens",
        "directory/users/password/update",
    ];
    PASSWORD_ADMINISTRATOR = "Password Administrator", "966707d0-3269-4727-9be2-8c3a10f19b9d", [
        "directory/users/password/update",
        "office365.webPortal/allEntities/standard/read",
    ];
    SECURITY_ADMINISTRATOR = "Security Administrator", "194ae4cb-b126-40b2-bd5b-6091b380977d";
    SECURITY_OPERATOR = "Security Operator", "5f2222b1-57c3-48ba-8ad5-d4759f1fde6f";
    SECURITY_READER = "Security Reader", "5d6b6bb7-de71-4623-b4af-96380a352509";
    GLOBAL_READER = "Global Reader", "f2ef992c-3afb-46b9-b7cf-a126ee74c451", [
        "directory/administrativeUnits/allProperties/read",
        "directory/groups/allProperties/read",
        "directory/organization/allProperties/read",
        "directory/roleAssignments/allProperties/read",
        "directory/roleDefinitions/allProperties/read",
        "directory/users/allProperties/read",
        "directory/users/authenticationMethods/standard/read",
    ];
    REPORTS_READER = "Reports Reader", "4a5d8f65-41da-4de4-8968-e035b65339cf";
    CONDITIONAL_ACCESS_ADMINISTRATOR =
        "Conditional Access Administrator", "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9";
    GROUPS_ADMINISTRATOR = "Groups Administrator", "fdd7a751-b60b-444a-984c-02652fe8fa1c", [
        "directory/groups/basic/update",
        "directory/groups/create",
        "directory/groups/delete",
        "directory/groups/members/update",
        "directory/groups/owners/update",
    ];
    APPLICATION_ADMINISTRATOR = "Application Administrator", "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", [
        "directory/applications/create",
        "directory/applications/basic/update",
        "directory/applications/credentials/update",
        "directory/applications/permissions/update",
        "directory/servicePrincipals/create",
    ];
    CLOUD_APPLICATION_ADMINISTRATOR =
        "Cloud Application Administrator", "158c047a-c907-4556-b7ef-446551a6b5f7", [
        "directory/applications/create",
        "directory/applications/basic/update",
        "directory/applications/credentials/update",
        "directory/applications/permissions/update",
        "directory/servicePrincipals/create",
    ];
    DIRECTORY_READERS = "Directory Readers", "88d8e3e3-8f55-4a1e-953a-9b9898b8876b", [
        "directory/administrativeUnits/members/read",
        "directory/administrativeUnits/standard/read",
        "directory/groups/members/read",
        "directory/groups/owners/read",
        "directory/groups/standard/read",
        "directory/users/standard/read",
    ];
    GUEST_INVITER = "Guest Inviter", "95e79109-95c0-4d8e-aee3-d01accf2d47b";
    MESSAGE_CENTER_READER = "Message Center Reader", "790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b";
    USAGE_SUMMARY_REPORTS_READER =
        "Usage Summary Reports Reader", "75934031-6c7e-415a-99d7-48dbd49e875e";
    USER_EXPERIENCE_SUCCESS_MANAGER =
        "User Experience Success Manager", "27460883-1df1-4691-b032-3b79643e5e63";
}

/// The roles that can be assigned in the tenant.
#[derive(Default)]
pub(crate) struct Roles {
    custom: Vec<Role>,
    activated: HashSet<Uuid>,
}

impl Roles {
    /// Adds a role of the tenant's own; gives it back when its name or id is taken.
    pub(crate) fn add(&mut self, role: Role) -> Result<(), Role> {
        if self.get(role.id).is_some() || self.find(&role.name).is_some() {
            return Err(role);
        }
        self.custom.push(role);
        Ok(())
    }

    /// Puts a role of the tenant's own in place of the one with its id; refuses a name that another role has.
    pub(crate) fn replace(&mut self, role: Role) -> bool {
        if self.find(&role.name).is_some_and(|known| known.id != role.id) {
            return false;
        }
        let known = self.custom.iter_mut().find(|known| known.id == role.id);
        known.map(|known| *known = role).is_some()
    }

    /// Removes a role of the tenant's own.
    pub(crate) fn remove(&mut self, id: Uuid) {
        self.custom.retain(|role| role.id != id);
    }

    /// Makes a built-in role a directory role, which it becomes by itself when somebody holds it.
    pub(crate) fn activate(&mut self, id: Uuid) {
        self.activated.insert(id);
    }

    /// Whether a built-in role was made a directory role before anybody held it.
    pub(crate) fn is_activated(&self, id: Uuid) -> bool {
        self.activated.contains(&id)
    }

    /// Every role, the built-in ones first.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Role> {
        BUILT_IN.iter().copied().chain(&self.custom)
    }

    /// The role with this id.
    pub(crate) fn get(&self, id: Uuid) -> Option<&Role> {
        self.iter().find(|role| role.id == id)
    }

    /// The role with this display name or id.
    pub(crate) fn find(&self, name_or_id: &str) -> Option<&Role> {
        match Uuid::try_parse(name_or_id) {
            Ok(id) => self.get(id),
            Err(_) => self
                .iter()
                .find(|role| role.name.eq_ignore_ascii_case(name_or_id)),
        }
    }
}
