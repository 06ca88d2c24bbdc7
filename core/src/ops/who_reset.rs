//! Who reset MFA for whom, and when: the audit log read, joined and told (facts 9).

mod classify;
mod join;

use super::patience::Patience;
use super::{Desk, people, permissions};
use crate::api::{AuditAnswer, Note, NoteCode, WaitReason, WhoResetRequest};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::audits::{self, Record};
use crate::graph::{Pages, UserKey};
use crate::http::Run;
use crate::platform::Timestamp;
use std::collections::HashSet;
use std::time::Duration;

/// The log is kept for seven days without a premium licence (facts 9.1).
const BACK: Duration = Duration::from_secs(7 * 24 * 3600);
/// The last minutes of the log are still arriving (facts 9.1: 1 to 5 minutes, at times 15).
const ARRIVING: Duration = Duration::from_secs(15 * 60);
/// More than a slow answer explains.
const CLOCKS_DIFFER: Duration = Duration::from_secs(5 * 60);
const MANY: u32 = 500;
/// Pauses while waiting for a record; the last one repeats (facts 9.6).
const PAUSES: &[u64] = &[5, 10, 30];

/// Answers from the directory audit log.
pub(super) async fn who_reset(desk: &Desk, request: &WhoResetRequest, run: &Run<'_>) -> Result<AuditAnswer> {
    let user = request.user.as_deref().map(UserKey::parse).transpose()?;
    let actor = request.actor.as_deref().map(UserKey::parse).transpose()?;
    if let (Some(since), Some(until)) = (request.since, request.until)
        && since > until
    {
        return Err(
            Error::new(ErrorCode::InvalidInput, "since: is later than until").remedy("exchange the two")
        );
    }
    permissions::demand(&desk.pipeline.actor(run).await?, &permissions::READ_AUDITS)?;
    let user = id_of(desk, user, run).await?;
    let actor = id_of(desk, actor, run).await?;
    let question = Question {
        user,
        actor,
        limit: request.limit.unwrap_or(MANY),
    };

    let mut patience = Patience::new(
        Duration::from_millis(request.wait_up_to_ms.map_or(0, u64::from)),
        PAUSES,
    );
    let mut corrected = false;
    let mut seen = None;
    loop {
        let to = request.until.unwrap_or_else(|| desk.pipeline.service_now());
        let from = request.since.unwrap_or_else(|| to.minus(BACK));
        let answer = question.ask(desk, from, to, run).await?;
        // The answer tells the service's time. Where ours was wrong, so was the period: it is asked for again.
        let now = desk.pipeline.service_now();
        if request.until.is_none() && now.since(to).max(to.since(now)) > CLOCKS_DIFFER && !corrected {
            corrected = true;
            continue;
        }
        // The records of one reset arrive one by one: it is told when nothing more has come for a while.
        let settled = !answer.resets.is_empty() && seen == Some(answer.entries.len());
        let Some(pause) = patience.next().filter(|_| !settled) else {
            return Ok(answer);
        };
        seen = Some(answer.entries.len());
        run.pause(desk.pipeline.clock(), pause, WaitReason::AuditLag)
            .await?;
    }
}

async fn id_of(desk: &Desk, key: Option<UserKey>, run: &Run<'_>) -> Result<Option<String>> {
    match key {
        None => Ok(None),
        Some(UserKey::Id(id)) => Ok(Some(id)),
        // The log knows people by id; a name may have changed since.
        Some(name) => Ok(Some(people::get(desk, &name, run).await?.id)),
    }
}

struct Question {
    user: Option<String>,
    actor: Option<String>,
    limit: u32,
}

impl Question {
    async fn ask(&self, desk: &Desk, from: Timestamp, to: Timestamp, run: &Run<'_>) -> Result<AuditAnswer> {
        let call = audits::list(self.user.as_deref(), self.actor.as_deref(), from, to);
        let mut pages = Pages::new(&desk.pipeline, run, call, "the audit log");
        let mut records: Vec<Record> = Vec::new();
        let mut known = HashSet::new();
        let mut more = false;
        while let Some(items) = pages.next().await? {
            // Pages overlap when records arrive between them.
            records.extend(
                items
                    .iter()
                    .filter_map(Record::read)
                    .filter(|record| known.insert(record.id.clone())),
            );
            if records.len() >= self.limit as usize {
                more = records.len() > self.limit as usize || pages.has_more();
                records.truncate(self.limit as usize);
                break;
            }
        }
        let entries = join::entries(&records);
        Ok(AuditAnswer {
            resets: join::resets(&entries),
            entries,
            from,
            to,
            notes: notes(desk, to, more),
        })
    }
}

fn notes(desk: &Desk, to: Timestamp, more: bool) -> Vec<Note> {
    let mut notes = Vec::new();
    if to.plus(ARRIVING) > desk.pipeline.service_now() {
        notes.push(Note {
            code: NoteCode::AuditDelay,
            message: "records of the last minutes may still be arriving".to_owned(),
            remedy: Some("ask again in a few minutes".to_owned()),
        });
    }
    if more {
        notes.push(Note {
            code: NoteCode::LimitReached,
            message: "there are more records than were asked for; the oldest are missing".to_owned(),
            remedy: Some("raise the limit, or ask for a shorter period".to_owned()),
        });
    }
    notes
}
