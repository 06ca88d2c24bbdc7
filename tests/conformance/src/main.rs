//! The command of runners in other languages: which cases there are, what they say, and whether they hold.

use std::io::{Read as _, Write};
use std::process::ExitCode;

use graph_mfa_conformance::{Evidence, Library, judge};

const USAGE: &str = "\
graph-mfa-conformance list            names of all cases, one a line
graph-mfa-conformance list --stories  names and stories
graph-mfa-conformance show NAME       the case as JSON
graph-mfa-conformance judge NAME      judges {\"observed\", \"state\", \"log\"} from standard input
graph-mfa-conformance check           checks every case against the schema and the product's types

Exit status: 0 it holds, 1 it does not, 2 the question makes no sense.";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut out = std::io::stdout().lock();
    let holds = match words.as_slice() {
        ["list"] => list(&mut out, false),
        ["list", "--stories"] => list(&mut out, true),
        ["show", name] => show(&mut out, name),
        ["judge", name] => judge_case(&mut out, name),
        ["check"] => check(&mut out),
        ["help" | "--help" | "-h"] => say(&mut out, USAGE).map(|()| true),
        _ => Err(USAGE.to_owned()),
    };
    match holds {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(problem) => {
            // Nobody is left to tell when standard error is closed.
            let _ = writeln!(std::io::stderr(), "{problem}");
            ExitCode::from(2)
        }
    }
}

type Answer = Result<bool, String>;

fn list(out: &mut impl Write, stories: bool) -> Answer {
    let library = Library::shared();
    for name in library.names().map_err(text)? {
        if stories {
            say(
                out,
                &format!("{name}: {}", library.case(&name).map_err(text)?.story),
            )?;
        } else {
            say(out, &name)?;
        }
    }
    Ok(true)
}

fn show(out: &mut impl Write, name: &str) -> Answer {
    let document = Library::shared().document(name).map_err(text)?;
    say(out, &serde_json::to_string_pretty(&document).map_err(text)?)?;
    Ok(true)
}

fn judge_case(out: &mut impl Write, name: &str) -> Answer {
    let case = Library::shared().case(name).map_err(text)?;
    let mut input = String::new();
    std::io::stdin().read_to_string(&mut input).map_err(text)?;
    let input = input.trim_start_matches('\u{feff}');
    let evidence: Evidence =
        serde_json::from_str(input).map_err(|error| format!("standard input: {error}"))?;
    let differences = judge(&case, &evidence);
    for difference in &differences {
        say(out, &difference.to_string())?;
    }
    Ok(differences.is_empty())
}

fn check(out: &mut impl Write) -> Answer {
    let library = Library::shared();
    let problems = library.problems();
    for problem in &problems {
        say(out, &problem.to_string())?;
    }
    if problems.is_empty() {
        say(
            out,
            &format!("{} cases are well formed", library.names().map_err(text)?.len()),
        )?;
    }
    Ok(problems.is_empty())
}

fn say(out: &mut impl Write, line: &str) -> Result<(), String> {
    writeln!(out, "{line}").map_err(text)
}

fn text(error: impl std::fmt::Display) -> String {
    error.to_string()
}
