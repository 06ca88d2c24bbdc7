//! `cargo xtask soak`: what takes longer than a person waits.

use crate::arguments::Arguments;
use crate::mutants;
use crate::process::{Copies, Outcome, Problem, announce, watch, words};
use crate::test::{TestBinary, build_tests};
use crate::workspace::Workspace;
use std::time::{Duration, Instant};

pub(crate) const USAGE: &str = "\
cargo xtask soak [--minutes N] [--cases N] [--only PART]

Lives through simulated runs for N minutes (default 10), each with other misfortune; runs the property tests with many
cases for N minutes, each round with other values; then the mutants.

  --minutes N   how long each of the first two takes
  --cases N     how many cases a property has in a round (PROPTEST_CASES; default 5000)
  --only PART   one of them: runs, properties, mutants";

/// Where the properties are.
const PACKAGES: [&str; 3] = ["graph-mfa", "graph-sim", "graph-mfa-e2e"];
/// The test program that simulates runs.
const RUNS: &str = "bulk";
/// A round that takes longer hangs.
const LONGEST_ROUND: Duration = Duration::from_secs(3600);

/// What can be chosen.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Runs,
    Properties,
    Mutants,
}

/// Simulates runs and runs properties for a while each, then the mutants.
pub(crate) fn run(workspace: &Workspace, mut arguments: Arguments) -> Outcome<bool> {
    let minutes = number(&mut arguments, "--minutes")?.unwrap_or(10);
    let cases = number(&mut arguments, "--cases")?.unwrap_or(5_000);
    let only = match arguments.value("--only")?.as_deref() {
        None => None,
        Some("runs") => Some(Part::Runs),
        Some("properties") => Some(Part::Properties),
        Some("mutants") => Some(Part::Mutants),
        Some(other) => {
            let problem = Problem::new(format!("--only: there is no part `{other}`"));
            return Err(problem.remedy("say runs, properties or mutants"));
        }
    };
    arguments.finish()?;
    let wanted = |part| only.is_none_or(|only| only == part);
    if wanted(Part::Runs) {
        let mut cargo = workspace.cargo();
        let selection = ["--package", "graph-mfa-e2e", "--test", RUNS];
        let binaries = build_tests(&mut cargo, "building the simulation of runs", &selection)?;
        for binary in &binaries {
            simulate(binary, minutes)?;
        }
    }
    if wanted(Part::Properties) {
        properties(workspace, minutes, cases)?;
    }
    if wanted(Part::Mutants) {
        return mutants::run(workspace, Arguments::new(std::iter::empty()));
    }
    Ok(true)
}

/// Lives through runs until the time is over.
fn simulate(binary: &TestBinary, minutes: u64) -> Outcome {
    let mut command = binary.command();
    command
        .arg("--nocapture")
        .env("GRAPH_MFA_MINUTES", minutes.to_string())
        .env("RUST_BACKTRACE", "0");
    let longest = LONGEST_ROUND + Duration::from_secs(60 * minutes);
    let watched = watch(&mut command, longest, quietly())?;
    if !watched.is_success() {
        print!("{}", watched.printed);
        return Err(Problem::new("a simulated run is not as it must be")
            .remedy("the command above repeats its history"));
    }
    for line in watched
        .printed
        .lines()
        .filter(|line| line.contains(" a minute: "))
    {
        println!("soak: {line}");
    }
    Ok(())
}

fn properties(workspace: &Workspace, minutes: u64, cases: u64) -> Outcome {
    let binaries: Vec<TestBinary> = build_tests(
        &mut workspace.cargo(),
        "building the property tests",
        &["--workspace"],
    )?
    .into_iter()
    .filter(|binary| PACKAGES.contains(&binary.package.as_str()) && binary.target != RUNS)
    .collect();
    let end = Instant::now() + Duration::from_secs(60 * minutes);
    let mut rounds = 0_u32;
    while rounds == 0 || Instant::now() < end {
        rounds += 1;
        for binary in &binaries {
            let mut command = binary.command();
            command.env("PROPTEST_CASES", cases.to_string());
            let watched = watch(&mut command, LONGEST_ROUND, quietly())?;
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
    Ok(())
}

const fn quietly() -> Copies<'static> {
    Copies {
        log: None,
        to_terminal: false,
        stdout_to: None,
    }
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
