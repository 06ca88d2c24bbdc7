//! `cargo xtask codegen`: writes the generated files that are committed.

use crate::arguments::Arguments;
use crate::process::{Outcome, set_up};
use crate::workspace::Workspace;
use std::process::Command;

pub(crate) const USAGE: &str = "\
cargo xtask codegen

Writes, from the sources, the generated files that are committed:
  bindings/native/include/graph_mfa.h    the header of the C ABI
  bindings/wasm/js/src/contract.ts       the contract in TypeScript
  tests/simulator/{SCENARIO,README}.md   the tables of the scenario format and of the routes
`cargo xtask lint` fails when they are out of date.";

/// Writes the files.
pub(crate) fn run(workspace: &Workspace, arguments: Arguments) -> Outcome<bool> {
    arguments.finish()?;
    set_up(
        "writing the header, contract.ts and the simulator's tables",
        drift_tests(workspace).env("GRAPH_MFA_BLESS", "1"),
    )?;
    Ok(true)
}

/// The tests that compare the generated files with their sources; told to bless, they write them.
///
/// The whole workspace is named, so that its dependencies are compiled with the same features as for every other
/// test, and therefore once.
pub(crate) fn drift_tests(workspace: &Workspace) -> Command {
    let mut cargo = workspace.cargo();
    cargo.args([
        "test",
        "--locked",
        "--quiet",
        "--workspace",
        "--test",
        "abi",
        "--test",
        "contract",
        "--test",
        "documents",
    ]);
    cargo.args([
        "--",
        "the_header_is_up_to_date",
        "contract_ts_matches_the_core",
        "scenario_md_matches_the_sources",
        "readme_md_lists_the_routes",
    ]);
    cargo
}
