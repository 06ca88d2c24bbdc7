//! The resource actions that roles carry, as far as the tenant asks for them (facts 5.1, 8.2).

macro_rules! actions {
    ($($(#[$about:meta])* $constant:ident = $name:literal;)*) => {
        $($(#[$about])* pub(crate) const $constant: &str = concat!("microsoft.directory/", $name);)*
    };
}

actions! {
    /// Reading the authentication methods of others.
    READ_METHODS = "users/authenticationMethods/standard/read";
    /// The same, with masked phone numbers.
    READ_METHODS_MASKED = "users/authenticationMethods/standard/restrictedRead";
    /// Registering a method for somebody.
    CREATE_METHODS = "users/authenticationMethods/create";
    /// Removing a method of somebody.
    DELETE_METHODS = "users/authenticationMethods/delete";
    /// Changing a method of somebody, or which one is the default.
    UPDATE_METHODS = "users/authenticationMethods/basic/update";
    /// Revoking somebody's sign-in sessions.
    REVOKE_SESSIONS = "users/invalidateAllRefreshTokens";
    /// Resetting somebody's password.
    RESET_PASSWORD = "users/password/update";
    /// Adding and removing members of groups.
    CHANGE_GROUP_MEMBERS = "groups/members/update";
    /// The same for groups that can hold roles.
    CHANGE_ASSIGNABLE_MEMBERS = "groupsAssignableToRoles/members/update";
    /// Adding and removing members of administrative units.
    CHANGE_UNIT_MEMBERS = "administrativeUnits/members/update";
    /// Giving somebody a role.
    GRANT_ROLES = "roleAssignments/create";
    /// Taking a role from somebody.
    TAKE_ROLES = "roleAssignments/delete";
    /// Defining a role of the tenant's own.
    CREATE_ROLES = "roleDefinitions/create";
    /// Changing such a role.
    CHANGE_ROLES = "roleDefinitions/basic/update";
    /// Deleting such a role.
    DELETE_ROLES = "roleDefinitions/delete";
    /// Registering an application.
    CREATE_APPLICATIONS = "applications/create";
    /// Changing what an application asks for and how it signs in.
    CHANGE_APPLICATIONS = "applications/permissions/update";
    /// Bringing an application into the tenant.
    CREATE_SERVICE_PRINCIPALS = "servicePrincipals/create";
    /// Granting an application permissions of Graph.
    GRANT_PERMISSIONS = "servicePrincipals/managePermissionGrantsForAll.microsoft-company-admin";
    /// Per-user MFA and the tenant's MFA settings.
    MANAGE_STRONG_AUTHENTICATION = "organization/strongAuthentication/allTasks";
}

/// Whether an action that a role lists covers the one that is asked for. A list may say `…/allTasks` for everything
/// below, and `…/allProperties/allTasks` for everything about a resource.
pub(crate) fn covers(listed: &str, asked: &str) -> bool {
    if listed.eq_ignore_ascii_case(asked) {
        return true;
    }
    let Some(stem) = listed.strip_suffix("/allTasks") else {
        return false;
    };
    let stem = stem.strip_suffix("/allProperties").unwrap_or(stem);
    asked
        .get(..stem.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(stem))
        && asked[stem.len()..].starts_with('/')
}

#[cfg(test)]
mod tests {
    use super::{DELETE_METHODS, MANAGE_STRONG_AUTHENTICATION, RESET_PASSWORD, covers};

    #[test]
    fn an_action_covers_itself_and_all_tasks_what_is_below() {
        assert!(covers(DELETE_METHODS, DELETE_METHODS));
        assert!(covers(
            "Microsoft.Directory/users/password/update",
            RESET_PASSWORD
        ));
        assert!(covers(
            "microsoft.directory/users/allProperties/allTasks",
            DELETE_METHODS
        ));
        assert!(covers(
            "microsoft.directory/users/authenticationMethods/allTasks",
            DELETE_METHODS
        ));
        assert!(!covers(
            "microsoft.directory/users/authenticationMethods/allTasks",
            RESET_PASSWORD
        ));
        assert!(!covers("microsoft.directory/user/allTasks", DELETE_METHODS));
        assert!(!covers(DELETE_METHODS, RESET_PASSWORD));
        assert!(covers(MANAGE_STRONG_AUTHENTICATION, MANAGE_STRONG_AUTHENTICATION));
    }
}
