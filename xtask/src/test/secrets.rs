//! Searches what the suites printed for the secrets that the simulated tenants handed out meanwhile.

use super::suites::Suite;
use super::{Ran, Run};
use crate::canary::Searcher;
use crate::process::{Outcome, Problem, announce};
use crate::summary::Verdict;
use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

pub(super) fn run(run: &mut Run<'_>, _: &Suite) -> Outcome<Ran> {
    let issued = match fs::read_to_string(&run.canaries) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => return Err(Problem::about(run.canaries.display(), error)),
    };
    let secrets: BTreeSet<&str> = issued.lines().collect();
    let searcher = match Searcher::new(secrets.iter().copied()) {
        Ok(searcher) => searcher,
        Err(problem) => return Ok((Verdict::Failed, super::one_line(&problem.to_string()))),
    };
    let (mut files, mut leaks) = (0, Vec::new());
    for place in places(run)? {
        let (more, found) = searcher.search_below(&place)?;
        files += more;
        leaks.extend(found);
    }
    for leak in &leaks {
        // The secret itself is not repeated.
        announce(&format!(
            "a secret, {}, in {}:{}",
            leak.form,
            leak.file.display(),
            leak.line
        ));
    }
    let searched = format!("{} secrets searched in {files} files", secrets.len());
    Ok(match leaks.len() {
        0 => (Verdict::Passed, searched),
        count => (Verdict::Failed, format!("{count} found; {searched}")),
    })
}

/// Where a secret could have been left: the logs, what tests write, and the committed snapshots.
fn places(run: &Run<'_>) -> Outcome<Vec<PathBuf>> {
    let snapshots = run.workspace.files()?.into_iter().filter(|file| {
        file.extension().is_some_and(|extension| extension == "snap")
            || file.components().any(|part| part.as_os_str() == "snapshots")
    });
    let mut places: Vec<PathBuf> = snapshots.map(|file| run.workspace.root.join(file)).collect();
    places.push(run.logs.clone());
    places.extend([
        run.workspace.target.join("tmp"),
        run.workspace.target.join("xtask").join("demo"),
    ]);
    places.retain(|place| place.exists());
    Ok(places)
}
