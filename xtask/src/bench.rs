//! `cargo xtask bench`: figures with goals, in virtual time against the simulated tenant.

use crate::arguments::Arguments;
use crate::process::{Copies, Outcome, Problem, set_up, watch};
use crate::workspace::Workspace;
use std::time::Duration;

pub(crate) const USAGE: &str = "\
cargo xtask bench bulk [--people N]

Resets and revokes many people in one run, under the documented quotas, and prints time, requests and memory beside their
goals. It fails when a goal is missed. Without --people it takes 100 to 100,000 people, which is a few minutes.

  --people N   so many people, without and with read lag";

const PACKAGE: &str = "graph-mfa-bench";
/// One that takes longer hangs.
const LONGEST: Duration = Duration::from_secs(3600);

/// Builds the benchmarks for release and runs one.
pub(crate) fn run(workspace: &Workspace, mut arguments: Arguments) -> Outcome<bool> {
    let people = arguments.value("--people")?;
    let name = arguments.word();
    arguments.finish()?;
    if name.as_deref() != Some("bulk") {
        return Err(Problem::new("there is one benchmark: bulk").remedy("see --help"));
    }
    set_up(
        "building the benchmarks",
        workspace
            .cargo()
            .args(["build", "--quiet", "--release", "--package", PACKAGE]),
    )?;
    let program = workspace
        .target
        .join("release")
        .join(format!("{PACKAGE}{}", std::env::consts::EXE_SUFFIX));
    let mut command = std::process::Command::new(program);
    command.arg("bulk");
    if let Some(people) = people {
        command.args(["--people", &people]);
    }
    let copies = Copies {
        log: None,
        to_terminal: true,
        stdout_to: None,
    };
    Ok(watch(&mut command, LONGEST, copies)?.is_success())
}
