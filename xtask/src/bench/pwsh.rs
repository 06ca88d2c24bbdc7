//! What the PowerShell module costs beyond a bare shell: at import, and at the first call.

use crate::build;
use crate::process::{Outcome, Problem, announce, output_of};
use crate::tools;
use crate::workspace::Workspace;
use graph_sim::server::{self, Options};
use graph_sim::{Clock, Scenario, Simulator};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use tokio::runtime::Runtime;

/// How often each is done; they take turns, so that a busy moment of the machine strikes all of them.
const ROUNDS: usize = 20;
/// At most so much above a bare shell, for an import.
const GOAL_MS: f64 = 100.0;
const GOAL_MB: f64 = 30.0;

const TENANT: &str =
    r#"{ "users": [{ "userPrincipalName": "nora.lind@fabrikam.example", "displayName": "Nora Lind" }] }"#;
/// The last line that a shell prints is how much memory it has.
const MEMORY: &str = "[System.Environment]::WorkingSet";

/// What one kind of shell took.
#[derive(Default)]
struct Taken {
    times: Vec<f64>,
    memory: Vec<f64>,
}

/// Measures, and tells whether the goals are met.
pub(super) fn run(workspace: &Workspace, library: Option<&str>) -> Outcome<bool> {
    let shell = tools::find_pwsh(workspace)?;
    let module = match library {
        None => build::pwsh(workspace, true)?,
        Some(library) => build::pwsh_with(workspace, &absolute(library)?)?,
    };
    let problem = |error: &dyn std::fmt::Display| Problem::about("the embedded tenant", error);
    let scenario = Scenario::from_json(TENANT).map_err(|error| problem(&error))?;
    let clock = Clock::running(scenario.now);
    let simulator = Simulator::with_clock(scenario, clock).map_err(|error| problem(&error))?;
    let runtime = Runtime::new().map_err(|error| problem(&error))?;
    let server = runtime
        .block_on(server::serve(simulator, Options::default()))
        .map_err(|error| problem(&error))?;
    let startup = server.startup();

    let import = format!("Import-Module -Name {}", literal(&module.join("GraphMfa.psd1")));
    let connection = &startup.connection;
    let call = format!(
        "{import}\n$secret = ConvertTo-SecureString -String $env:GRAPHMFA_BENCH_SECRET -AsPlainText -Force\n\
         Connect-Mfa -TenantId {} -ClientId {} -ClientSecret $secret -GraphEndpoint {} -LoginEndpoint {} -SkipCheck\n\
         $null = Get-MfaUser nora.lind@fabrikam.example -ErrorAction Stop",
        connection.tenant_id, connection.client_id, startup.graph, startup.login
    );
    let scripts = [String::new(), import, call];
    announce(&format!("{ROUNDS} rounds of three shells"));
    let mut taken = [Taken::default(), Taken::default(), Taken::default()];
    // One round that does not count fills the caches of files.
    for round in 0..=ROUNDS {
        for (script, taken) in scripts.iter().zip(&mut taken) {
            let mut command = Command::new(&shell);
            command
                .args(["-NoProfile", "-NonInteractive", "-Command"])
                .arg(format!("{script}\n{MEMORY}"))
                .env("GRAPHMFA_BENCH_SECRET", &connection.client_secret)
                .env_remove("GRAPHMFA_NATIVE_LIBRARY");
            let begun = Instant::now();
            let printed = output_of(&mut command)?;
            let time = begun.elapsed().as_secs_f64() * 1000.0;
            let memory = printed
                .split_whitespace()
                .last()
                .and_then(|word| word.parse::<f64>().ok());
            let Some(memory) = memory else {
                return Err(Problem::new(format!(
                    "the shell printed no memory, but: {printed}"
                )));
            };
            if round > 0 {
                taken.times.push(time);
                taken.memory.push(memory / 1e6);
            }
        }
    }
    Ok(tell(&taken))
}

/// Prints the medians beside the goals.
fn tell(taken: &[Taken; 3]) -> bool {
    let [bare, import, call] = taken;
    let (time, memory) = (median(&bare.times), median(&bare.memory));
    println!(
        "{:<22}{:>9}{:>9}{:>8}{:>10}{:>10}",
        "", "median", "above", "ratio", "memory", "above"
    );
    for (name, one) in [
        ("bare shell", bare),
        ("import", import),
        ("import, first call", call),
    ] {
        let (mine, mine_memory) = (median(&one.times), median(&one.memory));
        println!(
            "{name:<22}{mine:>6.0} ms{:>6.0} ms{:>8.2}{mine_memory:>7.1} MB{:>7.1} MB",
            mine - time,
            mine / time,
            mine_memory - memory
        );
    }
    let above = median(&import.times) - time;
    let heavier = median(&import.memory) - memory;
    let met = above <= GOAL_MS && heavier <= GOAL_MB;
    println!(
        "goal: an import takes at most {GOAL_MS:.0} ms and {GOAL_MB:.0} MB above a bare shell: {}",
        if met { "met" } else { "missed" }
    );
    met
}

/// The value in the middle; of an even number, the mean of both there.
fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let half = sorted.len() / 2;
    match (
        sorted.get(half),
        half.checked_sub(1).and_then(|before| sorted.get(before)),
    ) {
        (Some(high), Some(low)) if sorted.len().is_multiple_of(2) => f64::midpoint(*low, *high),
        (Some(middle), _) => *middle,
        (None, _) => 0.0,
    }
}

/// A path as PowerShell takes it literally.
fn literal(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', "''"))
}

fn absolute(path: &str) -> Outcome<PathBuf> {
    std::path::absolute(path).map_err(|error| Problem::about(path, error))
}

#[cfg(test)]
mod tests {
    use super::median;

    #[test]
    #[allow(clippy::float_cmp, reason = "whole numbers")]
    fn the_median_is_in_the_middle() {
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), 2.5);
        assert_eq!(median(&[]), 0.0);
    }
}
