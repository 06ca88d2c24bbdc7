//! Who is capable of multifactor authentication, row by row (facts 7.1, 12.4, 18.5). The tenant is never held as a whole:
//! a page is read, handed out and forgotten. Of a unit or a group the ids are kept, sixteen bytes each.

mod members;
mod summary;

use super::rows::{Columns, Text, flag, word};
use super::{Desk, csv, permissions};
use crate::api::{
    Event, LongList, Note, NoteCode, RegistrationReportRequest, RegistrationRow, RegistrationSummary,
    ReportStanding, RowFormat,
};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::directory_objects::{self, Found, MOST_IDS};
use crate::graph::members::Body;
use crate::graph::{Pages, registrations};
use crate::http::Run;
use crate::platform::Timestamp;
use members::Members;
use serde_json::Value;
use std::collections::HashSet;
use summary::{Tally, in_words};

const COLUMNS: Columns<RegistrationRow> = &[
    ("userPrincipalName", |row| row.user_principal_name.clone()),
    ("displayName", |row| row.display_name.clone()),
    ("id", |row| row.id.clone()),
    ("standing", |row| word(&row.standing)),
    ("mfaCapable", |row| flag(row.mfa_capable)),
    ("mfaRegistered", |row| flag(row.mfa_registered)),
    ("passwordlessCapable", |row| flag(row.passwordless_capable)),
    ("passwordResetCapable", |row| flag(row.password_reset_capable)),
    ("isAdmin", |row| flag(row.is_admin)),
    ("userType", |row| row.user_type.clone().unwrap_or_default()),
    ("methods", |row| csv::list(&row.methods)),
    ("defaultMethod", |row| {
        row.default_method.clone().unwrap_or_default()
    }),
    ("systemPreferredMethods", |row| {
        csv::list(&row.system_preferred_methods)
    }),
    ("lastUpdated", |row| {
        row.last_updated.map(|at| at.to_string()).unwrap_or_default()
    }),
    ("age", |row| row.age.clone().unwrap_or_default()),
];

/// Reads the report and hands out its rows.
pub(super) async fn registration_report(
    desk: &Desk,
    request: &RegistrationReportRequest,
    run: &Run<'_>,
) -> Result<RegistrationSummary> {
    let scope = scope(request)?;
    let actor = desk.pipeline.actor(run).await?;
    permissions::demand(&actor, &permissions::READ_REPORT)?;
    let members = match scope {
        None => None,
        Some((body, named)) => {
            permissions::demand(&actor, permissions::read_members(body))?;
            Some(Members::read(body, named, desk, run).await?)
        }
    };
    let report = Report {
        request,
        members,
        output: match request.format.unwrap_or(RowFormat::Rows) {
            RowFormat::Rows => None,
            format => Some(Text::new(format, COLUMNS)),
        },
        tally: Tally::default(),
    };
    report.read(desk, run).await
}

/// Whose rows are asked for.
fn scope(request: &RegistrationReportRequest) -> Result<Option<(Body, &str)>> {
    let refuse =
        |message: &str, remedy: &str| Err(Error::new(ErrorCode::InvalidInput, message).remedy(remedy));
    let scopes = [
        (
            Body::AdministrativeUnit,
            "administrativeUnit",
            &request.administrative_unit,
        ),
        (Body::Group, "group", &request.group),
    ];
    for (_, field, named) in &scopes {
        let bad = |named: &str| named.trim().is_empty() || named.chars().any(char::is_control);
        if named.as_deref().is_some_and(bad) {
            return refuse(
                &format!("{field}: there is no such name"),
                "give its object id or its name",
            );
        }
    }
    let bad = |method: &str| method.is_empty() || !method.chars().all(|c| c.is_ascii_alphanumeric());
    if request.method.as_deref().is_some_and(bad) {
        return refuse(
            "method: is no word of the report",
            "give one such as mobilePhone or microsoftAuthenticatorPush",
        );
    }
    let mut asked = scopes
        .iter()
        .filter_map(|(body, _, named)| Some((*body, named.as_deref()?.trim())));
    match (asked.next(), asked.next()) {
        (Some(_), Some(_)) => refuse(
            "group: an administrative unit is asked for as well",
            "ask for one of the two",
        ),
        (first, _) => Ok(first),
    }
}

struct Report<'a> {
    request: &'a RegistrationReportRequest,
    members: Option<Members>,
    /// Where text goes; rows travel as they are when absent.
    output: Option<Text<RegistrationRow>>,
    tally: Tally,
}

