//! What would come of a run: the same people, asked instead of written.

use super::crew::{Next, Standing, Work};
use super::each::Each;
use super::ended::meets_everybody;
use super::estimate::Sample;
use super::people::Person;
use super::saved_plan::SavedPlan;
use super::tally::Counts;
use crate::api::{
    ErrorInfo, Event, PlannedPerson, PlannedReset, PreflightAnswer, PreflightTarget, PreflightVerdict,
    Request, Response, RoleChange, RoleChangeStatus, RunOperation, StepAction, StopReason, UserRef,
};
use crate::error::Result;
use crate::http::Run;

/// Items that every person takes: methods and default, and a share of reading the person before and after.
const ITEMS_OF_A_READING: u32 = 2;
/// Items of looking whether it is true.
const ITEMS_OF_A_PROOF: u32 = 1;

/// Asks for each person what would be done, counts it, and tells it if that is wanted.
pub(super) struct Planning<'a> {
    each: &'a Each,
    run: &'a Run<'a>,
    /// Whether people are told: not when they are only read for an estimate.
    tells: bool,
    saved: Option<SavedPlan<'a>>,
    told: Vec<PlannedPerson>,
    pub(super) sample: Sample,
    pub(super) ready: u32,
    pub(super) nothing_to_do: u32,
    pub(super) refused: Counts,
    pub(super) roles: Counts,
    pub(super) kinds: Counts,
}

impl<'a> Planning<'a> {
    pub(super) fn new(each: &'a Each, saved: Option<SavedPlan<'a>>, run: &'a Run<'a>) -> Self {
        Self {
            each,
            run,
            tells: true,
            saved,
            told: Vec::new(),
            sample: Sample::default(),
            ready: 0,
            nothing_to_do: 0,
            refused: Counts::default(),
            roles: Counts::default(),
            kinds: Counts::default(),
        }
    }

    /// Only for the numbers.
    pub(super) fn sampling(each: &'a Each, run: &'a Run<'a>) -> Self {
        Self {
            tells: false,
            ..Self::new(each, None, run)
        }
    }

    /// Everything that was saved is on lasting storage afterwards.
    ///
    /// # Errors
    /// `fileFailed`.
    pub(super) async fn finish(&mut self) -> Result<()> {
        match &mut self.saved {
            Some(saved) => saved.finish().await,
            None => Ok(()),
        }
    }

    fn count(&mut self, planned: &PlannedPerson) {
        if let Some(refused) = &planned.refused {
            let meaning = || refused.code.meaning().trim().to_owned();
            self.refused.add(refused.code.to_string(), meaning);
        } else if planned.writes == 0 && self.each.operation.writes() {
            self.nothing_to_do += 1;
        } else {
            self.ready += 1;
        }
        let verdicts = match (&planned.reset, &planned.preflight) {
            (Some(reset), _) => reset.preflight.as_slice(),
            (_, Some(target)) => target.verdicts.as_slice(),
            _ => &[],
        };
        let lacks = |verdict: &&PreflightVerdict| verdict.answer == PreflightAnswer::Refused;
        if let Some(least) = verdicts
            .iter()
            .filter(lacks)
            .find_map(|it| it.least_role.as_ref())
        {
            let name = least.role.display_name.clone();
            self.roles.add(name.clone(), || name);
        }
        if planned.refused.is_some() {
            return;
        }
        let steps = planned.reset.iter().flat_map(|reset| &reset.plan.steps);
        for kind in steps
            .filter(|step| step.action != StepAction::SetDefault)
            .filter_map(|step| step.kind.as_ref())
        {
            self.kinds
                .add(kind.as_str().to_owned(), || kind.label().to_owned());
        }
    }
}

