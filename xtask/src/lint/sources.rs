//! Rules of the sources that no compiler knows.

use crate::process::{Outcome, Problem};
use crate::workspace::Workspace;
use std::fs;
use std::path::Path;

/// The only places that may know which processor they are compiled for (design invariant 2).
const PLATFORM: [&str; 2] = ["core/src/platform/", "core/src/http/reqwest.rs"];

/// Folders of one machine, and hosts from which packages come there. Each is cut in two, so that this file passes its
/// own check.
const PLACES: [(&str, &str); 8] = [
    ("/wo", "rk/"),
    ("/ro", "ot/"),
    ("/ho", "me/"),
    ("/Us", "ers/"),
    ("C:\\Us", "ers\\"),
    ("registry.", "npmjs"),
    ("arti", "factory"),
    ("\"resol", "ved\": \"http"),
];

/// Only the platform folder and the reqwest adapter mention the target's architecture.
pub(super) fn architecture(workspace: &Workspace) -> Outcome {
    // Cut in two, so that this line does not find itself.
    let needle = ["target", "_arch"].concat();
    let rust =
        |file: &str| file.ends_with(".rs") && !PLATFORM.iter().any(|allowed| file.starts_with(allowed));
    let found = find(workspace, rust, |line| {
        line.contains(&needle) && !line.trim_start().starts_with("//")
    })?;
    report(
        "only core/src/platform and the reqwest adapter know the target's architecture",
        found,
    )
}

/// No tracked file says where somebody's machine keeps things.
pub(super) fn places(workspace: &Workspace) -> Outcome {
    let places: Vec<String> = PLACES
        .iter()
        .map(|(head, tail)| format!("{head}{tail}"))
        .collect();
    let found = find(
        workspace,
        |_| true,
        |line| places.iter().any(|place| is_path(line, place)),
    )?;
    report(
        "a tracked file names a folder of one machine, or a registry host",
        found,
    )
}

/// Whether a line holds a place at the beginning of a path. In the middle of an address it is a page, not a folder.
fn is_path(line: &str, place: &str) -> bool {
    line.match_indices(place).any(|(position, _)| {
        !place.starts_with('/')
            || !line[..position]
                .ends_with(|before: char| before.is_alphanumeric() || "-_.~)}".contains(before))
    })
}

/// Windows PowerShell reads a script without byte order mark in the system's code page.
pub(super) fn ascii(workspace: &Workspace) -> Outcome {
    let scripts = |file: &str| {
        [".ps1", ".psm1", ".psd1", ".ps1xml", ".help.txt"]
            .iter()
            .any(|end| file.ends_with(end))
    };
    report(
        "PowerShell's files are ASCII",
        find(workspace, scripts, |line| !line.is_ascii())?,
    )
}

/// Every line of the chosen files that fits, as `file:line`.
fn find(
    workspace: &Workspace,
    chosen: impl Fn(&str) -> bool,
    fits: impl Fn(&str) -> bool,
) -> Outcome<Vec<String>> {
    let mut found = Vec::new();
    for file in workspace.files()? {
        let name = file.to_string_lossy().replace('\\', "/");
        if !chosen(&name) {
            continue;
        }
        // What is no text holds no line.
        let Some(text) = read(&workspace.root.join(&file))? else {
            continue;
        };
        for (number, line) in text.lines().enumerate().filter(|(_, line)| fits(line)) {
            found.push(format!(
                "{name}:{}: {}",
                number + 1,
                line.trim().chars().take(80).collect::<String>()
            ));
        }
    }
    Ok(found)
}

fn read(file: &Path) -> Outcome<Option<String>> {
    let bytes = fs::read(file).map_err(|error| Problem::about(file.display(), error))?;
    Ok(String::from_utf8(bytes).ok())
}

fn report(rule: &str, found: Vec<String>) -> Outcome {
    if found.is_empty() {
        return Ok(());
    }
    Err(Problem::new(format!("{rule}:\n    {}", found.join("\n    "))))
}

#[cfg(test)]
mod tests {
    use super::{PLACES, is_path};

    #[test]
    fn a_folder_is_told_from_a_part_of_an_address() {
        let home = format!("{}{}", PLACES[2].0, PLACES[2].1);
        assert!(is_path(&format!("cd {home}me"), &home));
        assert!(is_path(&format!("\"{home}me\""), &home));
        assert!(!is_path(&format!("https://example.com{home}page"), &home));
    }
}
