//! The suites, the cheap ones first.

use super::tally::{Tally, judge};
use super::{Ran, Run, TestBinary, demo, secrets};
use crate::build;
use crate::fuzz;
use crate::process::{Outcome, Problem, set_up};
use crate::summary::Verdict;
use crate::tools;
use crate::workspace::Workspace;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

/// A suite.
pub(super) struct Suite {
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    /// How long it should take on two cores, without building.
    pub(super) budget: Duration,
    /// What the machine must have.
    pub(super) needs: fn(&Workspace) -> Outcome,
    /// What must be built.
    pub(super) build: fn(&mut Run<'_>) -> Outcome,
    pub(super) run: fn(&mut Run<'_>, &Suite) -> Outcome<Ran>,
}

const SIMULATOR: &str = "graph-sim";
const CONFORMANCE: &str = "graph-mfa-conformance";

pub(super) static SUITES: [Suite; 12] = [
    Suite {
        name: "simulator",
        about: "the simulated tenant keeps the service's rules",
        budget: Duration::from_secs(60),
        needs: |_| Ok(()),
        build: rust_tests,
        run: |run, suite| programs(run, suite, |binary| binary.package == SIMULATOR),
    },
    Suite {
        name: "rust",
        about: "the core, the C ABI, the contract, end to end, and these commands",
        budget: Duration::from_secs(150),
        needs: |_| Ok(()),
        build: rust_tests,
        run: |run, suite| {
            programs(run, suite, |binary| {
                binary.package != SIMULATOR && binary.package != CONFORMANCE
            })
        },
    },
    Suite {
        name: "conformance",
        about: "every case through the Rust API and the C ABI; `node-cases` and `pester` run them too",
        budget: Duration::from_secs(90),
        needs: |_| Ok(()),
        build: rust_tests,
        run: |run, suite| programs(run, suite, |binary| binary.package == CONFORMANCE),
    },
    Suite {
        name: "docs",
        about: "the examples of the documentation",
        budget: Duration::from_secs(90),
        needs: |_| Ok(()),
        build: |_| Ok(()),
        run: docs,
    },
    Suite {
        name: "npm",
        about: "the npm package in Node",
        budget: Duration::from_secs(120),
        needs: |_| tools::demand_node(),
        build: npm_package,
        run: npm,
    },
    Suite {
        name: "node-cases",
        about: "every conformance case through the npm package",
        budget: Duration::from_secs(60),
        needs: |_| tools::demand_node(),
        build: npm_package,
        run: node_cases,
    },
    Suite {
        name: "clients",
        about: "Microsoft's own JavaScript clients at the simulated tenant",
        budget: Duration::from_secs(60),
        needs: |_| tools::demand_node(),
        build: |run| {
            programs_of_tests(run)?;
            build::npm_packages(&clients_folder(run.workspace))
        },
        run: clients,
    },
    Suite {
        name: "pester",
        about: "the PowerShell module, the conformance cases included",
        budget: Duration::from_secs(300),
        needs: |workspace| tools::find_pwsh(workspace).map(|_| ()),
        build: |run| {
            programs_of_tests(run)?;
            build::pwsh(run.workspace, false).map(|_| ())
        },
        run: pester,
    },
    Suite {
        name: "demo",
        about: "the demo, whose every word the tenant must confirm",
        budget: Duration::from_secs(60),
        needs: |_| Ok(()),
        build: |_| Ok(()),
        run: demo::run,
    },
    Suite {
        name: "fuzz",
        about: "every parser of foreign bytes, ten seconds each over its saved inputs and new ones",
        // With the build of everything that is instrumented.
        budget: Duration::from_secs(300),
        needs: |_| Ok(()),
        build: |_| Ok(()),
        run: fuzzer,
    },
    Suite {
        name: "mutants",
        about: "known faults, planted one at a time: a named test turns red for each",
        budget: Duration::from_secs(480),
        needs: |_| Ok(()),
        build: |_| Ok(()),
        run: mutants,
    },
    Suite {
        name: "canaries",
        about: "no secret of a simulated tenant is in what the other suites printed",
        budget: Duration::from_secs(30),
        needs: |_| Ok(()),
        build: |_| Ok(()),
        run: secrets::run,
    },
];

fn rust_tests(run: &mut Run<'_>) -> Outcome {
    run.binaries().map(|_| ())
}

/// The server and the judge that tests in other languages start.
fn programs_of_tests(run: &mut Run<'_>) -> Outcome {
    let mut cargo = run.workspace.cargo();
    cargo.args([
        "build",
        "--locked",
        "--package",
        SIMULATOR,
        "--package",
        CONFORMANCE,
    ]);
    set_up(
        "building the simulated tenant and the judge of the conformance cases",
        &mut cargo,
    )
}

/// Runs the test programs that fit.
fn programs(run: &mut Run<'_>, suite: &Suite, fits: fn(&TestBinary) -> bool) -> Outcome<Ran> {
    let commands: Vec<Command> = run
        .binaries()?
        .iter()
        .filter(|binary| fits(binary))
        .map(TestBinary::command)
        .collect();
    let mut tally = Tally::default();
    let mut all_succeeded = true;
    for mut command in commands {
        // What passing tests print is searched for secrets, too.
        let watched = run.command(suite, command.arg("--show-output"), None)?;
        all_succeeded &= watched.is_success();
        tally.add(Tally::of_rust(&watched.printed));
    }
    Ok(tally.judge(all_succeeded))
}

fn docs(run: &mut Run<'_>, suite: &Suite) -> Outcome<Ran> {
    let mut cargo = run.workspace.cargo();
    cargo.args(["test", "--locked", "--workspace", "--doc"]);
    let watched = run.command(suite, &mut cargo, None)?;
    Ok(judge(Tally::of_rust, &watched))
}

fn npm_package(run: &mut Run<'_>) -> Outcome {
    programs_of_tests(run)?;
    build::npm(run.workspace).map(|_| ())
}

fn node_cases(run: &mut Run<'_>, suite: &Suite) -> Outcome<Ran> {
    let runner = run
        .workspace
        .root
        .join("tests/conformance/node/conformance.test.mjs");
    let mut node = Command::new("node");
    node.arg("--test").arg(runner);
    let watched = run.command(suite, &mut node, None)?;
    Ok(judge(Tally::of_node, &watched))
}

fn npm(run: &mut Run<'_>, suite: &Suite) -> Outcome<Ran> {
    let mut npm = tools::npm();
    npm.current_dir(run.workspace.npm_folder()).arg("test");
    let watched = run.command(suite, &mut npm, None)?;
    Ok(judge(Tally::of_node, &watched))
}

fn clients_folder(workspace: &Workspace) -> PathBuf {
    workspace.root.join("tests").join("clients")
}

fn clients(run: &mut Run<'_>, suite: &Suite) -> Outcome<Ran> {
    let mut npm = tools::npm();
    npm.current_dir(clients_folder(run.workspace)).arg("test");
    let watched = run.command(suite, &mut npm, None)?;
    Ok(judge(Tally::of_node, &watched))
}

fn pester(run: &mut Run<'_>, suite: &Suite) -> Outcome<Ran> {
    let folder = run.workspace.root.join("pwsh-module");
    let mut pwsh = Command::new(tools::find_pwsh(run.workspace)?);
    pwsh.current_dir(&folder);
    pwsh.args(["-NoProfile", "-NonInteractive", "-File"])
        .arg(folder.join("tests").join("Invoke-Tests.ps1"));
    pwsh.env("GRAPHMFA_MODULE", folder.join("dist").join("GraphMfa"));
    // The module under test brings its own library.
    pwsh.env_remove("GRAPHMFA_NATIVE_LIBRARY");
    let watched = run.command(suite, &mut pwsh, None)?;
    Ok(judge(Tally::of_pester, &watched))
}

fn fuzzer(run: &mut Run<'_>, suite: &Suite) -> Outcome<Ran> {
    if let Err(absent) = fuzz::demand_engine() {
        return Ok((Verdict::Skipped, super::one_line(&absent.to_string())));
    }
    command_of_ours(run, suite, &["fuzz", "--for", "10s"])
}

fn mutants(run: &mut Run<'_>, suite: &Suite) -> Outcome<Ran> {
    command_of_ours(run, suite, &["mutants"])
}

/// Another command of this program; its closing line says what ran.
fn command_of_ours(run: &mut Run<'_>, suite: &Suite, words: &[&str]) -> Outcome<Ran> {
    let this = std::env::current_exe().map_err(|error| Problem::about("this program", error))?;
    let watched = run.command(suite, Command::new(this).args(words), None)?;
    let prefix = format!("{}: ", words[0]);
    let closing = watched
        .printed
        .lines()
        .rev()
        .find_map(|line| line.strip_prefix(&prefix));
    let what = closing.unwrap_or("it did not come to its end").to_owned();
    Ok((
        if watched.is_success() {
            Verdict::Passed
        } else {
            Verdict::Failed
        },
        what,
    ))
}
