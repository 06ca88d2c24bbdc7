//! Handles are numbers, not pointers: kind, generation and slot of a table entry. A stale handle, or one of
//! another kind, is found out instead of followed.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

const SLOT_BITS: u32 = 24;
const GENERATION_BITS: u32 = 32;

/// The entries of one kind, and the handles by which a host knows them.
pub(crate) struct Table<T> {
    /// In the top byte of every handle. Never 0, so that 0 is never a handle.
    kind: u8,
    slots: Mutex<Slots<T>>,
}

struct Slots<T> {
    all: Vec<Slot<T>>,
    /// Slots to be used again. Invariant: each of them is empty, and occurs once.
    free: Vec<u32>,
}

struct Slot<T> {
    generation: u32,
    entry: Option<Arc<T>>,
}

impl<T> Table<T> {
    pub(crate) const fn new(kind: u8) -> Self {
        Self {
            kind,
            slots: Mutex::new(Slots {
                all: Vec::new(),
                free: Vec::new(),
            }),
        }
    }

    /// Keeps the entry until it is removed. Nothing when as many as can be told apart are alive.
    pub(crate) fn insert(&self, entry: Arc<T>) -> Option<u64> {
        let mut slots = self.lock();
        let position = match slots.free.pop() {
            Some(position) => position,
            None => {
                let position = u32::try_from(slots.all.len())
                    .ok()
                    .filter(|next| *next < 1 << SLOT_BITS)?;
                slots.all.push(Slot {
                    generation: 0,
                    entry: None,
                });
                position
            }
        };
        let slot = slots.all.get_mut(position as usize)?;
        slot.entry = Some(entry);
        Some(Handle::new(self.kind, slot.generation, position).0)
    }

    /// The entry, while it is kept.
    pub(crate) fn get(&self, handle: u64) -> Option<Arc<T>> {
        self.lock().find(self.kind, handle)?.entry.clone()
    }

    /// Takes the entry out. Its handle is stale from now on, whatever the slot is used for next.
    pub(crate) fn remove(&self, handle: u64) -> Option<Arc<T>> {
        let mut slots = self.lock();
        let slot = slots.find(self.kind, handle)?;
        let entry = slot.entry.take()?;
        // A slot whose generations are used up is left empty for good.
        if let Some(next) = slot.generation.checked_add(1) {
            slot.generation = next;
            slots.free.push(Handle(handle).slot());
        }
        Some(entry)
    }

    fn lock(&self) -> MutexGuard<'_, Slots<T>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<T> Slots<T> {
    fn find(&mut self, kind: u8, handle: u64) -> Option<&mut Slot<T>> {
        let handle = Handle(handle);
        let slot = self.all.get_mut(handle.slot() as usize)?;
        (handle.kind() == kind && handle.generation() == slot.generation).then_some(slot)
    }
}

/// The three numbers inside a handle.
#[derive(Clone, Copy)]
struct Handle(u64);

impl Handle {
    fn new(kind: u8, generation: u32, slot: u32) -> Self {
        let kind = u64::from(kind) << (SLOT_BITS + GENERATION_BITS);
        Self(kind | u64::from(generation) << SLOT_BITS | u64::from(slot))
    }

    const fn kind(self) -> u8 {
        (self.0 >> (SLOT_BITS + GENERATION_BITS)) as u8
    }

    const fn generation(self) -> u32 {
        (self.0 >> SLOT_BITS) as u32
    }

    const fn slot(self) -> u32 {
        (self.0 & ((1 << SLOT_BITS) - 1)) as u32
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn insert(table: &Table<&'static str>, entry: &'static str) -> u64 {
        table.insert(Arc::new(entry)).expect("there is room")
    }

    #[test]
    fn a_slot_is_used_again_under_another_handle() {
        let table = Table::new(1);
        let first = insert(&table, "first");
        assert_eq!(table.remove(first).as_deref(), Some(&"first"));
        let second = insert(&table, "second");
        assert_eq!(Handle(first).slot(), Handle(second).slot());
        assert_ne!(first, second);
        assert_eq!(table.get(first), None);
        assert_eq!(table.remove(first), None);
        assert_eq!(table.get(second).as_deref(), Some(&"second"));
    }

    #[test]
    fn numbers_that_nobody_gave_out_lead_nowhere() {
        let (table, other) = (Table::new(1), Table::new(2));
        let handle = insert(&table, "entry");
        insert(&other, "of another kind");
        for wrong in [0, 1, handle + 1, handle | 1 << SLOT_BITS, !handle, u64::MAX] {
            assert_eq!(table.get(wrong), None, "{wrong:#x}");
        }
        assert_eq!(other.get(handle), None);
    }

    #[test]
    fn a_slot_retires_when_its_generations_are_used_up() {
        let table = Table::new(1);
        insert(&table, "first");
        table.lock().all[0].generation = u32::MAX;
        let last = Handle::new(1, u32::MAX, 0).0;
        assert!(table.remove(last).is_some());
        assert_eq!(Handle(insert(&table, "next")).slot(), 1);
        assert_eq!(table.get(last), None);
    }
}
