//! What each operation needs: the one table. It is checked against what the token says before anything is sent
//! (facts 0.2, 2.3, 5.1), and told to whoever sets up an app registration.

mod answer;
mod catalogue;

pub(super) use answer::{enough, gap, permissions, roles_of, unneeded_for};
pub(super) use catalogue::{find_role, role_named, role_with_id};

use crate::api::{MethodKind, PermissionKind, PermissionNeed, Plan, Purpose, StepAction};
use crate::auth::Actor;
use crate::error::{Error, ErrorCode, Result};
use crate::graph::members::Body;

/// A need that any one of these permissions meets; the first is the least.
pub(crate) struct Need {
    what: &'static str,
    any_of: &'static [&'static str],
}

/// Directory roles of a person, of which any one is enough; the first is the least.
pub(super) struct Roles {
    what: &'static str,
    any_of: &'static [&'static str],
}

/// What one operation needs, in the order in which it is told.
pub(super) struct Operation {
    name: &'static str,
    needs: &'static [&'static Need],
    roles: &'static [&'static Roles],
}

/// Every operation of the contract, in its order there. A new one is added here: a test sees to it.
pub(super) const OPERATIONS: &[Operation] = &[
    Operation {
        name: "checkSignIn",
        needs: &[],
        roles: &[],
    },
    Operation {
        name: "findUsers",
        needs: &[&READ_USERS],
        roles: &[],
    },
    Operation {
        name: "getUser",
        needs: &[&READ_USERS],
        roles: &[],
    },
    Operation {
        name: "listMethods",
        needs: &[&READ_USERS, &READ_METHODS],
        roles: &[&METHOD_READERS],
    },
    Operation {
        name: "listRoles",
        needs: &[&LIST_ROLES],
        roles: &[],
    },
    Operation {
        name: "listRoleAssignments",
        needs: &[&READ_USERS, &LIST_ROLES, &READ_UNITS, &READ_GROUPS],
        roles: &[],
    },
    Operation {
        name: "listAdministrativeUnits",
        needs: &[&LIST_UNITS],
        roles: &[],
    },
    Operation {
        name: "grantRole",
        needs: &[&READ_USERS, &LIST_ROLES, &ASSIGN_ROLES],
        roles: &[&ROLE_ASSIGNERS],
    },
    Operation {
        name: "revokeRole",
        needs: &[&READ_USERS, &LIST_ROLES, &ASSIGN_ROLES],
        roles: &[&ROLE_ASSIGNERS],
    },
    // A managed identity needs the granting alone, and delegated permissions none of it.
    Operation {
        name: "initializeApplication",
        needs: &[&MANAGE_APPLICATIONS, &GRANT_PERMISSIONS],
        roles: &[&APPLICATION_MANAGERS, &PERMISSION_GRANTERS],
    },
    Operation {
        name: "planReset",
        needs: &[
            &READ_USERS,
            &READ_METHODS,
            &READ_ROLES,
            &READ_GROUPS,
            &READ_ELIGIBLE_GROUPS,
        ],
        roles: &[&METHOD_READERS],
    },
    Operation {
        name: "preflight",
        needs: &[
            &READ_USERS,
            &READ_METHODS,
            &READ_ROLES,
            &READ_GROUPS,
            &READ_ELIGIBLE_GROUPS,
        ],
        roles: &[&METHOD_READERS],
    },
    Operation {
        name: "reset",
        needs: &[
            &READ_USERS,
            &READ_METHODS,
            &READ_ROLES,
            &READ_GROUPS,
            &READ_ELIGIBLE_GROUPS,
            &CHANGE_METHODS,
        ],
        roles: &[&METHOD_WRITERS],
    },
    Operation {
        name: "rescue",
        needs: &[
            &READ_USERS,
            &READ_ROLES,
            &READ_GROUPS,
            &READ_ELIGIBLE_GROUPS,
            &READ_METHODS,
            &CHANGE_METHODS,
            &CHANGE_PASS,
            &REVOKE_SESSIONS,
        ],
        roles: &[&METHOD_WRITERS],
    },
    Operation {
        name: "removeMethod",
        needs: &[
            &READ_USERS,
            &READ_ROLES,
            &READ_GROUPS,
            &READ_ELIGIBLE_GROUPS,
            &READ_METHODS,
            &CHANGE_METHODS,
        ],
        roles: &[&METHOD_WRITERS],
    },
    Operation {
        name: "issuePass",
        needs: &[
            &READ_USERS,
            &READ_ROLES,
            &READ_GROUPS,
            &READ_ELIGIBLE_GROUPS,
            &CHANGE_PASS,
        ],
        roles: &[&METHOD_WRITERS],
    },
    Operation {
        name: "getPass",
        needs: &[&READ_USERS, &READ_PASS],
        roles: &[&METHOD_READERS],
    },
    Operation {
        name: "removePass",
        needs: &[
            &READ_USERS,
            &READ_ROLES,
            &READ_GROUPS,
            &READ_ELIGIBLE_GROUPS,
            &CHANGE_PASS,
        ],
        roles: &[&METHOD_WRITERS],
    },
    Operation {
        name: "revokeSessions",
        needs: &[
            &READ_USERS,
            &READ_ROLES,
            &READ_GROUPS,
            &READ_ELIGIBLE_GROUPS,
            &REVOKE_SESSIONS,
        ],
        roles: &[&SESSION_REVOKERS],
    },
    Operation {
        name: "getPerUserState",
        needs: &[&READ_USERS, &READ_PER_USER_STATE],
        roles: &[&POLICY_READERS],
    },
    Operation {
        name: "setPerUserState",
        needs: &[
            &READ_USERS,
            &READ_ROLES,
            &READ_GROUPS,
            &READ_ELIGIBLE_GROUPS,
            &READ_PER_USER_STATE,
            &CHANGE_PER_USER_STATE,
        ],
        roles: &[&PER_USER_STATE_WRITERS],
    },
    Operation {
        name: "setPhone",
        needs: &[
            &READ_USERS,
            &READ_ROLES,
            &READ_GROUPS,
            &READ_ELIGIBLE_GROUPS,
            &CHANGE_PHONES,
        ],
        roles: &[&METHOD_WRITERS],
    },
    Operation {
        name: "listHardwareTokens",
        needs: &[&READ_USERS, &READ_INVENTORY],
        roles: &[&POLICY_READERS],
    },
    Operation {
        name: "assignHardwareToken",
        needs: &[
            &READ_USERS,
            &READ_ROLES,
            &READ_GROUPS,
            &READ_ELIGIBLE_GROUPS,
            &CHANGE_TOKENS,
            &READ_INVENTORY,
        ],
        roles: &[&METHOD_WRITERS, &POLICY_READERS],
    },
    Operation {
        name: "activateHardwareToken",
        needs: &[
            &READ_USERS,
            &READ_ROLES,
            &READ_GROUPS,
            &READ_ELIGIBLE_GROUPS,
            &CHANGE_TOKENS,
        ],
        roles: &[&METHOD_WRITERS],
    },
    Operation {
        name: "deactivateHardwareToken",
        needs: &[
            &READ_USERS,
            &READ_ROLES,
            &READ_GROUPS,
            &READ_ELIGIBLE_GROUPS,
            &CHANGE_TOKENS,
        ],
        roles: &[&METHOD_WRITERS],
    },
    Operation {
        name: "unassignHardwareToken",
        needs: &[
            &READ_USERS,
            &READ_ROLES,
            &READ_GROUPS,
            &READ_ELIGIBLE_GROUPS,
            &CHANGE_TOKENS,
        ],
        roles: &[&METHOD_WRITERS],
    },
    Operation {
        name: "whoReset",
        needs: &[&READ_USERS, &READ_AUDITS],
        roles: &[&AUDIT_READERS],
    },
    Operation {
        name: "registrationReport",
        needs: &[&READ_REPORT],
        roles: &[&AUDIT_READERS],
    },
    // What a run does for each person needs what that operation needs, in addition.
    Operation {
        name: "planRun",
        needs: &[
            &READ_USERS,
            &READ_METHODS,
            &READ_ROLES,
            &READ_GROUPS,
            &READ_ELIGIBLE_GROUPS,
        ],
        roles: &[&METHOD_READERS],
    },
    Operation {
        name: "startRun",
        needs: &[&READ_USERS, &READ_ROLES, &READ_GROUPS, &READ_ELIGIBLE_GROUPS],
        roles: &[],
    },
    Operation {
        name: "resumeRun",
        needs: &[&READ_USERS, &READ_ROLES, &READ_GROUPS, &READ_ELIGIBLE_GROUPS],
        roles: &[],
    },
    Operation {
        name: "verifyJournal",
        needs: &[],
        roles: &[],
    },
    Operation {
        name: "exportProof",
        needs: &[],
        roles: &[],
    },
];

