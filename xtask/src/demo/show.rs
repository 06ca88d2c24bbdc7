//! The story as people read it: narrow, aligned, plain text; headings are bold on a terminal.

use super::cast::Caller;
use super::story::{Step, Told};
use super::{Stage, Surface};
use crate::process::{Problem, announce};
use graph_mfa::api::{
    DefaultMark, Event, Method, Plan, ResetByPerson, ResetOutcome, StayReason, StepAction, StepStatus, User,
    WaitReason,
};
use std::io::IsTerminal as _;

const WIDTH: usize = 100;

/// Prints the story, or nothing where a JSON document is wanted instead.
pub(super) struct Show {
    silent: bool,
    bold: bool,
    /// The write that has begun, for the line that says what became of it.
    begun: String,
}

impl Show {
    pub(super) fn new(silent: bool) -> Self {
        let bold = std::io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none();
        Self {
            silent,
            bold,
            begun: String::new(),
        }
    }

    fn line(&self, text: &str) {
        if !self.silent {
            println!("{}", fit(text.trim_end(), WIDTH));
        }
    }

    fn heading(&self, text: &str) {
        if self.silent {
            return;
        }
        let rule = "-".repeat(WIDTH.saturating_sub(text.chars().count() + 4));
        if self.bold {
            println!("\n\x1b[1m-- {text} {rule}\x1b[0m");
        } else {
            println!("\n-- {text} {rule}");
        }
    }

    pub(super) fn opening(&self, stage: &Stage) {
        self.line(&format!(
            "A service desk at work in the embedded tenant {} of {} people. Reads lag there,",
            stage.startup.connection.domain,
            stage.simulator.state().users.len(),
        ));
        self.line(
            "and the audit log is minutes late; such delays are shortened. Nothing leaves this machine.",
        );
    }

    pub(super) fn surface(&self, surface: Surface, caller: &Caller) {
        if self.silent {
            announce(&format!("the part of {}", surface.name()));
        }
        self.heading(match surface {
            Surface::Rust => "Rust: the crate",
            Surface::Node => "Node: the npm package, WebAssembly inside",
            Surface::PowerShell => "PowerShell: the module over the native library",
        });
        self.line(caller.reason);
    }

    pub(super) fn skipped(&self, surface: Surface, reason: &str) {
        if self.silent {
            announce(&format!("{} is skipped: {reason}", surface.name()));
        }
        self.heading(&format!("{}: skipped", surface.name()));
        for line in reason.lines() {
            self.line(line);
        }
    }

    /// Shows progress, and tells whether it was worth a line.
    pub(super) fn event(&mut self, event: &Event) -> bool {
        match event {
            Event::StepStarted {
                step, action, label, ..
            } => {
                self.begun = format!("  {step:>4}  {:<12}{label}", verb(*action));
            }
            Event::StepFinished { status, .. } => {
                self.line(&format!("{:<62}{}", self.begun, became(*status)));
            }
            Event::Waiting { reason, .. } => self.line(&format!("        ...   {}", pause(*reason))),
            Event::Verifying {
                attempt, remaining, ..
            } => {
                let seen = match remaining {
                    0 => "nothing in scope is listed any more".to_owned(),
                    1 => "1 method is still listed".to_owned(),
                    many => format!("{many} methods are still listed"),
                };
                self.line(&format!("        read {attempt}: {seen}"));
            }
            Event::SessionsRevoked { .. } => self.line("        sessions revoked, and seen to be"),
            // The demo signs in as an application, which nobody has to be told; the rest is not part of its story.
            _ => return false,
        }
        true
    }

    /// Shows what the service desk types.
    pub(super) fn typing(&mut self, typed: &str) {
        self.begun.clear();
        self.line("");
        self.line(&format!("> {typed}"));
    }

    /// Shows what a step told. `with_progress`: its writes were shown already.
    pub(super) fn step(&self, step: &Step, with_progress: bool) {
        if !step.shown.is_empty() {
            for line in &step.shown {
                self.line(&format!("  {line}"));
            }
        }
        match &step.told {
            // The surface's own tables say it already.
            Told::Found(_) | Told::Methods(_) | Told::Resets(_) if !step.shown.is_empty() => {}
            Told::Found(users) => self.people(users),
            Told::Methods(methods) => self.methods(methods),
            Told::Plan(plan) => self.plan(plan),
            Told::Reset(outcome) => self.outcome(outcome, with_progress),
            Told::Resets(resets) => self.resets(resets),
        }
    }

    fn people(&self, users: &[User]) {
        for user in users {
            self.line(&format!(
                "    {:<26}{}",
                fit(&user.display_name, 25),
                user.user_principal_name
            ));
        }
    }

    fn methods(&self, methods: &[Method]) {
        for method in methods {
            let mark = match method.default {
                DefaultMark::Yes => "the default",
                DefaultMark::Possibly => "perhaps the default",
                DefaultMark::No => "",
            };
            self.line(&format!("    {:<58}{mark}", method.label));
        }
    }

