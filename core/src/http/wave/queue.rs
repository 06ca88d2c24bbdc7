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

impl Moment {
    /// Whether it is better to wait for the quota. Nothing trickles one by one: as much as fills a batch goes together, or
    /// what there is when the oldest has waited long.
    fn waits_for(&self, wanted: Cost, left: u32, oldest: Option<Timestamp>, later: &mut Vec<Later>) -> bool {
        let amount = wanted.writes.max(wanted.units);
        let Some(latest) = oldest
            .map(|oldest| oldest.plus(LONG_LINGER))
            .filter(|_| left < amount)
        else {
            return false;
        };
        if self.now < latest {
            later.extend([Later::Allows(wanted), Later::At(latest)]);
            return true;
        }
        if left == 0 {
            later.push(Later::Allows(Cost {
                writes: wanted.writes.min(1),
                units: wanted.units.min(1),
                ..Cost::default()
            }));
        }
        left == 0
    }
}

/// How many places so many calls take at most.
fn places_of(calls: usize) -> u32 {
    u32::try_from(calls.min(MOST_IN_A_BATCH)).unwrap_or(u32::MAX)
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
    #[expect(
        clippy::vec_box,
        reason = "an item stays in its box from the queue into a batch and back"
    )]
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
        let ready = || self.items.iter().filter(|item| item.is_ready(moment.now));
        later.extend(
            self.items
                .iter()
                .filter(|item| !item.is_ready(moment.now))
                .filter_map(|item| item.not_before)
                .min()
                .map(Later::At),
        );
        let held = moment.backlog > moment.allowance.writes as usize;
        let mut pick = Pick::new(self, moment, writing);
        let units = Cost {
            units: places_of(ready().count()),
            ..Cost::default()
        };
        let first = ready().map(|item| item.since).min();
        if moment.waits_for(units, moment.allowance.units, first, &mut later) {
            return Err(later);
        }
        if held {
            // What writes wait for, reads need not: they go with the first writes that may.
            let writes = ready().filter(|item| item.call.is_write()).count();
            pick.add(
                |item| !item.call.is_write(),
                if writes > 0 {
                    MOST_IN_A_BATCH / 2
                } else {
                    MOST_IN_A_BATCH
                },
            );
            let wanted = Cost {
                writes: places_of(writes.min(MOST_IN_A_BATCH - pick.places.len())),
                ..Cost::default()
            };
            let since = ready()
                .filter(|item| item.call.is_write())
                .map(|item| item.since)
                .min();
            let since = since.map(|since| self.wrote.map_or(since, |wrote| wrote.max(since)));
            if !moment.waits_for(wanted, moment.allowance.writes, since, &mut later) {
                pick.add(|item| item.call.is_write(), MOST_IN_A_BATCH);
            }
            pick.add(|item| !item.call.is_write(), MOST_IN_A_BATCH);
        } else {
            pick.add(|_| true, MOST_IN_A_BATCH);
        }
        later.append(&mut pick.later);
        let Some(oldest) = pick.oldest() else {
            return Err(later);
        };
        let linger = if held { LONG_LINGER } else { LINGER };
        let is_full = pick.places.len() == MOST_IN_A_BATCH;
        // Whoever waits for the quota will be heard of again soon.
        if is_full || (moment.all_here && !held) || moment.now >= oldest.plus(linger) {
            let places = pick.places;
            Ok(Choice { places, oldest })
        } else {
            later.push(Later::At(oldest.plus(linger)));
            Err(later)
        }
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

/// A choice in the making.
struct Pick<'a> {
    queue: &'a Queue,
    moment: &'a Moment,
    writing: &'a HashSet<u32>,
    places: Vec<Vec<usize>>,
    taken: Vec<bool>,
    cost: Cost,
    writers: HashSet<u32>,
    later: Vec<Later>,
}

impl<'a> Pick<'a> {
    fn new(queue: &'a Queue, moment: &'a Moment, writing: &'a HashSet<u32>) -> Self {
        Self {
            queue,
            moment,
            writing,
            places: Vec::with_capacity(MOST_IN_A_BATCH),
            taken: vec![false; queue.items.len()],
            cost: Cost::default(),
            writers: HashSet::new(),
            later: Vec::new(),
        }
    }

    /// Adds what fits, oldest first, to so many places at most.
    fn add(&mut self, fits: impl Fn(&Item) -> bool, most: usize) {
        for (index, item) in self.queue.items.iter().enumerate() {
            if !self.taken[index] && item.is_ready(self.moment.now) && fits(item) {
                self.taken[index] =
                    self.join(index, item) || (self.places.len() < most && self.open(index, item));
            }
        }
    }

    /// Merges a read with others of its kind: the first of them keeps its place open.
    fn join(&mut self, index: usize, item: &Item) -> bool {
        if !self.moment.merging || !item.merges() {
            return false;
        }
        let alike = |place: &&mut Vec<usize>| {
            let first = place.first().and_then(|first| self.queue.items.get(*first));
            place.len() < MOST_MERGED
                && first.is_some_and(|first| first.merges() && first.call.route == item.call.route)
        };
        let place = self.places.iter_mut().find(alike);
        place.map(|place| place.push(index)).is_some()
    }

    /// Gives it a place of its own.
    fn open(&mut self, index: usize, item: &Item) -> bool {
        let is_write = item.call.is_write();
        let mut with_it = self.cost;
        with_it += item.cost;
        let allowance = self.moment.allowance;
        if !allowance.allows(with_it) {
            // What the others take leaves with them; then is time to look again.
            if !allowance.allows(item.cost) {
                self.later.push(Later::Allows(item.cost));
            }
            return false;
        }
        if is_write && (self.writing.contains(&item.person) || !self.writers.insert(item.person)) {
            return false;
        }
        self.cost = with_it;
        self.places.push(vec![index]);
        true
    }

    /// Since when the oldest of them waits.
    fn oldest(&self) -> Option<Timestamp> {
        let chosen = self.places.iter().flatten();
        chosen
            .filter_map(|index| self.queue.items.get(*index))
            .map(|item| item.since)
            .min()
    }
}

/// The queue of a version among both.
pub(super) const fn index_of(version: Version) -> usize {
    match version {
        Version::V1 => 0,
        Version::Beta => 1,
    }
}
