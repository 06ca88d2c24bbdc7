//! Where things are: the root of the checkout, the target folder, and cargo itself.

use crate::process::{Outcome, Problem, output_of};
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The checkout that the commands work on.
pub(crate) struct Workspace {
    pub(crate) root: PathBuf,
    /// Cargo's target folder, wherever it was put.
    pub(crate) target: PathBuf,
}

impl Workspace {
    pub(crate) fn open() -> Outcome<Self> {
        // Cargo says at run time where the package is; the place of compilation may be another checkout.
        let package = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = package
            .parent()
            .ok_or_else(|| Problem::new("the package has no folder above it"))?
            .to_owned();
        Self::at(root, None)
    }

    /// Another copy of the sources, with a target folder of its own.
    pub(crate) fn at(root: PathBuf, target: Option<PathBuf>) -> Outcome<Self> {
        let mut workspace = Self {
            root,
            target: PathBuf::new(),
        };
        workspace.target = match target {
            Some(target) => target,
            None => {
                let metadata =
                    output_of(
                        workspace
                            .cargo()
                            .args(["metadata", "--no-deps", "--format-version", "1"]),
                    )?;
                let metadata: Value = serde_json::from_str(&metadata)
                    .map_err(|error| Problem::about("cargo metadata", error))?;
                let target = metadata["target_directory"].as_str();
                target
                    .map(PathBuf::from)
                    .ok_or_else(|| Problem::new("cargo metadata names no target folder"))?
            }
        };
        Ok(workspace)
    }

    /// Cargo, in the root, as if a person had called it.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.current_dir(&self.root);
        // What `cargo run` told this program about its own package would make build scripts run again and again.
        for (name, _) in std::env::vars_os() {
            let text = name.to_string_lossy();
            let about_package = text.starts_with("CARGO_PKG_")
                || text.starts_with("CARGO_MANIFEST_")
                || matches!(
                    &*text,
                    "CARGO_BIN_NAME" | "CARGO_CRATE_NAME" | "CARGO_PRIMARY_PACKAGE" | "OUT_DIR"
                );
            if about_package {
                command.env_remove(&name);
            }
        }
        if !self.target.as_os_str().is_empty() {
            command.env("CARGO_TARGET_DIR", &self.target);
        }
        command
    }

    /// A program that cargo built for development.
    pub(crate) fn program(&self, name: &str) -> PathBuf {
        self.target
            .join("debug")
            .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
    }

    /// A fresh, empty folder for the files of a command.
    pub(crate) fn fresh_folder(&self, name: &str) -> Outcome<PathBuf> {
        let folder = self.target.join("xtask").join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder).map_err(|error| Problem::about(folder.display(), error))?;
        }
        make_folder(&folder)?;
        Ok(folder)
    }

    /// The files that are tracked, or new and not ignored, by their paths in the checkout.
    pub(crate) fn files(&self) -> Outcome<Vec<PathBuf>> {
        let mut git = Command::new("git");
        git.current_dir(&self.root)
            .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
        let mut files: Vec<PathBuf> = output_of(&mut git)?
            .split('\0')
            .filter(|name| !name.is_empty())
            .map(PathBuf::from)
            // What was deleted and not committed yet is still in the index.
            .filter(|name| self.root.join(name).is_file())
            .collect();
        files.sort();
        files.dedup();
        Ok(files)
    }

    pub(crate) fn npm_folder(&self) -> PathBuf {
        self.root.join("bindings").join("wasm")
    }
}

pub(crate) fn make_folder(folder: &Path) -> Outcome {
    fs::create_dir_all(folder).map_err(|error| Problem::about(folder.display(), error))
}