impl Report<'_> {
    async fn read(mut self, desk: &Desk, run: &Run<'_>) -> Result<RegistrationSummary> {
        // Of a unit or a group everybody is looked for: whoever the service leaves out would seem to be unknown.
        let call = registrations::list(&if self.members.is_some() {
            registrations::Filter::default()
        } else {
            registrations::Filter {
                only_not_capable: self.request.only_not_capable,
                only_administrators: self.request.only_administrators,
                method: self.request.method.as_deref(),
            }
        });
        let mut pages = Pages::new(&desk.pipeline, run, call, "the registration report");
        let mut before: HashSet<String> = HashSet::new();
        let (mut number, mut items, mut unreadable) = (0_u32, 0_u32, 0_u32);
        while let Some(page) = pages.next().await.map_err(permissions::explain_reports)? {
            let now = desk.pipeline.service_now();
            number += 1;
            items = items.saturating_add(u32::try_from(page.len()).unwrap_or(u32::MAX));
            let rows: Vec<_> = page.iter().filter_map(registrations::read).collect();
            unreadable += u32::try_from(page.len() - rows.len()).unwrap_or(u32::MAX);
            let ids: HashSet<String> = rows.iter().map(|row| row.id.clone()).collect();
            run.event(Event::Reading {
                list: LongList::RegistrationReport,
                pages: number,
                items,
                reached: None,
            });
            let mut told = Vec::new();
            for mut row in rows {
                self.tally.look_at(row.last_updated);
                // Pages overlap when the report changes between them.
                if before.contains(&row.id) || !self.wants(&row) {
                    continue;
                }
                row.age = row.last_updated.map(|at| in_words(now.since(at)));
                told.push(row);
            }
            before = ids;
            // Text begins with its header, rows or not.
            self.give(told, run).await?;
            // A unit of which everybody was found needs no more of the report.
            if self.members.as_ref().is_some_and(Members::is_empty) {
                break;
            }
        }
        let mut notes = Vec::new();
        self.tell_unknown(&mut notes, desk, run).await?;
        if unreadable > 0 {
            notes.push(Note {
                code: NoteCode::PeopleMissing,
                message: format!("{unreadable} rows of the report do not say whom they are about"),
                remedy: None,
            });
        }
        Ok(self.tally.finish(desk.pipeline.service_now(), notes))
    }

    /// Whether the row was asked for. Crosses the person off the list of the unit or group.
    fn wants(&mut self, row: &RegistrationRow) -> bool {
        if let Some(members) = &mut self.members
            && !members.take(&row.id)
        {
            return false;
        }
        let request = self.request;
        let has = |method: &String| row.methods.iter().any(|own| own.eq_ignore_ascii_case(method));
        (!request.only_not_capable || row.mfa_capable != Some(true))
            && (!request.only_administrators || row.is_admin == Some(true))
            && request.method.as_ref().is_none_or(has)
    }

    async fn give(&mut self, rows: Vec<RegistrationRow>, run: &Run<'_>) -> Result<()> {
        rows.iter().for_each(|row| self.tally.count(row));
        match &mut self.output {
            Some(text) => text.give(&rows, run).await,
            None if rows.is_empty() => Ok(()),
            None => run.rows(Event::RegistrationRows { rows }).await,
        }
    }

    /// Tells of those in the unit or group of whom the report does not know.
    async fn tell_unknown(&mut self, notes: &mut Vec<Note>, desk: &Desk, run: &Run<'_>) -> Result<()> {
        let Some(members) = self.members.take() else {
            return Ok(());
        };
        // Whether somebody unknown is an administrator, or has a method, is as unknown.
        let listed = !self.request.only_administrators && self.request.method.is_none();
        let left: Vec<String> = members.left();
        let mut nameless = false;
        for ids in left.chunks(MOST_IDS) {
            let reply = desk
                .pipeline
                .send(&directory_objects::by_ids(ids, &["user"]), run)
                .await?;
            let found = reply.body.get("value").and_then(Value::as_array);
            let found: Vec<Found> = match found.filter(|_| reply.is_success()) {
                // Who was deleted meanwhile is not found, and not missed.
                Some(found) => found.iter().filter_map(directory_objects::read).collect(),
                None => {
                    nameless = true;
                    let nobody = |id: &String| Found {
                        id: id.clone(),
                        ..Found::default()
                    };
                    ids.iter().map(nobody).collect()
                }
            };
            let made = self.tally.newest();
            let rows: Vec<_> = found.into_iter().map(|found| unknown(found, made)).collect();
            rows.iter().for_each(|row| self.tally.count_unknown(row.standing));
            if listed {
                self.give(rows, run).await?;
            }
        }
        if nameless {
            notes.push(Note {
                code: NoteCode::NamesUnknown,
                message: "this sign-in may not read who the people are of whom the report does not know"
                    .to_owned(),
                remedy: Some("add User.Read.All to the app registration".to_owned()),
            });
        }
        notes.extend(self.tally.missing());
        Ok(())
    }
}

/// Somebody without a row in the report, which was made at that time.
fn unknown(found: Found, made: Option<Timestamp>) -> RegistrationRow {
    let standing = if found.account_enabled == Some(false) {
        ReportStanding::Disabled
    } else if found
        .created
        .zip(made)
        .is_some_and(|(created, made)| created > made)
    {
        ReportStanding::New
    } else {
        ReportStanding::Missing
    };
    let name = found.user_principal_name.unwrap_or_default();
    RegistrationRow {
        id: found.id,
        display_name: found.display_name.unwrap_or_else(|| name.clone()),
        user_principal_name: name,
        standing,
        mfa_capable: None,
        mfa_registered: None,
        passwordless_capable: None,
        password_reset_capable: None,
        is_admin: None,
        user_type: None,
        methods: Vec::new(),
        default_method: None,
        system_preferred_methods: Vec::new(),
        last_updated: None,
        age: None,
    }
}
