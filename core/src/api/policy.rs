//! The guard policy of a client: a small JSON document that says who is protected and what a request must bring.
//! `core/schema/policy.schema.json` describes it.

use serde::{Deserialize, Serialize};

/// A policy that the host has read. Its text stays whole: the core checks it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS), ts(optional_fields))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PolicySource {
    /// What it is called in messages, such as the path of the file.
    pub name: String,
    /// Whether it holds for the whole machine: other policies can only be stricter.
    #[serde(default)]
    #[cfg_attr(feature = "typescript", ts(optional, as = "Option<bool>"))]
    pub machine_wide: bool,
    /// The document. Absent when the file is there and could not be read: then nothing is written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// A mistake in a policy.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "typescript", derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PolicyFault {
    /// Where, such as `limits.scopes[1]`; empty for the document itself.
    pub field: String,
    /// What is wrong with it.
    pub message: String,
}