const METHOD_READERS: Roles = Roles {
    what: "to read authentication methods of others",
    any_of: &[
        "Authentication Administrator",
        "Privileged Authentication Administrator",
        "Global Reader",
    ],
};

const METHOD_WRITERS: Roles = Roles {
    what: "to change authentication methods of others; the second acts on administrators too",
    any_of: &[
        "Authentication Administrator",
        "Privileged Authentication Administrator",
    ],
};

const SESSION_REVOKERS: Roles = Roles {
    what: "to revoke sign-in sessions of others",
    any_of: &[
        "Helpdesk Administrator",
        "Authentication Administrator",
        "User Administrator",
        "Privileged Authentication Administrator",
    ],
};

/// Not the roles that change methods: these belong to the policy (facts 4.3).
const POLICY_READERS: Roles = Roles {
    what: "to read what belongs to the authentication methods policy",
    any_of: &["Authentication Policy Administrator", "Global Reader"],
};

const PER_USER_STATE_WRITERS: Roles = Roles {
    what: "to change the per-user MFA state; roles that change methods are not enough",
    any_of: &["Authentication Policy Administrator"],
};

const AUDIT_READERS: Roles = Roles {
    what: "to read the audit log and the registration report",
    any_of: &[
        "Reports Reader",
        "Security Reader",
        "Global Reader",
        "Security Administrator",
    ],
};

