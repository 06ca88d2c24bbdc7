//! graph-mfa as WebAssembly: the inside of the npm package `graph-mfa`.
//!
//! This crate converts and does nothing else. Time, randomness, HTTP and tokens come from JavaScript through
//! `ports`; requests, events, responses and errors cross as plain objects of the contract. The classes that
//! people use are written in TypeScript, in `js/src`.

mod convert;
mod engine;
mod ports;

pub use engine::{CancelHandle, Engine, Hooks, quick};

use wasm_bindgen::prelude::wasm_bindgen;

/// Runs when the module is loaded: a panic then names its place instead of being a bare `unreachable`. Its
/// message is left out, because it could quote what the core was working on.
#[wasm_bindgen(start)]
pub fn start() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or_else(String::new, |place| {
            format!(" at {}:{}", place.file(), place.line())
        });
        wasm_bindgen::throw_str(&format!("graph-mfa made a mistake{place}"));
    }));
}
