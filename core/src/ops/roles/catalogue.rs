//! The roles that matter to MFA work, as documented: what each may do, on whom, and whether it is granted here
//! (facts 8.1, 8.2, 8.4, 8.5). What the tenant says of them has precedence.

use super::super::permissions::{find_role, role_named};
use super::words::meaning;
use crate::api::{RoleAction, RoleDescription, RoleRef};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::is_guid;

/// A role as documented.
pub(super) struct Known {
    pub(super) name: &'static str,
    actions: &'static [&'static [&'static str]],
    acts_on: &'static str,
    pub(super) grantable: bool,
    pub(super) can_be_scoped: bool,
}

/// What the two administrators of authentication have in common; the prefix `microsoft.` is left out.
const AUTHENTICATION: &[&str] = &[
    "directory/users/authenticationMethods/create",
    "directory/users/authenticationMethods/delete",
    "directory/users/authenticationMethods/basic/update",
    "directory/users/invalidateAllRefreshTokens",
    "directory/users/password/update",
    "directory/users/basic/update",
    "directory/users/manager/update",
    "directory/users/userPrincipalName/update",
    "directory/users/disable",
    "directory/users/enable",
    "directory/users/delete",
    "directory/users/restore",
    "directory/deletedItems.users/restore",
    "azure.serviceHealth/allEntities/allTasks",
    "azure.supportTickets/allEntities/allTasks",
    "office365.serviceHealth/allEntities/allTasks",
    "office365.supportTickets/allEntities/allTasks",
    "office365.webPortal/allEntities/standard/read",
];

pub(super) const PRIVILEGED: &str = "Privileged Authentication Administrator";

/// In the order in which a service desk thinks of them.
pub(super) const ROLES: &[Known] = &[
    Known {
        name: "Authentication Administrator",
        actions: &[
            AUTHENTICATION,
            &["directory/users/authenticationMethods/standard/restrictedRead"],
        ],
        acts_on: "people without an administrator's role, Authentication Administrators, and holders of Directory \
                  Readers, Guest Inviter, Message Center Reader, Password Administrator, Reports Reader, Usage Summary \
                  Reports Reader or User Experience Success Manager; in an administrative unit only its members \
                  without any such role",
        grantable: true,
        can_be_scoped: true,
    },
    Known {
        name: PRIVILEGED,
        actions: &[
            AUTHENTICATION,
            &[
                "directory/users/authenticationMethods/standard/read",
                "directory/users/authorizationInfo/update",
            ],
        ],
        acts_on: "everybody, Global Administrators included; in an administrative unit only its members without an \
                  administrator's role",
        grantable: true,
        can_be_scoped: true,
    },
    Known {
        name: "Authentication Policy Administrator",
        actions: &[&[
            "directory/organization/strongAuthentication/allTasks",
            "directory/userCredentialPolicies/create",
            "directory/userCredentialPolicies/basic/update",
            "directory/userCredentialPolicies/delete",
            "directory/userCredentialPolicies/standard/read",
            "azure.supportTickets/allEntities/allTasks",
            "office365.supportTickets/allEntities/allTasks",
            "office365.webPortal/allEntities/standard/read",
        ]],
        acts_on: "the tenant's policies and everybody's per-user MFA state; nobody's methods",
        grantable: true,
        can_be_scoped: false,
    },
    Known {
        name: "Helpdesk Administrator",
        actions: &[&[
            "directory/users/invalidateAllRefreshTokens",
            "directory/users/password/update",
        ]],
        acts_on: "passwords and sessions of people without an administrator's role, of Helpdesk and Password \
                  Administrators, and of holders of reading roles; nobody's methods",
        grantable: false,
        can_be_scoped: true,
    },
    Known {
        name: "User Administrator",
        actions: &[&[
            "directory/users/invalidateAllRefreshTokens",
            "directory/users/password/update",
            "directory/users/basic/update",
            "directory/users/manager/update",
            "directory/users/userPrincipalName/update",
            "directory/users/disable",
            "directory/users/enable",
            "directory/users/delete",
            "directory/users/restore",
        ]],
        acts_on: "passwords and sessions of people without an administrator's role, of Groups, Helpdesk, Password and \
                  User Administrators, and of holders of reading roles; nobody's methods",
        grantable: false,
        can_be_scoped: true,
    },
    Known {
        name: "Password Administrator",
        actions: &[&["directory/users/password/update"]],
        acts_on: "passwords of people without an administrator's role, of Password Administrators, and of holders of \
                  Directory Readers or Guest Inviter; nobody's methods",
        grantable: false,
        can_be_scoped: true,
    },
    Known {
        name: "Global Reader",
        actions: &[&[
            "directory/users/authenticationMethods/standard/restrictedRead",
            "directory/auditLogs/allProperties/read",
            "directory/signInReports/allProperties/read",
            "office365.webPortal/allEntities/standard/read",
        ]],
        acts_on: "nobody: it only reads",
        grantable: false,
        can_be_scoped: false,
    },
    Known {
        name: "Reports Reader",
        actions: &[&[
            "directory/auditLogs/allProperties/read",
            "directory/signInReports/allProperties/read",
            "office365.webPortal/allEntities/standard/read",
        ]],
        acts_on: "nobody: it only reads",
        grantable: false,
        can_be_scoped: false,
    },
    Known {
        name: "Security Reader",
        actions: &[&[
            "directory/auditLogs/allProperties/read",
            "directory/signInReports/allProperties/read",
            "office365.webPortal/allEntities/standard/read",
        ]],
        acts_on: "nobody: it only reads",
        grantable: false,
        can_be_scoped: false,
    },
];

/// The role in words; `actions` as the tenant defines them, where it did.
pub(super) fn describe(known: &Known, actions: Option<Vec<String>>) -> RoleDescription {
    let read_from_tenant = actions.is_some();
    let actions = actions.unwrap_or_else(|| {
        let documented = known.actions.iter().copied().flatten();
        documented.map(|action| format!("microsoft.{action}")).collect()
    });
    RoleDescription {
        template_id: role_named(known.name).template_id,
        display_name: known.name.to_owned(),
        actions: actions
            .into_iter()
            .map(|action| RoleAction {
                meaning: meaning(&action).map(str::to_owned),
                action,
            })
            .collect(),
        acts_on: known.acts_on.to_owned(),
        grantable: known.grantable,
        can_be_scoped: known.can_be_scoped,
        read_from_tenant,
    }
}

/// The role that a caller means; blanks and case do not matter, and any template id will do.
///
/// # Errors
/// `invalidInput`, telling the roles that have names here.
pub(super) fn any(text: &str) -> Result<RoleRef> {
    let text = text.trim();
    if let Some(role) = find_role(text) {
        return Ok(role);
    }
    if is_guid(text) {
        let id = text.to_ascii_lowercase();
        return Ok(RoleRef {
            display_name: id.clone(),
            template_id: id,
        });
    }
    let known: Vec<_> = ROLES.iter().map(|role| role.name).collect();
    Err(Error::new(
        ErrorCode::InvalidInput,
        format!("role: there is no role `{text}`"),
    )
    .about(text)
    .remedy(format!(
        "give a template id, or a name such as {}",
        known.join(", ")
    )))
}

/// The role that a caller wants to grant or to take back.
///
/// # Errors
/// `guarded` for every role that does not administer authentication; `invalidInput` for what is no role.
pub(super) fn ours(text: &str) -> Result<(&'static Known, RoleRef)> {
    let role = any(text)?;
    let known = ROLES
        .iter()
        .find(|known| known.grantable && known.name == role.display_name);
    known.map(|known| (known, role.clone())).ok_or_else(|| {
        let ours: Vec<_> = ROLES
            .iter()
            .filter(|role| role.grantable)
            .map(|role| role.name)
            .collect();
        Error::new(
            ErrorCode::Guarded,
            format!(
                "role: {} is not granted or taken back here; nothing was changed",
                role.display_name
            ),
        )
        .about(&role.display_name)
        .remedy(format!(
            "this product delegates {} and no other role; use the Entra admin center",
            ours.join(", ")
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::super::words::MEANINGS;
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn every_documented_action_has_its_words_and_every_role_its_id() {
        for known in ROLES {
            let described = describe(known, None);
            assert_eq!(described.template_id.len(), 36, "{}", known.name);
            assert!(!described.actions.is_empty() && !described.read_from_tenant);
            for action in described.actions {
                assert!(action.meaning.is_some(), "{}: {}", known.name, action.action);
            }
        }
        let actions: HashSet<_> = MEANINGS.iter().map(|(action, _)| *action).collect();
        assert_eq!(actions.len(), MEANINGS.len());
    }

    #[test]
    fn what_nobody_knows_is_shown_as_it_is() {
        let actions = vec![
            "microsoft.directory/moon/orbit".to_owned(),
            "microsoft.aad.directory/users/password/update".to_owned(),
        ];
        let described = describe(&ROLES[0], Some(actions));
        assert!(described.read_from_tenant);
        assert_eq!(described.actions[0].action, "microsoft.directory/moon/orbit");
        assert_eq!(described.actions[0].meaning, None);
        assert_eq!(described.actions[1].meaning.as_deref(), Some("reset passwords"));
    }

    #[test]
    fn only_roles_that_administer_authentication_are_delegated() {
        for name in [
            "authentication administrator",
            "PrivilegedAuthenticationAdministrator",
            "0526716b-113d-4c15-b2c8-68e3c22b9f80",
        ] {
            assert!(ours(name).is_ok(), "{name}");
        }
        for name in [
            "Global Administrator",
            "Privileged Role Administrator",
            "Helpdesk Administrator",
            "11111111-2222-4333-8444-555555555555",
        ] {
            let error = ours(name).err().expect(name);
            assert_eq!(error.code(), ErrorCode::Guarded, "{name}");
        }
        let error = ours("Chief of everything").err().expect("no role");
        assert_eq!(error.code(), ErrorCode::InvalidInput);
        assert!(
            error
                .what_to_do()
                .is_some_and(|text| text.contains("Authentication Administrator"))
        );
    }
}
