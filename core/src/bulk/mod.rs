//! Runs: one operation for many people (design section 6).
//!
//! [`gather`] reads the input and finds everybody; [`run`] checks, estimates and begins the [`journal`]; the [`crew`] keeps
//! people in hand, whose requests share batches; [`planning`] asks what would be done to each, [`carry_out`] does it.

mod carry_out;
mod crew;
mod each;
mod ended;
mod estimate;
mod files;
mod gather;
mod input;
mod journal;
mod no_journal;
mod people;
mod planning;
mod progress;
mod resolve;
mod run;
mod saved_plan;
mod tally;

pub(crate) use journal::{answers, export_proof, verify_journal};
pub(crate) use run::{plan, resume, start};
