//! A failure as data.

use crate::error::{Error, ErrorCode};
use serde::{Deserialize, Serialize};

/// A failure, told for the person who sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub struct ErrorInfo {
    /// The stable code.
    pub code: ErrorCode,
    /// What happened.
    pub message: String,
    /// To whom or what.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// What to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
    /// The HTTP status of the service's answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<u16>,
    /// The service's own code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_code: Option<String>,
    /// The service's own sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_message: Option<String>,
    /// The service's id of the request, which its support asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    /// Our id of the request.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_request_id: Option<String>,
    /// How long the service asks to wait.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after_ms: Option<u32>,
    /// The number of an `AADSTS…` error.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aadsts: Option<u32>,
}

impl From<&Error> for ErrorInfo {
    fn from(error: &Error) -> Self {
        let service = error.service();
        Self {
            code: error.code(),
            message: error.message().to_owned(),
            subject: error.subject().map(str::to_owned),
            remedy: error.what_to_do().map(str::to_owned),
            status: service.map(|answer| answer.status),
            service_code: service.and_then(|answer| answer.code.clone()),
            service_message: service.and_then(|answer| answer.message.clone()),
            request_id: service.and_then(|answer| answer.request_id.clone()),
            client_request_id: service.and_then(|answer| answer.client_request_id.clone()),
            retry_after_ms: service
                .and_then(|answer| answer.retry_after)
                .map(|wait| u32::try_from(wait.as_millis()).unwrap_or(u32::MAX)),
            aadsts: service.and_then(|answer| answer.aadsts),
        }
    }
}

impl From<Error> for ErrorInfo {
    fn from(error: Error) -> Self {
        Self::from(&error)
    }
}