const ROLE_ASSIGNERS: Roles = Roles {
    what: "to grant roles and take them back",
    any_of: &["Privileged Role Administrator"],
};

const APPLICATION_MANAGERS: Roles = Roles {
    what: "to register applications and to change them",
    any_of: &["Cloud Application Administrator", "Application Administrator"],
};

const PERMISSION_GRANTERS: Roles = Roles {
    what: "to grant applications permissions of Microsoft Graph",
    any_of: &["Privileged Role Administrator"],
};

pub(super) const MANAGE_APPLICATIONS: Need = Need {
    what: "to register applications and to change them",
    any_of: &["Application.ReadWrite.All", "Application.ReadWrite.OwnedBy"],
};

/// Enough where nothing but a permission is granted to what exists.
pub(super) const READ_APPLICATIONS: Need = Need {
    what: "to find managed identities",
    any_of: &[
        "Application.Read.All",
        "Application.ReadWrite.All",
        "Application.ReadWrite.OwnedBy",
        "Directory.Read.All",
        "Directory.ReadWrite.All",
    ],
};

pub(super) const GRANT_PERMISSIONS: Need = Need {
    what: "to grant applications permissions of Microsoft Graph",
    any_of: &["AppRoleAssignment.ReadWrite.All"],
};

pub(super) const LIST_ROLES: Need = Need {
    what: "to read roles and who holds them",
    any_of: &[
        "RoleManagement.Read.Directory",
        "RoleManagement.ReadWrite.Directory",
        "RoleManagement.Read.All",
        "Directory.Read.All",
        "Directory.ReadWrite.All",
    ],
};

