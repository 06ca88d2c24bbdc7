//! `cargo xtask mutants`: plants known faults, one at a time, in a copy of the sources. For each, a named test must
//! turn red: a fault that no test notices is a test that is missing.

mod list;

use crate::arguments::Arguments;
use crate::process::{Copies, Outcome, Problem, Watched, announce, watch};
use crate::summary::{self, Row, Verdict};
use crate::test::{TestBinary, build_tests};
use crate::workspace::{Workspace, make_folder};
use list::{MUTANTS, Mutant, Within};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

pub(crate) const USAGE: &str = "\
cargo xtask mutants [--only NAME] [--list]

Copies the sources to target/mutants/tree, sees that the named tests are green, then plants each known fault in turn
and runs its test, which must turn red. A fault whose text no longer fits the sources is a failure, too.

  --only NAME   faults whose names contain NAME
  --list        the faults and the tests that notice them";

/// What is wrong with every run shows in few.
const ENOUGH_RUNS: &str = "100";
/// A fault that makes its test hang is noticed as well.
const LONGEST_TEST: Duration = Duration::from_secs(120);

/// Plants the faults.
pub(crate) fn run(workspace: &Workspace, mut arguments: Arguments) -> Outcome<bool> {
    let only = arguments.value("--only")?.unwrap_or_default();
    let list = arguments.flag("--list");
    arguments.finish()?;
    let chosen: Vec<&Mutant> = MUTANTS
        .iter()
        .filter(|mutant| mutant.name.contains(&only))
        .collect();
    if list {
        for mutant in chosen {
            println!(
                "{:<38} {}\n{:<38} {}",
                mutant.name,
                mutant.fault,
                "",
                mutant.noticed_by()
            );
        }
        return Ok(true);
    }
    if chosen.is_empty() {
        return Err(Problem::new(format!("no fault has `{only}` in its name")).remedy("see --list"));
    }
    let began = Instant::now();
    let tree = copy_of(workspace)?;
    let green = green(&tree, &chosen)?;
    let rows = plant_all(workspace, &tree, &chosen, &green)?;
    Ok(summary::print("mutants", &rows, began.elapsed()))
}

/// Sees that every fault still fits the sources, without planting any.
pub(crate) fn check(workspace: &Workspace) -> Outcome {
    let misfits: Vec<String> = MUTANTS
        .iter()
        .filter_map(|mutant| {
            let problem = planted(&workspace.root, mutant).err()?;
            Some(format!("{}: {problem}", mutant.name))
        })
        .collect();
    if misfits.is_empty() {
        Ok(())
    } else {
        Err(Problem::new(misfits.join("\n")))
    }
}

/// A copy of the sources, with the changes that are not committed yet, and with a target folder of its own.
fn copy_of(workspace: &Workspace) -> Outcome<Workspace> {
    let root = workspace.target.join("mutants").join("tree");
    announce("copying the sources to target/mutants/tree");
    let files = workspace.files()?;
    for file in &files {
        copy_if_changed(&workspace.root.join(file), &root.join(file))?;
    }
    remove_others(&root, &files.iter().map(|file| root.join(file)).collect())?;
    Workspace::at(root, Some(workspace.target.join("mutants").join("target")))
}

/// What did not change keeps its time, so that cargo compiles nothing again.
fn copy_if_changed(from: &Path, to: &Path) -> Outcome {
    let text = fs::read(from).map_err(|error| Problem::about(from.display(), error))?;
    if fs::read(to).is_ok_and(|present| present == text) {
        return Ok(());
    }
    if let Some(folder) = to.parent() {
        make_folder(folder)?;
    }
    fs::write(to, text).map_err(|error| Problem::about(to.display(), error))
}

fn remove_others(folder: &Path, known: &BTreeSet<PathBuf>) -> Outcome {
    let problem = |error: std::io::Error| Problem::about(folder.display(), error);
    for entry in fs::read_dir(folder).map_err(problem)? {
        let path = entry.map_err(problem)?.path();
        if path.is_dir() {
            remove_others(&path, known)?;
        } else if !known.contains(&path) {
            fs::remove_file(&path).map_err(problem)?;
        }
    }
    Ok(())
}

/// Cargo for the copy: nobody looks at its code with a debugger, and without that it is compiled faster.
fn cargo(tree: &Workspace) -> Command {
    let mut cargo = tree.cargo();
    cargo.env("CARGO_PROFILE_DEV_DEBUG", "0");
    cargo
}

/// The names of the faults whose tests are green as things are.
fn green<'m>(tree: &Workspace, chosen: &[&'m Mutant]) -> Outcome<BTreeSet<&'m str>> {
    let binaries = build_tests(
        &mut cargo(tree),
        "building the tests without any fault",
        &list::PACKAGES,
    )?;
    let mut green = BTreeSet::new();
    for mutant in chosen {
        let watched = watched(&mut test(&binaries, mutant, None)?)?;
        if watched.is_success() && watched.printed.contains("test result: ok. 1 passed") {
            green.insert(mutant.name);
        } else {
            announce(&format!(
                "{} is not green without a fault:\n{}",
                mutant.noticed_by(),
                watched.printed
            ));
        }
    }
    Ok(green)
}

