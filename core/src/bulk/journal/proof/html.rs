//! The proof as one page for people who audit: without scripts, without anything from elsewhere, and fit for print. Whatever
//! comes from the journal is escaped.

use super::rows::Row;
use super::{Form, Proven};
use crate::api::{PassStatus, RunOperation};
use crate::bulk::journal::entry::{Acting, Begun, MethodLine, Totals};
use crate::bulk::journal::survey::Lived;
use crate::platform::Timestamp;
use serde_json::Value;
use std::fmt::Write as _;

pub(super) struct Html;

const STYLE: &str = include_str!("page.css");

impl Form for Html {
    fn head(&self, proven: &Proven<'_>) -> String {
        let survey = proven.survey;
        let totals = survey.totals();
        let mut page =
            String::from("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n");
        page.push_str("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n");
        page.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
        let title = survey
            .begun
            .as_ref()
            .map_or_else(String::new, |begun| title(begun.operation, &totals));
        put(
            &mut page,
            format_args!(
                "<title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n",
                escape(&title)
            ),
        );
        put(
            &mut page,
            format_args!(
                "<header>\n<p class=\"kicker\">Proof of a run</p>\n<h1>{}</h1>\n<p class=\"lead\">{}</p>\n</header>\n",
                escape(&title),
                escape(&how_it_ended(proven, &totals)),
            ),
        );
        put_totals(&mut page, &totals);
        if let Some(begun) = &survey.begun {
            put_facts(&mut page, begun, proven);
        }
        put_seal(&mut page, proven);
        page.push_str("<h2>People</h2>\n<table>\n<thead>\n<tr>");
        for name in [
            "Line",
            "Person",
            "Outcome",
            "Methods before",
            "Methods after",
            "Sessions, pass",
            "Requests",
        ] {
            put(&mut page, format_args!("<th scope=\"col\">{name}</th>"));
        }
        page.push_str("</tr>\n</thead>\n<tbody>\n");
        page
    }

    fn row(&self, row: &Row, _: &Proven<'_>) -> String {
        let mut text = String::new();
        put(
            &mut text,
            format_args!("<tr><td class=\"line\">{}</td><td>", row.line),
        );
        let name = row.display_name.as_ref().or(row.user_principal_name.as_ref());
        if let Some(name) = name {
            put(
                &mut text,
                format_args!("<p><strong>{}</strong></p>", escape(name)),
            );
        }
        if let Some(sign_in) = row
            .user_principal_name
            .as_ref()
            .filter(|_| row.display_name.is_some())
        {
            put(&mut text, format_args!("<p>{}</p>", escape(sign_in)));
        }
        put(
            &mut text,
            format_args!("<p class=\"id\">{}</p></td><td>", escape(&row.user_id)),
        );
        put_outcome(&mut text, row);
        text.push_str("</td><td>");
        put_methods(&mut text, row.methods_before.as_deref());
        text.push_str("</td><td>");
        put_methods(&mut text, row.methods_after.as_deref());
        text.push_str("</td><td>");
        for said in beside_methods(row) {
            put(&mut text, format_args!("<p>{}</p>", escape(&said)));
        }
        text.push_str("</td><td>");
        for id in &row.request_ids {
            put(&mut text, format_args!("<p class=\"id\">{}</p>", escape(id)));
        }
        text.push_str("</td></tr>\n");
        text
    }

    fn foot(&self) -> String {
        "</tbody>\n</table>\n<footer>\n<p>Telephone numbers and addresses are masked; a Temporary Access Pass is never written \
         down. Times are those of Microsoft Entra, in UTC. The request ids are the service's own: its support finds a request by \
         them.</p>\n</footer>\n</body>\n</html>\n"
            .to_owned()
    }
}

/// Adds to a page.
fn put(page: &mut String, what: std::fmt::Arguments<'_>) {
    // Writing to a String cannot fail.
    let _ = page.write_fmt(what);
}

fn title(operation: RunOperation, totals: &Totals) -> String {
    let what = match operation {
        RunOperation::Reset => "Re-registration required",
        RunOperation::Rescue => "Re-registration required and a pass issued",
        RunOperation::RevokeSessions => "Sign-in sessions revoked",
        RunOperation::IssuePass => "Temporary Access Pass issued",
        RunOperation::SetPerUserState => "Per-user MFA changed",
        RunOperation::GrantRole => "Role granted",
        RunOperation::RevokeRole => "Role taken back",
        RunOperation::ListMethods => "Authentication methods read",
    };
    format!("{what} for {}", people(totals.people))
}

