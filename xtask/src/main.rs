//! The commands of whoever works on graph-mfa: `cargo xtask <command>`. What CI runs is what a person runs.

#![forbid(unsafe_code)]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "these are commands, and a command owns its terminal"
)]

mod arguments;
mod bench;
mod build;
mod canary;
mod codegen;
mod demo;
mod fuzz;
mod lint;
mod mutants;
mod process;
mod pwsh_module;
mod soak;
mod summary;
mod test;
mod tools;
mod workspace;

use arguments::Arguments;
use process::Outcome;
use std::process::ExitCode;
use workspace::Workspace;

const USAGE: &str = "\
graph-mfa, the developer's commands

  cargo xtask demo      tell the story of a service desk on an embedded tenant, through every surface
  cargo xtask test      run every test of every surface
  cargo xtask lint      formatting, lints, documentation, generated files, rules of the sources
  cargo xtask build     build the native library, the npm package, the PowerShell module
  cargo xtask fuzz      feed every parser with foreign bytes, as long as it is told
  cargo xtask mutants   plant known faults, one at a time: a named test must turn red for each
  cargo xtask bench     what a run of many people, and the PowerShell module, cost: each figure beside its goal
  cargo xtask soak      what takes longer: simulated runs and property tests for minutes, then the mutants
  cargo xtask codegen   write the generated files that are committed: the C header, contract.ts, tables

`cargo xtask <command> --help` tells more. Everything sets itself up, and says what it does on standard error.";

/// A command: its name, its help, and what it does. Whether all is well is its answer.
struct Command {
    name: &'static str,
    usage: &'static str,
    run: fn(&Workspace, Arguments) -> Outcome<bool>,
}

const COMMANDS: [Command; 9] = [
    Command {
        name: "demo",
        usage: demo::USAGE,
        run: demo::run,
    },
    Command {
        name: "test",
        usage: test::USAGE,
        run: test::run,
    },
    Command {
        name: "lint",
        usage: lint::USAGE,
        run: lint::run,
    },
    Command {
        name: "build",
        usage: build::USAGE,
        run: build::run,
    },
    Command {
        name: "fuzz",
        usage: fuzz::USAGE,
        run: fuzz::run,
    },
    Command {
        name: "mutants",
        usage: mutants::USAGE,
        run: mutants::run,
    },
    Command {
        name: "bench",
        usage: bench::USAGE,
        run: bench::run,
    },
    Command {
        name: "soak",
        usage: soak::USAGE,
        run: soak::run,
    },
    Command {
        name: "codegen",
        usage: codegen::USAGE,
        run: codegen::run,
    },
];

fn main() -> ExitCode {
    let mut arguments = Arguments::new(std::env::args().skip(1));
    let Some(word) = arguments.word() else {
        println!("{USAGE}");
        return ExitCode::SUCCESS;
    };
    let Some(command) = COMMANDS.iter().find(|command| command.name == word) else {
        eprintln!("xtask: there is no command `{word}`\n\n{USAGE}");
        return ExitCode::from(2);
    };
    if arguments.asks_for_help() {
        println!("{}", command.usage);
        return ExitCode::SUCCESS;
    }
    match Workspace::open().and_then(|workspace| (command.run)(&workspace, arguments)) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("\nxtask {word}: {problem}");
            ExitCode::FAILURE
        }
    }
}
