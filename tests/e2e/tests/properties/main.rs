//! Properties of resets and rescues over generated people (design section 9).

#![allow(clippy::expect_used, reason = "in a test a panic is the report")]

mod rescue;
mod reset;
mod standing;
