//! Runs: one operation for many people (design section 6). Input is gathered and checked, then people flow through a
//! bounded set in hand, whose requests share batches ([`crate::http`]); a journal is written ahead of each write.

mod gather;
mod input;
mod journal;
mod people;
mod resolve;

pub(crate) use journal::answers;