fn people(count: u32) -> String {
    if count == 1 {
        "1 person".to_owned()
    } else {
        format!("{} people", thousands(count))
    }
}

fn thousands(count: u32) -> String {
    let digits = count.to_string();
    let mut told = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            told.push(',');
        }
        told.push(digit);
    }
    told
}

fn how_it_ended(proven: &Proven<'_>, totals: &Totals) -> String {
    let survey = proven.survey;
    let when = survey.ended_at.map(instant).unwrap_or_default();
    if survey.finished {
        format!("The run came to its end on {when}.")
    } else if survey.ended_at.is_some() {
        format!(
            "The run was stopped on {when}; it can be resumed for {}.",
            people(totals.unfinished)
        )
    } else {
        format!(
            "The run has not come to its end: it goes on, or was interrupted. {} left.",
            match totals.unfinished {
                1 => "1 person is".to_owned(),
                left => format!("{} are", people(left)),
            }
        )
    }
}

fn put_totals(page: &mut String, totals: &Totals) {
    page.push_str("<ul class=\"totals\">\n");
    for (name, count, class) in [
        ("people", totals.people, ""),
        ("done", totals.done, "done"),
        ("partial", totals.partial, "partial"),
        ("failed", totals.failed, "failed"),
        ("skipped", totals.skipped, "skipped"),
        ("not finished", totals.unfinished, "open"),
    ] {
        let class = if count == 0 { "" } else { class };
        put(
            page,
            format_args!(
                "<li><b class=\"{class}\">{}</b><span>{name}</span></li>\n",
                thousands(count)
            ),
        );
    }
    page.push_str("</ul>\n");
}

/// Who, for whom, why, when, what.
fn put_facts(page: &mut String, begun: &Begun, proven: &Proven<'_>) {
    page.push_str("<h2>Who, why and what</h2>\n<dl>\n");
    let mut fact = |name: &str, value: &str| {
        if !value.is_empty() {
            put(page, format_args!("<dt>{name}</dt><dd>{}</dd>\n", escape(value)));
        }
    };
    let case = begun.case.clone().unwrap_or_default();
    fact("Asked for by", &case.requested_by.unwrap_or_default());
    fact("Reason", &case.reason.unwrap_or_default());
    fact("Ticket", &case.ticket.unwrap_or_default());
    fact(
        "Callers made sure of by",
        &case.caller_verified.unwrap_or_default(),
    );
    fact("Done for each", &each(begun));
    for (number, life) in (1..).zip(&proven.survey.lives) {
        let name = if number == 1 { "Begun" } else { "Resumed" };
        fact(name, &lived(life));
    }
    fact("Ended", &proven.survey.ended_at.map(instant).unwrap_or_default());
    fact("Tenant", begun.tenant.as_deref().unwrap_or_default());
    fact(
        "Rows left out",
        &match begun.bad_rows {
            0 => String::new(),
            rows => format!("{} rows of the input could not be used", thousands(rows)),
        },
    );
    fact("Run", &begun.run);
    fact("Written by", &begun.product);
    page.push_str("</dl>\n");
}

fn lived(life: &Lived) -> String {
    let mut told = format!("{}, by {}", instant(life.from), acting(&life.actor));
    if let Some(process) = &life.process {
        put(&mut told, format_args!(", on {process}"));
    }
    told
}

fn acting(actor: &Acting) -> String {
    let application = match (&actor.app_name, &actor.app_id) {
        (Some(name), Some(id)) => format!("{name} ({id})"),
        (one, other) => one.clone().or_else(|| other.clone()).unwrap_or_default(),
    };
    let id = actor.id.as_deref().unwrap_or("of unknown id");
    match actor.kind.as_str() {
        "person" => {
            let name = actor.user_principal_name.as_deref().unwrap_or("a person");
            let through = if application.is_empty() {
                String::new()
            } else {
                format!(", through the application {application}")
            };
            format!("{name} ({id}){through}")
        }
        "application" if application.is_empty() => format!("the application with the service principal {id}"),
        "application" => format!("the application {application}, service principal {id}"),
        _ => format!("somebody whom the access token does not name ({id})"),
    }
}

