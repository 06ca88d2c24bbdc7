//! What can be answered without a client: pure and at once.

use super::guard;
use super::permissions;
use super::plan::plan_reset;
use crate::api::{MethodKind, Preset, QuickRequest, QuickResponse, Request, Word};
use crate::auth::{ENVIRONMENT, SECRET_ENVIRONMENT};
use crate::error::{ErrorCode, Result};

/// Answers a question that needs neither a client nor the network.
///
/// # Errors
/// `invalidInput` when a plan is asked for that makes no sense, or an operation does not exist.
pub fn quick(request: QuickRequest) -> Result<QuickResponse> {
    let word = |word: &str, meaning: &str| Word {
        word: word.to_owned(),
        meaning: meaning.trim().to_owned(),
    };
    Ok(match request {
        QuickRequest::Describe => QuickResponse::Describe {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            operations: Request::OPERATIONS
                .iter()
                .map(|name| (*name).to_owned())
                .collect(),
            error_codes: ErrorCode::ALL
                .iter()
                .map(|code| word(code.as_str(), code.meaning()))
                .collect(),
            method_kinds: MethodKind::KNOWN
                .iter()
                .map(|kind| word(kind.as_str(), kind.label()))
                .collect(),
            presets: Preset::ALL.iter().map(|preset| preset.info()).collect(),
            environment: ENVIRONMENT.iter().map(|name| (*name).to_owned()).collect(),
            secret_environment: SECRET_ENVIRONMENT.iter().map(|name| (*name).to_owned()).collect(),
        },
        QuickRequest::Plan { inspection, request } => QuickResponse::Plan {
            plan: Box::new(plan_reset(&inspection, &request)?),
        },
        QuickRequest::CheckPolicy { text } => guard::check_policy(&text),
        QuickRequest::Permissions { operations, kind } => permissions::permissions(&operations, kind)?,
    })
}
