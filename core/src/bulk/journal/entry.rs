//! What a journal tells, line by line. Who reads it passes over types and fields that it does not know, so that a journal
//! of a later version can still be read.

use crate::api::{
    AuditAction, Case, ErrorInfo, JournalLine, MethodKind, MethodSummary, Note, PassStatus, PersonOutcome,
    QuotaProfile, RunEach, RunOperation, RunSummary, Scope, StopReason,
};
use crate::auth::{Actor, SignInKind};
use crate::graph::mask_text;
use crate::platform::Timestamp;
use serde::{Deserialize, Serialize};

/// One line, without its place in the chain and its time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "camelCase")]
pub(crate) enum Entry {
    Begun(Box<Begun>),
    People(PeopleLine),
    /// All the people are written down: from here on the run can be resumed.
    Gathered {
        people: u32,
    },
    Resumed(Life),
    Planned(Planned),
    Write(Write),
    Answer(Answer),
    NoAnswer(NoAnswer),
    Ended(Box<Ended>),
    Stopped(Stopped),
    Finished(Totals),
    #[serde(other)]
    Unknown,
}

/// Who acts, as far as the token tells.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Acting {
    /// `application`, `person` or `unknown`.
    pub(crate) kind: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) user_principal_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) app_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) app_name: Option<String>,
}

impl From<&Actor> for Acting {
    fn from(actor: &Actor) -> Self {
        Self {
            kind: match actor.kind {
                SignInKind::Application => "application",
                SignInKind::Person => "person",
                SignInKind::Unknown => "unknown",
            }
            .to_owned(),
            id: actor.id.clone(),
            user_principal_name: actor.user_principal_name.clone(),
            app_id: actor.app_id.clone(),
            app_name: actor.app_name.clone(),
        }
    }
}

/// The head of a journal: what is done, for whom, why, and by whom.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Begun {
    /// The id of the run.
    pub(crate) run: String,
    /// The version that began it.
    pub(crate) product: String,
    pub(crate) operation: RunOperation,
    /// As it was given.
    pub(crate) each: RunEach,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) case: Option<Case>,
    pub(crate) actor: Acting,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) tenant: Option<String>,
    pub(crate) quota: QuotaProfile,
    pub(crate) options: RunOptions,
    /// How many people it is.
    pub(crate) people: u32,
    /// How many rows of the input could not be used.
    pub(crate) bad_rows: u32,
    /// The process that began it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) process: Option<String>,
}

/// What the request said beside what is done.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RunOptions {
    /// Where the people come from: the name of a file, or in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) input: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) strict: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) most_people: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) most_in_hand: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) stop_after_failures: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) time_limit_ms: Option<u32>,
}

/// What is special about some people of a run. Equal ones are written once a line.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Variant {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) scope: Option<Scope>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ticket: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) lifetime_minutes: Option<u32>,
    /// The methods that a saved plan was made from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) fingerprint: Option<String>,
    /// Who made that plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) planned_by: Option<String>,
}

/// Some hundred people.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct PeopleLine {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) variants: Vec<Variant>,
    pub(crate) people: Vec<Listed>,
}

/// A person in a line of people: index, line of the input, object id, and the position of the variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub(crate) enum Listed {
    Plain(u32, u32, String),
    Special(u32, u32, String, usize),
}

impl Listed {
    pub(crate) const fn index(&self) -> u32 {
        match self {
            Self::Plain(index, ..) | Self::Special(index, ..) => *index,
        }
    }
}

/// A person of a run, as the journal takes and gives them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PersonLine {
    /// The position in the run, from 0.
    pub(crate) index: u32,
    /// The line of the input.
    pub(crate) line: u32,
    /// The object id.
    pub(crate) id: String,
    pub(crate) variant: Option<Variant>,
}

impl PeopleLine {
    /// The people with their variants; nothing when one refers to a variant that is not there.
    pub(crate) fn into_people(self) -> Option<Vec<PersonLine>> {
        let Self { variants, people } = self;
        let listed = people.into_iter().map(|listed| {
            let (index, line, id, variant) = match listed {
                Listed::Plain(index, line, id) => (index, line, id, None),
                Listed::Special(index, line, id, variant) => {
                    (index, line, id, Some(variants.get(variant)?.clone()))
                }
            };
            Some(PersonLine {
                index,
                line,
                id,
                variant,
            })
        });
        listed.collect()
    }
}

/// A further life of a run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Life {
    pub(crate) actor: Acting,
    /// The version that resumed it.
    pub(crate) product: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) process: Option<String>,
    /// Whom it failed for, and who was partial, is tried again.
    #[serde(default)]
    pub(crate) retry_failed: bool,
}