pub(super) const LIST_UNITS: Need = Need {
    what: "to list administrative units",
    any_of: &[
        "AdministrativeUnit.Read.All",
        "AdministrativeUnit.ReadWrite.All",
        "Directory.Read.All",
        "Directory.ReadWrite.All",
    ],
};

/// A name is not necessary: without it, units and groups are told by their ids.
const READ_UNITS: Need = Need {
    what: "to name the administrative units in which roles count",
    any_of: &[
        "AdministrativeUnit.Read.All",
        "AdministrativeUnit.ReadWrite.All",
        "Directory.Read.All",
        "Directory.ReadWrite.All",
    ],
};

pub(super) const ASSIGN_ROLES: Need = Need {
    what: "to grant roles and take them back",
    any_of: &["RoleManagement.ReadWrite.Directory"],
};

pub(super) const SCHEDULE_ROLES: Need = Need {
    what: "to grant roles for a time",
    any_of: &[
        "RoleAssignmentSchedule.ReadWrite.Directory",
        "RoleManagement.ReadWrite.Directory",
    ],
};

pub(super) const MAKE_ELIGIBLE: Need = Need {
    what: "to make people eligible for roles",
    any_of: &[
        "RoleEligibilitySchedule.ReadWrite.Directory",
        "RoleManagement.ReadWrite.Directory",
    ],
};

/// The properties that are shown of a person go beyond the basic profile (facts 1.1).
pub(crate) const READ_USERS: Need = Need {
    what: "to read people",
    any_of: &[
        "User.Read.All",
        "User.ReadWrite.All",
        "Directory.Read.All",
        "Directory.ReadWrite.All",
    ],
};

/// Without it an application acts on nobody, because everybody may be an administrator; a person learns of a refusal
/// only by trying.
const READ_ROLES: Need = Need {
    what: "to see who is an administrator",
    any_of: &[
        "RoleManagement.Read.Directory",
        "RoleManagement.ReadWrite.Directory",
        "RoleManagement.Read.All",
    ],
};

/// As [`READ_ROLES`].
const READ_GROUPS: Need = Need {
    what: "to see who is in a group that can hold roles, or owns one",
    any_of: &[
        "GroupMember.Read.All",
        "GroupMember.ReadWrite.All",
        "Group.Read.All",
        "Group.ReadWrite.All",
        "Directory.Read.All",
        "Directory.ReadWrite.All",
    ],
};

/// As [`READ_ROLES`], and of applications alone: see [`OF_APPLICATIONS`]. Documented are the first two; the others are
/// named beside them where the service refuses.
const READ_ELIGIBLE_GROUPS: Need = Need {
    what: "to see, as an application, who could activate a group that can hold roles",
    any_of: &[
        "PrivilegedEligibilitySchedule.Read.AzureADGroup",
        "PrivilegedEligibilitySchedule.ReadWrite.AzureADGroup",
        "PrivilegedAccess.Read.AzureADGroup",
        "PrivilegedAccess.ReadWrite.AzureADGroup",
    ],
};

/// The least permissions that only applications need. A person who is signed in is held back by the service itself, so that
/// what nobody has activated yet is not read for one.
const OF_APPLICATIONS: &[&str] = &["PrivilegedEligibilitySchedule.Read.AzureADGroup"];

impl Need {
    /// Whether a sign-in of this kind has that need.
    fn concerns(&self, kind: PermissionKind) -> bool {
        kind == PermissionKind::Application || !OF_APPLICATIONS.contains(&self.any_of[0])
    }
}

pub(super) const READ_METHODS: Need = Need {
    what: "to read authentication methods",
    any_of: &[
        "UserAuthenticationMethod.Read.All",
        "UserAuthenticationMethod.ReadWrite.All",
    ],
};

