//! Arguments of the host: bytes by pointer and length, read into values before anything is done with them.

use crate::failure::Failure;
use graph_mfa::Secret;
use serde::de::DeserializeOwned;
use std::slice;

/// No request is anywhere near as long; a length beyond it is a mistake of the host.
const LONGEST: usize = 16 * 1024 * 1024;

/// The bytes of the argument of that name; nothing when it is null.
///
/// # Safety
/// Unless `bytes` is null, `len` bytes must be readable there, and nobody may change them during `'a`.
pub(crate) unsafe fn bytes<'a>(
    name: &str,
    bytes: *const u8,
    len: usize,
) -> Result<Option<&'a [u8]>, Failure> {
    if len > LONGEST {
        return Err(Failure::argument(name, format!("is longer than {LONGEST} bytes")));
    }
    if bytes.is_null() {
        return match len {
            0 => Ok(None),
            _ => Err(Failure::argument(name, "is null, and its length is not 0")),
        };
    }
    // SAFETY: the pointer is not null, the length is below `isize::MAX`, and the caller answers for the rest.
    Ok(Some(unsafe { slice::from_raw_parts(bytes, len) }))
}

/// A value of the contract, from JSON.
pub(crate) fn json<T: DeserializeOwned>(name: &str, bytes: Option<&[u8]>) -> Result<T, Failure> {
    let bytes = bytes.ok_or_else(|| Failure::argument(name, "is null"))?;
    serde_json::from_str(text(name, bytes)?).map_err(|error| Failure::argument(name, error))
}

/// A secret, which may be absent. It is copied once, into the type that wipes it.
pub(crate) fn secret(bytes: Option<&[u8]>) -> Result<Option<Secret>, Failure> {
    bytes
        .map(|bytes| Ok(Secret::new(text("secret", bytes)?)))
        .transpose()
}

fn text<'a>(name: &str, bytes: &'a [u8]) -> Result<&'a str, Failure> {
    std::str::from_utf8(bytes)
        .map_err(|error| Failure::argument(name, format!("is not UTF-8 after byte {}", error.valid_up_to())))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ptr;

    fn message<T: std::fmt::Debug>(outcome: Result<T, Failure>) -> String {
        outcome.expect_err("it cannot be used").keep();
        crate::failure::take_last().expect("it was kept").message
    }

    #[test]
    fn says_what_is_wrong_with_the_bytes() {
        // SAFETY: null and too long are refused before anything is read.
        let (absent, missing, long) = unsafe {
            (
                bytes("reply", ptr::null(), 0),
                bytes("reply", ptr::null(), 1),
                bytes("reply", ptr::dangling(), LONGEST + 1),
            )
        };
        assert!(absent.expect("an absent argument is fine as such").is_none());
        assert_eq!(message(missing), "reply: is null, and its length is not 0");
        assert_eq!(message(long), "reply: is longer than 16777216 bytes");
        assert_eq!(message(json::<u8>("reply", None)), "reply: is null");
        assert_eq!(
            message(json::<u8>("reply", Some(b"7\xff"))),
            "reply: is not UTF-8 after byte 1"
        );
        assert_eq!(
            message(json::<u8>("reply", Some(b"700"))),
            "reply: invalid value: integer `700`, expected u8 at line 1 column 3"
        );
    }

    #[test]
    fn a_secret_that_is_not_text_is_not_repeated() {
        assert_eq!(
            message(secret(Some(b"hunter2\xff"))),
            "secret: is not UTF-8 after byte 7"
        );
        assert!(secret(None).expect("it may be absent").is_none());
    }
}
