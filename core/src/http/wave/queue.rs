//! What waits to be sent, and which of it goes together: no clock, no service, only the choice.

use crate::cancel::Cancel;
use crate::error::Result;
use crate::http::pace::{Allowance, Cost};
use crate::http::{Call, Reply, Version};
use crate::platform::Timestamp;
use futures_channel::oneshot;
use std::collections::{HashSet, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

/// More than this in one batch is refused with 400 (facts 10).
pub(super) const MOST_IN_A_BATCH: usize = 20;
/// More than this in one filter is refused with 400: "Too many child clauses … Max allowed: 15".
const MOST_MERGED: usize = 15;
/// How long a batch that is not full waits for more.
const LINGER: Duration = Duration::from_secs(1);
/// The same while writes wait for the quota anyway: waiting for full batches then costs no time.
const LONG_LINGER: Duration = Duration::from_secs(4);

/// What became of a call.
pub(super) struct Answer {
    pub(super) result: Result<Reply>,
    /// Whether the reply is that to the batch as a whole, because the service would not look inside.
    pub(super) whole: bool,
    /// How often it was sent.
    pub(super) sent: u32,
}

/// A call of somebody.
pub(super) struct Item {
    /// Its place in the queue, for good: what is sent again goes first.
    pub(super) number: u64,
    pub(super) person: u32,
    pub(super) call: Call,
    pub(super) cost: Cost,
    pub(super) since: Timestamp,
    /// From when on it may be sent again.
    pub(super) not_before: Option<Timestamp>,
    pub(super) sent: u32,
    /// A token was refused for it, and another one was taken.
    pub(super) renewed: bool,
    /// A list that several were read by lacked it.
    pub(super) alone: bool,
    pub(super) cancel: Cancel,
    pub(super) answer: oneshot::Sender<Answer>,
    /// How many calls of its asker are not answered yet.
    pub(super) open: Arc<AtomicU32>,
}

impl Item {
    /// Answers it. Tells whether its asker waits for nothing more.
    pub(super) fn tell(self: Box<Self>, result: Result<Reply>, whole: bool) -> bool {
        // Who does not listen any more has been dropped with the run.
        let _ = self.answer.send(Answer {
            result,
            whole,
            sent: self.sent,
        });
        self.open.fetch_sub(1, Ordering::Relaxed) == 1
    }

    fn merges(&self) -> bool {
        self.call.merge.is_some() && !self.alone
    }

    fn is_ready(&self, now: Timestamp) -> bool {
        self.not_before.is_none_or(|not_before| now >= not_before)
    }
}

/// What one place of a batch answers: one call, or several that were merged.
pub(super) type Place = Vec<Box<Item>>;

/// What the choice depends on, besides the queue.
#[derive(Clone, Copy)]
pub(super) struct Moment {
    pub(super) now: Timestamp,
    pub(super) allowance: Allowance,
    /// Nobody can join a batch any more: whoever is in hand waits for what is in the queue.
    pub(super) all_here: bool,
    /// Whether reads of single objects may be merged.
    pub(super) merging: bool,
    /// How many writes wait in all queues.
    pub(super) backlog: usize,
}

/// When something is to be looked at again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Later {
    /// At that instant.
    At(Timestamp),
    /// When the quota allows so much.
    Allows(Cost),
}

/// The items that go together, by their indices: each place of the batch holds one, or several that are merged.
pub(super) struct Choice {
    places: Vec<Vec<usize>>,
    /// Since when the oldest of them waits.
    oldest: Timestamp,
}

impl Choice {
    pub(super) fn is_younger_than(&self, other: &Self) -> bool {
        self.oldest > other.oldest
    }
}

/// The queue of one version of Graph: a batch is of one version.
#[derive(Default)]
pub(super) struct Queue {
    /// By number. Behind pointers: each batch closes up what it leaves.
    items: VecDeque<Box<Item>>,
    writes: usize,
    /// When the last batch with writes left.
    wrote: Option<Timestamp>,
}

impl Queue {
    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    pub(super) const fn writes(&self) -> usize {
        self.writes
    }

    /// Puts an item at its place.
    pub(super) fn put(&mut self, item: Box<Item>) {
        self.writes += usize::from(item.call.is_write());
        let place = self.items.partition_point(|other| other.number < item.number);
        self.items.insert(place, item);
    }

    /// Takes out whatever fits.
    pub(super) fn take_where(&mut self, fits: impl Fn(&Item) -> bool) -> Vec<Box<Item>> {
        let mut out = Vec::new();
        for item in std::mem::take(&mut self.items) {
            if fits(&item) {
                out.push(item);
            } else {
                self.items.push_back(item);
            }
        }
        self.writes -= out.iter().filter(|item| item.call.is_write()).count();
        out
    }

