//! The command line.

use std::path::PathBuf;

use graph_sim::Generate;

pub(crate) const USAGE: &str = "\
graph-sim: a simulated Microsoft Entra tenant

Usage:
  graph-sim serve [options]              serve Graph, sign-in and managed identities on 127.0.0.1
  graph-sim generate --users N --seed S  print a scenario with invented people
  graph-sim stories                      list the built-in scenarios

Options of serve:
  --scenario FILE     the tenant, as JSON; without it, 200 invented people
  --story NAME        the tenant of a built-in scenario
  --users N           invent N people in addition to those of the scenario
  --seed S            the same seed gives the same people
  --port P            port of Graph; login, admin and identity take the next three; 0 takes free ports (default)
  --delay-scale X     factor on read lag, audit delay, scripted delays and scripted Retry-After
  --admin             open the admin face: scenarios, state, request log, clock, tokens
  --https             speak HTTPS instead of HTTP, as https://localhost, with a certificate authority of its own
  --ca-file FILE      where to write that authority's certificate, for clients to trust
  --key-dir DIR       where machines outside of Azure lay down the keys of their managed identities
  --exit-with-stdin   exit when standard input ends

When it is ready, serve prints one line of JSON with the addresses and the credentials.
Exit status: 0, or 2 when the command line, the scenario or a port is refused.";

/// What to do.
#[derive(Debug, PartialEq)]
pub(crate) enum Command {
    Help,
    Version,
    Generate(Generate),
    Stories,
    Serve(Serve),
}

/// Options of `serve`.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Serve {
    pub(crate) scenario: Option<PathBuf>,
    pub(crate) story: Option<String>,
    pub(crate) users: Option<usize>,
    pub(crate) seed: Option<u64>,
    pub(crate) port: u16,
    pub(crate) delay_scale: Option<f64>,
    pub(crate) admin: bool,
    pub(crate) https: bool,
    pub(crate) ca_file: Option<PathBuf>,
    pub(crate) exit_with_stdin: bool,
    pub(crate) key_directory: Option<PathBuf>,
}

/// Reads the arguments after the program's name.
pub(crate) fn parse(arguments: impl Iterator<Item = String>) -> Result<Command, String> {
    let mut arguments = arguments.peekable();
    let command = arguments.next().ok_or("a command is missing")?;
    if arguments
        .peek()
        .is_some_and(|next| next == "--help" || next == "-h")
    {
        return Ok(Command::Help);
    }
    match command.as_str() {
        "--help" | "-h" | "help" => Ok(Command::Help),
        "--version" | "-V" => Ok(Command::Version),
        "generate" => generate(arguments),
        "stories" => match arguments.next() {
            None => Ok(Command::Stories),
            Some(other) => Err(format!("stories has no option '{other}'")),
        },
        "serve" => serve(arguments).map(Command::Serve),
        other => Err(format!("no command '{other}'")),
    }
}

fn generate(mut arguments: impl Iterator<Item = String>) -> Result<Command, String> {
    let mut how = Generate { users: 200, seed: 7 };
    while let Some(option) = arguments.next() {
        match option.as_str() {
            "--users" => how.users = value(&option, arguments.next())?,
            "--seed" => how.seed = value(&option, arguments.next())?,
            "--help" | "-h" => return Ok(Command::Help),
            other => return Err(format!("generate has no option '{other}'")),
        }
    }
    Ok(Command::Generate(how))
}

fn serve(mut arguments: impl Iterator<Item = String>) -> Result<Serve, String> {
    let mut serve = Serve::default();
    while let Some(option) = arguments.next() {
        match option.as_str() {
            "--scenario" => serve.scenario = Some(value(&option, arguments.next())?),
            "--story" => serve.story = Some(value(&option, arguments.next())?),
            "--users" => serve.users = Some(value(&option, arguments.next())?),
            "--seed" => serve.seed = Some(value(&option, arguments.next())?),
            "--port" => serve.port = value(&option, arguments.next())?,
            "--delay-scale" => serve.delay_scale = Some(value(&option, arguments.next())?),
            "--admin" => serve.admin = true,
            "--https" => serve.https = true,
            "--ca-file" => serve.ca_file = Some(value(&option, arguments.next())?),
            "--key-dir" => serve.key_directory = Some(value(&option, arguments.next())?),
            "--exit-with-stdin" => serve.exit_with_stdin = true,
            other => return Err(format!("serve has no option '{other}'")),
        }
    }
    if serve.https != serve.ca_file.is_some() {
        return Err("--https and --ca-file go together: clients need the file to trust the server".into());
    }
    Ok(serve)
}

fn value<T: std::str::FromStr>(option: &str, value: Option<String>) -> Result<T, String> {
    let value = value.ok_or_else(|| format!("{option} needs a value"))?;
    value
        .parse()
        .map_err(|_| format!("{option}: '{value}' is not a valid value"))
}

#[cfg(test)]
mod tests {
    use super::{Command, Serve, parse};

    fn parsed(line: &str) -> Result<Command, String> {
        parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn every_option_of_serve_is_read() {
        let serve = Serve {
            scenario: Some("a.json".into()),
            story: Some("school".into()),
            users: Some(5),
            seed: Some(2),
            port: 4000,
            delay_scale: Some(0.5),
            admin: true,
            https: true,
            ca_file: Some("ca.pem".into()),
            exit_with_stdin: true,
            key_directory: Some("keys".into()),
        };
        let line = "serve --scenario a.json --story school --users 5 --seed 2 --port 4000 --delay-scale 0.5 --admin --exit-with-stdin";
        let line = format!("{line} --https --ca-file ca.pem --key-dir keys");
        assert_eq!(parsed(&line), Ok(Command::Serve(serve)));
    }

    #[test]
    fn mistakes_are_named() {
        assert_eq!(
            parsed("serve --prot 1"),
            Err("serve has no option '--prot'".into())
        );
        assert_eq!(
            parsed("serve --port x"),
            Err("--port: 'x' is not a valid value".into())
        );
        assert_eq!(parsed("serve --port"), Err("--port needs a value".into()));
        assert_eq!(parsed(""), Err("a command is missing".into()));
    }

    #[test]
    fn https_that_nobody_could_trust_is_refused() {
        for line in ["serve --https", "serve --ca-file ca.pem"] {
            assert!(
                parsed(line).is_err_and(|problem| problem.contains("go together")),
                "{line}"
            );
        }
    }

    #[test]
    fn help_is_offered_everywhere() {
        for line in ["--help", "serve --help", "generate --help"] {
            assert_eq!(parsed(line), Ok(Command::Help));
        }
    }
}