/// What was done for each, as the request said it.
fn each(begun: &Begun) -> String {
    let said = begun.each.0.iter().map(|(name, value)| {
        let value = match value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        format!("{name}: {value}")
    });
    said.collect::<Vec<_>>().join("; ")
}

fn put_seal(page: &mut String, proven: &Proven<'_>) {
    let report = proven.report;
    put(
        page,
        format_args!(
            "<h2>What it rests on</h2>\n<div class=\"seal\">\n<dl>\n<dt>Journal</dt><dd>{}</dd>\n<dt>Lines</dt><dd>{}, all intact</dd>\n\
             <dt>Hash of the last line</dt><dd><code>{}</code></dd>\n</dl>\n",
            escape(proven.journal),
            thousands(report.lines),
            escape(&report.head)
        ),
    );
    page.push_str(
        "<p>Each line of the journal holds the SHA-256 of the line before it as <code>previous</code>: whoever changes, removes or \
         adds a line breaks the chain. Verify the journal (<code>verifyJournal</code>), and demand the hash that the run told at \
         its end and that is in the ticket (<code>expectHead</code>): then it was neither shortened nor written anew. By hand, the \
         SHA-256 of the last line without its line feed is the hash above.</p>\n</div>\n",
    );
}

fn put_outcome(text: &mut String, row: &Row) {
    let word = row.word();
    let (class, sign) = match word {
        "done" => ("done", "\u{2713}"),
        "partial" => ("partial", "\u{25d0}"),
        "failed" => ("failed", "\u{2715}"),
        "skipped" => ("skipped", "\u{2013}"),
        _ => ("open", "\u{2026}"),
    };
    put(
        text,
        format_args!("<p><span class=\"mark {class}\">{sign} {word}</span></p>"),
    );
    if let Some(at) = row.ended_at {
        put(text, format_args!("<p class=\"quiet\">{}</p>", instant(at)));
    }
    if let Some(error) = &row.error {
        put(
            text,
            format_args!(
                "<p>{} <span class=\"quiet\">({})</span></p>",
                escape(&error.message),
                escape(&error.code)
            ),
        );
    }
    for note in &row.notes {
        put(text, format_args!("<p>{}</p>", escape(&note.message)));
    }
    for (name, value) in [("Reason", &row.reason), ("Ticket", &row.ticket)] {
        if let Some(value) = value {
            put(
                text,
                format_args!("<p class=\"quiet\">{name}: {}</p>", escape(value)),
            );
        }
    }
}

fn put_methods(text: &mut String, methods: Option<&[MethodLine]>) {
    match methods {
        None => text.push_str("<p class=\"quiet\">not read</p>"),
        Some([]) => text.push_str("<p class=\"quiet\">none</p>"),
        Some(methods) => {
            for method in methods {
                put(text, format_args!("<p>{}</p>", escape(&method.label)));
            }
        }
    }
}

fn beside_methods(row: &Row) -> Vec<String> {
    let sessions = row.sessions_revoked.map(|revoked| {
        if revoked {
            "sessions revoked"
        } else {
            "sessions not seen to be revoked"
        }
        .to_owned()
    });
    let pass = row.pass_status.map(|status| {
        match status {
            PassStatus::Issued => "pass issued",
            PassStatus::Withdrawn => "pass withdrawn",
            PassStatus::Owed => "pass owed",
            PassStatus::LeftBehind => "there may be a pass that nobody knows",
        }
        .to_owned()
    });
    [sessions, pass, row.change.clone()]
        .into_iter()
        .flatten()
        .collect()
}

/// An instant to the second, as people read it.
fn instant(at: Timestamp) -> String {
    let text = at.to_string();
    match (text.get(..10), text.get(11..19)) {
        (Some(date), Some(time)) => format!("{date} {time} UTC"),
        _ => text,
    }
}

/// Text that stays text. Marks that turn the direction of writing are shown, because they can make a name look like another.
fn escape(text: &str) -> String {
    let mut told = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => told.push_str("&amp;"),
            '<' => told.push_str("&lt;"),
            '>' => told.push_str("&gt;"),
            '"' => told.push_str("&quot;"),
            '\'' => told.push_str("&#39;"),
            '\n' | '\t' => told.push(' '),
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}' => {
                told.push('\u{fffd}')
            }
            c if c.is_control() => told.push('\u{fffd}'),
            c => told.push(c),
        }
    }
    told
}
