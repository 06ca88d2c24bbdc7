//! `cargo xtask demo`: a service desk at work on an embedded tenant, told through every surface, and then checked
//! against the tenant itself.

mod cast;
mod powershell;
mod rust;
mod script;
mod show;
mod story;
mod truth;

use crate::arguments::Arguments;
use crate::build;
use crate::process::{Outcome, Problem, announce};
use crate::tools;
use crate::workspace::Workspace;
use graph_sim::server::{self, Options, Server, Startup};
use graph_sim::{Clock, Simulator};
use serde_json::{Value, json};
use show::Show;
use std::path::PathBuf;
use std::time::Duration;
use story::{Account, Teller};
use tokio::runtime::Runtime;

pub(crate) const USAGE: &str = "\
cargo xtask demo [--json] [--surface rust|node|powershell]

Starts an embedded tenant and tells, for a different person through each surface, what a service desk does: find the
person, show the methods and the default, show the plan of a re-registration, carry it out, see it verified by a second
read, revoke the sessions, ask who reset MFA and when. Afterwards the tenant is asked whether what was reported is true.
Exit status: 0 when it is, 1 when it is not, or when something failed.

  --json            one JSON document on standard output instead of the story
  --surface NAME    this surface only

Needs Rust, Node 20 and a C compiler. PowerShell is used where it is found: GRAPHMFA_PWSH, else pwsh on PATH, else
../shared/tools/pwsh/pwsh.";

/// A way to reach the core.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Surface {
    Rust,
    Node,
    PowerShell,
}

impl Surface {
    const ALL: [Self; 3] = [Self::Rust, Self::Node, Self::PowerShell];

    /// The name on the command line and in the JSON document.
    const fn name(self) -> &'static str {
        match self {
            Self::Rust => "rust",
            Self::Node => "node",
            Self::PowerShell => "powershell",
        }
    }
}

/// What a surface needs to tell its part.
enum Ready {
    Rust,
    Node,
    PowerShell { shell: PathBuf, module: PathBuf },
}

/// Tells the story and checks it.
pub(crate) fn run(workspace: &Workspace, mut arguments: Arguments) -> Outcome<bool> {
    let as_json = arguments.flag("--json");
    let surfaces =
        match arguments.value("--surface")? {
            None => Surface::ALL.to_vec(),
            Some(name) => {
                let known = Surface::ALL.into_iter().find(|surface| surface.name() == name);
                vec![known.ok_or_else(|| {
                    Problem::new(format!("there is no surface `{name}`")).remedy("see --help")
                })?]
            }
        };
    arguments.finish()?;

    // Everything is built before the first word, so that the story is not interrupted.
    let mut parts = Vec::new();
    for surface in surfaces {
        parts.push((surface, ready(workspace, surface)?));
    }
    announce("starting the embedded tenant");
    let stage = Stage::set()?;
    let mut show = Show::new(as_json);
    show.opening(&stage);

    let mut told = Vec::new();
    let mut any_told = false;
    let mut all_true = true;
    for (surface, ready) in parts {
        let entry = match ready {
            Err(reason) => {
                show.skipped(surface, &reason);
                json!({ "surface": surface.name(), "skipped": reason })
            }
            Ok(ready) => match perform(workspace, &stage, surface, &ready, &mut show) {
                Ok((entry, lies)) => {
                    any_told = true;
                    all_true &= lies.is_empty();
                    entry
                }
                // The others tell their parts all the same.
                Err(problem) => {
                    all_true = false;
                    show.failed(surface, &problem);
                    json!({ "surface": surface.name(), "failed": problem.to_string() })
                }
            },
        };
        told.push(entry);
    }
    // That nothing was told is no success.
    all_true &= any_told;
    show.closing(any_told, all_true);
    if as_json {
        let document = json!({ "surfaces": told, "tenant": stage.described(), "allTrue": all_true });
        println!(
            "{}",
            serde_json::to_string_pretty(&document).map_err(|error| Problem::about("JSON", error))?
        );
    }
    Ok(all_true)
}

