//! libFuzzer over one target, which the variable `GRAPHMFA_FUZZ_TARGET` names. Started by `cargo xtask fuzz`.

#![no_main]

use graph_mfa_fuzz::{Target, target};
use std::sync::OnceLock;

static CHOSEN: OnceLock<Target> = OnceLock::new();

fn chosen() -> Target {
    let name = std::env::var("GRAPHMFA_FUZZ_TARGET").unwrap_or_default();
    target(&name).unwrap_or_else(|| panic!("GRAPHMFA_FUZZ_TARGET: there is no target `{name}`"))
}

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| (CHOSEN.get_or_init(chosen).run)(bytes));
