//! `graph-sim`: the simulated tenant on loopback HTTP or HTTPS, or a generated scenario on standard output.

#![forbid(unsafe_code)]

mod options;

use std::io::Write as _;
use std::process::ExitCode;

use graph_sim::server::{self, Options};
use graph_sim::{Clock, Generate, Scenario, Simulator, Story};
use options::{Command, Serve};
use tokio::io::AsyncReadExt as _;

fn main() -> ExitCode {
    let command = match options::parse(std::env::args().skip(1)) {
        Ok(command) => command,
        Err(problem) => return fail(&format!("{problem}\n\n{}", options::USAGE)),
    };
    let outcome = match command {
        Command::Help => print(options::USAGE),
        Command::Version => print(concat!("graph-sim ", env!("CARGO_PKG_VERSION"))),
        Command::Generate(how) => generate(how),
        Command::Stories => stories(),
        Command::Serve(serve) => run(&serve),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => fail(&problem),
    }
}

fn fail(problem: &str) -> ExitCode {
    // Nothing is left to be done when standard error is closed as well.
    let _ = writeln!(std::io::stderr(), "graph-sim: {problem}");
    ExitCode::from(2)
}

fn print(line: &str) -> Result<(), String> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")
        .and_then(|()| out.flush())
        .map_err(|error| format!("standard output: {error}"))
}

fn generate(how: Generate) -> Result<(), String> {
    let mut scenario = Scenario::default();
    scenario.users = graph_sim::people(how, &scenario.tenant.domain, scenario.now).collect();
    let json = serde_json::to_string_pretty(&scenario).map_err(|error| error.to_string())?;
    print(&json)
}

fn stories() -> Result<(), String> {
    for story in graph_sim::stories() {
        let about = story.scenario().map_err(|error| error.to_string())?.about;
        print(&format!("{:<16}{}", story.name, about.unwrap_or_default()))?;
    }
    Ok(())
}

fn scenario(serve: &Serve) -> Result<Scenario, String> {
    match (&serve.scenario, &serve.story) {
        (Some(_), Some(_)) => Err("--scenario and --story exclude each other".into()),
        (Some(file), None) => {
            let text =
                std::fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
            Scenario::from_json(&text).map_err(|error| format!("{}: {error}", file.display()))
        }
        (None, Some(name)) => {
            let story = Story::named(name)
                .ok_or_else(|| format!("no story '{name}'; `graph-sim stories` lists them"))?;
            story.scenario().map_err(|error| error.to_string())
        }
        (None, None) => Ok(Scenario {
            generate: Some(Generate { users: 200, seed: 7 }),
            ..Scenario::default()
        }),
    }
}

fn run(serve: &Serve) -> Result<(), String> {
    let mut scenario = scenario(serve)?;
    if serve.users.is_some() || serve.seed.is_some() {
        let known = scenario.generate.unwrap_or(Generate { users: 0, seed: 7 });
        scenario.generate = Some(Generate {
            users: serve.users.unwrap_or(known.users),
            seed: serve.seed.unwrap_or(known.seed),
        });
    }
    if let Some(scale) = serve.delay_scale {
        scenario.rules.delay_scale = scale;
    }
    let clock = Clock::running(scenario.now);
    let simulator = Simulator::with_clock(scenario, clock).map_err(|error| error.to_string())?;
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| format!("runtime: {error}"))?;
    let outcome = runtime.block_on(async {
        let options = Options {
            port: serve.port,
            admin: serve.admin,
            https: serve.https,
            ca_file: serve.ca_file.clone(),
            key_directory: serve.key_directory.clone(),
        };
        let server = server::serve(simulator, options)
            .await
            .map_err(|error| error.to_string())?;
        print(&serde_json::to_string(&server.startup()).map_err(|error| error.to_string())?)?;
        if serve.exit_with_stdin {
            let mut ignored = [0; 1024];
            let mut stdin = tokio::io::stdin();
            while stdin.read(&mut ignored).await.is_ok_and(|read| read > 0) {}
        } else {
            std::future::pending::<()>().await;
        }
        server.stop();
        Ok(())
    });
    runtime.shutdown_background();
    outcome
}
