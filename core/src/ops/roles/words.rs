//! What resource actions mean to a service desk (facts 8.2).

/// Resource actions without the prefix `microsoft.`, and what they mean to a service desk.
pub(super) const MEANINGS: &[(&str, &str)] = &[
    (
        "directory/users/authenticationMethods/create",
        "register authentication methods for a person, a Temporary Access Pass too",
    ),
    (
        "directory/users/authenticationMethods/delete",
        "remove authentication methods: require re-registration",
    ),
    (
        "directory/users/authenticationMethods/basic/update",
        "change authentication methods and which is the default",
    ),
    (
        "directory/users/authenticationMethods/standard/read",
        "see authentication methods in full",
    ),
    (
        "directory/users/authenticationMethods/standard/restrictedRead",
        "see authentication methods, numbers and addresses masked",
    ),
    (
        "directory/users/authorizationInfo/update",
        "change the certificate identifiers of a person",
    ),
    (
        "directory/users/strongAuthentication/update",
        "change multifactor authentication settings of a person (older definitions)",
    ),
    (
        "directory/users/invalidateAllRefreshTokens",
        "revoke sign-in sessions",
    ),
    ("directory/users/password/update", "reset passwords"),
    (
        "directory/users/basic/update",
        "change basic properties of people",
    ),
    (
        "directory/users/manager/update",
        "change who is a person's manager",
    ),
    ("directory/users/userPrincipalName/update", "change sign-in names"),
    ("directory/users/standard/read", "read people"),
    ("directory/users/create", "create accounts"),
    ("directory/users/disable", "disable accounts"),
    ("directory/users/enable", "enable accounts"),
    ("directory/users/delete", "delete accounts"),
    ("directory/users/restore", "restore deleted accounts"),
    (
        "directory/deletedItems.users/restore",
        "restore accounts from the deleted ones",
    ),
    (
        "directory/organization/strongAuthentication/allTasks",
        "manage per-user MFA and the tenant's MFA settings",
    ),
    (
        "directory/userCredentialPolicies/create",
        "create policies for credentials",
    ),
    (
        "directory/userCredentialPolicies/basic/update",
        "change policies for credentials",
    ),
    (
        "directory/userCredentialPolicies/delete",
        "delete policies for credentials",
    ),
    (
        "directory/userCredentialPolicies/standard/read",
        "read policies for credentials",
    ),
    (
        "directory/auditLogs/allProperties/read",
        "read the audit log: who did what to whom",
    ),
    (
        "directory/signInReports/allProperties/read",
        "read the sign-in log",
    ),
    (
        "azure.serviceHealth/allEntities/allTasks",
        "read and set up Azure's service health",
    ),
    (
        "azure.supportTickets/allEntities/allTasks",
        "create and manage Azure's support tickets",
    ),
    (
        "office365.serviceHealth/allEntities/allTasks",
        "read and set up service health in the Microsoft 365 admin center",
    ),
    (
        "office365.supportTickets/allEntities/allTasks",
        "create and manage support tickets of Microsoft 365",
    ),
    (
        "office365.webPortal/allEntities/standard/read",
        "open the Microsoft 365 admin center",
    ),
];

/// What an action means; the oldest definitions have another prefix (facts 8.2).
pub(super) fn meaning(action: &str) -> Option<&'static str> {
    let bare = action.strip_prefix("microsoft.")?;
    let bare = bare.strip_prefix("aad.").unwrap_or(bare);
    MEANINGS
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(bare))
        .map(|(_, meaning)| *meaning)
}
