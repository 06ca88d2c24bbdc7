//! How much memory the client holds. The tenant lives in the same process: what it allocates is marked and not counted.
//!
//! Each allocation is preceded by a header that remembers whose it is, because it may be freed on the other side.

#![allow(unsafe_code, reason = "an allocator can be written in no other way")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What the client holds now, in bytes, and the most that it held since [`begin`].
static HELD: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

thread_local! {
    /// Whether the tenant is at work. Without a destructor: an allocator is called when threads end, too.
    static OUTSIDE: Cell<bool> = const { Cell::new(false) };
}

/// Works for the tenant: what is allocated meanwhile is not the client's.
pub(crate) fn outside<T>(work: impl FnOnce() -> T) -> T {
    struct Back(bool);
    impl Drop for Back {
        fn drop(&mut self) {
            OUTSIDE.set(self.0);
        }
    }
    let _back = Back(OUTSIDE.replace(true));
    work()
}

/// Counts from here on; returns what is held already.
pub(crate) fn begin() -> usize {
    let held = HELD.load(Ordering::Relaxed);
    PEAK.store(held, Ordering::Relaxed);
    held
}

/// The most that was held since [`begin`].
pub(crate) fn peak() -> usize {
    PEAK.load(Ordering::Relaxed)
}

/// The system's allocator, with a header before each allocation.
pub(crate) struct Counting;

/// Whose an allocation is.
const CLIENT: u8 = 1;
const TENANT: u8 = 2;

/// The header takes as much as keeps the alignment; its last byte says whose the allocation is.
fn with_header(layout: Layout) -> Option<(Layout, usize)> {
    let header = Layout::new::<u8>();
    let (whole, offset) = header.extend(layout).ok()?;
    Some((whole, offset))
}

fn taken(bytes: usize) {
    let held = HELD.fetch_add(bytes, Ordering::Relaxed) + bytes;
    PEAK.fetch_max(held, Ordering::Relaxed);
}

fn given_back(bytes: usize) {
    HELD.fetch_sub(bytes, Ordering::Relaxed);
}

fn owner() -> u8 {
    match OUTSIDE.try_with(Cell::get) {
        Ok(true) => TENANT,
        _ => CLIENT,
    }
}

// SAFETY: every pointer that is handed out lies `offset` bytes behind one of the system's allocator that was asked for
// `offset` bytes more, with an alignment that is at least the demanded one, and `offset` is a multiple of it; the same
// layout gives the same `offset` again when the memory is given back. The system's promises hold for the rest.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let Some((whole, offset)) = with_header(layout) else {
            return std::ptr::null_mut();
        };
        // SAFETY: the caller promises a layout that is not empty, and the whole is larger still.
        let start = unsafe { System.alloc(whole) };
        if start.is_null() {
            return start;
        }
        let owner = owner();
        if owner == CLIENT {
            taken(layout.size());
        }
        // SAFETY: the header's byte at `offset - 1` and what follows lie within the allocation.
        unsafe {
            start.add(offset - 1).write(owner);
            start.add(offset)
        }
    }

    unsafe fn dealloc(&self, place: *mut u8, layout: Layout) {
        let Some((whole, offset)) = with_header(layout) else {
            return;
        };
        // SAFETY: `place` came from `alloc` with this layout, so that the header lies before it.
        unsafe {
            if place.sub(1).read() == CLIENT {
                given_back(layout.size());
            }
            System.dealloc(place.sub(offset), whole);
        }
    }

    unsafe fn realloc(&self, place: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        let grown = Layout::from_size_align(size, layout.align()).ok();
        let (Some((whole, offset)), Some((grown, _))) = (with_header(layout), grown.and_then(with_header))
        else {
            return std::ptr::null_mut();
        };
        // SAFETY: `place` came from `alloc` with this layout; the offset depends on the alignment alone, which stays.
        unsafe {
            let owner = place.sub(1).read();
            let start = System.realloc(place.sub(offset), whole, grown.size());
            if start.is_null() {
                return start;
            }
            if owner == CLIENT {
                given_back(layout.size());
                taken(size);
            }
            start.add(offset)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Far more than the other tests, which run meanwhile, hold.
    const MUCH: usize = 1 << 26;
    const LITTLE: usize = 1 << 24;

    #[test]
    fn what_the_tenant_takes_is_not_the_clients_whoever_frees_it() {
        let before = begin();
        let theirs = outside(|| vec![1_u8; MUCH]);
        assert!(peak() < before + LITTLE);
        let ours = theirs.clone();
        assert!(peak() >= before + MUCH - LITTLE);
        drop(theirs);
        outside(|| drop(ours));
        assert!(begin() < before + LITTLE);
    }

    #[test]
    fn memory_grows_and_keeps_its_alignment() {
        #[repr(align(64))]
        struct Wide([u8; 64]);
        let mut wide: Vec<Wide> = Vec::new();
        let mut narrow = Vec::new();
        for number in 0..1000_u32 {
            wide.push(Wide([number as u8; 64]));
            narrow.push(number);
            assert_eq!(wide.as_ptr().addr() % 64, 0);
        }
        assert!(
            wide.iter()
                .zip(&narrow)
                .all(|(wide, narrow)| wide.0[63] == *narrow as u8)
        );
    }
}
