//! Setting up what a script signs in as: an app registration, or a managed identity, with the least permissions for the
//! work it is to do.

use super::{Case, ErrorInfo, Note, Outcome, PermissionKind, RoleRef};
use serde::{Deserialize, Serialize};

/// Which application is to have the permissions for which work. Exactly one of `name`, `clientId` and `managedIdentity`
/// is given. Nothing is ever taken away: what is superfluous is told.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct InitializeApplicationRequest {
    /// What it is to do: operations of the contract, or `all`, which leaves out this one alone.
    pub operations: Vec<String>,
    /// How it signs in: `application` when absent, as itself; `delegated` with a person.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<PermissionKind>,
    /// The display name of an app registration, which is made where there is none of this name. One that was made by
    /// something else is used only by its client id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The client id of an app registration that exists.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// A managed identity: its object id, client id or name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub managed_identity: Option<String>,
    /// The certificate with which it signs in, in PEM or as DER in base64. Never its private key.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub certificate: Option<String>,
    /// Lets people sign in to it with a device code. For `delegated` only.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<bool>"))]
    pub device_code: bool,
    /// Only tell what would be done, and write nothing.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<bool>"))]
    pub validate_only: bool,
    /// The case it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<Case>,
}

/// A part of setting up an application.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum SetupAction {
    /// The application is registered.
    RegisterApplication,
    /// The registration says that it asks for a permission.
    AskPermission,
    /// The registration has the certificate.
    AddCertificate,
    /// People can sign in to it in a browser on their own machine, at `http://localhost`.
    AllowBrowser,
    /// People can sign in to it with a device code.
    AllowDeviceCode,
    /// The tenant has its service principal.
    AdmitApplication,
    /// It holds a permission of its own.
    GrantPermission,
}

/// What became of a part of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub enum SetupStatus {
    /// It would be done; nothing was written, because that was asked for.
    Planned,
    /// It was so already; nothing was written.
    AlreadySo,
    /// A read after the write shows it.
    Done,
    /// The service accepted it, but reads do not show it yet.
    NotSeen,
    /// It was refused or failed; the error says why.
    Failed,
    /// It was not begun.
    NotStarted,
}

/// A part of it, and what became of that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct SetupStep {
    /// What is to be so.
    pub action: SetupAction,
    /// The permission, the thumbprint of the certificate, or the name of the application.
    pub subject: String,
    /// What became of it.
    pub status: SetupStatus,
    /// The `request-id` of its write.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Why it did not succeed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorInfo>,
}

/// What came of setting up an application; with `validateOnly`, the plan of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct ApplicationOutcome {
    /// Its name.
    pub display_name: String,
    /// Whether it is a managed identity.
    pub managed_identity: bool,
    /// How it signs in.
    pub kind: PermissionKind,
    /// The client id, with which it signs in; absent while it is only planned.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    /// The object id of the registration; a managed identity has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub application_id: Option<String>,
    /// The object id of the service principal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_principal_id: Option<String>,
    /// The tenant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tenant_id: Option<String>,
    /// How it ended: `done` when reads show every part of it. Absent where nothing was to be written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Whether nothing was written because that was asked for.
    pub validate_only: bool,
    /// Whether anything was written.
    pub written: bool,
    /// The least permissions for the work that was named.
    pub permissions: Vec<String>,
    /// Permissions that it holds or asks for beyond those; they stay.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<String>>"))]
    pub superfluous: Vec<String>,
    /// The least roles of the people who sign in to it; none where it signs in as itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<RoleRef>>"))]
    pub roles: Vec<RoleRef>,
    /// Where an administrator consents to what it asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consent_url: Option<String>,
    /// Every part of it, in the order in which it is done.
    pub steps: Vec<SetupStep>,
    /// What a person should know before saying yes, or afterwards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<Vec<Note>>"))]
    pub notes: Vec<Note>,
    /// HTTP requests sent, retries included.
    pub requests_sent: u32,
}
