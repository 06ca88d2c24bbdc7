//! `cargo xtask bench`: figures with goals, against the simulated tenant.

mod pwsh;

use crate::arguments::Arguments;
use crate::process::{Copies, Outcome, Problem, set_up, watch};
use crate::workspace::Workspace;
use std::time::Duration;

pub(crate) const USAGE: &str = "\
cargo xtask bench bulk [--people N]
cargo xtask bench pwsh [--library FILE]

Resets and revokes many people in one run, under the documented quotas, and prints time, requests and memory beside their
goals. It fails when a goal is missed. Without --people it takes 100 to 100,000 people, which is a few minutes.

  --people N   so many people, without and with read lag

pwsh measures what the built PowerShell module costs beyond a bare shell, at import and at the first call: the median of 20
each, the ratio to the bare shell, and the working set. It fails when an import takes more than 100 ms or 30 MB.

  --library FILE   this native library instead of one that is built for release";

const PACKAGE: &str = "graph-mfa-bench";
/// One that takes longer hangs.
const LONGEST: Duration = Duration::from_secs(3600);

/// Builds the benchmarks for release and runs one.
pub(crate) fn run(workspace: &Workspace, mut arguments: Arguments) -> Outcome<bool> {
    let people = arguments.value("--people")?;
    let library = arguments.value("--library")?;
    let name = arguments.word();
    arguments.finish()?;
    match name.as_deref() {
        Some("bulk") if library.is_none() => {}
        Some("pwsh") if people.is_none() => return pwsh::run(workspace, library.as_deref()),
        _ => return Err(Problem::new("the benchmarks are bulk and pwsh").remedy("see --help")),
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
