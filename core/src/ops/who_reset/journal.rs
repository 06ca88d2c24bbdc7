//! Which changes a journal tells of, and who asked for them. Never guessed: the request id proves it, or the same person,
//! actor and kind of change at the same time, as long as there are not more such records than lines.

use crate::api::{AuditEntry, AuditOrigin, JournalLine};
use crate::platform::Timestamp;
use std::collections::HashMap;
use std::time::Duration;

/// How far the clocks of the service's parts differ.
const TOLERANCE: Duration = Duration::from_secs(5);
/// How long a request takes at most, where the line does not say when it was answered.
const UNANSWERED: Duration = Duration::from_secs(60);

/// The lines by the person whom they are about.
pub(super) struct Journal {
    lines: HashMap<String, Vec<Line>>,
}

struct Line {
    line: JournalLine,
    /// A record was recognized by the request id.
    proven: bool,
}

impl Line {
    fn begins(&self) -> Timestamp {
        self.line.at.minus(TOLERANCE)
    }

    fn ends(&self) -> Timestamp {
        let answered = self.line.answered_at.filter(|at| *at >= self.line.at);
        answered.map_or_else(|| self.line.at.plus(UNANSWERED), |at| at.plus(TOLERANCE))
    }

    /// Whether the record may be that of this line.
    fn fits(&self, entry: &AuditEntry) -> bool {
        let by = |id: &Option<String>| match (id, &self.line.actor_id) {
            (Some(id), Some(own)) => id.eq_ignore_ascii_case(own),
            _ => false,
        };
        self.line.action == entry.action
            && (by(&entry.actor.id) || by(&entry.actor.app_id))
            && entry.at >= self.begins()
            && entry.at <= self.ends()
    }
}

impl Journal {
    pub(super) fn new(lines: &[JournalLine]) -> Self {
        let mut journal = Self {
            lines: HashMap::new(),
        };
        let told = |line: &&JournalLine| line.status.is_none_or(|status| (200..300).contains(&status));
        for line in lines.iter().filter(told) {
            let own = journal
                .lines
                .entry(line.user_id.to_ascii_lowercase())
                .or_default();
            own.push(Line {
                line: line.clone(),
                proven: false,
            });
        }
        journal
    }

    /// Marks the entries that can be decided once the log has been read down to `reached`, or to its end.
    pub(super) fn mark(&mut self, entries: &mut [AuditEntry], reached: Option<Timestamp>) {
        for entry in entries.iter_mut().filter(|entry| entry.origin.is_none()) {
            if let Some(line) = self.proof_of(entry) {
                line.proven = true;
                let line = line.line.clone();
                tell(entry, &[&line]);
            }
        }
        for index in 0..entries.len() {
            if entries[index].origin.is_none() {
                self.decide(index, entries, reached);
            }
        }
    }

    fn proof_of(&mut self, entry: &AuditEntry) -> Option<&mut Line> {
        let id = entry.correlation_id.as_deref()?;
        self.lines.get_mut(&key(entry)?)?.iter_mut().find(|line| {
            let own = line.line.request_id.as_deref();
            !line.proven && own.is_some_and(|own| own.eq_ignore_ascii_case(id))
        })
    }

    /// Decides about one entry and all that compete with it for the same lines.
    fn decide(&self, index: usize, entries: &mut [AuditEntry], reached: Option<Timestamp>) {
        let about = key(&entries[index]);
        let lines = about.as_ref().and_then(|about| self.lines.get(about));
        let lines = lines.map_or(&[] as &[Line], Vec::as_slice);
        let (mut rivals, mut claimed): (Vec<usize>, Vec<usize>) = (vec![index], Vec::new());
        let mut next = 0;
        while let Some(&rival) = rivals.get(next) {
            next += 1;
            for (number, line) in lines.iter().enumerate() {
                if line.proven || claimed.contains(&number) || !line.fits(&entries[rival]) {
                    continue;
                }
                claimed.push(number);
                for (other, entry) in entries.iter().enumerate() {
                    let open = entry.origin.is_none() && !rivals.contains(&other);
                    if open && key(entry) == about && line.fits(entry) {
                        rivals.push(other);
                    }
                }
            }
        }
        let claimed: Vec<&Line> = claimed.iter().map(|number| &lines[*number]).collect();
        // Another rival may still be read.
        if reached.is_some_and(|reached| claimed.iter().any(|line| line.begins() <= reached)) {
            return;
        }
        let sure = rivals.len() <= claimed.len();
        let told: Vec<&JournalLine> = claimed.iter().map(|line| &line.line).collect();
        for rival in rivals {
            if sure {
                tell(&mut entries[rival], &told);
            } else {
                entries[rival].origin = Some(AuditOrigin::Unknown);
            }
        }
    }
}

fn key(entry: &AuditEntry) -> Option<String> {
    entry.target.id.as_deref().map(str::to_ascii_lowercase)
}