pub(super) const REVOKE_SESSIONS: Need = Need {
    what: "to revoke sign-in sessions",
    any_of: &[
        "User.RevokeSessions.All",
        "User.ReadWrite.All",
        "Directory.ReadWrite.All",
    ],
};

pub(super) const READ_AUDITS: Need = Need {
    what: "to read the audit log",
    any_of: &["AuditLog.Read.All", "Directory.Read.All"],
};

pub(super) const READ_REPORT: Need = Need {
    what: "to read the registration report",
    any_of: &["AuditLog.Read.All"],
};

/// Demanded when a unit is asked for: the whole tenant is reported without it.
const UNIT_MEMBERS: Need = Need {
    what: "to read who is in an administrative unit",
    any_of: &[
        "AdministrativeUnit.Read.All",
        "AdministrativeUnit.ReadWrite.All",
        "Directory.Read.All",
        "Directory.ReadWrite.All",
    ],
};

/// Demanded when a group is asked for.
const GROUP_MEMBERS: Need = Need {
    what: "to read who is in a group",
    any_of: &[
        "GroupMember.Read.All",
        "GroupMember.ReadWrite.All",
        "Group.Read.All",
        "Group.ReadWrite.All",
        "Directory.Read.All",
        "Directory.ReadWrite.All",
    ],
};

/// What reading the people of a unit or a group needs.
pub(super) const fn read_members(body: Body) -> &'static Need {
    match body {
        Body::AdministrativeUnit => &UNIT_MEMBERS,
        Body::Group => &GROUP_MEMBERS,
    }
}

/// A refusal of a report or the log is about the role of whoever asks, not about the person asked about.
pub(super) fn explain_reports(error: Error) -> Error {
    if error.code() != ErrorCode::NotAllowed {
        return error;
    }
    let roles = AUDIT_READERS.any_of.join(", ");
    error.remedy(format!(
        "a signed-in person needs one of these roles: {roles}; an application needs the permission AuditLog.Read.All"
    ))
}

/// The broad permission comes first: the id of the narrow one, which a manifest needs, is not established (facts 0.2).
pub(super) const READ_PASS: Need = Need {
    what: "to read whether somebody has a Temporary Access Pass",
    any_of: &[
        "UserAuthenticationMethod.Read.All",
        "UserAuthenticationMethod.ReadWrite.All",
        "UserAuthMethod-TAP.Read.All",
        "UserAuthMethod-TAP.ReadWrite.All",
    ],
};

pub(super) const CHANGE_PASS: Need = Need {
    what: "to issue or remove a Temporary Access Pass",
    any_of: &[
        "UserAuthenticationMethod.ReadWrite.All",
        "UserAuthMethod-TAP.ReadWrite.All",
    ],
};

pub(super) const CHANGE_METHODS: Need = Need {
    what: "to remove authentication methods of every kind",
    any_of: &["UserAuthenticationMethod.ReadWrite.All"],
};

pub(super) const READ_PER_USER_STATE: Need = Need {
    what: "to read the per-user MFA state",
    any_of: &["Policy.Read.All"],
};

pub(super) const CHANGE_PER_USER_STATE: Need = Need {
    what: "to change the per-user MFA state",
    any_of: &["Policy.ReadWrite.AuthenticationMethod"],
};

pub(super) const READ_INVENTORY: Need = Need {
    what: "to read the inventory of hardware tokens",
    any_of: &[
        "Policy.Read.All",
        "Policy.Read.AuthenticationMethod",
        "Policy.ReadWrite.AuthenticationMethod",
    ],
};

pub(super) const CHANGE_PHONES: Need = Need {
    what: "to change phone numbers",
    any_of: &[
        "UserAuthenticationMethod.ReadWrite.All",
        "UserAuthMethod-Phone.ReadWrite.All",
    ],
};

pub(super) const CHANGE_TOKENS: Need = Need {
    what: "to give and change hardware OATH tokens",
    any_of: &[
        "UserAuthenticationMethod.ReadWrite.All",
        "UserAuthMethod-HardwareOATH.ReadWrite.All",
    ],
};

