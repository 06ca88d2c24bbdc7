//! `cargo xtask fuzz`: libFuzzer over every parser of foreign bytes, with the one stable toolchain. The compiler's own
//! pass counts coverage; sanitizers, which need another toolchain, would look for what safe Rust rules out.

use crate::arguments::Arguments;
use crate::process::{Copies, Outcome, Problem, Watched, announce, output_of, set_up, watch, words};
use crate::summary::{self, Row, Verdict};
use crate::workspace::{Workspace, make_folder};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::thread;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

pub(crate) const USAGE: &str = "\
cargo xtask fuzz [--for TIME] [--target NAME]... [--seed N] [--save] [--input FILE]

Feeds every parser of foreign bytes with its saved inputs (tests/fuzz/corpus) and with new ones made from them, as many
targets at a time as there are processors. What breaks a promise is made small, kept, and told with the command that
repeats it.

  --for TIME     how long each target runs, as 30s, 10m or 2h (default 60s)
  --target NAME  this target only; may be given several times
  --seed N       makes the same inputs again, as far as time allows
  --save         keeps new inputs that reach new code in tests/fuzz/corpus
  --input FILE   runs one input of the one --target, and nothing else";

const PACKAGE: &str = "graph-mfa-fuzz";

/// Counts edges and compared values, as libFuzzer reads them (Clang's page "SanitizerCoverage").
const INSTRUMENTED: &[&str] = &[
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
];

/// An input that takes longer, in seconds, is a finding; so is one that takes more memory, in MB.
const LONGEST_INPUT: u32 = 10;
const MOST_MEMORY: u32 = 1024;
const LARGEST_INPUT: u32 = 16 * 1024;
/// How long a finding is made smaller.
const MINIMIZING: Duration = Duration::from_secs(20);

/// Runs the targets.
pub(crate) fn run(workspace: &Workspace, mut arguments: Arguments) -> Outcome<bool> {
    let length = match arguments.value("--for")? {
        Some(text) => duration(&text)?,
        None => Duration::from_secs(60),
    };
    let seed = match arguments.value("--seed")? {
        Some(text) => text
            .parse()
            .map_err(|_| Problem::new(format!("--seed: `{text}` is no number")))?,
        None => fresh_seed(),
    };
    let mut only = Vec::new();
    while let Some(name) = arguments.value("--target")? {
        only.push(name);
    }
    let (input, save) = (arguments.value("--input")?, arguments.flag("--save"));
    arguments.finish()?;
    let targets = chosen(workspace, only)?;
    let engine = Engine::build(workspace)?;
    if let Some(input) = input {
        let [target] = &targets[..] else {
            return Err(Problem::new("--input needs the one --target that reads it"));
        };
        return Ok(engine.repeat(target, Path::new(&input))?.is_success());
    }
    announce(&format!(
        "{} targets, {} s each, seed {seed}",
        targets.len(),
        length.as_secs()
    ));
    let began = Instant::now();
    let rows = all(&engine, &targets, length, seed)?;
    if save {
        for target in &targets {
            engine.save(target)?;
        }
    }
    Ok(summary::print("fuzz", &rows, began.elapsed()))
}

/// Whether this machine can: the engine is C++, and knows the object files of Unix.
pub(crate) fn demand_engine() -> Outcome {
    let compiler = std::env::var_os("CXX").unwrap_or_else(|| "c++".into());
    if cfg!(windows) || output_of(Command::new(&compiler).arg("--version")).is_err() {
        return Err(
            Problem::new("the engine of the fuzzer needs Linux or macOS with a C++ compiler")
                .remedy("install g++ or clang, or run it elsewhere; the saved inputs ran as ordinary tests"),
        );
    }
    Ok(())
}

/// As many targets at a time as there are processors.
fn all(engine: &Engine, targets: &[String], length: Duration, seed: u32) -> Outcome<Vec<Row>> {
    let waiting = Mutex::new(targets.iter().collect::<Vec<_>>());
    let done = Mutex::new(Vec::new());
    let next = || waiting.lock().ok()?.pop();
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(target) = next() {
                    let row = engine.fuzz(target, length, seed);
                    if let Ok(mut done) = done.lock() {
                        done.push(row);
                    }
                }
            });
        }
    });
    let mut rows = done
        .into_inner()
        .unwrap_or_default()
        .into_iter()
        .collect::<Outcome<Vec<Row>>>()?;
    rows.sort_by(|one, other| one.name.cmp(&other.name));
    Ok(rows)
}