/// What all the lines agree on; which of them it was does not matter then.
fn tell(entry: &mut AuditEntry, lines: &[&JournalLine]) {
    let agreed = |field: fn(&JournalLine) -> &Option<String>| {
        let value = lines.first().and_then(|line| field(line).clone());
        value.filter(|value| lines.iter().all(|line| field(line).as_ref() == Some(value)))
    };
    entry.origin = Some(AuditOrigin::Journal);
    entry.requested_by = agreed(|line| &line.requested_by);
    entry.ticket = agreed(|line| &line.ticket);
    entry.run = agreed(|line| &line.run);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::{ActorKind, AuditAction, AuditActor, AuditTarget};
    use proptest::prelude::*;

    const ACTIONS: [AuditAction; 2] = [AuditAction::DeletedMethod, AuditAction::RevokedSessions];

    /// When, on whom, by whom, what.
    type What = (u16, u8, u8, usize);

    fn what() -> impl Strategy<Value = What> {
        (0_u16..400, 0_u8..2, 0_u8..2, 0_usize..2)
    }

    fn at(second: u16) -> Timestamp {
        Timestamp::from_unix_ms(1_000_000_000 + i64::from(second) * 1_000)
    }

    fn entry((second, target, actor, action): What) -> AuditEntry {
        AuditEntry {
            audit_id: String::new(),
            at: at(second),
            action: ACTIONS[action],
            description: String::new(),
            actor: AuditActor {
                kind: ActorKind::User,
                id: Some(format!("actor{actor}")),
                user_principal_name: None,
                display_name: None,
                app_id: None,
                in_directory: None,
                label: String::new(),
            },
            target: AuditTarget {
                id: Some(format!("person{target}")),
                user_principal_name: None,
                display_name: None,
                in_directory: None,
                label: String::new(),
            },
            result: "success".to_owned(),
            role: None,
            correlation_id: None,
            origin: None,
            requested_by: None,
            ticket: None,
            run: None,
            changes: Vec::new(),
            shadow_audit_ids: Vec::new(),
        }
    }

    fn line((second, target, actor, action): What) -> JournalLine {
        JournalLine {
            at: at(second),
            answered_at: Some(at(second + 1)),
            user_id: format!("PERSON{target}"),
            action: ACTIONS[action],
            status: None,
            actor_id: Some(format!("actor{actor}")),
            request_id: None,
            requested_by: Some(format!("agent of {second}")),
            ticket: None,
            run: None,
        }
    }

    proptest! {
        #[test]
        fn no_more_is_marked_than_lines_can_explain(
            done in proptest::collection::vec(what(), 0..12),
            written in proptest::collection::vec(what(), 0..12),
        ) {
            let lines: Vec<_> = written.iter().map(|what| line(*what)).collect();
            let mut entries: Vec<_> = done.iter().map(|what| entry(*what)).collect();
            Journal::new(&lines).mark(&mut entries, None);
            for (target, actor, action) in [(0, 0, 0), (0, 0, 1), (0, 1, 0), (0, 1, 1), (1, 0, 0), (1, 0, 1), (1, 1, 0), (1, 1, 1)] {
                let same = |what: &&What| (what.1, what.2, what.3) == (target, actor, action);
                let marked = entries.iter().zip(&done).filter(|(entry, what)| {
                    entry.origin == Some(AuditOrigin::Journal) && same(what)
                });
                prop_assert!(marked.count() <= written.iter().filter(same).count());
            }
            for (entry, what) in entries.iter().zip(&done) {
                prop_assert!(entry.origin.is_some(), "everything is decided in the end");
                let near = |line: &&What| {
                    (line.1, line.2, line.3) == (what.1, what.2, what.3) && line.0.abs_diff(what.0) <= 6
                };
                if entry.origin == Some(AuditOrigin::Journal) {
                    let told = written.iter().any(|line| near(&line));
                    prop_assert!(told);
                }
                if let Some(by) = &entry.requested_by {
                    let asked = written.iter().filter(near).any(|line| *by == format!("agent of {}", line.0));
                    prop_assert!(asked);
                }
            }
        }

        #[test]
        fn reading_in_portions_marks_the_same(
            done in proptest::collection::vec(what(), 0..12),
            written in proptest::collection::vec(what(), 0..12),
        ) {
            let lines: Vec<_> = written.iter().map(|what| line(*what)).collect();
            let mut done = done;
            done.sort_unstable_by_key(|what| std::cmp::Reverse(what.0));
            let mut whole: Vec<_> = done.iter().map(|what| entry(*what)).collect();
            Journal::new(&lines).mark(&mut whole, None);
            let mut journal = Journal::new(&lines);
            let mut read = Vec::new();
            for what in &done {
                read.push(entry(*what));
                // Others of this very moment may still come.
                journal.mark(&mut read, Some(at(what.0)));
            }
            journal.mark(&mut read, None);
            prop_assert_eq!(read, whole);
        }
    }

    #[test]
    fn a_refused_write_explains_nothing() {
        for (status, origin) in [(204, AuditOrigin::Journal), (400, AuditOrigin::Unknown)] {
            let mut entries = [entry((300, 0, 0, 0))];
            let written = JournalLine {
                status: Some(status),
                ..line((300, 0, 0, 0))
            };
            Journal::new(&[written]).mark(&mut entries, None);
            assert_eq!(entries[0].origin, Some(origin));
        }
    }

    #[test]
    fn a_request_id_proves_it_whatever_the_time() {
        let mut done = entry((300, 0, 0, 0));
        done.correlation_id = Some("ABC".to_owned());
        let mut written = line((1, 0, 1, 0));
        written.request_id = Some("abc".to_owned());
        let mut entries = [done, entry((300, 1, 0, 0))];
        Journal::new(&[written]).mark(&mut entries, None);
        assert_eq!(entries[0].requested_by.as_deref(), Some("agent of 1"));
        assert_eq!(
            entries.map(|entry| entry.origin),
            [Some(AuditOrigin::Journal), Some(AuditOrigin::Unknown)]
        );
    }
}