/// A method as it was, without what is personal of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct MethodLine {
    pub(crate) method_id: String,
    pub(crate) kind: MethodKind,
    pub(crate) label: String,
}

impl From<&MethodSummary> for MethodLine {
    fn from(method: &MethodSummary) -> Self {
        Self {
            method_id: method.method_id.clone(),
            kind: method.kind.clone(),
            label: mask_text(&method.label, ""),
        }
    }
}

/// A person for whom a plan was made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Planned {
    pub(crate) index: u32,
    pub(crate) user_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) user_principal_name: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) methods: Vec<MethodLine>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) fingerprint: Option<String>,
}

/// A write that is about to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Write {
    pub(crate) index: u32,
    pub(crate) user_id: String,
    pub(crate) route: String,
    pub(crate) method: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) action: Option<AuditAction>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) method_id: Option<String>,
    /// Tells equal requests: half a SHA-256 of method, path and body, in hex.
    pub(crate) call: String,
}

/// What the service answered to a write. With its time, which is when the write was sent, it is a line that `whoReset`
/// recognizes the change by.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Answer {
    pub(crate) index: u32,
    pub(crate) user_id: String,
    /// The line of the write.
    pub(crate) of: u32,
    pub(crate) action: AuditAction,
    pub(crate) status: u16,
    pub(crate) answered_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) method_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) request_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) actor_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) requested_by: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ticket: Option<String>,
    pub(crate) run: String,
}

impl Answer {
    /// What `whoReset` needs of it; `at` is the time of its line.
    pub(crate) fn into_journal_line(self, at: Timestamp) -> JournalLine {
        JournalLine {
            at,
            answered_at: Some(self.answered_at),
            user_id: self.user_id,
            action: self.action,
            status: Some(self.status),
            actor_id: self.actor_id,
            request_id: self.request_id,
            requested_by: self.requested_by,
            ticket: self.ticket,
            run: Some(self.run),
        }
    }
}

/// A write of which no answer came: it may have happened.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NoAnswer {
    pub(crate) index: u32,
    pub(crate) user_id: String,
    /// The line of the write.
    pub(crate) of: u32,
}

/// Why something failed, without what the caller may do about it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Failure {
    pub(crate) code: String,
    pub(crate) message: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<u16>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) request_id: Option<String>,
}

impl From<&ErrorInfo> for Failure {
    fn from(error: &ErrorInfo) -> Self {
        Self {
            code: error.code.as_str().to_owned(),
            message: mask_text(&error.message, error.subject.as_deref().unwrap_or_default()),
            status: error.status,
            request_id: error.request_id.clone(),
        }
    }
}

/// Something that remains, or that a person should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct NoteLine {
    pub(crate) code: String,
    pub(crate) message: String,
}

impl NoteLine {
    /// A note as it is kept. The name of the person it is about stays readable.
    pub(crate) fn new(note: &Note, name: &str) -> Self {
        let code = serde_json::to_value(note.code).ok();
        Self {
            code: code
                .as_ref()
                .and_then(serde_json::Value::as_str)
                .unwrap_or_default()
                .to_owned(),
            message: mask_text(&note.message, name),
        }
    }
}

/// How it ended for one person. What is not known is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Ended {
    pub(crate) index: u32,
    /// The line of the input.
    pub(crate) line: u32,
    pub(crate) user_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) user_principal_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) display_name: Option<String>,
    pub(crate) outcome: PersonOutcome,
    /// The person's own reason and ticket, where they are not those of the run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) ticket: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<Failure>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) methods_before: Option<Vec<MethodLine>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) methods_after: Option<Vec<MethodLine>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) verified_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sessions_revoked: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) pass_status: Option<PassStatus>,
    /// What was changed beside methods and sessions, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) change: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) notes: Vec<NoteLine>,
}

/// How many people ended in which way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Totals {
    pub(crate) people: u32,
    pub(crate) done: u32,
    pub(crate) partial: u32,
    pub(crate) failed: u32,
    pub(crate) skipped: u32,
    pub(crate) unfinished: u32,
}

impl From<&RunSummary> for Totals {
    fn from(summary: &RunSummary) -> Self {
        Self {
            people: summary.people,
            done: summary.done,
            partial: summary.partial,
            failed: summary.failed,
            skipped: summary.skipped,
            unfinished: summary.unfinished,
        }
    }
}

/// Why a life of the run stopped before its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Stopped {
    pub(crate) reason: StopReason,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) error: Option<Failure>,
    #[serde(flatten)]
    pub(crate) totals: Totals,
}
