//! The parts that scripts tell: each reads the stage from standard input and writes a line of JSON per step.

use super::Stage;
use super::cast::{Caller, DELAY_SCALE};
use super::powershell;
use super::story::{Step, Teller, Told};
use crate::process::{Outcome, Problem, words};
use crate::workspace::{Workspace, make_folder};
use graph_mfa::api::Event;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::fs;
use std::io::{self, BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, ChildStdout, Command, Stdio};

/// A line that a script writes.
#[derive(Deserialize)]
#[serde(untagged)]
enum Line {
    Event {
        event: Event,
    },
    Typing {
        typed: String,
    },
    Step {
        step: String,
        #[serde(default)]
        shown: Vec<String>,
        value: Value,
    },
}

/// Lets Node tell its part, with the package installed the way npm does it.
pub(super) fn node(
    workspace: &Workspace,
    stage: &Stage,
    caller: &Caller,
    teller: &mut Teller<'_>,
) -> Outcome {
    let folder = workspace.fresh_folder("demo")?;
    let package = folder.join("node_modules").join("graph-mfa");
    copy_folder(&workspace.npm_folder().join("dist"), &package.join("dist"))?;
    copy(
        &workspace.npm_folder().join("package.json"),
        &package.join("package.json"),
    )?;
    let script = folder.join("story.mjs");
    copy(&workspace.root.join("xtask/demo/story.mjs"), &script)?;
    let mut command = Command::new("node");
    command.arg(&script);
    listen(&mut command, &setting(stage, caller), teller, |value| value)
}

/// Lets PowerShell tell its part, with the module that was built.
pub(super) fn powershell(
    workspace: &Workspace,
    stage: &Stage,
    caller: &Caller,
    (shell, module): (&Path, &Path),
    teller: &mut Teller<'_>,
) -> Outcome {
    let mut setting = setting(stage, caller);
    setting["module"] = json!(module);
    let mut command = Command::new(shell);
    command
        .args(["-NoProfile", "-NonInteractive", "-File"])
        .arg(workspace.root.join("xtask/demo/story.ps1"));
    // The module's own library is what is shown, whatever is set for tests.
    command.env_remove("GRAPHMFA_NATIVE_LIBRARY");
    listen(&mut command, &setting, teller, powershell::contract)
}

/// What a script is told. The secret travels on standard input: arguments can be seen by everybody.
fn setting(stage: &Stage, caller: &Caller) -> Value {
    let connection = &stage.startup.connection;
    json!({
        "graph": stage.startup.graph,
        "login": stage.startup.login,
        "tenant": connection.tenant_id,
        "clientId": connection.client_id,
        "clientSecret": connection.client_secret,
        "delayScale": DELAY_SCALE,
        "search": caller.search,
        "user": caller.user_principal_name,
    })
}

/// Runs a script and passes on what it tells.
fn listen(
    command: &mut Command,
    setting: &Value,
    teller: &mut Teller<'_>,
    contract: fn(Value) -> Value,
) -> Outcome {
    let name = words(command);
    let problem = |error: &dyn std::fmt::Display| Problem::about(&name, error);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(std::io::stderr())
        .spawn()
        .map_err(|error| problem(&error))?;
    let (Some(input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(problem(&"has no standard streams"));
    };
    let conversation = converse(input, output, setting, teller, contract);
    if conversation.is_err() {
        // Nobody listens to it any more; it may have ended by itself.
        let _ = child.kill();
    }
    let status = child.wait().map_err(|error| problem(&error))?;
    conversation.map_err(|error| problem(&error))?;
    if status.success() {
        Ok(())
    } else {
        Err(problem(&format_args!("ended with {status}")))
    }
}

/// Sets the stage and listens to the end. After the reset, the script waits for a line: minutes pass in the tenant.
fn converse(
    mut input: ChildStdin,
    output: ChildStdout,
    setting: &Value,
    teller: &mut Teller<'_>,
    contract: fn(Value) -> Value,
) -> io::Result<()> {
    writeln!(input, "{setting}")?;
    for line in BufReader::new(output).lines() {
        match serde_json::from_str(&line?)? {
            Line::Event { event } => teller.event(&event),
            Line::Typing { typed } => teller.typing(&typed),
            Line::Step { step, shown, value } => {
                teller.step(Step {
                    shown,
                    told: told(&step, contract(value))?,
                });
                if step == "reset" {
                    writeln!(input, "go on")?;
                }
            }
        }
    }
    Ok(())
}

fn told(step: &str, value: Value) -> Result<Told, serde_json::Error> {
    fn read<T: DeserializeOwned>(value: Value) -> Result<T, serde_json::Error> {
        serde_json::from_value(value)
    }
    Ok(match step {
        "find" => Told::Found(read(value)?),
        "methods" => Told::Methods(read(value)?),
        "plan" => Told::Plan(read(value)?),
        "reset" => Told::Reset(read(value)?),
        "audit" => Told::Resets(read(value)?),
        other => return Err(serde::de::Error::custom(format!("there is no step {other}"))),
    })
}

fn copy(from: &Path, to: &Path) -> Outcome {
    fs::copy(from, to)
        .map(|_| ())
        .map_err(|error| Problem::about(from.display(), error))
}

fn copy_folder(from: &Path, to: &Path) -> Outcome {
    make_folder(to)?;
    let problem = |error: std::io::Error| Problem::about(from.display(), error);
    for entry in fs::read_dir(from).map_err(problem)? {
        let path: PathBuf = entry.map_err(problem)?.path();
        let target = to.join(path.file_name().unwrap_or_default());
        if path.is_dir() {
            copy_folder(&path, &target)?
        } else {
            copy(&path, &target)?
        }
    }
    Ok(())
}
