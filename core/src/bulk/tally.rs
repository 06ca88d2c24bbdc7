//! Counting: how people ended and why, in the order in which it is told.

use super::ended::Ended;
use crate::api::{PersonOutcome, RunCount};
use std::collections::HashMap;

/// So many different reasons are told apart; people's own words do not become reasons, so there are few.
const MOST_REASONS: usize = 200;

/// How many of what.
#[derive(Default)]
pub(super) struct Counts(HashMap<String, (String, u32)>);

impl Counts {
    pub(super) fn add(&mut self, what: String, meaning: impl FnOnce() -> String) {
        self.add_many(what, meaning, 1);
    }

    pub(super) fn add_many(&mut self, what: String, meaning: impl FnOnce() -> String, count: u32) {
        if count == 0 || (self.0.len() >= MOST_REASONS && !self.0.contains_key(&what)) {
            return;
        }
        self.0.entry(what).or_insert_with(|| (meaning(), 0)).1 += count;
    }

    /// The most frequent first; what is equally frequent by name.
    pub(super) fn told(self) -> Vec<RunCount> {
        let mut counts: Vec<_> = self
            .0
            .into_iter()
            .map(|(what, (meaning, count))| RunCount { what, meaning, count })
            .collect();
        counts.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.what.cmp(&b.what)));
        counts
    }
}

/// How the people of a run have ended so far.
#[derive(Default)]
pub(super) struct Tally {
    pub(super) done: u32,
    pub(super) partial: u32,
    pub(super) failed: u32,
    pub(super) skipped: u32,
    pub(super) reasons: Counts,
}

impl Tally {
    pub(super) fn count(&mut self, ended: &Ended) {
        self.count_outcome(ended.outcome);
        for (what, meaning) in ended.reasons() {
            self.reasons.add(what, || meaning);
        }
    }

    /// Counts somebody of whom only the outcome is known any more.
    pub(super) const fn count_outcome(&mut self, outcome: PersonOutcome) {
        match outcome {
            PersonOutcome::Done => self.done += 1,
            PersonOutcome::Partial => self.partial += 1,
            PersonOutcome::Failed => self.failed += 1,
            PersonOutcome::Skipped => self.skipped += 1,
        }
    }

    pub(super) const fn ended(&self) -> u32 {
        self.done + self.partial + self.failed + self.skipped
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_frequent_comes_first_and_no_text_makes_it_grow_without_end() {
        let mut counts = Counts::default();
        for number in 0..1_000 {
            counts.add(format!("reason {}", number % 300), || "said".to_owned());
        }
        counts.add("reason 7".to_owned(), || "not said again".to_owned());
        let told = counts.told();
        assert_eq!(told.len(), MOST_REASONS);
        assert_eq!((told[0].what.as_str(), told[0].count), ("reason 7", 5));
        assert_eq!(told[0].meaning, "said");
    }
}
