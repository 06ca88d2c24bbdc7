//! What a journal says as a whole, learned line by line: a byte a person, and nothing else that grows.

use super::chain::Record;
use super::entry::{Acting, Begun, Entry, Life, Totals};
use crate::api::PersonOutcome;
use crate::platform::Timestamp;

/// Where a person is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Standing {
    /// Nothing was done yet.
    #[default]
    Waiting,
    /// Something was planned or written, and it has not come to its end.
    InHand,
    Ended(PersonOutcome),
}

/// One life of the run: who acted, from when on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Lived {
    pub(crate) from: Timestamp,
    pub(crate) actor: Acting,
    pub(crate) process: Option<String>,
}

/// What was learned so far.
#[derive(Debug, Default)]
pub(crate) struct Survey {
    pub(crate) begun: Option<Box<Begun>>,
    pub(crate) people: Vec<Standing>,
    /// Whether all the people are written down.
    pub(crate) gathered: bool,
    /// Whether the last life came to the end of the run.
    pub(crate) finished: bool,
    pub(crate) lives: Vec<Lived>,
    /// When the last life finished or stopped.
    pub(crate) ended_at: Option<Timestamp>,
}

impl Survey {
    /// Learns from a line.
    ///
    /// # Errors
    /// Why it makes no sense at this place: the clause behind "line 7".
    pub(crate) fn learn(&mut self, record: &Record) -> Result<(), String> {
        let entry = record
            .entry
            .as_ref()
            .map_err(|why| format!("cannot be understood by this version: {why}"))?;
        if self.begun.is_none() && !matches!(entry, Entry::Begun(_)) {
            return Err("comes before the one that says what the run is".to_owned());
        }
        match entry {
            Entry::Begun(_) if self.begun.is_some() => {
                return Err("begins the run a second time".to_owned());
            }
            Entry::Begun(begun) => {
                self.lived(record.at, &begun.actor, begun.process.as_ref());
                self.begun = Some(begun.clone());
            }
            Entry::People(line) => {
                let next = u32::try_from(self.people.len()).unwrap_or(u32::MAX);
                let indices = line.people.iter().map(super::entry::Listed::index);
                if self.gathered || !indices.eq(next..next.saturating_add(count(line.people.len()))) {
                    return Err("lists people out of their order".to_owned());
                }
                self.people
                    .resize(self.people.len() + line.people.len(), Standing::Waiting);
            }
            Entry::Gathered { people } => {
                if *people != count(self.people.len()) {
                    return Err(format!(
                        "counts {people} people, and {} are listed",
                        self.people.len()
                    ));
                }
                self.gathered = true;
            }
            Entry::Resumed(life) => self.resumed(record.at, life),
            Entry::Planned(planned) => self.in_hand(planned.index)?,
            Entry::Write(write) => self.in_hand(write.index)?,
            Entry::Answer(answer) => self.in_hand(answer.index)?,
            Entry::NoAnswer(none) => self.in_hand(none.index)?,
            Entry::Ended(ended) => *self.person(ended.index)? = Standing::Ended(ended.outcome),
            Entry::Stopped(_) => self.ended_at = Some(record.at),
            Entry::Finished(_) => {
                self.finished = true;
                self.ended_at = Some(record.at);
            }
            Entry::Unknown => {}
        }
        Ok(())
    }

    /// Another life begins.
    pub(crate) fn resumed(&mut self, at: Timestamp, life: &Life) {
        self.finished = false;
        self.ended_at = None;
        self.lived(at, &life.actor, life.process.as_ref());
        if life.retry_failed {
            let again = |standing: &&mut Standing| {
                matches!(
                    standing,
                    Standing::Ended(PersonOutcome::Failed | PersonOutcome::Partial)
                )
            };
            self.people
                .iter_mut()
                .filter(again)
                .for_each(|standing| *standing = Standing::InHand);
        }
    }

    /// How many people are where.
    pub(crate) fn totals(&self) -> Totals {
        let mut totals = Totals {
            people: count(self.people.len()),
            ..Totals::default()
        };
        for standing in &self.people {
            *match standing {
                Standing::Waiting | Standing::InHand => &mut totals.unfinished,
                Standing::Ended(PersonOutcome::Done) => &mut totals.done,
                Standing::Ended(PersonOutcome::Partial) => &mut totals.partial,
                Standing::Ended(PersonOutcome::Failed) => &mut totals.failed,
                Standing::Ended(PersonOutcome::Skipped) => &mut totals.skipped,
            } += 1;
        }
        totals
    }

    fn lived(&mut self, from: Timestamp, actor: &Acting, process: Option<&String>) {
        self.lives.push(Lived {
            from,
            actor: actor.clone(),
            process: process.cloned(),
        });
    }

    fn in_hand(&mut self, index: u32) -> Result<(), String> {
        let standing = self.person(index)?;
        // An answer may be written down behind the end of the person whom it is about.
        if *standing == Standing::Waiting {
            *standing = Standing::InHand;
        }
        Ok(())
    }

    fn person(&mut self, index: u32) -> Result<&mut Standing, String> {
        let gathered = self.gathered;
        usize::try_from(index)
            .ok()
            .and_then(|index| self.people.get_mut(index))
            .filter(|_| gathered)
            .ok_or_else(|| format!("is about person {index}, who is not listed"))
    }
}

fn count(people: usize) -> u32 {
    u32::try_from(people).unwrap_or(u32::MAX)
}
