//! Signed tokens of others and of the tenant itself: parsing, verifying, signing (facts 13.1, 13.3).

mod jws;
mod key;
mod signing;

pub(crate) use jws::{Algorithm, Jws};
pub(crate) use key::{Certificate, PublicKey};
pub(crate) use signing::{key_set, sign};
