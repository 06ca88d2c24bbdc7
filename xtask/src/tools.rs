//! Programs that others install: Node, npm, PowerShell, the Rust target for WebAssembly. Each is found, or its
//! absence is said together with what helps.

use crate::process::{Outcome, Problem, output_of, set_up};
use crate::workspace::Workspace;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const WASM_TARGET: &str = "wasm32-unknown-unknown";
/// The package's `engines` field says the same.
const OLDEST_NODE: u32 = 20;

/// Whether this is a machine of continuous integration, where nothing may be skipped.
pub(crate) fn is_ci() -> bool {
    std::env::var("CI").is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false"))
}

/// Node, new enough, and npm.
pub(crate) fn demand_node() -> Outcome {
    let remedy = format!("install Node {OLDEST_NODE} or newer with npm, and put both on PATH");
    let version = first_line(Command::new("node").arg("--version"))
        .ok_or_else(|| Problem::new("`node` was not found on PATH").remedy(&remedy))?;
    let major = version
        .trim_start_matches('v')
        .split('.')
        .next()
        .and_then(|major| major.parse::<u32>().ok());
    if major.is_none_or(|major| major < OLDEST_NODE) {
        return Err(Problem::new(format!("node is {version}, and {OLDEST_NODE} is needed")).remedy(remedy));
    }
    match first_line(npm().arg("--version")) {
        Some(_) => Ok(()),
        None => Err(Problem::new("`npm` was not found on PATH").remedy(remedy)),
    }
}

pub(crate) fn npm() -> Command {
    Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

/// PowerShell: `GRAPHMFA_PWSH`, else `pwsh` on PATH, else the one for test machines beside the checkout.
pub(crate) fn find_pwsh(workspace: &Workspace) -> Outcome<PathBuf> {
    if let Some(named) = std::env::var_os("GRAPHMFA_PWSH") {
        let named = absolute(Path::new(&named));
        return if answers(&named) {
            Ok(named)
        } else {
            Err(Problem::new(format!(
                "GRAPHMFA_PWSH names {}, which does not run",
                named.display()
            ))
            .remedy("let it name a PowerShell 7, or unset it"))
        };
    }
    let beside = beside(workspace, "tools/pwsh/pwsh");
    [PathBuf::from("pwsh"), beside]
        .into_iter()
        .find(|candidate| answers(candidate))
        .ok_or_else(|| {
            Problem::new("no PowerShell: `pwsh` is not on PATH, and ../shared/tools/pwsh/pwsh does not run")
                .remedy("install PowerShell 7, or let GRAPHMFA_PWSH name one")
        })
}

/// The folder of reference material: `GRAPHMFA_REFERENCE`, else the one beside the checkout.
pub(crate) fn find_reference(workspace: &Workspace) -> Outcome<PathBuf> {
    let folder = std::env::var_os("GRAPHMFA_REFERENCE").map_or_else(
        || beside(workspace, "reference"),
        |named| absolute(Path::new(&named)),
    );
    if folder.is_dir() {
        Ok(folder)
    } else {
        Err(
            Problem::new(format!("no reference material at {}", folder.display()))
                .remedy("let GRAPHMFA_REFERENCE name its folder"),
        )
    }
}

/// What lies in the folder `shared` beside the checkout.
fn beside(workspace: &Workspace, path: &str) -> PathBuf {
    let above = workspace.root.parent().unwrap_or(&workspace.root);
    above.join("shared").join(path)
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

fn answers(program: &Path) -> bool {
    let mut command = Command::new(program);
    command.args(["-NoProfile", "-NonInteractive", "-Command", "exit 0"]);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

fn first_line(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let line = text.lines().next()?.trim();
    (output.status.success() && !line.is_empty()).then(|| line.to_owned())
}

/// The Rust target that the npm package is compiled for.
pub(crate) fn demand_wasm_target(workspace: &Workspace) -> Outcome {
    let mut rustc = Command::new("rustc");
    rustc
        .current_dir(&workspace.root)
        .args(["--print", "target-libdir", "--target", WASM_TARGET]);
    if output_of(&mut rustc).is_ok_and(|folder| Path::new(folder.trim()).is_dir()) {
        return Ok(());
    }
    let mut rustup = Command::new("rustup");
    rustup
        .current_dir(&workspace.root)
        .args(["target", "add", WASM_TARGET]);
    set_up("installing the Rust target for WebAssembly", &mut rustup).map_err(|problem| {
        Problem::new(problem.to_string()).remedy(format!(
            "install the target {WASM_TARGET} for the toolchain that rust-toolchain.toml names"
        ))
    })
}