    fn plan(&self, plan: &Plan) {
        for step in &plan.steps {
            self.line(&format!(
                "  {:>4}  {:<12}{}",
                step.step,
                verb(step.action),
                step.label
            ));
            self.line(&format!("          {}", step.reason));
        }
        for stay in &plan.stays {
            self.line(&format!(
                "        stays       {} ({})",
                stay.label,
                why(stay.reason)
            ));
        }
        let requests = plan.requests;
        self.line(&format!(
            "        takes       {}, {}",
            counted(requests.writes, "write"),
            counted(requests.reads, "read")
        ));
    }

    fn outcome(&self, outcome: &ResetOutcome, with_progress: bool) {
        if !with_progress {
            for step in &outcome.steps {
                let line = format!("  {:>4}  {:<12}{}", step.step, verb(step.action), step.label);
                let refused = match step.refusals {
                    0 => String::new(),
                    1 => ", after 1 refusal".to_owned(),
                    many => format!(", after {many} refusals"),
                };
                self.line(&format!("{line:<62}{}{refused}", became(step.status)));
            }
        }
        let told = serde_json::to_value(outcome.outcome).unwrap_or_default();
        self.line(&format!(
            "    outcome: {}, verified by a second read, with {} requests",
            told.as_str().unwrap_or("unknown"),
            outcome.requests_sent
        ));
        if let (Some(true), Some(from)) = (outcome.sessions_revoked, outcome.sessions_valid_from) {
            self.line(&format!("    sessions from before {from} are invalid"));
        }
    }

    fn resets(&self, resets: &[ResetByPerson]) {
        for reset in resets {
            let actor = &reset.actor;
            let who = actor.display_name.as_ref().or(actor.user_principal_name.as_ref());
            self.line(&format!(
                "    {}  by {}: {} methods deleted{}",
                reset.at,
                who.map_or("somebody", String::as_str),
                reset.methods_deleted,
                if reset.sessions_revoked {
                    ", sessions revoked"
                } else {
                    ""
                },
            ));
        }
    }

    /// What the tenant says.
    pub(super) fn verdict(&self, lies: &[String], others: usize) {
        self.line("");
        if lies.is_empty() {
            self.line(&format!(
                "  The tenant agrees: all of it is true, and none of the {others} others was touched."
            ));
        }
        for lie in lies {
            if self.silent {
                announce(&format!("not true: {lie}"));
            } else {
                // In full, however long: nothing about a lie may be cut off.
                println!("  NOT TRUE: {lie}");
            }
        }
    }

    pub(super) fn failed(&self, surface: Surface, problem: &Problem) {
        self.line("");
        self.line(&format!("  {} FAILED:", surface.name()));
        for line in problem.to_string().lines() {
            self.line(&format!("    {line}"));
        }
        announce(&format!("{} failed: {problem}", surface.name()));
    }

    pub(super) fn closing(&self, any_told: bool, all_true: bool) {
        self.heading(match (any_told, all_true) {
            (_, true) => "Everything that was told is true",
            (true, false) => "Not everything could be told, or is true",
            (false, false) => "Nothing was told",
        });
    }
}

const fn verb(action: StepAction) -> &'static str {
    match action {
        StepAction::Delete => "delete",
        StepAction::Deactivate => "deactivate",
        StepAction::SetDefault | StepAction::SetPerUserState | StepAction::SetPhone => "set",
        StepAction::AssignToken => "give",
        StepAction::ActivateToken => "activate",
        StepAction::UnassignToken => "take",
    }
}

const fn became(status: StepStatus) -> &'static str {
    match status {
        StepStatus::Done => "done",
        StepStatus::AlreadyGone => "was gone already",
        StepStatus::Refused => "refused for now",
        StepStatus::Failed => "failed",
        StepStatus::NotStarted => "not begun",
    }
}

const fn pause(reason: WaitReason) -> &'static str {
    match reason {
        WaitReason::Throttled => "the service asks to slow down",
        WaitReason::ServiceFailing => "the service fails, and is asked again",
        WaitReason::Pacing => "keeping under the quota",
        WaitReason::DefaultHeld => "the service still counts what was deleted, and holds the default",
        WaitReason::ReadsLag => "reads lag",
        WaitReason::AuditLag => "the audit log lags",
        WaitReason::JournalLocked => "the journal has a lock, which is watched",
        WaitReason::MethodsCountAsReports => {
            "few requests for methods are allowed: they count as reports here"
        }
    }
}

const fn why(reason: StayReason) -> &'static str {
    match reason {
        StayReason::Password => "a password cannot be removed",
        StayReason::OutsideScope => "outside the scope",
        StayReason::Kept => "kept on request",
        StayReason::UnknownKind => "of an unknown kind",
        StayReason::AlreadyInactive => "inactive already",
        StayReason::Pass => "the pass is issued or replaced by itself",
        StayReason::Blocked => "held by the alternate number",
    }
}

fn counted(count: u32, what: &str) -> String {
    match count {
        1 => format!("1 {what}"),
        many => format!("{many} {what}s"),
    }
}

/// Shortens a text to a width.
fn fit(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(3)).collect();
    format!("{}...", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::fit;

    #[test]
    fn long_lines_are_shortened_by_characters() {
        assert_eq!(fit("Zoë", 3), "Zoë");
        assert_eq!(fit("Zoë Müller", 8), "Zoë M...");
    }
}
