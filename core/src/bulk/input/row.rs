//! One row: what it says, checked before anybody is looked for.

use super::columns::Column;
use crate::api::{BadRow, RunRow, Scope};
use crate::bulk::people::Special;
use crate::graph::{UserKey, mask_value};

/// The longest reason or ticket, in characters.
const LONGEST_TEXT: usize = 1000;

/// The longest name of a person, in characters: an address has at most so many.
const LONGEST_NAME: usize = 320;

/// A person as named, and what is special about the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) line: u32,
    pub(crate) user: UserKey,
    /// What else the row calls the person: all of it must mean the same one.
    pub(crate) others: Vec<UserKey>,
    pub(crate) special: Option<Special>,
}

/// A row, or why it is none.
pub(crate) type Read = Result<Row, BadRow>;

/// A row that cannot be used.
pub(super) fn bad(line: u32, reason: impl Into<String>) -> BadRow {
    BadRow {
        line,
        reason: reason.into(),
        duplicate: false,
    }
}

/// What a row says, before it is checked. What is empty says nothing.
#[derive(Default)]
pub(super) struct Said {
    names: Vec<(Column, String)>,
    scope: Option<String>,
    reason: Option<String>,
    ticket: Option<String>,
    lifetime: Option<String>,
    /// The first thing that cannot be read.
    fault: Option<String>,
}

impl Said {
    /// Takes a cell as it is in the file.
    pub(super) fn put(&mut self, column: Column, bytes: &[u8]) {
        match std::str::from_utf8(bytes) {
            Ok(text) => self.put_text(column, text),
            Err(_) => self.fault(format!(
                "the {} is not UTF-8: save the file as UTF-8 (in Excel: `CSV UTF-8`)",
                what(column)
            )),
        }
    }

    pub(super) fn put_text(&mut self, column: Column, text: &str) {
        // Signs of no width come along when names are copied from pages.
        let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}'));
        if text.is_empty() {
            return;
        }
        let field = match column {
            Column::Scope => &mut self.scope,
            Column::Reason => &mut self.reason,
            Column::Ticket => &mut self.ticket,
            Column::Lifetime => &mut self.lifetime,
            name => return self.names.push((name, text.to_owned())),
        };
        field.get_or_insert_with(|| text.to_owned());
    }

    pub(super) fn fault(&mut self, why: String) {
        self.fault.get_or_insert(why);
    }

    /// Checks it all.
    pub(super) fn row(self, line: u32) -> Read {
        self.checked().map_or_else(
            |why| Err(bad(line, why)),
            |(user, others, special)| {
                Ok(Row {
                    line,
                    user,
                    others,
                    special,
                })
            },
        )
    }

    fn checked(self) -> Result<(UserKey, Vec<UserKey>, Option<Special>), String> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        let (user, others) = user(self.names)?;
        let special = Special {
            scope: self.scope.as_deref().map(scope).transpose()?,
            reason: self.reason.map(|text| plain("reason", text)).transpose()?,
            ticket: self.ticket.map(|text| plain("ticket", text)).transpose()?,
            lifetime_minutes: self.lifetime.as_deref().map(lifetime).transpose()?,
            ..Special::default()
        };
        Ok((
            user,
            others,
            Some(special).filter(|special| *special != Special::default()),
        ))
    }
}

/// Checks one of the people that a caller lists.
pub(crate) fn listed(position: u32, person: &RunRow) -> Read {
    let mut said = Said::default();
    said.put_text(Column::User, &person.user);
    if let Some(scope) = person.scope {
        said.put_text(Column::Scope, word(scope));
    }
    for (column, text) in [(Column::Reason, &person.reason), (Column::Ticket, &person.ticket)] {
        if let Some(text) = text {
            said.put_text(column, text);
        }
    }
    if let Some(minutes) = person.lifetime_minutes {
        said.put_text(Column::Lifetime, &minutes.to_string());
    }
    said.row(position)
}

