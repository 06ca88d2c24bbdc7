//! `cargo xtask test`: every test of every surface, and a summary of what ran.

mod binaries;
mod demo;
mod secrets;
mod suites;
mod tally;

use crate::arguments::Arguments;
use crate::process::{Copies, Outcome, Problem, Watched, announce, watch, words};
use crate::summary::{self, Row, Verdict};
use crate::tools;
use crate::workspace::{Workspace, make_folder};
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::Write as _;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};
use suites::{SUITES, Suite};

pub(crate) use binaries::{TestBinary, build as build_tests};

pub(crate) const USAGE: &str = "\
cargo xtask test [--only SUITE]... [--list]

Runs every test of every surface, the cheap ones first. What they print is kept in target/xtask/logs. The summary names
what ran, how long each suite took of its budget, and what was skipped and why. A suite that takes four times its budget
is stopped. Exit status: 1 when something failed; with CI=true, a missing Node or PowerShell is a failure.

  --only SUITE   this suite only; may be given several times
  --list         the suites

  GRAPHMFA_PWSH        the PowerShell to use; otherwise pwsh on PATH, or ../shared/tools/pwsh/pwsh
  GRAPHMFA_REFERENCE   the folder of reference material; otherwise ../shared/reference";

/// How many times its budget a suite may take before it is stopped: the machine may be busy.
const PATIENCE: u32 = 4;

/// What the suites share.
struct Run<'a> {
    workspace: &'a Workspace,
    logs: PathBuf,
    /// Where simulated tenants write down the secrets that they hand out. Not among the logs, which are searched.
    canaries: PathBuf,
    environment: Vec<(&'static str, OsString)>,
    binaries: Option<Vec<TestBinary>>,
    rows: Vec<Row>,
}

/// What came of a suite: its verdict, and what ran.
type Ran = (Verdict, String);

/// Runs the suites.
pub(crate) fn run(workspace: &Workspace, mut arguments: Arguments) -> Outcome<bool> {
    if arguments.flag("--list") {
        arguments.finish()?;
        for suite in &SUITES {
            println!("{:<12} {}", suite.name, suite.about);
        }
        return Ok(true);
    }
    let mut only = Vec::new();
    while let Some(name) = arguments.value("--only")? {
        if !SUITES.iter().any(|suite| suite.name == name) {
            return Err(Problem::new(format!("there is no suite `{name}`")).remedy("see --list"));
        }
        only.push(name);
    }
    arguments.finish()?;

    let began = Instant::now();
    let mut run = Run::begin(workspace)?;
    for suite in SUITES
        .iter()
        .filter(|suite| only.is_empty() || only.iter().any(|name| name == suite.name))
    {
        run.suite(suite)?;
    }
    Ok(summary::print("test", &run.rows, began.elapsed()))
}

impl<'a> Run<'a> {
    fn begin(workspace: &'a Workspace) -> Outcome<Self> {
        let canaries = workspace.fresh_folder("canaries")?.join("issued");
        let mut environment: Vec<(&'static str, OsString)> = vec![
            ("GRAPH_SIM", workspace.program("graph-sim").into()),
            (
                "GRAPHMFA_CONFORMANCE",
                workspace.program("graph-mfa-conformance").into(),
            ),
            ("GRAPH_SIM_CANARIES", canaries.clone().into()),
        ];
        let mut rows = Vec::new();
        match tools::find_reference(workspace) {
            Ok(folder) => environment.push(("GRAPHMFA_REFERENCE", folder.into())),
            Err(absent) => rows.push(Row {
                name: "reference".to_owned(),
                verdict: Verdict::Skipped,
                what: one_line(&format!("tests that read reference material: {absent}")),
                took: Duration::ZERO,
                budget: None,
            }),
        }
        Ok(Self {
            workspace,
            logs: workspace.fresh_folder("logs")?,
            canaries,
            environment,
            binaries: None,
            rows,
        })
    }

    fn suite(&mut self, suite: &Suite) -> Outcome {
        if let Some(absent) = (suite.needs)(self.workspace).err() {
            let verdict = if tools::is_ci() {
                Verdict::Failed
            } else {
                Verdict::Skipped
            };
            self.row(
                suite.name,
                (verdict, one_line(&absent.to_string())),
                Duration::ZERO,
                Some(suite.budget),
            );
            return Ok(());
        }
        let began = Instant::now();
        let built = (suite.build)(self);
        // What was built before takes no time, and no line.
        if began.elapsed() > Duration::from_secs(1) || built.is_err() {
            let ran = match &built {
                Ok(()) => (Verdict::Passed, "built".to_owned()),
                Err(problem) => {
                    announce(&problem.to_string());
                    (Verdict::Failed, one_line(&problem.to_string()))
                }
            };
            self.row(&format!("{} build", suite.name), ran, began.elapsed(), None);
        }
        if built.is_err() {
            return Ok(());
        }
        announce(&format!("suite {}: {}", suite.name, suite.about));
        let began = Instant::now();
        let ran = (suite.run)(self, suite)?;
        self.row(suite.name, ran, began.elapsed(), Some(suite.budget));
        Ok(())
    }

    fn row(&mut self, name: &str, (verdict, what): Ran, took: Duration, budget: Option<Duration>) {
        self.rows.push(Row {
            name: name.to_owned(),
            verdict,
            what,
            took,
            budget,
        });
    }

    /// Runs a command of a suite: on the terminal, and into the suite's log.
    fn command(&self, suite: &Suite, command: &mut Command, stdout_to: Option<File>) -> Outcome<Watched> {
        make_folder(&self.logs)?;
        let path = self.logs.join(format!("{}.log", suite.name));
        let problem = |error: std::io::Error| Problem::about(path.display(), error);
        let mut log = fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(&path)
            .map_err(problem)?;
        writeln!(log, "$ {}", words(command)).map_err(problem)?;
        for (name, value) in &self.environment {
            command.env(name, value);
        }
        let copies = Copies {
            log: Some(&mut log),
            to_terminal: true,
            stdout_to,
        };
        let watched = watch(command, suite.budget * PATIENCE, copies)?;
        if watched.status.is_none() {
            announce(&format!(
                "{} was stopped: it took {PATIENCE} times its budget",
                words(command)
            ));
        }
        Ok(watched)
    }

    /// The test programs of the workspace, built once for all suites.
    fn binaries(&mut self) -> Outcome<&[TestBinary]> {
        if self.binaries.is_none() {
            self.binaries = Some(binaries::build(
                &mut self.workspace.cargo(),
                "building every test",
                &["--workspace"],
            )?);
        }
        Ok(self.binaries.as_deref().unwrap_or_default())
    }
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
