//! Benchmarks against the simulated tenant, in virtual time: what they tell does not depend on the machine, but for the
//! last column. `cargo xtask bench` builds and runs them.

#![deny(unsafe_code)]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this is a command, and a command owns its terminal"
)]

mod bulk;
mod goals;
mod memory;
mod other_side;
mod shelf;
mod tenant;

use std::process::ExitCode;
use std::time::Duration;

#[global_allocator]
static MEMORY: memory::Counting = memory::Counting;

const USAGE: &str = "graph-mfa-bench bulk [--people N]";
const NO_LAG: Duration = Duration::ZERO;
const SOME_LAG: Duration = Duration::from_secs(10);

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let runs = match words.as_slice() {
        ["bulk"] => vec![
            (100, NO_LAG),
            (1_000, NO_LAG),
            (10_000, NO_LAG),
            (10_000, SOME_LAG),
            (100_000, NO_LAG),
        ],
        ["bulk", "--people", people] => match people.parse() {
            Ok(people) if people > 0 => vec![(people, NO_LAG), (people, SOME_LAG)],
            _ => return misunderstood(),
        },
        _ => return misunderstood(),
    };
    println!("A reset of three methods and a revocation for each, 60 ms a request, documented quotas\n");
    println!("{}", goals::HEADER);
    let mut measured = Vec::new();
    for (people, lag) in runs {
        match bulk::run(people, lag) {
            Ok(run) => {
                println!("{}", goals::row(&run));
                measured.push(run);
            }
            Err(problem) => {
                eprintln!("{people} people: {problem}");
                return ExitCode::FAILURE;
            }
        }
    }
    println!();
    let goals = goals::goals(&measured);
    for goal in &goals {
        println!("{goal}");
    }
    if goals.iter().all(|goal| goal.is_reached) {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

fn misunderstood() -> ExitCode {
    eprintln!("{USAGE}");
    ExitCode::from(2)
}
