//! Carrying out a plan: one write at a time, in order. What the service refuses for now — the default method,
//! the mobile before the alternate number — moves to the tail and is tried again, because refusals lag behind
//! deletions (facts 3.1, 12.4).

use crate::api::{Event, Inspection, Method, Plan, PlanStep, StepAction, StepResult, StepStatus, WaitReason};
use crate::error::{Error, ErrorCode, Result};
use crate::graph::{UserKey, methods, preferences};
use crate::http::{Call, Reply, Run};
use crate::ops::patience::Patience;
use crate::ops::{Desk, Wait, inspect};
use crate::platform::Timestamp;

/// Pauses before the tail is tried again (facts 3.6 step 4); the last one repeats.
const PAUSES: &[u64] = &[2, 5, 10, 20];
/// Once the list no longer shows anything that was deleted, so many more refusals are not lag any more.
const REFUSALS_WITHOUT_LAG: u32 = 3;

/// What came of a plan.
pub(in crate::ops) struct Executed {
    pub(in crate::ops) steps: Vec<StepResult>,
    /// The person was deleted meanwhile.
    pub(in crate::ops) user_gone: bool,
    /// A deletion did not succeed, and yet may have happened: an answer was lost on the way.
    pub(in crate::ops) uncertain: bool,
}

impl Executed {
    /// Whether a step has put this method out of the way.
    pub(in crate::ops) fn removed(&self, method_id: &str) -> bool {
        self.step_of(method_id)
            .is_some_and(|step| matches!(step.status, StepStatus::Done | StepStatus::AlreadyGone))
    }

    pub(in crate::ops) fn step_of(&self, method_id: &str) -> Option<&StepResult> {
        self.steps
            .iter()
            .find(|step| step.method_id.as_deref() == Some(method_id))
    }
}

/// Whether the execution goes on after a step.
#[derive(PartialEq, Eq)]
enum Next {
    Go,
    Stop,
}

/// Carries out a plan. It never fails as a whole: each step says what came of it.
pub(in crate::ops) async fn execute(
    desk: &Desk,
    before: &Inspection,
    plan: &Plan,
    run: &Run<'_>,
) -> Executed {
    let nothing = Executed {
        steps: plan.steps.iter().map(not_started).collect(),
        user_gone: false,
        uncertain: false,
    };
    let mut execution = Execution::new(desk, before, plan, nothing, run);
    if execution.first_pass().await == Next::Go {
        execution.tail().await;
    }
    execution.done
}

/// Tries what was refused again; what was done, failed or not begun stays as it is.
pub(in crate::ops) async fn retry(
    desk: &Desk,
    before: &Inspection,
    plan: &Plan,
    done: Executed,
    run: &Run<'_>,
) -> Executed {
    let mut execution = Execution::new(desk, before, plan, done, run);
    execution.tail().await;
    execution.done
}

struct Execution<'a> {
    desk: &'a Desk,
    key: UserKey,
    before: &'a Inspection,
    plan: &'a Plan,
    run: &'a Run<'a>,
    done: Executed,
    /// When the last deletion was answered, in this life of a run.
    deleted_at: Option<Timestamp>,
    /// The wait of the step that deletes the default.
    held: Option<(usize, Wait<'a>)>,
}

impl<'a> Execution<'a> {
    fn new(desk: &'a Desk, before: &'a Inspection, plan: &'a Plan, done: Executed, run: &'a Run<'a>) -> Self {
        Self {
            desk,
            key: UserKey::Id(before.user.id.clone()),
            before,
            plan,
            run,
            done,
            deleted_at: None,
            held: None,
        }
    }

    async fn first_pass(&mut self) -> Next {
        for index in 0..self.plan.steps.len() {
            if self.run.is_cancelled()
                || self.let_the_others_go(index).await == Next::Stop
                || self.attempt(index).await == Next::Stop
            {
                return Next::Stop;
            }
        }
        Next::Go
    }