/// The built engine, and where its files are.
struct Engine {
    program: PathBuf,
    /// Saved inputs, committed.
    corpus: PathBuf,
    /// Words that the parsers know.
    dictionary: PathBuf,
    /// What is made while fuzzing.
    work: PathBuf,
}

impl Engine {
    fn build(workspace: &Workspace) -> Outcome<Self> {
        let work = workspace.target.join("fuzz");
        let host = host()?;
        let mut cargo = workspace.cargo();
        cargo
            .args(["build", "--locked", "--profile", "fuzz", "--package", PACKAGE])
            .args(["--features", "libfuzzer", "--target", &host])
            .env("CARGO_ENCODED_RUSTFLAGS", INSTRUMENTED.join("\u{1f}"))
            .env("CARGO_TARGET_DIR", &work);
        set_up("building the targets of the fuzzer, with coverage", &mut cargo)?;
        let folder = workspace.root.join("tests").join("fuzz");
        Ok(Self {
            program: work.join(host).join("fuzz").join(PACKAGE),
            corpus: folder.join("corpus"),
            dictionary: folder.join("dictionary.txt"),
            work,
        })
    }

    /// The program, in a folder where it may leave files, for one target.
    fn command(&self, target: &str) -> Command {
        let mut command = Command::new(&self.program);
        command.env("GRAPHMFA_FUZZ_TARGET", target);
        command.current_dir(&self.work);
        command.args([
            format!("-timeout={LONGEST_INPUT}"),
            format!("-rss_limit_mb={MOST_MEMORY}"),
            format!("-max_len={LARGEST_INPUT}"),
        ]);
        command
    }

    fn fuzz(&self, target: &str, length: Duration, seed: u32) -> Outcome<Row> {
        let began = Instant::now();
        let inputs = self.inputs(target)?;
        let findings = self.work.join("findings");
        make_folder(&findings)?;
        let mut command = self.command(target);
        command
            .arg(format!("-max_total_time={}", length.as_secs()))
            .arg(format!("-seed={seed}"))
            .arg(format!("-dict={}", self.dictionary.display()))
            .arg(format!("-artifact_prefix={}/{target}-", findings.display()))
            .arg("-print_final_stats=1")
            .arg(inputs)
            .arg(self.corpus.join(target));
        let watched = watch(&mut command, length * 3 + Duration::from_secs(60), quiet())?;
        let (verdict, what) = match (tally(&watched.printed), watched.is_success()) {
            (Some((inputs, edges)), true) => (
                Verdict::Passed,
                format!("{inputs} inputs, {edges} edges, seed {seed}"),
            ),
            _ => (Verdict::Failed, self.tell(target, &watched)?),
        };
        announce(&format!("{target}: {what}"));
        Ok(Row {
            name: target.to_owned(),
            verdict,
            what,
            took: began.elapsed(),
            budget: None,
        })
    }

    /// Makes a finding small, and tells how to repeat it.
    fn tell(&self, target: &str, watched: &Watched) -> Outcome<String> {
        print!("{}", watched.printed);
        let Some(found) = artifact(&watched.printed) else {
            return Ok("it ended without saying why; see above".to_owned());
        };
        let small = found.with_extension("small");
        let mut command = self.command(target);
        command
            .arg("-minimize_crash=1")
            .arg(format!("-max_total_time={}", MINIMIZING.as_secs()))
            .arg(format!("-exact_artifact_path={}", small.display()))
            .arg(&found);
        watch(&mut command, MINIMIZING * 3, quiet())?;
        let kept = if small.exists() { small } else { found };
        Ok(format!(
            "a promise is broken: cargo xtask fuzz --target {target} --input {}",
            kept.display()
        ))
    }

    fn repeat(&self, target: &str, input: &Path) -> Outcome<Watched> {
        let input = std::path::absolute(input).map_err(|error| Problem::about(input.display(), error))?;
        let mut command = self.command(target);
        command.arg(&input);
        announce(&words(&command));
        let copies = Copies {
            to_terminal: true,
            ..quiet()
        };
        watch(&mut command, Duration::from_secs(300), copies)
    }

    /// Adds the new inputs that reach what the saved ones do not.
    fn save(&self, target: &str) -> Outcome {
        let mut command = self.command(target);
        command
            .arg("-merge=1")
            .arg(self.corpus.join(target))
            .arg(self.inputs(target)?);
        set_up("keeping the inputs that reach new code", &mut command)
    }

