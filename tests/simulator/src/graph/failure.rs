//! Refusals in the words of the service (facts 12.1, 12.2).

use serde_json::{Value, json};

use super::throttle;
use crate::http::Headers;

/// A refusal: status, code and message, and how the workload writes its envelope.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    pub(crate) status: u16,
    pub(crate) code: String,
    pub(crate) message: String,
    /// The authentication-method workload repeats the message in `innerError`.
    pub(crate) repeats_message: bool,
    /// `WWW-Authenticate`, for 401.
    pub(crate) challenge: Option<String>,
    /// What a throttled request is told in headers.
    pub(crate) throttled: Option<Box<Headers>>,
}

impl Failure {
    pub(crate) fn new(status: u16, code: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            status,
            code: code.into(),
            message: message.into(),
            repeats_message: false,
            challenge: None,
            throttled: None,
        }
    }

    /// A syntax fault in the request.
    pub(crate) fn syntax(message: impl Into<String>) -> Self {
        Self::new(400, "BadRequest", message)
    }

    /// A request that the directory does not support in this form.
    pub(crate) fn unsupported_query(message: impl Into<String>) -> Self {
        Self::new(400, "Request_UnsupportedQuery", message)
    }

    /// A rule of the authentication-method workload.
    pub(crate) fn method_rule(message: impl Into<String>) -> Self {
        Self {
            repeats_message: true,
            ..Self::new(400, "badRequest", message)
        }
    }

    /// A rule of the authentication-method workload that has a code of its own.
    pub(crate) fn method_code(code: &str, message: &str) -> Self {
        Self {
            repeats_message: true,
            ..Self::new(400, code, message)
        }
    }

    /// No such directory object.
    pub(crate) fn no_directory_object(key: &str) -> Self {
        Self::new(
            404,
            "Request_ResourceNotFound",
            format!(
                "Resource '{key}' does not exist or one of its queried reference-property objects are not present."
            ),
        )
    }

    /// No such path.
    pub(crate) fn no_segment(segment: &str) -> Self {
        Self::syntax(format!("Resource not found for the segment '{segment}'."))
    }

    /// The path exists, the method does not.
    pub(crate) fn method_not_allowed() -> Self {
        Self::new(
            405,
            "Request_BadRequest",
            "Specified HTTP method is not allowed for the request target.",
        )
    }

    /// The directory denies.
    pub(crate) fn directory_denied() -> Self {
        Self::new(
            403,
            "Authorization_RequestDenied",
            "Insufficient privileges to complete the operation.",
        )
    }

    /// The directory denies, because the target is out of reach of all who hold no role in its unit.
    pub(crate) fn restricted_unit() -> Self {
        Self::new(
            403,
            "Authorization_RequestDenied",
            "Insufficient privileges to complete the operation. Target object is a member of a restricted management \
             administrative unit and can only be modified by administrators scoped to that administrative unit. Check \
             that you are assigned a role that has permission to perform the operation for this restricted management \
             administrative unit.",
        )
    }

    /// The reporting workload denies.
    pub(crate) fn reports_denied() -> Self {
        Self::new(
            403,
            "Authentication_MSGraphPermissionMissing",
            "Calling principal does not have required MSGraph permissions AuditLog.Read.All",
        )
    }

    /// The tenant has no licence for this.
    pub(crate) fn not_licensed() -> Self {
        Self::new(
            403,
            "Authentication_RequestFromNonPremiumTenantOrB2CTenant",
            "Neither tenant is B2C or tenant doesn't have premium license",
        )
    }

    /// The authentication-method workload denies.
    pub(crate) fn methods_denied() -> Self {
        Self {
            repeats_message: true,
            ..Self::new(403, "accessDenied", "Request Authorization failed")
        }
    }

    /// The error body.
    pub(crate) fn body(&self, date: &str, request_id: &str, client_request_id: &str) -> Value {
        let mut inner =
            json!({ "date": date, "request-id": request_id, "client-request-id": client_request_id });
        if self.repeats_message {
            inner["message"] = self.message.as_str().into();
        }
        if self.throttled.is_some() {
            inner = throttle::inner_error(date, request_id);
        }
        json!({ "error": { "code": self.code, "message": self.message, "innerError": inner } })
    }
}
