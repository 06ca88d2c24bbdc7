//! An input of any form: people by any of their names, repetitions, people who do not exist, and rows that are none.

use crate::dice::Dice;
use crate::tenant::{ACTOR, Somebody};
use graph_mfa_e2e::runs::Named;
use graph_sim::Simulator;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The name of the file that people are in.
pub(crate) const FILE: &str = "people.csv";

pub(crate) struct Input {
    /// As a request says it.
    pub(crate) request: Value,
    /// What is in the file, if it is one.
    pub(crate) file: Option<String>,
    pub(crate) named: BTreeMap<String, Named>,
    pub(crate) bad_rows: BTreeMap<u32, bool>,
}

/// A row, before it has a form.
#[derive(Clone, Default)]
struct Row {
    user: String,
    scope: Option<&'static str>,
    reason: Option<String>,
    ticket: Option<String>,
    lifetime: Option<u32>,
    /// Of whom, unless it is bad.
    id: Option<String>,
}

impl Row {
    fn is_like(&self, other: &Self) -> bool {
        (self.scope, &self.reason, &self.ticket, self.lifetime)
            == (other.scope, &other.reason, &other.ticket, other.lifetime)
    }
}

impl Input {
    pub(crate) fn any(dice: &mut Dice, people: &[Somebody], simulator: &Simulator) -> Self {
        let mut rows = rows(dice, people, simulator);
        dice.shuffle(&mut rows);
        let form = dice.within(0, 3);
        let (lines, text) = match form {
            0 | 1 => csv(dice, &rows),
            2 => json_lines(dice, &rows),
            _ => ((1..).take(rows.len()).collect(), String::new()),
        };
        let (named, bad_rows) = expected(&rows, &lines);
        let is_file = form < 3 && dice.chance(0.5);
        // A first line that is a text in quotes could be a list without a header, too.
        let is_doubtful = form == 2 && text.starts_with(['"', '\n']);
        let format = match form {
            0 | 1 if dice.chance(0.3) => json!("csv"),
            2 if is_doubtful || dice.chance(0.3) => json!("jsonLines"),
            _ => json!(null),
        };
        let request = match form {
            3 => json!({ "from": "people", "people": rows.iter().map(as_person).collect::<Vec<_>>() }),
            _ if is_file => json!({ "from": "file", "path": FILE, "format": format }),
            _ => json!({ "from": "text", "text": text, "format": format }),
        };
        Self {
            request,
            file: is_file.then_some(text),
            named,
            bad_rows,
        }
    }
}

fn rows(dice: &mut Dice, people: &[Somebody], simulator: &Simulator) -> Vec<Row> {
    let mut rows = Vec::new();
    for person in people {
        let share = if person.upn == ACTOR { 0.3 } else { 0.85 };
        // Somebody must be named besides who acts.
        let needed = rows.is_empty() && person.upn != ACTOR;
        if !(dice.chance(share) || needed) {
            continue;
        }
        let Some(user) = simulator.user(&person.upn) else {
            continue;
        };
        let row = Row {
            user: alias(dice, person, &user.id),
            scope: dice
                .chance(0.15)
                .then(|| dice.one_of(&["portal", "weak", "everything"])),
            reason: dice
                .chance(0.15)
                .then(|| "lost \"the\" phone, on a train".to_owned()),
            ticket: dice.chance(0.15).then(|| format!("INC{}", dice.within(1, 3))),
            lifetime: dice.chance(0.1).then(|| dice.one_of(&[120, 480])),
            id: Some(user.id.clone()),
        };
        if dice.chance(0.15) {
            let mut again = row.clone();
            again.user = alias(dice, person, &user.id);
            if dice.chance(0.3) {
                again.ticket = Some("INC9".to_owned());
            }
            rows.push(again);
        }
        rows.push(row);
    }
    for _ in 0..dice.within(0, 3) {
        let good = rows[0].clone();
        rows.push(match dice.within(0, 4) {
            0 => Row {
                user: "00000000-1111-4222-8333-444444444444".to_owned(),
                id: None,
                ..good
            },
            1 => Row {
                user: format!("nobody{}@fabrikam.example", dice.within(0, 99)),
                id: None,
                ..good
            },
            2 => Row {
                user: "Nora Lind".to_owned(),
                id: None,
                ..good
            },
            3 => Row {
                lifetime: Some(5),
                id: None,
                ..good
            },
            _ => Row {
                reason: Some("\u{202e}backwards".to_owned()),
                id: None,
                ..good
            },
        });
    }
    rows
}

