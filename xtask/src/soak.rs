//! `cargo xtask soak`: what takes longer than a person waits.

use crate::arguments::Arguments;
use crate::mutants;
use crate::process::{Copies, Outcome, Problem, announce, watch, words};
use crate::test::{TestBinary, build_tests};
use crate::workspace::Workspace;
use std::time::{Duration, Instant};

pub(crate) const USAGE: &str = "\
cargo xtask soak [--minutes N] [--cases N]

Runs the property tests with many cases for N minutes (default 10), each round with other values, then the mutants.

  --minutes N   how long the property tests run
  --cases N     how many cases a property has in a round (PROPTEST_CASES; default 5000)";

/// Where the properties are.
const PACKAGES: [&str; 3] = ["graph-mfa", "graph-sim", "graph-mfa-e2e"];
/// A round that takes longer hangs.
const LONGEST_ROUND: Duration = Duration::from_secs(3600);

/// Runs properties for a while, then the mutants.
pub(crate) fn run(workspace: &Workspace, mut arguments: Arguments) -> Outcome<bool> {
    let minutes = number(&mut arguments, "--minutes")?.unwrap_or(10);
    let cases = number(&mut arguments, "--cases")?.unwrap_or(5_000);
    arguments.finish()?;
    let binaries: Vec<TestBinary> = build_tests(
        &mut workspace.cargo(),
        "building the property tests",
        &["--workspace"],
    )?
    .into_iter()
    .filter(|binary| PACKAGES.contains(&binary.package.as_str()))
    .collect();
    let end = Instant::now() + Duration::from_secs(60 * minutes);
    let mut rounds = 0_u32;
    while rounds == 0 || Instant::now() < end {
        rounds += 1;
        for binary in &binaries {
            let mut command = binary.command();
            command.env("PROPTEST_CASES", cases.to_string());
            let copies = Copies {
                log: None,
                to_terminal: false,
                stdout_to: None,
            };
            let watched = watch(&mut command, LONGEST_ROUND, copies)?;
            if !watched.is_success() {
                print!("{}", watched.printed);
                return Err(Problem::new(format!(
                    "round {rounds}: {} {} failed",
                    binary.package,
                    words(&command)
                ))
                .remedy("the counter-example is above, and in proptest-regressions for the next run"));
            }
        }
        announce(&format!(
            "round {rounds} of the properties, {cases} cases each: no counter-example"
        ));
    }
    println!(
        "soak: {rounds} rounds of {} test programs with {cases} cases a property",
        binaries.len()
    );
    mutants::run(workspace, Arguments::new(std::iter::empty()))
}

fn number(arguments: &mut Arguments, name: &str) -> Outcome<Option<u64>> {
    let given = arguments.value(name)?;
    given
        .map(|text| {
            text.parse()
                .map_err(|_| Problem::new(format!("{name}: `{text}` is no number")))
        })
        .transpose()
}
