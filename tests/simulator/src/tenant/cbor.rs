//! The part of CBOR (RFC 8949) that authenticators use: definite lengths, shallow nesting (CTAP 2, section 6).

/// Deeper nesting is refused.
const MAX_DEPTH: u32 = 4;

/// A data item.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Item<'a> {
    Unsigned(u64),
    /// Minus one minus this.
    Negative(u64),
    Bytes(&'a [u8]),
    Text(&'a str),
    Array(Vec<Item<'a>>),
    Map(Vec<(Item<'a>, Item<'a>)>),
    /// `false`, `true`, `null` and their like.
    Simple(u8),
}

impl<'a> Item<'a> {
    /// The value under a key, in a map.
    pub(crate) fn get(&self, key: &Item<'_>) -> Option<&Item<'a>> {
        match self {
            Self::Map(pairs) => pairs
                .iter()
                .find(|(known, _)| known == key)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// The whole number, if it is one.
    pub(crate) fn integer(&self) -> Option<i64> {
        match self {
            Self::Unsigned(number) => i64::try_from(*number).ok(),
            Self::Negative(number) => i64::try_from(*number).ok().map(|number| -1 - number),
            _ => None,
        }
    }

    /// The item of a whole number.
    pub(crate) fn of_integer(number: i64) -> Self {
        if number < 0 {
            Self::Negative((-1 - number).unsigned_abs())
        } else {
            Self::Unsigned(number.unsigned_abs())
        }
    }
}

/// Reads one item and gives what follows it.
pub(crate) fn read(bytes: &[u8]) -> Option<(Item<'_>, &[u8])> {
    item(bytes, 0)
}

/// Reads one item that nothing follows.
pub(crate) fn read_all(bytes: &[u8]) -> Option<Item<'_>> {
    read(bytes)
        .filter(|(_, rest)| rest.is_empty())
        .map(|(item, _)| item)
}

fn item(bytes: &[u8], depth: u32) -> Option<(Item<'_>, &[u8])> {
    let (&first, rest) = bytes.split_first()?;
    let (major, short) = (first >> 5, first & 31);
    if major == 7 {
        return (20..24).contains(&short).then_some((Item::Simple(short), rest));
    }
    let (argument, rest) = argument(short, rest)?;
    let length = usize::try_from(argument).ok();
    let below = (depth < MAX_DEPTH).then_some(depth + 1);
    match major {
        0 => Some((Item::Unsigned(argument), rest)),
        1 => Some((Item::Negative(argument), rest)),
        2 => {
            let (value, rest) = rest.split_at_checked(length?)?;
            Some((Item::Bytes(value), rest))
        }
        3 => {
            let (value, rest) = rest.split_at_checked(length?)?;
            Some((Item::Text(std::str::from_utf8(value).ok()?), rest))
        }
        4 => {
            let (mut values, mut rest) = (Vec::new(), rest);
            for _ in 0..length? {
                let (value, after) = item(rest, below?)?;
                values.push(value);
                rest = after;
            }
            Some((Item::Array(values), rest))
        }
        5 => {
            let (mut pairs, mut rest) = (Vec::new(), rest);
            for _ in 0..length? {
                let (key, after) = item(rest, below?)?;
                let (value, after) = item(after, below?)?;
                pairs.push((key, value));
                rest = after;
            }
            Some((Item::Map(pairs), rest))
        }
        _ => None,
    }
}

/// The number that an item's head carries.
fn argument(short: u8, rest: &[u8]) -> Option<(u64, &[u8])> {
    let bytes = match short {
        0..24 => return Some((short.into(), rest)),
        24 => 1,
        25 => 2,
        26 => 4,
        27 => 8,
        _ => return None,
    };
    let (head, rest) = rest.split_at_checked(bytes)?;
    let number = head.iter().fold(0u64, |sum, byte| sum << 8 | u64::from(*byte));
    Some((number, rest))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// From appendix A of the standard.
    #[test]
    fn the_examples_of_the_standard_are_read() {
        let read = |bytes: &'static [u8]| read_all(bytes);
        assert_eq!(read(&[0x18, 0x64]), Some(Item::Unsigned(100)));
        assert_eq!(read(&[0x39, 0x03, 0xe7]).unwrap().integer(), Some(-1000));
        assert_eq!(read(&[0x44, 1, 2, 3, 4]), Some(Item::Bytes(&[1, 2, 3, 4])));
        assert_eq!(read(&[0x64, 0x49, 0x45, 0x54, 0x46]), Some(Item::Text("IETF")));
        let nested = read(&[0xa2, 0x61, 0x61, 0x01, 0x61, 0x62, 0x82, 0x02, 0x03]).unwrap();
        assert_eq!(nested.get(&Item::Text("a")), Some(&Item::Unsigned(1)));
        let list = Item::Array(vec![Item::Unsigned(2), Item::Unsigned(3)]);
        assert_eq!(nested.get(&Item::Text("b")), Some(&list));
        assert_eq!(read(&[0xf5]), Some(Item::Simple(21)));
        assert_eq!(
            read(&[0x9f, 0xff]),
            None,
            "indefinite lengths are not for authenticators"
        );
        assert_eq!(read(&[0x01, 0x01]), None, "something follows");
        assert_eq!(read(&[0x81, 0x81, 0x81, 0x81, 0x81, 0x01]), None, "too deep");
        assert_eq!(
            read(&[0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
            None
        );
    }

    proptest! {
        #[test]
        fn anything_can_be_read(bytes in prop::collection::vec(any::<u8>(), 0..256)) {
            let _ = read(&bytes);
            let _ = crate::tenant::passkey::read(&bytes);
        }

        #[test]
        fn whole_numbers_come_back(number in any::<i64>()) {
            prop_assert_eq!(Item::of_integer(number).integer(), Some(number));
        }
    }
}