    /// The default may go once what was deleted before it counts no more. Whoever is one of many knows from the others how
    /// long that takes here, and asks once instead of being refused.
    async fn let_the_others_go(&mut self, index: usize) -> Next {
        let Some(since) = self.deleted_at.filter(|_| self.is_default(index)) else {
            return Next::Go;
        };
        let lag = self.run.lags().map(|lags| &lags.default);
        let clock = self.desk.pipeline.clock();
        match Wait::begin(lag, since, WaitReason::DefaultHeld, clock, self.run).await {
            Ok(wait) => {
                self.held = Some((index, wait));
                Next::Go
            }
            Err(_) => Next::Stop,
        }
    }

    fn is_default(&self, index: usize) -> bool {
        let steps = &self.plan.steps;
        let changed = steps.iter().find_map(|step| step.default_method.as_ref());
        let default = changed.or(self.before.default_method.as_ref());
        let method = steps[index].method_id.as_ref().and_then(|id| {
            let methods = &self.before.methods;
            methods.iter().find(|method| method.method_id == *id)
        });
        method
            .zip(default)
            .is_some_and(|(method, default)| inspect::may_embody(method, default))
    }

    fn refused(&self) -> Vec<usize> {
        let refused = |index: &usize| self.done.steps[*index].status == StepStatus::Refused;
        (0..self.done.steps.len()).filter(refused).collect()
    }

    /// Tries what was refused again, as long as that may help and patience lasts.
    async fn tail(&mut self) {
        let mut patience = Patience::new(self.desk.patience, PAUSES);
        let mut without_lag = 0;
        loop {
            let open = self.refused();
            if open.is_empty() || without_lag >= REFUSALS_WITHOUT_LAG {
                return;
            }
            let Some(pause) = patience.next() else { return };
            if self
                .run
                .pause(self.desk.pipeline.clock(), pause, WaitReason::DefaultHeld)
                .await
                .is_err()
            {
                return;
            }
            if let Some((_, wait)) = &mut self.held {
                wait.paused(pause);
            }
            let lag = self.lags().await;
            for index in &open {
                if self.run.is_cancelled() || self.attempt(*index).await == Next::Stop {
                    return;
                }
            }
            let progress = self.refused().len() < open.len();
            without_lag = if lag || progress { 0 } else { without_lag + 1 };
        }
    }

    /// Whether a read still shows something that was deleted. A read that fails tells nothing, and counts as lag.
    async fn lags(&self) -> bool {
        let subject = &self.plan.user.user_principal_name;
        match inspect::read_methods(self.desk, &self.key, subject, self.run).await {
            Ok((methods, _)) => methods
                .iter()
                .any(|method: &Method| self.done.removed(&method.method_id)),
            Err(_) => true,
        }
    }

    async fn attempt(&mut self, index: usize) -> Next {
        let step = &self.plan.steps[index];
        self.run.event(Event::StepStarted {
            user_id: self.plan.user.id.clone(),
            step: step.step,
            action: step.action,
            label: step.label.clone(),
        });
        let sent_before = self.run.requests_sent();
        let answer = match call(&self.key, step) {
            Ok(call) => self.desk.pipeline.send(&call, self.run).await,
            Err(error) => Err(error),
        };
        let (status, error, request_id) = match answer {
            Ok(reply) => {
                let (status, error) = self.judge(step, &reply);
                // What a journal proves was answered long ago.
                if reply.proven_at.is_none() {
                    self.learn(index, status);
                }
                (status, error, reply.request_id().map(str::to_owned))
            }
            Err(error) => (StepStatus::Failed, Some(error), None),
        };
        let succeeded = matches!(status, StepStatus::Done | StepStatus::AlreadyGone);
        if step.action != StepAction::SetDefault && !succeeded {
            let refused = error
                .as_ref()
                .and_then(Error::status)
                .is_some_and(|status| status < 500 && status != 408);
            let attempts = self.run.requests_sent() - sent_before;
            self.done.uncertain |= attempts > 1 || (attempts == 1 && !refused);
        }
        let stop = error.as_ref().is_some_and(|error| ends_everything(error, step));
        let result = &mut self.done.steps[index];
        result.status = status;
        result.refusals += u32::from(status == StepStatus::Refused);
        result.request_id.clone_from(&request_id);
        result.at = Some(self.desk.pipeline.service_now());
        result.error = error.map(Into::into);
        self.run.event(Event::StepFinished {
            user_id: self.plan.user.id.clone(),
            step: step.step,
            status,
            request_id,
        });
        if status == StepStatus::AlreadyGone && self.is_user_gone().await {
            self.done.user_gone = true;
            return Next::Stop;
        }
        if stop { Next::Stop } else { Next::Go }
    }

