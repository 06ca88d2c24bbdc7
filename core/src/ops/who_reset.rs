//! Who reset MFA for whom, and when: the audit log read page by page, joined, named and told (facts 9).

mod actor;
mod classify;
mod coverage;
mod join;
mod journal;
mod names;
mod output;
mod resets;

use super::patience::Patience;
use super::{Desk, people, permissions};
use crate::api::{AuditAnswer, Event, JournalLine, LongList, Note, NoteCode, WaitReason, WhoResetRequest};
use crate::bulk;
use crate::error::{Error, ErrorCode, Result};
use crate::graph::audits::{self, Record};
use crate::graph::{Pages, UserKey};
use crate::http::Run;
use crate::platform::Timestamp;
use actor::{Named, Who};
use coverage::{ARRIVING, KEPT_ANYWAY, Reach};
use join::Joiner;
use journal::Journal;
use names::Names;
use output::Output;
use resets::Resets;
use std::collections::HashSet;
use std::time::Duration;

/// More than a slow answer explains.
const CLOCKS_DIFFER: Duration = Duration::from_secs(5 * 60);
const MANY: u32 = 500;
/// Pauses while waiting for a record; the last one repeats (facts 9.6).
const PAUSES: &[u64] = &[5, 10, 30];

/// Answers from the directory audit log.
pub(super) async fn who_reset(desk: &Desk, request: &WhoResetRequest, run: &Run<'_>) -> Result<AuditAnswer> {
    let user = request.user.as_deref().map(UserKey::parse).transpose()?;
    let actor = request.actor.as_deref().map(Named::parse).transpose()?;
    check(request)?;
    permissions::demand(&desk.pipeline.actor(run).await?, &permissions::READ_AUDITS)?;
    let user = match user {
        None => None,
        Some(UserKey::Id(id)) => Some(id),
        // The log knows people by id; a name may have changed since.
        Some(name) => Some(people::get(desk, &name, run).await?.id),
    };
    let who = match actor {
        Some(named) => Some(Who::find(named, desk, run).await?),
        None => None,
    };
    let journal = journal(desk, request, user.as_deref(), run).await?;
    let question = Question {
        user,
        who,
        journal,
        request,
    };
    if request.format.is_some() {
        return question.stream(desk, run).await;
    }
    question.answer(desk, run).await
}

/// What is known to have been done; nothing where no journal came with the question.
async fn journal(
    desk: &Desk,
    request: &WhoResetRequest,
    user: Option<&str>,
    run: &Run<'_>,
) -> Result<Option<Vec<JournalLine>>> {
    if request.journals.is_empty() {
        return Ok(request.journal.clone());
    }
    let mut lines = bulk::answers(desk, &request.journals, user, run).await?;
    lines.extend(request.journal.iter().flatten().cloned());
    Ok(Some(lines))
}

fn check(request: &WhoResetRequest) -> Result<()> {
    let refuse =
        |message: &str, remedy: &str| Err(Error::new(ErrorCode::InvalidInput, message).remedy(remedy));
    if let (Some(since), Some(until)) = (request.since, request.until)
        && since > until
    {
        return refuse("since: is later than until", "exchange the two");
    }
    if request.limit == Some(0) {
        return refuse("limit: 0 records were asked for", "ask for one or more");
    }
    if request.format.is_some() && request.wait_up_to_ms.is_some() {
        return refuse(
            "waitUpToMs: a streamed answer is told once and cannot be asked for again",
            "leave out waitUpToMs or format",
        );
    }
    Ok(())
}

struct Question<'a> {
    user: Option<String>,
    who: Option<Who>,
    journal: Option<Vec<JournalLine>>,
    request: &'a WhoResetRequest,
}

