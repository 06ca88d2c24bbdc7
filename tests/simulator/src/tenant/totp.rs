//! One-time codes from time (RFC 6238) and the letters in which their keys are written (RFC 4648, base 32).

use ring::hmac;
use time::OffsetDateTime;

use crate::scenario::HashFunction;

const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const DIGITS: u32 = 1_000_000;

/// Reads a key; blanks and padding do not count. `None` when it is no key.
pub(crate) fn key(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 5 / 8);
    let (mut held, mut bits) = (0u32, 0u32);
    for letter in text.trim_end_matches('=').bytes().filter(|byte| *byte != b' ') {
        let value = LETTERS.iter().position(|it| *it == letter.to_ascii_uppercase())?;
        held = held << 5 | u32::try_from(value).ok()?;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xFF).ok()?);
        }
    }
    (!bytes.is_empty()).then_some(bytes)
}

/// Writes a key.
pub(crate) fn letters(key: &[u8]) -> String {
    let mut text = String::with_capacity(key.len().div_ceil(5) * 8);
    let (mut held, mut bits) = (0u32, 0u32);
    for byte in key {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            text.push(char::from(LETTERS[(held >> bits & 31) as usize]));
        }
    }
    if bits > 0 {
        text.push(char::from(LETTERS[(held << (5 - bits) & 31) as usize]));
    }
    text
}

/// Whether this is the code of a token at the time, or of as many intervals before or after as may pass.
pub(crate) fn is_code(
    code: &str,
    key: &[u8],
    hash: HashFunction,
    interval: u32,
    at: OffsetDateTime,
    drift: u32,
) -> bool {
    let Some(now) = u64::try_from(at.unix_timestamp()).ok() else {
        return false;
    };
    let step = now / u64::from(interval.max(1));
    let first = step.saturating_sub(drift.into());
    (first..=step.saturating_add(drift.into())).any(|step| code_at(key, hash, step) == code)
}

fn code_at(key: &[u8], hash: HashFunction, step: u64) -> String {
    let algorithm = match hash {
        HashFunction::HmacSha1 => hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY,
        HashFunction::HmacSha256 => hmac::HMAC_SHA256,
    };
    let tag = hmac::sign(&hmac::Key::new(algorithm, key), &step.to_be_bytes());
    let digest = tag.as_ref();
    let offset = digest.last().map_or(0, |last| usize::from(last & 15));
    let four = digest[offset..offset + 4]
        .iter()
        .fold(0u32, |sum, byte| sum << 8 | u32::from(*byte));
    format!("{:06}", (four & 0x7FFF_FFFF) % DIGITS)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Appendix B of RFC 6238, the last six of its eight digits.
    #[test]
    fn the_examples_of_the_standard_come_out() {
        let short = b"12345678901234567890";
        let long = b"12345678901234567890123456789012";
        for (seconds, sha1, sha256) in [
            (59, "287082", "119246"),
            (1_111_111_109, "081804", "084774"),
            (1_111_111_111, "050471", "062674"),
            (1_234_567_890, "005924", "819424"),
            (2_000_000_000, "279037", "698825"),
            (20_000_000_000, "353130", "737706"),
        ] {
            let at = OffsetDateTime::from_unix_timestamp(seconds).unwrap();
            assert!(
                is_code(sha1, short, HashFunction::HmacSha1, 30, at, 0),
                "{seconds}"
            );
            assert!(
                is_code(sha256, long, HashFunction::HmacSha256, 30, at, 0),
                "{seconds}"
            );
        }
    }

    #[test]
    fn a_code_may_be_a_little_early_or_late() {
        let key = b"12345678901234567890";
        let code_of = OffsetDateTime::from_unix_timestamp(1_111_111_111).unwrap();
        let ok = |seconds: i64, drift| {
            let at = code_of + time::Duration::seconds(seconds);
            is_code("050471", key, HashFunction::HmacSha1, 30, at, drift)
        };
        assert!(ok(0, 0) && ok(30, 1) && ok(-30, 1));
        assert!(!ok(30, 0) && !ok(60, 1) && !ok(-60, 1));
    }

    proptest! {
        #[test]
        fn a_key_is_read_as_it_was_written(key in prop::collection::vec(any::<u8>(), 1..64)) {
            let text = letters(&key);
            prop_assert_eq!(super::key(&text), Some(key.clone()));
            prop_assert_eq!(super::key(&text.to_lowercase()), Some(key));
        }

        #[test]
        fn anything_can_be_asked_to_be_a_key(text in ".*") {
            let _ = super::key(&text);
        }
    }
}