/// Plants the faults, one at a time. The test of one runs while the next is compiled: cargo leaves cores idle.
fn plant_all(
    workspace: &Workspace,
    tree: &Workspace,
    chosen: &[&'static Mutant],
    green: &BTreeSet<&str>,
) -> Outcome<Vec<Row>> {
    let mut rows = Vec::new();
    let mut running: Option<Running> = None;
    for (index, &mutant) in chosen.iter().enumerate() {
        let began = Instant::now();
        let planted = if green.contains(mutant.name) {
            plant(workspace, tree, mutant, index % 2)?
        } else {
            Planted::Not(format!("{} is not green without the fault", mutant.noticed_by()))
        };
        if let Some(test) = running.take() {
            rows.push(ended(test)?);
        }
        match planted {
            Planted::Not(problem) => rows.push(told(mutant, Verdict::Failed, problem, began.elapsed())),
            Planted::As(mut command) => {
                let test = thread::spawn(move || Ok((watched(&mut command)?, began.elapsed())));
                running = Some(Running { mutant, test });
            }
        }
    }
    if let Some(test) = running {
        rows.push(ended(test)?);
    }
    Ok(rows)
}

/// The test of a fault, while it runs. It gives how it ended, and how long planting and testing took.
struct Running {
    mutant: &'static Mutant,
    test: JoinHandle<Outcome<(Watched, Duration)>>,
}

/// Waits for the test of a fault.
fn ended(Running { mutant, test }: Running) -> Outcome<Row> {
    let (watched, took) = test
        .join()
        .map_err(|_| Problem::new(format!("{}: its test could not be watched", mutant.name)))??;
    let (verdict, what) = judge(&watched, mutant);
    Ok(told(mutant, verdict, what, took))
}

fn told(mutant: &Mutant, verdict: Verdict, what: String, took: Duration) -> Row {
    announce(&format!("{}: {what}", mutant.name));
    Row {
        name: mutant.name.to_owned(),
        verdict,
        what,
        took,
        budget: None,
    }
}

/// What became of planting a fault.
enum Planted {
    /// The test, with the fault in it.
    As(Command),
    /// Why there is no such test.
    Not(String),
}

/// Plants one fault, builds its test, and takes the fault away again. The test is put aside, at one of two `places`: the
/// next fault is built where it was.
fn plant(workspace: &Workspace, tree: &Workspace, mutant: &Mutant, place: usize) -> Outcome<Planted> {
    let faulty = match planted(&workspace.root, mutant) {
        Ok(faulty) => faulty,
        Err(problem) => return Ok(Planted::Not(problem)),
    };
    let file = tree.root.join(mutant.file);
    let write = |text: &str| fs::write(&file, text).map_err(|error| Problem::about(file.display(), error));
    let sound = fs::read_to_string(&file).map_err(|error| Problem::about(file.display(), error))?;
    write(&faulty)?;
    let mut selection = list::PACKAGES.to_vec();
    selection.extend(mutant.within.selection());
    let purpose = format!("planting: {}", mutant.fault);
    let binaries = build_tests(&mut cargo(tree), &purpose, &selection);
    write(&sound)?;
    let Ok(binaries) = binaries else {
        return Ok(Planted::Not("the fault does not compile".to_owned()));
    };
    let aside = tree.target.join(format!("planted-{place}"));
    Ok(Planted::As(test(&binaries, mutant, Some(&aside))?))
}

fn judge(watched: &Watched, mutant: &Mutant) -> (Verdict, String) {
    let name = mutant.noticed_by();
    if watched.status.is_none() {
        (Verdict::Passed, format!("noticed by {name}, which never ends"))
    } else if watched.printed.contains("0 passed; 1 failed") {
        (Verdict::Passed, format!("noticed by {name}"))
    } else {
        (Verdict::Failed, format!("NOT NOTICED by {name}"))
    }
}

/// The source with the fault in it, or why it does not fit.
fn planted(root: &Path, mutant: &Mutant) -> Result<String, String> {
    let text =
        fs::read_to_string(root.join(mutant.file)).map_err(|error| format!("{}: {error}", mutant.file))?;
    match text.matches(mutant.find).count() {
        1 => Ok(text.replacen(mutant.find, mutant.replace, 1)),
        0 => Err(format!("its text is not in {} any more", mutant.file)),
        many => Err(format!("its text is in {} {many} times", mutant.file)),
    }
}

/// The command that runs the test of a fault; its program is copied to `aside` first, when it must outlive its place.
fn test(binaries: &[TestBinary], mutant: &Mutant, aside: Option<&Path>) -> Outcome<Command> {
    let fits = |binary: &&TestBinary| match mutant.within {
        Within::Core => binary.package == list::CORE && binary.is_library,
        Within::Program { package, target } => binary.package == package && binary.target == target,
    };
    let binary = binaries
        .iter()
        .find(fits)
        .ok_or_else(|| Problem::new(format!("{}: there is no such test program", mutant.noticed_by())))?;
    let mut command = match aside {
        None => binary.command(),
        Some(folder) => binary.copied_to(folder)?.command(),
    };
    // A counter-example of a fault must not stay behind as a regression of the product.
    command
        .args(["--exact", mutant.test])
        .env("PROPTEST_DISABLE_FAILURE_PERSISTENCE", "1")
        .env("GRAPH_MFA_SCHEDULES", ENOUGH_RUNS);
    if let Some(case) = mutant.case {
        command.env("GRAPHMFA_CASE", case);
    }
    Ok(command)
}

fn watched(command: &mut Command) -> Outcome<Watched> {
    watch(
        command,
        LONGEST_TEST,
        Copies {
            log: None,
            to_terminal: false,
            stdout_to: None,
        },
    )
}
