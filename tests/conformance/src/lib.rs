//! Conformance: cases as JSON that every surface of the product runs, and the judge that says whether what was
//! observed is what the case expects.
//!
//! A runner sets up the case's tenant, does the case's requests through its surface, and hands the judge what it
//! saw together with what the tenant itself says. Whoever writes a runner needs the `graph-mfa-conformance`
//! command only; see the README beside this crate.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod case;
pub mod evidence;
pub mod judge;
pub mod library;
pub mod pattern;
pub mod runner;
pub mod schema;

pub use case::{Case, SignIn};
pub use evidence::{Evidence, Observation};
pub use judge::judge;
pub use library::Library;
pub use pattern::{Difference, Pattern};
