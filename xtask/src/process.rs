//! Running other programs: announced on standard error, and with a failure that says what to do.

use std::fmt;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

/// What a command comes to.
pub(crate) type Outcome<T = ()> = Result<T, Problem>;

/// Why a command cannot go on, and what helps.
#[derive(Debug)]
pub(crate) struct Problem {
    message: String,
    remedy: Option<String>,
}

impl Problem {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            remedy: None,
        }
    }

    pub(crate) fn remedy(mut self, remedy: impl Into<String>) -> Self {
        self.remedy = Some(remedy.into());
        self
    }

    /// A failure about a file, or about whatever else has a name.
    pub(crate) fn about(what: impl fmt::Display, error: impl fmt::Display) -> Self {
        Self::new(format!("{what}: {error}"))
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        match &self.remedy {
            Some(remedy) => write!(f, "\n  remedy: {remedy}"),
            None => Ok(()),
        }
    }
}

/// The command as a person would type it, without the folders of its programs.
pub(crate) fn words(command: &Command) -> String {
    let program = Path::new(command.get_program())
        .file_stem()
        .unwrap_or(command.get_program());
    std::iter::once(program)
        .chain(command.get_args())
        .map(|word| word.to_string_lossy())
        .collect::<Vec<_>>()
        .join(" ")
}

fn cannot_start(command: &Command, error: &std::io::Error) -> Problem {
    Problem::about(words(command), format_args!("cannot be started: {error}"))
        .remedy(format!("install {}", Path::new(command.get_program()).display()))
}

/// Says what happens now.
pub(crate) fn announce(text: &str) {
    eprintln!("xtask: {text}");
}

/// Runs a command of the set-up. Its output goes to standard error: standard output belongs to results.
pub(crate) fn set_up(purpose: &str, command: &mut Command) -> Outcome {
    announce(&format!("{purpose} ({})", words(command)));
    let status = command
        .stdin(Stdio::null())
        .stdout(std::io::stderr())
        .status()
        .map_err(|error| cannot_start(command, &error))?;
    if status.success() {
        Ok(())
    } else {
        Err(Problem::new(format!(
            "{purpose}: `{}` ended with {status}",
            words(command)
        )))
    }
}

/// Runs a command and returns what it prints on standard output.
pub(crate) fn output_of(command: &mut Command) -> Outcome<String> {
    let output = command
        .stdin(Stdio::null())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| cannot_start(command, &error))?;
    if !output.status.success() {
        return Err(Problem::new(format!(
            "`{}` ended with {}",
            words(command),
            output.status
        )));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// How a watched command ended.
pub(crate) struct Watched {
    /// Absent when it was stopped because it took too long.
    pub(crate) status: Option<ExitStatus>,
    /// What it printed, both streams in the order of writing.
    pub(crate) printed: String,
}

impl Watched {
    pub(crate) fn is_success(&self) -> bool {
        self.status.is_some_and(|status| status.success())
    }
}

/// Where the output of a watched command goes besides its result.
pub(crate) struct Copies<'a> {
    pub(crate) log: Option<&'a mut File>,
    pub(crate) to_terminal: bool,
    /// Standard output goes here alone, and only standard error is watched.
    pub(crate) stdout_to: Option<File>,
}

/// Runs a command for at most `limit`, and copies what it prints as it comes.
pub(crate) fn watch(command: &mut Command, limit: Duration, mut copies: Copies<'_>) -> Outcome<Watched> {
    let pipe = |error: std::io::Error| Problem::about("a pipe", error);
    let (reader, writer) = std::io::pipe().map_err(pipe)?;
    let mut child = command
        .stdin(Stdio::null())
        .stdout(match copies.stdout_to.take() {
            Some(file) => Stdio::from(file),
            None => writer.try_clone().map_err(pipe)?.into(),
        })
        .stderr(writer)
        .spawn()
        .map_err(|error| cannot_start(command, &error))?;
    // The command holds the writing ends; the pipe ends only when all of them are closed.
    command.stdout(Stdio::null()).stderr(Stdio::null());

    let (lines, incoming) = mpsc::channel();
    thread::spawn(move || {
        let mut reader = BufReader::new(reader);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
            if lines.send(String::from_utf8_lossy(&line).into_owned()).is_err() {
                return;
            }
            line.clear();
        }
    });

    let deadline = Instant::now() + limit;
    let mut printed = String::new();
    let mut status = None;
    loop {
        match incoming.recv_timeout(Duration::from_millis(200)) {
            Ok(line) => {
                if let Some(log) = copies.log.as_mut() {
                    log.write_all(line.as_bytes())
                        .map_err(|error| Problem::about("the log", error))?;
                }
                if copies.to_terminal {
                    print!("{line}");
                }
                printed.push_str(&line);
            }
            Err(mpsc::RecvTimeoutError::Disconnected) => break,
            // A grandchild that lives on may hold the pipe open: the command itself is what counts.
            Err(mpsc::RecvTimeoutError::Timeout) if status.is_some() => break,
            Err(mpsc::RecvTimeoutError::Timeout) => {
                status = child
                    .try_wait()
                    .map_err(|error| Problem::about(words(command), error))?;
            }
        }
        if Instant::now() > deadline && status.is_none() {
            // It may have ended meanwhile; then there is nothing to stop.
            let _ = child.kill();
            let _ = child.wait();
            return Ok(Watched {
                status: None,
                printed,
            });
        }
    }
    let status = match status {
        Some(status) => status,
        None => child
            .wait()
            .map_err(|error| Problem::about(words(command), error))?,
    };
    Ok(Watched {
        status: Some(status),
        printed,
    })
}

#[cfg(test)]
mod tests {
    use super::{Copies, watch};
    use std::process::Command;
    use std::time::Duration;

    fn quiet() -> Copies<'static> {
        Copies {
            log: None,
            to_terminal: false,
            stdout_to: None,
        }
    }

    fn this_test(name: &str) -> Command {
        let mut command = Command::new(std::env::current_exe().expect("a test has a path"));
        command.args([
            "--ignored",
            "--nocapture",
            "--exact",
            &format!("process::tests::{name}"),
        ]);
        command
    }

    #[test]
    #[ignore = "is run by another test, as the program that takes too long"]
    fn sleeper() {
        println!("asleep");
        std::thread::sleep(Duration::from_secs(60));
    }

    #[test]
    #[ignore = "is run by another test, as the program that prints"]
    fn printer() {
        println!("to standard output");
        eprintln!("to standard error");
    }

    #[test]
    fn both_streams_are_kept() {
        let watched = watch(&mut this_test("printer"), Duration::from_secs(60), quiet()).expect("it starts");
        assert!(watched.is_success());
        for part in ["to standard output", "to standard error"] {
            assert!(watched.printed.contains(part), "{}", watched.printed);
        }
    }

    #[test]
    fn what_takes_too_long_is_stopped() {
        let watched = watch(&mut this_test("sleeper"), Duration::from_secs(2), quiet()).expect("it starts");
        assert!(watched.status.is_none());
        assert!(watched.printed.contains("asleep"));
    }
}
