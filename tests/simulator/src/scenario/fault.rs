//! Scripted faults: which request, how often, and what happens instead (facts 15.12).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A scripted fault.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// Method, or any when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// Path without version and query; `*` stands for any text within one segment, `**` for any text.
    pub path: String,
    /// `v1.0` or `beta`, or both when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// How many matching requests pass before the fault begins.
    #[serde(default)]
    pub skip: u32,
    /// How many matching requests it then strikes.
    #[serde(default = "once")]
    pub times: u32,
    /// What happens.
    pub answer: FaultAnswer,
}

fn once() -> u32 {
    1
}

/// What happens to a request that a fault strikes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", try_from = "RawAnswer", into = "RawAnswer")]
pub enum FaultAnswer {
    /// The request is not executed; this is the answer.
    Instead(ScriptedAnswer),
    /// The request is executed; this is the answer nevertheless.
    CommitThen(ScriptedAnswer),
    /// The connection is cut.
    Drop(Cut),
    /// The answer is late, in milliseconds.
    Delay(u64),
    /// The user in the path is deleted from the directory just before the request is executed.
    VanishUser,
}

/// When a connection is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Cut {
    /// The request has no effect.
    BeforeCommit,
    /// The request took effect.
    AfterCommit,
}

/// A scripted answer.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ScriptedAnswer {
    /// Status code.
    pub status: u16,
    /// Headers; a numeric `Retry-After` is scaled by `delayScale`.
    #[serde(default)]
    pub headers: BTreeMap<String, String>,
    /// JSON body, or a string for a body that is not JSON. Without one, statuses from 400 get an error body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Value>,
}

/// The document form: exactly one of the keys is present.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
struct RawAnswer {
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    headers: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    drop: Option<Cut>,
    #[serde(skip_serializing_if = "Option::is_none")]
    delay_ms: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    commit_then: Option<ScriptedAnswer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vanish_user: Option<bool>,
}

impl TryFrom<RawAnswer> for FaultAnswer {
    type Error = &'static str;

    fn try_from(raw: RawAnswer) -> Result<Self, Self::Error> {
        const ONE: &str =
            "a fault's answer needs exactly one of status, drop, delayMs, commitThen, vanishUser";
        if raw.status.is_none() && (raw.body.is_some() || !raw.headers.is_empty()) {
            return Err("headers and body of a fault's answer need a status");
        }
        let answers = [
            raw.status.map(|status| {
                Self::Instead(ScriptedAnswer {
                    status,
                    headers: raw.headers,
                    body: raw.body,
                })
            }),
            raw.commit_then.map(Self::CommitThen),
            raw.drop.map(Self::Drop),
            raw.delay_ms.map(Self::Delay),
            raw.vanish_user.filter(|vanish| *vanish).map(|_| Self::VanishUser),
        ];
        let mut answers = answers.into_iter().flatten();
        match (answers.next(), answers.next()) {
            (Some(answer), None) => Ok(answer),
            _ => Err(ONE),
        }
    }
}

impl From<FaultAnswer> for RawAnswer {
    fn from(answer: FaultAnswer) -> Self {
        match answer {
            FaultAnswer::Instead(ScriptedAnswer {
                status,
                headers,
                body,
            }) => Self {
                status: Some(status),
                headers,
                body,
                ..Self::default()
            },
            FaultAnswer::CommitThen(answer) => Self {
                commit_then: Some(answer),
                ..Self::default()
            },
            FaultAnswer::Drop(drop) => Self {
                drop: Some(drop),
                ..Self::default()
            },
            FaultAnswer::Delay(ms) => Self {
                delay_ms: Some(ms),
                ..Self::default()
            },
            FaultAnswer::VanishUser => Self {
                vanish_user: Some(true),
                ..Self::default()
            },
        }
    }
}
