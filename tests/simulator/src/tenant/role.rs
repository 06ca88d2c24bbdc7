//! Directory roles and who may act on whom (facts 8.1, 8.4).

use crate::scenario::ScenarioError;

/// A built-in directory role.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Role {
    pub(crate) name: &'static str,
    pub(crate) template_id: &'static str,
}

macro_rules! roles {
    ($($constant:ident = $name:literal, $id:literal;)*) => {
        $(pub(crate) static $constant: Role = Role { name: $name, template_id: $id };)*
        /// Every role that the tenant knows.
        pub(crate) static ALL: &[&Role] = &[$(&$constant),*];
    };
}

roles! {
    GLOBAL_ADMINISTRATOR = "Global Administrator", "62e90394-69f5-4237-9190-012177145e10";
    PRIVILEGED_ROLE_ADMINISTRATOR = "Privileged Role Administrator", "e8611ab8-c189-46e8-94e1-60213ab1f814";
    PRIVILEGED_AUTHENTICATION_ADMINISTRATOR =
        "Privileged Authentication Administrator", "7be44c8a-adaf-4e2a-84d6-ab2649e08a13";
    AUTHENTICATION_ADMINISTRATOR = "Authentication Administrator", "c4e39bd9-1100-46d3-8c65-fb160da0071f";
    AUTHENTICATION_POLICY_ADMINISTRATOR =
        "Authentication Policy Administrator", "0526716b-113d-4c15-b2c8-68e3c22b9f80";
    USER_ADMINISTRATOR = "User Administrator", "fe930be7-5e62-47db-91af-98c3a49a38b1";
    HELPDESK_ADMINISTRATOR = "Helpdesk Administrator", "729827e3-9c14-49f7-bb1b-9608f156bbb8";
    PASSWORD_ADMINISTRATOR = "Password Administrator", "966707d0-3269-4727-9be2-8c3a10f19b9d";
    SECURITY_ADMINISTRATOR = "Security Administrator", "194ae4cb-b126-40b2-bd5b-6091b380977d";
    SECURITY_OPERATOR = "Security Operator", "5f2222b1-57c3-48ba-8ad5-d4759f1fde6f";
    SECURITY_READER = "Security Reader", "5d6b6bb7-de71-4623-b4af-96380a352509";
    GLOBAL_READER = "Global Reader", "f2ef992c-3afb-46b9-b7cf-a126ee74c451";
    REPORTS_READER = "Reports Reader", "4a5d8f65-41da-4de4-8968-e035b65339cf";
    CONDITIONAL_ACCESS_ADMINISTRATOR =
        "Conditional Access Administrator", "b1be1c3e-b65d-4f19-8427-f6fa0d97feb9";
    GROUPS_ADMINISTRATOR = "Groups Administrator", "fdd7a751-b60b-444a-984c-02652fe8fa1c";
    DIRECTORY_READERS = "Directory Readers", "88d8e3e3-8f55-4a1e-953a-9b9898b8876b";
    GUEST_INVITER = "Guest Inviter", "95e79109-95c0-4d8e-aee3-d01accf2d47b";
    MESSAGE_CENTER_READER = "Message Center Reader", "790c1fb9-7f7d-4f88-86a1-ef1f95c05c1b";
    USAGE_SUMMARY_REPORTS_READER =
        "Usage Summary Reports Reader", "75934031-6c7e-415a-99d7-48dbd49e875e";
    USER_EXPERIENCE_SUCCESS_MANAGER =
        "User Experience Success Manager", "27460883-1df1-4691-b032-3b79643e5e63";
}

/// The role with this display name or template id.
pub(crate) fn find(name_or_id: &str) -> Option<&'static Role> {
    ALL.iter().copied().find(|role| {
        role.name.eq_ignore_ascii_case(name_or_id) || role.template_id.eq_ignore_ascii_case(name_or_id)
    })
}

/// The role of a scenario's field.
pub(crate) fn parse(field: &str, name_or_id: &str) -> Result<&'static Role, ScenarioError> {
    find(name_or_id).ok_or_else(|| ScenarioError::new(field, format!("no built-in role '{name_or_id}'")))
}

/// Whether somebody who holds `acting` outranks somebody who holds `target` (the table of facts 8.4, for the
/// roles that carry the action at all).
pub(crate) fn outranks(acting: &Role, target: &[&'static Role]) -> bool {
    if *acting == GLOBAL_ADMINISTRATOR || *acting == PRIVILEGED_AUTHENTICATION_ADMINISTRATOR {
        return true;
    }
    let manageable: &[&Role] = if *acting == AUTHENTICATION_ADMINISTRATOR {
        &[
            &DIRECTORY_READERS,
            &GUEST_INVITER,
            &PASSWORD_ADMINISTRATOR,
            &MESSAGE_CENTER_READER,
            &REPORTS_READER,
            &USAGE_SUMMARY_REPORTS_READER,
            &USER_EXPERIENCE_SUCCESS_MANAGER,
            &AUTHENTICATION_ADMINISTRATOR,
        ]
    } else if *acting == HELPDESK_ADMINISTRATOR {
        &[
            &DIRECTORY_READERS,
            &GUEST_INVITER,
            &PASSWORD_ADMINISTRATOR,
            &MESSAGE_CENTER_READER,
            &REPORTS_READER,
            &USAGE_SUMMARY_REPORTS_READER,
            &USER_EXPERIENCE_SUCCESS_MANAGER,
            &HELPDESK_ADMINISTRATOR,
        ]
    } else if *acting == USER_ADMINISTRATOR {
        &[
            &DIRECTORY_READERS,
            &GUEST_INVITER,
            &PASSWORD_ADMINISTRATOR,
            &MESSAGE_CENTER_READER,
            &REPORTS_READER,
            &USAGE_SUMMARY_REPORTS_READER,
            &USER_EXPERIENCE_SUCCESS_MANAGER,
            &HELPDESK_ADMINISTRATOR,
            &GROUPS_ADMINISTRATOR,
            &USER_ADMINISTRATOR,
        ]
    } else if *acting == PASSWORD_ADMINISTRATOR {
        &[&DIRECTORY_READERS, &GUEST_INVITER, &PASSWORD_ADMINISTRATOR]
    } else {
        return false;
    };
    target.iter().all(|role| manageable.contains(role))
}
