//! The C ABI as its hosts meet it: the exported functions, the header, the library file, and a host in C.

#![allow(clippy::expect_used, reason = "in a test a panic is the report")]

mod calls;
mod files;
mod header;
mod host;
mod http;
mod jobs;
mod library;
mod questions;
#[cfg(unix)]
mod smoke;
mod tenant;