/// Text of the input as a message shows it: not at length, and no number in full.
pub(super) fn shown(text: &str) -> String {
    const LONGEST: usize = 60;
    let mut shown: String = text.chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    if shown.contains('@') {
        shown
    } else {
        mask_value(&shown)
    }
}

const fn what(column: Column) -> &'static str {
    match column {
        Column::Id => "object id",
        Column::Upn | Column::User => "name of the person",
        Column::Mail => "address",
        Column::Scope => "scope",
        Column::Reason => "reason",
        Column::Ticket => "ticket",
        Column::Lifetime => "lifetime",
    }
}

/// Whom a row names: the first of its names that is one, by the order of [`Column`]; and what else it calls the person.
fn user(mut names: Vec<(Column, String)>) -> Result<(UserKey, Vec<UserKey>), String> {
    names.sort_by_key(|(column, _)| *column);
    let mut first = None;
    let mut keys: Vec<UserKey> = Vec::new();
    for (_, name) in &names {
        match key(name) {
            Ok(key)
                if keys
                    .iter()
                    .any(|known| known.as_str().eq_ignore_ascii_case(key.as_str())) => {}
            Ok(key) => keys.push(key),
            Err(why) => first = first.or(Some(why)),
        }
    }
    if keys.is_empty() {
        return Err(first.unwrap_or_else(|| "names nobody".to_owned()));
    }
    let others = keys.split_off(1);
    keys.pop()
        .map(|user| (user, others))
        .ok_or_else(|| "names nobody".to_owned())
}

fn key(name: &str) -> Result<UserKey, String> {
    if name.chars().count() > LONGEST_NAME {
        return Err(format!(
            "the name of the person is longer than {LONGEST_NAME} characters"
        ));
    }
    UserKey::parse(name).map_err(|error| error.message().replace(name, &shown(name)))
}

const fn word(scope: Scope) -> &'static str {
    match scope {
        Scope::Portal => "portal",
        Scope::Everything => "everything",
        Scope::Weak => "weak",
        Scope::Kinds => "kinds",
    }
}

fn scope(text: &str) -> Result<Scope, String> {
    let is = |scope: &Scope| text.eq_ignore_ascii_case(word(*scope));
    let known = [Scope::Portal, Scope::Everything, Scope::Weak];
    if let Some(scope) = known.into_iter().find(is) {
        return Ok(scope);
    }
    Err(if is(&Scope::Kinds) {
        "the scope `kinds` needs a list, which a row cannot hold: give the run this scope, or the row another"
            .to_owned()
    } else {
        format!(
            "`{}` is no scope; there are portal, everything and weak",
            shown(text)
        )
    })
}

fn lifetime(text: &str) -> Result<u32, String> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let minutes = text.parse().ok().filter(|_| digits);
    // What the service itself allows (facts 6.2).
    minutes
        .filter(|minutes| (10..=43_200).contains(minutes))
        .ok_or_else(|| {
            format!(
                "`{}` is no lifetime of a pass: whole minutes from 10 to 43200",
                shown(text)
            )
        })
}

/// Text that others will read, in journals and proofs.
fn plain(what: &str, text: String) -> Result<String, String> {
    if text.chars().count() > LONGEST_TEXT {
        return Err(format!("the {what} is longer than {LONGEST_TEXT} characters"));
    }
    if text.chars().any(|c| matches!(c, '\n' | '\r')) {
        return Err(format!("the {what} has several lines"));
    }
    if text.chars().any(is_hidden) {
        return Err(format!("the {what} holds a control character"));
    }
    Ok(text)
}

