//! The people of a run as lines: some hundred in each, what is special about several of them once.

use super::entry::{Listed, PeopleLine, PersonLine, Variant};
use std::collections::HashMap;

/// How many people are in a line at most.
const MOST_PEOPLE: usize = 500;
/// How much text of variants a line has at most, roughly; escaped, it can be six times as much.
const MOST_TEXT: usize = 100_000;

/// Divides people into lines.
pub(super) struct Lists<I> {
    people: I,
}

impl<I: Iterator<Item = PersonLine>> Lists<I> {
    pub(super) const fn new(people: I) -> Self {
        Self { people }
    }
}

impl<I: Iterator<Item = PersonLine>> Iterator for Lists<I> {
    type Item = PeopleLine;

    fn next(&mut self) -> Option<PeopleLine> {
        let mut line = PeopleLine::default();
        let mut known: HashMap<Variant, usize> = HashMap::new();
        let mut text = 0;
        while line.people.len() < MOST_PEOPLE && text < MOST_TEXT {
            let Some(person) = self.people.next() else { break };
            let PersonLine {
                index,
                line: input,
                id,
                variant,
            } = person;
            line.people.push(match variant {
                None => Listed::Plain(index, input, id),
                Some(variant) => {
                    let next = line.variants.len();
                    let position = *known.entry(variant).or_insert_with_key(|variant| {
                        text += variant.text();
                        line.variants.push(variant.clone());
                        next
                    });
                    Listed::Special(index, input, id, position)
                }
            });
        }
        (!line.people.is_empty()).then_some(line)
    }
}

impl Variant {
    fn text(&self) -> usize {
        [&self.reason, &self.ticket, &self.fingerprint, &self.planned_by]
            .into_iter()
            .flatten()
            .map(String::len)
            .sum()
    }
}
