//! Whatever is done to a journal shows; and whatever an append leaves behind is no damage.

use super::ports::{Disk, Wheel, run};
use super::{JOURNAL, begin};
use crate::bulk::journal::chain::{End, Reader};
use futures_util::FutureExt as _;
use proptest::prelude::*;

/// A journal of some people.
fn journal(count: u32) -> Vec<u8> {
    let (disk, clock) = (Disk::default(), Wheel::new());
    run(&clock, async {
        begin(&disk, &clock, count).await;
    });
    disk.bytes(JOURNAL)
}

fn end(bytes: &[u8]) -> End {
    let disk = Disk::with(JOURNAL, bytes);
    let mut reader = Reader::new(&disk, JOURNAL);
    let read = async { while reader.next().await.expect("readable").is_some() {} };
    read.now_or_never().expect("reading waits for nobody");
    reader.end().clone()
}

fn lines(bytes: &[u8]) -> Vec<Vec<u8>> {
    bytes
        .split_inclusive(|byte| *byte == b'\n')
        .map(<[u8]>::to_vec)
        .collect()
}

/// Whether the journal is another one than it was, for whoever knows its last hash.
fn shows(before: &End, bytes: &[u8]) -> bool {
    let now = end(bytes);
    now.damage.is_some() || now.torn || now.head != before.head
}

#[test]
fn what_was_written_is_intact() {
    for count in [1, 499, 500, 501, 2_345] {
        let end = end(&journal(count));
        assert_eq!((end.torn, &end.damage), (false, &None));
        assert_eq!(end.head.line, count.div_ceil(500) + 2);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_changed_byte_shows(at in any::<prop::sample::Index>(), by in 1_u8..) {
        let mut bytes = journal(4);
        let before = end(&bytes);
        let at = at.index(bytes.len());
        bytes[at] = bytes[at].wrapping_add(by);
        prop_assert!(shows(&before, &bytes));
    }

    #[test]
    fn lines_that_are_removed_added_or_exchanged_show(
        one in any::<prop::sample::Index>(), other in any::<prop::sample::Index>(), what in 0..3,
    ) {
        let bytes = journal(1_600);
        let before = end(&bytes);
        let mut lines = lines(&bytes);
        let (one, other) = (one.index(lines.len()), other.index(lines.len()));
        match what {
            0 => { lines.remove(one); }
            1 => { let line = lines[one].clone(); lines.insert(other, line); }
            _ => lines.swap(one, other),
        }
        prop_assume!(lines.concat() != bytes);
        prop_assert!(shows(&before, &lines.concat()));
    }

    #[test]
    fn an_append_that_ended_early_is_no_damage(at in any::<prop::sample::Index>(), junk in prop::collection::vec(any::<u8>(), 0..40)) {
        let mut bytes = journal(4);
        let whole = bytes.len();
        bytes.truncate(at.index(whole + 1));
        let kept = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        // What was never written may be there as anything, without a line that would be one.
        bytes.extend(junk.into_iter().filter(|byte| *byte != b'\n'));
        let end = end(&bytes);
        prop_assert_eq!(&end.damage, &None);
        prop_assert_eq!(end.length, kept as u64);
        prop_assert_eq!(end.torn, bytes.len() > kept);
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        end(&bytes);
    }
}

#[test]
fn the_line_that_was_changed_is_named() {
    let bytes = journal(1_600);
    let before = end(&bytes);
    let mut changed = lines(&bytes);
    changed[2] = String::from_utf8(changed[2].clone())
        .expect("text")
        .replace("-000000000501", "-000000000502")
        .into_bytes();
    let damaged = end(&changed.concat());
    let damage = damaged.damage.expect("damage");
    assert_eq!(damage.line, 3);
    assert_eq!(
        damage.problem,
        "line 3 is not the line that line 4 was written after"
    );
    assert_eq!((damaged.head.line, before.head.line), (2, 6));

    let mut removed = lines(&bytes);
    removed.remove(2);
    let damage = end(&removed.concat()).damage.expect("damage");
    assert_eq!(
        damage.problem,
        "line 3 calls itself line 4: lines are missing, added or exchanged"
    );
}

#[test]
fn a_line_without_end_is_not_read_into_memory() {
    let mut bytes = journal(1);
    bytes.extend(std::iter::repeat_n(b'x', 3 << 20));
    bytes.push(b'\n');
    let damage = end(&bytes).damage.expect("damage");
    assert_eq!(damage.problem, "line 4 is longer than any line of a journal");
}