impl Question<'_> {
    /// Hands out what is read while it is read.
    async fn stream(&self, desk: &Desk, run: &Run<'_>) -> Result<AuditAnswer> {
        // Its answer tells the service's time as well, by which the period is reckoned.
        let reach = Reach::find(desk, run).await?;
        let to = self.request.until.unwrap_or_else(|| desk.pipeline.service_now());
        let from = self.request.since.unwrap_or_else(|| to.minus(KEPT_ANYWAY));
        let limit = self.request.limit.unwrap_or(u32::MAX);
        let mut output = Output::new(self.request.format);
        self.read(desk, (from, to), limit, reach, &mut output, run).await
    }

    /// Gives the whole answer at the end, and waits for it where that was asked for.
    async fn answer(&self, desk: &Desk, run: &Run<'_>) -> Result<AuditAnswer> {
        let request = self.request;
        let wait = Duration::from_millis(request.wait_up_to_ms.map_or(0, u64::from));
        let mut patience = Patience::new(wait, PAUSES);
        let (mut corrected, mut seen, mut reach) = (false, None, None);
        loop {
            let to = request.until.unwrap_or_else(|| desk.pipeline.service_now());
            let from = request.since.unwrap_or_else(|| to.minus(KEPT_ANYWAY));
            let known = match reach {
                Some(known) => known,
                None => Reach::ask(desk, from, run).await?,
            };
            reach = Some(known);
            let mut output = Output::new(None);
            let limit = request.limit.unwrap_or(MANY);
            let answer = self
                .read(desk, (from, to), limit, known, &mut output, run)
                .await?;
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

    async fn read(
        &self,
        desk: &Desk,
        (from, to): (Timestamp, Timestamp),
        limit: u32,
        reach: Reach,
        output: &mut Output,
        run: &Run<'_>,
    ) -> Result<AuditAnswer> {
        let call = audits::list(&audits::Filter {
            target: self.user.as_deref(),
            by: self.who.as_ref().and_then(|who| who.by.as_ref()),
            roles: self.request.include_role_changes,
            from,
            to,
        });
        let mut pages = Pages::new(&desk.pipeline, run, call, "the audit log");
        let mut journal = self.journal.as_deref().map(Journal::new);
        let mut joiner = Joiner::new(self.request.include_role_changes, journal.as_mut());
        let (mut names, mut resets) = (Names::default(), Resets::default());
        let mut before: HashSet<String> = HashSet::new();
        let (mut read, mut items, mut oldest, mut more) = (0_u32, 0_u32, None::<Timestamp>, false);
        let mut number = 0;
        let mut next = pages.next().await.map_err(permissions::explain_reports)?;
        while let Some(page) = next {
            number += 1;
            let records: Vec<Record> = page.iter().filter_map(Record::read).collect();
            items = items.saturating_add(u32::try_from(records.len()).unwrap_or(u32::MAX));
            // Pages overlap when records arrive between them.
            let fresh = records
                .iter()
                .filter(|record| !before.contains(&record.id))
                .filter(|record| self.who.as_ref().is_none_or(|who| who.acted(record)));
            for record in fresh {
                if read == limit {
                    more = true;
                    break;
                }
                read += 1;
                oldest = match (oldest, record.at()) {
                    (Some(oldest), Some(at)) => Some(oldest.min(at)),
                    (oldest, at) => oldest.or(at),
                };
                joiner.add(record);
            }
            more |= read == limit && pages.has_more();
            let reached = page.iter().filter_map(|item| Record::read(item)?.at()).min();
            run.event(Event::Reading {
                list: LongList::AuditLog,
                pages: number,
                items,
                reached: reached.or(oldest),
            });
            before = records.into_iter().map(|record| record.id).collect();
            let last = more || !pages.has_more();
            // A page without a time says nothing about what is still to come.
            let reached = if last { None } else { reached };
            if last || reached.is_some() {
                let mut entries = joiner.settle(reached);
                names.tell(&mut entries, desk, run).await?;
                entries.iter().for_each(|entry| resets.add(entry));
                output.give(entries, resets.settle(reached), run).await?;
            }
            next = if more { None } else { pages.next().await? };
        }
        let now = desk.pipeline.service_now();
        let coverage = coverage::coverage((from, to), oldest.filter(|_| more), reach, now);
        let mut notes = notes(&coverage, (from, to), now, more);
        if names.refused {
            notes.push(note(
                NoteCode::NamesUnknown,
                "this sign-in may not read who belongs to the ids in the log",
                "add User.Read.All to the app registration",
            ));
        }
        if self.who.as_ref().is_some_and(|who| who.unrecognized) {
            notes.push(note(
                NoteCode::ApplicationByIdOnly,
                "the directory does not tell whose id the actor is; records of an application often lack its application id",
                "name an application by the object id of its service principal, or by its name",
            ));
        }
        Ok(output.finish((from, to), coverage, notes))
    }
}

fn note(code: NoteCode, message: &str, remedy: &str) -> Note {
    Note {
        code,
        message: message.to_owned(),
        remedy: Some(remedy.to_owned()),
    }
}

fn notes(
    coverage: &crate::api::AuditCoverage,
    (from, to): (Timestamp, Timestamp),
    now: Timestamp,
    more: bool,
) -> Vec<Note> {
    let mut notes = Vec::new();
    if to.plus(ARRIVING) > now {
        notes.push(note(
            NoteCode::AuditDelay,
            "records of the last minutes may still be arriving",
            "ask again in a few minutes",
        ));
    }
    if more {
        notes.push(note(
            NoteCode::LimitReached,
            "there are more records than were asked for; the oldest are missing",
            "raise the limit, or ask for a shorter period",
        ));
    } else if coverage.from.is_some_and(|begins| begins > from) {
        notes.push(note(
            NoteCode::AuditRetention,
            "the log is not known to reach back as far as was asked for",
            "keep the answers of earlier days, or have the log exported",
        ));
    }
    notes
}
