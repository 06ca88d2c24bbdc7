//! Randomness as a port: request ids, jitter, and the secrets of a sign-in in the browser.

use super::{MaybeSend, MaybeSync};
use std::fmt::Write as _;
use std::sync::Arc;

/// The source has no random bytes to give.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this machine has no randomness to give")]
pub struct NoRandomness;

/// The randomness port. It feeds request ids, assertion ids and jitter, and what a sign-in in the browser must not
/// be guessed by: so it is the operating system's, or a test's.
pub trait Rng: MaybeSend + MaybeSync {
    /// Fills `bytes` with random bytes.
    ///
    /// # Errors
    /// When there is no randomness; `bytes` are then worth nothing.
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness>;
}

impl<T: Rng + ?Sized> Rng for Arc<T> {
    fn fill(&self, bytes: &mut [u8]) -> Result<(), NoRandomness> {
        (**self).fill(bytes)
    }
}

/// A random (version 4) UUID in its usual text form.
pub fn random_uuid(rng: &dyn Rng) -> String {
    let mut bytes = [0_u8; 16];
    // Without randomness ids would repeat, which harms nobody; a panic in a runbook would.
    let _ = rng.fill(&mut bytes);
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    let mut text = String::with_capacity(36);
    for (index, byte) in bytes.iter().enumerate() {
        if matches!(index, 4 | 6 | 8 | 10) {
            text.push('-');
        }
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// A random number from 0 (inclusive) to 1 (exclusive).
pub fn random_fraction(rng: &dyn Rng) -> f64 {
    let mut bytes = [0_u8; 4];
    // Without randomness clients do not drift apart, and that is all.
    let _ = rng.fill(&mut bytes);
    f64::from(u32::from_le_bytes(bytes)) / (f64::from(u32::MAX) + 1.0)
}
