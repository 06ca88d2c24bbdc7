//! What a surface tells, step by step, and the account that results from it.

use super::Stage;
use super::show::Show;
use crate::process::{Outcome, Problem};
use graph_mfa::api::{Event, Method, Plan, ResetByPerson, ResetOutcome, User, UserRef};

/// One thing that a surface tells.
pub(super) enum Told {
    /// Who was found by part of a name.
    Found(Vec<User>),
    /// The methods of the person.
    Methods(Vec<Method>),
    /// What a reset would do.
    Plan(Box<Plan>),
    /// What it did.
    Reset(Box<ResetOutcome>),
    /// Who reset, says the audit log.
    Resets(Vec<ResetByPerson>),
}

/// A step of the story.
pub(super) struct Step {
    /// What the surface itself printed, where it prints.
    pub(super) shown: Vec<String>,
    pub(super) told: Told,
}

/// Everything that a surface told about the person whom it reset.
pub(super) struct Account {
    pub(super) user: UserRef,
    pub(super) methods: Vec<Method>,
    pub(super) plan: Plan,
    pub(super) outcome: ResetOutcome,
    pub(super) resets: Vec<ResetByPerson>,
}

/// Listens to a surface, shows what it tells, and keeps it.
pub(super) struct Teller<'a> {
    show: &'a mut Show,
    stage: &'a Stage,
    saw_progress: bool,
    found: Option<Vec<User>>,
    methods: Option<Vec<Method>>,
    plan: Option<Plan>,
    outcome: Option<ResetOutcome>,
    resets: Option<Vec<ResetByPerson>>,
}

impl<'a> Teller<'a> {
    pub(super) fn new(show: &'a mut Show, stage: &'a Stage) -> Self {
        Self {
            show,
            stage,
            saw_progress: false,
            found: None,
            methods: None,
            plan: None,
            outcome: None,
            resets: None,
        }
    }

    /// The service desk types something.
    pub(super) fn typing(&mut self, typed: &str) {
        self.saw_progress = false;
        self.show.typing(typed);
    }

    /// Something happened while a step is under way.
    pub(super) fn event(&mut self, event: &Event) {
        self.saw_progress |= self.show.event(event);
    }

    /// A step was done. After the reset, the tenant's clock moves past the delay of its audit log.
    pub(super) fn step(&mut self, step: Step) {
        self.show.step(&step, self.saw_progress);
        match step.told {
            Told::Found(users) => self.found = Some(users),
            Told::Methods(methods) => self.methods = Some(methods),
            Told::Plan(plan) => self.plan = Some(*plan),
            Told::Reset(outcome) => {
                self.outcome = Some(*outcome);
                self.stage.let_minutes_pass();
            }
            Told::Resets(resets) => self.resets = Some(resets),
        }
    }

    /// What was told, complete.
    pub(super) fn account(self) -> Outcome<Account> {
        let missing = |what: &str| Problem::new(format!("the surface did not tell {what}"));
        let outcome = self.outcome.ok_or_else(|| missing("what came of the reset"))?;
        let found = self.found.ok_or_else(|| missing("whom it found"))?;
        let user = found.iter().find(|user| user.id == outcome.user.id);
        Ok(Account {
            user: user
                .map(UserRef::from)
                .ok_or_else(|| missing("the person among those whom it found"))?,
            methods: self.methods.ok_or_else(|| missing("the methods"))?,
            plan: self.plan.ok_or_else(|| missing("the plan"))?,
            resets: self.resets.ok_or_else(|| missing("who reset"))?,
            outcome,
        })
    }
}
