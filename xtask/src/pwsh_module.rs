//! Builds the PowerShell module as it is published: two files instead of one per function, because every file that is
//! read costs time, and the native library in the folder of its platform.
//!
//! The `.psm1` has the commands, and what an import needs. What commands call is in a file of its own, which the first
//! command reads: PowerShell spends two microseconds on each word of a script, and more than half of the words are there.

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

/// The private functions that are there from the import on.
const AT_IMPORT: [&str; 4] = [
    "State",
    "Import-MfaFunction",
    "Use-MfaCallerPreference",
    "Get-MfaCompletion",
];

/// What is copied as it is, beside the module file.
const COPIED: [&str; 2] = ["GraphMfa.psd1", "GraphMfa.Format.ps1xml"];

/// Builds `pwsh-module/dist/GraphMfa` below `root` from the sources, with `native_library` for the platform `rid`
/// (such as `linux-x64`, `win-x64`, `osx-arm64`), and returns the module's folder.
///
/// Libraries of other platforms that an earlier build put there stay: a release collects them one by one.
///
/// # Errors
/// A source file or the library cannot be read, is not ASCII (Windows PowerShell reads a script without byte order
/// mark in the system's code page), does not define the function that it is named after, or the folder cannot be
/// written.
pub(crate) fn build(root: &Path, native_library: &Path, rid: &str) -> io::Result<PathBuf> {
    let source = root.join("pwsh-module").join("GraphMfa");
    let target = root.join("pwsh-module").join("dist").join("GraphMfa");
    fs::create_dir_all(&target)?;

    let private = scripts(&source.join("Private"))?;
    let public = scripts(&source.join("Public"))?;
    let (at_import, at_call): (Vec<_>, Vec<_>) = private
        .into_iter()
        .partition(|(path, _)| AT_IMPORT.contains(&name_of(path).as_str()));
    fs::write(target.join("GraphMfa.psm1"), module_file(&at_import, &public)?)?;
    fs::write(target.join("GraphMfa.Functions.ps1"), functions_file(&at_call)?)?;
    for name in COPIED {
        fs::copy(source.join(name), target.join(name))?;
    }
    replace_folder(&source.join("en-US"), &target.join("en-US"))?;

    let native = target.join("runtimes").join(rid).join("native");
    fs::create_dir_all(&native)?;
    let file = native_library
        .file_name()
        .ok_or_else(|| invalid(native_library, "is not a file"))?;
    // A library that a process has loaded must not be written over: the new file takes its place.
    let fresh = native.join("fresh");
    fs::copy(native_library, &fresh)?;
    fs::rename(&fresh, native.join(file))?;
    Ok(target)
}

/// A source file: its path, and its text.
type Script = (PathBuf, String);

/// The scripts of a folder, by name.
fn scripts(folder: &Path) -> io::Result<Vec<Script>> {
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "ps1") {
            paths.push(path);
        }
    }
    paths.sort();
    paths
        .into_iter()
        .map(|path| fs::read_to_string(&path).map(|text| (path, text)))
        .collect()
}

/// What both files begin with.
const BUILT: &str = "# Built from one file per function; change those.\n";

/// The text of the module file.
fn module_file(at_import: &[Script], public: &[Script]) -> io::Result<String> {
    let mut text = format!("{BUILT}Set-StrictMode -Version Latest\n");
    for script in at_import.iter().chain(public) {
        append(&mut text, script)?;
    }
    text.push_str("\nExport-ModuleMember -Function @(\n");
    for script in public {
        check_name(script)?;
        text.push_str(&format!("    '{}'\n", name_of(&script.0)));
    }
    text.push_str(")\n");
    Ok(text)
}

/// The text of the file of functions. A function of the module reads it, so that each is put into the module's scope by
/// name: into the function's own it would go, and be gone with it.
fn functions_file(scripts: &[Script]) -> io::Result<String> {
    let mut text = String::from(BUILT);
    for script in scripts {
        check_name(script)?;
        let (path, source) = script;
        append(
            &mut text,
            &(path.clone(), source.replacen("function ", "function script:", 1)),
        )?;
    }
    Ok(text)
}

fn append(text: &mut String, (path, script): &Script) -> io::Result<()> {
    if !script.is_ascii() {
        return Err(invalid(path, "is not ASCII"));
    }
    text.push('\n');
    for line in script.trim_end().lines() {
        // It says nothing, for a function with CmdletBinding, but is parsed at every import, hundreds of times.
        if line.trim() != "[Parameter()]" {
            text.push_str(line);
            text.push('\n');
        }
    }
    Ok(())
}

/// The name of the function that a file is named after.
fn name_of(path: &Path) -> String {
    path.file_stem()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned()
}

fn check_name((path, script): &Script) -> io::Result<()> {
    if script.starts_with(&format!("function {} {{", name_of(path))) {
        return Ok(());
    }
    Err(invalid(
        path,
        "does not begin with the function that it is named after",
    ))
}

/// Copies the files of one folder to another, in which nothing else stays.
fn replace_folder(from: &Path, to: &Path) -> io::Result<()> {
    if to.exists() {
        fs::remove_dir_all(to)?;
    }
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        if let Some(name) = path.file_name() {
            fs::copy(&path, to.join(name))?;
        }
    }
    Ok(())
}

fn invalid(path: &Path, problem: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, format!("{} {problem}", path.display()))
}
