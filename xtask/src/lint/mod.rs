//! `cargo xtask lint`: what a reader should not have to look for.

mod sources;

use crate::arguments::Arguments;
use crate::build;
use crate::codegen;
use crate::process::{Outcome, Problem, announce, set_up};
use crate::summary::{self, Row, Verdict};
use crate::tools;
use crate::workspace::Workspace;
use std::process::Command;
use std::time::Instant;

pub(crate) const USAGE: &str = "\
cargo xtask lint [--only CHECK] [--list]

Checks formatting, clippy (host and WebAssembly), the documentation, the generated files, the rules of the sources and
the types of the npm package. All checks run; the summary names each. Exit status: 1 when one failed.

  --only CHECK   this check only
  --list         the checks";

struct Check {
    name: &'static str,
    about: &'static str,
    run: fn(&Workspace) -> Outcome,
}

const CHECKS: [Check; 10] = [
    Check {
        name: "format",
        about: "cargo fmt --check",
        run: |workspace| set_up("formatting", workspace.cargo().args(["fmt", "--all", "--check"])),
    },
    Check {
        name: "target-arch",
        about: "only core/src/platform and the reqwest adapter know the target's architecture",
        run: sources::architecture,
    },
    Check {
        name: "places",
        about: "no folder of one machine and no registry host in a tracked file",
        run: sources::places,
    },
    Check {
        name: "ascii",
        about: "PowerShell's files are ASCII",
        run: sources::ascii,
    },
    Check {
        name: "clippy",
        about: "clippy for this machine, every target, warnings denied",
        run: |workspace| {
            let mut cargo = workspace.cargo();
            cargo.args([
                "clippy",
                "--locked",
                "--workspace",
                "--all-targets",
                "--",
                "--deny",
                "warnings",
            ]);
            set_up("clippy", &mut cargo)
        },
    },
    Check {
        name: "clippy-wasm",
        about: "clippy for WebAssembly, warnings denied",
        run: clippy_wasm,
    },
    Check {
        name: "docs",
        about: "the documentation of every crate, warnings denied",
        run: |workspace| {
            let mut cargo = workspace.cargo();
            cargo.args(["doc", "--locked", "--workspace", "--no-deps", "--quiet"]);
            set_up("documentation", cargo.env("RUSTDOCFLAGS", "--deny warnings"))
        },
    },
    Check {
        name: "generated",
        about: "the C header, contract.ts and the simulator's documents say what the sources say",
        run: |workspace| {
            set_up(
                "comparing the generated files",
                &mut codegen::drift_tests(workspace),
            )
        },
    },
    Check {
        name: "typescript",
        about: "the facade of the npm package, tsc --noEmit",
        run: typescript,
    },
    Check {
        name: "mutants",
        about: "every known fault still fits the sources",
        run: crate::mutants::check,
    },
];

/// Runs the checks.
pub(crate) fn run(workspace: &Workspace, mut arguments: Arguments) -> Outcome<bool> {
    if arguments.flag("--list") {
        arguments.finish()?;
        for check in &CHECKS {
            println!("{:<12} {}", check.name, check.about);
        }
        return Ok(true);
    }
    let only = arguments.value("--only")?;
    arguments.finish()?;
    let chosen: Vec<&Check> = CHECKS
        .iter()
        .filter(|check| only.as_ref().is_none_or(|only| only == check.name))
        .collect();
    if chosen.is_empty() {
        return Err(Problem::new("there is no such check").remedy("see --list"));
    }
    let began = Instant::now();
    let mut rows = Vec::new();
    for check in chosen {
        let began = Instant::now();
        let verdict = match (check.run)(workspace) {
            Ok(()) => Verdict::Passed,
            Err(problem) => {
                announce(&problem.to_string());
                Verdict::Failed
            }
        };
        rows.push(Row {
            name: check.name.to_owned(),
            verdict,
            what: check.about.to_owned(),
            took: began.elapsed(),
            budget: None,
        });
    }
    Ok(summary::print("lint", &rows, began.elapsed()))
}

fn clippy_wasm(workspace: &Workspace) -> Outcome {
    tools::demand_wasm_target(workspace)?;
    let mut cargo = workspace.cargo();
    cargo.args([
        "clippy",
        "--locked",
        "--package",
        "graph-mfa-wasm",
        "--target",
        "wasm32-unknown-unknown",
    ]);
    set_up("clippy for WebAssembly", cargo.args(["--", "--deny", "warnings"]))
}

/// The facade's types need the glue's: the package is built first where it was not.
fn typescript(workspace: &Workspace) -> Outcome {
    if workspace
        .npm_folder()
        .join("dist/glue/graph_mfa_wasm.d.ts")
        .exists()
    {
        build::npm_packages(&workspace.npm_folder())?;
    } else {
        build::npm(workspace)?;
    }
    let folder = workspace.npm_folder();
    let mut tsc = Command::new("node");
    tsc.current_dir(&folder)
        .args(["node_modules/typescript/bin/tsc", "--noEmit"]);
    set_up("checking the types of the npm package", &mut tsc)
}
