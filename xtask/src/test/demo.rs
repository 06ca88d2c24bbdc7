//! Runs the demo as a newcomer would, and checks its document.

use super::suites::Suite;
use super::{Ran, Run};
use crate::process::{Outcome, Problem};
use crate::summary::Verdict;
use crate::tools;
use serde_json::Value;
use std::fs::{self, File};
use std::process::Command;

pub(super) fn run(run: &mut Run<'_>, suite: &Suite) -> Outcome<Ran> {
    let document = run.logs.join("demo.json");
    let problem = |error: std::io::Error| Problem::about(document.display(), error);
    let this = std::env::current_exe().map_err(|error| Problem::about("this program", error))?;
    let mut command = Command::new(this);
    command.args(["demo", "--json"]);
    let file = File::create(&document).map_err(problem)?;
    let watched = run.command(suite, &mut command, Some(file))?;
    if !watched.is_success() {
        return Ok((Verdict::Failed, "it failed, or told what is not true".to_owned()));
    }
    let text = fs::read_to_string(&document).map_err(problem)?;
    let told: Value =
        serde_json::from_str(&text).map_err(|error| Problem::about("the demo's JSON document", error))?;
    Ok(judge(&told, tools::is_ci()))
}

/// Every surface must have told a reset that is done and true; where nothing is demanded, it may be skipped.
fn judge(told: &Value, demanded: bool) -> Ran {
    let mut what = Vec::new();
    let mut good = true;
    for name in ["rust", "node", "powershell"] {
        let entries = told["surfaces"].as_array();
        let entry = entries
            .into_iter()
            .flatten()
            .find(|entry| entry["surface"] == name);
        let said = match entry {
            None => "missing".to_owned(),
            Some(entry) if entry["skipped"].is_string() => "skipped".to_owned(),
            Some(entry) if entry["verifiedByTenant"] != true => "not true".to_owned(),
            Some(entry) => entry["outcome"].as_str().unwrap_or("without outcome").to_owned(),
        };
        good &= said == "done" || (said == "skipped" && !demanded);
        what.push(format!("{name} {said}"));
    }
    (
        if good { Verdict::Passed } else { Verdict::Failed },
        what.join(", "),
    )
}

#[cfg(test)]
mod tests {
    use super::{Verdict, judge};
    use serde_json::json;

    #[test]
    fn a_surface_may_be_skipped_only_where_nothing_is_demanded() {
        let done = |surface| json!({ "surface": surface, "outcome": "done", "verifiedByTenant": true });
        let skipped = json!({ "surface": "powershell", "skipped": "no PowerShell" });
        let told = json!({ "surfaces": [done("rust"), done("node"), skipped] });
        assert_eq!(judge(&told, false).0, Verdict::Passed);
        assert_eq!(
            judge(&told, true),
            (
                Verdict::Failed,
                "rust done, node done, powershell skipped".to_owned()
            )
        );
    }

    #[test]
    fn a_lie_is_a_failure() {
        let mut told = json!({ "surfaces": [
            { "surface": "rust", "outcome": "done", "verifiedByTenant": true },
            { "surface": "node", "outcome": "done", "verifiedByTenant": true },
            { "surface": "powershell", "outcome": "done", "verifiedByTenant": true },
        ] });
        assert_eq!(judge(&told, true).0, Verdict::Passed);
        told["surfaces"][1]["verifiedByTenant"] = json!(false);
        assert_eq!(judge(&told, false).0, Verdict::Failed);
        told["surfaces"][1] = json!({ "surface": "node", "outcome": "partial", "verifiedByTenant": true });
        assert_eq!(judge(&told, false).0, Verdict::Failed);
    }
}