impl Work for Planning<'_> {
    fn request(&self, person: &Person) -> Request {
        self.each.question(person)
    }

    fn take(&mut self, person: Person, answer: Result<Response>, _: bool) -> Next {
        let planned = match answer {
            Err(error) if meets_everybody(error.code()) => {
                return Next::Stop(StopReason::Error, Some(error));
            }
            Err(error) if error.code() == crate::error::ErrorCode::Cancelled => return Next::Go,
            Err(error) => refused(&person, None, ErrorInfo::from(error)),
            Ok(response) => planned(&person, self.each.operation, response),
        };
        let items =
            ITEMS_OF_A_READING + planned.writes + if planned.writes > 0 { ITEMS_OF_A_PROOF } else { 0 };
        if planned.refused.is_none() {
            self.sample.add(planned.writes, items);
        } else {
            self.sample.add(0, ITEMS_OF_A_READING);
        }
        self.count(&planned);
        if let Some(saved) = &mut self.saved {
            saved.add(&person, &planned);
        }
        if self.tells {
            self.told.push(planned);
        }
        Next::Go
    }

    async fn settle(&mut self, _: Standing) -> Result<()> {
        if let Some(saved) = &mut self.saved {
            saved.write().await?;
        }
        if self.told.is_empty() {
            return Ok(());
        }
        let people = std::mem::take(&mut self.told);
        self.run.rows(Event::PlannedPeople { people }).await
    }
}

fn base(person: &Person, user: Option<UserRef>) -> PlannedPerson {
    PlannedPerson {
        line: person.line,
        user_id: person.id.clone(),
        user,
        writes: 0,
        refused: None,
        reset: None,
        preflight: None,
    }
}

fn refused(person: &Person, user: Option<UserRef>, why: ErrorInfo) -> PlannedPerson {
    PlannedPerson {
        refused: Some(why),
        ..base(person, user)
    }
}

fn planned(person: &Person, operation: RunOperation, response: Response) -> PlannedPerson {
    match response {
        Response::PlanReset(reset) => of_reset(person, reset),
        Response::Preflight(report) => match report.targets.into_iter().next() {
            Some(target) => of_preflight(person, operation, target),
            None => base(person, None),
        },
        Response::GrantRole(change) | Response::RevokeRole(change) => change
            .people
            .first()
            .map_or_else(|| base(person, None), |change| of_role(person, change)),
        Response::ListMethods(inspection) => base(person, Some(UserRef::from(&inspection.user))),
        _ => base(person, None),
    }
}

fn of_reset(person: &Person, reset: Box<PlannedReset>) -> PlannedPerson {
    let plan = &reset.plan;
    let user = Some(plan.user.clone());
    if let Some(why) = reset.refused.clone() {
        return PlannedPerson {
            reset: Some(reset),
            ..refused(person, user, why)
        };
    }
    let steps = u32::try_from(plan.steps.len()).unwrap_or(u32::MAX);
    let writes = steps + u32::from(plan.revoke_sessions) + u32::from(plan.issue_pass);
    PlannedPerson {
        writes,
        reset: Some(reset),
        ..base(person, user)
    }
}

fn of_preflight(person: &Person, operation: RunOperation, target: PreflightTarget) -> PlannedPerson {
    let user = target.user.clone();
    let refusal = target.error.clone().or_else(|| {
        let verdict = target
            .verdicts
            .iter()
            .find(|verdict| verdict.answer == PreflightAnswer::Refused)?;
        Some(verdict.as_error(user.as_ref()))
    });
    let planned = match refusal {
        Some(why) => refused(person, user, why),
        None => PlannedPerson {
            writes: u32::from(operation.writes()),
            ..base(person, user)
        },
    };
    PlannedPerson {
        preflight: Some(Box::new(target)),
        ..planned
    }
}

fn of_role(person: &Person, change: &RoleChange) -> PlannedPerson {
    let user = super::ended::user_of(change);
    match (&change.error, change.status) {
        (Some(why), _) => refused(person, user, why.clone()),
        (None, RoleChangeStatus::Planned) => PlannedPerson {
            writes: 1,
            ..base(person, user)
        },
        _ => base(person, user),
    }
}
