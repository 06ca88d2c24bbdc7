//! Stories that read as documentation: one operation each, and what goes wrong with it.

#![allow(clippy::expect_used, reason = "in a test a panic is the report")]

mod access_pass;
mod applications;
mod audit;
mod audit_stream;
mod credentials;
mod eligible_groups;
mod every_operation;
mod guard;
mod hardware_tokens;
mod input;
mod managed_identity;
mod one_write;
mod people_sign_in;
mod per_user;
mod phones;
mod registration;
mod remove_method;
mod rescue;
mod reset;
mod roles;
mod run;
mod run_input;
mod run_limits;
mod secrets;
mod sign_in;
mod throttling;
mod who_may;