const SET_DEFAULT: Need = Need {
    what: "to change the default method",
    any_of: &["UserAuthenticationMethod.ReadWrite.All"],
};

/// Every kind has a permission of its own beside the broad one (facts 2.3).
fn remove(kind: &MethodKind) -> Option<&'static Need> {
    macro_rules! need {
        ($what:literal, $x:literal) => {
            Some(&Need {
                what: $what,
                any_of: &[
                    "UserAuthenticationMethod.ReadWrite.All",
                    concat!("UserAuthMethod-", $x, ".ReadWrite.All"),
                ],
            })
        };
    }
    match kind {
        MethodKind::Phone => need!("to remove phone numbers", "Phone"),
        MethodKind::MicrosoftAuthenticator | MethodKind::PasswordlessMicrosoftAuthenticator => {
            need!("to remove Microsoft Authenticator", "MicrosoftAuthApp")
        }
        MethodKind::SoftwareOath => need!("to remove software OATH tokens", "SoftwareOATH"),
        MethodKind::HardwareOath => need!("to change hardware OATH tokens", "HardwareOATH"),
        MethodKind::Fido2 => need!("to remove passkeys", "Passkey"),
        MethodKind::WindowsHelloForBusiness => need!("to remove Windows Hello for Business", "WindowsHello"),
        MethodKind::PlatformCredential => need!("to remove platform credentials", "PlatformCred"),
        MethodKind::Email => need!("to remove e-mail addresses", "Email"),
        MethodKind::TemporaryAccessPass => need!("to remove a Temporary Access Pass", "TAP"),
        MethodKind::External => need!("to remove external methods", "External"),
        MethodKind::QrCodePin => need!("to remove a QR code with PIN", "QR"),
        MethodKind::Password | MethodKind::Unknown(_) => None,
    }
}

/// Demands what every step of a plan needs, before the first of them.
///
/// # Errors
/// `permissionMissing`, see [`demand`].
pub(super) fn demand_for_plan(actor: &Actor, plan: &Plan) -> Result<()> {
    for step in &plan.steps {
        match (step.action, &step.kind) {
            (StepAction::SetDefault, _) => demand(actor, &SET_DEFAULT)?,
            (_, Some(kind)) => remove(kind).map_or(Ok(()), |need| demand(actor, need))?,
            (_, None) => {}
        }
    }
    Ok(())
}

/// Demands one need. A token that does not tell its permissions passes: the service will say.
///
/// # Errors
/// `permissionMissing`, naming the least permission and what to do.
pub(crate) fn demand(actor: &Actor, need: &Need) -> Result<()> {
    if actor.has_any(need.any_of) != Some(false) {
        return Ok(());
    }
    let least = need.any_of[0];
    Err(Error::new(
        ErrorCode::PermissionMissing,
        format!("this sign-in lacks the permission {least}, {}", need.what),
    )
    .about(least)
    .remedy(format!(
        "add {least} to the app registration, have an administrator consent, then connect again so that \
             the new token holds it"
    )))
}

/// What a purpose needs beside the reading: the permission to do it.
const fn needs_of(purpose: Purpose) -> &'static [&'static Need] {
    match purpose {
        Purpose::ChangeMethods => &[&READ_METHODS, &CHANGE_METHODS],
        Purpose::RevokeSessions => &[&REVOKE_SESSIONS],
        Purpose::IssuePass => &[&CHANGE_PASS],
        Purpose::SetPerUserState => &[&CHANGE_PER_USER_STATE],
    }
}

/// The needs of a purpose that the sign-in does not meet, as far as its token tells.
pub(super) fn missing_for(actor: &Actor, purpose: Purpose) -> Vec<PermissionNeed> {
    let needs = needs_of(purpose).iter();
    needs
        .filter(|need| actor.has_any(need.any_of) == Some(false))
        .map(|need| answer::told(need))
        .collect()
}
