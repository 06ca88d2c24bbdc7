//! Object ids as numbers: lists of people are kept in memory, and a list of 100,000 takes a few megabytes.

use super::path::is_guid;
use std::fmt;

/// The id of an object of the directory. Bytes and no number, which would leave gaps between its neighbours in memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct ObjectId([u8; 16]);

impl ObjectId {
    /// Reads an id; nothing when it is none.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        if !is_guid(text) {
            return None;
        }
        let digits = text.bytes().filter_map(|byte| char::from(byte).to_digit(16));
        let number = digits.fold(0, |number, digit| number << 4 | u128::from(digit));
        Some(Self(number.to_be_bytes()))
    }

    /// Something that differs where ids differ, for tables. Ids are random, but not in every tenant of a test.
    pub(crate) fn hash(self) -> u64 {
        let number = u128::from_be_bytes(self.0);
        let folded = (number >> 64) as u64 ^ number as u64;
        folded.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 32
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:032x}", u128::from_be_bytes(self.0));
        write!(
            f,
            "{}-{}-{}-{}-{}",
            &text[..8],
            &text[8..12],
            &text[12..16],
            &text[16..20],
            &text[20..]
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn an_id_survives_being_a_number(id in "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}") {
            let told = |text: &str| ObjectId::parse(text).map(|id| id.to_string());
            prop_assert_eq!(told(&id), Some(id.clone()));
            prop_assert_eq!(told(&id.to_uppercase()), Some(id));
        }
    }

    #[test]
    fn what_is_no_id_is_none() {
        for text in [
            "",
            "nora",
            "5b0c2f0e8f6e4a7f9d0a2d4c9f1e7a11",
            "5b0c2f0e-8f6e-4a7f-9d0a-2d4c9f1e7a1g",
        ] {
            assert_eq!(ObjectId::parse(text), None, "{text}");
        }
    }
}
