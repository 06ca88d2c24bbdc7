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
        for line in lines {
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