/// Builds what a surface needs; the inner error is why it cannot run on this machine.
fn ready(workspace: &Workspace, surface: Surface) -> Outcome<Result<Ready, String>> {
    Ok(match surface {
        Surface::Rust => Ok(Ready::Rust),
        Surface::Node => match tools::demand_node() {
            Err(absent) => Err(absent.to_string()),
            Ok(()) => {
                build::npm(workspace)?;
                Ok(Ready::Node)
            }
        },
        Surface::PowerShell => match tools::find_pwsh(workspace) {
            Err(absent) => Err(absent.to_string()),
            Ok(shell) => {
                let module = build::pwsh(workspace, false)?;
                Ok(Ready::PowerShell { shell, module })
            }
        },
    })
}

/// Lets one surface tell its part, and compares it with the tenant.
fn perform(
    workspace: &Workspace,
    stage: &Stage,
    surface: Surface,
    ready: &Ready,
    show: &mut Show,
) -> Outcome<(Value, Vec<String>)> {
    let caller = cast::caller(surface);
    show.surface(surface, &caller);
    let before = stage.simulator.state();
    let mut teller = Teller::new(show, stage);
    match ready {
        Ready::Rust => rust::tell(stage, &caller, &mut teller)?,
        Ready::Node => script::node(workspace, stage, &caller, &mut teller)?,
        Ready::PowerShell { shell, module } => {
            script::powershell(workspace, stage, &caller, (shell, module), &mut teller)?
        }
    }
    let account = teller.account()?;
    let after = stage.simulator.state();
    let lies = truth::lies(&before, &after, &account);
    show.verdict(&lies, after.users.len() - 1);
    Ok((
        entry(surface, &account, &truth::methods_of(&after, &account), &lies),
        lies,
    ))
}

/// What a surface told, for the JSON document.
fn entry(surface: Surface, account: &Account, methods_after: &Value, lies: &[String]) -> Value {
    let outcome = &account.outcome;
    let mut entry = json!({
        "surface": surface.name(),
        "user": account.user,
        "methodsBefore": account.methods,
        "plan": account.plan,
        "outcome": outcome.outcome,
        "steps": outcome.steps,
        "methodsAfter": methods_after,
        "verifiedAt": outcome.verified_at,
        "sessionsRevoked": outcome.sessions_revoked.unwrap_or(false),
        "sessionsValidFrom": outcome.sessions_valid_from,
        "requestsSent": outcome.requests_sent,
        "whoReset": account.resets,
        "verifiedByTenant": lies.is_empty(),
    });
    if !lies.is_empty() {
        entry["lies"] = json!(lies);
    }
    entry
}

/// The embedded tenant behind loopback HTTP.
struct Stage {
    // Dropped before the runtime that drives it.
    _server: Server,
    runtime: Runtime,
    simulator: Simulator,
    startup: Startup,
}

impl Stage {
    fn set() -> Outcome<Self> {
        let problem = |error: &dyn std::fmt::Display| Problem::about("the embedded tenant", error);
        let scenario = cast::scenario().map_err(|error| problem(&error))?;
        let clock = Clock::running(scenario.now);
        let simulator = Simulator::with_clock(scenario, clock).map_err(|error| problem(&error))?;
        let runtime = Runtime::new().map_err(|error| problem(&error))?;
        // With the admin face, so that a curious reader can look at the tenant while the story is told.
        let serving = server::serve(
            simulator.clone(),
            Options {
                admin: true,
                ..Options::default()
            },
        );
        let server = runtime.block_on(serving).map_err(|error| problem(&error))?;
        Ok(Self {
            startup: server.startup(),
            _server: server,
            runtime,
            simulator,
        })
    }

    /// Audit records arrive minutes late: the tenant's clock moves past that.
    fn let_minutes_pass(&self) {
        self.simulator
            .advance(Duration::from_millis(cast::AUDIT_DELAY_MS));
    }

    /// The tenant, without its secrets.
    fn described(&self) -> Value {
        json!({
            "tenantId": self.startup.connection.tenant_id,
            "domain": self.startup.connection.domain,
            "people": self.simulator.state().users.len(),
            "graph": self.startup.graph,
            "readLagMs": cast::READ_LAG_MS,
            "auditDelayMs": cast::AUDIT_DELAY_MS,
            "delayScale": cast::DELAY_SCALE,
        })
    }
}
