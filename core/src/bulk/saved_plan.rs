//! A plan that is kept: JSON lines, a head, one line for each person, an end. Carried out later, it stops for a person whose
//! methods changed since, because each line has the fingerprint of the methods that it was made from.

use super::files;
use super::people::{People, Person, Special};
use crate::api::{Case, PlannedPerson, RunEach};
use crate::auth::Actor;
use crate::error::{Error, ErrorCode, Result};
use crate::ops::{Desk, planner};
use crate::platform::Timestamp;
use serde::{Deserialize, Serialize};

/// What the first line says this is.
const KIND: &str = "graph-mfa plan";
const VERSION: u32 = 1;
/// So much text is written at once.
const PIECE: usize = 64 * 1024;

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Head {
    kind: String,
    version: u32,
    each: RunEach,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    case: Option<Case>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    tenant: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    planned_by: Option<String>,
    made_at: Timestamp,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    line: u32,
    user_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    user_principal_name: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    scope: Option<crate::api::Scope>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    ticket: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    lifetime_minutes: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fingerprint: Option<String>,
    writes: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    refused: Option<ErrorCode>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct End {
    people: u32,
}

/// A plan that is being written.
pub(super) struct SavedPlan<'a> {
    desk: &'a Desk,
    name: &'a str,
    text: String,
    people: u32,
}

impl<'a> SavedPlan<'a> {
    /// Begins a new file.
    ///
    /// # Errors
    /// `fileFailed`, also when there is such a file already: a plan is never overwritten.
    pub(super) async fn begin(
        desk: &'a Desk,
        name: &'a str,
        each: &RunEach,
        case: Option<&Case>,
        actor: &Actor,
    ) -> Result<Self> {
        let head = Head {
            kind: KIND.to_owned(),
            version: VERSION,
            each: each.clone(),
            case: case.cloned(),
            tenant: actor.tenant_id.clone(),
            planned_by: planner(actor, case),
            made_at: desk.pipeline.service_now(),
        };
        let text = line(&head)?;
        files::create(desk, name, text.as_bytes()).await?;
        Ok(Self {
            desk,
            name,
            text: String::new(),
            people: 0,
        })
    }

    pub(super) fn add(&mut self, person: &Person, planned: &PlannedPerson) {
        let special = person.special.clone().unwrap_or_default();
        let written = line(&Line {
            line: person.line,
            user_id: person.id.clone(),
            user_principal_name: planned.user.as_ref().map(|user| user.user_principal_name.clone()),
            scope: special.scope,
            reason: special.reason,
            ticket: special.ticket,
            lifetime_minutes: special.lifetime_minutes,
            fingerprint: planned.reset.as_ref().map(|reset| reset.plan.fingerprint.clone()),
            writes: planned.writes,
            refused: planned.refused.as_ref().map(|error| error.code),
        });
        // Plain data has no way to fail; a line that could not be made would be missed by the count at the end.
        if let Ok(written) = written {
            self.text.push_str(&written);
        }
        self.people += 1;
    }

    /// Writes what is worth writing.
    ///
    /// # Errors
    /// `fileFailed`.
    pub(super) async fn write(&mut self) -> Result<()> {
        if self.text.len() < PIECE {
            return Ok(());
        }
        self.write_all().await
    }

    /// Writes the rest and the end, without which the plan is none.
    ///
    /// # Errors
    /// `fileFailed`.
    pub(super) async fn finish(&mut self) -> Result<()> {
        self.text.push_str(&line(&End { people: self.people })?);
        self.write_all().await
    }

    async fn write_all(&mut self) -> Result<()> {
        let text = std::mem::take(&mut self.text);
        files::append(self.desk, self.name, text.as_bytes()).await
    }
}

fn line(value: &impl Serialize) -> Result<String> {
    let mut text = serde_json::to_string(value).map_err(|error| {
        Error::new(
            ErrorCode::Internal,
            format!("a line of the plan cannot be written: {error}"),
        )
    })?;
    text.push('\n');
    Ok(text)
}

/// A plan that was read.
pub(super) struct Read {
    pub(super) each: RunEach,
    pub(super) case: Option<Case>,
    pub(super) people: People,
}

/// Reads a plan for the tenant that it was made for.
///
/// # Errors
/// `fileFailed`; `inputRefused`, naming the line.
pub(super) async fn read(desk: &Desk, name: &str, actor: &Actor) -> Result<Read> {
    let bad = |number: u32, why: &str| {
        Error::new(
            ErrorCode::InputRefused,
            format!("{name}, line {number}: {why}; nothing was changed"),
        )
        .about(name)
        .remedy("make the plan again with planRun; to change who is in it, change its input")
    };
    let mut lines = files::Lines::of(desk, name);
    let first = lines.next().await?.unwrap_or_default();
    let head: Head = serde_json::from_slice(&first)
        .ok()
        .filter(|head: &Head| head.kind == KIND)
        .ok_or_else(|| bad(1, "this is no plan of graph-mfa"))?;
    if head.version != VERSION {
        return Err(bad(1, "this plan was made by another version"));
    }
    if let (Some(made_for), Some(here)) = (&head.tenant, &actor.tenant_id)
        && !made_for.eq_ignore_ascii_case(here)
    {
        return Err(bad(1, "this plan was made for another tenant"));
    }
    let mut people = People::default();
    let mut number = 1;
    while let Some(text) = lines.next().await? {
        number += 1;
        if let Ok(end) = serde_json::from_slice::<End>(&text) {
            if end.people as usize != people.len() || lines.next().await?.is_some() {
                return Err(bad(number, "the plan does not have as many people as it had"));
            }
            return Ok(Read {
                each: head.each,
                case: head.case,
                people,
            });
        }
        let line: Line = serde_json::from_slice(&text)
            .map_err(|error| bad(number, &format!("cannot be read: {error}")))?;
        let special = Special {
            scope: line.scope,
            reason: line.reason,
            ticket: line.ticket,
            lifetime_minutes: line.lifetime_minutes,
            planned_by: line.fingerprint.as_ref().and_then(|_| head.planned_by.clone()),
            left_a_pass: false,
            fingerprint: line.fingerprint,
        };
        people
            .push(line.line, &line.user_id, Some(special))
            .map_err(|_| bad(number, "userId is not the object id of a person"))?;
    }
    Err(bad(
        number,
        "the plan ends too early: it was not saved to its end",
    ))
}
