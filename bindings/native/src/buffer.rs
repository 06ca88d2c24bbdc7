//! Memory on its way to the host. The library keeps every buffer until the host gives it back, so that a
//! pointer that was never given out, or was given back before, is found out instead of freed.

use crate::failure::Failure;
use serde::Serialize;
use std::collections::HashMap;
use std::ptr;
use std::sync::{LazyLock, Mutex, PoisonError};
use zeroize::Zeroizing;

type Bytes = Zeroizing<Vec<u8>>;

/// The buffers that hosts hold, by their address. They are wiped when they come back: an answer may carry
/// what only its reader should know.
static LENT: LazyLock<Mutex<HashMap<usize, Bytes>>> = LazyLock::new(Mutex::default);

/// Where an export writes the buffer that it gives: two pointers of the host, known not to be null.
pub(crate) struct Out {
    bytes: ptr::NonNull<*mut u8>,
    len: ptr::NonNull<usize>,
}

impl Out {
    /// Checks the pointers without writing through them.
    pub(crate) fn new(bytes: *mut *mut u8, len: *mut usize) -> Result<Self, Failure> {
        let null = |name: &'static str| move || Failure::argument(name, "is null");
        Ok(Self {
            bytes: ptr::NonNull::new(bytes).ok_or_else(null("out"))?,
            len: ptr::NonNull::new(len).ok_or_else(null("out_len"))?,
        })
    }

    /// Lends the value to the host, as JSON.
    ///
    /// # Safety
    /// Both pointers given to [`Out::new`] must be valid for writes now.
    pub(crate) unsafe fn json(self, value: &impl Serialize) -> Result<(), Failure> {
        let mut json = Bytes::default();
        serde_json::to_writer(&mut *json, value).map_err(|error| {
            graph_mfa::Error::new(
                graph_mfa::ErrorCode::Internal,
                format!("an answer is not JSON: {error}"),
            )
        })?;
        // SAFETY: the caller answers for the pointers.
        unsafe { self.give(json) };
        Ok(())
    }

    /// Lends a copy of the bytes to the host.
    ///
    /// # Safety
    /// Both pointers given to [`Out::new`] must be valid for writes now.
    pub(crate) unsafe fn bytes(self, bytes: &[u8]) {
        // SAFETY: the caller answers for the pointers.
        unsafe { self.give(Zeroizing::new(bytes.to_vec())) };
    }

    /// # Safety
    /// As for [`Out::json`].
    unsafe fn give(self, bytes: Bytes) {
        let (address, length) = lend(bytes);
        // SAFETY: the caller answers for the pointer.
        unsafe { self.bytes.write(address) };
        // SAFETY: the caller answers for the pointer.
        unsafe { self.len.write(length) };
    }
}

fn lend(mut bytes: Bytes) -> (*mut u8, usize) {
    let (address, length) = (bytes.as_mut_ptr(), bytes.len());
    // Moving the vector into the map leaves its bytes where they are.
    LENT.lock()
        .unwrap_or_else(PoisonError::into_inner)
        .insert(address.addr(), bytes);
    (address, length)
}

/// Takes a buffer back. Null is no buffer, and fine.
pub(crate) fn give_back(address: *const u8, length: usize) -> Result<(), Failure> {
    if address.is_null() {
        return Ok(());
    }
    let mut lent = LENT.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(bytes) = lent.get(&address.addr()) else {
        return Err(Failure::argument(
            "buffer",
            "was not given by this library, or was freed before",
        ));
    };
    if bytes.len() != length {
        return Err(Failure::argument(
            "len",
            format!("this buffer has {} bytes, not {length}", bytes.len()),
        ));
    }
    lent.remove(&address.addr());
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::FailureKind;

    fn bytes(text: &str) -> Bytes {
        Zeroizing::new(text.as_bytes().to_vec())
    }

    #[test]
    fn a_buffer_comes_back_once_and_whole() {
        let (address, length) = lend(bytes("[1]"));
        let kind = |outcome: Result<(), Failure>| outcome.map_err(|failure| failure.kind());
        assert_eq!(
            kind(give_back(address, length - 1)),
            Err(FailureKind::InvalidArgument)
        );
        assert_eq!(kind(give_back(address, length)), Ok(()));
        assert_eq!(
            kind(give_back(address, length)),
            Err(FailureKind::InvalidArgument)
        );
        assert_eq!(kind(give_back(ptr::null(), 0)), Ok(()));
    }

    #[test]
    fn a_lent_buffer_reads_as_it_was_written() {
        let (mut out, mut len) = (ptr::null_mut(), 0);
        let place = Out::new(&raw mut out, &raw mut len).expect("neither is null");
        // SAFETY: both pointers lead to the variables above.
        unsafe { place.json(&"näh") }.expect("text is JSON");
        // SAFETY: the buffer was lent and not yet given back.
        let read = unsafe { std::slice::from_raw_parts(out, len) };
        assert_eq!(read, "\"näh\"".as_bytes());
        give_back(out, len).expect("it was lent");
    }
}
