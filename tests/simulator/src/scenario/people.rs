//! People in a scenario (facts 1.1 for the properties, 3.3 and 4.3 for the MFA settings).

use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::method::DefaultMethod;
use super::method_spec::MethodSpec;
use super::sign_in::PersonSignIn;

/// One person; every property is optional, and what is absent is derived from the rest.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
pub struct Person {
    /// Object id; derived from the user principal name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Sign-in name; derived from the display name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_principal_name: Option<String>,
    /// Display name; derived from the names, or from the user principal name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub display_name: Option<String>,
    /// First name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given_name: Option<String>,
    /// Family name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub surname: Option<String>,
    /// Mail address; members get their user principal name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mail: Option<String>,
    /// Further addresses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub other_mails: Vec<String>,
    /// `SMTP:` and `smtp:` addresses; the mail address is the primary one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub proxy_addresses: Option<Vec<String>>,
    /// Member or guest; a user principal name with `#EXT#` is a guest's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_type: Option<UserType>,
    /// Whether the account may sign in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account_enabled: Option<bool>,
    /// Whether the account is synced from a directory on premises.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on_premises_sync_enabled: Option<bool>,
    /// State of a guest's invitation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_user_state: Option<String>,
    /// Department.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// Job title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub job_title: Option<String>,
    /// Office.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub office_location: Option<String>,
    /// Mobile number of the address book; not an authentication method.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mobile_phone: Option<String>,
    /// Language tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub preferred_language: Option<String>,
    /// Two-letter country code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub usage_location: Option<String>,
    /// Employee number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub employee_id: Option<String>,
    /// When the account was created.
    #[serde(
        with = "time::serde::rfc3339::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub created_date_time: Option<OffsetDateTime>,
    /// When the person last signed in; never when absent.
    #[serde(
        with = "time::serde::rfc3339::option",
        skip_serializing_if = "Option::is_none"
    )]
    pub last_sign_in_date_time: Option<OffsetDateTime>,
    /// Directory roles held in the whole tenant, by name or id; `roleAssignments` of the scenario says the rest.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<String>,
    /// Registered methods in order of registration, without the password.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub methods: Vec<MethodSpec>,
    /// The default method; when absent, the one that the methods suggest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<DefaultMethod>,
    /// Whether system-preferred authentication is on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub system_preferred: Option<bool>,
    /// Per-user MFA state.
    #[serde(skip_serializing_if = "is_disabled")]
    pub per_user_mfa_state: PerUserMfaState,
    /// What is special about signing in as this person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sign_in: Option<Box<PersonSignIn>>,
}

/// Kind of account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum UserType {
    /// At home in this tenant.
    Member,
    /// Invited from elsewhere.
    Guest,
}

impl UserType {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Member => "Member",
            Self::Guest => "Guest",
        }
    }
}

/// Per-user MFA state (facts 4.3).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PerUserMfaState {
    /// Not enrolled.
    #[default]
    Disabled,
    /// Enrolled, asked to register.
    Enabled,
    /// Must use MFA.
    Enforced,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde's skip_serializing_if passes a reference"
)]
fn is_disabled(state: &PerUserMfaState) -> bool {
    *state == PerUserMfaState::Disabled
}
