//! The test programs that cargo builds, run directly: every suite runs the same artefacts whatever it selects, and
//! nothing is compiled again because a selection has other features.

use crate::process::{Outcome, Problem, announce, words};
use crate::workspace::make_folder;
use serde_json::Value;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A test program.
#[derive(Debug)]
pub(crate) struct TestBinary {
    pub(crate) package: String,
    /// The target's name, such as `contract`, or that of the library.
    pub(crate) target: String,
    pub(crate) is_library: bool,
    folder: PathBuf,
    executable: PathBuf,
}

impl TestBinary {
    /// The program, in the folder in which cargo would run it.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(&self.executable);
        command.current_dir(&self.folder);
        command
            .env("CARGO_MANIFEST_DIR", &self.folder)
            .env("CARGO_PKG_NAME", &self.package);
        command
    }

    /// The same program at another place, where the next build does not write over it.
    pub(crate) fn copied_to(&self, folder: &Path) -> Outcome<Self> {
        make_folder(folder)?;
        let name = self.executable.file_name().unwrap_or_default();
        let copy = folder.join(name);
        fs::copy(&self.executable, &copy)
            .map_err(|error| Problem::about(self.executable.display(), error))?;
        Ok(Self {
            package: self.package.clone(),
            target: self.target.clone(),
            is_library: self.is_library,
            folder: self.folder.clone(),
            executable: copy,
        })
    }
}

/// Builds the test programs of a selection of packages, with the given cargo.
pub(crate) fn build(cargo: &mut Command, purpose: &str, selection: &[&str]) -> Outcome<Vec<TestBinary>> {
    cargo
        .args([
            "test",
            "--locked",
            "--no-run",
            "--message-format=json-render-diagnostics",
        ])
        .args(selection);
    announce(&format!("{purpose} ({})", words(cargo)));
    let problem = |error: std::io::Error| Problem::about("cargo", error);
    let mut child = cargo
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(std::io::stderr())
        .spawn()
        .map_err(problem)?;
    let mut binaries = Vec::new();
    if let Some(output) = child.stdout.take() {
        for line in BufReader::new(output).lines() {
            let line = line.map_err(problem)?;
            // Anything else on this stream is a build script's, and no message of cargo.
            if let Some(binary) = serde_json::from_str(&line)
                .ok()
                .and_then(|message| read(&message))
            {
                binaries.push(binary);
            }
        }
    }
    if !child.wait().map_err(problem)?.success() {
        return Err(Problem::new(format!("{purpose}: the tests do not compile")));
    }
    binaries.sort_by(|one, other| (&one.package, &one.target).cmp(&(&other.package, &other.target)));
    Ok(binaries)
}

fn read(message: &Value) -> Option<TestBinary> {
    if message["reason"] != "compiler-artifact" || message["profile"]["test"] != true {
        return None;
    }
    let manifest = PathBuf::from(message["manifest_path"].as_str()?);
    let kinds = message["target"]["kind"].as_array()?;
    // The id is `path+file:///…/folder#name@version`, or without the name where the folder has it already.
    let id = message["package_id"].as_str()?;
    let named = id
        .rsplit_once('#')
        .and_then(|(_, tail)| tail.split_once('@'))
        .map(|(name, _)| name.to_owned());
    let folder = manifest.parent()?.to_owned();
    Some(TestBinary {
        package: named.or_else(|| Some(folder.file_name()?.to_str()?.to_owned()))?,
        target: message["target"]["name"].as_str()?.to_owned(),
        is_library: kinds
            .iter()
            .any(|kind| matches!(kind.as_str(), Some("lib" | "rlib" | "cdylib"))),
        executable: PathBuf::from(message["executable"].as_str()?),
        folder,
    })
}

#[cfg(test)]
mod tests {
    use super::read;
    use serde_json::json;

    #[test]
    fn a_test_program_is_told_from_other_artefacts() {
        let mut message = json!({
            "reason": "compiler-artifact",
            "package_id": "path+file:///src/tests/simulator#graph-sim@0.1.0",
            "manifest_path": "/src/tests/simulator/Cargo.toml",
            "target": { "kind": ["test"], "name": "tenant" },
            "profile": { "test": true },
            "executable": "/target/debug/deps/tenant-1",
        });
        let binary = read(&message).expect("a test program");
        assert_eq!(
            (binary.package.as_str(), binary.target.as_str()),
            ("graph-sim", "tenant")
        );
        message["package_id"] = json!("path+file:///src/xtask#0.1.0");
        message["manifest_path"] = json!("/src/xtask/Cargo.toml");
        assert_eq!(read(&message).expect("a test program").package, "xtask");
        message["profile"]["test"] = json!(false);
        assert!(read(&message).is_none());
    }
}