/// What shows nothing, or shows the text around it in another order.
fn is_hidden(c: char) -> bool {
    c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "5b0c2f0e-8f6e-4a7f-9d0a-2d4c9f1e7a11";

    fn said(cells: &[(Column, &str)]) -> Said {
        let mut said = Said::default();
        for (column, text) in cells {
            said.put(*column, text.as_bytes());
        }
        said
    }

    fn named(cells: &[(Column, &str)]) -> UserKey {
        said(cells).row(1).expect("a row").user
    }

    fn refused(cells: &[(Column, &str)]) -> String {
        said(cells).row(1).expect_err("a bad row").reason
    }

    #[test]
    fn the_first_name_that_is_one_counts() {
        let upn = (Column::Upn, "nora@fabrikam.example");
        let mail = (Column::Mail, "n.lind@fabrikam.example");
        assert_eq!(named(&[mail, upn, (Column::Id, ID)]), UserKey::Id(ID.to_owned()));
        assert_eq!(
            named(&[mail, (Column::Upn, " ")]),
            UserKey::Name(mail.1.to_owned())
        );
        // Numbers of rows are called `Id` too.
        assert_eq!(named(&[(Column::Id, "17"), upn]), UserKey::Name(upn.1.to_owned()));
        assert_eq!(
            named(&[(Column::Upn, "\u{feff}nora@fabrikam.example\u{a0}\u{200b}")]).as_str(),
            upn.1
        );
    }

    #[test]
    fn what_cannot_be_used_says_why() {
        let nora = (Column::Upn, "nora@fabrikam.example");
        let long = "x".repeat(1001);
        for (cells, why) in [
            (&[][..], "names nobody"),
            (&[(Column::Reason, "left")], "names nobody"),
            (&[(Column::User, "nora lind")], "neither an object id"),
            (&[(Column::User, &long)], "longer than 320"),
            (&[nora, (Column::Scope, "all")], "`all` is no scope"),
            (&[nora, (Column::Scope, "Kinds")], "needs a list"),
            (&[nora, (Column::Reason, &long)], "longer than 1000"),
            (&[nora, (Column::Reason, "a\nb")], "several lines"),
            (&[nora, (Column::Ticket, "a\u{7}b")], "control character"),
            (&[nora, (Column::Ticket, "a\u{202e}b")], "control character"),
            (&[nora, (Column::Lifetime, "9")], "from 10 to 43200"),
            (&[nora, (Column::Lifetime, "43201")], "from 10 to 43200"),
            (&[nora, (Column::Lifetime, "+60")], "from 10 to 43200"),
            (&[nora, (Column::Lifetime, "60.5")], "from 10 to 43200"),
        ] {
            let reason = refused(cells);
            assert!(reason.contains(why), "{reason}");
        }
    }

    #[test]
    fn numbers_are_not_shown_in_full() {
        let reason = refused(&[(Column::User, "+47 90000017")]);
        assert!(!reason.contains("90000017") && reason.contains("17"), "{reason}");
    }

    #[test]
    fn what_is_special_is_kept() {
        let row = said(&[
            (Column::User, "nora@fabrikam.example"),
            (Column::Scope, "WEAK"),
            (Column::Reason, " lost her phone "),
            (Column::Reason, "another column of that name"),
            (Column::Lifetime, "60"),
        ]);
        let special = row.row(7).expect("a row").special.expect("something special");
        assert_eq!(special.scope, Some(Scope::Weak));
        assert_eq!(special.reason.as_deref(), Some("lost her phone"));
        assert_eq!((special.ticket, special.lifetime_minutes), (None, Some(60)));
    }

    #[test]
    fn people_of_a_caller_are_checked_alike() {
        let nora = RunRow {
            user: ID.to_uppercase(),
            ..RunRow::default()
        };
        let row = listed(3, &nora).expect("a row");
        assert_eq!((row.line, row.user.as_str(), row.special), (3, ID, None));
        let kinds = RunRow {
            scope: Some(Scope::Kinds),
            ..nora.clone()
        };
        assert!(listed(3, &kinds).expect_err("a bad row").reason.contains("list"));
        let brief = RunRow {
            lifetime_minutes: Some(5),
            ..nora
        };
        assert!(listed(3, &brief).is_err());
    }
}