    /// What goes now; otherwise when to look again, and nothing when that depends on others.
    ///
    /// `writing` are those of whom a write is under way.
    pub(super) fn choose(&self, moment: &Moment, writing: &HashSet<u32>) -> Result<Choice, Vec<Later>> {
        let mut later = Vec::new();
        let with_writes = self.may_write(moment, &mut later);
        let held = moment.backlog > moment.allowance.writes as usize;
        let mut places: Vec<Vec<usize>> = Vec::with_capacity(MOST_IN_A_BATCH);
        let mut cost = Cost::default();
        let mut writers = HashSet::new();
        for (index, item) in self.items.iter().enumerate() {
            if let Some(not_before) = item.not_before.filter(|_| !item.is_ready(moment.now)) {
                later.push(Later::At(not_before));
                continue;
            }
            let merges = moment.merging && item.merges();
            // The first one of a kind keeps its place open for the others.
            let alike = |place: &&mut Vec<usize>| {
                let first = place.first().and_then(|first| self.items.get(*first));
                place.len() < MOST_MERGED
                    && first.is_some_and(|first| first.merges() && first.call.route == item.call.route)
            };
            if merges && let Some(place) = places.iter_mut().find(alike) {
                place.push(index);
                continue;
            }
            let is_write = item.call.is_write();
            let once = !is_write || (!writing.contains(&item.person) && !writers.contains(&item.person));
            if places.len() == MOST_IN_A_BATCH || !once || (is_write && !with_writes) {
                continue;
            }
            let mut with_it = cost;
            with_it += item.cost;
            if !moment.allowance.allows(with_it) {
                // What the others take leaves with them; then is time to look again.
                if !moment.allowance.allows(item.cost) {
                    later.push(Later::Allows(item.cost));
                }
                continue;
            }
            cost = with_it;
            if is_write {
                writers.insert(item.person);
            }
            places.push(vec![index]);
        }
        let indices = places.iter().flatten().filter_map(|index| self.items.get(*index));
        let Some(oldest) = indices.map(|item| item.since).min() else {
            return Err(later);
        };
        let linger = if held { LONG_LINGER } else { LINGER };
        let is_due = places.len() == MOST_IN_A_BATCH || moment.all_here || moment.now >= oldest.plus(linger);
        if is_due {
            Ok(Choice { places, oldest })
        } else {
            later.push(Later::At(oldest.plus(linger)));
            Err(later)
        }
    }

    /// Whether writes go: under the quota they do not trickle one by one, but wait for as many as fill a batch.
    fn may_write(&self, moment: &Moment, later: &mut Vec<Later>) -> bool {
        let mut ready = self
            .items
            .iter()
            .filter(|item| item.call.is_write() && item.is_ready(moment.now));
        let Some(first) = ready.next() else {
            return false;
        };
        let wanted = (1 + ready.count()).min(MOST_IN_A_BATCH);
        let wanted = u32::try_from(wanted).unwrap_or(u32::MAX);
        if moment.allowance.writes >= wanted {
            return true;
        }
        let at_the_latest = self
            .wrote
            .max(Some(first.since))
            .unwrap_or(first.since)
            .plus(LONG_LINGER);
        if moment.now >= at_the_latest && moment.allowance.writes > 0 {
            return true;
        }
        later.push(Later::Allows(Cost {
            writes: if moment.now >= at_the_latest { 1 } else { wanted },
            ..Cost::default()
        }));
        if moment.now < at_the_latest {
            later.push(Later::At(at_the_latest));
        }
        false
    }

    /// Takes out what was chosen, place by place.
    pub(super) fn take(&mut self, choice: &Choice, now: Timestamp) -> Vec<Place> {
        let mut slots: Vec<Option<Box<Item>>> =
            std::mem::take(&mut self.items).into_iter().map(Some).collect();
        let places: Vec<Place> = choice
            .places
            .iter()
            .map(|place| {
                let items = place.iter().filter_map(|index| slots.get_mut(*index)?.take());
                items.collect()
            })
            .collect();
        self.items = slots.into_iter().flatten().collect();
        let writes = places
            .iter()
            .flatten()
            .filter(|item| item.call.is_write())
            .count();
        self.writes -= writes;
        if writes > 0 {
            self.wrote = Some(now);
        }
        places
    }

    /// What such a choice costs.
    pub(super) fn cost(&self, choice: &Choice) -> Cost {
        let mut cost = Cost::default();
        let firsts = choice.places.iter().filter_map(|place| place.first());
        for item in firsts.filter_map(|index| self.items.get(*index)) {
            cost += item.cost;
        }
        cost
    }
}

/// The queue of a version among both.
pub(super) const fn index_of(version: Version) -> usize {
    match version {
        Version::V1 => 0,
        Version::Beta => 1,
    }
}