fn alias(dice: &mut Dice, person: &Somebody, id: &str) -> String {
    let upn = &person.upn;
    match dice.within(0, 5) {
        0 => id.to_owned(),
        1 => id.to_uppercase(),
        2 => upn.to_uppercase(),
        3 => person.mail.as_ref().unwrap_or(upn).clone(),
        _ => upn.clone(),
    }
}

/// Who is named by which line, and which lines are left out.
fn expected(rows: &[Row], lines: &[u32]) -> (BTreeMap<String, Named>, BTreeMap<u32, bool>) {
    let mut named: BTreeMap<String, (Named, &Row)> = BTreeMap::new();
    let mut bad = BTreeMap::new();
    for (row, line) in rows.iter().zip(lines) {
        let Some(id) = &row.id else {
            bad.insert(*line, false);
            continue;
        };
        if let Some((_, first)) = named.get(id) {
            bad.insert(*line, first.is_like(row));
            continue;
        }
        let person = Named {
            line: *line,
            scope: row.scope,
        };
        named.insert(id.clone(), (person, row));
    }
    (
        named.into_iter().map(|(id, (named, _))| (id, named)).collect(),
        bad,
    )
}

/// The lines and the text.
fn csv(dice: &mut Dice, rows: &[Row]) -> (Vec<u32>, String) {
    let separator = dice.one_of(&[',', ';', '\t']);
    let newline = dice.one_of(&["\n", "\r\n"]);
    let s = separator;
    let mut text = format!(
        "{}User{s}Display Name{s}Scope{s}Reason{s}Ticket{s}Lifetime Minutes{newline}",
        dice.one_of(&["", "\u{feff}"])
    );
    let (mut lines, mut line) = (Vec::new(), 1);
    for row in rows {
        if dice.chance(0.05) {
            text.push_str(newline);
            line += 1;
        }
        line += 1;
        lines.push(line);
        let lifetime = row.lifetime.map(|minutes| minutes.to_string());
        let cells = [
            Some(row.user.as_str()),
            Some("Somebody"),
            row.scope,
            row.reason.as_deref(),
            row.ticket.as_deref(),
            lifetime.as_deref(),
        ];
        let quoted = |cell: Option<&str>| {
            let cell = cell.unwrap_or_default();
            if cell.contains([separator, '"']) {
                format!("\"{}\"", cell.replace('"', "\"\""))
            } else {
                cell.to_owned()
            }
        };
        let cells: Vec<_> = cells.into_iter().map(quoted).collect();
        text.push_str(&cells.join(&separator.to_string()));
        text.push_str(newline);
    }
    (lines, text)
}

fn json_lines(dice: &mut Dice, rows: &[Row]) -> (Vec<u32>, String) {
    let (mut lines, mut text, mut line) = (Vec::new(), String::new(), 0);
    for row in rows {
        if dice.chance(0.05) {
            text.push('\n');
            line += 1;
        }
        line += 1;
        lines.push(line);
        let plain = Row {
            user: row.user.clone(),
            ..Row::default()
        };
        let short = row.is_like(&plain) && dice.chance(0.5);
        let value = if short { json!(row.user) } else { as_person(row) };
        text.push_str(&value.to_string());
        text.push('\n');
    }
    (lines, text)
}

fn as_person(row: &Row) -> Value {
    let mut person = json!({ "user": row.user });
    let fields = [
        ("scope", row.scope.map(|scope| json!(scope))),
        ("reason", row.reason.as_ref().map(|reason| json!(reason))),
        ("ticket", row.ticket.as_ref().map(|ticket| json!(ticket))),
        ("lifetimeMinutes", row.lifetime.map(|minutes| json!(minutes))),
    ];
    for (name, value) in fields {
        if let Some(value) = value {
            person[name] = value;
        }
    }
    person
}