    /// What the service has just answered tells how long it counts what was deleted.
    fn learn(&mut self, index: usize, status: StepStatus) {
        let now = self.desk.pipeline.clock().now();
        let deletes = self.plan.steps[index].action != StepAction::SetDefault;
        if deletes && status == StepStatus::Done {
            self.deleted_at = Some(now);
        }
        if let Some((_, wait)) = self.held.as_mut().filter(|(held, _)| *held == index) {
            match status {
                StepStatus::Done => wait.shown(now),
                StepStatus::Refused => wait.not_shown(now),
                _ => {}
            }
        }
    }

    fn judge(&self, step: &PlanStep, reply: &Reply) -> (StepStatus, Option<Error>) {
        let upn = &self.plan.user.user_principal_name;
        if reply.is_success() {
            return (StepStatus::Done, None);
        }
        if reply.status == 404 && step.action != StepAction::SetDefault {
            return (StepStatus::AlreadyGone, None);
        }
        let error = self.desk.pipeline.error_of(reply, upn);
        if is_refusal_for_now(reply) {
            (StepStatus::Refused, Some(error))
        } else {
            (StepStatus::Failed, Some(error))
        }
    }

    /// A 404 on a deletion means that the method is gone, or that the person is (design section 5.5).
    async fn is_user_gone(&self) -> bool {
        let subject = &self.plan.user.user_principal_name;
        let read = inspect::read_methods(self.desk, &self.key, subject, self.run).await;
        read.is_err_and(|error| error.code() == ErrorCode::UserNotFound)
    }
}

fn call(key: &UserKey, step: &PlanStep) -> Result<Call> {
    match (step.action, &step.method_id, &step.kind, &step.default_method) {
        (StepAction::Delete, Some(id), Some(kind), _) => methods::delete(key, kind, id),
        (StepAction::Deactivate, Some(id), ..) => methods::deactivate_token(key, id),
        (StepAction::SetDefault, _, _, Some(value)) => Ok(preferences::set_default(key, value)),
        _ => Err(Error::new(
            ErrorCode::Internal,
            format!("step {} of the plan is incomplete", step.step),
        )),
    }
}

/// The two refusals that pass by themselves (facts 3.1, 3.4): matched by fragments, never by the sentence.
fn is_refusal_for_now(reply: &Reply) -> bool {
    let text = reply.error_message().unwrap_or_default().to_ascii_lowercase();
    reply.status == 400
        && ((text.contains("default") && text.contains("method")) || text.contains("alternate mobile number"))
}

/// What every further step would meet as well.
fn ends_everything(error: &Error, step: &PlanStep) -> bool {
    // Changing the default helps, but some tenants refuse it to applications (facts 3.3): the rest is tried.
    let forbidden = error.code() == ErrorCode::NotAllowed && step.action != StepAction::SetDefault;
    forbidden
        || matches!(
            error.code(),
            ErrorCode::Cancelled
                | ErrorCode::TokenExpired
                | ErrorCode::TokenRejected
                | ErrorCode::SignInAgain
                | ErrorCode::SignInFailed
                | ErrorCode::WrongCloud
                | ErrorCode::PermissionMissing
                | ErrorCode::Throttled
                | ErrorCode::Network
        )
}

fn not_started(step: &PlanStep) -> StepResult {
    StepResult {
        step: step.step,
        action: step.action,
        method_id: step.method_id.clone(),
        kind: step.kind.clone(),
        label: step.label.clone(),
        status: StepStatus::NotStarted,
        refusals: 0,
        request_id: None,
        at: None,
        error: None,
    }
}
