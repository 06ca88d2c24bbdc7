//! Faults: which requests they strike, how often, and by what rule (facts 15.12). What happens then stands in
//! [`FaultAnswer`].

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ScenarioError;
use super::fault_answer::FaultAnswer;

/// A fault. A request is struck when everything fits that is given.
///
/// Every matching fault counts the request; the first one that is due strikes it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// Method, or any when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Path without version and query; `*` stands for any text within one segment, `**` for any text. Default:
    /// `**`.
    #[serde(default = "anywhere")]
    pub path: String,
    /// `v1.0` or `beta`, or both when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Only requests inside batches or only others; both when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub only: Option<Place>,
    /// Request headers that must be there, with values in which `*` stands for any text.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub headers: BTreeMap<String, String>,
    /// Object id or user principal name of the person whom the path names, however it does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<String>,
    /// How many matching requests pass before the fault begins. Default: none.
    #[serde(default)]
    pub skip: u32,
    /// How many matching requests it then strikes. Default: one; with `chance`, all that chance picks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub times: Option<u32>,
    /// With what probability a matching request is struck, from 0 to 1. The scenario's seed decides, so the same
    /// requests are struck each time. When absent, every one is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub chance: Option<f64>,
    /// What happens.
    pub answer: FaultAnswer,
}

impl Fault {
    /// A fault that strikes the first request to the path.
    pub fn new(path: impl Into<String>, answer: FaultAnswer) -> Self {
        Self {
            method: None,
            path: path.into(),
            version: None,
            only: None,
            headers: BTreeMap::new(),
            user: None,
            skip: 0,
            times: None,
            chance: None,
            answer,
        }
    }

    /// Refuses what can never be; `field` is where the fault stands.
    pub(crate) fn check(&self, field: &str) -> Result<(), ScenarioError> {
        if self.chance.is_some_and(|chance| !(0.0..=1.0).contains(&chance)) {
            return Err(ScenarioError::new(
                format!("{field}.chance"),
                "must be a number from 0 to 1",
            ));
        }
        if let FaultAnswer::Instead(scripted) | FaultAnswer::CommitThen(scripted) = &self.answer
            && !(200..=599).contains(&scripted.status)
        {
            return Err(ScenarioError::new(
                format!("{field}.answer.status"),
                "must be from 200 to 599",
            ));
        }
        Ok(())
    }
}

fn anywhere() -> String {
    "**".into()
}

/// Where a request travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Place {
    /// Inside a batch.
    Inside,
    /// On its own; a batch itself is one of these.
    Outside,
}