    /// The folder of new inputs, kept from run to run.
    fn inputs(&self, target: &str) -> Outcome<PathBuf> {
        let folder = self.work.join("inputs").join(target);
        make_folder(&folder)?;
        Ok(folder)
    }
}

fn quiet() -> Copies<'static> {
    Copies {
        log: None,
        to_terminal: false,
        stdout_to: None,
    }
}

/// The targets are the folders of the corpus: a test sees to that.
fn chosen(workspace: &Workspace, only: Vec<String>) -> Outcome<Vec<String>> {
    let folder = workspace.root.join("tests").join("fuzz").join("corpus");
    let problem = |error: std::io::Error| Problem::about(folder.display(), error);
    let mut known = Vec::new();
    for entry in fs::read_dir(&folder).map_err(problem)? {
        known.push(entry.map_err(problem)?.file_name().to_string_lossy().into_owned());
    }
    known.sort();
    match only.iter().find(|name| !known.contains(name)) {
        Some(name) => Err(Problem::new(format!("there is no target `{name}`"))
            .remedy(format!("the targets are {}", known.join(", ")))),
        None if only.is_empty() => Ok(known),
        None => Ok(only),
    }
}

fn host() -> Outcome<String> {
    let told = output_of(Command::new("rustc").arg("-vV"))?;
    told.lines()
        .find_map(|line| line.strip_prefix("host: "))
        .map(str::to_owned)
        .ok_or_else(|| Problem::new("rustc does not name its host"))
}

fn fresh_seed() -> u32 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    // Zero means a seed of the engine's own, which nobody could give again.
    now.subsec_nanos().max(1)
}

fn duration(text: &str) -> Outcome<Duration> {
    let unit = |letter, seconds: u64| Some((text.strip_suffix(letter)?, seconds));
    let (number, seconds) = unit('s', 1)
        .or_else(|| unit('m', 60))
        .or_else(|| unit('h', 3600))
        .unwrap_or((text, 1));
    match number.parse::<u64>() {
        Ok(count) if count > 0 => Ok(Duration::from_secs(count.saturating_mul(seconds))),
        _ => Err(Problem::new(format!("--for: `{text}` is no time")).remedy("give it as 30s, 10m or 2h")),
    }
}

/// How many inputs ran, and how many edges of the code they reached.
fn tally(printed: &str) -> Option<(u64, u64)> {
    let inputs = printed
        .lines()
        .find_map(|line| line.strip_prefix("stat::number_of_executed_units:"))?;
    let edges = printed
        .lines()
        .filter_map(|line| line.split_once(" cov: ")?.1.split(' ').next()?.parse().ok())
        .next_back()?;
    Some((inputs.trim().parse().ok()?, edges))
}

/// The file that the engine wrote a finding to.
fn artifact(printed: &str) -> Option<PathBuf> {
    let line = printed
        .lines()
        .find(|line| line.contains("Test unit written to "))?;
    Some(PathBuf::from(line.split_once("Test unit written to ")?.1.trim()))
}

#[cfg(test)]
mod tests {
    use super::{artifact, duration, tally};
    use std::path::Path;
    use std::time::Duration;

    #[test]
    fn what_the_engine_prints_is_read() {
        let printed = "#2\tINITED cov: 12 ft: 13 corp: 1/1b\n#90\tDONE   cov: 345 ft: 600 corp: 9/1Kb\n\
                       stat::number_of_executed_units: 90\nstat::peak_rss_mb: 40\n";
        assert_eq!(tally(printed), Some((90, 345)));
        assert_eq!(tally("Segmentation fault"), None);
        let crash = "artifact_prefix='x'; Test unit written to /somewhere/replies-crash-0a\nBase64: AA==\n";
        assert_eq!(
            artifact(crash).as_deref(),
            Some(Path::new("/somewhere/replies-crash-0a"))
        );
        assert_eq!(artifact(printed), None);
    }

    #[test]
    fn times_have_units() {
        let seconds = |text| duration(text).ok().map(|length| length.as_secs());
        assert_eq!(seconds("30s"), Some(30));
        assert_eq!(seconds("10m"), Some(600));
        assert_eq!(seconds("2h"), Some(7200));
        assert_eq!(duration("45").ok(), Some(Duration::from_secs(45)));
        assert_eq!(seconds("0s"), None);
        assert_eq!(seconds("soon"), None);
    }
}
