//! What must be true of every run, whatever went wrong in it. Simulations and processes that are killed share it.

mod checks;
mod evidence;
mod journal;

pub use checks::{CHECKS, check};

/// A number in the reason of a case, which no journal may show in full.
pub const CALL_BACK: &str = "91234567";

pub use evidence::{
    Anyone, Evidence, Guard, Named, Operation, Order, PASS, ROLE, Sent, Told, UNKNOWN_KIND, Write,
};
pub use journal::{Journal, Line, call_id};
