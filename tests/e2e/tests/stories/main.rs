//! Stories that read as documentation: one operation each, and what goes wrong with it.

mod audit;
mod input;
mod reset;
mod secrets;
mod sign_in;
mod throttling;
