//! The one error type. Its codes are stable: PowerShell's `ErrorId` and JavaScript's `code` are these very words.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::time::Duration;

/// The result of everything here that can fail.
pub type Result<T, E = Error> = std::result::Result<T, E>;

macro_rules! error_codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $text:literal,)+) => {
        /// What kind of failure it is. The texts are part of the contract and never change their meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
        pub enum ErrorCode {
            $($(#[doc = $doc])+ #[serde(rename = $text)] $variant,)+
        }

        impl ErrorCode {
            /// Every code, in the order of this list.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable text of the code.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $text),+ }
            }

            /// What the code means, as its documentation says.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+)),+ }
            }
        }
    };
}

error_codes! {
    /// A value that the caller gave is missing, malformed or contradicts another; nothing was sent.
    InvalidInput = "invalidInput",
    /// The client's configuration is wrong; nothing was sent.
    InvalidConfiguration = "invalidConfiguration",
    /// No user has this id, user principal name or address.
    UserNotFound = "userNotFound",
    /// More than one user has this address.
    UserAmbiguous = "userAmbiguous",
    /// No administrative unit or group has this id or name.
    ScopeNotFound = "scopeNotFound",
    /// More than one administrative unit or group has this name.
    ScopeAmbiguous = "scopeAmbiguous",
    /// No application or managed identity has this id or name.
    ApplicationNotFound = "applicationNotFound",
    /// More than one application or managed identity has this name, or one that was not registered by this product.
    ApplicationAmbiguous = "applicationAmbiguous",
    /// The tenant's Microsoft Graph does not offer a permission that is needed; nothing was written.
    PermissionUnknown = "permissionUnknown",
    /// The user was deleted while the operation ran.
    UserGone = "userGone",
    /// The user is protected by a guard of this product; nothing was written.
    Guarded = "guarded",
    /// The tenant, or the user, has no such hardware token; nothing was written.
    HardwareTokenNotFound = "hardwareTokenNotFound",
    /// A guard policy demands something that the request lacks, or does not allow what it asks for; nothing was written.
    PolicyRefused = "policyRefused",
    /// A guard policy is not valid, or could not be read: nothing is written until it is; reading goes on.
    PolicyInvalid = "policyInvalid",
    /// The methods changed since the plan was made; nothing was written.
    PlanOutdated = "planOutdated",
    /// The input of a run has a bad row and was to be refused as a whole, or has no good one; nothing was written.
    InputRefused = "inputRefused",
    /// There are more people in the input of a run than the caller or a policy allows; nothing was written.
    TooManyPeople = "tooManyPeople",
    /// Another process has the journal of a run.
    JournalLocked = "journalLocked",
    /// The journal of a run is not as it was written.
    JournalDamaged = "journalDamaged",
    /// A file of the host could not be read or written.
    FileFailed = "fileFailed",
    /// The person has no such authentication method; nothing was written.
    MethodNotFound = "methodNotFound",
    /// The person has several methods of that kind; nothing was written.
    MethodAmbiguous = "methodAmbiguous",
    /// A policy of the tenant does not allow it; nothing was written.
    TenantPolicy = "tenantPolicy",
    /// A Temporary Access Pass is of no use to this person, or not possible; nothing was written.
    PassNotPossible = "passNotPossible",
    /// The person has a Temporary Access Pass that can still be used; nothing was written.
    PassExists = "passExists",
    /// Issuing a Temporary Access Pass failed in such a way that there may be one that nobody knows.
    PassLeftBehind = "passLeftBehind",
    /// The sign-in lacks a permission that the operation needs.
    PermissionMissing = "permissionMissing",
    /// The service refuses: the signed-in person's role may not act on this user.
    NotAllowed = "notAllowed",
    /// The access token has expired.
    TokenExpired = "tokenExpired",
    /// The service does not accept the access token.
    TokenRejected = "tokenRejected",
    /// The service wants a fresh sign-in (continuous access evaluation).
    SignInAgain = "signInAgain",
    /// The token belongs to another national cloud than the one that was named.
    WrongCloud = "wrongCloud",
    /// Entra refused to issue a token.
    SignInFailed = "signInFailed",
    /// A request would have left the origins of the cloud; it was not sent.
    UntrustedOrigin = "untrustedOrigin",
    /// The service asks to slow down, for longer than the client is willing to wait.
    Throttled = "throttled",
    /// The service failed and went on failing.
    ServiceUnavailable = "serviceUnavailable",
    /// The service could not be reached.
    Network = "network",
    /// The service refused the request as it stands.
    Refused = "refused",
    /// The service answered something that cannot be understood.
    UnexpectedReply = "unexpectedReply",
    /// The caller asked to stop.
    Cancelled = "cancelled",
    /// The tenant lacks the licence that the operation needs.
    LicenceMissing = "licenceMissing",
    /// A mistake in this product.
    Internal = "internal",
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What the service said of a failure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServiceAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The `code` of Graph's error body, or the OAuth error of the token endpoint; an open set.
    pub code: Option<String>,
    /// The service's own sentence.
    pub message: Option<String>,
    /// The service's `request-id`, which its support asks for.
    pub request_id: Option<String>,
    /// Our `client-request-id`.
    pub client_request_id: Option<String>,
    /// How long the service asks to wait.
    pub retry_after: Option<Duration>,
    /// The number of an `AADSTS…` error.
    pub aadsts: Option<u32>,
}

/// A failure, told for the person who sees it: what happened, to whom, and what to do.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{message}")]
pub struct Error {
    code: ErrorCode,
    message: String,
    details: Box<Details>,
}

#[derive(Clone, Debug, Default)]
struct Details {
    subject: Option<String>,
    remedy: Option<String>,
    service: Option<ServiceAnswer>,
}

impl Error {
    /// A failure of that kind. The message is one short sentence without final dot.
    pub fn new(code: ErrorCode, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            details: Box::default(),
        }
    }

    /// Names the person or thing that the failure is about.
    #[must_use]
    pub fn about(mut self, subject: impl Into<String>) -> Self {
        self.details.subject = Some(subject.into());
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.details.remedy = Some(remedy.into());
        self
    }

    /// Keeps what the service said.
    #[must_use]
    pub fn answered(mut self, service: ServiceAnswer) -> Self {
        self.details.service = Some(service);
        self
    }

    /// The stable code.
    pub const fn code(&self) -> ErrorCode {
        self.code
    }

    /// The sentence.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// The person or thing that the failure is about.
    pub fn subject(&self) -> Option<&str> {
        self.details.subject.as_deref()
    }

    /// What to do.
    pub fn what_to_do(&self) -> Option<&str> {
        self.details.remedy.as_deref()
    }

    /// What the service said, when it was the service that failed or refused.
    pub const fn service(&self) -> Option<&ServiceAnswer> {
        self.details.service.as_ref()
    }

    /// The HTTP status of the service's answer.
    pub fn status(&self) -> Option<u16> {
        self.service().map(|answer| answer.status)
    }

    /// Whether trying the whole operation again later may help.
    pub const fn is_passing(&self) -> bool {
        matches!(
            self.code,
            ErrorCode::Throttled | ErrorCode::ServiceUnavailable | ErrorCode::Network
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn codes_are_distinct_and_readable() {
        let texts: HashSet<_> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(texts.len(), ErrorCode::ALL.len());
        for code in ErrorCode::ALL {
            assert_eq!(
                serde_json::to_string(code).expect("a code is text"),
                format!("\"{code}\"")
            );
            assert!(code.meaning().trim().ends_with('.'), "{code}");
        }
    }
}
